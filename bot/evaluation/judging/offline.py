"""The judge that needs no model: the checker that Pullquote holds a model's sentences to.

Owns nothing but the form of its verdict: what is measured on `seeds/statements.jsonl` is
`bot.checking` itself, with the quotes in their articles, as answers are checked.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.checking import check
from bot.evaluation.judging.verdict import Verdict
from index.articles import Quote


class OfflineJudge:
    """Supported is what the checker finds no fault with.

    The score is the share of the statement's words that the evidence has, and 0 where a rule
    speaks against it.
    """

    name = "offline"

    def supports(self, statement: str, evidence: Sequence[Quote]) -> Verdict:
        """The verdict, with the first fault as the reason."""
        found = check(statement, evidence)
        return Verdict(found.ok, found.reason, found.share)
