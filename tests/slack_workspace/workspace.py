"""What a test holds: a workspace with people, a look at everything, and ways to misbehave.

Owns the server and its life. Unlike `people` and `looking`, whose acts it offers, and `service`,
which joins the parts; tests need nothing else of this package but `reading`.
"""

from __future__ import annotations

import asyncio
import functools
import json
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable
from contextlib import asynccontextmanager
from dataclasses import replace
from types import TracebackType
from typing import Any, ParamSpec

from aiohttp import web

from slack_workspace import installing, responses
from slack_workspace.app import App
from slack_workspace.clock import Clock
from slack_workspace.delivery import Delivery
from slack_workspace.looking import Looking
from slack_workspace.misbehaviour import Failure, Misbehaviour, Rates
from slack_workspace.people import People
from slack_workspace.service import Service
from slack_workspace.shapes import Channel, Json, User
from slack_workspace.signed_http import SignedHttp, sign
from slack_workspace.sockets import Sockets
from slack_workspace.triggers import Rights
from slack_workspace.web import WebApi
from slack_workspace.world import World

P = ParamSpec("P")


def conversation(test: Callable[P, Coroutine[Any, Any, None]]) -> Callable[P, None]:
    """Lets pytest run an async test, in a loop of its own."""

    @functools.wraps(test)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        asyncio.run(test(*args, **kwargs))

    return run


