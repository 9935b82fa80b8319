"""The circuit breaker: what fails again and again is left alone for a while.

    closed ─ `failures` in a row ─► open for `rest_s` ─► one trial call ─ fine ─► closed
                                      ▲                       └ fails ─┘

So that people who ask do not each wait for the same time-out. Owns whether a call may begin. Unlike
`calls`, it does not know what is called. It is of one process, and forgotten with it.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

FAILURES = 3
REST_S = 30.0


@dataclass(frozen=True, slots=True)
class BreakerState:
    """Failures in a row, and seconds until a call is tried again: 0 where none is held back."""

    failures: int
    held_back_s: float

    @property
    def is_open(self) -> bool:
        """Whether calls are held back."""
        return self.held_back_s > 0


class Breaker:
    """Counts failures in a row. Threads may share it."""

    def __init__(
        self,
        failures: int = FAILURES,
        rest_s: float = REST_S,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._most, self._rest_s, self._clock = failures, rest_s, clock
        self._lock = threading.Lock()
        self._failures = 0
        self._until = 0.0  # when the rest is over, by the clock
        self._trial = False  # whether the call that decides is under way

    @property
    def state(self) -> BreakerState:
        """How it stands."""
        with self._lock:
            return self._state()

    def admit(self) -> BreakerState | None:
        """Lets a call begin, which has to end in `succeeded`, `failed` or `withdrawn`: None.

        Or holds it back, and says how things stand.
        """
        with self._lock:
            if self._failures < self._most:
                return None
            if self._trial or self._clock() < self._until:
                return self._state()
            self._trial = True
            return None

    def succeeded(self) -> None:
        """A call went well."""
        with self._lock:
            self._failures, self._trial = 0, False

    def failed(self) -> None:
        """A call failed."""
        with self._lock:
            self._failures += 1
            self._trial = False
            if self._failures >= self._most:
                self._until = self._clock() + self._rest_s

    def withdrawn(self) -> None:
        """A call was not made after all: it says nothing."""
        with self._lock:
            self._trial = False

    def _state(self) -> BreakerState:
        if self._failures < self._most:
            return BreakerState(self._failures, 0.0)
        left_s = self._until - self._clock()
        # While the trial is under way, the others have to wait for how it ends.
        return BreakerState(self._failures, max(left_s, 1.0 if self._trial else 0.0))
