"""The SQLite file that all the stores of the Slack app share.

    claims     questions taken, so that each is answered once
    records    answers given
    feedback   what people said of them
    channels   settings of channels
    asked      who asked when, for the limits
    installed  where the app is installed that a workspace uses
    links      where answers can be seen
    inbox      events that came and are not dealt with yet

Owns the file, its tables and how several threads and processes share it. Unlike the stores, it
knows nothing of what a row means. Each statement takes well under a millisecond, so it may be run
from the event loop.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bot.shared_file import open_shared
from index.errors import StoreCorrupt

FILE = "slack.sqlite3"  # in the data folder
BUSY_TIMEOUT_S = 5.0
FORMAT = 1
PRIMARY = 0xFF  # the bits of SQLite's codes that say what, not why
LOCKED = "Another process has it to itself, such as a backup: wait for it to end, or end it."
TABLES = """
CREATE TABLE IF NOT EXISTS claims (
    key TEXT PRIMARY KEY, state TEXT NOT NULL, owner TEXT NOT NULL, until REAL NOT NULL,
    attempts INTEGER NOT NULL, asked TEXT NOT NULL, record TEXT, made REAL NOT NULL
);
CREATE INDEX IF NOT EXISTS claims_open ON claims (state, until);
CREATE TABLE IF NOT EXISTS records (
    id TEXT PRIMARY KEY, team TEXT NOT NULL, channel TEXT NOT NULL, thread TEXT NOT NULL,
    user TEXT NOT NULL, question_ts TEXT NOT NULL, message_ts TEXT NOT NULL,
    question TEXT NOT NULL, asked TEXT NOT NULL, answer TEXT NOT NULL, generation TEXT NOT NULL,
    shared INTEGER NOT NULL DEFAULT 0, replaced INTEGER NOT NULL DEFAULT 0, made REAL NOT NULL
);
CREATE INDEX IF NOT EXISTS records_thread ON records (team, channel, thread, made);
CREATE INDEX IF NOT EXISTS records_user ON records (team, user, made);
CREATE INDEX IF NOT EXISTS records_made ON records (made);
CREATE INDEX IF NOT EXISTS records_question ON records (team, channel, question_ts);
CREATE TABLE IF NOT EXISTS feedback (
    record TEXT NOT NULL, user TEXT NOT NULL, verdict TEXT NOT NULL, reason TEXT, at REAL NOT NULL,
    PRIMARY KEY (record, user)
);
CREATE TABLE IF NOT EXISTS channels (
    team TEXT NOT NULL, channel TEXT NOT NULL, settings TEXT NOT NULL,
    PRIMARY KEY (team, channel)
);
CREATE TABLE IF NOT EXISTS asked (team TEXT, user TEXT, channel TEXT, at REAL NOT NULL);
CREATE INDEX IF NOT EXISTS asked_at ON asked (at);
CREATE TABLE IF NOT EXISTS installed (
    team TEXT PRIMARY KEY, enterprise TEXT NOT NULL, is_org INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS inbox (
    key TEXT PRIMARY KEY, body TEXT NOT NULL, at REAL NOT NULL, attempts INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS links (
    record TEXT PRIMARY KEY, ts TEXT NOT NULL, url TEXT NOT NULL
);
"""

Row = tuple[Any, ...]


class Database:
    """An open file. Threads may share it, and so may processes, each with its own."""

    def __init__(self, file: Path) -> None:
        """Raises StoreCorrupt if it cannot be opened, or is of another version."""
        self._file, self._lock = file, threading.RLock()
        with said_plainly(file):
            self._db = open_shared(file, busy_timeout_s=BUSY_TIMEOUT_S)
            try:
                self._prepare()
            except BaseException:
                self._db.close()
                raise

    def _prepare(self) -> None:
        found = self._db.execute("PRAGMA user_version").fetchone()[0]
        if found not in (0, FORMAT):
            raise StoreCorrupt(
                f"{self._file} has format {found}; this version of Pullquote reads {FORMAT}. "
                "Move the file away, or use the version that made it."
            )
        self._db.executescript(f"BEGIN IMMEDIATE; {TABLES} PRAGMA user_version={FORMAT}; COMMIT;")

    def close(self) -> None:
        """Gives the file back."""
        with self._lock:
            self._db.close()

    def rows(self, sql: str, *values: object) -> list[Row]:
        """What a query finds. Raises StoreCorrupt if the file fails."""
        with said_plainly(self._file), self._lock:
            return self._db.execute(sql, values).fetchall()

    def change(self, sql: str, *values: object) -> int:
        """Runs one statement, in a transaction of its own; returns how many rows it changed."""
        with said_plainly(self._file), self._lock:
            return self._db.execute(sql, values).rowcount

    @contextmanager
    def together(self) -> Iterator[None]:
        """Several statements, all or none, and no other process's between them."""
        with self._lock:
            self.change("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self.change("ROLLBACK")
                raise
            self.change("COMMIT")


@contextmanager
def said_plainly(file: Path) -> Iterator[None]:
    """SQLite's errors as one line that says what to do."""
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        remedy = LOCKED if _is_locked(error) else "Check its rights and the disk's free space."
        raise StoreCorrupt(f"{file} cannot be used ({error}). {remedy}") from error


def _is_locked(error: Exception) -> bool:
    """Whether another process has the file to itself, for longer than was waited."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_OK)
    return code & PRIMARY in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
