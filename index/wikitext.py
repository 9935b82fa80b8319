"""Wikitext: what its marks say about a text that was copied from a wiki.

Owns the headings (`== History ==`), the lines of a table that hold none of its cells, and what its
columns are called (`! City !! Docks`). Unlike a renderer nothing is removed: the marks become
spans, and a table's cells stay text. As in `markdown`, what is found here is stated by the format
and not guessed.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import takewhile

from index.articles import Kind, Span

_LINE = re.compile(r"[^\s\ufeff][^\r\n]*")
_HEADING = re.compile(r"(={2,6})[^=].{0,200}?\1")
_ROW = re.compile(r"\|-++(?:\s*+[\w-]++\s*=.*)?")

_NO_CELL = re.compile(r"\|[+}-]")
_BORDER = re.compile(r"!!|\|\|")
_ATTRIBUTES = re.compile(r"\A(?:\s*+[\w-]++\s*+=\s*+(?:\"[^\"|]*+\"|[^\s\"|]++))++\s*+\|")

_Lines = Sequence[re.Match[str]]


def read(text: str) -> tuple[Span, ...]:
    """The spans that marks state, in order and apart, by offsets into `text`.

    Headings are HEADING. Of a table that is closed, the first and the last line, those between
    rows and those that name columns (`! Height !! Width`) are CHROME; a `!` at the head of a row
    that has other cells is text.
    """
    lines = list(_LINE.finditer(text))
    marks = (_span(line, Kind.CHROME) for table in _tables(lines) for line in _marks(table))
    return tuple(sorted((*_headings(lines), *marks), key=lambda span: span.start))


def head_rows(text: str, start: int) -> tuple[str, ...]:
    """The rows that name the columns of the table in whose other rows a place lies; () for none.

    >>> text = "{|\\n! City !! Docks\\n|-\\n| Ghent || 14\\n|}"
    >>> head_rows(text, text.index("Ghent"))
    ('| City | Docks |',)
    """
    bodies = _bodies(text)
    number = bisect_right(bodies, start, key=lambda body: body[0])
    _, end, heads = bodies[number - 1] if number else (0, 0, ())
    return heads if start < end else ()


@lru_cache(maxsize=64)  # the passages of the same few articles are asked about again and again
def _bodies(text: str) -> tuple[tuple[int, int, tuple[str, ...]], ...]:
    """The rows below those that name columns: where they begin and end, and what those say."""
    if "{|" not in text:
        return ()
    return tuple(map(_body, _tables(list(_LINE.finditer(text)))))


def _body(table: _Lines) -> tuple[int, int, tuple[str, ...]]:
    heads = _heads(table)
    last = heads[-1][-1] if heads else table[0]
    return last.end(), table[-1].end(), tuple(map(_as_row, heads))


def _as_row(row: _Lines) -> str:
    cells = [cell for line in row for cell in _BORDER.split(_words(line)[1:])]
    return f"| {' | '.join(_ATTRIBUTES.sub('', cell, count=1).strip() for cell in cells)} |"


def _headings(lines: _Lines) -> Iterator[Span]:
    return (_span(line, Kind.HEADING) for line in lines if _HEADING.fullmatch(_words(line)))


def _tables(lines: _Lines) -> Iterator[_Lines]:
    """The lines of each table that is closed: in no other does a `!` at the head of a line mean
    anything."""
    opened: list[re.Match[str]] = []
    for line in lines:
        words = _words(line)
        if words.startswith("{|"):
            opened = [line]
        elif opened:
            opened.append(line)
            if words.startswith("|}"):
                yield opened
                opened = []


def _marks(table: _Lines) -> Iterator[re.Match[str]]:
    """The lines that hold no cell of a row: a `!` before others is a row's name, and text."""
    yield table[0]
    yield from (line for line in table[1:-1] if _ROW.fullmatch(_words(line)))
    yield from (line for row in _rows(table) if _is_marked(row) for line in row)
    yield table[-1]


def _heads(table: _Lines) -> list[_Lines]:
    """The first rows of which all cells are marked (`!`)."""
    return [*takewhile(_is_marked, (row for row in _rows(table) if row))]


def _is_marked(row: _Lines) -> bool:
    return all(cell.group()[0] == "!" for cell in row)


def _rows(table: _Lines) -> Iterator[_Lines]:
    """The lines that begin a cell, by rows."""
    row: list[re.Match[str]] = []
    for line in table[1:-1]:
        words = _words(line)
        if _ROW.fullmatch(words):
            yield row
            row = []
        elif words[0] in "!|" and not _NO_CELL.match(words):
            row.append(line)
    yield row


def _words(line: re.Match[str]) -> str:
    return line.group().rstrip()


def _span(line: re.Match[str], kind: Kind) -> Span:
    return Span(line.start(), line.start() + len(_words(line)), kind)
