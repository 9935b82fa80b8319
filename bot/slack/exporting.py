"""What `pullquote feedback export` does: the feedback kept, as a file or on standard output.

Owns that a file is never written over. Unlike `feedback`, it knows nothing of what a line says.
"""

from __future__ import annotations

import sys
from pathlib import Path

from bot.config import Config
from bot.slack.database import FILE, Database
from bot.slack.feedback import Feedback
from index.errors import UsageError


def export_feedback(config: Config, out: Path | None) -> int:
    """Writes it, one JSON object a line; returns how many there are.

    Raises UsageError if there is none yet, or the file is there or cannot be written.
    """
    file = config.data / FILE
    if not file.exists():
        raise UsageError(f"No answers from Slack are kept in {config.data}. Run: pullquote slack")
    database = Database(file)
    try:
        lines = list(Feedback(database).lines())
    finally:
        database.close()
    if not lines:
        raise UsageError("Nobody has said yet whether an answer helped. Try again later.")
    text = "".join(f"{line}\n" for line in lines)
    if out is None:
        sys.stdout.write(text)
    else:
        _write_new(out, text)
    return len(lines)


def _write_new(file: Path, text: str) -> None:
    try:
        with file.open("x", encoding="utf-8", errors="surrogatepass") as stream:
            stream.write(text)
    except FileExistsError:
        raise UsageError(f"{file} is there already. Name a new file with --out.") from None
    except OSError as error:
        raise UsageError(f"{file} cannot be written: {error.strerror}. Name another.") from None
