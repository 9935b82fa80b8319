"""What `pullquote doctor` finds out about Slack, each with what to do, and never with a token."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import aiohttp
import pytest
from slack_apps import client_of
from slack_bot import app_of_the_manifest, keys_of
from slack_workspace import Workspace, conversation

from bot.checks import NotApplicable, slack_connection, slack_scopes, slack_tokens
from bot.config import Config
from bot.slack.reconnecting import first_message
from bot.slack.scopes import SCOPES
from index.errors import PullquoteError


@pytest.fixture(autouse=True)
def no_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    names = ("BOT_TOKEN", "APP_TOKEN", "SIGNING_SECRET", "CLIENT_ID", "CLIENT_SECRET", "API_URL")
    for name in names:
        monkeypatch.delenv(f"SLACK_{name}", raising=False)


def put_keys(slack: Workspace, **others: str) -> None:
    """Writes the workspace's keys into .env, or others in their place."""
    keys = keys_of(slack)
    assert keys.bot_token and keys.app_token
    given = {"BOT_TOKEN": keys.bot_token.reveal(), "APP_TOKEN": keys.app_token.reveal()}
    given |= {"API_URL": keys.api_url} | others
    Path(".env").write_text("".join(f"SLACK_{name}={value}\n" for name, value in given.items()))


async def socket_address(slack: Workspace) -> str:
    """With a ticket that is good once."""
    opened = await client_of(slack).apps_connections_open(app_token=slack.app_token)
    return str(opened["url"])


@conversation
async def test_an_app_made_from_the_manifest_is_sound() -> None:
    async with Workspace(app_of_the_manifest()) as slack:
        put_keys(slack)
        found = [
            await asyncio.to_thread(check, Config())
            for check in (slack_tokens, slack_scopes, slack_connection)
        ]
        assert found[0].startswith("pullquote in workspace Fake")
        assert found[1:] == [f"all {len(SCOPES)} that are needed", "Slack lets a socket be opened"]


@conversation
async def test_a_missing_permission_is_named_with_the_remedy() -> None:
    app = app_of_the_manifest()
    async with Workspace(replace(app, scopes=app.scopes - {"im:history"})) as slack:
        put_keys(slack)
        with pytest.raises(PullquoteError, match="The app lacks im:history"):
            await asyncio.to_thread(slack_scopes, Config())


@pytest.mark.parametrize(
    ("name", "value"), [("BOT_TOKEN", "xoxb-wrong"), ("APP_TOKEN", "xapp-wrong")]
)
@conversation
async def test_a_token_that_slack_refuses_is_named_and_not_shown(name: str, value: str) -> None:
    async with Workspace() as slack:
        put_keys(slack, **{name: value})
        check = slack_tokens if name == "BOT_TOKEN" else slack_connection
        with pytest.raises(PullquoteError, match=f"Slack refuses SLACK_{name}") as caught:
            await asyncio.to_thread(check, Config())
        assert "wrong" not in str(caught.value)


@conversation
async def test_a_network_that_lets_no_socket_through_is_found_and_what_to_do() -> None:
    async with Workspace() as slack:
        put_keys(slack)
        slack.refuse_socket(403)
        with pytest.raises(PullquoteError) as caught:
            await asyncio.to_thread(slack_connection, Config())
        port = slack.slack.address.rpartition(":")[2]
        for part in ("status 403", f"port {port} of 127.0.0.1", "pullquote slack --http PORT"):
            assert part in str(caught.value)
        assert "ticket" not in str(caught.value)


@conversation
async def test_a_network_that_swallows_a_handshake_is_not_waited_for() -> None:
    async with Workspace() as slack:
        slack.refuse_socket(None)
        with pytest.raises(TimeoutError):
            await first_message(await socket_address(slack), 0.2)


@conversation
async def test_the_check_leaves_no_socket_that_takes_what_is_meant_for_a_bot() -> None:
    async with Workspace() as slack:
        put_keys(slack)
        await asyncio.to_thread(slack_connection, Config())
        assert slack.slack.sockets.connections == 1
        await slack.until(lambda: slack.sockets == 0)


@conversation
async def test_a_socket_that_slack_ends_at_once_is_not_sound() -> None:
    async with Workspace() as slack, aiohttp.ClientSession() as session:
        put_keys(slack)
        sockets = [await session.ws_connect(await socket_address(slack)) for _ in range(10)]
        with pytest.raises(PullquoteError, match="too_many_websockets"):
            await asyncio.to_thread(slack_connection, Config())
        assert not any(socket.closed for socket in sockets)


def test_without_keys_there_is_nothing_to_check() -> None:
    for check in (slack_tokens, slack_scopes, slack_connection):
        with pytest.raises(NotApplicable):
            check(Config())


def test_keys_for_several_workspaces_have_to_be_whole() -> None:
    Path(".env").write_text("SLACK_CLIENT_ID=1.2\n")
    with pytest.raises(PullquoteError, match="SLACK_CLIENT_SECRET, SLACK_SIGNING_SECRET"):
        slack_tokens(Config())
