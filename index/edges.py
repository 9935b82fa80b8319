"""The head and the tail of a page: what stands before the first prose and after the last.

Owns the reading of a headline, its deck, the labels, dates and bylines around it, and of the short
lines below the end. Unlike `chrome`, which decides in what order rules apply, and `furniture`,
which knows phrases, the rules here know only places. Each takes the blocks and the kinds found
so far (None: not judged yet), and judges some of the rest in place.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from index import dates, furniture, lines
from index.articles import Kind
from index.lines import Block

Kinds = list[Kind | None]

_HEAD_BLOCKS = 60
_HEADLINE_CHARS, _HEADLINE_WORDS = 220, 32
_CLOSED_HEADLINE_CHARS = 120
_INNER_END = re.compile(r"[^\W\d_]{5}\.[\"”’]?\s+[\"“‘]?[A-Z]")  # two sentences, not "Gov. Smith"
_TAIL_CHARS, _TAIL_WORDS = 80, 10


def judge_head(blocks: Sequence[Block], kinds: Kinds) -> None:
    """Lines without an end before the first prose: from the headline on HEADING, above CHROME.

    Below the headline "Present: Mrs Tarrant, Mr Beck" is text: what is entered there is told
    nowhere else.
    """
    stop = _first_prose(blocks, kinds)
    if stop is None:
        return
    for n in range(stop):
        of_the_page = furniture.is_count_or_menu(blocks[n].words) or _is_date_or_byline(blocks[n])
        if kinds[n] is None and of_the_page:
            kinds[n] = Kind.CHROME
    candidates = [n for n in range(stop) if kinds[n] is None]
    if _is_closed_headline(blocks, kinds, stop, candidates):
        kinds[stop], headline = Kind.HEADING, stop
    else:
        headline = _headline(blocks, candidates)
    for n in candidates:
        below = Kind.SENTENCE if furniture.is_entry(blocks[n].words) else Kind.HEADING
        kinds[n] = Kind.CHROME if n < headline else Kind.HEADING if n == headline else below


def judge_tail(blocks: Sequence[Block], kinds: Kinds) -> None:
    """Short lines after the last ended block are CHROME if furniture stands among them."""
    first = len(blocks)
    while first and (kinds[first - 1] is Kind.CHROME or _may_be_tail(blocks, kinds, first - 1)):
        first -= 1
    if not any(block.is_prose for block in blocks[max(0, first - 8) : first]):
        return
    furnished = Kind.CHROME in kinds[first:]
    for n in range(first, len(blocks)):
        if kinds[n] is None and (furnished or furniture.site_name(blocks[n].words)):
            kinds[n] = Kind.CHROME


def _first_prose(blocks: Sequence[Block], kinds: Kinds) -> int | None:
    """The index of the block that ends the head, or None if there is no head.

    Three lines in a row of four words or more are a poem or a list, not a head.
    """
    run = 0
    for n, block in enumerate(blocks[:_HEAD_BLOCKS]):
        if kinds[n] in (Kind.CHROME, Kind.HEADING) or _is_date_or_byline(block):
            run = 0
        elif kinds[n] is not None or not _may_be_title(block):
            after = _after_known(kinds, n)
            return n if any(other.is_prose for other in blocks[after : after + 6]) else None
        else:
            run = (0 if block.blank_before else run) + 1 if block.count >= 4 else 0
            if run == 3:
                return None
    return None


def _after_known(kinds: Kinds, n: int) -> int:
    """Past the text that stands known from `n` on, such as a table."""
    while n < len(kinds) and kinds[n] is Kind.SENTENCE:
        n += 1
    return n


def _may_be_title(block: Block) -> bool:
    short = len(block) <= _HEADLINE_CHARS and block.count <= _HEADLINE_WORDS
    return short and block.is_open and not _INNER_END.search(block.words)


def _is_date_or_byline(block: Block) -> bool:
    return dates.is_date_line(block.words) or furniture.is_byline(block.words)


def _is_closed_headline(
    blocks: Sequence[Block], kinds: Kinds, stop: int, candidates: Sequence[int]
) -> bool:
    """Whether the first sentence is a headline with a full stop.

    It is if only labels stand before it, and a byline, a date or a cut-off standfirst stands
    between it and a longer block: a page puts nothing there below a first paragraph.
    """
    block, after = blocks[stop], stop + 1
    if kinds[stop] is not None or any(blocks[n].count > 3 for n in candidates):
        return False
    one_line = len(block) <= _CLOSED_HEADLINE_CHARS and lines.count_sentences(block.words) == 1
    if not one_line or not block.blank_after or after + 1 >= len(blocks):
        return False
    of_the_page = kinds[after] is Kind.CHROME or _is_date_or_byline(blocks[after])
    return of_the_page and len(blocks[after + 1]) > len(block)


def _headline(blocks: Sequence[Block], candidates: Sequence[int]) -> int:
    """The first candidate that is more than a label, else the longest (0 if there is none).

    Entries one below the other are no headlines if something stands above them.
    """
    entered = [furniture.is_entry(blocks[n].words) for n in candidates]
    above = next((i for i, pair in enumerate(pairwise(entered)) if all(pair)), None)
    candidates = candidates[:above] or candidates
    for n in candidates:
        if blocks[n].count >= 4 and not furniture.is_label(blocks[n].words):
            return n
    return max(candidates, key=lambda n: len(blocks[n]), default=0)


def _may_be_tail(blocks: Sequence[Block], kinds: Kinds, n: int) -> bool:
    block = blocks[n]
    short = len(block) <= _TAIL_CHARS and block.count <= _TAIL_WORDS and block.is_open
    apart = block.blank_before or (n > 0 and kinds[n - 1] is Kind.CHROME)
    return kinds[n] is None and short and apart and furniture.is_headlinese(block.words)
