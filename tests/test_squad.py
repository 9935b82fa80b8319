"""Files in SQuAD's format become articles, and their answers places in them."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from bot.evaluation.questions import Place
from bot.evaluation.squad import SquadQuestion, check, write_out
from index.formats import read


def asked(name: str, question: str, context: str, *answers: str, **more: object) -> dict[str, Any]:
    """A question of a paragraph, as the format has it."""
    found = [{"text": text, "answer_start": context.index(text)} for text in answers]
    return {"id": name, "question": question, "answers": found, **more}


RIVER = "The Düna rose 3 m in 1931.\r\nRiga was flooded; 30 houses fell. 😀 Nobody drowned."
BRIDGE = "The bridge was opened in 1981."
STONE = "A stone wall stood there — “the Wall” — until May."
DATA = {
    "version": "v2.0",
    "data": [
        {
            "title": "Riga",
            "paragraphs": [
                {
                    "context": RIVER,
                    "qas": [
                        asked("a", " How many houses fell?", RIVER, "30", "30 houses"),
                        asked("b", "Who drowned?", RIVER, "Nobody", is_impossible=False),
                    ],
                },
                {
                    "context": BRIDGE,
                    "qas": [
                        asked("c", "Who paid for it?", BRIDGE, "The bridge", is_impossible=True),
                        asked("d", "When was it opened?", BRIDGE, "1981"),
                    ],
                },
            ],
        },
        {
            "title": "Wall",
            "paragraphs": [{"context": STONE, "qas": [asked("e", "Its name?", STONE, "the Wall")]}],
        },
    ],
}
WANTED = {"a": ["30", "30 houses"], "b": ["Nobody"], "c": [], "d": ["1981"], "e": ["the Wall"]}


@pytest.fixture(params=["squad.json", "squad.json.gz"])
def file(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The file, as it is and compressed."""
    path: Path = tmp_path / request.param
    data = json.dumps(DATA).encode("utf-8")
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)
    return path


def texts(folder: Path) -> dict[str, str]:
    return {path.stem: path.read_bytes().decode("utf-8") for path in sorted(folder.iterdir())}


def said(questions: list[SquadQuestion], folder: Path) -> dict[str, list[str]]:
    """What stands at each question's places, in the files."""
    written = texts(folder)
    return {
        one.question.id: [written[p.article][p.start : p.end] for p in one.question.places]
        for one in questions
    }


def test_each_place_is_where_its_answer_stands(file: Path, tmp_path: Path) -> None:
    questions = write_out(file, tmp_path / "articles")
    assert said(questions, tmp_path / "articles") == WANTED


def test_each_place_is_where_its_answer_stands_in_cut_up_articles(
    file: Path, tmp_path: Path
) -> None:
    questions = write_out(file, tmp_path / "articles", paragraphs_each=1)
    assert said(questions, tmp_path / "articles") == WANTED


@pytest.mark.parametrize(
    ("each", "contexts"),
    [
        (None, {"0000": [RIVER, BRIDGE], "0001": [STONE]}),
        (2, {"0000": [RIVER, BRIDGE], "0001": [STONE]}),
        (1, {"0000": [RIVER], "0001": [BRIDGE], "0002": [STONE]}),
    ],
)
def test_an_article_is_its_paragraphs_with_blank_lines_between(
    each: int | None, contexts: dict[str, list[str]], file: Path, tmp_path: Path
) -> None:
    write_out(file, tmp_path / "articles", paragraphs_each=each)
    assert texts(tmp_path / "articles") == {
        name: "".join(context.replace("\r", "\n") + "\n\n" for context in parts)
        for name, parts in contexts.items()
    }


def test_offsets_count_as_in_the_article_that_is_indexed(file: Path, tmp_path: Path) -> None:
    questions = write_out(file, tmp_path / "articles")
    articles = {name: read(tmp_path / "articles" / f"{name}.txt") for name in ("0000", "0001")}
    for one in questions:
        for place, wanted in zip(one.question.places, WANTED[one.question.id], strict=True):
            assert articles[place.article].text[place.start : place.end] == wanted


def test_any_of_the_answers_will_do(file: Path, tmp_path: Path) -> None:
    questions = write_out(file, tmp_path / "articles")
    assert [len(one.question.groups) for one in questions] == [1, 1, 0, 1, 1]


def test_the_words_of_the_answers_are_kept(file: Path, tmp_path: Path) -> None:
    questions = write_out(file, tmp_path / "articles")
    assert {one.question.id: list(one.question.answers) for one in questions} == WANTED


