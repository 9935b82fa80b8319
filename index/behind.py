"""One thing done behind the caller's back while it makes the next.

Owns that never more than one is under way, that nothing is forgotten, and that what goes wrong is
raised where the work was handed over. Unlike a pool, it keeps the order in which it was given.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor


class Behind:
    """Does one thing at a time in a thread of its own. `with Behind() as thread: thread.do(…)`

    Whoever leaves the block, by whatever exception, leaves nothing under way. An exception of the
    block's own goes before one of the work's.
    """

    def __enter__(self) -> Behind:
        self._pool = ThreadPoolExecutor(1)
        self._under_way: Future[None] | None = None
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._pool.shutdown()
        if kind is None:
            self.wait()

    def do(self, work: Callable[[], None]) -> None:
        """Starts `work` as soon as what was started before is done; raises what that raised."""
        self.wait()
        self._under_way = self._pool.submit(work)

    def wait(self) -> None:
        """Returns once nothing is under way; raises what the latest work raised, once."""
        under_way, self._under_way = self._under_way, None
        if under_way:
            under_way.result()
