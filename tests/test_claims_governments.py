"""A capital is the government that sits there where it acts, and else a place."""

from __future__ import annotations

import pytest

from bot.claims.governments import acts, are_one, stands_for


@pytest.mark.parametrize(
    "text",
    [
        "Moscow wants guarantees.",
        "Moscow clearly prefers to wait.",
        "Moscow’s demands are known.".replace("’", "'"),
        "They hold talks with Moscow on Monday.",
        "Blinken warned Moscow about it.",
        "They will not let Moscow use the talks.",
        "Moscow and Washington agreed.",
        "A deal between Washington and Moscow is far.",
        "They made concessions to Moscow.",
        "They engage Moscow alongside others.",
        "It is hard to handle Moscow.",
        "After the war in Georgia, Moscow pressed for it.",
        "He spoke of Moscow's hopes.",
        "They want concessions from Moscow.",
        "The drafts put out by Moscow call for it.",
        "They handed Moscow two lists.",
        "Moscow and Kyiv differ on it.",
    ],
)
def test_a_capital_that_acts_or_is_dealt_with_is_a_government(text: str) -> None:
    assert acts("Moscow", text, everywhere=True)


@pytest.mark.parametrize(
    "text",
    [
        "They met in Moscow.",
        "The Moscow meeting failed.",
        "Moscow talks ended.",
        "He flew to Moscow.",
        "Putin left Moscow.",
        "Missiles could reach Moscow.",
        "He was seen by Moscow police.",
        "They brought vodka from Moscow.",
        "He met them in Moscow's suburbs.",
        "The mayor of Moscow spoke.",
        "The Moscow Times reported it.",
        "Missiles could be near Moscow.",
    ],
)
def test_a_capital_that_is_a_place_is_no_government(text: str) -> None:
    assert not acts("Moscow", text, everywhere=False)


@pytest.mark.parametrize(
    ("name", "statement", "evidence"),
    [
        ("Moscow", "Moscow wants a deal.", "Russia wants an agreement."),
        ("Russia", "Russia demanded an agreement.", "The Kremlin also demanded an agreement."),
        ("Washington", "Washington will not decide alone.", "U.S. officials will not decide."),
        ("Washington", "Washington offered talks.", "The USA offered talks."),
        ("Kyiv", "Kyiv's forces are ready.", "Ukrainian forces are ready."),
        ("White House", "The White House hopes for more.", "Washington hopes for more."),
        ("Western", "Western demands were rejected.", "The demands of NATO were rejected."),
    ],
)
def test_a_government_may_be_called_by_its_seat_and_the_other_way_round(
    name: str, statement: str, evidence: str
) -> None:
    assert stands_for(name, statement, evidence)


@pytest.mark.parametrize(
    ("name", "statement", "evidence"),
    [
        ("Moscow", "They met in Moscow.", "Russia wants an agreement."),
        ("Moscow", "Moscow wants a deal.", "They met in Russia."),
        ("Moscow", "Moscow wants a deal.", "Ukraine wants a deal."),
        ("Russia", "Russia wants a deal.", "They met in Moscow."),
        ("Brussels", "Brussels wants a deal.", "The EU wants a deal."),
        ("Western", "Western demands were rejected.", "The demands of Russia were rejected."),
    ],
)
def test_a_place_and_another_country_stand_for_no_government(
    name: str, statement: str, evidence: str
) -> None:
    assert not stands_for(name, statement, evidence)


def test_two_names_are_one_government_only_within_one_country() -> None:
    assert are_one("Moscow", "Russian")
    assert are_one("the Kremlin", "Moscow")
    assert not are_one("Moscow", "Washington")
    assert not are_one("Sherman", "Washington")
