"""A model's words in Slack: slow, hanging and failing models, and what is kept of answers."""

from __future__ import annotations

import asyncio
import json
import signal
import threading
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import pytest
from fakes import Bench, FakeEmbedder
from llm_server import Behaviour, LlmServer
from llm_server import Message as Said
from slack_bot import BotIn, index, process, words_of
from slack_bot import bot_in as bot_by
from slack_workspace import Message, Workspace, conversation
from writing_cases import TALKS, says

from bot.answer import Answer, Citation, Disagreement, Part, Statement, Status, Usage, Writing
from bot.answering import Answerer
from bot.config import Config
from bot.evidence import Picker
from bot.opening import open_builder, open_shelf, open_writer
from bot.prompting import Prompts
from bot.slack.asked import Asked, Place
from bot.slack.database import Database
from bot.slack.feedback import Feedback
from bot.slack.pool import Pool
from bot.slack.records import Records, restored
from index.search import Searcher

LEADS = "Who leads the American delegation in Geneva?"
QUOTE = "Wendy Sherman leads the American delegation at the talks in Geneva."
OWN_WORDS = "The American delegation is led by Wendy Sherman [%]."
WORKING = "is looking in the articles…"
WITHOUT = "This is the answer without a model"


@pytest.fixture(scope="module")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return index(tmp_path_factory.mktemp("indexed"), TALKS).data


def writes(delay_s: float = 0.0) -> Callable[[Sequence[Said]], str]:
    """What a good model says, after this time."""
    said = says(OWN_WORDS, "Wendy Sherman leads")

    def reply(messages: Sequence[Said]) -> str:
        time.sleep(delay_s)
        return said(messages[-1].content)

    return reply


def answerer(data: Path, llm: LlmServer, timeout_s: float = 30.0) -> Answerer:
    """Answers every question, in the server's words; asks it once."""
    config = Config(data=data, llm=llm.spec, llm_timeout_s=timeout_s, llm_retries=0)
    searcher = Searcher(Bench(data.parent).library(), FakeEmbedder())
    return Answerer(searcher, Picker.bundled(0.0), open_writer(config))


async def post(slack: Workspace, question: str = LEADS) -> str:
    slack.channel("#news", members=["U1"])
    return await slack.post("U1", "#news", f"<@BOT> {question}")


def answers(slack: Workspace, ts: str) -> list[Message]:
    return [m for m in slack.thread("#news", ts) if m.user == slack.bot_user]


@conversation
async def test_an_answer_that_takes_longer_than_the_lease_is_written_and_posted_once(
    data: Path, bot_in: BotIn, llm: LlmServer
) -> None:
    llm.reply = writes(2.5)
    async with (
        Workspace() as slack,
        bot_in(slack, data, answerer(data, llm), lease_s=1.0),
        bot_in(slack, data, answerer(data, llm), lease_s=1.0),
    ):
        ts = await post(slack)
        await slack.until(lambda: llm.requests)
        slack.redeliver(ts)
        await asyncio.sleep(1.5)
        assert slack.status("#news", ts) == WORKING
        await slack.until(lambda: answers(slack, ts))
        await slack.quiet(settled_s=0.6)
        (answer,) = answers(slack, ts)
        assert len(llm.requests) == 1
        assert "is led by Wendy Sherman" in words_of(answer)
        assert "Written by openai-like:test-model" in words_of(answer)
        assert not slack.status("#news", ts)


@conversation
async def test_a_model_that_hangs_ends_in_the_plain_answer_which_says_so(
    data: Path, bot_in: BotIn, llm: LlmServer
) -> None:
    llm.behave(Behaviour.HANG)
    slow = answerer(data, llm, timeout_s=0.5)
    async with Workspace() as slack, bot_in(slack, data, slow) as (bot, _):
        ts = await post(slack)
        await slack.until(lambda: answers(slack, ts))
        await slack.quiet()
        (answer,) = answers(slack, ts)
        assert answer.text.startswith(QUOTE)
        assert WITHOUT in words_of(answer)
        assert "did not finish within 0.5 s" in words_of(answer)
        assert "pullquote_plain_total 1\n" in bot.desk.metrics.text()


@conversation
async def test_a_model_that_fails_again_and_again_is_left_alone_and_everybody_is_told(
    data: Path, bot_in: BotIn, llm: LlmServer
) -> None:
    llm.behave(Behaviour.SERVER_ERROR)
    async with (
        Workspace(rates=False) as slack,
        bot_in(slack, data, answerer(data, llm), slack_workers=1),
    ):
        for number in range(5):
            ts = await post(slack, f"{LEADS} {number}")
            await slack.until(partial(answers, slack, ts))
            assert WITHOUT in words_of(answers(slack, ts)[0])
        assert len(llm.requests) == 3
        assert "is not asked for the next" in words_of(answers(slack, ts)[0])


@conversation
async def test_who_waits_for_a_model_keeps_nobody_else_from_being_answered(
    data: Path, bot_in: BotIn, llm: LlmServer
) -> None:
    llm.reply = writes(0.8)
    async with (
        Workspace(rates=False) as slack,
        bot_in(slack, data, answerer(data, llm), slack_workers=1),
    ):
        asked = [await post(slack, f"{LEADS} {number}") for number in range(4)]
        await slack.until(lambda: all(answers(slack, ts) for ts in asked))
        assert llm.most_running == 4


def test_no_more_than_the_slots_work_at_once_however_many_wait_far_away() -> None:
    working, most, lock = 0, 0, threading.Lock()

    def work() -> None:
        nonlocal working, most
        for _ in range(2):
            with lock:
                working += 1
                most = max(most, working)
            time.sleep(0.02)
            with lock:
                working -= 1
            with pool.lent():
                time.sleep(0.02)

    async def all_of_them() -> None:
        await asyncio.gather(*(pool.run(work) for _ in range(6)))

    pool = Pool(workers=2, waiting=10, afar=4)
    with pool.lent():  # in a thread that holds no slot: nothing is lent
        asyncio.run(all_of_them())
    pool.close()
    assert most == 2


