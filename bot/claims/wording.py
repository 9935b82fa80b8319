"""Words in quotation marks, and how much of the rest the evidence says.

Owns that quoted words must be there word for word. Unlike `polarity`, which asks what was cut away
around them, it only looks whether they are there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import zip_longest

from bot.calendar_names import MONTHS
from bot.claims import governments
from bot.claims.numbers import ORDINALS, SCALES, TENS, UNITS, UNITS_OF, numbers
from bot.claims.synonyms import is_said
from bot.claims.text import TOKEN, Text, Token, read
from index.lexical import stems

QUOTED = re.compile(r'"([^"]{2,600})"')
GAP = re.compile(r"\.\s?\.\s?\.|…|\[[^\]]*\]")
COVERED = 0.51  # of a statement’s words: right ones in free wording have as little
ENOUGH = 0.4  # of those that are no names
FEW = 3  # words that are no names: with fewer, a share says nothing
IN_A_ROW = 4  # words, one after the other, that the evidence lacks
MOST_SHOWN = 4
# Words about the saying, not the said: the evidence may say it with another one.
SAYING = """said says say saying told tell tells according stated states state announced
    explained noted added remarked reiterated underscored acknowledged stressed proclaimed
    described mentioned reported claimed argued thinks thought believes warned"""

# They stand for many a verb: "came after", "took place", "gave a warning".
LIGHT = """come came go went make made take took place give gave get got put happen occur end do
    deal really another whenever"""


# They join and grade, and claim little that a quote could have.
PLAIN = """
    across ahead along although among amongst around become became becomes besides comparatively
    considerable considerably despite during especially fairly further furthermore indeed latter
    little many meanwhile might moreover much namely neither nor particularly quite rather
    regarding respectively slightly somewhat though thus together toward towards unless upon
    various very whereas whether within yet
"""


def misquoted(statement: Text, evidence: Text) -> str | None:
    """The reason why words that the statement quotes are not in the evidence, or None."""
    there = " ".join(evidence.words)
    known = quotations(evidence)
    for quoted in quotations(statement):
        # “no” stands in many a sentence: it has to be quoted there as well
        word_for_word = f" {' '.join(quoted)} " in f" {there} "
        found = quoted in known if _is_trifle(quoted) else word_for_word
        if not found:
            return f"the quotes do not have the words “{' '.join(quoted)}”"
    return None


def _is_trifle(quoted: Sequence[str]) -> bool:
    return len(quoted) == 1 and not stems(quoted[0])


def quotations(statement: Text) -> list[list[str]]:
    """The words in each pair of quotation marks, cut where something is left out."""
    parts = [part for match in QUOTED.finditer(statement.text) for part in GAP.split(match[1])]
    found = [[w.lower() for w in TOKEN.findall(part) if w[0].isalnum()] for part in parts]
    return [words for words in found if words]


def coverage(statement: Text, evidence: Text) -> tuple[float, list[str]]:
    """The share of the statement's words that the evidence has, and those that it lacks.

    A government counts as there: it may be by another name, which `naming` looks at.

    Words that carry no topic, words of saying, and numbers do not count: those have their own
    rules. Of a statement without any other word the share is 1.
    """
    wanted = _wanted(statement)
    lacking = _lacking(wanted, evidence)
    return (1 - len(lacking) / len(wanted) if wanted else 1.0), lacking


def beside(statement: Text, own: Text, above: Text) -> str | None:
    """The reason why the quotes do not have most of what the statement says beside the words of a
    heading `above` them, or do not say a thing that the heading does not, or None."""
    wanted = {
        stem: text
        for stem, text in _wanted(statement).items()
        if is_said(stem, own.stems) or not is_said(stem, above.stems)
    }
    added = [stem for stem in wanted if is_said(stem, own.stems) and stem not in above.stems]
    counted = numbers(own.text).keys() - numbers(above.text).keys()
    if not added and not counted & numbers(statement.text).keys():
        return "it stands above the quotes and not in them"
    lacking = _lacking(wanted, own)
    return not_there(lacking) if len(lacking) > (1 - COVERED) * len(wanted) else None


def _wanted(statement: Text) -> dict[str, str]:
    apart = _apart()
    return {
        token.stem: token.text
        for token in statement.tokens
        if token.stem and token.stem not in apart and not token.text[0].isdigit()
    }


def lacking(wanted: frozenset[str], statement: Text, evidence: Text) -> list[str]:
    """Those of the statement's words with these stems that the evidence does not have."""
    words = {token.stem: token.text for token in statement.tokens if token.stem in wanted}
    return _lacking({stem: text for stem, text in words.items() if stem}, evidence)


def _lacking(wanted: dict[str, str], evidence: Text) -> list[str]:
    return [
        text
        for stem, text in wanted.items()
        if not (_is_there(stem, evidence) or governments.are_one(text, text))
    ]


def common(text: Text) -> frozenset[str]:
    """The stems of a text's words that are neither names, nor numbers, nor of saying."""
    return frozenset(token.stem for token in _common(text) if token.stem)


def added(statement: Text, evidence: Text) -> str | None:
    """The reason why much of what the statement says is not in the evidence, or None.

    Names do not count here: a statement about known people may still be made up.
    """
    words = _common(statement)
    lacking = [not _is_there(token.stem or "", evidence) for token in words]
    distinct = common(statement)
    there = [stem for stem in distinct if _is_there(stem, evidence)]
    share = len(there) / max(1, len(distinct))
    none_of_two = 1 < len(distinct) < FEW and not there  # "Ryabkov leads the delegation"
    if none_of_two or (len(distinct) >= FEW and share < ENOUGH):
        return not_there([t.text for t, lacks in zip(words, lacking, strict=True) if lacks])
    for n in range(len(words) - IN_A_ROW + 1):
        if all(lacking[n : n + IN_A_ROW]):
            return not_there([token.text for token in words[n : n + IN_A_ROW]])
    return None


def not_there(words: Sequence[str]) -> str:
    """The reason, for words that the evidence lacks."""
    return f"the quotes do not have “{'”, “'.join(words[:MOST_SHOWN])}”"


def mostly(statement: Text, evidence: Text) -> bool:
    """Whether most of what a statement says is in the evidence."""
    wanted = common(statement)
    return bool(wanted) and len(wanted & evidence.stems) > ENOUGH * len(wanted)


def _common(text: Text) -> list[Token]:
    return [
        token
        for token, after in zip_longest(text.tokens, text.tokens[1:])
        if token.stem
        and token.stem not in _apart()
        and not token.text[0].isdigit()
        and not (token.initial and governments.are_one(token.text, token.text))
        and (not token.is_capitalised or (token.initial and not _goes_on(after)))
    ]


def _goes_on(after: Token | None) -> bool:
    """Whether a word that opens a sentence is the beginning of a name: "Jen Psaki"."""
    return after is not None and (after.is_capitalised or after.text == "-")


def _is_there(stem: str, evidence: Text) -> bool:
    return stem in _plain() or is_said(stem, evidence.stems)


@cache
def _plain() -> frozenset[str]:
    return read(PLAIN).stems


@cache
def _apart() -> frozenset[str]:
    """The stems of words of saying and of counting, and of verbs that say little by themselves."""
    return read(
        " ".join((SAYING, LIGHT, UNITS_OF, *UNITS, *TENS, *SCALES, *ORDINALS, *MONTHS))
    ).stems
