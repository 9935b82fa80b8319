"""Are the quotes exact, and are they the evidence?

Owns the rule by which a quote counts as evidence. A quote is evidence for a gold place if it is
exact and

    shared >= length of the place / 2,  or  the quote lies within the place,

where shared is how many characters the two have in common, in the same article, and at least one.
So a quote may be a whole sentence around a few gold words, or a sentence out of a long gold
paragraph. It may also be a whole article: what that costs the reader, `conciseness` measures; and
it may be one word within the place: what that leaves out, `evidence_covered` measures.

A quote is exact if its text is `article.text[start:end]` of an article of the index, with
0 <= start < end <= len(article.text). An inexact quote is never evidence, however near it is.
Unlike `short_answers`, this compares places, not words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from bot.evaluation.measures.measure import Case, Measure, Part
from bot.evaluation.questions import Place
from bot.evaluation.replies import Shown
from index.articles import Article

ENOUGH = 0.5  # of the gold place's characters


def overlaps_enough(article: str, start: int, end: int, places: Iterable[Place]) -> bool:
    """Whether `start:end` of an article is evidence for one of the places, by the rule above."""
    return any(place.article == article and _enough(start, end, place) for place in places)


def _enough(start: int, end: int, place: Place) -> bool:
    shared = min(end, place.end) - max(start, place.start)
    return shared >= 1 and (shared == end - start or shared >= ENOUGH * (place.end - place.start))


def is_exact(quote: Shown, articles: Mapping[str, Article]) -> bool:
    """Whether a quote is in its source at its offsets; `articles` has the articles by id."""
    text = articles[quote.article].text if quote.article in articles else None
    # Python would take offsets from the end of the text, and past it, and make something of them.
    in_range = text is not None and 0 <= quote.start < quote.end <= len(text)
    return in_range and text is not None and text[quote.start : quote.end] == quote.text


def is_evidence(quote: Shown, places: Iterable[Place], articles: Mapping[str, Article]) -> bool:
    """Whether a quote is exact and evidence for one of the places."""
    return is_exact(quote, articles) and overlaps_enough(
        quote.article, quote.start, quote.end, places
    )


def inexact(case: Case) -> tuple[int, ...]:
    """The numbers, from 1, of the quotes that are not in their source at their offsets. Those of
    `closest` are counted on after `quotes`; an answer seldom has both."""
    shown = (*case.reply.quotes, *case.reply.closest)
    return tuple(n for n, quote in enumerate(shown, 1) if not is_exact(quote, case.articles))


def quotes_given(case: Case) -> tuple[Shown, ...]:
    """The quotes offered as an answer: none if it was declined."""
    return case.reply.quotes if case.reply.answered else ()


def quotes_right(case: Case) -> tuple[bool, ...]:
    """For each quote given: whether it is evidence for some place of the question."""
    places = case.question.places
    return tuple(is_evidence(quote, places, case.articles) for quote in quotes_given(case))


def exactness(case: Case) -> Part | None:
    """Exact quotes over quotes, those of `closest` too: whatever a person is shown."""
    shown = len(case.reply.quotes) + len(case.reply.closest)
    return Part(shown - len(inexact(case)), shown) if shown else None


def evidence_recall(case: Case) -> Part | None:
    """Gold groups with a place quoted, over gold groups; a declined answer quotes none: 0."""
    groups = case.question.groups
    quotes = quotes_given(case)
    found = [any(is_evidence(q, group, case.articles) for q in quotes) for group in groups]
    return Part(sum(found) / len(found)) if found else None


def first_quote_right(case: Case) -> Part | None:
    """1 if the first quote is evidence, 0 if not; of answered answerable questions with a quote."""
    right = quotes_right(case)
    return Part(float(right[0])) if case.question.groups and right else None


def evidence_precision(case: Case) -> Part | None:
    """Quotes that are evidence over quotes, of answerable questions; each quote weighs the same."""
    return quotes_right_overall(case) if case.question.groups else None


def quotes_right_overall(case: Case) -> Part | None:
    """As `evidence_precision`, over all questions: for one that the articles do not answer,
    nothing is evidence, so that each quote given for it is wrong."""
    right = quotes_right(case)
    return Part(sum(right), len(right)) if right else None


def evidence_covered(case: Case) -> Part | None:
    """The share of the evidence's own characters that is quoted: of each gold group its best
    place's share of characters in exact quotes, and of these the mean; declined: 0."""
    groups = case.question.groups
    quotes = [quote for quote in quotes_given(case) if is_exact(quote, case.articles)]
    best = [max(_share_covered(place, quotes) for place in group) for group in groups]
    return Part(sum(best) / len(best)) if best else None


def _share_covered(place: Place, quotes: Sequence[Shown]) -> float:
    covered: set[int] = set()
    for quote in quotes:
        if quote.article == place.article:
            covered.update(range(max(quote.start, place.start), min(quote.end, place.end)))
    return len(covered) / (place.end - place.start)


MEASURES = (
    Measure(
        "exactness",
        "quotes exact",
        "Exactness",
        part=exactness,
        unit="%",
        explained="Quotes, and closest passages, that are the source's text at their offsets, "
        "over all that are shown.",
    ),
    Measure(
        "evidence_recall",
        "evidence found",
        "Evidence",
        part=evidence_recall,
        unit="%",
        explained="Groups of gold evidence of which a place is quoted, over groups, mean over the "
        "answerable questions; a declined question counts 0.",
    ),
    Measure(
        "first_quote_right",
        "first quote right",
        "Evidence",
        part=first_quote_right,
        unit="%",
        explained="Answers to answerable questions whose first quote is gold evidence.",
    ),
    Measure(
        "evidence_precision",
        "quotes that are evidence",
        "Evidence",
        part=evidence_precision,
        unit="%",
        explained="Quotes that are gold evidence over quotes, of the answerable questions that "
        "were answered; each quote weighs the same.",
    ),
    Measure(
        "quotes_right_overall",
        "quotes right, of all questions",
        "Evidence",
        part=quotes_right_overall,
        unit="%",
        explained="Quotes that are gold evidence over quotes, of all questions: a quote for one "
        "that the articles do not answer is wrong.",
    ),
    Measure(
        "evidence_covered",
        "evidence's characters quoted",
        "Evidence",
        part=evidence_covered,
        unit="%",
        explained="The share of the gold words' own characters that is quoted: the best place of "
        "each group, mean over groups and answerable questions; declined counts 0.",
    ),
)
