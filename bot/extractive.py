"""Evidence -> answer, without a language model.

Owns the short answer and the lead line. Unlike `evidence`, which decides what answers, and
`render`, which decides how it looks, it only puts the pieces together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot import sources
from bot.answer import DECLINED, Answer, Citation, Part, Statement, Status
from bot.evidence import Evidence, Pick
from bot.joining import Joined, Looked
from index.articles import Quote

ANSWERER = "extractive"
NUMERALS = ("No", "One", "Two", "Three", "Four")


def write(question: str, evidence: Evidence) -> Answer:
    """The answer that shows the evidence, or the declined one with the closest passages."""
    citations = tuple(_citation(n, pick) for n, pick in enumerate(evidence.picks, start=1))
    if not evidence.answers:
        return Answer(
            question, Status.DECLINED, DECLINED, (), evidence.confidence, ANSWERER, (), citations
        )
    short = _short(evidence)
    statements = _statements(evidence, short, tuple(citation.number for citation in citations))
    return Answer(
        question=question,
        status=Status.ANSWERED,
        text=_text(statements),
        statements=statements,
        confidence=evidence.confidence,
        answerer=ANSWERER,
        quotes=citations,
        short=short,
        short_score=evidence.short,
    )


def write_parts(question: str, looked: Sequence[Looked], joined: Joined) -> Answer:
    """The answer to a question of several parts: what answers each in short, and all quotes."""
    answer, numbers = write(question, joined.evidence), iter(joined.numbers)
    parts = tuple(
        _answered(one, next(numbers), joined.evidence.picks)
        if one.evidence.answers
        else Part(one.question, one.asked, Status.DECLINED, one.evidence.confidence)
        for one in looked
    )
    if not answer.answered:
        return replace(answer, parts=parts)
    statements = (*map(_of_part, parts), *answer.statements)
    return replace(answer, parts=parts, statements=statements, text=_text(statements))


def _answered(part: Looked, numbers: tuple[int, ...], shown: Sequence[Pick]) -> Part:
    """A part with its quotes. `numbers` are those of its picks among all that are shown."""
    own, first = part.evidence.picks[0], shown[numbers[0] - 1]
    # It may stand there with the same words in another article, of which they are not a quote.
    is_shown = (own.article.id, own.span) == (first.article.id, first.span)
    short = _short(part.evidence) if is_shown else None
    confidence = part.evidence.confidence
    return Part(part.question, part.asked, Status.ANSWERED, confidence, numbers, short)


def _of_part(part: Part) -> Statement:
    return Statement(f"{part.question} {part.said}".strip(), part.quotes)


def _text(statements: Sequence[Statement]) -> str:
    return " ".join(s.text + "".join(f"[{n}]" for n in s.cites) for s in statements)


def _short(evidence: Evidence) -> Quote | None:
    """The words of the first quote that are the answer by themselves, if they are."""
    first = evidence.picks[0]
    if not evidence.shows_short or not first.highlights:
        return None
    return first.article.quote(*first.highlights[0])


def _statements(
    evidence: Evidence, short: Quote | None, numbers: tuple[int, ...]
) -> tuple[Statement, ...]:
    lead = Statement(_lead(evidence), numbers)
    return (lead,) if short is None else (Statement(short.text, numbers[:1]), lead)


def _citation(number: int, pick: Pick) -> Citation:
    quote = pick.article.quote(pick.span.start, pick.span.end)
    return Citation(number, quote, pick.highlights, pick.probability)


def _lead(evidence: Evidence) -> str:
    articles = list({pick.article.id: pick.article for pick in evidence.picks}.values())
    return _announced(len(articles), sources.independent(articles))


def _announced(articles: int, stories: int) -> str:
    """How many articles speak to it, and how many stories they tell: verbatim is not true, so no
    more is claimed."""
    if articles == 1:
        return "One article speaks to this:"
    noun = "story" if stories == 1 else "stories"
    alike = f" with {NUMERALS[stories].lower()} {noun}" if stories < articles else ""
    return f"{NUMERALS[articles]} articles{alike} speak to this:"


# Each line that announces quotes, and of how many articles.
LEADS = {
    _announced(articles, stories): articles
    for articles in range(1, len(NUMERALS))
    for stories in range(1, articles + 1)
}
