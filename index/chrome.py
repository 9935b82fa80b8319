"""Which parts of a text are the web page's ("chrome") and which are headings.

Signals, in the order in which they are applied:

1. What the caller knows (front matter, Markdown headings), a byte order mark, and a date label
   glued to the first sentence ("date 2022-01-07 The talks …").
2. A table's rows are text: lines of as many cells, one below the other, with numbers in them.
3. Furniture: a phrase that fills its line ("Leave a Reply", "Share on Facebook").
4. End markers ("You May Also Like"): all after them is chrome if it holds little running prose.
   If it does not, the marker and the teasers right behind it are chrome and the rest is text.
5. Captions, by their credit ("© AP"), with the line that says the same before them.
6. A cut-off standfirst: a line without an end that the next block begins with.
7. The head: short lines without an end before the first prose are section labels, headline, deck.
8. The tail: short lines without an end after the last prose, among furniture.
9. Between two paragraphs: a short line without an end is a subhead; a longer one in headline
   style (no articles, no auxiliaries) is another story's teaser.

When in doubt a line stays text: to search some chrome is a smaller harm than to lose a part of
the article. A text in which nothing else would be left is kept whole.

Unlike `furniture`, which knows the phrases, and `lines`, which knows how blocks look, this module
weighs a block against its neighbours. Unlike `sentences`, it never looks inside a paragraph.
Nothing is deleted: offsets hold. Time is linear in the text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from index import dates, edges, furniture, lines, sentences, tables
from index.articles import Kind, Span
from index.edges import Kinds
from index.furniture import Marker
from index.lines import Block, Ending

_SUBHEAD_CHARS, _SUBHEAD_WORDS = 80, 12
_TEASER_CHARS = 160
_STANDFIRST_CHARS = 60


def mark(text: str, known: Sequence[Span] = ()) -> tuple[Span, ...]:
    """Spans of `text`, covering it once and in order.

    CHROME and HEADING spans are whole lines (or `known`); SENTENCE and GAP spans are what
    `sentences.split` makes of the rest. `known` are spans, in order and apart, whose kind the
    format states; a known SENTENCE is text whatever it looks like.
    """
    fixed = [*_inherent(text, known), *known]
    blocks, kinds = _blocks(text, fixed)
    free = [n for n, kind in enumerate(kinds) if kind is None]
    judged = _judge(blocks, kinds)
    if Kind.SENTENCE not in judged:
        for n in free:
            judged[n] = Kind.SENTENCE
    return tuple(_cover(text, blocks, judged, frozenset(free)))


def _inherent(text: str, known: Sequence[Span]) -> Iterator[Span]:
    """A byte order mark and a date label, which stand on no line of their own."""
    if known and known[0].start == 0:
        return
    if text.startswith("\ufeff"):
        yield Span(0, 1, Kind.CHROME)
    end = dates.label_end(text)
    if end is not None and (not known or end <= known[0].start):
        start = end - len(text[:end].lstrip("\ufeff \t\r\n"))
        yield Span(start, end, Kind.CHROME)


def _blocks(text: str, fixed: Sequence[Span]) -> tuple[list[Block], Kinds]:
    """The blocks of the text around and inside the fixed spans, and the kinds known so far."""
    blocks: list[Block] = []
    kinds: Kinds = []
    at = 0
    for span in [*fixed, Span(len(text), len(text) + 1)]:
        free = lines.read(text, at, span.start)
        inside = lines.whole(text, span) if span.start < len(text) else []
        blocks += [*free, *inside]
        kinds += [None] * len(free) + [span.kind] * len(inside)
        at = span.end
    return blocks, kinds


def _judge(blocks: list[Block], kinds: Kinds) -> list[Kind]:
    """The kind of each block. `kinds` holds those already known."""
    for step in (
        tables.judge,
        _furniture,
        _after_markers,
        _captions,
        _repeats,
        edges.judge_head,
        edges.judge_tail,
        _between,
    ):
        step(blocks, kinds)
    return [Kind.SENTENCE if kind is None else kind for kind in kinds]


def _furniture(blocks: list[Block], kinds: Kinds) -> None:
    for n, block in enumerate(blocks):
        if kinds[n] is None and (furniture.is_furniture(block.words) or _is_rule(block.words)):
            kinds[n] = Kind.CHROME


def _is_rule(words: str) -> bool:
    """Whether this is a line of signs ("* * *"). One sign may be a piece of a formula.

    A quoted line (`>`) may be empty.
    """
    if not words.strip("> \t"):
        return True
    return 3 <= len(words) <= 200 and not any(char.isalnum() for char in words)


def _after_markers(blocks: list[Block], kinds: Kinds) -> None:
    prose = [len(b) if k is None and b.is_prose else 0 for b, k in zip(blocks, kinds, strict=True)]
    total, before = sum(prose), 0
    longest_after = _longest_after(prose)
    for n, block in enumerate(blocks):
        found = furniture.marker(block.words) if kinds[n] is Kind.CHROME else None
        if found and _ends_here(found, before, total - before, longest_after[n]):
            _set(kinds, range(n, len(blocks)), Kind.CHROME)
            return
        if found and before:
            _teasers(blocks, kinds, n + 1)
        before += prose[n]


def _longest_after(prose: list[int]) -> list[int]:
    longest = [0] * (len(prose) + 1)
    for n in range(len(prose) - 1, -1, -1):
        longest[n] = max(longest[n + 1], prose[n])
    return longest


def _ends_here(found: Marker, before: int, after: int, longest_after: int) -> bool:
    if not before:
        return False
    if found is Marker.COMMENTS:
        return after <= before
    if found is Marker.RELATED:
        return after <= min(before / 4, 1500) and longest_after <= 500
    return after == 0


def _teasers(blocks: list[Block], kinds: Kinds, first: int) -> None:
    for n in range(first, min(first + 12, len(blocks))):
        if kinds[n] is None:
            if not blocks[n].is_open or len(blocks[n]) > 300:
                return
            if blocks[n].ending is Ending.NONE and len(blocks[n]) > _TEASER_CHARS:
                return
            kinds[n] = Kind.CHROME


def _captions(blocks: list[Block], kinds: Kinds) -> None:
    for n, block in enumerate(blocks):
        if kinds[n] is None and furniture.is_caption(block.words):
            kinds[n] = Kind.CHROME
            if n and kinds[n - 1] is None and _says_the_same(blocks[n - 1], block):
                kinds[n - 1] = Kind.CHROME


def _says_the_same(before: Block, caption: Block) -> bool:
    """Whether nearly all words of a line without an end come again in the caption after it."""
    if not before.is_open or len(before) > 300:
        return False
    words = before.words.casefold().split()
    again = set(caption.words.casefold().split())
    return len(words) >= 3 and sum(word in again for word in words) >= 0.7 * len(words)


def _repeats(blocks: list[Block], kinds: Kinds) -> None:
    for n, (block, following) in enumerate(pairwise(blocks)):
        if kinds[n] is not None or kinds[n + 1] is not None or not block.is_open:
            continue
        start = block.words.rstrip(" .…")
        longer = len(following) > len(block)
        if len(start) >= _STANDFIRST_CHARS and longer and following.words.startswith(start):
            kinds[n] = Kind.CHROME


def _between(blocks: list[Block], kinds: Kinds) -> None:
    for n in range(1, len(blocks) - 1):
        if kinds[n] is not None or not blocks[n].is_open or not _is_apart(blocks, n):
            continue
        before, after = _nearest(blocks, kinds, n, -1), _nearest(blocks, kinds, n, 1)
        if before and after and _ends_prose(before) and after.is_prose:
            kinds[n] = _kind_between(blocks[n])


def _is_apart(blocks: list[Block], n: int) -> bool:
    """Whether white lines or full paragraphs stand on both sides."""
    above = blocks[n].blank_before or _is_paragraph(blocks[n - 1])
    below = blocks[n].blank_after or _is_paragraph(blocks[n + 1])
    return above and below


def _is_paragraph(block: Block) -> bool:
    return len(block) > 100 and block.ending is Ending.STOP


def _nearest(blocks: list[Block], kinds: Kinds, n: int, step: int) -> Block | None:
    """The next block that is not chrome, at most six away."""
    for other in range(n + step, n + 7 * step, step):
        if 0 <= other < len(blocks) and kinds[other] is not Kind.CHROME:
            return blocks[other]
    return None


def _ends_prose(block: Block) -> bool:
    return block.ending is Ending.STOP or len(block) > 400


def _kind_between(block: Block) -> Kind | None:
    upper = not block.words[0].islower() and any(char.isalnum() for char in block.words)
    if upper and len(block) <= _SUBHEAD_CHARS and block.count <= _SUBHEAD_WORDS:
        return Kind.HEADING if block.ending is Ending.NONE else None
    teaser = upper and len(block) <= _TEASER_CHARS and block.count >= 6
    return Kind.CHROME if teaser and furniture.is_headlinese(block.words) else None


def _set(kinds: Kinds, where: Sequence[int] | range, kind: Kind) -> None:
    for n in where:
        if kinds[n] is None:
            kinds[n] = kind


def _cover(
    text: str, blocks: list[Block], kinds: list[Kind], free: frozenset[int]
) -> Iterator[Span]:
    """Neighbouring blocks of text are split into sentences together, but for those that are known:
    a field of a mail, or a line of code, goes on in no other."""
    at = n = 0
    while n < len(blocks):
        last = n
        while {last, last + 1} <= free and kinds[last : last + 2] == [Kind.SENTENCE] * 2:
            last += 1
        start, end = blocks[n].start, blocks[last].end
        yield from _gap(at, start)
        if kinds[n] is Kind.SENTENCE:
            yield from sentences.split(text, start, end)
        else:
            yield Span(start, end, kinds[n])
        at, n = end, last + 1
    yield from _gap(at, len(text))


def _gap(start: int, end: int) -> Iterator[Span]:
    if start < end:
        yield Span(start, end, Kind.GAP)
