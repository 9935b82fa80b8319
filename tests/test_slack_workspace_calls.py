"""The fake Slack's Web API refuses what the real one refuses, called by the real client."""

from __future__ import annotations

from typing import Any

import pytest
from slack_apps import client_of, refusal
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_workspace import App, Workspace, conversation

Json = dict[str, Any]
SECTION = {"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3000}}


@conversation
async def test_without_the_right_token_nothing_works() -> None:
    async with Workspace() as workspace:
        for token, error in [
            (None, "not_authed"),
            ("xoxb-1", "invalid_auth"),
            (workspace.app_token, "not_allowed_token_type"),
        ]:
            client = AsyncWebClient(token=token, base_url=workspace.base_url)
            assert await refusal(client.auth_test()) == error


@conversation
async def test_a_revoked_token_is_good_for_nothing() -> None:
    async with Workspace() as workspace:
        workspace.revoke_token()
        assert await refusal(client_of(workspace).auth_test()) == "token_revoked"


@conversation
async def test_a_missing_scope_is_named_with_those_that_are_there() -> None:
    async with Workspace(App(scopes=frozenset({"commands", "chat:write"}))) as workspace:
        workspace.channel("#news", ["U1"])
        ts = await workspace.post("U1", "#news", "who?")
        for call, needed in [
            (client_of(workspace).users_info(user="U1"), "users:read"),
            (
                client_of(workspace).conversations_replies(channel="CNEWS", ts=ts),
                "channels:history",
            ),
            (client_of(workspace).conversations_info(channel="CNEWS"), "channels:read"),
        ]:
            with pytest.raises(SlackApiError) as refused:
                await call
            assert refused.value.response["error"] == "missing_scope"
            assert refused.value.response["needed"] == needed
            assert refused.value.response["provided"] == "chat:write,commands"


@conversation
async def test_the_scopes_that_were_needed_are_known() -> None:
    async with Workspace() as workspace:
        workspace.channel("#news", ["U1"])
        ts = await workspace.post("U1", "#news", "who?")
        await client_of(workspace).conversations_replies(channel="CNEWS", ts=ts)
        place: Json = {"channel_id": "CNEWS", "thread_ts": ts}
        await client_of(workspace).assistant_threads_setStatus(**place, status="is reading…")
        assert workspace.used_scopes() == {"channels:history", "chat:write"}


@conversation
async def test_the_granted_scopes_stand_in_a_header() -> None:
    async with Workspace(App(scopes=frozenset({"commands", "chat:write"}))) as workspace:
        response = await client_of(workspace).auth_test()
        assert response.headers["X-OAuth-Scopes"] == "chat:write,commands"


@conversation
async def test_the_bot_posts_only_where_it_is_and_where_people_can_write() -> None:
    async with Workspace() as workspace:
        workspace.channel("#open", ["U1"], bot=False)
        workspace.channel("#closed", ["U1"], bot=False, private=True)
        workspace.channel("#old", ["U1"])
        workspace.change("#old", archived=True)
        client = client_of(workspace)
        for channel, error in [
            ("COPEN", "not_in_channel"),
            ("CCLOSED", "channel_not_found"),
            ("CNONE", "channel_not_found"),
            ("COLD", "is_archived"),
        ]:
            assert await refusal(client.chat_postMessage(channel=channel, text="x")) == error


@conversation
async def test_a_message_needs_a_text_or_blocks_and_a_long_text_is_cut() -> None:
    async with Workspace() as workspace:
        workspace.channel("#news")
        client = client_of(workspace)
        bare = client.api_call("chat.postMessage", json={"channel": "CNEWS"})
        assert await refusal(bare) == "no_text"
        await client.chat_postMessage(channel="CNEWS", text="x" * 50_000)
        assert len(workspace.messages("#news")[0].text) == 40_000


@conversation
async def test_faulty_blocks_are_refused_with_the_place_of_the_fault() -> None:
    async with Workspace() as workspace:
        workspace.channel("#news")
        long = {"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3001}}
        with pytest.raises(SlackApiError) as refused:
            await client_of(workspace).chat_postMessage(channel="CNEWS", text="x", blocks=[long])
        assert refused.value.response["error"] == "invalid_blocks"
        assert refused.value.response["response_metadata"]["messages"] == [
            "[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]"
        ]


@conversation
async def test_too_much_text_in_all_blocks_together_is_too_long() -> None:
    async with Workspace() as workspace:
        workspace.channel("#news")
        client = client_of(workspace)
        await client.chat_postMessage(channel="CNEWS", text="x", blocks=[SECTION] * 4)
        posting = client.chat_postMessage(channel="CNEWS", text="x", blocks=[SECTION] * 5)
        assert await refusal(posting) == "msg_blocks_too_long"


@conversation
async def test_an_update_takes_4000_bytes_of_text_and_keeps_blocks_that_are_not_given() -> None:
    async with Workspace() as workspace:
        workspace.channel("#news")
        client = client_of(workspace)
        sent = await client.chat_postMessage(channel="CNEWS", text="x", blocks=[SECTION])
        place: Json = {"channel": "CNEWS", "ts": str(sent["ts"])}
        assert await refusal(client.chat_update(**place, text="é" * 2000 + "x")) == "msg_too_long"
        await client.chat_update(**place, text="é" * 2000)
        message = workspace.messages("#news")[0]
        assert (len(message.text), len(message.blocks)) == (2000, 1)


@conversation
async def test_the_bot_changes_and_deletes_only_its_own_messages() -> None:
    async with Workspace() as workspace:
        workspace.channel("#news", ["U1"])
        ts = await workspace.post("U1", "#news", "who?")
        client = client_of(workspace)
        updating = client.chat_update(channel="CNEWS", ts=ts, text="x")
        assert await refusal(updating) == "cant_update_message"
        deleting = client.chat_delete(channel="CNEWS", ts=ts)
        assert await refusal(deleting) == "cant_delete_message"
        missing = client.chat_update(channel="CNEWS", ts="1.1", text="x")
        assert await refusal(missing) == "message_not_found"


@conversation
async def test_only_one_person_sees_an_ephemeral_message_and_it_cannot_be_updated() -> None:
    async with Workspace() as workspace:
        workspace.channel("#news", ["U1", "U2"])
        client = client_of(workspace)
        sent = await client.chat_postEphemeral(channel="CNEWS", user="U1", text="for you")
        assert [m.text for m in workspace.seen_by("U1")] == ["for you"]
        assert workspace.seen_by("U2") == []
        updating = client.chat_update(channel="CNEWS", ts=sent["message_ts"], text="x")
        assert await refusal(updating) == "message_not_found"
        outside = client.chat_postEphemeral(channel="CNEWS", user="U3", text="x")
        assert await refusal(outside) == "user_not_in_channel"


@conversation
async def test_an_ephemeral_message_in_a_thread_without_a_reply_is_seen_by_nobody() -> None:
    async with Workspace() as workspace:
        workspace.channel("#news", ["U1"])
        ts, client = await workspace.post("U1", "#news", "who?"), client_of(workspace)
        place: Json = {"channel": "CNEWS", "user": "U1", "thread_ts": ts}
        await client.chat_postEphemeral(**place, text="lost")
        assert workspace.thread("#news", ts)[0].as_json().get("thread_ts") is None
        reply = await workspace.post("U1", "#news", "well?", ts)
        await client.chat_postEphemeral(**place, text="seen")
        root = workspace.thread("#news", ts)[0].as_json()
        assert (root["thread_ts"], root["reply_count"]) == (ts, 1)
        await workspace.delete("#news", reply)
        await client.chat_postEphemeral(**place, text="lost again")
        assert [m.text for m in workspace.ephemerals("U1")] == ["seen"]


@conversation
async def test_an_answer_to_an_answer_is_refused() -> None:
    async with Workspace() as workspace:
        workspace.channel("#news", ["U1"])
        ts = await workspace.post("U1", "#news", "who?")
        reply = await workspace.post("U1", "#news", "well?", ts)
        posting = client_of(workspace).chat_postMessage(channel="CNEWS", thread_ts=reply, text="x")
        assert await refusal(posting) == "cannot_reply_to_message"


@conversation
async def test_a_thread_is_read_page_by_page() -> None:
    async with Workspace() as workspace:
        workspace.channel("#news", ["U1"])
        ts = await workspace.post("U1", "#news", "0")
        for number in range(1, 5):
            await workspace.post("U1", "#news", str(number), ts)
        client, pages, cursor = client_of(workspace), [], ""
        while True:
            page = await client.conversations_replies(
                channel="CNEWS", ts=ts, limit=2, cursor=cursor
            )
            pages.append([message["text"] for message in page["messages"]])
            cursor = page["response_metadata"]["next_cursor"]
            if not page["has_more"]:
                break
        assert pages == [["0", "1"], ["2", "3"], ["4"]]
        missing = client.conversations_replies(channel="CNEWS", ts="1.1")
        assert await refusal(missing) == "thread_not_found"


@conversation
async def test_a_stream_in_a_channel_says_for_whom_and_grows() -> None:
    async with Workspace() as workspace:
        workspace.channel("#news", ["U1"])
        ts = await workspace.post("U1", "#news", "who?")
        client = client_of(workspace)
        place: Json = {"channel": "CNEWS", "thread_ts": ts}
        assert await refusal(client.chat_startStream(**place)) == "missing_recipient_user_id"
        half = client.chat_startStream(**place, recipient_user_id="U1")
        assert await refusal(half) == "missing_recipient_team_id"
        started = await client.chat_startStream(
            **place, recipient_user_id="U1", recipient_team_id="TTEAM", markdown_text="Sher"
        )
        stream: Json = {"channel": "CNEWS", "ts": str(started["ts"])}
        long = client.chat_appendStream(**stream, markdown_text="x" * 12_001)
        assert await refusal(long) == "msg_too_long"
        await client.chat_appendStream(**stream, markdown_text="man")
        await client.chat_stopStream(**stream, markdown_text=".")
        assert workspace.thread("#news", ts)[1].text == "Sherman."
        late = client.chat_appendStream(**stream, markdown_text="!")
        assert await refusal(late) == "message_not_in_streaming_state"


@conversation
async def test_a_stream_ends_by_itself_after_five_minutes_and_can_be_updated_then() -> None:
    async with Workspace() as workspace:
        question = await workspace.direct_message("U1", "who?")
        client = client_of(workspace)
        started = await client.chat_startStream(channel="DU1", thread_ts=question)
        stream: Json = {"channel": "DU1", "ts": str(started["ts"])}
        workspace.clock.advance(301)
        late = client.chat_stopStream(**stream)
        assert await refusal(late) == "message_not_in_streaming_state"
        await client.chat_update(**stream, text="Sherman.")
        assert workspace.thread("DU1", question)[1].text == "Sherman."


@conversation
async def test_a_reaction_is_added_once_and_removed_once() -> None:
    async with Workspace() as workspace:
        workspace.channel("#news", ["U1"])
        ts = await workspace.post("U1", "#news", "who?")
        client = client_of(workspace)
        there: Json = {"channel": "CNEWS", "timestamp": ts, "name": "eyes"}
        await client.reactions_add(**there)
        assert workspace.thread("#news", ts)[0].reactions == (("eyes", "UBOT"),)
        assert await refusal(client.reactions_add(**there)) == "already_reacted"
        await client.reactions_remove(**there)
        assert await refusal(client.reactions_remove(**there)) == "no_reaction"


@pytest.mark.filterwarnings("ignore:BasicAuth is deprecated")  # slack_sdk's own use of aiohttp
@conversation
async def test_a_code_is_exchanged_once_and_only_with_the_clients_secret() -> None:
    async with Workspace() as workspace:
        app, client = workspace.slack.app, AsyncWebClient(base_url=workspace.base_url)
        code = workspace.slack.open_code("U1")
        right: Json = {"client_id": app.client_id, "client_secret": app.client_secret, "code": code}
        wrong = client.oauth_v2_access(**right | {"client_secret": "another"})
        assert await refusal(wrong) == "bad_client_secret"
        installed = await client.oauth_v2_access(**right)
        assert installed["access_token"] == workspace.bot_token
        assert await refusal(client.oauth_v2_access(**right)) == "invalid_code"
