"""A bot for a fake workspace, and stand-ins for what it answers from."""

from __future__ import annotations

import asyncio
import os
import re
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fakes import Bench
from slack_workspace import App, Message, Workspace, read_manifest

from bot.answer import Answer, Citation, Statement, Status
from bot.config import Config, load_slack_keys
from bot.conversation import complete
from bot.opening import open_shelf
from bot.settings import Secret, SlackKeys
from bot.slack.app import Bot
from bot.slack.http import Http
from bot.slack.knowledge import Knowledge
from bot.slack.known import Answers
from bot.slack.serving import Connection, running
from index.filters import Filter
from index.snapshots import read_pointer

ARTICLES = {
    "talks": "Sherman leads the American delegation. Ryabkov leads the Russian delegation. "
    "Ryabkov said that NATO must not grow. Stoltenberg said that the talks were useful. "
    "Stoltenberg warned of another war. Stoltenberg praised the delegation. "
    "The delegation flew to Geneva.",
    "bridge": "The bridge over the Elster was closed in May. Mara Lindqvist said that the bridge "
    "had cracks. The new bridge will cost 14 million euros.",
}
ROOT = Path(__file__).parents[1]
WORD = re.compile(r"\w{4,}")
LEADS = "who leads the American delegation?"
# `bot_in` below with its transport chosen: the fixture of this name runs a test over both.
BotIn = Callable[..., AbstractAsyncContextManager[tuple[Bot, Connection]]]


@dataclass
class Reader:
    """Answers with the sentences that hold a word of the question; most words first.

    Takes `delay_s` for each, and raises what `fails` says for a question with that word.
    """

    data: Path
    delay_s: float = 0.0
    fails: dict[str, Exception] = field(default_factory=dict)
    asked: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)

    def answer(
        self, question: str, *, earlier: Sequence[str], within: Filter | None = None
    ) -> Answer:
        """An answer with at most six quotes."""
        self.asked.append((question, tuple(earlier)))
        time.sleep(self.delay_s)
        for word, error in self.fails.items():
            if word in question:
                raise error
        whole = complete(question, earlier)
        found = self._sentences({word.lower() for word in WORD.findall(whole)}, within)
        text = " ".join(f"{c.quote.text} [{c.number}]" for c in found)
        statements = tuple(Statement(c.quote.text, (c.number,)) for c in found)
        if not found:
            return Answer(question, Status.DECLINED, "The articles don’t say.", (), 0.1, "fake")
        return Answer(
            question, Status.ANSWERED, text, statements, 0.9, "fake", quotes=found, asked=whole
        )

    def _sentences(self, words: set[str], within: Filter | None) -> tuple[Citation, ...]:
        shelf = open_shelf(Config(data=self.data))
        pointer = read_pointer(self.data)
        try:
            articles = [
                shelf.catalog.entry(name).article
                for name, listing in shelf.listings.items()
                if not within or within.lets(listing, pointer.sources if pointer else ())
            ]
        finally:
            shelf.catalog.close()
        quotes = [a.quote(s.start, s.end) for a in articles for s in a.sentences]
        shared = [(len(words & set(WORD.findall(q.text.lower()))), q) for q in quotes]
        best = sorted((pair for pair in shared if pair[0]), key=lambda pair: -pair[0])[:6]
        return tuple(Citation(n, quote) for n, (_, quote) in enumerate(best, start=1))


def index(root: Path, articles: dict[str, str] | None = None) -> Bench:
    """An index of a few sentences."""
    bench = Bench(root)
    bench.write(articles or ARTICLES)
    bench.build()
    return bench


def app_of_the_manifest() -> App:
    """The app that slack-manifest.json makes: it may do what that grants, and no more."""
    return read_manifest(ROOT / "slack-manifest.json")


def keys_of(workspace: Workspace) -> SlackKeys:
    """The keys of the app that is installed in this workspace."""
    return SlackKeys(
        bot_token=Secret(workspace.bot_token),
        app_token=Secret(workspace.app_token),
        signing_secret=Secret(workspace.signing_secret),
        api_url=workspace.base_url,
    )


@asynccontextmanager
async def bot_in(
    workspace: Workspace,
    data: Path,
    reader: Answers | None = None,
    *,
    over_http: bool = False,
    lease_s: float = 30.0,
    counted_s: float = 3.0,
    **settings: Any,  # noqa: ANN401 - fields of Config
) -> AsyncIterator[tuple[Bot, Connection]]:
    """The bot, connected to the workspace by a socket or over HTTP; beside others, if there are."""
    config = Config(data=data, **settings)
    knowledge = Knowledge(config, reader or Reader(data))
    port, before = 0 if over_http else None, workspace.sockets
    times = {"lease_s": lease_s, "counted_s": counted_s}
    async with running(config, keys_of(workspace), knowledge, port, **times) as pair:
        if isinstance(pair[1], Http):
            async with workspace.delivering_to(f"http://127.0.0.1:{pair[1].port}/slack/events"):
                yield pair
        else:
            await workspace.until(lambda: workspace.sockets > before)
            yield pair


@contextmanager
def process(
    workspace: Workspace, data: Path, **variables: str
) -> Iterator[subprocess.Popen[bytes]]:
    """`pullquote slack` in a process of its own, that has a second to finish what it began."""
    keys = keys_of(workspace)
    assert keys.bot_token and keys.app_token
    variables |= {
        "SLACK_BOT_TOKEN": keys.bot_token.reveal(),
        "SLACK_APP_TOKEN": keys.app_token.reveal(),
        "SLACK_API_URL": keys.api_url,
        "PULLQUOTE_SLACK_STOP_S": "1",
        "PYTHONPATH": str(ROOT),
    }
    command = [sys.executable, "-m", "bot.cli", "slack", "--data", str(data)]
    child = subprocess.Popen(command, cwd=data.parent, env={**os.environ, **variables})
    try:
        yield child
    finally:
        child.kill()
        child.wait()


def words_of(message: Message) -> str:
    """All that a message's blocks say, in order."""
    return " ".join(_texts(list(message.blocks)))


def _texts(part: object) -> list[str]:
    if isinstance(part, list):
        return [text for one in part for text in _texts(one)]
    if not isinstance(part, dict):
        return []
    own = [part["text"]] if isinstance(part.get("text"), str) else []
    return own + [text for value in part.values() for text in _texts(value)]


async def _serve(data: Path, delay_s: float, port: int) -> None:
    """`python slack_bot.py DATA DELAY_S PORT`: the bot in a process of its own, to be killed; by a
    socket if the port is 0."""
    config = Config(data=data, slack_person_a_minute=0)
    knowledge = Knowledge(config, Reader(data, delay_s=delay_s))
    async with running(config, load_slack_keys(), knowledge, port or None, lease_s=1.0):
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_serve(Path(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3])))
