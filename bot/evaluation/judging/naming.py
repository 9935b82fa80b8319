"""Names: each that a statement has must be in its evidence.

Owns when two spellings are one name: by last name, by initials ("OSCE"), a country by its people.
Unlike `bot.names`, which sorts the names of a question, it compares those of two texts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from bot.evaluation.judging.text import Text, Token
from bot.names import AUXILIARIES, CALENDAR, ORDINARY, PLACES, THING_WORDS, TITLES
from index.lexical import STOP_WORDS

PEOPLES = {
    "french": "france", "polish": "poland", "poles": "poland", "spanish": "spain",
    "dutch": "netherlands", "turkish": "turkey", "turks": "turkey", "danish": "denmark",
    "swedish": "sweden", "finnish": "finland", "greek": "greece", "swiss": "switzerland",
    "kiev": "kyiv", "donbas": "donbass",
}  # fmt: skip
ENDINGS = ("", "a", "y", "s", "n", "an", "ian", "ean", "ese", "ish", "ns", "ans", "ians", "i")
# Words with a capital by custom, in titles of persons and offices: no name by themselves.
OFFICES = TITLES | frozenset(
    """administration ambassador assistant chancellor chief council defence defense delegation
    department deputy director foreign former government minister ministry national official
    officials party prime representative secretary secretary-general senior spokesman spokeswoman
    state""".split()  # noqa: SIM905 - a list reads best
)
SMALL = frozenset(
    ("of", "for", "the", "a", "an", "and", "in", "on", "de", "von", "van", "-", "&", ".")
)
# What somebody does who says something. Not "saying": its subject stands far off.
SAYING = re.compile(
    r"said|says?|told|tells?|stat(?:es?|ed)|announc(?:es?|ed)|explain(?:s|ed)|not(?:es?|ed)|"
    r"add(?:s|ed)|remark(?:s|ed)|reiterat(?:es?|ed)|underscor(?:es?|ed)|acknowledg(?:es?|ed)|"
    r"stress(?:es|ed)|proclaim(?:s|ed)|claim(?:s|ed)|argu(?:es?|ed)|thinks?|thought|"
    r"believ(?:es?|ed)|warn(?:s|ed)|accus(?:es?|ed)|call(?:s|ed)|compar(?:es?|ed)|"
    r"insist(?:s|ed)|complain(?:s|ed)|den(?:y|ies|ied)|spoke|speaks?|declar(?:es?|ed)|"
    r"suggest(?:s|ed)|list(?:s|ed)|describ(?:es?|ed)|wrote|writes?|repl(?:y|ies|ied)|expect(?:s|ed)"
)
Run = tuple[Token, ...]


def missing(statement: Text, evidence: Text) -> str | None:
    """The reason why the evidence lacks a name of the statement, or None."""
    for run in runs(statement, evidence):
        reason = _missing(run, evidence)
        if reason:
            return reason
    return None


def runs(text: Text, other: Text | None = None) -> list[Run]:
    """The names in a text, each as its capitalised words: ("Wendy", "Sherman").

    A word that opens a sentence is one if it stands with a capital inside a sentence of `other`,
    or before another name, or where someone who acts stands.
    """
    inner = _inner(text) | (_inner(other) if other else frozenset())
    return list(_runs(text.tokens, inner))


def same(one: str, other: str) -> bool:
    """Whether two words name the same: "Russian" and "Russia", "French" and "France"."""
    a, b = (PEOPLES.get(word, word) for word in (_bare(one), _bare(other)))
    if a == b:
        return True
    shared = next((n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), None)
    stem = min(len(a), len(b)) if shared is None else shared
    return stem >= 4 and a[stem:] in ENDINGS and b[stem:] in ENDINGS and _is_place(a, b)


def is_in(word: Token, evidence: Text) -> bool:
    """Whether the evidence has this word of a name."""
    stem = word.stem
    return any(
        token.is_word and ((stem and token.stem == stem) or same(word.text, token.text))
        for token in evidence.tokens
    )


def _bare(word: str) -> str:
    return word.lower().removesuffix("'s").strip("'.")


def _is_place(a: str, b: str) -> bool:
    return a in PLACES or b in PLACES


def _inner(text: Text) -> frozenset[str]:
    return frozenset(_bare(t.text) for t in text.tokens if t.is_capitalised and not t.initial)


def _runs(tokens: Sequence[Token], inner: frozenset[str]) -> Iterator[Run]:
    run: list[Token] = []
    for n, token in enumerate(tokens):
        after = tokens[n + 1] if n + 1 < len(tokens) else None
        if _is_name(token, after, inner):
            run.append(token)
        elif run and not (token.lower in SMALL and after and _continues(after)):
            yield tuple(run)
            run = []
    if run:
        yield tuple(run)


def _continues(token: Token) -> bool:
    return token.is_capitalised or token.lower in SMALL


def _is_name(token: Token, after: Token | None, inner: frozenset[str]) -> bool:
    bare = _bare(token.text)
    if not token.is_capitalised or bare in CALENDAR:
        return False
    if not (token.text.isupper() and len(bare) > 1) and bare in STOP_WORDS | ORDINARY:
        return False
    if not token.initial or bare in inner or bare in PLACES:
        return True
    return after is not None and (_acts(after) or _is_follower(after))


def _acts(after: Token) -> bool:
    """Whether a word is what somebody does, so that whoever stands before it has a name."""
    return after.lower in AUXILIARIES or bool(SAYING.fullmatch(after.lower))


def _is_follower(after: Token) -> bool:
    return after.is_capitalised and after.lower not in STOP_WORDS


def _missing(run: Run, evidence: Text) -> str | None:
    absent = [word for word in run if _bare(word.text) not in OFFICES and not is_in(word, evidence)]
    if not absent or _by_initials(run, absent, evidence):
        return None
    if _is_person(run) and is_in(run[-1], evidence):
        other = _other_given_name(run, evidence)
        return f"the quotes have “{other}”, not “{_spelt(run)}”" if other else None
    return f"the quotes do not have the name “{_spelt(absent)}”"


def _spelt(words: Sequence[Token]) -> str:
    return " ".join(word.text.removesuffix("'s") for word in words)


def _is_person(run: Run) -> bool:
    words = {_bare(word.text) for word in run}
    return len(run) > 1 and not words & THING_WORDS - OFFICES and not words & PLACES


def _other_given_name(run: Run, evidence: Text) -> str | None:
    """ "Wendy Sherman", where the statement says "John Sherman"."""
    for before, token in pairwise(evidence.tokens):
        if _bare(token.text) != _bare(run[-1].text) or not before.is_capitalised:
            continue
        given = _bare(before.text)
        if before.initial or given in OFFICES | PLACES or given.endswith("ian"):
            continue
        if given not in {_bare(word.text) for word in run}:
            return _spelt((before, token))
    return None


def _by_initials(run: Run, absent: Sequence[Token], evidence: Text) -> bool:
    """Whether one text has a name in full and the other its initials."""
    spelt = "".join(word.text[0] for word in run)
    known = {token.text.replace(".", "") for token in evidence.tokens if token.text.isupper()}
    if len(run) > 2 and spelt in known:
        return True
    initials = ["".join(word.text[0] for word in name) for name in runs(evidence)]
    return all(
        word.text.isupper() and any(word.text.replace(".", "") in some for some in initials)
        for word in absent
    )
