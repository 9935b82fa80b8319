"""Questions as search finds them: features of the sentences, and which of them are evidence.

Owns what a fit sees. Unlike `fitting`, it asks and fits nothing.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.evaluation.questions import Place, Question, load, overlaps
from bot.evaluation.squad import SquadQuestion, write_out
from bot.evidence import Floats
from bot.features import table
from index.articles import Article, Span
from index.build import Builder
from index.embedding import Embedder
from index.search import Findings, Searcher
from index.snapshots import Library, Settings

MAX_TOKENS = 128
PARAGRAPHS_EACH = 10  # for collections of unrelated paragraphs in one list
QUESTIONS_EACH = 2_000  # of each file


@dataclass(frozen=True)
class Case:
    """A question as found: features of its sentences, and which of them are evidence."""

    features: Floats
    gold: NDArray[np.bool_]
    groups: tuple[NDArray[np.bool_], ...] = ()
    own: bool = False  # of the project's own questions

    @property
    def answerable(self) -> bool:
        """Whether a sentence that was found is evidence."""
        return bool(self.gold.any())


def own_cases(questions: Path, articles: Path, embedder: Embedder) -> Iterator[Case]:
    """The tuning half of a file of questions over a folder of articles."""
    with tempfile.TemporaryDirectory() as folder:
        library = _index([articles], Path(folder), embedder)
        searcher = Searcher(library, embedder)
        catalog = library.snapshot().catalog
        for question in load(questions, lambda name: catalog.entry(name).article):
            if not question.held_out:
                found = searcher.search(question.text)
                yield replace(_case(found, question), own=True)


def squad_cases(file: Path, embedder: Embedder) -> Iterator[Case]:
    """Each question twice: as it is, and without the paragraph it was asked of."""
    with tempfile.TemporaryDirectory() as folder:
        articles = Path(folder) / "articles"
        unrelated = "wiki" not in file.name
        asked = write_out(file, articles, paragraphs_each=PARAGRAPHS_EACH if unrelated else None)
        searcher = Searcher(_index([articles], Path(folder) / "data", embedder), embedder)
        step = max(1, len(asked) // QUESTIONS_EACH)
        for one in asked[::step]:
            found = searcher.search(one.question.text)
            if len(found.owners):
                yield _case(found, one.question)
                yield from _without_paragraph(found, one)


def _index(sources: list[Path], data: Path, embedder: Embedder) -> Library:
    settings = Settings(embedder.name, embedder.dimensions, MAX_TOKENS)
    Builder(data, settings, embedder).build(sources, progress=_progress)
    return Library(data, settings)


def _progress(done: int, total: int, name: str) -> None:
    print(f"\r{done}/{total} {name[:40]:40}", end="", file=sys.stderr)


def _case(found: Findings, question: Question) -> Case:
    groups = tuple(_mark(found, partial(_is_in, group)) for group in question.groups)
    gold = np.logical_or.reduce(groups) if groups else np.zeros(len(found.owners), dtype=bool)
    return Case(table(found).astype(np.float64), gold, groups)


def _is_in(group: tuple[Place, ...], article: Article, span: Span) -> bool:
    return any(overlaps(place, article.id, span) for place in group)


def _mark(found: Findings, is_so: Callable[[Article, Span], bool]) -> NDArray[np.bool_]:
    return np.array([is_so(article, span) for article, span in found.sentences], dtype=bool)


def _without_paragraph(found: Findings, asked: SquadQuestion) -> Iterator[Case]:
    outside = ~_mark(found, lambda a, s: overlaps(asked.paragraph, a.id, s))
    if outside.any():
        kept = np.flatnonzero(outside)
        rest = replace(
            found,
            owners=found.owners[kept],
            numbers=found.numbers[kept],
            lexical=found.lexical[kept],
            cosines=found.cosines[kept],
        )
        yield Case(table(rest).astype(np.float64), np.zeros(len(kept), dtype=bool))
