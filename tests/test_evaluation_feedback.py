"""Feedback becomes candidates: one a question, to be completed by hand, never scored before."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.evaluation.feedback import candidates, load
from bot.evaluation.questions import incomplete
from bot.evaluation.questions import load as load_questions
from index.articles import Article, Span
from index.errors import UsageError

TEXT = "Sherman leads. Ryabkov spoke."
ANSWER = {
    "status": "answered",
    "quotes": [{"article": "talks", "start": 0, "end": 14, "text": "Sherman leads."}],
}
GOOD = {
    "question": "Who leads?",
    "answer": ANSWER,
    "verdict": "up",
    "reason": None,
    "at": "2025-03-01T09:30:00Z",
}

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write(*lines: object) -> Path:
        file = tmp_path / "feedback.jsonl"
        texts = [x if isinstance(x, str) else json.dumps(x) for x in lines]
        file.write_text("\n".join(texts) + "\n", encoding="utf-8")
        return file

    return write


def made(file: Path) -> list[dict[str, Any]]:
    return [candidate.as_json() for candidate in candidates(load(file))]


def test_a_record_becomes_a_candidate_without_evidence(write: Write) -> None:
    (line,) = made(write(GOOD))
    assert line == {
        "id": line["id"],
        "question": "Who leads?",
        "kind": "feedback",
        "answerable": None,
        "answers": [],
        "evidence": None,
        "complete": False,
        "feedback": {"up": 1, "down": 0, "reasons": [], "latest": "2025-03-01T09:30:00+00:00"},
        "quoted": ["talks|Sherman leads."],
    }


def test_the_same_question_is_one_candidate_with_counts(write: Write) -> None:
    second = GOOD | {"question": "who  leads", "verdict": "down", "reason": "Too old."}
    third = second | {"at": "2025-03-01T11:00:00+02:00", "reason": " "}
    (line,) = made(write(GOOD, second, third, second))
    assert line["question"] == "Who leads?"
    assert line["feedback"] == {
        "up": 1,
        "down": 3,
        "reasons": ["Too old."],
        "latest": "2025-03-01T09:30:00+00:00",
    }


def test_what_was_liked_is_offered_first(write: Write) -> None:
    other = {
        "status": "answered",
        "quotes": [{"article": "talks", "start": 15, "end": 29, "text": "Ryabkov spoke."}],
    }
    (line,) = made(write(GOOD | {"verdict": "down", "answer": other}, GOOD))
    assert line["quoted"] == ["talks|Sherman leads.", "talks|Ryabkov spoke."]


def test_an_id_is_of_the_words_and_none_is_twice(write: Write) -> None:
    questions = [f"Who leads number {n}?" for n in range(300)]
    first = made(write(*(GOOD | {"question": question} for question in questions)))
    again = made(write(GOOD | {"question": "WHO leads number 7 ?"}))
    assert len({line["id"] for line in first}) == 300
    assert again[0]["id"] == first[7]["id"]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("{", "Expecting"),
        ("[]", "it is not an object"),
        ('{"question": "Who?"', "Expecting"),
        ({key: value for key, value in GOOD.items() if key != "verdict"}, "it has no 'verdict'"),
        ({key: value for key, value in GOOD.items() if key != "at"}, "it has no 'at'"),
        (GOOD | {"question": " "}, "its question is not a text"),
        (GOOD | {"verdict": "good"}, 'its verdict is \'good\', not "up" or "down"'),
        (GOOD | {"reason": 3}, "its reason is 3"),
        (GOOD | {"at": "yesterday"}, "yesterday"),
        (GOOD | {"at": 5}, "must be str"),
        (GOOD | {"answer": None}, "not a mapping"),
        (GOOD | {"answer": {"status": "perhaps"}}, "status is 'perhaps'"),
    ],
)
def test_a_bad_line_is_named_with_its_file(line: object, why: str, write: Write) -> None:
    file = write(GOOD, line)
    with pytest.raises(UsageError) as caught:
        load(file)
    assert str(caught.value).startswith(f"{file}:2: not feedback")
    assert why in str(caught.value)


def test_a_file_without_feedback_is_refused(write: Write) -> None:
    with pytest.raises(UsageError, match="has no feedback in it"):
        load(write(""))


def test_an_incomplete_candidate_is_no_question_and_is_counted(write: Write) -> None:
    article = Article("talks", TEXT, (Span(0, len(TEXT)),))
    (line,) = made(write(GOOD))
    file = write(line)
    assert load_questions(file, {"talks": article}.__getitem__) == []
    assert incomplete(file) == 1


@pytest.mark.parametrize(
    ("evidence", "answerable"), [([["talks|Sherman leads."]], True), ([], False)]
)
def test_a_candidate_completed_as_it_is_told_is_a_question(
    evidence: list[list[str]], answerable: bool, write: Write
) -> None:
    article = Article("talks", TEXT, (Span(0, len(TEXT)),))
    (line,) = made(write(GOOD))
    file = write(line | {"complete": True, "evidence": evidence})
    (question,) = load_questions(file, {"talks": article}.__getitem__)
    assert question.answerable is answerable


def test_a_completed_candidate_without_evidence_is_told_its_form(write: Write) -> None:
    (line,) = made(write(GOOD))
    file = write(line | {"complete": True})
    with pytest.raises(UsageError, match=r'its "evidence" is null, not a list of groups: \[\["art'):
        load_questions(file, dict[str, Article]().__getitem__)


def test_a_completed_candidate_is_a_question(write: Write) -> None:
    article = Article("talks", TEXT, (Span(0, len(TEXT)),))
    (line,) = made(write(GOOD))
    whole = line | {"complete": True, "answerable": True, "evidence": [line["quoted"]]}
    file = write(whole)
    (question,) = load_questions(file, {"talks": article}.__getitem__)
    assert (question.kind, question.places[0].end) == ("feedback", 14)
    assert incomplete(file) == 0
