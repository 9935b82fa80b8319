"""What the bot answers from: the answerer, the articles as indexed now, and what is suggested.

Owns that a new generation of the index is seen without a restart. Unlike `bot.opening`, which opens
things once, it looks whether they have changed.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.config import Config
from bot.opening import Shelf, open_shelf
from bot.render.slack.home import Home as Stock
from bot.slack.known import Answers
from bot.slack.models import without_model
from bot.slack.pool import THREADS, give_way
from bot.slack.suggestions import suggest
from index.articles import Article
from index.errors import NoIndex, PullquoteError
from index.filters import Filter, folders_of, outlets_of
from index.snapshots import POINTER, read_pointer


@dataclass(frozen=True, slots=True)
class _Opened:
    generation: str
    shelf: Shelf
    sources: tuple[str, ...]  # the files and folders indexed


class Knowledge:
    """Answers, articles and suggestions. Threads may share it."""

    def __init__(self, config: Config, answers: Answers) -> None:
        self.answers = answers
        self._config, self._lock = config, threading.Lock()
        self._opened: _Opened | None = None
        self._suggested: tuple[str, Sequence[str]] = ("", ())
        self._suggesting = threading.Lock()

    def generation(self) -> str:
        """The index's generation. Raises NoIndex or another StoreError."""
        pointer = read_pointer(self._config.data)
        if pointer is None:
            raise NoIndex(f"No index in {self._config.data}. Make one: pullquote index FOLDER")
        return pointer.generation

    def article(self, name: str) -> Article:
        """An article as indexed now. Raises KeyError if there is none of this id."""
        with self._lock:
            return self._shelf().catalog.entry(name).article

    def stock(self) -> Stock:
        """What is indexed, and since when."""
        try:
            with self._lock:
                listings = list(self._shelf().listings.values())
            changed_s = (self._config.data / POINTER).stat().st_mtime
        except (PullquoteError, OSError):
            return Stock(articles=0, sentences=0)
        outlets = {one.outlet: None for one in listings if one.outlet}
        return Stock(
            articles=len(listings),
            sentences=sum(one.sentences for one in listings),
            indexed_at=datetime.fromtimestamp(changed_s, UTC),
            newest=max((one.published for one in listings if one.published), default=None),
            outlets=tuple(outlets),
        )

    def offered(self) -> Filter:
        """Outlets and folders that leave some article out, by name."""
        with self._lock:
            listings, sources = list(self._shelf().listings.values()), self._sources()
        outlets = [Filter(outlets=(name,)) for name in outlets_of(listings)]
        folders = [Filter(folders=(name,)) for name in folders_of(listings, sources)]
        some = [
            one
            for one in (*outlets, *folders)
            if not all(one.lets(listing, sources) for listing in listings)
        ]
        return Filter(
            tuple(name for one in some for name in one.outlets),
            tuple(name for one in some for name in one.folders),
        )

    def lets(self, within: Filter, names: Iterable[str]) -> bool:
        """Whether all articles with these ids are let through; one that is gone is not."""
        with self._lock:
            listings, sources = self._shelf().listings, self._sources()
        return all(name in listings and within.lets(listings[name], sources) for name in names)

    async def suggestions(self) -> Sequence[str]:
        """Questions that the articles answer.

        For a new generation it takes some seconds, in a thread of its own. Whoever wants them
        meanwhile gets the last ones at once, or none.
        """
        if not self._suggesting.acquire(blocking=False):
            return self._suggested[1]
        # Like those that answer: it gives way, and nobody who stops the bot waits for it.
        aside = ThreadPoolExecutor(1, THREADS, give_way)
        try:
            return await asyncio.get_running_loop().run_in_executor(aside, self._suggest)
        finally:
            aside.shutdown(wait=False)
            self._suggesting.release()

    def _suggest(self) -> Sequence[str]:
        generation = self.generation()
        if self._suggested[0] != generation:
            plain = without_model(self.answers)
            self._suggested = (generation, suggest(self._articles(), plain))
        return self._suggested[1]

    def _articles(self) -> Iterator[Article]:
        with self._lock:
            names = list(self._shelf().listings)
        for name in names:
            try:
                yield self.article(name)
            except KeyError:  # a new generation lacks it
                continue

    def _sources(self) -> tuple[str, ...]:
        return self._opened.sources if self._opened else ()

    def _shelf(self) -> Shelf:
        generation = self.generation()
        if self._opened is None or self._opened.generation != generation:
            if self._opened is not None:
                self._opened.shelf.catalog.close()
            pointer = read_pointer(self._config.data)
            sources = pointer.sources if pointer else ()
            self._opened = _Opened(generation, open_shelf(self._config), sources)
        return self._opened.shelf
