"""Passages' vectors in Chroma, embedded in a folder or on a server.

Owns what Pullquote asks of Chroma: add, remove, find the nearest. Unlike `snapshots`, which
decides when a change is seen and by whom, every call here takes effect at once. The only
importer of chromadb. A collection's documents and metadata are plain, so that LlamaIndex's
ChromaVectorStore opens the same collection.

What Chroma does that matters here (1.5, seen under strace and in its files):
- Each opening, even to read, writes a row to `acquire_write`, and nothing else. Several processes
  may open one folder at once; one that may not be written cannot be read.
- It makes what it misses. A folder without `chroma.sqlite3` becomes an empty store, and a lost
  HNSW folder merely finds nothing: neither is an error, so `snapshots` checks that files are there.
- HNSW files are written at every `sync_threshold`-th vector. The others wait in SQLite, and each
  opening adds them again in memory at its first query (0.1 s for 700). If the files were never
  written, it truncates them first, even under another reader's eyes. So `settle` writes them.
- Its clients share one system a folder, counted without a lock between them: see `_OPENING`.
- Removed vectors keep their place in the HNSW files for good: see `drafts.STALE_SHARE`.
- A change fails at once while one of its own threads holds the database: see `_patiently`.
- Its HTTP client has no time limit and never closes its connections: see `_connect` and `close`.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import numpy as np
from numpy.typing import NDArray

from index import server
from index.articles import Passage
from index.failures import while_asking_chroma
from index.server import TIMEOUT_S

if TYPE_CHECKING:
    import httpx
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection

# Chroma's own limit lies at 5,461; smaller batches keep its memory down.
BATCH = 1000
# How many vectors Chroma gathers before it writes its HNSW files, each time whole: many while a
# draft is written, which nobody needs after a kill, and the fewest it takes to make it write.
GATHER, WRITE_NOW = 5000, 2
PATIENCE_S = 10.0  # with a locked database
# Guards Chroma's own module-level table of clients, in which opening and closing race otherwise.
# Reentrant, because the garbage collector may close a store while this thread opens another.
_OPENING = threading.RLock()


@dataclass(frozen=True, slots=True)
class Near:
    """A stored passage and the cosine (-1 to 1) of its vector with the question's."""

    passage_id: str
    cosine: float


class PassageStore:
    """One Chroma collection. Safe to query from several threads."""

    def __init__(self, where: Path | str, client: ClientAPI, collection: Collection) -> None:
        self._where, self._client = where, client
        self.collection = collection

    @classmethod
    def open(cls, where: Path | str, name: str, *, create: bool = False) -> PassageStore:
        """Opens a collection in a folder (a path) or on a server (an http address).

        Raises StoreUnreachable if the server does not answer, StoreCorrupt if the collection
        is not there (unless `create`) or its files cannot be read.
        """
        with while_asking_chroma(where), _client(where) as client:
            if create:
                found = client.get_or_create_collection(
                    name, embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
                )
                if isinstance(where, Path):
                    _gather(found, GATHER)
            else:
                found = client.get_collection(name, embedding_function=None)
            return cls(where, client, found)

    @staticmethod
    def drop(where: Path | str, name: str) -> None:
        """Deletes a whole collection, if it is there."""
        with while_asking_chroma(where), _client(where) as client:
            if name in [collection.name for collection in client.list_collections()]:
                client.delete_collection(name)
            _close(client)

    def close(self) -> None:
        """Gives files and connections back; a second time does nothing."""
        _close(self._client)

    def settle(self) -> None:
        """Writes every vector into Chroma's HNSW files, so that readers need not, and closes."""
        with while_asking_chroma(self._where):
            one = self.collection.get(limit=1, include=["embeddings"])
            _gather(self.collection, WRITE_NOW)
            self.close()  # the threshold is read when a collection is opened
            again = PassageStore.open(self._where, self.collection.name)
            try:
                if one["ids"]:
                    _make_it_write(again.collection, np.asarray(one["embeddings"]))
                # Readers whose threads ask at once may add one vector twice, and would write too.
                _gather(again.collection, GATHER)
            finally:
                again.close()

    def add(
        self, ids: Sequence[str], passages: Sequence[Passage], vectors: NDArray[np.float32]
    ) -> None:
        """Adds or replaces passages; `vectors` is n × d. Raises StoreFull on a full disk."""
        for first in range(0, len(ids), BATCH):
            part = slice(first, first + BATCH)
            put = partial(
                self.collection.upsert,
                ids=list(ids[part]),
                embeddings=vectors[part],
                documents=[_storable(p.text) for p in passages[part]],
                metadatas=[_metadata(p) for p in passages[part]],
            )
            with while_asking_chroma(self._where):
                _patiently(put)

    def remove(self, ids: Sequence[str]) -> None:
        """Removes passages; ids that are not there are passed over."""
        for first in range(0, len(ids), BATCH):
            with while_asking_chroma(self._where):
                part = list(ids[first : first + BATCH])
                _patiently(partial(self.collection.delete, ids=part))

    def ids(self) -> list[str]:
        """The id of every passage in the collection."""
        with while_asking_chroma(self._where):
            return list(self.collection.get(include=[])["ids"])

    def copy_to(self, other: PassageStore) -> None:
        """Adds every passage to another store, as it is."""
        with while_asking_chroma(self._where):
            ids = self.ids()
            for first in range(0, len(ids), BATCH):
                found = self.collection.get(
                    ids=ids[first : first + BATCH], include=["embeddings", "documents", "metadatas"]
                )
                other.collection.upsert(
                    ids=found["ids"],
                    embeddings=found["embeddings"],
                    documents=found["documents"],
                    metadatas=found["metadatas"],
                )

    def nearest(
        self, vector: NDArray[np.float32], count: int, articles: Sequence[str] = ()
    ) -> list[Near]:
        """The passages nearest to a unit vector, nearest first; of all articles, or of these."""
        named = [_storable(name) for name in articles]
        where: Any = {"article": {"$in": named}} if named else None
        with while_asking_chroma(self._where):
            found = self.collection.query(
                query_embeddings=vector[None], n_results=count, where=where, include=["distances"]
            )
        pairs = zip(found["ids"][0], (found["distances"] or [[]])[0], strict=True)
        return [Near(name, 1.0 - float(distance)) for name, distance in pairs]


