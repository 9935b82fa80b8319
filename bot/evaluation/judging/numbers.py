"""Numbers and dates of a text, whichever way they are written.

Owns what "100,000", "100000", "100 thousand" and "a hundred thousand" have in common. Unlike
`index.dates`, which wants a full date, a weekday or "12 January" is one here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.evaluation.judging.text import MONTHS, Text

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
    "bn": 10**9,
}  # fmt: skip
# "First" is no number here: "first and foremost", "at first". Nor is "one": "one of them".
ORDINALS = {
    "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
    "ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12,
}  # fmt: skip
VAGUE = ("dozens", "tens", "hundreds", "thousands", "millions", "billions")
_SMALL = "|".join((*UNITS, *TENS))
_SCALE = "|".join(SCALES)
NUMBER = re.compile(
    rf"(?<![\w.])(?P<digits>\d+(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    rf"(?:(?P<ordinal>st|nd|rd|th)\b|[ -]?(?P<scale>{_SCALE})\b|(?![\w]))"
    rf"|\b(?P<words>(?:(?:a|{_SMALL})[ -](?:{_SCALE})|(?:{_SMALL}))"
    rf"(?:(?:[ -]|\sand\s)(?:{_SMALL}|{_SCALE}))*)\b"
    rf"|\b(?P<nth>{'|'.join(ORDINALS)})\b|\b(?P<vague>{'|'.join(VAGUE)})\b",
    re.IGNORECASE,
)
_MONTH = "|".join(
    f"{month[:3]}(?:{month[3:]}|t?\\.)?" if month != "May" else month for month in MONTHS
)
MONTH = re.compile(rf"\b(?P<month>{_MONTH})(?!\w)")
WEEKDAY = re.compile(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b")
DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
DATE = re.compile(
    rf"\b(?:{DAY} (?:of )?(?:{_MONTH})(?!\w)|(?:{_MONTH}) {DAY.replace('day', 'day2')}(?![\d,]*\d))"
)


def missing(statement: Text, evidence: Text) -> str | None:
    """The reason why the evidence lacks a number or date of the statement, or None."""
    for find, sort in ((days, "date"), (times, "date"), (numbers, "number")):
        known = find(evidence.text)
        for key, spelling in find(statement.text).items():
            if key not in known:
                return f"the quotes do not have the {sort} “{spelling}”"
    return None


def numbers(text: str) -> dict[str, str]:
    """The numbers of a text, each with its spelling there: {"100000": "100,000"}."""
    return {key: match.group().strip() for match in NUMBER.finditer(text) for key in _keys(match)}


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


def _keys(match: re.Match[str]) -> Iterator[str]:
    if match["vague"]:
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
    total, current = 0, 0
    for word in re.split(r"[\s-]+", words):
        if word in SCALES:
            current = max(current, 1) * SCALES[word]
            if SCALES[word] > 100:
                total, current = total + current, 0
        else:
            current += UNITS.get(word, 0) + TENS.get(word, 0)
    return total + current
