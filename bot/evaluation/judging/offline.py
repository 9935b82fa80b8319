"""The judge that needs no model: the checker that Pullquote holds a model's sentences to.

Owns nothing but the form of its verdict: what is measured on `seeds/statements.jsonl` is
`bot.checking` itself. Unlike there, the evidence is bare words, without article, outlet or date.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.checking import check
from bot.evaluation.judging.verdict import Verdict
from index.articles import Article, Quote, Span


class OfflineJudge:
    """Supported is what the checker finds no fault with.

    The score is the share of the statement's words that the evidence has, and 0 where a rule
    speaks against it.

    >>> OfflineJudge().supports("It is in Bucharest.", ["It is in Madrid."]).reason
    'the quotes do not have the name “Bucharest”'
    """

    name = "offline"

    def supports(self, statement: str, evidence: Sequence[str]) -> Verdict:
        """The verdict, with the first fault as the reason."""
        found = check(statement, [_quote(text) for text in evidence if text.strip()])
        return Verdict(found.ok, found.reason, found.share)


def _quote(text: str) -> Quote:
    return Article("evidence", text, (Span(0, len(text)),)).quote(0, len(text))
