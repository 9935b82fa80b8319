"""Which files are there, which are gone, and of which it cannot be told.

Owns the one distinction: a folder that was closed, or a file that is just being written, takes no
article out of the index. Unlike `formats`, which finds files, it looks only at those that were
named or known before.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from index.decoding import os_reason
from index.errors import UsageError


def is_there(path: Path) -> bool:
    """Whether a file or folder exists. Raises UsageError if it lies where nobody may look."""
    try:
        return path.exists()
    except OSError as error:
        raise UsageError(f"{path} cannot be used: {os_reason(error)}.") from error


def unreadable(files: Mapping[str, str], problems: Iterable[Path]) -> list[str]:
    """The names of those of `files` that lie at or below a problem and are not known to be gone."""
    named = {spelled for problem in problems for spelled in _spellings(problem)}
    paths = {name: Path(file) for name, file in files.items()}
    return sorted(n for n, path in paths.items() if _is_below(path, named) and not _is_gone(path))


def _is_below(path: Path, named: set[Path]) -> bool:
    return any(up in named for one in _spellings(path) for up in (one, *one.parents))


def _spellings(path: Path) -> tuple[Path, Path]:
    """As it was named, and without links: a folder may be named otherwise in each run."""
    return path.absolute(), Path(os.path.realpath(path))


def _is_gone(path: Path) -> bool:
    """Known only where every folder above it can be entered."""
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False
    return False
