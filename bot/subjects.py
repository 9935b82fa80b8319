"""What a number, a day or a title in a quote is about, and whether two are about one thing.

    "Russia has massed 100,000 troops near Ukraine" ─► 100,000: troops; Russia, Ukraine; massed

Owns which words around a value say what it is about. Unlike `disagreements`, which compares what is
said of one thing, it says whether it is one. In doubt it is not: who kills dozens of people and who
detains thousands of them speak of two numbers, and so do December and November.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from bot import amounts, offices
from bot.answer import Citation
from bot.calendar_names import MONTH_OR_WEEKDAY
from index.lexical import STOP_WORDS, words

MAX_CHARS = 1_500  # of a quote that are compared
MAX_VALUES = 20  # of a kind that are compared of a quote: a table has hundreds of numbers
NEAR_WORDS = 4  # with a topic behind a number, of which one is what is counted
NEAR_CHARS = 100  # in which these stand
# Of the words around a value that has fewest. Around a number it is all: profit is not revenue.
SAME_WORDS_OF_DAY = 0.6
MEASURES = frozenset(("day", "hour", "minut", "month", "week", "year", "kilomet", "mile", "metr"))
_BREAK = re.compile(r"[,;:()—–“”\"!?]|\.(?=\s|$)|\b(?:and|but|while|when)\b")
_NAME = re.compile(r"\b(?:[A-Z][\w.’-]+|[A-Z]{2,})")
_PLANNED = re.compile(
    r"\b(?:plan\w*|may|might|could|would|will|should|if|possib\w+|expect\w*|threat\w*|risk\w*|want\w*|"
    r"propos\w+|likely|soon|future|next|further|another|additional|more (?!than))\b|\b’ll\b",
    re.IGNORECASE,
)
_PREPOSITION = re.compile(
    r"\b(?:about|across|along|are|around|at|by|for|from|had|has|have|in|inside|into|is|near|on|over|"
    r"since|that|through|to|under|was|were|who|with|within)\b",
    re.IGNORECASE,
)
# "A second wing", "in the third quarter": it is not the first.
_ORDINAL = re.compile(
    r"\b(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\d+(?:st|nd|rd|th)|last|"
    r"other)\b",
    re.IGNORECASE,
)
_WHEN = re.compile(rf"\b(?:{MONTH_OR_WEEKDAY}|(?:1[5-9]|20)\d\d)\b")
# What is done by those who were counted: "12 people | who were killed".
_DONE = re.compile(
    r"\s+(?:(?:who|that|have|has|had|were|was|are|is|been|being)\s+)*(?P<verb>[a-z]\w+)"
)
# Who tells a number, that it is told, and that it is a sum: none of it says what is counted.
_TELLING = frozenset(
    """author counti doctor estim least number offici polic report rescuer resid said say total told
    wit""".split()  # noqa: SIM905 - reads best
)
# Where it is, roughly.
_PLACING = frozenset(("across", "along", "around", "insid", "near", "outsid", "within"))
_THERE = "there"  # the verb of those who are somewhere, and of "has" and "are", which are no topics
# Words for the same thing that is counted, or for what it does, by stem.
_SAME = {
    "soldier": "troop", "forc": "troop", "servicemen": "troop", "peopl": "person", "men": "person",
    "civilian": "person", "casualti": "dead", "death": "dead", "fatal": "dead", "kill": "dead",
    "die": "dead", "drown": "dead", "began": "begin", "begun": "begin", "start": "begin",
} | dict.fromkeys(
    ("amass", "arriv", "came", "concentr", "deploy", "gather", "help", "mass", "move", "sent",
     "stand", "station", "stood"), _THERE
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Clause:
    """What stands around a value: names in order, stems of the rest, weekdays, months, years, and
    which of several it is ("second")."""

    names: tuple[str, ...] = ()
    topics: frozenset[str] = frozenset()
    when: frozenset[str] = frozenset()
    planned: bool = False
    ordinals: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Claim:
    """What a quote says about something, in `words` of its own; `about` is what it is.

    `noun` is the stem of what is counted, `verbs` those of what it does or has done to it, or of
    what happens on a day.
    """

    citation: Citation
    about: str
    words: str
    value: amounts.Amount | amounts.Day | offices.Title
    clause: Clause = Clause()
    noun: str = ""
    verbs: frozenset[str] = frozenset()

    def may_be_about_the_same(self, other: Claim) -> bool:
        """Whether the same is counted, be it elsewhere or by others; or both are of one thing."""
        if isinstance(self.value, amounts.Amount) and isinstance(other.value, amounts.Amount):
            return self.noun == other.noun
        return self.is_about_the_same(other)

    def is_about_the_same(self, other: Claim) -> bool:
        """Whether both say something of one thing, so that their values can be compared."""
        match self.value, other.value:
            case amounts.Amount() as amount, amounts.Amount():
                return _is_one_number(self, other, is_counted=not amount.unit)
            case amounts.Day(), amounts.Day():
                return _is_one_setting(self, other, SAME_WORDS_OF_DAY) and _do_the_same(self, other)
            case offices.Title() as mine, offices.Title() as theirs:
                return mine.is_of_the_same(theirs)
            case _:
                return False


def claims(citation: Citation) -> Iterator[Claim]:
    """The first few numbers, days and titles of a quote, each with what it is about."""
    text = citation.quote.text[:MAX_CHARS]
    for kind in (_numbers, _days, _titles):
        yield from kind(citation, text)


def names(text: str) -> tuple[str, ...]:
    """The names in a text, in order, by their beginnings: "Russian" is "Russia"."""
    found = (m.group().replace(".", "").removesuffix("’s") for m in _NAME.finditer(text))
    return tuple(dict.fromkeys(name[:5].lower() for name in found if _is_name(name)))


def topics(text: str) -> frozenset[str]:
    """The stems of a text's words, one for words that mean the same."""
    return frozenset(_SAME.get(stem, stem) for stem, _, _ in words(text) if stem.isalpha())


