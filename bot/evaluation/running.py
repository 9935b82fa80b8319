"""Questions × systems ─► results.

Owns the asking: every system warm, every question once, one after the other, so that the times
mean something. Unlike `systems`, it does not know how any of them answers; unlike `measures`, it
scores nothing itself.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib.metadata import version

from bot.evaluation.judges import Judge
from bot.evaluation.measures.declining import curves
from bot.evaluation.measures.evidence import inexact
from bot.evaluation.measures.measure import Case, Estimate, Measure, Part
from bot.evaluation.questions import Question
from bot.evaluation.replies import Shown
from bot.evaluation.results import Gold, MeasureInfo, Outcome, Results, SystemResults
from bot.evaluation.statistics import estimate
from bot.evaluation.systems import System
from bot.evaluation.verdicts import reason, unbacked, verdict
from index.articles import Article

Progress = Callable[[int, int, str], None]  # answers so far, of how many, by which system
SAMPLES = 1000
SEED = 7


@dataclass(frozen=True, slots=True)
class Setting:
    """What is asked, at least one question, and how a reader is told of it. `articles` has every
    article by id; `judge` says whether quotes back a statement."""

    questions: Sequence[Question]
    articles: Mapping[str, Article]
    name: str  # of the questions
    index: str  # in words
    judge: Judge
    notes: tuple[str, ...] = ()


def run(
    systems: Sequence[System],
    setting: Setting,
    measures: Sequence[Measure],
    progress: Progress | None = None,
) -> Results:
    """Asks every system every question and scores the answers; the first system is the one
    evaluated. Raises PullquoteError kinds if a system cannot answer."""
    asked = _ask_all(systems, setting, progress)
    return Results(
        made=datetime.now(UTC).isoformat(timespec="seconds"),
        version=version("pullquote"),
        questions=setting.name,
        index=setting.index,
        measures=tuple(info(measure) for measure in measures),
        systems=tuple(
            score(one, cases, measures, setting.judge, broken_down=number == 0)
            for number, (one, cases) in enumerate(asked)
        ),
        notes=setting.notes,
    )


def info(measure: Measure) -> MeasureInfo:
    """What a reader of the results has to know of a measure."""
    return MeasureInfo(
        measure.name,
        measure.title,
        measure.group,
        measure.unit,
        measure.lower_is_better,
        measure.explained,
    )


def gold(question: Question, articles: Mapping[str, Article]) -> tuple[tuple[Gold, ...], ...]:
    """The gold evidence of a question with its words, by group."""
    return tuple(
        tuple(
            Gold(p.article, p.start, p.end, articles[p.article].text[p.start : p.end])
            for p in group
        )
        for group in question.groups
    )


def score(
    system: System,
    cases: Sequence[Case],
    measures: Sequence[Measure],
    judge: Judge,
    *,
    broken_down: bool = True,
) -> SystemResults:
    """Everything about one system, from its cases. The breakdowns, which take most of the time,
    only if wanted."""
    kept = [_once(measure) for measure in measures]
    of_cases = [measure for measure in kept if measure.part]
    return SystemResults(
        name=system.name,
        about=system.about,
        estimates=_estimates(kept, cases),
        outcomes=tuple(_outcome(case, of_cases, judge) for case in cases),
        curves=curves(cases),
        breakdowns={
            group: {value: _estimates(of_cases, some) for value, some in parts.items()}
            for group, parts in (_groups(cases) if broken_down else {}).items()
        },
    )


def _once(measure: Measure) -> Measure:
    """The same measure, which computes each case's part once: the figures, the breakdowns and the
    outcomes all need it."""
    compute, known = measure.part, dict[int, Part | None]()
    if compute is None:
        return measure

    def part(case: Case) -> Part | None:
        if id(case) not in known:
            known[id(case)] = compute(case)
        return known[id(case)]

    return replace(measure, part=part)


def _ask_all(
    systems: Sequence[System], setting: Setting, progress: Progress | None
) -> list[tuple[System, list[Case]]]:
    total = len(systems) * len(setting.questions)
    return [
        (system, list(_ask(system, setting, number * len(setting.questions), total, progress)))
        for number, system in enumerate(systems)
    ]


def _ask(
    system: System, setting: Setting, done: int, total: int, progress: Progress | None
) -> Iterator[Case]:
    system.answer(setting.questions[0])  # what is loaded at the first question is not timed
    for number, question in enumerate(setting.questions, start=done + 1):
        answered = system.answer(question)
        yield Case(question, answered.reply, setting.articles, answered.ranking)
        if progress:
            progress(number, total, system.name)


def _estimates(measures: Iterable[Measure], cases: Sequence[Case]) -> dict[str, Estimate]:
    return {m.name: estimate(m, cases, samples=SAMPLES, seed=SEED) for m in measures}


def _groups(cases: Sequence[Case]) -> dict[str, dict[str, list[Case]]]:
    """The cases by kind of question, by article of the gold evidence, and by whether the articles
    answer. A question with evidence in two articles counts for both."""
    groups: dict[str, dict[str, list[Case]]] = {"kind": {}, "article": {}, "answerable": {}}
    for case in cases:
        groups["kind"].setdefault(case.question.kind, []).append(case)
        groups["answerable"].setdefault(str(case.question.answerable).lower(), []).append(case)
        for article in _articles(case.question):
            groups["article"].setdefault(article, []).append(case)
    return {group: dict(sorted(parts.items())) for group, parts in groups.items()}


def _articles(question: Question) -> tuple[str, ...]:
    return tuple(dict.fromkeys(place.article for place in question.places))


def _outcome(case: Case, measures: Iterable[Measure], judge: Judge) -> Outcome:
    question, wrong = case.question, inexact(case)
    shown = (*case.reply.quotes, *case.reply.closest)
    return Outcome(
        id=question.id,
        question=question.text,
        kind=question.kind,
        answerable=question.answerable,
        articles=_articles(question),
        gold=gold(question, case.articles),
        answers=question.answers,
        reply=case.reply.given,
        verdict=verdict(case),
        reason=reason(case),
        inexact=wrong,
        values=_values(case, measures),
        in_source=tuple(_stands_at(shown[number - 1], case.articles) for number in wrong),
        unbacked=unbacked(case, judge),
    )


def _values(case: Case, measures: Iterable[Measure]) -> dict[str, float]:
    parts = ((m.name, m.part(case)) for m in measures if m.part)
    values = {name: part.total / part.count for name, part in parts if part and part.count}
    return {name: value for name, value in values.items() if math.isfinite(value)}


def _stands_at(quote: Shown, articles: Mapping[str, Article]) -> str:
    """What the source has at a quote's offsets; "" where there is no such place."""
    text = articles[quote.article].text if quote.article in articles else ""
    return text[max(0, quote.start) : max(0, quote.end)]
