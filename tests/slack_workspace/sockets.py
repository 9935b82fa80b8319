"""Socket Mode: one-use tickets, hello, envelopes and their acknowledgements, refreshes.

Owns the sockets of the app. Unlike `delivery`, which decides what is sent again, it carries each
parcel in one new envelope and says whether the acknowledgement came within 3 s.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import secrets
import time
from typing import Any

from aiohttp import WSMsgType, web

from slack_workspace.clock import Clock
from slack_workspace.delivery import Parcel, Receipt
from slack_workspace.shapes import Json

ACKNOWLEDGED_WITHIN_S = 3.0
REFRESHED_AFTER_S = 10.0  # from the warning to the end of the old socket
MOST_SOCKETS = 10
Socket = web.WebSocketResponse


class Sockets:
    """The open sockets, those in use in turn. A socket about to be refreshed gets nothing new."""

    def __init__(self, clock: Clock, app_id: str) -> None:
        self._clock = clock
        self._app_id = app_id
        self._tickets: set[str] = set()
        self._in_use: list[Socket] = []
        self._open: dict[Socket, asyncio.Transport | None] = {}
        self._changed = asyncio.Condition()
        self._awaited: dict[str, asyncio.Future[Json]] = {}
        self._background: set[asyncio.Task[None]] = set()
        self._refusals: list[int | None] = []
        self._turned_away: list[str] = []
        self._closing = asyncio.Event()
        self.connections = 0

    def give_ticket(self) -> str:
        """A ticket for one connection."""
        ticket = secrets.token_hex(12)
        self._tickets.add(ticket)
        return ticket

    async def connect(self, request: web.Request) -> web.StreamResponse:
        """Takes a connection and serves it to its end; 403 without a fresh ticket."""
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            raise web.HTTPForbidden(text="invalid ticket")
        self._tickets.discard(ticket)
        if self._refusals:
            return await self._refuse(self._refusals.pop(0))
        socket = Socket(heartbeat=30)
        await socket.prepare(request)
        self._open[socket] = request.transport
        try:
            await self._welcome(socket)
            await self._listen(socket)
        finally:
            self._open.pop(socket)
            await self._retire(socket)
        return socket

    async def carry(self, parcel: Parcel, number: int, reason: str) -> Receipt:
        """Sends it in a new envelope. An event waits for a socket; what a person waits for does not
        wait longer than they do."""
        is_event = parcel.kind == "events_api"
        try:
            send = self._send(parcel, number, reason)
            within = None if is_event else ACKNOWLEDGED_WITHIN_S
            future = await (send if within is None else self._clock.within(within, send))
        except TimeoutError:
            return Receipt(acknowledged=False, reason="dispatch_failed")
        sent_s = time.monotonic()
        try:
            reply = await self._clock.within(ACKNOWLEDGED_WITHIN_S, future)
        except TimeoutError:
            return Receipt(acknowledged=False, reason="timeout", after_s=time.monotonic() - sent_s)
        return Receipt(acknowledged=True, reply=reply, after_s=time.monotonic() - sent_s)

    async def refresh(self) -> None:
        """Warns every socket in use; each is told to go, and closed, ten seconds later."""
        for socket in list(self._in_use):
            await self._retire(socket)
            await self._disconnect(socket, "warning")
            task = asyncio.create_task(self._end(socket))
            self._background.add(task)
            task.add_done_callback(self._background.discard)

    async def drop(self) -> None:
        """Cuts every connection, without a word."""
        for socket, transport in list(self._open.items()):
            await self._retire(socket)
            if transport is not None:
                transport.abort()

    def refuse(self, status: int | None, times: int) -> None:
        """The next handshakes end with this status, with None not at all; tickets are spent."""
        self._refusals.extend([status] * times)

    async def turn_away(self, reason: str, times: int) -> None:
        """Ends every socket for this reason, and the next at once, in place of a hello."""
        self._turned_away.extend([reason] * times)
        for socket in list(self._open):
            await self._retire(socket)
            await self._disconnect(socket, reason)
            await socket.close()

    async def close(self) -> None:
        """Ends every socket."""
        self._closing.set()
        for task in list(self._background):
            task.cancel()
        for socket in list(self._open):
            with contextlib.suppress(TimeoutError, ConnectionError):
                await asyncio.wait_for(socket.close(), 1)

    @property
    def ready(self) -> int:
        """How many sockets take envelopes now."""
        return len(self._in_use)

    async def _refuse(self, status: int | None) -> web.Response:
        if status is None:
            await self._closing.wait()
        return web.Response(status=status or 503)

    async def _welcome(self, socket: Socket) -> None:
        is_full = len(self._in_use) >= MOST_SOCKETS
        if is_full or self._turned_away:
            reason = self._turned_away.pop(0) if self._turned_away else "too_many_websockets"
            await self._disconnect(socket, reason)
            await socket.close()
            return
        self.connections += 1
        connection = {"connection_info": {"app_id": self._app_id}, "debug_info": {"host": "fake"}}
        count = {"num_connections": len(self._in_use) + 1}
        await socket.send_str(json.dumps({"type": "hello"} | count | connection))
        async with self._changed:
            self._in_use.append(socket)
            self._changed.notify_all()

    async def _listen(self, socket: Socket) -> None:
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                self._acknowledge(json.loads(message.data))

    def _acknowledge(self, response: Any) -> None:  # noqa: ANN401 - whatever a client sends
        future = self._awaited.pop(str(response.get("envelope_id")), None)
        if future is not None and not future.done():
            future.set_result(response.get("payload") or {})

    async def _send(self, parcel: Parcel, number: int, reason: str) -> asyncio.Future[Json]:
        envelope_id = secrets.token_hex(16)
        envelope: Json = {"envelope_id": envelope_id, "type": parcel.kind}
        envelope |= {"payload": parcel.payload}
        if parcel.kind == "events_api":
            envelope |= {"retry_attempt": number, "retry_reason": reason}
        envelope["accepts_response_payload"] = parcel.kind != "events_api"
        text = json.dumps(envelope)
        future: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        self._awaited[envelope_id] = future
        while True:
            socket = await self._next_socket()
            try:
                await socket.send_str(text)
            except ConnectionError:
                await self._retire(socket)
                continue
            return future

    async def _next_socket(self) -> Socket:
        async with self._changed:
            await self._changed.wait_for(lambda: self._in_use)
            socket = self._in_use.pop(0)
            self._in_use.append(socket)
            return socket

    async def _retire(self, socket: Socket) -> None:
        async with self._changed:
            self._in_use = [one for one in self._in_use if one is not socket]

    async def _end(self, socket: Socket) -> None:
        await self._clock.sleep(REFRESHED_AFTER_S)
        if not socket.closed:
            await self._disconnect(socket, "refresh_requested")
            await socket.close()

    async def _disconnect(self, socket: Socket, reason: str) -> None:
        with contextlib.suppress(ConnectionError):
            message = {"type": "disconnect", "reason": reason, "debug_info": {"host": "fake"}}
            await socket.send_str(json.dumps(message))
