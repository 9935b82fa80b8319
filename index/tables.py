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

from index import furniture
from index.articles import Kind
from index.edges import Kinds
from index.lines import Block

_ROW = r"[^|\r\n]*+\|[^\r\n]*+"
_RULE = r"[ \t>]*+\|?(?:[ \t]*+:?-++:?[ \t]*+\|)++(?:[ \t]*+:?-++:?)?[ \t]*+"
_RULED = re.compile(
    rf"^(?P<head>{_ROW})\r?\n{_RULE}\r?\n(?P<body>(?:{_ROW}(?:\r?\n|\Z))++)", re.MULTILINE
)


def judge(blocks: Sequence[Block], kinds: Kinds) -> None:
    """The rows of tables that are not judged yet are SENTENCE, their rules CHROME, in place."""
    for rows in _runs(blocks):
        if _is_table([blocks[n] for n in rows]):
            for n in rows:
                if kinds[n] is None:
                    kinds[n] = Kind.CHROME if _is_ruled(blocks[n]) else Kind.SENTENCE


def head_row(text: str, start: int) -> str:
    """The row above the rule of the table in whose rows a place lies; "" for none.

    >>> text = "| City | Docks |\\n|---|---|\\n| Ghent | 14 |"
    >>> head_row(text, text.index("Ghent"))
    '| City | Docks |'
    """
    bodies = _bodies(text)
    number = bisect_right(bodies, start, key=lambda body: body[0])
    if not number:
        return ""
    _, end, head = bodies[number - 1]
    return head if start < end and any(map(str.isalnum, head)) else ""


@lru_cache(maxsize=64)  # the passages of the same few articles are asked about again and again
def _bodies(text: str) -> tuple[tuple[int, int, str], ...]:
    """The rows below each table's rule: where they begin and end, and the row above it."""
    return tuple((*match.span("body"), match["head"]) for match in _RULED.finditer(text))


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
