"""Which calls to Slack are made again, and the clients that do so.

A call that Slack refused for its rate (429) waits as long as Slack says. One that ended in the dark
(5xx, a lost connection) is made again, except a message for all to see, of which `calls` takes
care. Owns the client of slack_sdk. Unlike `calls`, it doesn't know what is called.
"""

from __future__ import annotations

import asyncio

import aiohttp
from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.http_retry.request import HttpRequest
from slack_sdk.http_retry.response import HttpResponse
from slack_sdk.http_retry.state import RetryState
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.failures import is_uncertain, libraries_log

TIMEOUT_S = 30
RATE_ATTEMPTS = 20  # each waits as long as Slack says
DARK_ATTEMPTS = 3
POSTING = "chat.postMessage"


class _Counting(AsyncRetryHandler):
    """Counts only what it tries again itself.

    slack_sdk's own handlers share one counter: a call that had waited for its rate three times
    would not be made again after the first lost connection.
    """

    async def can_retry_async(
        self,
        *,
        state: RetryState,
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,
    ) -> bool:
        """Whether this kind of failure may be tried once more."""
        counts = state.custom_values = state.custom_values or {}
        name = type(self).__name__
        if counts.get(name, 0) >= self.max_retry_count:
            return False
        if not await self._can_retry_async(
            state=state, request=request, response=response, error=error
        ):
            return False
        counts[name] = counts.get(name, 0) + 1
        return True


class _AsSlackSays(_Counting, AsyncRateLimitErrorRetryHandler):
    """Waits as long as Slack says."""


class _AgainAfterTheDark(_Counting):
    """Makes calls again that ended in the dark, except those that must not happen twice."""

    async def _can_retry_async(
        self,
        *,
        state: RetryState,
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,
    ) -> bool:
        if request.url.endswith(POSTING):
            return False
        dark = response is not None and response.status_code >= 500
        return dark or (error is not None and is_uncertain(error))

    async def prepare_for_next_attempt_async(
        self,
        *,
        state: RetryState,
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,
    ) -> None:
        """Waits longer each time; waiting for a rate makes it no longer, as slack_sdk would."""
        state.next_attempt_requested = True
        tried = (state.custom_values or {}).get(type(self).__name__, 1) - 1
        await asyncio.sleep(self.interval_calculator.calculate_sleep_duration(tried))
        state.increment_current_attempt()


def retry_handlers() -> list[AsyncRetryHandler]:
    """What every client of ours tries again."""
    return [
        _AsSlackSays(max_retry_count=RATE_ATTEMPTS),
        _AgainAfterTheDark(max_retry_count=DARK_ATTEMPTS),
    ]


def make_client(base_url: str, token: str | None, session: aiohttp.ClientSession) -> AsyncWebClient:
    """A client that calls `base_url`."""
    return AsyncWebClient(
        token=token,
        base_url=base_url,
        timeout=TIMEOUT_S,
        session=session,
        retry_handlers=retry_handlers(),
        logger=libraries_log,
    )
