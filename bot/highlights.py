"""Which words of a quote answer, to be shown in bold.

Owns a guess, made by rules, that never changes what is quoted. A question that asks for a time, a
number, a person or a place gets the nearest of that kind; any other the clause that has most of
the question's words, with the next one where it says little else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.kinds import kinds_of, places
from index.articles import Article, Span
from index.lexical import words
from index.quotations import cut_whole

POINTED = ("when", "number", "where", "who")  # kinds whose answer is a few words
CLAUSE = re.compile(r"(?:[^,;:—–“”\"()]|(?<=\d)[,:](?=\d))+")  # "100,000" is one number
# "Deputy Secretary of State Wendy Sherman" is one name.
NAME = re.compile(
    r"[A-Z][\w.’'-]*(?:\s+(?:of|the|for|to|de|van|von|al)\s+(?=[A-Z])[A-Z][\w.’'-]*"
    r"|\s+[A-Z][\w.’'-]*)*"
)
# Words that have their capital from the beginning of a sentence: no part of the name after them.
OPENER = re.compile(r"(?:After|Although|And|As|But|For|If|The|Though|When|While|With)\s+(?=[A-Z])")
# What follows these is a place or a time, not a person: "In Geneva", "On Sunday".
PREPOSITION = re.compile(r"(?:At|By|During|From|In|On|Since|To|Until)\s")
MIN_NEW_WORDS = 2  # a clause with fewer words beside the question's says nothing yet

Place = tuple[int, int]


def highlight(article: Article, span: Span, question: str) -> tuple[Place, ...]:
    """Offsets into the article's text, in the span and in order; empty if nothing stands out."""
    text = article.text[span.start : span.end]
    asked = {stem for stem, _, _ in words(question)}
    found = _pointed(text, question, asked) or _clauses(text, asked)
    whole = [cut_whole(text, *place) for place in found]
    return tuple((span.start + a, span.start + b) for a, b in sorted(whole))


def _pointed(text: str, question: str, asked: set[str]) -> list[Place]:
    """The answer's words for a question that asks for something that is a few words long."""
    kinds = [kind for kind in POINTED if kind in kinds_of(question)]
    found = [place for kind in kinds for place in _of_kind(kind, text, question)]
    # A name that the question itself has is what it asks about, not the answer.
    found = [place for place in found if not _stems(text, place) & asked]
    if not found:
        return []
    matched = _matched(text, asked)
    return [min(found, key=lambda place: _distance(place, matched))]


def _of_kind(kind: str, text: str, question: str) -> list[Place]:
    found = places(kind, text, question)
    if kind == "who":
        found = [place for place in found if not PREPOSITION.match(text, place[0])]
    if kind in ("who", "where"):
        return [_whole_name(text, place) for place in found]
    return found


def _whole_name(text: str, place: Place) -> Place:
    """The longest run of capitalised words around a place, or the place itself."""
    for match in NAME.finditer(text):
        if match.start() < place[1] and match.end() > place[0]:
            name = match.group().rstrip(".’'-,").removesuffix("’s")
            opener = OPENER.match(name)
            start = match.start() + (opener.end() if opener else 0)
            return start, match.start() + len(name)
    return place


def _matched(text: str, asked: set[str]) -> list[list[int]]:
    """For each of the question's words that the text has, where."""
    where: dict[str, list[int]] = {}
    for stem, start, _ in words(text):
        if stem in asked:
            where.setdefault(stem, []).append(start)
    return list(where.values())


def _distance(place: Place, matched: list[list[int]]) -> int:
    """How far it is, in all, to the nearest of each of the question's words."""
    near = (min(abs(edge - start) for edge in place for start in starts) for starts in matched)
    return sum(near)


def _clauses(text: str, asked: set[str]) -> list[Place]:
    clauses = list(_split(text))
    shares = [len(_stems(text, clause) & asked) for clause in clauses]
    if not clauses or not max(shares):
        return []
    best = shares.index(max(shares))
    chosen = [clauses[best]]
    if len(_stems(text, chosen[0]) - asked) < MIN_NEW_WORDS and best + 1 < len(clauses):
        chosen.append(clauses[best + 1])
    return chosen


def _split(text: str) -> Iterator[Place]:
    for match in CLAUSE.finditer(text):
        stripped = match.group().strip()
        if stripped:
            start = match.start() + match.group().index(stripped)
            yield start, start + len(stripped)


def _stems(text: str, place: Place) -> set[str]:
    return {stem for stem, _, _ in words(text[place[0] : place[1]])}
