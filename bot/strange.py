"""Names in a question that stand in none of the articles.

Owns when that is said to a person: it is a fact about words that anyone can check, and the surest
sign that an answer is about something else. A name stands in no article if its last word does not:
"World Cup", wherever "world" may. It is said of none that the articles may well have in other
words, as the Ukrainian Army is their "Ukrainian armed forces". What they have that is spelled alike
is named beside it, and not taken for it. Unlike `evidence`, it decides
nothing: "NYC" stands in no article that writes "New York City", and the answer may be right all
the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from bot import conversation, names
from bot.names import Name
from index.lexical import stems

# What ends a name and may be left out of it: "Sr.", "II", "5", "V.".
_ENDING = re.compile(r"(?:[JS]r|[IVX]+|[\d.,]+|\w)\.?")
# The last words of names that a text may well have in other words or as initials: "Army" is the
# armed forces, "International Monetary Fund" the IMF, "Putin Administration" Putin's men.
_COMMON = names.TITLES | frozenset(
    """accord administration affairs agency agreement alliance ally army assembly association
    authority bloc border bureau cabinet campaign center centre chief command commission committee
    community company conference conflict congress constitution convention cooperation co corp
    corporation council country court crisis deal defence defense delegate delegation department
    deputy diplomat directorate doctrine election embassy emirates envoy federation fleet force
    foundation fund government group head inc initiative institute intelligence invasion kingdom
    law leader leadership league llc ltd meeting military ministry mission movement nation
    navy negotiation negotiator office officer official opposition organisation organization pact
    parliament party peninsula people plan plc police policy presidency press program programme
    province region regime relation republic sanction senate service soldier spokesman spokesperson
    spokeswoman staff state strategy summit talks team territory treaty troop union visit
    war""".split()  # noqa: SIM905 - a list of words reads best
)
_COMMON_STEMS = frozenset(stem for word in _COMMON for stem in stems(word))
# The countries of peoples that begin otherwise; "Hungarian" is known by its first letters.
_COUNTRIES = {
    "danish": "denmark", "dutch": "netherlands", "french": "france", "irish": "ireland",
    "swiss": "switzerland", "turkish": "turkey", "welsh": "wales",
}  # fmt: skip
_SAME_LETTERS = 3  # with which a people and its country begin
# In lower case in a title, too.
_SMALL = frozenset("a an and as at by for from in of on or the to vs with".split())  # noqa: SIM905


def strange_names(question: str, has_word: Callable[[str], bool]) -> tuple[str, ...]:
    """The names that stand in no article, in order, each once.

    `has_word` says whether an article has a word, by its stem.

    >>> strange_names("Who won the World Cup?", {"world"}.__contains__)
    ('World Cup',)
    """
    own = conversation.without_added(question)
    is_mixed = _has_small_letters(own)
    found = {
        name.text: None
        for name in names.find(question)
        if _is_known_for_a_name(name, is_mixed=is_mixed)
        and _is_strange(name.text, has_word, by_head=is_mixed and name.end <= len(own))
    }
    return tuple(found)


def spelled_alike(
    strange: Sequence[str], spelled_like: Callable[[str], str | None]
) -> tuple[str, ...]:
    """What the articles have that is spelled like these names, each once: it may be meant.

    `spelled_like` says which of their names is, if one is.

    >>> spelled_alike(["Volodymyr Zelenskiy"], {"Zelenskiy": "Zelensky"}.get)
    ('Zelensky',)
    """
    heads = (head for name in strange for head in _heads(_told(name)) if not _is_common(head))
    return tuple(dict.fromkeys(found for head in heads if (found := spelled_like(head))))


def _has_small_letters(question: str) -> bool:
    """Whether its capitals are those of names: no question IN CAPITALS or Like a Title."""
    words = (match.group() for match in conversation.WORD.finditer(question))
    return any(word[0].islower() and word not in _SMALL for word in words)


def _is_known_for_a_name(name: Name, *, is_mixed: bool) -> bool:
    """By capitals of its own: neither "critics" nor the "Is Orlov" of "Where Is Orlov?"."""
    capitals = [word.lower() for word in name.text.split() if not word.islower()]
    return name.is_sure and bool(capitals) and (is_mixed or not names.ORDINARY & set(capitals))


def _is_strange(name: str, has_word: Callable[[str], bool], *, by_head: bool) -> bool:
    """Whether no article has its last word, or where that tells too little, any of its words."""
    words = _told(name)
    heads = _heads(words)
    if any(_is_common(head) for head in heads):
        looked_for = words if len(words) > 1 else []
    else:
        looked_for = heads if by_head else words
    own = [stem for word in looked_for for stem in (*stems(word), *_countries(word))]
    return bool(own) and not any(has_word(stem) for stem in own)


def _told(name: str) -> list[str]:
    """The words of a name without those at its end that may be left out."""
    words = name.split()
    while words and _is_left_out(words[-1]):
        words.pop()
    return words


def _heads(words: Sequence[str]) -> list[str]:
    """The last words of a name, and of what stands before "of" in it."""
    return [part.split()[-1] for part in " ".join(words).split(" of ") if part]


def _is_left_out(word: str) -> bool:
    return _ENDING.fullmatch(word) is not None or word.lower() in names.CALENDAR


def _is_common(word: str) -> bool:
    """Whether articles may well call it otherwise: a body, an office."""
    return set(stems(word)) <= _COMMON_STEMS


def _countries(word: str) -> Iterator[str]:
    """The stems of the countries that a people may be of: where "Hungary" stands, it does."""
    people = word.lower()
    if not names.DEMONYM.fullmatch(people):
        return
    alike = {one for one in names.PLACES if one[:_SAME_LETTERS] == people[:_SAME_LETTERS]}
    for country in sorted(alike | {_COUNTRIES.get(people, people)}):
        yield from stems(country)
