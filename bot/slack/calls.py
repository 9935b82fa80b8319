"""Every call to Slack: what is sent, what is tried again, and what is never sent twice.

A call that Slack refused for its rate (429) waits as long as Slack says. One that ended in the dark
(5xx, a lost connection) is made again, except a message for all to see: that may be there already,
so it is looked for first. Messages to one channel are sent one after the other, for a channel takes
about one a second. Owns the client of slack_sdk. Unlike `desk`, it doesn't know why it calls.
"""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict
from collections.abc import Mapping
from contextlib import nullcontext, suppress
from typing import Any, Protocol

import aiohttp
from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.http_retry.request import HttpRequest
from slack_sdk.http_retry.response import HttpResponse
from slack_sdk.http_retry.state import RetryState
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.render.slack.messages import Message, View
from bot.slack.asked import Place
from bot.slack.failures import is_uncertain, libraries_log, refused

TIMEOUT_S = 30
RATE_ATTEMPTS = 20  # each waits as long as Slack says
DARK_ATTEMPTS = 3
PAGE = 200
POSTING = "chat.postMessage"
PERSONAL = {"response_type": "ephemeral"}


class Clients(Protocol):
    """A client for each workspace."""

    async def of(self, team: str) -> AsyncWebClient:
        """The client with this workspace's token."""
        ...


class _Counting(AsyncRetryHandler):
    """Counts only what it tries again itself.

    slack_sdk's own handlers share one counter: a call that had waited for its rate three times
    would not be made again after the first lost connection.
    """

    async def can_retry_async(
        self,
        *,
        state: RetryState,
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,
    ) -> bool:
        """Whether this kind of failure may be tried once more."""
        counts = state.custom_values = state.custom_values or {}
        name = type(self).__name__
        if counts.get(name, 0) >= self.max_retry_count:
            return False
        if not await self._can_retry_async(
            state=state, request=request, response=response, error=error
        ):
            return False
        counts[name] = counts.get(name, 0) + 1
        return True


class _AsSlackSays(_Counting, AsyncRateLimitErrorRetryHandler):
    """Waits as long as Slack says."""


class _AgainAfterTheDark(_Counting):
    """Makes calls again that ended in the dark, except those that must not happen twice."""

    async def _can_retry_async(
        self,
        *,
        state: RetryState,
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,
    ) -> bool:
        if request.url.endswith(POSTING):
            return False
        dark = response is not None and response.status_code >= 500
        return dark or (error is not None and is_uncertain(error))

    async def prepare_for_next_attempt_async(
        self,
        *,
        state: RetryState,
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,
    ) -> None:
        """Waits longer each time; waiting for a rate makes it no longer, as slack_sdk would."""
        state.next_attempt_requested = True
        tried = (state.custom_values or {}).get(type(self).__name__, 1) - 1
        await asyncio.sleep(self.interval_calculator.calculate_sleep_duration(tried))
        state.increment_current_attempt()


def retry_handlers() -> list[AsyncRetryHandler]:
    """What every client of ours tries again."""
    return [
        _AsSlackSays(max_retry_count=RATE_ATTEMPTS),
        _AgainAfterTheDark(max_retry_count=DARK_ATTEMPTS),
    ]


def make_client(base_url: str, token: str | None, session: aiohttp.ClientSession) -> AsyncWebClient:
    """A client that calls `base_url`."""
    return AsyncWebClient(
        token=token,
        base_url=base_url,
        timeout=TIMEOUT_S,
        session=session,
        retry_handlers=retry_handlers(),
        logger=libraries_log,
    )


class Calls:
    """The calls that the bot makes. Each raises SlackApiError, or what a lost connection raises."""

    def __init__(self, clients: Clients, session: aiohttp.ClientSession) -> None:
        self._clients, self._session = clients, session
        self._turns: dict[tuple[str, str], asyncio.Lock] = defaultdict(asyncio.Lock)

    async def post(self, place: Place, message: Message, marker: str = "") -> str:
        """Posts for all to see, once; returns the message's ts.

        `marker` is a text in the message that no other one has. Without one, a call that ended in
        the dark is not made again.
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
                    is_last = attempt == DARK_ATTEMPTS - 1
                    # A look that fails says neither that it is there nor that it is not.
                    with suppress(Exception) if is_last else nullcontext():
                        if found := await self.find(place, marker):
                            return found
                    if is_last:
                        raise
        raise AssertionError("the last attempt returns or raises")

    async def find(self, place: Place, marker: str) -> str | None:
        """The ts of the message in this thread whose blocks hold the marker."""
        client = await self._clients.of(place.team)
        cursor: str | None = None
        while True:
            page = await client.conversations_replies(
                channel=place.channel, ts=place.thread, limit=PAGE, cursor=cursor
            )
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
