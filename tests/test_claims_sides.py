"""Who stands before a verb and who behind it."""

from __future__ import annotations

import pytest

from bot.claims.sides import turned
from bot.claims.text import read

REACTED = "Ada Brook, who leads the team, reacted angrily to what Ford wrote."


@pytest.mark.parametrize(
    ("statement", "evidence"),
    [
        ("Ford gave an angry answer to Brook.", REACTED),
        ("Russia attacked Ukraine.", "Ukraine attacked Russia."),
        ("Ukraine was attacked by Russia.", "Ukraine attacked Russia."),
        ("NATO submitted two lists to Russia.", "Two lists that Russia lodged with NATO are long."),
    ],
)
def test_two_names_may_not_change_places_around_a_verb(statement: str, evidence: str) -> None:
    assert turned(read(statement), read(evidence))


@pytest.mark.parametrize(
    ("statement", "evidence"),
    [
        ("Brook gave an angry answer to Ford.", REACTED),
        ("Ukraine was attacked by Russia.", "Russia attacked Ukraine."),
        ("Moscow attacked Kyiv.", "Russia attacked Ukraine."),
        (
            "Brook attacked Ford, who attacked Brook.",
            "Ford attacked Brook and Brook attacked Ford.",
        ),
        ("Ford met nobody.", REACTED),
    ],
)
def test_the_same_two_in_their_places_are_the_same(statement: str, evidence: str) -> None:
    assert turned(read(statement), read(evidence)) is None
