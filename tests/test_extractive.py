"""Evidence as an answer: the lead line claims no more than how many articles speak."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import cast

import pytest

from bot.answer import DECLINED, Answer, Part, Statement, Status
from bot.evidence import Evidence, Pick
from bot.extractive import ANSWERER, write, write_parts
from bot.joining import Looked, join
from index.articles import Article, Span
from index.search import Findings

TEXT = "Sherman leads the delegation. Ryabkov leads the other."
FIRST, SECOND = Span(0, 29), Span(30, 54)
NAMED = (("a", FIRST), ("b", SECOND))


def pick(name: str, span: Span = FIRST, probability: float = 0.5) -> Pick:
    marks = ((span.start, span.start + 7),)
    return Pick(Article(name, TEXT, (FIRST, SECOND)), span, probability, marks)


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


# Several parts


@dataclass(frozen=True)
class Searched:
    """Findings, as far as they are looked at here."""

    question: str
    sentences: tuple[tuple[Article, Span], ...] = ()


def parts_of(*found: Evidence) -> Answer:
    questions = [f"{word}?" for word in ("Who", "and what", "and when")[: len(found)]]
    looked = [
        Looked(asked, cast(Findings, Searched(f"{asked} whole")), one)
        for asked, one in zip(questions, found, strict=True)
    ]
    return write_parts("Who, and what?", looked, join(looked))


def test_each_part_says_what_answers_it_before_the_lead() -> None:
    short = replace(evidence(pick("a")), short=0.9, shows_short=True)
    answer = parts_of(short, evidence(pick("b", SECOND)))
    assert answer.statements == (
        Statement("Who? Sherman", (1,)),
        Statement("and what?", (2,)),
        Statement("Two articles speak to this:", (1, 2)),
    )
    assert answer.text == "Who? Sherman[1] and what?[2] Two articles speak to this:[1][2]"
    assert answer.short is None
    first, second = answer.parts
    assert (first.short, first.asked) == (answer.quotes[0].quote.article.quote(0, 7), "Who? whole")
    assert (second.short, second.quotes, second.confidence) == (None, (2,), 0.75)


def test_a_part_without_an_answer_cites_nothing_and_says_so() -> None:
    answer = parts_of(evidence(pick("a")), evidence(pick("b"), answers=False))
    assert answer.answered
    assert answer.statements[1] == Statement(f"and what? {DECLINED}", ())
    assert answer.parts[1] == Part("and what?", "and what? whole", Status.DECLINED, 0.75)
    assert [citation.quote.article.id for citation in answer.quotes] == ["a"]


def test_words_of_a_quote_that_is_not_shown_are_no_short_answer() -> None:
    short = replace(evidence(pick("b")), short=0.9, shows_short=True)
    answer = parts_of(evidence(pick("a")), short)
    assert [part.quotes for part in answer.parts] == [(1,), (1,)]
    assert [part.short for part in answer.parts] == [None, None]


def test_if_no_part_is_answered_the_closest_of_all_are_offered() -> None:
    answer = parts_of(*(evidence(pick(name, span), answers=False) for name, span in NAMED))
    assert (answer.text, answer.statements, answer.quotes) == (DECLINED, (), ())
    assert len(answer.closest) == 2
    assert [part.status for part in answer.parts] == [Status.DECLINED] * 2


def test_question_confidence_and_highlights_are_passed_on() -> None:
    answer = write(" Who? ", evidence(pick("a")))
    assert (answer.question, answer.confidence) == (" Who? ", 0.75)
    assert answer.quotes[0].highlights == ((0, 7),)
    assert answer.answerer == ANSWERER == "extractive"
