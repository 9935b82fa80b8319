"""Two evaluations side by side: what is better, what is chance, and what cannot be compared."""

from __future__ import annotations

import io

import pytest
from evaluation_results import outcome, results
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from bot.evaluation.changes import show_comparison
from bot.evaluation.comparison import Comparison, compare, holm, sign_test
from bot.evaluation.measures.measure import Estimate
from bot.evaluation.results import Gold, Results
from index.errors import UsageError

GOLD = Gold("talks", 0, 3, "Yes")


def recalls(values: list[float], verdicts: str = "") -> Results:
    """One question for each value; a verdict for each, by its first letter."""
    words = {"r": "right", "p": "partly", "w": "wrong", "": "right"}
    return results(
        *(
            outcome(
                f"q{n}",
                words[verdicts[n] if verdicts else ""],
                values={"evidence_recall": value},
            )
            for n, value in enumerate(values)
        )
    )


def printed(comparison: Comparison) -> str:
    file = io.StringIO()
    show_comparison(comparison, Console(file=file, width=80))
    return file.getvalue()


def test_a_better_verdict_is_better_and_a_worse_one_worse() -> None:
    comparison = compare(recalls([0, 1, 1, 0], "wrpw"), recalls([1, 0, 0, 0], "rwww"))
    assert [(c.id, c.before, c.after) for c in comparison.better] == [("q0", "wrong", "right")]
    assert [c.id for c in comparison.worse] == ["q1", "q2"]


def test_another_fault_of_the_same_rank_is_no_change() -> None:
    before, after = results(outcome("q1", "wrong")), results(outcome("q1", "declined wrongly"))
    comparison = compare(before, after)
    assert (comparison.better, comparison.worse, comparison.p) == ((), (), 1.0)


@pytest.mark.parametrize(
    ("better", "worse", "p"),
    [(0, 0, 1.0), (1, 0, 1.0), (5, 0, 2 / 32), (8, 1, 20 / 512), (1, 8, 20 / 512), (4, 4, 1.0)],
)
def test_the_sign_test_is_exact(better: int, worse: int, p: float) -> None:
    assert sign_test(better, worse) == pytest.approx(p)


def test_the_sign_test_takes_thousands_of_changes() -> None:
    assert sign_test(1500, 1500) == 1.0
    assert sign_test(3000, 1000) < 1e-100


def test_a_measure_is_tested_on_the_questions_that_both_scored() -> None:
    # Five differences of the same sign: of 2^5 signs, two are as extreme.
    comparison = compare(recalls([0, 0, 0, 0, 0, 1]), recalls([1, 1, 1, 1, 1, 1]))
    (found,) = comparison.differences
    assert (found.before, found.after, found.cases) == (1 / 6, 1.0, 6)
    assert (found.p, found.p_corrected) == (2 / 32, 2 / 32)


def test_of_one_pair_nothing_is_tested() -> None:
    (found,) = compare(recalls([0]), recalls([1])).differences
    assert (found.p, found.p_corrected) == (None, None)


def test_p_values_are_corrected_for_the_number_of_measures() -> None:
    worked = [0.01, 0.04, 0.03, 0.005]
    assert holm(worked) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert holm([]) == []


@given(st.lists(st.floats(0, 1)))
def test_a_corrected_p_is_never_smaller_nor_more_than_one_nor_in_another_order(
    ps: list[float],
) -> None:
    corrected = holm(ps)
    assert all(p <= c <= 1 for p, c in zip(ps, corrected, strict=True))
    assert [c for _, c in sorted(zip(ps, corrected, strict=True))] == sorted(corrected)


def test_what_only_all_questions_have_is_shown_without_a_p() -> None:
    before, after = (
        results(outcome("q1"), estimates={"latency_p50_ms": Estimate(ms, ms, ms, 1)})
        for ms in (20.0, 30.0)
    )
    (found,) = compare(before, after).differences
    assert (found.measure.name, found.before, found.after, found.p) == (
        "latency_p50_ms", 20.0, 30.0, None,
    )  # fmt: skip


def test_what_all_questions_have_is_not_compared_if_they_are_others() -> None:
    timed = {"latency_p50_ms": Estimate(20.0, 20.0, 20.0, 1)}
    before = results(outcome("q1"), estimates=timed)
    after = results(outcome("q1"), outcome("q2"), estimates=timed)
    assert compare(before, after).differences == ()


def test_questions_that_cannot_be_compared_are_named_with_the_reason() -> None:
    before = results(
        outcome("same"), outcome("gone"), outcome("words", question="Old?"), outcome("gold")
    )
    after = results(
        outcome("same"),
        outcome("new"),
        outcome("words", question="New?"),
        outcome("gold", gold=[[GOLD]]),
    )
    comparison = compare(before, after)
    assert comparison.asked == 1
    assert comparison.left_out == (
        "gone: only in the baseline",
        "new: not in the baseline",
        "words: another question in the baseline",
        "gold: other gold evidence in the baseline",
    )


def test_a_baseline_of_other_questions_is_refused() -> None:
    with pytest.raises(UsageError) as caught:
        compare(results(outcome("a"), questions="old.jsonl"), results(outcome("b")))
    assert "other questions (old.jsonl, here questions.jsonl): none is in both" in str(caught.value)


def test_what_changed_is_printed_by_name_and_what_is_chance_is_called_chance() -> None:
    text = printed(compare(recalls([0, 1], "wr"), recalls([1, 1], "rr")))
    assert "Of 2 questions 1 came out better and 0 worse: no more than chance may do" in text
    assert "wrong → right" in text
    assert "What of q0?" in text
    assert "50.0 %" in text


def test_a_difference_beyond_chance_is_called_better_or_worse() -> None:
    low, high = recalls([0.0] * 9), recalls([1.0] * 9)
    assert "better\n" in printed(compare(low, high)).replace(" ", "")
    assert "worse\n" in printed(compare(high, low)).replace(" ", "")


def test_nothing_changed_is_said_in_so_many_words() -> None:
    same = recalls([0, 1])
    assert "Of 2 questions none changed its verdict." in printed(compare(same, same))
    assert "1 figure did not change." in printed(compare(same, same))
