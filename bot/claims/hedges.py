"""What softens a word: "nearly complete", "at least for this week"; a statement must not drop it.

Owns the words that soften the one behind them, and those that soften a whole sentence. Unlike
`certainty`, which looks at verbs of what may happen, it looks at what stands right before a word.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.claims.text import Text, Token
from bot.claims.wording import common

SOFT = frozenset(
    """allegedly almost apparently barely likely largely maybe nearly partly perhaps possibly
    potentially presumably probably reportedly seemingly supposedly unlikely virtually
    """.split()  # noqa: SIM905 - reads best
)
# A statement that has one of these is soft enough.
SOFTENING = SOFT | frozenset(
    """about appear appears appeared can could expected if may might mostly partially plausible
    possible possibility potential probable seem seemed seems should some sometimes suggests
    unsure would""".split()  # noqa: SIM905 - reads best
)
# Of a whole sentence; with what a statement may have instead.
PASSING = re.compile(r"\b(?:at least for|so far(?! as\b))\b")
FOR_A_WHILE = re.compile(
    r"\b(?:at least|for (?:now|the|this|a|weeks|months)|so far|yet|temporar|moment)", re.IGNORECASE
)
NEXT = 2  # words behind a soft one that it softens
SHARED = 0.5  # of a statement's words that a softened sentence must have


def dropped(statement: Text, evidence: Text) -> str | None:
    """The reason why the evidence says it less surely than the statement, or None."""
    if not SOFTENING & set(statement.words):
        for stem, soft in _softened(evidence).items():
            if stem in statement.stems:
                return f"the quotes say so only with “{soft}”"
    wanted = common(statement)
    for sentence in evidence.sentences:
        passing = PASSING.search(" ".join(token.lower for token in sentence))
        shared = len(wanted & {token.stem for token in sentence})
        if passing and shared >= SHARED * max(1, len(wanted)):  # noqa: SIM102
            if not FOR_A_WHILE.search(statement.text):
                return f"the quotes say so only with “{passing.group()}”"
    return None


def _softened(evidence: Text) -> dict[str, str]:
    """By stem: the words that stand everywhere behind a soft one, with that one."""
    soft: dict[str, str] = {}
    plain: set[str] = set()
    for sentence in evidence.sentences:
        for n, token in enumerate(sentence):
            if token.stem and not token.is_capitalised:
                before = _soft_before(sentence, n)
                if before:
                    soft.setdefault(token.stem, before)
                else:
                    plain.add(token.stem)
    return {stem: word for stem, word in soft.items() if stem not in plain}


def _soft_before(sentence: Sequence[Token], n: int) -> str:
    """The soft word shortly before the n-th token; "" without one."""
    for token in sentence[max(0, n - NEXT) : n][::-1]:
        if token.lower in SOFT:
            return token.lower
        if token.stem or not token.is_word:
            return ""
    return ""
