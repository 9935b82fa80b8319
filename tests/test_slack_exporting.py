"""`pullquote feedback export` writes what was said of answers, and never over a file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.answer import Answer, Status
from bot.cli import run
from bot.slack.asked import Asked, Place
from bot.slack.database import Database
from bot.slack.feedback import DOWN, UP, Feedback, spelled
from bot.slack.records import Records

ANSWER = Answer("Who leads?", Status.DECLINED, "The articles don’t say.", (), 0.1, "fake")
ASKED = Asked("q1", Place("T1", "C1", "1.0"), "U1", "Who leads?", "1.0")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


def judged(data: Path) -> None:
    """One answer, of which two people said something, one of them twice."""
    database = Database(data / "slack.sqlite3")
    record = Records(database).keep(ASKED, ANSWER, "000001-a")
    feedback = Feedback(database)
    feedback.keep(record.id, "U1", DOWN)
    feedback.keep(record.id, "U1", DOWN, spelled("wrong", "It is Ann."))
    feedback.keep(record.id, "U2", UP)
    database.close()


def test_each_persons_last_word_is_a_line_without_their_name(data: Path, tmp_path: Path) -> None:
    judged(data)
    out = tmp_path / "feedback.jsonl"
    assert run(["--data", str(data), "feedback", "export", "--out", str(out)]) == 0
    lines = [json.loads(line) for line in out.read_text().splitlines()]
    assert [(one["verdict"], one["reason"]) for one in lines] == [
        ("down", "It is wrong: It is Ann."),
        ("up", None),
    ]
    assert lines[0]["index"] == "000001-a"
    assert "U1" not in out.read_text()


def test_what_is_written_can_be_turned_into_questions(data: Path, tmp_path: Path) -> None:
    judged(data)
    feedback, cases = str(tmp_path / "feedback.jsonl"), tmp_path / "cases.jsonl"
    assert run(["--data", str(data), "feedback", "export", "--out", feedback]) == 0
    turn = ["--data", str(data), "evaluate", "--from-feedback", feedback, "--out", str(cases)]
    assert run(turn) == 0
    assert json.loads(cases.read_text())["feedback"]["down"] == 1


def test_a_file_that_is_there_is_left_alone(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    judged(data)
    out = tmp_path / "mine.txt"
    out.write_text("mine")
    assert run(["--data", str(data), "feedback", "export", "--out", str(out)]) == 2
    assert "is there already" in capsys.readouterr().err
    assert out.read_text() == "mine"


def test_without_answers_from_slack_it_says_so(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["--data", str(data), "feedback", "export"]) == 2
    assert "No answers from Slack are kept" in capsys.readouterr().err
    assert not data.exists()
