"""The results for a person at a terminal: figures, breakdowns and the worst questions.

Owns how they are laid out for the width there is. Unlike `page`, which shows every question, it
shows the ten worst; unlike `page_figures`, it does not decide how a figure is written. What changed
since a baseline is in `changes`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from string import ascii_uppercase

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from bot.evaluation.page_figures import Cell, Section, breakdowns, sections, unscored
from bot.evaluation.results import MeasureInfo, Outcome, Results, Unbacked
from bot.render.wording import count, one_line

WIDE = 140  # columns: from here on all systems stand in one table
WORST = 10
# The worst first; both of the first show somebody what is no answer.
FAULTS = {"wrong": 0, "answered wrongly": 0, "declined wrongly": 1, "partly": 2}
BROKEN_DOWN = ("evidence_recall", "first_quote_right", "answering_recall", "declining_recall")
LABEL_WIDTH = 22
MOST_UNBACKED = 3  # statements named of one answer
SHOWN = 100  # characters of such a statement
BELOW = (1, 0, 0, 0)  # an empty line before


def show(results: Results, console: Console) -> None:
    """Prints the figures of all systems, the breakdowns, the ten worst questions and the notes."""
    for part in _parts(results, console.width):
        console.print(part)


def worst(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """The ten worst: first those with quotes that are not in their source, then those with
    statements that no quote backs, then by fault, and of one fault those given with the most
    confidence."""
    faulty = [one for one in outcomes if one.inexact or one.unbacked or one.verdict in FAULTS]
    return sorted(faulty, key=_badness)[:WORST]


def plain_table(first: str, *others: str, label_width: int | None = None) -> Table:
    """A table without lines: the first column folds, the others are figures. With a `label_width`
    it is the others' headings that fold."""
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim", pad_edge=False)
    table.add_column(Text(first), overflow="fold", width=label_width, vertical="bottom")
    for title in others:
        table.add_column(Text(title), justify="right", vertical="bottom")
    return table


def _parts(results: Results, width: int) -> Iterator[RenderableType]:
    found, wide = sections(results), width >= WIDE
    asked = count(len(results.own.outcomes), "question")
    yield Text(f"{asked} of {one_line(results.questions)}; {one_line(results.index)}")
    yield Padding(_with_intervals(results, found, beside=wide), BELOW)
    if not wide and len(results.systems) > 1:
        yield Padding(_side_by_side(results, found), BELOW)
    yield Padding(_legend(results, lettered=not wide), BELOW)
    for table in _broken_down(results):
        yield Padding(table, BELOW)
    yield Padding(_faults(results), BELOW)
    yield from _worst(results)
    yield from _notes(results)


def _with_intervals(results: Results, found: Sequence[Section], *, beside: bool) -> Table:
    """Our figures with interval and number of cases; the others' figures beside them."""
    others = [one_line(system.name) for system in results.systems[1:]] if beside else []
    table = plain_table("", one_line(results.own.name), "95 % interval", "n", *others)
    for section in found:
        table.add_row(Text(section.title, "bold"))
        for row in section.rows:
            own, *rest = row.cells
            interval, cases = Text(own.interval, "dim"), Text(f"{own.cases:,}", "dim")
            shown = [_value(cell) for cell in rest] if beside else []
            table.add_row(_title(row.measure), _value(own), interval, cases, *shown)
    return table


def _side_by_side(results: Results, found: Sequence[Section]) -> Table:
    """All systems' figures, ours first, under letters that the legend explains."""
    table = plain_table("Beside each other", *ascii_uppercase[: len(results.systems)])
    for section in found:
        for row in section.rows:
            cells = (_value(cell, row.measure.unit) for cell in row.cells)
            table.add_row(_title(row.measure), *cells)
    return table


def _legend(results: Results, *, lettered: bool) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0))
    for letter, system in zip(ascii_uppercase, results.systems, strict=False):
        label = f"{letter} {one_line(system.name)}" if lettered else one_line(system.name)
        table.add_row(Text(label, "bold", no_wrap=True), Text(one_line(system.about), "dim"))
    return table


