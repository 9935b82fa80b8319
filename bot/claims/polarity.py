"""Whether a statement denies what its evidence says, or says what its evidence denies.

Owns "not" and its kin, and verbs of refusing. A rule of thumb, not a grammar: a denial holds for
the next few words up to a comma. Unlike `opposites`, it follows words that deny other words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.claims.binding import BE
from bot.claims.opposites import opposed, unmakes
from bot.claims.text import BREAKS, Text, Token

REACH = 4  # words with a topic that a denial holds for
NEAR = 3  # words between "not" and the verb of refusing that it denies
REFUSED = 2  # … and a verb of refusing: "dismissed concerns about missiles" denies no missiles
LIGHT = frozenset(
    ("think", "go", "see", "get", "expect")
)  # "I don’t think we’re going to see any …"
DENIALS = re.compile(
    r"not|no|never|none|nobody|neither|nor|cannot|hardly|\w+n't|nothing|false|falsely|without|"
    r"unwilling|unable|unlikely|non"
)
REFUSALS = re.compile(
    r"den(?:y|ies|ied|ying)|refus(?:e|es|ed|ing|al)|reject(?:s|ed|ing)?|fail(?:s|ed|ing)?|"
    r"dismiss(?:es|ed|ing)?|lacks?|lacked|declin(?:es|ed)|spurn(?:s|ed)|avoid(?:s|ed|ing)?"
)
RULING = re.compile(r"rul(?:e|es|ed|ing)")
NOT_A_DENIAL = frozenset(("only", "just", "merely", "doubt"))  # "not only", "no doubt"
CONDITIONS = frozenset(("if", "unless", "provided"))


@dataclass(frozen=True, slots=True)
class Denial:
    """The stems that a denial holds for, nearest first, and whether it is a verb of refusing."""

    scope: tuple[str, ...]
    refuses: bool


def turned(statement: Text, evidence: Text) -> str | None:
    """The reason why the statement denies what the evidence says or the reverse, or None."""
    again = _refused(statement, denied=True) & _refused(evidence, denied=False)
    again |= _refused(statement, denied=False) & _refused(evidence, denied=True)
    if again - (_refused(evidence, denied=False) & _refused(evidence, denied=True)):
        return f"the quotes do not deny “{_words(sorted(again), statement)}”"
    said, known = list(denials(statement)), list(denials(evidence))
    for denial in said:
        there = [stem for stem in denial.scope if stem in evidence.stems]
        if unmakes(denial.scope[0], evidence.stems):  # "not impressed" is "unimpressed"
            continue
        if len(there) * 2 > len(denial.scope) and not _is_met(denial, there, known):
            return f"the quotes do not deny “{_words(there, evidence)}”"
    affirmed, asserted = _affirmed(evidence), _asserted(statement)
    for denial in known:
        there = [stem for stem in denial.scope if stem in asserted]
        if (
            len(there) * 2 > len(denial.scope[:3])
            and not set(there) <= affirmed
            and not _is_met(denial, there, said)
        ):
            return f"the quotes deny “{_words(there, statement)}”"
    both = frozenset(stem for denial in (*said, *known) for stem in denial.scope)
    opposite = opposed(statement, evidence, both, lambda one: bool(REFUSALS.fullmatch(one.lower)))
    return f"the quotes say the opposite of “{opposite}”" if opposite else None


def _refused(text: Text, *, denied: bool) -> set[str]:
    """The stems of the verbs of refusing that are themselves denied, or of those that are not."""
    return {
        token.stem
        for sentence in text.sentences
        for n, token in enumerate(sentence)
        if token.stem
        and REFUSALS.fullmatch(token.lower)
        and denied is any(_denies_alone(one.lower) for one in sentence[max(0, n - NEAR) : n])
    }


def _is_met(denial: Denial, there: Sequence[str], others: Sequence[Denial]) -> bool:
    """Whether the other text denies the same, or refuses where this one refuses."""
    return any(
        set(there) & set(other.scope) or (denial.refuses and other.refuses) for other in others
    )


def denials(text: Text) -> Iterator[Denial]:
    """The denials in a text."""
    for sentence in text.sentences:
        for n in range(len(sentence)):
            if denies(sentence, n):
                scope = _scope(sentence, n)
                if scope:
                    yield Denial(tuple(scope), not _denies_alone(sentence[n].lower))


def denies(sentence: Sequence[Token], n: int) -> bool:
    """Whether the n-th token denies something."""
    word = sentence[n].lower
    after = sentence[n + 1].lower if n + 1 < len(sentence) else ""
    if after == '"' and word in ("no", "none", "nothing"):  # he said “no”: it ends there
        return False
    if RULING.fullmatch(word):
        return after == "out"
    return bool(_denies_alone(word) or REFUSALS.fullmatch(word)) and after not in NOT_A_DENIAL


def _denies_alone(word: str) -> bool:
    return bool(DENIALS.fullmatch(word))


def _scope(sentence: Sequence[Token], n: int) -> list[str]:
    """The stems of what the n-th token denies: behind it, or before it in "is rejected"."""
    if _denies_alone(sentence[n].lower):
        return _reach(sentence[n + 1 :], REACH)
    if _is_passive(sentence, n):
        return _reach(sentence[:n][::-1], REACH)
    return _reach(sentence[n + 1 :], REFUSED)


def _is_passive(sentence: Sequence[Token], n: int) -> bool:
    """ "is rejected", "has been ruled out", "a claim she denied."."""
    before = {token.lower for token in sentence[max(0, n - 2) : n]}
    ends = n + 1 == len(sentence) or sentence[n + 1].text in BREAKS
    return bool(before & BE) or ends


def _reach(tokens: Sequence[Token], most: int) -> list[str]:
    scope: list[str] = []
    for token in tokens:
        ended = token.text in BREAKS and token.text != '"'
        if ended or token.lower == "but" or len(scope) == most:
            break
        if token.stem and counts(token):
            scope.append(token.stem)
    return scope


def _asserted(statement: Text) -> set[str]:
    """The stems that a statement has outside "if …"."""
    found: set[str] = set()
    for sentence in statement.sentences:
        holds = True
        for token in sentence:
            holds = token.lower not in CONDITIONS and (holds or token.text in BREAKS)
            if holds and token.stem:
                found.add(token.stem)
    return found


def counts(token: Token) -> bool:
    """Whether it may be what is denied: neither a name, nor a word on the way to it."""
    name = token.is_capitalised and not token.initial
    return not name and token.stem not in LIGHT and "'" not in token.text.removesuffix("'s")


def _affirmed(evidence: Text) -> set[str]:
    """The stems that stand somewhere outside every denial."""
    found: set[str] = set()
    for sentence in evidence.sentences:
        denied: list[str] = []
        for n, token in enumerate(sentence):
            if denies(sentence, n):
                denied += _scope(sentence, n)
            if token.stem and token.stem in denied:
                denied.remove(token.stem)
            elif token.stem:
                found.add(token.stem)
    return found


def _words(found: Sequence[str], text: Text) -> str:
    """Stems as the text spells them."""
    spelt = {token.stem: token.text for token in text.tokens if token.stem}
    return " ".join(spelt.get(stem, stem) for stem in found)
