"""An answer as JSON: its keys, their order, and what is left out."""

from __future__ import annotations

import json
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.answer import Answer, Citation, Part, Statement, Status
from bot.asking import json_line
from index.articles import Article, Span

TEXT = "Sherman leads the delegation. Ryabkov leads the other."
ARTICLE = Article(
    "001", TEXT, (Span(0, 29), Span(30, 54)), "Talks", "Politico", "2022-01-07", "https://x.org/1"
)
CITATION = Citation(1, ARTICLE.quote(0, 29), ((0, 7),), 0.123456)
ANSWERED = Answer(
    question="Who leads?",
    status=Status.ANSWERED,
    text="One article speaks to this:[1]",
    statements=(Statement("One article speaks to this:", (1,)),),
    confidence=0.987654,
    answerer="extractive",
    quotes=(CITATION,),
    timings_ms={"search": 1.23456, "total": 2.0},
    asked="Who leads?",
    id="q1",
)
DECLINED = Answer(
    question="And why?",
    status=Status.DECLINED,
    text="The articles don’t say.",
    statements=(),
    confidence=0.1,
    answerer="extractive",
    closest=(CITATION,),
    asked="And why? (leads)",
)


def test_an_answer_has_the_documented_keys_in_order() -> None:
    assert list(ANSWERED.as_json()) == [
        "id", "question", "status", "text", "statements", "confidence", "answerer", "quotes",
        "timings_ms",
    ]  # fmt: skip


def test_a_declined_answer_has_the_closest_after_no_quotes() -> None:
    body = DECLINED.as_json()
    assert list(body) == [
        "question", "status", "text", "statements", "confidence", "answerer", "quotes", "closest",
        "asked", "timings_ms",
    ]  # fmt: skip
    assert body["quotes"] == []
    assert body["closest"] == ANSWERED.as_json()["quotes"]


def test_a_quote_says_where_it_stands() -> None:
    assert ANSWERED.as_json()["quotes"] == [
        {
            "n": 1,
            "article": "001",
            "title": "Talks",
            "outlet": "Politico",
            "published": "2022-01-07",
            "url": "https://x.org/1",
            "start": 0,
            "end": 29,
            "text": "Sherman leads the delegation.",
            "highlights": [[0, 7]],
            "score": 0.1235,
        }
    ]


def test_what_is_not_known_of_an_article_is_null() -> None:
    quote = Article("002", TEXT, ()).quote(0, 29)
    answer = Answer("Who?", Status.ANSWERED, "", (), 1.0, "extractive", (Citation(1, quote),))
    (body,) = answer.as_json()["quotes"]
    assert [body[key] for key in ("title", "outlet", "published", "url")] == [None] * 4


def test_the_question_as_searched_is_told_only_if_it_is_another() -> None:
    assert DECLINED.as_json()["asked"] == "And why? (leads)"
    assert "asked" not in ANSWERED.as_json()


def test_what_became_of_each_part_is_told_if_there_are_several() -> None:
    short = ARTICLE.quote(0, 7)
    parts = (
        Part("Who leads?", "Who leads?", Status.ANSWERED, 0.98765, (1,), short),
        Part("And why?", "And why? (leads)", Status.DECLINED, 0.1),
    )
    assert "parts" not in ANSWERED.as_json()
    assert replace(ANSWERED, parts=parts).as_json()["parts"] == [
        {
            "question": "Who leads?",
            "status": "answered",
            "confidence": 0.9877,
            "quotes": [1],
            "short": {"text": "Sherman", "start": 0, "end": 7},
        },
        {
            "question": "And why?",
            "status": "declined",
            "asked": "And why? (leads)",
            "confidence": 0.1,
            "quotes": [],
        },
    ]


def test_an_id_is_told_only_if_there_is_one() -> None:
    assert ANSWERED.as_json()["id"] == "q1"
    assert "id" not in DECLINED.as_json()


def test_figures_are_rounded_for_reading() -> None:
    body = ANSWERED.as_json()
    assert body["confidence"] == 0.9877
    assert body["timings_ms"] == {"search": 1.23, "total": 2.0}


def test_the_status_is_one_of_two_words() -> None:
    assert [ANSWERED.as_json()["status"], DECLINED.as_json()["status"]] == ["answered", "declined"]
    assert ANSWERED.answered
    assert not DECLINED.answered


@given(text=st.text(st.characters(codec=None), min_size=1))
def test_any_text_comes_back_from_json_as_it_was(text: str) -> None:
    quote = Article("a", text, (Span(0, len(text)),)).quote(0, len(text))
    answer = Answer(text, Status.ANSWERED, text, (), 0.5, "extractive", (Citation(1, quote),))
    line = json_line(answer.as_json())
    assert line.count(b"\n") == 1
    assert json.loads(line.decode("utf-8")) == answer.as_json()
