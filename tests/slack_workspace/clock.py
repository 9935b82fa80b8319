"""The clock of the fake Slack, which tests can advance.

Owns what time it is for everything that Slack measures: acknowledgements, triggers, streams,
redeliveries, rates. Unlike the time of signatures on HTTP requests, which the bot compares with
the machine's own, it runs on with the machine and jumps when it is told to.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable
from typing import TypeVar

T = TypeVar("T")


class Clock:
    """The time in seconds since 1970. `advance` wakes whoever was waiting for that time."""

    def __init__(self) -> None:
        self._ahead_s = 0.0
        self._started_s = time.time() - time.monotonic()
        self._moved = asyncio.Event()
        self._frozen_s: float | None = None
        self._last_ts = 0

    def now(self) -> float:
        """Seconds since 1970; never goes back."""
        if self._frozen_s is not None:
            return self._frozen_s + self._ahead_s
        return self._started_s + time.monotonic() + self._ahead_s

    def freeze(self) -> None:
        """From now on time moves only by `advance`: a slow machine changes nothing."""
        self._frozen_s = self.now() - self._ahead_s

    def timestamp(self) -> str:
        """A `ts` as Slack makes them, "1700000000.000001": each later than the one before."""
        micros = max(int(self.now() * 1_000_000), self._last_ts + 1)
        self._last_ts = micros
        return f"{micros // 1_000_000}.{micros % 1_000_000:06d}"

    def advance(self, seconds: float) -> None:
        """Moves the time on at once."""
        if seconds < 0:
            raise ValueError(f"the clock cannot go back by {-seconds} s")
        self._ahead_s += seconds
        moved, self._moved = self._moved, asyncio.Event()
        moved.set()

    async def sleep(self, seconds: float) -> None:
        """Returns when so many seconds have passed or were skipped."""
        due = self.now() + seconds
        while (left := due - self.now()) > 0:
            moved = self._moved
            try:
                await asyncio.wait_for(moved.wait(), left)
            except TimeoutError:
                continue

    async def within(self, seconds: float, work: Awaitable[T]) -> T:
        """The result of `work`. Raises TimeoutError, and cancels it, if it is not there in time."""
        task = asyncio.ensure_future(work)
        alarm = asyncio.ensure_future(self.sleep(seconds))
        try:
            await asyncio.wait({task, alarm}, return_when=asyncio.FIRST_COMPLETED)
            if task.done():
                return task.result()
            raise TimeoutError
        finally:
            alarm.cancel()
            task.cancel()
