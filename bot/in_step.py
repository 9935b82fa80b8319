"""Whether the index is in step with the files that it was made from.

Owns the comparison, and what is said of it. Unlike `indexing`, it changes nothing; unlike `checks`,
it does not know where the files are named.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from bot.render.wording import count
from index.errors import ArticleError, PullquoteError
from index.presence import unreadable

if TYPE_CHECKING:
    from index.catalog import Listing
    from index.formats import Problem

SHOWN = 3  # files that cannot be read


def compared(
    named: str, files: list[Path], problems: list[Problem], indexed: dict[str, Listing]
) -> str:
    """How many files are in step, of those below the sources `named`.

    As the next run of `index` would: what it cannot read, it leaves as it is. Raises PullquoteError
    if there is something for it to do.
    """
    known = {name: one.sha256 for name, one in indexed.items()}
    differing = [file for file in files if known.get(file.stem) != _sha256(file)]
    failed = _unread(differing)
    left = [*problems, *failed]
    good = {file.stem for file in files} - {one.path.stem for one in failed}
    missing = {name: one.path for name, one in indexed.items() if name not in good}
    gone = len(missing) - len(unreadable(missing, [one.path for one in left]))
    new, changed = len(good - known.keys()), len({f.stem for f in differing} & good & known.keys())
    if new or gone or changed:
        raise PullquoteError(
            f"{named}: {new:,} new, {changed:,} changed and {gone:,} removed since it was indexed"
            f"{_said_of(left)}. Bring the index in step: pullquote index"
        )
    return f"{named}: {count(len(good), 'file')}, in step with the index{_said_of(left)}"


def _unread(files: list[Path]) -> list[Problem]:
    """Those of the files that cannot become articles, and why."""
    from index.formats import Problem, read

    found = []
    for file in files:
        try:
            read(file)
        except ArticleError as error:
            found.append(Problem(file, str(error)))
    return found


def _said_of(problems: list[Problem]) -> str:
    """The first few by name, for there may be thousands."""
    if not problems:
        return ""
    more = [f"{len(problems) - SHOWN:,} more"] if len(problems) > SHOWN else []
    return "; cannot be read: " + "; ".join(
        [*(f"{one.path} ({one.reason})" for one in problems[:SHOWN]), *more]
    )


def _sha256(file: Path) -> str:
    try:
        with file.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:  # it is as good as changed, until it is read and says why not
        return ""
