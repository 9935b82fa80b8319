"""The title of a person: "Secretary of State A" is not "Deputy Secretary of State A".

Owns which title a text gives somebody, and whose ambassador or minister it speaks of. A title that
the evidence does not give speaks against nothing in `turned`, which only compares; one that the
article does not give either is made up (`unknown`). Unlike `naming`, it looks up no name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise, takewhile

from bot.claims import naming
from bot.claims.naming import OFFICES, Run
from bot.claims.spelling import ONE_SIDE, PEOPLES
from bot.claims.synonyms import is_said
from bot.claims.text import BREAKS, Text, Token, read
from bot.claims.verbs import is_past
from bot.names import DEMONYM, PLACES

RANKS = frozenset(("deputy", "vice", "assistant", "acting", "under"))
HEADS = frozenset(
    """ambassador chancellor chief director general governor judge king leader minister pope
    president prime prince queen secretary senator spokesman spokeswoman
    """.split()  # noqa: SIM905 - reads best
)
# Offices that a statement may not make up; "leader" and "official" are called many.
ROLES = (HEADS - {"leader", "general", "chief", "director", "king", "queen"}) | {
    "ceo", "chairman", "chairwoman", "head", "mayor", "premier", "spokesperson", "vice",
}  # fmt: skip
ARTICLES = frozenset(("a", "an", "the", "its", "his", "her", "their", "then", "now"))
APPOSED = 5  # words of an appositive in which its office stands
LONG = 12  # words: what is longer is none
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
    return _of_another_country(statement, evidence) or _of_another_people(statement, evidence)


def unknown(statement: Text, evidence: Text, around: Callable[[str], Text]) -> str | None:
    """The reason why neither the evidence nor the article gives a person this office, or None.

    `around` is what the cited articles have around a last name, wherever it stands.
    """
    for name, called in _called(statement, evidence):
        title = called & ROLES
        if not title:
            continue
        stems = evidence.stems | around(name).stems
        words = {*evidence.words, *around(name).words}
        for word in sorted(title):
            spokes = word.startswith("spokes") and "press" in words
            if (
                word not in words
                and not spokes
                and not is_said(read(word).tokens[0].stem or word, stems)
            ):
                return f"the quotes do not call {name} “{word}”"
    return None


def _called(statement: Text, evidence: Text) -> Iterator[tuple[str, frozenset[str]]]:
    """Each person's last name, and the words of the titles before and behind it."""
    runs = {id(run[0]): run for run in naming.runs(statement, evidence)}
    for sentence in statement.sentences:
        for n, token in enumerate(sentence):
            run = runs.get(id(token))
            if run and not _is_country(run[-1]) and run[-1].lower not in OFFICES:
                end = n + len(run)
                behind = {one.lower for one in _appositive(sentence[end:])}
                yield (
                    run[-1].text.removesuffix("'s"),
                    frozenset({*_words(sentence, n, run)} | behind),
                )


def _appositive(tokens: Sequence[Token]) -> Sequence[Token]:
    """The words behind a name up to the next mark: ", the head of the army,"; none without one."""
    if not tokens or tokens[0].text != ",":
        return ()
    inside = tuple(takewhile(lambda one: one.text not in BREAKS, tokens[1:]))
    first = inside[0] if inside else None
    article = first is not None and (first.lower in ARTICLES or first.lower.endswith("'s"))
    return inside[:APPOSED] if article and len(inside) < LONG else ()


def _of_another_country(statement: Text, evidence: Text) -> str | None:
    """The reason why in the evidence an office is another country's, or None."""
    known = list(_countries(evidence))
    for office, countries in _countries(statement):
        others = [country for same, found in known if same == office for country in found]
        if others and not any(_one_side(a, b) for a in countries for b in others):
            return f"the quotes have “{others[0]} {office}”, not “{countries[0]} {office}”"
    return None


def _of_another_people(statement: Text, evidence: Text) -> str | None:
    """ "Russian aggression" where all that the evidence has is "Western aggression"."""
    known = list(_qualified(evidence))
    for country, noun in _qualified(statement):
        others = [one for one, same in known if same.stem == noun.stem]
        alone = sum(token.stem == noun.stem for token in evidence.tokens) > len(others)
        if others and not alone and not any(_one_side(country.text, one.text) for one in others):
            return (
                f"the quotes have “{others[0].text} {noun.text}”, not “{country.text} {noun.text}”"
            )
    return None


def _qualified(text: Text) -> Iterator[tuple[Token, Token]]:
    """Each name of a people with the noun behind it: "Russian aggression"."""
    for token, noun in pairwise(text.tokens):
        people = naming.bare(token.text)
        is_people = people == "western" or DEMONYM.fullmatch(people)
        if is_people and noun.stem and not noun.is_capitalised and not is_past(noun):
            yield token, noun


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
