"""A channel that is answered from some articles only, and links back to earlier answers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from slack_bot import BotIn, app_of_the_manifest, index, words_of
from slack_workspace import Message, Workspace, conversation

from bot.slack import choices
from bot.slack.asked import Place
from bot.slack.channels import ChannelSettings, Mode
from index.filters import Filter

DAILY = "".join(
    f"The Daily says that the bridge has problem {n}. " for n in ("one", "two", "three", "four")
)
HERALD = "".join(
    f"The Herald says that the bridge has fault {n}. " for n in ("one", "two", "three", "four")
)
ARTICLES = {
    "city/daily.md": f"---\ntitle: Bridge\nsite: The Daily\n---\n{DAILY}",
    "land/herald.md": f"---\ntitle: Bridge\nsite: The Herald\n---\n{HERALD}",
    "land/north/plain.md": "The bridge is said to be old. Nobody knows the bridge.",
}
BRIDGE = "what of the bridge?"


@pytest.fixture(scope="module")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return index(tmp_path_factory.mktemp("indexed"), ARTICLES).data


async def choose(slack: Workspace, *sources: str) -> None:
    """U1, who made #news, chooses from which articles it is answered."""
    before = len(slack.ephemerals("U1"))
    await slack.slash("U1", "#news", "/ask", "settings")
    await slack.until(lambda: slack.views("U1"))
    await slack.submit(
        "U1", slack.views("U1")[-1], {"mode": "follow_ups", "sources": list(sources)}
    )
    await slack.until(lambda: len(slack.ephemerals("U1")) > before)


def answers(slack: Workspace, ts: str) -> list[Message]:
    return [m for m in slack.thread("#news", ts) if m.user == slack.bot_user]


async def ask(slack: Workspace, text: str, thread: str | None = None) -> Message:
    """The answer to a message of U1."""
    ts = await slack.post("U1", "#news", text, thread_ts=thread)
    count = len(answers(slack, thread or ts))
    await slack.until(lambda: len(answers(slack, thread or ts)) > count)
    return answers(slack, thread or ts)[-1]


@conversation
async def test_the_settings_offer_outlets_and_folders_that_leave_something_out(
    data: Path, bot_in: BotIn
) -> None:
    async with Workspace(app_of_the_manifest()) as slack, bot_in(slack, data):
        slack.channel("#news", members=["U1"])
        await slack.slash("U1", "#news", "/ask", "settings")
        await slack.until(lambda: slack.views("U1"))
        blocks = slack.views("U1")[0].blocks
        options = blocks[2]["element"]["options"]
        names = ["The Daily", "The Herald", "city/", "land/", "land/north/"]
        assert [option["text"]["text"] for option in options] == names


@conversation
async def test_a_channel_limited_to_an_outlet_never_gets_a_quote_of_another(
    data: Path, bot_in: BotIn
) -> None:
    async with Workspace(app_of_the_manifest()) as slack, bot_in(slack, data):
        slack.channel("#news", members=["U1"])
        await choose(slack, "The Daily")
        first = await ask(slack, f"<@BOT> {BRIDGE}")
        assert "The Daily says" in words_of(first)
        await slack.click("U1", first, "more_quotes")
        await slack.until(lambda: "Quote 4 of 4" in words_of(slack.ephemerals("U1")[-1]))
        await ask(slack, "And what does the Herald say of it?", first.thread_ts)
        await slack.slash("U1", "#news", "/ask", BRIDGE)
        await slack.until(lambda: "You asked" in words_of(slack.ephemerals("U1")[-1]))
        await slack.edit("#news", str(first.thread_ts), "<@BOT> what faults has the bridge?")
        await slack.until(lambda: slack.calls("chat.update"))
        await slack.quiet()
        seen = [words_of(m) for m in slack.seen_by("U1") if m.user == slack.bot_user]
        assert len(seen) >= 4
        assert not [text for text in seen if "The Herald says" in text or "old" in text]


