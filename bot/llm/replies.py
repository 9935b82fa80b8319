"""What is believed of a reply: its text up to a limit, why it stopped, what it cost.

Owns the reading of LlamaIndex's `ChatResponse`, in which each provider's package puts these things
elsewhere. Unlike `providers`, it asks nobody.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from bot.answer import Usage
from bot.llm.model import Completion
from bot.llm.troubles import Trouble
from index.bundled import without_surrogates
from index.passages import count_tokens

MAX_CHARS = 32_000  # an answer has a few sentences; more is a model that does not stop
MAX_COUNT = 100_000_000  # tokens; more is no count
ENDS = {"stop", "end_turn", "stop_sequence", "eos"}  # any other reason to stop is a limit
LIMITS = {"length", "max_tokens"}
WHY = ("finish_reason", "stop_reason", "done_reason")
INPUT, OUTPUT = ("prompt_tokens", "input_tokens"), ("completion_tokens", "output_tokens")


class Piece(Protocol):
    """A `ChatResponse`: a piece of a stream, or all of a reply."""

    @property
    def raw(self) -> object:
        """What the provider sent, as its package has it."""
        ...

    @property
    def message(self) -> object:
        """LlamaIndex's `ChatMessage`."""
        ...


@dataclass
class Reply:
    """What was said so far in answer to `sent`. `says_why`: the provider tells why it stops."""

    sent: str
    says_why: bool = True
    pieces: int = 0  # with a word in them or not
    _parts: list[str] = field(default_factory=list)
    _chars: int = 0
    _why: str | None = None
    _input_tokens: int | None = None
    _output_tokens: int | None = None

    def take(self, words: object, piece: Piece) -> None:
        """One piece more. Raises TypeError if its words are no text."""
        if words is not None and not isinstance(words, str):
            raise TypeError("the words of a reply are a text")
        self.pieces += 1
        self._parts.append(words or "")
        self._chars += len(words or "")
        self._why = _why(piece) or self._why
        self._input_tokens = _count(piece, INPUT) or self._input_tokens
        self._output_tokens = _count(piece, OUTPUT) or self._output_tokens

    @property
    def is_too_long(self) -> bool:
        """Whether there is no use in listening any longer."""
        return self._chars > MAX_CHARS

    @property
    def text(self) -> str:
        """What was said, without the halves of characters that no text may hold."""
        return without_surrogates("".join(self._parts)[:MAX_CHARS])

    @property
    def is_metered(self) -> bool:
        """Whether the provider has said how many tokens it wrote, hidden ones included, and that
        these are all: some say so far with each piece."""
        return self._output_tokens is not None and (self._why is not None or not self.says_why)

    def usage(self) -> Usage:
        """The tokens as the provider says, or else as counted here."""
        sent = count_tokens(self.sent) if self._input_tokens is None else self._input_tokens
        got = count_tokens(self.text) if self._output_tokens is None else self._output_tokens
        return Usage(1, sent, got)

    def completion(self, *, broken_off: bool = False) -> Completion | None:
        """The reply; None if there is no word in it."""
        if not self.text.strip():
            return None
        unsaid = self._why is None and not self.says_why and not broken_off
        ended = (self._why in ENDS or unsaid) and not self.is_too_long
        return Completion(self.text, self.usage(), cut_off=not ended)

    def wordless(self) -> Trouble:
        """Why there is no word in it."""
        if self._why in LIMITS:
            reason = "it reached llm_max_tokens before it wrote a word"
            return Trouble(reason, "Raise llm_max_tokens.", at_fault=False)
        return Trouble("its reply is empty", "Ask in other words.", at_fault=False)


def _why(piece: Piece) -> str | None:
    """The reason to stop, in whatever words; None if it is not said here."""
    choices = _get(piece.raw, "choices")
    first = choices[0] if isinstance(choices, list) and choices else None
    places = (first, piece.raw, _get(piece.message, "additional_kwargs"))
    said = (_get(place, name) for place in places for name in WHY)
    return next((why for why in said if isinstance(why, str) and why), None)


def _count(piece: Piece, names: tuple[str, ...]) -> int | None:
    """A count of tokens under one of these names, if it can be one."""
    places = (piece.raw, _get(piece.message, "additional_kwargs"))
    found = (_get(_get(place, "usage"), name) for place in places for name in names)
    return next((n for n in found if type(n) is int and 0 < n < MAX_COUNT), None)


def _get(thing: object, name: str) -> object:
    """An entry of a mapping or an attribute of anything else; None if there is none."""
    return thing.get(name) if isinstance(thing, Mapping) else getattr(thing, name, None)
