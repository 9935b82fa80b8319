"""The choice of a reader by name.

Owns what a name may be. Unlike `reader` and `rerank`, which run models, it runs none, and imports
LlamaIndex, which takes seconds, only if a name asks for it.
"""

from __future__ import annotations

from index.errors import ConfigError
from index.reader import MiniLMReader, Reader

BUNDLED = "bundled"
NONE = "none"
PROVIDERS = ("sentence-transformers", "flag-embedding", "cohere")


def load(spec: str = BUNDLED) -> Reader | None:
    """Return the reader that `spec` names: "bundled", "none" (None), or a provider and its model.

    "sentence-transformers:cross-encoder/ms-marco-MiniLM-L-6-v2", "cohere:rerank-v3.5" and
    "flag-embedding:BAAI/bge-reranker-base" go through LlamaIndex's rerankers. Raises ConfigError if
    the spec is unknown or its integration is not installed, ModelError if the integration refuses
    to start (no key, say).
    """
    if spec == BUNDLED:
        return MiniLMReader()
    if spec == NONE:
        return None
    provider, _, model = spec.partition(":")
    if provider not in PROVIDERS or not model:
        allowed = ", ".join([BUNDLED, NONE, *(f"{provider}:MODEL" for provider in PROVIDERS)])
        raise ConfigError(f"Unknown reader {spec!r}. Use one of: {allowed}.")
    from index.rerank import from_integration

    return from_integration(spec)
