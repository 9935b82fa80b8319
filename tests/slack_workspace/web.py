"""The Web API: takes a call, checks token, scope and rate, runs the method, logs it.

Owns what holds for every method. Unlike the `methods_…` modules, it knows of none but its name,
its scopes and its tier.
"""

from __future__ import annotations

import asyncio
import base64
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from slack_workspace import methods_auth as auth
from slack_workspace import methods_chat as chat
from slack_workspace import methods_conversations as conversations
from slack_workspace import methods_views as views
from slack_workspace import streams
from slack_workspace.arguments import Arguments
from slack_workspace.misbehaviour import Failure, Misbehaviour, Rates
from slack_workspace.service import Service
from slack_workspace.shapes import Call, Json, SlackError

FAILED = "<html><body>Server error</body></html>"
NO_TOKEN = ("oauth.v2.access", "api.test")


@dataclass(frozen=True, slots=True)
class Method:
    """A method, the scopes of which one is enough, and its tier: 0 is without a rate."""

    run: Callable[[Service, Arguments], Json]
    scopes: tuple[str, ...] = ()
    tier: int = 0


WRITE = ("chat:write",)
AGENT = ("assistant:write", "chat:write")
METHODS: dict[str, Method] = {
    "api.test": Method(lambda slack, given: {}),
    "apps.connections.open": Method(auth.open_connection),
    "assistant.threads.setStatus": Method(views.set_status, AGENT, 5),
    "assistant.threads.setSuggestedPrompts": Method(views.set_prompts, AGENT[:1], 4),
    "assistant.threads.setTitle": Method(views.set_title, AGENT[:1], 4),
    "auth.revoke": Method(auth.revoke),
    "auth.test": Method(auth.test),
    "bots.info": Method(auth.bot_info, ("users:read",), 3),
    "chat.appendStream": Method(streams.append, WRITE, 4),
    "chat.delete": Method(chat.delete, WRITE, 3),
    "chat.getPermalink": Method(chat.permalink),
    "chat.postEphemeral": Method(chat.post_ephemeral, WRITE, 4),
    "chat.postMessage": Method(chat.post_message, WRITE),
    "chat.startStream": Method(streams.start, WRITE, 2),
    "chat.stopStream": Method(streams.stop, WRITE, 2),
    "chat.update": Method(chat.update, WRITE, 3),
    "conversations.history": Method(conversations.history, (), 3),
    "conversations.info": Method(conversations.info, (), 3),
    "conversations.list": Method(conversations.list_all, (), 2),
    "conversations.members": Method(conversations.members, (), 4),
    "conversations.open": Method(conversations.open_direct, ("im:write",), 3),
    "conversations.replies": Method(conversations.replies, (), 3),
    "oauth.v2.access": Method(auth.exchange_code),
    "reactions.add": Method(conversations.add_reaction, ("reactions:write",), 3),
    "reactions.remove": Method(conversations.remove_reaction, ("reactions:write",), 2),
    "team.info": Method(auth.team_info, ("team:read",), 3),
    "users.info": Method(conversations.user_info, ("users:read",), 4),
    "views.open": Method(views.open_view, (), 4),
    "views.publish": Method(views.publish, (), 4),
    "views.push": Method(views.push, (), 4),
    "views.update": Method(views.update, (), 4),
}


