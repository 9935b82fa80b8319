"""The fake Slack, in conversations with Bolt apps: each runs over a socket and over HTTP."""

from __future__ import annotations

from typing import Any

import pytest
from slack_apps import Transport, client_of, connected, new_app, served
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient
from slack_workspace import Workspace, conversation

both = pytest.mark.parametrize("transport", [connected, served])
Json = dict[str, Any]
BUTTON = {"type": "button", "action_id": "show", "text": {"type": "plain_text", "text": "Show"}}
MODAL = {
    "type": "modal",
    "callback_id": "feedback",
    "title": {"type": "plain_text", "text": "Why?"},
    "submit": {"type": "plain_text", "text": "Send"},
    "blocks": [
        {
            "type": "input",
            "block_id": "why",
            "label": {"type": "plain_text", "text": "Why?"},
            "element": {"type": "plain_text_input", "action_id": "text"},
        }
    ],
}


def answering(workspace: Workspace) -> AsyncApp:
    """An app that answers each mention and each direct message, and nothing else."""
    app = new_app(workspace)

    @app.event("app_mention")
    async def mention(event: Json, client: AsyncWebClient) -> None:
        thread = {"channel": event["channel"], "thread_ts": event["ts"]}
        await client.chat_postMessage(text="Sherman.", **thread)

    @app.event("message")
    async def message(event: Json, client: AsyncWebClient) -> None:
        if event["channel_type"] == "im" and "bot_id" not in event and "subtype" not in event:
            await client.chat_postMessage(channel=event["channel"], text="Ryabkov.")

    return app


@both
@conversation
async def test_a_mention_is_answered_in_its_thread(transport: Transport) -> None:
    async with Workspace() as workspace:
        workspace.channel("#news", ["U1"])
        async with transport(workspace, answering(workspace)):
            ts = await workspace.post("U1", "#news", "<@BOT> who leads?")
            await workspace.quiet()
            assert [(m.user, m.text) for m in workspace.thread("#news", ts)] == [
                ("U1", "<@UBOT> who leads?"),
                ("UBOT", "Sherman."),
            ]


@both
@conversation
async def test_a_direct_message_is_answered(transport: Transport) -> None:
    async with Workspace() as workspace:
        async with transport(workspace, answering(workspace)):
            await workspace.direct_message("U1", "who denies it?")
            await workspace.quiet()
        assert [m.text for m in workspace.seen_by("U1")] == ["who denies it?", "Ryabkov."]


@conversation
async def test_a_mention_in_a_direct_message_is_a_message_and_no_app_mention() -> None:
    async with Workspace() as workspace:
        async with connected(workspace, answering(workspace)):
            await workspace.direct_message("U1", "<@BOT> who?")
            await workspace.quiet()
        types = {a.payload["event"]["type"] for a in workspace.attempts()}
        assert types == {"message"}


@both
@conversation
async def test_a_mention_arrives_twice_with_one_ts_and_two_event_ids(transport: Transport) -> None:
    async with Workspace() as workspace:
        workspace.channel("#news", ["U1"])
        async with transport(workspace, answering(workspace)):
            ts = await workspace.post("U1", "#news", "<@BOT> who?")
            await workspace.quiet()
        pair = [a for a in workspace.attempts() if a.payload["event"]["ts"] == ts]
        assert sorted(a.payload["event"]["type"] for a in pair) == ["app_mention", "message"]
        assert len({a.event_id for a in pair}) == 2


@both
@conversation
async def test_the_bots_own_messages_come_back_to_it_with_its_bot_id(transport: Transport) -> None:
    async with Workspace() as workspace:
        workspace.channel("#news", ["U1"])
        async with transport(workspace, answering(workspace)):
            await workspace.post("U1", "#news", "<@BOT> who?")
            await workspace.quiet()
        own = [a.payload["event"] for a in workspace.attempts()]
        assert [e["text"] for e in own if e.get("bot_id") == workspace.bot_id] == ["Sherman."]


