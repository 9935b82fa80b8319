"""Search apart from picking: do the passages that hold the evidence come first?

Owns what counts as found in a ranking; ir-measures, which nothing else imports, does the sums.

What has to be found are the gold groups: any one place of a group is enough, and a passage has a
place by the rule of `evidence`. A passage's gain is the number of groups that it is the first in
the ranking to hold: a second passage with the same fact gains nothing. The ideal ranking has the
gaining passages first, and one more passage for each group that was not found. So what is ideal
does not depend on how the index cuts up its articles, and 1 can always be reached.

    recall@k  groups held by the first k passages, over groups
    RR        1 / rank of the first passage with a gain among the first 20, else 0
    nDCG@10   sum of gain / log2(rank + 1) over the first 10, over the same of the ideal ranking
              (Järvelin and Kekäläinen, 2002)

Unlike `evidence`, this judges what search found and not what was shown of it; a system that does
not say what it found is left out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from bot.evaluation.measures.evidence import overlaps_enough
from bot.evaluation.measures.measure import Case, Measure, Part
from bot.evaluation.questions import Place

DEPTH = 20  # passages looked at
Groups = tuple[tuple[Place, ...], ...]
Ranking = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class RankingScores:
    """The scores of one ranking, each from 0 to 1."""

    recall_1: float
    recall_5: float
    recall_20: float
    reciprocal_rank: float
    ndcg_10: float


def score(case: Case) -> RankingScores | None:
    """The scores of a case's ranking; None without a ranking or without gold evidence."""
    if case.ranking is None or not case.question.groups:
        return None
    return _score(case.question.groups, case.ranking[:DEPTH])


def found_at(groups: Groups, ranking: Ranking) -> list[int | None]:
    """For each group, the rank from 1 of the first passage that holds it, None if none does."""
    return [
        next((n for n, place in enumerate(ranking, 1) if overlaps_enough(*place, group)), None)
        for group in groups
    ]


@lru_cache(maxsize=10_000)  # five measures, and each breakdown of them, ask for the same scores
def _score(groups: Groups, ranking: Ranking) -> RankingScores:
    from ir_measures import RR, R, iter_calc, nDCG

    ranks = found_at(groups, ranking)
    run = {str(n): float(-n) for n in range(1, len(ranking) + 1)}
    # One query for the whole question, with passages as documents, and one for each group, for
    # the recall of groups: a passage that holds two of them is one document, but finds two.
    needed = {"whole": _gains(ranks)} | {str(n): _gains([rank]) for n, rank in enumerate(ranks)}
    found = {
        (one.query_id, str(one.measure)): one.value
        for one in iter_calc(
            [R @ 1, R @ 5, R @ 20, RR, nDCG @ 10], needed, dict.fromkeys(needed, run)
        )
    }

    def recall(measure: str) -> float:
        return sum(found[str(n), measure] for n in range(len(ranks))) / len(ranks)

    return RankingScores(
        recall_1=recall("R@1"),
        recall_5=recall("R@5"),
        recall_20=recall("R@20"),
        reciprocal_rank=found["whole", "RR"],
        ndcg_10=found["whole", "nDCG@10"],
    )


def _gains(ranks: list[int | None]) -> dict[str, int]:
    gains: dict[str, int] = {}
    for group, rank in enumerate(ranks):
        document = f"missing {group}" if rank is None else str(rank)
        gains[document] = gains.get(document, 0) + 1
    return gains


def _part(value: Callable[[RankingScores], float]) -> Callable[[Case], Part | None]:
    def part(case: Case) -> Part | None:
        scores = score(case)
        return None if scores is None else Part(value(scores))

    return part


def _recall(name: str, title: str, value: Callable[[RankingScores], float]) -> Measure:
    return Measure(
        name,
        title,
        "Search",
        part=_part(value),
        unit="%",
        explained=f"{title.removeprefix('recall@')} first passages: groups of gold evidence that "
        "they hold, over groups, mean over the answerable questions.",
    )


MEASURES = (
    _recall("search_recall_1", "recall@1", lambda scores: scores.recall_1),
    _recall("search_recall_5", "recall@5", lambda scores: scores.recall_5),
    _recall("search_recall_20", "recall@20", lambda scores: scores.recall_20),
    Measure(
        "search_mrr",
        "MRR@20",
        "Search",
        part=_part(lambda scores: scores.reciprocal_rank),
        explained="1 over the rank of the first passage with gold evidence, 0 if it is not among "
        "the first 20, mean over the answerable questions.",
    ),
    Measure(
        "search_ndcg_10",
        "nDCG@10",
        "Search",
        part=_part(lambda scores: scores.ndcg_10),
        explained="Groups of evidence that each passage is the first to hold, discounted by "
        "log2(rank + 1), over the same of the ideal ranking (Järvelin and Kekäläinen, 2002).",
    ),
)
