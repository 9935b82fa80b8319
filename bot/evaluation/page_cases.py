"""The questions as the page shows them, each with its answer beside the gold evidence.

Owns their order, misses first, and which words are marked. Unlike `page`, nothing here knows of
HTML; unlike `measures`, nothing is judged: verdicts and inexact quotes come with the outcomes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from bot.evaluation.page_figures import written
from bot.evaluation.page_texts import (
    Excerpt,
    differing,
    excerpt,
    items,
    mapping,
    number_of,
    offsets_of,
    text_of,
    web_address,
)
from bot.evaluation.results import Gold, MeasureInfo, Outcome, Results

RIGHT = ("right", "declined rightly")
WORST_FIRST = ("answered wrongly", "wrong", "declined wrongly", "partly")
VERDICTS = (*RIGHT, *reversed(WORST_FIRST))
MOST_QUOTES = 50  # of an answer, shown
HIT, BOTH, ODD = (
    "hit",
    "both",
    "odd",
)  # marks: words that answer, gold and quoted, not in the source


@dataclass(frozen=True, slots=True)
class QuoteShown:
    """A quote. `source` is what stands at its place, where it is not the quote's text."""

    number: int
    title: str
    place: str
    url: str
    text: Excerpt
    exact: bool = True
    source: Excerpt | None = None


@dataclass(frozen=True, slots=True)
class GoldShown:
    """A place of the gold evidence, with the words marked that were quoted."""

    title: str
    place: str
    text: Excerpt


@dataclass(frozen=True, slots=True)
class CaseShown:
    """A question and all that the page says of it.

    `rank` is its place when misses come first, `order` that in the file. `beside` has the other
    systems' verdicts by name, `figures` the case's own figures by title.
    """

    rank: int
    order: int
    outcome: Outcome
    miss: bool
    answered: bool
    confidence: float | None
    text: Excerpt
    statements: tuple[tuple[str, str], ...]  # each with the numbers that it cites
    quotes: tuple[QuoteShown, ...]
    closest: tuple[QuoteShown, ...]
    left_out: int  # quotes not shown
    gold: tuple[tuple[GoldShown, ...], ...]
    beside: tuple[tuple[str, str], ...]
    figures: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class _Around:
    """What a question is shown with besides its own outcome: titles of articles by id, and the
    other systems' verdicts by question."""

    measures: Sequence[MeasureInfo]
    titles: Mapping[str, str]
    verdicts: Mapping[str, Sequence[tuple[str, str]]]


def cases(results: Results) -> tuple[CaseShown, ...]:
    """The questions of the system evaluated: misses first, the worst of them first.

    The order: inexact quotes, then verdicts as in `WORST_FIRST`, then what was surest.
    """
    outcomes = list(enumerate(results.own.outcomes))
    outcomes.sort(key=lambda entry: (_severity(entry[1]), entry[0]))
    around = _Around(results.measures, article_titles(results), _verdicts(results))
    return tuple(
        _case(outcome, around, rank=rank, order=order)
        for rank, (order, outcome) in enumerate(outcomes)
    )


def is_miss(outcome: Outcome) -> bool:
    """Whether something is wrong with the answer, be it only a quote or a statement of it."""
    return outcome.verdict not in RIGHT or bool(outcome.inexact or outcome.unbacked)


def article_titles(results: Results) -> dict[str, str]:
    """The articles' titles by id, as far as any quote states them; with the id if not unique."""
    found: dict[str, str] = {}
    for outcome in results.own.outcomes:
        for quote in (*items(outcome.reply.get("quotes")), *items(outcome.reply.get("closest"))):
            fields = mapping(quote)
            title, article = text_of(fields.get("title")).strip(), text_of(fields.get("article"))
            if title and article:
                found.setdefault(article, title[:200])
    often = Counter(found.values())
    return {a: title if often[title] == 1 else f"{title} ({a})" for a, title in found.items()}


def _severity(outcome: Outcome) -> tuple[bool, int, float]:
    known = outcome.verdict in WORST_FIRST
    worst = WORST_FIRST.index(outcome.verdict) if known else len(WORST_FIRST)
    order = worst if is_miss(outcome) else len(WORST_FIRST) + 1
    return not outcome.inexact, order, -(number_of(outcome.reply.get("confidence")) or 0.0)


def _verdicts(results: Results) -> dict[str, list[tuple[str, str]]]:
    """The other systems' verdicts by question."""
    found: dict[str, list[tuple[str, str]]] = {}
    for system in results.systems[1:]:
        for outcome in system.outcomes:
            found.setdefault(outcome.id, []).append((system.name, outcome.verdict))
    return found


