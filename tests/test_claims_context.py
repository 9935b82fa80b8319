"""What an article says around a quote: who speaks, and for which country."""

from __future__ import annotations

import pytest

from bot.checking import Fault, check
from bot.claims.context import governments, persons, resolved, with_names, without_pairs
from bot.claims.text import read
from index.articles import Article, Quote
from index.sentences import split

TALKS = """Wendy Sherman met the press in Geneva on Monday.

“The United States is ready to discuss missiles,” she said. “We will not slam the door.”

Russian Deputy Foreign Minister Sergei Ryabkov was calm. “We hope for a quick result,” Ryabkov said.

Elena Popova, the Ukrainian ambassador, left early. Angela Brown wrote a book about Ukraine.
"""


def quote(words: str, text: str = TALKS) -> Quote:
    article = Article("talks", text, tuple(split(text)))
    start = text.index(words)
    return article.quote(start, start + len(words))


def test_the_pronoun_of_a_tag_becomes_the_name_of_who_speaks() -> None:
    she = quote("“The United States is ready to discuss missiles,” she said.")
    assert resolved(she) == "“The United States is ready to discuss missiles,” Wendy Sherman said."


def test_a_quotation_without_a_tag_gets_the_speaker_in_front() -> None:
    assert resolved(quote("“We will not slam the door.”")) == (
        "Wendy Sherman said: “We will not slam the door.”"
    )


def test_a_quote_that_names_its_speaker_stays_as_it_is() -> None:
    words = "“We hope for a quick result,” Ryabkov said."
    assert resolved(quote(words)) == words


def test_the_articles_own_words_get_no_speaker() -> None:
    words = "Wendy Sherman met the press in Geneva on Monday."
    assert resolved(quote(words)) == words


@pytest.mark.parametrize(
    ("person", "country"),
    [("Ryabkov", "The Russian government ."), ("Popova", "The Ukrainian government .")],
)
def test_an_official_speaks_for_the_country_that_the_article_gives(
    person: str, country: str
) -> None:
    assert governments(quote("Wendy Sherman").article, [person]) == country


@pytest.mark.parametrize("person", ["Sherman", "Brown", "Nobody"])
def test_whoever_has_no_office_in_the_article_speaks_for_no_country(person: str) -> None:
    assert governments(quote("Wendy Sherman").article, [person]) == ""


@pytest.mark.parametrize(
    "text",
    [
        "The US official and Russian Minister Ivan Orlov met. US Minister Ivan Orlov smiled.",
        "They doubt it, said the US official, Orlov and others said.",
        "Deputy Secretary of State Ivan Orlov was there.",
    ],
)
def test_in_doubt_nobody_speaks_for_a_country(text: str) -> None:
    assert not governments(quote("Orlov", text).article, ["Orlov"])


def test_one_country_under_two_names_is_one() -> None:
    text = "Russian Minister Ivan Orlov came. The Kremlin’s spokesman Orlov spoke."
    assert governments(quote("Orlov", text).article, ["Orlov"]).startswith("The Russian government")


def test_places_peoples_and_initials_are_no_persons() -> None:
    text = read("In Moscow the Russian envoy Ryabkov told NATO and Sherman.")
    assert persons(text) == ("Ryabkov", "Sherman")


def test_a_statement_may_name_the_speaker_that_the_article_has() -> None:
    she = quote("“The United States is ready to discuss missiles,” she said.")
    assert check("Sherman said the United States is ready to discuss missiles.", [she]).ok
    other = check("Ryabkov said the United States is ready to discuss missiles.", [she])
    assert other.fault is Fault.NAME


def test_a_statement_may_not_give_the_words_to_somebody_else_of_the_quotes() -> None:
    both = [
        quote("“The United States is ready to discuss missiles,” she said."),
        quote("“We hope for a quick result,” Ryabkov said."),
    ]
    found = check("Ryabkov said the United States is ready to discuss missiles.", both)
    assert found.fault is Fault.ATTRIBUTION


def test_what_an_official_says_may_be_told_of_the_government() -> None:
    hope = quote("“We hope for a quick result,” Ryabkov said.")
    assert check("Ryabkov said Moscow hoped for a quick result.", [hope]).ok
    assert check("Ryabkov said Kyiv hoped for a quick result.", [hope]).fault is Fault.NAME


def test_without_a_known_speaker_no_government_is_put_in_its_place() -> None:
    text = "They claim that Russian troops will face huge costs."
    found = check(
        "According to Moscow, they claim that Russian troops will face huge costs.",
        [quote(text, text)],
    )
    assert found.fault is Fault.ATTRIBUTION


@pytest.mark.parametrize(
    "told", ["Russia has met America.", "Ryabkov spoke, and Sherman was calm.", "Moscow and the US"]
)
def test_the_two_sides_are_the_two_that_the_quotes_name(told: str) -> None:
    assert without_pairs(read("The two sides met."), read(told)).words == ("the", "sides", "met")


@pytest.mark.parametrize("statement", ["The two treaties failed.", "The two sides met."])
def test_two_of_anything_else_or_of_more_names_is_a_number(statement: str) -> None:
    told = (
        "Russia, America and Ukraine met in Bern."
        if "sides" in statement
        else "Russia met America."
    )
    assert "two" in without_pairs(read(statement), read(told)).words


OFFICE = """Secretary of State Ada Brook was in Geneva. She met the press.

“We hope for a quick result,” Brook said. Instead, she expects a long winter.

But the Secretary left early, and Mayor Ben Ford said she was tired.

Vladimir Orlov left.
"""


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("The Secretary of State hopes for it.", "Brook hopes for it."),
        ("Then the secretary of state left.", "Then Brook left."),
        ("The Secretary of State Ada Brook left.", "The Secretary of State Ada Brook left."),
        ("The Prime Minister left.", "The Prime Minister left."),
    ],
)
def test_a_title_stands_for_the_one_in_the_quote_who_has_it(statement: str, told: str) -> None:
    said = quote("“We hope for a quick result,” Brook said.", OFFICE)
    assert with_names(statement, [said]) == told


def test_a_title_of_nobody_in_the_quote_stays_a_title() -> None:
    other = quote("Vladimir Orlov left.", OFFICE)
    assert with_names("The Secretary of State left.", [other]) == "The Secretary of State left."


def test_who_she_is_at_the_head_of_a_sentence_is_who_spoke_right_before() -> None:
    assert resolved(quote("Instead, she expects a long winter.", OFFICE)) == (
        "Instead, Ada Brook expects a long winter."
    )


def test_who_she_is_behind_another_name_stays_open() -> None:
    words = "But the Secretary left early, and Mayor Ben Ford said she was tired."
    assert "Ford said she was tired" in resolved(quote(words, OFFICE))


def test_the_two_capitals_are_those_that_the_quote_joins() -> None:
    told = read("Russia's war will be discussed by Washington and Kyiv for days in Berlin.")
    assert "two" not in without_pairs(read("The two capitals talk."), told).words
    three = read("Russia, Washington and Kyiv talk.")
    assert "two" in without_pairs(read("The two capitals talk."), three).words
