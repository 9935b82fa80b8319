"""What the small model did to the answers, as figures, and whether that is allowed.

Owns the bars: every quote exact, no evidence lost; time beside them, which fails nothing, because
it depends on what else the machine does. Unlike `bot.evaluation`, nothing says how well it writes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np

from bot.answer import Answer
from bot.evaluation import replies
from bot.evaluation.figures import Figure
from bot.evaluation.measures import evidence
from bot.evaluation.measures.measure import Case, Part
from index.articles import Article
from small_model.asking import Asked

VALUES = re.compile(r"“[^”]*”|\bS?\d[\d,]*")
OWN_MS = 150  # search, picking, sheet and checks; p95, on two cores


def exactness(asked: Sequence[Asked], articles: Mapping[str, Article]) -> Figure:
    """Quotes, and closest passages, that are the source's text at their offsets."""
    value, count = _share([_case(one, one.written, articles) for one in asked], evidence.exactness)
    return Figure("quotes that are in their source", value, cases=count, bar=1.0)


def recall(asked: Sequence[Asked], articles: Mapping[str, Article]) -> Figure:
    """Gold evidence quoted with the model, the bar being what is quoted without it."""
    plain = [_case(one, one.plain, articles) for one in asked]
    written = [_case(one, one.written, articles) for one in asked]
    without, _ = _share(plain, evidence.evidence_recall)
    value, count = _share(written, evidence.evidence_recall)
    return Figure("evidence found, against without the model", value, cases=count, bar=without)


def counts(asked: Sequence[Asked]) -> dict[str, int]:
    """What became of the model's words."""
    writings = [one.written.writing for one in asked if one.written.writing]
    statements = [one.written.statements for one in asked if _is_written(one)]
    return {
        "questions": len(asked),
        "calls of the model": sum(len(one.calls) for one in asked),
        "answers in its words": len(statements),
        "statements of its shown": sum(len(shown) for shown in statements),
        "statements of its dropped": sum(len(w.dropped) + w.dropped_more for w in writings),
        "answers without a model instead": sum(bool(one.fallback) for one in writings),
        "times it would answer, and the evidence gate declines": sum(w.vetoed for w in writings),
        "times it declines, and the evidence gate answers": sum(w.overruled for w in writings),
    }


def times(asked: Sequence[Asked]) -> Iterator[Figure]:
    """Milliseconds without the model's own, of the questions that it was asked, and its own."""
    own = [one.own_ms for one in asked if one.calls]
    model = [sum(call.ms for call in one.calls) for one in asked if one.calls]
    if not own:
        return
    name = "an answer, without the model's own time"
    yield Figure(f"{name}, p50", float(np.percentile(own, 50)), "ms", len(own))
    p95 = float(np.percentile(own, 95))
    yield Figure(f"{name}, p95", p95, "ms", len(own), OWN_MS, lower_is_better=True)
    yield Figure("the model's own time, p50", float(np.percentile(model, 50)), "ms", len(model))


def reasons(asked: Sequence[Asked]) -> list[tuple[str, int]]:
    """Why statements were dropped, names and numbers left out, the commonest first."""
    dropped = [
        VALUES.sub("…", reason.partition("”: ")[2] or reason)
        for one in asked
        if one.written.writing
        for reason in one.written.writing.dropped
    ]
    return Counter(dropped).most_common()


def _is_written(asked: Asked) -> bool:
    return asked.written.writing is not None and not asked.written.writing.fallback


def _case(asked: Asked, answer: Answer, articles: Mapping[str, Article]) -> Case:
    return Case(asked.question, replies.of(answer), articles)


def _share(cases: Sequence[Case], measure: Callable[[Case], Part | None]) -> tuple[float, int]:
    """The measure over all cases, and of how many; 1 of 0 where there is nothing to measure."""
    parts = [part for case in cases if (part := measure(case)) is not None]
    count = sum(part.count for part in parts)
    return (sum(part.total for part in parts) / count, round(count)) if count else (1.0, 0)
