"""How many questions are answered at once, and whose turn is next.

Owns the threads and the line in front of them. Unlike `desk`, it does not know what a question is:
it runs functions that take a while, so that the event loop stays free to acknowledge.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


CALM_S, LONGEST_RUSH_S = 0.03, 0.6


class Full(Exception):
    """Even the line in front of the pool is full."""


class Rush:
    """Lets questions that come together be acknowledged before the first of them is begun.

    To acknowledge takes a millisecond, and many of them when threads are answering beside it.
    """

    def __init__(self) -> None:
        self._last_s = 0.0
        self._in_order = asyncio.Lock()  # who waits first goes first

    def came(self) -> None:
        """Says that something came just now."""
        self._last_s = time.monotonic()

    async def over(self) -> None:
        """Returns when nothing has come for a moment, or it has lasted long enough."""
        end_s = time.monotonic() + LONGEST_RUSH_S
        async with self._in_order:
            while (now_s := time.monotonic()) < min(end_s, self._last_s + CALM_S):
                await asyncio.sleep(self._last_s + CALM_S - now_s)


class Pool:
    """A few threads, and a line of bounded length. Used from one event loop."""

    def __init__(self, workers: int, waiting: int) -> None:
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="answering")
        self._workers, self._most = workers, workers + waiting
        self._held = 0

    @property
    def held(self) -> int:
        """How many are being run or wait."""
        return self._held

    @property
    def ahead(self) -> int:
        """How many have to be finished before one more would be begun; 0 if there is room."""
        return max(0, self._held - self._workers + 1)

    async def run(self, work: Callable[[], T]) -> T:
        """Runs it in a thread, in the order of coming. Raises Full, and whatever it raises."""
        if self._held >= self._most:
            raise Full
        self._held += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, work)
        finally:
            self._held -= 1

    def close(self) -> None:
        """Begins nothing more; what runs is left to end."""
        self._threads.shutdown(wait=False, cancel_futures=True)
