r"""Answers as a Markdown document, for `:save`.

Owns the escaping: a reader of the document sees every character of a quote, whatever it would mean
as Markdown. Unlike JSON, the file is for people: between `\` and the quote's own characters its
bytes are not the source's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from bot.answer import Answer, Citation
from bot.render import wording
from bot.render.terminal import CLOSEST
from bot.render.wording import harmless, one_line, place, provenance

SPECIAL = re.compile(r"([\\`*_\[\]<>&#|~$])")
# What makes a line a list, a heading or a rule.
LINE_START = re.compile(r"^(\s*)([-+=]|\d+(?=[.)]))", re.MULTILINE)
LINE_INDENT = re.compile(r"^[ \t]+", re.MULTILINE)


def document(answers: Sequence[Answer]) -> str:
    """The whole document, ending with a newline."""
    parts = ["# Questions and quotes", *(part for answer in answers for part in _answer(answer))]
    return "\n\n".join(parts) + "\n"


def escaped(text: str) -> str:
    r"""The text as Markdown that shows it to the letter.

    >>> escaped("1. *not* a list")
    '1\\. \\*not\\* a list'
    """
    shown = SPECIAL.sub(r"\\\1", harmless(text))
    return LINE_START.sub(_escaped_start, shown)


def _escaped_start(match: re.Match[str]) -> str:
    space, start = match.groups()
    return f"{space}{start}\\" if start.isdigit() else f"{space}\\{start}"


def _answer(answer: Answer) -> Iterator[str]:
    yield f"## {escaped(one_line(answer.question))}"
    model = wording.writer_of(answer)
    if model:
        yield escaped(
            " ".join(one_line(s.text) + wording.markers(s.cites) for s in answer.statements)
        )
        yield escaped(wording.written_by(model))
    else:
        yield from (escaped(one) for one in _texts(answer))
    yield from (escaped(one) for one in wording.strangers(answer))
    yield from _quotes(answer.quotes)
    yield from (escaped(one) for one in wording.differing(answer))
    fallback = wording.fallback(answer)
    if fallback:
        yield escaped(fallback)
    if answer.closest:
        yield CLOSEST
        yield from _quotes(answer.closest)


def _texts(answer: Answer) -> Iterator[str]:
    """The answer's own text; the short answer, or what is said of each part of the question, is a
    paragraph of its own before the rest of it."""
    if answer.short is None and not (answer.answered and answer.parts):
        yield one_line(answer.text)
    else:
        yield from (one_line(s.text) + wording.markers(s.cites) for s in answer.statements)


def _quotes(citations: Iterable[Citation]) -> Iterator[str]:
    for citation in citations:
        quote = citation.quote
        # Two spaces keep a line's end; ">" keeps each line within the quotation. Four at a line's
        # start make it code, in which the escapes would show; fewer are not shown anyway.
        lines = LINE_INDENT.sub("", escaped(quote.text).replace("\r\n", "\n")).split("\n")
        yield "  \n".join(f"> {line}" for line in lines)
        source = f"{escaped(provenance(quote))} — {escaped(place(quote))}"
        yield f"\\[{citation.number}\\] {source}"
