"""Findings -> evidence: which sentences answer, and whether they answer at all.

    sentences ─ features ─► rank ─► probability each ─► up to four, no repeats
                               └──► confidence that they answer ─► answered or declined

Owns the choice and the threshold. Unlike `index.search`, which finds passages that look like the
question, it decides what a person is shown. Every weight and both thresholds are fitted by
`bot.calibration` on questions, and stand in `evidence.json` with what they were fitted on.

What was tried for the ranking, as the share of 500 SQuAD questions whose answer is inside the first
quote / inside the quotes: fitted weights over words, cosines, neighbours and kinds 0.756 / 0.840;
the same with the question's words compared one by one, in context (`index.wordings`) 0.792 / 0.878.
A boosted forest and a small neural network over the same features ranked worse than the weights
(sentence first: 0.687 and 0.686 against 0.697). For declining, what only the question has (words
and names that no article has, a number of something else) added nothing to the confidence: a
question that the articles nearly answer has the words of one that they do.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.features import FEATURES, parse, table
from bot.highlights import highlight
from index.articles import Article, Span
from index.errors import ModelError
from index.search import Findings

Floats = NDArray[np.float64]

WEIGHTS = "evidence.json"
MAX_QUOTES = 4
CONSIDERED = 8  # the best sentences; the fifth is right for one question in forty
# Two sentences of one article that share this much of their words, or of their meaning, carry the
# same fact: one of them is enough, and leaves its room to another article. Of two articles only
# the words count, for two sources of one fact are worth more than one.
SAME_WORDS = 0.7
SAME_MEANING = 0.7
# What the probability that a sentence is evidence, and the confidence, are computed from.
SENTENCE_SIGNS = ("share", "log_share", "below_best", "rank")
ANSWER_SIGNS = ("score", "share", "margin")
BEST_OF = (
    "lexical", "coverage", "coverage_around", "names_around", "pairs", "cosine", "meant",
    "least_meant", "third_meant", "least_meant_around",
)  # fmt: skip
OWN = (
    *BEST_OF, "closeness", "rarest_missing", "passage_cosine",
    "asks_number", "asks_when", "asks_who", "asks_where",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pick:
    """A sentence picked as evidence. `highlights` are offsets into the article's text."""

    article: Article
    span: Span
    probability: float
    highlights: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """The picks, best first, and whether they answer. Empty only if nothing was found."""

    picks: tuple[Pick, ...]
    confidence: float
    answers: bool


@dataclass(frozen=True)
class Logistic:
    """A probability from signs: 1 / (1 + e^-(weights · signs + bias))."""

    weights: Floats
    bias: float

    def __call__(self, signs: Floats) -> Floats:
        """Probabilities for rows of signs."""
        return np.asarray(1.0 / (1.0 + np.exp(-(signs @ self.weights + self.bias))))


@dataclass(frozen=True)
class Weights:
    """What `bot.calibration` fitted."""

    rank: Floats  # one a feature
    sentence: Logistic  # over SENTENCE_SIGNS
    answer: Logistic  # over the signs of `answer_signs`
    show: float  # a further quote needs this probability
    answer_from: float  # below this confidence the answer is declined

    @classmethod
    def read(cls, text: str) -> Weights:
        """Weights from the JSON that `bot.calibration` writes. Raises ValueError if they do not
        fit this version's features."""
        fields: dict[str, Any] = json.loads(text)
        if tuple(fields["features"]) != FEATURES:
            raise ValueError("evidence.json was fitted for other features: run make calibrate")
        return cls(
            rank=np.array(fields["rank"]),
            sentence=Logistic(np.array(fields["sentence"]["weights"]), fields["sentence"]["bias"]),
            answer=Logistic(np.array(fields["answer"]["weights"]), fields["answer"]["bias"]),
            show=fields["show"],
            answer_from=fields["answer_from"],
        )


