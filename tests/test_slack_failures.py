"""What Slack does wrong: nothing is lost, nothing is answered twice, and people are told."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from slack_bot import LEADS, Reader, bot_in, index, keys_of, words_of
from slack_workspace import Message, Workspace, conversation

from bot.config import Config
from bot.settings import Secret, SlackKeys
from bot.slack.asked import Place
from bot.slack.knowledge import Knowledge
from bot.slack.serving import running
from index.errors import ConfigError

HERE = Path(__file__).parent
BOTH = pytest.mark.parametrize("over_http", [False, True], ids=["socket", "http"])
SAID = "Sherman leads the American delegation."


@pytest.fixture(scope="module")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return index(tmp_path_factory.mktemp("indexed")).data


@pytest.fixture
def data(indexed: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(indexed, tmp_path / "data"))


def answers(slack: Workspace, ts: str) -> list[Message]:
    return [m for m in slack.thread("#news", ts) if m.user == slack.bot_user]


@conversation
async def test_a_rate_limit_is_waited_for(data: Path) -> None:
    async with Workspace() as slack, bot_in(slack, data):
        slack.channel("#news", members=["U1"])
        slack.rate_limit("chat.postMessage", retry_after_s=1)
        ts = await slack.post("U1", "#news", f"<@BOT> {LEADS}")
        await slack.until(lambda: answers(slack, ts))
        assert [call.http_status for call in slack.calls("chat.postMessage")] == [429, 200]


@conversation
async def test_waiting_for_a_rate_costs_no_attempt_after_a_lost_connection(data: Path) -> None:
    async with Workspace() as slack, bot_in(slack, data) as (bot, _):
        slack.channel("#news", members=["U1"])
        slack.rate_limit("conversations.info", retry_after_s=0, times=3)
        slack.fail("conversations.info", "500", times=3)
        assert await bot.desk.calls.creator(Place(slack.team_id, "CNEWS")) == "U1"
        statuses = [call.http_status for call in slack.calls("conversations.info")]
        assert statuses == [429, 429, 429, 500, 500, 500, 200]


@pytest.mark.parametrize("error", ["500", "connection_lost"])
@conversation
async def test_a_call_that_failed_in_the_dark_is_made_again(data: Path, error: str) -> None:
    async with Workspace() as slack, bot_in(slack, data):
        slack.channel("#news", members=["U1"])
        slack.fail("chat.postMessage", error)
        ts = await slack.post("U1", "#news", f"<@BOT> {LEADS}")
        await slack.until(lambda: answers(slack, ts))
        await slack.quiet()
        assert len(answers(slack, ts)) == 1


@conversation
async def test_an_answer_whose_receipt_was_lost_is_not_posted_again(data: Path) -> None:
    async with Workspace() as slack, bot_in(slack, data):
        slack.channel("#news", members=["U1"])
        slack.lose_reply("chat.postMessage")
        ts = await slack.post("U1", "#news", f"<@BOT> {LEADS}")
        await slack.until(lambda: slack.calls("conversations.replies"))
        await slack.quiet()
        assert len(answers(slack, ts)) == 1
        assert not slack.ephemerals("U1")


@conversation
async def test_an_answer_that_slack_refuses_is_put_more_plainly(data: Path) -> None:
    async with Workspace() as slack, bot_in(slack, data):
        slack.channel("#news", members=["U1"])
        slack.fail("chat.postMessage", "invalid_blocks")
        ts = await slack.post("U1", "#news", f"<@BOT> {LEADS}")
        await slack.until(lambda: answers(slack, ts))
        assert SAID in words_of(answers(slack, ts)[0])
        assert "(id " in words_of(answers(slack, ts)[0])


@pytest.mark.parametrize("error", ["not_in_channel", "channel_not_found", "is_archived"])
@conversation
async def test_where_it_cannot_answer_the_person_is_told_directly(data: Path, error: str) -> None:
    async with Workspace() as slack, bot_in(slack, data):
        slack.channel("#news", members=["U1"])
        slack.fail("chat.postMessage", error)
        await slack.post("U1", "#news", f"<@BOT> {LEADS}")
        await slack.until(lambda: slack.messages(slack.direct("U1").id))
        assert "(id " in words_of(slack.messages(slack.direct("U1").id)[0])


@conversation
async def test_a_status_that_fails_costs_no_answer(data: Path) -> None:
    async with Workspace() as slack, bot_in(slack, data):
        slack.channel("#news", members=["U1"])
        slack.fail("assistant.threads.setStatus", "missing_scope")
        ts = await slack.post("U1", "#news", f"<@BOT> {LEADS}")
        await slack.until(lambda: answers(slack, ts))


@conversation
async def test_a_revoked_token_is_logged_without_the_token(
    data: Path, caplog: pytest.LogCaptureFixture
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
    async with Workspace() as slack, bot_in(slack, data):
        slack.channel("#news", members=["U1"])
        first = await slack.post("U1", "#news", f"<@BOT> {LEADS}")
        await slack.refresh_socket()
        second = await slack.post("U1", "#news", f"<@BOT> {LEADS}")
        await slack.until(lambda: all(answers(slack, ts) for ts in (first, second)), 20)
        await slack.quiet()
        assert [len(answers(slack, ts)) for ts in (first, second)] == [1, 1]


@BOTH
@conversation
async def test_in_bad_weather_each_question_is_answered_once(data: Path, over_http: bool) -> None:
    async with (
        Workspace() as slack,
        bot_in(slack, data, over_http=over_http, slack_person_a_minute=0),
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
        if not over_http:
            await slack.refresh_socket()
        await slack.until(lambda: all(len(slack.thread(c, ts)) > 1 for c, ts in asked), 40)
        await slack.quiet()
        assert {len(slack.thread(c, ts)) for c, ts in asked} == {2}


@contextmanager
def child_of(slack: Workspace, data: Path, delay_s: float) -> Iterator[subprocess.Popen[bytes]]:
    """The bot in a process of its own."""
    keys = keys_of(slack)
    assert keys.bot_token and keys.app_token
    variables = {
        "SLACK_BOT_TOKEN": keys.bot_token.reveal(),
        "SLACK_APP_TOKEN": keys.app_token.reveal(),
        "SLACK_API_URL": keys.api_url,
        "PYTHONPATH": f"{HERE.parent}{os.pathsep}{HERE}",
    }
    child = subprocess.Popen(
        [sys.executable, str(HERE / "slack_bot.py"), str(data), str(delay_s)],
        env={**os.environ, **variables},
    )
    try:
        yield child
    finally:
        child.kill()
        child.wait()


@conversation
async def test_a_killed_process_leaves_its_questions_to_the_next_and_none_is_answered_twice(
    data: Path,
) -> None:
    async with Workspace(rates=False) as slack:
        slack.channel("#news", members=["U1"])
        with child_of(slack, data, 0.1) as child:
            await slack.until(lambda: slack.sockets == 1, 60)
            asked = [await slack.post("U1", "#news", f"<@BOT> {LEADS} {n}") for n in range(20)]
            await slack.until(lambda: sum(len(answers(slack, ts)) for ts in asked) >= 5, 20)
            child.send_signal(signal.SIGKILL)
            child.wait()
            await slack.until(lambda: slack.sockets == 0)
        assert not all(answers(slack, ts) for ts in asked)
        async with bot_in(slack, data, slack_person_a_minute=0, lease_s=1.0):
            for ts in asked:
                slack.redeliver(ts)
            await slack.until(lambda: all(answers(slack, ts) for ts in asked), 20)
            await slack.quiet()
        assert {len(answers(slack, ts)) for ts in asked} == {1}


@conversation
async def test_articles_and_questions_that_are_hostile_ping_nobody_and_show_no_token(
    tmp_path: Path,
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
