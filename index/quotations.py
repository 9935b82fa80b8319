"""Quotations and parentheses of a paragraph: where each opens and closes.

Owns what a quote mark does, judged by its surroundings where they contradict its shape, as they do
in articles translated by machine; and how a few words are cut out with no half of a pair. Unlike
`sentences`, which uses them, it does not know what a sentence is.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from enum import Enum

MAX_ASIDE = 300  # characters: a longer parenthesis is likelier a bracket gone astray

OPENING = "“„‟«‹「『〝"
_CLOSING = "”»›」』〞"
_DOUBLE = re.compile(f'["＂{OPENING}{_CLOSING}]')
_SINGLE = re.compile("['‘’‚‛]")
_BRACKET = re.compile(r"[()\[\]（）]")
_BEFOREOPENING = "([{—–-/‘'\"“«„¿¡>*_（"
_AFTER_CLOSING = ".,;:!?…)]}—–-’'\"”»*_）。，、！？"
_HALVES = {"(": ")", "[": "]", "（": "）", "“": "”", "„": "”", "«": "»", '"': '"'}
_OPENS = "([（“„«"
_CLOSES = ")]）”»"
# "3:12 p.m", and any other word whose full stop a comma or a small letter follows.
_DOTTED = re.compile(r"(?<!\w)(?:[^\W\d_]\.)+[^\W\d_]$")
_GOES_ON = re.compile(r"\.(?=,|\s+[a-z])")


class _Role(Enum):
    OPEN = "open"
    CLOSE = "close"
    UNCLEAR = "unclear"


def _role(paragraph: str, at: int) -> _Role:
    """What a quote mark's surroundings say that it does, whatever its shape."""
    before = paragraph[at - 1] if at else " "
    after = paragraph[at + 1] if at + 1 < len(paragraph) else " "
    space_before = before.isspace() or before in _BEFOREOPENING
    space_after = after.isspace() or after in _AFTER_CLOSING
    if space_before == space_after:
        return _Role.UNCLEAR
    return _Role.OPEN if space_before else _Role.CLOSE


def find_quotations(paragraph: str) -> list[tuple[int, int]]:
    """The first and last mark of each quotation. One that never closes is none."""
    doubles = _doubles(paragraph)
    return doubles + _singles(paragraph, doubles)


def _doubles(paragraph: str) -> list[tuple[int, int]]:
    marks = [match.start() for match in _DOUBLE.finditer(paragraph)]
    pairs, opened, depth = list[tuple[int, int]](), 0, 0
    for n, at in enumerate(marks):
        if not depth:
            opened, depth = at, int(_opens(paragraph, at))
        elif _closes(paragraph, at):
            depth -= 1
            if not depth:
                pairs.append((opened, at))
        elif [_role(paragraph, mark) for mark in marks[n + 1 : n + 3]] == [_Role.CLOSE] * 2:
            depth += 1  # else it opens again, or quotes a word: the next close ends it all
    return pairs


def _opens(paragraph: str, at: int) -> bool:
    """Whether a double quote mark outside a quotation opens one."""
    role = _role(paragraph, at)
    if role is not _Role.UNCLEAR:
        return role is _Role.OPEN
    inches = at > 0 and paragraph[at - 1].isdigit()
    return paragraph[at] not in _CLOSING and not (inches and paragraph[at] not in OPENING)


def _closes(paragraph: str, at: int) -> bool:
    """Whether a double quote mark inside a quotation closes it, mangled ones included."""
    role, shape = _role(paragraph, at), paragraph[at]
    if role is _Role.CLOSE or shape in _CLOSING:
        return True
    before, after = paragraph[max(0, at - 2) : at], paragraph[at + 1 : at + 2]
    if role is _Role.OPEN:  # misjudged, “said Judy Dempsey
        return before.strip()[-1:] in {",", "!", "?"} and after.islower()
    return shape not in OPENING or (before[-1:].isspace() and shape not in "«‹")


