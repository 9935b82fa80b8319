"""Threads of e-mails: whose words stand at a place, where one text has those of several.

    From: Rui Costa                                        his own: nothing is said
    The crane is repaired.
    On Mon, May 6, 2024 at 4:01 PM Ann Lee wrote:
    > It stopped on Friday.                                “On Mon, … Ann Lee wrote:”
    -----Original Message-----
    From: Bo Park                                          “Subject: Crane 7”
    Sent: Friday, May 3, 2024
    Subject: Crane 7
    I closed the quay.                                     “From: Bo Park, Sent: Friday, …”

Owns where each mail of a text begins and what is said above its words. A title and a date are those
of the mail that the text begins with: of another's words they say too little. Unlike `mail`, which
knows the fields of a head, what stands below them is looked at here. Of a text that does not begin
with a mail only quoted lines (`>`) are anybody's: where the others end is not known.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from index import mail
from index.mail import MARKS, Head

_WROTE = re.compile(
    rf"^{MARKS}(?P<words>(?:On|Am)\b[^\r\n]{{4,200}}?"
    r"(?:\r?\n(?:>[ \t]?)*+(?=[^\s>])[^\r\n]{0,120}?){0,2}"
    r"\b(?:wrote|schrieb\b[^\r\n:]{0,120}):)[ \t]*(?=\r?$)",
    re.MULTILINE,
)
_NEXT = re.compile(rf"(?:[> \t]*\r?\n)++{MARKS}")
_QUOTED = re.compile(MARKS)
_SAID = (("from",), ("subject",), ("date", "sent"))
_NEAR = 50  # the most mails above a place that are looked at


@dataclass(frozen=True, slots=True)
class Mail:
    """What is said of a mail's words, from `start` on, in lines that have as many `>` or more."""

    start: int
    depth: int
    said: str


def above(text: str, start: int) -> Mail | None:
    """The mail that a place lies in, unless it is the one that the text begins with."""
    mails = _mails(text)
    number = bisect_right(mails, start, key=lambda one: one.start)
    if not number:
        return None
    line = _QUOTED.match(text, text.rfind("\n", 0, start) + 1)
    depth = _depth(line) if line else 0
    near = reversed(mails[max(0, number - _NEAR) : number])
    found = next((one for one in near if one.depth <= depth), None)
    return found if found and found.said else None


@lru_cache(maxsize=64)  # as in `mail`
def starts(text: str) -> frozenset[int]:
    """Where the mails of a text begin: each with its head, or with what says who wrote it."""
    return frozenset(
        (*(head.start for head in mail.heads(text)), *(one.start() for one in _replies(text)))
    )


@lru_cache(maxsize=64)
def _mails(text: str) -> tuple[Mail, ...]:
    found = [*_headed(mail.heads(text)), *map(_quoted, _replies(text))]
    return tuple(sorted(found, key=lambda one: one.start))


def _headed(heads: Sequence[Head]) -> Iterator[Mail]:
    """The mails of a thread: who wrote them, and above the line that says that, of what."""
    if not heads or not heads[0].is_first:
        return
    yield Mail(heads[0].start, heads[0].depth, "")
    for head in heads[1:]:
        sender, subject, date = (head.named(*names) for names in _SAID)
        if sender and subject:
            who = ", ".join(map(_line, filter(None, (sender, date))))
            yield Mail(head.start, head.depth, who)
            yield Mail(sender.start("marks"), head.depth, _line(subject))
            yield Mail(sender.end(), head.depth, who)


def _line(field: re.Match[str]) -> str:
    return f"{field['name']}: {' '.join(field['words'].split())}"


def _replies(text: str) -> Iterator[re.Match[str]]:
    """The lines that say who wrote on which day what stands below, quoted or by an address."""
    if "wrote:" not in text and "schrieb" not in text:
        return
    for match in _WROTE.finditer(text):
        dated = any(map(str.isdigit, match["words"]))
        if dated and ("@" in match["words"] or _is_quoted_below(text, match)):
            yield match


def _is_quoted_below(text: str, match: re.Match[str]) -> bool:
    following = _NEXT.match(text, match.end())
    return following is not None and _depth(following) > _depth(match)


def _quoted(reply: re.Match[str]) -> Mail:
    text = reply.string
    depth = _depth(reply) + _is_quoted_below(text, reply)
    words = " ".join(line.lstrip("> \t") for line in reply["words"].splitlines())
    return Mail(reply.end(), depth, words)


def _depth(match: re.Match[str]) -> int:
    return match["marks"].count(">")
