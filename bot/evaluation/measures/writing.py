"""What became of what a language model wrote: shown, dropped, not used, and against the gate.

Owns the reading of an answer's "writing" (see `bot.answer`). Answers that no model was to write
are left out. Unlike `support`, which judges the statements that are shown, it counts those that
were not.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.evaluation.measures.measure import Case, Measure, Part


def dropped(case: Case) -> Part | None:
    """Sentences of the model's that were not shown, over all of its sentences."""
    writing = _writing(case)
    if writing is None:
        return None
    kept = 0 if writing.get("fallback") or not case.reply.answered else len(case.reply.statements)
    lost = len(writing.get("dropped", ())) + writing.get("dropped_more", 0)
    return Part(lost, lost + kept) if lost + kept else None


def fell_back(case: Case) -> Part | None:
    """Whether the answer without a model was given instead, of the answered questions."""
    writing = _writing(case)
    if writing is None or not case.reply.answered:
        return None
    return Part(bool(writing.get("fallback")))


def vetoed(case: Case) -> Part | None:
    """Whether the model would have answered a question that the evidence gate declines."""
    writing = _writing(case)
    return None if writing is None or case.reply.answered else Part(bool(writing.get("vetoed")))


def overruled(case: Case) -> Part | None:
    """Whether the model would have declined a question that the evidence gate answers."""
    writing = _writing(case)
    return Part(bool(writing.get("overruled"))) if writing and case.reply.answered else None


def _writing(case: Case) -> Mapping[str, Any] | None:
    writing = case.reply.given.get("writing")
    return writing if isinstance(writing, Mapping) else None


MEASURES = (
    Measure(
        "sentences_dropped",
        "sentences of the model not shown",
        "Writing",
        part=dropped,
        lower_is_better=True,
        unit="%",
        explained="Sentences that failed a check, over all that the model wrote.",
    ),
    Measure(
        "fell_back",
        "answered without the model",
        "Writing",
        part=fell_back,
        lower_is_better=True,
        unit="%",
        explained="Answered questions whose answer is the one without a model, because the model "
        "failed, declined, or nothing of it passed the checks.",
    ),
    Measure(
        "gate_vetoed",
        "model would answer, gate declines",
        "Writing",
        part=vetoed,
        unit="%",
        explained="Of the declined questions, those that the model would have answered.",
    ),
    Measure(
        "gate_overruled",
        "model would decline, gate answers",
        "Writing",
        part=overruled,
        unit="%",
        explained="Of the answered questions, those that the model would have declined.",
    ),
)
