"""Fitted weights: numbers in, probabilities out.

Owns the form of the files that `bot.calibration` writes. Unlike `evidence`, which uses the weights,
it does not know what the numbers that they weigh mean.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.errors import ModelError

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Logistic:
    """A probability from signs: 1 / (1 + e^-(weights · signs + bias))."""

    weights: Floats
    bias: float

    def __call__(self, signs: Floats) -> Floats:
        """Probabilities for rows of signs."""
        return np.asarray(1.0 / (1.0 + np.exp(-self.logits(signs))))

    def logits(self, signs: Floats) -> Floats:
        """What the probabilities are made of: log odds for rows of signs."""
        return np.asarray(signs @ self.weights + self.bias)

    @classmethod
    def of(cls, fields: Mapping[str, Any]) -> Logistic:
        """From its JSON."""
        return cls(np.array(fields["weights"], dtype=np.float64), float(fields["bias"]))


@dataclass(frozen=True)
class Weights:
    """What `bot.calibration` fitted for one way of picking evidence."""

    rank: Floats  # one a feature
    sentence: Logistic  # that a sentence is evidence
    answer: Logistic  # that the question is answered
    show: float  # a further quote needs this probability
    answer_from: float  # below this confidence the answer is declined
    short: Logistic | None = None  # that the marked words are the answer
    short_from: float = 1.0  # below this probability they are not shown as the answer

    @classmethod
    def read(cls, text: str, features: Sequence[str]) -> Weights:
        """Weights from the JSON that `bot.calibration` writes.

        Raises ValueError or KeyError if they were fitted for other features.
        """
        fields: dict[str, Any] = json.loads(text)
        if tuple(fields["features"]) != tuple(features):
            raise ValueError("they were fitted for other features: run make calibrate")
        short = fields.get("short")
        return cls(
            rank=np.array(fields["rank"], dtype=np.float64),
            sentence=Logistic.of(fields["sentence"]),
            answer=Logistic.of(fields["answer"]),
            show=float(fields["show"]),
            answer_from=float(fields["answer_from"]),
            short=None if short is None else Logistic.of(short),
            short_from=float(fields.get("short_from", 1.0)),
        )


def bundled(name: str, features: Sequence[str]) -> Weights:
    """The weights in a file that ships with Pullquote.

    Raises ModelError if the file is missing or of another version.
    """
    try:
        return Weights.read(resources.files("bot").joinpath(name).read_text("utf-8"), features)
    except (OSError, ValueError, KeyError) as error:
        raise ModelError(
            f"bot/{name} cannot be used ({error}). Install Pullquote again, or run make calibrate."
        ) from error


def softmax(scores: Floats) -> Floats:
    """Shares that sum to 1, the same order as the scores."""
    powers = np.exp(scores - scores.max())
    return np.asarray(powers / powers.sum())
