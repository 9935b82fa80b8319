"""The fake Slack brings events until they are acknowledged, as the real one does."""

from __future__ import annotations

import asyncio
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from slack_apps import Transport, client_of, connected, new_app, refusal, served
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_workspace import App, Workspace, conversation

both = pytest.mark.parametrize("transport", [connected, served])
Json = dict[str, Any]


def counting(workspace: Workspace) -> tuple[AsyncApp, list[Json]]:
    """An app that acknowledges direct messages, and the bodies and headers that it got."""
    app, heard = new_app(workspace), list[Json]()

    @app.event("message")
    async def message(body: Json, request: AsyncBoltRequest) -> None:
        heard.append({"event_id": body["event_id"], "headers": request.headers})

    return app, heard


async def pass_time(workspace: Workspace, seconds: float, *, ended: int, under_way: int) -> None:
    """Moves the frozen clock, until so many attempts have ended and so many are under way."""
    workspace.clock.advance(seconds)
    delivery = workspace.slack.delivery
    await workspace.until(
        lambda: (len(delivery.attempts), delivery.under_way) == (ended, under_way)
    )
    await asyncio.sleep(0.05)
    assert (len(delivery.attempts), delivery.under_way) == (ended, under_way)


@both
@conversation
async def test_what_nobody_acknowledges_comes_again_at_once_after_1_and_after_5_minutes(
    transport: Transport,
) -> None:
    async with Workspace() as workspace:
        app = new_app(workspace)

        @app.event("message", middleware=[_never])
        async def message() -> None:
            """Is never reached."""

        async with transport(workspace, app):
            workspace.clock.freeze()
            await workspace.direct_message("U1", "who?")
            await pass_time(workspace, 0, ended=0, under_way=1)
            await pass_time(workspace, 2.9, ended=0, under_way=1)
            await pass_time(workspace, 0.2, ended=1, under_way=1)
            await pass_time(workspace, 3.1, ended=2, under_way=0)
            await pass_time(workspace, 59, ended=2, under_way=0)
            await pass_time(workspace, 1.1, ended=2, under_way=1)
            await pass_time(workspace, 3.1, ended=3, under_way=0)
            await pass_time(workspace, 299, ended=3, under_way=0)
            await pass_time(workspace, 1.1, ended=3, under_way=1)
            await pass_time(workspace, 3.1, ended=4, under_way=0)
            await pass_time(workspace, 3600, ended=4, under_way=0)
        assert [attempt.number for attempt in workspace.attempts()] == [0, 1, 2, 3]
        assert len({attempt.event_id for attempt in workspace.attempts()}) == 1


async def _never() -> None:
    """A middleware that lets nothing pass until the app is gone."""
    await asyncio.sleep(60)


@conversation
async def test_an_event_without_a_listener_is_not_acknowledged() -> None:
    async with Workspace() as workspace:
        async with connected(workspace, new_app(workspace)):
            workspace.clock.freeze()
            await workspace.direct_message("U1", "who?")
            await pass_time(workspace, 0, ended=0, under_way=1)
            await pass_time(workspace, 3.1, ended=1, under_way=1)
        assert [a.acknowledged for a in workspace.attempts()] == [False]


@conversation
async def test_a_redelivery_says_that_it_is_one_and_has_the_same_event_id() -> None:
    async with Workspace() as workspace:
        app, heard = counting(workspace)
        async with connected(workspace, app):
            ts = await workspace.direct_message("U1", "who?")
            await workspace.quiet()
            assert workspace.redeliver(ts) == 1
            await workspace.until(lambda: len(heard) == 2)
        assert len({one["event_id"] for one in heard}) == 1
        retries = [one["headers"]["x-slack-retry-num"] for one in heard]
        assert retries == [["0"], ["1"]]
        assert heard[1]["headers"]["x-slack-retry-reason"] == ["timeout"]


@conversation
async def test_over_http_only_a_redelivery_has_the_headers_of_one() -> None:
    async with Workspace() as workspace:
        app, heard = counting(workspace)
        async with served(workspace, app):
            ts = await workspace.direct_message("U1", "who?")
            await workspace.quiet()
            workspace.redeliver(ts)
            await workspace.until(lambda: len(heard) == 2)
        assert ["x-slack-retry-num" in one["headers"] for one in heard] == [False, True]


@conversation
async def test_events_wait_for_the_socket_that_comes_after_a_refresh() -> None:
    async with Workspace() as workspace:
        app, heard = counting(workspace)
        async with connected(workspace, app):
            await workspace.refresh_socket()
            for number in range(10):
                await workspace.direct_message("U1", f"question {number}")
            await workspace.until(lambda: len(heard) == 10)
        assert len({one["event_id"] for one in heard}) == 10
        assert workspace.slack.sockets.connections == 2


@conversation
async def test_after_a_cut_the_client_connects_again_and_misses_nothing() -> None:
    async with Workspace() as workspace:
        app, heard = counting(workspace)
        async with connected(workspace, app):
            await workspace.drop_socket()
            await workspace.direct_message("U1", "who?")
            await workspace.until(lambda: len(heard) == 1)


@conversation
async def test_a_socket_that_ignores_the_warning_is_closed_ten_seconds_later() -> None:
    async with Workspace() as workspace, aiohttp.ClientSession() as session:
        url = (await _open(workspace))["url"]
        async with session.ws_connect(url) as socket:
            assert (await socket.receive_json())["type"] == "hello"
            await workspace.refresh_socket()
            assert (await socket.receive_json())["reason"] == "warning"
            await asyncio.sleep(0.02)
            workspace.clock.advance(10)
            assert (await socket.receive_json())["reason"] == "refresh_requested"
            assert (await socket.receive()).type is aiohttp.WSMsgType.CLOSE


