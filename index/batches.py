"""Articles that were read and split, some at a time, and what is made of them by embedding.

Owns how many are embedded in one call. Unlike `build`, it does not know what was indexed before;
unlike `drafts`, it does not know where anything is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

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


@dataclass(frozen=True)
class Split:
    """An article read and split, not embedded yet."""

    article: Article
    passages: tuple[Passage, ...]
    file: Path
    sha256: str

    @property
    def sentences(self) -> int:
        """How many sentences it has."""
        return len(self.article.sentences)

    def sentence_texts(self) -> list[str]:
        """The text of each sentence."""
        return [self.article.text[span.start : span.end] for span in self.article.sentences]

    def entry(self, readings: Sequence[Reading]) -> Entry:
        """What the catalog keeps of it; `readings` are its sentences'."""
        words = [word_vectors(t, r) for t, r in zip(self.sentence_texts(), readings, strict=True)]
        return Entry(
            article=self.article,
            passages=self.passages,
            sentence_vectors=np.array([r.vector for r in readings], dtype=np.float16),
            words=np.concatenate(words) if words else np.zeros((0, 0), dtype=np.int8),
            word_counts=np.array([len(rows) for rows in words], dtype=np.int32),
            path=path_of(self.file),
            sha256=self.sha256,
            version=version_of(self.article, self.file.suffix, self.sha256),
        )


@dataclass(frozen=True)
class Embedded:
    """Some articles with what an embedder made of them: `passage_vectors` has a row a passage."""

    articles: Sequence[Split]
    readings: Sequence[Reading]
    passage_vectors: NDArray[np.float32]

    def entries(self) -> list[Entry]:
        """What the catalog keeps of each."""
        readings = iter(self.readings)
        return [one.entry(list(islice(readings, one.sentences))) for one in self.articles]


def batches(articles: Iterable[Split]) -> Iterator[list[Split]]:
    """Articles in groups of about BATCH_TEXTS texts."""
    batch: list[Split] = []
    texts = 0
    for one in articles:
        batch.append(one)
        texts += len(one.passages) + one.sentences
        if texts >= BATCH_TEXTS:
            yield batch
            batch, texts = [], 0
    if batch:
        yield batch


def embed(batch: Sequence[Split], embedder: Embedder) -> Embedded:
    """Embeds all sentences in one call and all passages in another. Raises ModelError like it.

    An article may have nothing to embed, and an embedder need not know what to do then.
    """
    sentences = [text for one in batch for text in one.sentence_texts()]
    passages = [under_heading(passage) for one in batch for passage in one.passages]
    readings = embedder.read(sentences) if sentences else []
    vectors = embedder.embed(passages) if passages else np.zeros((0, 0), dtype=np.float32)
    return Embedded(batch, readings, vectors)


def path_of(file: Path) -> str:
    """Absolute, so that it means the same wherever the next run is started."""
    return str(file.absolute())
