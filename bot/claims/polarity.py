"""Whether a statement denies what its evidence says, or says what its evidence denies.

Owns what speaks against what where words deny other words, and verbs of giving up. Unlike
`denials`, which finds them in one text, it compares two; unlike `opposites`, it looks at no word by
itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from bot.claims.denials import (
    NEAR,
    REFUSALS,
    REFUSED,
    Denial,
    denials,
    denies,
    denies_alone,
    reach,
    scope_of,
)
from bot.claims.opposites import has_negative, opposed, unmakes
from bot.claims.synonyms import is_said
from bot.claims.text import BREAKS, Text, read

REACH_BACK = 3  # words at the end of a sentence that "they do not have one" denies
# "Limited opportunity" is nearly none: who says "not" of it says no more.
MINIMAL = frozenset(("few", "hardly", "limited", "little", "scant", "scarce", "scarcely", "slim"))
STOPS = frozenset(
    """abandon abandoned abandons cease ceased ceases drop dropped drops halt halted halts quit
    scrap scrapped shelve shelved stop stopped stops""".split()  # noqa: SIM905 - reads best
)
# Words by which the evidence may say that something has ended.
STOPPING = STOPS | frozenset(
    """abandoning cancelled collapsed off end ended ends over pulled quitting stopping suspended up
    withdrawal withdrawing withdrew""".split()  # noqa: SIM905 - reads best
)
# "should have demanded": then nobody did
COUNTERFACTUAL = re.compile(r"\b(?:should|could|would|ought to) (?:not )?have\b")
CONDITIONS = frozenset(("if", "unless", "provided"))
NOT_SO = CONDITIONS | {"should"}  # "should it wish to": nobody says that it does
UNKNOWING = frozenset(("unsure", "uncertain", "unclear", "unaware", "unknown", "wonder", "doubt"))
POINTING = frozenset(("any", "either", "it", "none", "one", "so", "that", "them", "this"))


def turned(statement: Text, evidence: Text) -> str | None:
    """The reason why the statement denies what the evidence says or the reverse, or None."""
    again = _refused(statement, denied=True) & _refused(evidence, denied=False)
    again |= _refused(statement, denied=False) & _refused(evidence, denied=True)
    if again - (_refused(evidence, denied=False) & _refused(evidence, denied=True)):
        return f"the quotes do not deny “{_words(sorted(again), statement)}”"
    said, known = list(denials(statement)), list(denials(evidence))
    reason = (
        _newly_denied(evidence, said, known)
        or _no_longer_denied(statement, evidence, said, known)
        or _newly_ended(statement, evidence, known)
    )
    if reason:
        return reason
    both = frozenset(stem for denial in (*said, *known) for stem in denial.scope)
    opposite = opposed(statement, evidence, both, lambda one: bool(REFUSALS.fullmatch(one.lower)))
    return f"the quotes say the opposite of “{opposite}”" if opposite else None


def _newly_denied(evidence: Text, said: Sequence[Denial], known: Sequence[Denial]) -> str | None:
    """What the statement denies and the evidence does not."""
    for denial in said:
        there = [stem for stem in denial.scope if is_said(stem, evidence.stems)]
        if any(unmakes(stem, evidence.stems) for stem in denial.scope[:NEAR]):
            continue  # "not impressed" is "unimpressed"
        if denial.is_without and any(other.is_without for other in known):
            continue  # "without the country" of "without Ukraine"
        unless = "unless" in evidence.words or any(other.is_under_if for other in known)
        if denial.is_under_if and unless:
            continue  # "if he does not get what he demands" of "if his demands are not met"
        if _is_denied_again(denial, evidence) or MINIMAL & set(evidence.words):
            continue
        if len(there) * 2 > len(denial.scope) and not _is_met(denial, there, known):
            return f"the quotes do not deny “{_words(there, evidence)}”"
    alone = frozenset(stem for denial in said if not denial.refuses for stem in denial.scope)
    if alone and not known and not has_negative(evidence, alone):
        return "the quotes deny nothing"
    return None


def _is_denied_again(denial: Denial, evidence: Text) -> bool:
    """Whether "they do not have one", "this is not so" denies what the sentence before has."""
    return any(
        is_said(stem, frozenset(before))
        for before in _denied_again(evidence)
        for stem in denial.scope
    )


def _denied_again(evidence: Text) -> Iterator[list[str]]:
    """The stems of each sentence that the next one denies by a word that points back."""
    for before, sentence in pairwise(evidence.sentences):
        for n, token in enumerate(sentence):
            back = POINTING & {one.lower for one in sentence[n + 1 :]}
            if back and denies_alone(token.lower) and POINTING.issuperset(scope_of(sentence, n)):
                yield [one.stem for one in before if one.stem]


def _no_longer_denied(
    statement: Text, evidence: Text, said: Sequence[Denial], known: Sequence[Denial]
) -> str | None:
    """What the evidence denies everywhere and the statement says."""
    if COUNTERFACTUAL.search(statement.text):
        return None
    affirmed, asserted = affirmed_in(evidence), _asserted(statement)
    unknowing = bool(UNKNOWING & set(statement.words))
    for denial in known:
        if unknowing and "know" in denial.scope:
            continue  # "unsure whether" of "do not know whether"
        there = [stem for stem in denial.scope if stem in asserted]
        if (
            len(there) * 2 > len(denial.scope[:3])
            and not set(there) <= affirmed
            and not _is_met(denial, there, said)
        ):
            return f"the quotes deny “{_words(there, statement)}”"
        like = frozenset[str]().union(*(kind for kind in _kinds() if denial.scope[0] in kind))
        if like & asserted - affirmed and not said and denial.scope[0] not in affirmed:
            return f"the quotes deny “{_words(sorted(like & asserted), statement)}”"
    for before in () if said else _denied_again(evidence):
        again = [stem for stem in before[-REACH_BACK:] if stem in asserted]
        if len(again) > 1 and not set(again) <= affirmed - set(before):
            return f"the quotes deny “{_words(again, statement)}”"
    nouns = {denial.scope[0] for denial in known if denial.is_no} & asserted - affirmed
    if nouns and not said and not has_negative(statement, frozenset(nouns)):
        return f"the quotes deny “{_words(sorted(nouns), statement)}”"
    return None


def _newly_ended(statement: Text, evidence: Text, known: Sequence[Denial]) -> str | None:
    """What the statement says has been dropped, and the evidence does not."""
    if STOPPING & set(evidence.words):
        return None
    denied = {stem for denial in known for stem in denial.scope}
    for stopped in _stopped(statement):
        if evidence.stems.issuperset(stopped) and not denied & set(stopped):
            return f"the quotes do not say that it ended: “{_words(stopped, evidence)}”"
    return None


def _stopped(statement: Text) -> Iterator[list[str]]:
    """What a statement says has been dropped or given up: the stems of the words behind it."""
    for sentence in statement.sentences:
        for n, token in enumerate(sentence):
            up = n + 1 < len(sentence) and sentence[n + 1].lower == "up"
            gave_up = up and token.lower in ("give", "gave", "given", "gives", "giving")
            scope = reach(sentence[n + 1 :], REFUSED) if gave_up or token.lower in STOPS else []
            if scope:
                yield scope


def _refused(text: Text, *, denied: bool) -> set[str]:
    """The stems of the verbs of refusing that are themselves denied, or of those that are not."""
    return {
        token.stem
        for sentence in text.sentences
        for n, token in enumerate(sentence)
        if token.stem
        and REFUSALS.fullmatch(token.lower)
        and denied is any(denies_alone(one.lower) for one in sentence[max(0, n - NEAR) : n])
    }


def _is_met(denial: Denial, there: Sequence[str], others: Sequence[Denial]) -> bool:
    """Whether the other text denies the same, or refuses where this one refuses."""
    return any(
        any(is_said(stem, frozenset(other.scope)) for stem in there)
        or (denial.refuses and other.refuses)
        for other in others
        if not (other.refuses and other.stem in there)  # "can be avoided": that is what is denied
    )


@cache
def _kinds() -> tuple[frozenset[str], ...]:
    """Verbs of admitting, of knowing and of allowing: to deny one of them is to deny the others."""
    knowing = "know convinced certain sure clear confident"
    allowing = "allow let permit accept tolerate"
    admitting = "admit acknowledge concede confess recognise"
    return read(admitting).stems, read(knowing).stems, read(allowing).stems


def _asserted(statement: Text) -> frozenset[str]:
    """The stems that a statement has outside "if …"."""
    found: set[str] = set()
    for sentence in statement.sentences:
        holds = True
        for token in sentence:
            holds = token.lower not in NOT_SO and (holds or token.text in BREAKS)
            if holds and token.stem:
                found.add(token.stem)
    return frozenset(found)


def affirmed_in(evidence: Text) -> set[str]:
    """The stems that stand somewhere outside every denial."""
    found: set[str] = set()
    for sentence in evidence.sentences:
        denied: list[str] = []
        for n, token in enumerate(sentence):
            if denies(sentence, n):
                denied += scope_of(sentence, n)
            if token.stem and token.stem in denied:
                denied.remove(token.stem)
            elif token.stem:
                found.add(token.stem)
    return found


def _words(found: Sequence[str], text: Text) -> str:
    """Stems as the text spells them."""
    spelt = {token.stem: token.text for token in text.tokens if token.stem}
    return " ".join(spelt.get(stem, stem) for stem in found)
