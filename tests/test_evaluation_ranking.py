"""Rankings of passages, worked by hand and held against the formulas written out."""

from __future__ import annotations

from math import log2

import ir_measures
import pytest
from evaluation_cases import Gold, case
from hypothesis import given
from hypothesis import strategies as st
from ir_measures import RR, R, nDCG

from bot.evaluation.measures import ranking
from bot.evaluation.measures.ranking import RankingScores

# Passages of twenty characters; places of four, at 20n + 4, are in passage n.
WIDTH, COUNT = 20, 9


def passages(*numbers: int) -> list[tuple[str, int, int]]:
    return [("a", WIDTH * n, WIDTH * (n + 1)) for n in numbers]


def place(number: int) -> tuple[int, int]:
    return WIDTH * number + 4, WIDTH * number + 8


def scores(gold: Gold, found: list[tuple[str, int, int]]) -> RankingScores:
    result = ranking.score(case(gold, ranking=found))
    assert result is not None
    return result


@pytest.mark.parametrize(
    ("gold", "found", "wanted"),
    [
        ([[place(3)]], [3, 1, 2], (1, 1, 1, 1, 1)),
        ([[place(3)]], [1, 3, 2], (0, 1, 1, 1 / 2, 1 / log2(3))),
        ([[place(3)]], [0, 1, 2, 4, 5, 3], (0, 0, 1, 1 / 6, 1 / log2(7))),
        ([[place(3)]], [1, 2], (0, 0, 0, 0, 0)),
        ([[place(3)]], [], (0, 0, 0, 0, 0)),  # search found nothing
        # Either place of a group will do, and the second one adds nothing.
        ([[place(3), place(1)]], [0, 1, 3], (0, 1, 1, 1 / 2, 1 / log2(3))),
        ([[place(3), place(1)]], [1, 3], (1, 1, 1, 1, 1)),
        # Every group is needed.
        ([[place(3)], [place(1)]], [3, 1], (1 / 2, 1, 1, 1, 1)),
        ([[place(3)], [place(1)]], [3], (1 / 2, 1 / 2, 1 / 2, 1, 1 / (1 + 1 / log2(3)))),
        # One passage with two groups is the best there is; a third group is still missing.
        ([[(64, 68)], [(70, 74)]], [3], (1, 1, 1, 1, 1)),
        (
            [[(64, 68)], [(70, 74)], [place(1)]],
            [0, 3],
            (0, 2 / 3, 2 / 3, 1 / 2, (2 / log2(3)) / (2 + 1 / log2(3))),
        ),
    ],
)
def test_worked_rankings(gold: Gold, found: list[int], wanted: tuple[float, ...]) -> None:
    given_ = scores(gold, passages(*found))
    assert (
        given_.recall_1,
        given_.recall_5,
        given_.recall_20,
        given_.reciprocal_rank,
        given_.ndcg_10,
    ) == pytest.approx(wanted)


def test_only_the_first_twenty_passages_count() -> None:
    others = [("b", n, n + 1) for n in range(19)]
    at_20 = scores([[place(3)]], [*others, *passages(3)])
    at_21 = scores([[place(3)]], [*others, ("b", 50, 51), *passages(3)])
    assert (at_20.recall_20, at_20.reciprocal_rank, at_20.ndcg_10) == (1, 1 / 20, 0)
    assert (at_21.recall_20, at_21.reciprocal_rank) == (0, 0)


def test_a_passage_found_twice_gains_once() -> None:
    once, twice = passages(1, 3, 2), passages(1, 3, 3)
    assert scores([[place(3)]], once) == scores([[place(3)]], twice)


def test_a_passage_needs_half_of_the_place_or_to_lie_within_it() -> None:
    assert scores([[(10, 30)]], passages(0)).recall_1 == 1
    assert scores([[(12, 40)]], passages(0)).recall_1 == 0
    assert scores([[(12, 40)]], passages(1)).recall_1 == 1
    assert scores([[(0, 100)]], passages(2)).recall_1 == 1


@given(st.permutations(range(COUNT)), st.sets(st.integers(0, COUNT - 1), min_size=1))
def test_with_one_place_a_group_the_scores_are_those_of_a_plain_relevance_list(
    found: list[int], relevant: set[int]
) -> None:
    given_ = scores([[place(n)] for n in sorted(relevant)], passages(*found[:7]))
    needed = {"q": {str(n): 1 for n in relevant}}
    run = {"q": {str(n): -float(rank) for rank, n in enumerate(found[:7])}}
    plain = ir_measures.calc_aggregate([R @ 1, R @ 5, R @ 20, RR, nDCG @ 10], needed, run)
    assert given_.recall_1 == pytest.approx(plain[R @ 1])
    assert given_.recall_5 == pytest.approx(plain[R @ 5])
    assert given_.recall_20 == pytest.approx(plain[R @ 20])
    assert given_.reciprocal_rank == pytest.approx(plain[RR])
    assert given_.ndcg_10 == pytest.approx(plain[nDCG @ 10])


@given(
    st.lists(st.sets(st.integers(0, COUNT - 1), min_size=1, max_size=3), min_size=1, max_size=4),
    st.lists(st.integers(0, COUNT - 1), max_size=12),
)
def test_each_score_is_its_formula(groups: list[set[int]], found: list[int]) -> None:
    given_ = scores([[place(n) for n in sorted(group)] for group in groups], passages(*found))
    ranks = [next((r for r, n in enumerate(found, 1) if n in group), None) for group in groups]
    gains = [ranks.count(rank) for rank in range(1, len(found) + 1)]
    ideal = sorted([gain for gain in gains if gain] + [1] * ranks.count(None), reverse=True)
    assert given_.recall_5 == pytest.approx(
        sum(r is not None and r <= 5 for r in ranks) / len(ranks)
    )
    first = min((rank for rank in ranks if rank is not None), default=None)
    assert given_.reciprocal_rank == pytest.approx(0 if first is None else 1 / first)
    assert given_.ndcg_10 == pytest.approx(discounted(gains) / discounted(ideal))


def discounted(gains: list[int]) -> float:
    return sum(gain / log2(rank + 1) for rank, gain in enumerate(gains[:10], 1))


def test_without_a_ranking_or_without_evidence_nothing_is_scored() -> None:
    assert ranking.score(case([[place(3)]])) is None
    assert ranking.score(case([], ranking=passages(3))) is None
    parts = [m.part(case([[place(3)]])) for m in ranking.MEASURES if m.part]
    assert parts == [None] * 5


def test_the_measures_are_the_scores() -> None:
    scored = case([[place(3)]], ranking=passages(1, 3))
    parts = [m.part(scored) for m in ranking.MEASURES if m.part]
    totals = [part.total for part in parts if part]
    assert totals == pytest.approx([0, 1, 1, 1 / 2, 1 / log2(3)])
