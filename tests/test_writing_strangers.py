"""The second net: a word with a capital has to be in what a sentence cites."""

from __future__ import annotations

import pytest

from bot.writing.strangers import stranger
from index.articles import Article, Quote, Span

QUOTED = "Ryabkov met US officials in Geneva, and Russian envoys of the OSCE spoke."
TEXT = f"{QUOTED} Deputy Minister Sergei Ryabkov left. The negotiations were long."


def quote(text: str = TEXT, end: int = len(QUOTED), published: str | None = None) -> Quote:
    whole = (Span(0, len(text)),)
    article = Article("one", text, whole, "Talks begin", "Politico", published=published)
    return article.quote(0, end)


def strange(sentence: str, cited: Quote | None = None) -> str | None:
    one = cited or quote()
    return stranger(sentence, [one], [one.article])


@pytest.mark.parametrize(
    ("sentence", "word"),
    [
        ("Ryabkov met officials in Bern.", "Bern"),
        ("Bern with its officials met Ryabkov.", "Bern"),
        ("Greta Thunberg of State Ryabkov spoke.", "Greta"),
        ("The officials met Greta Ryabkov.", "Greta"),
        ("Ryabkov met the State Department.", "State"),
        ("Ryabkov met NATO.", "NATO"),
        ("According to Reuters, Ryabkov spoke.", "Reuters"),
        ("Ryabkov met 7 officials.", "7"),
        ("7 and others: Ryabkov met US officials in Geneva.", "7"),
    ],
)
def test_a_word_with_a_capital_that_the_quotes_lack_is_found(sentence: str, word: str) -> None:
    assert strange(sentence) == word


@pytest.mark.parametrize(
    "sentence",
    [
        "Ryabkov’s meeting was in Geneva.",
        "Russia and Ryabkov spoke.",
        "Sergei Ryabkov spoke.",
        "Ryabkov spoke of America.",
        "It was US-Russian talk.",
        "Among the envoys was Ryabkov.",
        "Deputy Minister Sergei Ryabkov spoke.",
        "Ryabkov met officials of the United States.",
        "The Organization for Security and Cooperation in Europe spoke.",
        "Negotiations were in Geneva.",
        "In Geneva, Ryabkov spoke on Monday.",
        "According to Politico, Ryabkov spoke.",
    ],
)
def test_what_follows_by_a_rule_is_no_stranger(sentence: str) -> None:
    assert strange(sentence) is None


def test_a_government_by_its_seat_is_no_stranger_where_it_acts() -> None:
    assert strange("Ryabkov said Moscow spoke, and the White House met him.") is None
    assert strange("Ryabkov met US officials in Moscow.") == "Moscow"


def test_initials_stand_for_a_name_in_full() -> None:
    text = "The Organization for Security and Cooperation in Europe meets the United States."
    assert strange("The OSCE meets the US.", quote(text, len(text))) is None


@pytest.mark.parametrize(
    ("sentence", "word"),
    [
        ("It has 3 halls and 1,200 seats.", None),
        ("It has 4 halls.", "4"),
        ("It has 1200 seats.", None),
    ],
)
def test_a_number_in_figures_is_in_the_quotes_in_figures_or_in_words(
    sentence: str, word: str | None
) -> None:
    text = "It has three halls and 1,200 seats."
    assert strange(sentence, quote(text, len(text))) == word


@pytest.mark.parametrize(
    ("sentence", "word"),
    [
        ("It opens at 10:30 for US$5.", None),
        ("It opens at 30:10.", "30:10"),
        ("It closes at 8:00 p.m.", None),
    ],
)
def test_a_time_is_one_number_and_the_sign_of_a_currency_no_name(
    sentence: str, word: str | None
) -> None:
    text = "It opens at 10:30 and closes at 8 p.m., for $5."
    assert strange(sentence, quote(text, len(text))) == word


@pytest.mark.parametrize(
    ("sentence", "word"),
    [
        ("It cost 2,000,000 euros and carries 12 trams.", None),
        ("It cost 2 million euros, of which 500,000 came late.", None),
        ("It cost 3 million euros.", "3"),
        ("It carries 14 trams.", "14"),
        ("It cost 2,000 people their homes.", "2,000"),
    ],
)
def test_words_such_as_million_excuse_only_figures_of_their_value(
    sentence: str, word: str | None
) -> None:
    text = "It cost two million euros, half a million late, carries a dozen trams and thousands."
    assert strange(sentence, quote(text, len(text))) == word


@pytest.mark.parametrize(
    ("sentence", "word"),
    [
        ("Ryabkov spoke on 7 January 2022.", None),
        ("Ryabkov spoke on December 31, 2021.", None),
        ("Ryabkov spoke on January 14.", "14"),
        ("Ryabkov spoke to 7 officials.", "7"),
    ],
)
def test_a_day_that_follows_from_the_day_of_publication_is_no_stranger(
    sentence: str, word: str | None
) -> None:
    text = "Ryabkov spoke on Friday, as he had on 31 December."
    assert strange(sentence, quote(text, len(text), "2022-01-09")) == word
