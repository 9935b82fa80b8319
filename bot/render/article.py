"""An article as lines for a terminal, with a place in it marked.

Owns how much of the article is shown around the place. Unlike `terminal`, which shows a quote
alone, this shows what stands before and after it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from rich.text import Text

from bot.render.screen import Line, as_text
from bot.render.terminal import DIM
from bot.render.wording import SEPARATOR, count, harmless, name, one_line, place, publication
from index.articles import Article, Kind, Quote

MARKED = "bold reverse"
OPEN, CLOSE = "⟦", "⟧"  # around the place where there are no colours
STYLES = {Kind.CHROME: DIM, Kind.HEADING: "bold"}
AROUND = 2  # paragraphs shown before and after a place
LONGEST = 2_000  # characters of them, where a paragraph has no end
BLOCK = re.compile(r"\S[^\r\n]*(?:\r?\n[^\S\r\n]*\S[^\r\n]*)*")  # up to a blank line
LINE = re.compile(r"\S[^\r\n]*")


def article_lines(
    article: Article, path: str, marked: Quote | None, *, whole: bool, fancy: bool
) -> list[Line]:
    """The article's title and origin and then its text, all of it or what is around a place."""
    start, end = (0, len(article.text)) if whole or not marked else _around(marked)
    return [
        *_header(article, path, marked),
        Line(),
        *_note(article.text[:start], "above"),
        Line(_body(article, start, end, marked, fancy=fancy)),
        *_note(article.text[end:], "below"),
    ]


def _header(article: Article, path: str, marked: Quote | None) -> Iterator[Line]:
    yield Line(Text(name(article), "bold"))
    stated = publication(article.outlet, article.published)
    if stated:
        yield Line(Text(SEPARATOR.join(stated)))
    size = count(len(article.sentences), "sentence")
    yield Line(Text(place(marked) if marked else f"{one_line(article.id)}{SEPARATOR}{size}", DIM))
    for detail in (path, article.url):
        if detail:
            yield Line(Text(one_line(detail), DIM))


def _note(hidden: str, where: str) -> list[Line]:
    """How much is left out, if anything is."""
    paragraphs = len(_paragraphs(hidden))
    if not paragraphs:
        return []
    note = Line(Text(f"… {count(paragraphs, 'paragraph')} {where}", DIM))
    return [note, Line()] if where == "above" else [Line(), note]


def _body(article: Article, start: int, end: int, marked: Quote | None, *, fancy: bool) -> Text:
    text = as_text(harmless(article.text))
    for span in article.spans:
        text.stylize(STYLES.get(span.kind, ""), span.start, span.end)
    if marked and fancy:
        text.stylize(MARKED, marked.start, marked.end)
    if not marked or fancy:
        return text[start:end]
    before, after = text[start : marked.start], text[marked.end : end]
    return Text.assemble(before, OPEN, text[marked.start : marked.end], CLOSE, after)


def _around(quote: Quote) -> tuple[int, int]:
    """From where to where to show: the quote's paragraphs and some before and after."""
    spans = _paragraphs(quote.article.text)
    first = max(0, bisect_right([a for a, _ in spans], quote.start) - 1 - AROUND)
    last = min(len(spans) - 1, bisect_left([b for _, b in spans], quote.end) + AROUND)
    if not spans:
        return quote.start, quote.end
    start = max(spans[first][0], quote.start - LONGEST)
    end = min(spans[last][1], quote.end + LONGEST)
    return min(start, quote.start), max(end, quote.end)


def _paragraphs(text: str) -> list[tuple[int, int]]:
    """Blocks between blank lines; lines, where a text has no blank line."""
    blocks = [match.span() for match in BLOCK.finditer(text)]
    if len(blocks) > 1:
        return blocks
    return [match.span() for match in LINE.finditer(text)]
