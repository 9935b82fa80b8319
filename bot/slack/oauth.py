"""Installing the app in several workspaces: what is asked for, and where their tokens are kept.

Owns the scopes, read from `slack-manifest.json`'s own list, and the files. Unlike `workspaces`,
which uses a token, it obtains it. slack_sdk keeps installations in an SQLite file of its own.
"""

from __future__ import annotations

from pathlib import Path

from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_sdk.oauth.state_store.sqlite3 import SQLite3OAuthStateStore

from bot.settings import SlackKeys
from bot.slack.scopes import SCOPES
from bot.slack.token_store import TokenStore
from index.errors import ConfigError

FILE = "slack-installations.sqlite3"  # in the data folder
STATES = "slack-states.sqlite3"
STATE_S = 600  # from the install page to the consent
INSTALL, REDIRECT = "/slack/install", "/slack/oauth_redirect"


def open_store(keys: SlackKeys, data: Path) -> TokenStore:
    """Where the tokens of workspaces are kept, for the owner of the file alone to read."""
    data.mkdir(parents=True, exist_ok=True)
    file = data / FILE
    file.touch(mode=0o600)
    return TokenStore(database=str(file), client_id=_client_id(keys))


def settings(keys: SlackKeys, store: TokenStore, authorize: AsyncAuthorize) -> AsyncOAuthSettings:
    """How the app is installed. Raises ConfigError if a key is missing."""
    if keys.client_secret is None:
        raise ConfigError("SLACK_CLIENT_SECRET is not set. Copy it from the app's pages.")
    states = Path(store.database).with_name(STATES)
    states.touch(mode=0o600)
    made = AsyncOAuthSettings(
        client_id=_client_id(keys),
        client_secret=keys.client_secret.reveal(),
        scopes=list(SCOPES),
        user_scopes=[],
        install_path=INSTALL,
        redirect_uri_path=REDIRECT,
        installation_store=store,
        installation_store_bot_only=True,
        state_store=SQLite3OAuthStateStore(expiration_seconds=STATE_S, database=str(states)),
    )
    made.authorize = authorize
    return made


def _client_id(keys: SlackKeys) -> str:
    if keys.client_id is None:
        raise ConfigError("SLACK_CLIENT_ID is not set. Copy it from the app's pages.")
    return keys.client_id
