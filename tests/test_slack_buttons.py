"""Buttons and windows of an answer: who may do what with it, and that they outlive a restart."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from slack_bot import LEADS, BotIn, index, words_of
from slack_workspace import Message, Workspace, conversation

from bot.evaluation.feedback import candidates, load
from bot.slack.feedback import Feedback

MANY = "what about the delegation, Stoltenberg, Sherman and Ryabkov?"


async def ask(slack: Workspace, question: str = LEADS) -> Message:
    """The answer to a question of U1's in #news, where U2 is too."""
    slack.channel("#news", members=["U1", "U2"])
    ts = await slack.post("U1", "#news", f"<@BOT> {question}")
    await slack.until(lambda: len(slack.thread("#news", ts)) == 2)
    return slack.thread("#news", ts)[1]


@conversation
async def test_a_quote_is_shown_in_its_article_after_a_restart(data: Path, bot_in: BotIn) -> None:
    async with Workspace() as slack:
        async with bot_in(slack, data):
            answer = await ask(slack, MANY)
        async with bot_in(slack, data):
            await slack.click("U2", answer, "show_quote", value_of(answer, "show_quote"))
            await slack.until(lambda: slack.views("U2"))
            (view,) = slack.views("U2")
            assert "Ryabkov" in json.dumps(view.body)
            assert "Quote 1" in json.dumps(view.body)
            await slack.click("U2", view, "next_quote")
            await slack.until(lambda: "Quote 2" in json.dumps(slack.views("U2")[0].body))
            await slack.click("U2", slack.views("U2")[0], "previous_quote")
            await slack.until(lambda: "Quote 1" in json.dumps(slack.views("U2")[0].body))


@conversation
async def test_more_quotes_are_shown_to_whoever_wants_them(data: Path, bot_in: BotIn) -> None:
    async with Workspace() as slack, bot_in(slack, data):
        answer = await ask(slack, MANY)
        await slack.click("U2", answer, "more_quotes")
        await slack.until(lambda: slack.ephemerals("U2"))
        assert "Quotes 4 to 6 of 6" in words_of(slack.ephemerals("U2")[0])
        assert slack.ephemerals("U2")[0].thread_ts == answer.thread_ts


@conversation
async def test_an_answer_whose_article_has_changed_says_so(data: Path, bot_in: BotIn) -> None:
    async with Workspace() as slack, bot_in(slack, data):
        answer = await ask(slack)
        # The same generation's name with other words in it is what a changed article looks like.
        other = index(data.parent / "other", {"talks": "Nobody leads the delegation of America."})
        shutil.rmtree(data / "generations")
        shutil.copytree(other.data / "generations", data / "generations")
        shutil.copy(other.data / "index.json", data / "index.json")
        await slack.click("U1", answer, "show_quote", value_of(answer, "show_quote"))
        await slack.until(lambda: slack.ephemerals("U1"))
        assert "The articles have changed" in words_of(slack.ephemerals("U1")[0])


@conversation
async def test_thumbs_and_a_reason_become_cases(data: Path, tmp_path: Path, bot_in: BotIn) -> None:
    async with Workspace() as slack, bot_in(slack, data) as (bot, _):
        answer = await ask(slack)
        await slack.click("U1", answer, "helped")
        await slack.until(lambda: slack.ephemerals("U1"))
        await slack.click("U2", answer, "not_helped")
        await slack.until(lambda: slack.views("U2"))
        (view,) = slack.views("U2")
        await slack.submit("U2", view, {"reason": "outdated", "details": "She left in May."})
        await slack.quiet()
        file = tmp_path / "feedback.jsonl"
        file.write_text("\n".join(Feedback(bot.database).lines()))
    (case,) = candidates(load(file))
    assert case.question == LEADS
    assert (case.up, case.down) == (1, 1)
    assert case.reasons == ("It is outdated: She left in May.",)
    assert case.quoted[0] == "talks|Sherman leads the American delegation."


@conversation
async def test_a_thumb_down_counts_without_a_reason_too(data: Path, bot_in: BotIn) -> None:
    async with Workspace() as slack, bot_in(slack, data) as (bot, _):
        answer = await ask(slack)
        await slack.click("U1", answer, "not_helped")
        await slack.until(lambda: slack.views("U1"))
        (line,) = Feedback(bot.database).lines()
        assert json.loads(line)["verdict"] == "down"


@conversation
async def test_a_window_that_came_too_late_is_said_with_an_id(data: Path, bot_in: BotIn) -> None:
    async with Workspace() as slack, bot_in(slack, data):
        answer = await ask(slack)
        slack.fail("views.open", "expired_trigger_id")
        await slack.click("U1", answer, "show_quote", value_of(answer, "show_quote"))
        await slack.until(lambda: slack.ephemerals("U1"))
        said = words_of(slack.ephemerals("U1")[0])
        assert "Click once more. (id " in said


@conversation
async def test_a_button_of_another_conversation_shows_nothing(data: Path, bot_in: BotIn) -> None:
    async with Workspace() as slack, bot_in(slack, data) as (bot, _):
        answer = await ask(slack)
        slack.channel("#other", members=["U2"])
        ts = await slack.post("U2", "#other", f"<@BOT> {LEADS}")
        await slack.until(lambda: len(slack.thread("#other", ts)) == 2)
        bot.database.change("UPDATE records SET channel = 'DPRIVATE' WHERE user = 'U1'")
        await slack.click("U2", answer, "show_quote", value_of(answer, "show_quote"))
        await slack.until(lambda: slack.ephemerals("U2"))
        assert "belongs to another conversation" in words_of(slack.ephemerals("U2")[0])
        assert not slack.views("U2")


@pytest.mark.parametrize(
    ("settings", "refusal"),
    [
        ({"slack_workspaces": ("TOTHER",)}, "I’m not set up to answer in this workspace."),
        ({"slack_channels": ("COTHER",)}, "I’m not set up to answer in this channel."),
    ],
)
@conversation
async def test_the_buttons_of_an_answer_do_nothing_where_questions_are_not_answered_any_more(
    data: Path, bot_in: BotIn, settings: dict[str, tuple[str, ...]], refusal: str
) -> None:
    async with Workspace() as slack:
        async with bot_in(slack, data):
            answer = await ask(slack, MANY)
            await slack.click("U2", answer, "show_quote", value_of(answer, "show_quote"))
            await slack.until(lambda: slack.views("U2"))
        async with bot_in(slack, data, **settings) as (bot, _):
            (view,) = slack.views("U2")
            await slack.click("U2", view, "next_quote")
            await slack.click("U1", answer, "show_quote", value_of(answer, "show_quote"))
            for name in ("more_quotes", "helped", "not_helped"):
                await slack.click("U1", answer, name)
            await slack.until(lambda: len(slack.ephemerals("U1")) == 4)
            await slack.until(lambda: slack.messages(slack.direct("U2").id))
            told = (*slack.ephemerals("U1"), *slack.messages(slack.direct("U2").id))
            assert all(refusal in words_of(one) for one in told)
            assert not slack.views("U1") and "Quote 1" in json.dumps(slack.views("U2")[0].body)
            assert not list(Feedback(bot.database).lines())


def value_of(message: Message, action: str) -> str:
    """The value of the first button of this name."""
    for block in message.blocks:
        element = block.get("accessory") or {}
        if element.get("action_id") == action:
            return str(element["value"])
    raise LookupError(action)
