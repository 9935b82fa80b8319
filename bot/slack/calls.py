"""Every call to Slack: what is sent, what is tried again, and what is never sent twice.

What ended in the dark is made again (see `retrying`), except a message for all to see: that may be
there already, so it is looked for first. Messages to one channel are sent one after the other, for
a channel takes about one a second. Unlike `desk`, it doesn't know why it calls.
"""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict
from collections.abc import Mapping
from functools import partial
from typing import Any, Protocol

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.render.slack.messages import Message, View
from bot.slack.asked import Place
from bot.slack.failures import GONE, code_of, is_uncertain, libraries_log, refused
from bot.slack.retrying import DARK_ATTEMPTS, TIMEOUT_S, retry_handlers

PAGE = 200
PERSONAL = {"response_type": "ephemeral"}


class Clients(Protocol):
    """A client for each workspace."""

    async def of(self, team: str) -> AsyncWebClient:
        """The client with this workspace's token."""
        ...


class Calls:
    """The calls that the bot makes. Each raises SlackApiError, or what a lost connection raises."""

    def __init__(self, clients: Clients, session: aiohttp.ClientSession) -> None:
        self._clients, self._session = clients, session
        self._turns: dict[tuple[str, str], asyncio.Lock] = defaultdict(asyncio.Lock)

    async def post(
        self, place: Place, message: Message, marker: str = "", since: float = 0.0
    ) -> str:
        """Posts for all to see, once; returns the message's ts.

        `marker` is a text in the message that no other one has. Without one, a call that ended in
        the dark is not made again. For `since` see `find`.
        """
        client = await self._clients.of(place.team)
        async with self._turns[place.team, place.channel]:
            for attempt in range(DARK_ATTEMPTS):
                try:
                    return await _post(client, place, message)
                except Exception as error:
                    if not is_uncertain(error) or not marker:
                        raise
                    await asyncio.sleep(2**attempt / 4)
                    if found := await self._look(place, marker, since, error):
                        return found
                    if attempt == DARK_ATTEMPTS - 1:
                        raise
        raise AssertionError("the last attempt returns or raises")

    async def _look(self, place: Place, marker: str, since: float, error: Exception) -> str | None:
        """What `find` finds. A look that fails says neither that it is there nor that it is not:
        then `error` stands, unless the thread is gone."""
        try:
            return await self.find(place, marker, since)
        except Exception as failed:
            if code_of(failed) in GONE:
                raise
            raise error from failed

    async def find(self, place: Place, marker: str, since: float = 0.0) -> str | None:
        """The ts of the message whose blocks hold the marker: in this thread, or outside of
        threads since then, in seconds since the epoch."""
        client = await self._clients.of(place.team)
        read = partial(client.conversations_history, oldest=f"{since:.6f}")
        if place.thread:
            read = partial(client.conversations_replies, ts=place.thread)
        cursor: str | None = None
        while True:
            page = await read(channel=place.channel, limit=PAGE, cursor=cursor)
            for message in page.get("messages") or []:
                if marker in json.dumps(message.get("blocks") or []):
                    return str(message["ts"])
            cursor = (page.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return None

    async def whisper(self, place: Place, user: str, message: Message) -> None:
        """Posts for one person's eyes, who sees it in a thread only if that has a reply already."""
        client = await self._clients.of(place.team)
        await client.chat_postEphemeral(
            channel=place.channel, user=user, thread_ts=place.thread or None, **_content(message)
        )

    async def tell(self, team: str, user: str, message: Message) -> Place:
        """Posts to one person directly; returns the thread that this begins."""
        client = await self._clients.of(team)
        sent = await client.chat_postMessage(
            channel=user, unfurl_links=False, unfurl_media=False, **_content(message)
        )
        return Place(team, str(sent["channel"]), str(sent["ts"]))

    async def update(self, place: Place, ts: str, message: Message) -> None:
        """Puts other content into a message of ours."""
        client = await self._clients.of(place.team)
        await client.chat_update(channel=place.channel, ts=ts, **_content(message))

    async def reply(self, url: str, message: Message) -> None:
        """Answers, for the asker's eyes, by the address that came with what the person did."""
        await self._send(url, PERSONAL | {"replace_original": False} | _content(message))

    async def put_in_place(self, url: str, message: Message) -> None:
        """Puts other content into the message, for one person's eyes, that a button was in."""
        await self._send(url, {"replace_original": True} | _content(message))

    async def status(self, place: Place, text: str) -> None:
        """Shows that the bot is at work in a thread; it ends with the next message there."""
        client = await self._clients.of(place.team)
        await client.assistant_threads_setStatus(
            channel_id=place.channel, thread_ts=place.thread, status=text
        )

    async def suggest(self, place: Place, title: str, prompts: list[dict[str, str]]) -> None:
        """Offers questions in the messages tab."""
        client = await self._clients.of(place.team)
        await client.assistant_threads_setSuggestedPrompts(
            channel_id=place.channel, thread_ts=place.thread or None, title=title, prompts=prompts
        )

    async def open(self, team: str, trigger: str, view: View) -> None:
        """Opens a window, within three seconds of what the person did."""
        client = await self._clients.of(team)
        await client.views_open(trigger_id=trigger, view=_plain(view.as_json()))

    async def turn(self, team: str, view_id: str, view: View) -> None:
        """Puts another view into an open window."""
        client = await self._clients.of(team)
        await client.views_update(view_id=view_id, view=_plain(view.as_json()))

    async def publish(self, team: str, user: str, view: View) -> None:
        """Shows a person's home tab."""
        client = await self._clients.of(team)
        await client.views_publish(user_id=user, view=_plain(view.as_json()))

    async def permalink(self, place: Place, ts: str) -> str:
        """The address of a message."""
        client = await self._clients.of(place.team)
        found = await client.chat_getPermalink(channel=place.channel, message_ts=ts)
        return str(found["permalink"])

    async def creator(self, place: Place) -> str:
        """The user who made a channel; "" where nobody did."""
        client = await self._clients.of(place.team)
        found = await client.conversations_info(channel=place.channel)
        return str((found.get("channel") or {}).get("creator") or "")

    async def _send(self, url: str, body: dict[str, Any]) -> None:
        client = AsyncWebhookClient(
            url,
            timeout=TIMEOUT_S,
            session=self._session,
            retry_handlers=retry_handlers(),
            logger=libraries_log,
        )
        sent = await client.send_dict(body)
        if error := refused(sent.status_code, sent.body):
            raise error


async def _post(client: AsyncWebClient, place: Place, message: Message) -> str:
    sent = await client.chat_postMessage(
        channel=place.channel,
        thread_ts=place.thread or None,
        unfurl_links=False,
        unfurl_media=False,
        **_content(message),
    )
    return str(sent["ts"])


def _content(message: Message) -> dict[str, Any]:
    return {"text": message.text, "blocks": _plain(message.blocks)}


def _plain(content: Any) -> Any:  # noqa: ANN401 - whatever JSON has
    """Blocks as slack_sdk can write them: lists and dictionaries all the way down."""
    if isinstance(content, Mapping):
        return {key: _plain(value) for key, value in content.items()}
    if isinstance(content, list | tuple):
        return [_plain(value) for value in content]
    return content
