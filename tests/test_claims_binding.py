"""Who does what, and what goes with which name."""

from __future__ import annotations

import pytest

from bot.claims.binding import turned
from bot.claims.text import read


@pytest.mark.parametrize(
    ("statement", "evidence"),
    [
        ("Russia accused the West.", "The West accused Russia."),
        ("The talks are led by Ryabkov.", "Wendy Sherman leads them without Ryabkov."),
        ("Sherman proposed talks with Ryabkov.", "Ryabkov has also proposed talks to Sherman."),
        ("Trump was accused by Biden.", "Biden was sharply accused by Trump."),
        ("The Russian requests failed, said the U.S.", "The U.S. requests failed in Russia."),
        ("It was the deal under Clinton.", "The deal under Obama came after Clinton."),
        ("They came to Georgia in 2010.", "They went to Georgia in 2008, and to Astana in 2010."),
        ("The council sits in Vienna.", "The council sits in Brussels, and its staff in Vienna."),
        ("Germany is consumed.", "They name Germany, Britain that is consumed, and France."),
        ("NATO allies can dictate policy.", "The US can dictate policy to NATO allies."),
        ("Washington recalled its envoy.", "A spat led Paris to recall its envoy from Washington."),
        ("The American economy suffers.", "Russia's economy suffers, the American side says."),
        ("France and Italy view it with doubt.", "France, which held talks, is viewed with doubt."),
        ("They met in Brussels on Friday.", "They met in Brussels on Monday, not on Friday."),
    ],
)
def test_another_name_in_the_same_place_speaks_against_a_statement(
    statement: str, evidence: str
) -> None:
    assert turned(read(statement), read(evidence))


@pytest.mark.parametrize(
    ("statement", "evidence"),
    [
        ("Russia was accused by the West.", "The West accused Russia."),
        ("Sherman and Ryabkov met.", "Ryabkov and Sherman met."),
        ("Ryabkov leads them.", "Ryabkov, the Russian Foreign Minister who leads them, spoke."),
        ("Germany and France held talks.", "France and Germany, which held talks, agree."),
        ("Moscow wants talks.", "Russia wants talks."),
        ("Sherman, it is said, leads the talks.", "The talks are led by Wendy Sherman."),
        ("Ryabkov wants talks.", "He wants talks, Ryabkov said."),
        ("France and Germany held talks.", "Germany, like France, held talks."),
        ("Divisions over Russia hamper the EU.", "The EU is hampered by divisions over Russia."),
        ("They met in Geneva on Monday.", "On Monday they met in Geneva."),
    ],
)
def test_another_wording_of_the_same_does_not(statement: str, evidence: str) -> None:
    assert turned(read(statement), read(evidence)) is None


def test_the_reason_names_both() -> None:
    found = turned(read("Europe viewed Russia coldly."), read("Russia viewed Europe coldly."))
    assert found == "the quotes have “Russia” with “viewed”, not “Europe”"


def test_two_lists_of_one_length_go_together_one_by_one() -> None:
    evidence = read("There are sessions in Brussels and Vienna on Wednesday and Thursday.")
    right = "There are sessions in Brussels on Wednesday and in Vienna on Thursday."
    wrong = "There are sessions in Brussels on Thursday and in Vienna on Wednesday."
    assert turned(read(right), evidence) is None
    assert turned(read(wrong), evidence)


def test_a_verb_that_says_nearly_the_same_has_the_same_actor() -> None:
    evidence = read("Ryabkov again called for guarantees, and Sherman flatly rejected the idea.")
    assert turned(read("Sherman demanded guarantees."), evidence)
    assert turned(read("Ryabkov demanded guarantees."), evidence) is None


def test_whoever_says_it_is_not_in_a_list_with_the_name_before() -> None:
    evidence = read("We have no intention of invading Ukraine, Ryabkov said.")
    said = read("Russia has no plans to invade Ukraine, Ryabkov said.")
    assert turned(said, evidence) is None


def test_who_speaks_for_a_country_may_stand_for_it() -> None:
    evidence = read("The Russian delegation will leave.")
    said = read("Today Ryabkov's delegation will leave.")
    assert turned(said, evidence)
    assert turned(said, evidence, lambda name: "Russian" if name == "Ryabkov" else "") is None
