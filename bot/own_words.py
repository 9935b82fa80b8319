"""An article's own words: its sentences, with a mark in the place of each quotation.

Owns where a paragraph begins, and that a quotation is found in its whole paragraph. Unlike
`speech`, which finds who speaks in such a sentence, it reads nothing.
"""

from __future__ import annotations

from functools import cached_property

from bot import speech
from bot.full_names import MAX_SCAN
from index.articles import Article
from index.quotations import find_quotations, merged


class OwnWords:
    """One article; sentences by their number."""

    def __init__(self, article: Article) -> None:
        self._article = article
        self._read: dict[int, str] = {}
        self._paragraphs: dict[int, tuple[int, int]] = {}
        self._quoted: dict[int, list[tuple[int, int]]] = {}

    def outside(self, n: int) -> str:
        """A sentence with a mark for each quotation, found in its whole paragraph."""
        if n not in self._read:
            self._read[n] = self._masked(n)
        return self._read[n]

    def paragraph(self, n: int) -> tuple[int, int]:
        """The numbers of its first sentence and of the one behind its last."""
        if n not in self._paragraphs:
            first, last = n, n + 1
            while first and not self._breaks(first):
                first -= 1
            while last < len(self.starts) and not self._breaks(last):
                last += 1
            self._paragraphs.update(dict.fromkeys(range(first, last), (first, last)))
        return self._paragraphs[n]

    @cached_property
    def starts(self) -> list[int]:
        """Where each sentence begins."""
        return [sentence.start for sentence in self._article.sentences]

    @property
    def text(self) -> str:
        """As much of the article as is searched for a name."""
        return self._article.text[:MAX_SCAN]

    def _masked(self, n: int) -> str:
        span = self._article.sentences[n]
        first, last = self.paragraph(n)
        if first not in self._quoted:
            self._quoted[first] = self._quotations(first, last)
        inside = [
            (max(a, span.start) - span.start, min(b, span.end - 1) - span.start)
            for a, b in self._quoted[first]
            if a < span.end and b >= span.start
        ]
        return speech.masked(self._article.text[span.start : span.end], inside)

    def _quotations(self, first: int, last: int) -> list[tuple[int, int]]:
        """The first and last mark of each quotation of a paragraph, in the article."""
        at, end = self._article.sentences[first].start, self._article.sentences[last - 1].end
        return [(a + at, b + at) for a, b in merged(find_quotations(self._article.text[at:end]))]

    def _breaks(self, n: int) -> bool:
        """Whether a paragraph begins with the n-th sentence."""
        sentences = self._article.sentences
        gap = self._article.text[sentences[n - 1].end : sentences[n].start]
        return gap.count("\n") > (1 if self._is_wrapped else 0) or bool(gap.strip())

    @cached_property
    def _is_wrapped(self) -> bool:
        """Whether lines end within sentences, so that one newline ends no paragraph."""
        text = self._article.text
        return any("\n" in text[s.start : s.end] for s in self._article.sentences[:200])
