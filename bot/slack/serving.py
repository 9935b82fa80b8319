"""What `pullquote slack` does, from start to end.

Owns the order in which things are opened and closed, signals, and the log. Unlike `app`, it decides
how Slack is connected: by a socket, or over HTTP where a port is named.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
import threading
from collections.abc import AsyncIterator, Awaitable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, asynccontextmanager, closing, suppress
from typing import Protocol

import aiohttp

from bot.answering import Answerer
from bot.config import Config
from bot.opening import open_answerer
from bot.settings import SlackKeys
from bot.slack.app import Bot, put_together
from bot.slack.claims import LEASE_S
from bot.slack.database import FILE, Database
from bot.slack.failures import (
    APP_KEY_MISSING,
    BOT_KEY_MISSING,
    SIGNING_KEY_MISSING,
    Discreet,
    log,
)
from bot.slack.http import GRACE_S, Http
from bot.slack.knowledge import Knowledge
from bot.slack.oauth import open_store
from bot.slack.pool import THREADS, give_way
from bot.slack.retrying import TIMEOUT_S
from bot.slack.socket_mode import SocketMode
from bot.slack.waiting import COUNTED_S
from bot.slack.workspaces import Many, One, Workspaces
from index.errors import ConfigError, PullquoteError

SWITCH_S = 0.0005
LEAVE_S = 1.0


class Connection(Protocol):
    """A way to Slack."""

    async def start(self) -> None:
        """Begins to take questions."""
        ...

    async def stop(self) -> None:
        """Takes no more."""
        ...


def serve(config: Config, keys: SlackKeys, port: int | None) -> None:
    """Answers in Slack until SIGTERM or Ctrl-C; over HTTP if `port` is given.

    Raises ConfigError if a key is missing or refused, and whatever an index raises that cannot be
    used.
    """
    _log_to_stderr()
    check_keys(keys, port)
    answerer = open_answerer(config)
    knowledge = Knowledge(config, answerer)
    knowledge.generation()
    warm_up(answerer)
    # Whoever answers gives way to whoever acknowledges ten times as often as Python's default.
    sys.setswitchinterval(SWITCH_S)
    asyncio.run(_serve(config, keys, knowledge, port))
    _leave_behind()


def warm_up(answerer: Answerer) -> None:
    """Loads the models before anybody waits for them; what fails now may go well when it counts.

    In a thread that gives way, for the threads that the reader starts are like the one they are
    started from.
    """
    try:
        with ThreadPoolExecutor(1, initializer=give_way) as aside:
            aside.submit(answerer.warm_up).result()
    except PullquoteError as error:
        log.warning("the trial question was not answered: %s", error)


def check_keys(keys: SlackKeys, port: int | None) -> None:
    """Raises ConfigError, naming it, if a key is missing."""
    if port is None and keys.client_id and not keys.bot_token:
        raise ConfigError(
            "SLACK_CLIENT_ID is for several workspaces, which install the app over HTTP. "
            "Name a port: pullquote slack --http PORT"
        )
    if keys.bot_token is None and not (keys.client_id and keys.client_secret):
        raise ConfigError(BOT_KEY_MISSING)
    if port is None and keys.app_token is None:
        raise ConfigError(APP_KEY_MISSING)
    if port is not None and keys.signing_secret is None:
        raise ConfigError(SIGNING_KEY_MISSING)


async def _serve(config: Config, keys: SlackKeys, knowledge: Knowledge, port: int | None) -> None:
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stopped.set)
    async with AsyncExitStack() as opened:
        starting = opened.enter_async_context(running(config, keys, knowledge, port))
        if not await _unless(stopped, starting):
            log.info("stopped before there was a connection")
            return
        log.info("answering in Slack %s", "by a socket" if port is None else f"on port {port}")
        await stopped.wait()
        log.info("finishing what was begun")


async def _unless(stopped: asyncio.Event, work: Awaitable[object]) -> bool:
    """Whether the work was done; it is given up as soon as a stop is asked for.

    Slack may be out of reach for as long as it likes: connecting has no end of its own.
    """
    doing, stopping = asyncio.ensure_future(work), asyncio.ensure_future(stopped.wait())
    await asyncio.wait({doing, stopping}, return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    doing.cancel()
    with suppress(asyncio.CancelledError):
        await doing
    return not doing.cancelled()


@asynccontextmanager
async def running(
    config: Config,
    keys: SlackKeys,
    knowledge: Knowledge,
    port: int | None = None,
    *,
    lease_s: float = LEASE_S,
    counted_s: float = COUNTED_S,
) -> AsyncIterator[tuple[Bot, Connection]]:
    """A bot that is connected as long as the block lasts; what it began, it finishes at its end."""
    # slack_sdk's own time-out holds only for sessions of its own.
    limit = aiohttp.ClientTimeout(total=TIMEOUT_S)
    with closing(Database(config.data / FILE)) as database:
        async with aiohttp.ClientSession(timeout=limit) as session:
            workspaces = await _workspaces(config, keys, database, session, port)
            bot = put_together(
                *(workspaces, knowledge, database, session, config),
                lease_s=lease_s,
                counted_s=counted_s,
            )
            connection = _connection(bot, keys, port)
            beat = asyncio.create_task(bot.beat())
            bot.inbox.start()
            try:
                await connection.start()
                yield bot, connection
            finally:
                await connection.stop()
                await bot.inbox.stop(GRACE_S)
                await bot.desk.finish(config.slack_stop_s)
                beat.cancel()
                with suppress(asyncio.CancelledError):
                    await beat


async def _workspaces(
    config: Config,
    keys: SlackKeys,
    database: Database,
    session: aiohttp.ClientSession,
    port: int | None,
) -> Workspaces:
    if port is not None and keys.client_id and keys.client_secret:
        return Many.open(keys, open_store(keys, config.data), database, session)
    return await One.open(keys, session)


def _connection(bot: Bot, keys: SlackKeys, port: int | None) -> Connection:
    if port is None:
        return SocketMode(bot.app, keys, bot.inbox)
    return Http(
        bot.app,
        keys,
        bot.config.slack_host,
        port,
        metrics=bot.desk.metrics.text,
        check=bot.knowledge.generation,
        inbox=bot.inbox,
    )


def _leave_behind() -> None:
    """Ends the process now if threads still wait for a model, for whom Python would wait.

    What they answer was given up: the next process answers it.
    """
    late = [one for one in threading.enumerate() if one.name.startswith(THREADS)]
    for thread in late:
        thread.join(LEAVE_S / len(late))
    if any(thread.is_alive() for thread in late):
        log.info("stopped before all was answered: the rest is left to the next start")
        logging.shutdown()
        os._exit(0)


def _log_to_stderr() -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Discreet("%(asctime)s %(levelname)s %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
    log.setLevel(logging.INFO)
