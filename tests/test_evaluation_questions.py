"""Questions with gold evidence: where it stands, what is wrong with a line, which half tunes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.evaluation.questions import Place, Question, load, overlaps
from index.articles import Article, Span
from index.errors import UsageError

TEXT = "Sherman leads the delegation. Ryabkov said | “no”."
ARTICLES = {"talks": Article("talks", TEXT, (Span(0, len(TEXT)),))}
SEEDS = Path(__file__).parents[1] / "seeds"
GOOD = {
    "id": "q001",
    "question": "Who leads?",
    "kind": "who",
    "answerable": True,
    "evidence": [["talks|Sherman leads", "talks|Ryabkov said | “no”"], ["talks|the delegation"]],
}

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write(*lines: object) -> Path:
        file = tmp_path / "questions.jsonl"
        texts = [x if isinstance(x, str) else json.dumps(x, ensure_ascii=False) for x in lines]
        file.write_text("\n".join(texts) + "\n", encoding="utf-8", newline="")
        return file

    return write


def read(file: Path) -> list[Question]:
    return load(file, ARTICLES.__getitem__)


def test_evidence_becomes_places_in_the_articles(write: Write) -> None:
    (question,) = read(write(GOOD))
    assert question.groups == (
        (Place("talks", 0, 13), Place("talks", 30, 49)),
        (Place("talks", 14, 28),),
    )


def test_the_words_at_a_place_are_those_of_the_evidence(write: Write) -> None:
    (question,) = read(write(GOOD))
    words = [TEXT[place.start : place.end] for place in question.places]
    assert words == ["Sherman leads", "Ryabkov said | “no”", "the delegation"]


def test_a_question_without_evidence_has_no_groups(write: Write) -> None:
    (question,) = read(write({**GOOD, "answerable": False, "evidence": []}))
    assert (question.groups, question.places, question.answerable) == ((), (), False)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ({**GOOD, "evidence": [["nowhere|Sherman"]]}, "nowhere"),
        ({**GOOD, "evidence": [["talks|Sherman sleeps"]]}, "is not in the article"),
        ({**GOOD, "evidence": [["talks"]]}, "is not in the article"),
        ({**GOOD, "evidence": "talks|Sherman"}, "evidence is not a list"),
        ({**GOOD, "evidence": [[7]]}, "7 is not a text"),
        ({**GOOD, "evidence": [7]}, "not iterable"),
        ({key: value for key, value in GOOD.items() if key != "kind"}, "kind"),
        ({key: value for key, value in GOOD.items() if key != "evidence"}, "evidence"),
        ("{", "Expecting"),
        ("", "Expecting"),
        ("[]", "list indices"),
        ("7", "not subscriptable"),
    ],
)
def test_a_bad_line_is_named_with_its_file(line: object, why: str, write: Write) -> None:
    file = write(GOOD, line)
    with pytest.raises(UsageError) as caught:
        read(file)
    assert str(caught.value).startswith(f"{file}:2: not a question with evidence (")
    assert why in str(caught.value)


def test_a_line_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_bytes(json.dumps(GOOD).encode() + b'\n{"question": "\xff\xfe"}\n')
    with pytest.raises(UsageError, match=r"questions\.jsonl:2: "):
        read(file)


def test_a_line_separator_within_a_question_is_no_new_line(write: Write) -> None:
    (question,) = read(write({**GOOD, "question": "Who\u2028leads?"}))
    assert question.text == "Who\u2028leads?"


@pytest.mark.parametrize(
    ("name", "held_out"),
    [("q001", False), ("q002", True), ("q010", True), ("17", False), ("a1b2", True), ("q", True)],
)
def test_the_questions_with_an_even_number_are_held_out(name: str, held_out: bool) -> None:
    assert Question(name, "", "who", True, ()).held_out is held_out


def test_the_projects_questions_are_held_out_by_half() -> None:
    lines = (SEEDS / "questions.jsonl").read_bytes().splitlines()
    names = [json.loads(line)["id"] for line in lines]
    held_out = [Question(name, "", "", True, ()).held_out for name in names]
    assert sum(held_out) * 2 == len(names)


@pytest.mark.parametrize(
    ("span", "touched"),
    [((0, 5), False), ((0, 6), True), ((9, 20), True), ((10, 20), False), ((6, 7), True)],
)
def test_a_span_overlaps_a_place_by_at_least_a_character(
    span: tuple[int, int], touched: bool
) -> None:
    assert overlaps(Place("talks", 5, 10), "talks", Span(*span)) is touched
    assert not overlaps(Place("other", 5, 10), "talks", Span(*span))
