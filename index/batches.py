"""Articles read and split -> embedded, some at a time, and one batch ahead of whoever stores them.

    articles ─ batches ─► embedded on a thread of its own ─► entries, passages' vectors
                          while the one before is stored and the next is read

Owns what is embedded in one call and when. Unlike `build`, which decides what is indexed and stores
it, it knows neither an index nor a report. Embedding keeps all cores busy, reading and storing one
of them and, with a Chroma server, none: in turns they took a twelfth longer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from threading import Thread
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from index.articles import Article, Passage
from index.catalog import Entry, version_of
from index.embedding import Embedder, Reading
from index.sections import under_heading
from index.wordings import word_vectors

# Texts embedded in one call: enough for the embedder to sort by length, few enough to show
# progress and to keep memory low.
BATCH_TEXTS = 256

Made = TypeVar("Made")


@dataclass(frozen=True)
class Unread:
    """An article that was split, and that no model has read yet."""

    article: Article
    passages: tuple[Passage, ...]
    file: Path
    sha256: str

    def sentence_texts(self) -> list[str]:
        """The article's sentences, in order."""
        return [self.article.text[span.start : span.end] for span in self.article.sentences]

    def entry(self, readings: Sequence[Reading]) -> Entry:
        """What is kept of it, with a reading for each of its sentences."""
        words = [word_vectors(t, r) for t, r in zip(self.sentence_texts(), readings, strict=True)]
        return Entry(
            article=self.article,
            passages=self.passages,
            sentence_vectors=np.array([r.vector for r in readings], dtype=np.float16),
            words=np.concatenate(words) if words else np.zeros((0, 0), dtype=np.int8),
            word_counts=np.array([len(rows) for rows in words], dtype=np.int32),
            path=absolute(self.file),
            sha256=self.sha256,
            version=version_of(self.article, self.file.suffix, self.sha256),
        )


@dataclass(frozen=True)
class Embedded:
    """Some articles with a reading of each sentence and a vector of each passage, in order."""

    articles: list[Unread]
    readings: list[Reading]
    passage_vectors: NDArray[np.float32]

    def entries(self) -> list[Entry]:
        """What is kept of each."""
        readings = iter(self.readings)
        return [
            one.entry(list(islice(readings, len(one.article.sentences)))) for one in self.articles
        ]


def absolute(file: Path) -> str:
    """The file's path as it means the same wherever the next run is started."""
    return str(file.absolute())


def batches(articles: Iterable[Unread]) -> Iterator[list[Unread]]:
    """Articles in groups of about BATCH_TEXTS texts."""
    batch: list[Unread] = []
    texts = 0
    for one in articles:
        batch.append(one)
        texts += len(one.passages) + len(one.article.sentences)
        if texts >= BATCH_TEXTS:
            yield batch
            batch, texts = [], 0
    if batch:
        yield batch


def embedded(
    groups: Iterable[list[Unread]], embedder: Embedder, dimensions: int
) -> Iterator[Embedded]:
    """The groups, embedded in their order. Raises what the embedder raises."""
    return _one_ahead(partial(_embed, group, embedder, dimensions) for group in groups)


def _embed(group: list[Unread], embedder: Embedder, dimensions: int) -> Embedded:
    """An article may have nothing to embed, and an embedder need not know what to do then."""
    sentences = [text for one in group for text in one.sentence_texts()]
    of_passages = [under_heading(passage) for one in group for passage in one.passages]
    nothing = np.zeros((0, dimensions), dtype=np.float32)
    return Embedded(
        group,
        embedder.read(sentences) if sentences else [],
        embedder.embed(of_passages) if of_passages else nothing,
    )


def _one_ahead(calls: Iterable[Callable[[], Made]]) -> Iterator[Made]:
    """What the calls return, in order, each begun before what the one before made is used."""
    pending: list[Future[Made]] = []
    for call in calls:
        made = [future.result() for future in pending]
        pending = [_begun(call)]
        yield from made
    yield from (future.result() for future in pending)


def _begun(call: Callable[[], Made]) -> Future[Made]:
    """On a daemon's thread: a program that is left does not wait for a server's embedding."""
    future: Future[Made] = Future()

    def run() -> None:
        try:
            future.set_result(call())
        except BaseException as error:  # noqa: BLE001 - is raised where it is waited for
            future.set_exception(error)

    Thread(target=run, daemon=True, name="embedding").start()
    return future
