"""/ask, its settings, the shortcut, sharing, and what greets people."""

from __future__ import annotations

import json
from pathlib import Path

from slack_bot import LEADS, BotIn, Reader, app_of_the_manifest, words_of
from slack_workspace import Message, Workspace, conversation

SAID = "Sherman leads the American delegation."


async def ask(slack: Workspace, question: str = LEADS) -> Message:
    """The answer to /ask, for U1 alone."""
    slack.channel("#news", members=["U1", "U2"])
    before = len(slack.ephemerals("U1"))
    await slack.slash("U1", "#news", "/ask", question)
    await slack.until(lambda: len(slack.ephemerals("U1")) == before + 1)
    return slack.ephemerals("U1")[-1]


@conversation
async def test_a_command_is_answered_for_the_asker_alone(data: Path, bot_in: BotIn) -> None:
    async with Workspace(app_of_the_manifest()) as slack, bot_in(slack, data):
        answer = await ask(slack)
        assert SAID in words_of(answer)
        await slack.quiet()
        assert not slack.messages("#news")
        assert not slack.ephemerals("U2")


@conversation
async def test_a_command_that_takes_a_while_says_that_it_was_heard(
    data: Path, bot_in: BotIn
) -> None:
    reader = Reader(data, delay_s=1.0)
    async with Workspace(app_of_the_manifest()) as slack, bot_in(slack, data, reader):
        slack.channel("#news", members=["U1"])
        await slack.slash("U1", "#news", "/ask", LEADS)
        await slack.until(lambda: len(slack.ephemerals("U1")) == 2)
        assert "Looking in the articles" in slack.ephemerals("U1")[0].text
        assert SAID in words_of(slack.ephemerals("U1")[1])


@conversation
async def test_an_answer_by_a_reply_address_that_slack_refuses_is_put_more_plainly(
    data: Path, bot_in: BotIn
) -> None:
    async with Workspace(app_of_the_manifest()) as slack, bot_in(slack, data):
        slack.fail("response_url", "invalid_blocks")
        answer = words_of(await ask(slack))
        assert SAID in answer
        assert "Slack refused how the answer is laid out. (id " in answer
        await slack.quiet()
        assert len(slack.ephemerals("U1")) == 1


@conversation
async def test_the_asker_may_share_an_answer_once(data: Path, bot_in: BotIn) -> None:
    async with Workspace(app_of_the_manifest()) as slack, bot_in(slack, data):
        answer = await ask(slack)
        await slack.click("U1", answer, "share_answer")
        await slack.until(lambda: slack.messages("#news"))
        await slack.quiet()
        (shared,) = slack.messages("#news")
        assert SAID in words_of(shared)
        assert "Shared with the channel." in words_of(slack.ephemerals("U1")[-1])


@conversation
async def test_an_answer_cannot_be_shared_by_anybody_else(data: Path, bot_in: BotIn) -> None:
    async with Workspace(app_of_the_manifest()) as slack, bot_in(slack, data) as (bot, _):
        answer = await ask(slack)
        bot.database.change("UPDATE records SET user = 'U2'")
        await slack.click("U1", answer, "share_answer")
        await slack.until(lambda: "Only whoever asked" in words_of(slack.ephemerals("U1")[-1]))
        assert not slack.messages("#news")


@conversation
async def test_sharing_where_the_bot_is_not_says_how_to_invite_it(
    data: Path, bot_in: BotIn
) -> None:
    async with Workspace(app_of_the_manifest()) as slack, bot_in(slack, data):
        slack.channel("#closed", members=["U1"], bot=False)
        await slack.slash("U1", "#closed", "/ask", LEADS)
        await slack.until(lambda: slack.ephemerals("U1"))
        await slack.click("U1", slack.ephemerals("U1")[-1], "share_answer")
        await slack.until(lambda: "/invite" in words_of(slack.ephemerals("U1")[-1]))
        assert not slack.messages("#closed")


@conversation
async def test_a_command_without_a_question_says_how_to_ask(data: Path, bot_in: BotIn) -> None:
    async with Workspace(app_of_the_manifest()) as slack, bot_in(slack, data):
        slack.channel("#news", members=["U1"])
        await slack.slash("U1", "#news", "/ask")
        assert "Ask me with /ask" in slack.ephemerals("U1")[0].text


@conversation
async def test_a_message_is_checked_with_the_articles(data: Path, bot_in: BotIn) -> None:
    async with Workspace(app_of_the_manifest()) as slack, bot_in(slack, data):
        slack.channel("#news", members=["U1", "U2"])
        ts = await slack.post("U2", "#news", "I think Sherman leads the American delegation")
        await slack.shortcut("U1", "check_with_articles", "#news", ts)
        await slack.until(lambda: slack.ephemerals("U1"))
        assert SAID in words_of(slack.ephemerals("U1")[-1])


@conversation
async def test_of_a_long_message_the_first_sentences_are_checked_and_that_is_said(
    data: Path, bot_in: BotIn
) -> None:
    reader, said = Reader(data), "I think Sherman leads the American delegation."
    async with Workspace(app_of_the_manifest()) as slack, bot_in(slack, data, reader):
        slack.channel("#news", members=["U1", "U2"])
        ts = await slack.post("U2", "#news", " ".join([said] * 50))
        await slack.shortcut("U1", "check_with_articles", "#news", ts)
        await slack.until(lambda: reader.asked)
        await slack.quiet()
        answer = words_of(slack.ephemerals("U1")[-1])
        assert SAID in answer
        assert "The message has 2,349 characters, and I read at most 2,000: " in answer
        assert "I checked its first 42 sentences." in answer
        assert reader.asked == [(" ".join([said] * 42), ())]


