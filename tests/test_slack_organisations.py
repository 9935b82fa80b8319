"""Organisations of several workspaces, and guests from others: whose token, and whose answer."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from slack_bot import LEADS, app_of_the_manifest, bot_in, words_of
from slack_installed import answer_to, ask, bot_of
from slack_sdk.oauth.installation_store import Bot as StoredBot
from slack_workspace import Message, Workspace, conversation

from bot.render.slack.messages import notice
from bot.slack.app import Bot
from bot.slack.asked import Place
from bot.slack.channels import Mode
from bot.slack.feedback import Feedback
from bot.slack.oauth import FILE
from bot.slack.token_store import TokenStore

FORMS = pytest.mark.parametrize(
    ("whole", "named"),
    [(False, True), (True, True), (True, False)],
    ids=["a workspace of it", "all of it", "all of it, no workspace named"],
)


async def answered(slack: Workspace) -> Message:
    """The answer to a question of U1's."""
    ts = await ask(slack)
    await answer_to(slack, ts)
    return slack.thread("#news", ts)[1]


def reasons(bot: Bot) -> list[str | None]:
    return [json.loads(line)["reason"] for line in Feedback(bot.database).lines()]


@FORMS
@conversation
async def test_an_organisation_is_answered_even_after_a_restart(
    data: Path, whole: bool, named: bool
) -> None:
    async with Workspace(app_of_the_manifest()) as slack:
        slack.organise("E1", whole=whole, named=named)
        async with bot_of(slack, data):
            assert "Sherman leads" in await answer_to(slack, await ask(slack))
            await slack.slash("U1", "#news", "/ask", LEADS)
            await slack.until(lambda: slack.ephemerals("U1"))
            assert "Sherman leads" in words_of(slack.ephemerals("U1")[0])
        async with bot_of(slack, data, installs=False) as bot:
            await bot.desk.calls.tell(slack.team_id, "U1", notice("Here again."))
            (message,) = slack.messages(slack.direct("U1").id)
            assert "Here again." in words_of(message)


@FORMS
@conversation
async def test_buttons_and_forms_of_an_organisation_do_what_they_say(
    data: Path, whole: bool, named: bool
) -> None:
    async with Workspace(app_of_the_manifest()) as slack:
        slack.organise("E1", whole=whole, named=named)
        async with bot_of(slack, data) as bot:
            await slack.click("U1", await answered(slack), "not_helped")
            await slack.until(lambda: slack.views("U1"))
            assert await slack.submit("U1", slack.views("U1")[0], {"reason": "wrong"}) == {}
            await slack.slash("U1", "#news", "/ask", "settings")
            await slack.until(lambda: slack.views("U1"))
            await slack.submit("U1", slack.views("U1")[0], {"mode": "off"})
            await slack.quiet()
            assert reasons(bot) == ["It is wrong"]
            place = Place(slack.team_id, slack.channel("#news", members=["U1"]).id)
            assert bot.desk.channels.get(place).mode is Mode.OFF


@conversation
async def test_with_one_bot_token_an_answer_is_of_the_workspace_that_slack_does_not_name(
    data: Path,
) -> None:
    async with Workspace(app_of_the_manifest()) as slack:
        slack.organise("E1", whole=True, named=False)
        async with bot_in(slack, data) as (bot, _):
            await slack.click("U1", await answered(slack), "helped")
            await slack.until(lambda: slack.ephemerals("U1"))
            assert "Good to know" in words_of(slack.ephemerals("U1")[0])
            assert bot.database.rows("SELECT DISTINCT team FROM records") == [(slack.team_id,)]


@conversation
async def test_a_channel_of_several_workspaces_has_one_answer_for_all_of_them(data: Path) -> None:
    async with Workspace(app_of_the_manifest()) as slack:
        slack.organise("E1", whole=True)
        async with bot_of(slack, data):
            answer = await answered(slack)
            slack.user("U2", team="TOTHER")
            slack.channel("#news", members=["U1", "U2"])
            await slack.click("U2", answer, "helped")
            await slack.until(lambda: slack.ephemerals("U2"))
            assert "Good to know" in words_of(slack.ephemerals("U2")[0])


@pytest.mark.parametrize("whole", [False, True], ids=["a workspace", "an organisation"])
@conversation
async def test_what_a_guest_says_of_an_answer_is_kept_and_our_token_stays_ours(
    data: Path, whole: bool
) -> None:
    async with Workspace(app_of_the_manifest()) as slack:
        slack.organise("E1", whole=whole)
        async with bot_of(slack, data) as bot:
            answer = await answered(slack)
            slack.user("U2", team="TGUEST", enterprise="EGUEST")
            slack.channel("#news", members=["U1", "U2"])
            store = TokenStore(database=str(data / FILE), client_id=slack.slack.app.client_id)
            store.save_bot(guests_bot())  # all of the guest's organisation has the app, too
            await slack.click("U2", answer, "not_helped")
            await slack.until(lambda: slack.views("U2"))
            await slack.submit("U2", slack.views("U2")[0], {"reason": "wrong"})
            await slack.quiet()
            assert reasons(bot) == ["It is wrong"]
            rows = bot.database.rows("SELECT team, enterprise, is_org FROM installed")
            assert rows == [(slack.team_id, "E1", int(whole))]


def guests_bot() -> StoredBot:
    return StoredBot(
        app_id="AAPP",
        enterprise_id="EGUEST",
        bot_token="xoxb-guests",  # noqa: S106 - nobody's
        bot_id="BGUEST",
        bot_user_id="UBOTGUEST",
        is_enterprise_install=True,
        installed_at=0.0,
    )