def _gather(collection: Collection, count: int) -> None:
    _patiently(lambda: collection.modify(configuration={"hnsw": {"sync_threshold": count}}))


def _make_it_write(collection: Collection, vector: NDArray[np.float32]) -> None:
    """Adds and removes what nobody needs. To put a passage again would cut others off: in 3 of 310
    trials HNSW then no longer found one of 39."""
    ids = [f"settling-{n}" for n in range(WRITE_NOW)]
    _patiently(partial(collection.upsert, ids=ids, embeddings=vector.repeat(WRITE_NOW, axis=0)))
    _patiently(partial(collection.delete, ids=ids))


def _patiently(change: Callable[[], object]) -> None:
    """Makes a change that may be made twice, as soon as Chroma's own threads let it."""
    until = time.monotonic() + PATIENCE_S
    while True:
        try:
            change()
            return
        except Exception as error:  # its class is known only once chromadb is imported
            if "database is locked" not in str(error) or time.monotonic() > until:
                raise
            time.sleep(0.05)


@contextmanager
def _client(where: Path | str) -> Iterator[ClientAPI]:
    """A client, closed if what is done with it first fails."""
    with _OPENING:
        client = _connect(where)
    try:
        yield client
    except BaseException:
        _close(client)
        raise


def _connect(where: Path | str) -> ClientAPI:
    import chromadb
    from chromadb.config import Settings

    # `_env_file`: Chroma would take settings from a .env file in the current folder. Pydantic has
    # it, but Chroma's own table of types does not.
    settings = Settings(_env_file=None, anonymized_telemetry=False)  # type: ignore[call-arg]
    if isinstance(where, Path):
        return chromadb.PersistentClient(str(where.absolute()), settings=settings)
    address = server.address(where)
    if address.username:
        provider = "chromadb.auth.basic_authn.BasicAuthClientProvider"
        settings.chroma_client_auth_provider = provider
        user, password = unquote(address.username), unquote(address.password or "")
        settings.chroma_client_auth_credentials = f"{user}:{password}"
    server.check(where)
    client = chromadb.HttpClient(
        server.shown(address),
        address.port or 8000,
        ssl=address.scheme == "https",
        settings=settings,
    )
    for session in _sessions(client):
        session.timeout = TIMEOUT_S
    return client


def _sessions(client: ClientAPI) -> list[httpx.Client]:
    """The HTTP clients inside of a Chroma client, its own and its administrator's."""
    inside = (client, getattr(client, "_admin_client", None))
    found = (getattr(getattr(one, "_server", None), "_session", None) for one in inside)
    return [session for session in found if session]


def _close(client: ClientAPI) -> None:
    sessions = _sessions(client)
    with _OPENING:
        client.close()  # type: ignore[attr-defined]  # the interface lags the class
    for session in sessions:
        session.close()


def _storable(text: str) -> str:
    """Lone surrogates cannot be stored as UTF-8. Quotes are cut from the catalog, not from here."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _metadata(passage: Passage) -> dict[str, str | int]:
    article = passage.article
    stated = {"title": article.title, "outlet": article.outlet, "published": article.published}
    return {
        "article": _storable(article.id),
        "start": passage.start,
        "end": passage.end,
        **{key: _storable(value) for key, value in stated.items() if value},
    }
