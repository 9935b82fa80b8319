"""What people said of answers, and its form for `pullquote evaluate --from-feedback`.

Owns the verdicts. Unlike `bot.evaluation.feedback`, which reads that form, this writes it. One
person has one verdict on an answer: the last one counts.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from bot.render.slack.forms import REASONS
from bot.slack.database import Database

UP, DOWN = "up", "down"


class Feedback:
    """The verdicts in the database."""

    def __init__(self, database: Database, now: Callable[[], float] = time.time) -> None:
        self._db, self._now = database, now

    def keep(self, record: str, user: str, verdict: str, reason: str | None = None) -> None:
        """Keeps a person's verdict on an answer, in place of one before.

        The same verdict again, without a reason, keeps the reason that was given.
        """
        self._db.change(
            "INSERT INTO feedback VALUES (?,?,?,?,?) ON CONFLICT (record, user) DO UPDATE SET"
            " reason = ifnull(excluded.reason, iif(verdict = excluded.verdict, reason, NULL)),"
            " verdict = excluded.verdict, at = excluded.at",
            *(record, user, verdict, reason, self._now()),
        )

    def lines(self) -> Iterator[str]:
        """Each verdict as a line of JSON, the oldest first, without who gave it."""
        rows = self._db.rows(
            "SELECT r.question, r.answer, r.generation, f.verdict, f.reason, f.at"
            " FROM feedback f JOIN records r ON r.id = f.record ORDER BY f.at, f.rowid"
        )
        for question, answer, generation, verdict, reason, at in rows:
            yield json.dumps(
                {
                    "question": question,
                    "answer": json.loads(answer),
                    "verdict": verdict,
                    "reason": reason,
                    "at": datetime.fromtimestamp(at, UTC).isoformat(),
                    "index": generation,
                },
                ensure_ascii=False,
            )


def spelled(reason: str, text: str) -> str:
    """A reason of the list and the person's own words as one text.

    >>> spelled("outdated", "she left in May")
    'It is outdated: she left in May'
    """
    named, own = REASONS.get(reason, ""), " ".join(text.split())
    return ": ".join(part for part in (named, own) if part)
