"""The two ways of looking at what search found, as a fit sees them.

Owns which file of weights belongs to which features. Unlike `bot.likeness` and `bot.reading`, which
judge, it only hands over the numbers that they weigh.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot import likeness, reading
from bot.features import FEATURES, table
from bot.weights import Floats, Weights
from index.reader import Reader
from index.search import Findings


@dataclass(frozen=True)
class Seen:
    """Sentences by number among those found, with a row of features for each."""

    numbers: list[int]
    features: Floats
    words: list[tuple[int, int] | None]
    short: Floats | None = None  # a row of `reading.SHORT_SIGNS` for each


Look = Callable[[Findings], Seen]


@dataclass(frozen=True)
class Way:
    """A way of judging sentences: its file of weights, what they weigh, and how it is looked at."""

    file: str
    features: tuple[str, ...]
    answer_signs: Callable[[Floats, Floats, NDArray[np.int64]], Floats]
    look: Look


def by_likeness() -> Way:
    """Every sentence found, by `bot.features`."""

    def look(found: Findings) -> Seen:
        count = len(found.owners)
        return Seen(list(range(count)), table(found).astype(np.float64), [None] * count)

    return Way(likeness.WEIGHTS, FEATURES, likeness.answer_signs, look)


def by_reading(reader: Reader, weights: Weights) -> Way:
    """The sentences of the passages that are likeliest by likeness, with `weights`, as read."""

    def look(found: Findings) -> Seen:
        marked = reading.read(reader, found, likeness.judge(found, weights))
        short = [
            reading.short_signs(row, words or (0, 0))
            for row, words in zip(marked.signs, marked.words, strict=True)
        ]
        return Seen(marked.numbers, marked.signs, marked.words, np.array(short))

    return Way(reading.WEIGHTS, reading.SIGNS, reading.answer_signs, look)
