"""Questions as search finds them: what is known of the sentences, and which of them are evidence.

Owns what a fit sees. Unlike `fitting`, it asks and fits nothing; unlike `looks`, it does not know
what is looked at in a sentence.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from random import Random

import numpy as np
from numpy.typing import NDArray

from bot.calibration.looks import Look
from bot.evaluation.held_back import REPORTED, is_held_back
from bot.evaluation.measures.short_answers import token_f1
from bot.evaluation.questions import Place, Question, load, overlaps
from bot.evaluation.squad import SquadQuestion, write_out
from bot.training.changes import changed
from bot.weights import Floats
from index.articles import Article, Span
from index.build import Builder
from index.embedding import Embedder
from index.search import Findings, Searcher
from index.snapshots import Library, Settings

MAX_TOKENS = 128
PARAGRAPHS_EACH = 10  # for collections of unrelated paragraphs in one list
QUESTIONS_EACH = 2_000  # of each file
CHANGED = 0.5  # of the questions are also asked with a word changed
SAME = 0.5  # of the words (SQuAD's F1): the words marked are the answer


@dataclass(frozen=True)
class Case:
    """A question as found: a row of features a sentence, and which of them are evidence.

    `short` has the signs of the words marked in each sentence, `short_right` whether they are the
    answer; both are empty where no words are marked. `right` is one of the question's answers.
    """

    features: Floats
    gold: NDArray[np.bool_]
    groups: tuple[NDArray[np.bool_], ...] = ()
    own: bool = False  # of the project's own questions
    short: Floats | None = None
    short_right: NDArray[np.bool_] | None = None

    @property
    def answerable(self) -> bool:
        """Whether a sentence that was found is evidence."""
        return bool(self.gold.any())


def own_cases(questions: Path, articles: Path, embedder: Embedder, look: Look) -> Iterator[Case]:
    """The tuning half of a file of questions over a folder of articles."""
    with tempfile.TemporaryDirectory() as folder:
        library = _index([articles], Path(folder), embedder)
        searcher = Searcher(library, embedder)
        catalog = library.snapshot().catalog
        for question in load(questions, lambda name: catalog.entry(name).article):
            if not question.held_out:
                found = searcher.search(question.text)
                yield replace(_case(found, question, look), own=True)


def squad_cases(
    file: Path, embedder: Embedder, look: Look, *, held_back: bool = False
) -> Iterator[Case]:
    """Each question twice: as it is, and without the paragraph it was asked of.

    With `held_back`, only questions about paragraphs that no reader was trained on, of articles
    that no figure is reported on; and half of them a third time, with a word changed: likeness
    could not tell those apart, a reader can.
    """
    random = Random(file.name)  # noqa: S311 - the same cases each time
    with tempfile.TemporaryDirectory() as folder:
        articles = Path(folder) / "articles"
        unrelated = "reddit" in file.name or "amazon" in file.name
        asked = write_out(file, articles, paragraphs_each=PARAGRAPHS_EACH if unrelated else None)
        library = _index([articles], Path(folder) / "data", embedder)
        searcher, catalog = Searcher(library, embedder), library.snapshot().catalog
        texts = {
            one.paragraph.article: catalog.entry(one.paragraph.article).article.text
            for one in asked
        }
        if held_back:
            asked = [one for one in asked if _is_held_back(one, texts[one.paragraph.article])]
        for one in asked[:: max(1, len(asked) // QUESTIONS_EACH)]:
            yield from _cases(searcher, one, look)
            if held_back:
                yield from _changed(searcher, one, texts[one.paragraph.article], look, random)


def _is_held_back(one: SquadQuestion, text: str) -> bool:
    paragraph = text[one.paragraph.start : one.paragraph.end]
    return one.title not in REPORTED and is_held_back(paragraph)


def _cases(searcher: Searcher, one: SquadQuestion, look: Look) -> Iterator[Case]:
    found = searcher.search(one.question.text)
    if len(found.owners):
        yield _case(found, one.question, look)
        if not one.alone:  # what is left were other stories: nothing that nearly answers
            yield from _without_paragraph(found, one, look)


def _changed(
    searcher: Searcher, one: SquadQuestion, article: str, look: Look, random: Random
) -> Iterator[Case]:
    paragraph = article[one.paragraph.start : one.paragraph.end]
    asked = changed(one.question.text, paragraph, article, random)
    if one.question.answerable and asked and random.random() < CHANGED:
        unanswerable = replace(one.question, text=asked, answerable=False, groups=(), answers=())
        found = searcher.search(asked)
        if len(found.owners):
            yield _case(found, unanswerable, look)


def _index(sources: list[Path], data: Path, embedder: Embedder) -> Library:
    settings = Settings(embedder.name, embedder.dimensions, MAX_TOKENS)
    Builder(data, settings, embedder).build(sources, progress=_progress)
    return Library(data, settings)


def _progress(done: int, total: int, name: str) -> None:
    print(f"\r{done}/{total} {name[:40]:40}", end="", file=sys.stderr)


def _case(found: Findings, question: Question, look: Look) -> Case:
    seen = look(found)
    sentences = [found.sentences[n] for n in seen.numbers]
    groups = tuple(_mark(sentences, partial(_is_in, group)) for group in question.groups)
    gold = np.logical_or.reduce(groups) if groups else np.zeros(len(sentences), dtype=bool)
    right = [
        _is_answer(a, w, question.answers) for (a, _), w in zip(sentences, seen.words, strict=True)
    ]
    return Case(
        seen.features, gold, groups, short=seen.short, short_right=np.array(right, dtype=bool)
    )


def _is_answer(article: Article, words: tuple[int, int] | None, answers: Sequence[str]) -> bool:
    if words is None or not answers:
        return False
    return token_f1(article.text[slice(*words)], answers) >= SAME


def _is_in(group: tuple[Place, ...], article: Article, span: Span) -> bool:
    return any(overlaps(place, article.id, span) for place in group)


def _mark(
    sentences: Sequence[tuple[Article, Span]], is_so: Callable[[Article, Span], bool]
) -> NDArray[np.bool_]:
    return np.array([is_so(article, span) for article, span in sentences], dtype=bool)


def _without_paragraph(found: Findings, asked: SquadQuestion, look: Look) -> Iterator[Case]:
    outside = ~_mark(found.sentences, lambda a, s: overlaps(asked.paragraph, a.id, s))
    if outside.any():
        kept = np.flatnonzero(outside)
        rest = replace(
            found,
            owners=found.owners[kept],
            numbers=found.numbers[kept],
            lexical=found.lexical[kept],
            cosines=found.cosines[kept],
        )
        seen = look(rest)
        yield Case(seen.features, np.zeros(len(seen.numbers), dtype=bool))
