"""Paths as people write them.

Owns what a `~` stands for, and which texts are no path. Unlike `settings` and `session`, it does
not know what lies there.
"""

from __future__ import annotations

from pathlib import Path


def expanded(path: Path) -> Path:
    """The path with the home folder that a `~` stands for.

    Raises ValueError if there is no such folder, or if no file can have this name.
    """
    if "\0" in str(path):
        raise ValueError("no path has a NUL character in it")
    try:
        return path.expanduser()
    except RuntimeError:
        raise ValueError(f"there is no home folder {path.parts[0]}; name it in full") from None
