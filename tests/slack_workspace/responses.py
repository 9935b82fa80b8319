"""Answers to a person's act that need no token: by `response_url`, or in the acknowledgement.

Owns what such an answer does: a new message, ephemeral or not, or a change of the one clicked.
Unlike `methods_chat`, it may write where the bot is no member, and change ephemeral messages.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace

from aiohttp import web

from slack_workspace.arguments import Arguments
from slack_workspace.methods_chat import read_content
from slack_workspace.misbehaviour import Misbehaviour
from slack_workspace.service import Service
from slack_workspace.shapes import Json, Message, SlackError
from slack_workspace.triggers import Address


async def handle(
    services: Sequence[Service], misbehaviour: Misbehaviour, request: web.Request
) -> web.Response:
    """One POST to a `response_url`: "ok", or 404 with the error."""
    name = request.match_info["name"]
    slack = next((one for one in services if one.rights.knows(name)), services[0])
    try:
        address = slack.rights.take_address(name)
        if failure := misbehaviour.planned_for("response_url"):
            raise SlackError(failure.error)
        answer(slack, address, json.loads(await request.text()))
    except SlackError as refusal:
        body = {"ok": False, "error": refusal.error} | refusal.details
        return web.json_response(body, status=404)
    return web.json_response({"ok": True})


def answer(slack: Service, address: Address, body: Json) -> None:
    """Does what an answer says. Raises SlackError if its text or blocks are not fine."""
    about = address.about
    if body.get("delete_original") and about is not None:
        _remove(slack, about)
        return
    text, content = read_content(Arguments(body))
    if body.get("replace_original") and about is not None:
        _replace(slack, replace(about, text=text, blocks=content))
        return
    is_public = body.get("response_type") == "in_channel"
    thread_ts = body.get("thread_ts") or address.thread_ts
    message = Message(
        channel=address.channel,
        ts=slack.clock.timestamp(),
        user=slack.world.bot_user,
        text=text,
        blocks=content,
        thread_ts=thread_ts,
        bot_id=slack.world.bot_id,
        ephemeral_to=None if is_public else address.user,
    )
    if is_public:
        slack.world.put(message)
        slack.tell_of(message, mentions=False)
    else:
        slack.world.whisper(message)


def _remove(slack: Service, about: Message) -> None:
    if about.ephemeral_to:
        slack.world.ephemeral = [m for m in slack.world.ephemeral if m.ts != about.ts]
    else:
        slack.remove(about)


def _replace(slack: Service, changed: Message) -> None:
    if changed.ephemeral_to:
        kept = [changed if m.ts == changed.ts else m for m in slack.world.ephemeral]
        slack.world.ephemeral = kept
    else:
        slack.world.put(changed)
