"""The promise: what is shown stands in the file, word for word, at the offsets given.

Every question of the project is asked of an index of the five articles, made once with the bundled
model, and whatever comes back is compared with the files, read anew.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answer import Answer, Citation
from bot.answering import Answerer
from bot.asking import json_line
from bot.evidence import MAX_QUOTES
from index.articles import Article, Kind, Quote, Span
from index.build import Builder
from index.embedding import MiniLM
from index.formats import read
from index.snapshots import Library, Settings

SEEDS = Path(__file__).parents[1] / "seeds"
FILES = {file.stem: file for file in (SEEDS / "articles").glob("*.txt")}
TEXTS = {name: file.read_bytes().decode("utf-8") for name, file in FILES.items()}
SPANS = {name: read(file).spans for name, file in FILES.items()}
KEYS = [
    "question", "status", "text", "statements", "confidence", "answerer", "quotes", "closest",
    "timings_ms",
]  # fmt: skip
QUOTE_KEYS = [
    "n", "article", "title", "outlet", "published", "url", "start", "end", "text", "highlights",
    "score",
]  # fmt: skip
# Beyond what is documented for every answer; left out where there is nothing to say.
IF_KNOWN = frozenset(
    ("heading", "columns", "said_by", "strange", "alike", "disagreements", "parts", "asked")
)


@pytest.fixture(scope="session")
def answers(tmp_path_factory: pytest.TempPathFactory) -> list[Answer]:
    """The answers to all questions of the project."""
    data, embedder = tmp_path_factory.mktemp("seeds"), MiniLM()
    settings = Settings(embedder.name, embedder.dimensions, max_tokens=128)
    Builder(data, settings, embedder).build([SEEDS / "articles"])
    answerer = Answerer.open(Library(data, settings), embedder)
    files = (SEEDS / "questions.jsonl", SEEDS / "more_questions.jsonl")
    lines = [line for file in files for line in file.read_bytes().splitlines()]
    return [answerer.answer(json.loads(line)["question"]) for line in lines]


@pytest.fixture(scope="session")
def shown(answers: list[Answer]) -> list[Citation]:
    """Every quote and every closest passage of them."""
    return [citation for answer in answers for citation in (*answer.quotes, *answer.closest)]


def test_every_question_shows_something_and_both_kinds_of_answer_occur(
    answers: list[Answer],
) -> None:
    assert len(answers) >= 188 + 199
    assert all(answer.quotes or answer.closest for answer in answers)
    assert {answer.answered for answer in answers} == {True, False}


def test_what_is_shown_is_the_files_text_at_its_offsets(shown: list[Citation]) -> None:
    for citation in shown:
        quote = citation.quote
        assert TEXTS[quote.article.id][quote.start : quote.end] == quote.text


def test_the_json_has_the_files_text_at_its_offsets(answers: list[Answer]) -> None:
    for answer in answers:
        body = json.loads(json_line(answer.as_json()))
        for quote in (*body["quotes"], *body.get("closest", [])):
            assert TEXTS[quote["article"]][quote["start"] : quote["end"]] == quote["text"]


def test_what_is_shown_is_whole_sentences(shown: list[Citation]) -> None:
    for citation in shown:
        quote = citation.quote
        sentences = [s for s in SPANS[quote.article.id] if s.kind is Kind.SENTENCE]
        assert quote.start in {span.start for span in sentences}
        assert quote.end in {span.end for span in sentences}


def test_no_chrome_and_no_heading_is_shown(shown: list[Citation]) -> None:
    for citation in shown:
        kinds = {span.kind for span in _within(citation.quote)}
        assert kinds <= {Kind.SENTENCE, Kind.GAP}, citation.quote.text


def test_highlights_lie_within_their_quote_and_apart(shown: list[Citation]) -> None:
    for citation in shown:
        quote, marks = citation.quote, citation.highlights
        assert all(quote.start <= start < end <= quote.end for start, end in marks)
        assert all(one[1] <= other[0] for one, other in pairwise(marks))


def test_highlights_begin_and_end_with_words(shown: list[Citation]) -> None:
    for citation in shown:
        for start, end in citation.highlights:
            text = citation.quote.article.text[start:end]
            assert text == text.strip()


def test_at_most_four_are_shown_numbered_from_one(answers: list[Answer]) -> None:
    for answer in answers:
        for citations in (answer.quotes, answer.closest):
            assert len(citations) <= MAX_QUOTES == 4
            numbers = [citation.number for citation in citations]
            assert numbers == list(range(1, len(citations) + 1))


def test_none_is_shown_twice(answers: list[Answer]) -> None:
    for answer in answers:
        places = [(q.article.id, q.start, q.end) for q in _quotes(answer)]
        assert len(set(places)) == len(places)


def test_no_two_of_an_answer_have_nearly_the_same_words(answers: list[Answer]) -> None:
    for answer in answers:
        for one, other in combinations(_quotes(answer), 2):
            mine, theirs = _words(one.text), _words(other.text)
            assert len(mine & theirs) < 0.8 * len(mine | theirs), (one.text, other.text)


def test_they_come_best_first_and_of_several_parts_the_best_of_each(
    answers: list[Answer],
) -> None:
    for answer in answers:
        scores = [citation.score for citation in (*answer.quotes, *answer.closest)]
        assert all(0.0 <= score <= 1.0 for score in scores)
        if answer.parts:
            firsts = {part.quotes[0] for part in answer.parts if part.quotes}
            assert firsts == set(range(1, len(firsts) + 1))
        else:
            assert scores == sorted(scores, reverse=True)


def test_an_answer_cites_all_its_quotes_and_a_declined_one_claims_nothing(
    answers: list[Answer],
) -> None:
    for answer in answers:
        numbers = tuple(citation.number for citation in answer.quotes)
        cited = [statement.cites for statement in answer.statements]
        of_parts = [part.quotes for part in answer.parts]
        assert cited == ([*of_parts, numbers] if answer.answered else [])
        assert bool(answer.quotes) is answer.answered is not bool(answer.closest)
        assert 0.0 <= answer.confidence <= 1.0


def test_the_json_is_one_line_with_its_keys_in_the_documented_order(answers: list[Answer]) -> None:
    for answer in answers:
        line = json_line(answer.as_json())
        assert line.count(b"\n") == 1
        body = json.loads(line)
        assert body == answer.as_json()
        documented = [key for key in body if key not in IF_KNOWN]
        assert documented == [key for key in KEYS if key != "closest" or not answer.answered]
        for quote in (*body["quotes"], *body.get("closest", [])):
            assert [key for key in quote if key not in IF_KNOWN] == QUOTE_KEYS
            assert quote.get("said_by", "?")


# A quote can only be made of a place in its article.


@given(st.text(), st.integers(-9, 9), st.integers(-9, 9))
def test_a_quote_is_its_articles_text_or_cannot_be_made(text: str, start: int, end: int) -> None:
    article = Article("a", text, (Span(0, len(text)),) if text else ())
    if 0 <= start < end <= len(text):
        assert article.quote(start, end).text == text[start:end] != ""
    else:
        with pytest.raises(ValueError, match=rf"\[{start}:{end}\] is not a place in article a"):
            article.quote(start, end)


def test_a_quote_cannot_be_given_another_text_or_another_place() -> None:
    quote = Article("a", "Who said so?", (Span(0, 12),)).quote(0, 3)
    for name, value in {"text": "He", "start": 1, "end": 12}.items():
        with pytest.raises((AttributeError, TypeError)):
            setattr(quote, name, value)


def _quotes(answer: Answer) -> list[Quote]:
    return [citation.quote for citation in (*answer.quotes, *answer.closest)]


def _within(quote: Quote) -> Iterator[Span]:
    for span in SPANS[quote.article.id]:
        if span.start < quote.end and span.end > quote.start:
            yield span


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower()))
