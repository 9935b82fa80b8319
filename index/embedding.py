"""Texts into vectors.

Owns the `Embedder` interface, the bundled model that needs neither network nor GPU, and the choice
between embedders by name. Unlike `llama`, which reaches other people's models through LlamaIndex,
nothing here imports LlamaIndex or opens a connection. Unlike `store`, nothing here knows what the
vectors are for.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from index.bundled import (
    MODELS,
    open_session,
    open_tokenizer,
    usable_cores,
    verified,
    without_surrogates,
)

if TYPE_CHECKING:
    from index.bundled import Encoding, InferenceSession, Tokenizer

Vectors = NDArray[np.float32]

MAX_TOKENS = 256  # the model's own limit: it was trained on shorter texts still
WINDOW = 256  # texts tokenized at once: bounds memory, whatever the size of the folder


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as a model reads it.

    `vector` is the whole text's. `tokens` has a row of unit length for each token, in its context,
    and `offsets` the start and end of each in the text; what the model adds itself has (0, 0).
    """

    vector: Vectors
    tokens: Vectors
    offsets: list[tuple[int, int]]


class Embedder(Protocol):
    """Whatever turns texts into unit vectors, so that a dot product is a cosine."""

    @property
    def name(self) -> str:
        """Provider, model and precision: vectors under different names must not be compared."""
        ...

    @property
    def dimensions(self) -> int:
        """Floats in a vector. Raises ModelError if only the model can tell and cannot be used."""
        ...

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return n vectors of `dimensions` floats, unit length, in the order of `texts`.

        Raises ModelError if the model cannot be used.
        """
        ...

    def embed_question(self, text: str) -> Vectors:
        """Return one vector of `dimensions` floats, unit length, to search those of `embed` with.

        Some models embed a question differently from a text. Raises ModelError like `embed`.
        """
        ...

    def read(self, texts: Sequence[str]) -> list[Reading]:
        """Return the vectors of `embed` with those of each text's tokens, in the order of `texts`.

        Raises ModelError like `embed`.
        """
        ...

    def read_question(self, text: str) -> Reading:
        """Return the vector of `embed_question` with those of the question's tokens."""
        ...


class MiniLM:
    """The bundled all-MiniLM-L6-v2 in eight bits: 384 dimensions, English, the first 256 tokens.

    A vector depends on its text alone, to the last bit. The model therefore runs on one text at a
    time: its activations are quantised with one scale a run, so that in a batch neighbours would
    change each other's vectors (cosine down to 0.987). Passages lose no speed by it, since several
    run at once and none is padded. Files are read and checked at the first text. Safe to use from
    several threads.
    """

    name = "bundled:all-minilm-l6-v2-int8"
    dimensions = 384

    def __init__(self, folder: Path | None = None, threads: int | None = None) -> None:
        """Take the model from `folder` (default: the bundled one), use `threads` (default: all)."""
        self._folder = folder or MODELS / "minilm"
        self._threads = threads or usable_cores()

    def __reduce__(self) -> tuple[type[MiniLM], tuple[Path, int]]:
        """Travel to another process without the loaded model, which cannot."""
        return MiniLM, (self._folder, self._threads)

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return n vectors of 384 floats, unit length, in the order of `texts`.

        Any string is a text, the empty one and lone surrogates included. Raises ModelError if a
        file of the model is missing or altered.
        """
        vectors = np.empty((len(texts), self.dimensions), dtype=np.float32)
        for start in range(0, len(texts), WINDOW):
            window = texts[start : start + WINDOW]
            vectors[start : start + len(window)] = self._embed_window(window)
        return vectors

    def embed_question(self, text: str) -> Vectors:
        """Return the vector of `text`, 384 floats: the same as from `embed`, only sooner."""
        return self.read_question(text).vector

    def read(self, texts: Sequence[str]) -> list[Reading]:
        """Return the vectors of `embed` with 64 floats for each token, in the order of `texts`."""
        windows = (texts[start : start + WINDOW] for start in range(0, len(texts), WINDOW))
        return [reading for window in windows for reading in self._read_window(window)]

    def read_question(self, text: str) -> Reading:
        """Return the same as `read` for one text, only sooner."""
        return _read(self._session, self._encode([text])[0])

    def _embed_window(self, texts: Sequence[str]) -> list[Vectors]:
        return [reading.vector for reading in self._read_window(texts)]

    def _read_window(self, texts: Sequence[str]) -> list[Reading]:
        if len(texts) == 1:
            return [self.read_question(texts[0])]
        session, encodings = self._session, self._encode(texts)
        with ThreadPoolExecutor(self._threads) as pool:
            return list(pool.map(lambda encoding: _read(session, encoding), encodings))

    def _encode(self, texts: Sequence[str]) -> list[Encoding]:
        return self._tokenizer.encode_batch([without_surrogates(text) for text in texts])

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        return open_tokenizer(verified(self._folder, "tokenizer.json"), MAX_TOKENS)

    @cached_property
    def _session(self) -> InferenceSession:
        """One thread a text, for several texts at once: a quarter more of them in a second. A
        question is no sooner embedded by two."""
        return open_session(verified(self._folder, "model.onnx"), threads=1)


def _read(session: InferenceSession, encoding: Encoding) -> Reading:
    ids = np.asarray([encoding.ids], dtype=np.int64)
    inputs = {"input_ids": ids, "attention_mask": np.ones_like(ids)}
    vectors, tokens = session.run(["vectors", "tokens"], inputs)
    return Reading(vectors[0], tokens[0], encoding.offsets)
