"""What became of a question, in words: the fault, and the step at which the evidence was lost."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from evaluation_cases import case, quote

from bot.evaluation.measures.measure import Case
from bot.evaluation.verdicts import reason, verdict

ONE, TWO = [[(0, 10)]], [[(0, 10)], [(100, 110)]]
HIT, OTHER, ELSEWHERE = (0, 12), (100, 110), (60, 70)
FOUND, NOT_FOUND = [("a", 0, 40)], [("a", 50, 90), ("b", 0, 40)]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (case(ONE, [HIT]), "right"),
        (case(ONE, [ELSEWHERE, HIT]), "right"),
        (case(TWO, [HIT]), "partly"),
        (case(TWO, [HIT, OTHER]), "right"),
        (case(ONE, [ELSEWHERE]), "wrong"),
        (case(ONE, []), "wrong"),
        (case(ONE, [quote(0, 12, text="not what stands there")]), "wrong"),
        (case(ONE, None), "declined wrongly"),
        (case([], None), "declined rightly"),
        (case([], [HIT]), "answered wrongly"),
    ],
)
def test_a_verdict_is_of_the_whole_answer(asked: Case, said: str) -> None:
    assert verdict(asked) == said


@pytest.mark.parametrize(
    ("quotes", "closest", "ranking", "said"),
    [
        ([HIT], [], NOT_FOUND, ""),
        ([ELSEWHERE, HIT], [], FOUND, "quoted after others"),
        ([ELSEWHERE], [], FOUND, "found, not picked"),
        ([ELSEWHERE], [], NOT_FOUND, "not found by search"),
        ([ELSEWHERE], [], [], "not found by search"),
        ([ELSEWHERE], [], None, ""),
        (None, [HIT], FOUND, "picked, but declined"),
        (None, [HIT], None, "picked, but declined"),
        (None, [ELSEWHERE], FOUND, "found, not picked"),
        (None, [], NOT_FOUND, "not found by search"),
    ],
)
def test_the_reason_is_the_step_that_lost_the_evidence(
    quotes: Sequence[tuple[int, int]] | None,
    closest: Sequence[tuple[int, int]],
    ranking: Sequence[tuple[str, int, int]] | None,
    said: str,
) -> None:
    assert reason(case(ONE, quotes, closest=closest, ranking=ranking)) == said


def test_of_two_groups_that_are_missing_the_earliest_step_is_named() -> None:
    assert reason(case(TWO, [ELSEWHERE], ranking=FOUND)) == "not found by search"
    assert reason(case(TWO, [HIT], ranking=FOUND)) == "not found by search"
    assert reason(case(TWO, [OTHER], ranking=FOUND)) == "found, not picked"


def test_an_unanswerable_question_has_no_evidence_to_lose() -> None:
    assert reason(case([], [HIT], ranking=FOUND)) == ""
