"""Judges that ask a model: one for entailment, or a language model.

Owns how a model is asked and how its answer is read. Each quote is shown under its headings, as it
is to the model that wrote the statement and to the checker. Unlike `offline`, they need a package
and a model, and may reach over a network. Whatever is not clearly a yes is a no.
"""

from __future__ import annotations

import importlib
import math
import re
from collections.abc import Iterator, Sequence
from typing import Any, Protocol

from bot.evaluation.judging.verdict import Verdict
from bot.prompting import Prompts
from bot.writing.sheet import SECTION_END, neutral, section
from index.articles import Quote
from index.errors import ModelError, UsageError
from index.sections import heading

NOTHING = Verdict(False, "there is no quote")
YES, NO = re.compile(r"yes\b[.!]?", re.IGNORECASE), re.compile(r"no\b", re.IGNORECASE)


class Encoder(Protocol):
    """What is used of a cross-encoder of sentence-transformers."""

    def predict(self, pairs: list[tuple[str, str]], /) -> Any:  # noqa: ANN401 - an array or tensor
        """A row of numbers for each pair of a premise and a hypothesis: shape (pairs, labels)."""
        ...


class EntailmentJudge:
    """A model that was trained to tell entailment from contradiction.

    Supported is what it labels so more surely than anything else. Most such models read 512 tokens
    and no more: what they do not read of the evidence, they do not know.
    """

    def __init__(self, name: str, encoder: Encoder, labels: Sequence[str]) -> None:
        """`labels` say what each number of the encoder's rows is for."""
        self.name = f"nli:{name}"
        self._encoder = encoder
        self._labels = [label.lower() for label in labels]
        self._entailed = _position(name, self._labels)

    @classmethod
    def load(cls, model: str) -> EntailmentJudge:
        """A cross-encoder by its name or folder.

        Raises UsageError if sentence-transformers is not installed, ModelError if the model cannot
        be loaded or has no label for entailment.
        """
        try:
            library = importlib.import_module("sentence_transformers")
        except ImportError as error:
            raise UsageError(
                f"The judge nli:{model} needs a package that is not installed ({error.name}). "
                "Run: pip install sentence-transformers; or use the judge offline."
            ) from error
        try:
            encoder = library.CrossEncoder(model)
        except (OSError, ValueError) as error:
            raise ModelError(
                f"The model {model} cannot be loaded ({type(error).__name__}). Check its name; its "
                "first use downloads it. Or name the folder it is in, or use the judge offline."
            ) from error
        named = encoder.config.id2label
        return cls(model, encoder, [named[number] for number in sorted(named)])

    def supports(self, statement: str, evidence: Sequence[Quote]) -> Verdict:
        """The verdict; its score is the probability of entailment.

        Raises ModelError if the model does not give one number a label.
        """
        if not any(quote.text.strip() for quote in evidence):
            return NOTHING
        premise = "\n".join(map(_below_headings, evidence))
        rows = self._encoder.predict([(premise, statement)])
        shares = _softmax(self._numbers(rows))
        best = max(range(len(shares)), key=shares.__getitem__)
        if best == self._entailed:
            return Verdict(True, score=shares[best])
        reason = f"the model finds {self._labels[best]} ({shares[best]:.2f})"
        return Verdict(False, reason, shares[self._entailed])

    def _numbers(self, rows: Sequence[Sequence[float]]) -> list[float]:
        try:
            numbers = [float(number) for number in rows[0]]
        except (TypeError, IndexError):
            numbers = []
        if len(numbers) != len(self._labels) or not all(map(math.isfinite, numbers)):
            raise ModelError(
                f"{self.name} did not give one number for each of its labels "
                f"({', '.join(self._labels)}). Use a cross-encoder trained for entailment."
            )
        return numbers


def _below_headings(quote: Quote) -> str:
    above = heading(quote.article, quote.start)
    return f"{above}\n{quote.text}" if above else quote.text


def _position(name: str, labels: Sequence[str]) -> int:
    for position, label in enumerate(labels):
        if label.startswith("entail"):
            return position
    raise ModelError(
        f"The model {name} has no label for entailment, only {', '.join(labels) or 'none at all'}. "
        "Use a cross-encoder trained for entailment."
    )


def _softmax(numbers: Sequence[float]) -> list[float]:
    raised = [math.exp(number - max(numbers)) for number in numbers]
    return [number / sum(raised) for number in raised]


class Completed(Protocol):
    """What is used of a completion."""

    @property
    def text(self) -> str:
        """What the model wrote."""
        ...


class Completer(Protocol):
    """What is used of LlamaIndex's `LLM`, so that any of its integrations will do."""

    def complete(self, prompt: str, /) -> Completed:
        """What the model writes after the prompt."""
        ...


class LanguageModelJudge:
    """A language model that is asked for a yes or a no.

    The score is 1 or 0. Raises whatever the model raises.
    """

    def __init__(self, model: Completer, name: str, prompts: Prompts | None = None) -> None:
        """The prompt is `judge` of the prompts, or of those that come with Pullquote."""
        self._model = model
        self.name = name
        self._prompt = (prompts or Prompts.load())["judge"]

    def supports(self, statement: str, evidence: Sequence[Quote]) -> Verdict:
        """The verdict: supported only for a plain yes, with nothing after it."""
        if not any(quote.text.strip() for quote in evidence):
            return NOTHING
        shown = "\n".join(_numbered(evidence))
        prompt = self._prompt.render(evidence=shown, statement=statement)
        return _read(self._model.complete(prompt).text.strip())


def _numbered(evidence: Sequence[Quote]) -> Iterator[str]:
    """The quotes with their numbers, under their headings as in a writer's sheet."""
    for n, quote in enumerate(evidence, start=1):
        above = section(quote.article, quote.start)
        line = f"[{n}] {neutral(quote.text)}"
        yield from (above, line, SECTION_END) if above else (line,)


def _read(said: str) -> Verdict:
    if YES.fullmatch(said):
        return Verdict(True, score=1.0)
    refused = NO.match(said)
    if refused:
        reason = said[refused.end() :].strip(" .:,;-–—\n")
        return Verdict(False, reason or "the model says no")
    return Verdict(False, f"the model says neither yes nor no: “{said[:80]}”")
