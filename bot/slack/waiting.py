"""What whoever asked sees while they wait: that it was seen, and their place in the line.

Owns the words, and how often they are said: the place counts down in a thread's status, more slowly
the more there are who wait, so that all together stay below half of what Slack takes. Unlike
`pool`, it makes nobody wait.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot.render.wording import count
from bot.slack.asked import Asked, Way
from bot.slack.calls import Calls
from bot.slack.failures import code_of, log
from bot.slack.pool import Turn

WORKING = "is looking in the articles…"
LOOKING = "Looking in the articles…"
STATUS_S = 90.0  # Slack takes a status away after two minutes
PATIENCE_S = 0.6  # an answer that comes sooner needs no word before it
COUNTED_S = 3.0  # from one place in the line to the next that is shown
EACH_S = 60 / 300  # Slack takes 600 statuses a minute (assistant.threads.setStatus)

Say = Callable[[Asked, str], Awaitable[None]]


@dataclass(frozen=True)
class Waiting:
    """Tells people. `say` says a sentence to whoever asked, where a status cannot be shown."""

    calls: Calls
    say: Say
    counted_s: float = COUNTED_S

    @asynccontextmanager
    async def shown(self, asked: Asked, turn: Turn) -> AsyncIterator[None]:
        """Says so as long as the block lasts."""
        showing = asyncio.create_task(self._show(asked, turn))
        try:
            yield
        finally:
            # Not after the answer: a status that comes late would stay.
            showing.cancel()
            await asyncio.wait([showing])

    async def over(self, asked: Asked) -> None:
        """Takes the status away, where no message of ours comes that would."""
        if asked.way is Way.THREAD:
            try:
                await self.calls.status(asked.place, "")
            except Exception as error:  # noqa: BLE001 - Slack takes it away after two minutes
                log.info("the status of %s stays: %s", asked.key, code_of(error) or repr(error))

    async def _show(self, asked: Asked, turn: Turn) -> None:
        try:
            if asked.way is Way.THREAD:
                await self._count_down(asked, turn)
            elif turn.ahead:
                await self.say(asked, f"{count(turn.ahead, 'question')} before yours. I’m on it.")
            else:
                await asyncio.sleep(PATIENCE_S)
                await self.say(asked, LOOKING)
        except Exception as error:  # noqa: BLE001 - an answer without a status is still an answer
            log.info("no status for %s: %s", asked.key, code_of(error) or type(error).__name__)

    async def _count_down(self, asked: Asked, turn: Turn) -> None:
        """Shows the place whenever it has changed, and again before Slack takes it away."""
        said, said_s = "", 0.0
        while True:
            text = _status(turn.ahead)
            if text != said or time.monotonic() - said_s > STATUS_S:
                await self.calls.status(asked.place, text)
                said, said_s = text, time.monotonic()
            await asyncio.sleep(max(self.counted_s, turn.waiting * EACH_S))


def _status(ahead: int) -> str:
    return f"has {count(ahead, 'question')} to answer before this one…" if ahead else WORKING
