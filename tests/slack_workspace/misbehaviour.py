"""What goes wrong on purpose: errors, rate limits, lost replies, slow calls; and real rates.

Owns which call fails and how. Unlike the methods, which refuse only what is wrong in a call.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field

from slack_workspace.clock import Clock

TIERS_A_MINUTE = {2: 20, 3: 50, 4: 100, 5: 600}


@dataclass(frozen=True, slots=True)
class Failure:
    """How a call fails. `error` is Slack's word, or "connection_lost", or a status such as "500".

    With `is_done` the call does what it should and only its reply is lost. `delay_s` is real time.
    """

    error: str = ""
    retry_after_s: int = 0
    is_done: bool = False
    delay_s: float = 0.0


@dataclass(slots=True)
class Misbehaviour:
    """The failures to come, by method ("*" for any), each so many times; and those by chance."""

    planned: dict[str, list[Failure]] = field(default_factory=dict)
    share: float = 0.0
    chance: random.Random = field(default_factory=lambda: random.Random(1))  # noqa: S311 - no secret
    by_chance: int = 0

    def plan(self, method: str, failure: Failure, times: int) -> None:
        """Lets the next calls of a method fail."""
        self.planned.setdefault(method, []).extend([failure] * times)

    def planned_for(self, name: str) -> Failure | None:
        """How what has this name fails, if that was planned; nothing by chance."""
        return self.planned[name].pop(0) if self.planned.get(name) else None

    def next_for(self, method: str) -> Failure | None:
        """How this call fails, if it does."""
        planned = self.planned_for(method) or self.planned_for("*")
        if planned is not None:
            return planned
        if self.share and self.chance.random() < self.share:
            self.by_chance += 1
            return next(self._odd_failures())
        return None

    def _odd_failures(self) -> Iterator[Failure]:
        if self.chance.random() < 0.5:
            yield Failure("ratelimited", retry_after_s=1)
        yield Failure("500")


class Rates:
    """How many calls Slack takes: buckets that fill again at a steady rate."""

    def __init__(self, clock: Clock, burst: int) -> None:
        self._clock = clock
        self._burst = burst
        self._left: dict[str, tuple[float, float]] = {}

    def seconds_to_wait(self, method: str, tier: int, channel: str) -> int:
        """0 if the call may be made now, else whole seconds until it may.

        A tier is a number of calls a minute. chat.postMessage has none, but one a second for each
        channel, with a small burst.
        """
        if method == "chat.postMessage":
            return self._take(f"{method} {channel}", self._burst, 1.0)
        if tier not in TIERS_A_MINUTE:
            return 0
        return self._take(method, TIERS_A_MINUTE[tier], TIERS_A_MINUTE[tier] / 60)

    def _take(self, bucket: str, capacity: float, a_second: float) -> int:
        now = self._clock.now()
        level, at = self._left.get(bucket, (capacity, now))
        level = min(capacity, level + (now - at) * a_second)
        if level < 1:
            self._left[bucket] = (level, now)
            return max(1, round((1 - level) / a_second))
        self._left[bucket] = (level - 1, now)
        return 0
