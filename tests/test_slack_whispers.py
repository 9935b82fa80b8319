"""What is for one person's eyes: they see it, wherever they asked or clicked."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from slack_bot import LEADS, BotIn, Reader, app_of_the_manifest, words_of
from slack_workspace import Message, Workspace, conversation

from bot.slack.app import Bot
from bot.slack.asked import Asked, Place, parse
from bot.slack.channels import ChannelSettings, Mode
from bot.slack.showing import STAYS

SAID = "Sherman leads the American delegation."
MANY = "what about the delegation, Stoltenberg, Sherman and Ryabkov?"


def keep_private(slack: Workspace, bot: Bot) -> None:
    """#news, where only whoever asks sees an answer; follow-ups need no mention."""
    news = Place(slack.team_id, slack.channel("#news", members=["U1", "U2"]).id)
    bot.desk.channels.put(news, ChannelSettings(Mode.FOLLOW_UPS, ephemeral=True))


async def whispered(slack: Workspace, count: int) -> list[Message]:
    """What U1 alone sees, once it is so many messages."""
    await slack.until(lambda: len(slack.ephemerals("U1")) == count)
    await slack.quiet()
    return slack.ephemerals("U1")


@conversation
async def test_a_private_answer_stands_in_the_channel_until_its_thread_has_a_reply(
    data: Path, bot_in: BotIn
) -> None:
    reader = Reader(data)
    async with Workspace(app_of_the_manifest()) as slack, bot_in(slack, data, reader) as (bot, _):
        keep_private(slack, bot)
        ts = await slack.post("U1", "#news", "<@BOT> What did Ryabkov say about NATO?")
        (first,) = await whispered(slack, 1)
        assert "must not grow" in words_of(first) and first.thread_ts is None
        await slack.post("U1", "#news", "And Stoltenberg?", thread_ts=ts)
        *_, second = await whispered(slack, 2)
        assert "another war" in words_of(second) and second.thread_ts == ts
        assert reader.asked[-1] == ("And Stoltenberg?", ("What did Ryabkov say about NATO?",))


@conversation
async def test_an_edit_in_a_private_channel_is_answered_where_the_asker_sees_it(
    data: Path, bot_in: BotIn
) -> None:
    async with Workspace(app_of_the_manifest()) as slack, bot_in(slack, data) as (bot, _):
        keep_private(slack, bot)
        ts = await slack.post("U1", "#news", "<@BOT> who leads the Russian delegation?")
        await whispered(slack, 1)
        await slack.edit("#news", ts, f"<@BOT> {LEADS}")
        *_, second = await whispered(slack, 2)
        assert SAID in words_of(second) and second.thread_ts is None
        await slack.post("U2", "#news", "<@U1> I wonder, too", thread_ts=ts)
        await slack.edit("#news", ts, "<@BOT> what will the new bridge cost?")
        *_, third = await whispered(slack, 3)
        assert "14 million" in words_of(third) and third.thread_ts == ts


@conversation
async def test_a_click_below_a_shared_answer_is_answered_in_the_channel_until_somebody_replies(
    data: Path, bot_in: BotIn
) -> None:
    async with Workspace(app_of_the_manifest()) as slack, bot_in(slack, data):
        slack.channel("#news", members=["U1", "U2"])
        await slack.slash("U1", "#news", "/ask", MANY)
        (answer,) = await whispered(slack, 1)
        await slack.click("U1", answer, "share_answer")
        await slack.until(lambda: slack.messages("#news"))
        (shared,) = slack.messages("#news")
        await slack.click("U2", shared, "more_quotes")
        await slack.until(lambda: slack.ephemerals("U2"))
        assert "Quotes 4 to 6 of 6" in words_of(slack.ephemerals("U2")[0])
        await slack.post("U2", "#news", "interesting", thread_ts=shared.ts)
        await slack.click("U2", shared, "helped")
        await slack.until(lambda: len(slack.ephemerals("U2")) == 2)
        assert [m.thread_ts for m in slack.ephemerals("U2")] == [None, shared.ts]


def test_a_question_that_was_kept_before_it_said_whether_its_thread_has_a_reply() -> None:
    asked = Asked("q1", Place("T1", "C1", "1.0"), "U1", LEADS, "1.0")
    kept = asked.as_json().replace(', "is_live": false', "")
    assert "is_live" not in kept
    assert parse(kept) == asked


