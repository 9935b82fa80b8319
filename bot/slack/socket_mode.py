"""Slack over Socket Mode: the bot calls out, and needs no public address.

Owns the connection. Unlike `http`, nothing listens here; slack_sdk notices when Slack closes a
socket or says that it soon will, and `reconnecting` opens another.
"""

from __future__ import annotations

import aiohttp
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse

from bot.settings import SlackKeys
from bot.slack.failures import APP_KEY_MISSING, code_of, trouble
from bot.slack.inbox import Inbox
from bot.slack.reconnecting import Client
from index.errors import ConfigError, PullquoteError


class _Handler(AsyncSocketModeHandler):
    """Bolt's own, but that an event is taken and acknowledged before Bolt sees it."""

    client: Client

    def __init__(self, app: AsyncApp, app_token: str, inbox: Inbox) -> None:
        # Not Bolt's own: it would make slack_sdk's client.
        self.app, self.app_token, self._inbox = app, app_token, inbox
        self.client = Client(app_token, app.logger, app.client)
        self.client.socket_mode_request_listeners.append(self.handle)  # type: ignore[arg-type]

    async def handle(  # type: ignore[override]  # as Bolt's own does
        self, client: SocketModeClient, req: SocketModeRequest
    ) -> None:
        event_id = str(req.payload.get("event_id") or "")
        if req.type != "events_api" or not event_id:
            await super().handle(client, req)
            return
        try:
            self._inbox.take(event_id, req.payload)
        except PullquoteError as error:
            trouble(error, "taking an event")  # Slack delivers it again
            return
        await client.send_socket_mode_response(SocketModeResponse(envelope_id=req.envelope_id))


class SocketMode:
    """A connection to Slack."""

    def __init__(self, app: AsyncApp, keys: SlackKeys, inbox: Inbox) -> None:
        """Raises ConfigError if there is no app token."""
        if keys.app_token is None:
            raise ConfigError(APP_KEY_MISSING)
        self._handler = _Handler(app, keys.app_token.reveal(), inbox)
        self._api_url = keys.api_url

    async def start(self) -> None:
        """Connects, however long it takes. Raises ConfigError if Slack refuses the token."""
        client = self._handler.client
        try:
            # Asked for here, because slack_sdk would ask in vain for ever.
            client.wss_uri = await client.issue_new_wss_url()
        except SlackApiError as error:
            raise ConfigError(
                f"Slack refuses SLACK_APP_TOKEN ({code_of(error)}). Make another App-Level Token "
                "with the scope connections:write."
            ) from None
        except (aiohttp.ClientError, TimeoutError) as error:
            raise ConfigError(
                f"{self._api_url} can’t be reached ({type(error).__name__}). Check the network."
            ) from None
        await client.connect()

    async def is_ready(self) -> bool:
        """Whether it is connected."""
        return await self._handler.client.is_connected()

    async def stop(self) -> None:
        """Takes no more."""
        await self._handler.client.close()
