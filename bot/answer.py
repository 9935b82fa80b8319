"""What a person gets: an answer, its citations, and its form as JSON.

Owns the shape of an answer, for every answerer and every surface. Unlike `render`, which
decides how it looks, and `evidence`, which decides what is in it, nothing is decided here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from index.articles import Quote


class Status(StrEnum):
    """Whether the articles answer."""

    ANSWERED = "answered"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Citation:
    """A quote's number in an answer. `highlights` are offsets into the article's text."""

    number: int
    quote: Quote
    highlights: tuple[tuple[int, int], ...] = ()
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of the answer's own text and the numbers of the quotes it stands on."""

    text: str
    cites: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer. `quotes` are best first; `closest` is filled only when declined.

    `confidence` is the calibrated probability (0 to 1) that the quotes answer the question.
    `asked` is the question as searched, which differs from `question` for a follow-up. `short` is
    the answer in a few words of the first quote, where it is sure enough that they are;
    `short_score` is the probability of that, None where it was not judged.
    """

    question: str
    status: Status
    text: str
    statements: tuple[Statement, ...]
    confidence: float
    answerer: str
    quotes: tuple[Citation, ...] = ()
    closest: tuple[Citation, ...] = ()
    timings_ms: dict[str, float] = field(default_factory=dict)
    short: Quote | None = None
    short_score: float | None = None
    asked: str = ""
    id: str | None = None

    @property
    def answered(self) -> bool:
        """Whether there are quotes that answer."""
        return self.status is Status.ANSWERED

    def as_json(self) -> dict[str, Any]:
        """The object that `pullquote ask --json` prints, in its documented key order."""
        body: dict[str, Any] = {} if self.id is None else {"id": self.id}
        body |= {
            "question": self.question,
            "status": str(self.status),
            "text": self.text,
            "statements": [{"text": s.text, "cites": list(s.cites)} for s in self.statements],
            "confidence": round(self.confidence, 4),
            "answerer": self.answerer,
            "quotes": [citation_json(c) for c in self.quotes],
        }
        if self.short is not None:
            body["short"] = _short_json(self.short, self.short_score)
        if not self.answered:
            body["closest"] = [citation_json(c) for c in self.closest]
        if self.asked and self.asked != self.question:
            body["asked"] = self.asked
        body["timings_ms"] = {name: round(ms, 2) for name, ms in self.timings_ms.items()}
        return body


def _short_json(short: Quote, score: float | None) -> dict[str, Any]:
    """Words of the first quote, with offsets into its article."""
    body = {"text": short.text, "start": short.start, "end": short.end}
    return body if score is None else {**body, "score": round(score, 4)}


def citation_json(citation: Citation) -> dict[str, Any]:
    """One entry of `quotes` or `closest`."""
    quote, article = citation.quote, citation.quote.article
    return {
        "n": citation.number,
        "article": article.id,
        "title": article.title,
        "outlet": article.outlet,
        "published": article.published,
        "url": article.url,
        "start": quote.start,
        "end": quote.end,
        "text": quote.text,
        "highlights": [list(place) for place in citation.highlights],
        "score": round(citation.score, 4),
    }
