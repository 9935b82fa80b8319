"""The fake Slack limits rates as the real one does, and fails when a test wants it to."""

from __future__ import annotations

import aiohttp
import pytest
from slack_apps import client_of, refusal
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_workspace import Workspace, conversation


@conversation
async def test_a_channel_takes_a_burst_and_then_one_message_a_second() -> None:
    async with Workspace(burst=3) as workspace:
        workspace.clock.freeze()
        workspace.channel("#news")
        workspace.channel("#sport")
        client = client_of(workspace)
        for _ in range(3):
            await client.chat_postMessage(channel="CNEWS", text="x")
        with pytest.raises(SlackApiError) as refused:
            await client.chat_postMessage(channel="CNEWS", text="x")
        assert refused.value.response.status_code == 429
        assert refused.value.response.headers["Retry-After"] == "1"
        await client.chat_postMessage(channel="CSPORT", text="x")
        workspace.clock.advance(1)
        await client.chat_postMessage(channel="CNEWS", text="x")


@conversation
async def test_a_method_takes_the_calls_a_minute_of_its_tier() -> None:
    async with Workspace() as workspace:
        workspace.clock.freeze()
        workspace.channel("#news")
        client = client_of(workspace)
        ts = str((await client.chat_postMessage(channel="CNEWS", text="x"))["ts"])
        for _ in range(50):
            await client.chat_update(channel="CNEWS", ts=ts, text="x")
        updating = client.chat_update(channel="CNEWS", ts=ts, text="x")
        assert await refusal(updating) == "ratelimited"


@conversation
async def test_a_call_fails_as_often_as_planned_and_no_more() -> None:
    async with Workspace() as workspace:
        client = client_of(workspace)
        workspace.fail("auth.test", "fatal_error")
        workspace.rate_limit("auth.test", 7)
        assert await refusal(client.auth_test()) == "fatal_error"
        assert await refusal(client.auth_test()) == "ratelimited"
        assert (await client.auth_test())["ok"]
        errors = [call.error for call in workspace.calls("auth.test")]
        assert errors == ["fatal_error", "ratelimited", None]


@conversation
async def test_the_real_retry_handler_waits_out_a_429() -> None:
    async with Workspace() as workspace:
        client = client_of(workspace)
        client.retry_handlers.append(AsyncRateLimitErrorRetryHandler(max_retry_count=1))
        workspace.rate_limit("auth.test", 1)
        assert (await client.auth_test())["ok"]


@conversation
async def test_a_500_is_no_json_and_does_nothing() -> None:
    async with Workspace() as workspace:
        workspace.channel("#news")
        workspace.fail("chat.postMessage", "500")
        with pytest.raises(SlackApiError) as refused:
            await client_of(workspace).chat_postMessage(channel="CNEWS", text="x")
        assert refused.value.response.status_code == 500
        assert workspace.messages("#news") == []


@conversation
async def test_a_lost_reply_hides_that_the_message_was_posted() -> None:
    async with Workspace() as workspace:
        workspace.channel("#news")
        client = client_of(workspace)
        client.retry_handlers.clear()
        workspace.lose_reply("chat.postMessage")
        with pytest.raises(aiohttp.ClientError):
            await client.chat_postMessage(channel="CNEWS", text="posted")
        workspace.fail("chat.postMessage", "connection_lost")
        with pytest.raises(aiohttp.ClientError):
            await client.chat_postMessage(channel="CNEWS", text="not posted")
        assert [message.text for message in workspace.messages("#news")] == ["posted"]


@conversation
async def test_a_share_of_calls_fails_by_chance_with_429_and_500() -> None:
    async with Workspace(rates=False) as workspace:
        workspace.misbehave(0.2)
        client = client_of(workspace)
        for _ in range(200):
            await refusal(client.api_test())
        statuses = [call.http_status for call in workspace.calls("api.test")]
        assert {200, 429, 500} == set(statuses)
        assert 20 <= len([status for status in statuses if status != 200]) <= 60
