"""What a model wraps its answer in: thoughts, and JSON.

Owns how the answer is found inside. Unlike `reply`, it does not look at sentences or at ids in a
text; unlike a parser of JSON, it takes what it can get of one that is broken off.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

MAX_CHARS = 20_000  # of a reply without its thoughts; an answer has 2,000 at most
MAX_ITEMS = 40
MAX_DEPTH = 6

_THOUGHT = r"think|thinking|thought|reasoning|reflection|scratchpad|analysis"
_OPENED = re.compile(rf"<({_THOUGHT})>", re.IGNORECASE)
_CLOSED = re.compile(rf"</(?:{_THOUGHT})>", re.IGNORECASE)
_OBJECT = re.compile(r"\{[^{}]{1,4000}\}")
_TEXT_KEYS = ("text", "sentence", "statement", "content", "claim", "answer", "response")
_ID_KEYS = ("ids", "id", "cites", "citations", "sources", "evidence", "sentences", "references")
_DECLINED_KEYS = ("declined", "not_in_the_articles")


@dataclass(frozen=True, slots=True)
class Item:
    """A text found in JSON, with the ids beside it as a text: "S1, S2"."""

    text: str
    ids: str = ""


def without_thoughts(text: str) -> str:
    """What is said aloud, at most 20,000 characters. Thoughts that never end leave nothing."""
    closed = list(_CLOSED.finditer(text))
    if closed:
        text = text[closed[-1].end() :]
    opened = _OPENED.search(text)
    return (text[: opened.start()] if opened else text)[:MAX_CHARS]


def items(text: str) -> list[Item] | None:
    """The texts of a JSON reply, in order; None if it is not JSON. An empty list: JSON that says
    nothing."""
    start = min((at for at in (text.find("{"), text.find("[")) if at >= 0), default=-1)
    if start < 0 or '"' not in text[start:]:
        return None
    end = max(text.rfind("}"), text.rfind("]")) + 1
    loaded = _loaded(text[start:end])
    if loaded is not None:
        return list(_found(loaded))[:MAX_ITEMS]
    parts = [_loaded(match.group()) for match in _OBJECT.finditer(text)]
    found = [item for part in parts if part is not None for item in _found(part)]
    return found[:MAX_ITEMS] or None


def _loaded(text: str) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Objects and lists only: a list of numbers such as [3] is an id and no JSON reply."""
    try:
        loaded = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None
    return loaded if isinstance(loaded, dict) or _holds_texts(loaded) else None


def _holds_texts(loaded: object) -> bool:
    return isinstance(loaded, list) and any(isinstance(one, dict | str) for one in loaded)


def _found(node: object, depth: int = 0) -> Iterator[Item]:
    if depth > MAX_DEPTH:
        return
    if isinstance(node, str):
        yield Item(node)
    elif isinstance(node, list):
        for child in node:
            yield from _found(child, depth + 1)
    elif isinstance(node, dict):
        yield from _of_object(node, depth)


def _of_object(node: dict[str, Any], depth: int) -> Iterator[Item]:
    named = {str(key).lower(): value for key, value in node.items()}
    text = next((named[key] for key in _TEXT_KEYS if isinstance(named.get(key), str)), None)
    if text is not None:
        yield Item(text, next((_ids(named[key]) for key in _ID_KEYS if key in named), ""))
        return
    for key, value in named.items():
        if key not in _DECLINED_KEYS and isinstance(value, dict | list):
            yield from _found(value, depth + 1)


def _ids(value: object) -> str:
    """Ids of any form as "S1, S2"; "" if there are none."""
    parts = value if isinstance(value, list) else [value]
    return ", ".join(str(part)[:40] for part in parts[:MAX_ITEMS] if isinstance(part, str | int))
