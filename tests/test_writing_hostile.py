"""No model, however bad, gets a false quote or an unbacked name, number or date onto a screen.

A part of what `python tests/writing_hostile.py` tries, which takes minutes for all 2,000 replies.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from writing_hostile import Tally, cases, lacking, run

REPLIES = 240


@pytest.fixture(scope="module")
def tally(tmp_path_factory: pytest.TempPathFactory) -> Tally:
    return run(cases(Path(tmp_path_factory.mktemp("hostile"))), REPLIES, seed=7)


def test_no_quote_is_shown_that_is_not_in_the_source(tally: Tally) -> None:
    assert tally.false_quotes == []


def test_no_name_number_or_date_is_shown_that_the_evidence_lacks(tally: Tally) -> None:
    assert tally.false_words == []


def test_no_answer_is_lost(tally: Tally) -> None:
    assert tally.lost == []
    assert sum(tally.outcomes.values()) == REPLIES


def test_the_adversary_is_believed_and_caught_often_enough_to_mean_something(tally: Tally) -> None:
    assert min(tally.outcomes["written"], tally.outcomes["without a model"]) > REPLIES / 10
    assert len(tally.faults) > 15


def test_the_oracle_sees_what_is_false() -> None:
    evidence = "Ryabkov met 12 officials of the United States in Geneva on Monday."
    said = "Ryabkov met Putin and 13 envoys in Bern on Tuesday, two US officials said."
    assert lacking(said, evidence, evidence) == ["Putin", "13", "Bern", "Tuesday", "two"]
    assert lacking("Sergei Ryabkov met 12.", evidence, "Sergei Ryabkov left.") == []