def _is_name(word: str) -> bool:
    if word.isupper():
        return True
    plain = word.lower() in STOP_WORDS or any(stem in _TELLING for stem, _, _ in words(word))
    return not (plain or re.fullmatch(MONTH_OR_WEEKDAY, word))


def _numbers(citation: Citation, text: str) -> Iterator[Claim]:
    for amount in amounts.amounts(text)[:MAX_VALUES]:
        before, after = _around(text, amount.start, amount.end)
        said = text[amount.start : amount.end]
        if amount.unit:
            yield Claim(citation, "how much", said, amount, _clause(before, after), amount.unit)
            continue
        for noun, start, end in _counted(after):
            about, verbs = f"how many {after[start:end]}", _verbs(before, after[end:])
            yield Claim(citation, about, said, amount, _clause(before, after), noun, verbs)


def _counted(after: str) -> list[tuple[str, int, int]]:
    """What a number may count, of the words behind it up to a preposition: stem, start and end."""
    near = after[:NEAR_CHARS]
    cut = _PREPOSITION.search(near)
    found = words(near[: cut.start()] if cut else near)[:NEAR_WORDS]
    return [
        (_SAME.get(stem, stem), start, end)
        for stem, start, end in found
        if stem.isalpha() and not after[start].isupper()
    ]


def _verbs(before: str, behind: str) -> frozenset[str]:
    """The last word before a number, and the first behind what it counts: one will be the verb."""
    found = [stem for stem, start, _ in words(before) if before[start].islower()]
    told = [stem for stem in found if stem not in _TELLING][-1:]
    done = _DONE.match(behind)
    if done and not _PREPOSITION.fullmatch(done["verb"]):
        told += [stem for stem, _, _ in words(done["verb"])]
    return frozenset(_SAME.get(stem, stem) for stem in told) or frozenset((_THERE,))


def _days(citation: Citation, text: str) -> Iterator[Claim]:
    for day in amounts.days(text)[:MAX_VALUES]:
        about = "the date" if day.month else "the year"
        before, after = _around(text, day.start, day.end)
        said, clause = text[day.start : day.end], _clause(before, after)
        yield Claim(citation, about, said, day, clause, verbs=_verbs(before, after))


def _titles(citation: Citation, text: str) -> Iterator[Claim]:
    for title in islice(offices.titles(text), MAX_VALUES):
        yield Claim(citation, f"the title of {title.name}", title.words, title)


def _around(text: str, start: int, end: int) -> tuple[str, str]:
    """What stands before and behind a place, up to the next comma or another break."""
    before = max((match.end() for match in _BREAK.finditer(text, 0, start)), default=0)
    after = _BREAK.search(text, end)
    return text[before:start], text[end : after.start() if after else len(text)]


def _clause(before: str, after: str) -> Clause:
    text = f"{before} {after}"
    when = frozenset(_WHEN.findall(text))
    ordinals = frozenset(word.lower() for word in _ORDINAL.findall(text))
    about = topics(text) - _TELLING - _PLACING
    return Clause(names(text), about, when, bool(_PLANNED.search(text)), ordinals)


def _is_one_number(one: Claim, other: Claim, *, is_counted: bool) -> bool:
    mine, theirs = one.clause, other.clause
    if (one.noun, mine.planned, mine.ordinals) != (other.noun, theirs.planned, theirs.ordinals):
        return False
    if mine.when and theirs.when and mine.when != theirs.when:
        return False
    if not is_counted or one.noun in MEASURES:
        return _is_one_setting(one, other)
    if mine.names != theirs.names or not (one.verbs <= other.verbs or other.verbs <= one.verbs):
        return False
    shared, fewest = _shared(one, other)
    return shared == fewest and (bool(mine.names) or shared > 2)


def _is_one_setting(one: Claim, other: Claim, share: float = 1.0) -> bool:
    mine, theirs = set(one.clause.names), set(other.clause.names)
    related = mine & theirs and (mine <= theirs or theirs <= mine)
    shared, fewest = _shared(one, other)
    return bool(related) and shared >= max(2, share * fewest)


def _do_the_same(one: Claim, other: Claim) -> bool:
    """Whether each has the other's verb: talks that begin on one day end on another."""
    mine, theirs = one.clause.topics | {_THERE}, other.clause.topics | {_THERE}
    is_one = one.clause.ordinals == other.clause.ordinals
    return is_one and one.verbs <= theirs and other.verbs <= mine


def _shared(one: Claim, other: Claim) -> tuple[int, int]:
    """How many topics both have beside what is counted, and how many the one with fewest has."""
    mine, theirs = one.clause.topics - {one.noun}, other.clause.topics - {other.noun}
    return len(mine & theirs), min(len(mine), len(theirs))
