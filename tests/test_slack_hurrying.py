"""When many ask: fewer passages are read, and to see a question goes before answering another."""

from __future__ import annotations

import asyncio
import os
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path
from unittest.mock import patch

import pytest
from fakes import Bench, FakeEmbedder
from slack_bot import BotIn, index
from slack_workspace import Workspace, conversation

from bot.answering import Answerer
from bot.evidence import Evidence, Picker
from bot.slack.pool import NICER, Pool
from index.search import Findings, Searcher

TEXTS = {"harbour": "The harbour opened in May. Nobody had asked for it."}


# As long as an answer takes: an event loop that is late would count who was answered long before.
ANSWER_S = 0.05


class Counted(Picker):
    """Picks nothing; notes whether it was to hurry, for each question."""

    def __init__(self, made: list[str], how: str = "calm") -> None:
        self._made, self._how = made, how

    @property
    def reads(self) -> bool:
        return True

    def hurried(self) -> Picker:
        return Counted(self._made, "hurried")

    def pick(self, findings: Findings) -> Evidence:
        self._made.append(self._how)
        time.sleep(ANSWER_S)
        return Evidence((), 0.0, answers=False)


@pytest.fixture(scope="module")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return index(tmp_path_factory.mktemp("indexed"), TEXTS).data


async def made_of(data: Path, bot_in: BotIn, asked: int, slack_rush: int) -> tuple[list[str], str]:
    """How the answers to so many questions at one moment were made, and the bot's figures."""
    made: list[str] = []
    searcher = Searcher(Bench(data.parent).library(), FakeEmbedder())
    answerer = Answerer(searcher, Counted(made))
    settings = {"slack_workers": 1, "slack_rush": slack_rush}
    async with Workspace(rates=False) as slack, bot_in(slack, data, answerer, **settings) as pair:
        slack.channel("#news", members=["U1"])
        posts = [await slack.post("U1", "#news", f"<@BOT> When? {n}") for n in range(asked)]
        await slack.until(lambda: all(len(slack.thread("#news", ts)) == 2 for ts in posts))
        return made, pair[0].desk.metrics.text()


@conversation
async def test_while_many_wait_answers_are_made_in_a_hurry_and_the_last_ones_are_not(
    data: Path, bot_in: BotIn
) -> None:
    made, figures = await made_of(data, bot_in, asked=5, slack_rush=3)
    # One that was just answered may still be counted among those who wait.
    hurried = made.count("hurried")
    assert made == ["hurried"] * hurried + ["calm"] * (5 - hurried)
    assert hurried in {3, 4}
    assert f"pullquote_hurried_total {hurried}\n" in figures


@conversation
async def test_few_are_answered_with_all_the_time_it_takes(data: Path, bot_in: BotIn) -> None:
    made, figures = await made_of(data, bot_in, asked=2, slack_rush=3)
    assert made == ["calm"] * 2
    assert "pullquote_hurried_total 0\n" in figures


@conversation
async def test_with_no_rush_set_nobody_hurries(data: Path, bot_in: BotIn) -> None:
    made, _ = await made_of(data, bot_in, asked=4, slack_rush=0)
    assert made == ["calm"] * 4


@conversation
async def test_whoever_asks_is_shown_that_it_was_seen_before_a_rush_is_over(
    data: Path, bot_in: BotIn
) -> None:
    told, waits = asyncio.Event(), count()

    async def over() -> None:
        if next(waits):  # first the inbox waits, and only acknowledges
            await told.wait()

    async with Workspace() as slack, bot_in(slack, data) as (bot, _):
        with patch.object(bot.desk.rush, "over", over):
            slack.channel("#news", members=["U1"])
            ts = await slack.post("U1", "#news", "<@BOT> When did the harbour open?")
            await slack.until(lambda: slack.status("#news", ts))
            assert len(slack.thread("#news", ts)) == 1
            told.set()
            await slack.until(lambda: len(slack.thread("#news", ts)) == 2)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a thread has no rank of its own")
def test_threads_that_answer_give_way_and_so_do_those_that_they_start() -> None:
    def nices() -> list[int]:
        with ThreadPoolExecutor(1) as started:
            return [nice(), started.submit(nice).result()]

    def nice() -> int:
        return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())

    pool = Pool(workers=1, waiting=0)
    assert asyncio.run(pool.run(nices)) == [min(19, nice() + NICER)] * 2
    pool.close()
