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


def without(key: str) -> dict[str, object]:
    return {name: value for name, value in GOOD.items() if name != key}


SECOND = {**GOOD, "id": "q002"}


def test_what_follows_from_the_rest_of_a_line_need_not_be_said(write: Write) -> None:
    bare = without("kind")
    del bare["answerable"]
    first, second, third = read(
        write(bare, {**bare, "id": "q002", "evidence": []}, {**SECOND, "id": "q", "kind": "who"})
    )
    assert (first.kind, first.answerable) == ("other", True)
    assert (second.kind, second.answerable) == ("other", False)
    assert third.kind == "who"


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (
            {**SECOND, "evidence": [["nowhere|Sherman"]]},
            "its evidence names the article 'nowhere', which is not in the index. Correct",
        ),
        (
            {**SECOND, "evidence": [["talks|Sherman sleeps"]]},
            "its evidence \"Sherman sleeps\" is not in the article 'talks'. Copy",
        ),
        (
            {**SECOND, "evidence": [["talks|the"], ["talks|e"]]},
            "its evidence \"e\" is more than once in the article 'talks'. Add",
        ),
        ({**SECOND, "evidence": [["talks"]]}, 'its evidence "talks" is not of the form "article|'),
        ({**SECOND, "evidence": [["talks|"]]}, 'its evidence "talks|" is not of the form'),
        ({**SECOND, "evidence": [["|the"]]}, 'its evidence "|the" is not of the form'),
        ({**SECOND, "evidence": [[7]]}, "its evidence 7 is not of the form"),
        ({**SECOND, "evidence": [7]}, "its evidence has 7, not a group"),
        ({**SECOND, "evidence": ["talks|the"]}, 'its evidence has "talks|the", not a group'),
        ({**SECOND, "evidence": [[]]}, "its evidence has an empty group."),
        ({**SECOND, "evidence": "talks|the"}, 'its "evidence" is "talks|the", not a list'),
        ({**SECOND, "evidence": []}, "it is answerable, but has no evidence. Add"),
        ({**SECOND, "answerable": False}, "it has evidence, but is not answerable."),
        ({**SECOND, "answerable": "false"}, 'its "answerable" is "false", not true or false.'),
        ({**SECOND, "answerable": 1}, 'its "answerable" is 1, not true or false.'),
        ({**SECOND, "id": 2}, 'its "id" is 2, not a text.'),
        ({**SECOND, "id": " "}, 'its "id" is empty.'),
        ({**SECOND, "question": None}, 'its "question" is null, not a text.'),
        ({**SECOND, "question": "x" * 99, "kind": ["y" * 99]}, f'its "kind" is ["{"y" * 78}…, not'),
        ({**SECOND, "answers": "Sherman"}, 'its "answers" is "Sherman", not a list of texts.'),
        ({**SECOND, "answers": ["Sherman", 7]}, 'its "answers" have 7, which is not a text.'),
        ({**SECOND, "answers": [""]}, 'its "answers" have "", which is not a text.'),
        (without("id"), 'it has no "id". Add a text.'),
        (without("question"), 'it has no "question".'),
        ({**SECOND, "kind": ""}, 'its "kind" is empty. Add a text.'),
        (without("evidence"), 'it has no "evidence". Add a list of groups: [["article|words"]].'),
        (GOOD, "line 1 has the id 'q001' too. Give"),
        ("{", "it is not JSON (Expecting property name"),
        ('{"id": "q002", "question": "Who', "it is not JSON (Unterminated string"),
        (json.dumps(SECOND)[:-1], "it is not JSON ("),
        ("[" * 100_000, "it is "),
        ("[]", "it is not an object."),
        ("7", "it is not an object."),
    ],
)
def test_a_bad_line_is_named_with_its_file(line: object, why: str, write: Write) -> None:
    file = write(GOOD, line)
    with pytest.raises(UsageError) as caught:
        read(file)
    assert str(caught.value).startswith(f"{file}:2: {why}")


def test_an_empty_line_counts_but_is_no_question(write: Write) -> None:
    assert [question.id for question in read(write(GOOD, "", SECOND))] == ["q001", "q002"]
    with pytest.raises(UsageError, match=r":3: line 1 has the id 'q001' too"):
        read(write(GOOD, "  ", GOOD))


def test_a_line_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_bytes(json.dumps(GOOD).encode() + b'\n{"question": "\xff\xfe"}\n')
    with pytest.raises(UsageError, match=r"questions\.jsonl:2: it is not UTF-8"):
        read(file)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"none\.jsonl cannot be read: No such file"):
        read(tmp_path / "none.jsonl")


def test_a_byte_order_mark_is_passed_over(tmp_path: Path) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_bytes(b"\xef\xbb\xbf" + json.dumps(GOOD).encode())
    assert len(read(file)) == 1


def test_gold_answers_are_read_where_there_are_some(write: Write) -> None:
    with_answers, without_any = read(write({**GOOD, "answers": ["Sherman", "W. Sherman"]}, SECOND))
    assert with_answers.answers == ("Sherman", "W. Sherman")
    assert without_any.answers == ()


def test_the_projects_questions_are_whole_and_so_are_their_answers() -> None:
    articles = {
        file.stem: Article(file.stem, text, (Span(0, len(text)),))
        for file in (SEEDS / "articles").glob("*.txt")
        for text in [file.read_bytes().decode("utf-8")]
    }
    questions = load(SEEDS / "questions.jsonl", articles.__getitem__)
    answered = [question.id for question in questions if question.answers]
    assert answered == [question.id for question in questions if question.answerable]


def test_a_line_separator_within_a_question_is_no_new_line(write: Write) -> None:
    (question,) = read(write({**GOOD, "question": "Who\u2028leads?"}))
    assert question.text == "Who\u2028leads?"


@pytest.mark.parametrize(
    ("name", "held_out"),
    [
        ("q001", False),
        ("q002", True),
        ("q010", True),
        ("17", False),
        ("a1b2", True),
        ("q", True),
        ("q1²", False),  # a digit, and no number
        ("²", True),
        ("1" * 5000, False),
    ],
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
