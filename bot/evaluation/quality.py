"""How good the answers are, on questions that tuned nothing.

Owns which questions are asked and how the means are formed; `scoring` judges each answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from bot.answer import Answer
from bot.answering import Answerer
from bot.evaluation import scoring
from bot.evaluation.figures import Figure
from bot.evaluation.questions import Question
from bot.evaluation.scoring import Scored
from bot.evaluation.squad import write_out
from index.snapshots import Library

SQUAD_QUESTIONS = 500
STRICTER = (0.5, 0.7)


def own(answerer: Answerer, questions: Sequence[Question], articles: Path) -> Iterator[Figure]:
    """The bars on the half of the project's questions with an even number."""
    held_out = [Scored(q, answerer.answer(q.text)) for q in questions if q.held_out]
    answerable = [one for one in held_out if one.question.answerable]
    rest = [one for one in held_out if not one.question.answerable]
    answered = [one for one in answerable if one.answer.answered]
    yield _inexact([answerer.answer(q.text) for q in questions], articles)
    yield _mean("evidence found, answerable questions", answerable, scoring.evidence_found, 0.85)
    yield _mean("evidence found, those answered", answered, scoring.evidence_found)
    yield _mean("first quote right, those answered", answered, scoring.first_right, 0.65)
    right = [is_right for one in answerable for is_right in scoring.right_quotes(one)]
    value, cases = scoring.mean(right)
    yield Figure("quotes that are evidence", value, cases=cases, bar=0.60)
    yield _mean("answerable answered", answerable, lambda one: one.answer.answered, 0.92)
    yield _mean("unanswerable declined", rest, lambda one: not one.answer.answered, 0.80)
    for kind in sorted({one.question.kind for one in rest}):
        some = [one for one in rest if one.question.kind == kind]
        yield _mean(f"unanswerable declined: {kind}", some, lambda one: not one.answer.answered)
    yield from _told_apart(answerable, rest)
    value, cases = scoring.mean(len(one.answer.quotes) for one in answered)
    yield Figure("quotes an answer", value, cases=cases)


def squad(
    file: Path, folder: Path, index: Callable[[list[Path], Path], tuple[Library, Answerer]]
) -> Iterator[Figure]:
    """The bars on answerable questions of a SQuAD file, spread over its articles.

    `index` makes an index of files in a data folder and opens it.
    """
    asked = write_out(file, folder / "squad-articles")
    library, answerer = index([folder / "squad-articles"], folder / "squad")
    answerable = [one.question for one in asked if one.question.answerable]
    chosen = answerable[:: max(1, len(answerable) // SQUAD_QUESTIONS)][:SQUAD_QUESTIONS]
    answers = [answerer.answer(question.text) for question in chosen]
    catalog = library.snapshot().catalog
    wanted = [
        [catalog.entry(p.article).article.text[p.start : p.end] for p in question.places]
        for question in chosen
    ]
    pairs = list(zip(answers, wanted, strict=True))
    yield _inexact(answers, folder / "squad-articles")
    yield _share(
        "SQuAD: the answer is inside the quotes", [scoring.contains(a, w) for a, w in pairs], 0.84
    )
    first = [scoring.contains(a, w, first=True) for a, w in pairs]
    yield _share("SQuAD: the answer is inside the first quote", first, 0.70)
    placed = [Scored(q, a) for q, a in zip(chosen, answers, strict=True)]
    yield _mean("SQuAD: the sentence with the answer is quoted", placed, _touched)
    yield _share("SQuAD: answered", [answer.answered for answer in answers])


def _told_apart(answerable: Sequence[Scored], rest: Sequence[Scored]) -> Iterator[Figure]:
    """How well the confidence tells them apart, and what stricter settings would give."""
    sure = [one.answer.confidence for one in answerable]
    unsure = [one.answer.confidence for one in rest]
    cases = len(sure) + len(unsure)
    yield Figure(
        "answerable told from unanswerable (AUC)", scoring.told_apart(sure, unsure), cases=cases
    )
    for strict in STRICTER:
        answered, _ = scoring.mean(one >= strict for one in sure)
        declined, _ = scoring.mean(one < strict for one in unsure)
        yield Figure(f"answer_from = {strict}: answerable answered", answered, cases=len(sure))
        yield Figure(f"answer_from = {strict}: unanswerable declined", declined, cases=len(unsure))


def _touched(scored: Scored) -> bool:
    return any(
        quote.quote.article.id == place.article
        and quote.quote.start <= place.start
        and place.end <= quote.quote.end
        for quote in scored.answer.quotes
        for place in scored.question.places
    )


def _inexact(answers: Sequence[Answer], articles: Path) -> Figure:
    """Every quote shown is compared with its file, read anew."""
    quotes = [c.quote for answer in answers for c in (*answer.quotes, *answer.closest)]
    texts = {file.stem: file.read_bytes().decode() for file in articles.glob("*.txt")}
    wrong = sum(texts[q.article.id][q.start : q.end] != q.text for q in quotes)
    name = "quotes not in the source at their offsets"
    return Figure(name, wrong, cases=len(quotes), bar=0, lower_is_better=True)


def _mean(
    name: str,
    scored: Sequence[Scored],
    measure: Callable[[Scored], float | bool | None],
    bar: float | None = None,
) -> Figure:
    value, cases = scoring.mean(measure(one) for one in scored)
    return Figure(name, value, cases=cases, bar=bar)


def _share(name: str, values: Sequence[bool], bar: float | None = None) -> Figure:
    value, cases = scoring.mean(values)
    return Figure(name, value, cases=cases, bar=bar)