@conversation
async def test_a_ticket_is_good_for_one_connection() -> None:
    async with Workspace() as workspace, aiohttp.ClientSession() as session:
        url = (await _open(workspace))["url"]
        async with session.ws_connect(url) as socket:
            assert (await socket.receive_json())["num_connections"] == 1
        with pytest.raises(aiohttp.WSServerHandshakeError, match="403"):
            await session.ws_connect(url)


@conversation
async def test_a_ping_is_answered() -> None:
    async with Workspace() as workspace, aiohttp.ClientSession() as session:
        url = (await _open(workspace))["url"]
        async with session.ws_connect(url, autoping=False) as socket:
            await socket.receive_json()
            await socket.ping(b"still there?")
            answer = await socket.receive()
            assert (answer.type, bytes(answer.data)) == (aiohttp.WSMsgType.PONG, b"still there?")


@conversation
async def test_an_eleventh_socket_is_sent_away() -> None:
    async with Workspace() as workspace, aiohttp.ClientSession() as session:
        sockets = []
        for _ in range(11):
            sockets.append(await session.ws_connect((await _open(workspace))["url"]))
        said = [await socket.receive_json() for socket in sockets]
        assert [one["type"] for one in said[:10]] == ["hello"] * 10
        assert said[10]["reason"] == "too_many_websockets"


@conversation
async def test_each_event_goes_to_one_of_two_sockets() -> None:
    async with Workspace() as workspace:
        (one, heard_one), (two, heard_two) = counting(workspace), counting(workspace)
        async with connected(workspace, one), connected(workspace, two):
            await workspace.until(lambda: workspace.sockets == 2)
            for number in range(6):
                await workspace.direct_message("U1", f"question {number}")
            await workspace.quiet()
        assert (len(heard_one), len(heard_two)) == (3, 3)


@conversation
async def test_a_command_that_is_not_acknowledged_in_3_s_fails_for_the_person() -> None:
    async with Workspace() as workspace:
        workspace.channel("#news", ["U1"])
        async with connected(workspace, new_app(workspace)):
            workspace.clock.freeze()
            asking = asyncio.create_task(workspace.slash("U1", "#news", "/ask", "who?"))
            await pass_time(workspace, 0, ended=0, under_way=1)
            await pass_time(workspace, 3.1, ended=1, under_way=0)
            assert not (await asking).acknowledged
        assert workspace.failures("U1") == ["operation_timeout"]


@conversation
async def test_a_command_to_an_app_that_is_away_fails_for_the_person() -> None:
    async with Workspace() as workspace:
        workspace.channel("#news", ["U1"])
        workspace.clock.freeze()
        asking = asyncio.create_task(workspace.slash("U1", "#news", "/ask", "who?"))
        await pass_time(workspace, 0, ended=0, under_way=1)
        await pass_time(workspace, 3.1, ended=1, under_way=0)
        await asking
        assert workspace.failures("U1") == ["dispatch_failed"]


@conversation
async def test_an_address_that_does_not_answer_the_challenge_is_refused() -> None:
    async def hear(request: web.Request) -> web.Response:
        return web.Response(text="hello")

    server = web.Application()
    server.router.add_post("/", hear)
    runner = web.AppRunner(server)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    async with Workspace() as workspace:
        with pytest.raises(ValueError, match="did not answer the challenge"):
            await workspace.deliver_to(f"http://127.0.0.1:{runner.addresses[0][1]}/")
    await runner.cleanup()


@pytest.mark.parametrize(
    ("secret", "age_s", "status"), [(None, 0, 200), ("another", 0, 401), (None, 400, 401)]
)
@conversation
async def test_bolt_refuses_a_wrong_signature_and_an_old_one(
    secret: str | None, age_s: float, status: int
) -> None:
    async with Workspace() as workspace:
        app, _ = counting(workspace)
        async with served(workspace, app):
            event = {"type": "message", "channel": "DU1", "user": "U1", "text": "x", "ts": "1.1"}
            payload: Json = {"type": "event_callback", "event_id": "Ev1", "team_id": "TTEAM"}
            payload |= {"event": event}
            assert await workspace.forge(payload, secret=secret, age_s=age_s) == status


@conversation
async def test_only_the_app_token_opens_a_socket() -> None:
    async with Workspace() as workspace:
        client = client_of(workspace)
        opened = client.apps_connections_open(app_token=workspace.bot_token)
        assert await refusal(opened) == "not_allowed_token_type"


@conversation
async def test_two_workspaces_on_one_server_have_their_own_people_and_tokens() -> None:
    async with Workspace() as one:
        two = one.neighbour("TTWO", "UBOTTWO")
        app, heard = counting(one)
        async with connected(one, app):
            await two.direct_message("U1", "who?")
            await one.until(lambda: heard)
        assert one.attempts()[0].payload["team_id"] == "TTWO"
        assert (await client_of(two).auth_test())["user_id"] == "UBOTTWO"
        await client_of(two).chat_postMessage(channel="DU1", text="Sherman.")
        assert [m.text for m in two.seen_by("U1")] == ["who?", "Sherman."]
        assert one.seen_by("U1") == []


async def _open(workspace: Workspace) -> Json:
    opened = await client_of(workspace).apps_connections_open(app_token=workspace.app_token)
    return dict(opened.data) if isinstance(opened.data, dict) else {}


@conversation
async def test_an_app_without_the_scope_of_an_event_does_not_hear_it() -> None:
    app = App(scopes=frozenset({"chat:write"}))
    async with Workspace(app) as workspace:
        await workspace.direct_message("U1", "who?")
        assert workspace.slack.delivery.under_way == 0
        await asyncio.sleep(0.02)
        assert workspace.slack.delivery.under_way == 0
