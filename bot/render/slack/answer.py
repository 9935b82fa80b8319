"""An answer as a message: what it says, its quotes with their sources, and its buttons.

Owns the order and the sizes. Unlike `terminal`, which shows all of the quotes, it shows the first
few, and cuts a very long one; both are one click away.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.answer import DECLINED, Answer, Citation
from bot.render.slack import ids, limits, parts
from bot.render.slack.excerpt import excerpt, weight
from bot.render.slack.messages import Message, notice, notification
from bot.render.slack.parts import Block, Element, Run
from bot.render.slack.telling import own_words
from bot.render.slack.texts import clip, line
from bot.render.terminal import CLOSEST
from bot.render.wording import (
    SEPARATOR,
    count,
    differing,
    fallback,
    name,
    one_line,
    said_by,
    spoken,
    strangers,
    under,
    writer_of,
)
from index.articles import Quote

SHOWN = 3
MAX_SHOWN = 5  # quotes in one message
QUOTE = 1_200  # the size of a quote that is shown whole
LEAST = 300  # the size of a quote below which rather fewer are shown
MORE_BUTTON = 300  # the size of the button for more quotes, with its row
QUESTION = 300
MAX_NOTES, NOTE = 2, 500  # on what the articles differ
SPEAKER = 80
TITLE, HEADING, OUTLET, DATE, FILE = 150, 220, 80, 40, 80
CLOSING = "”"  # the end of a heading, or of a table's head, as it is shown
USER_ID = re.compile(r"[UW][A-Z0-9]{1,30}")


def answer_message(
    answer: Answer,
    *,
    record: str,
    shown: int = SHOWN,
    shared_by: str | None = None,
    ephemeral: bool = False,
    note: str = "",
) -> Message:
    """The answer with its first quotes: 1 to 5 of them, fewer where they would be cut short.

    `record` is the id under which the answer is kept. `shared_by` is the person, by user id or
    name, who shows an answer of their own to a channel. An `ephemeral` answer has the button that
    does so. Both repeat the question, which is not in the channel. `note` is said below it.
    """
    above = [*_question(answer, shared_by, note, ephemeral=ephemeral), *_opening(answer)]
    buttons = [*_share(record, ephemeral), *_verdicts(record)]
    notes = list(_notes(answer))
    room = limits.BLOCKS_TEXT - limits.weigh([above, notes, buttons]) - MORE_BUTTON
    citations, left, most = _first(_citations(answer), shown, record, room)
    quotes = _quotes(citations, record, most, answered=answer.answered)
    below = (*notes, parts.actions([*_more(record, left), *buttons]))
    return Message(_notification(answer), (*above, *quotes, *below))


def quotes_message(answer: Answer, *, record: str, first: int) -> Message:
    """The answer's quotes from number `first` on, as many as fit."""
    wanted = [citation for citation in _citations(answer) if citation.number >= first]
    if not wanted:
        return notice("There are no more quotes.")
    room = limits.BLOCKS_TEXT - 2 * MORE_BUTTON
    citations, left, most = _first(wanted, MAX_SHOWN, record, room)
    total = len(_citations(answer))
    numbers = f"{citations[0].number} to {citations[-1].number}"
    numbers = numbers if len(citations) > 1 else str(citations[0].number)
    words = f"{'Quotes' if len(citations) > 1 else 'Quote'} {numbers} of {total}"
    above = parts.context(parts.small(words if answer.answered else f"{CLOSEST} {words.lower()}"))
    below = [parts.actions(_more(record, left))] if left else []
    quotes = _quotes(citations, record, most, answered=answer.answered)
    return Message(notification(_words_of(citations[0])), (above, *quotes, *below))


def _citations(answer: Answer) -> Sequence[Citation]:
    return answer.quotes if answer.answered else answer.closest


