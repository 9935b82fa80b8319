"""Weights from cases.

Owns the losses and how the two thresholds are chosen. Needs scikit-learn and scipy, which
Pullquote itself does not. Unlike `bot.evidence`, which uses the weights, no user runs this.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from bot.calibration.cases import Case
from bot.calibration.looks import Way
from bot.evidence import MAX_QUOTES
from bot.likeness import CONSIDERED, sentence_signs
from bot.weights import Floats, Logistic

RIDGE = 1e-3  # keeps weights of features that say the same small
FOLDS = 8
SHORT_FROM = 0.7  # the words marked are shown as the answer if they are right with this probability
SHRINK = 0.1  # scikit-learn's C for the two probabilities
PLATT = 1e6  # the same for two numbers only, which need no shrinking
# Chosen on the tuning half: of the answerable questions this share must be answered, and of the
# quotes shown this share must be evidence.
ANSWERED = 0.94
EVIDENCE_AMONG_QUOTES = 0.75


@dataclass(frozen=True)
class Quoting:
    """What is quoted: the two models by which sentences are picked, and their threshold."""

    rank: Floats
    sentence: Logistic
    show: float = 1.0

    def quoted(self, case: Case) -> NDArray[np.int64]:
        """The sentences that would be quoted, best first."""
        scores, order = _ranked(case, self.rank)
        best = order[:MAX_QUOTES]
        enough = self.sentence(sentence_signs(scores, best)) >= self.show
        enough[0] = True
        return best[np.logical_and.accumulate(enough)]

    def answers(self, case: Case) -> bool:
        """Whether one of them is evidence: the event that the confidence is the probability of."""
        return bool(case.gold[self.quoted(case)].any())


def fit(others: Sequence[Case], own: Sequence[Case], way: Way) -> dict[str, object]:
    """The contents of the way's file of weights."""
    cases = [*others, *own]
    rank = _fit_rank([case for case in others if case.answerable])
    quoting = _with_threshold(Quoting(rank, _fit_sentence(cases, rank)), own)
    answer = _fit_answer(way, cases, quoting)
    answer_from = _answer_from(way, quoting, others, own)
    sure = [float(answer(_signs(way, case, rank)[np.newaxis])[0]) for case in own]
    return {
        "features": list(way.features),
        "rank": rank.tolist(),
        "sentence": _as_json(quoting.sentence),
        "answer": _as_json(answer),
        "show": quoting.show,
        "answer_from": answer_from,
        **_short(others, rank),
        "gave": _gave(quoting, own, sure, answer_from),
    }


def _fit_rank(cases: Sequence[Case]) -> Floats:
    """Weights under which a softmax over a question's sentences favours those with the answer
    (listwise cross-entropy; Cao et al., 2007), by L-BFGS with the exact gradient."""
    from scipy.optimize import minimize

    table_ = np.vstack([case.features for case in cases])
    spread = table_.std(axis=0) + 1e-6
    scaled = (table_ - table_.mean(axis=0)) / spread
    gold = np.concatenate([case.gold for case in cases])
    sizes = [len(case.gold) for case in cases]
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    owner = np.repeat(np.arange(len(cases)), sizes)

    def loss(weights: Floats) -> tuple[float, Floats]:
        scores = scaled @ weights
        powers = np.exp(scores - np.maximum.reduceat(scores, starts)[owner])
        whole = np.add.reduceat(powers, starts)
        right = np.add.reduceat(powers * gold, starts)
        error = (powers / whole[owner] - powers * gold / right[owner]) / len(cases)
        cost = -np.log(right / whole).mean() + RIDGE * (weights @ weights)
        return float(cost), scaled.T @ error + 2 * RIDGE * weights

    best = minimize(loss, np.zeros(scaled.shape[1]), jac=True, method="L-BFGS-B")
    return np.asarray(best.x / spread)


def _fit_sentence(cases: Sequence[Case], rank: Floats) -> Logistic:
    rows, gold, weights = [], [], []
    for case, weight in _weighted([case for case in cases if case.answerable]):
        scores, order = _ranked(case, rank)
        rows.append(sentence_signs(scores, order[:CONSIDERED]))
        gold.append(case.gold[order[:CONSIDERED]])
        weights.append(np.full(len(gold[-1]), weight))
    return _logistic(np.vstack(rows), np.concatenate(gold), np.concatenate(weights))


def _fit_answer(way: Way, cases: Sequence[Case], quoting: Quoting) -> Logistic:
    rows = np.array([_signs(way, case, quoting.rank) for case in cases])
    answerable = np.array([case.answerable for case in cases])
    weights = np.array([weight for _, weight in _weighted(cases)])
    own = np.array([case.own for case in cases])
    quoted = np.array([quoting.answers(case) for case in cases if case.own])
    return _scaled(_logistic(rows, answerable, weights), rows[own], quoted)


