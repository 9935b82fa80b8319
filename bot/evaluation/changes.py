"""A comparison for a person at a terminal: what got better and worse, and whether by chance.

Owns its wording. Unlike `comparison`, it decides nothing of what counts as better.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from bot.evaluation.comparison import Change, Comparison, Difference
from bot.evaluation.page_figures import written
from bot.evaluation.table import BELOW, plain_table
from bot.render.wording import count, one_line

CHANCE = 0.05
TESTED = (
    "p: paired permutation test over the questions that both scored; “corrected” by Holm’s method "
    f"for the number of measures. Only where that is below {CHANCE:g} the difference is called "
    "better or worse. Figures with a p are means over these questions, each weighing the same."
)


def show_comparison(comparison: Comparison, console: Console) -> None:
    """Prints which questions changed, the difference of each measure, and what was left out."""
    for part in _parts(comparison):
        console.print(part)


def _parts(comparison: Comparison) -> Iterator[RenderableType]:
    yield Padding(Text("Against the baseline", "bold"), BELOW)
    yield Text(_verdict(comparison))
    for title, changes in (("Worse", comparison.worse), ("Better", comparison.better)):
        if changes:
            yield Padding(_changes(title, changes), BELOW)
    changed = [one for one in comparison.differences if one.before != one.after]
    if changed:
        yield Padding(_differences(changed), BELOW)
        yield Text(TESTED, "dim")
    if same := len(comparison.differences) - len(changed):
        yield Text(f"{count(same, 'figure')} did not change.", "dim")
    if comparison.left_out:
        yield Padding(Text("Left out: " + one_line("; ".join(comparison.left_out)), "dim"), BELOW)


def _verdict(comparison: Comparison) -> str:
    better, worse = len(comparison.better), len(comparison.worse)
    asked = count(comparison.asked, "question")
    if not better + worse:
        return f"Of {asked} none changed its verdict."
    chance = "more than chance" if comparison.p < CHANCE else "no more than chance may do"
    return (
        f"Of {asked} {better:,} came out better and {worse:,} worse: {chance} "
        f"(exact sign test, p = {_p(comparison.p)})."
    )


def _changes(title: str, changes: Sequence[Change]) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_row(Text(title, "bold"), "")
    for change in changes:
        told = Text(f"{one_line(change.question)}\n")
        told.append(f"{change.before} → {change.after}", "dim")
        table.add_row(Text(one_line(change.id), no_wrap=True), told)
    return table


def _differences(differences: Sequence[Difference]) -> Table:
    table = plain_table("Measure", "before", "after", "n", "p", "corrected", "")
    for one in differences:
        unit = one.measure.unit
        table.add_row(
            Text(one.measure.title),
            written(one.before, unit),
            written(one.after, unit),
            f"{one.cases:,}",
            _p(one.p),
            _p(one.p_corrected),
            Text(_told(one), "bold"),
        )
    return table


def _told(one: Difference) -> str:
    """Better or worse where it is more than chance, and nothing otherwise."""
    if one.p_corrected is None or one.p_corrected >= CHANCE:
        return ""
    return "better" if (one.after > one.before) != one.measure.lower_is_better else "worse"


def _p(p: float | None) -> str:
    if p is None:
        return "–"
    return "< 0.001" if p < 0.001 else f"{p:.3f}"
