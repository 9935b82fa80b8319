"""What became of a model's sentences, counted by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest
from evaluation_cases import case

from bot.answer import Statement
from bot.evaluation.measures import writing
from bot.evaluation.measures.measure import Case, Part


def written(*, answered: bool = True, statements: int = 0, **fields: object) -> Case:
    plain = case([], [(0, 10)] if answered else [])
    reply = replace(
        plain.reply,
        answered=answered,
        statements=(Statement("It is.", (1,)),) * statements,
        given={"writing": {"model": "m", "prompts": {}, **fields}},
    )
    return replace(plain, reply=reply)


@pytest.mark.parametrize(
    ("one", "part"),
    [
        (written(statements=3), Part(0, 3)),
        (written(statements=1, dropped=["a", "b"]), Part(2, 3)),
        (written(statements=1, dropped=["a", "b"], dropped_more=4), Part(6, 7)),
        # The statement of the answer without a model is not the model's.
        (written(statements=1, dropped=["a", "b"], fallback="Nothing passed."), Part(2, 2)),
        (written(statements=1, fallback="It did not answer."), None),
        (written(answered=False), None),
        (case([], [(0, 10)]), None),
    ],
)
def test_sentences_that_were_dropped_are_counted_over_all_of_the_models(
    one: Case, part: Part | None
) -> None:
    assert writing.dropped(one) == part


def test_a_fallback_counts_only_where_something_was_answered() -> None:
    assert writing.fell_back(written(fallback="It failed.")) == Part(1)
    assert writing.fell_back(written(statements=1)) == Part(0)
    assert writing.fell_back(written(answered=False)) is None
    assert writing.fell_back(case([], [(0, 10)])) is None


def test_gate_and_model_can_disagree_both_ways() -> None:
    assert writing.vetoed(written(answered=False, vetoed=True)) == Part(1)
    assert writing.vetoed(written(answered=False)) == Part(0)
    assert writing.vetoed(written(vetoed=True)) is None
    assert writing.overruled(written(fallback="It declined.", overruled=True)) == Part(1)
    assert writing.overruled(written(statements=1)) == Part(0)
    assert writing.overruled(written(answered=False)) is None
