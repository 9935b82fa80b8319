"""Slack over HTTP: signed requests from Slack, and three pages for those who run the bot.

    POST /slack/events     events, commands and clicks, their signatures checked
    GET  /slack/install    installs the app, where there are several workspaces
    GET  /healthz          200 while the process lives
    GET  /readyz           200 while it can answer, else 503
    GET  /metrics          counters for Prometheus

Owns the addresses. Unlike `socket_mode`, it listens: behind something that speaks TLS.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from urllib.parse import parse_qsl

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.signature import SignatureVerifier

from bot.settings import SlackKeys
from bot.slack.failures import SIGNING_KEY_MISSING, trouble
from bot.slack.inbox import Body, Inbox
from bot.slack.oauth import INSTALL, REDIRECT
from bot.slack.workspaces import signing_secret
from index.errors import ConfigError, PullquoteError, UsageError

EVENTS = "/slack/events"
GRACE_S = 2.0  # for requests that are being answered when it stops
# Connections that wait to be taken: past it the system drops some, and Slack tries again only
# after a second. Many events come in connections of their own.
BACKLOG = 1_024


class Http:
    """A server for one app."""

    def __init__(
        self,
        app: AsyncApp,
        keys: SlackKeys,
        host: str,
        port: int,
        *,
        metrics: Callable[[], str],
        check: Callable[[], object],
        inbox: Inbox,
    ) -> None:
        """`check` raises PullquoteError if nothing could be answered. Port 0 takes a free one.

        Raises ConfigError if there is no signing secret.
        """
        if not signing_secret(keys):
            raise ConfigError(SIGNING_KEY_MISSING)
        self._app, self._host, self._port = app, host, port
        self._metrics, self._check, self._inbox = metrics, check, inbox
        self._verifier = SignatureVerifier(signing_secret(keys))
        self._stopping = False
        self._runner = web.AppRunner(self._site(), access_log=None, shutdown_timeout=GRACE_S)

    async def start(self) -> None:
        """Listens. Raises UsageError if the port is taken."""
        await self._runner.setup()
        try:
            site = web.TCPSite(self._runner, self._host, self._port, backlog=BACKLOG)
            await site.start()
        except OSError as error:
            raise UsageError(
                f"Port {self._port} of {self._host} can’t be listened on ({error.strerror}). "
                "Name another: pullquote slack --http PORT"
            ) from None

    @property
    def port(self) -> int:
        """The port it listens on."""
        return int(self._runner.addresses[0][1])

    async def stop(self) -> None:
        """Takes no more."""
        self._stopping = True
        await self._runner.cleanup()

    def _site(self) -> web.Application:
        site = web.Application()
        site.router.add_post(EVENTS, self._event)
        site.router.add_get("/healthz", _alive)
        site.router.add_get("/readyz", self._ready)
        site.router.add_get("/metrics", self._count)
        if self._app.oauth_flow is not None:
            site.router.add_get(INSTALL, self._install)
            site.router.add_get(REDIRECT, self._installed)
        return site

    async def _event(self, request: web.Request) -> web.Response:
        """Takes an event at once; whatever else Slack has signed is Bolt's."""
        try:
            body = await request.text()
        except (UnicodeError, LookupError):  # a body that is not in its charset
            return web.Response(status=400)
        if not self._is_signed(request, body):
            return web.Response(status=200 if _is_tls_check(body) else 401)
        event_id, event = _event_of(request, body)
        if not event_id:
            bolt = await self._app.async_dispatch(await to_bolt_request(request))
            return await to_aiohttp_response(bolt)
        try:
            self._inbox.take(event_id, event)
        except PullquoteError as error:
            return web.Response(status=503, text=f"{trouble(error, 'taking an event')}\n")
        return web.Response()

    def _is_signed(self, request: web.Request, body: str) -> bool:
        """Whether Slack has signed it just now. Bolt reads a body before it looks: what anybody may
        send must not get that far."""
        try:
            return self._verifier.is_valid_request(body, dict(request.headers))
        except (ValueError, TypeError):  # a time that is no number, a signature that is not ASCII
            return False

    async def _install(self, request: web.Request) -> web.Response:
        flow = self._app.oauth_flow
        assert flow is not None  # noqa: S101 - there is no route without it
        return await to_aiohttp_response(await flow.handle_installation(_visit(request)))

    async def _installed(self, request: web.Request) -> web.Response:
        flow = self._app.oauth_flow
        assert flow is not None  # noqa: S101 - there is no route without it
        return await to_aiohttp_response(await flow.handle_callback(_visit(request)))

    async def _ready(self, request: web.Request) -> web.Response:
        try:
            self._check()
        except PullquoteError as error:
            return web.Response(status=503, text=f"{error}\n")
        if self._stopping:
            return web.Response(status=503, text="stopping\n")
        return web.Response(text="ready\n")

    async def _count(self, request: web.Request) -> web.Response:
        return web.Response(text=self._metrics())


def _event_of(request: web.Request, body: str) -> tuple[str, Body]:
    """An event's id and body; both empty if it is none."""
    if request.content_type != "application/json":
        return "", {}
    payload = json.loads(body)
    is_event = isinstance(payload, dict) and payload.get("type") == "event_callback"
    return (str(payload.get("event_id") or ""), payload) if is_event else ("", {})


def _is_tls_check(body: str) -> bool:
    """Whether Slack only looks whether a command's address speaks TLS: that is not signed."""
    return dict(parse_qsl(body)).get("ssl_check") == "1"


def _visit(request: web.Request) -> AsyncBoltRequest:
    """A browser's visit, without a body: one that somebody sends all the same may be anything."""
    return AsyncBoltRequest(body="", query=request.query_string, headers=dict(request.headers))


async def _alive(request: web.Request) -> web.Response:
    return web.Response(text="alive\n")
