"""Which words of a quote are shown in bold: worked examples of the five articles, then laws."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.highlights import highlight
from index.articles import Article, Span
from index.formats import read

FOLDER = Path(__file__).parents[1] / "seeds" / "articles"
ARTICLES = {file.stem[:3]: read(file) for file in FOLDER.glob("*.txt")}
any_text = st.text(st.characters(codec=None), max_size=120)


def sentence(article: str, words: str) -> Span:
    """The sentence of an article that has these words."""
    at = ARTICLES[article].text.index(words)
    return next(s for s in ARTICLES[article].sentences if s.start <= at < s.end)


def marked(question: str, article: str, words: str) -> list[str]:
    """The highlighted words of the sentence that has these words."""
    span = sentence(article, words)
    places = highlight(ARTICLES[article], span, question)
    return [ARTICLES[article].text[start:end] for start, end in places]


def made(text: str) -> Article:
    return Article("a", text, (Span(0, len(text)),))


def in_text(question: str, text: str) -> list[str]:
    return [text[a:b] for a, b in highlight(made(text), Span(0, len(text)), question)]


def test_highlighted_words_are_cut_whole() -> None:
    text = "Boris Lee Jr. opened it (in Riga) with Ann Lee at 3:12 p.m."
    assert in_text("Who opened it?", text) == ["Boris Lee Jr."]


# fmt: off
POINTED = [
    ("Who leads the American delegation at the talks?", "000", "will be led by", "Wendy Sherman"),
    ("Who leads the American delegation in Geneva?", "001", "leading the U.S.", "Wendy Sherman"),
    ("Who leads the Russian delegation?", "002", "The Russian delegation, led", "Sergei Ryabkov"),
    ("Who talked of taking a hostage?", "000", "someone takes a hostage", "Samuel Charap"),
    ("Who said Putin has a very strong hand?", "002", "a very strong hand", "Judy Dempsey"),
    ("Who claimed that mercenaries were at work?", "000", "U.S. mercenaries", "Sergei Shoigu"),
    ("Who founded R. Politik?", "002", "founder of R. Politik", "Tatiana Stanovaya"),
    ("Who complained that the Russians want more?", "001", "they just want more", "official"),
    ("Who is it that they met?", "000", "Moscow’s Ryabkov and", "Sherman"),
    ("Who contributed beside Jacopo Barigazzi?", "000", "contributed reporting", "Lili Bayer"),
    ("When does the NATO-Russia Council meet?", "001", "a special meeting", "Wednesday"),
    ("When does the Council meet in Brussels?", "000", "Russia-NATO Council at", "Wednesday"),
    ("When is the NATO-Russia Council in Brussels?", "000", "would be reserved", "January 12"),
    ("When did Sherman and Ryabkov dine?", "000", "for an informal dinner", "Sunday"),
    ("What year was Crimea annexed?", "000", "annexation of Crimea", "2014"),
    ("In which year did Russia invade Georgia?", "001", "neighboring Georgia", "2008"),
    ("Until what year could Putin stay in office?", "000", "stay in office", "2036"),
    ("When is the leaders' summit in Madrid?", "003", "leaders’ summit", "June"),
    ("When were the drafts put forward?", "001", "published draft treaties", "Last month"),
    ("Which day did the foreign ministers confer?", "000", "videoconference of allied", "Friday"),
    ("When will the site in Poland be operational?", "000", "A second Aegis Ashore", "this year"),
    ("How many allied countries take the floor?", "001", "30 allied countries", "30"),
    ("How many troops has Russia massed?", "000", "upwards of 100,000", "100,000"),
    ("How many people has the war killed?", "003", "14,000 people", "14,000"),
    ("How many hours did the conversation take?", "003", "Eight hours", "Eight"),
    ("How many working groups will there be?", "000", "two working groups", "two"),
    ("How many casualties could there be?", "000", "in casualties", "thousands"),
    ("How many nations belonged to it?", "003", "one of several", "one"),
    ("Where was the former spy attacked?", "000", "of a former spy", "Salisbury"),
    ("Where in Romania are the interceptors?", "000", "in Deveselu", "Deveselu"),
    ("In which city was the 2010 summit held?", "001", "a 2010 summit", "Astana"),
    ("Where is the second Aegis Ashore site?", "000", "A second Aegis Ashore", "Redzikowo"),
    ("Where do Russians love to spend holidays?", "000", "spend holidays", "Europe"),
]
# fmt: on


@pytest.mark.parametrize(("question", "article", "words", "answer"), POINTED)
def test_a_question_for_a_few_words_gets_them(
    question: str, article: str, words: str, answer: str
) -> None:
    (found,) = marked(question, article, words)
    assert answer in found
    assert len(found) < 60


def test_there_are_examples_enough() -> None:
    assert len(POINTED) >= 25


def test_a_name_is_highlighted_whole() -> None:
    found = marked("Who is leading the American delegation?", "000", "will be led by")
    assert found == ["Deputy Secretary of State Wendy Sherman"]


def test_a_name_loses_its_article_and_its_genitive() -> None:
    assert in_text("Who spoke?", "The Wendy Sherman’s aides") == ["Wendy Sherman"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("In Geneva, envoys met Wendy Sherman.", ["Wendy Sherman"]),
        ("On Sunday, envoys met Wendy Sherman.", ["Wendy Sherman"]),
        ("But Blinken did not listen.", ["Blinken"]),
        ("After Moscow’s Ryabkov came, she left.", ["Moscow’s Ryabkov"]),
    ],
)
def test_the_word_that_opens_a_sentence_is_no_name(text: str, wanted: list[str]) -> None:
    assert in_text("Who was it?", text) == wanted


def test_a_number_goes_without_the_comma_after_it() -> None:
    assert in_text("How many came?", "In all 30, they said.") == ["30"]


def test_of_several_the_nearest_to_the_questions_words() -> None:
    text = "On Monday the ministers dined; on Friday, far from there, the envoys slept."
    assert in_text("When did the envoys sleep?", text) == ["Friday"]
    assert in_text("When did the ministers dine?", text) == ["Monday"]


@pytest.mark.parametrize(
    ("question", "text", "wanted"),
    [
        ("Who met Ryabkov?", "Sergei Ryabkov met Wendy Sherman.", ["Wendy Sherman"]),
        ("Who met Wendy Sherman?", "Sergei Ryabkov met Wendy Sherman.", ["Sergei Ryabkov"]),
        ("who met sherman?", "Sergei Ryabkov met Wendy Sherman.", ["Sergei Ryabkov"]),
        ("Who met Sherman on Monday, and when?", "Sherman left Geneva on Friday.", ["Friday"]),
        ("Where do they go after Geneva?", "From Geneva they went to Brussels.", ["Brussels"]),
        ("How many of the 30 spoke?", "Of the 30 allies, two spoke.", ["two"]),
        ("What day comes before Friday?", "It is on Friday, not on Thursday.", ["Thursday"]),
    ],
)
def test_what_the_question_names_is_not_the_answer(
    question: str, text: str, wanted: list[str]
) -> None:
    assert in_text(question, text) == wanted


@pytest.mark.parametrize(
    ("question", "article", "words", "named"),
    [
        ("Who met Sherman on Sunday night?", "000", "for an informal dinner", "Sherman"),
        ("Who met Ryabkov on Sunday night?", "000", "for an informal dinner", "Ryabkov"),
        ("Who leads the talks against Wendy Sherman?", "001", "leading the U.S.", "Sherman"),
        ("Who meets Sergei Ryabkov?", "001", "leading the U.S.", "Ryabkov"),
        ("Who sat across from Sherman?", "003", "duel press conferences", "Sherman"),
        ("Who disagreed with Joe Biden?", "002", "Jen Psaki", "Biden"),
        ("When does it meet, if not on Wednesday?", "001", "a special meeting", "Wednesday"),
        ("Where does it meet, if not in Vienna?", "001", "a special meeting", "Vienna"),
    ],
)
def test_what_the_question_names_is_not_bold(
    question: str, article: str, words: str, named: str
) -> None:
    span = sentence(article, words)
    assert named in ARTICLES[article].text[span.start : span.end]
    assert named not in " ".join(marked(question, article, words))


# Questions that ask for no few words


def test_otherwise_the_clause_with_most_of_the_questions_words() -> None:
    text = "After a long day, the council dismissed the offer as insincere, and went home."
    assert in_text("How did the council take the offer?", text) == [
        "the council dismissed the offer as insincere"
    ]


def test_a_clause_that_says_nothing_else_brings_the_next() -> None:
    text = "He spoke of the 2008 Bucharest formula, which says that Ukraine will join."
    assert in_text("What does the 2008 Bucharest formula say?", text) == [
        "He spoke of the 2008 Bucharest formula",
        "which says that Ukraine will join.",
    ]


def test_a_clause_does_not_end_within_a_number() -> None:
    found = marked("What does Russia threaten?", "002", "more than 100,000")
    assert any("100,000 troops" in words for words in found)


def test_with_no_word_in_common_nothing_is_bold() -> None:
    assert in_text("What does copper cost?", "The outlook is grim.") == []


def test_a_question_without_words_marks_nothing() -> None:
    assert in_text("What is it?", "The outlook is grim.") == []


# Laws


def check(article: Article, span: Span, question: str) -> None:
    places = highlight(article, span, question)
    assert all(span.start <= start < end <= span.end for start, end in places)
    assert all(one[1] <= other[0] for one, other in pairwise(places))
    assert all(article.text[a:b] == article.text[a:b].strip() for a, b in places)


@settings(max_examples=300)
@given(text=any_text.filter(bool), question=any_text)
def test_highlights_lie_within_the_text_whatever_it_is(text: str, question: str) -> None:
    check(made(text), Span(0, len(text)), question)


@given(
    text=any_text.filter(bool), asks=st.sampled_from(["Who", "When", "How many", "Where", "Why"])
)
def test_highlights_lie_within_a_text_that_repeats_the_question(text: str, asks: str) -> None:
    check(made(text), Span(0, len(text)), f"{asks} {text}")


@pytest.mark.parametrize(
    "question",
    ["Who spoke of Geneva?", "When is it?", "How many are there?", "Where is NATO?", "Why Russia?"],
)
def test_highlights_lie_within_every_sentence_of_the_articles(question: str) -> None:
    for article in ARTICLES.values():
        for span in article.sentences:
            check(article, span, question)
