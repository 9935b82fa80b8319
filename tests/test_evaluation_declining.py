"""Declining and confidence, worked by hand and held against scikit-learn."""

from __future__ import annotations

from collections.abc import Sequence
from math import isclose

import numpy as np
import pytest
from evaluation_cases import Gold, case
from hypothesis import given
from hypothesis import strategies as st
from sklearn.calibration import calibration_curve
from sklearn.metrics import roc_auc_score

from bot.evaluation.measures import declining
from bot.evaluation.measures.measure import Case, Part
from bot.evaluation.replies import Offsets
from bot.evaluation.results import Curves

GOLD: Gold = [[(0, 10)]]
Judged = tuple[float | None, bool]  # confidence, and answerable or right
judged = st.tuples(st.integers(0, 20).map(lambda n: n / 20), st.booleans())


def sure(*pairs: Judged) -> list[Case]:
    """Answered questions, right where they are answerable."""
    return [case(GOLD if yes else [], [(0, 10)], confidence=value) for value, yes in pairs]


@pytest.mark.parametrize(
    ("scored", "precision", "recall", "answering"),
    [
        (case(GOLD, [(0, 10)]), None, None, Part(1)),
        (case(GOLD, [(50, 60)]), None, None, Part(1)),  # answered, if wrongly
        (case(GOLD), Part(0), None, Part(0)),
        (case([], [(0, 10)]), None, Part(0), None),
        (case([]), Part(1), Part(1), None),
    ],
)
def test_declined_is_the_positive_class(
    scored: Case, precision: Part | None, recall: Part | None, answering: Part | None
) -> None:
    assert declining.declining_precision(scored) == precision
    assert declining.declining_recall(scored) == recall
    assert declining.answering_recall(scored) == answering


@pytest.mark.parametrize(
    ("gold", "quotes", "closest", "right", "answer"),
    [
        (GOLD, [(0, 10), (50, 60)], [], True, True),
        (GOLD, [(50, 60), (0, 10)], [], False, True),  # the first is not, but one is
        (GOLD, [(50, 60)], [], False, False),
        (GOLD, [], [], False, False),
        (GOLD, [(50, 60)], [(0, 10)], False, False),  # answered: the closest do not count
        (GOLD, [], [(0, 10)], False, False),
        (GOLD, None, [(0, 10)], True, True),  # declined: they do
        (GOLD, None, [(50, 60), (0, 10)], False, True),
        (GOLD, None, [], False, False),
        ([], [(0, 10)], [], False, False),
        ([], None, [(0, 10)], False, False),
    ],
)
def test_right_by_the_first_quote_and_answered_by_any(
    gold: Gold,
    quotes: Sequence[Offsets] | None,
    closest: Sequence[Offsets],
    right: bool,
    answer: bool,
) -> None:
    scored = case(gold, quotes, closest=closest)
    assert declining.is_right(scored) is right
    assert declining.quotes_answer(scored) is answer


@pytest.mark.parametrize(
    ("pairs", "area"),
    [
        ([(0.9, True), (0.8, True), (0.1, False), (0.2, False)], 1.0),
        ([(0.1, True), (0.9, False)], 0.0),
        ([(0.5, True), (0.5, False)], 0.5),  # a tie counts half
        ([(0.9, True), (0.3, True), (0.3, False), (0.1, False)], 0.875),
        ([(0.9, True), (0.1, False), (None, True), (None, False)], 1.0),  # no confidence
        ([(0.9, True), (0.8, True)], None),  # nothing to tell from
        ([(0.9, False)], None),
        ([(None, True), (None, False)], None),
        ([], None),
    ],
)
def test_auc_is_the_chance_that_the_answerable_is_surer(
    pairs: list[Judged], area: float | None
) -> None:
    assert declining.answerable_auc(sure(*pairs)) == area


@given(st.lists(judged, min_size=2, max_size=40))
def test_auc_is_that_of_scikit_learn(pairs: list[tuple[float, bool]]) -> None:
    values, truth = zip(*pairs, strict=True)
    area = declining.answerable_auc(sure(*pairs))
    if len(set(truth)) == 1:
        assert area is None
    else:
        assert area == pytest.approx(roc_auc_score(truth, values))


@pytest.mark.parametrize(
    ("pairs", "points", "area"),
    [
        # Right, wrong, right: risks 0, 1/2, 1/3.
        (
            [(0.2, True), (0.9, True), (0.5, False)],
            [(1 / 3, 0), (2 / 3, 1 / 2), (1, 1 / 3)],
            5 / 18,
        ),
        ([(0.9, True), (0.5, True)], [(0.5, 0), (1, 0)], 0),
        ([(0.9, False), (0.5, False)], [(0.5, 1), (1, 1)], 1),
        # A tie is one step, whatever is first in the file.
        ([(0.5, True), (0.5, False), (0.5, False), (0.5, False)], [(1, 0.75)], 0.75),
        ([(0.9, True), (0.5, False), (0.5, True)], [(1 / 3, 0), (1, 1 / 3)], 2 / 9),
        ([(0.5, True), (0.9, True), (0.5, False)], [(1 / 3, 0), (1, 1 / 3)], 2 / 9),
        ([(0.9, True), (None, False)], [(1, 0)], 0),
    ],
)
def test_risk_is_the_share_wrong_of_those_answered_so_far(
    pairs: list[Judged], points: list[tuple[float, float]], area: float
) -> None:
    drawn = declining.curves(sure(*pairs)).risk_coverage
    assert [point for point, _ in drawn] == pytest.approx([point for point, _ in points])
    assert [risk for _, risk in drawn] == pytest.approx([risk for _, risk in points])
    assert declining.risk_coverage_area(sure(*pairs)) == pytest.approx(area)


