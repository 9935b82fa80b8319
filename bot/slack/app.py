"""All of the bot put together, and what it does on its own while it runs.

Owns which part knows which other, and the beat: leases are renewed, questions of dead processes
taken up, and what is old forgotten. Unlike `serving`, it doesn't know how Slack is connected.
"""

from __future__ import annotations

import asyncio
import os
import secrets
import socket
import time
from dataclasses import dataclass
from functools import partial

import aiohttp
from slack_bolt.async_app import AsyncApp

from bot.config import Config
from bot.slack.buttons import Buttons
from bot.slack.calls import Calls
from bot.slack.channels import Channels
from bot.slack.claims import LEASE_S, Claims
from bot.slack.commands import Commands
from bot.slack.database import Database
from bot.slack.desk import Desk
from bot.slack.events import Events
from bot.slack.failures import trouble
from bot.slack.feedback import Feedback
from bot.slack.home import Home
from bot.slack.hurrying import hurrying
from bot.slack.inbox import Inbox
from bot.slack.knowledge import Knowledge
from bot.slack.limits import Allowed, Limits
from bot.slack.links import Links
from bot.slack.metrics import Metrics
from bot.slack.models import AFAR, asks_model, lending
from bot.slack.pool import Pool
from bot.slack.records import Records
from bot.slack.saying import Saying
from bot.slack.sharing import Sharing
from bot.slack.showing import Showing
from bot.slack.waiting import COUNTED_S, Waiting
from bot.slack.workspaces import Workspaces

CLEAN_EVERY_S = 3_600.0


@dataclass(frozen=True)
class Bot:
    """The bot, ready to be connected."""

    app: AsyncApp
    desk: Desk
    knowledge: Knowledge
    database: Database
    links: Links
    inbox: Inbox
    config: Config

    async def beat(self) -> None:
        """Runs until it is cancelled."""
        cleaned = 0.0
        while True:
            try:
                self.desk.claims.renew()
                self.desk.take_up()
                if time.monotonic() - cleaned > CLEAN_EVERY_S or not cleaned:
                    cleaned = time.monotonic()
                    self.desk.claims.clean()
                    self.desk.records.clean(self.config.slack_kept_days)
                    self.links.clean()
            except Exception as error:  # noqa: BLE001 - the next beat may find the disk again
                trouble(error, "the beat")
            await asyncio.sleep(self.desk.claims.lease_s / 3)


def put_together(
    workspaces: Workspaces,
    knowledge: Knowledge,
    database: Database,
    session: aiohttp.ClientSession,
    config: Config,
    *,
    lease_s: float = LEASE_S,
    counted_s: float = COUNTED_S,
) -> Bot:
    """A bot that answers from `knowledge` and remembers in `database`."""
    afar = AFAR if asks_model(knowledge.answers) else 0
    pool = Pool(config.slack_workers, config.slack_waiting, afar)
    metrics = Metrics(lambda: pool.held)
    is_rush = partial(_is_rush, config.slack_rush, pool, metrics)
    knowledge.answers = hurrying(lending(knowledge.answers, pool), is_rush)
    channels = Channels(database, config.slack_admins)
    calls = Calls(workspaces, session)
    saying = Saying(calls)
    claims, records = Claims(database, _owner(), lease_s=lease_s), Records(database)
    desk = Desk(
        known=knowledge,
        claims=claims,
        records=records,
        channels=channels,
        limits=Limits(database, _allowed(config)),
        pool=pool,
        calls=calls,
        saying=saying,
        showing=Showing(calls, claims, records),
        waiting=Waiting(calls, saying.say, counted_s),
        metrics=metrics,
    )
    links = Links(database, calls)
    greeting = (knowledge.stock, knowledge.suggestions)
    home = Home(calls, claims, records, desk.limits, links, *greeting)
    app = workspaces.app()
    Events(desk, channels, home).listen(app)
    Commands(desk, channels).listen(app)
    Buttons(desk, Feedback(database), Sharing(database, calls, links)).listen(app)
    inbox = Inbox(app, database, desk.rush, late_s=lease_s)
    return Bot(app, desk, knowledge, database, links, inbox, config)


def _is_rush(from_waiting: int, pool: Pool, metrics: Metrics) -> bool:
    """Whether an answer is to be made in a hurry, and counts it."""
    found = 0 < from_waiting <= pool.held
    if found:
        metrics.count("hurried")
    return found


def _allowed(config: Config) -> Allowed:
    return Allowed(
        workspaces=config.slack_workspaces,
        channels=config.slack_channels,
        person_a_minute=config.slack_person_a_minute,
        channel_a_minute=config.slack_channel_a_minute,
        question_chars=config.slack_question_chars,
    )


def _owner() -> str:
    """A name that no other process has, not even after this one."""
    return f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"
