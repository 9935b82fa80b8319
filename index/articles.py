"""An article's text and the places in it: spans, passages, quotes.

Owns the promise that a quote is in its source: a `Quote` is made from an article and two
offsets, and its text is looked up, never passed in. Unlike `formats`, which decides what an
article's text is, and `sentences`, which decides where its sentences end, nothing is decided
here. Offsets are Python `str` indices, `end` exclusive, everywhere.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

LEVELS = 6  # of headings, as in HTML


class Kind(StrEnum):
    """What a span of an article's text is."""

    SENTENCE = "sentence"  # the article's own words: searched and quoted
    HEADING = "heading"  # its headline and subheads: shown, never quoted as evidence
    CHROME = "chrome"  # the web page's words: neither searched nor quoted
    GAP = "gap"  # white space between the others


@dataclass(frozen=True, slots=True)
class Span:
    """`text[start:end]` of some article, never empty."""

    start: int
    end: int
    kind: Kind = Kind.SENTENCE


@dataclass(frozen=True)
class Article:
    """One source text.

    `spans` cover `text` once and in order: `"".join(text[s.start:s.end] for s in spans) == text`.
    `title`, `outlet`, `published` (ISO date) and `url` are None where the source does not state
    them: they are never guessed.
    """

    id: str
    text: str
    spans: tuple[Span, ...]
    title: str | None = None
    outlet: str | None = None
    published: str | None = None
    url: str | None = None

    def __hash__(self) -> int:
        """Of the text alone: to hash hundreds of spans takes longer than what is looked up."""
        return hash((self.id, self.text))

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """The spans that may be quoted, in order."""
        return tuple(span for span in self.spans if span.kind is Kind.SENTENCE)

    def headings_above(self, start: int) -> tuple[Span, ...]:
        """The headings right above the section that a place lies in, from the top down.

        They are the last heading before it, and those that stand above that one without a
        sentence between them, LEVELS at most. Empty before the first heading.
        """
        starts, headings = self._sections
        number = bisect_right(starts, start)
        return headings[number - 1] if number else ()

    @cached_property
    def _sections(self) -> tuple[list[int], list[tuple[Span, ...]]]:
        """Where each heading begins, and the headings in force from there on."""
        starts, headings = list[int](), list[tuple[Span, ...]]()
        together = False
        for span in self.spans:
            if span.kind is Kind.HEADING:
                above = headings[-1][1 - LEVELS :] if together else ()
                headings.append((*above, span))
                starts.append(span.start)
                together = True
            elif span.kind is Kind.SENTENCE:
                together = False
        return starts, headings

    def quote(self, start: int, end: int) -> Quote:
        """The quote at these offsets. Raises ValueError if they are not a place in the text."""
        return Quote(self, start, end)


@dataclass(frozen=True, slots=True)
class Quote:
    """A span of one article that is shown to a person, word for word."""

    article: Article
    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end <= len(self.article.text):
            raise ValueError(
                f"[{self.start}:{self.end}] is not a place in article {self.article.id}, "
                f"which has {len(self.article.text)} characters"
            )

    @property
    def text(self) -> str:
        """What stands there, looked up."""
        return self.article.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of neighbouring sentences of one article, the unit that is embedded and stored."""

    article: Article
    sentences: tuple[Span, ...]

    @property
    def start(self) -> int:
        """Where its first sentence begins."""
        return self.sentences[0].start

    @property
    def end(self) -> int:
        """Where its last sentence ends, exclusive."""
        return self.sentences[-1].end

    @property
    def text(self) -> str:
        """Its sentences and what is between them."""
        return self.article.text[self.start : self.end]
