"""The flow, from question to answer, readable from top to bottom.

    question ─ make whole ─ search ─ pick evidence ─ write ─► Answer

Owns the order of the steps, their timing, and what may be asked. Unlike the steps themselves it
decides nothing about an answer.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from bot import extractive
from bot.answer import Answer
from bot.conversation import complete
from bot.evidence import Picker
from index.embedding import Embedder
from index.errors import UsageError
from index.reader import Reader
from index.search import Searcher
from index.snapshots import Library

# Longer than any question; what is longer is a document pasted by mistake.
MAX_QUESTION_CHARS = 2_000


@dataclass(frozen=True)
class Answerer:
    """Answers questions from one library. Threads may share it."""

    searcher: Searcher
    picker: Picker

    @classmethod
    def open(
        cls,
        library: Library,
        embedder: Embedder,
        answer_from: float | None = None,
        reader: Reader | None = None,
    ) -> Answerer:
        """An answerer with the picker that ships with Pullquote.

        `answer_from` is the least confidence with which it answers, instead of the fitted one.
        Without a `reader`, evidence is picked by likeness alone.
        """
        return cls(Searcher(library, embedder), Picker.bundled(answer_from, reader))

    def answer(
        self, question: str, *, earlier: Sequence[str] = (), id: str | None = None
    ) -> Answer:
        """Answers a question; `earlier` are the questions before it, oldest first.

        Raises UsageError if the question is empty or too long, and StoreError kinds if the index
        cannot be used.
        """
        stopwatch = _Stopwatch()
        asked = complete(checked(question), earlier)
        with stopwatch("search"):
            findings = self.searcher.search(asked)
        with stopwatch("pick"):
            evidence = self.picker.pick(findings)
        with stopwatch("write"):
            answer = extractive.write(question, evidence)
        return replace(answer, id=id, asked=asked, timings_ms=stopwatch.timings_ms())


def checked(question: str) -> str:
    """The question without white space around it. Raises UsageError if it cannot be asked."""
    stripped = question.strip()
    if not stripped:
        raise UsageError("The question is empty. Ask something, such as: Who leads the talks?")
    if len(stripped) > MAX_QUESTION_CHARS:
        raise UsageError(
            f"The question has {len(stripped):,} characters; at most {MAX_QUESTION_CHARS:,} are "
            "read. Ask for one thing at a time."
        )
    return stripped


class _Stopwatch:
    """Milliseconds by step, and in all since it was made."""

    def __init__(self) -> None:
        self._started = time.perf_counter()
        self._steps: dict[str, float] = {}

    @contextmanager
    def __call__(self, step: str) -> Iterator[None]:
        started = time.perf_counter()
        yield
        self._steps[step] = (time.perf_counter() - started) * 1000

    def timings_ms(self) -> dict[str, float]:
        return {**self._steps, "total": (time.perf_counter() - self._started) * 1000}
