"""Intervals and tests: what the seed fixes, what is exact, and how often an interval is right."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from evaluation_cases import case
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import permutation_test

from bot.evaluation.measures.declining import MEASURES
from bot.evaluation.measures.measure import Case, Estimate, Measure, Part
from bot.evaluation.measures.pooled import Floats, Pooled, total
from bot.evaluation.statistics import difference, estimate

NOTHING = Estimate(None, None, None, 0)


def told(*numbers: float | None) -> list[Case]:
    """Cases that each tell a measure a number."""
    return [case(timings_ms={} if n is None else {"n": n}) for n in numbers]


def number(scored: Case) -> tuple[float] | None:
    n = scored.reply.timings_ms.get("n")
    return None if n is None else (n,)


def part(scored: Case) -> Part | None:
    n = number(scored)
    return None if n is None else Part(n[0])


def highest(rows: Floats, weights: Floats) -> Floats:
    return np.asarray(np.where(weights > 0, rows[:, 0], -np.inf).max(axis=1))


MEAN = Measure("mean", "mean", "Test", part=part)
HIGHEST = Measure("highest", "highest", "Test", whole=Pooled(number, highest))
PLAIN = Measure(
    "plain",
    "plain",
    "Test",
    whole=lambda cases: max((n[0] for c in cases if (n := number(c))), default=None),
)
EVERY = pytest.mark.parametrize("measure", [MEAN, HIGHEST, PLAIN], ids=lambda m: m.name)


@EVERY
def test_the_same_seed_gives_the_same_interval(measure: Measure) -> None:
    cases = told(*np.random.default_rng(1).random(30))
    one = estimate(measure, cases, samples=200, seed=3)
    assert one == estimate(measure, cases, samples=200, seed=3)


def test_another_seed_gives_another_interval_of_the_same_figure() -> None:
    cases = told(*np.random.default_rng(1).random(30))
    one, other = (estimate(MEAN, cases, samples=200, seed=seed) for seed in (3, 4))
    assert one.value == other.value
    assert (one.low, one.high) != (other.low, other.high)


@EVERY
def test_a_single_case_is_its_own_interval(measure: Measure) -> None:
    assert estimate(measure, told(0.3), seed=1) == Estimate(0.3, 0.3, 0.3, 1)


@EVERY
def test_equal_cases_have_no_spread(measure: Measure) -> None:
    assert estimate(measure, told(1, 1, 1, 1), seed=1) == Estimate(1, 1, 1, 4)


@EVERY
def test_nothing_scored_is_no_figure(measure: Measure) -> None:
    assert estimate(measure, [], seed=1) == NOTHING
    assert estimate(measure, told(None, None), seed=1) == NOTHING


def test_a_case_without_a_number_is_left_out_not_counted_as_zero() -> None:
    assert estimate(MEAN, told(1, None, 1), seed=1) == Estimate(1, 1, 1, 2)


def test_a_measure_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="empty has neither part nor whole"):
        estimate(Measure("empty", "", ""), told(1), seed=1)


def test_a_figure_is_the_sum_of_totals_over_the_sum_of_counts() -> None:
    quotes = Measure("q", "q", "Test", part=lambda c: Part(c.reply.timings_ms["n"], 4))
    assert estimate(quotes, told(1, 2, 3), seed=1).value == 0.5


def test_parts_of_no_count_are_no_figure() -> None:
    empty = Measure("e", "e", "Test", part=lambda _: Part(1, 0))
    assert estimate(empty, told(1, 2), seed=1) == NOTHING


def test_a_figure_larger_than_numbers_go_is_no_figure_and_bounds_no_interval() -> None:
    summed = Measure("s", "s", "Test", whole=Pooled(lambda c: (c.reply.timings_ms["n"],), total))
    assert estimate(summed, told(1e308, 1e308), seed=1) == NOTHING
    found = estimate(summed, told(1e308, 0), seed=1)
    assert (found.value, found.high) == (1e308, 1e308)


def test_a_sample_that_cannot_be_scored_is_passed_over() -> None:
    auc = next(measure for measure in MEASURES if measure.name == "answerable_auc")
    cases = [case([[(0, 9)]], [], confidence=0.9), case([], [], confidence=0.1)]
    assert estimate(auc, cases, samples=100, seed=1) == Estimate(1, 1, 1, 2)


def test_a_known_figure_and_an_unknown_one_have_the_same_interval() -> None:
    cases = told(*np.random.default_rng(2).random(20))
    assert estimate(HIGHEST, cases, samples=300, seed=5) == estimate(
        PLAIN, cases, samples=300, seed=5
    )


def test_samples_in_blocks_are_as_many_as_were_wanted() -> None:
    counted: list[int] = []

    def figures(rows: Floats, weights: Floats) -> Floats:
        counted.append(len(weights))
        assert (weights.sum(axis=1) == len(rows)).all()
        return total(rows, weights)

    many = Measure("many", "many", "Test", whole=Pooled(number, figures))
    estimate(many, told(*range(5_000)), samples=1_000, seed=1)
    assert counted == [1, 400, 400, 200]


def test_the_interval_of_a_share_is_near_the_one_of_the_textbook() -> None:
    found = estimate(MEAN, told(*[1] * 120, *[0] * 60), samples=4_000, seed=1)
    wide = 1.96 * (2 / 3 * 1 / 3 / 180) ** 0.5
    assert found.low == pytest.approx(2 / 3 - wide, abs=0.01)
    assert found.high == pytest.approx(2 / 3 + wide, abs=0.01)


def test_nineteen_of_twenty_intervals_hold_the_truth() -> None:
    random = np.random.default_rng(7)
    held = 0
    for seed in range(200):
        found = estimate(MEAN, told(*random.normal(0.5, 1, 60)), samples=300, seed=seed)
        assert found.low is not None
        assert found.high is not None
        held += found.low <= 0.5 <= found.high
    assert 180 <= held <= 198


def by_hand(before: Sequence[float], after: Sequence[float]) -> Fraction:
    """All signs, in whole numbers of twelfths."""
    steps = [round(12 * (a - b)) for b, a in zip(before, after, strict=True)]
    sums = [
        abs(sum(s * d for s, d in zip(signs, steps, strict=True)))
        for signs in product((1, -1), repeat=len(steps))
    ]
    return Fraction(sum(one >= abs(sum(steps)) for one in sums), len(sums))


@pytest.mark.parametrize(
    ("before", "after", "p"),
    [
        ([], [], 1),
        ([0.5], [0.5], 1),
        ([0, 0, 0], [0, 0, 0], 1),
        ([0], [1], 1),  # one pair shows nothing
        ([0, 0], [1, 1], 1 / 2),
        ([0, 0, 0, 0, 0], [1, 1, 1, 1, 1], 1 / 16),
        ([1, 1, 1, 1, 1], [0, 0, 0, 0, 0], 1 / 16),  # down is as far as up
        ([0, 0, 0, 1], [1, 1, 1, 0], 10 / 16),
        ([0, 0, 0, 1, 1, 0.3], [1, 1, 1, 0, 1, 0.3], 10 / 16),  # equal pairs say nothing
        ([0] * 5 + [1] * 95, [1] * 100, 1 / 16),  # and do not make many of few
    ],
)
def test_few_pairs_are_tested_exactly(before: list[float], after: list[float], p: float) -> None:
    assert difference(before, after) == p


TWELFTHS = st.integers(0, 12).map(lambda n: n / 12)


@given(st.lists(st.tuples(TWELFTHS, TWELFTHS), min_size=1, max_size=8))
def test_the_exact_test_counts_all_signs(pairs: list[tuple[float, float]]) -> None:
    before, after = zip(*pairs, strict=True)
    assert difference(before, after) == float(by_hand(before, after))
    assert difference(before, after) == difference(after, before)


def test_many_pairs_are_near_scipys_permutation_test() -> None:
    random = np.random.default_rng(3)
    before = random.integers(0, 5, 60) / 4
    after = np.clip(before + random.integers(-2, 4, 60) / 8, 0, 1)
    theirs = permutation_test(
        (after, before),
        lambda x, y, axis: (x - y).mean(axis=axis),
        permutation_type="samples",
        n_resamples=20_000,
        vectorized=True,
        rng=np.random.default_rng(4),
    )
    assert difference(list(before), list(after)) == pytest.approx(theirs.pvalue, abs=0.01)


def test_many_pairs_that_all_rose_are_never_quite_impossible() -> None:
    p = difference([0.0] * 100, [1.0] * 100)
    assert p == 1 / 10_001


def test_the_same_seed_gives_the_same_p() -> None:
    random = np.random.default_rng(5)
    before, after = list(random.random(40)), list(random.random(40))
    assert difference(before, after, seed=1) == difference(before, after, seed=1)
    assert difference(before, after, seed=1) != difference(before, after, seed=2)


def test_values_that_are_no_pairs_are_refused() -> None:
    with pytest.raises(ValueError, match="2 values before, 1 after"):
        difference([1, 2], [1])
