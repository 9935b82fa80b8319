"""Which part of a quote fits a message, and which of its words stand out.

Owns the cut. Unlike `texts`, which shortens titles and questions, it keeps the words that answer in
view, marks what was left out outside of the quote's own words, and ends at a sentence where it can.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.render.slack.limits import size
from bot.render.slack.parts import Run
from bot.render.slack.texts import fitting, safe
from index.articles import Quote

LEFT_OUT = "[…]"  # in brackets, as an editor's: a quote may have a "…" of its own
MAX_HIGHLIGHTS = 10  # of a quote
RUN = 60  # the size of what stands around the words of a run
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A part of a quote: `quote.text[start:end]`, whole unless it had to be cut."""

    quote: Quote
    start: int
    end: int
    highlights: tuple[Span, ...]  # within the quote's text, in order, apart

    @property
    def is_cut(self) -> bool:
        """Whether any of the quote's words are left out."""
        return self.start > 0 or self.end < len(self.quote.text)

    def runs(self) -> list[Run]:
        """The words, those that answer in bold, with marks for what is left out."""
        before = [Run(f"{LEFT_OUT} ", italic=True)] if self.start else []
        after = [Run(f" {LEFT_OUT}", italic=True)] if self.end < len(self.quote.text) else []
        return [*before, *self._words(), *after]

    def _words(self) -> Iterator[Run]:
        text, at = safe(self.quote.text), self.start
        shown = ((max(a, self.start), min(b, self.end)) for a, b in self.highlights)
        for first, last in shown:
            if first < last:
                yield Run(text[at:first])
                yield Run(text[first:last], bold=True)
                at = last
        yield Run(text[at : self.end])


def excerpt(quote: Quote, highlights: Iterable[Span], most: int) -> Excerpt:
    """As much of a quote as is at most of this size; `highlights` are offsets into its article."""
    inside = _inside(quote, highlights)
    text = safe(quote.text)
    if size(text) <= most:
        return Excerpt(quote, 0, len(text), inside)
    kept = inside[0] if inside else (0, 0)
    start = 0 if size(text[: kept[1]]) <= most else _start(text, kept[0], most)
    end = _end(text, _sentence_ends(quote), start, kept[1], most)
    return Excerpt(quote, start, end, inside)


def weight(highlights: Sequence[Span]) -> int:
    """The size of what stands around a quote's words in a block, if these are highlighted."""
    runs = 2 * min(len(highlights), MAX_HIGHLIGHTS) + 3
    return RUN * (runs + 2)


def _inside(quote: Quote, highlights: Iterable[Span]) -> tuple[Span, ...]:
    """The highlights as offsets into the quote's text, in order, none touching another."""
    merged: list[Span] = []
    for start, end in sorted(highlights):
        first, last = max(start, quote.start) - quote.start, min(end, quote.end) - quote.start
        if merged and first <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], last))
        elif first < last:
            merged.append((first, last))
    return tuple(merged[:MAX_HIGHLIGHTS])


def _start(text: str, first: int, most: int) -> int:
    """Where to begin, so that the words that answer are in view with some before them."""
    earliest = max(0, first - most // 4)
    for place in range(earliest, first):
        if text[place].isspace():
            return next(n for n in range(place, first + 1) if n == first or not text[n].isspace())
    return first if earliest else 0


def _end(text: str, sentence_ends: Sequence[int], start: int, needed: int, most: int) -> int:
    """Where to stop: at a sentence's end, else a word's, not before the words that answer end."""
    last = fitting(text, start, most)
    least = max(needed if needed <= last else start, start + (last - start) // 2)
    ends = [end for end in sentence_ends if least <= end <= last]
    if ends:
        return ends[-1]
    spaces = (n for n in range(last, least, -1) if n == len(text) or text[n].isspace())
    end = next(spaces, last)
    return start + len(text[start:end].rstrip()) or end


def _sentence_ends(quote: Quote) -> list[int]:
    inside = (s for s in quote.article.sentences if quote.start < s.end < quote.end)
    return [span.end - quote.start for span in inside]
