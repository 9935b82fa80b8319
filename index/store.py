"""Passages' vectors in Chroma, embedded in a folder or on a server.

Owns what Pullquote asks of Chroma: add, remove, find the nearest. Unlike `snapshots`, which
decides when a change is seen and by whom, every call here takes effect at once. The only
importer of chromadb. A collection's documents and metadata are plain, so that LlamaIndex's
ChromaVectorStore opens the same collection.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from index.articles import Passage
from index.errors import ConfigError, StoreCorrupt, StoreError, StoreFull, StoreUnreachable

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection

# Chroma's own limit lies at 5,461; smaller batches keep its memory down.
BATCH = 1000


@dataclass(frozen=True, slots=True)
class Near:
    """A stored passage and the cosine (-1 to 1) of its vector with the question's."""

    passage_id: str
    cosine: float


class PassageStore:
    """One Chroma collection. Safe to query from several threads."""

    def __init__(self, client: ClientAPI, collection: Collection) -> None:
        self._client = client
        self.collection = collection

    @classmethod
    def open(cls, where: Path | str, name: str, *, create: bool = False) -> PassageStore:
        """Opens a collection in a folder (a path) or on a server (an http address).

        Raises StoreUnreachable if the server does not answer, StoreCorrupt if the collection
        is not there (unless `create`) or its files cannot be read.
        """
        with _translated(where):
            client = _connect(where)
            if create:
                found = client.get_or_create_collection(
                    name, embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
                )
            else:
                found = client.get_collection(name, embedding_function=None)
        return cls(client, found)

    def close(self) -> None:
        """Gives files and connections back. The store cannot be used afterwards."""
        self._client.close()

    def add(
        self, ids: Sequence[str], passages: Sequence[Passage], vectors: NDArray[np.float32]
    ) -> None:
        """Adds or replaces passages; `vectors` is n × d. Raises StoreFull on a full disk."""
        for first in range(0, len(ids), BATCH):
            part = slice(first, first + BATCH)
            with _translated(self._where):
                self.collection.upsert(
                    ids=list(ids[part]),
                    embeddings=vectors[part],
                    documents=[_storable(p.text) for p in passages[part]],
                    metadatas=[_metadata(p) for p in passages[part]],
                )

    def remove(self, ids: Sequence[str]) -> None:
        """Removes passages; ids that are not there are passed over."""
        for first in range(0, len(ids), BATCH):
            with _translated(self._where):
                self.collection.delete(ids=list(ids[first : first + BATCH]))

    def ids(self) -> list[str]:
        """The id of every passage in the collection."""
        with _translated(self._where):
            return list(self.collection.get(include=[])["ids"])

    def drop(self) -> None:
        """Deletes the whole collection."""
        with _translated(self._where):
            self._client.delete_collection(self.collection.name)

    def nearest(self, vector: NDArray[np.float32], count: int) -> list[Near]:
        """The `count` passages nearest to a vector of unit length, nearest first."""
        with _translated(self._where):
            found = self.collection.query(
                query_embeddings=[vector], n_results=count, include=["distances"]
            )
        distances = (found["distances"] or [[]])[0]
        pairs = zip(found["ids"][0], distances, strict=True)
        return [Near(name, 1.0 - float(distance)) for name, distance in pairs]

    @property
    def _where(self) -> str:
        return f"collection {self.collection.name}"


def _connect(where: Path | str) -> ClientAPI:
    import chromadb
    from chromadb.config import Settings

    settings = Settings(anonymized_telemetry=False)
    if isinstance(where, Path):
        return chromadb.PersistentClient(str(where), settings=settings)
    address = urlsplit(where)
    if address.scheme not in ("http", "https") or not address.hostname:
        raise ConfigError(f"{where!r} is not a Chroma server's address, such as http://localhost:8000.")
    secure = address.scheme == "https"
    port = address.port or (443 if secure else 8000)
    return chromadb.HttpClient(address.hostname, port, ssl=secure, settings=settings)


def _storable(text: str) -> str:
    """Lone surrogates cannot be stored as UTF-8. Quotes are cut from the catalog, not from here."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _metadata(passage: Passage) -> dict[str, str | int]:
    article = passage.article
    stated = {"title": article.title, "outlet": article.outlet, "published": article.published}
    return {
        "article": article.id,
        "start": passage.start,
        "end": passage.end,
        **{key: _storable(value) for key, value in stated.items() if value},
    }


@contextmanager
def _translated(where: Path | str) -> Iterator[None]:
    """Turns Chroma's errors, which are many and differ between its two forms, into ours."""
    try:
        yield
    except StoreError:
        raise
    except ConfigError:
        raise
    except Exception as error:  # noqa: BLE001 - Rust panics and HTTP errors share no base class
        raise _translation(where, error) from error


def _translation(where: Path | str, error: Exception) -> StoreError:
    text = f"{type(error).__name__}: {error}".splitlines()[0][:300]
    lower = text.lower()
    if "disk is full" in lower or "no space left" in lower or "disk i/o error" in lower:
        return StoreFull(f"The disk is full ({text}). Free some space and run it again.")
    if any(sign in lower for sign in ("connect", "timeout", "timed out", "refused")):
        return StoreUnreachable(
            f"The Chroma server does not answer ({text}). Is it running, and is "
            "PULLQUOTE_CHROMA_URL right?"
        )
    return StoreCorrupt(
        f"The store at {where} cannot be read ({text}). Rebuild it: pullquote index --rebuild"
    )
