"""LlamaIndex's embeddings, both ways round.

Owns the only imports of LlamaIndex's embeddings: `BundledEmbedding` lends an `Embedder` to
somebody's LlamaIndex program, `from_integration` makes an `Embedder` of one of its integrations.
Unlike `embedding`, which starts at once and stays offline, importing this module takes seconds, and
the integrations may open connections. LlamaIndex's global `Settings` is neither read nor written.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from types import MappingProxyType
from typing import Any

import numpy as np
from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.bridge.pydantic import PrivateAttr

from index.embedding import Embedder, MiniLM, Reading, Vectors
from index.errors import ModelError
from index.integrations import Integration, provider_errors, start


class BundledEmbedding(BaseEmbedding):
    """An `Embedder` as LlamaIndex's `BaseEmbedding`: the bundled model unless another is given.

    >>> VectorStoreIndex.from_vector_store(store, embed_model=BundledEmbedding())

    Vectors are lists of floats of unit length. Raises ModelError like the embedder.
    """

    _embedder: Embedder = PrivateAttr()

    def __init__(
        self,
        embedder: Embedder | None = None,
        **settings: Any,  # noqa: ANN401 - LlamaIndex's own fields, which it checks
    ) -> None:
        embedder = embedder or MiniLM()
        super().__init__(**{"model_name": embedder.name, "embed_batch_size": 256, **settings})
        self._embedder = embedder

    @classmethod
    def class_name(cls) -> str:
        """Return the name under which LlamaIndex serialises this class."""
        return "PullquoteBundledEmbedding"

    def _get_query_embedding(self, query: str) -> list[float]:
        return _floats(self._embedder.embed_question(query))

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_text_embeddings([text])[0]

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        return [_floats(vector) for vector in self._embedder.embed(texts)]

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return await asyncio.to_thread(self._get_query_embedding, query)

    async def _aget_text_embedding(self, text: str) -> list[float]:
        return await asyncio.to_thread(self._get_text_embedding, text)

    async def _aget_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        return await asyncio.to_thread(self._get_text_embeddings, texts)


INTEGRATIONS: Mapping[str, Integration] = MappingProxyType(
    {
        "openai": Integration(
            "llama_index.embeddings.openai",
            "OpenAIEmbedding",
            "Check OPENAI_API_KEY, OPENAI_API_BASE if set, and the model's name.",
            {"max_retries": 2},  # ten, the default, keep a person waiting for a minute
        ),
        "ollama": Integration(
            "llama_index.embeddings.ollama",
            "OllamaEmbedding",
            "Check that `ollama serve` is running and `ollama pull` has fetched the model.",
        ),
        "huggingface": Integration(
            "llama_index.embeddings.huggingface",
            "HuggingFaceEmbedding",
            "Check the model's name; its first use downloads it.",
        ),
    }
)


def from_integration(spec: str) -> LlamaEmbedder:
    """Return the embedder of "PROVIDER:MODEL", PROVIDER being a key of `INTEGRATIONS`.

    Raises ConfigError if the provider's package is not installed, ModelError if its class refuses
    to start. Providers read their keys from the environment themselves.
    """
    integration = INTEGRATIONS[spec.partition(":")[0]]
    return LlamaEmbedder(start(spec, integration), spec, integration.remedy)


class LlamaEmbedder:
    """Any of LlamaIndex's embeddings as an `Embedder`. Vectors are brought to unit length."""

    def __init__(self, model: BaseEmbedding, name: str, remedy: str = "") -> None:
        """Wrap `model`; `remedy` is the sentence that ends the message when it fails."""
        self._model = model
        self._remedy = remedy
        self.name = name

    @cached_property
    def dimensions(self) -> int:
        """Floats in a vector, found by embedding one word. Raises ModelError like `embed`."""
        return len(self.embed_question("dimensions"))

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return n vectors, unit length, in the order of `texts`.

        Raises ModelError if the provider fails or returns anything but one usable vector a text.
        """
        if not texts:
            return np.empty((0, self.dimensions), dtype=np.float32)
        return self._vectors(lambda: self._model.get_text_embedding_batch(list(texts)), len(texts))

    def embed_question(self, text: str) -> Vectors:
        """Return one vector, unit length, with the provider's instruction for questions if any.

        Raises ModelError like `embed`.
        """
        row: Vectors = self._vectors(lambda: [self._model.get_query_embedding(text)], 1)[0]
        return row

    def read(self, texts: Sequence[str]) -> list[Reading]:
        """Return the vectors of `embed`, with the tokens' from the bundled model: no provider
        gives any, and they are compared with nothing but each other."""
        return _with_tokens(self.embed(texts), self._bundled.read(texts))

    def read_question(self, text: str) -> Reading:
        """Return the vector of `embed_question`, with the tokens' from the bundled model."""
        vectors = self.embed_question(text)[np.newaxis]
        return _with_tokens(vectors, [self._bundled.read_question(text)])[0]

    @cached_property
    def _bundled(self) -> MiniLM:
        return MiniLM()

    def _vectors(self, fetch: Callable[[], list[list[float]]], count: int) -> Vectors:
        with provider_errors(self.name, self._remedy):
            vectors = np.asarray(fetch(), dtype=np.float32)
        if vectors.ndim != 2 or len(vectors) != count:
            raise ModelError(f"{self.name} did not return one vector a text. {self._remedy}")
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        if not np.all(np.isfinite(lengths) & (lengths > 0)):
            raise ModelError(f"{self.name} returned a vector without a direction. {self._remedy}")
        unit: Vectors = vectors / lengths
        return unit


def _with_tokens(vectors: Vectors, readings: Sequence[Reading]) -> list[Reading]:
    pairs = zip(vectors, readings, strict=True)
    return [replace(reading, vector=vector) for vector, reading in pairs]


def _floats(vector: Vectors) -> list[float]:
    return [float(number) for number in vector]
