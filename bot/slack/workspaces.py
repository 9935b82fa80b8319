"""Which workspaces the bot is in, and with which token it calls each.

Owns the tokens. With a bot token there is one workspace; with a client id and secret there are as
many as have installed the app (see `bot.slack.oauth`). Unlike `calls`, it sends nothing but the
question whether a token is good.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from math import inf
from typing import Any, Protocol

import aiohttp
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.errors import SlackApiError
from slack_sdk.oauth.token_rotation.async_rotator import AsyncTokenRotator
from slack_sdk.web.async_client import AsyncWebClient

from bot.settings import SlackKeys
from bot.slack.database import Database
from bot.slack.failures import BOT_KEY_MISSING, code_of, libraries_log, log
from bot.slack.installations import Authorize, Installations, installed
from bot.slack.retrying import make_client
from bot.slack.token_store import TokenStore
from index.errors import ConfigError


class Workspaces(Protocol):
    """A client for each workspace, and Bolt's app for all of them."""

    async def of(self, team: str) -> AsyncWebClient:
        """The client with this workspace's token. Raises ConfigError if it has none."""
        ...

    def app(self) -> AsyncApp:
        """Bolt's app, without listeners."""
        ...


@dataclass(frozen=True)
class One:
    """The one workspace that a bot token is for."""

    keys: SlackKeys
    client: AsyncWebClient
    bare: AsyncWebClient  # without a token: Bolt puts in what `_authorize` says
    identity: AuthorizeResult

    @classmethod
    async def open(cls, keys: SlackKeys, session: aiohttp.ClientSession) -> One:
        """Asks Slack whom the token is for. Raises ConfigError if it isn't good."""
        if keys.bot_token is None:
            raise ConfigError(BOT_KEY_MISSING)
        token = keys.bot_token.reveal()
        client = make_client(keys.api_url, token, session)
        try:
            said = await client.auth_test()
        except SlackApiError as error:
            raise ConfigError(
                f"Slack refuses SLACK_BOT_TOKEN ({code_of(error)}). Install the app to the "
                "workspace and copy its Bot User OAuth Token."
            ) from None
        except (aiohttp.ClientError, TimeoutError) as error:
            raise ConfigError(
                f"{keys.api_url} can’t be reached ({type(error).__name__}). Check the network."
            ) from None
        identity = AuthorizeResult(
            enterprise_id=said.get("enterprise_id"),
            team_id=said["team_id"],
            bot_user_id=said["user_id"],
            bot_id=said.get("bot_id"),
            bot_token=token,
        )
        return cls(keys, client, make_client(keys.api_url, None, session), identity)

    async def of(self, team: str) -> AsyncWebClient:
        """The only client there is."""
        return self.client

    def app(self) -> AsyncApp:
        """An app that asks Slack only once who it is."""

        async def authorize() -> AuthorizeResult:
            return self.identity

        return AsyncApp(
            name="bolt",  # a logger of this name gets the level of `logger`
            logger=libraries_log,
            client=self.bare,
            authorize=authorize,
            signing_secret=signing_secret(self.keys),
        )


@dataclass(frozen=True)
class Many:
    """The workspaces that have installed the app."""

    keys: SlackKeys
    store: TokenStore
    installations: Installations
    session: aiohttp.ClientSession

    @classmethod
    def open(
        cls,
        keys: SlackKeys,
        store: TokenStore,
        database: Database,
        session: aiohttp.ClientSession,
    ) -> Many:
        """Those in the store. Raises ConfigError if a key is missing."""
        if keys.client_id is None or keys.client_secret is None:
            raise ConfigError("SLACK_CLIENT_ID or SLACK_CLIENT_SECRET is not set.")
        rotator = AsyncTokenRotator(
            client_id=keys.client_id,
            client_secret=keys.client_secret.reveal(),
            client=make_client(keys.api_url, None, session),
        )
        return cls(keys, store, Installations(store, rotator, database), session)

    async def of(self, team: str) -> AsyncWebClient:
        """The client with the token that this workspace, or its organisation, gave."""
        found = await self.installations.of(team)
        return make_client(self.keys.api_url, found.bot_token, self.session)

    def app(self) -> AsyncApp:
        """An app that also serves the pages of an installation."""
        from bot.slack.oauth import settings

        app = AsyncApp(
            name="bolt",  # a logger of this name gets the level of `logger`
            logger=libraries_log,
            client=make_client(self.keys.api_url, None, self.session),
            oauth_settings=settings(self.keys, self.store, Authorize(self.installations)),
            signing_secret=signing_secret(self.keys),
        )
        for name in ("app_uninstalled", "tokens_revoked"):
            app.event(name)(self._removed)
        return app

    async def _removed(
        self, event: Mapping[str, Any], body: Mapping[str, Any], context: AsyncBoltContext
    ) -> None:
        """Forgets a token that is no good any more. Tokens of people, which are revoked likewise,
        are never asked for."""
        if event["type"] == "tokens_revoked" and not (event.get("tokens") or {}).get("bot"):
            return
        where = installed(context)
        stored = await self.installations.stored(where)
        # It may come minutes late, when the app is installed again.
        if stored is None or body.get("event_time", inf) < int(stored.installed_at):
            return
        log.warning("removed from workspace %s: %s", where.team, event["type"])
        # Not Bolt's own listener: it calls what slack_sdk's SQLite store lacks.
        team = "" if where.is_org else where.team
        await asyncio.to_thread(self.store.delete_all, enterprise_id=where.enterprise, team_id=team)


def signing_secret(keys: SlackKeys) -> str:
    """What Bolt checks signatures with; it never sees a request that would need it on a socket."""
    return keys.signing_secret.reveal() if keys.signing_secret else ""
