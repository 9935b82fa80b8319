"""Whether a sentence denies what a few words of it say: "sand" in "rejects claims that it is sand".

Owns when words that are cut out of their sentence say the opposite of it. Unlike `denials`, which
gives the stems next to a denial, it goes back from the words to what governs them, through "that"
and "to"; unlike `conditions.cut_out`, it looks at no statement. A rule of thumb: where it is wrong,
words that answer are shown in their sentence only.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.claims.denials import DENIALS, REFUSALS, RULING, denies, denies_alone
from bot.claims.text import SENTENCE_ENDS, STRAIGHT, Token, read
from bot.claims.verbs import BE
from bot.speech import SAYING

ASIDE = re.compile(r",[^,;.\"]{1,50},")  # "denied, however, that", "the dam, built in 1950, is"
# What a denial does not reach begins here: "nobody was hurt when 40 houses burnt down".
ENDS = SENTENCE_ENDS | frozenset(
    """, ; : ( ) after although amid as because before besides but during except following how if
    since so than though unless until what when where whereas which while who whom whose why
    with""".split()  # noqa: SIM905 - reads best
)
CLAIM = (
    r"(?:accusation|allegation|assertion|charge|claim|evidence|idea|indication|myth|narrative|"
    r"notion|proof|report|rumou?r|sign|speculation|suggestion|theory|truth)s?"
)
CLAIMS, SAID = re.compile(CLAIM), re.compile(rf"that|{CLAIM}|{SAYING.pattern}")
# They deny what is claimed, or a whole clause; no more: who rejects an offer of 40 had one of 40.
DOUBTS = re.compile(
    r"den(?:y|ies|ied|ying)|reject(?:s|ed|ing)?|dismiss(?:es|ed|ing)?|doubt(?:s|ed|ing)|"
    r"disput(?:es|ed|ing)|refut(?:e|es|ed|ing)|debunk(?:s|ed|ing)?|avoid(?:s|ed|ing)?"
)
# They deny what is said or claimed: "false that", "contrary to reports of".
UNTRUE = re.compile(
    r"false|falsely|untrue|wrong|wrongly|mistakenly|erroneously|incorrectly|denials?|contrary|"
    r"despite"
)
UNDONE = re.compile(r"refus\w+|fail\w*|declin\w+|unable|unlikely|unwilling")  # "… to pay 40"
CLAUSE = re.compile(r"that|he|she|it|they|there|we|are|had|has|have|is|was|were|will|would")
# "That" behind one of these begins what is said: "it is not true that", "denied on Friday that".
HELD = re.compile(
    rf"{CLAIM}|{SAYING.pattern}|{DOUBTS.pattern}|{UNTRUE.pattern}|{DENIALS.pattern}|"
    rf"{REFUSALS.pattern}|case|clear|correct|likely|possible|right|so|true|\w+day|week|month|year|\w+ly"
)
# "did not know that 40 had died": they had.
FACTS = re.compile(r"disclose|explain|forg[eo]t|hide|kn[eo]w|mention|mind|notice|reali[sz]e|regret")
# "not until 1975", "no fewer than 40": so it is.
BARELY = frozenset(
    """because before even far fewer just later least less long longer merely more only since so
    until yet""".split()  # noqa: SIM905 - reads best
)
# "Claims that it is sand are false."
CLAIMED = re.compile(rf"\b{CLAIM} that\b[^,;]*$", re.IGNORECASE)
AFTERWARDS = re.compile(
    r"\b(?:is|are|was|were|been|proved) (?:\w+ly )?"
    r"(?:baseless|debunked|denied|dismissed|false|refuted|rejected|unfounded|untrue|wrong)\b"
)
# "Nobody was hurt; it had been reported that 40 were": what was reported first is set right.
SET_RIGHT = re.compile(
    r"\b(?:no|nobody|none|not|never|\w+n't)\b.*\b(?:had|was|were) (?:been )?(?:\w+ly )?"
    r"(?:alleged|claimed|reported|rumou?red|said)\b[^,;]*$",
    re.IGNORECASE,
)
# A question about what is denied, or claimed, has its answer there.
ASKS_FOR_IT = re.compile(
    rf"\b(?:{DENIALS.pattern}|{REFUSALS.pattern}|{DOUBTS.pattern}|{UNTRUE.pattern}|rul\w+ out|"
    r"claim\w*|alleg\w+|accus\w+|reported|rumou?r\w*|oppos\w+|other than|apart from|except|"
    r"besides|instead|lack\w*|miss\w*|leav\w+ out|left out|exclu\w+|ban|bans|banned|forb\w+|"
    r"prohibit\w*)\b",
    re.IGNORECASE,
)


def disowned(sentence: str, words: tuple[int, int], question: str) -> bool:
    """Whether the sentence denies what the words, offsets into it, say by themselves.

    >>> disowned("He denied that it is sand.", (21, 25), "What is it?")
    True
    >>> disowned("He denied that it is sand.", (21, 25), "What did he deny?")
    False
    """
    if ASKS_FOR_IT.search(question.translate(STRAIGHT)):
        return False
    text = sentence.translate(STRAIGHT)
    before, behind = ASIDE.sub(" ", text[: words[0]]), text[words[0] :]
    denied_later = CLAIMED.search(before) and AFTERWARDS.search(behind)
    return bool(denied_later or SET_RIGHT.search(before)) or _is_governed(before, behind)


def _is_governed(before: str, behind: str) -> bool:
    """Whether a denial before reaches what is behind."""
    tokens = read(before + behind).tokens
    end = min(len(read(f"{before} !").tokens), len(tokens)) - 1
    for n in reversed(range(end)):
        if tokens[n].lower in ENDS or _is_relative(tokens, n):
            return False
        if _reaches(tokens, n, end):
            return True
    return False


def _is_relative(tokens: Sequence[Token], n: int) -> bool:
    """Whether it is the "that" of "the offer that he made"."""
    if tokens[n].lower != "that" or not n:
        return False
    before = tokens[n - 1]
    return not (before.is_capitalised or HELD.fullmatch(before.lower))


def _reaches(tokens: Sequence[Token], n: int, end: int) -> bool:
    """Whether the n-th token denies what begins at the token `end`; no clause ends between."""
    word, after = tokens[n].lower, [token.lower for token in tokens[n + 1 : end + 1]]
    if DOUBTS.fullmatch(word):
        done_to = n > 0 and tokens[n - 1].lower in BE  # "was denied entry by 40 states"
        said = any(CLAIMS.fullmatch(one) or CLAUSE.fullmatch(one) for one in after)
        return said or (after[0].endswith("ing") and not done_to)
    if UNTRUE.fullmatch(word):
        return any(SAID.fullmatch(one) for one in after[:-1])
    if UNDONE.fullmatch(word):
        return after[0] in ("to", "that")
    if not denies(tokens, n) or (n and tokens[n - 1].lower == "of"):  # "motion of no confidence"
        return False
    if RULING.fullmatch(word):
        return True
    new = "and" in after and "that" not in after  # "did not pay and went to Riga"
    is_fact = after[0] in BARELY or any(FACTS.fullmatch(one) for one in after[:2])
    return denies_alone(word) and word != "without" and not (new or is_fact)
