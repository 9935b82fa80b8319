"""Names of a question that no article has: what is said of them, and what is not."""

from __future__ import annotations

import pytest

from bot.strange import strange_names
from index.lexical import stems


def found(question: str, known: str) -> tuple[str, ...]:
    """The strange names of a question to articles that have the words of `known`."""
    return strange_names(question, set(stems(known)).__contains__)


@pytest.mark.parametrize(
    ("question", "known", "strange"),
    [
        ("Why did Hungary recall its ambassador?", "recall ambassador", ("Hungary",)),
        ("Why did Hungary recall its ambassador?", "Hungary's ambassador", ()),
        # A person whose last name stands there is known.
        ("What did Joe Biden say?", "Mr. Biden spoke", ()),
        ("What did Greta Thunberg tell Putin?", "Putin", ("Greta Thunberg",)),
        ("What did Tonga say of Tonga?", "", ("Tonga",)),
        # A word that is no name may be missing: the articles can say it otherwise.
        ("What were the negotiators munching?", "they ate", ()),
        # A word that opens a sentence has its capital from there, unless it is known to be a name.
        ("Please tell me who leads the US delegation", "the US", ()),
        ("Hello, who leads the talks?", "", ()),
        ("Thanks. Who is Orlov?", "", ("Orlov",)),
        ("Summarize Orlov’s speech", "", ("Orlov",)),
        ("Sanctions: what did Biden say of them?", "Biden", ()),
        ("Negotiators met when?", "", ()),
        ("Hungary wants what?", "", ("Hungary",)),
        ("Didn’t Orlov threaten Ukraine?", "Ukraine", ("Orlov",)),
        ("Won't NATO expand?", "", ("NATO",)),
        ("Doesn't Tonga want guarantees?", "", ("Tonga",)),
        ("", "", ()),
        ("?!", "", ()),
    ],
)
def test_a_name_is_strange_if_no_article_has_a_word_of_it(
    question: str, known: str, strange: tuple[str, ...]
) -> None:
    assert found(question, known) == strange


@pytest.mark.parametrize(
    ("question", "known", "strange"),
    [
        ("Who won the World Cup?", "the world", ("World Cup",)),
        ("Who won the World Cup?", "a cup of tea, the world over", ()),
        ("Who won the World Cup 2022?", "the world in 2022", ("World Cup 2022",)),
        ("What did Wendy Williams say?", "Wendy Sherman", ("Wendy Williams",)),
        (
            "Who is Prime Minister Viktor Orban?",
            "the prime minister",
            ("Prime Minister Viktor Orban",),
        ),
        # What may be left out of a name is no last word.
        ("What did Vladimir V. Putin say?", "Putin", ()),
        ("What did Joseph R. Biden Jr. say?", "Biden", ()),
        ("What did Joseph R. Biden Jr. say?", "Joseph", ("Joseph R. Biden Jr",)),
        ("What did Elizabeth II say?", "Elizabeth", ()),
        ("Who runs Nord Stream 2?", "the Nord Stream", ()),
        ("What did Putin tell Biden Tuesday?", "Putin, Biden", ()),
        # Either part of a name with "of" may be the one that tells.
        ("What did the University of Oxford find?", "a university", ()),
        ("What did the University of Oxford find?", "", ("University of Oxford",)),
        # A people has its country's name.
        ("Who leads the Finnish delegation?", "the delegation", ("Finnish",)),
        ("Who leads the Finnish delegation?", "Finland", ()),
        ("What did the Hungarians say?", "Austria", ("Hungarians",)),
        ("What did the Hungarians say?", "Hungary", ()),
        ("What does the Swiss president want?", "Switzerland", ()),
        # A form of a word is the word.
        ("What was President Biden's answer?", "Biden", ()),
        ("Who are the Bidens?", "Mr. Biden", ()),
        ("What did Andrea Kendall-Taylor say?", "Ms. Taylor", ()),
        ("Are there U.S.-Russia talks?", "the US", ()),
    ],
)
def test_a_name_is_strange_if_no_article_has_its_last_word(
    question: str, known: str, strange: tuple[str, ...]
) -> None:
    assert found(question, known) == strange


@pytest.mark.parametrize(
    ("question", "known"),
    [
        ("Where is the Ukrainian Army?", "the Ukrainian armed forces"),
        ("What does the Biden Administration want?", "Biden"),
        ("What does the Ministry of Defence say?", "the defense minister; the ministry"),
        ("What does the International Monetary Fund say?", "the IMF, an international lender"),
        ("What does the United Nations say?", "the U.N., the United States"),
        ("What does the Government say?", "the cabinet"),
        ("What did the Hungarian Government say?", "Hungary"),
        ("Which French ambassador was called home?", "the ambassador of France"),
        ("Who runs Gazprom Inc.?", "Gazprom"),
        ("What happened on Saturday?", "the next day"),
        ("What happened in December 2022?", "in 2022"),
        ("did critics say anything?", "nobody did"),
    ],
)
def test_what_articles_may_have_in_other_words_is_not_strange(question: str, known: str) -> None:
    assert found(question, known) == ()


@pytest.mark.parametrize(
    "question",
    [
        "Who Won The World Cup?",
        "WHO WON THE WORLD CUP?",
        "Why Did Putin Munch Pretzels?",
        "WHERE IS ORLOV?",
        "Ukraine Crisis Latest Rumours",
    ],
)
def test_no_verb_is_taken_for_a_name_where_all_words_have_capitals(question: str) -> None:
    assert found(question, "Ukraine, Putin, the world") == ()


def test_names_alone_are_looked_for_though_they_have_nothing_but_capitals() -> None:
    assert found("Greta Thunberg", "") == ("Greta Thunberg",)
    assert found("Why Hungary?", "") == ("Hungary",)


def test_words_of_the_question_before_are_no_name_together() -> None:
    assert found("What did she say? (Ryabkov Orlov dinner)", "Ryabkov") == ()
    assert found("What did she say? (mayor Port Ellery)", "mayor") == ("Port Ellery",)
