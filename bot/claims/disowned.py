"""Whether a sentence denies what a few words of it say: "sand" in "rejects claims that it is sand".

Owns when words that are cut out of their sentence say the opposite of it. Unlike `denials`, which
gives the stems next to a denial, it goes back from the words to what governs them, through "that"
and "to", and on from them to their verb if they are its subject; unlike `conditions.cut_out`, it
looks at no statement. A rule of thumb: where it is wrong, words that answer are shown in their
sentence only.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from bot.claims.denials import DENIALS, REFUSALS, RULING, denies, denies_alone
from bot.claims.text import SENTENCE_ENDS, STRAIGHT, Text, Token, read
from bot.claims.verbs import BE, is_past, is_small
from bot.names import AUXILIARIES
from bot.speech import SAYING

ASIDE = re.compile(r",[^,;.\"]{1,50},")  # "denied, however, that", "the dam, built in 1950, is"
# What a denial does not reach begins here: "nobody was hurt when 40 houses burnt down".
ENDS = SENTENCE_ENDS | frozenset(
    """, ; : ( ) after although amid as because before besides but during except following how if
    since so than though unless until what when where whereas which while who whom whose why
    with""".split()  # noqa: SIM905 - reads best
)
CLAIM = (
    r"(?:accusation|allegation|assertion|belief|charge|claim|evidence|idea|indication|legend|myth|"
    r"narrative|notion|proof|report|rumou?r|sign|speculation|story|suggestion|tale|theory|truth)s?"
)
CLAIMS = re.compile(CLAIM)
SAID = re.compile(
    rf"that|{CLAIM}|{SAYING.pattern}|ascribed|attributed|credited|identified|listed|named"
)
# They deny what is claimed, or a whole clause; no more: who rejects an offer of 40 had one of 40.
DOUBTS = re.compile(
    r"den(?:y|ies|ied|ying)|reject(?:s|ed|ing)?|dismiss(?:es|ed|ing)?|doubt(?:s|ed|ing)|"
    r"disput(?:es|ed|ing)|refut(?:e|es|ed|ing)|debunk(?:s|ed|ing)?|avoid(?:s|ed|ing)?"
)
# They deny what is said or claimed: "false that", "contrary to reports of".
UNTRUE = re.compile(
    r"false|falsely|untrue|wrong|wrongly|mistaken|mistakenly|erroneous|erroneously|incorrect|"
    r"incorrectly|inaccurate|denials?|contrary|despite"
)
UNDONE = re.compile(r"refus\w+|fail\w*|declin\w+|unable|unlikely|unwilling")  # "… to pay 40"
MEANT = frozenset(("intended", "meant", "supposed"))  # "was … to sail"
CLEARED = frozenset(("absolved", "acquitted", "cleared", "exonerated"))  # "… of stealing 40"
MYTH = re.compile(r"fabrication|fallacy|fiction|hoax|legend|lie|misconception|myth")  # "a … that"
# "It was once believed that": no longer.
ONCE = frozenset(("first", "formerly", "initially", "long", "once", "originally", "previously"))
BELIEVED = re.compile(r"believed|thought|assumed|supposed|rumou?red")
BELIEVE = re.compile(r"(?:accept|believe|think)s?")  # "few people …"
# "Turned down an offer of 40"; a question about the offer has its answer there.
TURNED_DOWN = re.compile(r"reject\w*|dismiss\w*|refus\w+|declin\w+|spurn\w*")
OFFERS = frozenset(("bid", "deal", "invit", "offer", "propos", "request"))
FAR = 8  # words from a subject to its verb
ALMOST = frozenset(("almost", "nearly"))  # "… won"
COUNTERFACTUAL = frozenset(("could", "might", "should", "would"))  # "… have won"
CLAUSE = re.compile(r"that|he|she|it|they|there|we|are|had|has|have|is|was|were|will|would")
# "That" behind one of these begins what is said: "it is not true that", "denied on Friday that".
HELD = re.compile(
    rf"{CLAIM}|{SAYING.pattern}|{DOUBTS.pattern}|{UNTRUE.pattern}|{DENIALS.pattern}|"
    rf"{REFUSALS.pattern}|{MYTH.pattern}|{BELIEVED.pattern}|{BELIEVE.pattern}|case|clear|correct|it|"
    r"likely|possible|right|so|true|\w+day|week|month|year|\w+ly"
)
# "did not know that 40 had died": they had.
FACTS = re.compile(
    r"den(?:y|ied)|disclose|disputed?|doubt(?:ed)?|explain|forg[eo]t|hide|kn[eo]w|mention|mind|"
    r"notice|reali[sz]e|regret"
)
# "without paying 40", and not "passed without a word by 40 votes".
NEAR = 5
PREPOSITIONS = frozenset(
    ("at", "by", "for", "from", "in", "into", "like", "on", "over", "to", "under")
)
# "not until 1975", "no fewer than 40": so it is.
BARELY = frozenset(
    """because before far fewer just later least less long longer merely more only since so
    until""".split()  # noqa: SIM905 - reads best
)
# "Claims that it is sand are false."
CLAIMED = re.compile(rf"\b{CLAIM} that\b[^,;]*$", re.IGNORECASE)
AFTERWARDS = re.compile(
    r"\b(?:is|are|was|were|been|proved) (?:\w+ly |an? )?"
    r"(?:baseless|debunked|denied|dismissed|erroneous|fabricated|false|hoax|inaccurate|incorrect|lie|"
    r"mistaken|myth|nonsense|refuted|rejected|unfounded|untrue|wrong)\b"
)
# "The dam is of sand, which is untrue", "…, it was once believed".
TAKEN_BACK = re.compile(
    rf"[,;] (?:but )?(?:which|this|that) {AFTERWARDS.pattern}"
    rf"|, (?:it|as|so it) (?:is|was|had been) (?:{'|'.join(sorted(ONCE))}|\w+ly) "
    rf"(?:{BELIEVED.pattern}|claimed|reported|said)\b",
    re.IGNORECASE,
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
    rf"prohibit\w*|{TURNED_DOWN.pattern})\b",
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
    rest, asked = ASIDE.sub(" ", text[words[1] :]), read(question)
    denied_later = CLAIMED.search(before) and AFTERWARDS.search(behind)
    taken_back = denied_later or SET_RIGHT.search(before) or TAKEN_BACK.search(rest)
    return (
        bool(taken_back)
        or _is_governed(before, behind, asked)
        or _is_subject(before, rest, text, asked)
    )


def _is_governed(before: str, behind: str, asked: Text) -> bool:
    """Whether a denial before reaches what is behind."""
    tokens = read(before + behind).tokens
    end = min(len(read(f"{before} !").tokens), len(tokens)) - 1
    for n in reversed(range(end)):
        if tokens[n].lower in ENDS or _is_relative(tokens, n):
            return False
        if _reaches(tokens, n, end, asked):
            return True
    return False


def _is_relative(tokens: Sequence[Token], n: int) -> bool:
    """Whether it is the "that" of "the offer that he made"."""
    if tokens[n].lower != "that" or not n:
        return False
    before = tokens[n - 1]
    return not (before.is_capitalised or HELD.fullmatch(before.lower))


def _reaches(tokens: Sequence[Token], n: int, end: int, asked: Text) -> bool:
    """Whether the n-th token denies what begins at the token `end`; no clause ends between."""
    word, after = tokens[n].lower, [token.lower for token in tokens[n + 1 : end + 1]]
    if _is_undone(tokens[: end + 1], n, asked) or _rejects(tokens[: end + 1], n, asked):
        return True
    if UNTRUE.fullmatch(word):
        return any(SAID.fullmatch(one) for one in after[:-1])
    if UNDONE.fullmatch(word):
        return after[0] in ("to", "that")
    if not denies(tokens, n) or (n and tokens[n - 1].lower == "of"):  # "motion of no confidence"
        return False
    return bool(RULING.fullmatch(word)) or (denies_alone(word) and _holds(word, after))


def _rejects(tokens: Sequence[Token], n: int, asked: Text) -> bool:
    """Whether the n-th token rejects or escapes what the last one begins, or a claim of it."""
    word, after = tokens[n].lower, [token.lower for token in tokens[n + 1 :]]
    ahead = tokens[n - 1].lower if n else ""
    if TURNED_DOWN.fullmatch(word) and _is_other_offer(tokens[n + 1 : -1], asked):
        return True
    if not DOUBTS.fullmatch(word) or ahead == "few" or denies_alone(ahead):
        return False
    if word.startswith("avoid"):
        return _is_near(after) and ahead != "to"  # "to avoid duties, Sand sold"
    said = any(CLAIMS.fullmatch(one) or CLAUSE.fullmatch(one) for one in after)
    return said or (after[0].endswith("ing") and ahead not in BE)  # "was denied entry by 40 states"


def _is_other_offer(tokens: Sequence[Token], asked: Text) -> bool:
    """Whether an offer is turned down of which the question does not speak."""
    return any(token.stem in OFFERS and token.stem not in asked.stems for token in tokens)


def _holds(word: str, after: Sequence[str]) -> bool:
    """Whether a word that denies alone does so for the last of those after it."""
    if word == "without":
        return _is_near(after)
    new = "and" in after and "that" not in after  # "did not pay and went to Riga"
    is_fact = after[0] in BARELY or any(FACTS.fullmatch(one) for one in after[:2])
    return not new and (_is_no_longer(after) or not is_fact)


def _is_near(after: Sequence[str]) -> bool:
    """Whether few words stand before the last one, and no preposition but "of"."""
    return len(after) <= NEAR and not PREPOSITIONS.intersection(after[:-1])


def _is_no_longer(after: Sequence[str]) -> bool:
    """Whether "no" is that of "no longer the mayor", and not of "no longer than 40 days"."""
    return after[0] == "longer" and "than" not in after[1:2]


def _is_undone(tokens: Sequence[Token], n: int, asked: Text) -> bool:
    """Whether the n-th token says that it has not been so: "was meant to sail", "a myth that".

    A question in the same words, as "Where was it meant to sail?", has its answer there.
    """
    word, after = tokens[n].lower, [token.lower for token in tokens[n + 1 : n + 4]]
    ahead = tokens[n - 1].lower if n else ""
    if len(after) < 2 or {word, *filter(BELIEVED.fullmatch, after[:1])} & {*asked.words}:
        return False
    return (
        (word in MEANT and ahead in ("was", "were", "been") and after[0] == "to")
        or (word in CLEARED and after[0] == "of")
        or (word in COUNTERFACTUAL and after[0] == "have" and after[1] != "to")
        or (word in ALMOST and is_past(tokens[n + 1]))
        or (word in ONCE and BELIEVED.fullmatch(after[0]) is not None)
        or (word == "few" and ahead != "a" and any(BELIEVE.fullmatch(one) for one in after))
        or (MYTH.fullmatch(word) is not None and "that" in after)  # "legend has it that"
    )


def _is_subject(before: str, rest: str, sentence: str, asked: Text) -> bool:
    """Whether the words are the subject of what is not done: "[Gray] did not resign".

    "Prime Minister [Gray] did not say so" denies nothing about who is prime minister.
    """
    clause = takewhile(_goes_on, reversed(read(f"{before} !").tokens[:-1]))
    tokens = read(rest).tokens
    at = None if any(map(_is_verb, clause)) else _undoing(tokens, asked)
    if at is None:
        return False
    undone = {token.stem for token in tokens[at:]}
    return bool(asked.stems & undone) or not asked.stems & read(sentence).stems


def _goes_on(token: Token) -> bool:
    """Whether the clause of what stands behind it goes on before it."""
    opens = token.lower in ("and", "or", "that") or SAYING.fullmatch(token.lower)
    return token.lower not in ENDS and not opens


def _is_verb(token: Token) -> bool:
    return token.lower in AUXILIARIES or (is_past(token) and not token.is_capitalised)


def _undoing(tokens: Sequence[Token], asked: Text) -> int | None:
    """Which token, before the first verb is over, says that it is not done; None if none does."""
    begun = False
    for n, token in enumerate(tokens[:FAR]):
        if token.lower in ENDS or token.lower in ("that", '"'):
            return None
        if _undoes(tokens, n, asked):
            return n
        helps = token.lower in AUXILIARIES
        if (begun or _is_verb(token)) and not helps and not is_small(token):
            return None
        begun |= helps
    return None


def _undoes(tokens: Sequence[Token], n: int, asked: Text) -> bool:
    word, after = tokens[n].lower, [token.lower for token in tokens[n + 1 :]]
    if UNDONE.fullmatch(word):
        return after[0] == "to"
    if DOUBTS.fullmatch(word):
        return after[0].endswith("ing")  # "denied having met her"
    if denies_alone(word) and word != "without":
        # "was not the only one", "did not resign until May", "is not red but blue"
        clause = [*takewhile(lambda one: one != ",", after)]
        barely = BARELY.intersection(after[:2]) or {"but", "until"}.intersection(clause)
        return denies(tokens, n) and (_is_no_longer(after) or not barely)
    return _is_undone(tokens, n, asked)
