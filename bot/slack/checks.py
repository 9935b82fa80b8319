"""The checks of `pullquote doctor` that concern Slack: tokens, permissions, connection.

Owns what is asked of Slack to find out. Unlike `bot.checks`, it knows nothing of the index. No
message here has a token in it.
"""

from __future__ import annotations

import asyncio
import re
from urllib.parse import urlsplit

import aiohttp
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.config import load_slack_keys
from bot.settings import Secret, SlackKeys
from bot.slack.failures import code_of
from bot.slack.reconnecting import cause_of, first_message, reason_of
from bot.slack.scopes import SCOPES
from index.errors import PullquoteError

TIMEOUT_S = 10
NO_KEYS = "no keys of Slack are set; `pullquote slack` needs them"


def tokens() -> str | None:
    """Whom the bot token is for. None if no keys are set."""
    keys = load_slack_keys()
    if keys == SlackKeys(api_url=keys.api_url):
        return None
    if keys.bot_token is None:
        return _several(keys)
    said = _call(keys, keys.bot_token, "auth.test", "SLACK_BOT_TOKEN", "Bot User OAuth Token")
    return f"{said.get('user')} in workspace {said.get('team')} ({said.get('team_id')})"


def scopes() -> str | None:
    """Whether the bot may do all it needs to. None if there is no bot token."""
    keys = load_slack_keys()
    if keys.bot_token is None:
        return None
    client = _client(keys, keys.bot_token)
    try:
        headers = client.auth_test().headers
    except (SlackClientError, OSError):
        return None  # the check of the tokens says why
    found = next((value for name, value in headers.items() if name.lower() == "x-oauth-scopes"), "")
    granted = set(re.split(r"[,\s]+", found if isinstance(found, str) else ",".join(found)))
    if missing := sorted(set(SCOPES) - granted):
        raise PullquoteError(
            f"The app lacks {', '.join(missing)}. Add them under OAuth & Permissions, or paste "
            "slack-manifest.json again, and install the app anew."
        )
    return f"all {len(SCOPES)} that are needed"


def connection() -> str | None:
    """Whether a socket can be opened. None if there is no app token."""
    keys = load_slack_keys()
    if keys.app_token is None:
        return None
    method, name = "apps.connections.open", "SLACK_APP_TOKEN"
    said = _call(keys, keys.app_token, method, name, "App-Level Token")
    _try_socket(str(said.get("url")))
    return "Slack lets a socket be opened"


def _try_socket(url: str) -> None:
    """Raises PullquoteError if no socket is there, or only for Slack to end it."""
    try:
        greeting = asyncio.run(first_message(url, TIMEOUT_S))
    except (aiohttp.ClientError, OSError) as error:
        address = urlsplit(url)
        raise PullquoteError(
            f"No web socket can be opened ({cause_of(error)}). Let it through to port "
            f"{address.port or 443} of {address.hostname}, or serve over HTTP: "
            "pullquote slack --http PORT"
        ) from None
    if greeting.get("type") != "hello":
        raise PullquoteError(
            f"Slack ends a socket at once ({reason_of(greeting)}). Switch Socket Mode on in the "
            "app's pages, and run at most ten bots with one app token."
        )


def _several(keys: SlackKeys) -> str:
    missing = [
        name
        for name, value in (
            ("SLACK_CLIENT_ID", keys.client_id),
            ("SLACK_CLIENT_SECRET", keys.client_secret),
            ("SLACK_SIGNING_SECRET", keys.signing_secret),
        )
        if value is None
    ]
    if missing:
        raise PullquoteError(
            f"SLACK_BOT_TOKEN is not set, nor is {', '.join(missing)}. Set the token for one "
            "workspace; for several, all of the others."
        )
    return "no bot token: several workspaces, each with its own"


def _call(keys: SlackKeys, token: Secret, method: str, name: str, called: str) -> dict[str, object]:
    """What a method answers. Raises PullquoteError, naming the token that was refused."""
    try:
        data = _client(keys, token).api_call(method).data
        return data if isinstance(data, dict) else {}
    except SlackApiError as error:
        raise PullquoteError(
            f"Slack refuses {name} ({code_of(error)}). Copy the {called} anew from the app's pages."
        ) from None
    except (SlackClientError, OSError) as error:
        raise PullquoteError(
            f"{keys.api_url} does not answer ({type(error).__name__}). Check the network, or "
            "correct SLACK_API_URL."
        ) from None


def _client(keys: SlackKeys, token: Secret) -> WebClient:
    return WebClient(token=token.reveal(), base_url=keys.api_url, timeout=TIMEOUT_S)
