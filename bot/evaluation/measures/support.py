"""Do the quotes back the answer's own words?

Owns citation recall and citation precision as ALCE defines them (Gao et al., 2023, "Enabling Large
Language Models to Generate Text with Citations", EMNLP, section 4.3). For each statement with its
citations, and a judge of what supports what:

    recall of a statement = 1 if it has citations, and their quotes together support it, else 0
    a citation is idle if its quote alone does not support the statement
                       and the others do without it
    precision of a citation = 1 if its statement has recall 1 and it is not idle, else 0

Both are means, here over all statements and over all citations of all answers.

Where this leaves the paper, or the paper's own program (`eval.py` of princeton-nlp/ALCE):

- Statements come cut and cited, with the answer. The program cuts its text into sentences itself,
  and takes the citations out of them; only the latter is done here. What an answer's text says
  beside its statements is one more, without a citation.
- The program averages within an answer first, so that a short answer's statements weigh more. An
  answer without a citation has a precision of 0 there; here it has nothing to be precise about.
- The program reads at most the first three citations of a statement; here all are read, and one
  that is cited twice is read once.
- A citation out of range makes its statement's recall 0, in both. The program then leaves the
  statement's citations out of precision; here they count, as citations that back nothing.
- The program puts the document's title before its text; here a quote has to do without, and stands
  under the headings of its place.
- A quote that is not in its source at its offsets supports nothing. There is no such thing there.

Unlike `evidence`, nothing here knows what was asked: whoever pastes a passage and calls it a
statement is backed in full. So neither figure means anything without the others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.answer import Statement
from bot.evaluation.judges import Judge, Remembering, Verdict
from bot.evaluation.measures.evidence import is_exact
from bot.evaluation.measures.measure import Case, Measure, Part
from bot.evaluation.measures.own_words import own_statements, plain
from index.articles import Quote


@dataclass(frozen=True, slots=True)
class CitationVerdict:
    """What one citation of a statement is worth. `reason` is empty where it is right."""

    number: int  # as cited, counted from 1
    right: bool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class StatementVerdict:
    """Whether its citations back a statement. `reason` is empty where they do."""

    text: str
    supported: bool
    reason: str
    citations: tuple[CitationVerdict, ...]


def support_measures(judge: Judge) -> tuple[Measure, ...]:
    """The measures of this module. Each statement is judged once for all of them."""
    remembering = Remembering(judge)
    return (
        Measure(
            "statement_support",
            "statements that their citations back",
            "Statement support",
            part=lambda case: statement_support(case, remembering),
            unit="%",
            explained="Citation recall of ALCE (Gao et al., 2023): statements with citations whose "
            f"quotes together support them, over statements. Judge: {judge.name}.",
        ),
        Measure(
            "citation_support",
            "citations that back their statement",
            "Statement support",
            part=lambda case: citation_support(case, remembering),
            unit="%",
            explained="Citation precision of ALCE (Gao et al., 2023): citations of supported "
            f"statements that are not idle, over citations. Judge: {judge.name}.",
        ),
    )


def statement_support(case: Case, judge: Judge) -> Part | None:
    """Citation recall: supported statements over statements; None without any."""
    found = verdicts(case, judge)
    return Part(sum(verdict.supported for verdict in found), len(found)) if found else None


def citation_support(case: Case, judge: Judge) -> Part | None:
    """Citation precision: right citations over citations; None without any."""
    found = [citation for verdict in verdicts(case, judge) for citation in verdict.citations]
    return Part(sum(citation.right for citation in found), len(found)) if found else None


def verdicts(case: Case, judge: Judge) -> tuple[StatementVerdict, ...]:
    """The verdict on each statement of an answer in its own words, in order.

    A declined answer states nothing. Raises what the judge raises.
    """
    return tuple(_verdict(statement, case, judge) for statement in own_statements(case))


def _verdict(statement: Statement, case: Case, judge: Judge) -> StatementVerdict:
    text, numbers = plain(statement.text), tuple(dict.fromkeys(statement.cites))
    reason = _unusable(numbers, case)
    if not reason:
        together = judge.supports(text, _evidence(numbers, case))
        reason = "" if together.supported else _why(together, numbers, case)
    if reason:
        citations = tuple(_failed(n, reason, case) for n in numbers)
    else:
        citations = tuple(_needed(n, numbers, text, case, judge) for n in numbers)
    return StatementVerdict(statement.text, not reason, reason, citations)


def _unusable(numbers: Sequence[int], case: Case) -> str:
    """Why nothing needs to be judged: no citation, or one of a quote that is not there."""
    if not numbers:
        return "it has no citation"
    return next((reason for n in numbers if (reason := _out_of_range(n, case))), "")


def _out_of_range(number: int, case: Case) -> str:
    quotes = len(case.reply.quotes)
    if 1 <= number <= quotes:
        return ""
    return f"it cites [{number}], and the answer has {quotes} quote{'' if quotes == 1 else 's'}"


def _inexact(number: int, case: Case) -> str:
    if is_exact(case.reply.quotes[number - 1], case.articles):
        return ""
    return f"quote [{number}] is not in its source at its offsets"


def _evidence(numbers: Sequence[int], case: Case) -> tuple[Quote, ...]:
    """The quotes cited, without those that are not in their source."""
    exact = (case.reply.quotes[n - 1] for n in numbers if not _inexact(n, case))
    return tuple(case.articles[one.article].quote(one.start, one.end) for one in exact)


def _why(verdict: Verdict, numbers: Sequence[int], case: Case) -> str:
    """The judge's reason, and before it the quotes that it was not shown."""
    inexact = [reason for n in numbers if (reason := _inexact(n, case))]
    return "; ".join([*inexact, verdict.reason])


def _failed(number: int, unsupported: str, case: Case) -> CitationVerdict:
    """The verdict on a citation of a statement that its citations do not support together."""
    own = _out_of_range(number, case) or _inexact(number, case)
    return CitationVerdict(number, False, own or unsupported)


def _needed(
    number: int, numbers: Sequence[int], text: str, case: Case, judge: Judge
) -> CitationVerdict:
    """The verdict on a citation of a statement that is supported: right unless it is idle."""
    alone = judge.supports(text, _evidence((number,), case))
    others = _evidence([n for n in numbers if n != number], case)
    if alone.supported or not judge.supports(text, others).supported:
        return CitationVerdict(number, True)
    reason = _inexact(number, case) or alone.reason
    return CitationVerdict(number, False, f"[{number}] is idle, the others do without it: {reason}")
