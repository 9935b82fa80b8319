"""What a person gets: an answer, its citations, and its form as JSON.

Owns the shape of an answer, for every answerer and every surface. Unlike `render`, which
decides how it looks, and `evidence`, which decides what is in it, nothing is decided here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from bot.speakers import speaker_of
from index.articles import Quote, Span
from index.sections import columns, lowest

DECLINED = "The articles don’t say."


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
class Usage:
    """What language models used for an answer: calls, tokens, US dollars (None: price unknown)."""

    calls: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    usd: float | None = None

    def __add__(self, other: Usage) -> Usage:
        """Both together. A price is known if that of every call is."""
        usd = [one.usd for one in (self, other) if one.calls]
        return Usage(
            self.calls + other.calls,
            self.input_tokens + other.input_tokens,
            self.output_tokens + other.output_tokens,
            None if None in usd or not usd else sum(price for price in usd if price is not None),
        )

    def as_json(self) -> dict[str, float]:
        """The object under "usage"; "usd" is left out where the price is not known."""
        body: dict[str, float] = {
            "calls": self.calls,
            "input_tokens": self.input_tokens,
            "output_tokens": self.output_tokens,
        }
        return body if self.usd is None else {**body, "usd": round(self.usd, 6)}


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Quotes of different articles that do not agree. `about` says on what, in a few words;
    `sides` are the numbers of the quotes on each side, the words being `words`."""

    about: str
    sides: tuple[tuple[int, ...], ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One of several questions that a question consists of, as it stands there, and what became
    of it. `asked` is the part as searched. `quotes` are the numbers of those that answer it, its
    best first; none if it is declined. `short` are words of the first of them that answer it.
    """

    question: str
    asked: str
    status: Status
    confidence: float
    quotes: tuple[int, ...] = ()
    short: Quote | None = None

    @property
    def said(self) -> str:
        """What there is to say of it beside its quotes; mostly nothing."""
        if self.status is Status.DECLINED:
            return DECLINED
        return self.short.text if self.short else ""


@dataclass(frozen=True, slots=True)
class Writing:
    """How a language model wrote an answer, or why its words are not in it.

    `prompts` gives each prompt's version by its name. `dropped` are the reasons for which
    sentences of the model's were not shown, `dropped_more` how many more of them there are.
    `fallback` says, as a sentence for a person, why the answer is the one without a model; empty
    where it is the model's. `vetoed` and `overruled` say that model and evidence gate disagreed: it
    would have answered where the gate declines, or declined where the gate answers.
    """

    model: str
    prompts: dict[str, str] = field(default_factory=dict)
    dropped: tuple[str, ...] = ()
    fallback: str = ""
    usage: Usage = field(default_factory=Usage)
    from_cache: bool = False
    vetoed: bool = False
    overruled: bool = False
    dropped_more: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer. `quotes` are best first; `closest` is filled only when declined.

    `confidence` is the calibrated probability (0 to 1) that the quotes answer the question.
    `asked` is the question as searched, which differs from `question` for a follow-up. `short` is
    the answer in a few words of the first quote, where it is sure enough that they are;
    `short_score` is the probability of that, None where it was not judged. `strange` are names of
    the question that stand in none of the articles, and `alike` names that do and are spelled like
    them. `writing` is there if a language model was to write it.

    `parts` are there if the question consists of several. Then the first quotes are the best one of
    each part, `confidence` is the lowest of those answered, or if none is, the highest, and `short`
    is left to the parts.
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
    disagreements: tuple[Disagreement, ...] = ()
    strange: tuple[str, ...] = ()
    alike: tuple[str, ...] = ()
    writing: Writing | None = None
    parts: tuple[Part, ...] = ()

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
        if self.parts:
            body["parts"] = [_part_json(part) for part in self.parts]
        if self.strange:
            body["strange"] = list(self.strange)
        if self.alike:
            body["alike"] = list(self.alike)
        if self.disagreements:
            body["disagreements"] = [_disagreement_json(d) for d in self.disagreements]
        if self.writing is not None:
            body["writing"] = _writing_json(self.writing)
            body["usage"] = self.writing.usage.as_json()
        body["timings_ms"] = {name: round(ms, 2) for name, ms in self.timings_ms.items()}
        return body


def _part_json(part: Part) -> dict[str, Any]:
    body: dict[str, Any] = {"question": part.question, "status": str(part.status)}
    if part.asked != part.question:
        body["asked"] = part.asked
    body |= {"confidence": round(part.confidence, 4), "quotes": list(part.quotes)}
    return body if part.short is None else {**body, "short": _short_json(part.short, None)}


def _disagreement_json(disagreement: Disagreement) -> dict[str, Any]:
    sides = zip(disagreement.sides, disagreement.words, strict=True)
    return {
        "about": disagreement.about,
        "sides": [{"cites": list(cites), "words": words} for cites, words in sides],
    }


def _writing_json(writing: Writing) -> dict[str, Any]:
    body: dict[str, Any] = {"model": writing.model, "prompts": dict(writing.prompts)}
    told = {
        "dropped": list(writing.dropped),
        "dropped_more": writing.dropped_more,
        "fallback": writing.fallback,
        "from_cache": writing.from_cache,
        "vetoed": writing.vetoed,
        "overruled": writing.overruled,
    }
    return body | {name: value for name, value in told.items() if value}


def _short_json(short: Quote, score: float | None) -> dict[str, Any]:
    """Words of a quote, with offsets into its article."""
    body = {"text": short.text, "start": short.start, "end": short.end}
    return body if score is None else {**body, "score": round(score, 4)}


def citation_json(citation: Citation) -> dict[str, Any]:
    """One entry of `quotes` or `closest`."""
    quote, article = citation.quote, citation.quote.article
    speaker = speaker_of(article, Span(quote.start, quote.end))
    body = {
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
    stated = {
        "heading": lowest(article, quote.start),
        "columns": columns(article, quote.start),
        "said_by": speaker,
    }
    return body | {key: value for key, value in stated.items() if value is not None}
