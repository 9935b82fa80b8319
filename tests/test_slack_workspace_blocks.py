"""The fake Slack takes blocks up to each limit of the real one and nothing over it."""

from __future__ import annotations

from typing import Any

import pytest
from slack_workspace import reading
from slack_workspace.blocks import find_faults, text_length
from slack_workspace.shapes import Message

Json = dict[str, Any]


def plain(length: int) -> Json:
    return {"type": "plain_text", "text": "x" * length}


def mrkdwn(length: int) -> Json:
    return {"type": "mrkdwn", "text": "x" * length}


def button(**more: object) -> Json:
    return {"type": "button", "text": plain(1), "action_id": "a"} | more


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def feedback(label: int = 1, value: int = 1) -> Json:
    both: Json = {"text": plain(label), "value": "x" * value}
    element: Json = {"type": "feedback_buttons", "action_id": "f"}
    element |= {"positive_button": both, "negative_button": both}
    return {"type": "context_actions", "elements": [element]}


def select(number: int, length: int = 1) -> Json:
    options = [{"text": plain(length), "value": str(each)} for each in range(number)]
    return {"type": "static_select", "action_id": "s", "options": options}


def section(**more: object) -> Json:
    return {"type": "section", "text": mrkdwn(1)} | more


def context(number: int) -> Json:
    return {"type": "context", "elements": [mrkdwn(1)] * number}


def buttons(number: int) -> Json:
    return actions(*[button(action_id=f"a{each}") for each in range(number)])


def quote(*elements: Json) -> Json:
    inside = [{"type": "rich_text_quote", "elements": list(elements)}]
    return {"type": "rich_text", "elements": inside}


def text(words: str, **style: bool) -> Json:
    return {"type": "text", "text": words} | ({"style": style} if style else {})


AT_AND_OVER_THE_LIMIT = [
    (section(text=mrkdwn(3000)), section(text=mrkdwn(3001))),
    ({"type": "header", "text": plain(150)}, {"type": "header", "text": plain(151)}),
    ({"type": "markdown", "text": "x" * 12_000}, {"type": "markdown", "text": "x" * 12_001}),
    (section(fields=[mrkdwn(2000)] * 10), section(fields=[mrkdwn(1)] * 11)),
    (section(fields=[mrkdwn(2000)]), section(fields=[mrkdwn(2001)])),
    (context(10), context(11)),
    (context(1), context(0)),
    (buttons(25), buttons(26)),
    (buttons(1), buttons(0)),
    (actions(button(text=plain(75))), actions(button(text=plain(76)))),
    (actions(button(value="x" * 2000)), actions(button(value="x" * 2001))),
    (actions(button(url="x" * 3000)), actions(button(url="x" * 3001))),
    (actions(button(action_id="x" * 255)), actions(button(action_id="x" * 256))),
    (section(block_id="x" * 255), section(block_id="x" * 256)),
    (feedback(75, 2000), feedback(76)),
    (feedback(75, 2000), feedback(1, 2001)),
    (actions(select(100, 75)), actions(select(101))),
    (actions(select(100, 75)), actions(select(1, 76))),
    (section(text=mrkdwn(1)), section(text=mrkdwn(0))),
    (quote(text("x")), quote(text(""))),
]
MALFORMED = [
    {"type": "paragraph", "text": plain(1)},
    {"type": "section"},
    section(text={"type": "mrkdwn", "text": "x", "emoji": True}),
    section(text="x"),
    section(colour="red"),
    section(accessory=feedback()["elements"][0]),
    section(text={"type": "mrkdwn", "text": "\ud800"}),
    {"type": "header", "text": mrkdwn(1)},
    {"type": "divider", "text": "x"},
    actions(button(text=mrkdwn(1))),
    actions(button(style="loud")),
    actions(button(), button()),
    actions(select(1) | {"initial_option": {"text": plain(1), "value": "7"}}),
    {"type": "context_actions", "elements": [button()]},
    quote({"type": "text", "text": "x", "style": {"loud": True}}),
    quote({"type": "text", "text": "x", "style": {"bold": 1}}),
    quote({"type": "mention", "user_id": "U1"}),
    {"type": "rich_text", "elements": [text("x")]},
    {"type": "rich_text", "elements": []},
]


@pytest.mark.parametrize(("at", "over"), AT_AND_OVER_THE_LIMIT)
def test_each_limit_is_taken_and_one_more_is_refused(at: Json, over: Json) -> None:
    assert find_faults([at], "message") == []
    assert find_faults([over], "message") != []


@pytest.mark.parametrize("block", MALFORMED)
def test_a_malformed_block_is_refused(block: Json) -> None:
    assert find_faults([block], "message") != []


@pytest.mark.parametrize(("surface", "most"), [("message", 50), ("modal", 100), ("home", 100)])
def test_each_surface_has_its_number_of_blocks(surface: str, most: int) -> None:
    assert find_faults([section()] * most, surface) == []
    assert find_faults([section()] * (most + 1), surface) != []


@pytest.mark.parametrize("block", [{"type": "markdown", "text": "x"}, feedback()])
@pytest.mark.parametrize("surface", ["modal", "home"])
def test_some_blocks_stand_in_messages_only(block: Json, surface: str) -> None:
    assert find_faults([block], "message") == []
    assert find_faults([block], surface) != []


def test_a_block_id_stands_once_in_a_message() -> None:
    faults = find_faults([section(block_id="one"), section(block_id="one")], "message")
    assert faults == ["`block_id` one already exists [json-pointer:/blocks]"]


def test_markdown_blocks_share_their_limit() -> None:
    half = {"type": "markdown", "text": "x" * 6_000}
    assert find_faults([half, half], "message") == []
    assert find_faults([half, half, section(), {"type": "markdown", "text": "x"}], "message") != []


def test_all_text_of_a_message_is_counted_together() -> None:
    blocks = [section(fields=[mrkdwn(10)] * 2), buttons(3), quote(text("four"), text("five"))]
    assert text_length(blocks) == 1 + 20 + 3 + 8


@pytest.mark.parametrize(
    ("words", "pinged"),
    [
        ("<@U1> and <!channel>", ["@U1", "!channel"]),
        ("<!subteam^S1|@team>", ["!subteam^S1"]),
        ("&lt;@U1&gt; and &lt;!here&gt;", []),
        ("<!date^1^{date}|today>", []),
        ("<#C1|news>", []),
    ],
)
def test_a_message_pings_whom_its_text_names(words: str, pinged: list[str]) -> None:
    assert reading.pings(Message("C1", "1.1", "UBOT", words)) == pinged


def test_rich_text_pings_by_its_parts_and_never_by_its_words() -> None:
    block = quote(text("<@U1> <!channel>"), {"type": "user", "user_id": "U2"})
    assert reading.pings(Message("C1", "1.1", "UBOT", "x", (block,))) == ["@U2"]


def test_links_are_found_wherever_slack_makes_them() -> None:
    block = quote({"type": "link", "url": "https://a.example/"}, text("https://not.example/"))
    parts = (block, {"type": "markdown", "text": "[b](https://b.example/)"}, buttons(1))
    message = Message("C1", "1.1", "UBOT", "<https://c.example/|c> https://d.example/", parts)
    assert set(reading.links(message)) == {f"https://{name}.example/" for name in "abcd"}
