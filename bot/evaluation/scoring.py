"""Measures of one answer against gold evidence, and their means.

Owns the rule by which a quote counts as evidence: it has at least half of the gold words'
characters, or lies within them. Each function is pure; a case with nothing to score gives None
and is left out of a mean, never counted as zero.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.answer import Answer, Citation
from bot.evaluation.questions import Place, Question

ENOUGH = 0.5  # of the gold words' characters


@dataclass(frozen=True, slots=True)
class Scored:
    """A question with its answer."""

    question: Question
    answer: Answer


def is_evidence(citation: Citation, places: Iterable[Place]) -> bool:
    """Whether a quote has half of some place's characters, or lies within it."""
    return any(_covers(citation, place) for place in places)


def _covers(citation: Citation, place: Place) -> bool:
    quote = citation.quote
    if quote.article.id != place.article:
        return False
    shared = min(quote.end, place.end) - max(quote.start, place.start)
    within = shared == quote.end - quote.start
    return within or shared >= max(1.0, ENOUGH * (place.end - place.start))


def evidence_found(scored: Scored) -> float | None:
    """The share of the gold groups of which a place is quoted; declined answers quote none."""
    groups = scored.question.groups
    if not groups:
        return None
    found = [any(is_evidence(quote, group) for quote in scored.answer.quotes) for group in groups]
    return sum(found) / len(found)


def first_right(scored: Scored) -> float | None:
    """1 if the first quote is evidence, 0 if not; None for a declined or unanswerable question."""
    if not scored.question.groups or not scored.answer.quotes:
        return None
    return float(is_evidence(scored.answer.quotes[0], scored.question.places))


def right_quotes(scored: Scored) -> list[bool]:
    """For each quote of an answerable question: whether it is evidence."""
    if not scored.question.groups:
        return []
    return [is_evidence(quote, scored.question.places) for quote in scored.answer.quotes]


def contains(answer: Answer, wanted: Sequence[str], *, first: bool = False) -> bool:
    """Whether the quotes, or the first of them, have one of these words in them, case aside."""
    quotes = answer.quotes[:1] if first else answer.quotes
    return any(want.lower() in quote.quote.text.lower() for want in wanted for quote in quotes)


def told_apart(answerable: Sequence[float], unanswerable: Sequence[float]) -> float:
    """The chance that an answerable question is given the higher confidence, a tie counted half:
    the area under the ROC curve (Hanley and McNeil, 1982). NaN without either."""
    wins = [(a > u) + (a == u) / 2 for a in answerable for u in unanswerable]
    return sum(wins) / len(wins) if wins else float("nan")


def mean(values: Iterable[float | bool | None]) -> tuple[float, int]:
    """The mean of what could be scored, and of how many; (nan, 0) of nothing."""
    kept = [float(value) for value in values if value is not None]
    return (sum(kept) / len(kept) if kept else float("nan")), len(kept)