@conversation
async def test_questions_that_are_only_suggested_are_not_the_models_to_answer(
    data: Path, bot_in: BotIn, llm: LlmServer
) -> None:
    async with Workspace() as slack, bot_in(slack, data, answerer(data, llm)):
        slack.user("U1")
        await slack.open_messages_tab("U1")
        await slack.until(lambda: slack.messages(slack.direct("U1").id))
        await slack.quiet()
        assert not llm.requests


@conversation
async def test_an_answer_without_the_models_words_still_says_so_when_it_is_shared(
    data: Path, bot_in: BotIn, llm: LlmServer
) -> None:
    llm.behave(Behaviour.SERVER_ERROR)
    async with Workspace() as slack, bot_in(slack, data, answerer(data, llm)):
        slack.channel("#news", members=["U1"])
        await slack.slash("U1", "#news", "/ask", LEADS)
        await slack.until(lambda: any(WITHOUT in words_of(m) for m in slack.ephemerals("U1")))
        await slack.click("U1", slack.ephemerals("U1")[-1], "share_answer")
        await slack.until(lambda: slack.messages("#news"))
        assert WITHOUT in words_of(slack.messages("#news")[0])


@conversation
async def test_what_people_said_is_kept_with_who_wrote_the_answer_and_with_which_prompts(
    data: Path, bot_in: BotIn, llm: LlmServer
) -> None:
    llm.reply = writes()
    async with Workspace() as slack, bot_in(slack, data, answerer(data, llm)) as (bot, _):
        ts = await post(slack)
        await slack.until(lambda: answers(slack, ts))
        await slack.click("U1", answers(slack, ts)[0], "helped")
        await slack.until(lambda: slack.ephemerals("U1"))
        (line,) = Feedback(bot.database).lines()
    kept, prompts = json.loads(line)["answer"], Prompts.load(None)
    assert kept["answerer"] == "openai-like:test-model"
    assert kept["writing"]["prompts"]["answer"] == prompts["answer"].version


def test_a_kept_answer_comes_back_with_who_wrote_it_and_where_articles_differ(data: Path) -> None:
    catalog = open_shelf(Config(data=data)).catalog
    article = catalog.entry("talks").article
    quotes = tuple(
        Citation(n, article.quote(s.start, s.end)) for n, s in enumerate(article.sentences[:2], 1)
    )
    writing = Writing(
        "test:model", {"answer": "1-ab"}, ("“X”: no",), "So.", Usage(2, 30, 4, 0.5), vetoed=True,
        dropped_more=3,
    )  # fmt: skip
    answer = Answer(
        LEADS, Status.ANSWERED, "Two.", (Statement("Two.", (1, 2)),), 0.9, "extractive", quotes,
        asked=LEADS, writing=writing, strange=("Hungery",), alike=("Hungary",),
        disagreements=(Disagreement("how many", ((1,), (2,)), ("28", "30")),),
        parts=(
            Part("Who leads?", "Who leads?", Status.ANSWERED, 0.9, (2, 1), quotes[1].quote),
            Part("And who follows?", "who follows them?", Status.DECLINED, 0.1),
        ),
    )  # fmt: skip
    database = Database(data / "slack.sqlite3")
    records = Records(database)
    record = records.keep(Asked("q1", Place("T1", "C1", "1.0"), "U1", LEADS, "1.0"), answer, "1")
    assert restored(records.get(record.id), lambda name: catalog.entry(name).article) == answer
    database.close()
    catalog.close()


@conversation
async def test_a_question_of_several_parts_gets_one_answer_and_a_follow_up_leans_on_the_last(
    data: Path, bot_in: BotIn
) -> None:
    searcher = Searcher(Bench(data.parent).library(), FakeEmbedder())
    asks = "Who leads the American delegation, and how cold is the hall in January?"
    async with (
        Workspace() as slack,
        bot_in(slack, data, Answerer(searcher, Picker.bundled(0.0))),
    ):
        ts = await post(slack, asks)
        await slack.until(lambda: answers(slack, ts))
        await slack.quiet()
        (answer,) = answers(slack, ts)
        said = " ".join(words_of(answer).split())
        assert said.index("Who leads the American delegation?") < said.index("how cold is the hall")
        assert all(words in said for words in ("Wendy Sherman leads", "the hall is cold"))
        await slack.post("U1", "#news", "<@BOT> And in Geneva?", thread_ts=ts)
        await slack.until(lambda: len(answers(slack, ts)) == 2)
        assert "Searched: how cold is the hall in January in Geneva?" in words_of(
            answers(slack, ts)[1]
        )


@conversation
async def test_a_process_that_is_stopped_does_not_wait_for_a_model_that_hangs(
    tmp_path: Path, llm: LlmServer
) -> None:
    bench = Bench(tmp_path)
    bench.write(TALKS)
    open_builder(Config(data=bench.data)).build([bench.articles])
    llm.behave(Behaviour.HANG)
    async with Workspace() as slack:
        with process(slack, bench.data, PULLQUOTE_LLM=llm.spec) as child:
            await slack.until(lambda: slack.sockets, 60)
            ts = await post(slack)
            await slack.until(lambda: llm.requests, 20)
            child.send_signal(signal.SIGTERM)
            # The model would be waited for longer than that.
            assert await asyncio.to_thread(child.wait, 20) == 0
        assert not answers(slack, ts)
        async with bot_by(slack, bench.data):
            await slack.until(lambda: answers(slack, ts))
