"""Markdown: what its marks say about a text.

Owns the lines that Markdown marks (headings, fences, pictures, link definitions). Unlike a
renderer nothing is removed or replaced: the text stays the whole file, and the marks become
spans. Unlike `chrome`, which guesses what a line is, what is found here is stated by the format;
unlike `front_matter`, which reads the fields above a text, the text itself is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index import front_matter
from index.articles import Kind, Span
from index.metadata import Metadata

_LINE = re.compile(r"[^\r\n]+")
_FENCE = re.compile(r" {0,3}(?P<fence>`{3,}|~{3,})(?P<info>.*)")
_ATX = re.compile(r" {0,3}#{1,6}(?:[ \t]+|$)")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-{2,})[ \t]*")
_PICTURE = re.compile(r"\s*(?:\[?!\[[^\]]*\](?:\([^)]*\)|\[[^\]]*\])\]?(?:\([^)]*\))?\s*)+")
_DEFINITION = re.compile(  # not `[SMITH]: We won't pay.`, nor a note's words: `[^1]: In 1911.`
    r" {0,3}\[[^\]]{1,200}\]:\s*+(?:<[^<>]*>|(?:[a-z][\w+.-]{1,30}:|[/#]|www\.|\.{1,2}/)\S*"
    r"|[\w%./-]{1,200}\.(?:md|html?|png|jpe?g|gif|svg|webp|pdf|txt)(?:#\S*)?)"
    r"(?:\s+(?:\"[^\"]*\"|'[^']*'|\([^()]*\)))?\s*",
    re.IGNORECASE,
)
_TAG_LINE = re.compile(r"\s*<!--.*-->\s*|\s*</?[a-zA-Z][^<>]*>\s*")


@dataclass(frozen=True, slots=True)
class Marked:
    """What Markdown states: fields, and spans in order and apart."""

    metadata: Metadata
    spans: tuple[Span, ...]


def read(text: str) -> Marked:
    """The front matter's fields and the spans that marks state, by offsets into `text`.

    The front matter, fences, pictures, link definitions and tags on a line of their own are
    CHROME; headings are HEADING; code is SENTENCE. Raises ArticleError if the front matter is
    not valid.
    """
    end, metadata = front_matter.read(text)
    front = [Span(0, end, Kind.CHROME)] if end else []
    return Marked(metadata, (*front, *_marks(text, end)))


def _marks(text: str, start: int) -> Iterator[Span]:
    fence = ""
    for line in _LINE.finditer(text, start):
        opened = _fence(line.group(), fence)
        if opened is not None:
            yield Span(line.start(), line.end(), Kind.CHROME)
            fence = opened
        elif fence:
            if not line.group().isspace():
                yield Span(line.start(), line.end(), Kind.SENTENCE)
        else:
            yield from _line_marks(text, line)


def _fence(line: str, fence: str) -> str | None:
    """The fence that is open after this line, or None if it is not one."""
    match = _FENCE.fullmatch(line)
    if match is None:
        return None
    if fence:
        closes = match["fence"].startswith(fence) and not match["info"].strip()
        return "" if closes else None
    return None if "`" in match["info"] else match["fence"]


def _line_marks(text: str, line: re.Match[str]) -> Iterator[Span]:
    words = line.group()
    if _ATX.match(words) or _is_underlined(text, line):
        yield Span(line.start(), line.end(), Kind.HEADING)
    elif len(words) <= 4000 and any(
        form.fullmatch(words) for form in (_PICTURE, _DEFINITION, _TAG_LINE)
    ):
        yield Span(line.start(), line.end(), Kind.CHROME)


def _is_underlined(text: str, line: re.Match[str]) -> bool:
    """Whether this is a line of words above a line of "=" or "-"."""
    if len(line.group()) > 300 or not any(char.isalnum() for char in line.group()):
        return False
    below = _LINE.match(text, _next_line(text, line.end()))
    above = text[: line.start()][-2:]
    apart = line.start() == 0 or above.endswith(("\n\n", "\n\r")) or above.count("\n") == 2
    return below is not None and bool(_UNDERLINE.fullmatch(below.group())) and apart


def _next_line(text: str, end: int) -> int:
    return end + 2 if text.startswith("\r\n", end) else end + 1
