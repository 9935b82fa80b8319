"""Denials, hopes and places that are said in other words."""

from __future__ import annotations

import pytest

from bot.claims import certainty, polarity, speaking, speech, synonyms, titles
from bot.claims.text import read

TURNED = [
    ("The efforts produced a meaningful result.", "The efforts failed to produce a good result."),
    ("The EU takes part in the talks.", "The EU was set aside."),
    ("The EU was given one.", "The EU asked for a role and was set aside."),
    ("They told the truth.", "They lied."),
    ("The offer meets the demands.", "The offer falls far short of the demands."),
    ("The allies are at odds.", "The allies showed unity."),
    ("He saw great opportunity.", "He saw limited opportunity for major gains."),
    ("Both topics can be completely avoided.", "Neither topic can be completely avoided."),
    ("They put weapons in Poland.", "They agreed not to put weapons in Poland."),
    ("Ryabkov dropped his call for guarantees.", "Ryabkov renewed his call for guarantees."),
    ("They have never met.", "They met last summer."),
    ("He said progress is expected.", "He said no progress is expected."),
    ("They failed to reach the goal.", "They have already achieved the goal."),
    ("The talks are over.", "The talks are ongoing."),
    ("The alliance threatens Russia.", "It is a false narrative that the alliance threatens it."),
]
KEPT = [
    ("The efforts had no result.", "The efforts failed to have a result."),
    ("The demand has been ruled out.", "They flatly ruled out the demand."),
    ("The EU was left out.", "The EU was set aside."),
    ("They keep weapons out of Poland.", "They agreed not to put weapons in Poland."),
    ("They should have demanded a pull-back.", "They erred by not demanding a pull-back."),
    ("It may take months or longer.", "It may take months, if not longer."),
    ("It is too early to tell.", "It is too early to tell."),
]


@pytest.mark.parametrize(("statement", "evidence"), TURNED)
def test_what_is_denied_in_other_words_is_denied(statement: str, evidence: str) -> None:
    assert polarity.turned(read(statement), read(evidence))


@pytest.mark.parametrize(("statement", "evidence"), KEPT)
def test_a_denial_in_other_words_is_the_same_denial(statement: str, evidence: str) -> None:
    assert polarity.turned(read(statement), read(evidence)) is None


@pytest.mark.parametrize(
    ("statement", "evidence"),
    [
        ("The site is operational.", "The site is projected to be operational."),
        ("Putin is willing to talk.", "Putin might be willing to talk."),
        ("The measures will cut trade.", "There are measures intended to cut trade."),
        ("A withdrawal has taken place.", "She wanted to see a withdrawal."),
    ],
)
def test_what_is_hoped_for_is_not_so_yet(statement: str, evidence: str) -> None:
    assert certainty.turned(read(statement), read(evidence))
    assert certainty.turned(read(evidence), read(evidence)) is None


def test_a_claim_is_no_fact() -> None:
    evidence = read("He claimed that mercenaries were preparing a provocation in Donbass.")
    assert speech.claimed(read("Mercenaries were preparing a provocation."), evidence)
    said = read("He said mercenaries were preparing a provocation.")
    assert speech.claimed(said, evidence) is None


def test_a_place_of_meeting_says_nothing() -> None:
    evidence = read("The talks will be followed by a session of the OSCE in Vienna.")
    assert speaking.turned(read("According to the OSCE, talks will be followed."), evidence)
    told = read("Carpenter of the OSCE said the talks will be followed by a session.")
    assert speaking.turned(read("According to Carpenter, talks will be followed."), told) is None


def test_an_ambassador_of_another_country_is_another() -> None:
    evidence = read("It is so, U.S. Ambassador Michael Carpenter said.")
    assert titles.turned(read("Carpenter is the Russian ambassador."), evidence)
    assert titles.turned(read("Carpenter is the American ambassador."), evidence) is None


def test_words_that_say_nearly_the_same_stand_for_one_another_and_for_no_others() -> None:
    stems = read("They fear a war.").stems
    (worry,), (border,) = read("worry").stems, read("border").stems
    assert synonyms.is_said(worry, stems)
    assert not synonyms.is_said(border, stems)
