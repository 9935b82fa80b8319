"""The command that fits: see the package."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from bot.calibration.cases import own_cases, squad_cases
from bot.calibration.fitting import fit
from index.embedding import MiniLM


def main(arguments: Sequence[str] | None = None) -> None:
    """Fits, writes the weights, and prints what they give on the half that they were fitted on."""
    options = _options(arguments)
    embedder = MiniLM()
    own = list(own_cases(options.questions, options.articles, embedder))
    others = [case for file in options.squad for case in squad_cases(file, embedder)]
    fitted = fit(others, own)
    fitted["fitted_on"] = {
        "files": [file.name for file in options.squad],
        "questions": len(others),
        "own_questions": len(own),
    }
    options.out.write_text(json.dumps(fitted, indent=1) + "\n", encoding="utf-8")
    print(f"\n{options.out}: {json.dumps(fitted['gave'])}", file=sys.stderr)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bot.calibration", description=__doc__)
    parser.add_argument("--squad", type=Path, nargs="+", required=True)
    parser.add_argument("--questions", type=Path, default=Path("seeds/questions.jsonl"))
    parser.add_argument("--articles", type=Path, default=Path("seeds/articles"))
    parser.add_argument("--out", type=Path, default=Path("bot/evidence.json"))
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main()
