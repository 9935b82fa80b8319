"""The fake Slack installs an app by OAuth and by its manifest, as the real one does."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from slack_apps import client_of
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_sdk.oauth.installation_store import FileInstallationStore
from slack_sdk.oauth.state_store import FileOAuthStateStore
from slack_sdk.web.async_client import AsyncWebClient
from slack_workspace import App, Workspace, conversation, read_manifest

Json = dict[str, Any]


@asynccontextmanager
async def installable(workspace: Workspace, folder: Path, scopes: str) -> AsyncIterator[str]:
    """The address of an app that asks for scopes, and keeps installations in the folder."""
    store = FileInstallationStore(base_dir=str(folder))
    settings = AsyncOAuthSettings(
        client_id=workspace.slack.app.client_id,
        client_secret=workspace.slack.app.client_secret,
        scopes=scopes.split(),
        installation_store=store,
        state_store=FileOAuthStateStore(expiration_seconds=60, base_dir=str(folder)),
    )
    client = AsyncWebClient(base_url=workspace.base_url)
    flow = AsyncOAuthFlow(client=client, settings=settings)

    async def begin(request: web.Request) -> web.Response:
        return await to_aiohttp_response(
            await flow.handle_installation(await to_bolt_request(request))
        )

    async def end(request: web.Request) -> web.Response:
        return await to_aiohttp_response(await flow.handle_callback(await to_bolt_request(request)))

    server = web.Application()
    server.router.add_get("/slack/install", begin)
    server.router.add_get("/slack/oauth_redirect", end)
    runner = web.AppRunner(server, shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/slack"
    finally:
        await runner.cleanup()


@pytest.mark.filterwarnings("ignore:BasicAuth is deprecated")  # slack_sdk's own use of aiohttp
@conversation
async def test_two_workspaces_install_one_app_each_with_its_token(tmp_path: Path) -> None:
    async with Workspace() as one:
        two = one.neighbour("TTWO", "UBOTTWO")
        async with installable(one, tmp_path, "chat:write commands") as url:
            for workspace in (one, two):
                pages = f"{url}/install", f"{url}/oauth_redirect"
                status, _ = await workspace.install("U1", *pages)
                assert status == 200
        store = FileInstallationStore(base_dir=str(tmp_path))
        for workspace in (one, two):
            bot = store.find_bot(enterprise_id=None, team_id=workspace.team_id)
            assert bot is not None
            assert bot.bot_token == workspace.bot_token


@conversation
async def test_a_foreign_state_installs_nothing(tmp_path: Path) -> None:
    async with Workspace() as workspace, installable(workspace, tmp_path, "chat:write") as url:
        pages = f"{url}/install", f"{url}/oauth_redirect"
        status, _ = await workspace.install("U1", *pages, state="another")
        assert status == 400
        assert workspace.calls("oauth.v2.access") == []


@conversation
async def test_an_app_that_asks_for_more_than_its_manifest_has_is_not_installed(
    tmp_path: Path,
) -> None:
    async with Workspace() as workspace, installable(workspace, tmp_path, "files:read") as url:
        with pytest.raises(ValueError, match="asks for"):
            await workspace.install("U1", f"{url}/install", f"{url}/oauth_redirect")


def manifest(path: Path, scopes: list[str]) -> Path:
    """A manifest that subscribes to mentions and has a command."""
    body: Json = {"oauth_config": {"scopes": {"bot": scopes}}}
    body |= {"features": {"slash_commands": [{"command": "/ask"}]}}
    body |= {"settings": {"event_subscriptions": {"bot_events": ["app_mention"]}}}
    path.write_text(json.dumps(body), encoding="utf-8")
    return path


def test_a_manifest_says_what_the_app_may_do(tmp_path: Path) -> None:
    app = read_manifest(manifest(tmp_path / "app.json", ["app_mentions:read", "commands"]))
    assert app.scopes == {"app_mentions:read", "commands"}
    assert app.hears("app_mention")
    assert not app.hears("message.im")
    assert app.commands == {"/ask"}


def test_a_manifest_without_the_scopes_of_its_features_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"lacks the scopes \['app_mentions:read'\]"):
        read_manifest(manifest(tmp_path / "app.json", ["commands"]))


def test_no_secret_of_the_app_stands_in_its_repr() -> None:
    app = App()
    secrets = [app.bot_token, app.app_token, app.signing_secret, app.client_secret]
    assert not any(secret in repr(app) for secret in secrets)


@conversation
async def test_a_client_of_one_workspace_knows_nothing_of_another() -> None:
    async with Workspace() as one:
        two = one.neighbour("TTWO", "UBOTTWO")
        one.channel("#news", ["U1"])
        listed = await client_of(two).conversations_list()
        assert listed["channels"] == []
