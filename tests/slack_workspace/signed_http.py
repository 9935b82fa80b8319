"""Events over HTTP: signed requests to the app's address, as Slack sends them.

Owns the signature and what counts as an acknowledgement. Unlike `sockets`, it opens a connection
for each parcel. Signatures carry the machine's own time, never the fake clock's: the app compares
it with its own.
"""

from __future__ import annotations

import hashlib
import hmac
import itertools
import json
import secrets
import time
from types import SimpleNamespace
from urllib.parse import urlencode

import aiohttp

from slack_workspace.app import App
from slack_workspace.clock import Clock
from slack_workspace.delivery import Parcel, Receipt
from slack_workspace.shapes import Json

ACKNOWLEDGED_WITHIN_S = 3.0


def sign(secret: str, body: bytes, timestamp: int) -> dict[str, str]:
    """The two headers that prove who sent a body."""
    base = f"v0:{timestamp}:".encode() + body
    signature = hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": str(timestamp), "X-Slack-Signature": f"v0={signature}"}


class SignedHttp:
    """A way to the app over HTTP; where several processes serve it, to each of them in turn."""

    def __init__(self, clock: Clock, app: App, url: str) -> None:
        self._clock = clock
        self._app = app
        self._urls = [url]
        self._turn = itertools.count()
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=0), trace_configs=[_noting_when_sent()]
        )

    async def join(self, url: str) -> None:
        """One more address to deliver to. Raises ValueError if it does not answer."""
        await self.verify(url)
        self._urls.append(url)

    def leave(self, url: str) -> None:
        """Delivers to this address no more; with none left, no connection can be made."""
        self._urls.remove(url)

    async def verify(self, url: str | None = None) -> None:
        """The `url_verification` by which Slack accepts an address. Raises ValueError."""
        challenge = secrets.token_hex(16)
        body = {"type": "url_verification", "token": "none", "challenge": challenge}
        url, sent = url or self._url, json.dumps(body).encode()
        status, text, _ = await self._post(sent, "application/json", {}, [], url)
        if status != 200 or challenge not in text:
            raise ValueError(f"{url} did not answer the challenge: {status} {text[:200]!r}")

    async def carry(self, parcel: Parcel, number: int, reason: str) -> Receipt:
        """Posts it once. Acknowledged is what is answered with a 2xx within 3 s."""
        body, content_type = _encode(parcel)
        again = {"X-Slack-Retry-Num": str(number), "X-Slack-Retry-Reason": reason}
        sent_s = [time.monotonic()]
        try:
            sent = self._post(body, content_type, again if number else {}, sent_s)
            status, text, headers = await self._clock.within(ACKNOWLEDGED_WITHIN_S, sent)
        except TimeoutError:
            after_s = time.monotonic() - sent_s[-1]
            return Receipt(acknowledged=False, reason=_timeout_of(parcel), after_s=after_s)
        except aiohttp.ClientError:
            return Receipt(acknowledged=False, reason="connection_failed")
        if not 200 <= status < 300:
            is_final = headers.get("X-Slack-No-Retry") == "1"
            return Receipt(acknowledged=False, reason="http_error", is_final=is_final)
        return Receipt(True, reply=_reply(text), after_s=time.monotonic() - sent_s[-1])

    async def post_raw(self, body: bytes, headers: dict[str, str]) -> int:
        """Posts anything, as somebody else might; returns the status."""
        async with self._session.post(self._url, data=body, headers=headers) as response:
            return response.status

    async def close(self) -> None:
        """Closes its connections."""
        await self._session.close()

    @property
    def _url(self) -> str:
        """The address whose turn it is."""
        if not self._urls:
            raise aiohttp.ClientConnectionError("nobody serves the app")
        return self._urls[next(self._turn) % len(self._urls)]

    async def _post(
        self,
        body: bytes,
        content_type: str,
        more: dict[str, str],
        sent_s: list[float],
        url: str | None = None,
    ) -> tuple[int, str, dict[str, str]]:
        headers = {"Content-Type": content_type, "User-Agent": "Slackbot 1.0"} | more
        headers |= sign(self._app.signing_secret, body, int(time.time()))
        posting = self._session.post(
            url or self._url, data=body, headers=headers, trace_request_ctx=sent_s
        )
        async with posting as response:
            return response.status, await response.text(), dict(response.headers)


def _noting_when_sent() -> aiohttp.TraceConfig:
    """Adds when a request was sent to the list that goes with it. Of hundreds that begin at once
    each has to wait for this process to send the others: no acknowledgement takes that long."""

    async def sent(
        session: aiohttp.ClientSession,
        context: SimpleNamespace,
        parameters: aiohttp.TraceRequestHeadersSentParams,
    ) -> None:
        if context.trace_request_ctx is not None:
            context.trace_request_ctx.append(time.monotonic())

    trace = aiohttp.TraceConfig()
    trace.on_request_headers_sent.append(sent)
    return trace


def _encode(parcel: Parcel) -> tuple[bytes, str]:
    if parcel.kind == "events_api":
        return json.dumps(parcel.payload).encode(), "application/json"
    form = {"payload": json.dumps(parcel.payload)}
    if parcel.kind == "slash_commands":
        given = {key: value for key, value in parcel.payload.items() if value is not None}
        form = {key: _in_a_form(value) for key, value in given.items()}
    return urlencode(form).encode(), "application/x-www-form-urlencoded"


def _in_a_form(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _timeout_of(parcel: Parcel) -> str:
    return "http_timeout" if parcel.kind == "events_api" else "timeout"


def _reply(text: str) -> Json:
    """What the acknowledgement says: JSON, or a plain text as a message."""
    if not text.strip():
        return {}
    try:
        reply = json.loads(text)
    except json.JSONDecodeError:
        return {"text": text}
    return reply if isinstance(reply, dict) else {"text": text}
