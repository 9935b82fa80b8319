"""Who says it and who does it: neither may change between evidence and statement.

Owns the finding of speakers ("…, said Dempsey", "according to Carpenter") and of names that have
changed places around a verb. Unlike `naming`, it asks what a name is there for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from bot.claims import naming
from bot.claims.naming import Run
from bot.claims.text import BREAKS, Text, Token

PRONOUNS = frozenset(("he", "she", "they", "it", "who", "i", "we"))
Names = Mapping[int, Run]  # by the identity of each of their words
NEAR = 4  # words and marks between a name and the verb it belongs to


def turned(statement: Text, evidence: Text, outlets: Sequence[str] = ()) -> str | None:
    """The reason why somebody else says it in the evidence, or None.

    An outlet may report what somebody says, but the statement has to say who.
    """
    for sentence, found in _spoken(statement, evidence):
        known = _nearest(sentence, statement, evidence)
        for name in [one for one in found if not _is_outlet(one, outlets)] or found:
            if known and not any(_is_one(name, other) for other in known):
                return f"the quotes have it from “{_spelt(known[0])}”, not from “{_spelt(name)}”"
    return None


def speakers(text: Text) -> list[Run]:
    """The names of those who say something in a text."""
    return [name for _, names in _spoken(text, text) for name in names]


def not_by(statement: Text, speaker: Run) -> str | None:
    """The reason why a statement names another speaker than this one, or None."""
    named = speakers(statement)
    if not named or any(_is_one(name, speaker) for name in named):
        return None
    return f"the quotes have it from “{_spelt(speaker)}”, not from “{_spelt(named[0])}”"


def _is_outlet(name: Run, outlets: Sequence[str]) -> bool:
    words = {naming.bare(word.text) for word in name}
    return any(words <= {naming.bare(part) for part in outlet.split()} for outlet in outlets)


def _nearest(sentence: Sequence[Token], statement: Text, evidence: Text) -> list[Run]:
    """Who speaks in the sentences of the evidence that share the most words with this one."""
    wanted = {token.stem for token in sentence if token.stem}
    shares = [
        (len(wanted & {token.stem for token in other if token.stem}), speakers)
        for other, speakers in _spoken(evidence, statement)
    ]
    most = max((share for share, _ in shares), default=0)
    return [name for share, speakers in shares if share >= most / 2 for name in speakers]


def _spoken(text: Text, other: Text) -> Iterator[tuple[Sequence[Token], list[Run]]]:
    """The sentences of a text, each with the names of those who say something in it."""
    names = {id(word): run for run in naming.runs(text, other) for word in run}
    for sentence in text.sentences:
        yield sentence, list(_speakers(_without_asides(sentence), names))


def _speakers(sentence: Sequence[Token], names: Names) -> Iterator[Run]:
    for n, token in enumerate(sentence):
        if token.lower == "according":
            yield from _first_name(sentence[n + 2 :], names)
        elif naming.SAYING.fullmatch(token.text) and n:
            if sentence[n - 1].text in BREAKS:
                yield from _first_name(sentence[n + 1 :], names)
            else:
                yield from _first_name(sentence[max(0, n - NEAR) : n][::-1], names)


def _first_name(tokens: Sequence[Token], names: Names) -> Iterator[Run]:
    for token in tokens:
        if token.text in BREAKS or token.lower in PRONOUNS:
            return
        if id(token) in names:
            yield names[id(token)]
            return


def _without_asides(sentence: Sequence[Token]) -> Sequence[Token]:
    """A sentence without what stands between commas before a verb: "Blinken, on Friday, said"."""
    commas = [n for n, token in enumerate(sentence) if token.text == ","]
    for start, end in pairwise(commas):
        aside = sentence[start:end]
        if any(naming.SAYING.fullmatch(token.text) for token in aside):
            continue
        if end + 1 < len(sentence) and naming.SAYING.fullmatch(sentence[end + 1].text):
            return [*sentence[:start], *sentence[end + 1 :]]
    return sentence


def _is_one(one: Run, other: Run) -> bool:
    return any(naming.same(a.text, b.text) for a in one for b in other)


def _spelt(name: Run) -> str:
    return " ".join(word.text.removesuffix("'s") for word in name)
