"""Generations of the index: what a reader sees, and how a writer replaces it in one step.

    data/
      index.json                  which generation is current, and what made it
      writer.lock                 held by the one process that writes
      generations/0007-3f9a/      never changed once index.json has named it
        articles.sqlite           the catalog
        passages.bm25/ sentences.bm25/
        chroma/                   unless a server holds the vectors

A writer copies the current generation, changes the copy and then replaces `index.json`: killed
at any moment it leaves the generation before, whole. A reader compares `index.json` before each
question, so it sees a new generation without a restart and never half of one. On a Chroma server
there is one collection for all generations; a passage's id belongs to one version of its article,
so what is added early or removed late is not in the reader's catalog and is passed over.

Owns how a generation is read and when a change is seen. Unlike `drafts`, it writes nothing.
"""

from __future__ import annotations

import json
import sqlite3
import threading
import weakref
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from index.catalog import Catalog
from index.errors import NoIndex, StoreCorrupt, StoreMismatch
from index.lexical import LexicalIndex
from index.store import PassageStore

FORMAT = 1  # raised whenever what is written changes its meaning
POINTER = "index.json"
GENERATIONS = "generations"
CATALOG, PASSAGES, SENTENCES, CHROMA = "articles.sqlite", "passages.bm25", "sentences.bm25", "chroma"
COLLECTION = "pullquote"


@dataclass(frozen=True, slots=True)
class Settings:
    """What an index is made with; an index made with other settings is refused."""

    embedding: str
    dimensions: int
    max_tokens: int
    on_server: bool = False


@dataclass(frozen=True, slots=True)
class Pointer:
    """The contents of index.json."""

    format: int
    id: str  # of this index, whatever its generation: names the collection on a server
    generation: str
    settings: Settings
    sources: tuple[str, ...]  # the files and folders that were indexed

    @property
    def collection(self) -> str:
        return f"{COLLECTION}-{self.id}" if self.settings.on_server else COLLECTION


class Numbering:
    """Which article a text of a lexical index belongs to, and which of its texts it is.

    Texts are numbered through all articles in the catalog's order.
    """

    def __init__(self, names: Sequence[str], counts: Sequence[int]) -> None:
        self._names = names
        self._starts = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)

    def place(self, row: int) -> tuple[str, int]:
        """The article's id and the text's number in it."""
        article = int(np.searchsorted(self._starts, row, side="right")) - 1
        return self._names[article], row - int(self._starts[article])

    def row(self, article: int, number: int) -> int:
        """The row of an article's text; `article` is its number in the catalog's order."""
        return int(self._starts[article]) + number


class Snapshot:
    """One generation, open for reading. Closes its files when nobody uses it any more."""

    def __init__(self, folder: Path, pointer: Pointer, url: str | None) -> None:
        self.pointer = pointer
        with _reported(folder):
            self.catalog = Catalog(folder / CATALOG)
            self.listings = list(self.catalog.listings().values())
            self.passages = LexicalIndex.load(folder / PASSAGES)
            self.sentences = LexicalIndex.load(folder / SENTENCES)
        self.store = PassageStore.open(url or folder / CHROMA, pointer.collection)
        names = [listing.id for listing in self.listings]
        self.article_numbers = {name: n for n, name in enumerate(names)}
        self.passage_numbers = Numbering(names, [one.passages for one in self.listings])
        self.sentence_numbers = Numbering(names, [one.sentences for one in self.listings])
        self._by_version = {one.version: n for n, one in enumerate(self.listings)}
        weakref.finalize(self, _close, self.catalog, self.store)

    def passage_row(self, passage_id: str) -> int | None:
        """The row of a stored passage, or None if it belongs to another generation."""
        version, _, number = passage_id.rpartition("-")
        article = self._by_version.get(version)
        return None if article is None else self.passage_numbers.row(article, int(number))


def _close(catalog: Catalog, store: PassageStore) -> None:
    catalog.close()
    store.close()


@contextmanager
def _reported(folder: Path) -> Iterator[None]:
    """Whatever is wrong with the files of a generation is a corrupt store."""
    try:
        yield
    except (OSError, ValueError, KeyError, sqlite3.Error) as error:
        raise StoreCorrupt(
            f"The index in {folder} cannot be read ({type(error).__name__}: {error}). "
            "Rebuild it: pullquote index --rebuild"
        ) from error


class Library:
    """The index in a data folder, for readers. Threads may share it."""

    def __init__(self, data: Path, settings: Settings, url: str | None = None) -> None:
        self._data, self._settings, self._url = data, settings, url
        self._open: Snapshot | None = None
        self._lock = threading.Lock()

    def snapshot(self) -> Snapshot:
        """The current generation, opened again only if it changed.

        Raises NoIndex, StoreMismatch, StoreCorrupt or StoreUnreachable.
        """
        with self._lock:
            pointer = require_pointer(self._data, self._settings)
            if self._open is None or self._open.pointer != pointer:
                self._open = Snapshot(generation(self._data, pointer), pointer, self._url)
            return self._open

    def is_current(self, snapshot: Snapshot) -> bool:
        """Whether no newer generation has been published since."""
        return read_pointer(self._data) == snapshot.pointer


def generation(data: Path, pointer: Pointer) -> Path:
    return data / GENERATIONS / pointer.generation


def read_pointer(data: Path) -> Pointer | None:
    """What index.json says, or None if there is no index. Raises StoreCorrupt, StoreMismatch."""
    try:
        fields = json.loads((data / POINTER).read_text(encoding="utf-8"))
        if fields["format"] != FORMAT:
            raise StoreMismatch(
                f"The index in {data} has format {fields['format']}; this version of Pullquote "
                f"reads format {FORMAT}. Rebuild it: pullquote index --rebuild"
            )
        settings = Settings(**fields.pop("settings"))
        return Pointer(settings=settings, sources=tuple(fields.pop("sources")), **fields)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreCorrupt(
            f"{data / POINTER} cannot be read ({type(error).__name__}: {error}). "
            "Rebuild the index: pullquote index --rebuild"
        ) from error


def require_pointer(data: Path, settings: Settings) -> Pointer:
    """The current generation, made with these settings. Raises NoIndex or StoreMismatch."""
    pointer = read_pointer(data)
    if pointer is None:
        raise NoIndex(f"No index in {data}. Make one: pullquote index FOLDER")
    check_settings(data, pointer, settings)
    return pointer


def check_settings(data: Path, pointer: Pointer, settings: Settings) -> None:
    """Raises StoreMismatch, naming each difference, if the index was made otherwise."""
    made, wanted = asdict(pointer.settings), asdict(settings)
    differences = [
        f"{name} {made[name]!r}, now {wanted[name]!r}" for name in made if made[name] != wanted[name]
    ]
    if differences:
        raise StoreMismatch(
            f"The index in {data} was made with {'; '.join(differences)}. Either set it back or "
            "rebuild the index: pullquote index --rebuild"
        )
