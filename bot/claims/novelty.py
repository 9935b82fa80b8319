"""Statements that say nothing: the question again, talk of "the given sentences", half a sentence.

Owns what a statement looks like that is no answer, whatever it stands on. Unlike the other rules,
these hardly look at the evidence.
"""

from __future__ import annotations

import re

from bot.claims import wording
from bot.claims.text import MARKERS, Text, read
from bot.names import AUXILIARIES, QUESTION_WORDS

# Talk about the answer and its sources instead of an answer.
ABOUT_SOURCES = re.compile(
    r"\b(?:(?:given|provided|above|following|numbered|listed|cited|preceding|relevant)\s+)"
    r"(?:sentences?|passages?|quotes?|texts?|contexts?|information|articles?|excerpts?|sources?)\b"
    r"|\bthe (?:sentences?|passages?|quotes?|excerpts?|context|prompt)\b"
    r"|\b(?:sentence|passage|quote|source|id)s? (?:#|no\.? ?|number )?\d+\b"
    r"|\bas an? (?:ai|language model|assistant)\b",
    re.IGNORECASE,
)
EMPTY = read(
    """answer question sentence passage quote article text context source information evidence
        describe mention state explain discuss talk give provide follow say tell refer concern
        something someone thing different way various several certain many issue topic matter
        regard relate case fact"""
).stems
# No sentence ends in one of these: the model ran out of tokens.
DANGLING = frozenset(
    """a an and as at because but by for from if in into is are was were be his her its my of or our
    than that the their to which while who whose will with would your
    """.split()  # noqa: SIM905 - reads best
)
NEVER_LAST = frozenset(("a", "an", "and", "or", "the", "their", "its", "whose"))
ENDS = re.compile(r"[.!?…。！？]['\")\]]*$")
BROKEN_OFF = (",", ";", ":", "-", "–", "—", "(", "[", "/")
ROOT = 4  # letters that make a word the root of a longer one
FEW = 4  # words of a bare answer: "Ryabkov", "in Bucharest"


def unfinished(statement: str) -> str | None:
    """The reason why a statement is only the beginning of one, or None."""
    text = read(statement).text.removesuffix(" .").rstrip()
    if text.endswith(BROKEN_OFF) or text.count('"') % 2 or text.count("(") > text.count(")"):
        return "it breaks off"
    words = re.findall(r"\w+", text)
    last = words[-1].lower() if words else ""
    if last in NEVER_LAST or (last in DANGLING and not ENDS.search(text)):
        return "it breaks off"
    return None


def empty(statement: Text, evidence: Text, question: str) -> str | None:
    """The reason why a statement says nothing that the question does not, or None.

    A question for yes or no is answered by its own words: that is no repetition.
    """
    about = ABOUT_SOURCES.search(statement.text)
    if about and about.group().lower() not in evidence.text.lower():
        return f"it speaks of “{about.group()}” and not of what they say"
    if not statement.stems and not any(map(str.isdigit, statement.text)):
        return "it says nothing"
    asked = read(question)
    if not asked.words or asked.words[0] in AUXILIARIES:
        return None
    return None if _new(statement, asked) else "it only repeats the question"


def unbacked(statement: Text, evidence: Text, question: str) -> str | None:
    """The reason why little that a statement adds to the question stands in the evidence, or None.

    What it repeats may well stand there: that the quotes are near the question is why they are
    shown. A number counts as added and has rules of its own.
    """
    asked = read(question)
    if not asked.words or asked.words[0] in AUXILIARIES or _has_number(statement):
        return None
    new = _new(statement, asked)
    lacking = wording.lacking(new, statement, evidence)
    enough = len(new) - len(lacking) >= wording.ENOUGH * len(new)
    return None if enough else wording.not_there(lacking)


def _has_number(statement: Text) -> bool:
    return any(map(str.isdigit, statement.text))


def _new(statement: Text, asked: Text) -> frozenset[str]:
    stems = statement.stems - EMPTY
    return frozenset(stem for stem in stems if not _is_asked(stem, asked))


def _is_asked(stem: str, asked: Text) -> bool:
    """ "leader" is nothing new where the question has "leads"."""
    return any(
        stem == known or (len(known) >= ROOT and stem.startswith(known)) for known in asked.stems
    )


def whole(statement: str, question: str) -> str:
    """A bare answer made a sentence with the words of its question, any other as it is.

    >>> whole("Ryabkov", "Who leads the American delegation?")
    'Ryabkov leads the American delegation.'
    >>> whole("Bucharest.", "Where is it?")
    'It is Bucharest.'
    """
    bare = MARKERS.sub("", statement).strip().rstrip(".!?").strip()
    words = re.findall(r"\w+", bare)
    if not words or len(words) > FEW or any(word.lower() in AUXILIARIES for word in words):
        return statement
    asked = question.strip().rstrip("?").split()
    if asked and asked[0].lower() == "who" and len(asked) > 1 and bare[:1].isupper():
        return f"{bare} {' '.join(asked[1:])}."
    bare_name = all(word[0].isupper() or word.lower() in QUESTION_WORDS for word in words)
    return f"It is {bare}." if bare_name else statement
