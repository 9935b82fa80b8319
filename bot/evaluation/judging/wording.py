"""Words in quotation marks, and how much of the rest the evidence says.

Owns that quoted words must be there word for word. Unlike `polarity`, which asks what was cut away
around them, it only looks whether they are there.
"""

from __future__ import annotations

import re
from functools import cache

from bot.evaluation.judging.numbers import ORDINALS, SCALES, TENS, UNITS
from bot.evaluation.judging.text import MONTHS, TOKEN, Text
from index.lexical import stems

QUOTED = re.compile(r'"([^"]{2,600})"')
GAP = re.compile(r"\.\s?\.\s?\.|…|\[[^\]]*\]")
# Words about the saying, not the said: the evidence may say it with another one.
SAYING = """said says say saying told tell tells according stated states state announced
    explained noted added remarked reiterated underscored acknowledged stressed proclaimed
    described mentioned reported claimed argued thinks thought believes warned"""


def misquoted(statement: Text, evidence: Text) -> str | None:
    """The reason why words that the statement quotes are not in the evidence, or None."""
    there = " ".join(evidence.words)
    for quoted in quotations(statement):
        if f" {' '.join(quoted)} " not in f" {there} ":
            return f"the quotes do not have the words “{' '.join(quoted)}”"
    return None


def quotations(statement: Text) -> list[list[str]]:
    """The words in each pair of quotation marks, cut where something is left out."""
    parts = [part for match in QUOTED.finditer(statement.text) for part in GAP.split(match[1])]
    found = [[w.lower() for w in TOKEN.findall(part) if w[0].isalnum()] for part in parts]
    return [words for words in found if words]


def coverage(statement: Text, evidence: Text) -> tuple[float, list[str]]:
    """The share of the statement's words that the evidence has, and those that it lacks.

    Words that carry no topic, words of saying, and numbers do not count: those have their own
    rules. Of a statement without any other word the share is 1.
    """
    apart = _apart()
    wanted = {
        token.stem: token.text
        for token in statement.tokens
        if token.stem and token.stem not in apart and not token.text[0].isdigit()
    }
    lacking = [text for stem, text in wanted.items() if stem not in evidence.stems]
    return (1 - len(lacking) / len(wanted) if wanted else 1.0), lacking


@cache
def _apart() -> frozenset[str]:
    """The stems of words of saying and of counting."""
    return frozenset(stems(" ".join((SAYING, *UNITS, *TENS, *SCALES, *ORDINALS, *MONTHS))))
