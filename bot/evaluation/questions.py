"""Questions with gold evidence, and where that evidence stands in the articles.

Owns the form of `seeds/questions.jsonl` and which half of it may tune something. Unlike
`scoring`, it judges no answer.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from index.articles import Article, Span
from index.errors import UsageError


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of an article that answers, by itself, one group of a question."""

    article: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Question:
    """A question and its gold evidence: one place of every group is needed to answer it whole."""

    id: str
    text: str
    kind: str
    answerable: bool
    groups: tuple[tuple[Place, ...], ...]

    @property
    def held_out(self) -> bool:
        """Whether nothing may be tuned on it: the questions with an even number."""
        return int("".join(c for c in self.id if c.isdigit()) or "0") % 2 == 0

    @property
    def places(self) -> tuple[Place, ...]:
        """The places of all groups."""
        return tuple(place for group in self.groups for place in group)


def load(file: Path, article: Callable[[str], Article]) -> list[Question]:
    """The questions of a file, one JSON object a line; `article` looks an article up by id.

    Raises UsageError naming file and line if a line is not a question or its evidence is not in
    the article it names.
    """
    questions = []
    for number, line in enumerate(file.read_bytes().splitlines(), start=1):
        try:
            questions.append(_question(json.loads(line), article))
        except (ValueError, KeyError, TypeError) as error:
            raise UsageError(f"{file}:{number}: not a question with evidence ({error}).") from error
    return questions


def _question(fields: dict[str, object], article: Callable[[str], Article]) -> Question:
    evidence = fields["evidence"]
    if not isinstance(evidence, list):
        raise TypeError("evidence is not a list")
    return Question(
        id=str(fields["id"]),
        text=str(fields["question"]),
        kind=str(fields["kind"]),
        answerable=bool(fields["answerable"]),
        groups=tuple(tuple(_place(entry, article) for entry in group) for group in evidence),
    )


def _place(entry: object, article: Callable[[str], Article]) -> Place:
    if not isinstance(entry, str):
        raise TypeError(f"{entry!r} is not a text")
    name, bar, words = entry.partition("|")
    start = article(name).text.find(words) if bar and words else -1
    if start < 0:
        raise ValueError(f"{entry[:80]!r} is not in the article")
    return Place(name, start, start + len(words))


def overlaps(place: Place, article: str, span: Span) -> bool:
    """Whether a span of an article has at least a character of the place."""
    return place.article == article and place.start < span.end and place.end > span.start
