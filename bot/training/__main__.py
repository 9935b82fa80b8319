"""The command that writes the examples: see the package."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from bot.training.examples import examples


def main(arguments: Sequence[str] | None = None) -> None:
    """Writes the examples of all files to one file, and says how many there are of each kind."""
    parser = argparse.ArgumentParser(prog="python -m bot.training", description=__doc__)
    parser.add_argument("--squad", type=Path, nargs="+", required=True)
    parser.add_argument("--out", type=Path, default=Path("examples.jsonl"))
    parser.add_argument("--draw", type=int, default=1, help="another number, other windows")
    options = parser.parse_args(arguments)
    counts: Counter[tuple[str, str]] = Counter()
    with options.out.open("w", encoding="utf-8") as out:
        for file in options.squad:
            for window in examples(file, options.draw):
                out.write(json.dumps(window.as_json(), ensure_ascii=False) + "\n")
                counts[window.source, window.kind] += 1
    for (source, kind), count in sorted(counts.items()):
        print(f"{source:40} {kind:14} {count:7,}", file=sys.stderr)


if __name__ == "__main__":
    main()
