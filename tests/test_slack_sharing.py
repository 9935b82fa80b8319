"""An answer for one person's eyes is shared once, and is followed up like any other."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import pytest
from slack_bot import LEADS, BotIn, Reader, app_of_the_manifest, words_of
from slack_workspace import Message, Workspace, conversation

from bot.answer import Answer, Status
from bot.render.slack.messages import Message as Sent
from bot.render.slack.messages import notice
from bot.slack.asked import Asked, Place, Way
from bot.slack.calls import Calls
from bot.slack.channels import ChannelSettings, Mode
from bot.slack.database import Database
from bot.slack.links import Links
from bot.slack.records import Record, Records
from bot.slack.sharing import LEASE_S, Sharing
from index.errors import UsageError

RYABKOV = "What did Ryabkov say about NATO?"


async def ask(slack: Workspace, question: str = LEADS) -> Message:
    """The answer to /ask, for U1 alone."""
    slack.channel("#news", members=["U1", "U2"])
    await slack.slash("U1", "#news", "/ask", question)
    await slack.until(lambda: slack.ephemerals("U1"))
    await slack.quiet()
    return slack.ephemerals("U1")[-1]


async def share(slack: Workspace, answer: Message) -> str:
    """All that U1 alone reads after a click that shares the answer."""
    await slack.click("U1", answer, "share_answer")
    await slack.quiet(settled_s=0.6)
    return " ".join(words_of(message) for message in slack.ephemerals("U1"))


@conversation
async def test_an_answer_whose_receipt_was_lost_is_shared_once(data: Path, bot_in: BotIn) -> None:
    async with Workspace(app_of_the_manifest()) as slack, bot_in(slack, data):
        answer = await ask(slack)
        slack.lose_reply("chat.postMessage")
        assert "Shared with the channel." in await share(slack, answer)
        assert len(slack.messages("#news")) == 1


@conversation
async def test_where_nobody_knows_whether_it_was_shared_the_next_click_looks_first(
    data: Path, bot_in: BotIn
) -> None:
    async with Workspace(app_of_the_manifest()) as slack, bot_in(slack, data):
        answer = await ask(slack)
        slack.lose_reply("chat.postMessage")
        slack.fail("conversations.history", "fatal_error")
        assert "If the channel doesn’t show it, click again. (id " in await share(slack, answer)
        slack.fail("conversations.history", "fatal_error")
        assert "Slack refused it: fatal_error" in await share(slack, answer)
        assert "Shared with the channel." in await share(slack, answer)
        assert len(slack.messages("#news")) == 1


@conversation
async def test_an_answer_that_slack_did_not_take_can_be_shared_again(
    data: Path, bot_in: BotIn
) -> None:
    async with Workspace(app_of_the_manifest()) as slack, bot_in(slack, data):
        answer = await ask(slack)
        slack.fail("chat.postMessage", "fatal_error")
        assert "Slack refused it" in await share(slack, answer)
        assert "Shared with the channel." in await share(slack, answer)
        assert len(slack.messages("#news")) == 1
        assert not slack.calls("conversations.history")


@pytest.mark.parametrize("is_there", [False, True])
@conversation
async def test_what_a_process_that_was_killed_began_to_share_can_be_shared_later(
    data: Path, is_there: bool, bot_in: BotIn
) -> None:
    async with Workspace(app_of_the_manifest()) as slack, bot_in(slack, data) as (bot, _):
        answer = await ask(slack)
        ((record,),) = bot.database.rows("SELECT id FROM records")
        if is_there:
            await bot.desk.calls.post(
                Place(slack.team_id, "CNEWS"), notice("Shared.", record=record)
            )
        bot.database.change("UPDATE records SET shared = ?", int(time.time()))
        assert "is being shared" in await share(slack, answer)
        bot.database.change("UPDATE records SET shared = shared - 301")
        assert "Shared with the channel." in await share(slack, answer)
        assert len(slack.messages("#news")) == 1


@conversation
async def test_a_follow_up_below_a_shared_answer_leans_on_its_question(
    data: Path, bot_in: BotIn
) -> None:
    reader = Reader(data)
    async with Workspace(app_of_the_manifest()) as slack, bot_in(slack, data, reader) as (bot, _):
        await share(slack, await ask(slack, RYABKOV))
        (shared,) = slack.messages("#news")
        await slack.post("U2", "#news", "<@BOT> And Sherman?", thread_ts=shared.ts)
        await slack.until(lambda: len(slack.thread("#news", shared.ts)) == 3)
        news = Place(slack.team_id, "CNEWS")
        bot.desk.channels.put(news, ChannelSettings(Mode.FOLLOW_UPS))
        await slack.post("U2", "#news", "What about Stoltenberg?", thread_ts=shared.ts)
        await slack.until(lambda: len(slack.thread("#news", shared.ts)) == 5)
        assert [earlier for _, earlier in reader.asked[1:]] == [
            (RYABKOV,),
            (RYABKOV, "What did Sherman say about NATO?"),
        ]


class Held(Calls):
    """Takes messages once it is let, and counts them; has none to be found."""

    def __init__(self) -> None:
        """Needs neither clients nor a connection."""
        self.let, self.posted = asyncio.Event(), 0

    async def post(self, place: Place, message: Sent, marker: str = "", since: float = 0.0) -> str:
        await self.let.wait()
        self.posted += 1
        return f"{self.posted}.0"

    async def find(self, place: Place, marker: str, since: float = 0.0) -> str | None:
        return None


@asynccontextmanager
async def kept(file: Path) -> AsyncIterator[tuple[Database, Record, Answer]]:
    """A database with an answer for U1's eyes alone."""
    answer = Answer(LEADS, Status.DECLINED, "The articles don’t say.", (), 0.1, "fake")
    asked = Asked("command:1", Place("T", "CNEWS"), "U1", LEADS, way=Way.REPLY)
    with closing(Database(file)) as database:
        yield database, Records(database).keep(asked, answer, "g1"), answer


@conversation
async def test_an_answer_that_waits_for_slack_s_rate_past_its_lease_is_shared_once(
    tmp_path: Path,
) -> None:
    async with kept(tmp_path / "slack.sqlite3") as (database, record, answer):
        calls, clock = Held(), [1_000.0]
        sharing = Sharing(database, calls, Links(database, calls), lambda: clock[0])
        first = asyncio.create_task(sharing.share(record, answer))
        await asyncio.sleep(0)
        clock[0] += LEASE_S + 1
        with pytest.raises(UsageError, match="is being shared"):
            await asyncio.wait_for(sharing.share(record, answer), 5)
        calls.let.set()
        await first
        with pytest.raises(UsageError, match="is shared already"):
            await asyncio.wait_for(sharing.share(record, answer), 5)
        assert calls.posted == 1


@conversation
async def test_an_answer_that_waits_too_long_is_given_up_before_another_process_may_share_it(
    tmp_path: Path,
) -> None:
    async with kept(tmp_path / "slack.sqlite3") as (database, record, answer):
        calls, others = Held(), Held()
        one = Sharing(database, calls, Links(database, calls), lease_s=1)
        other = Sharing(database, others, Links(database, others), lease_s=1)
        others.let.set()
        with pytest.raises(UsageError, match="click again"):
            await asyncio.wait_for(one.share(record, answer), 5)
        await other.share(record, answer)
        calls.let.set()
        await asyncio.sleep(0)
        assert (calls.posted, others.posted) == (0, 1)
