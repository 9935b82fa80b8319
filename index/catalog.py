"""The articles of one generation of the index, in a SQLite file.

Owns what is known of each article besides its passages' vectors: text, spans, where its
passages lie, its sentences' vectors, and the file it came from; and the names in all of them, by
how they are spelled. Unlike `store`, which holds what is searched by meaning, nothing is searched
here: articles are looked up by id. Nothing else in `index` opens a SQLite file.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from index.articles import Article, Kind, Passage, Span
from index.failures import corrupt, while_reading
from index.wordings import WordVectors

ARTICLES = """
CREATE TABLE IF NOT EXISTS articles (
    id TEXT PRIMARY KEY, path TEXT NOT NULL, sha256 TEXT NOT NULL, version TEXT NOT NULL,
    title TEXT, outlet TEXT, published TEXT, url TEXT,
    text BLOB NOT NULL, spans TEXT NOT NULL, passages TEXT NOT NULL, vectors BLOB NOT NULL,
    words BLOB NOT NULL, word_counts BLOB NOT NULL,
    passage_count INTEGER NOT NULL, sentence_count INTEGER NOT NULL
)
"""
NAMES = "CREATE TABLE IF NOT EXISTS names (key TEXT PRIMARY KEY, name TEXT NOT NULL) WITHOUT ROWID"
KINDS = tuple(Kind)
T = TypeVar("T", bound=np.generic)
# Articles kept decoded in memory by an open snapshot; at some 10 kB each, a few megabytes.
CACHED_ARTICLES = 256


@dataclass(frozen=True)
class Entry:
    """An article as indexed.

    `sentence_vectors` has one row of unit length for each of `article.sentences`, in float16:
    cosines need no more, and it halves the file. `words` has a row for each meaningful word, the
    sentences' one after the other, and `word_counts` says how many each sentence has.
    """

    article: Article
    passages: tuple[Passage, ...]
    sentence_vectors: NDArray[np.float16]
    words: WordVectors
    word_counts: NDArray[np.int32]
    path: str
    sha256: str
    version: str

    def passage_ids(self) -> list[str]:
        """The ids of its passages in the store, in order: never the same for two versions."""
        return [passage_id(self.version, n) for n in range(len(self.passages))]


@dataclass(frozen=True, slots=True)
class Listing:
    """What is known of an article without reading its text."""

    id: str
    path: str
    sha256: str
    version: str
    title: str | None
    outlet: str | None
    published: str | None
    passages: int
    sentences: int


def version_of(article: Article, suffix: str, sha256: str) -> str:
    """The id of this version of an article, from a file with this suffix and hash.

    All that decides what its passages are is in it: what one version's id says never changes. The
    text is in it because the file may have changed since it was hashed.
    """
    decides = (article.id, suffix, sha256, article.text)
    return hashlib.sha256("\0".join(decides).encode("utf-8", "surrogatepass")).hexdigest()[:20]


def passage_id(version: str, number: int) -> str:
    """The id in the store of a passage of this version of an article."""
    return f"{version}-{number}"


class Catalog:
    """A catalog file. Readers may share it between threads; one writer at a time."""

    def __init__(self, file: Path, *, writable: bool = False) -> None:
        self._file = file
        # `immutable` skips locking: a published generation is never written again.
        query = "mode=rwc" if writable else "mode=ro&immutable=1"
        self._db = sqlite3.connect(
            f"{file.absolute().as_uri()}?{query}", uri=True, check_same_thread=False
        )
        try:
            if writable:
                for table in (ARTICLES, NAMES):
                    self._db.execute(table)
        except BaseException:
            self._db.close()
            raise
        self.entry = lru_cache(maxsize=CACHED_ARTICLES)(self._read)

    def close(self) -> None:
        """Gives the file back; a second time does nothing."""
        self._db.close()

    def listings(self) -> dict[str, Listing]:
        """Every article by id, in order of id, without texts."""
        rows = self._query(
            "SELECT id, path, sha256, version, title, outlet, published, passage_count,"
            " sentence_count FROM articles ORDER BY id"
        )
        return {row[0]: Listing(*row) for row in rows}

    def entries(self) -> Iterator[Entry]:
        """Every article in order of id, one at a time."""
        for name in self.listings():
            yield self._read(name)

    def stated(self, *kinds: Kind) -> Iterator[str]:
        """Every title and outlet, and every span of these kinds, one at a time."""
        sql = "SELECT title, outlet, text, spans FROM articles"
        with while_reading(self._file), closing(self._db.cursor()) as cursor:
            for title, outlet, text, spans in cursor.execute(sql):
                yield from (one for one in (title, outlet) if one)
                whole = bytes(text).decode("utf-8", "surrogatepass")
                for start, end, kind in json.loads(spans):
                    if KINDS[kind] in kinds:
                        yield whole[start:end]

    def put(self, entries: list[Entry]) -> None:
        """Adds or replaces articles, all or none."""
        with self._db:
            self._db.executemany(
                "INSERT OR REPLACE INTO articles VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
                [_row(entry) for entry in entries],
            )

    def put_names(self, names: Mapping[str, str]) -> None:
        """Replaces the names in all articles, by the keys that `spellings` has for them."""
        with self._db:
            self._db.execute("DELETE FROM names")
            self._db.executemany("INSERT INTO names VALUES (?,?)", names.items())

    def name_of(self, keys: Iterable[str]) -> str | None:
        """The name that has the first of these keys that any has."""
        found = (self._query("SELECT name FROM names WHERE key = ?", key) for key in keys)
        return next((str(rows[0][0]) for rows in found if rows), None)

    def move(self, paths: dict[str, str]) -> None:
        """Notes another path for each of these ids, all or none."""
        with self._db:
            self._db.executemany(
                "UPDATE articles SET path = ? WHERE id = ?",
                [(path, name) for name, path in paths.items()],
            )

    def remove(self, ids: list[str]) -> None:
        """Forgets these articles, all or none."""
        with self._db:
            self._db.executemany("DELETE FROM articles WHERE id = ?", [(name,) for name in ids])

    def _read(self, name: str) -> Entry:
        rows = self._query("SELECT * FROM articles WHERE id = ?", name)
        if not rows:
            raise KeyError(name)
        with while_reading(self._file):
            entry = _entry(rows[0])
        # SQLite has no checksums: a letter changed on the disk would be quoted as the article's.
        if version_of(entry.article, Path(entry.path).suffix, entry.sha256) != entry.version:
            raise corrupt(self._file, f"{name} is not what was indexed")
        return entry

    def _query(self, sql: str, *values: str) -> list[tuple[Any, ...]]:
        with while_reading(self._file), closing(self._db.cursor()) as cursor:
            return list(cursor.execute(sql, values).fetchall())


def check_database(file: Path) -> None:
    """Raises sqlite3.DatabaseError if a SQLite file is damaged."""
    with closing(_connect_shared(file)) as db:
        found = db.execute("PRAGMA quick_check(1)").fetchone()[0]
    if found != "ok":
        raise sqlite3.DatabaseError(f"{file.name} is damaged: {found}")


def copy_database(source: Path, target: Path) -> None:
    """Copies a SQLite file whole, even while another process opens it or was killed writing it."""
    with closing(_connect_shared(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)


def _connect_shared(file: Path) -> sqlite3.Connection:
    # Not only for reading: what a killed process left half written is rolled back.
    return sqlite3.connect(f"{file.absolute().as_uri()}?mode=rw", uri=True, timeout=30)


def _row(entry: Entry) -> tuple[object, ...]:
    article = entry.article
    return (
        article.id,
        entry.path,
        entry.sha256,
        entry.version,
        article.title,
        article.outlet,
        article.published,
        article.url,
        article.text.encode("utf-8", "surrogatepass"),
        json.dumps([(s.start, s.end, KINDS.index(s.kind)) for s in article.spans]),
        json.dumps(_passage_ranges(entry)),
        entry.sentence_vectors.astype(np.float16).tobytes(),
        entry.words.tobytes(),
        entry.word_counts.tobytes(),
        len(entry.passages),
        len(article.sentences),
    )


def _passage_ranges(entry: Entry) -> list[tuple[int, int]]:
    """For each passage the numbers of its first and one past its last sentence."""
    number = {span.start: n for n, span in enumerate(entry.article.sentences)}
    firsts = [number[passage.sentences[0].start] for passage in entry.passages]
    return [
        (first, first + len(p.sentences)) for first, p in zip(firsts, entry.passages, strict=True)
    ]


def _entry(row: tuple[object, ...]) -> Entry:
    name, path, sha256, version, title, outlet, published, url, text, spans, ranges, *arrays = row
    vectors, words, counts = (bytes(array) for array in arrays[:3])  # type: ignore[call-overload]
    article = Article(
        id=str(name),
        text=bytes(text).decode("utf-8", "surrogatepass"),  # type: ignore[call-overload]
        spans=tuple(Span(start, end, KINDS[kind]) for start, end, kind in json.loads(str(spans))),
        title=_optional(title),
        outlet=_optional(outlet),
        published=_optional(published),
        url=_optional(url),
    )
    sentences = article.sentences
    word_counts = np.frombuffer(counts, dtype=np.int32)
    return Entry(
        article=article,
        passages=tuple(Passage(article, sentences[a:b]) for a, b in json.loads(str(ranges))),
        sentence_vectors=_rows(np.frombuffer(vectors, dtype=np.float16), len(sentences)),
        words=_rows(np.frombuffer(words, dtype=np.int8), int(word_counts.sum())),
        word_counts=word_counts,
        path=str(path),
        sha256=str(sha256),
        version=str(version),
    )


def _rows(flat: NDArray[T], count: int) -> NDArray[T]:
    return flat.reshape(count, -1 if count else 0)


def _optional(value: object) -> str | None:
    return None if value is None else str(value)
