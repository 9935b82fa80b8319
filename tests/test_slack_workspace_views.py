"""The fake Slack's modals, home tabs, statuses and answer addresses end when they should."""

from __future__ import annotations

import json
from typing import Any

import aiohttp
import pytest
from slack_apps import client_of, connected, new_app, refusal
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.errors import SlackApiError
from slack_workspace import Workspace, conversation

Json = dict[str, Any]
SECTION = {"type": "section", "text": {"type": "mrkdwn", "text": "x"}}


def modal(title: str = "Quote", **more: object) -> Json:
    """A modal with a text in it."""
    text = {"type": "plain_text", "text": title}
    return {"type": "modal", "title": text, "blocks": [SECTION], **more}


@conversation
async def test_a_trigger_opens_one_modal_within_three_seconds() -> None:
    async with Workspace() as workspace:
        client, give = client_of(workspace), workspace.slack.rights.give_trigger
        trigger, late = give("U1"), give("U1")
        await client.views_open(trigger_id=trigger, view=modal())
        again = client.views_open(trigger_id=trigger, view=modal())
        assert await refusal(again) == "exchanged_trigger_id"
        workspace.clock.advance(3.1)
        opening = client.views_open(trigger_id=late, view=modal())
        assert await refusal(opening) == "expired_trigger_id"
        unknown = client.views_open(trigger_id="1.a", view=modal())
        assert await refusal(unknown) == "invalid_arguments"


@conversation
async def test_a_faulty_view_is_refused_with_the_place_and_leaves_the_trigger() -> None:
    async with Workspace() as workspace:
        client, trigger = client_of(workspace), workspace.slack.rights.give_trigger("U1")
        with pytest.raises(SlackApiError) as refused:
            await client.views_open(trigger_id=trigger, view=modal("x" * 25))
        assert refused.value.response["error"] == "invalid_arguments"
        assert refused.value.response["response_metadata"]["messages"] == [
            "[ERROR] must be less than 25 characters [json-pointer:/view/title/text]"
        ]
        await client.views_open(trigger_id=trigger, view=modal())


@pytest.mark.parametrize(
    "more",
    [
        {"private_metadata": "x" * 3001},
        {"callback_id": "x" * 256},
        {"blocks": [SECTION] * 101},
        {"blocks": []},
        {"close": {"type": "plain_text", "text": "x" * 25}},
        {"submit": {"type": "mrkdwn", "text": "Send"}},
        {"colour": "red"},
        {"blocks": [{"type": "markdown", "text": "x"}]},
        {"type": "home"},
    ],
)
@conversation
async def test_a_modal_over_a_limit_is_refused(more: Json) -> None:
    async with Workspace() as workspace:
        trigger = workspace.slack.rights.give_trigger("U1")
        opening = client_of(workspace).views_open(trigger_id=trigger, view=modal(**more))
        assert await refusal(opening) == "invalid_arguments"


@conversation
async def test_a_modal_is_updated_while_it_is_open_and_by_its_last_hash() -> None:
    async with Workspace() as workspace:
        client, trigger = client_of(workspace), workspace.slack.rights.give_trigger("U1")
        opened = (await client.views_open(trigger_id=trigger, view=modal()))["view"]
        await client.views_update(view_id=opened["id"], hash=opened["hash"], view=modal("Next"))
        assert workspace.views("U1")[0].body["title"]["text"] == "Next"
        stale = client.views_update(view_id=opened["id"], hash=opened["hash"], view=modal())
        assert await refusal(stale) == "hash_conflict"
        await workspace.close("U1", workspace.views("U1")[0])
        late = client.views_update(view_id=opened["id"], view=modal())
        assert await refusal(late) == "not_found"


@conversation
async def test_at_most_three_modals_stand_on_each_other() -> None:
    async with Workspace() as workspace:
        client, give = client_of(workspace), workspace.slack.rights.give_trigger
        await client.views_open(trigger_id=give("U1"), view=modal())
        for _ in range(2):
            await client.views_push(trigger_id=give("U1"), view=modal())
        fourth = client.views_push(trigger_id=give("U1"), view=modal())
        assert await refusal(fourth) == "push_limit_reached"
        assert len(workspace.views("U1")) == 3


@conversation
async def test_a_submission_takes_only_what_a_person_can_fill_in() -> None:
    async with Workspace() as workspace:
        option = {"text": {"type": "plain_text", "text": "Wrong"}, "value": "wrong"}
        element = {"type": "radio_buttons", "action_id": "reason", "options": [option]}
        label = {"type": "plain_text", "text": "Why?"}
        block = {"type": "input", "block_id": "why", "label": label, "element": element}
        app, heard = new_app(workspace), []

        @app.view("feedback")
        async def feedback(ack: AsyncAck, view: Json) -> None:
            heard.append(view["state"]["values"]["why"]["reason"]["selected_option"]["value"])
            await ack()

        async with connected(workspace, app):
            trigger = workspace.slack.rights.give_trigger("U1")
            form = modal(blocks=[block], submit=label, callback_id="feedback")
            await client_of(workspace).views_open(trigger_id=trigger, view=form)
            view = workspace.views("U1")[0]
            with pytest.raises(ValueError, match="without filling in 'reason'"):
                await workspace.submit("U1", view)
            with pytest.raises(ValueError, match="no option"):
                await workspace.submit("U1", view, {"reason": "other"})
            with pytest.raises(ValueError, match="no field"):
                await workspace.submit("U1", view, {"colour": "red"})
            await workspace.submit("U1", view, {"reason": "wrong"})
        assert heard == ["wrong"]


