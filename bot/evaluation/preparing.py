"""What an evaluation needs before it can ask: the questions, and an index to ask them of.

Owns the three places they come from: the index of the data folder, a folder of articles, a file in
SQuAD's format; the latter two are indexed in a temporary folder, which goes away. Unlike `running`,
nothing is asked here.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from bot.config import Config
from bot.evaluation import statements
from bot.evaluation.questions import Question, incomplete, load
from bot.evaluation.squad import SquadQuestion, check, write_out
from bot.evaluation.statements import Labelled
from bot.opening import open_embedder, open_library, settings_of
from bot.render.progress import progress_bar
from bot.render.wording import count, one_line
from index.articles import Article
from index.build import Builder
from index.embedding import Embedder
from index.errors import UsageError
from index.snapshots import Library

QUESTIONS = Path("seeds/questions.jsonl")
STATEMENTS = "statements.jsonl"
SQUAD_QUESTIONS = 500  # of some thousand, evenly spread: enough for intervals of four points
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Ground:
    """An index, and the questions to ask of it. `left_out` says what is not asked, and why."""

    library: Library
    embedder: Embedder
    questions: tuple[Question, ...]
    known: tuple[Question, ...]  # all of the file, asked or not
    name: str  # of the questions
    labelled: tuple[Labelled, ...] = ()  # statements that say how good a judge is
    left_out: tuple[str, ...] = ()

    @property
    def index(self) -> str:
        """The index in words."""
        snapshot = self.library.snapshot()
        passages = sum(listing.passages for listing in snapshot.listings)
        settings = snapshot.pointer.settings
        return (
            f"{count(len(snapshot.listings), 'article')}, {count(passages, 'passage')} of at most "
            f"{settings.max_tokens} tokens, embedding {settings.embedding}"
        )

    def articles(self) -> dict[str, Article]:
        """Every article, by id."""
        snapshot = self.library.snapshot()  # kept: it closes when nobody holds it
        return {entry.article.id: entry.article for entry in snapshot.catalog.entries()}


@contextmanager
def own_ground(
    config: Config, questions: Path | None, articles: Path | None, *, held_out: bool
) -> Iterator[Ground]:
    """The questions of a file, by default `seeds/questions.jsonl`, and the index of the data
    folder, or a temporary one of a folder of articles.

    `held_out` leaves out the half that may tune something. Raises UsageError if the questions or
    their evidence cannot be used, and StoreError kinds if the index cannot.
    """
    file = _existing(questions)
    with _index(config, articles) as (library, embedder):
        found = load(file, _lookup(library))
        asked = _asked([q for q in found if q.held_out or not held_out], file)
        yield Ground(
            library,
            embedder,
            questions=tuple(asked),
            known=tuple(found),
            name=str(file),
            labelled=tuple(_labelled(file, _lookup(library))),
            left_out=tuple(_left_out(file, held_out=held_out)),
        )


@contextmanager
def squad_ground(config: Config, file: Path) -> Iterator[Ground]:
    """The questions of a file in SQuAD's format, and a temporary index of its articles.

    Questions whose answer is not where the file says are left out. Raises UsageError if the file
    cannot be read or is of another format, or if a question of it could not be scored.
    """
    with tempfile.TemporaryDirectory() as folder:
        articles = Path(folder) / "articles"
        found = _written_out(file, articles)
        placed = _placed(found, file)
        with _index(config, articles) as (library, embedder):
            yield Ground(
                library,
                embedder,
                questions=tuple(placed),
                known=tuple(one.question for one in found),
                name=file.name,
                left_out=tuple(_misplaced(found)),
            )


def spread(some: Sequence[T], most: int) -> tuple[T, ...]:
    """At most so many, evenly spread.

    >>> spread("abcdefgh", 3)
    ('a', 'c', 'f')
    """
    kept = min(most, len(some))
    return tuple(some[n * len(some) // kept] for n in range(kept))


def _existing(questions: Path | None) -> Path:
    if questions is None and not QUESTIONS.is_file():
        raise UsageError(
            f"There is no {QUESTIONS} here. Run it in Pullquote's own folder, or name a file: "
            "pullquote evaluate --questions FILE"
        )
    return questions or QUESTIONS


def _asked(questions: Sequence[Question], file: Path) -> Sequence[Question]:
    if not questions:
        raise UsageError(f"{file} has no question to ask. Write one a line, with its evidence.")
    return questions


def _labelled(questions: Path, article: Callable[[str], Article]) -> list[Labelled]:
    """Those in the questions' folder, which are about the same articles."""
    file = questions.with_name(STATEMENTS)
    return statements.load(file, article) if file.is_file() else []


def _left_out(file: Path, *, held_out: bool) -> Iterator[str]:
    if held_out:
        yield "Only questions with an even number: nothing was tuned on them."
    if candidates := incomplete(file):
        yield f"Left out: {count(candidates, 'candidate')} that nobody has completed yet."


def _placed(found: Sequence[SquadQuestion], file: Path) -> list[Question]:
    """The questions that can be asked, at least one."""
    try:
        check(found)
    except ValueError as error:
        raise UsageError(f"{file}: {error}") from None
    _asked([one.question for one in found], file)
    placed = [one.question for one in found if not one.misplaced]
    if not placed:
        raise UsageError(
            f'{file}: the answer to no question is where its "answer_start" says, such as that to '
            f"{found[0].question.id}. Count characters from the beginning of the paragraph."
        )
    return placed


def _misplaced(found: Sequence[SquadQuestion]) -> Iterator[str]:
    ids = [one.question.id for one in found if one.misplaced]
    if ids:
        yield (
            f"Left out: {count(len(ids), 'question')} whose answer is not where the file says, the "
            f"first {ids[0]}."
        )


def _lookup(library: Library) -> Callable[[str], Article]:
    snapshot = library.snapshot()  # kept: it closes when nobody holds it
    return lambda name: snapshot.catalog.entry(name).article


@contextmanager
def _index(config: Config, articles: Path | None) -> Iterator[tuple[Library, Embedder]]:
    embedder = open_embedder(config)
    if articles is None:
        yield open_library(config, embedder), embedder
        return
    with tempfile.TemporaryDirectory() as folder:
        own = config.model_copy(update={"data": Path(folder), "chroma_url": None})
        with progress_bar("Indexing") as progress:
            builder = Builder(own.data, settings_of(own, embedder), embedder)
            report = builder.build([articles], progress=progress)
        for problem in report.problems:
            print(f"{one_line(str(problem.path))}: {one_line(problem.reason)}", file=sys.stderr)
        yield open_library(own, embedder), embedder


def _written_out(file: Path, articles: Path) -> list[SquadQuestion]:
    try:
        return write_out(file, articles)
    except OSError as error:
        raise UsageError(
            f"{file} cannot be read: {error.strerror}. Name a file in SQuAD's format."
        ) from None
    except (ValueError, KeyError, TypeError, AttributeError, EOFError, RecursionError) as error:
        raise UsageError(
            f"{file} is not in SQuAD's format ({type(error).__name__}: {error}). "
            'It has one JSON object: {"data": [{"paragraphs": [{"context", "qas"}]}]}.'
        ) from None
