"""The evidence of several questions as the evidence of one.

    Evidence of each ─► those that answer ─► the best pick of each, the second of each … ─► four

Owns which picks of which question are shown where one question consists of several. Unlike
`evidence`, which picks for one question, nothing is judged here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import TypeVar

from bot.evidence import MAX_QUOTES, Evidence, Pick, have_the_same_words
from index.articles import Article, Span
from index.search import Findings

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Looked:
    """A question as it was typed, what was found for it, and which of that answers."""

    question: str
    findings: Findings
    evidence: Evidence

    @property
    def asked(self) -> str:
        """The question as it was searched."""
        return self.findings.question


@dataclass(frozen=True, slots=True)
class Joined:
    """What several questions come to: those that are answered, or all if none is.

    `asked` are these as they were searched, and `sentences` what was found for them, the best of
    each first. `numbers` has for each of these the places of its picks among the evidence's,
    counted from 1, its best first.
    """

    asked: str
    sentences: list[tuple[Article, Span]]
    evidence: Evidence
    numbers: tuple[tuple[int, ...], ...]


def join(looked: Sequence[Looked]) -> Joined:
    """What at least one question comes to; the evidence of a single one is as it was.

    The confidence is the lowest of those that are answered: each of them is claimed to be. If none
    is, it is the highest.
    """
    answered = [one for one in looked if one.evidence.answers]
    of = answered or looked
    sentences = [one for _, one in _in_turn(one.findings.sentences for one in of)]
    asked = " ".join(one.asked for one in of)
    picks, numbers = _picked([one.evidence for one in of])
    confidences = [one.evidence.confidence for one in of]
    confidence = min(confidences) if answered else max(confidences)
    evidence = Evidence(picks, confidence, answers=bool(answered))
    return Joined(asked, sentences, evidence if looked[1:] else looked[0].evidence, numbers)


def _picked(parts: Sequence[Evidence]) -> tuple[tuple[Pick, ...], tuple[tuple[int, ...], ...]]:
    """Up to four picks of all, and for each the places of its own among them."""
    picks, numbers = list[Pick](), [list[int]() for _ in parts]
    for n, pick in _in_turn(part.picks for part in parts):
        number = _put(pick, picks)
        if number is not None and number not in numbers[n]:
            numbers[n].append(number)
    return tuple(picks), tuple(map(tuple, numbers))


def _in_turn(lists: Iterable[Iterable[T]]) -> Iterator[tuple[int, T]]:
    """What the lists have, the first of each first, with the number of its list."""
    numbered = [[(n, one) for one in some] for n, some in enumerate(lists)]
    for row in zip_longest(*numbered):
        yield from (one for one in row if one is not None)


def _put(pick: Pick, picks: list[Pick]) -> int | None:
    """The number under which a pick stands among the others, put there if it is new; None if there
    is no room."""
    for n, one in enumerate(picks):
        if (one.article.id, one.span) == (pick.article.id, pick.span):
            picks[n] = _both(one, pick)
            return n + 1
        if have_the_same_words((one.article, one.span), (pick.article, pick.span)):
            return n + 1
    if len(picks) == MAX_QUOTES:
        return None
    picks.append(pick)
    return len(picks)


def _both(one: Pick, other: Pick) -> Pick:
    """A sentence that was picked for two questions, with the words that answer either."""
    marks: list[tuple[int, int]] = []
    for start, end in sorted((*one.highlights, *other.highlights)):
        if marks and start <= marks[-1][1]:
            marks[-1] = marks[-1][0], max(end, marks[-1][1])
        else:
            marks.append((start, end))
    probability = max(one.probability, other.probability)
    return replace(one, probability=probability, highlights=tuple(marks))
