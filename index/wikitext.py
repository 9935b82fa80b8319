"""Wikitext: what its marks say about a text that was copied from a wiki.

Owns the headings (`== History ==`) and the lines of a table that hold none of its cells. Unlike
a renderer nothing is removed: the marks become spans, and a table's cells stay text. As in
`markdown`, what is found here is stated by the format and not guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from index.articles import Kind, Span

_LINE = re.compile(r"[^\s\ufeff][^\r\n]*")
_HEADING = re.compile(r"(={2,6})[^=].{0,200}?\1")
_ROW = re.compile(r"\|-++(?:\s*+[\w-]++\s*=.*)?")

_Lines = Sequence[re.Match[str]]


def read(text: str) -> tuple[Span, ...]:
    """The spans that marks state, in order and apart, by offsets into `text`.

    Headings are HEADING. Of a table that is closed, the first and the last line, those between
    rows and those that name columns (`! Height !! Width`) are CHROME.
    """
    lines = list(_LINE.finditer(text))
    found = [*_headings(lines), *_tables(lines)]
    return tuple(sorted(found, key=lambda span: span.start))


def _headings(lines: _Lines) -> Iterator[Span]:
    return (_span(line, Kind.HEADING) for line in lines if _HEADING.fullmatch(_words(line)))


def _tables(lines: _Lines) -> Iterator[Span]:
    """A table's marks are held back until it is closed: else a `!` may begin any line."""
    opened: list[Span] | None = None
    for line in lines:
        words = _words(line)
        if words.startswith("{|"):
            opened = [_span(line, Kind.CHROME)]
        elif opened is not None and words.startswith("|}"):
            yield from [*opened, _span(line, Kind.CHROME)]
            opened = None
        elif opened is not None and (words.startswith("!") or _ROW.fullmatch(words)):
            opened.append(_span(line, Kind.CHROME))


def _words(line: re.Match[str]) -> str:
    return line.group().rstrip()


def _span(line: re.Match[str], kind: Kind) -> Span:
    return Span(line.start(), line.start() + len(_words(line)), kind)
