"""What became of a question, and why it was missed, as far as that can be told.

Owns the words for it: see `results.Outcome`. Unlike `measures`, which put figures on many cases,
this puts one case into words.

    not found by search   a group's evidence is in none of the passages that search ranked
    found, not picked     a passage that search ranked has it, and no quote does
    picked, but declined  it is among the closest sentences of a declined answer
    quoted after others   all is quoted, but another sentence stands first
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.evaluation.judges import Judge
from bot.evaluation.measures.evidence import is_evidence, overlaps_enough, quotes_given
from bot.evaluation.measures.measure import Case
from bot.evaluation.measures.support import StatementVerdict, verdicts
from bot.evaluation.questions import Place
from bot.evaluation.results import Unbacked

RIGHT, PARTLY, WRONG = "right", "partly", "wrong"
DECLINED_RIGHTLY, DECLINED_WRONGLY = "declined rightly", "declined wrongly"
ANSWERED_WRONGLY = "answered wrongly"

NOT_FOUND = "not found by search"
NOT_PICKED = "found, not picked"
PICKED = "picked, but declined"
NOT_FIRST = "quoted after others"

Group = tuple[Place, ...]


def verdict(case: Case) -> str:
    """One of the words above, for the whole answer."""
    if not case.question.answerable:
        return ANSWERED_WRONGLY if case.reply.answered else DECLINED_RIGHTLY
    if not case.reply.answered:
        return DECLINED_WRONGLY
    missing = len(_missing(case))
    if not missing:
        return RIGHT
    return PARTLY if missing < len(case.question.groups) else WRONG


def reason(case: Case) -> str:
    """Why the evidence is not, or not first, in the answer; "" if it is, or if nobody can tell."""
    if not case.question.groups:
        return ""
    missing = _missing(case)
    if missing:
        return _why_missing(case, missing)
    first = quotes_given(case)[0]
    return "" if is_evidence(first, case.question.places, case.articles) else NOT_FIRST


def unbacked(case: Case, judge: Judge) -> tuple[Unbacked, ...]:
    """The statements that their citations do not back, and the citations that do not back theirs,
    each with the judge's reason."""
    return tuple(one for found in verdicts(case, judge) for one in _unbacked(found))


def _unbacked(found: StatementVerdict) -> Iterator[Unbacked]:
    if not found.supported:
        yield Unbacked(found.text, None, found.reason)
    for citation in found.citations:
        # What holds for the statement as a whole is not said again of each of its citations.
        if not citation.right and citation.reason != found.reason:
            yield Unbacked(found.text, citation.number, citation.reason)


def _missing(case: Case) -> list[Group]:
    """The groups of which no place is quoted."""
    quotes = quotes_given(case)
    return [
        group
        for group in case.question.groups
        if not any(is_evidence(quote, group, case.articles) for quote in quotes)
    ]


def _why_missing(case: Case, missing: list[Group]) -> str:
    """Of several groups the earliest step that lost one is named."""
    places = [place for group in missing for place in group]
    if any(is_evidence(quote, places, case.articles) for quote in case.reply.closest):
        return PICKED
    if case.ranking is None:
        return ""
    found = [any(overlaps_enough(*place, group) for place in case.ranking) for group in missing]
    return NOT_PICKED if all(found) else NOT_FOUND
