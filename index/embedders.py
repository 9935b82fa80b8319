"""The choice of an embedder by name.

Owns what a name may be. Unlike `embedding` and `llama`, which run models, it runs none, and imports
LlamaIndex, which takes seconds, only if a name asks for it.
"""

from __future__ import annotations

from index.embedding import Embedder, MiniLM
from index.errors import ConfigError

BUNDLED = "bundled"
PROVIDERS = ("openai", "ollama", "huggingface")


def load(spec: str = BUNDLED) -> Embedder:
    """Return the embedder that `spec` names: "bundled", or a provider and its model.

    >>> load("bundled").dimensions
    384

    "openai:text-embedding-3-small", "ollama:nomic-embed-text" and "huggingface:BAAI/bge-m3" go
    through LlamaIndex's integrations. Raises ConfigError if the spec is unknown or its integration
    is not installed, ModelError if the integration refuses to start (no key, say).
    """
    if spec == BUNDLED:
        return MiniLM()
    provider, _, model = spec.partition(":")
    if provider not in PROVIDERS or not model:
        allowed = ", ".join([BUNDLED, *(f"{provider}:MODEL" for provider in PROVIDERS)])
        raise ConfigError(f"Unknown embedding {spec!r}. Use one of: {allowed}.")
    from index.llama import from_integration

    return from_integration(spec)
