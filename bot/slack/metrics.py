"""What the bot has done since it started, as Prometheus reads it.

Owns the names. Unlike the log, it has no questions in it and no people.
"""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable

COUNTED = {
    "questions": "Questions taken",
    "duplicates": "Deliveries of a question that was taken before",
    "answered": "Answers with quotes",
    "declined": "Answers that say that the articles don't answer",
    "plain": "Answers that a model was to write, and that are the ones without it",
    "hurried": "Answers for which fewer passages were read, because many questions waited",
    "refused": "Questions refused, for a limit or because they cannot be asked",
    "failures": "Failures that a person was told of",
}
BUCKETS_S = (0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 120.0)


class Metrics:
    """Counters, seconds from question to answer, and what is waiting now."""

    def __init__(self, waiting: Callable[[], int]) -> None:
        self._waiting = waiting
        self._lock = threading.Lock()
        self._counts: Counter[str] = Counter()
        self._buckets, self._sum_s, self._total = [0] * (len(BUCKETS_S) + 1), 0.0, 0

    def count(self, name: str) -> None:
        """One more of COUNTED. Threads may call it."""
        with self._lock:
            self._counts[name] += 1

    def took(self, seconds: float) -> None:
        """One more answer, and how long it took."""
        self._buckets[bisect_left(BUCKETS_S, seconds)] += 1
        self._sum_s, self._total = self._sum_s + seconds, self._total + 1

    def text(self) -> str:
        """All of it in Prometheus's text format."""
        lines: list[str] = []
        for name, help in COUNTED.items():
            full = f"pullquote_{name}_total"
            lines += [f"# HELP {full} {help}", f"# TYPE {full} counter"]
            lines.append(f"{full} {self._counts[name]}")
        lines += ["# HELP pullquote_waiting Questions being answered or waiting"]
        lines += ["# TYPE pullquote_waiting gauge", f"pullquote_waiting {self._waiting()}"]
        return "\n".join([*lines, *self._histogram()]) + "\n"

    def _histogram(self) -> list[str]:
        name, below = "pullquote_answer_seconds", 0
        lines = [f"# HELP {name} From question to answer", f"# TYPE {name} histogram"]
        for limit, found in zip([*BUCKETS_S, "+Inf"], self._buckets, strict=True):
            below += found
            lines.append(f'{name}_bucket{{le="{limit}"}} {below}')
        return [*lines, f"{name}_sum {self._sum_s:.3f}", f"{name}_count {self._total}"]
