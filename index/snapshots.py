"""Generations of the index: what a reader sees, and how a writer replaces it in one step.

    data/
      index.json                  which generation is current, and what made it
      writer.lock                 held by the one process that writes
      generations/0007-3f9a/      never changed once index.json has named it
        articles.sqlite           the catalog
        passages.bm25/ sentences.bm25/
        chroma/                   unless a server holds the vectors
        manifest.json             every file's size and hash: Chroma does not miss lost files

A writer copies the current generation, changes the copy and then replaces `index.json`: killed
at any moment it leaves the generation before, whole. A reader compares `index.json` before each
question, so it sees a new generation without a restart and never half of one. On a Chroma server
there is one collection for all generations; a passage's id belongs to one version of its article,
so what is added early or removed late is not in the reader's catalog and is passed over.

Owns how a generation is read and when a change is seen. Unlike `drafts`, it writes nothing.
"""

from __future__ import annotations

import json
import re
import threading
import weakref
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from index import manifest
from index.articles import Kind
from index.catalog import Catalog
from index.errors import NoIndex, StoreCorrupt, StoreMismatch
from index.failures import REBUILD_NAMED, while_reading
from index.lexical import LexicalIndex, stems
from index.store import PassageStore

FORMAT = 6  # raised whenever what is written changes its meaning
POINTER = "index.json"
GENERATIONS = "generations"
CATALOG, PASSAGES, SENTENCES, CHROMA = (
    "articles.sqlite",
    "passages.bm25",
    "sentences.bm25",
    "chroma",
)
COLLECTION = "pullquote"
GENERATION_NAME = re.compile(r"\d{6,}-[0-9a-f]+")
ATTEMPTS = 3  # a generation may be replaced, and the one before removed, while it is opened


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
        """Chroma's name for the passages of this index."""
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
        with ExitStack() as opened, while_reading(folder):
            manifest.read(folder).check(folder)
            self.catalog = Catalog(folder / CATALOG)
            opened.callback(self.catalog.close)
            self.listings = list(self.catalog.listings().values())
            self.passages = LexicalIndex.load(folder / PASSAGES)
            self.sentences = LexicalIndex.load(folder / SENTENCES)
            self.store = PassageStore.open(url or folder / CHROMA, pointer.collection)
            opened.callback(self.store.close)
            weakref.finalize(self, opened.pop_all().close)
        names = [listing.id for listing in self.listings]
        self.article_numbers = {name: n for n, name in enumerate(names)}
        self.passage_numbers = Numbering(names, [one.passages for one in self.listings])
        self.sentence_numbers = Numbering(names, [one.sentences for one in self.listings])
        self._by_version = {one.version: n for n, one in enumerate(self.listings)}

    @cached_property
    def headline_stems(self) -> frozenset[str]:
        """The words of all titles, outlets and headings, which the lexical indexes leave out."""
        return frozenset(stem for one in self.catalog.stated(Kind.HEADING) for stem in stems(one))

    def passage_row(self, passage_id: str) -> int | None:
        """The row of a stored passage, or None if it belongs to another generation."""
        version, _, number = passage_id.rpartition("-")
        article = self._by_version.get(version)
        if article is None or int(number) >= self.listings[article].passages:
            return None
        return self.passage_numbers.row(article, int(number))

    def sentence_row(self, article: str, number: int) -> int:
        """The row of an article's sentence."""
        return self.sentence_numbers.row(self.article_numbers[article], number)


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
            for _ in range(ATTEMPTS - 1):
                pointer = require_pointer(self._data, self._settings)
                try:
                    return self._opened(pointer)
                except StoreCorrupt:
                    if read_pointer(self._data) == pointer:
                        raise
            return self._opened(require_pointer(self._data, self._settings))

    def is_current(self, snapshot: Snapshot) -> bool:
        """Whether no newer generation has been published since."""
        return read_pointer(self._data) == snapshot.pointer

    def _opened(self, pointer: Pointer) -> Snapshot:
        if self._open is None or self._open.pointer != pointer:
            self._open = Snapshot(generation(self._data, pointer), pointer, self._url)
        return self._open


def generation(data: Path, pointer: Pointer) -> Path:
    """The folder of a generation's files."""
    return data / GENERATIONS / pointer.generation


def read_pointer(data: Path) -> Pointer | None:
    """What index.json says, or None if there is no index. Raises StoreCorrupt, StoreMismatch."""
    with while_reading(data / POINTER, REBUILD_NAMED):
        try:
            text = (data / POINTER).read_text(encoding="utf-8")
        except FileNotFoundError:
            return None
        return _parsed(data, json.loads(text))


def _parsed(data: Path, fields: dict[str, Any]) -> Pointer:
    if fields["format"] != FORMAT:
        raise StoreMismatch(
            f"The index in {data} has format {fields['format']}; this version of Pullquote "
            f"reads format {FORMAT}. {REBUILD_NAMED}"
        )
    if not GENERATION_NAME.fullmatch(fields["generation"]):
        raise ValueError(f"{fields['generation']!r} is not a generation")
    settings = Settings(**fields.pop("settings"))
    return Pointer(settings=settings, sources=tuple(fields.pop("sources")), **fields)


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
        f"with {name} {made[name]!r}, now {wanted[name]!r}"
        for name in made
        if made[name] != wanted[name] and name != "on_server"
    ]
    if pointer.settings.on_server and not settings.on_server:
        differences.append("with a Chroma server (chroma_url), and now none is set")
    if settings.on_server and not pointer.settings.on_server:
        differences.append("without a Chroma server (chroma_url), and now one is set")
    if differences:
        raise StoreMismatch(
            f"The index in {data} was made {'; '.join(differences)}. Either set it back or "
            "rebuild the index: pullquote index --rebuild"
        )
