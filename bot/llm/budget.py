"""What language models may use in a day: tokens and US dollars, counted in the data folder.

    reserve the most that a call can use ─► call ─► settle what it used

Several processes share the count, and calls that run at once see each other's reservations, so that
no call begins that could go over the budget. A process that dies in between leaves its reservation
standing for the day: it may have been used. Owns the file and the prices. Unlike `calls`, it does
not know what a call is for.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from bot.answer import Usage
from bot.llm.model import ModelFailed

FILE = "llm.sqlite3"  # in the data folder
BUSY_TIMEOUT_S = 5.0
FORMAT = 1
KEPT_DAYS = 31
TABLE = """
CREATE TABLE IF NOT EXISTS used (
    id INTEGER PRIMARY KEY, day TEXT NOT NULL, tokens INTEGER NOT NULL, usd REAL NOT NULL
);
CREATE INDEX IF NOT EXISTS used_day ON used (day);
"""


@dataclass(frozen=True, slots=True)
class Prices:
    """US dollars for a million tokens; None where nobody has said."""

    usd_per_million_input: float | None = None
    usd_per_million_output: float | None = None

    def usd(self, input_tokens: int, output_tokens: int) -> float | None:
        """What so many tokens cost; None if a price is not known."""
        if self.usd_per_million_input is None or self.usd_per_million_output is None:
            return None
        cost = input_tokens * self.usd_per_million_input
        return (cost + output_tokens * self.usd_per_million_output) / 1_000_000

    def priced(self, usage: Usage) -> Usage:
        """The usage with its price."""
        return replace(usage, usd=self.usd(usage.input_tokens, usage.output_tokens))


@dataclass(frozen=True, slots=True)
class Left:
    """What is left of today's budget, reservations taken off; None where there is no limit."""

    tokens: int | None
    usd: float | None
    again_in_s: float  # when a new day begins

    def __str__(self) -> str:
        tokens = None if self.tokens is None else f"{self.tokens:,} tokens"
        usd = None if self.usd is None else f"{self.usd:.2f} US dollars"
        return " and ".join(part for part in (tokens, usd) if part is not None) or "no limit"


def _now() -> datetime:
    return datetime.now(UTC)


class Budget:
    """The limits of a day (UTC) and what was used of them. Threads and processes may share it."""

    def __init__(
        self,
        file: Path,
        *,
        tokens_a_day: int = 0,
        usd_a_day: float = 0.0,
        prices: Prices | None = None,
        now: Callable[[], datetime] = _now,
    ) -> None:
        """0 is no limit. `now` gives the time in UTC."""
        self._file, self._now = file, now
        self._tokens_a_day, self._usd_a_day = tokens_a_day, usd_a_day
        self.prices = prices or Prices()

    @property
    def is_limited(self) -> bool:
        """Whether there is any limit; without one nothing is written."""
        return bool(self._tokens_a_day or self._usd_a_day)

    def reserve(self, input_tokens: int, output_tokens: int) -> int:
        """Takes off the most that a call can use; returns the number to `settle` it by.

        Raises ModelFailed if that is more than is left, or the count cannot be kept.
        """
        if not self.is_limited:
            return 0
        tokens = input_tokens + output_tokens
        usd = self.prices.usd(input_tokens, output_tokens) or 0.0
        now = self._now()
        with self._open() as db:
            left = self._left(db, now)
            if tokens > _or_endless(left.tokens) or usd > _or_endless(left.usd):
                raise ModelFailed(self._refusal(left, tokens, usd))
            oldest = str(now.date() - timedelta(days=KEPT_DAYS))
            db.execute("DELETE FROM used WHERE day < ?", (oldest,))
            row = (str(now.date()), tokens, usd)
            done = db.execute("INSERT INTO used (day, tokens, usd) VALUES (?, ?, ?)", row)
            return done.lastrowid or 0

    def settle(self, number: int, usage: Usage) -> None:
        """Puts what a call used in the place of what was reserved for it.

        Raises ModelFailed if the count cannot be kept; the reservation stands then.
        """
        if not self.is_limited:
            return
        tokens = usage.input_tokens + usage.output_tokens
        usd = self.prices.usd(usage.input_tokens, usage.output_tokens) or 0.0
        with self._open() as db:
            db.execute("UPDATE used SET tokens = ?, usd = ? WHERE id = ?", (tokens, usd, number))

    def left(self) -> Left:
        """What is left today. Raises ModelFailed if the count cannot be read."""
        now = self._now()
        if not self.is_limited:
            return Left(None, None, _rest_of_day_s(now))
        with self._open() as db:
            return self._left(db, now)

    def _left(self, db: sqlite3.Connection, now: datetime) -> Left:
        sums = "SELECT COALESCE(SUM(tokens), 0), COALESCE(SUM(usd), 0) FROM used WHERE day = ?"
        tokens, usd = db.execute(sums, (str(now.date()),)).fetchone()
        return Left(
            max(self._tokens_a_day - tokens, 0) if self._tokens_a_day else None,
            max(self._usd_a_day - usd, 0.0) if self._usd_a_day else None,
            _rest_of_day_s(now),
        )

    def _refusal(self, left: Left, tokens: int, usd: float) -> str:
        if tokens > _or_endless(left.tokens):
            setting, limit = "llm_tokens_a_day", f"{self._tokens_a_day:,} tokens"
            has, needs = f"{left.tokens:,}", f"{tokens:,}"
            never = tokens > self._tokens_a_day
        else:
            setting, limit = "llm_usd_a_day", f"{self._usd_a_day:g} US dollars"
            has, needs = f"{left.usd:.4f}", f"{usd:.4f}"
            never = usd > self._usd_a_day
        minutes = int(left.again_in_s // 60) + 1
        full = f"It is full again at 00:00 UTC, in {minutes // 60} h {minutes % 60} min."
        return (
            f"Today’s budget of {limit} ({setting}) has {has} left, and a call may need {needs}. "
            + ("Raise it, or lower llm_max_tokens." if never else full)
        )

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """The file in a transaction of its own, with no other process's between."""
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            self._file.touch(mode=0o600)
            with closing(sqlite3.connect(self._file, BUSY_TIMEOUT_S, isolation_level=None)) as db:
                db.execute("BEGIN IMMEDIATE")
                self._prepare(db)
                yield db
                db.execute("COMMIT")
        except (OSError, sqlite3.Error) as error:
            raise ModelFailed(
                f"What language models used cannot be counted in {self._file} ({error}). Check its "
                "rights and the disk’s free space."
            ) from error

    def _prepare(self, db: sqlite3.Connection) -> None:
        found = db.execute("PRAGMA user_version").fetchone()[0]
        if found == FORMAT:
            return
        if found:
            raise ModelFailed(
                f"{self._file} has format {found}; this version of Pullquote reads {FORMAT}. "
                "Move the file away, or use the version that made it."
            )
        for statement in TABLE.split(";"):
            db.execute(statement)
        db.execute(f"PRAGMA user_version = {FORMAT}")


def _or_endless(left: float | None) -> float:
    return float("inf") if left is None else left


def _rest_of_day_s(now: datetime) -> float:
    tomorrow = datetime.combine(now.date() + timedelta(days=1), time(), UTC)
    return (tomorrow - now).total_seconds()
