"""A quote in its article, as a modal: marked, with what stands before and after it.

Owns how much of the article is shown. Unlike `answer`, which shows quotes alone, and like the
terminal's `:show`, it shows the words around one; the web page's own words are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from bot.render.slack import ids, limits, parts
from bot.render.slack.answer import heading, speaker
from bot.render.slack.excerpt import LEFT_OUT, Span, excerpt
from bot.render.slack.limits import size
from bot.render.slack.messages import View
from bot.render.slack.parts import Block, Element, Run
from bot.render.slack.texts import fitting, line, safe
from bot.render.wording import SEPARATOR, name, one_line, place, publication, under
from index.articles import Article, Kind, Quote
from index.articles import Span as Part

QUOTE = 5_000  # the size of a quote that is shown whole
AROUND = 800  # the size of what is shown before it, and after it
LEAST = AROUND // 4  # characters shown of a sentence that is longer than that
NUMBERED = 300  # the size of an article's id with the quote's offsets and sentences
MAX_PLACE = 900  # with the quote's number, speaker, heading and columns
PIECE = limits.RICH_TEXT - 200  # of a quote in one block


def article_modal(
    article: Article,
    quote: Quote,
    *,
    record: str,
    number: int,
    numbers: Sequence[int],
    highlights: Iterable[Span] = (),
) -> View:
    """The quote in its surroundings.

    `number` is the quote's in its answer and `numbers` are all of the answer's, in order: the
    buttons lead to the ones before and after. `highlights` are the words that answer, as offsets
    into the article's text; the quote stands out without them too.
    """
    body = [
        _rich(_before(article, quote)),
        *_marked(quote, highlights),
        _rich(_after(article, quote)),
    ]
    return View(
        blocks=(
            parts.header(name(article)),
            *_origin(article),
            *(block for block in body if block),
            parts.context(parts.small(_where(quote, number), MAX_PLACE)),
            *_turning(record, number, numbers),
        ),
        title="In the article",
        callback_id=ids.ARTICLE_MODAL,
        metadata=ids.Place(record, number).as_value(),
    )


def _origin(article: Article) -> Iterator[Block]:
    """Outlet, date and link, as far as there are any."""
    stated = SEPARATOR.join(publication(article.outlet, article.published))
    elements = [*([parts.small(stated, 200)] if stated else []), parts.link(article.url)]
    known = [element for element in elements if element]
    if known:
        yield parts.context(*known)


def _where(quote: Quote, number: int) -> str:
    """Which quote it is, who said it, and where; a long file's name takes no heading's place."""
    numbered = place(quote)
    for one in under(quote):
        numbered = numbered.removesuffix(f"{SEPARATOR}{one}")
    stated = [f"Quote {number}", *speaker(quote), line(numbered, NUMBERED), *heading(quote)]
    return SEPARATOR.join(stated)


def _turning(record: str, number: int, numbers: Sequence[int]) -> Iterator[Block]:
    """Buttons to the quotes before and after, where there are any."""
    at = numbers.index(number) if number in numbers else 0
    buttons: list[Element] = []
    if at > 0:
        value = ids.Place(record, numbers[at - 1]).as_value()
        buttons.append(parts.button("Previous quote", ids.PREVIOUS, value))
    if at + 1 < len(numbers):
        value = ids.Place(record, numbers[at + 1]).as_value()
        buttons.append(parts.button("Next quote", ids.NEXT, value))
    if buttons:
        yield parts.actions(buttons)


def _marked(quote: Quote, highlights: Iterable[Span]) -> Iterator[Block]:
    """The quote, in as many blocks as it needs."""
    for runs in _pieces(excerpt(quote, highlights, QUOTE).runs()):
        yield parts.rich(parts.quotation(runs))


def _pieces(runs: Iterable[Run]) -> Iterator[list[Run]]:
    """The runs in groups that are small enough for a block, cut between characters."""
    group: list[Run] = []
    room = PIECE
    for run in runs:
        at = 0
        while at < len(run.text):
            end = fitting(run.text, at, room)
            if end > at:
                group.append(Run(run.text[at:end], run.bold, run.italic))
                room -= size(run.text[at:end])
                at = end
            else:
                yield group
                group, room = [], PIECE
    yield group


def _rich(runs: Sequence[Run]) -> Block | None:
    return parts.rich(parts.paragraph(runs)) if any(run.text.strip() for run in runs) else None


def _before(article: Article, quote: Quote) -> list[Run]:
    """What stands before the quote, from a sentence's start."""
    spans = [
        Part(span.start, min(span.end, quote.start), span.kind)
        for span in article.spans
        if span.start < quote.start
    ]
    shown, is_all = _nearest(article, spans[::-1])
    if not is_all and not shown:
        shown = [Part(max(spans[-1].start, quote.start - LEAST), quote.start)]
    runs = _tidy(article, shown[::-1])
    return runs if is_all else [Run(f"{LEFT_OUT} ", italic=True), *runs]


def _after(article: Article, quote: Quote) -> list[Run]:
    """What stands after the quote, up to a sentence's end."""
    spans = [
        Part(max(span.start, quote.end), span.end, span.kind)
        for span in article.spans
        if span.end > quote.end
    ]
    shown, is_all = _nearest(article, spans)
    if not is_all and not shown:
        shown = [Part(quote.end, min(spans[0].end, quote.end + LEAST))]
    runs = _tidy(article, shown)
    return runs if is_all else [*runs, Run(f" {LEFT_OUT}", italic=True)]


def _nearest(article: Article, spans: Iterable[Part]) -> tuple[list[Part], bool]:
    """The first of these spans that fit together, and whether they are all that may be shown."""
    shown: list[Part] = []
    room = AROUND
    for span in spans:
        room -= size(article.text[span.start : span.end]) if span.kind is not Kind.CHROME else 0
        if room < 0:
            return shown, False
        shown.append(span)
    return shown, True


def _tidy(article: Article, spans: Iterable[Part]) -> list[Run]:
    """The spans' words, headings in bold, at most one line empty.

    The web page's own words are left out, and so is the title, which stands above.
    """
    runs: list[Run] = []
    title = one_line(article.title or "")
    for span in spans:
        if span.kind is Kind.CHROME or _is_heading(article, span, title):
            continue
        text = safe(article.text[span.start : span.end]).replace("\r", "")
        if span.kind is Kind.GAP:
            text = "\n" * min(2, text.count("\n")) or " "
            if not runs or runs[-1].text.endswith("\n"):
                continue
        runs.append(Run(text, bold=span.kind is Kind.HEADING))
    while runs and not runs[-1].text.strip():
        runs.pop()
    return runs


def _is_heading(article: Article, span: Part, title: str) -> bool:
    """Whether it is the heading with these words."""
    if span.kind is not Kind.HEADING:
        return False
    return one_line(article.text[span.start : span.end]) == title
