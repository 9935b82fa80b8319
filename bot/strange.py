"""Names in a question that stand in none of the articles.

Owns when that is said to a person: it is a fact about words that anyone can check, and the surest
sign that an answer is about something else. A name stands in no article if its last word does not:
"World Cup", wherever "world" may. It is said of none that the articles may well have in other
words, as the Ukrainian Army is their "Ukrainian armed forces". Unlike `evidence`, it decides
nothing: "NYC" stands in no article that writes "New York City", and the answer may be right all
the same.
"""

from __future__ import annotations

import re
from collections.abc import Collection

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
# In lower case in a title, too.
_SMALL = frozenset("a an and as at by for from in of on or the to vs with".split())  # noqa: SIM905


def strange_names(question: str, unseen: Collection[str]) -> tuple[str, ...]:
    """The names that stand in no article, in order, each once.

    `unseen` are the stems of the question's words that no article has.

    >>> strange_names("Who won the World Cup in Washington?", {"cup", "won"})
    ('World Cup',)
    """
    own = conversation.without_added(question)
    is_mixed = _has_small_letters(own)
    found = {
        name.text: None
        for name in names.find(question)
        if _is_known_for_a_name(name, is_mixed=is_mixed)
        and _is_strange(name.text, unseen, by_head=is_mixed and name.end <= len(own))
    }
    return tuple(found)


def _has_small_letters(question: str) -> bool:
    """Whether its capitals are those of names: no question IN CAPITALS or Like a Title."""
    words = (match.group() for match in conversation.WORD.finditer(question))
    return any(word[0].islower() and word not in _SMALL for word in words)


def _is_known_for_a_name(name: Name, *, is_mixed: bool) -> bool:
    """By capitals of its own: neither "critics" nor the "Is Orlov" of "Where Is Orlov?"."""
    capitals = [word.lower() for word in name.text.split() if not word.islower()]
    return name.is_sure and bool(capitals) and (is_mixed or not names.ORDINARY & set(capitals))


def _is_strange(name: str, unseen: Collection[str], *, by_head: bool) -> bool:
    """Whether no article has its last word, or where that tells too little, any of its words."""
    words = name.split()
    while words and _is_left_out(words[-1]):
        words.pop()
    heads = [part.split()[-1] for part in " ".join(words).split(" of ") if part]
    if any(_is_common(head) for head in heads):
        looked_for = words if len(words) > 1 else []
    else:
        looked_for = heads if by_head else words
    own = stems(" ".join(looked_for))
    return bool(own) and all(stem in unseen for stem in own)


def _is_left_out(word: str) -> bool:
    return _ENDING.fullmatch(word) is not None or word.lower() in names.CALENDAR


def _is_common(word: str) -> bool:
    """Whether articles may well call it otherwise: a body, an office, a people."""
    is_people = names.DEMONYM.fullmatch(word.lower()) is not None
    return is_people or set(stems(word)) <= _COMMON_STEMS
