"""Feedback becomes cases: what people thought of an answer, as questions to complete by hand.

Whoever records feedback writes one JSON object a line:

    {"question": "Who leads the talks?",       as it was asked
     "answer": {"status": "answered", …},      the answer, as `pullquote ask --json` prints it
     "verdict": "up",                          or "down"
     "reason": "The date is wrong.",           what the person said of it, or null
     "at": "2025-03-01T09:30:00Z"}             when, in ISO 8601

Each question becomes one candidate: a line of the form of `seeds/questions.jsonl` that is not
complete yet. Its `evidence` is null and its `complete` false until a person has named the evidence
and set it true; `quoted` has what was quoted, to choose from:

    "quoted": ["talks|Ann leads.", "talks|It rained."], "evidence": null, "complete": false
    ─► "evidence": [["talks|Ann leads."]], "complete": true      (or [], if no article answers)

`answerable` may stay null: it follows from the evidence. Owns both forms. Unlike `questions`, which
reads cases that are complete, nothing here is scored.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.evaluation import replies
from bot.evaluation.replies import Reply
from index.errors import UsageError

KIND = "feedback"
ID_DIGITS = 6
UP, DOWN = "up", "down"


@dataclass(frozen=True, slots=True)
class Feedback:
    """What one person thought of one answer."""

    question: str
    answer: Reply
    good: bool
    reason: str | None
    at: str  # ISO time


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question that people judged an answer to, to be completed with gold evidence.

    `quoted` are the quotes of its answers as evidence is written ("article|words"), those of
    answers that were liked first.
    """

    id: str
    question: str
    up: int
    down: int
    reasons: tuple[str, ...] = ()
    latest: str = ""
    quoted: tuple[str, ...] = field(default=())

    def as_json(self) -> dict[str, Any]:
        """Its line: a question whose evidence is still to be named."""
        return {
            "id": self.id,
            "question": self.question,
            "kind": KIND,
            "answerable": None,
            "answers": [],
            "evidence": None,
            "complete": False,
            "feedback": {
                "up": self.up,
                "down": self.down,
                "reasons": list(self.reasons),
                "latest": self.latest,
            },
            "quoted": list(self.quoted),
        }


def load(file: Path) -> list[Feedback]:
    """The records of a file; empty lines are passed over.

    Raises UsageError naming file and line if a line is not such a record, and if there is none.
    """
    found = list(_records(file))
    if not found:
        raise UsageError(f"{file} has no feedback in it. See bot/evaluation/feedback.py.")
    return found


def candidates(records: Iterable[Feedback]) -> list[Candidate]:
    """One candidate a question, in the order in which they were first asked.

    Questions are the same if their words are, upper case, spaces and a last "?" aside. An id is
    made of the words: the same question has the same id in every run.
    """
    groups: dict[str, list[Feedback]] = {}
    for record in records:
        groups.setdefault(_words(record.question), []).append(record)
    taken: set[str] = set()
    return [_candidate(words, group, taken) for words, group in groups.items()]


def _records(file: Path) -> Iterator[Feedback]:
    try:
        lines = file.read_bytes().removeprefix(b"\xef\xbb\xbf").splitlines()
    except OSError as error:
        raise UsageError(f"{file} cannot be read: {error.strerror}. Name a JSONL file.") from None
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            yield _record(json.loads(line))
        except KeyError as error:
            raise UsageError(f"{file}:{number}: not feedback: it has no {error}.") from None
        except (ValueError, TypeError, AttributeError, OverflowError, RecursionError) as error:
            raise UsageError(f"{file}:{number}: not feedback ({error}).") from None


def _record(fields: Any) -> Feedback:  # noqa: ANN401 - whatever JSON has
    if not isinstance(fields, Mapping):
        raise TypeError("it is not an object")
    question, verdict, reason = fields["question"], fields["verdict"], fields.get("reason")
    if not isinstance(question, str) or not question.strip():
        raise ValueError("its question is not a text")
    if verdict not in (UP, DOWN):
        raise ValueError(f'its verdict is {verdict!r}, not "up" or "down"')
    if not isinstance(reason, str | None):
        raise TypeError(f"its reason is {reason!r}, neither a text nor null")
    answer = replies.parse({"question": question, **fields["answer"]})
    return Feedback(question.strip(), answer, verdict == UP, reason, _utc(fields["at"]))


def _utc(time: str) -> str:
    """An ISO time as UTC, so that times can be compared; one without a zone is taken as UTC."""
    at = datetime.fromisoformat(time)
    at = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    return at.isoformat()


def _words(question: str) -> str:
    return " ".join(question.casefold().split()).rstrip(" ?")


def _candidate(words: str, group: list[Feedback], taken: set[str]) -> Candidate:
    by_liking = sorted(group, key=lambda one: not one.good)
    quoted = [f"{q.article}|{q.text}" for one in by_liking for q in one.answer.quotes]
    reasons = [one.reason.strip() for one in group if one.reason and one.reason.strip()]
    good = sum(one.good for one in group)
    return Candidate(
        id=_new_id(words, taken),
        question=group[0].question,
        up=good,
        down=len(group) - good,
        reasons=tuple(dict.fromkeys(reasons)),
        latest=max(one.at for one in group),
        quoted=tuple(dict.fromkeys(quoted)),
    )


def _new_id(words: str, taken: set[str]) -> str:
    digest = hashlib.sha256(words.encode("utf-8", "surrogatepass")).digest()
    number = int.from_bytes(digest[:8])
    while (name := f"f{number % 10**ID_DIGITS:0{ID_DIGITS}d}") in taken:
        number += 1
    taken.add(name)
    return name
