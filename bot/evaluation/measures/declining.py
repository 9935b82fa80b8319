"""Declining, and whether the confidence can be relied on.

Owns when an answer is right as a whole, and what is made of its confidence. What is declined was
still picked: there, `closest` is judged in the place of `quotes`, for it is what a lower threshold
would have shown. Answers without a confidence are left out of all that needs one. Unlike
`evidence`, which scores quotes, this scores the decision to show them.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bot.evaluation.measures.evidence import is_evidence
from bot.evaluation.measures.measure import Case, Measure, Part
from bot.evaluation.measures.pooled import Floats, Pooled, by_value, divide
from bot.evaluation.results import Curves

BINS = 10  # of equal width, from 0 to 1
SAMPLES = 1_000


def declining_precision(case: Case) -> Part | None:
    """Of what was declined: 1 if the articles do not answer it, 0 if they do."""
    return None if case.reply.answered else Part(float(not case.question.answerable))


def declining_recall(case: Case) -> Part | None:
    """Of what the articles do not answer: 1 if it was declined, 0 if not."""
    return None if case.question.answerable else Part(float(not case.reply.answered))


def answering_recall(case: Case) -> Part | None:
    """Of what the articles answer: 1 if it was answered, 0 if it was declined."""
    return Part(float(case.reply.answered)) if case.question.answerable else None


def is_right(case: Case) -> bool:
    """Whether the articles answer, and the first quote (or the closest, if declined) is evidence.
    It is what "wrong" is the opposite of in the risk-coverage curve."""
    return any(_judged(case)[:1])


def quotes_answer(case: Case) -> bool:
    """Whether one of the quotes (or of the closest, if declined) is evidence. It is the event
    whose probability the confidence claims to be: see `bot.answer.Answer`."""
    return any(_judged(case))


def _judged(case: Case) -> list[bool]:
    if not case.question.answerable:
        return []
    shown = case.reply.quotes if case.reply.answered else case.reply.closest
    return [is_evidence(quote, case.question.places, case.articles) for quote in shown]


def _with_confidence(case: Case, event: bool) -> tuple[float, float] | None:
    confidence = case.reply.confidence
    return None if confidence is None else (confidence, float(event))


def _area_under_roc(rows: Floats, weights: Floats) -> Floats:
    """Rows of confidence and answerable (0 or 1): the chance that an answerable question has the
    higher confidence, ties half (Hanley and McNeil, 1982)."""
    confidence, yes = rows.T
    ups, downs = by_value(confidence, [weights * yes, weights * (1 - yes)])
    below = np.cumsum(downs, axis=1) - downs
    wins = (ups * (below + downs / 2)).sum(axis=1)
    return divide(wins, ups.sum(axis=1) * downs.sum(axis=1))


def _risk_coverage(rows: Floats, weights: Floats) -> tuple[Floats, Floats, Floats]:
    """Rows of confidence and right (0 or 1). For each confidence, highest first: the cases that
    have it, the cases answered by then, and the share of those wrong."""
    confidence, right = rows.T
    cases, wrong = by_value(-confidence, [weights, weights * (1 - right)])
    answered = np.cumsum(cases, axis=1)
    return cases, answered, divide(np.cumsum(wrong, axis=1), answered)


def _area_under_risk_coverage(rows: Floats, weights: Floats) -> Floats:
    cases, answered, risk = _risk_coverage(rows, weights)
    # A confidence that a sample lacks weighs nothing; before the first one there is no risk yet.
    return divide((cases * np.nan_to_num(risk)).sum(axis=1), answered[:, -1])


def _bins(rows: Floats, weights: Floats) -> tuple[Floats, Floats, Floats]:
    """Rows of confidence and event (0 or 1): for each bin, (lower, upper] but for the first, which
    has 0 too: its cases, and its sums of confidence and event. Each of shape (samples, BINS)."""
    confidence, event = rows.T
    numbers = np.searchsorted(np.linspace(0, 1, BINS + 1)[1:-1], confidence)
    member = np.eye(BINS)[numbers]
    sums = [weights @ (member * x[:, None]) for x in (np.ones_like(event), confidence, event)]
    return sums[0], sums[1], sums[2]


def _calibration_error(rows: Floats, weights: Floats) -> Floats:
    cases, confidence, event = _bins(rows, weights)
    return divide(np.abs(event - confidence).sum(axis=1), cases.sum(axis=1))


ANSWERABLE_AUC = Pooled(lambda c: _with_confidence(c, c.question.answerable), _area_under_roc)
RISK_COVERAGE_AREA = Pooled(lambda c: _with_confidence(c, is_right(c)), _area_under_risk_coverage)
CALIBRATION_ERROR = Pooled(lambda c: _with_confidence(c, quotes_answer(c)), _calibration_error)


def answerable_auc(cases: Sequence[Case]) -> float | None:
    """The chance that an answerable question has a higher confidence than an unanswerable one, a
    tie counted half: the area under the ROC curve (Hanley and McNeil, 1982). None without both."""
    return ANSWERABLE_AUC(cases)


def risk_coverage_area(cases: Sequence[Case]) -> float | None:
    """The area under the risk-coverage curve, AURC (Geifman and El-Yaniv, 2017; Geifman, Uziel and
    El-Yaniv, 2019), with all questions sorted by falling confidence:

        AURC = 1/n · sum over k = 1 … n of (share wrong of the first k)

    Questions of equal confidence can only be answered or declined together: for each of them, the
    first k are all up to the last of them. 0 is best; one confidence for all gives the share wrong.
    """
    return RISK_COVERAGE_AREA(cases)


def calibration_error(cases: Sequence[Case]) -> float | None:
    """The expected calibration error, ECE (Guo et al., 2017), over ten bins of equal width:

    ECE = sum over bins of (cases in it / n) · |share with evidence - mean confidence|
    """
    return CALIBRATION_ERROR(cases)


def calibration_error_by_chance(cases: Sequence[Case]) -> float | None:
    """The ECE to be expected of these very confidences if they were calibrated: with few cases,
    the share in a bin is seldom the probability (Bröcker and Smith, 2007). Mean of SAMPLES draws.
    """
    rows = CALIBRATION_ERROR.rows(cases)
    if not len(rows):
        return None
    confidence, once = rows[:, 0], np.ones((1, len(rows)))
    random = np.random.default_rng(0)
    drawn = (random.random(len(rows)) < confidence for _ in range(SAMPLES))
    errors = [_calibration_error(np.column_stack([confidence, one]), once)[0] for one in drawn]
    return float(np.mean(errors))


def curves(cases: Sequence[Case]) -> Curves:
    """The reliability of the confidence as a claim that the quotes answer, in the bins of
    `calibration_error`, and the risk-coverage curve. Both are empty without a confidence."""
    right, event = RISK_COVERAGE_AREA.rows(cases), CALIBRATION_ERROR.rows(cases)
    if not len(right):
        return Curves()
    once = np.ones((1, len(right)))
    _, answered, risk = (part[0] for part in _risk_coverage(right, once))
    bins = np.stack([part[0] for part in _bins(event, once)], axis=1)
    return Curves(
        reliability=tuple((float(c / n), float(e / n), int(n)) for n, c, e in bins if n),
        risk_coverage=tuple(
            (float(a / len(right)), float(r)) for a, r in zip(answered, risk, strict=True)
        ),
    )


MEASURES = (
    Measure(
        "declining_precision",
        "declined rightly, of the declined",
        "Declining",
        part=declining_precision,
        unit="%",
        explained="Declined questions that the articles do not answer, over declined questions.",
    ),
    Measure(
        "declining_recall",
        "unanswerable declined",
        "Declining",
        part=declining_recall,
        unit="%",
        explained="Declined questions over questions that the articles do not answer.",
    ),
    Measure(
        "answering_recall",
        "answerable answered",
        "Declining",
        part=answering_recall,
        unit="%",
        explained="Answered questions, rightly or wrongly, over questions that the articles "
        "answer.",
    ),
    Measure(
        "answerable_auc",
        "answerable told from unanswerable (AUC)",
        "Declining",
        whole=ANSWERABLE_AUC,
        explained="The chance that an answerable question has a higher confidence than an "
        "unanswerable one, ties half: the area under the ROC curve (Hanley and McNeil, 1982).",
    ),
    Measure(
        "risk_coverage_area",
        "area under risk–coverage (AURC)",
        "Declining",
        whole=RISK_COVERAGE_AREA,
        lower_is_better=True,
        explained="The share of answers whose first quote is not evidence, averaged over all "
        "thresholds of confidence (Geifman and El-Yaniv, 2017).",
    ),
    Measure(
        "calibration_error",
        "calibration error (ECE)",
        "Declining",
        whole=CALIBRATION_ERROR,
        lower_is_better=True,
        explained="How far the confidence is from the share of answers with evidence among their "
        "quotes, mean over ten bins weighed by their cases (Guo et al., 2017).",
    ),
)
