"""Exactly one answer for each question, through restarts and with several processes.

    claim ──► claimed ──► posting ──► done
                 ▲           │
                 └─ expired ─┘   a process was killed: another takes the question up again

A claim holds for a lease that its process renews while it lives. The question is kept with the
claim, because Slack delivers nothing again that was acknowledged. In state `posting` the answer may
or may not be in Slack: whoever takes such a claim up looks there first. Owns the states. Unlike
`desk`, it neither answers nor looks.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from bot.slack.asked import Asked, parse
from bot.slack.database import Database

LEASE_S = 30.0
KEPT_S = 7 * 86_400.0  # Slack's last redelivery comes after an hour at most
MAX_ATTEMPTS = 3
FOR_GOOD = "good:"  # how keys begin that are remembered for good

CLAIMED, POSTING, DONE = "claimed", "posting", "done"


@dataclass(frozen=True, slots=True)
class Taken:
    """A question taken up again. `record` is the answer that may be in Slack already."""

    asked: Asked
    attempts: int
    record: str | None


class Claims:
    """The questions that were taken, by whom and until when."""

    def __init__(
        self,
        database: Database,
        owner: str,
        *,
        lease_s: float = LEASE_S,
        now: Callable[[], float] = time.time,
    ) -> None:
        """`owner` names this process, and no other one that shares the database."""
        self._db, self._owner, self._now = database, owner, now
        self.lease_s = lease_s

    def claim(self, asked: Asked) -> bool:
        """Takes a question; False if it was taken before, by whomever."""
        now = self._now()
        return bool(
            self._db.change(
                "INSERT OR IGNORE INTO claims VALUES (?,?,?,?,1,?,NULL,?)",
                *(asked.key, CLAIMED, self._owner, now + self.lease_s, asked.as_json(), now),
            )
        )

    def once(self, key: str) -> bool:
        """Whether this key is seen for the first time: for what needs no answer."""
        now = self._now()
        return bool(
            self._db.change(
                "INSERT OR IGNORE INTO claims VALUES (?,?,?,0,1,'',NULL,?)",
                *(key, DONE, self._owner, now),
            )
        )

    def take_expired(self) -> Taken | None:
        """Takes up one question whose process is gone, if there is any."""
        now = self._now()
        with self._db.together():
            rows = self._db.rows(
                "SELECT key, asked, attempts, record FROM claims"
                " WHERE state IN (?, ?) AND until < ? ORDER BY made LIMIT 1",
                *(CLAIMED, POSTING, now),
            )
            if not rows:
                return None
            key, asked, attempts, record = rows[0]
            self._db.change(
                "UPDATE claims SET owner = ?, until = ?, attempts = attempts + 1 WHERE key = ?",
                *(self._owner, now + self.lease_s, key),
            )
        return Taken(parse(asked), attempts + 1, record)

    def renew(self) -> None:
        """Says that this process lives: all that it works on stays its own."""
        self._db.change(
            "UPDATE claims SET until = ? WHERE owner = ? AND state IN (?, ?)",
            *(self._now() + self.lease_s, self._owner, CLAIMED, POSTING),
        )

    def posting(self, key: str, record: str) -> bool:
        """Says that this answer is about to be posted. False if the claim is lost: then it must
        not be."""
        return bool(
            self._db.change(
                "UPDATE claims SET state = ?, record = ?"
                " WHERE key = ? AND owner = ? AND state != ?",
                *(POSTING, record, key, self._owner, DONE),
            )
        )

    def not_posted(self, key: str) -> None:
        """Says that Slack did not take the answer: the question has none."""
        self._db.change(
            "UPDATE claims SET state = ?, record = NULL WHERE key = ? AND owner = ? AND state = ?",
            *(CLAIMED, key, self._owner, POSTING),
        )

    def done(self, key: str) -> None:
        """Says that the person has an answer, or knows that there will be none.

        A claim that another process has taken up is left to it.
        """
        self._db.change(
            "UPDATE claims SET state = ?, asked = '' WHERE key = ? AND owner = ?",
            *(DONE, key, self._owner),
        )

    def is_mine(self, key: str) -> bool:
        """Whether it is still this process that works on it."""
        found = "SELECT 1 FROM claims WHERE key = ? AND owner = ? AND state != ?"
        return bool(self._db.rows(found, key, self._owner, DONE))

    def withdraw(self, key: str) -> None:
        """Says that the question was deleted: whoever works on it will not post an answer."""
        self._db.change(
            "UPDATE claims SET state = ?, asked = '' WHERE key = ? AND state = ?",
            *(DONE, key, CLAIMED),
        )

    def is_open(self, key: str) -> bool:
        """Whether somebody works on it now."""
        rows = self._db.rows("SELECT 1 FROM claims WHERE key = ? AND state != ?", key, DONE)
        return bool(rows)

    def is_unanswered(self, key: str) -> bool:
        """Whether it was done with, but without an answer: it was refused, or something failed."""
        found = "SELECT 1 FROM claims WHERE key = ? AND state = ? AND record IS NULL"
        return bool(self._db.rows(found, key, DONE))

    def is_newest(self, key: str) -> bool:
        """Whether of all keys that differ only behind their last colon this is the highest."""
        start = key[: key.rindex(":")]
        found = "SELECT MAX(key) FROM claims WHERE key > ? AND key < ?"
        return bool(self._db.rows(found, f"{start}:", f"{start};") == [(key,)])

    def give_up(self) -> None:
        """Leaves what this process has not finished to whoever comes next."""
        self._db.change(
            "UPDATE claims SET until = 0 WHERE owner = ? AND state IN (?, ?)",
            *(self._owner, CLAIMED, POSTING),
        )

    def clean(self) -> None:
        """Forgets what is too old to be delivered again, except what is remembered for good."""
        self._db.change(
            "DELETE FROM claims WHERE state = ? AND made < ? AND key NOT LIKE ?",
            *(DONE, self._now() - KEPT_S, f"{FOR_GOOD}%"),
        )
