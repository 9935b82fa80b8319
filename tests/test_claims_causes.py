"""A "because" has to be in the evidence, the reason and the joint both."""

from __future__ import annotations

import pytest

from bot.claims.causes import invented
from bot.claims.text import read


@pytest.mark.parametrize(
    ("statement", "evidence"),
    [
        ("He left because the heating failed.", "He left, since he was tired."),
        ("The bridge closed due to heavy floods.", "The bridge was closed over some cracks."),
        ("The bridge closed because of the storm.", "The bridge was closed. A storm raged."),
    ],
)
def test_a_reason_that_the_evidence_does_not_give_is_invented(
    statement: str, evidence: str
) -> None:
    assert invented(read(statement), read(evidence))


@pytest.mark.parametrize(
    ("statement", "evidence"),
    [
        ("He left because the heating failed.", "The heating failed, so he left."),
        ("The bridge closed due to floods.", "The bridge was closed amid floods."),
        ("The text was dropped because it was vague.", "It was so vague that they dropped it."),
        ("He left early.", "He left, since he was tired."),
    ],
)
def test_a_reason_may_be_given_in_other_words(statement: str, evidence: str) -> None:
    assert invented(read(statement), read(evidence)) is None
