"""A question changed so that its passage no longer answers it.

Owns which words may be exchanged: a name for another of the same shape, a number for another, a
word for its opposite, a speaker for another. A reader trained only on questions that are asked of
other passages learns to look for shared words; these share all words but one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from random import Random

from bot.names import Sort, find

# Within a sentence: the word that opens it has its capital from its place.
NAME = re.compile(r"(?<=[a-z,(] )[A-Z][\w-]*\w(?:\s+(?:of\s+|the\s+|de\s+|von\s+)?[A-Z][\w-]*\w)*")
NUMBER = re.compile(r"\b\d[\d,]*(?:\.\d+)?\b")
FIRST_WORDS = frozenset(
    """who whom whose what which when where why how is are was were did does do has have had can
    could will would should in on at for from to by of the a an if according after before during
    since with about approximately aside besides name that these many some all no but and
    there""".split()  # noqa: SIM905 - a list reads best
)
PAIRS = """
    first last, before after, north south, northern southern, east west, eastern western,
    increase decrease, increased decreased, rise fall, won lost, win lose, highest lowest,
    largest smallest, longest shortest, oldest youngest, most least, more fewer, male female,
    men women, father mother, son daughter, minimum maximum, best worst, start end, started
    ended, born died, birth death, buy sell, bought sold, above below, earlier
    later, early late, positive negative, like dislike, liked disliked, support oppose,
    supported opposed, accept reject, accepted rejected, allowed forbidden, public private,
    husband wife, brother sister, left right, upper lower, legal illegal, success failure, cheap
    expensive, strong weak, hot cold, inside outside, enter leave, advantage
    disadvantage, gain loss, large small, old new, long short, attack defend, agree disagree
"""
OPPOSITES = {
    one: other for pair in PAIRS.split(",") for one, other in (pair.split(), pair.split()[::-1])
}
SAYING = re.compile(
    r"\b(?P<who>[A-Z][\w-]+(?:\s+[A-Z][\w-]+){0,3})\s+(?:also\s+|then\s+|later\s+)?"
    r"(?P<verb>said|stated|argued|claimed|wrote|announced|warned|added|explained|noted|declared|"
    r"suggested|believed|called|described|praised|criticized|denied)\s+(?P<what>[^.!?]{25,})"
)


def changed(question: str, window: str, article: str, random: Random) -> str | None:
    """The question with one name, number or word exchanged, or None if none can be.

    Only what the window has is exchanged, so that the window answered the question because of it.
    """
    for change in random.sample((_name, _number, _opposite, _name), 4):
        asked = change(question, window, article, random)
        if asked is not None and asked != question:
            return asked
    return None


def names(text: str) -> list[str]:
    """The capitalised names in a text, in order, without those that open a sentence."""
    found = (match.group() for match in NAME.finditer(text))
    return [name for name in found if name.split()[0].lower() not in FIRST_WORDS]


@lru_cache(maxsize=50_000)
def _sort(name: str) -> Sort:
    return next((found.sort for found in find(name)), Sort.THING)


def _name(question: str, window: str, article: str, random: Random) -> str | None:
    own = [name for name in names(question) if name in window]
    if not own:
        return None
    old = random.choice(own)
    near = [name for name in names(window) if _may_replace(name, old, question)]
    far = [name for name in names(article) if _may_replace(name, old, question)]
    # Half of the new names stand in the window: that a name is missing must not be all it learns.
    pool = near if near and random.random() < 0.5 else far or near
    return question.replace(old, random.choice(pool), 1) if pool else None


def _may_replace(new: str, old: str, question: str) -> bool:
    return (
        new not in question
        and old not in new
        and len(new.split()) == len(old.split())
        and new.isupper() == old.isupper()
        and _sort(new) is _sort(old)
    )


def _number(question: str, window: str, article: str, random: Random) -> str | None:
    own = [match.group() for match in NUMBER.finditer(question) if match.group() in window]
    if not own:
        return None
    old = random.choice(own)
    same_shape = [n for n in NUMBER.findall(article) if len(n) == len(old) and n not in question]
    if same_shape:
        return question.replace(old, random.choice(same_shape), 1)
    if old.isdigit():
        return question.replace(old, str(int(old) + random.choice((-7, -3, -2, -1, 1, 2, 3, 7))), 1)
    return None


def _opposite(question: str, window: str, article: str, random: Random) -> str | None:
    own = [
        match
        for match in re.finditer(r"\b[a-z]+\b", question)
        if match.group() in OPPOSITES and re.search(rf"\b{match.group()}\b", window)
    ]
    if not own:
        return None
    match = random.choice(own)
    return question[: match.start()] + OPPOSITES[match.group()] + question[match.end() :]


def sayings(sentence: str) -> list[tuple[str, tuple[int, int], str]]:
    """Questions that a sentence answers because it says who said what: the question, where in the
    sentence its answer stands, and the speaker's name.

    >>> sayings("Smith said that the bridge over the Thames would never be built again.")[0][0]
    'What did Smith say about Thames?'
    """
    questions = []
    for match in SAYING.finditer(sentence):
        who, what = match["who"], match["what"]
        if who.split()[0].lower() in FIRST_WORDS | {
            "he",
            "she",
            "they",
            "it",
            "this",
            "i",
            "you",
            "we",
        }:
            continue
        about = [name for name in names(what) if name not in who]
        topic = about[0] if about else _longest(what)
        questions.append((f"What did {who} say about {topic}?", match.span("what"), who))
        start = what[:60].rsplit(" ", 1)[0].removeprefix("that ")
        questions.append((f"Who said that {start}?", match.span("who"), who))
    return questions


def _longest(what: str) -> str:
    words: Sequence[str] = re.findall(r"[a-z]{4,}", what) or ["this"]
    return max(words, key=len)