def test_the_same_answer_of_several_people_is_kept_once(tmp_path: Path) -> None:
    file = tmp_path / "squad.json"
    said = asked("a", "When?", BRIDGE, "1981", "in 1981", "1981")
    data = {"data": [{"title": "Bridge", "paragraphs": [{"context": BRIDGE, "qas": [said]}]}]}
    file.write_text(json.dumps(data))
    (one,) = write_out(file, tmp_path / "articles")
    assert one.question.answers == ("1981", "in 1981")


def test_a_question_marked_impossible_has_no_answer(file: Path, tmp_path: Path) -> None:
    questions = write_out(file, tmp_path / "articles")
    assert [one.question.answerable for one in questions] == [True, True, False, True, True]


def test_questions_come_in_the_files_order_with_nothing_around_them(
    file: Path, tmp_path: Path
) -> None:
    questions = [one.question for one in write_out(file, tmp_path / "articles")]
    assert [question.id for question in questions] == ["a", "b", "c", "d", "e"]
    assert questions[0].text == "How many houses fell?"


def test_a_question_knows_the_paragraph_it_was_asked_of(file: Path, tmp_path: Path) -> None:
    questions = write_out(file, tmp_path / "articles")
    written = texts(tmp_path / "articles")
    places = [one.paragraph for one in questions]
    found = [written[place.article][place.start : place.end] for place in places]
    assert found == [RIVER.replace("\r", "\n")] * 2 + [BRIDGE] * 2 + [STONE]
    assert places[-1] == Place("0001", 0, len(STONE))


def test_an_article_without_paragraphs_gives_no_questions(tmp_path: Path) -> None:
    file = tmp_path / "squad.json"
    file.write_text(json.dumps({"data": [{"title": "Nothing", "paragraphs": []}]}))
    assert write_out(file, tmp_path / "articles") == []


def written(folder: Path, *entries: dict[str, Any]) -> list[SquadQuestion]:
    """Questions of one paragraph, which is STONE."""
    paragraphs = [{"context": STONE, "qas": list(entries)}]
    folder.joinpath("squad.json").write_text(
        json.dumps({"data": [{"title": "Wall", "paragraphs": paragraphs}]})
    )
    return write_out(folder / "squad.json", folder / "articles")


def placed(text: str, start: int) -> dict[str, Any]:
    return {"id": "a", "question": "?", "answers": [{"text": text, "answer_start": start}]}


@pytest.mark.parametrize(
    ("text", "start", "misplaced"),
    [
        ("stone", 2, False),
        (" stone ", 1, False),
        (" stone", 2, False),  # counted without the white space
        ("stone", 1, False),
        ("stone", 3, True),
        ("Stone", 2, True),
        ("May.", -4, True),
        ("stone", 99, True),
    ],
)
def test_an_answer_that_is_not_where_the_file_says_is_found_out(
    text: str, start: int, misplaced: bool, tmp_path: Path
) -> None:
    (one,) = written(tmp_path, placed(text, start))
    assert one.misplaced is misplaced


def test_questions_that_can_be_scored_pass(file: Path, tmp_path: Path) -> None:
    asked = write_out(file, tmp_path / "articles")
    check(asked)
    assert not any(one.misplaced for one in asked)


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        ({"id": "b", "question": "?", "answers": []}, "the question b has no answer."),
        (placed("", 0) | {"id": "b"}, "the question b has an answer without words."),
        (placed(" ", 1) | {"id": "b"}, "the question b has an answer without words."),
        (placed("stone", 2) | {"id": "b", "question": " "}, "the question b is empty."),
        (placed("wall", 8), "two questions have the id a."),
    ],
)
def test_a_question_that_could_not_be_scored_is_named(
    entry: dict[str, Any], fault: str, tmp_path: Path
) -> None:
    asked = written(tmp_path, placed("stone", 2), entry)
    with pytest.raises(ValueError, match=fault):
        check(asked)


def test_a_text_that_opens_with_a_title_becomes_markdown_with_its_headings(tmp_path: Path) -> None:
    context = "# House rules\n\n## Guests\n\nUntil ten in the evening."
    paragraph = {"context": context, "qas": [asked("g", "Until when?", context, "ten")]}
    file = tmp_path / "rules.json"
    file.write_text(json.dumps({"data": [{"title": "r", "paragraphs": [paragraph]}]}), "utf-8")
    ((one,), article) = write_out(file, tmp_path / "out"), read(tmp_path / "out" / "0000.md")
    (place,) = one.question.places
    assert article.text[place.start : place.end] == "ten"
    assert [article.text[s.start : s.end] for s in article.sentences] == [
        "Until ten in the evening."
    ]
