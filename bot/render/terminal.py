"""An answer and what stands around it, as lines for a terminal.

Owns the layout and the styles. Unlike `screen`, it does not print; unlike `wording`, it writes
no word about an article itself. Everything from an article is data: it goes through `harmless`
and into a `Text`, in which Rich reads no markup.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.style import Style
from rich.text import Text

from bot.answer import DECLINED, Answer, Citation, Part, Usage, Writing
from bot.render.screen import Line, as_text
from bot.render.wording import (
    SEPARATOR,
    count,
    differing,
    fallback,
    harmless,
    markers,
    name,
    one_line,
    place,
    publication,
    said_by,
    strangers,
    writer_of,
    written_by,
)
from index.articles import Article, Quote
from index.catalog import Listing

HIGHLIGHT = "bold green"  # legible on light and on dark
DIM = "dim"
WARNING = "yellow"
NUMBER = "bold cyan"  # of a quote
CLOSEST = "Closest, but not an answer:"
LEAD = "What the articles say, word for word:"


def answer_lines(answer: Answer) -> list[Line]:
    """The whole answer: the short one if there is one, a lead, the quotes with where they stand.

    Of a question of several parts there is a line for each, in place of the short answer. A model's
    words stand in place of all of these, above a line that says whose they are. Below the quotes is
    on what the articles differ, and why a model's words are missing.
    """
    if not answer.answered:
        return list(_declined(answer))
    model = writer_of(answer)
    if model:
        above = [Line(_statements(answer)), Line(Text(written_by(model), DIM))]
    elif answer.parts:
        above = [*(Line(_part(part)) for part in answer.parts), Line(_lead(answer, DIM))]
    elif answer.short is None:
        above = [Line(_lead(answer, "bold"))]
    else:
        above = [Line(_short(answer.short)), Line(_lead(answer, DIM))]
    return [*above, *_strangers(answer), *_quotes(answer.quotes), *_below(answer)]


def question_lines(question: str, *, first: bool) -> list[Line]:
    """A question above its answer, where several are asked."""
    return [*([] if first else [Line()]), Line(Text(f"> {one_line(question)}", DIM))]


def _statements(answer: Answer) -> Text:
    """The model's sentences as a paragraph, each with the numbers of its quotes."""
    text = Text()
    for statement in answer.statements:
        text.append(f"{' ' if text else ''}{one_line(statement.text)}")
        text.append(f" {markers(statement.cites)}" if statement.cites else "", NUMBER)
    return text


def _strangers(answer: Answer) -> Iterator[Line]:
    yield from (Line(Text(one, WARNING)) for one in strangers(answer))


def _below(answer: Answer) -> Iterator[Line]:
    reason = fallback(answer)
    notes = [*(Text(one) for one in differing(answer)), *([Text(reason, DIM)] if reason else [])]
    for note in notes:
        yield Line()
        yield Line(note)


def _short(short: Quote) -> Text:
    """The words of the first quote that answer, with its number."""
    text = Text(one_line(short.text), "bold")
    text.append(" [1]", NUMBER)
    return text


def _part(part: Part) -> Text:
    """A part of the question, with what answers it in short and the numbers of its quotes."""
    text = Text(one_line(part.question))
    text.append(f" {one_line(part.said)}" if part.said else "", "bold")
    text.append(f" {markers(part.quotes)}" if part.quotes else "", NUMBER)
    return text


def _lead(answer: Answer, style: str) -> Text:
    """The answer's own words, unless they are only the quotes that follow."""
    statements = answer.statements[-1:] if answer.short or answer.parts else answer.statements
    alone = statements[0] if len(statements) == 1 else None
    everything = alone and len(alone.cites) == len(answer.quotes)
    own = one_line(alone.text if alone and everything else answer.text)
    repeats = not own or any(one_line(c.quote.text) in own for c in answer.quotes)
    return Text(LEAD if repeats else own, style)


def _declined(answer: Answer) -> Iterator[Line]:
    yield Line(Text(one_line(answer.text) or DECLINED, "bold"))
    yield from _strangers(answer)
    if answer.closest:
        yield Line()
        yield Line(Text(CLOSEST, DIM))
        yield from _quotes(answer.closest, DIM)


def _quotes(citations: Iterable[Citation], style: str = "") -> Iterator[Line]:
    for citation in citations:
        label = f"[{citation.number}] "
        yield Line()
        yield Line(quoted(citation, style), Text(label, style or NUMBER))
        for line in _source(citation):
            yield Line(line, Text(" " * len(label)))


def quoted(citation: Citation, style: str = "") -> Text:
    """The quote, with the words that answer highlighted."""
    quote = citation.quote
    text = as_text(harmless(quote.text), style)
    if style == DIM:  # what does not answer has no words that answer
        return text
    for start, end in citation.highlights:
        text.stylize(HIGHLIGHT, max(0, start - quote.start), max(0, end - quote.start))
    return text