def _scaled(model: Logistic, rows: Floats, truth: NDArray[np.bool_]) -> Logistic:
    """The model with its logit stretched and shifted so that it holds for the project's own
    questions (Platt, 1999): how many of the others are unanswerable is how they were made."""
    from sklearn.linear_model import LogisticRegression

    if len(set(truth.tolist())) < 2:
        return model
    logits = model.logits(rows)
    scale = LogisticRegression(C=PLATT).fit(logits[:, np.newaxis], truth)
    slope, shift = float(scale.coef_[0, 0]), float(scale.intercept_[0])
    return Logistic(model.weights * slope, model.bias * slope + shift)


def _weighted(cases: Sequence[Case]) -> Iterator[tuple[Case, float]]:
    """The project's own questions weigh, in all, as much as the others."""
    own = sum(case.own for case in cases)
    factor = (len(cases) - own) / own if own else 1.0
    return ((case, factor if case.own else 1.0) for case in cases)


def _logistic(rows: Floats, truth: NDArray[np.bool_], weights: Floats) -> Logistic:
    from sklearn.linear_model import LogisticRegression
    from sklearn.preprocessing import StandardScaler

    scaler = StandardScaler().fit(rows)
    model = LogisticRegression(C=SHRINK, max_iter=5_000)
    model.fit(scaler.transform(rows), truth, sample_weight=weights / weights.mean())
    slopes = model.coef_[0] / scaler.scale_
    return Logistic(slopes, float(model.intercept_[0] - slopes @ scaler.mean_))


def _ranked(case: Case, rank: Floats) -> tuple[Floats, NDArray[np.int64]]:
    scores = case.features @ rank
    return scores, np.argsort(-scores, kind="stable")


def _signs(way: Way, case: Case, rank: Floats) -> Floats:
    scores, order = _ranked(case, rank)
    return way.answer_signs(case.features, scores, order)


def _short(cases: Sequence[Case], rank: Floats) -> dict[str, object]:
    """That the words marked in the best sentence are the answer; nothing where none are marked."""
    rows, right = [], []
    for case in cases:
        if case.short is not None and case.short_right is not None:
            best = int(_ranked(case, rank)[1][0])
            rows.append(case.short[best])
            right.append(bool(case.short_right[best]))
    if not rows:
        return {}
    model = _logistic(np.array(rows), np.array(right), np.ones(len(rows)))
    return {"short": _as_json(model), "short_from": SHORT_FROM}


def _answer_from(way: Way, quoting: Quoting, others: Sequence[Case], own: Sequence[Case]) -> float:
    """The confidence that the wanted share of answerable questions reaches.

    Each is judged by a model fitted without it: judged by their own fit, they look surer.
    """
    reached = []
    for fold in range(FOLDS):
        rest = [case for n, case in enumerate(own) if n % FOLDS != fold]
        model = _fit_answer(way, [*others, *rest], quoting)
        left_out = [case for case in own[fold::FOLDS] if case.groups]
        reached += [float(model(_signs(way, c, quoting.rank)[np.newaxis])[0]) for c in left_out]
    return float(np.quantile(reached, 1 - ANSWERED))


def _with_threshold(quoting: Quoting, own: Sequence[Case]) -> Quoting:
    """With the lowest probability for a further quote at which enough of them are evidence."""
    tried = [replace(quoting, show=round(float(t), 2)) for t in np.arange(0.05, 0.6, 0.01)]
    good = (one for one in tried if _found_and_right(one, own)[1] >= EVIDENCE_AMONG_QUOTES)
    return next(good, tried[-1])


def _found_and_right(quoting: Quoting, own: Sequence[Case]) -> tuple[float, float]:
    """Evidence found and quotes that are evidence, over answerable questions."""
    cases = [(case, quoting.quoted(case)) for case in own if case.groups]
    found = [np.mean([group[quoted].any() for group in case.groups]) for case, quoted in cases]
    right = np.concatenate([case.gold[quoted] for case, quoted in cases])
    return float(np.mean(found)), float(right.mean())


def _gave(
    quoting: Quoting, own: Sequence[Case], sure: Sequence[float], answer_from: float
) -> dict[str, float]:
    """The figures on the tuning half, on which the thresholds were chosen."""
    found, right = _found_and_right(quoting, own)
    answered = [(bool(case.groups), s >= answer_from) for case, s in zip(own, sure, strict=True)]
    figures = {
        "evidence_found": found,
        "quotes_that_are_evidence": right,
        "first_quote_right": np.mean([c.gold[quoting.quoted(c)[0]] for c in own if c.groups]),
        "answered": np.mean([is_answered for answers, is_answered in answered if answers]),
        "declined": np.mean([not is_answered for answers, is_answered in answered if not answers]),
    }
    return {name: round(float(figure), 3) for name, figure in figures.items()}


def _as_json(model: Logistic) -> dict[str, object]:
    return {"weights": model.weights.tolist(), "bias": model.bias}
