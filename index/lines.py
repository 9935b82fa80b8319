"""A text as blocks: its lines, with the lines of a hard-wrapped paragraph taken together.

Owns where a block begins and ends and how it looks (length, ending, white lines around it).
Unlike `chrome`, which decides what a block is, and `sentences`, which looks inside one,
nothing is decided here about what the words mean.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

from index.articles import Span

_LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2029]+")
_BREAK = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2029]")
_CLOSERS = " \t\u00a0\u202f\"'”“’‘»«›‹)]}」』】*_"
_STOPS = ".!?。！？｡؟۔।॥։።…‽"
_INNER = ",;:،；，：、–—-"
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0eff]")
_LIST_ITEM = re.compile(r"(?:[-–—*•·▪◦‣>]|\(?[0-9]{1,3}[.)]|\(?[a-zA-Z][.)])\s")
_WRAPPED_WIDTH = range(40, 101)


class Ending(Enum):
    """How a block ends, closing quotes and brackets aside."""

    STOP = "stop"  # a full stop, question or exclamation mark
    ELLIPSIS = "ellipsis"  # "…" or "..."
    INNER = "inner"  # a comma, colon, semicolon or dash
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Block:
    """`text[start:end]`: a line without the white space around it, or a wrapped paragraph."""

    start: int
    end: int
    words: str  # the text itself
    ending: Ending
    blank_before: bool  # a white line or the text's beginning stands before
    blank_after: bool
    count: int  # of words; two letters of a script without spaces count as one

    def __len__(self) -> int:
        return self.end - self.start

    @property
    def is_list_item(self) -> bool:
        """Whether it begins with a bullet, a dash, a number or the mark of a quoted line."""
        return _LIST_ITEM.match(self.words) is not None

    @property
    def is_open(self) -> bool:
        """Whether it has no end and no bullet: it may be a title, a label or a teaser."""
        return self.ending in (Ending.NONE, Ending.ELLIPSIS) and not self.is_list_item

    @property
    def is_prose(self) -> bool:
        """Whether it is an ended paragraph of some length, or long anyway."""
        ended = self.ending is Ending.STOP and (len(self) >= 80 or self.count >= 14)
        return ended or len(self) > 400


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    blank_before: bool


def read(text: str, start: int = 0, end: int | None = None) -> list[Block]:
    """The blocks of `text[start:end]`, in order. Between them is only white space."""
    found = list(_lines(text, start, len(text) if end is None else end))
    groups = _grouped(text, found, everywhere=_is_wrapped(text, found))
    return [_block(text, groups, n) for n in range(len(groups))]


def whole(text: str, span: Span) -> list[Block]:
    """`span` as one block, or none if it holds only white space."""
    words = text[span.start : span.end]
    if not words.strip():
        return []
    start = span.start + len(words) - len(words.lstrip())
    stripped = words.strip()
    return [
        Block(
            start, start + len(stripped), stripped, ending(stripped), True, True, _count(stripped)
        )
    ]


def count_sentences(words: str) -> int:
    """How many full stops, question and exclamation marks end a sentence, more or less."""
    return len(re.findall(r"[.!?。！？][\"”’»)]*(?=\s|$)", words))


def ending(words: str) -> Ending:
    """How these words end."""
    tail = words[-40:].rstrip(_CLOSERS)
    if tail.endswith(("...", "…", ". . .")):
        return Ending.ELLIPSIS
    if tail.endswith(tuple(_STOPS)):
        return Ending.STOP
    return Ending.INNER if tail.endswith(tuple(_INNER)) else Ending.NONE


def _lines(text: str, start: int, end: int) -> Iterator[_Line]:
    last = start
    for match in _LINE.finditer(text, start, end):
        words = match.group().strip()
        if words:
            first = match.start() + match.group().index(words[0])
            yield _Line(first, first + len(words), _has_white_line(text, last, first, start))
            last = first + len(words)


def _has_white_line(text: str, last: int, first: int, start: int) -> bool:
    return last == start or len(_BREAK.findall(text, last, first)) > 1


def _is_wrapped(text: str, found: list[_Line]) -> bool:
    """Whether most line breaks inside paragraphs stand in the middle of a sentence."""
    inner = [pair for pair in pairwise(found) if not pair[1].blank_before]
    broken = sum(
        1
        for line, following in inner
        if line.end - line.start in _WRAPPED_WIDTH and text[following.start].islower()
    )
    return broken >= 3 and broken * 3 >= len(inner)


def _grouped(text: str, found: list[_Line], *, everywhere: bool) -> list[list[_Line]]:
    """The lines that are one paragraph, together.

    In a text that is wrapped everywhere neighbouring lines are one unless the first is short; in
    another only where a long line goes on in lower case.
    """
    groups: list[list[_Line]] = []
    for line in found:
        above = groups[-1][-1] if groups and not line.blank_before else None
        if above and _is_long(above) and (everywhere or _goes_on(text, above, line)):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _is_long(line: _Line) -> bool:
    return line.end - line.start >= _WRAPPED_WIDTH.start


def _goes_on(text: str, above: _Line, line: _Line) -> bool:
    how = ending(text[max(above.start, above.end - 40) : above.end])
    return how in (Ending.NONE, Ending.INNER) and text[line.start].islower()


def _block(text: str, groups: list[list[_Line]], n: int) -> Block:
    first, last = groups[n][0], groups[n][-1]
    words = text[first.start : last.end]
    blank_after = n + 1 == len(groups) or groups[n + 1][0].blank_before
    how = ending(words)
    return Block(first.start, last.end, words, how, first.blank_before, blank_after, _count(words))


def _count(words: str) -> int:
    """Counts at most the first 600 characters: no rule asks about more."""
    head = words[:600]
    return len(head.split()) + len(_UNSPACED.findall(head)) // 2
