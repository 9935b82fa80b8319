"""Small Bolt apps that talk to the fake Slack, over a socket or over HTTP, for its own tests."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_workspace import Workspace

Transport = Callable[[Workspace, AsyncApp], AbstractAsyncContextManager[object]]


def client_of(workspace: Workspace) -> AsyncWebClient:
    """A client with the bot's token."""
    return AsyncWebClient(token=workspace.bot_token, base_url=workspace.base_url)


def new_app(workspace: Workspace) -> AsyncApp:
    """An app without listeners."""
    return AsyncApp(client=client_of(workspace), signing_secret=workspace.signing_secret)


async def refusal(call: Awaitable[object]) -> str:
    """The error with which Slack refuses a call, or the status of a reply that is no JSON."""
    try:
        await call
    except SlackApiError as error:
        body = error.response.data
        named = body.get("error") if isinstance(body, dict) else None
        return str(named or error.response.status_code)
    return "nothing refused"


@asynccontextmanager
async def connected(workspace: Workspace, app: AsyncApp) -> AsyncIterator[AsyncSocketModeHandler]:
    """The app on a socket. It looks after its connection every tenth of a second."""
    handler = AsyncSocketModeHandler(app, workspace.app_token, ping_interval=0.1)
    try:
        await handler.connect_async()  # type: ignore[no-untyped-call]
        await workspace.until(lambda: workspace.sockets)
        yield handler
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call]


@asynccontextmanager
async def served(workspace: Workspace, app: AsyncApp) -> AsyncIterator[str]:
    """The app behind an HTTP address, to which the workspace delivers."""

    async def hear(request: web.Request) -> web.Response:
        return await to_aiohttp_response(await app.async_dispatch(await to_bolt_request(request)))

    server = web.Application()
    server.router.add_post("/slack/events", hear)
    runner = web.AppRunner(server, shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0, backlog=1024).start()
        url = f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
        await workspace.deliver_to(url)
        yield url
    finally:
        await runner.cleanup()
