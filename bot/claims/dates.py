"""Dates that follow from the day an article was published.

Owns the rules by which they follow, and no others do:
- a weekday is the last one up to that day where a verb beside it is past, and the next one where it
  speaks of what is to come (`weekdays`); "today", "yesterday" and "tomorrow" are what they say;
- a day of a month without a year is the nearest one to that day, and has its weekday;
- "last month" and "next year" are that month and that year;
- between two days, weekdays or years that the quotes have lie as many days, weeks, months or years:
  "two months after" for July 28 and September 30 (`without_spans`), whenever it was published.
- "next week" for "the coming week", and "before 2022" for "before the end of 2021".
Where the article states no day, nothing follows. Unlike `numbers`, which compares what is written,
it writes out what is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import combinations

from bot.calendar_names import MONTHS, WEEKDAYS
from bot.claims.numbers import DATE, MONTH, UNITS, WEEKDAY
from bot.claims.text import Text
from bot.claims.weekdays import Side, weekdays

NEXT_DAY = re.compile(r"\b(?:next|following) day\b|\bthe day after\b", re.IGNORECASE)
DAYS = {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1}
STEPS = {"last": -1, "this": 0, "next": 1}
NEAR_DAY = re.compile(rf"\b(?:{'|'.join(DAYS)})\b", re.IGNORECASE)
NEAR_SPAN = re.compile(r"\b(?P<step>last|this|next) (?P<span>month|year)\b", re.IGNORECASE)
# Times that only the article's own day gives a meaning: a statement may not make them up.
RELATIVE = re.compile(
    rf"\b(?:{'|'.join(DAYS)}|(?<!\bto )(?:last|this|next|past|coming) (?:day|week|weekend|month"
    rf"|year|summer|winter|spring|autumn|fall|night|morning|evening|{'|'.join(WEEKDAYS)})"
    r"|\w+ (?:day|week|month|year|decade)s? ago)\b",
    re.IGNORECASE,
)
COMES = re.compile(
    r"\b(?:(?:coming|upcoming|following) (?P<one>week|month|year)"
    r"|(?P<two>week|month|year) ahead)\b",
    re.IGNORECASE,
)
HALF_A_YEAR = timedelta(days=183)
ANY_DAY = date(2022, 7, 1)  # days without a year are compared as of one year
SMALL = {word: number for word, number in UNITS.items() if number}
APART = re.compile(
    rf"\b(?P<count>\d{{1,3}}|a|the|{'|'.join(SMALL)})[ -](?P<unit>(?:day|week|month|year)s?) "
    r"(?P<how>after|ahead|before|later|earlier|apart|on|prior|sooner)\b",
    re.IGNORECASE,
)
YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")
BEFORE_YEAR = re.compile(r"\b(?P<how>[Bb]efore) (?P<year>(?:1[89]|20)\d\d)\b")
MOST_DATES = 6
WEEK, MONTH_DAYS = 7, 30.44
NEARLY = 6  # days that a number of months may be off


def missing(statement: Text, evidence: Text) -> str | None:
    """The reason why the evidence lacks a "yesterday" or "last week" of the statement, or None."""
    known = {match.group().lower() for match in RELATIVE.finditer(evidence.text)}
    known |= {f"next {m['one'] or m['two']}".lower() for m in COMES.finditer(evidence.text)}
    for match in RELATIVE.finditer(statement.text):
        if match.group().lower() not in known:
            return f"the quotes do not have the date “{match.group()}”"
    return None


def spelt_out(text: str, published: str | None) -> str:
    """The dates that follow for a quote from an article of that day (ISO); "" if none do.

    "The next day" behind a single weekday is that of the day after, whatever day it is.

    >>> spelt_out("He spoke on Friday.", "2022-01-09")
    'Friday, January 7, 2022.'
    """
    day = _day(published)
    found = [*_following(text, day)] if day else []
    return " ".join(dict.fromkeys((*found, *_day_after(text))))


def _day_after(text: str) -> Iterator[str]:
    named = {match.group() for match in WEEKDAY.finditer(text)}
    if len(named) == 1 and NEXT_DAY.search(text):
        yield f"{WEEKDAYS[(WEEKDAYS.index(named.pop()) + 1) % WEEK]}."


def without_spans(statement: Text, evidence: Text) -> Text:
    """The statement without "two months after" and the like, where the evidence has two days, or
    two years, that lie so far apart: what is left is for `numbers`."""
    spans = _between(evidence.text) if APART.search(statement.text) else frozenset[str]()

    def left(match: re.Match[str]) -> str:
        many = match["count"].lower()
        count = str(SMALL.get(many, 1 if many in ("a", "the") else many))
        unit = match["unit"].lower().removesuffix("s")
        known = f"{count} {unit}" in spans and not _is_turned(statement, match, evidence)
        return match["how"] if known else match.group()

    statement = Text(BEFORE_YEAR.sub(lambda m: _without_next(m, evidence), statement.text))
    return Text(APART.sub(left, statement.text)) if spans else statement


def _without_next(match: re.Match[str], evidence: Text) -> str:
    """Without the year of "before 2022" where the evidence has "before the end of 2021"."""
    last = int(match["year"]) - 1
    known = re.search(rf"\b(?:before|by) the end of {last}\b", evidence.text)
    return match["how"] if known else match.group()


def _is_turned(statement: Text, match: re.Match[str], evidence: Text) -> bool:
    """Whether what is said to come after comes before, by the words next to two days."""
    if match["how"].lower() not in ("after", "ahead", "before"):
        return False
    one = _day_of(Text(statement.text[: match.start()]), evidence)
    other = _day_of(Text(statement.text[match.end() :]), evidence)
    if one is None or other is None or one == other:
        return False
    return (one > other) is not (match["how"].lower() == "after")


def _day_of(part: Text, evidence: Text) -> date | None:
    """The day of the evidence that stands behind the most words of a part, if one does."""
    best, most, at = None, 0, 0
    for match in DATE.finditer(evidence.text):
        shared = len(part.stems & Text(evidence.text[at : match.start()]).stems)
        if shared == most:
            best = None
        elif shared > most:
            best, most = _nearest(match, ANY_DAY), shared
        at = match.end()
    return best


def _between(text: str) -> frozenset[str]:
    """How far apart the days, and the years, of a text are: {"64 day", "2 month"}."""
    found = dict.fromkeys(filter(None, (_nearest(one, ANY_DAY) for one in DATE.finditer(text))))
    days, years = list(found)[:MOST_DATES], list(dict.fromkeys(YEAR.findall(text)))[:MOST_DATES]
    apart = [unit for one, other in combinations(days, 2) for unit in _units(abs(one - other).days)]
    apart += [f"{abs(int(one) - int(other))} year" for one, other in combinations(years, 2)]
    weekdays = [WEEKDAYS.index(match.group()) for match in WEEKDAY.finditer(text)][:MOST_DATES]
    # "on Monday … and Thursday": the later one is of the same week or the next
    apart += [f"{(two - one) % WEEK} day" for one, two in combinations(weekdays, 2)]
    return frozenset(apart)


def _units(days: int) -> Iterator[str]:
    yield f"{days} day"
    if days >= WEEK and days % WEEK in (0, 1, WEEK - 1):
        yield f"{round(days / WEEK)} week"
    months = round(days / MONTH_DAYS)
    if months and abs(days - months * MONTH_DAYS) <= NEARLY:
        yield f"{months} month"


def _day(published: str | None) -> date | None:
    try:
        return date.fromisoformat(published or "")
    except ValueError:
        return None


def _following(text: str, day: date) -> Iterator[str]:
    try:
        for name, side in weekdays(text):
            if side is not Side.UNKNOWN:
                yield _in_full(_weekday(name, day, ahead=side is Side.COMING))
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
