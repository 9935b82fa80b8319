"""Every measure, in the order in which the table has them.

Owns the order of the groups. Unlike the modules it draws on, it measures nothing.
"""

from __future__ import annotations

from bot.evaluation import judges
from bot.evaluation.judges import Judge
from bot.evaluation.measures import (
    conciseness,
    cost,
    declining,
    evidence,
    ranking,
    short_answers,
    writing,
)
from bot.evaluation.measures.measure import Measure
from bot.evaluation.measures.support import support_measures


def measures(judge: Judge) -> tuple[Measure, ...]:
    """Every measure; `judge` says whether quotes back a statement."""
    return (
        *evidence.MEASURES,
        *support_measures(judge),
        *short_answers.MEASURES,
        *declining.MEASURES,
        *writing.MEASURES,
        *ranking.MEASURES,
        *conciseness.MEASURES,
        *cost.MEASURES,
    )


MEASURES = measures(judges.judge())  # with the judge that needs nothing installed
