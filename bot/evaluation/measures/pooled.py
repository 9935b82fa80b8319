"""Figures that only all cases together have: an area under a curve, a percentile.

Owns how such a figure is computed for many samples of the cases at once: each case is read once
into a row of numbers, and a sample says how often it has each row. Unlike `measure.Part`, whose
figures are shares of sums, any figure over weighted rows will do. Which samples, `statistics` says.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.evaluation.measures.measure import Case

Floats = NDArray[np.float64]
Figures = Callable[[Floats, Floats], Floats]


@dataclass(frozen=True, slots=True)
class Pooled:
    """A `Measure.whole` that can be computed for many samples at once.

    `row` reads a case, None where there is nothing to score. `figures` takes the rows, of shape
    (cases, numbers), and how often each is in a sample, of shape (samples, cases); it returns a
    figure for each sample, NaN for a sample with nothing to score.
    """

    row: Callable[[Case], tuple[float, ...] | None]
    figures: Figures

    def rows(self, cases: Sequence[Case]) -> Floats:
        """The rows of the cases that can be scored, in order: shape (cases, numbers)."""
        rows = [row for case in cases if (row := self.row(case)) is not None]
        return np.array(rows, dtype=np.float64)

    def __call__(self, cases: Sequence[Case]) -> float | None:
        """The figure over these cases, each once; None where there is nothing to score."""
        rows = self.rows(cases)
        if not len(rows):
            return None
        value = float(self.figures(rows, np.ones((1, len(rows))))[0])
        return None if np.isnan(value) else value


def total(rows: Floats, weights: Floats) -> Floats:
    """The sum of the rows' first number, in each sample."""
    return np.asarray(weights @ rows[:, 0])


def by_value(values: Floats, columns: Sequence[Floats]) -> list[Floats]:
    """Each of the columns, of shape (samples, cases), summed over equal values, least first:
    shape (samples, different values). So no order within a tie can matter."""
    order = np.argsort(values, kind="stable")
    starts = np.flatnonzero(np.diff(values[order], prepend=-np.inf))
    return [np.asarray(np.add.reduceat(c[:, order], starts, axis=1)) for c in columns]


def divide(over: Floats, under: Floats) -> Floats:
    """over / under, NaN where `under` is 0."""
    return np.asarray(np.divide(over, under, out=np.full(over.shape, np.nan), where=under != 0))
