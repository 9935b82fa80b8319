"""What stands above an answer's quotes: a model's words, or what answers in short, and the lead.

Owns their order and their sizes. Unlike `answer`, which puts the whole message together, it knows
no quote.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.answer import DECLINED, Answer, Part, Status
from bot.render.slack import limits, parts
from bot.render.slack.parts import Block, Run
from bot.render.slack.texts import line
from bot.render.terminal import LEAD
from bot.render.wording import markers, one_line, writer_of, written_by

SHORT, OWN_WORDS, PART = 500, 1_500, 300
LEAST_WORDS = 40  # the size of a statement below which it is left out
MAX_CITES = 10  # numbers behind a statement
MODEL = 80


def own_words(answer: Answer) -> Iterator[Block]:
    """A model's words, or what answers the question or its parts in short, and the lead."""
    if not answer.answered:
        words = line(answer.text, OWN_WORDS) if one_line(answer.text) else DECLINED
        yield parts.rich(parts.paragraph([Run(words, bold=True)]))
        return
    model = writer_of(answer)
    if model:
        yield parts.rich(parts.paragraph(_statements(answer)))
        declined = (one for one in answer.parts if one.status is Status.DECLINED)
        yield from (parts.rich(parts.paragraph(_part(part))) for part in declined)
        yield parts.context(parts.small(written_by(line(model, MODEL))))
        return
    lead, above = line(_lead(answer), OWN_WORDS), _in_short(answer)
    if not above:
        yield parts.rich(parts.paragraph([Run(lead, bold=True)]))
        return
    yield from (parts.rich(parts.paragraph(runs)) for runs in above)
    yield parts.context(parts.small(lead, OWN_WORDS))


def _in_short(answer: Answer) -> list[Iterable[Run]]:
    """The short answer if there is one, or what is said of each part of the question."""
    if answer.short is None:
        return [_part(part) for part in answer.parts]
    return [[Run(line(answer.short.text, SHORT), bold=True), Run(" [1]")]]


def _part(part: Part) -> Iterator[Run]:
    """A part of the question, with what answers it in short and the numbers of its quotes."""
    yield Run(line(part.question, PART))
    if part.said:
        yield Run(" ")
        yield Run(line(part.said, SHORT), bold=True)
    if part.quotes:
        yield Run(f" {markers(part.quotes)}")


def _statements(answer: Answer) -> Iterator[Run]:
    """A model's sentences with the numbers of their quotes, as many as fit."""
    room = OWN_WORDS
    written = [one for one in answer.statements if one.cites or not answer.parts]
    for number, statement in enumerate(written):
        cited = f" {markers(statement.cites[:MAX_CITES])}" if statement.cites else ""
        room -= limits.size(cited) + 1
        if room < LEAST_WORDS:
            return
        text = line(statement.text, room)
        room -= limits.size(text)
        yield Run(f"{' ' if number else ''}{text}{cited}")


def _lead(answer: Answer) -> str:
    """The answer's own words, unless they only repeat its quotes."""
    statements = answer.statements[-1:] if answer.short or answer.parts else answer.statements
    if len(statements) == 1 and len(statements[0].cites) == len(answer.quotes):
        own = statements[0].text
    else:
        own = " ".join(s.text + "".join(f"[{n}]" for n in s.cites) for s in statements)
    own = one_line(own)
    return LEAD if not own or any(one_line(c.quote.text) in own for c in answer.quotes) else own
