"""Results of an evaluation, made by hand: two systems, a few outcomes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.evaluation.measures.measure import Estimate
from bot.evaluation.results import Gold, MeasureInfo, Outcome, Results, SystemResults

MEASURES = (
    MeasureInfo("exactness", "quotes exact", "Exactness", "%", False, "Exact over all."),
    MeasureInfo("evidence_recall", "evidence found", "Evidence", "%", False, "Found over all."),
    MeasureInfo("latency_p50_ms", "an answer, median", "Cost", "ms", True, "Half are faster."),
)


def outcome(
    name: str,
    verdict: str = "right",
    *,
    question: str | None = None,
    gold: Sequence[Sequence[Gold]] = (),
    reason: str = "",
    inexact: tuple[int, ...] = (),
    confidence: float | None = None,
    values: Mapping[str, float] | None = None,
) -> Outcome:
    reply = {"question": f"What of {name}?", "status": "answered", "confidence": confidence}
    return Outcome(
        id=name,
        question=question or f"What of {name}?",
        kind="what",
        answerable=True,
        articles=("talks",),
        gold=tuple(tuple(group) for group in gold),
        answers=(),
        reply=reply,
        verdict=verdict,
        reason=reason,
        inexact=inexact,
        values=values or {},
    )


def results(
    *outcomes: Outcome,
    estimates: Mapping[str, Estimate] | None = None,
    questions: str = "questions.jsonl",
    systems: Sequence[SystemResults] = (),
    notes: tuple[str, ...] = (),
) -> Results:
    own = SystemResults("Pullquote", "Ours.", estimates or {}, outcomes)
    return Results(
        made="2025-03-01T09:30:00+00:00",
        version="0.1.0",
        questions=questions,
        index="2 articles",
        measures=MEASURES,
        systems=(own, *systems),
        notes=notes,
    )
