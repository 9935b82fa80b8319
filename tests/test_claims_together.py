"""A name from one sentence, or half of one, with the content of another."""

from __future__ import annotations

import pytest

from bot.claims.text import read
from bot.claims.together import turned

TWO = (
    "Tatiana Stanovaya, founder of Rosa Politik, spoke. "
    "Samuel Charap, a political scientist at a research firm, agreed."
)
HALVES = (
    "Sherman was the chief negotiator of the Iran deal under President Barack Obama, and under "
    "President Bill Clinton she was the coordinator for Korea and led talks with Pyongyang."
)
SPEAKERS = "“No,” a second diplomat said of the new plan. A third diplomat praised Borrell’s idea."


@pytest.mark.parametrize(
    ("statement", "evidence"),
    [
        ("Samuel Charap is the founder of Rosa Politik.", TWO),
        ("Rosa Politik was founded by Samuel Charap.", TWO),
        ("Samuel Charap, founder of Rosa Politik, spoke.", TWO),
        ("Tatiana Stanovaya is a political scientist at a research firm.", TWO),
        ("Sherman led talks with Pyongyang under Obama.", HALVES),
        ("A second diplomat praised Borrell’s idea.", SPEAKERS),
    ],
)
def test_the_content_of_another_sentence_speaks_against_a_name(
    statement: str, evidence: str
) -> None:
    assert turned(read(statement), read(evidence))


@pytest.mark.parametrize(
    ("statement", "evidence"),
    [
        ("Samuel Charap, a political scientist, agreed with Tatiana Stanovaya.", TWO),
        ("Rosa Politik was founded by Stanovaya, and Charap is a political scientist.", TWO),
        ("Sherman led talks with Pyongyang under Clinton.", HALVES),
        ("Under Obama, Sherman was negotiator of the Iran deal.", HALVES),
        ("A third diplomat praised Borrell’s idea.", SPEAKERS),
        ("Charap said that Putin has a strong hand.", "Charap spoke. “Putin has a strong hand."),
        ("Charap wants talks now.", "Charap spoke. He wants talks now, unlike Stanovaya."),
    ],
)
def test_what_a_sentence_says_of_its_own_name_does_not(statement: str, evidence: str) -> None:
    assert turned(read(statement), read(evidence)) is None
