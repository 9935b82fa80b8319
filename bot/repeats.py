"""Whether a sentence of one article tells what a sentence of another has told already.

Owns what may not differ for that: the order of the words, and each word that turns what is said.
Unlike `evidence`, which asks how many words two sentences share, it asks whether the others could
contradict: that sources differ has to be seen. Unlike `disagreements`, it need not be sure of it.
"""

from __future__ import annotations

import re

from bot import amounts
from bot.calendar_names import MONTH_OR_WEEKDAY
from bot.claims.denials import DENIALS, REFUSALS
from bot.features import Parsed

# Most of them are too small to be among the words of a search. Numbers are compared as numbers.
_TURNING = re.compile(
    rf"\b(?:{DENIALS.pattern}|{REFUSALS.pattern}|{MONTH_OR_WEEKDAY}|"
    r"can|could|may|might|must|shall|should|will|would|if|unless|all|almost|few|half|most|nearly|"
    r"only|some|above|after|against|before|below|by|down|from|off|over|since|to|under|until|up|"
    r"acting|assistant|deputy|ex|former|vice|he|i|she|they|we|you|"
    # It may not be so, nor have been done: "allegedly murdered", "the attempted murder".
    r"accus\w+|alleg\w+|apparent(?:ly)?|attempt\w*|claim\w*|expect\w*|fake|hop(?:es?|ed|ing)|"
    r"likely|perhaps|plan\w*|possibl[ey]|presum\w+|probabl[ey]|promis\w+|purported(?:ly)?|"
    r"reported(?:ly)?|rumou?r\w*|so-called|supposed(?:ly)?|suspect\w*|threat\w*|tried|try|"
    r"wants?|wanted|would-be|"
    # It is somebody else: "the rebel army of", "critics of", "the son of".
    r"aides?|all(?:y|ies)|breakaway|critics?|dissidents?|enem(?:y|ies)|exiled?|followers?|lawyers?|"
    r"opponents?|opposition|rebels?|rivals?|self-\w+|separatists?|spokes\w+|supporters?|"
    r"aunts?|brothers?|cousins?|daughters?|fathers?|husbands?|mothers?|nephews?|nieces?|parents?|"
    r"sisters?|sons?|uncles?|widow(?:er)?s?|wi(?:fe|ves))\b",
    re.IGNORECASE,
)


def tell_the_same(one: Parsed, other: Parsed) -> bool:
    """Whether one of two sentences has only words of the other, in their order, and turns none.

    "Twelve people were killed" and "Fourteen people were killed" do not: each has a word more.
    """
    shorter, longer = sorted((one.stems, other.stems), key=len)
    following = iter(longer)
    return all(stem in following for stem in shorter) and _turning(one) == _turning(other)


def _turning(sentence: Parsed) -> tuple[list[str], list[tuple[float, float]]]:
    """What would turn the sentence into another if it were missing: words and numbers, in order."""
    found = _TURNING.findall(sentence.text.replace("’", "'"))
    numbers = [(amount.low, amount.high) for amount in amounts.amounts(sentence.text)]
    return [word.lower() for word in found], numbers
