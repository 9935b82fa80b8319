"""Dates that a short line states in full.

Owns which written forms are a date beyond doubt, with a month's name in English or German. Unlike
`metadata`, which decides whether a date is the day the article was published, nothing here knows
what a date means. A form that two countries read as two days (03/04/2022) is no date: dates are
never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_IN_GERMAN = {"mär": "mar", "mai": "may", "okt": "oct", "dez": "dec"}
_MONTH = (
    r"(?P<month>jan(?:uary?)?|feb(?:ruary?)?|mar(?:ch)?|märz|apr(?:il)?|ma[iy]|jun[ei]?|jul[iy]?"
    r"|aug(?:ust)?|sept?(?:ember)?|o[ck]t(?:ober)?|nov(?:ember)?|de[cz](?:ember)?)\.?"
)
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>\d{4})"
_FORMS = tuple(
    re.compile(rf"(?<![\w/.-]){form}(?![\d/-])", re.IGNORECASE | re.ASCII)
    for form in (
        rf"{_YEAR}-(?P<number>\d\d)-{_DAY}",
        rf"{_YEAR}/(?P<number>\d\d?)/{_DAY}",
        rf"{_MONTH}\s{{0,3}}{_DAY},?\s{{1,3}}{_YEAR}",
        rf"{_DAY}\.?\s{{1,3}}(?:of\s)?{_MONTH},?\s{{1,3}}{_YEAR}",
        rf"(?P<first>\d\d?)(?P<mark>[/.-])(?P<second>\d\d?)(?P=mark){_YEAR}",
    )
)
_AROUND = re.compile(
    r"\b(?:\d+ (?:hours?|hrs?|minutes?|mins?|days?) ago"
    r"|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?"
    r"|date|published|posted|updated|modified|created|first|last|originally|on|at|by|am|pm|a\.m|p\.m"
    r"|[ecmpbw]?[sde]?[tu]t|gmt|utc|z|t|ago|t?\d{1,2}(?:[:.]\d\d){1,2}(?:\.\d+)?z?|\d{1,2}h\d\d)\b",
    re.IGNORECASE | re.ASCII,
)
_LABEL = re.compile(r"\ufeff?\s{0,20}(?:date|published|posted)(?: on)?:? {1,3}", re.IGNORECASE)
_AFTER_LABEL = re.compile(r"(?: ?[|·•–—-])?(?=\s{1,3}[\"“‘']?[^\W\d_])(?!\s{1,3}[a-z])")
_LONGEST_LINE = 120
_EARLIEST_YEAR, _LATEST_YEAR = 1500, 2100


def find(line: str) -> list[str]:
    """The dates that `line` states in full, as ISO dates, in order of the forms tried.

    Looks at the first 400 characters. `find("Fri. Jan 21st, 2022") == ["2022-01-21"]`;
    `find("03/04/2022") == []`.
    """
    found = (_iso(match) for match in _matches(line[:400]))
    return list(dict.fromkeys(iso for iso in found if iso is not None))


def label_end(text: str) -> int | None:
    """Where a date label glued to the beginning of a text ends, or None if there is none.

    `label_end(" date 2022-01-07 The talks") == 16`. The label needs its word ("date",
    "Published"): a text that just begins with a date is running text.
    """
    word = _LABEL.match(text)
    if word is None:
        return None
    for form in _FORMS:
        match = form.match(text, word.end())
        follows = match and _AFTER_LABEL.match(text, match.end())
        if match and follows and _iso(match):
            return follows.end()
    return None


def is_date_line(line: str) -> bool:
    """Whether `line` is nothing but a date, with or without weekday, time and "Published"."""
    if len(line) > _LONGEST_LINE:
        return False
    rest = line
    for form in _FORMS:
        rest = form.sub(" ", rest)
    return rest != line and not any(char.isalnum() for char in _AROUND.sub(" ", rest))


def _matches(line: str) -> Iterator[re.Match[str]]:
    for form in _FORMS:
        yield from form.finditer(line)


def _iso(match: re.Match[str]) -> str | None:
    parts = match.groupdict()
    year = int(parts["year"])
    day_and_month = _day_and_month(parts)
    if day_and_month is None or not _EARLIEST_YEAR <= year <= _LATEST_YEAR:
        return None
    try:
        return date(year, day_and_month[1], day_and_month[0]).isoformat()
    except ValueError:
        return None


def _day_and_month(parts: dict[str, str | None]) -> tuple[int, int] | None:
    if parts.get("first"):
        return _unambiguous(int(parts["first"] or 0), int(parts["second"] or 0))
    if parts.get("number"):
        return int(parts["day"] or 0), int(parts["number"] or 0)
    name = (parts["month"] or "").lower()[:3]
    return int(parts["day"] or 0), _MONTHS.index(_IN_GERMAN.get(name, name)) + 1


def _unambiguous(first: int, second: int) -> tuple[int, int] | None:
    """Day and month of a numeric date that only one country's habit can read."""
    if first > 12 >= second or first == second:
        return first, second
    if second > 12 >= first:
        return second, first
    return None
