"""The mark beside a number: it has to be the same in the statement as in the quotes.

number of a statement ─ the same number in the quotes ─ unit? minus? a.m. or p.m.? ─► why not

Owns when two marks are one ("12%" and "twelve percent"), and what a number may do without: a unit
that other words of its text say, the unit of a range's other end, "a.m." behind "at". The two sides
of a score or a vote keep their order. Unlike `numbers`, it does not ask whether a number is there
at all; unlike `units`, it knows no unit by name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from bot.claims import numbers, units
from bot.claims.text import Text

Names = frozenset[str]

NONE: Names = frozenset()
MINUS, EITHER, HALVES = frozenset(("-",)), frozenset("-+"), frozenset(("am", "pm"))
NEAR = 40  # characters, in which what belongs to a number stands before it
_LESS = r"""(?:fell|falls?|fallen|falling|drop|drops|dropped|dropping|declin\w+|decreas\w+|down|lose
|loses|losing|lost|loss|losses|shr[aiu]nk\w*|contract\w*|cut|cuts|cutting|slid|slump\w*|plung\w+
|tumbl\w+|reduc\w+|deficits?)""".replace("\n", "")
_NEARLY = r"(?:by|of|about|around|some|nearly|almost|roughly|over|another|an estimated)"
_MINUS = re.compile(r"(?:(?:^|(?<=[\s(\"']))[-−]|\b(?:minus|negative) )$", re.IGNORECASE)
# A dash may be a minus, and what "fell by 5" changed by -5.
_MAYBE_MINUS = re.compile(rf"(?:(?:^|(?<=[\s(]))–|\b{_LESS}(?: {_NEARLY})* )$", re.IGNORECASE)
_BELOW = re.compile(r" below (?:zero|freezing)\b")
_HALF = re.compile(r" (am|pm)\b")
_AT = re.compile(r"\b(?:at|by|until|till|before|after|around|about|since|from|to) $", re.IGNORECASE)
_PARTS_OF_DAY = (
    (re.compile(r"\bmornings?\b", re.IGNORECASE), "am"),
    (re.compile(r"\b(?:afternoons?|evenings?|nights?|tonight)\b", re.IGNORECASE), "pm"),
)
_SHARE = re.compile(r"\b(?:shares?|proportion|rates?)\b", re.IGNORECASE)
_RANGE = re.compile(r" ?(?:[-–—]|\b(?:to|or)\b) ?")
_LIST = re.compile(r" ?\band\b ?|, ?(?:(?:and|or)\b ?)?")
_BETWEEN = re.compile(r"\bbetween $", re.IGNORECASE)
_AGAINST = re.compile(r"(?: [a-z]+)? ?(?:[-–—]|\bto\b) ?")
_LETTERS = 3  # at least, of a unit that stands by itself: "m" may be anything


@dataclass(frozen=True, slots=True)
class _Figure:
    """A number at `start` to `end`, its marks included. A mark is the set of what it may be, empty
    if there is none. `may`: the unit is that of a number beside it, and need not be its own."""

    key: str
    start: int
    end: int
    unit: Names = NONE
    half: Names = NONE
    sign: Names = NONE
    before: str = ""
    is_behind: bool = False  # the unit, and not before the number
    may: bool = False


def turned(statement: Text, evidence: Text) -> str | None:
    """The reason why a number of the statement has another mark in the evidence, or None."""
    found, known = _figures(statement.text), _figures(evidence.text)
    if not (found and known):
        return None
    implied = numbers.implied(evidence)
    there, here = _loose(evidence.text), _loose(statement.text, in_all=True)
    for mine in found:
        same = [theirs for theirs in known if theirs.key == mine.key]
        bare = not (mine.unit or mine.half or mine.sign)
        if not same or (bare and mine.key in implied):
            continue  # `numbers` has said what there is to say
        if not any(_agree(mine, theirs, here, there) for theirs in same):
            return f"the quotes have “{_spelt(same[0], evidence)}”, not “{_spelt(mine, statement)}”"
    return _other_way_round(statement, evidence)


def _spelt(one: _Figure, text: Text) -> str:
    return text.text[one.start : one.end]


def _agree(mine: _Figure, theirs: _Figure, here: Names, there: Names) -> bool:
    """Whether both numbers have the same marks. `here` and `there` is what other words say."""
    ours = (mine.unit, NONE) if mine.may else (mine.unit,)
    known = (theirs.unit, NONE) if theirs.may else (theirs.unit,)
    return (
        any(_same_unit(a, b, here, there) for a in ours for b in known)
        and _same_half(mine, theirs, here, there)
        and _same_sign(mine.sign, theirs.sign)
    )


def _same_unit(mine: Names, theirs: Names, here: Names, there: Names) -> bool:
    if mine and theirs:
        return bool(mine & theirs)
    return not (mine or theirs) or bool(mine & there or theirs & here)


def _same_half(mine: _Figure, theirs: _Figure, here: Names, there: Names) -> bool:
    """Whether no half of the day is made up, and none is left away where it is no time any more."""
    if mine.half and theirs.half:
        return theirs.half <= mine.half or bool(mine.half & there)
    if mine.half:
        return bool(mine.half & there) or (mine.half == HALVES and _is_time(theirs))
    said = HALVES & here
    return not theirs.half or (bool(theirs.half & said) if said else _is_time(mine))


def _is_time(one: _Figure) -> bool:
    return not one.unit and bool(_AT.search(one.before))


def _same_sign(mine: Names, theirs: Names) -> bool:
    return bool((mine or {"+"}) & (theirs or {"+"}))


@lru_cache(maxsize=256)
def _loose(text: str, *, in_all: bool = False) -> Names:
    """The units and halves of a day that are said apart from any number; `in_all`: beside other
    numbers as well."""
    found = {name for words, name in _PARTS_OF_DAY if words.search(text)}
    spans = [] if in_all else [(one.start, one.end) for one in _figures(text)]
    for match in units.UNIT.finditer(text):
        apart = not any(start < match.end() and match.start() < end for start, end in spans)
        if apart and (in_all or len(match.group()) >= _LETTERS):
            found |= units.names(match)
    return frozenset(found | ({"percent"} if in_all and _SHARE.search(text) else set()))


def _other_way_round(statement: Text, evidence: Text) -> str | None:
    """Whether "52 to 48" has become "48 to 52"."""
    known = dict(_pairs(evidence.text))
    for (one, other), spelling in _pairs(statement.text):
        if one != other and (one, other) not in known and (other, one) in known:
            return f"the quotes have “{known[other, one]}”, not “{spelling}”"
    return None


def _pairs(text: str) -> Iterator[tuple[tuple[str, str], str]]:
    for one, other in pairwise(_figures(text)):
        if _AGAINST.fullmatch(text, one.end, other.start):
            yield (one.key, other.key), text[one.start : other.end]


@lru_cache(maxsize=256)
def _figures(text: str) -> tuple[_Figure, ...]:
    """The numbers of a text with their marks; no dates, and no "thousands" without a number."""
    rest = numbers.without_dates(text)
    found = [one for match in numbers.NUMBER.finditer(rest) for one in _marked(match, rest)]
    for n in range(len(found) - 2, -1, -1):
        found[n] = _shared(found[n], found[n + 1], rest)
    for n in range(1, len(found)):
        found[n] = _shared(found[n], found[n - 1], rest)
    return tuple(found)


def _marked(match: re.Match[str], text: str) -> Iterator[_Figure]:
    if match["vague"]:
        return
    for key in numbers.keys(match):
        one = _Figure(key, match.start(), match.end())
        if not (match["nth"] or match["ordinal"]):
            one = _with_sign(_with_unit(one, text), text)
            one = _with_half(one, text, HALVES if match["clock"] else NONE)
        yield one


def _with_unit(one: _Figure, text: str) -> _Figure:
    """The number with a currency before it, or else with the unit behind it."""
    sign = units.SIGN.search(text[max(0, one.start - NEAR) : one.start])
    if sign:
        return replace(one, start=one.start - len(sign.group()), unit=units.currency(sign))
    unit = units.BEHIND.match(text, one.end)
    if unit:
        return replace(one, end=unit.end(), unit=units.names(unit), is_behind=True)
    return one


def _with_sign(one: _Figure, text: str) -> _Figure:
    before = text[max(0, one.start - NEAR) : one.start]
    below, minus = _BELOW.match(text, one.end), _MINUS.search(before)
    if below or minus:
        start = one.start - len(minus.group()) if minus else one.start
        one = replace(one, start=start, end=below.end() if below else one.end, sign=MINUS)
    elif _MAYBE_MINUS.search(before):
        one = replace(one, sign=EITHER)
    return replace(one, before=before)


def _with_half(one: _Figure, text: str, otherwise: Names) -> _Figure:
    """The number with the half of the day behind it, or else `otherwise`."""
    half = _HALF.match(text, one.end)
    if half:
        return replace(one, end=half.end(), half=frozenset((half[1],)))
    return replace(one, half=otherwise)


def _shared(one: _Figure, beside: _Figure, text: str) -> _Figure:
    """The number with the unit of the one beside it, if both are of one range or list: surely so
    of "10 to 12 percent", maybe so of "10, 12 percent", never of a year."""
    first, last = sorted((one, beside), key=lambda figure: figure.start)
    is_range = _RANGE.fullmatch(text, first.end, last.start)
    listed = is_range or _LIST.fullmatch(text, first.end, last.start)
    if one.unit or one.half or not (beside.unit or beside.half) or not listed:
        return one
    if numbers.sort_of_time(one.key) == "year" and "," not in text[one.start : one.end]:
        return one
    surely = one is first and (beside.is_behind or beside.half) and not beside.may
    closed = is_range or _BETWEEN.search(one.before)
    may = not (surely and closed)
    return replace(one, unit=beside.unit, half=NONE if may else beside.half, may=may)