class WebApi:
    """Answers calls for one workspace or several, which are told apart by the token."""

    def __init__(self, misbehaviour: Misbehaviour) -> None:
        self.calls: list[Call] = []
        self.services: list[Service] = []
        self.under_way = 0
        self._rates: dict[str, Rates | None] = {}
        self._misbehaviour = misbehaviour

    def serve(self, slack: Service, rates: Rates | None) -> None:
        """Answers for a workspace from now on; without `rates` it takes any number of calls."""
        self.services.append(slack)
        self._rates[slack.world.team_id] = rates

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """One call."""
        method = request.match_info["method"]
        self.under_way += 1
        try:
            given, token = await _read(request)
            failure = self._misbehaviour.next_for(method)
            if failure is not None and failure.delay_s:
                await asyncio.sleep(failure.delay_s)
                failure = None if not failure.error else failure
            if failure is not None and not failure.is_done:
                return self._fail(request, method, given, failure)
            response = self._run(method, given, token)
            return response if failure is None else _cut(request)
        finally:
            self.under_way -= 1

    def _run(self, name: str, given: Json, token: str) -> web.Response:
        method, slack = METHODS.get(name), self._service(given, token)
        try:
            if method is None:
                raise SlackError("unknown_method", req_method=name)
            wait_s = self._seconds_to_wait(slack, name, method, given)
            if wait_s:
                return self._limit(name, given, wait_s)
            self._check_token(slack, name, token)
            if method.scopes:
                slack.need(*method.scopes)
            body: Json = {"ok": True} | method.run(slack, Arguments(given))
        except SlackError as refusal:
            body = {"ok": False, "error": refusal.error} | refusal.details
        self._log(name, given, body.get("error"))
        headers = {"X-OAuth-Scopes": ",".join(sorted(slack.app.scopes))}
        return web.json_response(body, headers=headers)

    def _check_token(self, slack: Service, name: str, token: str) -> None:
        app, is_app_method = slack.app, name == "apps.connections.open"
        if name in NO_TOKEN:
            return
        if not token:
            raise SlackError("not_authed")
        bot_tokens = {app.bot_token} | slack.spent_tokens
        if token not in bot_tokens | {app.app_token}:
            raise SlackError("invalid_auth")
        if token not in ({app.app_token} if is_app_method else bot_tokens):
            raise SlackError("not_allowed_token_type")
        if slack.revoked and not is_app_method:
            raise SlackError("token_revoked")

    def _service(self, given: Json, token: str) -> Service:
        """The workspace of a token or an OAuth code; the first one where neither is known."""
        for slack in self.services:
            known = {slack.app.bot_token} | slack.spent_tokens
            if token in known or given.get("code") in slack.codes:
                return slack
            if slack.refresh_token and given.get("refresh_token") == slack.refresh_token:
                return slack
        return self.services[0]

    def _seconds_to_wait(self, slack: Service, name: str, method: Method, given: Json) -> int:
        rates = self._rates[slack.world.team_id]
        if rates is None:
            return 0
        return rates.seconds_to_wait(name, method.tier, str(given.get("channel")))

    def _fail(
        self, request: web.Request, name: str, given: Json, failure: Failure
    ) -> web.StreamResponse:
        if failure.error == "ratelimited":
            return self._limit(name, given, failure.retry_after_s)
        status = int(failure.error) if failure.error.isdigit() else 200
        self._log(name, given, failure.error, status)
        if failure.error == "connection_lost":
            return _cut(request)
        if status != 200:
            return web.Response(status=status, text=FAILED, content_type="text/html")
        return web.json_response({"ok": False, "error": failure.error})

    def _limit(self, name: str, given: Json, wait_s: int) -> web.Response:
        self._log(name, given, "ratelimited", 429)
        body = {"ok": False, "error": "ratelimited"}
        return web.json_response(body, status=429, headers={"Retry-After": str(wait_s)})

    def _log(self, name: str, given: Json, error: Any, status: int = 200) -> None:  # noqa: ANN401
        self.calls.append(Call(name, given, error, status, time.monotonic()))


def _cut(request: web.Request) -> web.StreamResponse:
    """Ends the connection without a reply."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


async def _read(request: web.Request) -> tuple[Json, str]:
    """The arguments, without the token, and the token, from wherever the client put it."""
    given: Json = dict(request.query)
    if request.content_type == "application/json":
        given |= json.loads(await request.text() or "{}")
    else:
        given |= dict(await request.post())
    authorization = request.headers.get("Authorization", "")
    if authorization.startswith("Basic "):
        pair = base64.b64decode(authorization.removeprefix("Basic ")).decode()
        given |= dict(zip(("client_id", "client_secret"), pair.split(":", 1), strict=True))
    in_arguments = str(given.pop("token", ""))
    return given, authorization.removeprefix("Bearer ") if authorization else in_arguments
