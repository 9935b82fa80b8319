"""What Slack takes, as far as answers need it, and how to read blocks back.

A second opinion beside the fake Slack's: written from the limits as Slack states them, not from the
code that keeps to them. Lengths are counted the wide way, in UTF-16 units of the escaped text.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from slack_sdk.models.blocks import Block as SdkBlock
from slack_sdk.models.views import View as SdkView

Json = Mapping[str, Any]
LEFT_OUT = ("[…] ", " […]")
STYLES = {"bold", "italic"}
BLOCKS = {
    "section": ({"text"}, {"accessory"}),
    "header": ({"text"}, set()),
    "context": ({"elements"}, set()),
    "actions": ({"elements"}, set()),
    "divider": (set(), set()),
    "rich_text": ({"elements"}, set()),
    "input": ({"label", "element", "block_id", "optional"}, set()),
}
PIECES = {
    "text": ({"text"}, {"style"}),
    "link": ({"url", "text"}, set()),
    "user": ({"user_id"}, set()),
    "date": ({"timestamp", "format", "fallback"}, set()),
}
FIELDS = {
    "radio_buttons": ({"options"}, {"initial_option"}),
    "checkboxes": ({"options"}, {"initial_options"}),
    "multi_static_select": ({"options", "placeholder"}, {"initial_options"}),
    "plain_text_input": ({"multiline", "max_length", "placeholder"}, set()),
}


def length(text: str) -> int:
    for sign, escaped in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
        text = text.replace(sign, escaped)
    return len(text.encode("utf-16-le")) // 2  # raises if there is half a character


def check_message(text: str, blocks: Sequence[Json]) -> None:
    """Raises AssertionError unless `chat.postMessage` and `chat.update` would take it."""
    assert text.strip()
    assert len(text.encode("utf-8")) < 4_000
    assert not set("<>*_~`\n\r") & set(text)
    assert "&" not in text.replace("&amp;", "").replace("&lt;", "").replace("&gt;", "")
    assert 1 <= len(blocks) <= 50
    assert size_as_sent(blocks) <= 10_000
    check_blocks(blocks)


def size_as_sent(blocks: Sequence[Json]) -> int:
    """The length of the blocks as JSON, but for what JSON escapes."""
    written = json.dumps(list(blocks), ensure_ascii=False)
    return length(written) - written.count("\\")


def check_view(view: Json) -> None:
    """Raises AssertionError unless `views.open` or `views.publish` would take it."""
    allowed = {"type", "title", "close", "submit", "callback_id", "private_metadata", "blocks"}
    assert set(view) <= (allowed if view["type"] == "modal" else {"type", "blocks"})
    assert 1 <= len(view["blocks"]) <= 100
    assert sum(length(words) for words in texts(view["blocks"])) <= 13_000
    if view["type"] == "modal":
        for key in {"title", "close", "submit"} & set(view):
            check_plain(view[key], 24)
        assert 0 < len(view.get("callback_id", "x")) <= 255
        assert len(view.get("private_metadata", "")) <= 3_000
    has_input = any(block["type"] == "input" for block in view["blocks"])
    assert ("submit" in view) == has_input
    check_blocks(view["blocks"])
    SdkView(**json.loads(json.dumps(view))).validate_json()


def check_blocks(blocks: Sequence[Json]) -> None:
    named = [block["block_id"] for block in blocks if "block_id" in block]
    assert len(named) == len(set(named))
    for block in blocks:
        check_keys(block, *BLOCKS[block["type"]])
        CHECKS[block["type"]](block)
        parsed = SdkBlock.parse(json.loads(json.dumps(block)))
        assert parsed is not None
        parsed.validate_json()


def check_keys(part: Json, required: set[str], optional: set[str]) -> None:
    assert {"type"} | required <= set(part) <= {"type"} | required | optional


def check_text(text: object, most: int) -> None:
    assert isinstance(text, str)
    assert text.strip()
    assert length(text) <= most


def check_plain(part: Json, most: int) -> None:
    assert set(part) == {"type", "text", "emoji"}
    assert part["type"] == "plain_text"
    assert "\n" not in part["text"]
    check_text(part["text"], most)


def _section(block: Json) -> None:
    check_plain(block["text"], 3_000)
    if "accessory" in block:
        _button(block["accessory"])


def _context(block: Json) -> None:
    assert 1 <= len(block["elements"]) <= 10
    for part in block["elements"]:
        if part["type"] == "plain_text":
            check_plain(part, 2_000)
        else:
            _link(part)


def _link(part: Json) -> None:
    """The one text with markup: a link to a web page, and nothing beside it."""
    assert part["type"] == "mrkdwn"
    assert part["verbatim"] is True
    check_text(part["text"], 2_000)
    address, bar, words = part["text"].removeprefix("<").removesuffix(">").partition("|")
    assert part["text"] == f"<{address}{bar}{words}>"
    assert address.startswith(("http://", "https://"))
    # An @ in a path, as of "https://blog.example/@author/post", pings nobody and hides no host.
    assert not set("<>| ") & set(address)
    assert "@" not in address.split("/")[2]
    assert not set("<>|@ ") & set(words.removeprefix("Read it at ").strip())


def _actions(block: Json) -> None:
    assert 1 <= len(block["elements"]) <= 25
    names = [part["action_id"] for part in block["elements"]]
    assert len(names) == len(set(names))
    for part in block["elements"]:
        _button(part)


def _button(part: Json) -> None:
    check_keys(part, {"text", "action_id", "value"}, {"accessibility_label"})
    assert part["type"] == "button"
    check_plain(part["text"], 75)
    check_text(part["action_id"], 255)
    check_text(part["value"], 2_000)
    if "accessibility_label" in part:
        check_text(part["accessibility_label"], 75)


def _rich_text(block: Json) -> None:
    assert block["elements"]
    assert sum(length(words) for words in texts(block)) <= 3_100
    for part in block["elements"]:
        if part["type"] == "rich_text_list":
            check_keys(part, {"elements", "style"}, set())
            assert part["elements"]
            for item in part["elements"]:
                assert item["type"] == "rich_text_section"
                _pieces(item)
        else:
            assert part["type"] in ("rich_text_section", "rich_text_quote")
            _pieces(part)


def _pieces(part: Json) -> None:
    check_keys(part, {"elements"}, set())
    assert any(piece.get("text", "x").strip() for piece in part["elements"])
    for piece in part["elements"]:
        check_keys(piece, *PIECES[piece["type"]])
        assert piece.get("text") != ""
        assert all(value is True for value in piece.get("style", {}).values())
        assert set(piece.get("style", {"bold": True})) <= STYLES
        assert piece.get("url", "https://").startswith(("http://", "https://"))


def _input(block: Json) -> None:
    check_plain(block["label"], 2_000)
    check_text(block["block_id"], 255)
    element = block["element"]
    required, optional = FIELDS[element["type"]]
    check_keys(element, {"action_id"} | required, optional)
    check_text(element["action_id"], 255)
    if "placeholder" in element:
        check_plain(element["placeholder"], 150)
    options = element.get("options", [])
    most = 100 if element["type"] == "multi_static_select" else 10
    assert len(options) <= most
    for option in options:
        assert set(option) == {"text", "value"}
        check_plain(option["text"], 75)
        check_text(option["value"], 150)
    values = [option["value"] for option in options]
    assert len(values) == len(set(values))
    assert element.get("initial_option", options[0] if options else None) in (options or [None])
    chosen = element.get("initial_options")
    assert chosen is None or (chosen and all(option in options for option in chosen))


def _header(block: Json) -> None:
    check_plain(block["text"], 150)


def _nothing(block: Json) -> None:
    """A divider has nothing inside."""


CHECKS = {
    "section": _section,
    "header": _header,
    "context": _context,
    "actions": _actions,
    "divider": _nothing,
    "rich_text": _rich_text,
    "input": _input,
}


def texts(part: object) -> Iterator[str]:
    """Every text that is shown."""
    if isinstance(part, Mapping):
        for key, value in part.items():
            if key in ("text", "fallback") and isinstance(value, str):
                yield value
            else:
                yield from texts(value)
    elif isinstance(part, list | tuple):
        for one in part:
            yield from texts(one)


def pieces_of_quotes(blocks: Sequence[Json]) -> list[list[Json]]:
    """The pieces of each quote, in order."""
    rich = (part for block in blocks if block["type"] == "rich_text" for part in block["elements"])
    return [part["elements"] for part in rich if part["type"] == "rich_text_quote"]


def words_of(pieces: Sequence[Json]) -> str:
    """A quote's own words, without the marks for what is left out."""
    return "".join(piece["text"] for piece in pieces if not is_mark(piece))


def is_mark(piece: Json) -> bool:
    return piece["text"] in LEFT_OUT and piece.get("style") == {"italic": True}


def bold_of(pieces: Sequence[Json]) -> list[str]:
    return [piece["text"] for piece in pieces if piece.get("style") == {"bold": True}]


def buttons(blocks: Sequence[Json]) -> list[tuple[str, str, str]]:
    """Each button's text, name and value, in order."""
    found = []
    for block in blocks:
        inside = block["elements"] if block["type"] == "actions" else [block.get("accessory")]
        found += [(p["text"]["text"], p["action_id"], p["value"]) for p in inside if p]
    return found
