"""Who stands before a verb and who behind it: "A asked B" of "B asked A".

Owns one rule. Where the statement has a name before a word and another behind it, and the evidence
has that word, or one that says nearly the same, only with the two in each other's place, the
statement is turned round; a passive turns it once more. Unlike `binding`, which follows the words
that stand next to one name, it looks at two names at once and as far as the clause reaches, so that
"B reacted angrily to what A said" speaks against "A gave B an angry answer".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.claims import governments, naming
from bot.claims.naming import Run
from bot.claims.synonyms import mates
from bot.claims.text import Text, Token
from bot.claims.verbs import BE, is_past
from bot.speech import SAYING

ENDS = frozenset((".", ";", ":", "!", "?", "…", '"'))
# Nouns of what one does to another.
DEEDS = frozenset(
    """accusation answer appeal attack call criticism demand invasion offer promise reaction reply
    request response threat warning""".split()  # noqa: SIM905 - reads best
)
VOICE = 3  # words between "be" and its participle, or from that to its "by"


@dataclass(frozen=True)
class _Place:
    """A word with the names before and behind it in its sentence, nearest first."""

    word: Token
    before: tuple[Run, ...]
    behind: tuple[Run, ...]
    is_passive: bool


def turned(statement: Text, evidence: Text) -> str | None:
    """The reason why in the evidence the two have changed places, or None."""
    known = list(_places(evidence, statement))
    for place in _places(statement, evidence):
        if not place.before or not place.behind or SAYING.fullmatch(place.word.text):
            continue  # who says it is looked at elsewhere
        one, two = place.before[0], place.behind[0]
        if _are_one(one, two):
            continue
        like = mates(place.word.stem or "")
        others = [other for other in known if other.word.stem in like]
        if others and all(_is_reversed(one, two, place, other) for other in others):
            return f"the quotes have “{others[0].word.text}” the other way round"
    return None


def _is_reversed(one: Run, two: Run, place: _Place, other: _Place) -> bool:
    before, behind = other.before, other.behind
    if place.is_passive is not other.is_passive:
        before, behind = behind, before
    crossed = _has(before, two) and _has(behind, one)
    return crossed and not _has(before, one) and not _has(behind, two)


def _has(names: Sequence[Run], name: Run) -> bool:
    return any(_are_one(name, other) for other in names)


def _are_one(one: Run, other: Run) -> bool:
    if any(naming.same(a.text, b.text) for a in one for b in other):
        return True
    return any(governments.are_one(a.text, b.text) for a in one for b in other)


def _places(text: Text, other: Text) -> Iterator[_Place]:
    names = {id(word): run for run in naming.runs(text, other) for word in run}
    for sentence in text.sentences:
        for n, token in enumerate(sentence):
            if token.stem and id(token) not in names and _is_deed(token):
                yield _Place(
                    token,
                    tuple(_names(sentence[:n][::-1], names)),
                    tuple(_names(sentence[n + 1 :], names)),
                    _is_passive(sentence, n),
                )


def _is_deed(token: Token) -> bool:
    return is_past(token) or token.lower.removesuffix("s") in DEEDS


def _names(tokens: Sequence[Token], names: dict[int, Run]) -> Iterator[Run]:
    last = None
    for token in tokens:
        if token.text in ENDS:
            return
        run = names.get(id(token))
        if run is not None and run is not last:
            yield run
        last = run


def _is_passive(sentence: Sequence[Token], n: int) -> bool:
    """ "was viewed", "viewed with doubt by"."""
    before = {token.lower for token in sentence[max(0, n - VOICE) : n]}
    behind = {token.lower for token in sentence[n + 1 : n + 1 + VOICE]}
    return is_past(sentence[n]) and bool(before & BE or "by" in behind)