@both
@conversation
async def test_a_command_is_answered_at_once_and_again_by_its_response_url(
    transport: Transport,
) -> None:
    async with Workspace() as workspace:
        workspace.channel("#news", ["U1"], bot=False)
        app = new_app(workspace)

        @app.command("/ask")
        async def ask(ack: AsyncAck, respond: AsyncRespond, command: Json) -> None:
            await ack("Looking.")
            await respond(f"You asked: {command['text']}")

        async with transport(workspace, app):
            await workspace.slash("U1", "#news", "/ask", "who?")
            await workspace.until(lambda: len(workspace.ephemerals("U1")) == 2)
        texts = sorted(m.text for m in workspace.ephemerals("U1"))
        assert texts == ["Looking.", "You asked: who?"]
        assert workspace.messages("#news") == []


@both
@conversation
async def test_a_click_opens_a_modal_and_what_is_filled_in_reaches_the_app(
    transport: Transport,
) -> None:
    async with Workspace() as workspace:
        workspace.channel("#news", ["U1"])
        app, heard = new_app(workspace), []

        @app.action("show")
        async def show(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
            await ack()
            await client.views_open(trigger_id=body["trigger_id"], view=MODAL)

        @app.view("feedback")
        async def feedback(ack: AsyncAck, view: Json) -> None:
            heard.append(view["state"]["values"]["why"]["text"]["value"])
            await ack()

        async with transport(workspace, app):
            blocks = [{"type": "actions", "elements": [BUTTON]}]
            await client_of(workspace).chat_postMessage(channel="CNEWS", text="x", blocks=blocks)
            await workspace.click("U1", workspace.messages("#news")[0], "show")
            await workspace.until(lambda: workspace.views("U1"))
            await workspace.submit("U1", workspace.views("U1")[-1], {"text": "It is old."})
        assert heard == ["It is old."]
        assert workspace.views("U1") == []


@both
@conversation
async def test_a_modal_shows_the_errors_of_a_submission_and_stays(transport: Transport) -> None:
    async with Workspace() as workspace:
        app = new_app(workspace)

        @app.shortcut("check_with_articles")
        async def check(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
            await ack()
            await client.views_open(trigger_id=body["trigger_id"], view=MODAL)

        @app.view("feedback")
        async def feedback(ack: AsyncAck) -> None:
            await ack(response_action="errors", errors={"why": "Say more."})

        async with transport(workspace, app):
            workspace.channel("#news", ["U1"])
            ts = await workspace.post("U1", "#news", "It was Sherman.")
            await workspace.shortcut("U1", "check_with_articles", "#news", ts)
            await workspace.until(lambda: workspace.views("U1"))
            view = workspace.views("U1")[-1]
            assert await workspace.submit("U1", view, {"text": "no"}) == {"why": "Say more."}
        assert len(workspace.views("U1")) == 1


@both
@conversation
async def test_opening_the_home_tab_lets_the_app_publish_it(transport: Transport) -> None:
    async with Workspace() as workspace:
        app = new_app(workspace)

        @app.event("app_home_opened")
        async def opened(event: Json, client: AsyncWebClient) -> None:
            section = {"type": "section", "text": {"type": "mrkdwn", "text": event["tab"]}}
            view = {"type": "home", "blocks": [section]}
            await client.views_publish(user_id=event["user"], view=view)

        async with transport(workspace, app):
            await workspace.open_home("U1")
            await workspace.until(lambda: workspace.home("U1"))
        home = workspace.home("U1")
        assert home is not None
        assert home.blocks[0]["text"]["text"] == "home"


@both
@conversation
async def test_an_edit_and_a_deletion_are_events_with_what_was_there(transport: Transport) -> None:
    async with Workspace() as workspace:
        async with transport(workspace, answering(workspace)):
            ts = await workspace.direct_message("U1", "who?")
            await workspace.edit("DU1", ts, "who else?")
            await workspace.delete("DU1", ts)
            await workspace.quiet()
        events = [a.payload["event"] for a in workspace.attempts()]
        changed = next(e for e in events if e.get("subtype") == "message_changed")
        deleted = next(e for e in events if e.get("subtype") == "message_deleted")
        assert changed["message"]["text"] == "who else?"
        assert changed["previous_message"]["text"] == "who?"
        assert deleted["deleted_ts"] == ts


@conversation
async def test_a_deleted_question_with_answers_leaves_a_tombstone_until_they_go() -> None:
    async with Workspace() as workspace:
        workspace.channel("#news", ["U1"])
        ts = await workspace.post("U1", "#news", "who?")
        answer = await workspace.post("U1", "#news", "Sherman.", ts)
        await workspace.delete("#news", ts)
        assert [m.subtype for m in workspace.thread("#news", ts)] == ["tombstone", None]
        await workspace.delete("#news", answer)
        assert workspace.messages("#news") == []


@conversation
async def test_an_answer_to_a_question_that_is_gone_lands_in_the_channel() -> None:
    async with Workspace() as workspace:
        workspace.channel("#news", ["U1"])
        ts = await workspace.post("U1", "#news", "who?")
        await workspace.delete("#news", ts)
        client = client_of(workspace)
        await client.chat_postMessage(channel="CNEWS", thread_ts=ts, text="Sherman.")
        assert [m.thread_ts for m in workspace.messages("#news")] == [None]


@conversation
async def test_the_app_hears_only_what_it_subscribed_to_where_the_bot_is() -> None:
    async with Workspace() as workspace:
        workspace.channel("#news", ["U1"])
        workspace.channel("#elsewhere", ["U1"], bot=False)
        async with connected(workspace, answering(workspace)):
            await workspace.post("U1", "#elsewhere", "<@BOT> who?")
            await workspace.post("U1", "#news", "no mention")
            await workspace.quiet()
        assert [a.payload["event"]["type"] for a in workspace.attempts()] == ["message"]


@conversation
async def test_who_joins_is_announced_and_a_bot_that_joins_hears_of_it() -> None:
    async with Workspace() as workspace:
        workspace.channel("#news", ["U1"], bot=False)
        async with connected(workspace, answering(workspace)):
            await workspace.join(workspace.bot_user, "#news")
            await workspace.until(lambda: len(workspace.slack.delivery.attempts) >= 1)
        assert workspace.messages("#news")[0].subtype == "channel_join"


@conversation
async def test_a_mention_where_the_bot_is_not_reaches_it_when_it_is_invited() -> None:
    async with Workspace() as workspace:
        workspace.channel("#news", ["U1"], bot=False)
        async with connected(workspace, answering(workspace)):
            ts = await workspace.post("U1", "#news", "<@BOT> who leads?")
            await workspace.invite_bot("U1", "#news", ts)
            await workspace.until(lambda: len(workspace.thread("#news", ts)) == 2)


@both
@conversation
async def test_a_direct_message_of_several_people_is_of_its_own_kind(transport: Transport) -> None:
    async with Workspace() as workspace:
        workspace.group_message("#mpdm", ["U1", "U2"])
        async with transport(workspace, answering(workspace)):
            await workspace.post("U1", "#mpdm", "hello")
            await workspace.quiet()
        assert workspace.attempts()[0].payload["event"]["channel_type"] == "mpim"
        assert workspace.used_scopes() == {"mpim:history"}


@conversation
async def test_people_do_only_what_people_can() -> None:
    async with Workspace() as workspace:
        workspace.channel("#news", ["U1"])
        workspace.channel("#secret", ["U1"], private=True)
        ts = await workspace.post("U1", "#secret", "psst")
        message = workspace.thread("#secret", ts)[0]
        with pytest.raises(LookupError, match="U2 is not in #news"):
            await workspace.post("U2", "#news", "hello")
        with pytest.raises(LookupError, match="U2 does not see"):
            await workspace.click("U2", message, "show")
        with pytest.raises(LookupError, match="/forget is not a valid command"):
            await workspace.slash("U1", "#news", "/forget")
