"""Texts from anywhere, cut into what the page marks and folds.

Owns the reading of answers whose shape nobody promised: a missing key or a wrong type becomes
"nothing there", never an error. Unlike `replies`, which refuses what is no answer, this shows what
can be shown of it.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

Marks = Mapping[str, Sequence[tuple[int, int]]]

SHOWN_CHARS = 900  # of a text, before it is folded
COMPARED_CHARS = 4_000  # of an inexact quote and its source: comparing takes quadratic time
WEB_ADDRESS = re.compile(r"https?://[!-~]+")
WORD = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text and the names of the marks on it, "" for none."""

    text: str
    marks: str


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A text: what is seen at once, what is folded away, and how many characters that is."""

    shown: tuple[Piece, ...]
    folded: tuple[Piece, ...] = ()
    folded_chars: int = 0


def excerpt(text: str, marks: Marks | None = None) -> Excerpt:
    """A text with marks, given by name as spans into it; spans are cut to the text.

    >>> excerpt("He left.", {"hit": [(3, 7)]}).shown
    (Piece(text='He ', marks=''), Piece(text='left', marks='hit'), Piece(text='.', marks=''))
    """
    spans = {name: [*_within(places, len(text))] for name, places in (marks or {}).items()}
    if len(text) <= SHOWN_CHARS * 1.2:  # a fold that hides a line is a nuisance
        return Excerpt(_pieces(text, 0, len(text), spans))
    shown, folded = (0, SHOWN_CHARS), (SHOWN_CHARS, len(text))
    return Excerpt(
        _pieces(text, *shown, spans), _pieces(text, *folded, spans), len(text) - folded[0]
    )


def differing(text: str, other: str) -> list[tuple[int, int]]:
    """Spans of the words of `text` that `other` does not have at that point."""
    if max(len(text), len(other)) > COMPARED_CHARS:
        return []
    words = [match.span() for match in WORD.finditer(text)]
    matcher = SequenceMatcher(
        None, [text[a:b] for a, b in words], WORD.findall(other), autojunk=False
    )
    changed = (code for code in matcher.get_opcodes() if code[0] != "equal" and code[1] < code[2])
    return [(words[first][0], words[end - 1][1]) for _, first, end, _, _ in changed]


def mapping(value: object) -> Mapping[str, object]:
    """The value, if it is an object; else an empty one."""
    return value if isinstance(value, Mapping) else {}


def items(value: object) -> Sequence[object]:
    """The value, if it is a list; else an empty one."""
    return value if isinstance(value, list | tuple) else ()


def text_of(value: object) -> str:
    """A text as it is, nothing as "", and anything else as its JSON."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    return json.dumps(value, ensure_ascii=False, default=str)


def number_of(value: object) -> float | None:
    """A finite number, or None."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return value if abs(value) < 1e15 and math.isfinite(value) else None


def offsets_of(value: object) -> tuple[int, int] | None:
    """A pair of offsets in their order, or None."""
    pair = items(value)
    if len(pair) != 2 or not all(type(offset) is int for offset in pair):
        return None
    start, end = (int(str(offset)) for offset in pair)
    return (start, end) if 0 <= start <= end else None


def web_address(value: object) -> str:
    """The value, if it is a web address and nothing that a browser might run; else ""."""
    return value if isinstance(value, str) and WEB_ADDRESS.fullmatch(value) else ""


def _within(places: Iterable[tuple[int, int]], length: int) -> Iterable[tuple[int, int]]:
    for start, end in places:
        if max(0, start) < min(end, length):
            yield max(0, start), min(end, length)


def _pieces(
    text: str, start: int, end: int, spans: Mapping[str, Sequence[tuple[int, int]]]
) -> tuple[Piece, ...]:
    edges = {edge for places in spans.values() for place in places for edge in place}
    cuts = sorted({start, end} | {edge for edge in edges if start < edge < end})
    return tuple(
        Piece(
            text[a:b],
            " ".join(n for n, places in spans.items() if any(x <= a < y for x, y in places)),
        )
        for a, b in pairwise(cuts)
    )
