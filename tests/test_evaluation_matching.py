"""Answers from elsewhere and the questions they belong to."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.evaluation.matching import match
from bot.evaluation.questions import Question
from index.errors import UsageError

QUESTIONS = [
    Question("q1", "Who leads?", "who", True, ()),
    Question("q2", "When was it?", "when", True, ()),
]
TWINS = [*QUESTIONS, Question("q3", "who  LEADS?", "who", True, ())]
Write = Callable[..., Path]


def answer(question: str, **more: object) -> dict[str, object]:
    return {"question": question, "status": "declined", **more}


FIRST = answer("Who leads?", id="q1")
DEEP = json.loads("[" * 500 + "]" * 500)  # can be read, but not be written out
SECOND = answer("When was it?", id="q2")


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write(*lines: object) -> Path:
        file = tmp_path / "answers.jsonl"
        file.write_text("\n".join(x if isinstance(x, str) else json.dumps(x) for x in lines))
        return file

    return write


def test_answers_come_in_the_order_of_the_questions(write: Write) -> None:
    found = match(write(SECOND, "", FIRST), QUESTIONS)
    assert [reply.question for reply in found] == ["Who leads?", "When was it?"]


def test_without_ids_the_words_of_the_question_decide(write: Write) -> None:
    found = match(write(answer("when was  it?"), answer("Who leads?")), QUESTIONS)
    assert [reply.question for reply in found] == ["Who leads?", "when was  it?"]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (answer("Who leads?", id="q7"), "it answers q7, which is no question here."),
        (answer("Why?"), "it answers “Why?”, which is no question here."),
        (answer("Who leads?", id="q1"), "q1 is answered on line 1 already."),
        (answer("Who leads?"), "q1 is answered on line 1 already."),
        (answer("Who sleeps?", id="q2"), "it answers q2 as “Who sleeps?”, which here is “When"),
        (answer("When was it?", id="q2", confidence=1.5), "its confidence is 1.5."),
        (answer("When was it?", id="q2", confidence=-0.1), "its confidence is -0.1."),
        (answer("When was it?", id="q2", confidence=float("nan")), "its confidence is nan."),
        *(
            (
                answer("When was it?", id="q2", **{name: {"total": 1, key: amount}}),
                f'not an answer: its "{name}" has {amount:g} as "{key}", which is no amount.',
            )
            for name, key in [("timings_ms", "pick"), ("usage", "input_tokens")]
            for amount in [-1, float("nan"), float("inf")]
        ),
        (answer("When was it?", confidence=10**400), "not an answer: a number in it is too large."),
        ("[" * 100_000, "not an answer: it is nested too deeply."),
        (answer("When was it?", deep=DEEP), "not an answer: it is nested too deeply."),
        ({"question": "When was it?"}, 'not an answer: it has no "status".'),
        ('{"question": "When', "not an answer: it is not JSON (Unterminated string"),
        ([1], "not an answer: a part of it is of another form."),
        (
            answer("When was it?", quotes=[{"article": "a", "start": 1.5, "end": 2, "text": "b"}]),
            'not an answer: its "start" has 1.5, which is no whole number.',
        ),
    ],
)
def test_a_bad_answer_is_named_by_file_and_line(line: object, why: str, write: Write) -> None:
    file = write(FIRST, line)
    with pytest.raises(UsageError) as caught:
        match(file, QUESTIONS)
    assert str(caught.value).startswith(f"{file}:2: {why}")


def test_words_that_are_two_questions_need_an_id(write: Write) -> None:
    with pytest.raises(UsageError, match=r":1: .* are several questions: q1, q3\. Give"):
        match(write(answer("Who leads?")), TWINS)
    ids = [answer("Who leads?", id="q3"), answer("Who leads?", id="q1"), SECOND]
    assert [reply.id for reply in match(write(*ids), TWINS)] == ["q1", "q2", "q3"]


def test_questions_without_an_answer_are_named(write: Write) -> None:
    with pytest.raises(UsageError, match=r"no answer to q1\. Answer every question"):
        match(write(SECOND), QUESTIONS)


def test_of_many_questions_without_an_answer_the_first_ten_are_named(write: Write) -> None:
    many = [Question(f"m{n}", f"Number {n}?", "what", True, ()) for n in range(25)]
    with pytest.raises(UsageError, match=r"no answer to m0, m1, .*, m9 and 15 more\."):
        match(write(), many)


def test_a_confidence_is_given_with_every_answer_or_with_none(write: Write) -> None:
    sure = match(write(FIRST | {"confidence": 0.9}, SECOND | {"confidence": 0.0}), QUESTIONS)
    assert [reply.confidence for reply in sure] == [0.9, 0.0]
    with pytest.raises(UsageError, match=r"no confidence in the answer to q2, and one in others\."):
        match(write(FIRST | {"confidence": 0.9}, SECOND | {"confidence": None}), QUESTIONS)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"none\.jsonl cannot be read: No such file"):
        match(tmp_path / "none.jsonl", QUESTIONS)
