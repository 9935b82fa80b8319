"""Finished answers, kept so that the same question over the same evidence asks no model again.

    key = question, evidence, prompts' versions, model     value = sentences and where they stand

Owns the file and what may be in it: a model's checked sentences and the places of their quotes,
never a quote's text. A quote is made anew from its article, and every sentence is checked anew, so
that even an altered file cannot bring anything onto a screen that does not hold. Unlike
`bot.slack.database` a failure here is none of the person's business: an answer that cannot be kept
is written again.
"""

from __future__ import annotations

import json
import logging
import sqlite3
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bot.shared_file import open_shared
from bot.writing.reply import Said
from bot.writing.sheet import Place

FILE = "answers.sqlite3"  # in the data folder
FORMAT = 1
MAX_ROWS = 5_000  # at about 1 kB each
MAX_AGE_S = 30 * 24 * 3600.0
BUSY_TIMEOUT_S = 1.0  # less than a model takes
TABLE = """
DROP TABLE IF EXISTS answers;
CREATE TABLE answers (key TEXT PRIMARY KEY, value TEXT NOT NULL, made REAL NOT NULL);
CREATE INDEX answers_made ON answers (made)
"""

log = logging.getLogger("pullquote.writing")


@dataclass(frozen=True, slots=True)
class Kept:
    """What a model's reply came to: checked sentences with the places of their quotes, and the
    reasons against the others."""

    said: Said
    sentences: tuple[tuple[str, tuple[Place, ...]], ...] = ()
    dropped: tuple[str, ...] = ()


class Cache:
    """Finished answers in a SQLite file. Threads may share it, and so may processes.

    Nothing here raises because of the file: what cannot be read is not there, what cannot be
    written is not kept, and the log says so, once.
    """

    def __init__(
        self,
        file: Path,
        *,
        max_rows: int = MAX_ROWS,
        max_age_s: float = MAX_AGE_S,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._file, self._max_rows, self._max_age_s = file, max_rows, max_age_s
        self._clock, self._lock = clock, threading.Lock()
        self._db: sqlite3.Connection | None = None
        self._is_silent = False

    def get(self, key: str) -> Kept | None:
        """What is kept under the key, unless it is too old."""
        sql = "SELECT value FROM answers WHERE key = ? AND made > ?"
        rows = self._run(sql, key, self._clock() - self._max_age_s)
        return _read(rows[0][0]) if rows else None

    def put(self, key: str, kept: Kept) -> None:
        """Keeps it, and lets go of what is too old or past the 5,000 newest."""
        now = self._clock()
        self._run("INSERT OR REPLACE INTO answers VALUES (?, ?, ?)", key, _written(kept), now)
        self._run("DELETE FROM answers WHERE made <= ?", now - self._max_age_s)
        newest = "SELECT key FROM answers ORDER BY made DESC, rowid DESC LIMIT ?"
        self._run(f"DELETE FROM answers WHERE key NOT IN ({newest})", self._max_rows)  # noqa: S608 - no value in it

    def close(self) -> None:
        """Gives the file back; it is opened again when needed."""
        with self._lock:
            if self._db is not None:
                self._db.close()
                self._db = None

    def _run(self, sql: str, *values: object) -> list[tuple[str, ...]]:
        try:
            with self._lock:
                self._db = self._db or _opened(self._file)
                return self._db.execute(sql, values).fetchall()
        except (OSError, sqlite3.Error) as error:
            if not self._is_silent:
                log.warning("%s cannot be used (%s): answers are not kept.", self._file, error)
            self._is_silent = True
            return []


def _opened(file: Path) -> sqlite3.Connection:
    """The file with its table; a table of another version is emptied: it can be written again."""
    db = open_shared(file, busy_timeout_s=BUSY_TIMEOUT_S)
    try:
        db.execute("BEGIN IMMEDIATE")  # before the look: another process may be making the table
        if db.execute("PRAGMA user_version").fetchone()[0] != FORMAT:
            for statement in TABLE.split(";"):
                db.execute(statement)
            db.execute(f"PRAGMA user_version={FORMAT}")
        db.execute("COMMIT")
    except sqlite3.Error:
        db.close()
        raise
    return db


def _written(kept: Kept) -> str:
    return json.dumps([str(kept.said), kept.sentences, kept.dropped])


def _read(value: str) -> Kept | None:
    """The row; None if it is not one of ours."""
    try:
        said, sentences, dropped = json.loads(value)
        found = tuple(
            (str(text), tuple((str(a), int(start), int(end)) for a, start, end in places))
            for text, places in sentences
        )
        return Kept(Said(said), found, tuple(str(reason) for reason in dropped))
    except (ValueError, TypeError, OverflowError, RecursionError):
        return None
