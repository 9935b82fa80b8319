"""A handshake that fails leaves no bot deaf: another ticket is tried, until there is a socket."""

from __future__ import annotations

import asyncio
import signal
from pathlib import Path

import pytest
from fakes import Bench
from slack_apps import client_of
from slack_bot import ARTICLES, LEADS, bot_in, process
from slack_workspace import Workspace, conversation

from bot.config import Config
from bot.opening import open_builder
from bot.slack.failures import libraries_log
from bot.slack.reconnecting import Client

TICKETS = "apps.connections.open"
LOOKING_AFTER = [
    "AsyncBaseSocketModeClient.process_messages",
    "SocketModeClient.monitor_current_session",
    "SocketModeClient.receive_messages",
]


@pytest.fixture(scope="module")
def bundled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index that was made with the bundled model, as `pullquote slack` wants it."""
    bench = Bench(tmp_path_factory.mktemp("bundled"))
    bench.write(ARTICLES)
    open_builder(Config(data=bench.data)).build([bench.articles])
    return bench.data


def tasks_of_sockets() -> list[str]:
    """The tasks that look after a connection, by the names of what they run."""
    names = [str(task.get_coro()) for task in asyncio.all_tasks()]
    return sorted(name.split()[2] for name in names if "socket_mode" in name or "Client." in name)


@conversation
async def test_after_a_refused_handshake_another_ticket_is_tried_and_no_question_is_lost(
    data: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with Workspace() as slack, bot_in(slack, data):
        slack.channel("#news", members=["U1"])
        slack.refuse_socket(503, times=2)
        await slack.refresh_socket()
        ts = await slack.post("U1", "#news", f"<@BOT> {LEADS}")
        await slack.until(lambda: len(slack.thread("#news", ts)) == 2, 20)
        await slack.quiet()
        assert len(slack.thread("#news", ts)) == 2
        assert len(slack.calls(TICKETS)) == 4
        assert tasks_of_sockets() == LOOKING_AFTER
    said = [record for record in caplog.records if "status 503" in record.message]
    assert [record.message.split()[-2:] for record in said] == [["1", "s"], ["2", "s"]]
    assert "ticket=" not in caplog.text and "Traceback" not in caplog.text


@conversation
async def test_who_notices_that_a_socket_was_cut_is_replaced_with_it() -> None:
    async with Workspace() as slack:
        client = Client(slack.app_token, libraries_log, client_of(slack))
        client.ping_interval = 0.1
        await client.connect()
        await slack.until(lambda: slack.sockets == 1)
        slack.refuse_socket(503)
        await slack.drop_socket()
        await slack.until(lambda: slack.sockets == 1)
        await slack.until(lambda: tasks_of_sockets() == LOOKING_AFTER)
        await asyncio.sleep(0.5)
        assert slack.slack.sockets.connections == 2
        assert tasks_of_sockets() == LOOKING_AFTER
        await client.close()


@conversation
async def test_a_handshake_that_is_not_answered_is_given_up_for_another() -> None:
    async with Workspace() as slack:
        client = Client(slack.app_token, libraries_log, client_of(slack), handshake_s=0.2)
        slack.refuse_socket(None)
        await client.connect()
        assert slack.sockets == 1 and await client.is_connected()
        assert len(slack.calls(TICKETS)) == 2
        await client.close()


@conversation
async def test_a_ticket_that_slack_does_not_give_is_asked_for_again() -> None:
    async with Workspace() as slack:
        client = Client(slack.app_token, libraries_log, client_of(slack))
        slack.fail(TICKETS, "500")
        await client.connect()
        assert slack.sockets == 1
        await client.close()


@conversation
async def test_two_who_want_to_connect_share_one_socket() -> None:
    async with Workspace() as slack:
        client = Client(slack.app_token, libraries_log, client_of(slack))
        await asyncio.gather(client.connect(), client.connect())
        assert slack.slack.sockets.connections == 1
        await client.close()


@conversation
async def test_a_client_that_is_closed_leaves_nothing_that_tries_on() -> None:
    async with Workspace() as slack:
        client = Client(slack.app_token, libraries_log, client_of(slack))
        slack.refuse_socket(503, times=100)
        connecting = asyncio.create_task(client.connect())
        await slack.until(lambda: len(slack.calls(TICKETS)) == 2)
        await client.close()
        assert connecting.cancelled()
        assert tasks_of_sockets() == []
        await client.connect()
        assert len(slack.calls(TICKETS)) == 2


def pauses(caplog: pytest.LogCaptureFixture, reason: str) -> list[int]:
    """How long it waited each time, in seconds, as it was logged with the reason."""
    said = [record.message for record in caplog.records if reason in record.message]
    return [int(message.split()[-2]) for message in said]


@pytest.mark.parametrize("reason", ["link_disabled", "too_many_websockets"])
@conversation
async def test_a_bot_that_is_turned_away_says_why_and_asks_again_less_and_less_often(
    data: Path, caplog: pytest.LogCaptureFixture, reason: str
) -> None:
    async with Workspace() as slack, bot_in(slack, data):
        slack.channel("#news", members=["U1"])
        before = len(slack.calls(TICKETS))
        await slack.turn_sockets_away(reason, times=1)
        ts = await slack.post("U1", "#news", f"<@BOT> {LEADS}")
        await slack.until(lambda: len(slack.thread("#news", ts)) == 2, 20)
        await slack.quiet()
        assert len(slack.calls(TICKETS)) - before == 2
        assert tasks_of_sockets() == LOOKING_AFTER
    assert pauses(caplog, reason) == [1, 2]
    assert "Traceback" not in caplog.text


@conversation
async def test_a_hello_does_not_shorten_the_pauses_of_a_bot_that_is_turned_away_after_it(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with Workspace() as slack:
        client = Client(slack.app_token, libraries_log, client_of(slack))
        await client.connect()
        for _ in range(2):
            await slack.turn_sockets_away("link_disabled")
            await slack.until(lambda: slack.sockets == 1)
        await slack.refresh_socket()
        await slack.until(lambda: slack.sockets == 1)
        await slack.turn_sockets_away("link_disabled")
        await slack.until(lambda: len(pauses(caplog, "link_disabled")) == 3)
        await client.close()
    assert pauses(caplog, "link_disabled") == [1, 2, 1]


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
@conversation
async def test_a_process_that_is_stopped_before_there_is_a_socket_ends_at_once(
    bundled: Path, sign: signal.Signals
) -> None:
    async with Workspace() as slack:
        slack.refuse_socket(503 if sign is signal.SIGTERM else None, times=100)
        with process(slack, bundled) as child:
            await slack.until(lambda: slack.calls(TICKETS), 60)
            child.send_signal(sign)
            assert await asyncio.to_thread(child.wait, 20) == 0
