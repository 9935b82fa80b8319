"""The systems that are evaluated: ours, and what stands beside it in every table.

Owns what a system is, our own in two forms (as it is, and never declining), and answers from a
file. Unlike `trivial` and `ordinary`, which hold the others, our flow runs here, once a question;
`lineup` says which of them stand beside it.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from pathlib import Path
from typing import Protocol

from bot.answer import Answer, Citation, Statement, Status
from bot.answering import Answerer
from bot.evaluation import replies
from bot.evaluation.questions import Question
from bot.evaluation.replies import Reply
from index.articles import Article
from index.filters import Filter
from index.search import Findings, Searcher

OWN = "Pullquote"
Ranking = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class Answered:
    """A reply, and the passages that the system's search found, best first, as (article, start,
    end); None where it does not search for passages, or does not say."""

    reply: Reply
    ranking: Ranking | None = None


class System(Protocol):
    """Whatever answers questions."""

    @property
    def name(self) -> str:
        """What tables call it, in a few words."""
        ...

    @property
    def about(self) -> str:
        """What it does, in a sentence or two."""
        ...

    def answer(self, question: Question) -> Answered:
        """Answers a question. Raises PullquoteError kinds if it cannot."""
        ...


class Own:
    """Pullquote itself."""

    name = OWN
    about = "The answers that `pullquote ask` gives."

    def __init__(self, answerer: Answerer) -> None:
        self._searcher = _Watched(answerer.searcher)
        self._answerer = replace(answerer, searcher=self._searcher)
        self._given: dict[str, Answered] = {}

    def answer(self, question: Question) -> Answered:
        """The answer, by way of its JSON, and the passages of its search."""
        self._searcher.forget()
        answer = self._answerer.answer(question.text)
        answered = Answered(replies.of(answer), self._searcher.ranking())
        self._given[question.text] = answered
        return answered

    def given(self, question: Question) -> Answered:
        """The answer that was given, with the time that it took; a new one if none was."""
        return self._given.get(question.text) or self.answer(question)


class NeverDeclining:
    """Ours with what it offers as "closest" shown as its answer."""

    name = "never decline"
    about = "Pullquote, showing its best sentences as an answer even where it would decline."

    def __init__(self, own: Own) -> None:
        self._own = own

    def answer(self, question: Question) -> Answered:
        """Our own answer; a declined one turned into one with the closest sentences as quotes."""
        own = self._own.given(question)
        if own.reply.answered or not own.reply.closest:
            return own
        fields = {**own.reply.given, "status": "answered", "text": "", "statements": []}
        fields["quotes"] = fields.pop("closest")
        return Answered(replies.parse(fields), own.ranking)


class FromFile:
    """Answers that were produced elsewhere."""

    def __init__(self, file: Path, answers: Mapping[str, Reply]) -> None:
        """Take the answers by the questions' ids: one for each question that will be asked."""
        self.name = file.stem
        self.about = f"The answers in {file}. What its search found is not known."
        self._answers = answers

    def answer(self, question: Question) -> Answered:
        """The answer that stands in the file."""
        return Answered(self._answers[question.id])


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A place of an article that a system found or shows."""

    article: Article
    start: int
    end: int


def pasted(
    system: str,
    question: Question,
    excerpts: Sequence[Excerpt],
    timings_ms: dict[str, float],
    ranked: Sequence[Excerpt] | None = None,
) -> Answered:
    """The reply of a system that pastes what it found: each excerpt is a statement that cites
    itself. Without an excerpt it declines."""
    quotes = [e.article.quote(e.start, e.end) for e in excerpts]
    answer = Answer(
        question=question.text,
        status=Status.ANSWERED if quotes else Status.DECLINED,
        text=" ".join(f"{quote.text}[{n}]" for n, quote in enumerate(quotes, start=1)),
        statements=tuple(Statement(q.text, (n,)) for n, q in enumerate(quotes, start=1)),
        confidence=0.0,
        answerer=system,
        quotes=tuple(Citation(n, quote) for n, quote in enumerate(quotes, start=1)),
        timings_ms=timings_ms,
    )
    reply = replies.parse({**answer.as_json(), "confidence": None})
    ranking = None if ranked is None else tuple((e.article.id, e.start, e.end) for e in ranked)
    return Answered(reply, ranking)


class Stopwatch:
    """Milliseconds since it was made."""

    def __init__(self) -> None:
        self._started = time.perf_counter()

    def timings_ms(self, step: str) -> dict[str, float]:
        """The time so far, as that of the only step and in all."""
        spent_ms = (time.perf_counter() - self._started) * 1000
        return {step: spent_ms, "total": spent_ms}


class _Watched(Searcher):
    """A searcher that keeps what it found for a question, so that none is searched for twice."""

    def __init__(self, searcher: Searcher) -> None:
        self._searcher = searcher
        self._found: list[Findings] = []  # one for each of its parts

    def forget(self) -> None:
        """Makes it ready for the next question."""
        self._found = []

    def search(self, question: str, *, within: Filter | None = None) -> Findings:
        self._found.append(self._searcher.search(question, within=within))
        return self._found[-1]

    def has_word(self, stem: str) -> bool:
        return self._searcher.has_word(stem)

    def spelled_like(self, name: str, *, within: Filter | None = None) -> str | None:
        return self._searcher.spelled_like(name, within=within)

    def ranking(self) -> Ranking:
        """The passages found, best first: of several parts the best of each, the second of each."""
        hits = (
            hit for row in zip_longest(*(one.hits for one in self._found)) for hit in row if hit
        )
        places = ((h.entry.article.id, h.passage.start, h.passage.end) for h in hits)
        return tuple(dict.fromkeys(places))
