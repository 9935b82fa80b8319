"""The table in a terminal: what stands in it at 80 columns and at 160, and which are the worst."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from evaluation_results import outcome, results
from rich.console import Console

from bot.evaluation.measures.measure import Estimate
from bot.evaluation.results import Outcome, Results, SystemResults, Unbacked
from bot.evaluation.table import show, worst

FIGURES = {
    "exactness": Estimate(1.0, 1.0, 1.0, 40),
    "evidence_recall": Estimate(0.8125, 0.7, 0.9, 20),
    "latency_p50_ms": Estimate(25.0, 20.0, 30.5, 40),
}
OTHERS = [
    SystemResults(
        name, f"About {name}.", {"evidence_recall": Estimate(value, value, value, 20)}, ()
    )
    for name, value in (("BM25 passage", 0.5), ("always decline", 0.0))
]


def evaluated(*outcomes: Outcome, notes: tuple[str, ...] = ()) -> Results:
    return results(*outcomes, estimates=FIGURES, systems=OTHERS, notes=notes)


def printed(some: Results, width: int, *, terminal: bool = False) -> str:
    file = io.StringIO()
    show(some, Console(file=file, width=width, force_terminal=terminal))
    return file.getvalue()


def lines(text: str) -> list[list[str]]:
    return [line.split() for line in text.splitlines()]


@pytest.mark.parametrize("width", [80, 160])
def test_ours_stands_with_its_interval_and_number_of_cases(width: int) -> None:
    found = lines(printed(evaluated(outcome("q1")), width))
    row = ["evidence", "found", "81.2", "%", "70.0", "to", "90.0", "20"]
    assert row in [line[: len(row)] for line in found]


def test_where_there_is_room_the_others_stand_in_the_same_table() -> None:
    text = printed(evaluated(outcome("q1")), 160)
    (heading,) = [line for line in text.splitlines() if "95 % interval" in line]
    assert heading.split()[-4:] == ["BM25", "passage", "always", "decline"]
    assert any(line[-5:] == ["20", "50.0", "%", "0", "%"] for line in lines(text))


def test_at_80_columns_they_stand_in_a_second_one_under_letters() -> None:
    found = lines(printed(evaluated(outcome("q1")), 80))
    assert ["Beside", "each", "other", "A", "B", "C"] in found
    assert ["evidence", "found", "81.2", "50.0", "0"] in found
    assert ["B", "BM25", "passage", "About", "BM25", "passage."] in found


@pytest.mark.parametrize("width", [80, 160])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    parts = {"a_kind_with_a_long_name_" * 3: FIGURES, "who": FIGURES}
    own = evaluated(outcome("q1", "wrong", question="Why " + "so " * 99))
    broken = replace(own.own, breakdowns={"kind": parts})
    text = printed(replace(own, systems=(broken, *OTHERS)), width)
    assert max(len(line) for line in text.splitlines()) <= width


def test_without_a_terminal_there_are_no_colours() -> None:
    some = evaluated(outcome("q1", "wrong", inexact=(1,)))
    assert "\x1b" not in printed(some, 80)
    assert "\x1b" in printed(some, 80, terminal=True)


def test_what_an_article_or_a_question_says_is_neither_obeyed_nor_read_as_markup() -> None:
    text = printed(evaluated(outcome("q1", "wrong", question="[red]Who\x1b[2J?")), 80)
    assert "[red]Who␛[2J?" in text


def test_the_worst_are_those_with_inexact_quotes_then_the_surest() -> None:
    outcomes = [
        outcome("partly", "partly", confidence=0.99),
        outcome("declined", "declined wrongly", confidence=0.2),
        outcome("unsure", "wrong", confidence=0.3),
        outcome("sure", "answered wrongly", confidence=0.9),
        outcome("fine", "right", confidence=0.1),
        outcome("inexact", "right", inexact=(2,)),
        outcome("refused", "declined rightly"),
    ]
    names = [one.id for one in worst(outcomes)]
    assert names == ["inexact", "sure", "unsure", "declined", "partly"]


def test_ten_are_shown_each_with_its_reason() -> None:
    many = [outcome(f"q{n}", "wrong", reason="found, not picked") for n in range(12)]
    assert len(worst(many)) == 10
    text = printed(evaluated(*many), 80)
    assert "The 10 worst" in text
    assert text.count("wrong: found, not picked") == 10
    assert "wrong (found, not picked) 12." in text


def test_an_inexact_quote_is_named_by_its_number() -> None:
    text = printed(evaluated(outcome("q1", inexact=(2, 3))), 80)
    assert "NOT IN THE SOURCE: quote 2, 3" in text


def test_an_unbacked_statement_is_named_with_the_reason() -> None:
    unbacked = (Unbacked("It is so. " * 30, None, "no quote"), Unbacked("It is.", 2, "it is idle"))
    text = printed(evaluated(replace(outcome("q1"), unbacked=unbacked)), 80)
    words = " ".join(text.split())
    assert "not backed: “It is so. It is so." in words
    assert "…”: no quote" in words
    assert "citation 2: “It is.”: it is idle" in words


def test_notes_and_what_could_not_be_scored_are_said() -> None:
    some = results(outcome("q1"), estimates={}, notes=("3 candidates left out.",))
    text = " ".join(printed(some, 80).split())
    assert "3 candidates left out." in text
    assert "Nothing to score for: quotes exact, evidence found, an answer, median." in text
