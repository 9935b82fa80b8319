"""The figures of an evaluation as the page's tables show them.

Owns how a figure is written, which is the best of its row, and what pasting whole passages buys.
Unlike `measures`, nothing is measured here; unlike `page`, nothing here knows of HTML.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from bot.evaluation.measures.measure import Estimate
from bot.evaluation.plots import LENGTH, PRECISION
from bot.evaluation.results import MeasureInfo, Results, SystemResults

NOTHING = Estimate(None, None, None, 0)
MUCH_LONGER = 1.2  # from here on another system is said to paste
RECALL = "evidence_recall"
# What a breakdown shows, as far as it is measured: more columns than these nobody compares.
BROKEN_DOWN = (
    RECALL,
    "first_quote_right",
    PRECISION,
    "evidence_covered",
    "answering_recall",
    "declining_recall",
    LENGTH,
)
# What pasting buys, and what it does not.
BOUGHT = (
    "statement_support",
    "citation_support",
    RECALL,
    PRECISION,
    "evidence_covered",
    "declining_recall",
)
BREAKDOWN_TITLES = {
    "kind": "By kind of question",
    "article": "By article",
    "answerable": "Answerable or not",
}
ANSWERABLE = {"true": "the articles answer", "false": "the articles do not answer"}


@dataclass(frozen=True, slots=True)
class Cell:
    """An estimate in words: "80.3 %", "70.1–88.9", 66. Without a value `value` is a dash."""

    value: str
    interval: str
    cases: int
    best: bool = False
    scored: bool = True


@dataclass(frozen=True, slots=True)
class Row:
    """A measure and what each system has of it."""

    measure: MeasureInfo
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """The rows of one group of measures."""

    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Breakdown:
    """Some measures for each part of the questions."""

    title: str
    measures: tuple[MeasureInfo, ...]
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]


@dataclass(frozen=True, slots=True)
class Pasting:
    """Ours beside the system that quotes most: characters an answer, and what they buy."""

    own: str
    other: str
    own_chars: str
    other_chars: str
    times: str
    rows: tuple[Row, ...]  # with two cells, ours first


def sections(results: Results) -> tuple[Section, ...]:
    """The table of all systems: what at least one of them was scored on, in the measures' order."""
    rows = [
        Row(measure, _cells(measure, [_of(system, measure.name) for system in results.systems]))
        for measure in results.measures
    ]
    kept = [row for row in rows if any(cell.scored for cell in row.cells)]
    groups = groupby(kept, lambda row: row.measure.group)
    return tuple(Section(title, tuple(some)) for title, some in groups)


def unscored(results: Results) -> tuple[MeasureInfo, ...]:
    """The measures that no system was scored on."""
    return tuple(
        measure
        for measure in results.measures
        if all(_of(system, measure.name).value is None for system in results.systems)
    )


def breakdowns(results: Results, titles: Mapping[str, str]) -> tuple[Breakdown, ...]:
    """The figures of the system evaluated by group. `titles` names articles by id."""
    return tuple(
        _breakdown(results, group, parts, titles)
        for group, parts in results.own.breakdowns.items()
        if parts
    )


def pasting(results: Results) -> Pasting | None:
    """Ours beside the one that quotes most characters; None if none quotes many more than ours."""
    own, others = results.own, results.systems[1:]
    length = _of(own, LENGTH).value
    longest = max(others, key=lambda s: _of(s, LENGTH).value or 0, default=None)
    if not length or longest is None or not (other := _of(longest, LENGTH).value):
        return None
    if other < MUCH_LONGER * length:
        return None
    shown = [m for name in BOUGHT for m in results.measures if m.name == name]
    rows = [Row(m, _cells(m, [_of(own, m.name), _of(longest, m.name)])) for m in shown]
    return Pasting(
        own=own.name,
        other=longest.name,
        own_chars=f"{length:,.0f}",
        other_chars=f"{other:,.0f}",
        times=f"{other / length:.1f}",
        rows=tuple(row for row in rows if any(cell.scored for cell in row.cells)),
    )


def written(value: float, unit: str = "") -> str:
    """A figure with its unit; a share as a percentage.

    No share is rounded to all or to nothing: 0.9999 is not 100 %.

    >>> written(0.803, "%"), written(0.9999, "%"), written(1, "%"), written(1234.5, "chars")
    ('80.3 %', '99.9 %', '100 %', '1,234 chars')
    """
    if unit == "%":
        return f"{_percent(value)} %"
    return f"{_number(value)} {unit}".strip()


def _breakdown(
    results: Results,
    group: str,
    parts: Mapping[str, Mapping[str, Estimate]],
    titles: Mapping[str, str],
) -> Breakdown:
    known = [m for name in BROKEN_DOWN for m in results.measures if m.name == name]
    columns = [
        m for m in known if any(_get(some, m.name).value is not None for some in parts.values())
    ]
    rows = tuple(
        (
            _label(group, part, titles),
            tuple(_cell(_get(some, m.name), m.unit) for m in columns),
        )
        for part, some in parts.items()
    )
    return Breakdown(BREAKDOWN_TITLES.get(group, f"By {group}"), tuple(columns), rows)


def _label(group: str, part: str, titles: Mapping[str, str]) -> str:
    if group == "answerable":
        return ANSWERABLE.get(part.lower(), part)
    if group == "kind":
        return part.replace("_", " ")
    return titles.get(part, part)


def _of(system: SystemResults, name: str) -> Estimate:
    return _get(system.estimates, name)


def _get(estimates: Mapping[str, Estimate], name: str) -> Estimate:
    return estimates.get(name, NOTHING)


def _cells(measure: MeasureInfo, estimates: Sequence[Estimate]) -> tuple[Cell, ...]:
    """The cells of a row. The best is marked, and all that equal it, unless all are equal."""
    values = [estimate.value for estimate in estimates if estimate.value is not None]
    best = (min if measure.lower_is_better else max)(values, default=None)
    told_apart = len(set(values)) > 1
    return tuple(
        _cell(estimate, measure.unit, best=told_apart and estimate.value == best)
        for estimate in estimates
    )


def _cell(estimate: Estimate, unit: str, *, best: bool = False) -> Cell:
    if estimate.value is None or not math.isfinite(estimate.value):
        return Cell("–", "", estimate.cases, scored=False)
    interval = ""
    if estimate.low is not None and estimate.high is not None:
        bounds = (estimate.low, estimate.high)
        low, high = (_percent(b) if unit == "%" else _number(b) for b in bounds)
        interval = f"{low} to {high}"
    return Cell(written(estimate.value, unit), interval, estimate.cases, best)


def _percent(share: float) -> str:
    if share in (0, 1):
        return f"{share:.0%}".removesuffix("%")
    return f"{min(max(100 * share, 0.1), 99.9) if 0 < share < 1 else 100 * share:.1f}"


def _number(value: float) -> str:
    if value == int(value) and abs(value) < 1e6:
        return f"{value:,.0f}"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
