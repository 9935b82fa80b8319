"""Names that are spelled alike: which are, which are others', and what a person is told."""

from __future__ import annotations

import pytest
from fakes import Bench, FakeEmbedder
from hypothesis import given
from hypothesis import strategies as st

from bot.answer import Answer, Status
from bot.render.wording import strangers
from bot.strange import spelled_alike
from index.filters import Filter
from index.search import Searcher
from index.spellings import by_key, keys


def like(name: str, *texts: str) -> str | None:
    """The name in some texts that is spelled like this one."""
    found = by_key(texts)
    return next((found[key] for key in keys(name) if key in found), None)


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
        "Strauß Strauss",
    ],
)
def test_a_name_in_other_letters_is_spelled_alike(names: str) -> None:
    first, *others = names.split()
    assert [like(one, f"He saw {first}.") for one in others] == [first] * len(others)
    assert [like(first, f"He saw {one}.") for one in others] == others


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
        "Müller Möller",
        "Müller Moller",
        "Kuehler Koehler",
    ],
)
def test_names_of_others_are_not(names: str) -> None:
    for name in names.split():
        others = " and ".join(one for one in names.split() if one != name)
        assert like(name, f"He saw {others}.") is None


def test_only_names_of_four_letters_and_with_a_capital_are_alike() -> None:
    text = "He saw Xi, Kim and a kiev, and ran."
    assert [like(one, text) for one in ("Xy", "Kym", "Kyiv", "Rann", "", "a b")] == [None] * 6


def test_a_word_that_only_opens_sentences_is_no_name() -> None:
    text = "Both left, and more of both came. More of the Kyiv men came. No kyiv is both."
    assert [like(one, text) for one in ("Booth", "Moore", "Kiev")] == [None] * 3
    assert like("Kiev", text, "In Kyiv they came.") == "Kyiv"


def test_of_names_spelled_alike_the_most_usual_is_named() -> None:
    texts = ["ZELENSKY came.", "Zelenskij and Zelensky came.", "So did Zelensky."]
    assert like("Zelenskiy", *texts) == "Zelensky"


@pytest.mark.parametrize("name", ["Al-Sissi", "Sissi-Ka", "O’Sissi", "D'Sissi"])
def test_a_double_name_is_looked_for_by_its_parts(name: str) -> None:
    assert like(name, "He saw el-Sisi’s men.") == "Sisi"


def test_a_word_without_an_end_is_no_name() -> None:
    text = f"A{'b' * 100_000}"
    assert by_key([text]) == {} and keys(text) == []


def test_what_the_articles_have_is_named_for_the_last_word_of_a_name() -> None:
    text = "President Zelensky met Oxana of Kyiv, a member of the Army."
    strange = ["Volodymyr Zelenskiy", "Zelenskyy", "Kiev V.", "Oksana Smith", "Orlov"]
    assert spelled_alike(strange, lambda name: like(name, text)) == ("Zelensky", "Kyiv")
    more = ["Ministry of Kiev", "Armie"]
    assert spelled_alike(more, lambda name: like(name, text)) == ("Kyiv",)


def test_a_name_of_any_article_is_found_by_another_spelling(bench: Bench) -> None:
    bench.write({"talks": "Zelensky meets envoys\n\nThe envoys saw Muhammad Rahimi in the night."})
    bench.build()
    searcher = Searcher(bench.library(), FakeEmbedder())
    assert searcher.spelled_like("Zelenskiy") == "Zelensky"
    assert searcher.spelled_like("Mohammed") == "Muhammad"
    assert searcher.spelled_like("Orlov") is None


def test_a_name_of_some_articles_is_one_of_theirs(bench: Bench) -> None:
    bench.write({"talks/a": "They met Zelensky.", "ferry/b": "It sank."})
    bench.build()
    searcher = Searcher(bench.library(), FakeEmbedder())
    for folder, found in (("talks", "Zelensky"), ("ferry", None)):
        assert searcher.spelled_like("Zelenskiy", within=Filter(folders=(folder,))) == found


def test_the_names_are_those_of_the_articles_as_they_are_now(bench: Bench) -> None:
    bench.write({"a": "They met Zelensky.", "b": "It sank."})
    bench.build()
    bench.write({"a": "They met Muhammad."})
    bench.build()
    searcher = Searcher(bench.library(), FakeEmbedder())
    assert searcher.spelled_like("Zelenskiy") is None
    assert searcher.spelled_like("Mohammed") == "Muhammad"


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
    found = like(name, text)
    assert found is None or found in text