def _case(outcome: Outcome, around: _Around, *, rank: int, order: int) -> CaseShown:
    reply = outcome.reply
    all_quotes, all_closest = items(reply.get("quotes")), items(reply.get("closest"))
    quotes = tuple(islice(_quotes(all_quotes, 1, outcome, around.titles), MOST_QUOTES))
    first_closest = len(all_quotes) + 1
    closest = tuple(
        islice(_quotes(all_closest, first_closest, outcome, around.titles), MOST_QUOTES)
    )
    return CaseShown(
        rank=rank,
        order=order,
        outcome=outcome,
        miss=is_miss(outcome),
        answered=reply.get("status") == "answered",
        confidence=number_of(reply.get("confidence")),
        text=excerpt(text_of(reply.get("text"))),
        statements=tuple(_statements(reply)),
        quotes=quotes,
        closest=closest,
        left_out=len(all_quotes) + len(all_closest) - len(quotes) - len(closest),
        gold=tuple(
            tuple(_gold(place, outcome, around.titles) for place in group) for group in outcome.gold
        ),
        beside=tuple(around.verdicts.get(outcome.id, ())),
        figures=tuple(_figures(around.measures, outcome)),
    )


def _statements(reply: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    for statement in items(reply.get("statements")):
        fields = mapping(statement)
        cites = ", ".join(text_of(number) for number in items(fields.get("cites")))
        yield text_of(fields.get("text")), cites


def _quotes(
    quotes: Sequence[object], first: int, outcome: Outcome, titles: Mapping[str, str]
) -> Iterator[QuoteShown]:
    for number, quote in enumerate(quotes, start=first):
        if number in outcome.inexact:
            yield _inexact(number, mapping(quote), outcome, titles)
        else:
            yield _quote(number, mapping(quote), outcome, titles)


def _quote(
    number: int, fields: Mapping[str, object], outcome: Outcome, titles: Mapping[str, str]
) -> QuoteShown:
    article, text = text_of(fields.get("article")), text_of(fields.get("text"))
    offsets = offsets_of((fields.get("start"), fields.get("end")))
    start, end = offsets or (0, 0)
    places = (offsets_of(pair) for pair in items(fields.get("highlights")))
    gold = (place for group in outcome.gold for place in group if place.article == article)
    shared = ((max(start, place.start), min(end, place.end)) for place in gold)
    marks = {
        HIT: [(a - start, b - start) for a, b in filter(None, places)],
        BOTH: [(a - start, b - start) for a, b in shared],
    }
    return QuoteShown(
        number=number,
        title=titles.get(article, article),
        place=_place(article, offsets),
        url=web_address(fields.get("url")),
        text=excerpt(text, marks if offsets else None),
    )


def _inexact(
    number: int, fields: Mapping[str, object], outcome: Outcome, titles: Mapping[str, str]
) -> QuoteShown:
    """What the quote claims beside what stands there, with the words marked that differ."""
    article, text = text_of(fields.get("article")), text_of(fields.get("text"))
    known = dict(zip(outcome.inexact, outcome.in_source, strict=False))
    source = known.get(number, "")
    return QuoteShown(
        number=number,
        title=titles.get(article, article),
        place=_place(article, offsets_of((fields.get("start"), fields.get("end")))),
        url=web_address(fields.get("url")),
        text=excerpt(text, {ODD: differing(text, source)}),
        exact=False,
        source=excerpt(source, {ODD: differing(source, text)}) if source else None,
    )


def _gold(gold: Gold, outcome: Outcome, titles: Mapping[str, str]) -> GoldShown:
    quoted = _quoted(outcome, gold.article)
    marks = {BOTH: [(start - gold.start, end - gold.start) for start, end in quoted]}
    return GoldShown(
        title=titles.get(gold.article, gold.article),
        place=_place(gold.article, (gold.start, gold.end)),
        text=excerpt(gold.text, marks),
    )


def _quoted(outcome: Outcome, article: str) -> Iterator[tuple[int, int]]:
    """The spans of an article that exact quotes show."""
    for number, quote in enumerate(items(outcome.reply.get("quotes")), start=1):
        fields = mapping(quote)
        offsets = offsets_of((fields.get("start"), fields.get("end")))
        if offsets and number not in outcome.inexact and fields.get("article") == article:
            yield offsets


def _place(article: str, offsets: tuple[int, int] | None) -> str:
    where = f"[{offsets[0]}:{offsets[1]}]" if offsets else "[no offsets]"
    return f"{article} {where}" if article else "no article is named"


def _figures(measures: Sequence[MeasureInfo], outcome: Outcome) -> Iterator[tuple[str, str]]:
    """The case's own figures, in the measures' order; a title that goes on from the one before it
    ("… of all questions") is completed by it."""
    before = ""
    for measure in measures:
        goes_on = measure.title.startswith("…")
        before = before if goes_on else measure.title
        value = number_of(outcome.values.get(measure.name))
        if value is not None:
            title = f"{before} {measure.title}" if goes_on else measure.title
            yield title, written(value, measure.unit)
