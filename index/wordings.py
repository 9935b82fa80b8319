"""Words as vectors in their context, to tell whether a question's word is meant by a text's.

Owns how a text's meaningful words (`lexical.words`) are given vectors: the mean of their tokens',
in eight bits. Unlike `embedding`, which knows tokens, and `lexical`, which knows letters, it knows
that "cut-off date" and "deadline" are near.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.embedding import Reading
from index.lexical import words

SCALE = 127  # a unit vector's numbers in eight bits: cosines are off by less than 0.01

WordVectors = NDArray[np.int8]


def word_vectors(text: str, reading: Reading) -> WordVectors:
    """One row for each of `lexical.words(text)`, in order; zeros past the tokens that were read."""
    places = [(start, end) for _, start, end in words(text)]
    tokens = reading.tokens
    if not places:
        return np.zeros((0, tokens.shape[1]), dtype=np.int8)
    owners = _owners(places, reading.offsets)
    sums = np.zeros((len(places), tokens.shape[1]), dtype=np.float32)
    inside = owners >= 0
    np.add.at(sums, owners[inside], tokens[inside])
    lengths = np.linalg.norm(sums, axis=1, keepdims=True)
    rounded: WordVectors = np.round(SCALE * sums / np.maximum(lengths, 1e-6)).astype(np.int8)
    return rounded


def _owners(
    places: Sequence[tuple[int, int]], offsets: Sequence[tuple[int, int]]
) -> NDArray[np.int64]:
    """For each token the number of the word that it is part of, or -1."""
    starts = np.array([start for start, _ in places])
    ends = np.array([end for _, end in places])
    first, last = np.array(offsets, dtype=np.int64).reshape(-1, 2).T
    owner = (
        np.searchsorted(starts, last, side="left") - 1
    )  # the last word that begins before its end
    overlaps = (owner >= 0) & (ends[np.maximum(owner, 0)] > first) & (last > first)
    return np.where(overlaps, owner, -1)


def nearness(
    question: WordVectors, texts: WordVectors, counts: NDArray[np.int32]
) -> NDArray[np.float32]:
    """How near each text comes to each word of a question: texts × question words, 0 to 1.

    `texts` has the words of one text after the other, `counts` how many each has. A text without
    words is near to nothing.
    """
    near = np.zeros((len(counts), len(question)), dtype=np.float32)
    filled = counts > 0
    if filled.any() and len(question):
        cosines = texts.astype(np.float32) @ question.T.astype(np.float32) / np.float32(SCALE**2)
        starts = np.concatenate([[0], np.cumsum(counts[filled])[:-1]])
        near[filled] = np.maximum(np.maximum.reduceat(cosines, starts, axis=0), 0.0)
    return near
