"""How many questions are answered at once, and whose turn is next.

    line ─► a thread ─► a slot: work ─ lent while something far away is waited for ─► done

Owns the threads and the line in front of them. There are as many slots as may work at once on this
machine; what only waits holds none. Unlike `desk`, it does not know what a question is: it runs
functions that take a while, so that the event loop stays free to acknowledge.
"""

from __future__ import annotations

import asyncio
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")

THREADS = "answering"  # how their names begin
# A busy machine takes a second to acknowledge hundreds, and Slack gives three; but each of them is
# to be shown within a second that it was seen.
CALM_S, LONGEST_RUSH_S = 0.03, 0.4
# How far answering stands back for acknowledging where cores are short (Linux: of each thread).
NICER = 5


class Full(Exception):
    """Even the line in front of the pool is full."""


class Rush:
    """Lets questions that come together be acknowledged, and shown to be seen, before the first of
    them is begun.

    Either takes a millisecond, and many of them when threads are answering beside it.
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

    def __init__(self, workers: int, waiting: int, afar: int = 0) -> None:
        """`workers` may work at once, and `afar` more may be begun while others wait for something
        far away, see `lent`. `waiting` is the length of the line."""
        self.workers = workers + afar
        self._threads = ThreadPoolExecutor(self.workers, THREADS, give_way)
        self._slots, self._mine = threading.Semaphore(workers), threading.local()
        self._most = self.workers + waiting
        self._came = self.gone = 0

    @property
    def held(self) -> int:
        """How many are being run or wait."""
        return self._came - self.gone

    @contextmanager
    def turn(self) -> Iterator[Turn]:
        """A place at the end of the line, for as long as the block lasts. Raises Full."""
        if self.held >= self._most:
            raise Full
        turn = Turn(self, self._came)
        self._came += 1
        try:
            yield turn
        finally:
            self.gone += 1

    async def run(self, work: Callable[[], T]) -> T:
        """Runs it in a thread, in the order of coming. Raises whatever it raises."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, self._in_a_slot, work)

    @contextmanager
    def lent(self) -> Iterator[None]:
        """In a thread of the pool: leaves its slot to another one, as long as the block lasts.

        Elsewhere it does nothing.
        """
        if not getattr(self._mine, "slot", False):
            yield
            return
        self._slots.release()
        try:
            yield
        finally:
            self._slots.acquire()

    def close(self) -> None:
        """Begins nothing more; what runs is left to end."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _in_a_slot(self, work: Callable[[], T]) -> T:
        with self._slots:
            self._mine.slot = True
            try:
                return work()
            finally:
                self._mine.slot = False


@dataclass(frozen=True, slots=True)
class Turn:
    """A place in the line; `number` counts all who ever came, from 0."""

    pool: Pool
    number: int

    @property
    def ahead(self) -> int:
        """How many have to be finished before this one is begun; 0 if it is being run."""
        return max(0, self.number - self.pool.gone - self.pool.workers + 1)

    @property
    def waiting(self) -> int:
        """How many there are in the line, this one and those that are run among them."""
        return self.pool.held

    async def run(self, work: Callable[[], T]) -> T:
        """Runs it when its turn has come."""
        return await self.pool.run(work)


def give_way() -> None:
    """Makes this thread, and those that it starts, wait for a core longer than the event loop."""
    if sys.platform == "linux":
        me = os.PRIO_PROCESS, threading.get_native_id()
        os.setpriority(*me, min(19, os.getpriority(*me) + NICER))
