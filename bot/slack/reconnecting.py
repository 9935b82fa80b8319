"""A socket to Slack that is opened anew for as long as it takes.

    a ticket ─► handshake ─► hello ─► a socket, until Slack ends it
       ▲           └────────────┴─ refused, or none in 8 s   └─ turned away
       └─────────────── a pause: 1, 2, 4 … 30 s ──────────────────┘

A ticket is good for one handshake. slack_sdk tries the same one for ever, so that one handshake
that fails would leave the bot deaf for good; and it knows no pause where Slack takes a socket only
to end it. Owns how a socket is opened. Unlike `socket_mode`, it doesn't know what comes by it.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Iterator
from itertools import chain, repeat

import aiohttp
from slack_sdk.proxy_env_variable_loader import load_http_proxy_from_env
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.failures import code_of, log

HANDSHAKE_S = 8.0
PAUSES_S = (1, 2, 4, 8, 16)
LONGEST_PAUSE_S = 30
PING_S = 10.0
# Why Slack ends a socket of which another would fare no better.
TURNED_AWAY = frozenset({"link_disabled", "too_many_websockets"})


class EndedError(Exception):
    """Slack has ended a socket; says its reason."""


class Client(SocketModeClient):
    """slack_sdk's own, but for how it connects."""

    def __init__(
        self,
        app_token: str,
        logger: logging.Logger,
        web_client: AsyncWebClient,
        *,
        handshake_s: float = HANDSHAKE_S,
    ) -> None:
        super().__init__(app_token, logger, web_client, ping_interval=PING_S)
        self._handshake_s = handshake_s
        self._connecting: asyncio.Task[None] | None = None
        self._turned_away = ""  # why, of the last socket
        self._pauses_s: Iterator[int] = iter(())

    async def connect(self) -> None:
        """Connects, however long it takes, unless it is closed. Two who want it wait for one."""
        if self.closed:
            return
        if self._connecting is None or self._connecting.done():
            self._connecting = asyncio.create_task(self._connect_at_last())
        # Those who wait may be the old socket's own tasks, which end when there is a new one.
        await asyncio.shield(self._connecting)

    async def connect_to_new_endpoint(self, force: bool = False) -> None:
        """Connects if it is not connected, or in any case. slack_sdk's own would ask for a ticket
        each time, whether one is being waited for or not."""
        if force or not await self.is_connected():
            await self.connect()

    async def enqueue_message(self, message: str) -> None:
        """Takes what came by the socket. Why Slack ends it is noted here: whoever works on the
        queue may be later than the end."""
        if '"disconnect"' in message:
            said = json.loads(message)
            reason = str(said.get("reason"))
            if said.get("type") == "disconnect" and reason in TURNED_AWAY:
                self._turned_away = reason
        await super().enqueue_message(message)

    async def close(self) -> None:
        """Ends the socket, or the attempts to open one."""
        self.closed = True
        if self._connecting is not None:
            self._connecting.cancel()
            await asyncio.wait({self._connecting})
        await super().close()  # type: ignore[no-untyped-call]

    async def _connect_at_last(self) -> None:
        if not self._turned_away:  # else the pauses get longer, though there was a hello
            self._pauses_s = chain(PAUSES_S, repeat(LONGEST_PAUSE_S))
        while True:
            try:
                await self._attempt()
                return
            except Exception as error:  # noqa: BLE001 - whatever it is, nobody else would try again
                pause_s = next(self._pauses_s)
                log.warning("no socket to Slack (%s), again in %d s", cause_of(error), pause_s)
            await asyncio.sleep(pause_s)

    async def _attempt(self) -> None:
        """Changes the socket for a new one. Raises whatever goes wrong, the first time that Slack
        has turned the old one away."""
        self.auto_reconnect_enabled = False  # else the old one's tasks ask for tickets too
        if self.current_session is not None:
            await self.current_session.close()
        reason, self._turned_away = self._turned_away, ""
        if reason:
            raise EndedError(reason)
        url, self.wss_uri = self.wss_uri or await self.issue_new_wss_url(), None
        async with asyncio.timeout(self._handshake_s):
            self._change_to(await self._greeted(url))

    async def _greeted(self, url: str) -> aiohttp.ClientWebSocketResponse:
        """A socket by which Slack has said hello."""
        socket = await self.aiohttp_client_session.ws_connect(
            url,
            autoping=False,  # as slack_sdk does, which answers pings itself
            heartbeat=self.ping_interval,
            proxy=self.proxy,
            ssl=True if self.web_client.ssl is None else self.web_client.ssl,
        )
        try:
            said = await _first(socket)
            if said.get("type") != "hello":
                raise EndedError(reason_of(said))
        except BaseException:
            await socket.close()
            raise
        return socket

    def _change_to(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.current_session, self.stale, self.last_ping_pong_time = socket, False, None
        self.auto_reconnect_enabled = self.default_auto_reconnect_enabled
        for task in (self.current_session_monitor, self.message_receiver):
            if task is not None:
                task.cancel()
        self.current_session_monitor = asyncio.ensure_future(self.monitor_current_session())
        self.message_receiver = asyncio.ensure_future(self.receive_messages())


async def first_message(url: str, timeout_s: float) -> dict[str, object]:
    """What Slack says first by a socket of its own, {} if nothing that makes sense.

    The socket is closed at once: an event that Slack sends by it comes to a bot only when Slack
    sends it again. Raises aiohttp.ClientError, or OSError as TimeoutError is, if there is none.
    """
    async with aiohttp.ClientSession() as session:
        async with asyncio.timeout(timeout_s):
            socket = await session.ws_connect(url, proxy=load_http_proxy_from_env())
            said = await _first(socket)
        await socket.close()
    return said


async def _first(socket: aiohttp.ClientWebSocketResponse) -> dict[str, object]:
    """What Slack says first, but for pings; {} if nothing that makes sense."""
    message = await socket.receive()
    while message.type is aiohttp.WSMsgType.PING:
        await socket.pong(message.data)
        message = await socket.receive()
    said = json.loads(message.data) if message.type is aiohttp.WSMsgType.TEXT else None
    return said if isinstance(said, dict) else {}


def reason_of(said: dict[str, object]) -> str:
    """Why Slack ends a socket, of what it says instead of hello."""
    return str(said.get("reason") or "without a word")


def cause_of(error: BaseException) -> str:
    """Why there is no socket, without the ticket that stands in aiohttp's own words."""
    if isinstance(error, aiohttp.ClientResponseError):
        return f"status {error.status}"
    if isinstance(error, EndedError):
        return f"Slack ends it: {error}"
    return code_of(error) or type(error).__name__
