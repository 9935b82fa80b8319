"""A text's sentences: where each begins and ends.

    text ─► paragraphs (a newline ends one, unless the text is hard-wrapped)
         ─► boundaries (a mark that ends a sentence; inside a quotation it waits)
         ─► pieces (over 700 characters: cut inside quotations too; over 2,000: cut at white space)

Owns the rules of sentence ends and of paragraphs; `quotations` and `abbreviations` say where a
mark ends nothing. Unlike `chrome`, which decides what is the article at all, everything that is not
white space is a sentence here; unlike `passages`, nothing is sized in tokens. Nothing is looked at
outside the region, and the time is linear in its length: every pattern is possessive or bounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple
from unicodedata import category

from index.abbreviations import STARTERS, is_abbreviated
from index.articles import Kind, Span
from index.quotations import OPENING, find_asides, find_quotations, is_inside, merged

_MONSTER = 700  # characters: past this a quotation is cut at the sentence ends inside it
_MAX = 2_000  # characters: past this a sentence is cut at white space
_WRAP_WIDTHS = range(40, 121)  # characters: the line widths that count as hard-wrapped

_STRONG = "。！？｡؟۔।॥።։။"  # end a sentence whatever follows
_END = re.compile(rf"[.!?…‼⁇⁈⁉]++(?:\s\.(?!\w))*+|[{_STRONG}]++")  # with the spaced ellipsis
_CLOSERS = re.compile(r"(?:[\"”’'»›」』】）＂“‘«)\]}*_⁰¹²³⁴-⁹]|\[\d{1,3}\])*+")  # with [12], a note
_STRAY_CLOSER = re.compile(r"\s[”»](?=\s)")
_NEXT = re.compile(r"(?P<gap>\s*+)(?P<signs>\W{0,12}+)(?P<word>\w{0,20}+)")
_WORD = re.compile(r"\w")
_VISIBLE = re.compile(r"\S")
# U+2028 is no end here: programs that set texts put it where a line was broken for its looks.
_RAW_LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2029]*+(?:\r\n|[\n\r\v\f\x1c-\x1e\x85\u2029]|\Z)")
_LIST_LINE = re.compile(r"(?:[-*+•‣◦]|\d{1,3}[.)]|#{1,6})\s|\|")
_LETTERED = re.compile(r"\(?(?:[a-z]|[ivx]{1,4})[.)]\s")
_QUOTED = re.compile(r"(?:>\s{0,3}+)++")
_ENDED = (".", "!", "?", "…", ":", ";", "")
_HIDE_AN_END = "\"”’'»)]*_ "
_ADDRESS = re.compile(r"\w{2,20}://|www\.|[\w.]@\w|\.(?:com?|org|net|gov|edu|io|js|py)\b", re.I)
_ATTRIBUTION = re.compile(
    r"\s++(?:[A-Z][\w.’'-]{0,30}+\s){1,4}(?:said|says|asked|asks|told|tells|added|adds|wrote|"
    r"writes|replied|continued|wondered|shouted|tweeted)\b"
)


def split(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """The spans, of kind SENTENCE and GAP, that cover `text[start:end]` once and in order.

    Sentences begin and end with a character that is not white space; gaps are white space and lie
    between them. A quotation of several sentences is one span, up to 700 characters; no sentence
    is longer than 2,000. Raises ValueError if `start` and `end` are not a region of the text.

    >>> text = "He left. “We go. Now,” she said."
    >>> [text[s.start:s.end] for s in split(text) if s.kind is Kind.SENTENCE]
    ['He left.', '“We go. Now,” she said.']
    """
    stop = len(text) if end is None else end
    if not 0 <= start <= stop <= len(text):
        raise ValueError(f"[{start}:{stop}] is not a region of {len(text)} characters")
    region = text[start:stop]
    sentences = (
        (above + a, above + b)
        for above, below in _paragraphs(region)
        for a, b in _sentences(region[above:below])
    )
    return list(_with_gaps(((start + a, start + b) for a, b in sentences), start, stop))


def _with_gaps(sentences: Iterable[tuple[int, int]], start: int, stop: int) -> Iterator[Span]:
    for a, b in sentences:
        if start < a:
            yield Span(start, a, Kind.GAP)
        yield Span(a, b)
        start = b
    if start < stop:
        yield Span(start, stop, Kind.GAP)


class _Line(NamedTuple):
    """A line without the white space around it, never empty."""

    start: int
    end: int
    after_blank: bool  # or after lines that are quoted more or less deeply
    text: str  # without the marks of a quoted line, unless it has nothing else
    depth: int  # of quoted lines (`> `); -1: marks and nothing else
    in_item: bool  # it is indented below a list's item


def _lines(region: str) -> Iterator[_Line]:
    after_blank, item, above = True, -1, 0
    for raw in _RAW_LINE.finditer(region):
        text = raw[0].strip()
        if text:
            start = raw.start() + len(raw[0]) - len(raw[0].lstrip())
            body, depth = _unquoted(text)
            indent = start - raw.start()
            in_item = indent > item >= 0 and not _LIST_LINE.match(text)
            item = indent if _LIST_LINE.match(text) else item if in_item else -1
            apart = after_blank or depth != above
            yield _Line(start, start + len(text), apart, body, depth, in_item)
            above = depth
        after_blank = not text


def _unquoted(text: str) -> tuple[str, int]:
    """A line's words behind its marks, and how deeply it is quoted: `> > No` is No, 2."""
    marks = _QUOTED.match(text)
    if not marks:
        return text, 0
    body = text[marks.end() :]
    return (body, marks[0].count(">")) if body else (text, -1)