@conversation
async def test_a_folder_lets_through_what_is_in_it_and_below(data: Path, bot_in: BotIn) -> None:
    async with Workspace(app_of_the_manifest()) as slack, bot_in(slack, data):
        slack.channel("#news", members=["U1"])
        await choose(slack, "land/north/")
        said = words_of(await ask(slack, f"<@BOT> {BRIDGE}"))
        assert "Nobody knows" in said and "says that" not in said


@conversation
async def test_an_answer_from_before_shows_no_quote_that_the_channel_now_leaves_out(
    data: Path, bot_in: BotIn
) -> None:
    async with Workspace(app_of_the_manifest()) as slack, bot_in(slack, data):
        slack.channel("#news", members=["U1"])
        before = await ask(slack, f"<@BOT> {BRIDGE}")
        await choose(slack, "The Daily")
        for button in ("more_quotes", "show_quote"):
            value = before.blocks[-1]["elements"][0]["value"] if button == "more_quotes" else None
            shown = [b["accessory"]["value"] for b in before.blocks if "accessory" in b]
            await slack.click("U1", before, button, value or shown[0])
            await slack.until(lambda: "other articles now" in words_of(slack.ephemerals("U1")[-1]))
        assert not slack.views("U1")


@conversation
async def test_a_choice_of_which_no_article_is_left_gets_no_quote(
    data: Path, bot_in: BotIn
) -> None:
    async with Workspace(app_of_the_manifest()) as slack, bot_in(slack, data) as (bot, _):
        slack.channel("#news", members=["U1"])
        place, gone = Place(slack.team_id, "CNEWS"), Filter(outlets=("The Times",))
        bot.desk.channels.put(place, ChannelSettings(Mode.MENTIONS, within=gone))
        assert bot.desk.channels.get(place).within == gone
        said = words_of(await ask(slack, f"<@BOT> {BRIDGE}"))
        assert "says that" not in said


def test_names_in_the_window_lead_back_to_what_they_stand_for() -> None:
    offered = Filter(("The Daily", "land"), ("land", "city"))
    assert choices.names(offered) == ["The Daily", "land", "land/", "city/"]
    assert choices.chosen(["land/"], Filter(), offered) == Filter(folders=("land",))
    assert choices.chosen(["land"], offered, offered) == Filter(outlets=("land",))
    assert not choices.chosen([], offered)


@conversation
async def test_the_home_tab_leads_to_the_answers(data: Path, bot_in: BotIn) -> None:
    async with Workspace(app_of_the_manifest()) as slack, bot_in(slack, data):
        slack.channel("#news", members=["U1"])
        answer = await ask(slack, f"<@BOT> {BRIDGE}")
        await slack.slash("U1", "#news", "/ask", "who closed the bridge?")
        await slack.until(lambda: slack.ephemerals("U1"))
        for _ in range(2):
            await slack.open_home("U1")
            await slack.quiet()
        home = slack.home("U1")
        assert home is not None
        link = f"/archives/CNEWS/p{answer.ts.replace('.', '')}"
        assert json.dumps(home.body).count(link) == 1
        assert len(slack.calls("chat.getPermalink")) == 1  # kept, and none for what only U1 saw


@conversation
async def test_an_answer_that_was_shared_is_linked_to_and_one_that_was_deleted_is_not(
    data: Path, bot_in: BotIn
) -> None:
    async with Workspace(app_of_the_manifest()) as slack, bot_in(slack, data):
        slack.channel("#news", members=["U1"])
        await slack.slash("U1", "#news", "/ask", BRIDGE)
        await slack.until(lambda: slack.ephemerals("U1"))
        await slack.click("U1", slack.ephemerals("U1")[-1], "share_answer")
        await slack.until(lambda: slack.messages("#news"))
        answer = await ask(slack, "<@BOT> who knows the bridge?")
        await slack.delete("#news", answer.ts)
        await slack.quiet()
        await slack.open_home("U1")
        await slack.until(lambda: slack.home("U1"))
        home = slack.home("U1")
        assert home is not None
        shown = json.dumps(home.body)
        assert shown.count("/archives/CNEWS/p") == 1
        assert slack.messages("#news")[0].ts.replace(".", "") in shown
