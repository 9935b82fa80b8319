"""A noun behind a verb may not be put in another's place."""

from __future__ import annotations

import pytest

from bot.claims.objects import turned
from bot.claims.text import read

FED = read("The keeper fed the zebra at noon and liked the plan.")


def test_another_noun_behind_the_same_verb_is_named() -> None:
    assert turned(read("The keeper fed the panda."), FED) == (
        "the quotes have “fed … zebra”, not “panda”"
    )


@pytest.mark.parametrize(
    "statement",
    [
        "The keeper fed the zebra.",
        "The zebra was fed by the keeper.",
        "The keeper fed the Zebra Club.",
        "The keeper washed the panda.",
        "The keeper liked the proposal.",
    ],
)
def test_nothing_else_speaks_against_a_noun(statement: str) -> None:
    assert turned(read(statement), FED) is None
