"""Whether a weekday of a quote is past or still to come, by the verbs beside it.

Owns the reading of a weekday in its clause: in "said on Friday that they will meet" it is past, in
"will meet on Friday" it is to come, and of "a meeting on Friday" nothing is known. Unlike `dates`,
which counts from the day an article was published, it knows no day.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum

from bot.claims.numbers import DATE, WEEKDAY
from bot.claims.spelling import PAST

REACH = 240  # characters looked at on each side
NO_PAST = frozenset(
    """bed bleed breed deed exceed feed greed heed hundred indeed naked need proceed red sacred seed
    shed speed succeed weed""".split()  # noqa: SIM905 - reads best
)
HAPPENED = PAST | frozenset(
    """ate cast cut did dug had hit hung laid put quit set shut split swept tore was
    were""".split()  # noqa: SIM905 - reads best
)
OPENERS = frozenset(".!?–—“„«")  # what stands right before a sentence
# Where a clause ends. Behind a weekday one that "and" or "who" joins to it has a verb of its own.
STOP = re.compile(
    r"(?<![A-Z])[.!?](?=\W+[A-Z])|[–—\"“”„«»;:()]|,(?=\D)"
    r"|\b(?:that|when|where|while|if|because|though|but)\b"
)
STOP_OF_FIRST = re.compile(rf"{STOP.pattern}|\b(?:who|which|as|after|before|until|since)\b")
STOP_BEHIND = re.compile(rf"{STOP_OF_FIRST.pattern}|\b(?:and|or)\b")
_MANNER = r"(?: (?:not|also|\w+ly))*"
_VERB = rf"{_MANNER}(?: be)?{_MANNER} [a-z]+"  # its form says nothing: "will be released"
_TIMES = r"dawn|daybreak|sunrise|sunset|noon|midday|midnight|\d\S*|six|seven|eight|nine|ten|eleven"
_NO_VERB = (
    r"(?:an?|the|his|her|its|their|him|them|blame|thank|death|hospital|court|prison|safety)\b"
)
_EXPECTED = r"(?:\w+ly )?(?:due|expected|going|meant|planned|scheduled|set|supposed|to)\b"
CUE = re.compile(
    rf"\b(?:(?:as|than) (?:expected|planned|scheduled)|before (?:{_TIMES})|free will"
    r"|next (?:to|day))\b"
    r"|\b(?P<coming>(?:will|won[’']t|would|shall|(?<=[’'])ll"
    rf"|(?:is|are|was|were) (?:(?:due|set|going|about|likely) )?to(?! (?:blame|thank)\b))"
    rf"(?:{_VERB})?"
    rf"|(?:scheduled|expected|planned)(?: to{_VERB})?|(?:is|are|was|were) due"
    r"|upcoming|coming|next|tomorrow)\b"
    rf"|\b(?P<open>(?:must|should|may|might|can|could)(?:{_VERB})?|to (?!{_NO_VERB})(?:be )?[a-z]+"
    r"|ahead|before|until|till|(?:by|for)(?=\s+$)"
    r"|meets?|begins?|starts?|opens?|resumes?|convenes?|takes? place)\b"
    r"|\b(?P<word>[A-Za-z]+)\b"
)
QUALIFIED = re.compile(
    r"\b(?:(?P<coming>next|coming|upcoming)|(?P<past>last|past|since)"
    r"|(?P<unknown>following|previous|every|each|any|an?|one|that|of|from|to|first|second|third|fourth))\s+$",
    re.IGNORECASE,
)
# What was to come, of which nobody says here whether it came.
HAD_BEEN = re.compile(rf"\bhad been {_EXPECTED}")
WAS_TO = re.compile(rf"\b(?:was|were) {_EXPECTED}")
BUT = re.compile(r"[^.!?]*\b(?:but|however)\b")
BESIDE = re.compile(r"\s*(?:\b(?:on|early|late|this|in|the|morning|night)\b\s*)*")
OPENING_COMMA = re.compile(r"^(?: [a-z]+){0,2},")
DATED = re.compile(rf",? (?:the )?(?:{DATE.pattern})")


class Side(Enum):
    """Where a weekday lies, or what a verb says of it."""

    PAST = "past"
    COMING = "coming"
    UNKNOWN = "unknown"
    OPEN = "open"  # to come, unless something has happened before it: "agreed to meet on Friday"


def weekdays(text: str) -> Iterator[tuple[str, Side]]:
    """The weekdays of a text that stand there without a date, and where they lie.

    >>> [(day, side.value) for day, side in weekdays("Said on Friday that he will go on Monday.")]
    [('Friday', 'past'), ('Monday', 'coming')]
    """
    for match in WEEKDAY.finditer(text):
        if not DATED.match(text, match.end()):
            start, end = match.span()
            yield match.group(), _side(text[max(0, start - REACH) : start], text[end : end + REACH])


def _side(before: str, behind: str) -> Side:
    qualified = QUALIFIED.search(before)
    if qualified and qualified.lastgroup:
        return Side(qualified.lastgroup)
    if behind.startswith(("'s", "’s")):  # "will meet after Monday's attack"
        return Side.UNKNOWN
    stops = [*STOP.finditer(before)]
    clause = before[stops[-1].end() if stops else 0 :]
    cues, next_one = [*_cues(clause)], _first(STOP_BEHIND, behind)
    if not cues:
        opens = not stops or stops[-1].group() in OPENERS
        found = _opened(behind) if opens else next_one
        return Side.COMING if found is Side.OPEN else found
    side, end = cues[-1]
    if side is Side.OPEN:
        is_past = Side.PAST in (next_one, *(one for one, _ in _cues(before)))
        return Side.UNKNOWN if is_past else Side.COMING
    # "said talks on Friday will be hard": either it was said then, or they are then
    is_beside = BESIDE.fullmatch(clause, end)
    is_torn = side is Side.PAST and next_one is Side.COMING and not is_beside
    is_missed = HAD_BEEN.search(clause) or (WAS_TO.search(clause) and BUT.match(behind))
    return Side.UNKNOWN if is_torn or (side is Side.COMING and is_missed) else side


def _opened(behind: str) -> Side:
    """What the first verb says behind a weekday that opens a sentence: "On Friday, he said"."""
    return _first(STOP_OF_FIRST, OPENING_COMMA.sub("", behind))


def _first(stop: re.Pattern[str], behind: str) -> Side:
    end = stop.search(behind)
    cues = _cues(behind[: end.start()] if end else behind)
    return next((side for side, _ in cues), Side.UNKNOWN)


def _cues(part: str) -> Iterator[tuple[Side, int]]:
    """What the verbs of a part say, in order, and where they end."""
    for match in CUE.finditer(part):
        word = (match["word"] or "").lower()
        if match["coming"]:
            yield Side.COMING, match.end()
        elif match["open"]:
            yield Side.OPEN, match.end()
        elif word in HAPPENED or (word.endswith("ed") and word not in NO_PAST):
            yield Side.PAST, match.end()
