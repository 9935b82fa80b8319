"""Which workspaces the bot is in, and with which token it calls each.

Owns the tokens. With a bot token there is one workspace; with a client id and secret there are as
many as have installed the app (see `bot.slack.oauth`). Unlike `calls`, it sends nothing but the
question whether a token is good.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import aiohttp
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.errors import SlackApiError
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.web.async_client import AsyncWebClient

from bot.settings import SlackKeys
from bot.slack.calls import make_client
from bot.slack.failures import BOT_KEY_MISSING, code_of, libraries_log
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
    store: AsyncInstallationStore
    session: aiohttp.ClientSession

    async def of(self, team: str) -> AsyncWebClient:
        """The client with the token that this workspace gave."""
        found = await self.store.async_find_bot(enterprise_id=None, team_id=team)
        if found is None:
            raise ConfigError(f"The app isn’t installed in workspace {team}. Install it again.")
        return make_client(self.keys.api_url, found.bot_token, self.session)

    def app(self) -> AsyncApp:
        """An app that also serves the pages of an installation."""
        from bot.slack.oauth import settings

        app = AsyncApp(
            name="bolt",  # a logger of this name gets the level of `logger`
            logger=libraries_log,
            client=make_client(self.keys.api_url, None, self.session),
            oauth_settings=settings(self.keys, self.store),
            signing_secret=signing_secret(self.keys),
        )
        app.enable_token_revocation_listeners()
        return app


def signing_secret(keys: SlackKeys) -> str:
    """What Bolt checks signatures with; it never sees a request that would need it on a socket."""
    return keys.signing_secret.reveal() if keys.signing_secret else ""
