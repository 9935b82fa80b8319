"""Which of an answer's words are its own: to be judged, and to be taken as its short answer.

Owns what is exempt: that the articles don't say what a part of the question asks, of any answer;
and words of the quotes that they cite, behind the part that they answer or alone, and the line that
announces quotes, of an answer that calls itself extractive. That name alone exempts nothing, for
whoever answers chooses it; nor does a text that none of the statements owns up to. Unlike
`support`, nothing is judged.
"""

from __future__ import annotations

from bot.answer import DECLINED, Statement
from bot.claims.text import MARKERS
from bot.evaluation.measures.evidence import is_exact
from bot.evaluation.measures.measure import Case
from bot.evaluation.replies import Reply, Shown
from bot.extractive import ANSWERER, LEADS
from bot.parts import split


def own_statements(case: Case) -> tuple[Statement, ...]:
    """The statements in the answerer's own words; what its text says beside its statements is one
    more, without a citation. Our extractive answers have none, and so has a declined one."""
    reply = case.reply
    if not reply.answered:
        return ()
    said = tuple(one for one in reply.statements + _beside(reply) if not _declines(one, case))
    if reply.answerer != ANSWERER:
        return said
    return tuple(one for one in said if not _is_quoted(one, case) and not _announces(one, case))


def own_text(case: Case) -> str:
    """The text without its [n], if any of it is in the answerer's own words; else ""."""
    return plain(case.reply.text) if own_statements(case) else ""


def plain(text: str) -> str:
    """A text without its citations.

    >>> plain("Sherman leads [1]. She spoke. [2, 3]")
    'Sherman leads. She spoke.'
    """
    return MARKERS.sub("", text).strip()


def _beside(reply: Reply) -> tuple[Statement, ...]:
    rest = _on_one_line(reply.text)
    # The longest first: a short answer's words may stand in the line after it.
    for text in sorted((_on_one_line(s.text) for s in reply.statements), key=len, reverse=True):
        rest = rest.replace(text, " ", 1)
    has_words = any(char.isalnum() for char in rest)
    return (Statement(_on_one_line(rest), ()),) if has_words else ()


def _on_one_line(text: str) -> str:
    return " ".join(plain(text).split())


def _declines(statement: Statement, case: Case) -> bool:
    """Whether it says of a part of the question that there is no answer to it."""
    return _behind_part(statement, case) == DECLINED


def _is_quoted(statement: Statement, case: Case) -> bool:
    """Whether its words stand, in a row, in an exact quote that it cites."""
    words = _behind_part(statement, case)
    words = statement.text if words is None else words
    return any(
        words in quote.text and is_exact(quote, case.articles) for quote in _cited(statement, case)
    )


def _behind_part(statement: Statement, case: Case) -> str | None:
    """What stands behind a part of the question that was asked; None if it begins with none."""
    for part in split(case.question.text.strip()):
        if statement.text.startswith(part) and part != case.question.text:
            return statement.text.removeprefix(part).strip()
    return None


def _announces(statement: Statement, case: Case) -> bool:
    """Whether it is the line before the quotes, and counts their articles right."""
    articles = {quote.article for quote in _cited(statement, case)}
    return LEADS.get(statement.text) == len(articles)


def _cited(statement: Statement, case: Case) -> list[Shown]:
    quotes = case.reply.quotes
    return [quotes[n - 1] for n in statement.cites if 1 <= n <= len(quotes)]
