"""A SQLite file that several threads and processes write to, opened so that none loses to another.

Owns how such a file is opened. Unlike those who open one, it knows nothing of the tables in it.
"""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path

RETRY_S = 0.005


def open_shared(file: Path, *, busy_timeout_s: float) -> sqlite3.Connection:
    """The file, made if it is not there, for this user only; no transaction is begun by itself.

    A write-ahead log lets readers read while one writes. Any thread may use the connection, one at
    a time. Raises OSError or sqlite3.Error if the file cannot be opened.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch(mode=0o600)  # what people asked is nobody else's business
    db = sqlite3.connect(
        file, timeout=busy_timeout_s, isolation_level=None, check_same_thread=False
    )
    try:
        _write_ahead(db, give_up_at=time.monotonic() + busy_timeout_s)
        db.execute("PRAGMA synchronous=NORMAL")  # a power cut may lose the last second
    except BaseException:
        db.close()
        raise
    return db


def _write_ahead(db: sqlite3.Connection, *, give_up_at: float) -> None:
    """Switches the file over. Of several who do so at once SQLite refuses some without the patience
    it has with other statements: 15 of 240, where four processes began together."""
    while True:
        try:
            db.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            is_busy = error.sqlite_errorcode == sqlite3.SQLITE_BUSY
            if not is_busy or time.monotonic() > give_up_at:
                raise
        time.sleep(RETRY_S)
