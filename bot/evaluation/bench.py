"""How good and how fast: prints the figures the README quotes.

    python -m bot.evaluation.bench [--squad FILE] [--fp32 FILE] [--only quality|speed]

Quality is measured on the half of the questions that tunes nothing. `--squad` adds a file in
SQuAD's format, `--fp32` compares with the unquantised model run as Chroma runs it (the export
script can make one). Owns what is measured and the bars beside it; never judges: it always exits 0.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.answering import Answerer
from bot.evaluation import quality, speed
from bot.evaluation.figures import Figure, show
from bot.evaluation.questions import load
from index.build import Builder
from index.embedding import MiniLM
from index.snapshots import Library, Settings

ARTICLES = Path("seeds/articles")
QUESTIONS = Path("seeds/questions.jsonl")
MAX_TOKENS = 128


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
    parser.add_argument("--only", choices=("quality", "speed"))
    return parser.parse_args(arguments)


def _figures(options: argparse.Namespace, folder: Path) -> Iterator[Figure]:
    library, answerer = index([ARTICLES], folder / "data")
    catalog = library.snapshot().catalog
    questions = load(QUESTIONS, lambda name: catalog.entry(name).article)
    if options.only != "speed":
        yield from quality.own(answerer, questions, ARTICLES)
        if options.squad:
            yield from quality.squad(options.squad, folder, index)
    if options.only != "quality":
        yield from speed.questions(library, answerer, [q.text for q in questions])
        yield from speed.processes(ARTICLES, folder)
        yield from speed.indexing(ARTICLES, folder, options.fp32)


def index(sources: list[Path], data: Path) -> tuple[Library, Answerer]:
    """Indexes articles with the bundled model and opens them for questions."""
    embedder = MiniLM()
    settings = Settings(embedder.name, embedder.dimensions, MAX_TOKENS)
    Builder(data, settings, embedder).build(sources, progress=_progress)
    library = Library(data, settings)
    return library, Answerer.open(library, embedder)


def _progress(done: int, total: int, name: str) -> None:
    if sys.stderr.isatty():
        print(f"\rindexing {done}/{total} {name[:40]:40}", end="", file=sys.stderr)


if __name__ == "__main__":
    main()