@conversation
async def test_the_channels_creator_may_change_its_settings(data: Path, bot_in: BotIn) -> None:
    async with Workspace(app_of_the_manifest()) as slack, bot_in(slack, data):
        slack.channel("#news", members=["U1", "U2"])
        await slack.slash("U1", "#news", "/ask", "settings")
        await slack.until(lambda: slack.views("U1"))
        await slack.submit(
            "U1", slack.views("U1")[0], {"mode": "mentions", "ephemeral": ["ephemeral"]}
        )
        await slack.until(lambda: slack.ephemerals("U1"))
        assert "settings are saved" in words_of(slack.ephemerals("U1")[-1])
        ts = await slack.post("U2", "#news", f"<@BOT> {LEADS}")
        await slack.until(lambda: slack.ephemerals("U2"))
        await slack.quiet()
        assert SAID in words_of(slack.ephemerals("U2")[0])
        assert len(slack.thread("#news", ts)) == 1


@conversation
async def test_other_members_may_not_unless_they_are_admins(data: Path, bot_in: BotIn) -> None:
    async with (
        Workspace(app_of_the_manifest()) as slack,
        bot_in(slack, data, slack_admins=("U3",)),
    ):
        slack.channel("#news", members=["U1", "U2", "U3"])
        await slack.slash("U2", "#news", "/ask", "settings")
        await slack.until(lambda: slack.ephemerals("U2"))
        assert "for whoever made it" in words_of(slack.ephemerals("U2")[0])
        await slack.slash("U3", "#news", "/ask", "settings")
        await slack.until(lambda: slack.views("U3"))
        assert not slack.views("U2")


@conversation
async def test_a_channel_that_switched_the_bot_off_is_left_in_peace(
    data: Path, bot_in: BotIn
) -> None:
    async with Workspace(app_of_the_manifest()) as slack, bot_in(slack, data):
        slack.channel("#news", members=["U1"])
        await slack.slash("U1", "#news", "/ask", "settings")
        await slack.until(lambda: slack.views("U1"))
        await slack.submit("U1", slack.views("U1")[0], {"mode": "off"})
        await slack.until(lambda: slack.ephemerals("U1"))
        ts = await slack.post("U1", "#news", f"<@BOT> {LEADS}")
        await slack.until(lambda: "switched off" in words_of(slack.ephemerals("U1")[-1]))
        assert len(slack.thread("#news", ts)) == 1


@conversation
async def test_whoever_opens_the_messages_tab_is_greeted_once_with_questions(
    data: Path, bot_in: BotIn
) -> None:
    async with Workspace(app_of_the_manifest()) as slack, bot_in(slack, data):
        slack.user("U1")
        await slack.open_messages_tab("U1")
        await slack.until(lambda: slack.prompts("U1"))
        await slack.open_messages_tab("U1")
        await slack.quiet()
        (greeting,) = slack.messages(slack.direct("U1").id)
        await slack.click("U1", greeting, "suggested", "What did Mara Lindqvist say?")
        direct = slack.direct("U1").id
        await slack.until(lambda: len(slack.messages(direct)) == 3)
        assert "had cracks" in words_of(slack.messages(direct)[-1])


def home_of(slack: Workspace, user: str) -> object:
    """What the person's home tab shows."""
    view = slack.home(user)
    return view and view.body


@conversation
async def test_the_home_tab_shows_what_is_indexed_and_ones_own_questions(
    data: Path, bot_in: BotIn
) -> None:
    async with Workspace(app_of_the_manifest()) as slack, bot_in(slack, data):
        await ask(slack)
        for user in ("U1", "U2"):
            await slack.open_home(user)
        await slack.until(lambda: slack.home("U1") and slack.home("U2"))
        mine, others = (json.dumps(home_of(slack, user)) for user in ("U1", "U2"))
        assert "2 articles" in mine
        assert LEADS in mine
        assert LEADS not in others


@conversation
async def test_a_workspace_that_it_is_not_for_sees_that_and_nothing_of_what_is_indexed(
    data: Path, bot_in: BotIn
) -> None:
    elsewhere = {"slack_workspaces": ("TOTHER",)}
    async with Workspace(app_of_the_manifest()) as slack, bot_in(slack, data, **elsewhere):
        refused = words_of(await ask(slack))
        await slack.open_home("U1")
        await slack.open_messages_tab("U1")
        await slack.until(lambda: slack.home("U1"))
        await slack.quiet()
        view = slack.home("U1")
        assert view and [block["type"] for block in view.blocks] == ["rich_text"]
        assert refused in json.dumps(view.body, ensure_ascii=False)
        assert "not set up to answer in this workspace" in refused
        assert not slack.messages(slack.direct("U1").id)
        assert not slack.prompts("U1")
        await slack.slash("U1", "#news", "/ask", "settings")
        await slack.until(lambda: words_of(slack.ephemerals("U1")[-1]) == refused)
        assert not slack.views("U1")
