"""Where quotes of different articles cannot both be right: a number, a date, a title, a denial.

    quotes ─ claims ("100,000 troops", "on January 12", "Deputy Secretary of State", "not") ─► pairs
    of one subject from two articles ─ do they exclude each other? ─► sides, without a verdict

Owns when two quotes speak of the same thing. Unlike `amounts`, which says what a number leaves
open, it compares. In doubt nothing is said: that two articles differ is itself a claim. So numbers
are compared only where the same noun is counted beside the same names, and never what is with what
may come; titles only of one person, dates only of one event, and a denial only of the same words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from itertools import combinations

from bot import amounts, offices
from bot.answer import Citation, Disagreement
from index.lexical import words

MAX_CHARS = 1_500  # of a quote that are compared
MAX_DAYS = 366  # between two articles, beyond which things may simply have changed
NEAR_WORDS = 4  # with a topic behind a number, of which one is what is counted
SAME_WORDS = 0.75  # of a denial's words, or of those around a sum or a time, in the other quote
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
_NOT = re.compile(r"\b(?:not|never|no|cannot|neither|nor|without)\b|n[’']t\b", re.IGNORECASE)
_TOKEN = re.compile(r"\w+(?:[’'.-]\w+)*")
_CALENDAR = re.compile(
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|may|june|july|august|"
    r"september|october|november|december",
    re.IGNORECASE,
)
# Nouns for the same thing that is counted, by stem.
_SAME_NOUN = {
    "soldier": "troop", "forc": "troop", "servicemen": "troop", "peopl": "person", "men": "person",
    "civilian": "person", "casualti": "dead", "death": "dead", "fatal": "dead", "kill": "dead",
    "die": "dead",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Claim:
    """What a quote says about something, in `words` of its own; `about` is what it is."""

    citation: Citation
    about: str
    words: str
    value: amounts.Amount | amounts.Day | offices.Title
    names: frozenset[str]
    topics: frozenset[str]
    noun: str = ""
    planned: bool = False


def find(citations: Sequence[Citation]) -> tuple[Disagreement, ...]:
    """Where these quotes differ, in the order of the first quote of each; mostly nowhere."""
    claims = [claim for citation in citations for claim in _claims(citation)]
    pairs = [pair for pair in combinations(claims, 2) if _differ(*pair, claims)]
    found = [*_sided(pairs), *_denials(citations)]
    return tuple(sorted(found, key=lambda one: min(min(side) for side in one.sides)))


def _claims(citation: Citation) -> Iterator[_Claim]:
    text = citation.quote.text[:MAX_CHARS]
    yield from _numbers(citation, text)
    yield from _days(citation, text)
    for title in offices.titles(text):
        yield _Claim(
            citation, f"the title of {title.name}", title.words, title, frozenset(), frozenset()
        )


def _numbers(citation: Citation, text: str) -> Iterator[_Claim]:
    for amount in amounts.amounts(text):
        start, end = _clause(text, amount.start, amount.end)
        clause = text[start:end]
        counted = [("how much", amount.unit)] if amount.unit else _counted(text[amount.end : end])
        for about, noun in counted:
            yield _Claim(
                citation,
                about,
                text[amount.start : amount.end],
                amount,
                _names(clause),
                _topics(clause),
                noun,
                planned=bool(_PLANNED.search(clause)),
            )


def _counted(after: str) -> list[tuple[str, str]]:
    """What a number may count, of the words behind it up to a preposition, and its stem."""
    cut = _PREPOSITION.search(after)
    found = words(after[: cut.start()] if cut else after)[:NEAR_WORDS]
    return [
        (f"how many {after[start:end]}", _SAME_NOUN.get(stem, stem))
        for stem, start, end in found
        if not after[start].isupper()
    ]


def _days(citation: Citation, text: str) -> Iterator[_Claim]:
    for day in amounts.days(text):
        start, end = _clause(text, day.start, day.end)
        clause = f"{text[start : day.start]} {text[day.end : end]}"
        about = "the date" if day.month else "the year"
        yield _Claim(
            citation, about, text[day.start : day.end], day, _names(clause), _topics(clause)
        )


def _clause(text: str, start: int, end: int) -> tuple[int, int]:
    """What stands around a place, up to the next comma or another break."""
    breaks = [match for match in _BREAK.finditer(text) if not start <= match.start() < end]
    before = max((match.end() for match in breaks if match.end() <= start), default=0)
    after = min((match.start() for match in breaks if match.start() >= end), default=len(text))
    return before, after


def _names(text: str) -> frozenset[str]:
    """The names in a clause, by their beginnings: "Russian" is "Russia"."""
    found = (match.group().replace(".", "") for match in _NAME.finditer(text))
    return frozenset(
        name[:5].lower()
        for name in found
        if not _CALENDAR.fullmatch(name) and name.lower() not in ("the", "but", "and", "in", "on")
    )


def _topics(text: str) -> frozenset[str]:
    return frozenset(_SAME_NOUN.get(stem, stem) for stem, _, _ in words(text) if stem.isalpha())


def _differ(one: _Claim, other: _Claim, claims: Sequence[_Claim]) -> bool:
    """Whether two claims are about one thing, exclude each other, and no other reading is left."""
    if not _is_comparable(one, other) or not _is_one_subject(one, other):
        return False
    # A quote that also has the other's value speaks of both, as "from 100,000 to 175,000" does.
    mine = [c for c in claims if c.citation is one.citation and _is_one_subject(c, other)]
    theirs = [c for c in claims if c.citation is other.citation and _is_one_subject(one, c)]
    return all(_excludes(a, b) for a in mine for b in theirs)


def _is_comparable(one: _Claim, other: _Claim) -> bool:
    mine, theirs = one.citation.quote.article, other.citation.quote.article
    if mine.id == theirs.id or type(one.value) is not type(other.value):
        return False
    return _days_between(mine.published, theirs.published) <= MAX_DAYS


def _days_between(one: str | None, other: str | None) -> int:
    """Between two ISO dates; 0 where one is not known."""
    try:
        return abs((date.fromisoformat(one or "") - date.fromisoformat(other or "")).days)
    except ValueError:
        return 0


def _is_one_subject(one: _Claim, other: _Claim) -> bool:
    if type(one.value) is not type(other.value):
        return False
    if isinstance(one.value, offices.Title) and isinstance(other.value, offices.Title):
        return one.value.is_of_the_same(other.value)
    related = one.names & other.names and (one.names <= other.names or other.names <= one.names)
    shared = (one.topics & other.topics) - {one.noun}
    fewest = min(len(one.topics - {one.noun}), len(other.topics - {other.noun}))
    if not isinstance(one.value, amounts.Amount):
        return bool(related) and len(shared) >= max(2, 0.6 * fewest)
    if one.noun != other.noun or one.planned != other.planned:
        return False
    if one.value.unit or one.noun in MEASURES:
        return bool(related) and len(shared) >= max(2, SAME_WORDS * fewest)
    return bool(related if one.names and other.names else len(shared) > 2)


def _excludes(one: _Claim, other: _Claim) -> bool:
    match one.value, other.value:
        case amounts.Amount() as mine, amounts.Amount() as theirs:
            return mine.excludes(theirs)
        case amounts.Day() as mine, amounts.Day() as theirs:
            return mine.excludes(theirs)
        case offices.Title() as mine, offices.Title() as theirs:
            return mine.excludes(theirs)
        case _:
            return False


def _sided(pairs: Sequence[tuple[_Claim, _Claim]]) -> Iterator[Disagreement]:
    """One disagreement for each thing that is differed on, with a side for each value."""
    by_thing: dict[tuple[object, ...], dict[str, dict[int, None]]] = {}
    named: dict[tuple[object, ...], str] = {}
    seen: set[tuple[object, ...]] = set()
    for pair in pairs:
        places = tuple((claim.citation.number, claim.words) for claim in pair)
        if places in seen:  # of two nouns behind a number the first is taken
            continue
        seen.add(places)
        thing = _thing(pair[0])
        named.setdefault(thing, pair[0].about)
        for claim in pair:
            by_thing.setdefault(thing, {}).setdefault(claim.words, {})[claim.citation.number] = None
    for thing, sides in by_thing.items():
        yield Disagreement(named[thing], tuple(tuple(s) for s in sides.values()), tuple(sides))


def _thing(claim: _Claim) -> tuple[object, ...]:
    if isinstance(claim.value, offices.Title):
        return ("title", claim.value.last_name)
    if isinstance(claim.value, amounts.Amount):
        return ("number", claim.noun, claim.value.unit)
    return (claim.about,)


def _denials(citations: Sequence[Citation]) -> Iterator[Disagreement]:
    for one, other in combinations(citations, 2):
        mine, theirs = one.quote, other.quote
        if mine.article.id != theirs.article.id and (
            _days_between(mine.article.published, theirs.article.published) <= MAX_DAYS
        ):
            said = _denied(mine.text[:MAX_CHARS], theirs.text[:MAX_CHARS])
            if said:
                yield Disagreement("whether it is so", ((one.number,), (other.number,)), said)


def _denied(one: str, other: str) -> tuple[str, str] | None:
    """The words of each text around a "not" that only one of them has; None if they agree."""
    first, second = bool(_NOT.search(one)), bool(_NOT.search(other))
    if first == second or len(_NOT.findall(one + other)) != 1:
        return None
    mine, theirs = _TOKEN.findall(one), _TOKEN.findall(other)
    topics, others = _topics(one), _topics(other)
    fewest = min(len(topics), len(others))
    if fewest < 3 or len(topics & others) < SAME_WORDS * max(len(topics), len(others)):
        return None
    if _names(one) != _names(other):
        return None
    matcher = SequenceMatcher(None, [t.lower() for t in mine], [t.lower() for t in theirs], False)
    if matcher.ratio() < SAME_WORDS:
        return None
    changes = [code for code in matcher.get_opcodes() if code[0] != "equal"]
    if not changes:
        return None
    _, a, b, c, d = next(
        (x for x in changes if _NOT.search(" ".join(mine[x[1] : x[2]] + theirs[x[3] : x[4]]))),
        changes[0],
    )
    return _around(mine, a, b), _around(theirs, c, d)


def _around(tokens: Sequence[str], start: int, end: int) -> str:
    """A change with two words before it and four behind it."""
    return " ".join(tokens[max(0, start - 2) : end + 4])
