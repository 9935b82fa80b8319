"""E-mails saved as text: the fields at their heads.

    From: Ann Lee <ann@harbour.example>      Von: Ann Lee      > From: Ann Lee
    Subject: Crane 7                         Betreff: Kran 7   > Subject: Crane 7

Owns which lines these are, in English and in German, of the mail that a text begins with and of
those that it answers or forwards, and which of them are for people: who wrote to whom, when and of
what can be asked and quoted; by which machines it came cannot. Unlike `metadata`, which takes a
title and a date from them, nothing is looked at here but the heads; unlike `threads`, it does not
ask whose words stand below one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.articles import Kind, Span

MARKS = r"(?P<marks>(?:>[ \t]?){0,20}+)"  # of a quoted line
_FIELD = re.compile(
    rf"^\ufeff?{MARKS}\*{{0,2}}+(?P<name>[A-Z][A-Za-z0-9-]{{1,70}}):\*{{0,2}}+[ \t\u00a0]*+"
    r"(?P<words>[^\r\n]*+(?:\r?\n[ \t]++[^\s>][^\r\n]*+)*+)",
    re.MULTILINE,
)
_SENDERS = ("From:", "FROM:", "Von:", "VON:")  # to look for one is quicker than for fields
_ENGLISH = {"von": "from", "an": "to", "betreff": "subject", "gesendet": "sent", "datum": "date"}
_ONCE = frozenset(("from", "subject", "date", "sent"))  # a second one is another mail's
_FOR_PEOPLE = _ONCE | {"to", "cc", "bcc"}
_WITH_FROM = _FOR_PEOPLE - {"from", "cc", "bcc"}  # one of them is beside it at the head of a text
_OF_MACHINES = re.compile(
    r"(?:accept|arc|authentication|auto|content|delivered|delivery|dkim|domainkey|envelope|errors"
    r"|feedback|in-reply|list|message|mime|received|return|thread|user|x)-.+|autocrypt"
)
# Fields of machines whose names people use as well, and how they begin.
_TRACES = {"received": ("from ", "by ", "("), "references": ("<",)}
# Right above a head: "-----Original Message-----", or the line that parts the mails of a mailbox.
_SEPARATOR = re.compile(r"[> \t]*+(?:-{2,}+[ \t]?[^\W\d_].{3,60}?-{2,}+|From \S+ .{10,60}\d{4})")
_OPENING = re.compile(r"[\ufeff\s]*+")
_LONGEST = 200  # characters of such a line, with the white lines below it


@dataclass(frozen=True, slots=True)
class Head:
    """The fields of one mail. `depth` says in how many `>` its lines are quoted."""

    fields: tuple[re.Match[str], ...]
    separator: Span | None
    depth: int
    is_first: bool  # the text begins with it

    @property
    def start(self) -> int:
        """Where its first field begins."""
        return self.fields[0].start("marks")

    def named(self, *names: str) -> re.Match[str] | None:
        """The first field that has one of these English names."""
        return next((field for field in self.fields if _name(field) in names), None)


@lru_cache(maxsize=64)  # the passages of the same few articles are asked about again and again
def heads(text: str) -> tuple[Head, ...]:
    """The heads of all mails in a text, in order.

    A head is fields in lines one below the other, among them "From:", and "Subject:" or, where the
    text begins with it, "To:" or a date. Those that people read may have a white line between them.
    """
    if not any(name in text for name in _SENDERS):
        return ()
    opening = _OPENING.match(text).end()  # type: ignore[union-attr]  # it matches nothing, too
    found = (_head(text, run, opening) for run in _runs(text) if _may_be_head(run))
    return tuple(head for head in found if head.is_first or head.named("subject"))


def fields(text: str) -> Mapping[str, str]:
    """The fields of the mail that a text begins with, by English names in lower case."""
    found: dict[str, str] = {}
    for field in _first(text):
        found.setdefault(_name(field), field["words"])
    return found


def below(text: str) -> int:
    """Where the head of the mail that a text begins with ends; 0 if it begins with none."""
    return max((field.end() for field in _first(text)), default=0)


def read(text: str) -> tuple[Span, ...]:
    """The fields of all mails in a text, by offsets into it: those for people are SENTENCE."""
    return tuple(span for head in heads(text) for span in _spans(head))


def _first(text: str) -> Sequence[re.Match[str]]:
    return next((head.fields for head in heads(text) if head.is_first), ())


def _runs(text: str) -> Iterator[list[re.Match[str]]]:
    """Fields one below the other, of which none that a mail has once comes again."""
    run: list[re.Match[str]] = []
    once: set[str] = set()
    for field in _FIELD.finditer(text):
        name = _name(field)
        if run and (name in once or not _follows(text, run[-1], field)):
            yield run
            run, once = [], set()
        run.append(field)
        once |= {name} & _ONCE
    if run:
        yield run


def _follows(text: str, above: re.Match[str], field: re.Match[str]) -> bool:
    if field.start() - above.end() > len("\r\n\r\n") or _depth(above) != _depth(field):
        return False
    lines = text[above.end() : field.start()].replace("\r", "")
    apart = {_name(above), _name(field)} <= _FOR_PEOPLE
    return lines == "\n" or (apart and lines == "\n\n")


def _may_be_head(run: Sequence[re.Match[str]]) -> bool:
    names = {_name(field) for field in run}
    return "from" in names and bool(names & _WITH_FROM)


def _head(text: str, run: Sequence[re.Match[str]], opening: int) -> Head:
    start = run[0].start("marks")
    separator = _separator(text, start)
    begins = separator.start if separator else start
    return Head(tuple(run), separator, _depth(run[0]), is_first=begins <= opening)


def _separator(text: str, start: int) -> Span | None:
    """The line that says so above a head that begins there, with at most one white line between."""
    window = text[max(0, start - _LONGEST) : start]
    above = window.rstrip("> \t\r\n")
    line = above.rpartition("\n")[2].removeprefix("\ufeff")
    end = start - len(window) + len(above)
    begins = end - len(line)
    near = window.count("\n", len(above)) <= 2
    whole = begins == 0 or text[begins - 1] in "\n\ufeff"
    return Span(begins, end) if near and whole and _SEPARATOR.fullmatch(line) else None


def _spans(head: Head) -> Iterator[Span]:
    if head.separator:
        yield Span(head.separator.start, head.separator.end, Kind.CHROME)
    for field in head.fields:
        start = field.start("marks")
        yield Span(start, start + len(field.group().lstrip("\ufeff").rstrip()), _kind(field))


def _name(field: re.Match[str]) -> str:
    name = field["name"].lower()
    return _ENGLISH.get(name, name)


def _depth(field: re.Match[str]) -> int:
    return field["marks"].count(">")


def _kind(field: re.Match[str]) -> Kind:
    name, words = field["name"].lower(), field["words"].strip()
    traces = words.lower().startswith(_TRACES.get(name, "\0"))
    return Kind.CHROME if not words or traces or _OF_MACHINES.fullmatch(name) else Kind.SENTENCE
