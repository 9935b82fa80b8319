"""Whether something happened, or only may: "Putin ordered" of "Putin could order".

Owns the words behind which nothing has happened yet ("could", "to", "wants"), and "whether", behind
which all is open. Unlike `conditions`,
which wants a condition to be repeated, it looks at single verbs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from bot.claims.spelling import PAST
from bot.claims.synonyms import is_said, mates
from bot.claims.text import BREAKS, Text, Token
from bot.claims.wording import common

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
UNDER = frozenset(
    """case danger fear feared if possibility prepare prepared preparing unless whether
    """.split()  # noqa: SIM905 - reads best
)  # they hold to the end of their clause
DENYING = frozenset(("denied", "denies", "never", "no", "not", "rejected", "ruled"))
# One of these leaves open what a statement says.
LEAVING_OPEN = OPEN | frozenset(
    """not no never unclear unknown uncertain unsure wonder wonders question questions doubt doubts
    decide deciding depends undecided tell either or""".split()  # noqa: SIM905 - reads best
)
LEAST = 3  # words of a statement, no names: with fewer, a share says nothing
MOST = 0.6  # of them
WISHED = frozenset(
    """hope hopes hoped want wants wanted seek seeks sought intended intends intention threaten
    threatens threatened threatening propose proposes proposed effort aim aims aimed
    """.split()  # noqa: SIM905 - reads best
)
BINDING = frozenset(("agreed", "assured", "guaranteed", "pledged", "promised", "vowed"))
WISHING = WISHED | frozenset(
    """ask asks asked call calls called demand demands demanded insist insists insisted request
    requests requested urge urges urged""".split()  # noqa: SIM905 - reads best
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
    for token in _not_done(statement, evidence):
        return f"the quotes do not say that it happened: “{token.text}”"
    for token in _not_sure(statement, evidence):
        return f"the quotes only say that it may be: “{token.text}”"
    return None


def _not_done(statement: Text, evidence: Text) -> Iterator[Token]:
    """What a statement tells as done, and the evidence leaves open or only wishes for."""
    sooner = SOONER & set(evidence.words) or not OPEN & set(evidence.words)
    if not sooner:
        yield from (token for token in statement.tokens if token.lower == "already")
    for token in _done(statement, evidence):
        if _always_behind(token, OPEN, evidence):
            yield token
    for token in _bound(statement):
        if _always_wished(token, evidence):
            yield token
    for token in _happened(statement):
        if _always_behind(token, OPEN, evidence, HAPPENING):
            yield token


def _not_sure(statement: Text, evidence: Text) -> Iterator[Token]:
    """What a statement says is so or will be, and the evidence says only may be."""
    for token in _coming(statement):
        if _always_behind(token, MERELY_POSSIBLE | WISHED, evidence):
            yield token
    held = {"if", "unless", "whether"} & set(statement.words)
    for token in _being(statement):
        under = token.lower.endswith("ing") and not held and _only_if(token, evidence)
        if under or _always_behind(token, NOT_YET, evidence):
            yield token


def undecided(statement: Text, evidence: Text) -> str | None:
    """The reason why the evidence only asks whether it is so, or None.

    "It is unclear whether A": a statement that has most of its words from there has to leave it
    open as well.
    """
    if LEAVING_OPEN & set(statement.words):
        return None
    wanted = common(statement)
    for sentence in evidence.sentences:
        at = next((n for n, token in enumerate(sentence) if token.lower == "whether"), None)
        if at is None or len(wanted) < LEAST:
            continue
        asked = frozenset(token.stem for token in sentence[at + 1 :] if token.stem)
        rest = evidence.stems - asked
        there = [stem for stem in wanted if is_said(stem, asked) and not is_said(stem, rest)]
        if len(there) >= MOST * len(wanted):
            return "the quotes only ask “whether …”"
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


def _bound(statement: Text) -> Iterator[Token]:
    """The verbs by which somebody has bound himself, where nobody wishes for it."""
    for sentence in statement.sentences:
        for n, token in enumerate(sentence):
            before = _before(sentence, n, n)
            if token.lower in BINDING and not before & (WISHING | {"not", "never"}):
                yield token


def _always_wished(token: Token, evidence: Text) -> bool:
    """Whether all that the evidence has is a wish for it: "wants a promise"."""
    places = _places(mates(token.stem or "") | {token.stem or ""}, evidence)
    return bool(places) and all(
        WISHING & {one.lower for one in sentence[:n]} for sentence, n in places
    )


def _being(statement: Text) -> Iterator[Token]:
    """What something is said to be: "operational" of "is already operational"."""
    for sentence in statement.sentences:
        for n, token in enumerate(sentence):
            before = {one.lower for one in sentence[max(0, n - 2) : n]}
            told = token.lower.endswith("ing") or before & {"a", "an", "the"}  # "was going"
            be = {"is", "are"} if told else {"is", "are", "was", "were"}
            if token.stem and before & be and not _before(sentence, n, FAR) & HELD_OPEN:
                yield token


def _only_if(token: Token, evidence: Text) -> bool:
    """Whether the evidence has what is being done behind "if" in each place."""
    places = _places(frozenset((token.stem or "",)), evidence)
    return bool(places) and all(
        {"if", "unless"} & {one.lower for one in sentence[:n]} for sentence, n in places
    )


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
            denied = {one.lower for one in sentence[:n]} & DENYING
            if token.stem and before & {"will", "shall", "going"} and not denied:
                yield token


def _always_behind(token: Token, words: frozenset[str], evidence: Text, reach: int = REACH) -> bool:
    """Whether the evidence has the verb, and everywhere behind one of these words."""
    places = _places(frozenset((token.stem or "",)), evidence)
    if not places and words is not OPEN and not token.is_capitalised:
        places = _places(mates(token.stem or ""), evidence)
    return bool(places) and all(
        not _before(sentence, n, REACH) & BROUGHT_ABOUT
        and (
            _before(sentence, n, reach) & words
            or (words is OPEN and _before(sentence, n, n) & UNDER)
            or (words is not OPEN and _hangs_on(sentence, n) & words)
            or (words is OPEN and _is_infinitive(sentence, n))
        )
        for sentence, n in places
    )


def _places(stems: frozenset[str], evidence: Text) -> list[tuple[Sequence[Token], int]]:
    return [
        (sentence, n)
        for sentence in evidence.sentences
        for n, other in enumerate(sentence)
        if other.stem in stems
    ]


def _is_infinitive(sentence: Sequence[Token], n: int) -> bool:
    """ "to order", "to finally order"."""
    before = [token.lower for token in sentence[max(0, n - 2) : n]]
    return before[-1:] == ["to"] or (before[:1] == ["to"] and before[1].endswith("ly"))


def _hangs_on(sentence: Sequence[Token], n: int) -> set[str]:
    """The words before a participle of result: "there is hope that …, forestalling a war"."""
    before = sentence[n - 1].lower if n else ""
    if not sentence[n].lower.endswith("ing") or before not in (",", "and", "or"):
        return set()
    return {token.lower for token in sentence[:n]}


def _before(sentence: Sequence[Token], n: int, reach: int) -> set[str]:
    """The words shortly before the n-th token, no further than a mark."""
    found: set[str] = set()
    for token in sentence[max(0, n - reach) : n][::-1]:
        if token.text in BREAKS:
            break
        found.add(token.lower)
    return found
