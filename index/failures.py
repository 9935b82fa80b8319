"""What the failures of disks, SQLite and Chroma mean to a person.

Owns the signs by which a full disk, a folder that may not be written, a server that is away and
a damaged file are told apart, and the remedy for each. Unlike `errors`, which names the kinds,
this decides which one it is. Imports none of the systems that fail.
"""

from __future__ import annotations

import errno
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.errors import PullquoteError, StoreCorrupt, StoreError, StoreFull, StoreUnreachable

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
# SQLite says "disk I/O error" when a file may not grow (ulimit, quota): in all of Chroma's
# failures that were provoked it meant want of room.
FULL_SIGNS = ("disk is full", "no space left", "disk i/o error", "file too large", "disk quota")
REFUSED_SIGNS = (
    "readonly database",
    "read-only",
    "permission denied",
    "unable to open database file",
    "not a directory",
    "(os error 2)",  # Chroma's way of saying that a folder is not there and cannot be made
    "file exists",
)
REBUILD = "Rebuild it: pullquote index --rebuild"
# Where index.json cannot be read, which folder was indexed is not known either.
REBUILD_NAMED = f"{REBUILD} FOLDER"
PROBE_BYTES = 1_000_000
AWAY_SIGNS = ("could not connect", "timed out", "timeout", "refused", "disconnected")
AWAY_MODULES = ("httpx", "httpcore")


@contextmanager
def while_writing(data: Path) -> Iterator[None]:
    """A full disk is a StoreFull, a damaged file StoreCorrupt, any other refusal a StoreError."""
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        raise _of_files(data, error) from error


@contextmanager
def while_reading(folder: Path, remedy: str = REBUILD) -> Iterator[None]:
    """Whatever is wrong with the files of a generation is a corrupt store."""
    try:
        yield
    except sqlite3.ProgrammingError:  # used after it was closed: a bug, and no damage
        raise
    except (PermissionError, NotADirectoryError) as error:
        raise _refused(str(folder), str(error)) from error
    except (OSError, ValueError, LookupError, TypeError, AttributeError, sqlite3.Error) as error:
        raise corrupt(folder, f"{type(error).__name__}: {error}", remedy) from error


@contextmanager
def while_asking_chroma(where: Path | str) -> Iterator[None]:
    """Turns Chroma's errors, which are many and differ between its two forms, into ours."""
    try:
        yield
    except PullquoteError:
        raise
    except Exception as error:  # HTTP's, SQLite's and Rust's errors share no base class
        raise _of_chroma(where, error) from error
    except BaseException as error:
        # A panic in Rust is not an Exception, and its class cannot be imported.
        if type(error).__name__ != "PanicException":
            raise
        raise _of_chroma(where, error) from error


def corrupt(place: Path | str, why: str, remedy: str = REBUILD) -> StoreCorrupt:
    """Files of the index in `place` are missing or damaged."""
    return StoreCorrupt(f"The index in {place} cannot be read ({why}). {remedy}")


def unreachable(place: str, why: str) -> StoreUnreachable:
    """The server at `place`, an address without a password, does not answer."""
    return StoreUnreachable(
        f"The Chroma server at {place} does not answer ({why}). Is it running, and is "
        "PULLQUOTE_CHROMA_URL right?"
    )


def _of_files(data: Path, error: OSError | sqlite3.Error) -> StoreError:
    # Copying a folder raises an error of many, which has no number of its own.
    if getattr(error, "errno", None) in FULL or _has(error, FULL_SIGNS):
        return _full(str(error))
    if isinstance(error, sqlite3.DatabaseError) and not isinstance(error, sqlite3.OperationalError):
        return corrupt(data, str(error))
    return _refused(str(data), str(error))


def _of_chroma(where: Path | str, error: BaseException) -> StoreError:
    text = f"{type(error).__name__}: {error}".splitlines()[0][:300]
    place = str(where).rpartition("@")[2]  # an address without user and password
    if _has(error, FULL_SIGNS) or _cannot_grow(where):
        return _full(text)
    away = _has(error, AWAY_SIGNS) or type(error).__module__.startswith(AWAY_MODULES)
    if away and not isinstance(where, Path):
        return unreachable(place, text)
    if _has(error, REFUSED_SIGNS):
        return _refused(place, text)
    return corrupt(place, text)


def _cannot_grow(where: Path | str) -> bool:
    """Whether a folder has no room, by trial: Chroma may say no more than "Failed to apply logs".

    Asks for as much as the largest file there and a megabyte, since rolling back frees some room.
    """
    if not isinstance(where, Path) or not hasattr(os, "posix_fallocate"):
        return False
    try:
        largest = max((file.stat().st_size for file in where.rglob("*")), default=0)
        with tempfile.TemporaryFile(dir=where) as probe:
            os.posix_fallocate(probe.fileno(), 0, largest + PROBE_BYTES)
    except OSError as error:
        return error.errno in FULL
    return False


def _full(why: str) -> StoreFull:
    return StoreFull(
        f"The disk is full, or a file may not grow ({why}). The index before is untouched. "
        "Free some space and run it again."
    )


def _refused(place: str, why: str) -> StoreError:
    return StoreError(
        f"The index in {place} cannot be used ({why}). Check the folder's permissions (Chroma must "
        "write to it even to be read), or name another with --data."
    )


def _has(error: BaseException, signs: tuple[str, ...]) -> bool:
    text = str(error).lower()
    return any(sign in text for sign in signs)
