"""Several workspaces: which token is good, when it expires, and when it is forgotten."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from aiohttp import ServerDisconnectedError
from slack_bot import LEADS, Reader, app_of_the_manifest
from slack_installed import answer_to, ask, bot_of, said
from slack_sdk.oauth.installation_store import Bot as Installed
from slack_sdk.oauth.installation_store.sqlite3 import SQLite3InstallationStore
from slack_sdk.oauth.token_rotation.async_rotator import AsyncTokenRotator
from slack_workspace import Workspace, conversation

from bot.slack.database import Database
from bot.slack.failures import is_uncertain
from bot.slack.installations import Installations
from bot.slack.oauth import FILE
from bot.slack.token_store import TokenStore
from index.errors import PullquoteError

SOON_S, LATER_S = 600, 43_200


@contextmanager
def unreadable(data: Path) -> Iterator[None]:
    """The file of the tokens, while another process has it to itself."""
    with closing(sqlite3.connect(data / FILE, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        yield


async def longest_stop_s(seconds: float) -> float:
    """How long nothing else could be done at a time, for so many seconds."""
    longest, end = 0.0, time.monotonic() + seconds
    while (before := time.monotonic()) < end:
        await asyncio.sleep(0.01)
        longest = max(longest, time.monotonic() - before)
    return longest


@conversation
async def test_no_question_depends_on_asking_slack_whose_a_token_is(data: Path) -> None:
    async with Workspace(app_of_the_manifest()) as slack, bot_of(slack, data):
        slack.fail("auth.test", "500", times=50)
        assert "Sherman leads" in await answer_to(slack, await ask(slack))


@conversation
async def test_a_token_that_runs_out_soon_is_renewed_once_for_many_questions(data: Path) -> None:
    async with Workspace(app_of_the_manifest()) as slack:
        slack.let_tokens_expire(SOON_S, LATER_S)
        async with bot_of(slack, data):
            asked = [await ask(slack) for _ in range(5)]
            for ts in asked:
                assert "Sherman leads" in await answer_to(slack, ts)
        # One for the code, one for the renewal.
        assert len(slack.calls("oauth.v2.access")) == 2
        store = SQLite3InstallationStore(
            database=str(data / FILE), client_id=slack.slack.app.client_id
        )
        found = store.find_bot(enterprise_id=None, team_id=slack.team_id)
        assert found is not None and found.bot_token == slack.slack.app.bot_token


@conversation
async def test_a_renewal_that_fails_costs_no_question_while_the_token_is_good(data: Path) -> None:
    async with Workspace(app_of_the_manifest()) as slack:
        slack.let_tokens_expire(SOON_S, LATER_S)
        async with bot_of(slack, data):
            slack.fail("oauth.v2.access", "internal_error", times=50)
            assert "Sherman leads" in await answer_to(slack, await ask(slack))


@conversation
async def test_a_question_whose_token_cannot_be_renewed_now_is_answered_later(data: Path) -> None:
    async with Workspace(app_of_the_manifest()) as slack:
        slack.let_tokens_expire(1, LATER_S)
        async with bot_of(slack, data, lease_s=0.3):
            await asyncio.sleep(1.1)
            slack.fail("oauth.v2.access", "internal_error", times=1)
            assert "Sherman leads" in await answer_to(slack, await ask(slack))
            assert slack.calls("oauth.v2.access")[1].error == "internal_error"


class Unreachable(AsyncTokenRotator):
    """Slack, when the network is down."""

    def __init__(self) -> None:
        super().__init__(client_id="C", client_secret="secret")  # noqa: S106 - nobody's

    async def perform_bot_token_rotation(
        self, *, bot: Installed, minutes_before_expiration: int = 120
    ) -> Installed | None:
        raise ServerDisconnectedError


@conversation
async def test_an_answer_whose_token_cannot_be_renewed_for_want_of_a_connection_was_surely_not_sent(
    tmp_path: Path,
) -> None:
    with closing(Database(tmp_path / "slack.sqlite3")) as database:
        store = TokenStore(database=str(tmp_path / FILE), client_id="C")
        store.save_bot(
            Installed(
                app_id="A",
                team_id="T",
                bot_token="xoxb-1",  # noqa: S106 - nobody's
                bot_id="B",
                bot_user_id="U",
                bot_refresh_token="xoxe-1",  # noqa: S106 - nobody's
                bot_token_expires_at=1,
                installed_at=0.0,
            )
        )
        with pytest.raises(PullquoteError, match="Slack can’t be reached right now") as caught:
            await Installations(store, Unreachable(), database).of("T")
        assert not is_uncertain(caught.value)


@conversation
async def test_a_question_that_comes_while_no_token_can_be_read_is_answered_later(
    data: Path,
) -> None:
    async with Workspace(app_of_the_manifest()) as slack, bot_of(slack, data, lease_s=1.0) as bot:
        with unreadable(data):
            ts = await ask(slack)
            await slack.until(slack.attempts)
            assert slack.attempts()[0].acknowledged
            await asyncio.sleep(3.0)  # longer than a look for a token waits for the file
            assert bot.database.rows("SELECT * FROM inbox")
        assert "Sherman leads" in await answer_to(slack, ts)


@conversation
async def test_nobody_waits_for_who_looks_for_a_token_that_cannot_be_read(data: Path) -> None:
    async with Workspace(app_of_the_manifest()) as slack, bot_of(slack, data):
        with unreadable(data):
            await ask(slack)
            assert await longest_stop_s(2.5) < 0.5


@conversation
async def test_an_answer_waits_for_a_token_that_cannot_be_read(data: Path) -> None:
    reader = Reader(data, delay_s=1.0)
    async with Workspace(app_of_the_manifest()) as slack, bot_of(slack, data, reader):
        ts = await ask(slack)
        await slack.until(lambda: reader.asked)
        with unreadable(data):
            await asyncio.sleep(4.0)
            assert not said(slack, ts)
        assert "Sherman leads" in await answer_to(slack, ts)


@conversation
async def test_a_command_while_no_token_can_be_read_is_said_to_have_failed(data: Path) -> None:
    async with Workspace(app_of_the_manifest()) as slack, bot_of(slack, data):
        slack.channel("#news", members=["U1"])
        with unreadable(data):
            receipt = await slack.slash("U1", "#news", "/ask", LEADS)
        assert not receipt.acknowledged and receipt.reason == "http_error"


@conversation
async def test_an_app_that_is_installed_again_keeps_its_token_when_it_hears_late_of_its_removal(
    data: Path,
) -> None:
    async with Workspace(app_of_the_manifest()) as slack:
        async with bot_of(slack, data):
            slack.revoke_token()
            await slack.quiet()
        events = [attempt.event_id for attempt in slack.attempts() if attempt.event_id]
        await asyncio.sleep(1.1)  # the time of an installation is known to the second
        async with bot_of(slack, data):
            for event_id in events:
                slack.slack.delivery.send_again(event_id)
            await slack.quiet()
            assert "Sherman leads" in await answer_to(slack, await ask(slack))


@pytest.mark.parametrize("whole", [False, True], ids=["a workspace", "an organisation"])
@conversation
async def test_an_app_that_is_removed_keeps_no_token(data: Path, whole: bool) -> None:
    async with Workspace(app_of_the_manifest()) as slack:
        slack.organise("E1", whole=whole)
        async with bot_of(slack, data):
            slack.revoke_token()
            await slack.quiet()
        store = SQLite3InstallationStore(
            database=str(data / FILE), client_id=slack.slack.app.client_id
        )
        team = None if whole else slack.team_id
        assert store.find_bot(enterprise_id="E1", team_id=team) is None
        assert store.find_installation(enterprise_id="E1", team_id=team) is None
