"""Who says it and who does it: neither may change between evidence and statement.

Owns the finding of speakers ("…, said Dempsey", "according to Carpenter") and of names that have
changed places around a verb. Unlike `naming`, it asks what a name is there for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, pairwise

from bot.evaluation.judging import naming
from bot.evaluation.judging.naming import Run
from bot.evaluation.judging.text import BREAKS, Text, Token

PRONOUNS = frozenset(("he", "she", "they", "it", "who", "i", "we"))
Names = Mapping[int, Run]  # by the identity of each of their words
NEAR = 4  # words and marks between a name and the verb it belongs to


def turned(statement: Text, evidence: Text) -> str | None:
    """The reason why somebody else says or does it in the evidence, or None."""
    return _another_speaker(statement, evidence) or _swapped(statement, evidence)


def _another_speaker(statement: Text, evidence: Text) -> str | None:
    """Whether the sentence that says it names a speaker, and not the statement's."""
    for sentence, speakers in _spoken(statement, evidence):
        known = _nearest(sentence, statement, evidence)
        for name in speakers:
            if known and not any(_is_one(name, other) for other in known):
                return f"the quotes have it from “{_spelt(known[0])}”, not from “{_spelt(name)}”"
    return None


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
        elif naming.SAYING.fullmatch(token.lower) and n:
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
        if any(naming.SAYING.fullmatch(token.lower) for token in aside):
            continue
        if end + 1 < len(sentence) and naming.SAYING.fullmatch(sentence[end + 1].lower):
            return [*sentence[:start], *sentence[end + 1 :]]
    return sentence


def _is_one(one: Run, other: Run) -> bool:
    return any(naming.same(a.text, b.text) for a in one for b in other)


def _spelt(name: Run) -> str:
    return " ".join(word.text.removesuffix("'s") for word in name)


def _swapped(statement: Text, evidence: Text) -> str | None:
    """Whether two names have changed places around a word: "A views B" for "B views A"."""
    there = {(_key(a), word, _key(b)) for a, word, b in _around(evidence, statement)}
    for a, word, b in _around(statement, evidence):
        left, right = _key(a), _key(b)
        if (left, word, right) not in there and (right, word, left) in there:
            return f"the quotes have “{_spelt((a,))}” and “{_spelt((b,))}” the other way round"
    return None


def _around(text: Text, other: Text) -> Iterator[tuple[Token, str, Token]]:
    """A name, the stem of a word shortly after it, and a later name of the same sentence."""
    names = {id(run[-1]) for run in naming.runs(text, other)}
    for sentence in text.sentences:
        places = [n for n, token in enumerate(sentence) if id(token) in names]
        for left, right in combinations(places, 2):
            one, later = sentence[left], sentence[right]
            if not naming.same(one.text, later.text):
                yield from ((one, stem, later) for stem in _after(sentence[left + 1 : right]))


def _after(tokens: Sequence[Token]) -> Iterator[str]:
    """The stems of the words next to a name. Marks count: behind a comma others may act."""
    return (token.stem for token in tokens[:NEAR] if token.stem)


def _key(token: Token) -> str:
    return token.stem or token.lower