def _broken_down(results: Results) -> Iterator[Table]:
    """Our figures by kind of question and so on, each with its number of cases."""
    for breakdown in breakdowns(results, {}):
        kept = [n for n, m in enumerate(breakdown.measures) if m.name in BROKEN_DOWN]
        widest = max(
            len(text) for text in (breakdown.title, *(label for label, _ in breakdown.rows))
        )
        table = plain_table(
            breakdown.title,
            *(breakdown.measures[n].title for n in kept),
            label_width=min(LABEL_WIDTH, widest),
        )
        for label, cells in breakdown.rows:
            table.add_row(Text(one_line(label)), *(_with_cases(cells[n]) for n in kept))
        yield table


def _faults(results: Results) -> Text:
    """How many questions ended how, and where those that were missed were lost."""
    ends = Counter((one.verdict, one.reason) for one in results.own.outcomes)
    told = (
        f"{verdict}{f' ({reason})' if reason else ''} {number:,}"
        for (verdict, reason), number in ends.most_common()
    )
    return Text("What became of them: " + "; ".join(told) + ".")


def _worst(results: Results) -> Iterator[RenderableType]:
    bad = worst(results.own.outcomes)
    if not bad:
        return
    table = Table.grid(padding=(0, 2, 0, 0))
    for outcome in bad:
        table.add_row(Text(one_line(outcome.id), "bold", no_wrap=True), _told(outcome))
    yield Padding(Text("The worst" if len(bad) < WORST else f"The {WORST} worst", "bold"), BELOW)
    yield table


def _told(outcome: Outcome) -> Text:
    """The question, and what went wrong with it as far as that can be told."""
    numbers = ", ".join(str(number) for number in outcome.inexact)
    sure = _confidence(outcome)
    said = [
        f"NOT IN THE SOURCE: quote {numbers}" if outcome.inexact else "",
        outcome.verdict + (f": {outcome.reason}" if outcome.reason else ""),
        "" if sure is None else f"confidence {sure:.2f}",
    ]
    style = "bold red" if outcome.inexact else "dim"
    told = Text(f"{one_line(outcome.question)}\n")
    told.append(one_line("; ".join(part for part in said if part)), style)
    for unbacked in outcome.unbacked[:MOST_UNBACKED]:
        told.append(f"\n{one_line(_not_backed(unbacked))}", "red")
    return told


def _not_backed(unbacked: Unbacked) -> str:
    statement = unbacked.statement
    short = statement if len(statement) <= SHOWN else f"{statement[:SHOWN]}…"
    what = "not backed" if unbacked.number is None else f"citation {unbacked.number}"
    return f"{what}: “{short}”: {unbacked.reason}"


def _notes(results: Results) -> Iterator[RenderableType]:
    missing = ", ".join(measure.title for measure in unscored(results))
    notes = [*results.notes, *([f"Nothing to score for: {missing}."] if missing else [])]
    for note in notes:
        yield Padding(Text(one_line(note), "dim"), BELOW)


def _badness(outcome: Outcome) -> tuple[bool, bool, int, float]:
    fault = FAULTS.get(outcome.verdict, len(FAULTS))
    return not outcome.inexact, not outcome.unbacked, fault, -(_confidence(outcome) or 0.0)


def _confidence(outcome: Outcome) -> float | None:
    given = outcome.reply.get("confidence")
    return float(given) if isinstance(given, int | float) else None


def _title(measure: MeasureInfo) -> Text:
    return Text(f"  {measure.title}{' ↓' if measure.lower_is_better else ''}")


def _value(cell: Cell, without: str = "") -> Text:
    """The figure, the best of its row in bold; `without` its unit where columns are narrow."""
    return Text(cell.value.removesuffix(without).rstrip(), "bold" if cell.best else "")


def _with_cases(cell: Cell) -> Text:
    return Text(cell.value).append(f" ({cell.cases:,})" if cell.scored else "", "dim")
