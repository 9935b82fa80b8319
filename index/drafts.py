"""Writing the next generation of the index: a draft, seen by nobody until it is published.

Owns the writer's lock, the copy it works on and the one step that makes it current. Unlike
`build`, it does not know where articles come from; unlike `snapshots`, which tells how the
folder is laid out, it is used by writers only.
"""

from __future__ import annotations

import errno
import json
import os
import secrets
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
from filelock import FileLock, Timeout
from numpy.typing import NDArray

from index.catalog import Catalog, Entry, passage_id
from index.errors import StoreBusy, StoreError, StoreFull
from index.lexical import LexicalIndex
from index.snapshots import (
    CATALOG,
    CHROMA,
    FORMAT,
    GENERATIONS,
    PASSAGES,
    POINTER,
    SENTENCES,
    Pointer,
    Settings,
    generation,
)
from index.store import PassageStore

LOCK = "writer.lock"
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@contextmanager
def writing(data: Path) -> Iterator[None]:
    """Holds the data folder for one writer; released by the system if the process dies.

    Raises StoreBusy if another process writes, StoreFull if the disk runs full meanwhile and
    StoreError if the folder cannot be written.
    """
    with reported(data):
        data.mkdir(parents=True, exist_ok=True)
        lock = FileLock(data / LOCK)
        try:
            lock.acquire(timeout=0)
        except Timeout as error:
            raise StoreBusy(
                f"Another process is writing the index in {data}. Wait for it, or stop it."
            ) from error
    with lock:
        yield


@contextmanager
def reported(data: Path) -> Iterator[None]:
    """A full disk is a StoreFull, whatever else the system refuses a StoreError."""
    try:
        yield
    except (OSError, sqlite3.OperationalError) as error:
        full = getattr(error, "errno", None) in FULL or "full" in str(error)
        if full:
            raise StoreFull(
                f"The disk ran full while the index in {data} was written ({error}). The index "
                "before is untouched. Free some space and run it again."
            ) from error
        raise StoreError(
            f"The index in {data} cannot be written ({error}). Check the folder's permissions, or "
            "name another with --data."
        ) from error


class Draft:
    """The next generation: starts as a copy of the current one, or empty if `before` is None.

    `keep` is the generation that readers use meanwhile. One writer only, inside `writing`.
    """

    def __init__(
        self,
        data: Path,
        settings: Settings,
        before: Pointer | None,
        keep: Pointer | None,
        url: str | None,
    ) -> None:
        self._data, self._before, self._keep = data, before, keep
        self._pointer = _next(settings, before, keep)
        self._folder = generation(data, self._pointer)
        self._prepare()
        self.catalog = Catalog(self._folder / CATALOG, writable=True)
        self._store = PassageStore.open(
            url or self._folder / CHROMA, self._pointer.collection, create=True
        )
        self._gone: list[str] = []
        self._reconcile()

    def put(self, entries: Sequence[Entry], passage_vectors: NDArray[np.float32]) -> None:
        """Adds or replaces articles; `passage_vectors` has a row for each of their passages."""
        with reported(self._data):
            self._forget([entry.article.id for entry in entries])
            ids = [name for entry in entries for name in entry.passage_ids()]
            passages = [passage for entry in entries for passage in entry.passages]
            self._gone = [name for name in self._gone if name not in set(ids)]
            self._store.add(ids, passages, passage_vectors)
            self.catalog.put(list(entries))

    def remove(self, ids: Sequence[str]) -> None:
        """Removes articles."""
        with reported(self._data):
            self._forget(ids)
            self.catalog.remove(list(ids))

    def publish(self, sources: Sequence[str]) -> Pointer:
        """Makes this the current generation, in one step, and closes it."""
        pointer = replace(self._pointer, sources=tuple(sources))
        with reported(self._data):
            _save_lexical(self._folder, self.catalog)
            # A server's collection is shared with readers of the generation before, which
            # need what is gone until the pointer has moved.
            if not pointer.settings.on_server:
                self._store.remove(self._gone)
            self.catalog.close()
            if not pointer.settings.on_server:
                self._store.close()
            _flush(self._folder)
            _write_pointer(self._data, pointer)
            if pointer.settings.on_server:
                self._store.remove(self._gone)
                self._store.close()
            _remove_generations(self._data, [pointer, self._keep])
        return pointer

    def discard(self) -> None:
        """Closes the draft and removes its files; the current generation stays."""
        self.catalog.close()
        self._store.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _prepare(self) -> None:
        """Removes what killed writers left, and copies the generation before."""
        with reported(self._data):
            _remove_generations(self._data, [self._keep])
            self._folder.mkdir(parents=True)
            if self._before is None:
                return
            before = generation(self._data, self._before)
            shutil.copy2(before / CATALOG, self._folder / CATALOG)
            if (before / CHROMA).exists():
                shutil.copytree(before / CHROMA, self._folder / CHROMA)

    def _reconcile(self) -> None:
        """Brings catalog and store together after a kill: a server's collection may have more
        passages than the catalog, which go, or fewer, whose articles are to be indexed again."""
        listings = self.catalog.listings().values()
        stored = set(self._store.ids())
        ids = {one.id: {passage_id(one.version, n) for n in range(one.passages)} for one in listings}
        self._store.remove(sorted(stored.difference(*ids.values())))
        self.catalog.remove([name for name, wanted in ids.items() if not wanted <= stored])

    def _forget(self, ids: Sequence[str]) -> None:
        listings = self.catalog.listings()
        for one in (listings[name] for name in ids if name in listings):
            self._gone += [passage_id(one.version, n) for n in range(one.passages)]


def _next(settings: Settings, before: Pointer | None, keep: Pointer | None) -> Pointer:
    number = int(keep.generation.partition("-")[0]) + 1 if keep else 1
    return Pointer(
        format=FORMAT,
        id=before.id if before else secrets.token_hex(4),
        generation=f"{number:06d}-{secrets.token_hex(2)}",
        settings=settings,
        sources=before.sources if before else (),
    )


def _save_lexical(folder: Path, catalog: Catalog) -> None:
    """BM25 weighs a word by how rare it is in all articles, so both indexes are made anew."""
    entries = list(catalog.entries())
    passages = LexicalIndex.build(p.text for entry in entries for p in entry.passages)
    passages.save(folder / PASSAGES)
    texts = (e.article.text[s.start : s.end] for e in entries for s in e.article.sentences)
    LexicalIndex.build(texts).save(folder / SENTENCES)


def _flush(folder: Path) -> None:
    """Forces the files to disk, so that after a power cut the pointer never names half of them."""
    for file in folder.rglob("*"):
        descriptor = os.open(file, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _write_pointer(data: Path, pointer: Pointer) -> None:
    draft = data / f"{POINTER}.new"
    with draft.open("w", encoding="utf-8") as file:
        json.dump(asdict(pointer), file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(data / POINTER)


def _remove_generations(data: Path, keep: Sequence[Pointer | None]) -> None:
    kept = {pointer.generation for pointer in keep if pointer}
    with suppress(FileNotFoundError):
        for folder in (data / GENERATIONS).iterdir():
            if folder.name not in kept:
                shutil.rmtree(folder, ignore_errors=True)
