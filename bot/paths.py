"""Paths as people write them.

Owns what a `~` stands for, and which texts are no path. Unlike `settings` and `session`, it does
not know what lies there.
"""

from __future__ import annotations

from pathlib import Path


def expanded(written: str | Path) -> Path:
    """The path with the home folder that a `~` stands for.

    Raises ValueError if there is no such folder, if no file can have this name, or if nothing is
    written: to Python that is the current folder, and mostly it is a variable that was not set.
    """
    if written == "":
        raise ValueError("an empty path names nothing")
    path = Path(written)
    if "\0" in str(path):
        raise ValueError("no path has a NUL character in it")
    try:
        return path.expanduser()
    except RuntimeError:
        raise ValueError(f"there is no home folder {path.parts[0]}; name it in full") from None
