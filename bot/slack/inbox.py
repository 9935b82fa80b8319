"""Events: kept before Slack hears that they arrived, and dealt with after.

    event ─ kept ─► acknowledged       a moment's calm ─► Bolt ─► forgotten
              └────────── a process was killed ──────────► taken up by another

Bolt takes three times as long over an event as all that has to be done before Slack is answered:
of hundreds that come together, each would wait for Bolt to be done with those before it. Owns that
an event which was acknowledged is dealt with. Unlike `claims`, it doesn't know what a question is;
one that is dealt with twice is claimed once.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest

from bot.slack import whence
from bot.slack.database import Database
from bot.slack.failures import log, trouble
from bot.slack.pool import Rush

WRITTEN = frozenset(("message", "app_mention"))
Body = dict[str, Any]  # as Slack sends it
MAX_ATTEMPTS = 12  # six minutes, as long as Slack itself delivers an event again


class Inbox:
    """Takes events and hands them to Bolt. Used from one event loop."""

    def __init__(
        self,
        app: AsyncApp,
        database: Database,
        rush: Rush,
        *,
        late_s: float,
        now: Callable[[], float] = time.time,
    ) -> None:
        """What another process has not dealt with after `late_s` is taken up."""
        self._app, self._db, self._rush = app, database, rush
        self._late_s, self._now = late_s, now
        self._waiting: asyncio.Queue[tuple[str, Body]] = asyncio.Queue()
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Begins to hand over."""
        self._tasks = [asyncio.create_task(work) for work in (self._hand_over(), self._look())]

    async def stop(self, limit_s: float) -> None:
        """Hands over what waits, as long as this; the rest is left to the next process."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._waiting.join(), limit_s)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def take(self, event_id: str, body: Body) -> None:
        """Keeps an event. From here on it is dealt with, whatever becomes of this process.

        What a bot wrote, this one above all, is nobody's question: it is not kept. Raises
        StoreCorrupt if an event cannot be kept: then Slack must not hear that it arrived.
        """
        event = body.get("event") or {}
        if event.get("type") in WRITTEN and event.get("bot_id"):
            return
        kept = (event_id, json.dumps(body), self._now())
        self._db.change("INSERT OR IGNORE INTO inbox VALUES (?,?,?,1)", *kept)
        self._rush.came()
        self._waiting.put_nowait((event_id, body))

    async def _hand_over(self) -> None:
        while True:
            event_id, body = await self._waiting.get()
            await self._rush.over()
            while True:
                await self._deal_with(event_id, body)
                self._waiting.task_done()
                await asyncio.sleep(0)  # whoever comes meanwhile is acknowledged in between
                if self._waiting.empty():
                    break
                event_id, body = self._waiting.get_nowait()

    async def _deal_with(self, event_id: str, body: Body) -> None:
        try:
            # As if it had come by a socket: its signature has been checked.
            context = {"team_id": whence.of_event(body)}  # Bolt's own finding goes before it
            request = AsyncBoltRequest(mode="socket_mode", body=body, context=context)
            response = await self._app.async_dispatch(request)
            if response.status < 500:
                self._db.change("DELETE FROM inbox WHERE key = ?", event_id)
        except Exception as error:  # noqa: BLE001 - it stays, and is taken up later
            trouble(error, f"dealing with {event_id}")

    async def _look(self) -> None:
        """Takes up what is late, until it was tried often enough."""
        while True:
            try:
                self._take_up()
            except Exception as error:  # noqa: BLE001 - the next look may find the disk again
                trouble(error, "looking into the inbox")
            await asyncio.sleep(self._late_s / 3)

    def _take_up(self) -> None:
        now = self._now()
        with self._db.together():
            late = self._db.rows(
                "SELECT key, body, attempts FROM inbox WHERE at < ?", now - self._late_s
            )
            self._db.change(
                "UPDATE inbox SET at = ?, attempts = attempts + 1 WHERE at < ?",
                *(now, now - self._late_s),
            )
            self._db.change("DELETE FROM inbox WHERE attempts > ?", MAX_ATTEMPTS)
        for event_id, body, attempts in late:
            if attempts >= MAX_ATTEMPTS:
                log.error("event %s was given up after %d attempts", event_id, attempts)
            else:
                self._waiting.put_nowait((event_id, json.loads(body)))
