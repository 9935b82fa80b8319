"""The streaming methods: a message that grows while it is written.

Owns when a stream ends: at a stop, or after five minutes. Unlike `methods_chat`, whose messages
are whole from the start.
"""

from __future__ import annotations

from dataclasses import replace

from slack_workspace.arguments import Arguments
from slack_workspace.methods_chat import checked_blocks, open_channel
from slack_workspace.service import Service
from slack_workspace.shapes import Json, Message, SlackError

LASTS_S = 300.0
MOST_TEXT = 12_000  # characters a call


def start(slack: Service, given: Arguments) -> Json:
    """chat.startStream. In a channel it has to say for whom."""
    channel, thread_ts = open_channel(slack, given.need("channel")), given.need("thread_ts")
    for name in ("recipient_user_id", "recipient_team_id"):
        if not channel.im_user and not given.text(name):
            raise SlackError(f"missing_{name}")
    message = Message(
        channel=channel.id,
        ts=slack.clock.timestamp(),
        user=slack.world.bot_user,
        text=_added(given),
        thread_ts=slack.world.thread_for(channel.id, thread_ts),
        bot_id=slack.world.bot_id,
        stream="streaming",
    )
    slack.world.put(message)
    slack.tell_of(message, mentions=False)
    return {"channel": channel.id, "ts": message.ts}


def append(slack: Service, given: Arguments) -> Json:
    """chat.appendStream."""
    message = _streaming(slack, given)
    slack.world.put(replace(message, text=message.text + _added(given)))
    return {"channel": message.channel, "ts": message.ts}


def stop(slack: Service, given: Arguments) -> Json:
    """chat.stopStream, which may add blocks below the text."""
    message = _streaming(slack, given)
    changed = replace(
        message,
        text=message.text + _added(given),
        blocks=checked_blocks(given.data("blocks") or []),
        stream="stopped",
    )
    slack.world.put(changed)
    slack.tell_of_change(message, changed)
    return {"channel": message.channel, "ts": message.ts, "message": changed.as_json()}


def _added(given: Arguments) -> str:
    text = given.text("markdown_text") or ""
    chunks = given.data("chunks") or []
    text += "".join(str(one["text"]) for one in chunks if one.get("type") == "markdown_text")
    if len(text) > MOST_TEXT:
        raise SlackError("msg_too_long")
    return text


def _streaming(slack: Service, given: Arguments) -> Message:
    channel = open_channel(slack, given.need("channel"))
    message = slack.world.message(channel.id, given.need("ts"))
    if message.user != slack.world.bot_user:
        raise SlackError("message_not_owned_by_app")
    if message.stream == "streaming" and slack.clock.now() - float(message.ts) > LASTS_S:
        message = slack.world.put(replace(message, stream="stopped"))
    if message.stream != "streaming":
        raise SlackError("message_not_in_streaming_state")
    return message