@given(st.lists(st.booleans(), min_size=1, max_size=30))
def test_without_ties_the_area_is_the_mean_of_the_risks_of_the_first_k(right: list[bool]) -> None:
    pairs = [(1 - n / 100, yes) for n, yes in enumerate(right)]
    risks = [right[:k].count(False) / k for k in range(1, len(right) + 1)]
    assert declining.risk_coverage_area(sure(*pairs)) == pytest.approx(sum(risks) / len(risks))


@given(st.lists(judged, min_size=1, max_size=30), st.randoms(use_true_random=False))
def test_the_order_of_the_file_never_matters(
    pairs: list[tuple[float, bool]], random: object
) -> None:
    shuffled = list(pairs)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = sure(*pairs), sure(*shuffled)
    assert declining.curves(one).risk_coverage == declining.curves(other).risk_coverage
    for measure in (declining.risk_coverage_area, declining.calibration_error):
        assert measure(one) == pytest.approx(measure(other))


@pytest.mark.parametrize(
    ("pairs", "error"),
    [
        ([(1.0, True), (0.0, False)], 0.0),
        ([(1.0, False), (0.0, True)], 1.0),
        ([(0.75, True), (0.75, True), (0.75, True), (0.75, False)], 0.0),
        ([(0.8, True), (0.6, True)], 0.3),  # two bins: (0.2 + 0.4) / 2
        ([(0.72, True), (0.78, False)], 0.25),  # one bin: |0.5 - 0.75|
        ([(0.7, True), (0.78, False)], 0.54),  # 0.7 is the upper end of its bin
        ([(0.5, True), (None, False)], 0.5),
    ],
)
def test_the_calibration_error_of_worked_cases(pairs: list[Judged], error: float) -> None:
    assert declining.calibration_error(sure(*pairs)) == pytest.approx(error)


@given(st.lists(judged, min_size=1, max_size=60))
def test_the_bins_are_those_of_scikit_learn(pairs: list[tuple[float, bool]]) -> None:
    values, truth = zip(*pairs, strict=True)
    share, mean = calibration_curve(np.array(truth, dtype=int), values, n_bins=10)
    drawn = declining.curves(sure(*pairs)).reliability
    assert [confidence for confidence, _, _ in drawn] == pytest.approx(list(mean))
    assert [right for _, right, _ in drawn] == pytest.approx(list(share))
    assert sum(cases for _, _, cases in drawn) == len(pairs)
    error = sum(n * abs(right - confidence) for confidence, right, n in drawn) / len(pairs)
    assert isclose(declining.calibration_error(sure(*pairs)) or 0.0, error, abs_tol=1e-12)


@pytest.mark.parametrize(
    ("confidences", "error"),
    [
        ([1.0, 1.0, 0.0], 0.0),
        ([0.5], 0.5),
        ([0.5] * 4, 3 / 16),  # binomial: (2 · 1/2 + 8 · 1/4 + 6 · 0) / 16
        ([0.5, 0.25], 0.4375),  # two bins: 0.5, and 3/4 · 0.25 + 1/4 · 0.75
    ],
)
@pytest.mark.parametrize("truth", [True, False])
def test_the_calibration_error_that_chance_gives(
    confidences: list[float], error: float, truth: bool
) -> None:
    cases = sure(*[(one, truth) for one in confidences])
    assert declining.calibration_error_by_chance(cases) == pytest.approx(error, abs=0.02)


def test_what_is_declined_is_judged_by_what_would_have_been_shown() -> None:
    declined = [
        case(GOLD, closest=[(0, 10)], confidence=0.2),
        case(GOLD, closest=[(50, 60)], confidence=0.1),
        case([], closest=[(0, 10)], confidence=0.1),
    ]
    assert declining.curves(declined).risk_coverage == ((1 / 3, 0.0), (1.0, 2 / 3))
    assert declining.answerable_auc(declined) == 0.75


@pytest.mark.parametrize("cases", [[], [case(GOLD, [(0, 10)])], [case([])]])
def test_without_a_confidence_there_is_nothing_to_score(cases: list[Case]) -> None:
    assert declining.answerable_auc(cases) is None
    assert declining.risk_coverage_area(cases) is None
    assert declining.calibration_error(cases) is None
    assert declining.calibration_error_by_chance(cases) is None
    assert declining.curves(cases) == Curves()
