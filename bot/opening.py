"""From settings to open things: embedder, reader, library, builder, writer, answerer, catalog.

Owns which of them a setting concerns. Unlike `config`, it knows no source of a setting. Every
import of something heavy is here and in a function, so that `pullquote --help` stays quick.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from bot.config import Config, share_keys
from index.errors import NoIndex, StoreCorrupt, UsageError

if TYPE_CHECKING:
    from bot.answering import Answerer
    from bot.llm.model import Model
    from bot.writing.writer import Writer
    from index.build import Builder
    from index.catalog import Catalog, Entry, Listing
    from index.embedding import Embedder
    from index.filters import Filter
    from index.reader import Reader
    from index.snapshots import Library, Settings

ROOT = Path(__file__).parents[1]  # the folder that holds `bot` and `index`
READER = Path("index/models/reader/model.onnx")
READER_FILES = (READER, Path("bot/reading.json"))  # the model, and the weights for what it says


def open_embedder(config: Config) -> Embedder:
    """The embedder that the settings name. Raises ConfigError if it is unknown."""
    from index.embedders import BUNDLED, load
    from index.embedding import MiniLM

    if config.embedding == BUNDLED:
        return MiniLM(threads=config.threads or None)
    share_keys()
    return load(config.embedding)


def open_reader(config: Config, root: Path = ROOT) -> Reader | None:
    """The reader that the settings name. None if they name none, or the bundled one and a file of
    it is not there (see `missing_reader_file`): evidence is then picked by likeness.

    Raises ConfigError if it is unknown, ModelError if it refuses to start.
    """
    from index.reader import MiniLMReader
    from index.readers import BUNDLED, load

    if config.reader == BUNDLED:
        if missing_reader_file(config, root):
            return None
        return MiniLMReader((root / READER).parent, config.threads or None)
    share_keys()
    return load(config.reader)


def missing_reader_file(config: Config, root: Path = ROOT) -> Path | None:
    """The first file that the bundled reader lacks, if that is the one the settings name.

    A source tree in which none has been trained yet lacks them.
    """
    from index.readers import BUNDLED

    if config.reader != BUNDLED:
        return None
    return next((file for file in READER_FILES if not (root / file).is_file()), None)


def settings_of(config: Config, embedder: Embedder) -> Settings:
    """What an index made now would be made with."""
    from index.snapshots import Settings

    on_server = config.chroma_url is not None
    return Settings(embedder.name, embedder.dimensions, config.max_tokens, on_server)


def open_library(config: Config, embedder: Embedder) -> Library:
    """The index, for reading. It is looked at when it is first used, not now."""
    from index.snapshots import Library

    return Library(config.data, settings_of(config, embedder), config.chroma_url)


def open_builder(config: Config) -> Builder:
    """The index, for writing."""
    from index.build import Builder

    embedder = open_embedder(config)
    return Builder(config.data, settings_of(config, embedder), embedder, config.chroma_url)


def open_writer(
    config: Config, model: Model | None = None, *, asks_always: bool = False
) -> Writer | None:
    """What writes answers with the language model that the settings name, or with `model`; None if
    there is none. With `asks_always` the model is asked even where the articles do not answer.

    Raises ConfigError if the model or a prompt cannot be used, ModelError if the model's package
    refuses to start.
    """
    from bot.llm.opening import open_model
    from bot.llm.specs import server_of
    from bot.prompting import Prompts
    from bot.tracing import TracedModel

    prompts = Prompts.load(config.prompts)  # a mistake in them shows at once, whoever writes
    found = model or open_model(config)
    if found is None:
        return None
    from bot.writing.cache import FILE, Cache
    from bot.writing.writer import Writer

    return Writer(
        TracedModel(found),
        prompts,
        Cache(config.data / FILE),
        within_s=config.llm_answer_timeout_s,
        evidence_tokens=config.llm_evidence_tokens,
        asks_always=asks_always,
        server="" if model else server_of(config.llm),
    )


def open_answerer(config: Config, model: Model | None = None) -> Answerer:
    """What answers questions. `model` writes instead of the one that the settings name.

    Raises NoIndex, StoreMismatch or another StoreError if it cannot, ConfigError or ModelError if a
    model cannot be used.
    """
    from bot.answering import Answerer
    from bot.tracing import open_tracing

    embedder = open_embedder(config)
    library = open_library(config, embedder)
    library.snapshot()
    answerer = Answerer.open(
        library,
        embedder,
        config.answer_from,
        open_reader(config),
        open_writer(config, model),
        passages_read=config.passages_read,
    )
    return replace(answerer, tracing=open_tracing(config.trace, config.log_content))


@dataclass(frozen=True)
class Shelf:
    """The indexed articles, to be looked up: needs neither a model nor Chroma."""

    catalog: Catalog
    listings: dict[str, Listing]
    sources: tuple[str, ...] = ()  # the files and folders that were indexed

    def check(self, within: Filter | None) -> None:
        """Raises UsageError, as an answer would, if `within` lets no article through."""
        from index.filters import no_such

        listings = list(self.listings.values())
        if within and not any(within.lets(listing, self.sources) for listing in listings):
            raise UsageError(no_such(within, listings, self.sources))

    def find(self, wanted: str) -> Entry:
        """The article with this id, or the only one whose id begins so.

        Raises UsageError, naming the nearest ids, if there is none.
        """
        alike = [wanted] if wanted in self.listings else self._beginning(wanted)
        if len(alike) != 1:
            near = alike[:3] or get_close_matches(wanted, self.listings, n=3, cutoff=0.3)
            hint = f"The nearest: {', '.join(near)}" if near else "See: pullquote repl, :articles"
            raise UsageError(f"There is no article {wanted!r} in the index. {hint}")
        return self.catalog.entry(alike[0])

    def _beginning(self, wanted: str) -> list[str]:
        return [name for name in self.listings if wanted and name.startswith(wanted)]


def open_shelf(config: Config) -> Shelf:
    """The articles of the current generation. Raises NoIndex or StoreCorrupt."""
    from index.catalog import Catalog
    from index.snapshots import CATALOG, generation, read_pointer

    pointer = read_pointer(config.data)
    if pointer is None:
        raise NoIndex(f"No index in {config.data}. Make one: pullquote index FOLDER")
    try:
        catalog = Catalog(generation(config.data, pointer) / CATALOG)
        return Shelf(catalog, catalog.listings(), pointer.sources)
    except (OSError, ValueError, sqlite3.Error) as error:
        raise StoreCorrupt(
            f"The index in {config.data} cannot be read ({error}). "
            "Rebuild it: pullquote index --rebuild"
        ) from error
