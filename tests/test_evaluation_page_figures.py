"""How figures are written, and which are held against each other."""

from __future__ import annotations

from dataclasses import replace

import pytest
from evaluation_pages import RESULTS

from bot.evaluation.page_figures import pasting, sections, unscored, written


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        (0.803, "%", "80.3 %"),
        (1.0, "%", "100 %"),
        (0.99999, "%", "99.9 %"),
        (0.00001, "%", "0.1 %"),
        (0.0, "%", "0 %"),
        (1234.5, "chars", "1,234 chars"),
        (24.62, "ms", "24.6 ms"),
        (0.08123, "", "0.0812"),
        (3.0, "", "3"),
    ],
)
def test_a_figure_is_written_with_its_unit_and_no_share_is_rounded_to_all_or_nothing(
    value: float, unit: str, shown: str
) -> None:
    assert written(value, unit) == shown


def test_a_system_alone_is_the_best_of_nothing() -> None:
    alone = replace(RESULTS, systems=RESULTS.systems[:1])
    cells = [cell for part in sections(alone) for row in part.rows for cell in row.cells]
    assert not any(cell.best for cell in cells)


def test_groups_keep_the_measures_order_and_what_is_scored_for_nobody_is_left_out() -> None:
    groups = [part.title for part in sections(RESULTS)]
    assert groups == ["Exactness", "Evidence", "Declining", "Conciseness", "Cost"]
    assert [measure.name for measure in unscored(RESULTS)] == ["money"]


def test_the_longest_is_held_against_ours() -> None:
    told = pasting(RESULTS)
    assert told is not None
    assert (told.other, told.own_chars, told.other_chars, told.times) == (
        "BM25 passage", "240", "720", "3.0"
    )  # fmt: skip


def test_without_a_paster_nothing_is_said_of_one() -> None:
    assert pasting(RESULTS) is not None
    assert pasting(replace(RESULTS, systems=(RESULTS.systems[1], RESULTS.systems[2]))) is None
    assert pasting(replace(RESULTS, systems=(RESULTS.systems[0], RESULTS.systems[3]))) is None
