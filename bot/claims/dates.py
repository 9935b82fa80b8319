"""Dates that follow from the day an article was published.

Owns the rules by which they follow, and no others do:
- a weekday is the last one up to that day, or the next one where the quote speaks of what is to
  come ("will", "scheduled", "next"); "today", "yesterday" and "tomorrow" are what they say;
- a day of a month without a year is the nearest one to that day, and has its weekday;
- "last month" and "next year" are that month and that year.
Where the article states no day, nothing follows. Unlike `numbers`, which compares what is written,
it writes out what is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from bot.claims.numbers import DATE, MONTH, WEEKDAY
from bot.claims.text import MONTHS, Text

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
COMING = re.compile(
    r"\b(?:will|would|shall|scheduled|expected|upcoming|next|coming|ahead|due|planned|tomorrow"
    r"|(?:is|are|was|were) to)\b",
    re.IGNORECASE,
)
DAYS = {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1}
STEPS = {"last": -1, "this": 0, "next": 1}
NEAR_DAY = re.compile(rf"\b(?:{'|'.join(DAYS)})\b", re.IGNORECASE)
NEAR_SPAN = re.compile(r"\b(?P<step>last|this|next) (?P<span>month|year)\b", re.IGNORECASE)
# Times that only the article's own day gives a meaning: a statement may not make them up.
RELATIVE = re.compile(
    rf"\b(?:{'|'.join(DAYS)}|(?<!to )(?:last|this|next|past|coming) (?:day|week|weekend|month|year"
    rf"|summer|winter|spring|autumn|fall|night|morning|evening|{'|'.join(WEEKDAYS)})"
    r"|\w+ (?:day|week|month|year|decade)s? ago)\b",
    re.IGNORECASE,
)
HALF_A_YEAR = timedelta(days=183)


def missing(statement: Text, evidence: Text) -> str | None:
    """The reason why the evidence lacks a "yesterday" or "last week" of the statement, or None."""
    known = {match.group().lower() for match in RELATIVE.finditer(evidence.text)}
    for match in RELATIVE.finditer(statement.text):
        if match.group().lower() not in known:
            return f"the quotes do not have the date “{match.group()}”"
    return None


def spelt_out(text: str, published: str | None) -> str:
    """The dates that follow for a quote from an article of that day (ISO); "" if none do.

    >>> spelt_out("He spoke on Friday.", "2022-01-09")
    'Friday, January 7, 2022.'
    """
    day = _day(published)
    return " ".join(dict.fromkeys(_following(text, day))) if day else ""


def _day(published: str | None) -> date | None:
    try:
        return date.fromisoformat(published or "")
    except ValueError:
        return None


def _following(text: str, day: date) -> Iterator[str]:
    ahead = bool(COMING.search(text))
    try:
        for match in WEEKDAY.finditer(text):
            yield _in_full(_weekday(match.group(), day, ahead=ahead))
        for match in NEAR_DAY.finditer(text):
            yield _in_full(day + timedelta(days=DAYS[match.group().lower()]))
        for match in DATE.finditer(text):
            found = _nearest(match, day)
            if found:
                yield _in_full(found)
        for match in NEAR_SPAN.finditer(text):
            yield _span(match["span"].lower(), STEPS[match["step"].lower()], day)
    except (OverflowError, ValueError):  # the year 0, or 10,000
        return


def _in_full(day: date) -> str:
    return f"{WEEKDAYS[day.weekday()]}, {MONTHS[day.month - 1]} {day.day}, {day.year}."


def _weekday(name: str, day: date, *, ahead: bool) -> date:
    number = WEEKDAYS.index(name)
    back = (day.weekday() - number) % 7
    return day + timedelta(days=(7 - back) % 7) if ahead else day - timedelta(days=back)


def _nearest(match: re.Match[str], day: date) -> date | None:
    month = MONTH.search(match.group())
    if not month:
        return None
    number = [name[:3] for name in MONTHS].index(month["month"][:3]) + 1
    of_month = int(match["day"] or match["day2"])
    for year in (day.year, day.year - 1, day.year + 1):
        try:
            found = date(year, number, of_month)
        except ValueError:  # February 29, or January 99
            continue
        if abs(found - day) < HALF_A_YEAR:
            return found
    return None


def _span(span: str, step: int, day: date) -> str:
    if span == "year":
        return f"{day.year + step}."
    months = day.year * 12 + day.month - 1 + step
    return f"{MONTHS[months % 12]} {months // 12}."
