"""Whether a statement denies what its evidence says, or says what its evidence denies.

Owns "not" and its kin, and verbs of refusing and of giving up. A rule of thumb, not a grammar: a
denial holds for the next few words up to a comma. Unlike `opposites`, it follows words that deny
other words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.claims.binding import BE
from bot.claims.opposites import has_negative, opposed, unmakes
from bot.claims.synonyms import is_said
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
STOPS = frozenset(
    """abandon abandoned abandons cease ceased ceases drop dropped drops halt halted halts quit
    scrap scrapped shelve shelved stop stopped stops""".split()  # noqa: SIM905 - reads best
)
# Words by which the evidence may say that something has ended.
STOPPING = STOPS | frozenset(
    """abandoning cancelled collapsed end ended ends over pulled quitting stopping suspended up
    withdrawal withdrawing withdrew""".split()  # noqa: SIM905 - reads best
)
KEEPING = frozenset(("keep", "keeps", "kept", "keeping"))
OUT = 8  # words from "keep" to its "out"
# "the false narrative that NATO is threatening": what is false is said behind it.
CLAIMS = frozenset(("narrative", "claim", "claims", "notion", "idea", "allegation", "assertion"))
# "should have demanded": then nobody did
COUNTERFACTUAL = re.compile(r"\b(?:should|could|would|ought to) (?:not )?have\b")
FINITE = frozenset(("has", "have", "had", "is", "was", "were"))  # a new verb: the denial ends there
CONDITIONS = frozenset(("if", "unless", "provided"))


@dataclass(frozen=True, slots=True)
class Denial:
    """The stems that a denial holds for, nearest first, and whether it is a verb of refusing."""

    scope: tuple[str, ...]
    refuses: bool
    stem: str | None = None  # of the verb that refuses
    is_no: bool = False  # it is "no" before a noun


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
        if unmakes(denial.scope[0], evidence.stems):  # "not impressed" is "unimpressed"
            continue
        if len(there) * 2 > len(denial.scope) and not _is_met(denial, there, known):
            return f"the quotes do not deny “{_words(there, evidence)}”"
    alone = frozenset(stem for denial in said if not denial.refuses for stem in denial.scope)
    if alone and not known and not has_negative(evidence, alone):
        return "the quotes deny nothing"
    return None


def _no_longer_denied(
    statement: Text, evidence: Text, said: Sequence[Denial], known: Sequence[Denial]
) -> str | None:
    """What the evidence denies everywhere and the statement says."""
    if COUNTERFACTUAL.search(statement.text):
        return None
    affirmed, asserted = _affirmed(evidence), _asserted(statement)
    for denial in known:
        there = [stem for stem in denial.scope if stem in asserted]
        if (
            len(there) * 2 > len(denial.scope[:3])
            and not set(there) <= affirmed
            and not _is_met(denial, there, said)
        ):
            return f"the quotes deny “{_words(there, statement)}”"
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
            scope = _reach(sentence[n + 1 :], REFUSED) if gave_up or token.lower in STOPS else []
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
        and denied is any(_denies_alone(one.lower) for one in sentence[max(0, n - NEAR) : n])
    }


def _is_met(denial: Denial, there: Sequence[str], others: Sequence[Denial]) -> bool:
    """Whether the other text denies the same, or refuses where this one refuses."""
    return any(
        any(is_said(stem, frozenset(other.scope)) for stem in there)
        or (denial.refuses and other.refuses)
        for other in others
        if not (other.refuses and other.stem in there)  # "can be avoided": that is what is denied
    )


def denials(text: Text) -> Iterator[Denial]:
    """The denials in a text."""
    for sentence in text.sentences:
        for n in range(len(sentence)):
            if denies(sentence, n):
                scope = _scope(sentence, n)
                if scope:
                    yield Denial(
                        tuple(scope),
                        not _denies_alone(sentence[n].lower),
                        sentence[n].stem,
                        sentence[n].lower == "no",
                    )


def denies(sentence: Sequence[Token], n: int) -> bool:
    """Whether the n-th token denies something."""
    word = sentence[n].lower
    after = sentence[n + 1].lower if n + 1 < len(sentence) else ""
    if after == '"' and word in ("no", "none", "nothing"):  # he said “no”: it ends there
        return False
    if RULING.fullmatch(word):
        return after == "out"
    if word == "not" and n and sentence[n - 1].lower == "if":  # "months, if not longer"
        return False
    if word in KEEPING and any(one.lower == "out" for one in sentence[n + 1 : n + 1 + OUT]):
        return True  # "keep weapons out of Europe"
    if word == "too" and n + 2 < len(sentence) and sentence[n + 2].lower == "to":
        return True  # "too early to say"
    return bool(_denies_alone(word) or REFUSALS.fullmatch(word)) and after not in NOT_A_DENIAL


def _denies_alone(word: str) -> bool:
    return bool(DENIALS.fullmatch(word))


def _scope(sentence: Sequence[Token], n: int) -> list[str]:
    """The stems of what the n-th token denies: behind it, or before it in "is rejected"."""
    if sentence[n].lower == "too":
        return _reach(sentence[n + 3 :], REACH)
    if _denies_alone(sentence[n].lower):
        after = sentence[n + 1 :]
        if sentence[n].lower == "false":
            after = [token for token in after if token.lower not in CLAIMS]
        return _reach(after, REACH)
    if _is_passive(sentence, n):
        return _reach(sentence[:n][::-1], REACH)
    did_not = n + 1 < len(sentence) and sentence[n + 1].lower == "to"  # "failed to produce"
    return _reach(sentence[n + 1 :], REACH if did_not else REFUSED)


def _is_passive(sentence: Sequence[Token], n: int) -> bool:
    """ "is rejected", "has been ruled out", "a claim she denied."."""
    before = {token.lower for token in sentence[max(0, n - 2) : n]}
    ends = n + 1 == len(sentence) or sentence[n + 1].text in BREAKS
    return bool(before & BE) or ends


def _reach(tokens: Sequence[Token], most: int) -> list[str]:
    scope: list[str] = []
    for token in tokens:
        ended = token.text in BREAKS and token.text != '"'
        ended |= bool(scope) and token.lower in FINITE
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
