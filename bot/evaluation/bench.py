"""How good and how fast: prints the figures the README quotes.

    python -m bot.evaluation.bench [--squad FILE] [--fp32 FILE] [--only quality|checker|speed]

Quality is measured on the half of the questions that tunes nothing. `--squad` adds a file in
SQuAD's format, `--fp32` compares with the unquantised model run as Chroma runs it (the export
script can make one). Owns what is measured and the bars beside it; never judges: it always exits 0.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from bot.answering import Answerer
from bot.evaluation import quality, speed, statements
from bot.evaluation.figures import Figure, show
from bot.evaluation.judges import judge
from bot.evaluation.questions import load
from bot.evaluation.squad import write_out
from index.build import Builder
from index.embedding import MiniLM
from index.reader import MiniLMReader
from index.snapshots import Library, Settings

ARTICLES = Path("seeds/articles")
QUESTIONS = Path("seeds/questions.jsonl")
MORE_QUESTIONS = Path("seeds/more_questions.jsonl")
STATEMENTS = Path("seeds/statements.jsonl")
MAX_TOKENS = 128
READER, LIKENESS = "with the reader", "by likeness alone"
WAYS = {READER: quality.WITH_READER, LIKENESS: quality.BY_LIKENESS}


def main(arguments: Sequence[str] | None = None) -> None:
    """Measures and prints."""
    options = _options(arguments)
    with tempfile.TemporaryDirectory() as folder:
        for figure in _figures(options, Path(folder)):
            show(figure)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bot.evaluation.bench", description=__doc__)
    parser.add_argument("--squad", type=Path)
    parser.add_argument("--fp32", type=Path)
    parser.add_argument("--only", choices=("quality", "checker", "speed"))
    return parser.parse_args(arguments)


def _figures(options: argparse.Namespace, folder: Path) -> Iterator[Figure]:
    library = index([ARTICLES], folder / "data")
    catalog = library.snapshot().catalog
    article = cache(lambda name: catalog.entry(name).article)
    questions = load(QUESTIONS, article)
    if options.only in (None, "checker"):
        print("\nThe checker of a model's sentences, on labelled statements")
        yield from statements.figures(judge("offline"), statements.load(STATEMENTS, article))
    if options.only in (None, "quality"):
        for way, bars in WAYS.items():
            print(f"\n{way}")
            yield from quality.own(_answerer(library, way), questions, ARTICLES, bars)
            print(f"\n{way}, {MORE_QUESTIONS.name}: by other authors, and harder")
            more = load(MORE_QUESTIONS, article)
            yield from quality.own(_answerer(library, way), more, ARTICLES, bars)
        print("\nwith the reader, in a hurry: as in Slack, when many wait")
        calm = _answerer(library, READER)
        hurried = replace(calm, picker=calm.picker.hurried())
        yield from quality.own(hurried, questions, ARTICLES, WAYS[READER])
        if options.squad:
            yield from _squad(options.squad, folder)
    if options.only in (None, "speed"):
        print("\nSpeed")
        texts = [question.text for question in questions]
        for way in WAYS:
            yield from speed.questions(library, _answerer(library, way), texts, way)
        yield from speed.written(_answerer(library, READER), texts)
        yield from speed.processes(ARTICLES, folder)
        yield from speed.indexing(ARTICLES, folder, options.fp32)


def _squad(file: Path, folder: Path) -> Iterator[Figure]:
    asked = write_out(file, folder / "squad-articles")
    library = index([folder / "squad-articles"], folder / "squad")
    for way, bars in WAYS.items():
        print(f"\n{way}, {file.name}")
        yield from quality.squad(_answerer(library, way), asked, folder / "squad-articles", bars)


def index(sources: list[Path], data: Path) -> Library:
    """Indexes articles with the bundled model."""
    embedder = MiniLM()
    settings = Settings(embedder.name, embedder.dimensions, MAX_TOKENS)
    Builder(data, settings, embedder).build(sources, progress=_progress)
    return Library(data, settings)


def _answerer(library: Library, way: str) -> Answerer:
    return Answerer.open(library, MiniLM(), reader=MiniLMReader() if way == READER else None)


def _progress(done: int, total: int, name: str) -> None:
    if sys.stderr.isatty():
        print(f"\rindexing {done}/{total} {name[:40]:40}", end="", file=sys.stderr)


if __name__ == "__main__":
    main()