def _paragraphs(region: str) -> Iterator[tuple[int, int]]:
    lines = list(_lines(region))
    depths = {line.depth for line in lines}
    widths = {depth: _wrap_width([ln for ln in lines if ln.depth == depth]) for depth in depths}
    start = lines[0].start if lines else 0
    for above, below in pairwise(lines):
        width = widths[below.depth]
        if not (width and _may_continue(above, below, width)) and not _goes_on(above, below):
            yield start, above.end
            start = below.start
    if lines:
        yield start, lines[-1].end


def _wrap_width(lines: list[_Line]) -> int:
    """The width to which lines are hard-wrapped, in characters; 0: a newline ends a paragraph.

    They are hard-wrapped when the longest (lines without spaces aside: URLs) has 40 to 120
    characters and, of the newlines after full lines, at least a third stand before a small letter.
    """
    width = max((len(line.text) for line in lines if " " in line.text), default=0)
    if width not in _WRAP_WIDTHS:
        return 0
    full = [below for above, below in pairwise(lines) if _may_continue(above, below, width)]
    midway = sum(line.text[0].islower() for line in full)
    return width if full and 3 * midway >= len(full) else 0


def _may_continue(above: _Line, below: _Line, width: int) -> bool:
    """Whether `above` is full: the first word of `below` would hardly have fitted."""
    if below.after_blank or _LIST_LINE.match(below.text):
        return False
    return len(above.text) + 1 + len(below.text.split(maxsplit=1)[0]) > 0.8 * width


def _goes_on(above: _Line, below: _Line) -> bool:
    """Whether a quoted line, or one below a list's item, goes on in the middle of a sentence."""
    if below.after_blank or not (below.depth > 0 or below.in_item):
        return False
    ended = above.text.rstrip(_HIDE_AN_END)[-1:] in _ENDED
    return below.text[0].islower() and not ended and not _LETTERED.match(below.text)


def _sentences(paragraph: str) -> Iterator[tuple[int, int]]:
    """The sentences of one paragraph, which neither begins nor ends with white space."""
    start, inner = 0, list[int]()
    for at, inside in [*_boundaries(paragraph), (len(paragraph), False)]:
        if inside:
            inner.append(at)
            continue
        for cut in [*inner, at] if at - start > _MONSTER else [at]:
            yield from _capped(paragraph, start, cut)
            start = cut
        inner.clear()


