"""How much each sentence that was found looks like an answer: ranked, with probabilities.

Owns the judgement that needs nothing but words and vectors. Unlike `reading`, it never looks at
question and sentence together; unlike `evidence`, it does not choose what is shown. Every weight is
fitted by `bot.calibration` on questions, and stands in `evidence.json` with what it was fitted on.

What was tried for the ranking, as the share of 500 SQuAD questions whose answer is inside the first
quote / inside the quotes: fitted weights over words, cosines, neighbours and kinds 0.756 / 0.840;
the same with the question's words compared one by one, in context (`index.wordings`) 0.792 / 0.878.
A boosted forest and a small neural network over the same features ranked worse than the weights
(sentence first: 0.687 and 0.686 against 0.697). For declining, what only the question has (words
and names that no article has, a number of something else) added nothing to the confidence: a
question that the articles nearly answer has the words of one that they do. A linear map of the
question's vectors, its words' and its own, learned from 2,650 questions (rank 64, five passes), put
the right sentence first for less of the odd-numbered own questions (0.68 after 0.73), of SQuAD's
and of Wikipedia's: it learned the questions by heart.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.features import FEATURES, table
from bot.weights import Floats, Weights, softmax
from index.search import Findings

WEIGHTS = "evidence.json"
CONSIDERED = 8  # the best sentences; the fifth is right for one question in forty
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


@dataclass(frozen=True)
class Judged:
    """The best sentences, best first, by their number among those found, and how sure it is.

    `scores` has a score for every sentence found, in no unit. `words` has, for the best sentences,
    where in the article the answering words stand, if that was judged. `short` is the probability
    that the first of them are the answer, None if it was not judged.
    """

    best: NDArray[np.int64]
    probabilities: Floats  # one for each of `best`
    confidence: float
    scores: Floats
    words: tuple[tuple[int, int] | None, ...] = ()
    short: float | None = None


def judge(findings: Findings, weights: Weights) -> Judged:
    """The best sentences of what was found, which must not be nothing."""
    features = table(findings).astype(np.float64)
    scores = features @ weights.rank
    order = np.argsort(-scores, kind="stable")
    signs = answer_signs(features, scores, order)
    best = order[:CONSIDERED]
    return Judged(
        best=best,
        probabilities=weights.sentence(sentence_signs(scores, best)),
        confidence=float(weights.answer(signs[np.newaxis])[0]),
        scores=scores,
    )


def sentence_signs(scores: Floats, best: NDArray[np.int64]) -> Floats:
    """One row of SENTENCE_SIGNS for each of the best sentences."""
    shares = softmax(scores)[best]
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
    return np.array([scores[top], softmax(scores)[top], scores[top] - second, *own, *best])
