"""Stand-ins for what is slow or far away, and a workbench to try an index on.

`python fakes.py DATA ARTICLES [URL] [--delay-s S] [--publish-every-s S] [--rebuild] [--serve]`
runs a real build with the fake embedder, so that tests can kill it or starve it of disk.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index import lexical, passages
from index.build import PUBLISH_EVERY_S, Builder, Report
from index.embedding import Embedder, Reading
from index.errors import PullquoteError
from index.search import Findings, Searcher
from index.snapshots import GENERATIONS, Library, Settings, Snapshot

DIMENSIONS = 32
HERE = Path(__file__).resolve().parent
WORD = re.compile(r"\w+")


@cache
def _direction(word: str) -> NDArray[np.float32]:
    seed = int.from_bytes(hashlib.sha256(word.encode("utf-8", "surrogatepass")).digest()[:8])
    return np.random.default_rng(seed).normal(size=DIMENSIONS).astype(np.float32)


class FakeEmbedder:
    """A hashed bag of words: texts that share words are near. Counts what it is asked for.

    It raises RuntimeError once `fail_after` calls have succeeded.
    """

    name = "fake:1"
    dimensions = DIMENSIONS

    def __init__(self, *, delay_s: float = 0.0, fail_after: int | None = None) -> None:
        self.calls: list[list[str]] = []
        self._delay_s, self._fail_after = delay_s, fail_after

    @property
    def texts(self) -> list[str]:
        return [text for call in self.calls for text in call]

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        if self._fail_after is not None and len(self.calls) >= self._fail_after:
            raise RuntimeError("the fake embedder was told to fail")
        self.calls.append(list(texts))
        time.sleep(self._delay_s * len(texts))
        return np.array([self.embed_question(text) for text in texts], dtype=np.float32)

    def embed_question(self, text: str) -> NDArray[np.float32]:
        words = WORD.findall(text.lower()) or ["nothing"]
        vector = np.sum([_direction(word) for word in words], axis=0)
        unit: NDArray[np.float32] = (vector / np.linalg.norm(vector)).astype(np.float32)
        return unit

    def read(self, texts: Sequence[str]) -> list[Reading]:
        vectors = self.embed(texts)
        return [_reading(text, vector) for text, vector in zip(texts, vectors, strict=True)]

    def read_question(self, text: str) -> Reading:
        return _reading(text, self.embed_question(text))


def _reading(text: str, vector: NDArray[np.float32]) -> Reading:
    """A word is a token, and means the same wherever it stands."""
    found = list(WORD.finditer(text.lower()))
    rows = [_direction(match.group()) for match in found]
    tokens = np.array(rows, dtype=np.float32).reshape(len(rows), DIMENSIONS)
    lengths = np.linalg.norm(tokens, axis=1, keepdims=True)
    return Reading(vector, tokens / lengths, [match.span() for match in found])


def settings_of(
    url: str | None = None,
    *,
    embedding: str = "fake:1",
    dimensions: int = DIMENSIONS,
    max_tokens: int = 64,
) -> Settings:
    return Settings(embedding, dimensions, max_tokens, on_server=url is not None)


@dataclass(frozen=True)
class Bench:
    """A folder of articles and a data folder, and what one does with them."""

    root: Path
    url: str | None = None

    @property
    def articles(self) -> Path:
        return self.root / "articles"

    @property
    def data(self) -> Path:
        return self.root / "data"

    def write(self, texts: dict[str, str]) -> None:
        """Writes articles; a name without a suffix gets .txt."""
        for name, text in texts.items():
            file = self.articles / (name if Path(name).suffix else f"{name}.txt")
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text.encode("utf-8"))

    def become(self, texts: dict[str, str]) -> None:
        """Makes the folder hold these articles and no other."""
        self.articles.mkdir(parents=True, exist_ok=True)
        for file in self.articles.iterdir():
            file.unlink()
        self.write(texts)

    def builder(
        self,
        embedder: Embedder | None = None,
        *,
        settings: Settings | None = None,
        publish_every_s: float = PUBLISH_EVERY_S,
    ) -> Builder:
        return Builder(
            self.data,
            settings or settings_of(self.url),
            embedder or FakeEmbedder(),
            self.url,
            publish_every_s,
        )

    def build(self, *, rebuild: bool = False, embedder: Embedder | None = None) -> Report:
        return self.builder(embedder).build([self.articles], rebuild=rebuild)

    def library(self) -> Library:
        return Library(self.data, settings_of(self.url), self.url)

    def search(self, question: str) -> Findings:
        return Searcher(self.library(), FakeEmbedder()).search(question)

    def generations(self) -> list[str]:
        folder = self.data / GENERATIONS
        return sorted(path.name for path in folder.iterdir()) if folder.exists() else []

    def ids(self) -> list[str]:
        return [listing.id for listing in self.library().snapshot().listings]

    def child(
        self, *options: str, preexec: Callable[[], None] | None = None
    ) -> subprocess.Popen[str]:
        """A build in a process of its own."""
        command = [sys.executable, str(HERE / "fakes.py"), str(self.data), str(self.articles)]
        return subprocess.Popen(
            [*command, *([self.url] if self.url else []), *options],
            env={**os.environ, "PYTHONPATH": f"{HERE.parent}{os.pathsep}{HERE}"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            preexec_fn=preexec,  # noqa: PLW1509 - it only sets limits, which takes no lock
        )


def wait_until(true: Callable[[], object], child: subprocess.Popen[str]) -> None:
    """Waits for what a child is to bring about; raises RuntimeError if it ends before."""
    until = time.monotonic() + 60
    while not true():
        if child.poll() is not None or time.monotonic() > until:
            raise RuntimeError(f"the child ended, or took too long: {child.communicate()}")
        time.sleep(0.005)


QUESTIONS = ("alpha river", "what did the minister say about bread", "number 7", "xyzzy")


def state(bench: Bench, questions: Iterable[str] = QUESTIONS) -> dict[str, object]:
    """Everything that an index says, so that two can be compared."""
    snapshot = bench.library().snapshot()
    return {
        "listings": snapshot.listings,
        "articles": [entry.article for entry in snapshot.catalog.entries()],
        "vectors": [entry.sentence_vectors.tobytes() for entry in snapshot.catalog.entries()],
        "passages": [entry.passages for entry in snapshot.catalog.entries()],
        "stored": _stored(snapshot),
        "lexical": [_scores(snapshot, question) for question in questions],
        "found": [_found(bench.search(question)) for question in questions],
    }


def _stored(snapshot: Snapshot) -> dict[str, tuple[bytes, str, object]]:
    got = snapshot.store.collection.get(include=["embeddings", "documents", "metadatas"])
    embeddings = np.asarray(got["embeddings"], dtype=np.float32).round(5)
    documents, metadatas = got["documents"] or [], got["metadatas"] or []
    rows = zip(got["ids"], embeddings, documents, metadatas, strict=True)
    return {name: (v.tobytes(), text, dict(meta)) for name, v, text, meta in rows}


def _scores(snapshot: Snapshot, question: str) -> tuple[bytes, bytes]:
    words = question.split()
    return snapshot.passages.scores(words).tobytes(), snapshot.sentences.scores(words).tobytes()


def _found(findings: Findings) -> list[tuple[str, int, int, float]]:
    hits = findings.hits
    return [(h.entry.article.id, h.passage.start, h.passage.end, round(h.score, 4)) for h in hits]


def _warm_up() -> None:
    """What a first build loads, so that a run that is timed or killed is all build."""
    for name in ("bm25s", "chromadb", "chromadb.api.rust", "chromadb.api.fastapi", "filelock"):
        importlib.import_module(name)
    passages.count_tokens("warm")
    lexical.stems("warm")


def _fork_for_each_line() -> None:
    """Returns in a child for each line on stdin, and exits at the end of it.

    To import takes ten times as long as to build. Chroma starts its threads with its first client,
    so there is none yet that a fork would leave behind.
    """
    for _ in iter(sys.stdin.readline, ""):
        child = os.fork()
        if child == 0:
            return
        print(child, flush=True)
        os.waitpid(child, 0)
        print("ended", flush=True)
    sys.exit()


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("data", type=Path)
    parser.add_argument("articles", type=Path)
    parser.add_argument("url", nargs="?")
    parser.add_argument("--delay-s", type=float, default=0.0)
    parser.add_argument("--publish-every-s", type=float, default=PUBLISH_EVERY_S)
    parser.add_argument("--rebuild", action="store_true")
    parser.add_argument("--serve", action="store_true", help="one build a line on stdin")
    told = parser.parse_args()
    settings, embedder = settings_of(told.url), FakeEmbedder(delay_s=told.delay_s)
    builder = Builder(told.data, settings, embedder, told.url, told.publish_every_s)
    _warm_up()
    if told.serve:
        _fork_for_each_line()
    try:
        builder.build([told.articles], rebuild=told.rebuild)
    except PullquoteError as error:
        print(f"{type(error).__name__}: {error}", flush=True)
        return 2
    print("done", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
