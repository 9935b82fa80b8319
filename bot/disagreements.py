"""Where quotes of different articles cannot both be right: a number, a date, a title, a denial.

    quotes ─ claims ("100,000 troops", "on January 12", "Deputy Secretary of State", "not") ─► pairs
    of one subject from two articles ─ do they exclude each other? ─► sides, without a verdict

Owns when two values exclude each other and no other reading is left. Unlike `subjects`, which says
whether they are about one thing, it compares them. In doubt nothing is said: that two articles
differ is itself a claim. So a quote that has both numbers contradicts neither, and a denial is
compared only with the same words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from difflib import SequenceMatcher
from itertools import combinations

from bot import amounts, offices, subjects
from bot.answer import Citation, Disagreement
from bot.subjects import Claim

MAX_DAYS = 366  # between two articles, beyond which things may simply have changed
SAME_WORDS = 0.75  # of a denial’s words in the other quote
_NOT = re.compile(r"\b(?:not|never|no|cannot|neither|nor|without)\b|n[’']t\b", re.IGNORECASE)
_TOKEN = re.compile(r"\w+(?:[’'.-]\w+)*")


def find(citations: Sequence[Citation]) -> tuple[Disagreement, ...]:
    """Where these quotes differ, in the order of the first quote of each; mostly nowhere."""
    found = [claim for citation in citations for claim in subjects.claims(citation)]
    pairs = [pair for pair in combinations(found, 2) if _differ(*pair, found)]
    differing = [*_sided(pairs), *_denials(citations)]
    return tuple(sorted(differing, key=lambda one: min(min(side) for side in one.sides)))


def _differ(one: Claim, other: Claim, claims: Sequence[Claim]) -> bool:
    """Whether two claims are about one thing, exclude each other, and no other reading is left."""
    if not _is_comparable(one, other) or not one.is_about_the_same(other):
        return False
    # A quote that also has the other's value speaks of both, as "from 100,000 to 175,000" does.
    mine = [c for c in claims if c.citation is one.citation and c.may_be_about_the_same(other)]
    theirs = [c for c in claims if c.citation is other.citation and c.may_be_about_the_same(one)]
    return all(_excludes(c, other) for c in mine) and all(_excludes(one, c) for c in theirs)


def _is_comparable(one: Claim, other: Claim) -> bool:
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


def _excludes(one: Claim, other: Claim) -> bool:
    match one.value, other.value:
        case amounts.Amount() as mine, amounts.Amount() as theirs:
            return mine.excludes(theirs)
        case amounts.Day() as mine, amounts.Day() as theirs:
            return mine.excludes(theirs)
        case offices.Title() as mine, offices.Title() as theirs:
            return mine.excludes(theirs)
        case _:
            return False


def _sided(pairs: Sequence[tuple[Claim, Claim]]) -> Iterator[Disagreement]:
    """One disagreement for all that differ from one another, with a side for each value."""
    for group in _connected(pairs):
        sides: dict[str, dict[int, None]] = {}
        for claim in group:
            sides.setdefault(claim.words, {})[claim.citation.number] = None
        yield Disagreement(group[0].about, tuple(tuple(s) for s in sides.values()), tuple(sides))


def _connected(pairs: Sequence[tuple[Claim, Claim]]) -> list[list[Claim]]:
    """The claims by thing: those that a chain of pairs connects, each place in a quote once."""
    groups: list[dict[tuple[int, object], Claim]] = []
    for pair in pairs:
        # Not by noun: of two nouns behind a number the first is taken.
        group: dict[tuple[int, object], Claim] = {
            (claim.citation.number, claim.value): claim for claim in pair
        }
        touched = [one for one in groups if one.keys() & group.keys()]
        groups = [one for one in groups if not one.keys() & group.keys()]
        groups.append({place: c for one in (group, *touched) for place, c in one.items()})
    return [sorted(group.values(), key=lambda claim: claim.citation.number) for group in groups]


def _denials(citations: Sequence[Citation]) -> Iterator[Disagreement]:
    for one, other in combinations(citations, 2):
        mine, theirs = one.quote, other.quote
        if mine.article.id != theirs.article.id and (
            _days_between(mine.article.published, theirs.article.published) <= MAX_DAYS
        ):
            said = _denied(mine.text[: subjects.MAX_CHARS], theirs.text[: subjects.MAX_CHARS])
            if said:
                yield Disagreement("whether it is so", ((one.number,), (other.number,)), said)


def _denied(one: str, other: str) -> tuple[str, str] | None:
    """The words of each text around a "not" that only one of them has; None if they agree."""
    first, second = bool(_NOT.search(one)), bool(_NOT.search(other))
    if first == second or len(_NOT.findall(one + other)) != 1:
        return None
    mine, theirs = _TOKEN.findall(one), _TOKEN.findall(other)
    topics, others = subjects.topics(one), subjects.topics(other)
    fewest = min(len(topics), len(others))
    if fewest < 3 or len(topics & others) < SAME_WORDS * max(len(topics), len(others)):
        return None
    if set(subjects.names(one)) != set(subjects.names(other)):
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
