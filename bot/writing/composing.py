"""Sentences that hold, and the plain answer -> the answer that is shown.

Owns which quotes a written answer has: all of the plain one's, which a model cannot take away, and
those that its sentences cite beside them. Unlike `bot.extractive`, which makes the plain answer,
and `holding`, which says what may be shown, nothing is decided here about what is true.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.answer import Answer, Citation, Statement, Writing
from bot.highlights import highlight
from bot.writing.holding import Failed, Held
from bot.writing.sheet import Place, place_of
from index.articles import Quote, Span

MAX_QUOTES = 8
TOO_MANY = f"its quotes would be more than the {MAX_QUOTES} that an answer shows"


@dataclass(frozen=True, slots=True)
class Fitted:
    """The sentences whose quotes fit into an answer, those that do not, and the quotes."""

    held: tuple[Held, ...]
    failed: tuple[Failed, ...]
    citations: tuple[Citation, ...]


def fit(plain: Answer, held: Sequence[Held], question: str) -> Fitted:
    """The sentences as far as there is room for what they cite.

    Quotes are numbered from 1, those of the plain answer as there. One that only a model cites has
    the score 0, since nobody has judged how likely it answers.
    """
    taken = {place_of(one.quote): one for one in plain.quotes}
    kept, failed = list[Held](), list[Failed]()
    for one in held:
        new = {place_of(quote): quote for quote in one.quotes if place_of(quote) not in taken}
        if len(taken) + len(new) > MAX_QUOTES:
            failed.append(Failed(one.text, TOO_MANY))
            continue
        kept.append(one)
        taken |= {place: _cited(quote, question) for place, quote in new.items()}
    numbered = tuple(replace(one, number=n) for n, one in enumerate(taken.values(), start=1))
    return Fitted(tuple(kept), tuple(failed), numbered)


def compose(plain: Answer, fitted: Fitted, writing: Writing) -> Answer:
    """The answer in the model's words, and of which parts of the question there is no answer. The
    short answers are left out: the words stand for them."""
    numbers = {place_of(one.quote): one.number for one in fitted.citations}
    written = (Statement(held.text, _cites(held, numbers)) for held in fitted.held)
    statements = (*written, *(one for one in plain.statements if not one.cites))
    return replace(
        plain,
        text=" ".join(s.text + "".join(f"[{n}]" for n in s.cites) for s in statements),
        statements=statements,
        answerer=writing.model,
        quotes=fitted.citations,
        short=None,
        short_score=None,
        parts=tuple(replace(part, short=None) for part in plain.parts),
        writing=writing,
    )


def _cited(quote: Quote, question: str) -> Citation:
    span = Span(quote.start, quote.end)
    return Citation(0, quote, highlight(quote.article, span, question))


def _cites(held: Held, numbers: dict[Place, int]) -> tuple[int, ...]:
    return tuple(sorted({numbers[place_of(quote)] for quote in held.quotes}))
