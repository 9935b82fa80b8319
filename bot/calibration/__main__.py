"""The command that fits: see the package."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from bot.calibration.cases import own_cases, squad_cases
from bot.calibration.fitting import fit
from bot.calibration.looks import Way, by_likeness, by_reading
from bot.features import FEATURES
from bot.likeness import WEIGHTS
from bot.weights import bundled
from index.embedding import MiniLM
from index.reader import MiniLMReader

QUESTIONS = [Path("seeds/questions.jsonl"), Path("seeds/more_questions.jsonl")]


def main(arguments: Sequence[str] | None = None) -> None:
    """Fits, writes the weights, and prints what they give on the half that they were fitted on."""
    options = _options(arguments)
    way, embedder = _way(options), MiniLM()
    asked = partial(squad_cases, held_back=options.reading)
    ours = partial(own_cases, articles=options.articles, embedder=embedder, look=way.look)
    own = [case for file in options.questions for case in ours(file)]
    others = [case for file in options.squad for case in asked(file, embedder, way.look)]
    fitted = fit(others, own, way)
    fitted["fitted_on"] = {
        "files": [file.name for file in options.squad],
        "questions": len(others),
        "own_questions": len(own),
    }
    out = options.out / way.file
    out.write_text(json.dumps(fitted, indent=1) + "\n", encoding="utf-8")
    print(f"\n{out}: {json.dumps(fitted['gave'])}", file=sys.stderr)


def _way(options: argparse.Namespace) -> Way:
    if not options.reading:
        return by_likeness()
    return by_reading(MiniLMReader(options.reader), bundled(WEIGHTS, FEATURES))


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bot.calibration", description=__doc__)
    parser.add_argument("--squad", type=Path, nargs="+", required=True)
    parser.add_argument("--questions", type=Path, nargs="+", default=QUESTIONS)
    parser.add_argument("--articles", type=Path, default=Path("seeds/articles"))
    parser.add_argument("--out", type=Path, default=Path("bot"), help="the folder to write to")
    parser.add_argument(
        "--reading", action="store_true", help="fit reading.json, on held-back parts"
    )
    parser.add_argument(
        "--reader", type=Path, help="the folder of a reader, instead of the bundled"
    )
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main()
