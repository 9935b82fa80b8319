"""Keeps the index in step with a folder of articles.

    files ─ compare with the catalog ─► read ─ split ─ batches ─► draft ─► publish

Owns which articles are new, changed or gone, and the report of what was done. Unlike `drafts`,
which makes any change safe, it decides what changes; unlike `batches`, it runs no model. The index
mirrors the files and folders named in the latest run, no more and no less.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from index import decoding, formats, passages
from index.batches import Embedded, Unread, absolute, batches, embedded
from index.catalog import Listing
from index.drafts import Draft, writing
from index.embedding import Embedder
from index.errors import ArticleError, StoreError, UsageError
from index.formats import Problem
from index.presence import is_there, unreadable
from index.snapshots import Pointer, Settings, check_settings, read_pointer

# A long run publishes what it has every so often, so that a kill costs a minute and not an hour.
PUBLISH_EVERY_S = 60.0

Progress = Callable[[int, int, str], None]


@dataclass
class Report:
    """What a run did, by article id."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)  # as indexed before: cannot be read for now
    problems: list[Problem] = field(default_factory=list)
    passages: int = 0  # embedded in this run
    seconds: float = 0.0

    @property
    def articles(self) -> int:
        """How many articles the index holds now."""
        return len(self.read) + len(self.kept)

    @property
    def read(self) -> set[str]:
        """The articles whose files could be read."""
        return {*self.added, *self.changed, *self.unchanged}


@dataclass(frozen=True)
class Builder:
    """Brings the index in a data folder in step with files."""

    data: Path
    settings: Settings
    embedder: Embedder
    url: str | None = None
    publish_every_s: float = PUBLISH_EVERY_S

    def build(
        self, sources: Sequence[Path], *, rebuild: bool = False, progress: Progress | None = None
    ) -> Report:
        """Indexes exactly the articles under `sources`, embedding what is new or changed.

        A file that cannot be read as an article is reported in `problems` and left out, or kept as
        it was indexed before; the others are indexed. Raises UsageError if a source is missing or
        nothing in them is an article (the index is then left as it was), and StoreError if it
        cannot be written.
        """
        started = time.monotonic()
        files, problems = _find(sources)
        with writing(self.data):
            keep = self._current(rebuild)
            named = [str(source.absolute()) for source in sources]
            run = _Run(self, keep, None if rebuild else keep, named, progress)
            report = run.bring_in_step(files, problems)
        report.seconds = time.monotonic() - started
        return report

    def _current(self, rebuild: bool) -> Pointer | None:
        """The generation on disk; one that cannot be used is no hindrance to a rebuild."""
        try:
            pointer = read_pointer(self.data)
            if pointer and not rebuild:
                check_settings(self.data, pointer, self.settings)
        except StoreError:
            if not rebuild:
                raise
            return None
        return pointer


def _find(sources: Sequence[Path]) -> tuple[list[Path], list[Problem]]:
    for source in sources:
        if not is_there(source):
            raise UsageError(f"There is no file or folder {source}. Name the folder of articles.")
    found, problems = formats.find_files(sources)
    files = [file for file in found if _is_utf8(file)]
    strange = "its name is not UTF-8, so it cannot be cited: rename it"
    problems += [Problem(file, strange) for file in found if not _is_utf8(file)]
    if not files and not problems:
        named = ", ".join(str(source) for source in sources)
        raise UsageError(
            f"No article in {named}: none ends in {', '.join(sorted(formats.SUFFIXES))}. "
            "The index was left as it was."
        )
    return files, problems


def _is_utf8(file: Path) -> bool:
    """Python stands lone surrogates in for the bytes of a name that it cannot decode."""
    return str(file).isascii() or not any("\ud800" <= char <= "\udfff" for char in str(file))


