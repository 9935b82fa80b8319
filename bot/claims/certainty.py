"""Whether something happened, or only may: "Putin ordered" of "Putin could order".

Owns the words behind which nothing has happened yet ("could", "to", "wants"). Unlike `conditions`,
which wants a condition to be repeated, it looks at single verbs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.claims.spelling import PAST
from bot.claims.text import BREAKS, Text, Token

REACH = 4  # words that such a word may stand before its verb, in the evidence
FAR = 8  # … and in a statement, which gets the benefit of the doubt
OPEN = frozenset(
    """could may might would will should can cannot must if whether possibility possible
    possibly risk want wants wanted plan plans planning intention intends demand demands demanded
    request seek seeks looking hope hopes hoped threat threatens proposal proposes expect expects
    likely unlikely allow allows allowing let won't wouldn't couldn't can't
    """.split()  # noqa: SIM905 - reads best
)
MERELY_POSSIBLE = frozenset(
    """could may might can possibility possible possibly allow allows allowing risk
    """.split()  # noqa: SIM905 - reads best
)
# "prompted Paris to recall": then Paris recalled.
BROUGHT_ABOUT = frozenset(
    """prompted caused led forced managed continued continues continue began begun started used
    helped made proceeded""".split()  # noqa: SIM905 - reads best
)
# Past forms that say themselves that nothing has happened yet.
STILL_OPEN = frozenset(
    """planned expected wanted hoped intended scheduled proposed demanded threatened supposed
    projected required said told called""".split()  # noqa: SIM905 - reads best
)


def turned(statement: Text, evidence: Text) -> str | None:
    """The reason why the evidence leaves open what the statement says has happened, or None."""
    for token in _done(statement):
        if _always_behind(token, OPEN, evidence):
            return f"the quotes do not say that it happened: “{token.text}”"
    for token in _coming(statement):
        if _always_behind(token, MERELY_POSSIBLE, evidence):
            return f"the quotes only say that it may be: “{token.text}”"
    return None


def _done(statement: Text) -> Iterator[Token]:
    """The verbs of what has happened."""
    for sentence in statement.sentences:
        for n, token in enumerate(sentence):
            perfect = {"has", "have", "had"} & {one.lower for one in sentence[max(0, n - 2) : n]}
            is_past = perfect or token.lower in PAST or token.lower.endswith("ed")
            if is_past and token.stem and token.lower not in STILL_OPEN:  # noqa: SIM102
                if not _before(sentence, n, FAR) & (OPEN | {"to"}):
                    yield token


def _coming(statement: Text) -> Iterator[Token]:
    """The verbs behind "will"."""
    for sentence in statement.sentences:
        for n, token in enumerate(sentence):
            before = {one.lower for one in sentence[max(0, n - 2) : n]}
            if token.stem and before & {"will", "shall", "going"}:
                yield token


def _always_behind(token: Token, words: frozenset[str], evidence: Text) -> bool:
    """Whether the evidence has the verb, and everywhere behind one of these words."""
    places = [
        (sentence, n)
        for sentence in evidence.sentences
        for n, other in enumerate(sentence)
        if other.stem == token.stem
    ]
    return bool(places) and all(
        not _before(sentence, n, REACH) & BROUGHT_ABOUT
        and (_before(sentence, n, REACH) & words or (words is OPEN and _is_infinitive(sentence, n)))
        for sentence, n in places
    )


def _is_infinitive(sentence: Sequence[Token], n: int) -> bool:
    """ "to order", "to finally order"."""
    before = [token.lower for token in sentence[max(0, n - 2) : n]]
    return before[-1:] == ["to"] or (before[:1] == ["to"] and before[1].endswith("ly"))


def _before(sentence: Sequence[Token], n: int, reach: int) -> set[str]:
    """The words shortly before the n-th token, no further than a mark."""
    found: set[str] = set()
    for token in sentence[max(0, n - reach) : n][::-1]:
        if token.text in BREAKS:
            break
        found.add(token.lower)
    return found
