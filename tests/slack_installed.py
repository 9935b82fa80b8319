"""A bot that workspaces install themselves, over HTTP, and a question to it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from slack_bot import LEADS, Reader, words_of
from slack_workspace import Workspace

from bot.config import Config
from bot.settings import Secret, SlackKeys
from bot.slack.app import Bot
from bot.slack.http import Http
from bot.slack.knowledge import Knowledge
from bot.slack.serving import running


@asynccontextmanager
async def bot_of(
    slack: Workspace,
    data: Path,
    reader: Reader | None = None,
    *,
    installs: bool = True,
    lease_s: float = 30.0,
) -> AsyncIterator[Bot]:
    """The bot over HTTP, installed by U1."""
    app = slack.slack.app
    keys = SlackKeys(
        signing_secret=Secret(app.signing_secret),
        client_id=app.client_id,
        client_secret=Secret(app.client_secret),
        api_url=slack.base_url,
    )
    config = Config(data=data)
    knowledge = Knowledge(config, reader or Reader(data))
    async with running(config, keys, knowledge, 0, lease_s=lease_s) as (bot, connection):
        assert isinstance(connection, Http)
        address = f"http://127.0.0.1:{connection.port}/slack"
        if installs:
            status, text = await slack.install(
                "U1", f"{address}/install", f"{address}/oauth_redirect"
            )
            assert status == 200, text
        await slack.deliver_to(f"{address}/events")
        yield bot


def said(slack: Workspace, ts: str) -> list[str]:
    """What the bot has said below a question in #news."""
    return [words_of(m) for m in slack.thread("#news", ts) if m.user == slack.bot_user]


async def ask(slack: Workspace) -> str:
    """U1 asks in #news; returns the question's `ts`."""
    slack.channel("#news", members=["U1"])
    return await slack.post("U1", "#news", f"<@BOT> {LEADS}")


async def answer_to(slack: Workspace, ts: str) -> str:
    """The one answer to it, waited for."""
    await slack.until(lambda: said(slack, ts))
    await slack.quiet()
    (one,) = said(slack, ts)
    return one
