"""Findings -> evidence: which sentences answer, and whether they answer at all.

    sentences ─ features ─► probability each ─► up to four, no repeats
                        └─► confidence that they answer ─► answered or declined

Owns the choice and the threshold. Unlike `index.search`, which finds passages that look like the
question, it decides what a person is shown. The weights are fitted by `bot.calibration` on
questions and stand, with what they were fitted on and what they gave, in `evidence.json`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.features import FEATURES, parse, table
from bot.highlights import highlight
from index.articles import Article, Span
from index.search import Findings

Floats = NDArray[np.float64]

MAX_QUOTES = 4
# Two sentences of one article that share this much of their words, or of their meaning, say the
# same; of two articles only the words count, for two sources of one fact are worth more than one.
SAME_WORDS = 0.7
SAME_MEANING = 0.9


@dataclass(frozen=True, slots=True)
class Pick:
    """A sentence picked as evidence. `highlights` are offsets into the article's text."""

    article: Article
    span: Span
    probability: float
    highlights: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """The picks, best first, and whether they answer. Never empty unless nothing was found."""

    picks: tuple[Pick, ...]
    confidence: float
    answers: bool
'''
