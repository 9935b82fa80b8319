"""Several workspaces: which token is good, when it expires, and when it is forgotten."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

import pytest
from slack_bot import app_of_the_manifest, index
from slack_installed import answer_to, ask, bot_of
from slack_sdk.oauth.installation_store.sqlite3 import SQLite3InstallationStore
from slack_workspace import Workspace, conversation

from bot.slack.oauth import FILE

SOON_S, LATER_S = 600, 43_200


@pytest.fixture(scope="module")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return index(tmp_path_factory.mktemp("indexed")).data


@pytest.fixture
def data(indexed: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(indexed, tmp_path / "data"))


@conversation
async def test_no_question_depends_on_asking_slack_whose_a_token_is(data: Path) -> None:
    async with Workspace(app_of_the_manifest()) as slack, bot_of(slack, data):
        slack.fail("auth.test", "500", times=50)
        assert "Sherman leads" in await answer_to(slack, await ask(slack))


@conversation
async def test_a_token_that_runs_out_soon_is_renewed_once_for_many_questions(data: Path) -> None:
    async with Workspace(app_of_the_manifest()) as slack:
        slack.let_tokens_expire(SOON_S, LATER_S)
        async with bot_of(slack, data):
            asked = [await ask(slack) for _ in range(5)]
            for ts in asked:
                assert "Sherman leads" in await answer_to(slack, ts)
        # One for the code, one for the renewal.
        assert len(slack.calls("oauth.v2.access")) == 2
        store = SQLite3InstallationStore(
            database=str(data / FILE), client_id=slack.slack.app.client_id
        )
        found = store.find_bot(enterprise_id=None, team_id=slack.team_id)
        assert found is not None and found.bot_token == slack.slack.app.bot_token


@conversation
async def test_a_renewal_that_fails_costs_no_question_while_the_token_is_good(data: Path) -> None:
    async with Workspace(app_of_the_manifest()) as slack:
        slack.let_tokens_expire(SOON_S, LATER_S)
        async with bot_of(slack, data):
            slack.fail("oauth.v2.access", "internal_error", times=50)
            assert "Sherman leads" in await answer_to(slack, await ask(slack))


@conversation
async def test_a_question_whose_token_cannot_be_renewed_now_is_answered_later(data: Path) -> None:
    async with Workspace(app_of_the_manifest()) as slack:
        slack.let_tokens_expire(1, LATER_S)
        async with bot_of(slack, data, lease_s=0.3):
            await asyncio.sleep(1.1)
            slack.fail("oauth.v2.access", "internal_error", times=1)
            assert "Sherman leads" in await answer_to(slack, await ask(slack))
            assert slack.calls("oauth.v2.access")[1].error == "internal_error"


@pytest.mark.parametrize("whole", [False, True], ids=["a workspace", "an organisation"])
@conversation
async def test_an_app_that_is_removed_keeps_no_token(data: Path, whole: bool) -> None:
    async with Workspace(app_of_the_manifest()) as slack:
        slack.organise("E1", whole=whole)
        async with bot_of(slack, data):
            slack.revoke_token()
            await slack.quiet()
        store = SQLite3InstallationStore(
            database=str(data / FILE), client_id=slack.slack.app.client_id
        )
        team = None if whole else slack.team_id
        assert store.find_bot(enterprise_id="E1", team_id=team) is None
        assert store.find_installation(enterprise_id="E1", team_id=team) is None
