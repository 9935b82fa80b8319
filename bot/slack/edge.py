"""The outer edge of what people click: whatever goes wrong there is logged and said to them.

Owns where a person who clicked is spoken to. Unlike `desk`, whose questions are worked on after
the fact, this is about what is done at once.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.errors import SlackApiError

from bot.render.slack.messages import Message, notice
from bot.slack import whence
from bot.slack.asked import Place, is_live
from bot.slack.calls import Calls
from bot.slack.failures import is_uncertain, trouble
from index.errors import UsageError


@dataclass(frozen=True, slots=True)
class Click:
    """Who did what where. `reply_url` is "" where Slack gave none, as in a window; `is_live` says
    whether the thread has a reply."""

    place: Place
    user: str
    trigger: str
    reply_url: str = ""
    is_ephemeral: bool = False
    is_live: bool = False


def click_of(body: Mapping[str, Any], context: AsyncBoltContext) -> Click:
    """A click from what Slack sent."""
    container = body.get("container") or {}
    channel = context.channel_id or container.get("channel_id") or body.get("channel_id") or ""
    message = body.get("message") or {}
    thread = message.get("thread_ts") or container.get("thread_ts") or message.get("ts") or ""
    return Click(
        place=Place(whence.of_click(body, context), str(channel), str(thread)),
        user=str(context.user_id or ""),
        trigger=str(body.get("trigger_id") or ""),
        reply_url=str(body.get("response_url") or ""),
        is_ephemeral=bool(container.get("is_ephemeral")),
        is_live=is_live(message),
    )


async def answer(calls: Calls, click: Click, message: Message) -> None:
    """Says something to whoever clicked, and to nobody else."""
    if click.reply_url and (click.is_ephemeral or not click.place.thread):
        await calls.reply(click.reply_url, message)
    elif not click.place.channel:
        await calls.tell(click.place.team, click.user, message)
    elif click.place.is_direct:
        await calls.post(click.place, message)
    else:
        await _whisper(calls, click, message)


async def _whisper(calls: Calls, click: Click, message: Message) -> None:
    """Says it below what was clicked, or elsewhere if Slack refuses it there."""
    try:
        await calls.whisper(click.place.whispers(is_live=click.is_live), click.user, message)
    except SlackApiError as error:
        if is_uncertain(error):
            raise
        if click.reply_url:  # it leads to where the bot is no more, too
            await calls.reply(click.reply_url, message)
        else:
            await calls.tell(click.place.team, click.user, message)


@asynccontextmanager
async def edge(calls: Calls, click: Click, doing: str) -> AsyncIterator[None]:
    """Says what goes wrong inside to whoever clicked."""
    try:
        yield
    except UsageError as error:
        await tell(calls, click, str(error))
    except Exception as error:  # noqa: BLE001 - logged with an id and said with it
        await tell(calls, click, str(trouble(error, doing)))


async def tell(calls: Calls, click: Click, text: str) -> None:
    """Says a sentence to whoever clicked; a failure of that is only logged."""
    try:
        await answer(calls, click, notice(text))
    except Exception as error:  # noqa: BLE001 - there is nobody left to tell
        trouble(error, "telling about it")
