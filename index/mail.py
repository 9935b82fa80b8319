"""An e-mail saved as text: the fields at its head.

Owns which lines these are, and which of them are for people: who wrote to whom, when and of what
can be asked and quoted; by which machines it came cannot. Unlike `metadata`, which takes a title
and a date from them, nothing is looked at here but the head.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.articles import Kind, Span

_FIELD = re.compile(
    r"(?P<name>[A-Z][A-Za-z-]{1,30}):[ \t]*+(?P<words>[^\r\n]*+(?:\r?\n[ \t]++[^\r\n]++)*+)\r?\n?"
)
_MOST = 40  # fields
_WITH_FROM = frozenset(("to", "subject", "date", "sent"))  # beside "From:" one of them is there
_OF_MACHINES = re.compile(
    r"(?:x|content|mime|dkim|arc|list|thread|received|return|message|references|delivered|user"
    r"|in-reply|authentication|autocrypt)(?:-.*)?"
)


def fields(text: str) -> dict[str, str]:
    """The fields of an e-mail's head, by names in lower case; none if it is no e-mail."""
    found: dict[str, str] = {}
    for match in _head(text):
        found.setdefault(match["name"].lower(), match["words"])
    return found


def read(text: str) -> tuple[Span, ...]:
    """The fields of an e-mail's head, by offsets into `text`: those for people are SENTENCE."""
    return tuple(Span(match.start(), _end(match), _kind(match)) for match in _head(text))


def _head(text: str) -> list[re.Match[str]]:
    found = list(_matches(text))
    names = {match["name"].lower() for match in found}
    return found if "from" in names and names & _WITH_FROM else []


def _matches(text: str) -> Iterator[re.Match[str]]:
    at = 1 if text.startswith("\ufeff") else 0
    for _ in range(_MOST):
        match = _FIELD.match(text, at)
        if match is None:
            return
        yield match
        at = match.end()


def _end(match: re.Match[str]) -> int:
    return match.start() + len(match.group().rstrip())


def _kind(match: re.Match[str]) -> Kind:
    of_machines = _OF_MACHINES.fullmatch(match["name"].lower()) or not match["words"].strip()
    return Kind.CHROME if of_machines else Kind.SENTENCE
