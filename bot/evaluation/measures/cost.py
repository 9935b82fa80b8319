"""What an answer costs: time, tokens, money.

Owns what the answers' own `timings_ms` and `usage` are read as. The keys of `usage` are
"input_tokens", "output_tokens" and "usd"; an answer without them used no model and is left out.
Unlike `bot.evaluation.speed`, nothing is run or timed here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from bot.evaluation.measures.measure import Case, Measure, Part
from bot.evaluation.measures.pooled import Floats, Pooled, total

TOTAL = "total"  # the stage that has all others in it
TOKENS = ("input_tokens", "output_tokens")
MONEY = "usd"
PERCENTS = (50, 95, 99)


@dataclass(frozen=True, slots=True)
class StageTimes:
    """Percentiles of the time that one stage took, and of how many answers."""

    stage: str
    p50_ms: float
    p95_ms: float
    p99_ms: float
    cases: int


def stage_times(cases: Sequence[Case]) -> tuple[StageTimes, ...]:
    """The times of each stage that some answer names, in the order first named."""
    stages = dict.fromkeys(stage for case in cases for stage in case.reply.timings_ms)
    return tuple(_stage_times(stage, cases) for stage in stages)


def _stage_times(stage: str, cases: Sequence[Case]) -> StageTimes:
    rows = latency(stage, 50).rows(cases)
    once = np.ones((1, len(rows)))
    p50, p95, p99 = (float(_percentile(rows, once, percent)[0]) for percent in PERCENTS)
    return StageTimes(stage, p50, p95, p99, len(rows))


def latency(stage: str, percent: int) -> Pooled:
    """A percentile of a stage's time in ms, as `Measure.whole`: the least time within which at
    least this percentage of the answers was given (nearest rank), so one that was measured."""
    return Pooled(
        lambda case: _time(case, stage), lambda rows, weights: _percentile(rows, weights, percent)
    )


def _time(case: Case, stage: str) -> tuple[float] | None:
    took_ms = case.reply.timings_ms.get(stage)
    return None if took_ms is None else (took_ms,)


def _percentile(rows: Floats, weights: Floats, percent: int) -> Floats:
    times = rows[:, 0]
    order = np.argsort(times, kind="stable")
    within = np.cumsum(weights[:, order], axis=1)
    # Whole numbers are compared: 0.07 * 100 is more than 7.
    enough = 100 * within >= percent * within[:, -1:]
    return np.asarray(times[order][np.argmax(enough, axis=1)])


def questions_a_second(case: Case) -> Part | None:
    """Answers over their total time in seconds, asked one after the other."""
    took_ms = case.reply.timings_ms.get(TOTAL)
    return None if took_ms is None else Part(1, took_ms / 1000)


def _tokens(case: Case) -> tuple[float] | None:
    used = [case.reply.usage[key] for key in TOKENS if key in case.reply.usage]
    return (sum(used),) if used else None


def _money(case: Case) -> tuple[float] | None:
    used = case.reply.usage.get(MONEY)
    return None if used is None else (used,)


def tokens(cases: Sequence[Case]) -> float | None:
    """The tokens that all answers took together, in and out; None if none says."""
    return Pooled(_tokens, total)(cases)


def money(cases: Sequence[Case]) -> float | None:
    """The US dollars that all answers took together; None if none says."""
    return Pooled(_money, total)(cases)


def _latency(percent: int, name: str) -> Measure:
    return Measure(
        f"latency_p{percent}_ms",
        f"an answer, {name}",
        "Cost",
        whole=latency(TOTAL, percent),
        lower_is_better=True,
        unit="ms",
        explained=f"The least time within which {percent} % of the answers were given.",
    )


def _sum(name: str, title: str, row: Callable[[Case], tuple[float] | None], unit: str) -> Measure:
    return Measure(
        name,
        title,
        "Cost",
        whole=Pooled(row, total),
        lower_is_better=True,
        unit=unit,
        explained="Summed over all answers that say what they used.",
    )


MEASURES = (
    _latency(50, "median"),
    _latency(95, "95th percentile"),
    _latency(99, "99th percentile"),
    Measure(
        "questions_a_second",
        "questions a second",
        "Cost",
        part=questions_a_second,
        unit="/s",
        explained="Answers over the sum of their times, asked one after the other.",
    ),
    _sum("tokens", "tokens, in and out", _tokens, ""),
    _sum("money_usd", "money", _money, "USD"),
)
