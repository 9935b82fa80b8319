"""LlamaIndex's packages for other people's models: started by name, their failures made plain.

Owns what embedders and readers of that kind have in common. Unlike `llama` and `rerank`, which know
what such a model does, it only brings one to life, and imports no package but the one that is
named.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from index.errors import ConfigError, ModelError


@dataclass(frozen=True)
class Integration:
    """One of LlamaIndex's packages: where its class is, and what to do when it fails."""

    module: str
    class_name: str
    remedy: str
    settings: Mapping[str, object] = field(default_factory=dict)
    named: str = "model_name"  # the argument of its class that takes the model's name
    needs: tuple[str, ...] = ()  # packages that it imports no sooner than it makes a model


def start(spec: str, integration: Integration) -> Any:  # noqa: ANN401 - an object of its class
    """Return the model of "PROVIDER:MODEL", PROVIDER being the extra that installs `integration`.

    Raises ConfigError if a package is not installed, ModelError if its class refuses to start.
    Providers read their keys from the environment themselves.
    """
    provider, _, model = spec.partition(":")
    try:
        for package in integration.needs:
            importlib.import_module(package)
        module = importlib.import_module(integration.module)
    except ImportError as error:
        raise ConfigError(
            f"{spec} needs a package that is not installed ({error.name}). "
            f"In Pullquote's folder: pip install -e '.[{provider}]'"
        ) from error
    make = getattr(module, integration.class_name)
    with provider_errors(spec, integration.remedy):
        return make(**{integration.named: model}, **integration.settings)


@contextmanager
def provider_errors(name: str, remedy: str) -> Iterator[None]:
    """Turn whatever a provider raises into a ModelError of one line.

    Nothing of the provider's own message is passed on, not even as the cause that a log would
    print: some quote the key (httpx does when it ends in a newline).
    """
    try:
        yield
    except Exception as error:  # noqa: BLE001 - providers share no base class
        raise ModelError(f"{name} failed: {_reason(error)}. {remedy}".strip()) from None


def _reason(error: Exception) -> str:
    """Say what went wrong by the HTTP status, or else by the exception's name."""
    response = getattr(error, "response", None)
    status = getattr(error, "status_code", None) or getattr(response, "status_code", None)
    match status:
        case 401 | 403:
            return f"the key was refused (HTTP {status})"
        case 404:
            return "there is no such model or address (HTTP 404)"
        case 429:
            return "the quota is used up, or requests come too fast (HTTP 429)"
        case int():
            return f"HTTP {status}"
    return type(error).__name__
