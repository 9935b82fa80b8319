"""Answers that Slack does not take: none is posted twice, and none counts as given."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from slack_bot import LEADS, BotIn, app_of_the_manifest, index, words_of
from slack_workspace import Message, Workspace, conversation

SAID = "Sherman leads the American delegation."


@pytest.fixture(scope="module")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return index(tmp_path_factory.mktemp("indexed")).data


@pytest.fixture
def data(indexed: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(indexed, tmp_path / "data"))


async def ask(slack: Workspace) -> str:
    slack.channel("#news", members=["U1", "U2"])
    return await slack.post("U1", "#news", f"<@BOT> {LEADS}")


def answers(slack: Workspace, ts: str) -> list[Message]:
    return [m for m in slack.thread("#news", ts) if m.user == slack.bot_user]


@conversation
async def test_a_plainer_answer_whose_receipt_was_lost_is_not_posted_again(
    data: Path, bot_in: BotIn
) -> None:
    async with Workspace(app_of_the_manifest()) as slack, bot_in(slack, data):
        slack.fail("chat.postMessage", "invalid_blocks")
        slack.lose_reply("chat.postMessage")
        ts = await ask(slack)
        await slack.until(lambda: slack.calls("conversations.replies"))
        await slack.quiet(settled_s=0.5)
        (answer,) = answers(slack, ts)
        assert SAID in words_of(answer) and "(id " in words_of(answer)
