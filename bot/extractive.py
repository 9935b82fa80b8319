"""Evidence -> answer, without a language model.

Owns the lead line. Unlike `evidence`, which decides what answers, and `render`, which decides
how it looks, it only puts the pieces together.
"""

from __future__ import annotations

from bot.answer import Answer, Citation, Statement, Status
from bot.evidence import Evidence, Pick

ANSWERER = "extractive"
DECLINED = "The articles don’t say."
NUMERALS = ("No", "One", "Two", "Three", "Four")


def write(question: str, evidence: Evidence) -> Answer:
    """The answer that shows the evidence, or the declined one with the closest passages."""
    citations = tuple(_citation(n, pick) for n, pick in enumerate(evidence.picks, start=1))
    text = _lead(evidence) if evidence.answers else DECLINED
    numbers = tuple(citation.number for citation in citations)
    return Answer(
        question=question,
        status=Status.ANSWERED if evidence.answers else Status.DECLINED,
        text=text + "".join(f"[{n}]" for n in numbers) if evidence.answers else text,
        statements=(Statement(text, numbers),) if evidence.answers else (),
        confidence=evidence.confidence,
        answerer=ANSWERER,
        quotes=citations if evidence.answers else (),
        closest=() if evidence.answers else citations,
    )


def _citation(number: int, pick: Pick) -> Citation:
    quote = pick.article.quote(pick.span.start, pick.span.end)
    return Citation(number, quote, pick.highlights, pick.probability)


def _lead(evidence: Evidence) -> str:
    """How many articles speak to it: verbatim is not true, so no more is claimed."""
    articles = len({pick.article.id for pick in evidence.picks})
    return f"{NUMERALS[articles]} article{' speaks' if articles == 1 else 's speak'} to this:"
