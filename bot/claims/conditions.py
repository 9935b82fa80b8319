"""What holds only under a condition, and what is cut out of the sentence that denies it.

Owns "if …", "without …" and words quoted out of a denial: a statement may not leave away what turns
its words around. Unlike `polarity`, it asks for what the statement does not have.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from bot.claims.denials import counts, denials, denies
from bot.claims.polarity import CONDITIONS
from bot.claims.synonyms import is_said
from bot.claims.text import BREAKS, Text, Token, read
from bot.claims.wording import SAYING, common, quotations

EXCEPTIONS = frozenset(("without", "unless", "until", "except"))
CAUTIOUS = CONDITIONS | EXCEPTIONS | {"when", "would", "could", "might", "should", "case"}
SUBJECTS = frozenset(("but", "i", "we", "you", "he", "she", "it", "they", "there", "who", "and"))
MOST_NEAR = 5  # words next to the condition
MENTIONED = 0.25  # of a condition's words: with fewer, the statement leaves it away
MENTIONED_LITTLE = 0.4  # … where a single word is all that holds under it
SHARED = 0.7  # of the statement's words, or of those next to the condition


def shortened(statement: Text, evidence: Text) -> str | None:
    """The reason why the statement leaves away a condition of what it states, or None."""
    if CAUTIOUS & set(statement.words) - (EXCEPTIONS - CONDITIONS - set(evidence.words)):
        return None
    for sentence in evidence.sentences:
        for n, token in enumerate(sentence):
            if token.lower not in CONDITIONS | EXCEPTIONS or _is_aside(sentence, n):
                continue
            if _is_left_away(sentence, n, statement):
                return f"the quotes say so only with “{token.lower} …”"
    return None


def _is_aside(sentence: Sequence[Token], n: int) -> bool:
    """ "difficult, if not impossible", "if anything": no condition."""
    after = sentence[n + 1].lower if n + 1 < len(sentence) else ""
    return sentence[n].lower == "if" and after in ("any", "anything", "ever", "not", "possible")


def _is_left_away(sentence: Sequence[Token], n: int, statement: Text) -> bool:
    """Whether the statement has what holds under the condition, and nothing of the condition."""
    near = _main_clause(sentence, n)
    there = [stem for stem in near[:MOST_NEAR] if is_said(stem, statement.stems)]
    if len(near) > 1 and len(there) >= SHARED * len(near[:MOST_NEAR]):
        return True
    condition = set(_until_break(sentence[n + 1 :])) - set(near)
    if len(near) == 1 and there and sentence[n].lower == "if":
        return len(condition & statement.stems) <= MENTIONED_LITTLE * len(condition)
    wanted = common(statement)
    if sentence[n].lower not in CONDITIONS or not condition:
        return False
    if len(condition & statement.stems) > MENTIONED * len(condition):
        return False
    wanted -= condition
    return bool(wanted) and len(wanted & set(near)) >= SHARED * len(wanted)


def _main_clause(sentence: Sequence[Token], n: int) -> list[str]:
    """The stems of what holds only under the condition at the n-th token, nearest first."""
    before = _until_break(sentence[:n][::-1])
    if before and not set(before) - _saying():  # "they stated that if …, then …"
        before = []
    if before or sentence[n].lower in EXCEPTIONS:
        return before
    then = next((m for m in range(n, len(sentence)) if sentence[m].lower == "then"), None)
    comma = next((m for m in range(n, len(sentence)) if sentence[m].text == ","), len(sentence))
    return _until_break(sentence[(comma if then is None else then) + 1 :])


@cache
def _saying() -> frozenset[str]:
    return read(SAYING).stems


def _until_break(tokens: Sequence[Token]) -> list[str]:
    found: list[str] = []
    for token in tokens:
        if token.text in BREAKS and token.text != '"':
            break
        if token.stem and counts(token):
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
            if denies(sentence, n) and lower[n] != "without":  # a comma ends it
                return True
    return False