def _capped(paragraph: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """`paragraph[start:end]` without the white space around it, in pieces of at most 2,000."""
    while True:
        first = _VISIBLE.search(paragraph, start, end)
        if not first:
            return
        start = first.start()
        if end - start <= _MAX:
            break
        cut = start + _cut(paragraph[start : start + _MAX + 1])
        yield start, cut
        start = cut
    yield start, start + len(paragraph[start:end].rstrip())


def _cut(window: str) -> int:
    """Where to cut a window of 2,001 characters: at white space, else between two letters."""
    head, *tail = window.rsplit(maxsplit=1)
    if tail:
        return len(head)
    for at in range(_MAX, _MAX - 50, -1):
        if category(window[at])[0] != "M" and "\u200d" not in window[at - 1 : at + 1]:
            return at
    return _MAX


def _boundaries(paragraph: str) -> Iterator[tuple[int, bool]]:
    """Where sentences end, and whether a quotation or parenthesis is still open there.

    What stands between two boundaries has a letter or digit: a stray mark goes with its neighbour.
    """
    if not _END.search(paragraph):
        return
    quotations = find_quotations(paragraph)
    whole = merged(quotations + find_asides(paragraph))
    pending: tuple[int, bool] | None = None
    seen = 0
    for at in _ends(paragraph, quotations):
        inside = is_inside(at, whole)
        if _WORD.search(paragraph, seen, at):
            if pending:
                yield pending
            pending = at, inside
        elif pending and not inside:
            pending = at, False
        seen = at
    if pending and _WORD.search(paragraph, seen):
        yield pending


def _ends(paragraph: str, quotations: list[tuple[int, int]]) -> Iterator[int]:
    opened, closed = {a for a, _ in quotations}, {b for _, b in quotations}
    for mark in _END.finditer(paragraph):
        at = _after_closers(paragraph, mark.end(), opened, closed)
        if _ends_sentence(paragraph, mark, at):
            yield at


def _after_closers(paragraph: str, at: int, opened: set[int], closed: set[int]) -> int:
    """Past the closing quotes and brackets at `at`, also a quote closed after a space: `act. “`."""
    end = _CLOSERS.match(paragraph, at).end()  # type: ignore[union-attr]  # it matches nothing, too
    for i in range(at, end):
        if i in opened or (paragraph[i] in OPENING and i not in closed):
            return i
    if end + 1 in closed or (_STRAY_CLOSER.match(paragraph, end) and end + 1 not in opened):
        return end + 2 if paragraph[end].isspace() else end
    return end


def _ends_sentence(paragraph: str, mark: re.Match[str], at: int) -> bool:
    """Whether `mark`, with the quotes and brackets that close after it up to `at`, is an end."""
    gap, signs, word = _NEXT.match(paragraph, at).groups()  # type: ignore[union-attr]  # as above
    if mark[0][-1] in _STRONG:
        return bool(gap or signs or mark.end() == at)  # “…。”他说 goes on
    if word[:1].islower() and not word[1:2].isupper():  # iPhone, eBay
        return False
    if not gap and not _lacks_space(paragraph, mark, signs, word):
        return False
    if mark[0] == ".":
        return not is_abbreviated(paragraph, mark.start(), word)
    asks = mark.end() < at and mark[0][-1] in "!?"
    return not (asks and word not in STARTERS and _ATTRIBUTION.match(paragraph, at))


def _lacks_space(paragraph: str, mark: re.Match[str], signs: str, word: str) -> bool:
    """Whether a space was forgotten: "said.But", and not an address such as www.Example.com."""
    before = paragraph[max(0, mark.start() - 40) : mark.start()]
    if mark[0][-1] in "!?" and before and category(before[-1]) == "Lo":
        return True  # a script without capitals, or spaces
    if not (before[-2:].islower() and before[-2:].isalpha() and len(before) > 1):
        return False
    if not (word[:1].isupper() and word[1:2].islower()) or signs.strip("“‘\"'"):
        return False
    after = paragraph[mark.start() : mark.start() + 40]
    return not _ADDRESS.search(before.split()[-1] + after.split()[0])
