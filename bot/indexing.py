"""What `pullquote index` does and says.

Owns which paths are indexed when none is named, and the summary. Unlike `index.build`, it knows
that there is a terminal.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bot.config import Config
from bot.opening import open_builder
from bot.render.progress import progress_bar
from bot.render.wording import count, one_line
from index.errors import StoreCorrupt, StoreMismatch, UsageError

if TYPE_CHECKING:
    from index.build import Report


def bring_in_step(config: Config, paths: Sequence[str], *, rebuild: bool) -> bool:
    """Indexes, prints what was done, and returns whether every file could be read.

    Raises UsageError if there is nothing to index, or a path is empty: to Python that is the
    current folder, which the index would mirror for a variable that was not set.
    """
    if "" in paths:
        raise UsageError("An empty path is no folder. Name one: pullquote index FOLDER")
    sources = [Path(path) for path in paths] or _sources_known(config, rebuild=rebuild)
    if not sources:
        raise UsageError("Nothing to index. Name a folder: pullquote index FOLDER")
    with progress_bar("Indexing") as progress:
        report = open_builder(config).build(sources, rebuild=rebuild, progress=progress)
    for problem in report.problems:
        print(f"{one_line(str(problem.path))}: {one_line(problem.reason)}", file=sys.stderr)
    print(summary(report))
    return not report.problems


def sources_of(config: Config) -> list[Path]:
    """The articles that the settings name, else those of the latest run."""
    from index.snapshots import read_pointer

    if config.articles:
        return list(config.articles)
    pointer = read_pointer(config.data)
    return [Path(source) for source in pointer.sources] if pointer else []


def _sources_known(config: Config, *, rebuild: bool) -> list[Path]:
    """To somebody who rebuilds, it is no help to be told to rebuild."""
    try:
        return sources_of(config)
    except (StoreCorrupt, StoreMismatch):
        if not rebuild:
            raise
        raise UsageError(
            f"Which folder was indexed cannot be read from {config.data}. "
            "Name it: pullquote index --rebuild FOLDER"
        ) from None


def summary(report: Report) -> str:
    """What a run did, in one line."""
    done = {
        "added": report.added,
        "changed": report.changed,
        "removed": report.removed,
        "unchanged": report.unchanged,
    }
    if report.kept:
        done["kept though not readable now"] = report.kept
    changes = ", ".join(f"{len(ids):,} {what}" for what, ids in done.items())
    embedded = f"{count(report.passages, 'passage')} embedded in {report.seconds:.1f} s"
    return f"{count(report.articles, 'article')}: {changes}; {embedded}"
