"""The rows of a table in a text: lines of as many cells, one below the other.

Owns where a table stands, and which row is its head. Unlike `furniture`, which takes one row of
words or numbers for a menu or the numbers of pages, the rows are judged here by their neighbours;
`wikitext` and `markdown` know tables by the marks that their formats have for them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from index import furniture
from index.articles import Kind
from index.edges import Kinds
from index.lines import Block

_ROW = r"[^|\r\n]*+\|[^\r\n]*+"
_RULE = r"[ \t>]*+\|?(?:[ \t]*+:?-++:?[ \t]*+\|)++(?:[ \t]*+:?-++:?)?[ \t]*+"
_RULED = re.compile(
    rf"^(?P<head>{_ROW})\r?\n{_RULE}\r?\n(?P<body>(?:{_ROW}(?:\r?\n|\Z))++)", re.MULTILINE
)
_UNRULED = re.compile(r"^(?:[^|\t\r\n]*+[|\t][^\r\n]*+(?:\r?\n|\Z)){3,}+", re.MULTILINE)
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")  # may be the head of a column
_FEWEST = 2  # cells of a row


class _Body(NamedTuple):
    """Rows at `text[start:end]`, and those above them that say what their columns are."""

    start: int
    end: int
    heads: tuple[str, ...]


def judge(blocks: Sequence[Block], kinds: Kinds) -> None:
    """The rows of tables that are not judged yet are SENTENCE, their rules CHROME, in place."""
    for rows in _runs(blocks):
        if _is_table([blocks[n] for n in rows]):
            for n in rows:
                if kinds[n] is None:
                    kinds[n] = Kind.CHROME if _is_ruled(blocks[n]) else Kind.SENTENCE


def head_rows(text: str, start: int) -> tuple[str, ...]:
    """The rows that name the columns of the table in whose other rows a place lies; () for none.

    They stand above a rule, and may go on in the row below it; without a rule the first row is one
    if it has no number where all others do.

    >>> text = "| City | Docks |\\n|---|---|\\n| Ghent | 14 |"
    >>> head_rows(text, text.index("Ghent"))
    ('| City | Docks |',)
    """
    bodies = _bodies(text)
    number = bisect_right(bodies, start, key=lambda body: body.start)
    found = bodies[number - 1] if number else None
    return found.heads if found and start < found.end else ()


@lru_cache(maxsize=64)  # the passages of the same few articles are asked about again and again
def _bodies(text: str) -> tuple[_Body, ...]:
    if "|" not in text and "\t" not in text:
        return ()
    found = [body for match in _RULED.finditer(text) for body in _ruled(match)]
    found += [body for match in _UNRULED.finditer(text) for body in _unruled(match)]
    return tuple(sorted(found))


def _ruled(table: re.Match[str]) -> Iterator[_Body]:
    """The rows below a rule; the first may be a second head."""
    start, end = table.span("body")
    first, *others = table["body"].splitlines(keepends=True)
    heads = tuple(row for row in (table["head"],) if any(map(str.isalnum, row)))
    if others and _goes_on(table["head"], first, others):
        yield _Body(start, start + len(first), heads)
        start, heads = start + len(first), (*heads, first.rstrip("\r\n"))
    yield _Body(start, end, heads)


def _goes_on(head: str, row: str, others: Sequence[str]) -> bool:
    """Whether a row names columns, too: below a cell of the head that spans several, so that those
    beside it are empty, it has words and all others numbers; or in the first column only others
    have words, as below a head of two rows."""
    above, own, *rest = (_cells(one) for one in (head, row, *others))
    if _has_number(row) or not any(own):
        return False
    if not own[0]:
        return all(cells[0] for cells in rest)
    return any(
        not above_it and it and all(map(_has_digit, below))
        for above_it, it, *below in [*zip(above, own, *rest, strict=False)][1:]
    )


def _unruled(table: re.Match[str]) -> Iterator[_Body]:
    """The rows below the first, if they have numbers in a column where it has a word."""
    head, *others = table.group().splitlines(keepends=True)
    first, *rows = (_cells(row) for row in (head, *others))
    if len(first) < _FEWEST or any(map(str.isdigit, head)) or not all(first[1:]):
        return
    if all(len(row) == len(first) for row in rows) and any(
        all(map(_has_digit, column)) for column in zip(*rows, strict=True)
    ):
        yield _Body(table.start() + len(head), table.end(), (head.rstrip("\r\n"),))


def _cells(row: str) -> list[str]:
    words = row.strip("> \t\r\n")
    mark = "|" if "|" in words else "\t"
    return [cell.strip() for cell in words.removeprefix("|").removesuffix("|").split(mark)]


def _has_digit(cell: str) -> bool:
    return any(map(str.isdigit, cell))


def _has_number(row: str) -> bool:
    return _has_digit(_YEAR.sub("", row))


def _runs(blocks: Sequence[Block]) -> Iterator[range]:
    """Neighbouring lines that have the same number of cells, two of them at least."""
    cells = [furniture.count_cells(b.words) if len(b) <= 400 else 0 for b in blocks]
    first = 0
    for n in range(1, len(blocks) + 1):
        if n == len(blocks) or blocks[n].blank_before or cells[n] != cells[first]:
            if cells[first] >= 2:
                yield range(first, n)
            first = n


def _is_table(rows: Sequence[Block]) -> bool:
    """Whether these are no two lines of a menu: numbers, or a rule below the first, say so."""
    cells = furniture.count_cells(rows[0].words)
    told = any(_is_ruled(row) or any(map(str.isdigit, row.words)) for row in rows)
    return told and len(rows) >= (2 if cells >= 3 else 3)


def _is_ruled(row: Block) -> bool:
    """Whether it is the rule below a table's head: "---|---"."""
    return "--" in row.words and not any(map(str.isalnum, row.words))
