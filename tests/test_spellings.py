"""Names that are spelled alike: which are, which are others', and what a person is told."""

from __future__ import annotations

import pytest
from fakes import Bench, FakeEmbedder
from hypothesis import given
from hypothesis import strategies as st

from bot.answer import Answer, Status
from bot.render.wording import strangers
from bot.strange import spelled_alike
from index.search import Searcher
from index.spellings import Spellings


@pytest.mark.parametrize(
    "names",
    [
        "Zelensky Zelenskiy Zelenskyy Zelenskij",
        "Kyiv Kiev Kiew",
        "Mohammed Muhammad Mohamed Muhammed Mohammad",
        "Odesa Odessa",
        "Orban Orbán",
        "Schröder Schroeder Schroder",
        "Müller Mueller Muller",
        "Ryabkov Riabkov Rjabkow",
        "Yanukovych Yanukovich Janukowych",
        "Tymoshenko Timoshenko",
        "Hussein Hussain Husain",
        "Netanyahu Netanjahu",
        "Khamenei Chamenei",
        "Philip Phillip Filip",
        "Catherine Katherine",
        "Romania Rumania",
        "Erdogan Erdoğan",
        "Sherman Shermann",
    ],
)
def test_a_name_in_other_letters_is_spelled_alike(names: str) -> None:
    first, *others = names.split()
    assert [Spellings([f"He saw {first}."]).like(one) for one in others] == [first] * len(others)
    assert [Spellings([f"He saw {one}."]).like(first) for one in others] == others


@pytest.mark.parametrize(
    "names",
    [
        "Johnson Johnston Jonston",
        "Martin Marin Marina Marlin Merton",
        "Austria Australia",
        "Iran Iraq Oran",
        "Niger Nigeria",
        "Slovakia Slovenia",
        "Hansen Hanson",
        "Anderson Andersen",
        "Clark Clarke",
        "Cuba Kobe",
        "Gaza Giza Geza",
        "Kent Kant",
        "Peter Petra",
        "Paula Paulo",
        "Mali Malta Male",
        "Chile China",
        "Sudan Sweden Jordan",
        "Boris Baris",
        "Volodymyr Vladimir",
        "Peking Beijing",
        "Merkel Markle",
        "Blinken Blinder",
        "Thatcher Fletcher",
    ],
)
def test_names_of_others_are_not(names: str) -> None:
    for name in names.split():
        others = " and ".join(one for one in names.split() if one != name)
        assert Spellings([f"He saw {others}."]).like(name) is None


def test_only_names_of_four_letters_and_with_a_capital_are_alike() -> None:
    known = Spellings(["He saw Xi, Kim and a kiev, and ran."])
    assert [known.like(one) for one in ("Xy", "Kym", "Kyiv", "Rann", "", "a b")] == [None] * 6


def test_what_the_articles_have_is_named_for_the_last_word_of_a_name() -> None:
    known = Spellings(["President Zelensky met Oxana of Kyiv, a member of the Army."])
    strange = ["Volodymyr Zelenskiy", "Zelenskyy", "Kiev V.", "Oksana Smith", "Orlov"]
    assert spelled_alike(strange, known.like) == ("Zelensky", "Kyiv")
    assert spelled_alike(["Ministry of Kiev", "Armie"], known.like) == ("Kyiv",)


def test_a_name_of_any_article_is_found_by_another_spelling(bench: Bench) -> None:
    bench.write({"talks": "Zelensky meets envoys\n\nThe envoys saw Muhammad Rahimi in the night."})
    bench.build()
    searcher = Searcher(bench.library(), FakeEmbedder())
    assert searcher.spelled_like("Zelenskiy") == "Zelensky"
    assert searcher.spelled_like("Mohammed") == "Muhammad"
    assert searcher.spelled_like("Orlov") is None


@pytest.mark.parametrize(
    ("strange", "alike", "told"),
    [
        (("Zelenskiy",), ("Zelensky",), " name “Zelenskiy”. They have “Zelensky”."),
        (("Kiev", "Orlov"), ("Kyiv",), " names “Kiev” and “Orlov”. They have “Kyiv”."),
        (("Orlov",), (), " name “Orlov”."),
    ],
)
def test_it_is_said_that_none_has_the_name_and_what_they_have(
    strange: tuple[str, ...], alike: tuple[str, ...], told: str
) -> None:
    answer = Answer("Who?", Status.DECLINED, "", (), 0.1, "x", strange=strange, alike=alike)
    assert strangers(answer) == [f"None of the articles has the{told}"]
    assert answer.as_json().get("alike", []) == list(alike)


@given(st.text(max_size=30), st.text(max_size=12))
def test_any_text_can_be_asked_for_any_name(text: str, name: str) -> None:
    found = Spellings([text]).like(name)
    assert found is None or found in text
