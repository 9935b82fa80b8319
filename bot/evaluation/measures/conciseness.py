"""How much a person has to read, and from how many sources.

Owns the length and the repetition of what is shown. Only answered questions count. Unlike
`evidence`, nothing here knows whether a quote is right: whole passages as quotes score well there
and badly here.
"""

from __future__ import annotations

from bot.evaluation.measures.measure import Case, Measure, Part
from bot.evaluation.replies import Shown


def quoted_characters(case: Case) -> Part | None:
    """The characters of all quotes of an answer together."""
    return _of_answered(case, sum(len(quote.text) for quote in case.reply.quotes))


def quotes_each(case: Case) -> Part | None:
    """The quotes of an answer."""
    return _of_answered(case, len(case.reply.quotes))


def sources_each(case: Case) -> Part | None:
    """The different articles that an answer quotes."""
    return _of_answered(case, len({quote.article for quote in case.reply.quotes}))


def repeated_quotes(case: Case) -> Part | None:
    """Quotes that share characters with an earlier quote of the answer, or have the same words,
    case and white space aside, over quotes."""
    quotes = case.reply.quotes
    if not case.reply.answered or not quotes:
        return None
    repeats = [any(_repeats(q, earlier) for earlier in quotes[:n]) for n, q in enumerate(quotes)]
    return Part(sum(repeats), len(quotes))


def _of_answered(case: Case, number: int) -> Part | None:
    return Part(number) if case.reply.answered else None


def _repeats(quote: Shown, earlier: Shown) -> bool:
    overlap = min(quote.end, earlier.end) > max(quote.start, earlier.start)
    return (quote.article == earlier.article and overlap) or _words(quote) == _words(earlier)


def _words(quote: Shown) -> list[str]:
    return quote.text.casefold().split()


MEASURES = (
    Measure(
        "quoted_characters",
        "quoted characters an answer",
        "Conciseness",
        part=quoted_characters,
        lower_is_better=True,
        unit="chars",
        explained="Characters of all quotes of an answer, mean over the answered questions.",
    ),
    Measure(
        "quotes_each",
        "quotes an answer",
        "Conciseness",
        part=quotes_each,
        lower_is_better=True,
        explained="Quotes of an answer, mean over the answered questions.",
    ),
    Measure(
        "repeated_quotes",
        "repeated quotes",
        "Conciseness",
        part=repeated_quotes,
        lower_is_better=True,
        unit="%",
        explained="Quotes that overlap an earlier quote of the same answer, or have its words, "
        "over quotes.",
    ),
    Measure(
        "sources_each",
        "independent sources an answer",
        "Conciseness",
        part=sources_each,
        explained="Different articles that an answer quotes, mean over the answered questions.",
    ),
)