@conversation
async def test_a_home_tab_is_published_to_people_that_exist() -> None:
    async with Workspace() as workspace:
        workspace.user("U1")
        client, home = client_of(workspace), {"type": "home", "blocks": [SECTION]}
        await client.views_publish(user_id="U1", view=home)
        assert workspace.home("U1") is not None
        assert await refusal(client.views_publish(user_id="U2", view=home)) == "user_not_found"
        titled = home | {"title": {"type": "plain_text", "text": "x"}}
        faulty = client.views_publish(user_id="U1", view=titled)
        assert await refusal(faulty) == "invalid_arguments"


@conversation
async def test_a_status_ends_with_the_answer_or_after_two_minutes() -> None:
    async with Workspace() as workspace:
        workspace.channel("#news", ["U1"])
        client = client_of(workspace)
        one = await workspace.post("U1", "#news", "who?")
        two = await workspace.post("U1", "#news", "when?")
        for ts in (one, two):
            await client.assistant_threads_setStatus(
                channel_id="CNEWS", thread_ts=ts, status="is reading…"
            )
        assert workspace.status("#news", one) == "is reading…"
        await client.chat_postMessage(channel="CNEWS", thread_ts=one, text="Sherman.")
        assert workspace.status("#news", one) == ""
        workspace.clock.advance(119)
        assert workspace.status("#news", two) == "is reading…"
        workspace.clock.advance(2)
        assert workspace.status("#news", two) == ""


@conversation
async def test_a_status_needs_a_thread_and_has_at_most_ten_loading_messages() -> None:
    async with Workspace() as workspace:
        ts = await workspace.direct_message("U1", "who?")
        client = client_of(workspace)
        nowhere = client.assistant_threads_setStatus(channel_id="DU1", thread_ts="1.1", status="x")
        assert await refusal(nowhere) == "invalid_thread_ts"
        many = client.assistant_threads_setStatus(
            channel_id="DU1", thread_ts=ts, status="x", loading_messages=["x"] * 11
        )
        assert await refusal(many) == "invalid_arguments"


@conversation
async def test_at_most_four_questions_are_suggested_and_none_with_a_thread_ts() -> None:
    async with Workspace() as workspace:
        workspace.direct("U1")
        client, one = client_of(workspace), {"title": "Who?", "message": "Who leads?"}
        await client.assistant_threads_setSuggestedPrompts(
            channel_id="DU1", thread_ts="", prompts=[one] * 4
        )
        assert len(workspace.prompts("U1")["prompts"]) == 4
        legacy = {"title": "When?", "message": "When was it?"}
        await client.assistant_threads_setSuggestedPrompts(
            channel_id="DU1", thread_ts="1.1", prompts=[legacy]
        )
        assert workspace.prompts("U1")["prompts"] == [one] * 4
        five = client.assistant_threads_setSuggestedPrompts(
            channel_id="DU1", thread_ts="", prompts=[one] * 5
        )
        assert await refusal(five) == "invalid_arguments"


async def respond(url: str, body: Json) -> tuple[int, Json]:
    """Posts to a `response_url`."""
    async with aiohttp.ClientSession() as session, session.post(url, json=body) as response:
        return response.status, json.loads(await response.text())


@conversation
async def test_a_response_url_is_good_for_five_answers_and_half_an_hour() -> None:
    async with Workspace() as workspace:
        workspace.channel("#news", ["U1"], bot=False)
        rights = workspace.slack.rights
        url = workspace.slack.response_url(rights.give_address("U1", "CNEWS"))
        for _ in range(5):
            assert await respond(url, {"text": "x"}) == (200, {"ok": True})
        assert await respond(url, {"text": "x"}) == (404, {"ok": False, "error": "used_url"})
        late = workspace.slack.response_url(rights.give_address("U1", "CNEWS"))
        workspace.clock.advance(1801)
        assert await respond(late, {"text": "x"}) == (404, {"ok": False, "error": "expired_url"})


@conversation
async def test_a_response_url_answers_in_private_unless_told_and_replaces_what_was_clicked() -> (
    None
):
    async with Workspace() as workspace:
        workspace.channel("#news", ["U1", "U2"], bot=False)
        rights = workspace.slack.rights
        url = workspace.slack.response_url(rights.give_address("U1", "CNEWS"))
        await respond(url, {"text": "for you"})
        await respond(url, {"text": "for all", "response_type": "in_channel"})
        assert [m.text for m in workspace.seen_by("U2")] == ["for all"]
        mine = workspace.ephemerals("U1")[0]
        click = workspace.slack.response_url(rights.give_address("U1", "CNEWS", mine))
        await respond(click, {"text": "shared", "replace_original": True})
        assert [m.text for m in workspace.ephemerals("U1")] == ["shared"]
        await respond(click, {"delete_original": True})
        assert workspace.ephemerals("U1") == []
