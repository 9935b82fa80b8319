"""“One” that stands for a noun of the question before: “the American one”, of a delegation.

Owns which noun that is: the one behind a name or a people, and an article, as its own "one" is.
Unlike `pronouns`, it looks at the question before.
"""

from __future__ import annotations

import re

from bot import names

_KIND = rf"(?P<kind>[A-Z][\w.-]*|(?i:{names.DEMONYM.pattern})\b)"
_ONE = re.compile(rf"\b(?:the|an?)\s+{_KIND}\s+(?P<one>ones?)\b(?!\s+(?:of|that|which|who)\b)")
_NOUN = re.compile(rf"\b(?:the|an?)\s+{_KIND}\s+(?P<noun>[a-z][\w-]*)(?P<more>(?:\s+[a-z][\w-]*)*)")
_INVERTED = re.compile(
    r"\b(?:can|could|did|do|does|ha[ds]|have|may|might|must|should|w(?:ill|ould))\s+$", re.I
)
MOST_MORE = 2  # words of a noun behind its first: "deputy foreign minister"


def with_noun(question: str, before: str) -> str:
    """The question with its noun for "one", if the question before has it.

    >>> with_noun("who heads the American one?", "Who heads the Russian delegation?")
    'who heads the American delegation?'
    """
    one, noun = _ONE.search(question), _NOUN.search(before)
    if not one or not noun or _NOUN.search(question, 0, one.start()):
        return question
    meant = " ".join([noun["noun"], *_more(noun)])
    return question[: one.start("one")] + meant + question[one.end("one") :]


def in_its_place(fragment: str, before: str) -> str | None:
    """The question before about "the American one"; None if the fragment is something else.

    >>> in_its_place("the American one", "Who heads the Russian delegation?")
    'Who heads the American delegation?'
    """
    one, noun = _ONE.fullmatch(fragment), _NOUN.search(before)
    if not one or not noun:
        return None
    return before[: noun.start("kind")] + one["kind"] + before[noun.end("kind") :]


def _more(noun: re.Match[str]) -> list[str]:
    """Further words of the noun; none where a verb has to follow: "does the Russian side want"."""
    if _INVERTED.search(noun.string[: noun.start()][-12:]):
        return []
    found: list[str] = []
    for word in noun["more"].split()[:MOST_MORE]:
        if word in names.ORDINARY or word.endswith(("ed", "ing")):
            break
        found.append(word)
    return found
