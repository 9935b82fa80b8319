"""Writing the next generation of the index: a draft, seen by nobody until it is published.

Owns the writer's lock, the copy it works on and the one step that makes it current. Unlike
`build`, it does not know where articles come from; unlike `snapshots`, which tells how the
folder is laid out, it is used by writers only.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
from filelock import FileLock, Timeout
from numpy.typing import NDArray

from index import manifest, spellings
from index.articles import Kind
from index.catalog import Catalog, Entry, check_database, copy_database, passage_id
from index.errors import StoreBusy, StoreError
from index.failures import while_writing
from index.lexical import LexicalIndex
from index.sections import under_heading
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
    read_pointer,
)
from index.store import PassageStore

LOCK = "writer.lock"
# Chroma never gives the place of a removed vector back, on disk or in memory. Once the removed
# are this many times the kept, the next run copies what is kept into new files: some 700/s.
STALE_SHARE = 1.0


@contextmanager
def writing(data: Path) -> Iterator[None]:
    """Holds the data folder for one writer; released by the system if the process dies.

    Raises StoreBusy if another process writes, and StoreFull or StoreError if the folder cannot
    be written.
    """
    with while_writing(data):
        data.mkdir(parents=True, exist_ok=True)
        lock = FileLock(data / LOCK)
        try:
            lock.acquire(timeout=0)
        except Timeout as error:
            raise StoreBusy(
                f"Another process is writing the index in {data}. Wait for it, or stop it."
            ) from error
    try:
        yield
    finally:
        lock.release()


class Draft:
    """The next generation: starts as a copy of the current one, or empty if `before` is None.

    `keep` is the generation that readers use meanwhile. One writer only, inside `writing`.
    Raises StoreCorrupt if the generation before is damaged; nothing is then removed or changed.
    """

    def __init__(
        self,
        data: Path,
        settings: Settings,
        before: Pointer | None,
        keep: Pointer | None,
        url: str | None,
    ) -> None:
        self._data, self._before, self._keep, self._url = data, before, keep, url
        self._pointer = _next(settings, before, keep)
        self._folder = generation(data, self._pointer)
        self._stale = 0
        self._gone: list[str] = []
        self._may_be_current = False
        with ExitStack() as undo, while_writing(data):
            undo.callback(self._remove_unless_current)
            self._copy()
            self.catalog = Catalog(self._folder / CATALOG, writable=True)
            undo.callback(self.catalog.close)
            self._store = self._open_store()
            undo.callback(self._store.close)
            self._changed = before is None
            self._reconcile()
            self._undo = undo.pop_all()
        self._listings = self.catalog.listings()

    def put(self, entries: Sequence[Entry], passage_vectors: NDArray[np.float32]) -> None:
        """Adds or replaces articles; `passage_vectors` has a row for each of their passages."""
        with while_writing(self._data):
            self._forget(entry.article.id for entry in entries)
            ids = [name for entry in entries for name in entry.passage_ids()]
            passages = [passage for entry in entries for passage in entry.passages]
            again = set(ids)
            self._gone = [name for name in self._gone if name not in again]
            self._store.add(ids, passages, passage_vectors)
            self.catalog.put(list(entries))
            self._changed = True

    def move(self, paths: dict[str, str]) -> None:
        """Notes where the files of these articles lie now."""
        with while_writing(self._data):
            self.catalog.move(paths)
            self._changed |= bool(paths)

    def remove(self, ids: Sequence[str]) -> None:
        """Removes articles."""
        with while_writing(self._data):
            self._forget(ids)
            self.catalog.remove(list(ids))
            self._changed |= bool(ids)

    def publish(self, sources: Sequence[str]) -> Pointer:
        """Makes this the current generation, in one step, and closes it.

        If nothing was changed it is discarded instead, and the generation before stays.
        """
        pointer = replace(self._pointer, sources=tuple(sources))
        if self._before and not self._changed and self._before.sources == pointer.sources:
            self.discard()
            return self._before
        with while_writing(self._data):
            self._complete()
            self._may_be_current = True
            _write_pointer(self._data, pointer)
            self._retire()
            self._undo.close()
            _remove_generations(self._data, [pointer, self._keep])
        return pointer

    def discard(self) -> None:
        """Closes the draft and removes its files, unless they were published."""
        self._undo.close()

    def _copy(self) -> None:
        """Removes what killed writers left, and copies the generation before."""
        before = self._before and generation(self._data, self._before)
        if before:
            found = manifest.read(before)
            found.check(before, thoroughly=True)
            if (before / CHROMA).exists():
                check_database(before / CHROMA / manifest.RESTLESS)
            self._stale = found.stale
        # An index.json that cannot be read may name any of them: then all stay until the end.
        if self._keep or not (self._data / POINTER).exists():
            _remove_generations(self._data, [self._keep])
        self._folder.mkdir(parents=True)
        if before:
            shutil.copy2(before / CATALOG, self._folder / CATALOG)
            if (before / CHROMA).exists():
                self._copy_store(before / CHROMA)

    def _copy_store(self, before: Path) -> None:
        """Copies Chroma's files, or, if most in them was removed, what is still in use."""
        if self._is_stale():
            with ExitStack() as stack:
                old = PassageStore.open(before, self._pointer.collection)
                stack.callback(old.close)
                new = PassageStore.open(
                    self._folder / CHROMA, self._pointer.collection, create=True
                )
                stack.callback(new.close)
                old.copy_to(new)
            self._stale = 0
            return
        database = manifest.RESTLESS
        others = shutil.ignore_patterns(f"{database}*")
        shutil.copytree(before, self._folder / CHROMA, ignore=others)
        # A reader may be opening it just now, which writes to it.
        copy_database(before / database, self._folder / CHROMA / database)

    def _is_stale(self) -> bool:
        with closing(Catalog(self._folder / CATALOG)) as catalog:
            kept = sum(listing.passages for listing in catalog.listings().values())
        return self._stale > STALE_SHARE * max(kept, 1000)

    def _open_store(self) -> PassageStore:
        name = self._pointer.collection
        if self._url is None:
            return PassageStore.open(self._folder / CHROMA, name, create=True)
        if self._before is None:  # a killed rebuild may have left vectors of another length
            PassageStore.drop(self._url, name)
        return PassageStore.open(self._url, name, create=True)

    def _reconcile(self) -> None:
        """Brings catalog and store together after a kill: a server's collection may have more
        passages than the catalog, which go, or fewer, whose articles are to be indexed again."""
        listings = self.catalog.listings().values()
        stored = set(self._store.ids())
        ids = {
            one.id: {passage_id(one.version, n) for n in range(one.passages)} for one in listings
        }
        extra = stored.difference(*ids.values())
        short = [name for name, wanted in ids.items() if not wanted <= stored]
        self._store.remove(sorted(extra))
        self.catalog.remove(short)
        self._changed |= bool(short)

    def _forget(self, ids: Iterable[str]) -> None:
        for one in (self._listings.pop(name) for name in ids if name in self._listings):
            self._gone += [passage_id(one.version, n) for n in range(one.passages)]

    def _complete(self) -> None:
        """Writes what follows from the articles, and flushes everything to the disk."""
        _save_lexical(self._folder, self.catalog)
        stated = self.catalog.stated(Kind.HEADING, Kind.SENTENCE)
        self.catalog.put_names(spellings.by_key(stated))
        self.catalog.close()
        if not self._url:  # a server's collection is shared with readers until the pointer moves
            self._store.remove(self._gone)
            self._store.settle()
        manifest.write(self._folder, self._stale + len(self._gone))

    def _retire(self) -> None:
        """Removes from a server what only the generation before needed."""
        if not self._url:
            return
        self._store.remove(self._gone)
        old = self._keep
        if old and old.settings.on_server and old.collection != self._pointer.collection:
            PassageStore.drop(self._url, old.collection)

    def _remove_unless_current(self) -> None:
        """An interrupt may come right after index.json was replaced, so that is asked."""
        if self._may_be_current:
            with suppress(StoreError):
                current = read_pointer(self._data)
                self._may_be_current = not current or current.generation == self._folder.name
        if self._may_be_current:
            return
        shutil.rmtree(self._folder, ignore_errors=True)
        if self._url and self._before is None:
            with suppress(StoreError):
                PassageStore.drop(self._url, self._pointer.collection)