class Workspace(Looking, People):
    """A fake Slack that runs while its `async with` does. `base_url` is for SLACK_API_URL.

    `rates` are Slack's own; `burst` is how many messages a channel takes at once. Without
    `deliver_to` events go over Socket Mode.
    """

    _misbehaviour: Misbehaviour

    def __init__(
        self,
        app: App | None = None,
        *,
        rates: bool = True,
        burst: int = 5,
        team_id: str = "TTEAM",
        bot_user: str = "UBOT",
        beside: Workspace | None = None,
    ) -> None:
        clock, app = beside.slack.clock if beside else Clock(), app or App()
        world = World(clock, team_id=team_id, bot_user=bot_user)
        sockets = beside.slack.sockets if beside else Sockets(clock, world.app_id)
        delivery = beside.slack.delivery if beside else Delivery(clock, sockets)
        slack = Service(app, clock, world, Rights(clock), sockets, delivery)
        self._misbehaviour = beside._misbehaviour if beside else Misbehaviour()
        self._rates = functools.partial(Rates, clock, burst) if rates else None
        self._beside = beside
        self._http: SignedHttp | None = None
        self._runner: web.AppRunner | None = None
        web_api = beside._web if beside else WebApi(self._misbehaviour)
        web_api.serve(slack, self._rates() if self._rates else None)
        super().__init__(slack, web_api)
        self.clock = clock
        self.bot_token, self.app_token = app.bot_token, app.app_token
        self.signing_secret = app.signing_secret
        self.bot_user, self.bot_id, self.team_id = world.bot_user, world.bot_id, world.team_id
        slack.address = beside.slack.address if beside else ""

    async def __aenter__(self) -> Workspace:
        server = web.Application()
        server.router.add_route("*", "/api/{method}", self._web.handle)
        server.router.add_get("/link", self.slack.sockets.connect)
        respond = functools.partial(responses.handle, self._web.services, self._misbehaviour)
        server.router.add_post("/response/{name}", respond)
        self._runner = web.AppRunner(server, shutdown_timeout=1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0, backlog=1024).start()
        host, port = self._runner.addresses[0][:2]
        self.slack.address = f"http://{host}:{port}"
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.slack.delivery.close()
        await self.slack.sockets.close()
        if self._http is not None:
            await self._http.close()
        if self._runner is not None:
            await self._runner.cleanup()

    @property
    def base_url(self) -> str:
        """The base address of the Web API, with a slash at its end."""
        return f"{self.slack.address}/api/"

    # What there is

    def neighbour(self, team_id: str, bot_user: str) -> Workspace:
        """Another workspace that has the same app installed, on the same server.

        It has people, channels, a bot token and a bot of its own, and lives as long as this one.
        """
        app = replace(self.slack.app, bot_token=App().bot_token)
        rates = self._rates is not None
        return Workspace(app, rates=rates, team_id=team_id, bot_user=bot_user, beside=self)

    def organise(self, enterprise: str, *, whole: bool = False, named: bool = True) -> None:
        """Makes it part of an organisation, in all of which the app is installed if `whole`.

        What Slack then sends names this workspace as the one that is authorised, or if not `named`
        the organisation only: it does both.
        """
        self.slack.enterprise, self.slack.is_org, self.slack.names_team = enterprise, whole, named

    def let_tokens_expire(self, *lifetimes_s: int) -> None:
        """The next tokens that are given live so long each, the last as all that follow."""
        self.slack.lifetimes_s = list(lifetimes_s)

    def user(
        self,
        user: str,
        *,
        is_bot: bool = False,
        team: str | None = None,
        enterprise: str | None = None,
    ) -> User:
        """Adds a person, or another bot; one of another workspace or organisation, if told."""
        bot_id = f"B{user}" if is_bot else None
        self.slack.world.users[user] = User(user, bot_id, team, enterprise)
        return self.slack.world.users[user]

    def channel(
        self, name: str, members: Iterable[str] = (), *, bot: bool = True, private: bool = False
    ) -> Channel:
        """Adds a channel, made by the first of its members; with the bot in it unless told."""
        people = list(members)
        for user in people:
            self.slack.world.user(user)
        inside = frozenset(people) | ({self.bot_user} if bot else set())
        plain = name.removeprefix("#")
        creator = people[0] if people else self.bot_user
        of_its_own = self.team_id if self._beside else ""  # no two channels of Slack have one id
        channel_id = f"C{of_its_own}{plain.upper()}"
        return self.slack.world.add(Channel(channel_id, plain, creator, inside, private=private))

    def group_message(self, name: str, members: Iterable[str]) -> Channel:
        """Adds a direct message of several people and the bot."""
        place = self.channel(name, members, private=True)
        return self.slack.world.add(replace(place, is_mpim=True))

    def change(self, channel: str, **fields: Any) -> Channel:  # noqa: ANN401 - fields of Channel
        """Changes a channel without a word: `archived=True`, or other `members`."""
        return self.slack.world.add(replace(self.slack.world.channel(channel), **fields))

    async def deliver_to(self, url: str) -> None:
        """Sends events to this address over HTTP from now on, once it answers the challenge."""
        http = SignedHttp(self.clock, self.slack.app, url)
        self._http = http
        await http.verify()
        self.slack.delivery.carrier = http

    @asynccontextmanager
    async def delivering_to(self, url: str) -> AsyncIterator[None]:
        """Sends events over HTTP to this address too, in turn with others, while it lasts."""
        if self._http is None:
            await self.deliver_to(url)
        else:
            await self._http.join(url)
        http = self._http
        assert http is not None
        try:
            yield
        finally:
            http.leave(url)

    async def install(
        self, user: str, install_url: str, redirect_url: str, *, state: str | None = None
    ) -> tuple[int, str]:
        """Installs the app in a browser; see `installing.install`."""
        return await installing.install(self.slack, user, install_url, redirect_url, state=state)

    async def forge(self, payload: Json, *, secret: str | None = None, age_s: float = 0) -> int:
        """Posts a payload to the app's address as an attacker might; returns the HTTP status.

        The signature is made with `secret`, or with the right one, and is `age_s` old.
        """
        if self._http is None:
            raise ValueError("events go over a socket, where nothing can be forged")
        body = json.dumps(payload).encode()
        headers = sign(secret or self.signing_secret, body, int(time.time() - age_s))
        return await self._http.post_raw(body, headers | {"Content-Type": "application/json"})

    # What goes wrong

    def fail(self, method: str, error: str, times: int = 1) -> None:
        """The next calls of a method ("*": of any) fail: an error, "500", "connection_lost".

        The next answers by a `response_url`, which is none of them, fail by that name: an error.
        """
        self._misbehaviour.plan(method, Failure(error), times)

    def lose_reply(self, method: str, times: int = 1) -> None:
        """The next calls do what they should, and the connection is cut before the reply."""
        self._misbehaviour.plan(method, Failure("connection_lost", is_done=True), times)

    def slow(self, method: str, delay_s: float, times: int = 1) -> None:
        """The next calls take so long, in real time."""
        self._misbehaviour.plan(method, Failure(delay_s=delay_s), times)

    def rate_limit(self, method: str, retry_after_s: int = 1, times: int = 1) -> None:
        """The next calls are answered 429."""
        failure = Failure("ratelimited", retry_after_s=retry_after_s)
        self._misbehaviour.plan(method, failure, times)

    def misbehave(self, share: float) -> None:
        """From now on this share of all calls is answered 429 or 500, by a fixed chance."""
        self._misbehaviour.share = share

    def revoke_token(self) -> None:
        """An administrator removes the app: it hears of that, then nothing; its token is dead."""
        event = {"type": "tokens_revoked", "tokens": {"bot": [self.bot_user]}}
        self.slack.emit(event, "tokens_revoked")
        self.slack.emit({"type": "app_uninstalled"}, "app_uninstalled")
        self.slack.revoked = True

    async def refresh_socket(self) -> None:
        """Warns the sockets that they end; events wait until a new one says hello."""
        await self.slack.sockets.refresh()

    async def drop_socket(self) -> None:
        """Cuts the sockets without a word."""
        await self.slack.sockets.drop()

    def refuse_socket(self, status: int | None = 503, times: int = 1) -> None:
        """The next handshakes end with this status; with None they are not answered."""
        self.slack.sockets.refuse(status, times)

    async def turn_sockets_away(self, reason: str, times: int = 0) -> None:
        """Ends the sockets, and so many after them at once: `link_disabled`, for one."""
        await self.slack.sockets.turn_away(reason, times)

    def redeliver(self, ts: str) -> int:
        """Sends the events of a message once more, as if unacknowledged; returns how many."""
        found = [a for a in self.attempts() if a.payload.get("event", {}).get("ts") == ts]
        events = {a.event_id for a in found if a.event_id is not None}
        for event_id in sorted(events):
            self.slack.delivery.send_again(event_id)
        return len(events)
