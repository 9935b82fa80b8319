"""Files in SQuAD's format, written out as articles with their questions.

Owns the reading of that format. An article of the file becomes one .txt file, its paragraphs
set apart by blank lines. Unlike `questions`, no groups: any of the answers will do.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.evaluation.questions import Place, Question

SEPARATOR = "\n\n"


@dataclass(frozen=True, slots=True)
class SquadQuestion:
    """A question of such a file, and the paragraph it was asked of."""

    question: Question
    paragraph: Place
    title: str  # of the article, as the file has it
    alone: bool  # the paragraph is the whole article


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
            questions += [_question(entry, whole, title, alone) for entry in paragraph["qas"]]
        (folder / f"{name}.txt").write_text(text, encoding="utf-8", newline="")
    return questions


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


def _question(entry: dict[str, Any], whole: Place, title: str, alone: bool) -> SquadQuestion:
    impossible = bool(entry.get("is_impossible"))
    answers = [] if impossible else entry["answers"]
    places = tuple(
        Place(
            whole.article,
            whole.start + answer["answer_start"],
            whole.start + answer["answer_start"] + len(answer["text"]),
        )
        for answer in answers
    )
    question = Question(
        id=str(entry["id"]),
        text=entry["question"].strip(),
        kind="squad",
        answerable=not impossible,
        groups=(places,) if places else (),
        answers=tuple(dict.fromkeys(answer["text"] for answer in answers)),
    )
    return SquadQuestion(question, whole, title, alone)
