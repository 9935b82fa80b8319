"""Answers as they are scored: what a system says it quotes, whoever the system is.

Owns the reading of the answers' JSON (`bot.answer` writes it, and so may any other system). Unlike
`bot.answer`, whose quotes are in their source by construction, a quote here only claims to be: that
is what the evaluation finds out. Our own answers go through their JSON too, so that what is scored
is what a person is shown.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.answer import Answer, Statement
from index.errors import UsageError

Offsets = tuple[int, int]
LEVELS = 100  # of lists and objects in each other; an answer has six
# What reading JSON, and then an answer out of it, raises where it is none.
MISTAKES = (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError)


@dataclass(frozen=True, slots=True)
class Shown:
    """A quote as it is shown. It claims that `text` is `article.text[start:end]`."""

    article: str
    start: int
    end: int
    text: str
    highlights: tuple[Offsets, ...] = ()  # offsets into the article's text


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer to score. `confidence` is None where a system gives none."""

    question: str
    answered: bool
    text: str = ""
    statements: tuple[Statement, ...] = ()
    quotes: tuple[Shown, ...] = ()  # best first; `Statement.cites` counts them from 1
    closest: tuple[Shown, ...] = ()
    confidence: float | None = None
    answerer: str = ""
    timings_ms: Mapping[str, float] = field(default_factory=dict)
    usage: Mapping[str, float] = field(
        default_factory=dict
    )  # tokens and money, where a model is used
    id: str | None = None
    given: Mapping[str, Any] = field(default_factory=dict, repr=False)  # its JSON, as it came


def of(answer: Answer) -> Reply:
    """One of our own answers, by way of its JSON."""
    return parse(answer.as_json())


def parse(fields: Mapping[str, Any]) -> Reply:
    """An answer from its JSON. Raises one of MISTAKES, saying what is wrong."""
    status = fields["status"]
    if status not in ("answered", "declined"):
        raise ValueError(f"status is {status!r}, not answered or declined")
    confidence = fields.get("confidence")
    return Reply(
        question=str(fields["question"]),
        answered=status == "answered",
        text=str(fields.get("text", "")),
        statements=tuple(
            Statement(str(s["text"]), tuple(_whole(n, "cites") for n in s["cites"]))
            for s in fields.get("statements", ())
        ),
        quotes=tuple(_shown(quote) for quote in fields.get("quotes", ())),
        closest=tuple(_shown(quote) for quote in fields.get("closest", ())),
        confidence=None if confidence is None else float(confidence),
        answerer=str(fields.get("answerer", "")),
        timings_ms=_amounts(fields, "timings_ms"),
        usage=_amounts(fields, "usage"),
        id=None if fields.get("id") is None else str(fields["id"]),
        given=fields,
    )


def _shown(fields: Mapping[str, Any]) -> Shown:
    return Shown(
        article=str(fields["article"]),
        start=_whole(fields["start"], "start"),
        end=_whole(fields["end"], "end"),
        text=str(fields["text"]),
        highlights=tuple(
            (_whole(a, "highlights"), _whole(b, "highlights"))
            for a, b in fields.get("highlights", ())
        ),
    )


def _whole(value: object, name: str) -> int:
    """A whole number as it stands: 12.7 characters are a mistake, not 12."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError(f'its "{name}" has {value!r}, which is no whole number')
    return value


def _amounts(fields: Mapping[str, Any], name: str) -> dict[str, float]:
    """Numbers by name. Of what is negative or without end there is no sum and no percentile."""
    amounts = {str(key): float(value) for key, value in fields.get(name, {}).items()}
    for key, amount in amounts.items():
        if not (math.isfinite(amount) and amount >= 0):
            raise ValueError(f'its "{name}" has {amount:g} as "{key}", which is no amount')
    return amounts


def load(file: Path) -> Iterator[tuple[int, Reply]]:
    """The answers of a JSON Lines file with their line numbers; empty lines are passed over.

    Raises UsageError naming file and line if a line is not an answer.
    """
    for number, line in enumerate(file.read_bytes().splitlines(), start=1):
        if not line.strip():
            continue
        try:
            yield number, parse(_shallow(json.loads(line)))
        except MISTAKES as error:
            raise UsageError(
                f"{file}:{number}: not an answer: {_mistake(error)}. Write one a line, in the form "
                "that `pullquote ask --json` prints."
            ) from error


def _shallow(value: Any, levels: int = LEVELS) -> Any:  # noqa: ANN401 - whatever JSON has
    """The same. Raises RecursionError where it is deeper than what is written out in the end."""
    if not levels:
        raise RecursionError
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for part in parts:
        _shallow(part, levels - 1)
    return value


def _mistake(error: Exception) -> str:
    match error:
        case json.JSONDecodeError():
            return f"it is not JSON ({error.msg}, column {error.colno})"
        case KeyError():
            return f'it has no "{error.args[0]}"'
        case TypeError() | AttributeError():
            return "a part of it is of another form"
        case OverflowError():
            return "a number in it is too large"
        case RecursionError():
            return "it is nested too deeply"
    return str(error)
