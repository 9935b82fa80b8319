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
from collections.abc import Callable, Coroutine
from concurrent.futures import CancelledError, Future
from contextvars import copy_context
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


async def in_thread(work: Callable[[], T]) -> T:
    """What `work` returns or raises, in a thread of its own that no program waits for at its end.

    `asyncio.to_thread` would: what came too late for its time limit would still hold up the exit.
    """
    done: Future[T] = Future()
    done.set_running_or_notify_cancel()
    args = (copy_context().run, work, done)
    threading.Thread(target=_settle, args=args, name="llm-lent", daemon=True).start()
    return await asyncio.wrap_future(done)


def _settle(run: Callable[[Callable[[], T]], T], work: Callable[[], T], done: Future[T]) -> None:
    try:
        done.set_result(run(work))
    except BaseException as error:  # noqa: BLE001 - is raised where it is waited for
        done.set_exception(error)


async def _within(work: Coroutine[Any, Any, T], timeout_s: float) -> T:
    async with asyncio.timeout(timeout_s):
        return await work


def _serve(loop: asyncio.AbstractEventLoop) -> None:
    """Runs the loop until it is stopped, then lets what is open in it close."""
    asyncio.set_event_loop(loop)
    loop.run_forever()
    loop.run_until_complete(loop.shutdown_asyncgens())
    loop.close()
