"""The names of language models: "PROVIDER:MODEL", with an address where one is needed.

Owns what a name may be. Unlike `providers`, which brings models to life, it knows no package;
unlike `settings`, which takes any text, it refuses what names no model.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from urllib.parse import unquote, urlsplit, urlunsplit

from bot.config import without_password
from bot.settings import Secret, is_web_address
from index.errors import ConfigError

NONE = "none"
OPENAI, ANTHROPIC, OLLAMA, LIKE = "openai", "anthropic", "ollama", "openai-like"
PROVIDERS = (OPENAI, ANTHROPIC, OLLAMA, LIKE)
ALLOWED = "none, openai:MODEL, anthropic:MODEL, ollama:MODEL, openai-like:MODEL@URL"
EXAMPLE = "openai-like:MODEL@http://localhost:8000/v1"
# "model@me:password@host": an address without its "http://", which may hold a password.
_LOGIN = re.compile(r"@[^@]*:.*@", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Spec:
    """A model by name. `address` is a base address without user and password, which are apart."""

    provider: str
    model: str
    address: str | None = None
    user: str | None = None
    password: Secret | None = None

    @property
    def name(self) -> str:
        """How it is shown: "openai:gpt-…", without the address."""
        return f"{self.provider}:{self.model}"


def parse(text: str) -> Spec | None:
    """The model that a setting names; None for "none".

    Raises ConfigError, without any password, if it names none that can be used.
    """
    if text == NONE:
        return None
    provider, _, rest = text.partition(":")
    model, address = _split_address(rest)
    name = f"{provider}:{model}"
    if provider not in PROVIDERS or not model:
        raise ConfigError(
            f"Unknown language model {_without_login(text)!r}. Use one of: {ALLOWED}."
        )
    if address is None:
        shown = _without_login(name)
        if provider == LIKE:
            raise ConfigError(f"{shown} has no address. Write {EXAMPLE}")
        if shown != name:
            raise ConfigError(f"{shown} has an address without http:// or https://. Write both.")
        return Spec(provider, model)
    if provider not in (LIKE, OLLAMA):
        raise ConfigError(f"{name} takes no address. For a server of your own: {EXAMPLE}")
    return _with_address(Spec(provider, model), address)


def server_of(text: str) -> str:
    """A short hash of the address in a model's name, by which two servers of one model are told
    apart; "" where there is none. Raises what `parse` raises."""
    spec = parse(text)
    address = spec.address if spec else None
    return hashlib.sha256(address.encode()).hexdigest()[:16] if address else ""


def _without_login(text: str) -> str:
    """What may be shown of a name that was not understood."""
    text = without_password(text)
    login = _LOGIN.search(text)
    return text[: login.start()] if login else text


def _split_address(rest: str) -> tuple[str, str | None]:
    """Model and address. A model's own name may hold "@" and ":"."""
    starts = [at for at in (rest.find("@http://"), rest.find("@https://")) if at >= 0]
    if not starts:
        model, found, address = rest.partition("://")  # "model@ftp://…", without the password
        return (model.rpartition("@")[0], address) if found else (rest, None)
    return rest[: min(starts)], rest[min(starts) + 1 :]


def _with_address(spec: Spec, address: str) -> Spec:
    if not is_web_address(address):
        raise ConfigError(f"{spec.name} has an address that is no web address. Write {EXAMPLE}")
    parts = urlsplit(address)
    if parts.query or parts.fragment:
        raise ConfigError(
            f"{spec.name} has an address with ? or # in it. A key stands in OPENAI_LIKE_API_KEY. "
            f"Write {EXAMPLE}"
        )
    bare = urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
    password = Secret(unquote(parts.password)) if parts.password else None
    user = unquote(parts.username) if parts.username else None
    return replace(spec, address=bare.rstrip("/"), user=user, password=password)
