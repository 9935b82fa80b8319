"""Quotation marks in a model's sentence: kept where the words are in a cited quote, as they stand.

Owns how quoted words are located, and that what is shown between the marks is copied from the
source. Locating takes capitals, kinds of quotation marks, dashes and white space as equal, and
wants whole words; showing takes nothing. Unlike `bot.checking`, which compares what is said, it
only looks at what claims to be somebody's very words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import category

from index.articles import Quote
from index.quotations import find_quotations, merged

MIN_CHARS = 2  # a single letter in quotation marks is nobody's words
DOUBLE = '"“”„‟«»＂「」『』'
TRAILING = " ,.;:!?…"
REMEMBERED = 512  # sentences, folded

_EQUAL = {
    **dict.fromkeys("“”„‟«»＂〝〞", '"'),
    **dict.fromkeys("‘’‚‛‹›`´", "'"),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    "…": "...",
}


@dataclass(frozen=True, slots=True)
class Folded:
    """A text made comparable, and for each of its characters the one that it comes from."""

    text: str
    places: tuple[int, ...]


def requoted(sentence: str, cited: Sequence[Quote]) -> str | None:
    """The sentence with the source's own words between its quotation marks; None if words in
    quotation marks are in none of the cited quotes, or a mark has no partner.

    A mark of punctuation before the closing mark goes behind it, as it may not be the source's.
    """
    pairs = merged(find_quotations(sentence))
    if _is_open(sentence, pairs):
        return None
    parts, at = list[str](), 0
    for first, last in pairs:
        words = sentence[first + 1 : last]
        bare = words.rstrip(TRAILING)
        found = next((f for f in (_located(bare, quote) for quote in cited) if f), None)
        if found is None:
            return None
        trailing = words[len(bare) :].strip()
        parts += [sentence[at : first + 1], found, sentence[last], trailing]
        at = last + 1
        if trailing and sentence[at : at + 1] in (".", ","):
            at += 1
    return "".join([*parts, sentence[at:]])


def _is_open(sentence: str, pairs: Sequence[tuple[int, int]]) -> bool:
    """Whether a double quotation mark stands outside all pairs. A single one is an apostrophe."""
    marks = (at for at, char in enumerate(sentence) if char in DOUBLE)
    return any(not any(first <= at <= last for first, last in pairs) for at in marks)


def _located(words: str, quote: Quote) -> str | None:
    """The source's characters for these words; None if they are not there as whole words, or run
    over a line's end, so that they could not be shown on one line as they stand."""
    wanted = _fold(words.strip()).text.strip()
    if len(wanted) < MIN_CHARS:
        return None
    source = _folded(quote.text)
    at = source.text.find(wanted)
    while at >= 0:
        end = at + len(wanted)
        found = quote.text[source.places[at] : source.places[end - 1] + 1]
        if _is_whole(source.text, at, end) and all(map(_fits_a_line, found)):
            return found
        at = source.text.find(wanted, at + 1)
    return None


def _fits_a_line(char: str) -> bool:
    """Whether it can be shown on a line as it stands: no break and no control character. A space
    that does not break is not printable to Python, and can be."""
    return char.isprintable() or category(char) == "Zs"


def _is_whole(text: str, start: int, end: int) -> bool:
    """Whether the words there are whole: no letter or digit goes on before or after."""
    opens = start == 0 or not (text[start - 1].isalnum() and text[start].isalnum())
    closes = end == len(text) or not (text[end - 1].isalnum() and text[end].isalnum())
    return opens and closes


@lru_cache(maxsize=REMEMBERED)
def _folded(text: str) -> Folded:
    return _fold(text)


def _fold(text: str) -> Folded:
    """Capitals, marks and white space made equal; a run of white space is one space."""
    chars, places = list[str](), list[int]()
    for at, char in enumerate(text):
        equal = " " if char.isspace() else _EQUAL.get(char, char.casefold())
        if equal == " " and chars[-1:] == [" "]:
            continue
        chars += equal
        places += [at] * len(equal)
    return Folded("".join(chars), tuple(places))
