"""What a verb is about: "fed the panda" of "fed the zebra".

Owns a single common noun that has been put in another's place behind a verb. Unlike `wording`,
which asks for a share of all words, it finds the one that is wrong in a short statement. A word
that many things are called by ("the proposal" for "the idea") may stand for any.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.claims.synonyms import is_said
from bot.claims.text import BREAKS, Text, Token, read
from index.lexical import STOP_WORDS

DETERMINERS = frozenset(("a", "an", "the", "its", "his", "her", "their", "this", "that", "these"))
JOINING = frozenset(
    ("amid", "despite", "like", "since", "unlike", "upon", "via", "within")
)  # no verbs
# They go with anything.
LIGHT = "see have has give make take find put get hold keep show bring do want need"
# General words, which stand for narrower ones.
GENERAL = """
accord act action agreement aim answer approach area arms army attack body bid case chance change
charge claim comment commitment complaint concern condition conflict conversation country crisis
deal decision delegation demand dialogue diplomat discussion document effort envoy event exercise
expectation fear force goal group grievance guarantee idea information invasion issue leader limit
list matter measure meeting member mission nation need negotiation notion objection offer office
official opportunity party people place plan pledge point policy position possibility power problem
process program progress promise prospect project proposal push question request requirement result
right risk role round rule sanction seat security session side site situation soldier stance state
statement step suggestion summit system talk task team term text thing threat tie time topic treaty
troop view visit war warning way weapon work worry
"""


def turned(statement: Text, evidence: Text) -> str | None:
    """The reason why a verb of the statement has another object in the evidence, or None."""
    general, light = read(GENERAL).stems, read(LIGHT).stems
    known = list(_objects(evidence))
    for verb, noun in _objects(statement):
        if verb.stem in light or noun.stem in general or is_said(noun.stem or "", evidence.stems):
            continue
        others = [other for same, other in known if same.stem == verb.stem]
        if others and not any(other.stem in statement.stems | general for other in others):
            return f"the quotes have “{verb.text} … {others[0].text}”, not “{noun.text}”"
    return None


def _objects(text: Text) -> Iterator[tuple[Token, Token]]:
    """The verbs that have a noun behind an article, and that noun."""
    for sentence in text.sentences:
        for n, token in enumerate(sentence[:-2]):
            joins = token.lower in JOINING
            if token.stem and not joins and sentence[n + 1].lower in DETERMINERS:
                noun = _noun(sentence, n + 2)
                if noun is not None:
                    yield token, noun


def _noun(sentence: Sequence[Token], n: int) -> Token | None:
    """The last word of those in a row: "panda" of "the big panda at …"; None for a name."""
    last = None
    for token in sentence[n : n + 4]:
        if token.text in BREAKS or token.lower in STOP_WORDS or not token.stem:
            break
        last = token
    return None if last is None or last.is_capitalised else last
