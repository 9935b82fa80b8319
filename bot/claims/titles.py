"""The title of a person: "Secretary of State A" is not "Deputy Secretary of State A".

Owns which title a text gives somebody, and whose ambassador or minister it speaks of. A title that
the evidence does not give at all speaks against nothing: unlike `naming`, which wants every name to
be there, this only compares.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile

from bot.claims import naming
from bot.claims.naming import OFFICES, Run
from bot.claims.spelling import ONE_SIDE, PEOPLES
from bot.claims.text import BREAKS, Text, Token
from bot.names import DEMONYM, PLACES

RANKS = frozenset(("deputy", "vice", "assistant", "acting", "under"))
HEADS = frozenset(
    """ambassador chancellor chief director general governor judge king leader minister pope
    president prime prince queen secretary senator spokesman spokeswoman
    """.split()  # noqa: SIM905 - reads best
)
SEVERAL = frozenset(("council", "official", "officials", "party", "state"))  # of many countries
JOINTS = frozenset(("and", "or", "but"))
NEAR = 2  # words from a country to its office: "the Russian foreign minister"
BEFORE = 4  # words of a title in small letters before a name


def turned(statement: Text, evidence: Text) -> str | None:
    """The reason why the evidence gives a person another title, or None."""
    known = list(_titled(evidence, statement))
    for name, title in _titled(statement, evidence):
        others = [other for person, other in known if person == name and other & HEADS]
        if title & HEADS and others and not any(_agree(title, other) for other in others):
            return f"the quotes give {name.title()} another title: “{' '.join(sorted(others[0]))}”"
    return _of_another_country(statement, evidence)


def _of_another_country(statement: Text, evidence: Text) -> str | None:
    """The reason why in the evidence an office is another country's, or None."""
    known = list(_countries(evidence))
    for office, countries in _countries(statement):
        others = [country for same, found in known if same == office for country in found]
        if others and not any(_one_side(a, b) for a in countries for b in others):
            return f"the quotes have “{others[0]} {office}”, not “{countries[0]} {office}”"
    return None


def _countries(text: Text) -> Iterator[tuple[str, list[str]]]:
    """The offices in a text that have a country shortly before them, with it."""
    for sentence in text.sentences:
        for n, token in enumerate(sentence):
            if token.lower in OFFICES and token.lower not in SEVERAL:
                near = takewhile(
                    lambda one: one.text not in BREAKS and one.lower not in JOINTS,
                    sentence[max(0, n - NEAR) : n][::-1],
                )
                found = [one.text for one in near if _is_country(one)]
                if found:
                    yield token.lower, found


def _is_country(token: Token) -> bool:
    word = naming.bare(token.text).replace(".", "")
    known = word in PLACES or word in PEOPLES or DEMONYM.fullmatch(word)
    return token.is_capitalised and bool(known or any(word in side for side in ONE_SIDE))


def _one_side(one: str, other: str) -> bool:
    if naming.same(one, other):
        return True
    words = [naming.bare(word) for word in (one, other)]
    return any(all(w in side or w.replace(".", "") in side for w in words) for side in ONE_SIDE)


def _agree(one: frozenset[str], other: frozenset[str]) -> bool:
    return one & RANKS == other & RANKS and bool(one & other & HEADS)


def _titled(text: Text, other: Text) -> Iterator[tuple[str, frozenset[str]]]:
    """Each person's last name and the words of the title before it."""
    runs = {id(run[0]): run for run in naming.runs(text, other)}
    for sentence in text.sentences:
        for n, token in enumerate(sentence):
            run = runs.get(id(token))
            if run:
                yield _last_name(run), frozenset(_words(sentence, n, run))


def _last_name(run: Run) -> str:
    return run[-1].lower.removesuffix("'s")


def _words(sentence: Sequence[Token], n: int, run: Run) -> Iterator[str]:
    yield from (word.lower for word in run if word.lower in OFFICES | RANKS)
    for token in sentence[max(0, n - BEFORE) : n][::-1]:
        if token.lower not in OFFICES | RANKS:
            return
        yield token.lower