@conversation
async def test_an_edit_publishes_nothing_once_the_channels_answers_are_private(
    data: Path, bot_in: BotIn
) -> None:
    async with Workspace(app_of_the_manifest()) as slack, bot_in(slack, data) as (bot, _):
        slack.channel("#news", members=["U1", "U2"])
        ts = await slack.post("U1", "#news", "<@BOT> what will the new bridge cost?")
        await slack.until(lambda: len(slack.thread("#news", ts)) == 2)
        before = slack.thread("#news", ts)[1]
        keep_private(slack, bot)
        for count, (question, said) in enumerate([(LEADS, SAID), ("who had cracks?", "cracks")], 1):
            await slack.edit("#news", ts, f"<@BOT> {question}")
            *_, private = await whispered(slack, count)
            assert said in words_of(private) and private.thread_ts == ts
        assert slack.thread("#news", ts)[1:] == [before]


@pytest.mark.parametrize("is_deleted", [False, True])
@conversation
async def test_an_edit_changes_a_shared_answer_once_the_new_one_is_shared_too(
    data: Path, bot_in: BotIn, is_deleted: bool
) -> None:
    async with Workspace(app_of_the_manifest()) as slack, bot_in(slack, data) as (bot, _):
        keep_private(slack, bot)
        ts = await slack.post("U1", "#news", "<@BOT> what will the new bridge cost?")
        (first,) = await whispered(slack, 1)
        assert STAYS not in words_of(first)
        await slack.click("U1", first, "share_answer")
        await slack.until(lambda: len(slack.thread("#news", ts)) == 2)
        before = slack.thread("#news", ts)[1]
        for words in ("who had cracks?", LEADS):
            await slack.edit("#news", ts, f"<@BOT> {words}")
            await slack.until(partial(was_told, slack, f"You asked: {words}"))
            assert was_told(slack, STAYS) and slack.thread("#news", ts)[1:] == [before]
        if is_deleted:
            await slack.delete("#news", before.ts)
        await slack.click("U1", slack.ephemerals("U1")[-1], "share_answer")
        await slack.until(lambda: was_told(slack, "Shared with the channel."))
        (after,) = slack.thread("#news", ts)[1:]
        assert SAID in words_of(after) and (after.ts == before.ts) is not is_deleted


def was_told(slack: Workspace, words: str) -> bool:
    """Whether U1 alone was shown this last."""
    return words in words_of(slack.ephemerals("U1")[-1])


async def choose(slack: Workspace, channel: str) -> None:
    """U1 switches the bot off in a channel."""
    await slack.slash("U1", channel, "/ask", "settings")
    await slack.until(lambda: slack.views("U1"))
    await slack.submit("U1", slack.views("U1")[0], {"mode": "off"})
    await slack.quiet()


@conversation
async def test_settings_of_a_channel_without_the_bot_are_said_to_be_saved(
    data: Path, bot_in: BotIn
) -> None:
    async with Workspace(app_of_the_manifest()) as slack, bot_in(slack, data) as (bot, _):
        slack.channel("#closed", members=["U1"], bot=False)
        await choose(slack, "#closed")
        assert bot.desk.channels.get(Place(slack.team_id, "CCLOSED")).mode is Mode.OFF
        (said,) = slack.messages(slack.direct("U1").id)
        assert words_of(said) == "The channel’s settings are saved."
        assert not slack.ephemerals("U1")


@conversation
async def test_settings_whose_saving_cannot_be_said_are_not_said_to_have_failed(
    data: Path, bot_in: BotIn
) -> None:
    async with Workspace(app_of_the_manifest()) as slack, bot_in(slack, data):
        slack.channel("#news", members=["U1"])
        slack.fail("chat.postEphemeral", "not_in_channel")
        slack.fail("chat.postMessage", "fatal_error")
        await choose(slack, "#news")
        assert slack.calls("chat.postMessage")
        assert not slack.seen_by("U1")


@conversation
async def test_a_click_where_the_bot_is_no_more_is_answered_all_the_same(
    data: Path, bot_in: BotIn
) -> None:
    async with Workspace(app_of_the_manifest()) as slack, bot_in(slack, data):
        slack.channel("#news", members=["U1"])
        ts = await slack.post("U1", "#news", f"<@BOT> {MANY}")
        await slack.until(lambda: len(slack.thread("#news", ts)) == 2)
        slack.change("#news", members=frozenset({"U1"}))
        await slack.click("U1", slack.thread("#news", ts)[1], "more_quotes")
        (more,) = await whispered(slack, 1)
        assert "Quotes 4 to 6 of 6" in words_of(more)
