"""The evaluation questions of both files in `seeds` are true to the seed articles.

A question's `evidence` is a list of groups: every group is needed, any one entry of a group
suffices. An entry is `article_id|words`, the words copied from the article byte for byte.
Odd ids are the tuning half, even ids the held-out half.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Final, TypedDict

SEEDS: Final = Path(__file__).resolve().parents[1] / "seeds"
ANSWERABLE_KINDS: Final = frozenset(
    ["who", "how_many", "when", "where", "who_said", "what", "why", "paraphrase", "several"]
)
UNANSWERABLE_KINDS: Final = frozenset(["near_topic", "false_premise", "off_topic"])


class Question(TypedDict):
    """One line of the file."""

    id: str
    question: str
    kind: str
    answerable: bool
    answers: list[str]
    evidence: list[list[str]]


def _questions() -> list[Question]:
    files = (SEEDS / "questions.jsonl", SEEDS / "more_questions.jsonl")
    lines = [line for file in files for line in file.read_bytes().decode("utf-8").splitlines()]
    return [json.loads(line) for line in lines]


def _articles() -> dict[str, str]:
    paths = sorted((SEEDS / "articles").glob("*.txt"))
    return {path.stem: path.read_bytes().decode("utf-8") for path in paths}


QUESTIONS: Final = _questions()
ARTICLES: Final = _articles()
ENTRIES: Final = [
    (question["id"], *entry.split("|", 1))
    for question in QUESTIONS
    for group in question["evidence"]
    for entry in group
]


def test_every_line_has_the_same_fields() -> None:
    fields = list(Question.__annotations__)
    assert [q["id"] for q in QUESTIONS if list(q) != fields] == []


def test_every_evidence_entry_names_a_seed_article() -> None:
    assert [entry for entry in ENTRIES if entry[1] not in ARTICLES] == []


def test_the_words_of_every_evidence_entry_occur_exactly_once_in_its_article() -> None:
    assert [entry for entry in ENTRIES if ARTICLES[entry[1]].count(entry[2]) != 1] == []


def test_every_seed_article_is_evidence_for_some_question() -> None:
    assert {article for _, article, _ in ENTRIES} == set(ARTICLES)


def test_ids_are_unique() -> None:
    assert [i for i, n in Counter(q["id"] for q in QUESTIONS).items() if n > 1] == []


def test_no_question_is_asked_twice() -> None:
    asked = Counter(q["question"].casefold() for q in QUESTIONS)
    assert [question for question, n in asked.items() if n > 1] == []


def test_at_least_sixty_questions_are_answerable() -> None:
    assert sum(q["answerable"] for q in QUESTIONS) >= 60


def test_at_least_twenty_five_questions_are_unanswerable() -> None:
    assert sum(not q["answerable"] for q in QUESTIONS) >= 25


def test_unanswerable_questions_have_no_evidence_and_no_answers() -> None:
    unanswerable = [q for q in QUESTIONS if not q["answerable"]]
    assert [q["id"] for q in unanswerable if q["evidence"] or q["answers"]] == []


def test_answerable_questions_have_an_answer_and_at_least_one_group_none_empty() -> None:
    answerable = [q for q in QUESTIONS if q["answerable"]]
    complete = [
        q["id"] for q in answerable if q["answers"] and q["evidence"] and all(q["evidence"])
    ]
    assert complete == [q["id"] for q in answerable]


def test_kinds_are_known_and_say_whether_a_question_is_answerable() -> None:
    def kinds(question: Question) -> frozenset[str]:
        return ANSWERABLE_KINDS if question["answerable"] else UNANSWERABLE_KINDS

    assert [q["id"] for q in QUESTIONS if q["kind"] not in kinds(q)] == []


def test_the_tuning_and_held_out_halves_have_nearly_as_many_of_each_kind() -> None:
    odd, even = (
        Counter(q["kind"] for q in QUESTIONS if int(q["id"].removeprefix("q")) % 2 == rest)
        for rest in (1, 0)
    )
    assert {
        kind: odd[kind] - even[kind] for kind in odd | even if abs(odd[kind] - even[kind]) > 2
    } == {}
