"""Numbers of things and days in a sentence, as what they leave open: "more than 100,000 troops".

Owns what a number and the words before it allow: exactly it, about it, at least it. Unlike
`disagreements`, which compares what two articles say, it reads one text; unlike `index.dates`, a
day without a year is one here.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.calendar_names import MONTHS

_SMALL = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15,
    "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30,
    "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
_SCALES = {"hundred": 10**2, "thousand": 10**3, "million": 10**6, "billion": 10**9, "bn": 10**9}
# "Tens of thousands" is anything from twenty thousand up to a hundred thousand.
_VAGUE = {
    "dozens": (24, 100), "hundreds": (200, 1_000), "thousands": (2_000, 10**6),
    "millions": (2 * 10**6, 10**9), "tens of thousands": (20_000, 100_000),
    "hundreds of thousands": (200_000, 10**6), "tens of millions": (2 * 10**7, 10**8),
}  # fmt: skip
_ABOUT = 0.15  # the share by which "about 100,000" may be wrong
_LEAST = (
    r"(?:more than|over|at least|upwards? of|no fewer than|no less than|above|exceeding|beyond)"
)
_MOST = r"(?:up to|at most|as many as|fewer than|less than|under|no more than|below|nearly|almost)"
_NEAR = r"(?:about|around|some|roughly|approximately|an estimated|estimated|circa|close to)"
_NUMBER = re.compile(
    rf"(?:\b(?:(?P<least>{_LEAST})|(?P<most>{_MOST})|(?P<near>{_NEAR}))\s+(?:some\s+|the\s+)?)?"
    rf"(?P<sign>[$€£])?(?<![\w.,-])"
    rf"(?:(?P<vague>{'|'.join(sorted(_VAGUE, key=len, reverse=True))})\b"
    rf"|(?P<digits>\d{{1,3}}(?:,\d{{3}})+|\d+(?:\.\d+)?)(?:[ -](?P<scale>{'|'.join(_SCALES)})\b)?"
    rf"|(?P<word>{'|'.join(_SMALL)})(?:[ -](?P<wordscale>{'|'.join(_SCALES)})\b)?(?![\w-]))"
    rf"(?P<percent>\s?%|\s(?:percent|per cent)\b)?(?P<open>\s(?:or more|or so|plus)\b|\+)?"
    rf"(?!\d|[.,:/]\d|st\b|nd\b|rd\b|th\b|[-–](?:\w))",
    re.IGNORECASE,
)
_MONTH = "|".join(f"{name[:3]}(?:{name[3:]}|t?\\.)?" if len(name) > 4 else name for name in MONTHS)
_DAY = re.compile(
    rf"\b(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s(?:of\s)?(?P<month>{_MONTH})\b"
    rf"|(?P<month2>{_MONTH})\s(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?(?!\d))(?:,?\s(?P<year>\d{{4}})\b)?"
)
_YEAR = re.compile(r"(?<=\bin )(?P<year>(?:1[5-9]|20)\d\d)\b(?![-–/])")


@dataclass(frozen=True, slots=True)
class Amount:
    """A number of something, at `text[start:end]`: at least `low`, at most `high`.

    `unit` is "%", a currency's sign, or "" where things are counted.
    """

    low: float
    high: float
    unit: str
    start: int
    end: int

    def excludes(self, other: Amount) -> bool:
        """Whether both cannot be true of one thing."""
        return self.unit == other.unit and (self.high < other.low or other.high < self.low)


@dataclass(frozen=True, slots=True)
class Day:
    """A day or a year, at `text[start:end]`; 0 for what the text does not state."""

    year: int
    month: int
    day: int
    start: int
    end: int

    def excludes(self, other: Day) -> bool:
        """Whether both cannot be one day. A year says nothing of a day without one."""
        pairs = ((self.year, other.year), (self.month, other.month), (self.day, other.day))
        return any(mine and theirs and mine != theirs for mine, theirs in pairs)


def amounts(text: str) -> list[Amount]:
    """The numbers of a text that say how many or how much; years and days are none.

    >>> [(a.low, a.high) for a in amounts("more than 100,000 troops")]
    [(100000.0, inf)]
    """
    taken = [(day.start, day.end) for day in days(text)]
    found = (_amount(match) for match in _NUMBER.finditer(text))
    return [a for a in found if a and not any(s < a.end and a.start < e for s, e in taken)]


def days(text: str) -> list[Day]:
    """The days and the years ("in 2014") of a text, in order.

    >>> [(d.year, d.month, d.day) for d in days("on January 12, and in 2014")]
    [(0, 1, 12), (2014, 0, 0)]
    """
    return sorted((*_days(text), *_years(text)), key=lambda day: day.start)


def _amount(match: re.Match[str]) -> Amount | None:
    low, high = _value(match)
    if match["least"] or (match["open"] or "").strip() in ("or more", "plus", "+"):
        high = math.inf
    elif match["most"]:
        low = 0.0
    elif match["near"] or match["open"]:
        low, high = low * (1 - _ABOUT), high * (1 + _ABOUT)
    unit = "%" if match["percent"] else match["sign"] or ""
    bare = (
        match["digits"] and not (match["scale"] or unit) and re.fullmatch(r"\d{4}", match["digits"])
    )
    return None if bare else Amount(low, high, unit, *match.span())


def _value(match: re.Match[str]) -> tuple[float, float]:
    if match["vague"]:
        low, high = _VAGUE[match["vague"].lower()]
        return float(low), float(high)
    scale = match["scale"] or match["wordscale"]
    number = (
        float(match["digits"].replace(",", ""))
        if match["digits"]
        else _SMALL[match["word"].lower()]
    )
    value = float(number * _SCALES[scale.lower()] if scale else number)
    return value, value


def _days(text: str) -> Iterator[Day]:
    for match in _DAY.finditer(text):
        month = (match["month"] or match["month2"])[:3].title()
        number = next(n for n, name in enumerate(MONTHS, start=1) if name.startswith(month))
        yield Day(
            int(match["year"] or 0), number, int(match["day"] or match["day2"]), *match.span()
        )


def _years(text: str) -> Iterator[Day]:
    for match in _YEAR.finditer(text):
        yield Day(int(match["year"]), 0, 0, *match.span())
