"""Questions to begin with: made once for each generation of the index, and nobody else waits."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from slack_bot import ARTICLES, BotIn, Reader, app_of_the_manifest, index
from slack_workspace import Workspace, conversation

from bot.answer import Answer
from bot.config import Config
from bot.slack.knowledge import Knowledge
from index.filters import Filter

CRACKS = "What did Mara Lindqvist say?"
# More people than asyncio has threads for what takes a while.
MANY = 40


@dataclass
class Gated(Reader):
    """Tries suggestions only as long as the gate is open."""

    gate: threading.Event = field(default_factory=threading.Event)

    def answer(
        self, question: str, *, earlier: Sequence[str], within: Filter | None = None
    ) -> Answer:
        """An answer as of Reader."""
        if question.startswith("What did"):
            self.gate.wait(20)
        return super().answer(question, earlier=earlier, within=within)


@conversation
async def test_nobody_waits_for_suggestions_that_are_made_for_somebody_else(
    tmp_path: Path, bot_in: BotIn
) -> None:
    data = index(tmp_path).data
    reader = Gated(data)
    async with Workspace(app_of_the_manifest()) as slack, bot_in(slack, data, reader):
        slack.channel("#news", members=["U0"])
        ts = await slack.post("U0", "#news", "<@BOT> who warned of another war?")
        await slack.until(lambda: len(slack.thread("#news", ts)) == 2)
        people = [f"U{n}" for n in range(MANY)]
        for user in people:
            await slack.open_home(user)
        await slack.until(lambda: sum(bool(slack.home(user)) for user in people) == MANY - 1)
        await slack.click("U0", slack.thread("#news", ts)[1], "show_quote")
        await slack.until(lambda: slack.views("U0"))
        reader.gate.set()
        await slack.until(lambda: all(slack.home(user) for user in people))


@conversation
async def test_while_new_suggestions_are_made_the_last_ones_are_shown(tmp_path: Path) -> None:
    bench = index(tmp_path)
    reader = Gated(bench.data)
    reader.gate.set()
    knowledge = Knowledge(Config(data=bench.data), reader)
    assert await knowledge.suggestions() == [CRACKS]
    reader.gate.clear()
    bench.write({"bridge": ARTICLES["bridge"].replace("Mara", "Anna")})
    bench.build()
    making = asyncio.create_task(knowledge.suggestions())
    await asyncio.sleep(0)
    assert await knowledge.suggestions() == [CRACKS]
    reader.gate.set()
    assert await making == [CRACKS.replace("Mara", "Anna")]
    assert await knowledge.suggestions() == [CRACKS.replace("Mara", "Anna")]