def _source(citation: Citation) -> Iterator[Text]:
    quote = citation.quote
    speaker, provenance = said_by(quote), _provenance(quote.article)
    if speaker or provenance:
        line = Text(SEPARATOR.join([*speaker, ""] if provenance else speaker), DIM)
        yield line.append_text(provenance)
    yield Text(place(quote), DIM)


def _provenance(article: Article) -> Text:
    """Title, outlet and date, as far as they are known; the link is the article's web page."""
    title = [name(article)] if article.title else []
    parts = [*title, *publication(article.outlet, article.published)]
    line = Text(SEPARATOR.join(parts), _linked(article.url))
    line.stylize(DIM)
    return line


def _linked(url: str | None) -> Style:
    """A link, unless the address holds anything that a terminal might obey."""
    safe = url and url.isascii() and url.isprintable() and url.startswith(("http://", "https://"))
    return Style(link=url) if safe else Style()


def source_lines(citations: Sequence[Citation]) -> list[Line]:
    """Each article that is quoted, once, with the numbers of its quotes."""
    by_article: dict[str, list[Citation]] = {}
    for citation in citations:
        by_article.setdefault(citation.quote.article.id, []).append(citation)
    return [line for group in by_article.values() for line in _source_lines(group)]


def _source_lines(citations: Sequence[Citation]) -> Iterator[Line]:
    article = citations[0].quote.article
    label = "".join(f"[{citation.number}]" for citation in citations) + " "
    about = [
        _provenance(article),
        *(Text(one_line(d), DIM) for d in (article.id, article.url) if d),
    ]
    for number, line in enumerate(line for line in about if line):
        yield Line(line, Text(" " * len(label)) if number else Text(label, NUMBER))


def listing_lines(listings: Sequence[Listing]) -> list[Line]:
    """All the articles of an index, two lines each."""
    return [line for listing in listings for line in _listing(listing)]


def _listing(listing: Listing) -> Iterator[Line]:
    title = one_line(listing.title or listing.id)
    size = count(listing.sentences, "sentence")
    parts = [title, *publication(listing.outlet, listing.published), size]
    line = Text(SEPARATOR.join(parts))
    line.stylize("bold", 0, len(title))
    yield Line(line)
    if listing.title:
        yield Line(Text(one_line(listing.id), DIM), Text("  "))


def why_lines(answer: Answer) -> list[Line]:
    """How the answer came about: what was searched, confidence, a model's part, scores, timings."""
    rows = [
        ("searched", one_line(answer.asked or answer.question)),
        ("confidence", f"{answer.confidence:.0%} {_sure_of(answer)}"),
        *_why_parts(answer),
        ("answerer", one_line(answer.answerer)),
        *_why_short(answer),
        *(_why_written(answer.writing) if answer.writing else ()),
        *((f"[{c.number}] score", _score(c)) for c in answer.quotes or answer.closest),
        *((f"{step} ms", f"{ms:.1f}") for step, ms in answer.timings_ms.items()),
    ]
    width = max(len(key) for key, _ in rows) + 2
    return [Line(Text(value), Text(key.ljust(width), DIM)) for key, value in rows]


def _sure_of(answer: Answer) -> str:
    if answer.parts and answer.answered:
        return "that the quotes answer the part least sure of those answered"
    return "that the quotes answer the question"


def _why_parts(answer: Answer) -> Iterator[tuple[str, str]]:
    for number, part in enumerate(answer.parts, start=1):
        told = f"{part.status}, {part.confidence:.0%}{SEPARATOR}{one_line(part.asked)}"
        yield f"part {number}", told


def _why_written(writing: Writing) -> Iterator[tuple[str, str]]:
    yield "model", one_line(writing.model) + (", from the cache" if writing.from_cache else "")
    if writing.prompts:
        yield (
            "prompts",
            ", ".join(f"{one_line(p)} {one_line(v)}" for p, v in writing.prompts.items()),
        )
    yield "used", _used(writing.usage)
    if writing.fallback:
        yield "without it", one_line(writing.fallback)
    if writing.vetoed:
        yield "vetoed", "the model would have answered; the articles have no evidence"
    if writing.overruled:
        yield "overruled", "the model would have declined; the quotes answer all the same"
    yield from (("dropped", one_line(reason)) for reason in writing.dropped)
    if writing.dropped_more:
        yield "dropped", f"and {writing.dropped_more:,} more"


def _used(usage: Usage) -> str:
    tokens = f"{count(usage.input_tokens, 'token')} in, {usage.output_tokens:,} out"
    price = "price not known" if usage.usd is None else f"${usage.usd:.4f}"
    return SEPARATOR.join((count(usage.calls, "call"), tokens, *([price] if usage.calls else [])))


def _why_short(answer: Answer) -> Iterator[tuple[str, str]]:
    if answer.short_score is not None:
        kept = "" if answer.short else ", not shown alone"
        yield "short answer", f"{answer.short_score:.0%} that the first highlight is it{kept}"


def _score(citation: Citation) -> str:
    return f"{citation.score:.3f}{SEPARATOR}{place(citation.quote)}"
