"""How good the answers are, on questions that tuned nothing.

Owns which questions are asked, which figures stand in the README, and what each should reach;
`measures` judge each answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bot.answering import Answerer
from bot.evaluation import replies
from bot.evaluation.figures import Figure
from bot.evaluation.held_back import REPORTED
from bot.evaluation.measures import conciseness, declining, evidence, short_answers
from bot.evaluation.measures.measure import Case, Part
from bot.evaluation.questions import Question
from bot.evaluation.squad import SquadQuestion
from index.articles import Article, Span

SQUAD_QUESTIONS = 1_000
STRICTER = (0.5, 0.7)


@dataclass(frozen=True)
class Bars:
    """What each figure should reach; None where nothing is asked."""

    evidence: float
    first_quote: float
    precision: float
    answered: float
    declined: float
    in_quotes: float
    in_first: float
    told_apart: float | None = None
    calibration_error: float | None = None
    first_sentence: float | None = None
    exact_words: float | None = None
    shared_words: float | None = None


BY_LIKENESS = Bars(0.85, 0.65, 0.60, 0.92, 0.80, 0.84, 0.70)
WITH_READER = Bars(0.92, 0.80, 0.75, 0.95, 0.90, 0.84, 0.70, 0.95, 0.05, 0.85, 0.60, 0.75)


def own(
    answerer: Answerer, questions: Sequence[Question], articles: Path, bars: Bars
) -> Iterator[Figure]:
    """The figures on the half of the project's questions with an even number."""
    asked = _ask(answerer, questions, articles)
    held_out = [case for case in asked if case.question.held_out]
    answerable = [case for case in held_out if case.question.answerable]
    rest = [case for case in held_out if not case.question.answerable]
    answered = [case for case in answerable if case.reply.answered]
    yield _inexact(asked)
    found = evidence.evidence_recall
    yield _figure("evidence found, answerable questions", answerable, found, bars.evidence)
    yield _figure("evidence found, those answered", answered, found)
    first = evidence.first_quote_right
    yield _figure("first quote right, those answered", answered, first, bars.first_quote)
    precision = evidence.evidence_precision
    yield _figure("quotes that are evidence", answerable, precision, bars.precision)
    yield _figure("answerable answered", answerable, declining.answering_recall, bars.answered)
    declined = declining.declining_recall
    yield _figure("unanswerable declined", rest, declined, bars.declined)
    for kind in sorted({case.question.kind for case in rest}):
        some = [case for case in rest if case.question.kind == kind]
        yield _figure(f"unanswerable declined: {kind}", some, declined)
    yield from _told_apart(answerable, rest, bars)
    yield _figure("quotes an answer", answered, conciseness.quotes_each)


def squad(
    answerer: Answerer, asked: Sequence[SquadQuestion], articles: Path, bars: Bars
) -> Iterator[Figure]:
    """The figures on answerable questions of a SQuAD file.

    Of n, each (n // 1,000)-th is asked from the first on, up to a thousand: of fewer than 2,000 the
    first thousand, so that of the 1,044 behind the README's figures the last 44 are not asked.

    Where the file has articles that nothing was trained on, only those are asked about; the others
    are searched with them. Closest passages count as quotes here: declining is another figure.
    """
    reported = [one.question for one in asked if one.title in REPORTED]
    answerable = [q for q in reported or [one.question for one in asked] if q.answerable]
    chosen = answerable[:: max(1, len(answerable) // SQUAD_QUESTIONS)][:SQUAD_QUESTIONS]
    given = _ask(answerer, chosen, articles)
    yield _inexact(given)
    contained = short_answers.answer_contained
    yield _figure("SQuAD: the answer is inside the quotes", given, contained, bars.in_quotes)
    firsts = [_first_quote_only(case) for case in given]
    yield _figure("SQuAD: the answer is inside the first quote", firsts, contained, bars.in_first)
    yield _figure("SQuAD: answered", given, declining.answering_recall)
    shown = [_as_if_answered(case) for case in given]
    first = [_first_quote_only(case) for case in shown]
    whole = [float(_quoted_whole(case)) for case in first]
    yield _share("SQuAD: the sentence with the answer is ranked first", whole, bars.first_sentence)
    exact, f1 = short_answers.answer_exact, short_answers.answer_f1
    yield _figure("SQuAD: words highlighted in it, exact", first, exact, bars.exact_words)
    yield _figure("SQuAD: words highlighted in it, F1", first, f1, bars.shared_words)


def _ask(answerer: Answerer, questions: Iterable[Question], articles: Path) -> list[Case]:
    """Each question's answer, to be held against the files, read anew."""
    read = {file.stem: _plain(file) for file in articles.glob("*.txt")}
    return [Case(q, replies.of(answerer.answer(q.text)), read) for q in questions]


def _plain(file: Path) -> Article:
    text = file.read_bytes().decode()
    return Article(file.stem, text, (Span(0, len(text)),))


def _told_apart(answerable: Sequence[Case], rest: Sequence[Case], bars: Bars) -> Iterator[Figure]:
    """How well the confidence tells them apart, and what stricter settings would give."""
    cases = [*answerable, *rest]
    area, error = declining.answerable_auc(cases), declining.calibration_error(cases)
    nan, count = float("nan"), len(cases)
    name = "answerable told from unanswerable (AUC)"
    yield Figure(name, nan if area is None else area, "", count, bars.told_apart)
    name, bar = "calibration error (ECE, 10 bins)", bars.calibration_error
    yield Figure(name, nan if error is None else error, "", count, bar, lower_is_better=True)
    chance = declining.calibration_error_by_chance(cases)
    name = "… of the same confidences, were they calibrated"
    yield Figure(name, nan if chance is None else chance, "", count, lower_is_better=True)
    for strict in STRICTER:
        answered = [float(_confidence(case) >= strict) for case in answerable]
        declined = [float(_confidence(case) < strict) for case in rest]
        yield _share(f"answer_from = {strict}: answerable answered", answered)
        yield _share(f"answer_from = {strict}: unanswerable declined", declined)


def _confidence(case: Case) -> float:
    return case.reply.confidence or 0.0


def _first_quote_only(case: Case) -> Case:
    return replace(case, reply=replace(case.reply, quotes=case.reply.quotes[:1]))


def _as_if_answered(case: Case) -> Case:
    reply = case.reply
    return replace(case, reply=replace(reply, answered=True, quotes=reply.quotes or reply.closest))


def _quoted_whole(case: Case) -> bool:
    return any(
        quote.article == place.article and quote.start <= place.start and place.end <= quote.end
        for quote in case.reply.quotes
        for place in case.question.places
    )


def _inexact(cases: Sequence[Case]) -> Figure:
    wrong = sum(len(evidence.inexact(case)) for case in cases)
    shown = sum(len(case.reply.quotes) + len(case.reply.closest) for case in cases)
    name = "quotes not in the source at their offsets"
    return Figure(name, wrong, cases=shown, bar=0, lower_is_better=True)


def _figure(
    name: str,
    cases: Iterable[Case],
    measure: Callable[[Case], Part | None],
    bar: float | None = None,
) -> Figure:
    """A measure over cases, of as many as were counted: answers, or quotes."""
    parts = [part for case in cases if (part := measure(case)) is not None]
    count = sum(part.count for part in parts)
    value = sum(part.total for part in parts) / count if count else float("nan")
    return Figure(name, value, cases=round(count), bar=bar)


def _share(name: str, values: Sequence[float], bar: float | None = None) -> Figure:
    value = sum(values) / len(values) if values else float("nan")
    return Figure(name, value, cases=len(values), bar=bar)
