"""What a language model is to Pullquote: a system message and a prompt in, a text out.

Owns the interface and the ways in which it fails. Unlike `providers`, no model is called here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from bot.answer import Usage
from index.errors import ModelError


class ModelFailed(ModelError):
    """A model gave no text. The message is one sentence for a person, without any secret.

    `usage` is what was used before it failed.
    """

    def __init__(self, message: str, usage: Usage | None = None) -> None:
        super().__init__(message)
        self.usage = usage or Usage()


@dataclass(frozen=True, slots=True)
class Completion:
    """What a model said. `cut_off`: it stopped at a limit, or the connection did, not by itself.

    `failure` is what the message would be if nothing had been said before the call failed; "" where
    it did not fail.
    """

    text: str
    usage: Usage
    cut_off: bool = False
    failure: str = ""


class Model(Protocol):
    """A language model, with its limits kept. Threads may share it."""

    @property
    def name(self) -> str:
        """The configured name, without an address that could hold a password: "openai:gpt-…"."""
        ...

    def complete(self, system: str, prompt: str, *, within_s: float | None = None) -> Completion:
        """The model's reply, at most `bot.llm` limits long. `within_s` is what is left of the time
        for the whole answer. Raises ModelFailed if there is none, whatever the reason."""
        ...
