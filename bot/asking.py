"""Questions from a file, a pipe or the command line, and their answers out.

Owns the format of a file of questions. Unlike `answering`, it answers nothing; unlike
`render.terminal`, it does not lay an answer out.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.config import Config
from bot.opening import open_answerer
from bot.render.cuts import beginning
from bot.render.wording import NOTHING_ASKED, UNSAFE, one_line
from index.errors import PullquoteError, UsageError

if TYPE_CHECKING:
    from bot.answer import Answer
    from bot.render.screen import Screen
    from index.filters import Filter

STDIN = "-"
MAX_NAMED_CHARS = 200  # of a question in a message


@dataclass(frozen=True, slots=True)
class Question:
    """A question and the id it came with: given back as it came, a number as a number."""

    text: str
    id: str | int | None = None


def from_words(words: Sequence[str]) -> Question:
    """The question typed on the command line, or on standard input if it is "-"."""
    if list(words) == [STDIN]:
        return Question(_checked(sys.stdin.buffer.read().decode("utf-8", "replace")))
    return Question(_checked(" ".join(words)))


def from_file(name: str) -> list[Question]:
    """The questions of a JSONL file, in order; "-" is standard input.

    Raises UsageError, naming file and line, for a line that is no question.
    """
    try:
        data = sys.stdin.buffer.read() if name == STDIN else Path(name).read_bytes()
    except OSError as error:
        raise UsageError(f"{name} cannot be read: {error.strerror}. Name a JSONL file.") from None
    return from_lines(data.removeprefix(b"\xef\xbb\xbf").splitlines(), name)


def from_lines(lines: Iterable[bytes], name: str) -> list[Question]:
    """As `from_file`, of its lines; `name` is for the message."""
    questions = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            questions.append(_question(line))
        except (ValueError, RecursionError, PullquoteError) as error:
            raise UsageError(f"{name}, line {number}: {error}") from None
    if not questions:
        raise UsageError(f'{name} has no question. Write one a line: {{"question": "…"}}')
    return questions


def _question(line: bytes) -> Question:
    try:
        body = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError:
        raise ValueError("it is not UTF-8. Save the file as UTF-8.") from None
    except json.JSONDecodeError as error:
        raise ValueError(f"it is not JSON ({error.msg}, column {error.colno}).") from None
    text = body.get("question") if isinstance(body, dict) else None
    if not isinstance(text, str):
        raise ValueError('it is not an object with a text as its "question".')
    name = body.get("id")
    if isinstance(name, bool) or not isinstance(name, str | int | None):
        raise ValueError('its "id" is neither a text nor a whole number.')
    return Question(_checked(text), name)


def _checked(text: str) -> str:
    from bot.answering import checked

    return checked(text)


def ask_all(
    config: Config,
    questions: Sequence[Question],
    *,
    as_json: bool,
    within: Filter | None = None,
) -> bool:
    """Answers the questions in order, from all articles or those that `within` lets through, and
    prints each answer as it comes. Returns whether nothing went wrong.

    A question that fails for a reason of its own is named on standard error, and the next is asked.
    Raises PullquoteError kinds and OSError, which no other question would be spared.
    """
    from bot.render.screen import Screen

    answerer, screen, errors = open_answerer(config), Screen(), Screen(stderr=True)
    sound = True
    for number, question in enumerate(questions):
        try:
            answer = answerer.answer(question.text, within=within)
            if as_json:
                write_json(json_of(answer, question))
            else:
                _print(screen, answer, heading=len(questions) > 1, first=number == 0)
        except (PullquoteError, OSError):
            raise
        except Exception as error:  # noqa: BLE001 - the outer edge: said, and the next is asked
            errors.say(_failed(question, error), "red")
            sound = False
    return sound


def _failed(question: Question, error: Exception) -> str:
    """For instance "Question 7 (“Who leads?”) could not be answered: ValueError: not found"."""
    name = "" if question.id is None else f" {question.id}"
    text = beginning(one_line(question.text), MAX_NAMED_CHARS)
    what = f"{type(error).__name__}: {error}"
    return one_line(f"Question{name} (“{text}”) could not be answered: {what}")


def _print(screen: Screen, answer: Answer, *, heading: bool, first: bool) -> None:
    from bot.conversation import is_aside
    from bot.render.terminal import answer_lines, question_lines

    if heading:
        screen.print(question_lines(answer.question, first=first))
    if is_aside(answer.question):
        screen.say(NOTHING_ASKED)
    else:
        screen.print(answer_lines(answer))


def json_of(answer: Answer, question: Question) -> dict[str, Any]:
    """The answer's JSON, with the question's own id."""
    body = answer.as_json()
    return body if question.id is None else {"id": question.id} | body


def json_line(body: object) -> bytes:
    r"""One line of UTF-8. What a terminal would obey is escaped, as is a lone surrogate, which
    UTF-8 has no bytes for.

    >>> json_line({"text": "„ü\x9b\udc80"}).decode()
    '{"text": "„ü\\u009b\\udc80"}\n'
    """
    text = UNSAFE.sub(_escape, json.dumps(body, ensure_ascii=False))
    return text.encode("utf-8") + b"\n"


def _escape(match: re.Match[str]) -> str:
    return json.dumps(match.group())[1:-1]


def write_json(body: object) -> None:
    """Prints an object on one line of standard output, as UTF-8 whatever the locale."""
    sys.stdout.flush()
    sys.stdout.buffer.write(json_line(body))
    sys.stdout.buffer.flush()
