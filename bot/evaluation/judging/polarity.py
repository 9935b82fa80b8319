"""Whether a statement denies what its evidence says, or says what its evidence denies.

Owns "not" and its kin, opposites, and conditions that a statement leaves away. A rule of thumb, not
a grammar: a denial holds for the next few words up to a comma.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from bot.evaluation.judging.text import BREAKS, Text, Token
from bot.evaluation.judging.wording import quotations
from index.lexical import stems

REACH = 4  # words with a topic that a denial holds for
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
    r"dismiss(?:es|ed|ing)?|lacks?|lacked"
)
RULING = re.compile(r"rul(?:e|es|ed|ing)")
NOT_A_DENIAL = frozenset(("only", "just", "merely", "doubt"))  # "not only", "no doubt"
SUBJECTS = frozenset(("but", "i", "we", "you", "he", "she", "it", "they", "there", "who", "and"))
CONDITIONS = frozenset(("if", "unless", "provided"))
EXCEPTIONS = frozenset(("without", "unless", "until", "except"))
CAUTIOUS = CONDITIONS | EXCEPTIONS | {"when", "would", "could", "might", "should", "case"}
OPPOSITES = (
    "success failure", "successful unsuccessful", "strong weak", "accept reject",
    "accepted dismissed", "welcomed dismissed", "welcomed rejected", "agreed refused",
    "agreed accede", "increase decrease", "increased decreased", "rise fall", "rose fell",
    "likely unlikely", "willing unwilling", "able unable", "possible impossible",
    "realistic unrealistic", "seriously unserious", "serious unserious", "support oppose",
    "supported opposed", "allow forbid", "allowed banned", "win lose", "won lost",
    "victory defeat", "optimistic pessimistic", "united divided", "best worst",
    "largest smallest", "highest lowest", "widened narrowed", "advance retreat", "friend enemy",
    "true false", "present absent", "early late", "public private", "publicly privately",
    "north south", "northern southern", "east west", "eastern western", "begin end",
    "began ended", "buy sell", "bought sold", "open closed", "hard easy", "difficult easy",
    "hope fear", "praised criticized", "innocent guilty",
)  # fmt: skip


def turned(statement: Text, evidence: Text) -> str | None:
    """The reason why the statement denies what the evidence says or the reverse, or None."""
    said, known = list(denials(statement)), list(denials(evidence))
    for scope in said:
        there = [stem for stem in scope if stem in evidence.stems]
        if len(there) * 2 > len(scope) and not any(set(there) & set(other) for other in known):
            return f"the quotes do not deny “{_words(there, evidence)}”"
    for scope in known:
        there = [stem for stem in scope if stem in statement.stems]
        affirmed = _affirmed(evidence)
        if (
            len(there) * 2 > len(scope[:3])
            and not set(there) <= affirmed
            and not any(set(there) & set(other) for other in said)
        ):
            return f"the quotes deny “{_words(there, statement)}”"
    return _opposed(statement, evidence)


def denials(text: Text) -> Iterator[list[str]]:
    """For each denial in a text the stems that it holds for, nearest first."""
    for sentence in text.sentences:
        for n in range(len(sentence)):
            if _denies(sentence, n):
                scope = _scope(sentence, n)
                if scope:
                    yield scope


def _denies(sentence: Sequence[Token], n: int) -> bool:
    word = sentence[n].lower
    after = sentence[n + 1].lower if n + 1 < len(sentence) else ""
    if RULING.fullmatch(word):
        return after == "out"
    return bool(_denies_alone(word) or REFUSALS.fullmatch(word)) and after not in NOT_A_DENIAL


def _denies_alone(word: str) -> bool:
    return bool(DENIALS.fullmatch(word))


def _scope(sentence: Sequence[Token], n: int) -> list[str]:
    """The stems that the denial at the n-th token holds for."""
    reach = REACH if _denies_alone(sentence[n].lower) else REFUSED
    scope: list[str] = []
    for token in sentence[n + 1 :]:
        ended = token.text in BREAKS and token.text != '"'
        if ended or token.lower == "but" or len(scope) == reach:
            break
        if token.stem and _counts(token):
            scope.append(token.stem)
    return scope


def _counts(token: Token) -> bool:
    """Whether it may be what is denied: neither a name, nor a word on the way to it."""
    name = token.is_capitalised and not token.initial
    return not name and token.stem not in LIGHT and "'" not in token.text.removesuffix("'s")


def _affirmed(evidence: Text) -> set[str]:
    """The stems that stand somewhere outside every denial."""
    found: set[str] = set()
    for sentence in evidence.sentences:
        denied: list[str] = []
        for n, token in enumerate(sentence):
            if _denies(sentence, n):
                denied += _scope(sentence, n)
            if token.stem and token.stem in denied:
                denied.remove(token.stem)
            elif token.stem:
                found.add(token.stem)
    return found


def _opposed(statement: Text, evidence: Text) -> str | None:
    opposites = _opposites()
    denied = {stem for text in (statement, evidence) for scope in denials(text) for stem in scope}
    for token in statement.tokens:
        against = opposites.get(token.stem or "", frozenset()) & evidence.stems
        if against and token.stem not in evidence.stems and not {token.stem, *against} & denied:
            return f"the quotes say the opposite of “{token.text}”"
    return None


@cache
def _opposites() -> dict[str, frozenset[str]]:
    """By stem, both ways. `OPPOSITES` has none of the words that carry no topic."""
    pairs = [(one, other) for one, other in (stems(pair) for pair in OPPOSITES)]
    both = [*pairs, *((other, one) for one, other in pairs)]
    return {stem: frozenset(b for a, b in both if a == stem) for stem, _ in both}


def shortened(statement: Text, evidence: Text) -> str | None:
    """The reason why the statement leaves away a condition of what it states, or None."""
    if CAUTIOUS & set(statement.words):
        return None
    for sentence in evidence.sentences:
        for n, token in enumerate(sentence):
            if token.lower not in CONDITIONS | EXCEPTIONS:
                continue
            held = _conditional(sentence, n)
            there = [stem for stem in held if stem in statement.stems]
            if len(held) > 1 and len(there) >= 0.7 * len(held):
                return f"the quotes say so only with “{token.lower} …”"
    return None


def _conditional(sentence: Sequence[Token], n: int) -> list[str]:
    """The stems of what holds only under the condition that begins at the n-th token."""
    before = _until_break(sentence[:n][::-1])
    if before or sentence[n].lower in EXCEPTIONS:
        return before
    comma = next((m for m in range(n, len(sentence)) if sentence[m].text == ","), len(sentence))
    return _until_break(sentence[comma + 1 :])


def _until_break(tokens: Sequence[Token], most: int = 5) -> list[str]:
    found: list[str] = []
    for token in tokens:
        if token.text in BREAKS or len(found) == most:
            break
        if token.stem and _counts(token):
            found.append(token.stem)
    return found


def cut_out(statement: Text, evidence: Text) -> str | None:
    """The reason why quoted words say the opposite in the sentence they are cut from, or None."""
    if any(True for _ in denials(statement)):
        return None
    for quoted in quotations(statement):
        for sentence in evidence.sentences:
            if _is_denied_before(quoted, [token for token in sentence if token.is_word]):
                return f"the quotes deny “{' '.join(quoted)}”"
    return None


def _is_denied_before(quoted: Sequence[str], sentence: Sequence[Token]) -> bool:
    """Whether a denial stands before the quoted words, with no new subject between."""
    lower = [token.lower for token in sentence]
    for start in range(len(lower) - len(quoted) + 1):
        if lower[start : start + len(quoted)] != list(quoted):
            continue
        for n in reversed(range(start)):
            if lower[n] in SUBJECTS:
                break
            if _denies(sentence, n) and lower[n] != "without":  # a comma ends it
                return True
    return False


def _words(found: Sequence[str], text: Text) -> str:
    """Stems as the text spells them."""
    spelt = {token.stem: token.text for token in text.tokens if token.stem}
    return " ".join(spelt.get(stem, stem) for stem in found)
