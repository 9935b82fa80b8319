"""Evidence -> answer, without a language model.

Owns the short answer and the lead line. Unlike `evidence`, which decides what answers, and
`render`, which decides how it looks, it only puts the pieces together.
"""

from __future__ import annotations

from bot import sources
from bot.answer import Answer, Citation, Statement, Status
from bot.evidence import Evidence, Pick
from index.articles import Quote

ANSWERER = "extractive"
DECLINED = "The articles don’t say."
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
        text=" ".join(s.text + "".join(f"[{n}]" for n in s.cites) for s in statements),
        statements=statements,
        confidence=evidence.confidence,
        answerer=ANSWERER,
        quotes=citations,
        short=short,
        short_score=evidence.short,
    )


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
