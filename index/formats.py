"""A file as an article, and the files of a folder.

Owns which suffixes are read and what the text of each format is: a .txt or .md file's text is
the file to the letter, a .html file's is what is extracted from it once. Unlike `decoding`, which
knows bytes, `mail`, `markdown`, `webpage` and `wikitext`, which know one format each, and `chrome`
and `metadata`, which know words, this module only brings them together.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from index import chrome, decoding, mail, markdown, metadata, webpage, wikitext
from index.articles import Article, Span
from index.decoding import MAX_BYTES
from index.errors import ArticleError
from index.metadata import Metadata

__all__ = ["MAX_BYTES", "SUFFIXES", "Problem", "find_files", "read"]

SUFFIXES = (".txt", ".md", ".markdown", ".html", ".htm")


@dataclass(frozen=True, slots=True)
class Problem:
    """A path that gives no article, and why."""

    path: Path
    reason: str


def read(path: Path) -> Article:
    """The article in this file; its `id` is the file's stem.

    A byte order mark stays in the text, as a CHROME span, so that offsets count as in the file.
    Raises ArticleError, which does not name the path.
    """
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise ArticleError(f"{suffix or 'no suffix'}: only {', '.join(SUFFIXES)} are read")
    data = decoding.load(path)
    if suffix in (".html", ".htm"):
        return _article(path, *webpage.read(webpage.decode(data)))
    text = decoding.decode(data)
    if suffix == ".txt":
        return _article(path, text, Metadata(), _marked(text))
    marked = markdown.read(text)
    return _article(path, text, marked.metadata, marked.spans)


def _marked(text: str) -> tuple[Span, ...]:
    """What plain text may state by its form: e-mails' heads, a wiki's headings and tables."""
    kept: list[Span] = []
    for span in sorted((*mail.read(text), *wikitext.read(text)), key=lambda one: one.start):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return tuple(kept)


def _article(path: Path, text: str, stated: Metadata, known: tuple[Span, ...] = ()) -> Article:
    """What the format states goes before what the text states."""
    spans = chrome.mark(text, known)
    found = metadata.find(text, spans)
    return Article(
        id=path.stem,
        text=text,
        spans=spans,
        title=stated.title or found.title,
        outlet=stated.outlet or found.outlet,
        published=stated.published or found.published,
        url=stated.url or found.url,
    )


def find_files(paths: Sequence[Path]) -> tuple[list[Path], list[Problem]]:
    """The files to read among `paths` and in the folders among them, sorted, each once.

    Hidden files and folders are passed over, unless named, as are other suffixes inside a folder.
    Linked files and folders are followed; a link that leads back to a folder above it, a path
    that is missing, a folder that cannot be listed, and the second of two files with one stem
    (that is, one article id) are problems. A file that is reached in two ways is not two.
    """
    problems: list[Problem] = []
    found = [file for path in sorted(set(paths)) for file in _walk(path, (), problems)]
    return _first_of_each_id(sorted(set(found)), problems), sorted(problems, key=lambda p: p.path)


def _walk(path: Path, above: tuple[Path, ...], problems: list[Problem]) -> Iterator[Path]:
    """The files in `path`, a file or a folder; `above` are the real folders it was reached by."""
    try:
        if not path.is_dir():
            path.stat()
            yield path
            return
        real = path.resolve(strict=True)
        if real in above:
            problems.append(Problem(path, "a link to a folder above it: remove the link"))
            return
        inside = sorted(path.iterdir())
    except (OSError, RuntimeError) as error:
        problems.append(Problem(path, _reason(error)))
        return
    for entry in inside:
        if not entry.name.startswith(".") and _is_wanted(entry):
            yield from _walk(entry, (*above, real), problems)


def _is_wanted(entry: Path) -> bool:
    """Whether it is a file by its suffix, or a folder, or a link that cannot be followed."""
    try:
        return entry.suffix.lower() in SUFFIXES or entry.is_dir()
    except OSError:
        return True


def _reason(error: OSError | RuntimeError) -> str:
    return decoding.os_reason(error) if isinstance(error, OSError) else str(error)


def _first_of_each_id(files: list[Path], problems: list[Problem]) -> list[Path]:
    first: dict[str, Path] = {}
    for file in files:
        if not _is_same(first.setdefault(file.stem, file), file):
            problems.append(
                Problem(file, f"the same article id as {first[file.stem]}: rename {file.name}")
            )
    return list(first.values())


def _is_same(one: Path, other: Path) -> bool:
    """Whether it is one file, by whichever folder or link it was reached."""
    return one is other or os.path.realpath(one) == os.path.realpath(other)
