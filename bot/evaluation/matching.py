"""Which answer is to which question.

Owns the matching of a file of answers to the questions they are scored on: one answer for each
question, no more and no less, and a confidence with each or with none. A figure over some of the
questions, chosen by who answered them, is no figure. Unlike `replies`, which reads single answers,
it knows what was asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bot.evaluation import replies
from bot.evaluation.questions import Question
from bot.evaluation.replies import Reply
from index.errors import UsageError

NAMED = 10  # ids of questions that a message names


def match(file: Path, questions: Sequence[Question]) -> list[Reply]:
    """The answers of a JSON Lines file, in the order of the questions.

    An answer is matched by its id, or by its question's words if it has none. Raises UsageError,
    naming file and line, if an answer is not one, is to no question, to several or to one that was
    answered before, has the id of another question than its words say, or has a confidence that is
    no probability; and, naming the ids, if a question has no answer, or some answers have no
    confidence while others have one.
    """
    found: dict[str, tuple[int, Reply]] = {}
    finder = _Finder(questions)
    for number, reply in _read(file):
        try:
            _check_confidence(reply)
            name = finder.find(reply).id
            if name in found:
                raise ValueError(
                    f"{name} is answered on line {found[name][0]} already. Keep one of them."
                )
        except ValueError as error:
            raise UsageError(f"{file}:{number}: {error}") from error
        found[name] = number, reply
    _check_whole(file, [question.id for question in questions if question.id not in found])
    matched = [found[question.id][1] for question in questions]
    unsure = [q.id for q, one in zip(questions, matched, strict=True) if one.confidence is None]
    _check_confident(file, unsure, of=len(questions))
    return matched


def _read(file: Path) -> list[tuple[int, Reply]]:
    try:
        return list(replies.load(file))
    except OSError as error:
        raise UsageError(
            f"{file} cannot be read: {error.strerror}. Name a file of answers, one a line, as "
            "`pullquote ask --json` prints them."
        ) from error


class _Finder:
    """Questions by id and by their words, case and white space aside."""

    def __init__(self, questions: Sequence[Question]) -> None:
        self._by_id = {question.id: question for question in questions}
        self._by_words: dict[str, list[Question]] = {}
        for question in questions:
            self._by_words.setdefault(_words(question.text), []).append(question)

    def find(self, reply: Reply) -> Question:
        """The question that a reply answers. Raises ValueError, saying what to do."""
        return self._by_text(reply) if reply.id is None else self._by_name(reply, reply.id)

    def _by_name(self, reply: Reply, name: str) -> Question:
        question = self._by_id.get(name)
        if question is None:
            raise ValueError(
                f"it answers {name}, which is no question here. "
                "Take the line out, or name the file of questions that was asked."
            )
        if _words(question.text) != _words(reply.question):
            raise ValueError(
                f"it answers {name} as “{reply.question}”, which here is “{question.text}”. "
                "Answer the questions of this file, or name the file that was asked."
            )
        return question

    def _by_text(self, reply: Reply) -> Question:
        same = self._by_words.get(_words(reply.question), [])
        if not same:
            raise ValueError(
                f"it answers “{reply.question}”, which is no question here. "
                "Take the line out, or name the file of questions that was asked."
            )
        if len(same) > 1:
            ids = ", ".join(question.id for question in same)
            raise ValueError(
                f"it answers “{reply.question}”, which are several questions: {ids}. "
                'Give the answer the "id" of one.'
            )
        return same[0]


def _words(text: str) -> str:
    return " ".join(text.casefold().split())


def _check_confidence(reply: Reply) -> None:
    if reply.confidence is not None and not 0 <= reply.confidence <= 1:
        raise ValueError(
            f"its confidence is {reply.confidence:g}. Give a probability from 0 to 1, or none."
        )


def _check_whole(file: Path, missing: Sequence[str]) -> None:
    if missing:
        raise UsageError(
            f"{file}: no answer to {_named(missing)}. Answer every question, "
            'with "status": "declined" where there is no answer.'
        )


def _check_confident(file: Path, unsure: Sequence[str], *, of: int) -> None:
    """All or none: what the confidence is worth is no figure over those that one is given for."""
    if 0 < len(unsure) < of:
        raise UsageError(
            f"{file}: no confidence in the answer to {_named(unsure)}, and one in others. "
            "Give one with every answer, declined ones too, or with none."
        )


def _named(ids: Sequence[str]) -> str:
    more = f" and {len(ids) - NAMED} more" if len(ids) > NAMED else ""
    return f"{', '.join(ids[:NAMED])}{more}"
