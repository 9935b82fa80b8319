"""Numbers and dates of a text, whichever way they are written.

Owns what "100,000", "100000", "100 thousand" and "a hundred thousand" have in common. Unlike
`index.dates`, which wants a full date, a weekday or "12 January" is one here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from itertools import pairwise

from bot.calendar_names import MONTHS, WEEKDAYS
from bot.claims.text import Text, read
from bot.claims.units import UNIT, beside_figures, names

UNITS = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14,
    "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90,
}  # fmt: skip
SCALES = {
    "hundred": 10**2, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12,
    "bn": 10**9, "dozen": 12,
}  # fmt: skip
# Spans of time by another unit, and words that say a number: "two-decade" is twenty years.
MANY_YEARS = {"decade": 10, "century": 100, "centuries": 100}
IMPLIED = {
    "bilateral": 2, "both": 2, "couple": 2, "double": 2, "doubled": 2, "neither": 2, "pair": 2,
    "twice": 2, "twin": 2, "two-way": 2, "thrice": 3, "trilateral": 3, "triple": 3, "tripled": 3,
    "quadruple": 4, "fortnight": 14,
}  # fmt: skip
# They have a number in them and count nothing.
NO_COUNT = re.compile(r"\b(?:one|two|three|four)[ -](?:way|sided|fold)\b", re.IGNORECASE)
# "First" is no number here: "first and foremost", "at first". Nor is "one": "one of them".
ORDINALS = {
    "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
    "ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12,
}  # fmt: skip
VAGUE = ("dozens", "tens", "hundreds", "thousands", "millions", "billions")
UNITS_OF = """year month week day hour minute decade century percent dollar euro pound mile
    kilometre kilometer tonne"""
_AMOUNT = r"(?P<number>\d[\d,.]*(?: (?:thousand|million|billion))?)"
LESS = re.compile(rf"\b(?:fewer than|less than|under|below|at most|up to) {_AMOUNT}", re.IGNORECASE)
MORE = re.compile(
    rf"\b(?:more than|over|above|at least|upwards of|exceeding) {_AMOUNT}", re.IGNORECASE
)
# "In the days ahead", "in recent years" measure nothing.
LOOSELY = frozenset(("coming", "following", "recent", "the", "these", "those"))
MAY_BE = re.compile(r"\b(?:could|may|might|can|would|possib\w+)\b", re.IGNORECASE)
DOUBLING = re.compile(r"\bdoubl(?:e|ed|ing)\b", re.IGNORECASE)
MOST_COUNTED = 9  # things in a list that a number may stand for
_SMALL = "|".join((*UNITS, *TENS))
_SCALE = "|".join(SCALES)
NUMBER = re.compile(
    rf"(?<![\w.:])(?P<clock>\d{{1,2}}:\d\d)(?![\w:])"
    rf"|(?<![\w.])(?P<digits>\d+(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    rf"(?:(?P<ordinal>st|nd|rd|th)\b|[ -]?(?P<scale>{_SCALE})\b|(?![\w]))"
    rf"|\b(?P<words>(?:(?:a|half a|{_SMALL}|hundred)[ -](?:{_SCALE})|(?:{_SMALL}))"
    rf"(?:(?:[ -]|(?:(?<=hundred)|(?<=thousand)|(?<=million))\sand\s)(?:{_SMALL}|{_SCALE}))*)\b"
    rf"|\b(?P<nth>{'|'.join(ORDINALS)})\b|\b(?P<vague>{'|'.join(VAGUE)})\b",
    re.IGNORECASE,
)
SPAN = re.compile(
    rf"\b(?P<count>a|\d{{1,2}}|{_SMALL})[ -](?P<unit>decade|century|centuries)s?\b", re.IGNORECASE
)
_MONTH = "|".join(
    f"{month[:3]}(?:{month[3:]}|t?\\.)?" if month != "May" else month for month in MONTHS
)
MONTH = re.compile(rf"\b(?P<month>{_MONTH})(?!\w)")
WEEKDAY = re.compile(rf"\b(?:{'|'.join(WEEKDAYS)})\b")
DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
# Where "on Monday" stood: a month that follows from a day says less than "on".
BARE_MONTH = re.compile(rf"\b[Oo]n (?:{_MONTH})(?!\w|\.? (?:the )?\d)")
_NO_THING = r"(?:and|or|of|to|in|on|at|by|for|from|with|as|is|are|was|were|has|have|had|said|says)"
DATE = re.compile(
    rf"\b(?:{DAY} (?:of )?(?:{_MONTH})(?!\w)|(?:{_MONTH}) {DAY.replace('day', 'day2')}(?![\d,]*\d))"
)


def missing_date(statement: Text, evidence: Text) -> str | None:
    """The reason why the evidence lacks a day, month or weekday of the statement, or None."""
    broken = BARE_MONTH.search(statement.text)
    if broken and broken.group() not in evidence.text:
        return f"the quotes do not have the date “{broken.group()}”"
    return _missing(days, "date", statement, evidence) or _missing(
        times, "date", statement, evidence
    )


def missing(statement: Text, evidence: Text) -> str | None:
    """The reason why the evidence lacks a number of the statement, or None.

    A number follows if the statement itself lists as many things of the evidence: "two areas,
    missiles and exercises".
    """
    reason = _missing(numbers, "number", statement, evidence)
    return reason or _missing_code(statement, evidence) or _other_unit(statement, evidence)


def _missing(
    find: Callable[[str], dict[str, str]], sort: str, statement: Text, evidence: Text
) -> str | None:
    known, follow = {*find(evidence.text)}, set[str]()
    if sort == "number":
        known, follow = known | doubled(statement, evidence), implied(evidence)
    for key, spelling in find(statement.text).items():
        if key in known or (key in follow and counts(spelling, statement.text)):
            continue
        if not _is_counted(spelling, key, statement, evidence):
            return f"the quotes do not have the {sort} “{spelling}”"
    return None


def _other_unit(statement: Text, evidence: Text) -> str | None:
    """A unit that the evidence does not have, or "fewer than 100" for "more than 100"."""
    years = read("year").stems if SPAN.search(evidence.text) else frozenset[str]()
    signs = beside_figures(evidence.text)
    for before, token in pairwise(statement.tokens):
        if before.lower in LOOSELY:
            continue
        unit = UNIT.fullmatch(token.text)
        if unit and names(unit) & signs:
            continue
        if token.stem in _units() and token.stem not in evidence.stems | years:
            return f"the quotes do not have the unit “{token.text}”"
    for less, more in ((LESS, MORE), (MORE, LESS)):
        for match in less.finditer(statement.text):
            key = next(iter(numbers(match["number"])), match["number"])
            known = {k for m in more.finditer(evidence.text) for k in numbers(m["number"])}
            if key in known:
                return f"the quotes do not have “{match.group()}”"
    return None


@cache
def _units() -> frozenset[str]:
    return read(UNITS_OF).stems


def _missing_code(statement: Text, evidence: Text) -> str | None:
    """Words with a digit in them that are no number, such as "B52"."""
    known = set(evidence.words)
    for token in statement.tokens:
        odd = token.is_word and not token.text.isdigit() and any(map(str.isdigit, token.text))
        if odd and not NUMBER.fullmatch(token.text) and token.lower not in known:
            return f"the quotes do not have the number “{token.text}”"
    return None


def _is_counted(spelling: str, key: str, statement: Text, evidence: Text) -> bool:
    """Whether a small number counts what is listed behind it, half of each thing's words or more in
    the evidence."""
    if (
        not key.isdigit()
        or not 2 <= int(key) <= MOST_COUNTED
        or not counts(spelling, statement.text)
    ):
        return False
    listed = re.search(rf"\b{re.escape(spelling)}\b[^,:;.–—]*[,:–—]([^.;]+)", statement.text)
    parts = re.split(r",\s*(?:and|or)\b|,|\b(?:and|or)\b", listed[1]) if listed else []
    things = [read(part).stems for part in parts]
    return len(things) == int(key) and all(
        thing and 2 * len(evidence.stems & thing) >= len(thing) for thing in things
    )


def numbers(text: str) -> dict[str, str]:
    """The numbers of a text, each with its spelling there: {"100000": "100,000"}.

    The day of a date is none: "January 12" does not know twelve of anything.
    """
    found = NUMBER.finditer(without_dates(text))
    return {key: match.group().strip() for match in found for key in keys(match)}


def without_dates(text: str) -> str:
    """The text with blanks in the place of days of a month and of "two-way"."""
    return NO_COUNT.sub(_blank, DATE.sub(_blank, text))


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())


def implied(evidence: Text) -> set[str]:
    """The numbers that other words of the evidence say: "bilateral" two, "two decades" twenty."""
    said = {str(IMPLIED[word]) for word in evidence.words if word in IMPLIED}
    for match in SPAN.finditer(evidence.text):
        count = match["count"].lower()
        many = 1 if count == "a" else int(count) if count.isdecimal() else _value(count)
        said.add(str(many * MANY_YEARS[match["unit"].lower()]))
    return said


def doubled(statement: Text, evidence: Text) -> set[str]:
    """Twice the only number of evidence that speaks of doubling, for what may be so."""
    if not DOUBLING.search(evidence.text) or not MAY_BE.search(statement.text):
        return set()
    found = [key for key in numbers(evidence.text) if key.isdecimal()]
    return {str(2 * int(found[0]))} if len(found) == 1 else set()


def counts(number: str, text: str) -> bool:
    """Whether a number stands before what it counts: "two areas", not the "2." of a list, nor "7
    and others"."""
    return bool(re.search(rf"(?<!\w){re.escape(number)}[ -](?!{_NO_THING}\b)[a-z]", text))