def _first(
    citations: Sequence[Citation], most: int, record: str, room: int
) -> tuple[Sequence[Citation], Sequence[Citation], int]:
    """Those that are shown, those that are left, and the size that each shown quote may have: no
    more are shown than fit well enough."""
    shown = min(max(1, most), MAX_SHOWN, len(citations))
    around = [
        limits.weigh(list(_source(c, record))) + weight(c.highlights) for c in citations[:shown]
    ]
    while shown > 1 and (room - sum(around[:shown])) // shown < LEAST:
        shown -= 1
    left = room - sum(around[:shown])
    return citations[:shown], citations[shown:], min(QUOTE, left // max(1, shown))


def _question(
    answer: Answer, shared_by: str | None, note: str, *, ephemeral: bool
) -> Iterator[Block]:
    """The question, where the channel does not have it, and how it was understood."""
    asked = line(answer.question, QUESTION)
    if shared_by is not None:
        yield parts.rich(parts.paragraph([_person(shared_by), Run(" asked: "), Run(asked)]))
    elif ephemeral:
        yield parts.context(parts.small(f"You asked: {asked}"))
    if answer.asked and one_line(answer.asked) != one_line(answer.question):
        yield parts.context(parts.small(f"Searched: {line(answer.asked, QUESTION)}"))
    if note:
        yield parts.context(parts.small(note, NOTE))


def _person(who: str) -> Run | Element:
    return parts.user(who) if USER_ID.fullmatch(who) else Run(line(who, 80), bold=True)


def _opening(answer: Answer) -> Iterator[Block]:
    """The answer's own words, names that no article has, and what the quotes are if no answer."""
    yield from own_words(answer)
    yield from (parts.context(parts.small(one, NOTE)) for one in strangers(answer))
    if not answer.answered and answer.closest:
        yield parts.context(parts.small(CLOSEST))


def _notes(answer: Answer) -> Iterator[Block]:
    """Below the quotes: on what the articles differ, and why a model's words are missing."""
    for one in differing(answer)[:MAX_NOTES]:
        yield parts.context(parts.small(one, NOTE))
    reason = fallback(answer)
    if reason:
        yield parts.context(parts.small(reason, NOTE))


def _quotes(
    citations: Sequence[Citation], record: str, most: int, *, answered: bool
) -> Iterator[Block]:
    """Each quote above its source, each cut to this size."""
    for citation in citations:
        part = excerpt(citation.quote, citation.highlights if answered else (), most)
        yield parts.rich(parts.quotation(part.runs()))
        yield from _source(citation, record, is_cut=part.is_cut)


def _source(citation: Citation, record: str, *, is_cut: bool = True) -> Iterator[Block]:
    """Where a quote stands, with the button that shows it there, and a link if there is one."""
    yield _source_line(citation, record, is_cut=is_cut)
    link = parts.link(citation.quote.article.url)
    if link:
        yield parts.context(link)


def _source_line(citation: Citation, record: str, *, is_cut: bool) -> Block:
    value = ids.Place(record, citation.number).as_value()
    cut = f"{SEPARATOR}shortened here" if is_cut else ""
    stated = SEPARATOR.join([*speaker(citation.quote), source(citation.quote)])
    return parts.section(
        f"[{citation.number}] {stated}{cut}",
        parts.button(
            "Show in article",
            ids.SHOW,
            value,
            label=f"Show quote {citation.number} in its article",
        ),
    )


def source(quote: Quote) -> str:
    """Title, heading, outlet or else file, and date, as far as they are known; none is long."""
    article = quote.article
    stated = [line(name(article), TITLE), *heading(quote)]
    if article.outlet:
        stated.append(line(article.outlet, OUTLET))
    elif article.title:
        stated.append(line(article.id, FILE))
    if article.published:
        stated.append(line(spoken(article.published), DATE))
    return SEPARATOR.join(stated)


def heading(quote: Quote) -> list[str]:
    """What it stands under, cut within quotation marks: none of what follows is in them."""
    return [f"{line(one.removesuffix(CLOSING), HEADING)}{CLOSING}" for one in under(quote)]


def speaker(quote: Quote) -> list[str]:
    """Who said all of it, if that is known."""
    return [line(one, SPEAKER) for one in said_by(quote)]


def _more(record: str, left: Sequence[Citation]) -> list[Element]:
    if not left:
        return []
    value = ids.Place(record, left[0].number).as_value()
    label = f"Show {count(len(left), 'more quote')}"
    return [parts.button(f"More quotes ({len(left)})", ids.MORE, value, label=label)]


def _share(record: str, ephemeral: bool) -> list[Element]:
    if not ephemeral:
        return []
    return [parts.button("Share with the channel", ids.SHARE, ids.Place(record, 0).as_value())]


def _verdicts(record: str) -> list[Element]:
    value = ids.Place(record, 0).as_value()
    return [
        parts.button("👍", ids.HELPED, value, label="This helped", emoji=True),
        parts.button("👎", ids.NOT_HELPED, value, label="This did not help", emoji=True),
    ]


def _notification(answer: Answer) -> str:
    """The answer's first words: a model's, or the short answer, or else the first quote's."""
    if not answer.answered or not answer.quotes:
        return notification(one_line(answer.text) or DECLINED)
    if writer_of(answer):
        return notification(" ".join(statement.text for statement in answer.statements))
    quote = _words_of(answer.quotes[0])
    return notification(f"{clip(answer.short.text, 150)} — {quote}" if answer.short else quote)


def _words_of(citation: Citation) -> str:
    """A quote's words around those that answer."""
    part = excerpt(citation.quote, citation.highlights, 300)
    return "".join(run.text for run in part.runs())
