"""Who says it and who does it: neither may change between evidence and statement.

Owns the finding of speakers ("…, said Dempsey", "according to Carpenter") and of names that have
changed places around a verb. Unlike `naming`, it asks what a name is there for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise, takewhile

from bot.claims import naming, wording
from bot.claims.naming import Run
from bot.claims.speech import ATTRIBUTING
from bot.claims.text import BREAKS, Text, Token, read

PRONOUNS = frozenset(("he", "she", "they", "it", "who", "i", "we"))
FIRST_PERSON = frozenset(("i", "we", "our", "us", "my"))
MAKING = frozenset(
    """made makes making voiced raised issued repeated lodged aired levelled leveled
    """.split()  # noqa: SIM905 - reads best
)
UTTERANCES = frozenset(
    """accusations allegations claims comments complaint complaints criticism demands objections
    remarks statement statements warnings""".split()  # noqa: SIM905 - reads best
)
TITLE = 3  # words: "press secretary"
Names = Mapping[int, Run]  # by the identity of each of their words
NEAR = 6  # words and marks between a name and the verb it belongs to


def turned(statement: Text, evidence: Text, outlets: Sequence[str] = ()) -> str | None:
    """The reason why somebody else says it in the evidence, or None.

    An outlet may report what somebody says, but the statement has to say who.
    """
    for sentence, found in _spoken(statement, evidence):
        known = _nearest(sentence, statement, evidence)
        told = [one for one in found if not _is_outlet(one, outlets)]
        if told and not known and not _says_something(evidence):
            return f"the quotes do not have “{_spelt(told[0])}” say anything"
        for name in told or found:
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
        if token.lower in UTTERANCES:
            made = next((m for m in range(max(0, n - NEAR), n) if _makes(sentence[m])), None)
            if made is not None:
                yield from _first_name(sentence[max(0, made - NEAR) : made][::-1], names)
        if token.lower == "according":
            yield from _titled_name(sentence[n + 2 :], names)
        elif naming.SAYING.fullmatch(token.text) and n:
            if sentence[n - 1].text in BREAKS:
                yield from _first_name(sentence[n + 1 :], names)
            else:
                yield from _last_name(sentence[:n], names)


def _makes(token: Token) -> bool:
    return token.lower in MAKING


def _says_something(text: Text) -> bool:
    """Whether anybody says anything in a text, or it is in the first person."""
    told = set(text.words)
    saying = text.stems & read(wording.SAYING).stems or told & (ATTRIBUTING | FIRST_PERSON)
    return bool(saying) or '"' in text.text or any(map(naming.SAYING.fullmatch, told))


def _first_name(tokens: Sequence[Token], names: Names) -> Iterator[Run]:
    for token in tokens:
        if token.text in BREAKS or token.lower in PRONOUNS:
            return
        if id(token) in names:
            yield names[id(token)]
            return


def _titled_name(tokens: Sequence[Token], names: Names) -> Iterator[Run]:
    """The first name, or the one behind its title: "A" of "the White House press secretary A"."""
    for name in _first_name(tokens, names):
        end = max(n for n, token in enumerate(tokens) if names.get(id(token)) is name) + 1
        title = list(takewhile(lambda token: token.stem and id(token) not in names, tokens[end:]))
        behind = tokens[end + len(title)] if end + len(title) < len(tokens) else None
        titled = title and len(title) <= TITLE and behind is not None
        yield names.get(id(behind), name) if titled else name


def _last_name(tokens: Sequence[Token], names: Names) -> Iterator[Run]:
    """The name before a verb: of "A of the B said" it is A."""
    for name in _first_name(tokens[-NEAR:][::-1], names):
        start = next(n for n, token in enumerate(tokens) if names.get(id(token)) is name)
        of = [token.lower for token in tokens[max(0, start - 2) : start]] == ["of", "the"]
        outer = names.get(id(tokens[start - 3])) if of and start > 2 else None
        yield outer or name


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