class Picker:
    """Picks evidence. Threads may share it."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights

    @classmethod
    def bundled(cls, answer_from: float | None = None) -> Picker:
        """The picker with the weights that ship with Pullquote, or with a threshold of one's own.

        Raises ModelError if the weights are missing or those of another version.
        """
        try:
            weights = Weights.read(resources.files("bot").joinpath(WEIGHTS).read_text("utf-8"))
        except (OSError, ValueError, KeyError) as error:
            raise ModelError(
                f"{WEIGHTS} cannot be used ({error}). Install Pullquote again."
            ) from error
        return cls(weights if answer_from is None else replace(weights, answer_from=answer_from))

    def pick(self, findings: Findings) -> Evidence:
        """The sentences that answer, best first; the closest ones if none does."""
        if not len(findings.owners):
            return Evidence((), 0.0, answers=False)
        features = table(findings).astype(np.float64)
        scores = features @ self._weights.rank
        order = np.argsort(-scores, kind="stable")
        signs = answer_signs(features, scores, order)
        confidence = float(self._weights.answer(signs[np.newaxis])[0])
        best = order[:CONSIDERED]
        probabilities = self._weights.sentence(sentence_signs(scores, best))
        chosen = list(self._chosen(findings, best, probabilities))
        picks = tuple(_pick(findings, n, p) for n, p in chosen)
        # A question without a word, such as an emoji, asks for nothing that could be found.
        answers = bool(findings.stems) and confidence >= self._weights.answer_from
        return Evidence(picks, confidence, answers)

    def _chosen(
        self, findings: Findings, best: NDArray[np.int64], probabilities: Floats
    ) -> Iterator[tuple[int, float]]:
        """The best sentence, and each further one that is likely enough and no repeat."""
        taken: list[int] = []
        for n, probability in zip(best.tolist(), probabilities.tolist(), strict=True):
            if taken and probability < self._weights.show:
                return
            if len(taken) < MAX_QUOTES and not any(_repeats(findings, n, t) for t in taken):
                taken.append(n)
                yield n, probability


def sentence_signs(scores: Floats, best: NDArray[np.int64]) -> Floats:
    """One row of SENTENCE_SIGNS for each of the best sentences."""
    shares = _softmax(scores)[best]
    return np.stack(
        [shares, np.log(shares + 1e-9), scores[best] - scores[best[0]], np.arange(len(best))],
        axis=1,
    )


def answer_signs(features: Floats, scores: Floats, order: NDArray[np.int64]) -> Floats:
    """What tells whether the question is answered: ANSWER_SIGNS of the best sentence, OWN of its
    features, and the highest of BEST_OF among all sentences."""
    top = order[0]
    second = scores[order[1]] if len(order) > 1 else scores[top] - 3.0
    own = features[top, [FEATURES.index(name) for name in OWN]]
    best = features[:, [FEATURES.index(name) for name in BEST_OF]].max(axis=0)
    return np.array([scores[top], _softmax(scores)[top], scores[top] - second, *own, *best])


def _softmax(scores: Floats) -> Floats:
    powers = np.exp(scores - scores.max())
    return np.asarray(powers / powers.sum())


def _repeats(findings: Findings, one: int, other: int) -> bool:
    """Whether two sentences say the same, so that one of them is enough."""
    (article, span), (other_article, other_span) = (
        findings.sentences[one],
        findings.sentences[other],
    )
    mine = parse(article.text[span.start : span.end])
    theirs = parse(other_article.text[other_span.start : other_span.end])
    shared, all_words = mine.present & theirs.present, mine.present | theirs.present
    if mine.text == theirs.text:
        return True
    # "100,000 troops" beside "175,000 troops" is no repeat: that sources differ has to be seen.
    if any(char.isdigit() for word in all_words - shared for char in word):
        return False
    if len(shared) >= SAME_WORDS * max(1, len(all_words)):
        return True
    if article.id != other_article.id:
        return False
    vectors = findings.hits[findings.owners[one]].entry.sentence_vectors
    pair = vectors[[int(findings.numbers[one]), int(findings.numbers[other])]].astype(np.float32)
    return float(pair[0] @ pair[1]) >= SAME_MEANING


def _pick(findings: Findings, number: int, probability: float) -> Pick:
    article, span = findings.sentences[number]
    return Pick(article, span, probability, highlight(article, span, findings.question))
