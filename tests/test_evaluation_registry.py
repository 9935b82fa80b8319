"""The list of all measures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from evaluation_cases import case

from bot.evaluation.judges import Verdict
from bot.evaluation.measures.registry import MEASURES, measures
from bot.evaluation.statistics import estimate
from index.articles import Quote

GROUPS = [
    "Exactness",
    "Evidence",
    "Statement support",
    "Short answers",
    "Declining",
    "Writing",
    "Search",
    "Conciseness",
    "Cost",
]


class Trusting:
    """A judge who believes everything."""

    name = "trusting"

    def supports(self, statement: str, evidence: Sequence[Quote]) -> Verdict:
        return Verdict(supported=True, reason="")


def test_another_judge_judges_the_same_measures() -> None:
    own = measures(Trusting())
    assert [one.name for one in own] == [one.name for one in MEASURES]
    judged = [one.name for one in own if "trusting" in one.explained]
    assert judged == [one.name for one in own if one.group == "Statement support"]


def test_each_name_stands_once_and_can_be_typed_in_a_gate() -> None:
    names = [measure.name for measure in MEASURES]
    assert len(set(names)) == len(names)
    assert [name for name in names if not re.fullmatch(r"[a-z][a-z0-9_]*", name)] == []


def test_the_groups_come_one_after_the_other() -> None:
    groups = [group for group, _ in groupby(MEASURES, lambda measure: measure.group)]
    assert groups == GROUPS


def test_each_measure_has_one_way_to_be_computed_and_says_what_it_is() -> None:
    for measure in MEASURES:
        assert (measure.part is None) != (measure.whole is None), measure.name
        assert measure.title, measure.name
        assert measure.explained.endswith("."), measure.name


def test_nothing_asked_is_nothing_scored() -> None:
    assert [m.name for m in MEASURES if estimate(m, [], seed=1).value is not None] == []


def test_all_declined_is_scored_without_a_quote() -> None:
    cases = [case([[(0, 10)]], answers=("x",)), case([])]
    values = {m.name: estimate(m, cases, samples=10, seed=1).value for m in MEASURES}
    assert {name: value for name, value in values.items() if value is not None} == {
        "evidence_recall": 0,
        "evidence_covered": 0,
        "answer_contained": 0,
        "answer_exact": 0,
        "answer_f1": 0,
        "declining_precision": 0.5,
        "declining_recall": 1,
        "answering_recall": 0,
    }
