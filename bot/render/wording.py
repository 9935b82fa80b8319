"""The words around a quote, the same on every surface: who said it, who published it, when, where.

Owns how a speaker, a title, a date and a place are put, what is said of a language model's part and
of articles that differ, and how a text from an article or a model is made safe to show. Unlike
`terminal` and `markdown`, it knows nothing of colours or markup.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from datetime import date

from bot.answer import Answer, Citation, Disagreement
from bot.render.cuts import beginning
from bot.speakers import speaker_of
from index.articles import Article, Quote, Span
from index.sections import columns, lowest

SEPARATOR = " · "
MAX_STRANGE = 3  # names that are listed
# What is said to “ok” and “thanks”.
NOTHING_ASKED = "At your service. Ask something, such as: Who leads the talks?"
MAX_HEADING = 120  # characters
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


def provenance(quote: Quote) -> str:
    """Who said it, title, outlet and date, as far as the source states them."""
    article = quote.article
    published = publication(article.outlet, article.published)
    return SEPARATOR.join([*said_by(quote), name(article), *published])


def said_by(quote: Quote) -> list[str]:
    """Who said all of it, where the article says so: "Said by Judy Dempsey"."""
    speaker = speaker_of(quote.article, Span(quote.start, quote.end))
    return [f"Said by {one_line(speaker)}"] if speaker else []


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

    For instance "001_8047bd74757c77e9 [123:456] · sentence 4 of 61 · under “The talks”".
    """
    return SEPARATOR.join([*_numbered(quote), *under(quote)])


def under(quote: Quote) -> list[str]:
    """What it stands under, without which it may say little: a heading, the head of a table.

    For instance "under “The talks”" and "columns “| City | Days |”".
    """
    heading, head = lowest(quote.article, quote.start), columns(quote.article, quote.start)
    stated = [f"under “{beginning(one_line(heading), MAX_HEADING)}”"] if heading else []
    return [*stated, f"columns “{one_line(head)}”"] if head else stated


def _numbered(quote: Quote) -> list[str]:
    article = quote.article
    offsets = f"{one_line(article.id)} [{quote.start}:{quote.end}]"
    starts = [span.start for span in article.sentences]
    first = bisect_right(starts, quote.start)
    last = max(first, bisect_left(starts, quote.end))
    if not first:
        return [offsets]
    numbers = f"sentence {first}" if first == last else f"sentences {first}–{last}"
    return [offsets, f"{numbers} of {len(starts)}"]


def writer_of(answer: Answer) -> str | None:
    """The language model whose words the answer is in; None if they are not a model's."""
    if not answer.answered or not answer.statements:
        return None
    if answer.writing is not None:
        return None if answer.writing.fallback else one_line(answer.writing.model)
    # An answer that was kept has only its answerer's name: a model's is "PROVIDER:MODEL".
    return one_line(answer.answerer) if ":" in answer.answerer else None


def written_by(model: str) -> str:
    """What is to be known of an answer in a model's words."""
    return f"Written by {model}; each sentence was checked against the quotes it cites."


def fallback(answer: Answer) -> str | None:
    """Why an answer is the one without a model, although a model was to write it."""
    writing = answer.writing
    return one_line(writing.fallback) if answer.answered and writing and writing.fallback else None


def markers(cites: Iterable[int]) -> str:
    """The numbers of quotes as they stand in a text.

    >>> markers((1, 3))
    '[1][3]'
    """
    return "".join(f"[{number}]" for number in cites)


def strangers(answer: Answer) -> list[str]:
    """A sentence on names of the question that stand in none of the articles, if there are any.

    For instance "None of the articles has the name “Zelenskiy”. They have “Zelensky”." Shown with
    what answers and with what does not: it is about the words alone.
    """
    if not answer.strange:
        return []
    named = f"name{'s' if answer.strange[1:] else ''} {_listed(answer.strange)}"
    instead = f" They have {_listed(answer.alike)}." if answer.alike else ""
    return [f"None of the articles has the {named}.{instead}"]


def _listed(names: Sequence[str]) -> str:
    *most, last = [f"“{one_line(name)}”" for name in names[:MAX_STRANGE]]
    return " and ".join([", ".join(most), last] if most else [last])


def differing(answer: Answer) -> list[str]:
    """A sentence for each thing that the quotes differ on, both sides with outlet and date."""
    quotes = {citation.number: citation for citation in answer.quotes}
    return [
        _sides(one, quotes)
        for one in answer.disagreements
        if answer.answered and all(n in quotes for side in one.sides for n in side)
    ]


def _sides(disagreement: Disagreement, quotes: dict[int, Citation]) -> str:
    """For instance "The articles differ on how many troops: 100,000 [1] (7 January 2022); …"."""
    sides = [
        f"{one_line(words)} {' '.join(_cited(quotes[number]) for number in cites)}"
        for words, cites in zip(disagreement.words, disagreement.sides, strict=True)
    ]
    return f"The articles differ on {one_line(disagreement.about)}: {'; '.join(sides)}."


def _cited(citation: Citation) -> str:
    article = citation.quote.article
    published = ", ".join(publication(article.outlet, article.published))
    return f"[{citation.number}] ({published})" if published else f"[{citation.number}]"


def count(number: int, noun: str) -> str:
    """A number with its noun.

    >>> count(1, "article"), count(1200, "article")
    ('1 article', '1,200 articles')
    """
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
