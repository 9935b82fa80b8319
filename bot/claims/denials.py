"""What a text denies: "not", "never", "refused to", and the words that they hold for.

Owns which words deny and how far. A rule of thumb, not a grammar: a denial holds for the next few
words, up to a comma or the next clause. Unlike `polarity`, which compares two texts, it reads one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile

from bot.claims.text import BREAKS, Text, Token
from bot.claims.verbs import BE

REACH = 4  # words with a topic that a denial holds for
SUBJECT_REACH = 8  # … and "no country", which denies its whole clause
CHOICES = frozenset(("choice", "option", "alternative"))  # "no choice but to": then one does
NEAR = 3  # words between "not" and the verb of refusing that it denies
REFUSED = 2  # … and a verb of refusing: "dismissed concerns about missiles" denies no missiles
LIGHT = frozenset(
    ("think", "go", "see", "get", "expect", "intent")
)  # "I don’t think we’re going to see any …", "no intention of …"
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
KEEPING = frozenset(("keep", "keeps", "kept", "keeping"))
OUT = 8  # words from "keep" to its "out"
# "the false narrative that NATO is threatening": what is false is said behind it.
CLAIMS = frozenset(("narrative", "claim", "claims", "notion", "idea", "allegation", "assertion"))
FINITE = frozenset(("has", "have", "had", "is", "was", "were"))  # a new verb: the denial ends there
# A denial does not reach into the next clause.
CLAUSES = frozenset(
    ("although", "because", "but", "since", "so", "though", "unless", "whereas", "while")
)


@dataclass(frozen=True, slots=True)
class Denial:
    """The stems that a denial holds for, nearest first, and whether it is a verb of refusing."""

    scope: tuple[str, ...]
    refuses: bool
    stem: str | None = None  # of the verb that refuses
    is_no: bool = False  # it is "no" before a noun
    is_without: bool = False
    is_under_if: bool = False  # "if they do not get it"


def denials(text: Text) -> Iterator[Denial]:
    """The denials in a text."""
    for sentence in text.sentences:
        for n in range(len(sentence)):
            if denies(sentence, n):
                scope = scope_of(sentence, n)
                if scope:
                    yield Denial(
                        tuple(scope),
                        not denies_alone(sentence[n].lower),
                        sentence[n].stem,
                        sentence[n].lower == "no",
                        sentence[n].lower == "without",
                        _is_under_if(sentence, n),
                    )


def denies(sentence: Sequence[Token], n: int) -> bool:
    """Whether the n-th token denies something."""
    word = sentence[n].lower
    after = sentence[n + 1].lower if n + 1 < len(sentence) else ""
    if word in ("no", "none", "nothing") and _is_no_denial(sentence[n + 1 : n + 1 + NEAR]):
        return False
    if RULING.fullmatch(word):
        denied = any(denies_alone(one.lower) for one in sentence[max(0, n - NEAR) : n])
        return after == "out" and not denied
    rules_out = denies_alone(word) and _rules_out(sentence[n + 1 : n + 1 + NEAR])
    if rules_out or (
        word == "not" and n and sentence[n - 1].lower == "if"
    ):  # "months, if not longer"
        return False
    if word in KEEPING and any(one.lower == "out" for one in sentence[n + 1 : n + 1 + OUT]):
        return True  # "keep weapons out of Europe"
    if word == "too" and n + 2 < len(sentence) and sentence[n + 2].lower == "to":
        return True  # "too early to say"
    return bool(denies_alone(word) or REFUSALS.fullmatch(word)) and after not in NOT_A_DENIAL


def _is_no_denial(after: Sequence[Token]) -> bool:
    """He said “no”: it ends there; "nothing but" and "no choice but" say that it is so."""
    words = [token.lower for token in after]
    return words[:1] in (['"'], ["but"]) or ("but" in words and bool(CHOICES.intersection(words)))


def _rules_out(tokens: Sequence[Token]) -> bool:
    pairs = pairwise(tokens)
    return any(RULING.fullmatch(one.lower) and two.lower == "out" for one, two in pairs)


def denies_alone(word: str) -> bool:
    """Whether it denies what follows, as "not" does, and is no verb of refusing."""
    return bool(DENIALS.fullmatch(word))


def scope_of(sentence: Sequence[Token], n: int) -> list[str]:
    """The stems of what the n-th token denies: behind it, or before it in "is rejected"."""
    if sentence[n].lower == "too":
        return reach(sentence[n + 3 :], REACH)
    if denies_alone(sentence[n].lower):
        after = sentence[n + 1 :]
        if sentence[n].lower == "false":
            after = [token for token in after if token.lower not in CLAIMS]
        return reach(after, SUBJECT_REACH if _is_subject(sentence, n) else REACH)
    if _is_passive(sentence, n):
        return reach(sentence[:n][::-1], REACH)
    did_not = n + 1 < len(sentence) and sentence[n + 1].lower == "to"  # "failed to produce"
    return reach(sentence[n + 1 :], REACH if did_not else REFUSED)


def _is_under_if(sentence: Sequence[Token], n: int) -> bool:
    """Whether an "if" or "unless" stands before it in its clause."""
    clause = takewhile(lambda one: one.text not in BREAKS, sentence[:n][::-1])
    return any(one.lower in ("if", "unless") for one in clause)


def _is_subject(sentence: Sequence[Token], n: int) -> bool:
    """Whether "no country" opens its clause."""
    before = sentence[n - 1] if n else None
    opens = before is None or before.text in BREAKS or before.lower in ("that", "said", "says")
    return sentence[n].lower in ("no", "nobody", "none") and opens


def _is_passive(sentence: Sequence[Token], n: int) -> bool:
    """ "is rejected", "has been ruled out", "a claim she denied."."""
    before = {token.lower for token in sentence[max(0, n - 2) : n]}
    ends = n + 1 == len(sentence) or sentence[n + 1].text in BREAKS
    return bool(before & BE) or ends


def reach(tokens: Sequence[Token], most: int) -> list[str]:
    """The stems of the first few words that may be denied, up to the next clause."""
    scope: list[str] = []
    for token in tokens:
        ended = token.text in BREAKS and token.text != '"'
        ended |= bool(scope) and token.lower in FINITE
        if ended or token.lower in CLAUSES or len(scope) == most:
            break
        if token.stem and counts(token):
            scope.append(token.stem)
    return scope


def counts(token: Token) -> bool:
    """Whether it may be what is denied: neither a name, nor a word on the way to it."""
    name = token.is_capitalised and not token.initial
    name |= token.text[0].isdigit()
    return not name and token.stem not in LIGHT and "'" not in token.text.removesuffix("'s")
