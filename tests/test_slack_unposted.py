"""Answers that Slack does not take: none is posted twice, and none counts as given."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

import pytest
from slack_bot import LEADS, BotIn, Reader, app_of_the_manifest, words_of
from slack_sdk.errors import SlackApiError
from slack_workspace import Message, Workspace, conversation

from bot.answer import Answer, Status
from bot.render.slack.messages import Message as Sent
from bot.slack.asked import Asked, Place
from bot.slack.calls import Calls
from bot.slack.channels import ChannelSettings, Mode
from bot.slack.claims import Claims
from bot.slack.database import Database
from bot.slack.desk import question_key
from bot.slack.failures import is_closed, trouble
from bot.slack.records import Records
from bot.slack.showing import Showing
from index.articles import Article
from index.errors import ModelError, NoIndex, PullquoteError, StoreBusy, StoreCorrupt

NEWS = Place("T", "CNEWS", "1.0")
DECLINED = Answer(LEADS, Status.DECLINED, "The articles don’t say.", (), 0.1, "fake")
SAID = "Sherman leads the American delegation."


async def ask(slack: Workspace) -> str:
    slack.channel("#news", members=["U1", "U2"])
    return await slack.post("U1", "#news", f"<@BOT> {LEADS}")


def answers(slack: Workspace, ts: str) -> list[Message]:
    return [m for m in slack.thread("#news", ts) if m.user == slack.bot_user]


@conversation
async def test_a_plainer_answer_whose_receipt_was_lost_is_not_posted_again(
    data: Path, bot_in: BotIn
) -> None:
    async with Workspace(app_of_the_manifest()) as slack, bot_in(slack, data):
        slack.fail("chat.postMessage", "invalid_blocks")
        slack.lose_reply("chat.postMessage")
        ts = await ask(slack)
        await slack.until(lambda: slack.calls("conversations.replies"))
        await slack.quiet(settled_s=0.5)
        (answer,) = answers(slack, ts)
        assert SAID in words_of(answer) and "(id " in words_of(answer)


@pytest.mark.parametrize("error", ["restricted_action_read_only_channel", "fatal_error"])
@conversation
async def test_an_answer_that_slack_does_not_take_is_not_listed_and_an_edit_asks_anew(
    data: Path, error: str, bot_in: BotIn
) -> None:
    async with Workspace(app_of_the_manifest()) as slack, bot_in(slack, data):
        slack.fail("chat.postMessage", error)
        ts = await ask(slack)
        await slack.until(lambda: any("(id " in words_of(m) for m in slack.seen_by("U1")))
        await slack.open_home("U1")
        await slack.until(lambda: slack.home("U1"))
        home = slack.home("U1")
        assert home is not None and LEADS not in json.dumps(home.body)
        await slack.edit("#news", ts, f"<@BOT> Now, {LEADS}")
        await slack.until(lambda: answers(slack, ts))
        assert SAID in words_of(answers(slack, ts)[0])


@conversation
async def test_no_follow_up_leans_on_an_answer_that_slack_did_not_take(
    data: Path, bot_in: BotIn
) -> None:
    reader = Reader(data)
    async with Workspace(app_of_the_manifest()) as slack, bot_in(slack, data, reader) as (bot, _):
        news = Place(slack.team_id, "CNEWS")
        bot.desk.channels.put(news, ChannelSettings(Mode.FOLLOW_UPS))
        slack.fail("chat.postMessage", "fatal_error")
        ts = await ask(slack)
        await slack.until(lambda: slack.ephemerals("U1"))
        await slack.post("U2", "#news", "And when?", thread_ts=ts)
        await slack.post("U1", "#news", "<@BOT> And the Russian delegation?", thread_ts=ts)
        await slack.until(lambda: answers(slack, ts))
        assert reader.asked[1:] == [("And the Russian delegation?", ())]


@conversation
async def test_an_edit_that_slack_does_not_take_leaves_the_answer_to_the_next_edit(
    data: Path, bot_in: BotIn
) -> None:
    async with Workspace(app_of_the_manifest()) as slack, bot_in(slack, data):
        ts = await ask(slack)
        await slack.until(lambda: answers(slack, ts))
        slack.fail("chat.update", "edit_window_closed")
        await slack.edit("#news", ts, "<@BOT> what will the new bridge cost?")
        await slack.until(lambda: slack.ephemerals("U1"))
        assert SAID in words_of(answers(slack, ts)[0])
        await slack.edit("#news", ts, "<@BOT> who had cracks?")
        await slack.until(lambda: "cracks" in words_of(answers(slack, ts)[0]))


def test_all_that_slack_calls_restricted_is_closed_and_has_words() -> None:
    for code in ("restricted_action_thread_only_channel", "restricted_action_thread_locked"):
        error = SlackApiError("refused", {"ok": False, "error": code})  # type: ignore[no-untyped-call]
        assert is_closed(error)
        assert "post there" in trouble(error, "posting").message


@pytest.mark.parametrize("kind", [StoreCorrupt, StoreBusy, NoIndex, ModelError])
def test_what_an_administrator_has_to_mend_is_logged_and_nobody_else_is_told_where_it_is(
    kind: type[PullquoteError], caplog: pytest.LogCaptureFixture
) -> None:
    error = kind("/srv/pullquote/data/slack.sqlite3 cannot be used (database is locked).")
    said = trouble(error, "answering")
    assert "Something broke" in str(said) and said.id in str(said)
    assert "/srv" not in str(said) and "locked" not in str(said)
    assert said.id in caplog.text and str(error) in caplog.text


class Unsendable(Calls):
    """Has no token to send anything with."""

    def __init__(self) -> None:
        """Needs neither clients nor a connection."""

    async def post(self, place: Place, message: Sent, marker: str = "", since: float = 0.0) -> str:
        raise StoreCorrupt("the file of the tokens is locked")


class Taking(Unsendable):
    """Takes every message."""

    async def post(self, place: Place, message: Sent, marker: str = "", since: float = 0.0) -> str:
        return "2.0"


class Unnoting(Records):
    """Cannot note what was posted."""

    def posted(self, id: str, message_ts: str) -> None:
        raise StoreCorrupt("the disk is full")


def unreadable(name: str) -> Article:
    """No article can be read."""
    raise StoreCorrupt("the articles cannot be read")


async def shown(calls: Calls, records: Records, database: Database) -> bool:
    """Whether a question counts as unanswered whose answer was to be shown, and was not noted."""
    claims = Claims(database, "one")
    asked = Asked("question:T:CNEWS:1.0", NEWS, "U1", LEADS, "1.0")
    claims.claim(asked)
    record = records.keep(asked, DECLINED, "g1")
    claims.posting(asked.key, record.id)
    with pytest.raises(StoreCorrupt):
        await Showing(calls, claims, records).show(asked, record, DECLINED)
    claims.done(asked.key)
    return claims.is_unanswered(asked.key)


@conversation
async def test_an_answer_that_there_was_no_token_to_send_with_counts_as_none(
    tmp_path: Path,
) -> None:
    with closing(Database(tmp_path / "slack.sqlite3")) as database:
        records = Records(database)
        assert await shown(Unsendable(), records, database)
        assert not records.knows(NEWS) and not records.last_of("T", "U1", 5)
        assert not records.earlier(NEWS, "3.0") and not records.of_message(NEWS, "1.0")


@conversation
async def test_an_answer_that_slack_took_counts_although_that_could_not_be_noted(
    tmp_path: Path,
) -> None:
    with closing(Database(tmp_path / "slack.sqlite3")) as database:
        records = Unnoting(database)
        assert not await shown(Taking(), records, database)
        assert records.knows(NEWS) and records.earlier(NEWS, "3.0") == [LEADS]


@conversation
async def test_an_answer_taken_up_again_whose_articles_cannot_be_read_counts_as_none(
    data: Path, bot_in: BotIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with Workspace() as slack, bot_in(slack, data) as (bot, _):
        slack.channel("#news", members=["U1", "U2"])
        ts = await slack.post("U1", "#news", LEADS)
        place = Place(slack.team_id, "CNEWS", ts)
        asked = Asked(question_key(place, ts), place, "U1", LEADS, ts)
        other = Claims(bot.database, "other")
        other.claim(asked)
        answer = Reader(data).answer(LEADS, earlier=())
        other.posting(asked.key, bot.desk.records.keep(asked, answer, "g1").id)
        other.give_up()
        monkeypatch.setattr(bot.knowledge, "article", unreadable)
        bot.desk.take_up()
        await slack.until(lambda: slack.ephemerals("U1"))
        assert not bot.desk.records.knows(place)
        await slack.edit("#news", ts, f"<@BOT> Now, {LEADS}")
        await slack.until(lambda: answers(slack, ts))
        assert SAID in words_of(answers(slack, ts)[0])
