"""What asks nothing of the articles, a greeting or letters at random, is declined.

The phrases stand in `asides_never_learned.txt`: the reader has learned others of their kind
(`bot/training/asides.txt`), none of these.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from bot import cli
from bot.answering import Answerer
from bot.config import load
from bot.opening import open_answerer
from bot.training.asides import phrases

ARTICLES = Path(__file__).parents[1] / "seeds" / "articles"
NEVER_LEARNED = Path(__file__).with_name("asides_never_learned.txt").read_text("utf-8").splitlines()
DECLINED = 0.85  # of them at least; 0.89 when it was measured


@pytest.fixture(scope="module")
def answerer(tmp_path_factory: pytest.TempPathFactory) -> Answerer:
    folder = tmp_path_factory.mktemp("asides")
    assert cli.run(["--data", str(folder), "index", str(ARTICLES)]) == cli.OK
    return open_answerer(load(folder))


def test_most_of_what_asks_nothing_is_declined(answerer: Answerer) -> None:
    answered = [one for one in NEVER_LEARNED if answerer.answer(one).answered]
    assert len(answered) <= (1 - DECLINED) * len(NEVER_LEARNED), answered


@pytest.mark.parametrize("aside", ["ok", "thanks!", "yes", "thank you"])
def test_it_is_declined_after_a_question_as_well(answerer: Answerer, aside: str) -> None:
    assert not answerer.answer(aside, earlier=["Who leads the US delegation?"]).answered


def test_none_of_it_was_learned() -> None:
    assert not set(NEVER_LEARNED) & set(phrases())
