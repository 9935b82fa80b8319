"""The checks of `pullquote doctor`: one function each, from the settings to a finding.

Owns what is tried and what it means. Unlike `doctor`, it neither runs nor prints anything: a
check returns what it found, or raises what is wrong; its message says what to do.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from bot.answering import TRIAL
from bot.config import Config, without_password
from bot.in_step import compared
from bot.indexing import sources_of
from bot.opening import (
    ROOT,
    Shelf,
    missing_reader_file,
    open_embedder,
    open_library,
    open_reader,
    open_shelf,
    settings_of,
)
from bot.prompting import Prompts
from bot.render.wording import count
from index.errors import NoIndex, PullquoteError, StoreCorrupt
from index.presence import is_there

if TYPE_CHECKING:
    from index.reader import Reader

OLDEST_PYTHON = (3, 11)
TRIAL_SENTENCE = "The American delegation is led by Wendy Sherman."


class NotApplicable(Exception):
    """There is nothing to check, and why."""


def python(config: Config) -> str:
    """The Python that runs this."""
    found = ".".join(str(part) for part in sys.version_info[:3])
    if sys.version_info < OLDEST_PYTHON:
        raise PullquoteError(f"{found} is too old. Install Python 3.11 or newer.")
    return found


def data_folder(config: Config) -> str:
    """Whether the data folder can be written, or made."""
    folder = config.data.absolute()
    if is_there(folder) and not folder.is_dir():
        raise PullquoteError(f"{folder} is a file. Name a folder with --data or PULLQUOTE_DATA.")
    nearest = next(path for path in (folder, *folder.parents) if is_there(path))
    if not os.access(nearest, os.W_OK | os.X_OK):
        raise PullquoteError(
            f"{nearest} cannot be written. Change its rights, or name another with --data."
        )
    return str(folder) if nearest == folder else f"{folder} (not there yet; can be made)"


def model(config: Config) -> str:
    """Whether the model is what it should be (its hash is checked) and embeds a question."""
    embedder = open_embedder(config)
    started = time.perf_counter()
    vector = embedder.embed_question(TRIAL)
    took_ms = (time.perf_counter() - started) * 1000
    if vector.shape != (embedder.dimensions,) or not abs(float(vector @ vector) - 1) < 0.01:
        raise PullquoteError(f"{embedder.name} gives no vector of length 1. Use another embedding.")
    return (
        f"{embedder.name}, {embedder.dimensions} dimensions, loaded and tried in {took_ms:.0f} ms"
    )


def reader(config: Config, root: Path = ROOT) -> str:
    """Which reader is in force, and whether it reads; its hash and its weights are checked."""
    found = open_reader(config, root)
    if found is None:
        missing = missing_reader_file(config, root)
        cause = f"{missing} is not there; " if missing else ""
        raise NotApplicable(f"none: {cause}evidence is picked by likeness")
    took_ms = _try_reading(found)
    order_only = "" if found.calibrated else "; it orders the quotes, likeness decides the rest"
    return f"{found.name}, tried in {took_ms:.0f} ms{order_only}"


def _try_reading(reader: Reader) -> float:
    """Milliseconds for one sentence. Raises PullquoteError if it is left unread."""
    from bot.reading import Reading
    from index.reader import UNREAD, Text

    Reading.bundled(reader)
    started = time.perf_counter()
    ((mark,),) = reader.read(TRIAL, [Text(TRIAL_SENTENCE, ((0, len(TRIAL_SENTENCE)),))])
    if mark.relevant <= UNREAD:
        raise PullquoteError(f"{reader.name} gives no score. Use another reader, or none.")
    return (time.perf_counter() - started) * 1000


def vocabulary(config: Config) -> str:
    """Whether tiktoken counts without a network."""
    from index.passages import count_tokens

    tokens = count_tokens(TRIAL)
    where = os.environ.get("TIKTOKEN_CACHE_DIR") or os.environ.get("DATA_GYM_CACHE_DIR")
    if not tokens or not where:
        raise PullquoteError("tiktoken has no vocabulary on disk. Reinstall llama-index-core.")
    return "cl100k_base, on disk"


def index(config: Config) -> str:
    """Whether there is an index and it was made with these settings."""
    from index.snapshots import require_pointer

    pointer = require_pointer(config.data, settings_of(config, open_embedder(config)))
    return f"generation {pointer.generation}, made with these settings"


def articles(config: Config) -> str:
    """How much is indexed."""
    listings = _shelf(config).listings.values()
    passages, sentences = sum(x.passages for x in listings), sum(x.sentences for x in listings)
    sizes = (count(passages, "passage"), count(sentences, "sentence"))
    return ", ".join([count(len(listings), "article"), *sizes])


def store(config: Config) -> str:
    """Whether its files are whole, and it has every passage of the catalog and answers a query."""
    from index import manifest
    from index.catalog import passage_id
    from index.snapshots import generation

    listings = _shelf(config).listings.values()
    embedder = open_embedder(config)
    snapshot = open_library(config, embedder).snapshot()
    folder = generation(config.data, snapshot.pointer)
    manifest.read(folder).check(folder, thoroughly=True)  # readers look at sizes alone
    stored = set(snapshot.store.ids())
    wanted = {passage_id(one.version, n) for one in listings for n in range(one.passages)}
    if wanted - stored:
        raise StoreCorrupt(
            f"{len(wanted - stored):,} of {len(wanted):,} passages are not in the store. "
            "Rebuild the index: pullquote index --rebuild"
        )
    vector = embedder.embed_question(TRIAL)
    started = time.perf_counter()
    snapshot.store.nearest(vector, 1)
    took_ms = (time.perf_counter() - started) * 1000
    return f"has all {len(wanted):,} passages, answers in {took_ms:.0f} ms"


def server(config: Config) -> str:
    """Whether the Chroma server answers."""
    if config.chroma_url is None:
        raise NotApplicable("none: the vectors are in the data folder")
    from index.server import check

    check(config.chroma_url)
    return f"{without_password(config.chroma_url)} answers"


def folders(config: Config) -> str:
    """Whether the index is in step with the files it was made from, as far as they can be read."""
    from index.formats import find_files

    sources = sources_of(config)
    if not sources:
        raise NotApplicable("no folder of articles is named, and none was indexed")
    missing = [str(source) for source in sources if not is_there(source)]
    if missing:
        raise PullquoteError(
            f"{', '.join(missing)}: not there. Correct `articles`, or name it to `index`."
        )
    named = ", ".join(str(source) for source in sources)
    return compared(named, *find_files(sources), _shelf(config).listings)


def slack_tokens(config: Config) -> str:
    """Whether Slack takes the bot token, and for whom."""
    from bot.slack.checks import NO_KEYS, tokens

    return _or_none(tokens(), NO_KEYS)


def slack_scopes(config: Config) -> str:
    """Whether the bot has every permission it needs."""
    from bot.slack.checks import scopes

    return _or_none(scopes(), "no bot token to ask about")


def slack_connection(config: Config) -> str:
    """Whether Slack lets a socket be opened."""
    from bot.slack.checks import connection

    return _or_none(connection(), "no app token: nothing to connect by a socket with")


def prompts(config: Config) -> str:
    """Whether the prompts can be used: an answer needs them, be there a language model or not."""
    Prompts.load(config.prompts)
    return "Pullquote’s own" if config.prompts is None else f"those of {config.prompts}, and ours"


def language_model(config: Config) -> str:
    """Which language model writes, whether it answers, and what is left of its budget."""
    from bot.llm.opening import open_model

    found = open_model(config)
    if found is None:
        raise NotApplicable("none: answers are made without one")
    started = time.perf_counter()
    found.complete("You are being tested.", "Say yes.")
    took_ms = (time.perf_counter() - started) * 1000
    left = f"; left for today: {found.budget.left()}" if found.budget.is_limited else ""
    return f"{found.name} answers in {took_ms:,.0f} ms{left}"


def _or_none(found: str | None, why: str) -> str:
    if found is None:
        raise NotApplicable(why)
    return found


def _shelf(config: Config) -> Shelf:
    try:
        return open_shelf(config)
    except NoIndex:
        raise NotApplicable("no index") from None


CHECKS: tuple[tuple[str, Callable[[Config], str]], ...] = (
    ("Python", python),
    ("data folder", data_folder),
    ("embedding model", model),
    ("reader", reader),
    ("token vocabulary", vocabulary),
    ("prompts", prompts),
    ("language model", language_model),
    ("index", index),
    ("articles", articles),
    ("store", store),
    ("Chroma server", server),
    ("folders", folders),
    ("Slack tokens", slack_tokens),
    ("Slack scopes", slack_scopes),
    ("Slack connection", slack_connection),
)
