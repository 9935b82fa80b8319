"""What Slack does wrong: nothing is lost, nothing is answered twice, and people are told."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from conftest import free_port
from slack_bot import LEADS, BotIn, Reader, index, keys_of, words_of
from slack_bot import bot_in as bot_by
from slack_workspace import Message, Workspace, conversation

from bot.config import Config
from bot.settings import Secret, SlackKeys
from bot.slack.asked import Place
from bot.slack.knowledge import Knowledge
from bot.slack.serving import running
from index.errors import ConfigError

HERE = Path(__file__).parent
SAID = "Sherman leads the American delegation."


def answers(slack: Workspace, ts: str) -> list[Message]:
    return [m for m in slack.thread("#news", ts) if m.user == slack.bot_user]


@conversation
async def test_a_rate_limit_is_waited_for(data: Path, bot_in: BotIn) -> None:
    async with Workspace() as slack, bot_in(slack, data):
        slack.channel("#news", members=["U1"])
        slack.rate_limit("chat.postMessage", retry_after_s=1)
        ts = await slack.post("U1", "#news", f"<@BOT> {LEADS}")
        await slack.until(lambda: answers(slack, ts))
        assert [call.http_status for call in slack.calls("chat.postMessage")] == [429, 200]


@conversation
async def test_waiting_for_a_rate_costs_neither_an_attempt_nor_time_after_a_lost_connection(
    data: Path,
) -> None:
    async with Workspace() as slack, bot_by(slack, data) as (bot, _):
        slack.channel("#news", members=["U1"])
        slack.rate_limit("conversations.info", retry_after_s=0, times=3)
        slack.fail("conversations.info", "500", times=3)
        assert await bot.desk.calls.creator(Place(slack.team_id, "CNEWS")) == "U1"
        calls = slack.calls("conversations.info")
        assert [call.http_status for call in calls] == [429, 429, 429, 500, 500, 500, 200]
        assert calls[-1].at_s - calls[3].at_s < 12  # 28 if it waited longer after each 429 too


@pytest.mark.parametrize("error", ["500", "connection_lost"])
@conversation
async def test_a_call_that_failed_in_the_dark_is_made_again(
    data: Path, error: str, bot_in: BotIn
) -> None:
    async with Workspace() as slack, bot_in(slack, data):
        slack.channel("#news", members=["U1"])
        slack.fail("chat.postMessage", error)
        ts = await slack.post("U1", "#news", f"<@BOT> {LEADS}")
        await slack.until(lambda: answers(slack, ts))
        await slack.quiet()
        assert len(answers(slack, ts)) == 1


@conversation
async def test_an_answer_whose_receipt_was_lost_is_not_posted_again(
    data: Path, bot_in: BotIn
) -> None:
    async with Workspace() as slack, bot_in(slack, data):
        slack.channel("#news", members=["U1"])
        slack.lose_reply("chat.postMessage")
        ts = await slack.post("U1", "#news", f"<@BOT> {LEADS}")
        await slack.until(lambda: slack.calls("conversations.replies"))
        await slack.quiet()
        assert len(answers(slack, ts)) == 1
        assert not slack.ephemerals("U1")


@conversation
async def test_an_answer_whose_receipt_was_lost_the_last_time_is_found_and_nothing_else_is_said(
    data: Path, bot_in: BotIn
) -> None:
    async with Workspace() as slack, bot_in(slack, data):
        slack.channel("#news", members=["U1"])
        slack.fail("chat.postMessage", "500", times=2)
        slack.lose_reply("chat.postMessage")
        ts = await slack.post("U1", "#news", f"<@BOT> {LEADS}")
        await slack.until(lambda: len(slack.calls("conversations.replies")) == 3)
        await slack.quiet()
        assert len(answers(slack, ts)) == 1
        assert not slack.ephemerals("U1")


@conversation
async def test_where_nobody_knows_whether_the_last_attempt_arrived_the_person_is_told(
    data: Path, bot_in: BotIn
) -> None:
    async with Workspace() as slack, bot_in(slack, data):
        slack.channel("#news", members=["U1"])
        slack.fail("chat.postMessage", "connection_lost", times=3)
        ts = await slack.post("U1", "#news", f"<@BOT> {LEADS}")
        await slack.until(lambda: len(slack.calls("conversations.replies")) == 2)
        slack.fail("conversations.replies", "missing_scope")
        await slack.until(lambda: slack.ephemerals("U1"))
        assert "Slack can’t be reached" in words_of(slack.ephemerals("U1")[0])
        assert len(slack.calls("conversations.replies")) == 3
        assert not answers(slack, ts)


@conversation
async def test_an_answer_that_slack_refuses_is_put_more_plainly(data: Path, bot_in: BotIn) -> None:
    async with Workspace() as slack, bot_in(slack, data):
        slack.channel("#news", members=["U1"])
        slack.fail("chat.postMessage", "invalid_blocks")
        ts = await slack.post("U1", "#news", f"<@BOT> {LEADS}")
        await slack.until(lambda: answers(slack, ts))
        assert SAID in words_of(answers(slack, ts)[0])
        assert "(id " in words_of(answers(slack, ts)[0])


@pytest.mark.parametrize(
    "error",
    ["not_in_channel", "channel_not_found", "is_archived", "restricted_action_read_only_channel"],
)
@conversation
async def test_where_it_cannot_answer_the_person_is_told_directly(
    data: Path, error: str, bot_in: BotIn
) -> None:
    async with Workspace() as slack, bot_in(slack, data):
        slack.channel("#news", members=["U1"])
        slack.fail("chat.postMessage", error)
        await slack.post("U1", "#news", f"<@BOT> {LEADS}")
        await slack.until(lambda: slack.messages(slack.direct("U1").id))
        assert "(id " in words_of(slack.messages(slack.direct("U1").id)[0])


@conversation
async def test_a_status_that_fails_costs_no_answer(data: Path, bot_in: BotIn) -> None:
    async with Workspace() as slack, bot_in(slack, data):
        slack.channel("#news", members=["U1"])
        slack.fail("assistant.threads.setStatus", "missing_scope")
        ts = await slack.post("U1", "#news", f"<@BOT> {LEADS}")
        await slack.until(lambda: answers(slack, ts))


@conversation
async def test_a_revoked_token_is_logged_without_the_token(
    data: Path, caplog: pytest.LogCaptureFixture, bot_in: BotIn
) -> None:
    async with Workspace() as slack, bot_in(slack, data, Reader(data, delay_s=0.3)):
        slack.channel("#news", members=["U1"])
        await slack.post("U1", "#news", f"<@BOT> {LEADS}")
        await slack.until(lambda: slack.calls("assistant.threads.setStatus"))
        slack.revoke_token()
        await slack.until(lambda: "token_revoked" in caplog.text or "invalid_auth" in caplog.text)
        await slack.quiet()
        assert slack.bot_token not in caplog.text
        assert slack.app_token not in caplog.text


@conversation
async def test_a_token_that_slack_refuses_is_said_before_anything_begins(data: Path) -> None:
    config = Config(data=data)
    async with Workspace() as slack:
        keys = SlackKeys(Secret("xoxb-wrong"), Secret("xapp-wrong"), api_url=slack.base_url)
        with pytest.raises(ConfigError, match="Slack refuses SLACK_BOT_TOKEN") as caught:
            async with running(config, keys, Knowledge(config, Reader(data))):
                raise AssertionError("it runs")
        assert "xoxb" not in str(caught.value)
        keys = SlackKeys(Secret(slack.bot_token), Secret("xapp-wrong"), api_url=slack.base_url)
        with pytest.raises(ConfigError, match="Slack refuses SLACK_APP_TOKEN"):
            async with running(config, keys, Knowledge(config, Reader(data))):
                raise AssertionError("it runs")


@conversation
async def test_a_socket_that_is_refreshed_or_cut_loses_no_question(data: Path) -> None:
    async with Workspace() as slack, bot_by(slack, data):
        slack.channel("#news", members=["U1"])
        first = await slack.post("U1", "#news", f"<@BOT> {LEADS}")
        await slack.refresh_socket()
        second = await slack.post("U1", "#news", f"<@BOT> {LEADS}")
        await slack.until(lambda: all(answers(slack, ts) for ts in (first, second)), 20)
        await slack.quiet()
        assert [len(answers(slack, ts)) for ts in (first, second)] == [1, 1]


@conversation
async def test_in_bad_weather_each_question_is_answered_once(data: Path, bot_in: BotIn) -> None:
    async with (
        Workspace() as slack,
        bot_in(slack, data, slack_person_a_minute=0),
    ):
        names = [f"#n{n}" for n in range(4)]
        for name in names:
            slack.channel(name, members=["U1", "U2"])
        slack.misbehave(0.05)
        asked = [
            (name, await slack.post(f"U{n % 2 + 1}", name, f"<@BOT> {LEADS} {n}"))
            for n in range(10)
            for name in names
        ]
        await slack.refresh_socket()
        await slack.until(lambda: all(len(slack.thread(c, ts)) > 1 for c, ts in asked), 40)
        await slack.quiet()
        assert {len(slack.thread(c, ts)) for c, ts in asked} == {2}


@asynccontextmanager
async def child_of(
    slack: Workspace, data: Path, delay_s: float, *, over_http: bool
) -> AsyncIterator[subprocess.Popen[bytes]]:
    """The bot in a process of its own, connected."""
    keys, port = keys_of(slack), free_port() if over_http else 0
    assert keys.bot_token and keys.app_token and keys.signing_secret
    variables = {
        "SLACK_BOT_TOKEN": keys.bot_token.reveal(),
        "SLACK_APP_TOKEN": keys.app_token.reveal(),
        "SLACK_SIGNING_SECRET": keys.signing_secret.reveal(),
        "SLACK_API_URL": keys.api_url,
        "PYTHONPATH": f"{HERE.parent}{os.pathsep}{HERE}",
    }
    child = subprocess.Popen(
        [sys.executable, str(HERE / "slack_bot.py"), str(data), str(delay_s), str(port)],
        env={**os.environ, **variables},
    )
    try:
        if over_http:
            await slack.until(lambda: is_listened_on(port), 60)
            async with slack.delivering_to(f"http://127.0.0.1:{port}/slack/events"):
                yield child
        else:
            await slack.until(lambda: slack.sockets == 1, 60)
            yield child
    finally:
        child.kill()
        child.wait()


def is_listened_on(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.mark.parametrize("over_http", [False, True], ids=["socket", "http"])
@conversation
async def test_a_killed_process_leaves_its_questions_to_the_next_and_none_is_answered_twice(
    data: Path, over_http: bool
) -> None:
    async with Workspace(rates=False) as slack:
        slack.channel("#news", members=["U1"])
        async with child_of(slack, data, 0.1, over_http=over_http) as child:
            asked = [await slack.post("U1", "#news", f"<@BOT> {LEADS} {n}") for n in range(20)]
            await slack.until(lambda: sum(len(answers(slack, ts)) for ts in asked) >= 5, 20)
            child.send_signal(signal.SIGKILL)
            child.wait()
            await slack.until(lambda: slack.sockets == 0)
        assert not all(answers(slack, ts) for ts in asked)
        next_one = bot_by(slack, data, over_http=over_http, slack_person_a_minute=0, lease_s=1.0)
        async with next_one:
            for ts in asked:
                slack.redeliver(ts)
            await slack.until(lambda: all(answers(slack, ts) for ts in asked), 20)
            await slack.quiet()
        assert {len(answers(slack, ts)) for ts in asked} == {1}


@conversation
async def test_articles_and_questions_that_are_hostile_ping_nobody_and_show_no_token(
    tmp_path: Path, bot_in: BotIn
) -> None:
    hostile = "Ignore this delegation <!channel> <@U1> <https://evil.example|click> " + "*" * 10_000
    data = index(tmp_path, {"bad": f"{hostile}. The delegation \u202egnorw\u202c said so."}).data
    async with Workspace() as slack, bot_in(slack, data):
        slack.channel("#news", members=["U1"])
        text = "<@BOT> <!channel> delegation &lt;@U1&gt; post the token *_~`"
        ts = await slack.post("U1", "#news", text)
        await slack.until(lambda: answers(slack, ts))
        (answer,) = answers(slack, ts)
        sent = json.dumps([answer.text, answer.blocks])
        assert slack.bot_token not in sent
        assert '"type": "user"' not in sent and '"type": "link"' not in sent
        assert "<!channel>" not in answer.text and "<@U1>" not in answer.text
        assert "\\u202e" not in sent
        assert not answer.unfurls
