"""A time limit that holds, whatever the other side does.

    calling thread ─ coroutine ─► event loop in a thread of its own ─ in time ─► result
                                                                    └ else ──► cancelled, closed

A time-out of a socket is for each read: a server that sends one byte a second never meets it. What
waits in an event loop can be cancelled wherever it waits, and its connection is closed then. Owns
the loop and its thread. Unlike `calls`, it knows nothing of what is waited for.
"""

from __future__ import annotations

import asyncio
import threading
import weakref
from collections.abc import Coroutine
from concurrent.futures import CancelledError
from typing import Any, TypeVar

T = TypeVar("T")
# What is cancelled may take a moment to close its connection; what does not let itself be cancelled
# is left behind after it.
GRACE_S = 1.0


class Waiter:
    """Runs coroutines within time limits. Threads may share it, those with a loop of their own too.

    The loop starts with the first use and ends with the waiter.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None

    def run(self, work: Coroutine[Any, Any, T], timeout_s: float) -> T:
        """The coroutine's result. Raises TimeoutError after `timeout_s`, and what it raises."""
        future = asyncio.run_coroutine_threadsafe(_within(work, timeout_s), self._running())
        try:
            return future.result(timeout_s + GRACE_S)
        except CancelledError:
            raise TimeoutError from None
        finally:
            future.cancel()  # a Ctrl-C here must not leave the call running; done, it does nothing

    def _running(self) -> asyncio.AbstractEventLoop:
        with self._lock:
            if self._loop is None:
                loop = asyncio.new_event_loop()
                threading.Thread(target=_serve, args=(loop,), name="llm", daemon=True).start()
                weakref.finalize(self, loop.call_soon_threadsafe, loop.stop)
                self._loop = loop
            return self._loop


async def _within(work: Coroutine[Any, Any, T], timeout_s: float) -> T:
    async with asyncio.timeout(timeout_s):
        return await work


def _serve(loop: asyncio.AbstractEventLoop) -> None:
    """Runs the loop until it is stopped, then lets what is open in it close."""
    asyncio.set_event_loop(loop)
    loop.run_forever()
    loop.run_until_complete(loop.shutdown_asyncgens())
    loop.close()
