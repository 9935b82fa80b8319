"""How sure a figure is, and whether a difference is more than chance.

Owns the samples and the tests, over any measure. Unlike `measures`, it knows nothing of what is
measured; unlike `results`, it computes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from bot.evaluation.measures.measure import Case, Estimate, Measure
from bot.evaluation.measures.pooled import Figures, Floats, Pooled, divide

LEVEL = (0.025, 0.975)  # the ends of a 95 % interval
EXACT_PAIRS = 14  # up to so many, all 2^n signs are tried
AT_ONCE = 2_000_000  # numbers of a block of samples: 16 MB
NOTHING = Estimate(None, None, None, 0)


def estimate(
    measure: Measure, cases: Sequence[Case], *, samples: int = 1000, seed: int
) -> Estimate:
    """A measure's figure, with a 95 % percentile bootstrap interval over the cases that it scores
    (Efron and Tibshirani, 1993): of `samples` samples of as many cases, drawn with replacement,
    the middle 95 % of the figures. The same seed gives the same interval.

    All None if nothing was scored, or its figure is larger than numbers go; a single case is its
    own interval. Raises ValueError for a measure with neither `part` nor `whole`.
    """
    rows, figures = _readable(measure, cases)
    return _estimate(rows, figures, samples, seed) if len(rows) else NOTHING


def _readable(measure: Measure, cases: Sequence[Case]) -> tuple[Floats, Figures]:
    """The cases that a measure scores as rows of numbers, and its figure over weighted rows."""
    if measure.part is not None:
        parts = [part for case in cases if (part := measure.part(case)) is not None]
        return np.array([(part.total, part.count) for part in parts], dtype=float), _ratio
    if isinstance(measure.whole, Pooled):
        return measure.whole.rows(cases), measure.whole.figures
    if measure.whole is not None:
        return np.empty((len(cases), 0)), _slow(measure.whole, cases)
    raise ValueError(f"{measure.name} has neither part nor whole.")


def _ratio(rows: Floats, weights: Floats) -> Floats:
    totals, counts = (weights @ rows).T
    return divide(totals, counts)


def _slow(whole: Callable[[Sequence[Case]], float | None], cases: Sequence[Case]) -> Figures:
    """For a figure of which nothing is known: each sample as a list of cases."""

    def figure(times: Floats) -> float:
        value = whole([case for case, n in zip(cases, times, strict=True) for _ in range(int(n))])
        return float("nan") if value is None else value

    return lambda _, weights: np.array([figure(times) for times in weights])


@np.errstate(over="ignore")  # what is too large is told apart below
def _estimate(rows: Floats, figures: Figures, samples: int, seed: int) -> Estimate:
    value = float(figures(rows, np.ones((1, len(rows))))[0])
    if not np.isfinite(value):
        return NOTHING
    drawn = np.concatenate([figures(rows, w) for w in _draw(len(rows), samples, seed)])
    # A sample may have nothing to score, such as no unanswerable question, or be too large for a
    # number: it says nothing.
    kept = drawn[np.isfinite(drawn)]
    low, high = np.quantile(kept if len(kept) else [value], LEVEL)
    return Estimate(value, float(low), float(high), len(rows))


def _draw(cases: int, samples: int, seed: int) -> Iterator[Floats]:
    """Samples in blocks: how often each has each case, of shape (samples, cases)."""
    random = np.random.default_rng(seed)
    block = max(1, AT_ONCE // cases)
    for first in range(0, samples, block):
        size = min(block, samples - first)
        picked = random.integers(cases, size=(size, cases)) + cases * np.arange(size)[:, None]
        counts = np.bincount(picked.ravel(), minlength=size * cases)
        yield counts.reshape(size, cases).astype(np.float64)


def difference(
    before: Sequence[float], after: Sequence[float], *, samples: int = 10_000, seed: int = 0
) -> float:
    """How often chance alone makes a mean difference at least as large, up or down: the p value
    of a paired sign-flip test (Fisher's randomisation test; Smucker et al., 2007).

    `before` and `after` are the same cases' values of one measure, in the same order; raises
    ValueError if they are not as many. If chance decided which of a pair is which, each difference
    could as well have the other sign. Of few pairs all signs are tried, of many `samples` at
    random, counting the one seen (Phipson and Smyth, 2010). Pairs without a difference say
    nothing; without any other, p is 1.
    """
    if len(before) != len(after):
        raise ValueError(f"{len(before)} values before, {len(after)} after: they are not pairs.")
    differences = np.subtract(after, before, dtype=float)
    differences = differences[differences != 0]
    if not len(differences):
        return 1.0
    exact = len(differences) <= EXACT_PAIRS
    signs = _all_signs(len(differences)) if exact else _signs(len(differences), samples, seed)
    # Sums of the same numbers in another order may differ in their last digit.
    least = abs(differences.sum()) - 1e-9 * np.abs(differences).sum()
    extreme, tried = 0, 0
    for block in signs:
        extreme += int((np.abs(block @ differences) >= least).sum())
        tried += len(block)
    return extreme / tried if exact else (1 + extreme) / (1 + tried)


def _all_signs(pairs: int) -> Iterator[NDArray[np.int8]]:
    numbers = np.arange(2**pairs)[:, None] >> np.arange(pairs)
    yield ((numbers & 1) * 2 - 1).astype(np.int8)


def _signs(pairs: int, samples: int, seed: int) -> Iterator[NDArray[np.int8]]:
    random = np.random.default_rng(seed)
    block = max(1, AT_ONCE // pairs)
    for first in range(0, samples, block):
        size = min(block, samples - first)
        yield (random.integers(2, size=(size, pairs), dtype=np.int8) * 2 - 1).astype(np.int8)
