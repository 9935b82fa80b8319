"""The judge that needs no model: names, numbers, quoted words, denials, speakers, and shared words.

Owns the order of the rules and how many words must be shared. It reads words, not meaning: a
statement in quite other words is not supported for it, and one that puts known words together
wrongly may be. How often it agrees with people is measured on `seeds/statements.jsonl`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.evaluation.judging import naming, numbers, polarity, speaking, wording
from bot.evaluation.judging.text import Text, read
from bot.evaluation.judging.verdict import Verdict

ENOUGH = 0.5  # of the statement's words: set beforehand, not fitted
RULES: tuple[Callable[[Text, Text], str | None], ...] = (
    wording.misquoted,
    naming.missing,
    numbers.missing,
    speaking.turned,
    polarity.turned,
    polarity.cut_out,
    polarity.shortened,
)


class OfflineJudge:
    """Supported is what breaks no rule and shares enough words with its evidence.

    The score is the share of the statement's words that the evidence has, and 0 where a rule
    speaks against it.

    >>> OfflineJudge().supports("It is in Bucharest.", ["It is in Madrid."]).reason
    'the quotes do not have the name “Bucharest”'
    """

    name = "offline"

    def supports(self, statement: str, evidence: Sequence[str]) -> Verdict:
        """The verdict, with the first rule that speaks against it as the reason."""
        if not any(part.strip() for part in evidence):
            return Verdict(False, "there is no quote")
        if statement in evidence:  # pasted whole: there is nothing to compare
            return Verdict(True, score=1.0)
        said, known = read(statement), read(*evidence)
        for rule in RULES:
            reason = rule(said, known)
            if reason:
                return Verdict(False, reason)
        share, lacking = wording.coverage(said, known)
        if share < ENOUGH:
            return Verdict(False, f"the quotes do not have “{'”, “'.join(lacking)}”", share)
        return Verdict(True, score=share)
