"""Questions answered with and without the small model, side by side.

Owns what is kept of each: both answers, the model's calls, and the time that was not the model's.
Unlike `judging`, it makes nothing of them.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from bot.answer import Answer
from bot.answering import Answerer
from bot.evaluation.questions import Question
from bot.tracing import Note, Value


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the model: what it was sent, and what it said ("" if nothing)."""

    prompt: str
    reply: str
    ms: float


@dataclass(frozen=True, slots=True)
class Asked:
    """A question's answers. `own_ms` is what the written one took without the model's calls."""

    question: Question
    plain: Answer
    written: Answer
    calls: tuple[Call, ...]
    own_ms: float


@dataclass
class _Calls:
    """A sink that keeps the model's calls."""

    calls: list[Call] = field(default_factory=list)

    @contextmanager
    def span(self, name: str) -> Iterator[Note]:
        noted: dict[str, Value] = {}
        started = time.perf_counter()
        try:
            yield noted.__setitem__
        finally:
            if name == "model":
                took_ms = (time.perf_counter() - started) * 1000
                prompt, reply = str(noted.get("prompt", "")), str(noted.get("reply", ""))
                self.calls.append(Call(prompt, reply, took_ms))


def ask(questions: Iterable[Question], plain: Answerer, written: Answerer) -> Iterator[Asked]:
    """Each question asked of both answerers, one after the other."""
    kept = _Calls()
    tracing = replace(written.tracing.also_to(kept), log_content=True)
    watched = replace(written, tracing=tracing)
    for question in questions:
        kept.calls.clear()
        without = plain.answer(question.text)
        started = time.perf_counter()
        answer = watched.answer(question.text)
        took_ms = (time.perf_counter() - started) * 1000
        calls = tuple(kept.calls)
        yield Asked(question, without, answer, calls, took_ms - sum(call.ms for call in calls))