def sort_of_time(word: str) -> str:
    """Whether a word by itself is a "year", a "weekday" or a "month"; "" for any other."""
    if word.isdecimal() and len(word) == 4 and word[0] in "12":
        return "year"
    if WEEKDAY.fullmatch(word):
        return "weekday"
    return "month" if MONTH.fullmatch(word) else ""


def times(text: str) -> dict[str, str]:
    """The months and weekdays of a text, each with its spelling there."""
    found = {match["month"][:3].lower(): match["month"] for match in MONTH.finditer(text)}
    return found | {match.group().lower(): match.group() for match in WEEKDAY.finditer(text)}


def days(text: str) -> dict[str, str]:
    """The days of a month in a text, each with its spelling there: {"jan 12": "12 January"}."""
    found = {}
    for match in DATE.finditer(text):
        month = MONTH.search(match.group())
        day = match["day"] or match["day2"]
        if month:
            found[f"{month['month'][:3].lower()} {int(day)}"] = match.group()
    return found


def keys(match: re.Match[str]) -> Iterator[str]:
    """What a match of `NUMBER` is known by, whichever way it is written; nothing for "one"."""
    if match["clock"]:
        yield match["clock"].lstrip("0").removesuffix(":00") or "0"
    elif match["vague"]:
        yield match["vague"].lower()
    elif match["nth"]:
        yield str(ORDINALS[match["nth"].lower()])
    elif match["words"]:
        value = _value(match["words"].lower())
        if value != 1:
            yield str(value)
    else:
        number = float(match["digits"].replace(",", "")) * SCALES.get(
            (match["scale"] or "").lower(), 1
        )
        yield f"{number:.10g}" if number < 10**10 else f"{number:.0f}"


def _value(words: str) -> int:
    """What number words say: "two hundred thousand" is 200000."""
    if words.startswith("half a "):
        return _value(words.removeprefix("half ")) // 2
    total, current = 0, 0
    for word in re.split(r"[\s-]+", words):
        if word in SCALES:
            current = max(current, 1) * SCALES[word]
            if SCALES[word] > 100:
                total, current = total + current, 0
        else:
            current += UNITS.get(word, 0) + TENS.get(word, 0)
    return total + current
