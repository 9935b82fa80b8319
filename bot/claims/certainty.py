"""Whether something happened, or only may: "Putin ordered" of "Putin could order".

Owns the words behind which nothing has happened yet ("could", "to", "wants"). Unlike `conditions`,
which wants a condition to be repeated, it looks at single verbs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from bot.claims.spelling import PAST
from bot.claims.text import BREAKS, Text, Token

REACH = 4  # words that such a word may stand before its verb, in the evidence
FAR = 8  # … and in a statement, which gets the benefit of the doubt
HAPPENING = 6  # … and before a noun: "wanted to see a troop withdrawal"
SOONER = frozenset(("already", "earlier", "previously"))
OCCURRED = frozenset(("happened", "occurred", "begun", "completed"))
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
HELD_OPEN = OPEN | {"once", "provided", "unless", "when", "whenever"}
WISHED = frozenset(
    """hope hopes hoped want wants wanted seek seeks sought intended intends intention threaten
    threatens threatened threatening propose proposes proposed effort aim aims aimed
    """.split()  # noqa: SIM905 - reads best
)
# What is behind one of these is not so yet, or not for sure: "projected to be operational".
NOT_YET = (MERELY_POSSIBLE | WISHED) | {
    "if", "whether", "projected", "planned", "scheduled", "expected", "supposed", "unless", "until",
    "likely",
}  # fmt: skip
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
    if "already" in statement.words and not SOONER & set(evidence.words):  # noqa: SIM102
        if OPEN & set(evidence.words):
            return "the quotes do not say that it happened “already”"
    for token in _done(statement, evidence):
        if _always_behind(token, OPEN, evidence):
            return f"the quotes do not say that it happened: “{token.text}”"
    for token in _happened(statement):
        if _always_behind(token, OPEN, evidence, HAPPENING):
            return f"the quotes do not say that it happened: “{token.text}”"
    for token in _coming(statement):
        if _always_behind(token, MERELY_POSSIBLE | WISHED, evidence):
            return f"the quotes only say that it may be: “{token.text}”"
    for token in _being(statement):
        if _always_behind(token, NOT_YET, evidence):
            return f"the quotes only say that it may be: “{token.text}”"
    return None


def _done(statement: Text, evidence: Text) -> Iterator[Token]:
    """The verbs of what has happened; "unspecified measures" is in both as it stands, and none."""
    words = [token for token in evidence.tokens if token.is_word]
    pairs = {(a.lower, b.stem) for a, b in pairwise(words) if a.stem and b.stem}
    for sentence in statement.sentences:
        for n, token in enumerate(sentence):
            perfect = {"has", "have", "had"} & {one.lower for one in sentence[max(0, n - 2) : n]}
            is_past = perfect or token.lower in PAST or token.lower.endswith("ed")
            present = n > 0 and sentence[n - 1].lower in ("is", "are")  # "little is left"
            qualifies = n + 1 < len(sentence) and (token.lower, sentence[n + 1].stem) in pairs
            if qualifies or present or not is_past:
                continue
            if token.stem and token.lower not in STILL_OPEN:  # noqa: SIM102
                if not _before(sentence, n, FAR) & (OPEN | {"to"}):
                    yield token


def _being(statement: Text) -> Iterator[Token]:
    """What something is said to be: "operational" of "is already operational"."""
    for sentence in statement.sentences:
        for n, token in enumerate(sentence):
            before = {one.lower for one in sentence[max(0, n - 2) : n]}
            if token.stem and before & {"is", "are"} and not _before(sentence, n, FAR) & HELD_OPEN:
                yield token


def _happened(statement: Text) -> Iterator[Token]:
    """The nouns of which a statement says that they have taken place."""
    for sentence in statement.sentences:
        for n, token in enumerate(sentence):
            taken = token.lower in ("taken", "took") and n + 1 < len(sentence)
            if (taken and sentence[n + 1].lower == "place") or token.lower in OCCURRED:
                nouns = [one for one in sentence[max(0, n - REACH) : n] if one.stem]
                yield from nouns[-1:]


def _coming(statement: Text) -> Iterator[Token]:
    """The verbs behind "will"."""
    for sentence in statement.sentences:
        for n, token in enumerate(sentence):
            before = {one.lower for one in sentence[max(0, n - 2) : n]}
            if token.stem and before & {"will", "shall", "going"} and not before & {"not", "never"}:
                yield token


def _always_behind(token: Token, words: frozenset[str], evidence: Text, reach: int = REACH) -> bool:
    """Whether the evidence has the verb, and everywhere behind one of these words."""
    places = [
        (sentence, n)
        for sentence in evidence.sentences
        for n, other in enumerate(sentence)
        if other.stem == token.stem
    ]
    return bool(places) and all(
        not _before(sentence, n, REACH) & BROUGHT_ABOUT
        and (_before(sentence, n, reach) & words or (words is OPEN and _is_infinitive(sentence, n)))
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
