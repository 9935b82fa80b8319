"""Files in SQuAD's format, written out as articles with their questions.

Owns the reading of that format, and what is wrong with a question in it. An article of the file
becomes one file, its paragraphs set apart by blank lines: .md if it opens as Markdown does, with
"# " and its title, and otherwise .txt. Unlike `questions`, no groups: any of the answers will do.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.answering import MAX_QUESTION_CHARS
from bot.evaluation.questions import Place, Question

SEPARATOR = "\n\n"
TITLE = "# "


@dataclass(frozen=True, slots=True)
class SquadQuestion:
    """A question of such a file, and the paragraph it was asked of."""

    question: Question
    paragraph: Place
    title: str  # of the article, as the file has it
    alone: bool  # the paragraph is the whole article
    misplaced: bool = False  # an answer of it is not where the file says, white space aside


def write_out(
    file: Path, folder: Path, *, paragraphs_each: int | None = None
) -> list[SquadQuestion]:
    """Writes the articles into an empty folder and returns the questions, in the file's order.

    `paragraphs_each` cuts up collections of unrelated paragraphs that the file lists as one
    article. Questions marked impossible have no groups.
    """
    folder.mkdir(parents=True, exist_ok=True)
    questions: list[SquadQuestion] = []
    for number, (title, paragraphs) in enumerate(_articles(file, paragraphs_each)):
        name = f"{number:04d}"
        text = ""
        for paragraph in paragraphs:
            start = len(text)
            text += paragraph["context"].replace("\r", "\n") + SEPARATOR
            whole = Place(name, start, len(text) - len(SEPARATOR))
            alone = len(paragraphs) == 1
            questions += [
                SquadQuestion(
                    _question(entry, whole), whole, title, alone, _is_misplaced(entry, paragraph)
                )
                for entry in paragraph["qas"]
            ]
        suffix = ".md" if text.startswith(TITLE) else ".txt"
        (folder / f"{name}{suffix}").write_text(text, encoding="utf-8", newline="")
    return questions


def check(asked: Iterable[SquadQuestion]) -> None:
    """Raises ValueError, naming the question, if it could not be scored: it has the id of another,
    is empty or too long, or is not marked impossible and has no answer, or one without words."""
    ids: set[str] = set()
    for one in asked:
        question = one.question
        if question.id in ids:
            raise ValueError(f"two questions have the id {question.id}. Give each its own.")
        if fault := _fault(question):
            raise ValueError(f"the question {question.id} {fault}")
        ids.add(question.id)


def _fault(question: Question) -> str:
    if not question.text:
        return "is empty. Write what is asked, or take it out."
    if (chars := len(question.text)) > MAX_QUESTION_CHARS:
        return f"has {chars:,} characters; at most {MAX_QUESTION_CHARS:,} are read. Take it out."
    if question.answerable and not question.answers:
        return 'has no answer. Add one, or "is_impossible": true.'
    if not all(answer.strip() for answer in question.answers):
        return "has an answer without words. Add them, or take it out."
    return ""


def _articles(
    file: Path, paragraphs_each: int | None
) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    data = file.read_bytes()
    content = gzip.decompress(data) if file.suffix == ".gz" else data
    for article in json.loads(content)["data"]:
        paragraphs = article["paragraphs"]
        step = paragraphs_each or max(1, len(paragraphs))
        for first in range(0, len(paragraphs), step):
            yield str(article.get("title", "")), paragraphs[first : first + step]


def _question(entry: dict[str, Any], whole: Place) -> Question:
    answers = _answers(entry)
    places = tuple(
        Place(
            whole.article,
            whole.start + answer["answer_start"],
            whole.start + answer["answer_start"] + len(answer["text"]),
        )
        for answer in answers
    )
    return Question(
        id=str(entry["id"]),
        text=entry["question"].strip(),
        kind="squad",
        answerable=not _is_impossible(entry),
        groups=(places,) if places else (),
        answers=tuple(dict.fromkeys(answer["text"] for answer in answers)),
    )


def _is_misplaced(entry: dict[str, Any], paragraph: dict[str, Any]) -> bool:
    return any(
        answer["answer_start"] < 0
        or not paragraph["context"][answer["answer_start"] :]
        .lstrip()
        .startswith(answer["text"].strip())
        for answer in _answers(entry)
    )


def _answers(entry: dict[str, Any]) -> list[dict[str, Any]]:
    return [] if _is_impossible(entry) else entry["answers"]


def _is_impossible(entry: dict[str, Any]) -> bool:
    return bool(entry.get("is_impossible"))