def _singles(paragraph: str, doubles: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Single quotation marks outside double ones; apostrophes are none."""
    pairs, opened = list[tuple[int, int]](), -1
    for match in _SINGLE.finditer(paragraph):
        at = match.start()
        role = _Role.UNCLEAR if is_inside(at, doubles) else _role(paragraph, at)
        if role is _Role.OPEN and match[0] != "’" and not paragraph[at + 1].isdigit():  # ‘90s
            opened = at
        elif role is _Role.CLOSE and opened >= 0 and not _is_possessive(paragraph, at):
            pairs.append((opened, at))
            opened = -1
    return pairs


def _is_possessive(paragraph: str, at: int) -> bool:
    """Whether the mark is the apostrophe of "the allies’ demands"."""
    after = paragraph[at + 1 : at + 3]
    return paragraph[at - 1] in "sS" and after[:1].isspace() and after.strip().islower()


def find_asides(paragraph: str) -> list[tuple[int, int]]:
    """The first and last mark of each parenthesis of at most 300 characters, the outermost."""
    pairs, opened, depth = list[tuple[int, int]](), 0, 0
    for match in _BRACKET.finditer(paragraph):
        at = match.start()
        if depth and at - opened > MAX_ASIDE:
            depth = 0
        if match[0] in "([（":
            opened, depth = opened if depth else at, depth + 1
        elif depth:
            depth -= 1
            if not depth:
                pairs.append((opened, at))
    return pairs


def merged(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The stretches that the pairs cover, sorted and apart."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(pairs):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined


def is_inside(at: int, pairs: list[tuple[int, int]]) -> bool:
    """Whether a pair opens before `at` and closes at it or after. The pairs are sorted, apart."""
    before = bisect_left(pairs, (at,)) - 1
    return before >= 0 and at <= pairs[before][1]


def cut_whole(sentence: str, start: int, end: int) -> tuple[int, int]:
    """The words at `start` to `end` without half of a pair, and with an abbreviation's full stop.

    >>> text = "It is 704 m (2,310 ft) long and opens at 6 a.m. on Sunday."
    >>> [text[slice(*cut_whole(text, *place))] for place in [(13, 22), (6, 21), (41, 46)]]
    ['2,310 ft', '704 m (2,310 ft)', '6 a.m.']
    """
    pairs, cuts = [*find_asides(sentence), *find_quotations(sentence)], [(start, end)]
    while (cut := _cut(sentence, pairs, *cuts[-1])) not in cuts:
        cuts.append(cut)
    return min(cuts[cuts.index(cut) :])  # of marks gone astray two cuts may each ask for the other


def _cut(sentence: str, pairs: list[tuple[int, int]], start: int, end: int) -> tuple[int, int]:
    """What is left of a stretch, seen once; where its new edges stand, others may be half cut."""
    begun, ended = start, end
    for first, last in pairs:
        begun, ended = _without_half(begun, ended, first, last)
    begun, ended = _without_strays(sentence, begun, ended)
    if not sentence[begun:ended].strip():
        return start, end
    if _GOES_ON.match(sentence, ended) or (
        sentence[ended : ended + 1] == "." and _DOTTED.search(sentence, begun, ended)
    ):
        ended += 1
    return begun, ended


def _without_half(start: int, end: int, first: int, last: int) -> tuple[int, int]:
    """A stretch that has both marks of a pair or none: one at its edge goes, one next to it comes,
    and where one stands within, the longer part is kept."""
    if start <= first < end <= last:
        if first > start and last == end:
            return start, end + 1
        return (start, first) if first - start >= end - first else (first + 1, end)
    if first < start <= last < end:
        if last < end - 1 and first == start - 1:
            return first, end
        return (start, last) if last - start >= end - last else (last + 1, end)
    return start, end


def _without_strays(sentence: str, start: int, end: int) -> tuple[int, int]:
    """A stretch without white space, and without marks that nothing closes or opens, at its ends.

    They are halves of pairs whose other half stands in another sentence, or nowhere.
    """
    while start < end:
        words = sentence[start:end]
        if words[0].isspace() or words[0] in _CLOSES or _HALVES.get(words[0], "") not in words[1:]:
            start += 1
        elif words[-1].isspace() or words[-1] in _OPENS or _is_stray(words):
            end -= 1
        else:
            break
    return start, end


def _is_stray(words: str) -> bool:
    """Whether they end in a mark that closes what they do not open."""
    openers = [opener for opener, closer in _HALVES.items() if closer == words[-1]]
    inches = words[-1] == '"' and words[-2:-1].isdigit()
    return bool(openers) and not inches and not any(one in words[:-1] for one in openers)