def _next(settings: Settings, before: Pointer | None, keep: Pointer | None) -> Pointer:
    number = int(keep.generation.partition("-")[0]) + 1 if keep else 1
    return Pointer(
        format=FORMAT,
        id=before.id if before else _new_id(keep),
        generation=f"{number:06d}-{secrets.token_hex(4)}",
        settings=settings,
        sources=before.sources if before else (),
    )


def _new_id(keep: Pointer | None) -> str:
    """A rebuild counts up the id, so that the next one meets again what a killed one left."""
    if keep is None:
        return secrets.token_hex(4)
    stem, _, number = keep.id.partition("-")
    return f"{stem}-{int(number or 0) + 1}"


def _save_lexical(folder: Path, catalog: Catalog) -> None:
    """BM25 weighs a word by how rare it is in all articles, so both indexes are made anew."""
    held = (passage for entry in catalog.entries() for passage in entry.passages)
    passages = LexicalIndex.build(under_heading(passage) for passage in held)
    passages.save(folder / PASSAGES)
    articles = (entry.article for entry in catalog.entries())
    texts = (one.text[span.start : span.end] for one in articles for span in one.sentences)
    LexicalIndex.build(texts).save(folder / SENTENCES)


def _write_pointer(data: Path, pointer: Pointer) -> None:
    draft = data / f"{POINTER}.new"
    with draft.open("w", encoding="utf-8") as file:
        json.dump(asdict(pointer), file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(data / POINTER)
    manifest.flush(data)


def _remove_generations(data: Path, keep: Sequence[Pointer | None]) -> None:
    kept = {pointer.generation for pointer in keep if pointer}
    with suppress(FileNotFoundError):
        for folder in (data / GENERATIONS).iterdir():
            if folder.name not in kept:
                shutil.rmtree(folder, ignore_errors=True)
