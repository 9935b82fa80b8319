"""The flow, from question to answer, readable from top to bottom.

    question ─ split ─ make whole ─ search ─ pick evidence ─ write ─ do sources differ? ─► Answer

A question that consists of several is split into its parts; each is made whole, searched for and
gets its own evidence, and one answer is written from all of it. Mostly there is one part.

With a language model, it makes follow-ups whole and writes; without one, or where it fails, rules
do. Owns the order of the steps, their timing, and what may be asked. Unlike the steps themselves it
decides nothing about an answer.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING

from bot import disagreements, extractive
from bot.answer import Answer, Usage
from bot.conversation import complete, is_aside
from bot.evidence import Picker
from bot.joining import Looked, join
from bot.parts import split
from bot.reading import READ
from bot.strange import spelled_alike, strange_names
from bot.tracing import SILENT, Tracing, span
from index.embedding import Embedder
from index.errors import UsageError
from index.filters import Filter
from index.reader import Reader
from index.search import Findings, Searcher
from index.snapshots import Library

if TYPE_CHECKING:
    from bot.writing.writer import Writer

# Longer than any question; what is longer is a document pasted by mistake.
MAX_QUESTION_CHARS = 2_000
TRIAL = "Who leads the American delegation?"


@dataclass(frozen=True)
class Answerer:
    """Answers questions from one library. Threads may share it."""

    searcher: Searcher
    picker: Picker
    writer: Writer | None = None
    tracing: Tracing = SILENT

    @classmethod
    def open(
        cls,
        library: Library,
        embedder: Embedder,
        answer_from: float | None = None,
        reader: Reader | None = None,
        writer: Writer | None = None,
        *,
        passages_read: int = READ,
    ) -> Answerer:
        """An answerer with the picker that ships with Pullquote.

        `answer_from` is the least confidence with which it answers, instead of the fitted one.
        Without a `reader`, evidence is picked by likeness alone; without a `writer`, the quotes
        are the answer. `passages_read` is the most that the reader reads for a question.
        """
        picker = Picker.bundled(answer_from, reader, passages_read)
        return cls(Searcher(library, embedder), picker, writer)

    def answer(
        self,
        question: str,
        *,
        earlier: Sequence[str] = (),
        within: Filter | None = None,
        id: str | None = None,
    ) -> Answer:
        """Answers a question from all articles, or from those that `within` lets through.

        `earlier` are the questions before it, oldest first. Raises UsageError if the question is
        empty or too long, or no article is let through, and StoreError kinds if the index cannot
        be used.
        """
        with self.tracing.answering() as whole:
            stopwatch = _Stopwatch()
            parts = split(checked(question))
            asked, spent = self._made_whole(parts, earlier, stopwatch)
            with stopwatch("search"):
                findings = [self.searcher.search(one, within=within) for one in asked]
            with stopwatch("pick"):
                evidence = [self.picker.pick(found) for found in findings]
            with stopwatch("write"):
                looked = tuple(map(Looked, parts, findings, evidence))
                answer = self._written(question, looked, stopwatch, spent)
                differing = disagreements.find(answer.quotes)
                strange = self._strange(findings)
                alike = spelled_alike(strange, partial(self.searcher.spelled_like, within=within))
            answer = replace(
                answer,
                id=id,
                asked=" ".join(asked),
                disagreements=differing,
                strange=strange,
                alike=alike,
                timings_ms=stopwatch.timings_ms(),
            )
            whole.note_answer(answer)
            return answer

    def warm_up(self) -> None:
        """Loads what the first answer would load. Raises what an answer raises.

        It takes half a second or so, for which several threads at once would wait far longer.
        """
        replace(self, writer=None, tracing=SILENT).answer(TRIAL)

    def _written(
        self, question: str, looked: Sequence[Looked], stopwatch: _Stopwatch, spent: Usage
    ) -> Answer:
        """The answer by rules, or in a model's words."""
        joined = join(looked)
        if len(looked) == 1:
            answer = extractive.write(question, joined.evidence)
        else:
            answer = extractive.write_parts(question, looked, joined)
        if self.writer is None:
            return answer
        left_s = self.writer.within_s - stopwatch.spent_s()
        found, evidence = joined.sentences, joined.evidence
        return self.writer.write(
            joined.asked, found, evidence, answer, within_s=left_s, spent=spent
        )

    def _made_whole(
        self, parts: Sequence[str], earlier: Sequence[str], stopwatch: _Stopwatch
    ) -> tuple[list[str], Usage]:
        """The parts as they are searched for, and what the model used. It makes the first whole, or
        rules do; the others lean on it, by rules."""
        before = [part for question in earlier for part in split(question)]
        first, spent = self._first_made_whole(parts[0], before, stopwatch)
        asked = [first]
        for part in parts[1:]:
            asked.append(complete(part, [*before, *asked]))
        return asked, spent

    def _first_made_whole(
        self, question: str, earlier: Sequence[str], stopwatch: _Stopwatch
    ) -> tuple[str, Usage]:
        if self.writer is None or not earlier or is_aside(question):
            return complete(question, earlier), Usage()
        with stopwatch("rewrite"):
            rewritten, spent = self.writer.rewrite(question, earlier)
        return rewritten or complete(question, earlier), spent

    def _strange(self, findings: Sequence[Findings]) -> tuple[str, ...]:
        """The names of all parts that no article has."""
        unseen = (found.question for found in findings if found.unseen)
        names = (strange_names(asked, self.searcher.has_word) for asked in unseen)
        return tuple(dict.fromkeys(chain.from_iterable(names)))


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
    """Milliseconds by step, each a span, and in all since it was made."""

    def __init__(self) -> None:
        self._started = time.perf_counter()
        self._steps: dict[str, float] = {}

    @contextmanager
    def __call__(self, step: str) -> Iterator[None]:
        started = time.perf_counter()
        with span(step):
            yield
        self._steps[step] = (time.perf_counter() - started) * 1000

    def spent_s(self) -> float:
        return time.perf_counter() - self._started

    def timings_ms(self) -> dict[str, float]:
        return {**self._steps, "total": self.spent_s() * 1000}
