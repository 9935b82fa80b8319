"""Questions with gold evidence, and where that evidence stands in the articles.

Owns the form of `seeds/questions.jsonl`, what is refused in it, and which half of it may tune
something. Unlike `measures`, it judges no answer.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from bot.answering import MAX_QUESTION_CHARS
from index.articles import Article, Span
from index.errors import UsageError

SHOWN = 80  # characters of what is wrong with a line
OTHER = "other"  # the kind of a question that names none
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of an article that answers, by itself, one group of a question."""

    article: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Question:
    """A question and its gold evidence: one place of every group is needed to answer it whole.

    `answers` are gold short answers, of which any one will do; empty where the file gives none.
    """

    id: str
    text: str
    kind: str
    answerable: bool
    groups: tuple[tuple[Place, ...], ...]
    answers: tuple[str, ...] = ()

    @property
    def held_out(self) -> bool:
        """Whether nothing may be tuned on it: the questions with an even number."""
        digits = [char for char in self.id if char.isdecimal()]  # "²" is none: int() refuses it
        return not digits or int(digits[-1]) % 2 == 0

    @property
    def places(self) -> tuple[Place, ...]:
        """The places of all groups."""
        return tuple(place for group in self.groups for place in group)


def load(file: Path, article: Callable[[str], Article]) -> list[Question]:
    """The questions of a file, one JSON object a line; empty lines are passed over. `article`
    looks an article up by id, and raises KeyError if there is none.

    Raises UsageError naming file and line if a line is not a whole question, is too long to be
    asked, has the id of another, or its evidence is not in the article it names. Candidates that
    nobody has completed yet (`"complete": false`, see `feedback`) are left out; `incomplete` counts
    them.
    """
    questions: dict[str, tuple[int, Question]] = {}
    for number, line in _lines(file):
        try:
            fields = _object(line)
            if _is_incomplete(fields):
                continue
            question = _question(fields, article)
            _refuse_twice(question.id, questions)
        except ValueError as error:
            raise UsageError(f"{file}:{number}: {error}") from error
        questions[question.id] = number, question
    return [question for _, question in questions.values()]


def incomplete(file: Path) -> int:
    """How many candidates of a file `load` leaves out. Raises UsageError like it."""
    found = 0
    for number, line in _lines(file):
        try:
            found += _is_incomplete(_object(line))
        except ValueError as error:
            raise UsageError(f"{file}:{number}: {error}") from error
    return found


def _is_incomplete(fields: Mapping[str, object]) -> bool:
    return fields.get("complete") is False


def _lines(file: Path) -> Iterator[tuple[int, bytes]]:
    try:
        data = file.read_bytes()
    except OSError as error:
        raise UsageError(
            f"{file} cannot be read: {error.strerror}. Name a file of questions with evidence."
        ) from error
    lines = data.removeprefix(b"\xef\xbb\xbf").splitlines()
    return ((number, line) for number, line in enumerate(lines, start=1) if line.strip())


def _object(line: bytes) -> dict[str, object]:
    try:
        fields = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError:
        raise ValueError("it is not UTF-8. Save the file as UTF-8.") from None
    except json.JSONDecodeError as error:
        raise ValueError(
            f"it is not JSON ({error.msg}, column {error.colno}). "
            "Write one whole object, in braces, a line."
        ) from None
    except RecursionError:
        raise ValueError("it is nested too deeply for a question.") from None
    if not isinstance(fields, dict):
        raise ValueError('it is not an object. Write {"id": …, "question": …, …}.')
    return fields


def _refuse_twice(name: str, questions: Mapping[str, tuple[int, Question]]) -> None:
    if name in questions:
        raise ValueError(
            f"line {questions[name][0]} has the id {name!r} too. "
            "Give every question an id of its own."
        )


def _question(fields: Mapping[str, object], article: Callable[[str], Article]) -> Question:
    evidence = _value(fields, "evidence", list, 'a list of groups: [["article|words"]]')
    question = Question(
        id=_text(fields, "id"),
        text=_words(fields),
        kind=_text({"kind": OTHER, **fields}, "kind"),
        answerable=_answerable(fields, evidence),
        groups=tuple(_group(group, article) for group in evidence),
        answers=_answers(fields),
    )
    if question.answerable is not bool(question.groups):
        raise ValueError(
            "it is answerable, but has no evidence. Add the words that answer it."
            if question.answerable
            else "it has evidence, but is not answerable. Take out the one or change the other."
        )
    return question


def _answerable(fields: Mapping[str, object], evidence: Sequence[object]) -> bool:
    """What the line says, or else what its evidence does."""
    if fields.get("answerable") is None:
        return bool(evidence)
    return _value(fields, "answerable", bool, "true or false")


def _value(fields: Mapping[str, object], key: str, kind: type[T], wanted: str) -> T:
    if key not in fields:
        raise ValueError(f'it has no "{key}". Add {wanted}.')
    value = fields[key]
    if not isinstance(value, kind):
        raise ValueError(f'its "{key}" is {_short(value)}, not {wanted}.')
    return value


def _text(fields: Mapping[str, object], key: str) -> str:
    text = _value(fields, key, str, "a text")
    if not text.strip():
        raise ValueError(f'its "{key}" is empty. Add a text.')
    return text


def _words(fields: Mapping[str, object]) -> str:
    """What is asked, if it can be: one that is refused would end the run in the middle."""
    text = _text(fields, "question")
    if (chars := len(text.strip())) > MAX_QUESTION_CHARS:
        raise ValueError(
            f'its "question" has {chars:,} characters; at most {MAX_QUESTION_CHARS:,} are read. '
            "Ask for one thing at a time."
        )
    return text


def _answers(fields: Mapping[str, object]) -> tuple[str, ...]:
    answers = _value({"answers": [], **fields}, "answers", list, "a list of texts")
    for answer in answers:
        if not isinstance(answer, str) or not answer.strip():
            raise ValueError(f'its "answers" have {_short(answer)}, which is not a text.')
    return tuple(answers)


def _group(group: object, article: Callable[[str], Article]) -> tuple[Place, ...]:
    if not isinstance(group, list):
        raise ValueError(f"its evidence has {_short(group)}, not a group: a list of places.")
    if not group:
        raise ValueError("its evidence has an empty group. Add a place, or take the group out.")
    return tuple(_place(entry, article) for entry in group)


def _place(entry: object, article: Callable[[str], Article]) -> Place:
    name, bar, words = entry.partition("|") if isinstance(entry, str) else ("", "", "")
    if not (name and bar and words):
        raise ValueError(f'its evidence {_short(entry)} is not of the form "article|words".')
    try:
        text = article(name).text
    except KeyError:
        raise ValueError(
            f"its evidence names the article {name!r}, which is not in the index. "
            "Correct the name, or index the article."
        ) from None
    start = text.find(words)
    if start < 0:
        raise ValueError(
            f"its evidence {_short(words)} is not in the article {name!r}. "
            "Copy the words as they stand there, with every space and quotation mark."
        )
    if text.find(words, start + 1) >= 0:
        raise ValueError(
            f"its evidence {_short(words)} is more than once in the article {name!r}. "
            "Add the words beside the place that is meant."
        )
    return Place(name, start, start + len(words))


def _short(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def overlaps(place: Place, article: str, span: Span) -> bool:
    """Whether a span of an article has at least a character of the place."""
    return place.article == article and place.start < span.end and place.end > span.start
