"""The standard streams, made fit to print to, and let go when they fail.

Owns what a closed stream is. Unlike `cli`, it does not say what went wrong.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path


def prepare() -> None:
    """Opens the streams that were closed, to nowhere: else the next file that is opened gets the
    number of one, and what a library prints is written into that file. A character that a terminal
    lacks no longer ends the run."""
    nowhere = Path(os.devnull)
    sys.stdin = sys.stdin or nowhere.open(encoding="utf-8")
    sys.stdout = sys.stdout or nowhere.open("w", encoding="utf-8")
    sys.stderr = sys.stderr or nowhere.open("w", encoding="utf-8")
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def give_up_output() -> None:
    """Sends nowhere what standard output still has to write: Python flushes once more at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