class _Run:
    """One run of a builder: plan, then read and embed batch by batch, then publish."""

    def __init__(
        self,
        builder: Builder,
        keep: Pointer | None,
        before: Pointer | None,
        sources: Sequence[str],
        progress: Progress | None,
    ) -> None:
        self._builder, self._keep, self._before = builder, keep, before
        # Readers of an index that is rebuilt keep the whole of it until the end.
        self._may_publish_early = before is not None or keep is None
        self._sources = sources
        self._progress = progress or (lambda done, total, what: None)
        self._report = Report()
        self._draft = self._begin()

    def bring_in_step(self, files: Sequence[Path], problems: Sequence[Problem]) -> Report:
        try:
            self._report.problems.extend(problems)
            self._index(files)
            self._finish()
        except BaseException:
            self._draft.discard()
            raise
        return self._report

    def _begin(self) -> Draft:
        builder = self._builder
        return Draft(builder.data, builder.settings, self._before, self._keep, builder.url)

    def _index(self, files: Sequence[Path]) -> None:
        """Indexes the files that are new or changed, and removes the articles that are gone."""
        known = self._draft.catalog.listings()
        hashed = dict(self._hash(files))
        work = [file for file in hashed if not _same(known.get(file.stem), file, hashed[file])]
        self._keep_unchanged(known, hashed.keys() - set(work))
        published = time.monotonic()
        done = 0
        embedder, dimensions = self._builder.embedder, self._builder.settings.dimensions
        for batch in embedded(batches(self._read(work, hashed)), embedder, dimensions):
            self._put(batch, known)
            done += len(batch.articles)
            self._progress(done, len(work), batch.articles[-1].article.id)
            late = time.monotonic() - published > self._builder.publish_every_s
            if late and self._may_publish_early:
                self._publish_and_go_on()
                published = time.monotonic()
        self._remove_gone({n: one.path for n, one in known.items() if n not in self._report.read})

    def _remove_gone(self, missing: dict[str, str]) -> None:
        """A folder that was closed, or a file that is just being written, is not gone."""
        self._report.kept = unreadable(missing, [p.path for p in self._report.problems])
        self._report.removed = sorted(missing.keys() - set(self._report.kept))
        self._draft.remove(self._report.removed)

    def _keep_unchanged(self, known: dict[str, Listing], files: Iterable[Path]) -> None:
        paths = {file.stem: absolute(file) for file in files}
        self._report.unchanged = sorted(paths)
        self._draft.move({name: path for name, path in paths.items() if known[name].path != path})

    def _finish(self) -> None:
        if not self._report.read:
            reasons = "; ".join(f"{p.path}: {p.reason}" for p in self._report.problems[:3])
            raise UsageError(f"No file can be read as an article ({reasons}). Nothing was changed.")
        self._draft.publish(self._sources)

    def _publish_and_go_on(self) -> None:
        self._before = self._keep = self._draft.publish(self._sources)
        self._draft = self._begin()

    def _hash(self, files: Sequence[Path]) -> Iterator[tuple[Path, str]]:
        """Hashed before it is read: if it changes in between, the next run sees a change."""
        for file in files:
            try:
                yield file, hashlib.sha256(decoding.load(file)).hexdigest()
            except ArticleError as error:
                self._report.problems.append(Problem(file, str(error)))

    def _read(self, files: Sequence[Path], hashed: dict[Path, str]) -> Iterator[Unread]:
        for file in files:
            try:
                article = formats.read(file)
            except ArticleError as error:
                self._report.problems.append(Problem(file, str(error)))
                continue
            split = tuple(passages.split(article, self._builder.settings.max_tokens))
            yield Unread(article, split, file, hashed[file])

    def _put(self, batch: Embedded, known: dict[str, Listing]) -> None:
        """Stores some articles that were embedded in one call."""
        entries = batch.entries()
        self._draft.put(entries, batch.passage_vectors)
        self._report.passages += len(batch.passage_vectors)
        for entry in entries:
            (self._report.changed if entry.article.id in known else self._report.added).append(
                entry.article.id
            )


def _same(listing: Listing | None, file: Path, sha256: str) -> bool:
    """Whether this is what was indexed. The suffix says how it is read, the folder nothing."""
    if listing is None or listing.sha256 != sha256:
        return False
    return Path(listing.path).suffix == file.suffix
