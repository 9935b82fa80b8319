"""The words around a quote, the same on every surface: where it stands, who published it, when.

Owns how a title, a date and a place are put, and how a text from an article is made safe to
show. Unlike `terminal` and `markdown`, it knows nothing of colours or markup.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from datetime import date

from index.articles import Article, Quote

SEPARATOR = " · "
# What a terminal would obey instead of showing: control characters, lone carriage returns,
# overrides of the writing direction, line separators, and halves of characters (surrogates).
UNSAFE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029\ud800-\udfff]|\r(?!\n)"
)


def harmless(text: str) -> str:
    r"""The text with visible symbols for what a terminal would obey, one for each.

    Offsets hold; "\n", "\t" and "\r\n" stay.

    >>> harmless("a\x1b[31mb")
    'a␛[31mb'
    """
    return UNSAFE.sub(_symbol, text)


def _symbol(match: re.Match[str]) -> str:
    code = ord(match.group())
    if code < 0x20:
        return chr(0x2400 + code)  # Unicode's pictures of the control characters
    return "␡" if code == 0x7F else "␤" if code in (0x2028, 0x2029) else "\ufffd"


def one_line(text: str) -> str:
    """The text, harmless, with every run of white space a space."""
    return " ".join(harmless(text).split())


def name(article: Article) -> str:
    """Its title, or its id where the source states none."""
    return one_line(article.title or article.id)


def provenance(article: Article) -> str:
    """Title, outlet and date, as far as the source states them."""
    return SEPARATOR.join([name(article), *publication(article.outlet, article.published)])


def publication(outlet: str | None, published: str | None) -> list[str]:
    """Outlet and date, as far as they are known."""
    return [*([one_line(outlet)] if outlet else []), *([spoken(published)] if published else [])]


def spoken(published: str) -> str:
    """An ISO date as people write it; anything else as it is.

    >>> spoken("2022-01-07")
    '7 January 2022'
    """
    try:
        day = date.fromisoformat(published)
    except ValueError:
        return one_line(published)
    return f"{day.day} {day:%B} {day.year}"


def place(quote: Quote) -> str:
    """Where to look it up: article, offsets, and which of its sentences it is.

    For instance "001_8047bd74757c77e9 [123:456] · sentence 4 of 61".
    """
    article = quote.article
    offsets = f"{one_line(article.id)} [{quote.start}:{quote.end}]"
    starts = [span.start for span in article.sentences]
    first = bisect_right(starts, quote.start)
    last = max(first, bisect_left(starts, quote.end))
    if not first:
        return offsets
    numbers = f"sentence {first}" if first == last else f"sentences {first}–{last}"
    return f"{offsets}{SEPARATOR}{numbers} of {len(starts)}"


def count(number: int, noun: str) -> str:
    """A number with its noun.

    >>> count(1, "article"), count(1200, "article")
    ('1 article', '1,200 articles')
    """
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
