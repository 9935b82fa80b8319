"""Questions that are changed or taken away, and claims that change hands."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from slack_bot import LEADS, BotIn, Reader, words_of
from slack_workspace import Workspace, conversation

from bot.answer import Answer
from bot.slack.app import Bot
from bot.slack.asked import Asked, Place
from bot.slack.claims import Claims
from bot.slack.database import Database
from index.filters import Filter

COST = "what will the new bridge cost?"
STATUS = "assistant.threads.setStatus"


class Slowly(Reader):
    """Takes longer for questions with the word "slowly"."""

    def answer(
        self, question: str, *, earlier: Sequence[str], within: Filter | None = None
    ) -> Answer:
        time.sleep(0.6 if "slowly" in question else 0.0)
        return super().answer(question, earlier=earlier, within=within)


async def ask(slack: Workspace, text: str) -> str:
    slack.channel("#news", members=["U1", "U2"])
    return await slack.post("U1", "#news", f"<@BOT> {text}")


async def asked_and_answered(slack: Workspace, text: str = LEADS) -> str:
    ts = await ask(slack, text)
    await slack.until(lambda: len(slack.thread("#news", ts)) == 2)
    return ts


def answer_to(slack: Workspace, ts: str) -> str:
    return words_of(slack.thread("#news", ts)[1])


# Taken away


@conversation
async def test_a_question_deleted_after_its_answer_leaves_the_answer_as_it_is(
    data: Path, bot_in: BotIn
) -> None:
    async with Workspace() as slack, bot_in(slack, data) as (bot, _):
        ts = await asked_and_answered(slack)
        before = slack.thread("#news", ts)[1]
        await slack.delete("#news", ts)
        await slack.quiet(settled_s=0.5)
        assert slack.thread("#news", ts)[1] == before
        assert len(bot.database.rows("SELECT id FROM records")) == 1


@conversation
async def test_a_question_deleted_while_others_talk_below_it_gets_no_answer(
    data: Path, bot_in: BotIn
) -> None:
    async with Workspace() as slack, bot_in(slack, data, Reader(data, delay_s=0.4)):
        ts = await ask(slack, LEADS)
        await slack.until(lambda: slack.calls(STATUS))
        await slack.post("U2", "#news", "I wonder, too", thread_ts=ts)
        await slack.delete("#news", ts)
        await slack.quiet(settled_s=0.8)
        assert not slack.calls("chat.postMessage")


# Changed


@conversation
@pytest.mark.parametrize("refused", ["", f"{LEADS} {'and so on ' * 20}"])
async def test_a_question_that_was_refused_is_answered_once_it_is_corrected(
    data: Path, bot_in: BotIn, refused: str
) -> None:
    async with Workspace() as slack, bot_in(slack, data, slack_question_chars=60):
        ts = await ask(slack, refused)
        await slack.until(lambda: slack.ephemerals("U1"))
        await slack.edit("#news", ts, f"<@BOT> {LEADS}")
        await slack.until(lambda: len(slack.thread("#news", ts)) == 2)
        await slack.quiet()
        assert "Sherman" in answer_to(slack, ts)
        assert len(slack.thread("#news", ts)) == 2
        assert len(slack.ephemerals("U1")) == 1


@conversation
async def test_of_two_edits_the_last_one_is_answered_however_long_the_first_takes(
    data: Path, bot_in: BotIn
) -> None:
    async with Workspace() as slack, bot_in(slack, data, Slowly(data)):
        ts = await asked_and_answered(slack, "who said that NATO must grow?")
        await slack.edit("#news", ts, f"<@BOT> slowly, {LEADS}")
        await asyncio.sleep(0.2)
        await slack.edit("#news", ts, f"<@BOT> {COST}")
        await slack.until(lambda: "14 million" in answer_to(slack, ts))
        await slack.quiet(settled_s=1.0)
        assert "14 million" in answer_to(slack, ts)
        await slack.edit("#news", ts, f"<@BOT> {LEADS}")  # and what was dropped is in nobody's way
        await slack.until(lambda: "Sherman" in answer_to(slack, ts))


@conversation
async def test_an_edit_outlives_the_process_that_took_it(data: Path, bot_in: BotIn) -> None:
    reader = Reader(data)
    async with Workspace() as slack:
        async with bot_in(slack, data, reader, slack_stop_s=0):
            ts = await asked_and_answered(slack)
            reader.delay_s = 1.0
            await slack.edit("#news", ts, f"<@BOT> {COST}")
            await slack.until(lambda: len(reader.asked) == 2)
        async with bot_in(slack, data, lease_s=0.6):
            await slack.until(lambda: "14 million" in answer_to(slack, ts))


@conversation
async def test_the_mention_of_an_old_question_is_no_new_one_when_it_is_edited(
    data: Path, bot_in: BotIn
) -> None:
    async with Workspace() as slack, bot_in(slack, data) as (bot, _):
        ts = await asked_and_answered(slack)
        bot.database.change("DELETE FROM claims")  # as after a week
        await slack.edit("#news", ts, f"<@BOT> {COST}")
        await slack.until(lambda: "14 million" in answer_to(slack, ts))
        await slack.quiet()
        assert len(slack.thread("#news", ts)) == 2


@conversation
async def test_a_mention_that_is_written_in_later_is_asked_once(data: Path, bot_in: BotIn) -> None:
    async with Workspace() as slack, bot_in(slack, data, slack_question_chars=20):
        slack.channel("#news", members=["U1"])
        ts = await slack.post("U1", "#news", LEADS)
        await slack.edit("#news", ts, f"<@BOT> {LEADS}")
        await slack.until(lambda: slack.ephemerals("U1"))
        await slack.quiet(settled_s=0.5)
        assert len(slack.ephemerals("U1")) == 1


@conversation
async def test_the_edit_of_what_was_never_a_question_is_not_even_noted(
    data: Path, bot_in: BotIn
) -> None:
    async with Workspace() as slack, bot_in(slack, data) as (bot, _):
        slack.channel("#news", members=["U1"])
        ts = await slack.post("U1", "#news", "lunch?")
        await slack.edit("#news", ts, "lunch at one?")
        await slack.quiet()
        assert not bot.database.rows("SELECT key FROM claims")


# The status


@conversation
async def test_a_status_ends_where_a_failure_is_told_instead_of_an_answer(
    data: Path, bot_in: BotIn
) -> None:
    failing = Reader(data, delay_s=0.3, fails={"American": ValueError("broken")})
    async with Workspace() as slack, bot_in(slack, data, failing):
        ts = await ask(slack, LEADS)
        await slack.until(lambda: slack.ephemerals("U1"))
        await slack.until(lambda: slack.calls(STATUS) and not slack.status("#news", ts))


@conversation
async def test_a_status_ends_with_the_edit_that_it_was_shown_for(data: Path, bot_in: BotIn) -> None:
    reader = Reader(data)
    async with Workspace() as slack, bot_in(slack, data, reader):
        ts = await asked_and_answered(slack)
        reader.delay_s = 0.3
        await slack.edit("#news", ts, f"<@BOT> {COST}")
        await slack.until(lambda: slack.status("#news", ts))
        await slack.until(lambda: "14 million" in answer_to(slack, ts))
        await slack.until(lambda: not slack.status("#news", ts))


# Claims that change hands


def suspend(bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    """As if its process were asleep for longer than its lease: it renews nothing."""
    monkeypatch.setattr(bot.desk.claims, "renew", lambda: None)
    monkeypatch.setattr(bot.desk.claims, "take_expired", lambda: None)


@conversation
async def test_a_question_is_answered_though_the_one_who_lost_it_wakes_up_before_the_answer(
    data: Path, bot_in: BotIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with Workspace() as slack:
        async with bot_in(slack, data, Reader(data, delay_s=1.5), lease_s=0.6) as (asleep, _):
            suspend(asleep, monkeypatch)
            ts = await ask(slack, LEADS)
            await slack.until(lambda: slack.calls(STATUS))
            async with bot_in(slack, data, Reader(data, delay_s=1.5), lease_s=0.6):
                await slack.until(lambda: len(slack.thread("#news", ts)) == 2)
                await slack.quiet(settled_s=1.0)
        assert "Sherman" in answer_to(slack, ts)
        assert len(slack.thread("#news", ts)) == 2
        assert not slack.ephemerals("U1")


@conversation
async def test_a_question_that_is_taken_up_again_does_not_count_again(
    data: Path, bot_in: BotIn
) -> None:
    settings = {"slack_stop_s": 0, "slack_person_a_minute": 1}
    async with Workspace() as slack:
        async with bot_in(slack, data, Reader(data, delay_s=1.0), **settings):
            ts = await ask(slack, LEADS)
            await slack.until(lambda: slack.calls(STATUS))
        async with bot_in(slack, data, **settings):
            await slack.until(lambda: len(slack.thread("#news", ts)) == 2)
        assert not slack.ephemerals("U1")


@conversation
async def test_who_is_stopping_takes_up_nothing(data: Path, bot_in: BotIn) -> None:
    async with Workspace() as slack, bot_in(slack, data) as (bot, _):
        other = Claims(bot.database, "other")
        other.claim(Asked("question:T:C:1.0", Place(slack.team_id, "CNEWS", "1.0"), "U1", LEADS))
        other.give_up()
        await bot.desk.finish(0)
        assert bot.desk.take_up() == 0


def test_only_who_has_a_claim_can_say_that_it_is_done(tmp_path: Path) -> None:
    database = Database(tmp_path / "slack.sqlite3")
    one, other = Claims(database, "one"), Claims(database, "other")
    one.claim(Asked("q1", Place("T", "C", "1.0"), "U1", LEADS))
    one.give_up()
    assert other.take_expired()
    one.done("q1")
    assert not one.is_mine("q1")
    assert other.posting("q1", "r1")
    other.done("q1")
    assert not other.is_open("q1")
    database.close()


def test_the_newest_edit_of_a_message_is_known_by_its_key(tmp_path: Path) -> None:
    database = Database(tmp_path / "slack.sqlite3")
    claims = Claims(database, "one")
    for key in (
        "edit:T:C:1.0:17.2",
        "edit:T:C:1.0:17.9",
        "edit:T:C:1.05:18.0",
        "edit:T:D:1.0:19.0",
    ):
        assert claims.once(key)
    assert claims.is_newest("edit:T:C:1.0:17.9")
    assert not claims.is_newest("edit:T:C:1.0:17.2")
    database.close()
