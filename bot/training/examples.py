"""Files in SQuAD's format -> windows to train a reader on.

Owns what is trained on and in which shares. The shares are of the questions, and the same question
may give several windows. No window has a character of a held-back paragraph. Each file's own seed
makes a second run the same as the first; another draw takes other windows of the same questions.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import numpy as np

from bot.evaluation.held_back import REPORTED, is_held_back
from bot.evaluation.questions import Place, overlaps
from bot.evaluation.squad import SquadQuestion, write_out
from bot.training.asides import aside
from bot.training.changes import changed, names, sayings
from bot.training.windows import Window, cut, without_answer
from index.articles import Article, Passage, Span
from index.build import Builder
from index.catalog import Catalog, Entry
from index.embedding import MiniLM
from index.search import Searcher
from index.snapshots import Library, Settings

MAX_TOKENS = 128
PARAGRAPHS_EACH = 10  # of files that list unrelated paragraphs as one article
SENTENCES = (1, 2, 3, 3, 4, 4, 5, 6)  # how many a window has, each as likely
MAX_CHARS = 900  # about 200 tokens
NEAREST, IMPOSSIBLE_EACH = 4, 2  # passages of a whole article that are trained on, of the nearest
AS_INDEXED = 0.4  # of the windows are passages as the index has them
# Of the questions, so many give a window that does not answer. Of a whole article all give another
# passage: that is where a sentence stands that shares words with the question and answers it not.
OTHER_PASSAGE, REMOVED, CHANGED, SAYINGS = 0.5, 0.25, 0.5, 0.5
ASIDES = 0.05  # beside these, so many windows of what was found for words that ask nothing


@dataclass(frozen=True)
class Collection:
    """A file, written out and indexed."""

    name: str
    asked: list[SquadQuestion]
    catalog: Catalog
    searcher: Searcher
    held_back: dict[str, list[Place]]  # by article: the paragraphs that nothing is trained on

    def touches_held_back(self, article: Article, sentences: Sequence[Span]) -> bool:
        """Whether a run of sentences has text of a held-back paragraph."""
        return any(
            overlaps(place, article.id, span)
            for place in self.held_back.get(article.id, ())
            for span in sentences
        )


def examples(file: Path, draw: int = 1) -> Iterator[Window]:
    """The windows of a file, those of held-back paragraphs left out."""
    random = Random(f"{file.name} {draw}")  # noqa: S311 - the same examples each time
    with TemporaryDirectory() as folder:
        collection = _collection(file, Path(folder))
        trained = [
            q
            for q in collection.asked
            if q.paragraph not in collection.held_back.get(q.paragraph.article, ())
        ]
        for done, question in enumerate(trained, start=1):
            yield from _of_question(collection, question, random)
            if done % 500 == 0:
                print(f"{file.name}: {done:,} of {len(trained):,}", file=sys.stderr)
        yield from _sayings(collection, trained, random)
        yield from _asides(collection, int(ASIDES * len(trained)), random)


def _collection(file: Path, folder: Path) -> Collection:
    embedder = MiniLM()
    settings = Settings(embedder.name, embedder.dimensions, MAX_TOKENS)
    unrelated = "reddit" in file.name or "amazon" in file.name
    each = PARAGRAPHS_EACH if unrelated else None
    asked = write_out(file, folder / "articles", paragraphs_each=each)
    Builder(folder / "data", settings, embedder).build([folder / "articles"])
    library = Library(folder / "data", settings)
    catalog = library.snapshot().catalog
    held_back: dict[str, list[Place]] = {}
    for paragraph, title in {q.paragraph: q.title for q in asked}.items():
        text = catalog.entry(paragraph.article).article.text[paragraph.start : paragraph.end]
        if title in REPORTED or is_held_back(text):
            held_back.setdefault(paragraph.article, []).append(paragraph)
    return Collection(file.name, asked, catalog, Searcher(library, embedder), held_back)


def _of_question(collection: Collection, asked: SquadQuestion, random: Random) -> Iterator[Window]:
    entry = collection.catalog.entry(asked.paragraph.article)
    within = [s for s in entry.article.sentences if overlaps(asked.paragraph, entry.article.id, s)]
    if not within:
        return
    if not asked.question.answerable:
        yield from _impossible(collection, within, asked, random)
        return
    right = _window(collection, within, asked, random)
    if right.answers:
        yield right
        yield from _changes(right, entry.article, random)
    if asked.alone or random.random() < OTHER_PASSAGE:
        yield from _other_passage(collection, asked, random)


def _impossible(
    collection: Collection, within: Sequence[Span], asked: SquadQuestion, random: Random
) -> Iterator[Window]:
    """Windows of a paragraph that does not answer; of a whole article, where search looks first."""
    if not asked.alone:
        yield _window(collection, within, asked, random)
        return
    nearest = _of_story(collection, asked)[:NEAREST]
    for passage in random.sample(nearest, min(IMPOSSIBLE_EACH, len(nearest))):
        sentences = [s for s in passage.sentences if s in within]
        if sentences:
            yield _around(collection, within, random.choice(sentences), asked, random)


def _of_story(collection: Collection, asked: SquadQuestion) -> list[Passage]:
    """The passages of a whole article: those that search found among all articles, best first, then
    the others, the nearest in meaning first."""
    findings = collection.searcher.search(asked.question.text)
    entry = collection.catalog.entry(asked.paragraph.article)
    found = [hit.passage for hit in findings.hits if hit.passage.article.id == entry.article.id]
    near = iter((entry.sentence_vectors.astype(np.float32) @ findings.vector).tolist())
    nearest = [(max(next(near) for _ in one.sentences), one) for one in entry.passages]
    ranked = [one for _, one in sorted(nearest, key=lambda pair: -pair[0])]
    return found + [one for one in ranked if one not in found]


def _window(
    collection: Collection,
    within: Sequence[Span],
    asked: SquadQuestion,
    random: Random,
) -> Window:
    """A run of sentences around the answer; if there is none, around any sentence."""
    article, places = asked.paragraph.article, asked.question.places
    gold = [s for s in within if any(overlaps(p, article, s) for p in places)]
    return _around(collection, within, random.choice(gold or within), asked, random)


def _around(
    collection: Collection,
    within: Sequence[Span],
    sentence: Span,
    asked: SquadQuestion,
    random: Random,
) -> Window:
    entry, question = collection.catalog.entry(asked.paragraph.article), asked.question
    # Below a heading always: no passage of an index reaches across one.
    if entry.article.headings_above(sentence.start) or random.random() < AS_INDEXED:
        run = next(p.sentences for p in entry.passages if sentence in p.sentences)
        run = _allowed(collection, entry.article, run, within)
    else:
        run = _run(within, within.index(sentence), random)
    kind = "answer" if question.answerable else "impossible"
    return cut(
        entry.article, run, question.text, question.places, kind=kind, source=collection.name
    )


def _allowed(
    collection: Collection, article: Article, run: tuple[Span, ...], within: Sequence[Span]
) -> tuple[Span, ...]:
    """A passage, cut to its sentences of the paragraph where a neighbour is held back."""
    if collection.touches_held_back(article, run):
        return tuple(span for span in run if span in within)
    return run


def _run(sentences: Sequence[Span], number: int, random: Random) -> tuple[Span, ...]:
    count = random.choice(SENTENCES)
    first = max(0, number - random.randrange(count))
    run = list(sentences[first : first + count])
    while len(run) > 1 and run[-1].end - run[0].start > MAX_CHARS:
        run.pop(0 if run[-1] == sentences[number] else -1)
    return tuple(run)


def _changes(right: Window, article: Article, random: Random) -> Iterator[Window]:
    if random.random() < REMOVED and (rest := without_answer(right)):
        yield rest
    if random.random() < CHANGED:
        question = changed(right.question, right.text, article.text, random)
        if question:
            yield replace(right, question=question, answers=(), kind="changed")


def _other_passage(
    collection: Collection, asked: SquadQuestion, random: Random
) -> Iterator[Window]:
    """One of the best five passages that are not of the paragraph asked about. Where that is a
    whole article, with all places of its answer marked, those of the article that have none."""
    if asked.alone:
        right, ranked = asked.question.places, _of_story(collection, asked)
    else:
        hits = collection.searcher.search(asked.question.text).hits
        right, ranked = (asked.paragraph,), [hit.passage for hit in hits]
    others = [
        passage
        for passage in ranked
        if not any(
            overlaps(place, passage.article.id, s) for place in right for s in passage.sentences
        )
        and not collection.touches_held_back(passage.article, passage.sentences)
    ][:5]
    answers = {
        collection.catalog.entry(p.article).article.text[p.start : p.end].lower()
        for p in asked.question.places
    }
    # Where not all places are marked, the same words elsewhere may answer as well.
    good = [one for one in others if asked.alone or not any(a in one.text.lower() for a in answers)]
    if good:
        passage = random.choice(good)
        yield cut(
            passage.article, passage.sentences, asked.question.text, (),
            kind="other passage", source=collection.name,
        )  # fmt: skip


def _sayings(
    collection: Collection, trained: Sequence[SquadQuestion], random: Random
) -> Iterator[Window]:
    """Questions about who said what, from the paragraphs themselves; half with another speaker."""
    for asked in {q.paragraph: q for q in trained}.values():
        entry = collection.catalog.entry(asked.paragraph.article)
        within = [
            s for s in entry.article.sentences if overlaps(asked.paragraph, entry.article.id, s)
        ]
        for passage in entry.passages:
            run = _allowed(collection, entry.article, passage.sentences, within)
            for span in run:
                if span in within:
                    yield from _said(collection, entry, run, span, random)


def _said(
    collection: Collection, entry: Entry, run: tuple[Span, ...], span: Span, random: Random
) -> Iterator[Window]:
    sentence = entry.article.text[span.start : span.end]
    for question, (start, end), who in sayings(sentence):
        if random.random() > SAYINGS:
            continue
        window = cut(entry.article, run, question, (), kind="saying", source=collection.name)
        base = span.start - run[0].start
        others = [n for n in names(entry.article.text) if n != who and n not in sentence]
        if question.startswith("What") and others and random.random() < 0.5:
            asked = question.replace(who, random.choice(others), 1)
            yield replace(window, question=asked, kind="other speaker")
        else:
            yield replace(window, answers=((base + start, base + end),))


def _asides(collection: Collection, count: int, random: Random) -> Iterator[Window]:
    """Passages that search finds for a greeting and the like: nothing in them answers it."""
    for _ in range(count):
        said = aside(random)
        hits = collection.searcher.search(said).hits[:NEAREST]
        passage = random.choice(hits).passage
        if not collection.touches_held_back(passage.article, passage.sentences):
            yield cut(
                passage.article, passage.sentences, said, (), kind="aside", source=collection.name
            )
