"""Evidence as an answer: the lead line claims no more than how many articles speak."""

from __future__ import annotations

import pytest

from bot.answer import Statement
from bot.evidence import Evidence, Pick
from bot.extractive import ANSWERER, DECLINED, write
from index.articles import Article, Span

TEXT = "Sherman leads the delegation. Ryabkov leads the other."
FIRST, SECOND = Span(0, 29), Span(30, 54)


def pick(name: str, span: Span = FIRST, probability: float = 0.5) -> Pick:
    return Pick(Article(name, TEXT, (FIRST, SECOND)), span, probability, ((span.start, 7),))


def evidence(*picks: Pick, answers: bool = True) -> Evidence:
    return Evidence(picks, confidence=0.75, answers=answers)


@pytest.mark.parametrize(
    ("articles", "lead"),
    [
        ("a", "One article speaks to this:"),
        ("ab", "Two articles speak to this:"),
        ("abc", "Three articles speak to this:"),
        ("abcd", "Four articles speak to this:"),
    ],
)
def test_the_lead_line_says_how_many_articles_speak(articles: str, lead: str) -> None:
    answer = write("Who?", evidence(*(pick(name) for name in articles)))
    assert answer.statements[0].text == lead


def test_two_quotes_of_one_article_are_one_article() -> None:
    answer = write("Who?", evidence(pick("a"), pick("b"), pick("a", SECOND)))
    assert answer.statements[0].text == "Two articles speak to this:"


LONG = (
    "Sherman leads the delegation, and Ryabkov leads the other one, which came on Sunday from "
    "Moscow with a list of demands that nobody in Geneva had seen before the dinner began."
)


def test_one_story_in_several_articles_is_told_from_several_stories() -> None:
    def of(name: str, text: str) -> Pick:
        return Pick(Article(name, text, (Span(0, len(text)),)), Span(0, len(text)), 0.5, ())

    again, other = of("b", f"Geneva. {LONG}"), of("c", TEXT)
    assert _lead(of("a", LONG), again) == "Two articles with one story speak to this:"
    assert _lead(of("a", LONG), again, other) == "Three articles with two stories speak to this:"


def _lead(*picks: Pick) -> str:
    return write("Who?", evidence(*picks)).statements[0].text


def test_the_statement_cites_every_quote() -> None:
    answer = write("Who?", evidence(pick("a"), pick("b"), pick("a", SECOND)))
    assert answer.statements == (Statement("Two articles speak to this:", (1, 2, 3)),)
    assert answer.text == "Two articles speak to this:[1][2][3]"


def test_quotes_are_numbered_in_the_order_of_the_picks() -> None:
    answer = write("Who?", evidence(pick("b", SECOND, 0.9), pick("a", FIRST, 0.4)))
    shown = [(c.number, c.quote.article.id, c.quote.text, c.score) for c in answer.quotes]
    assert shown == [(1, "b", TEXT[30:], 0.9), (2, "a", TEXT[:29], 0.4)]


def test_what_does_not_answer_is_declined_with_the_closest() -> None:
    answer = write("Who?", evidence(pick("a"), pick("b"), answers=False))
    assert (answer.text, answer.statements, answer.quotes) == (DECLINED, (), ())
    assert [citation.number for citation in answer.closest] == [1, 2]


def test_without_anything_found_it_is_declined_without_a_closest() -> None:
    answer = write("Who?", Evidence((), 0.0, answers=False))
    assert not answer.answered
    assert (answer.text, answer.quotes, answer.closest) == ("The articles don’t say.", (), ())


def test_question_confidence_and_highlights_are_passed_on() -> None:
    answer = write(" Who? ", evidence(pick("a")))
    assert (answer.question, answer.confidence) == (" Who? ", 0.75)
    assert answer.quotes[0].highlights == ((0, 7),)
    assert answer.answerer == ANSWERER == "extractive"
