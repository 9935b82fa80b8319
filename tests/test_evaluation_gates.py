"""Gates: how they are written, when they are met, and what always fails a run."""

from __future__ import annotations

import pytest
from evaluation_results import MEASURES

from bot.evaluation.gates import Gate, missed, parse
from bot.evaluation.measures.measure import Estimate
from index.errors import UsageError

ESTIMATES = {
    "exactness": Estimate(1.0, 1.0, 1.0, 40),
    "evidence_recall": Estimate(0.8, 0.7, 0.9, 20),
    "latency_p50_ms": Estimate(25.0, 20.0, 30.0, 40),
}


@pytest.mark.parametrize(
    ("text", "gate"),
    [
        ("evidence_recall>=0.8", Gate("evidence_recall", 0.8)),
        ("evidence_recall >= 80 %", Gate("evidence_recall", 0.8)),
        ("evidence_recall>=80%", Gate("evidence_recall", 0.8)),
        ("exactness>=1", Gate("exactness", 1.0)),
        ("latency_p50_ms<=80.5", Gate("latency_p50_ms", 80.5, at_most=True)),
        ("latency_p50_ms<=1e2", Gate("latency_p50_ms", 100.0, at_most=True)),
    ],
)
def test_a_gate_is_a_measure_a_direction_and_a_bound(text: str, gate: Gate) -> None:
    assert parse(text, MEASURES) == gate


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("evidence_recal>=0.8", "Did you mean evidence_recall? There are: exactness, evidence_"),
        ("xyzzy>=1", "There is no measure 'xyzzy'. There are: exactness"),
        ("evidence_recall=0.8", "is not a measure, >= or <=, and a number"),
        ("evidence_recall>0.8", "is not a measure, >= or <=, and a number"),
        (">=0.8", "is not a measure, >= or <=, and a number"),
        ("", "is not a measure, >= or <=, and a number"),
        ("evidence_recall>=high", "'high' is not a number"),
        ("evidence_recall>=nan", "'nan' is not a number"),
        ("evidence_recall>=inf", "'inf' is not a number"),
        ("evidence_recall>=80", "evidence_recall is a share, from 0 to 1. Write 0.8 or 80%"),
        ("evidence_recall>=-0.1", "is a share, from 0 to 1"),
    ],
)
def test_what_is_no_gate_is_refused_with_the_remedy(text: str, words: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse(text, MEASURES)
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("gate", "met"),
    [
        (Gate("evidence_recall", 0.8), True),
        (Gate("evidence_recall", 0.81), False),
        (Gate("latency_p50_ms", 25.0, at_most=True), True),
        (Gate("latency_p50_ms", 24.9, at_most=True), False),
    ],
)
def test_a_bound_that_is_just_reached_is_met(gate: Gate, met: bool) -> None:
    assert (missed([gate], ESTIMATES) == []) is met


def test_each_gate_that_is_not_met_is_named_with_its_figure() -> None:
    gates = [Gate("evidence_recall", 0.9), Gate("latency_p50_ms", 20, at_most=True)]
    assert missed(gates, ESTIMATES) == [
        "Gate evidence_recall>=0.9 is not met: evidence_recall is 0.8 (n = 20).",
        "Gate latency_p50_ms<=20 is not met: latency_p50_ms is 25 (n = 40).",
    ]


@pytest.mark.parametrize("estimates", [{}, {"evidence_recall": Estimate(None, None, None, 0)}])
def test_a_gate_on_what_was_not_scored_is_not_met(estimates: dict[str, Estimate]) -> None:
    (message,) = missed([Gate("evidence_recall", 0.0)], estimates)
    assert message.endswith("no answer could be scored for evidence_recall.")


def test_of_many_questions_with_inexact_quotes_the_first_are_named_and_the_others_counted() -> None:
    (message,) = missed([], {}, [f"q{n}" for n in range(1_012)])
    assert message.endswith(": q0, q1, q2, q3, q4, q5, q6, q7, q8, q9 … and 1,002 more.")


def test_an_inexact_quote_fails_a_run_without_a_gate_and_names_the_question() -> None:
    estimates = {"exactness": Estimate(0.99, 0.9, 1.0, 100)}
    (message,) = missed([], estimates, ["q007"])
    assert message == "Quotes that are not in their source at their offsets: q007."


def test_without_any_quote_exactness_is_no_fault() -> None:
    assert missed([], {"exactness": Estimate(None, None, None, 0)}) == []
