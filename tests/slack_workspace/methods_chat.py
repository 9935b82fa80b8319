"""The chat methods: post, change and delete messages.

Owns what a message may hold and who may change it. Unlike `streams`, it knows whole messages only.
"""

from __future__ import annotations

from dataclasses import replace

from slack_workspace import blocks
from slack_workspace.arguments import Arguments, refuse
from slack_workspace.service import Service
from slack_workspace.shapes import Channel, Json, Message, SlackError

MOST_TEXT = 40_000  # characters; the rest is cut
MOST_UPDATED_BYTES = 4_000  # of UTF-8


def open_channel(slack: Service, name: str, *, direct: bool = False) -> Channel:
    """The channel that the bot names, if it may post there.

    Raises SlackError `channel_not_found` (also for a private channel that it is not in),
    `not_in_channel` or `is_archived`.
    """
    if direct and name in slack.world.users:
        return slack.world.direct(name)
    channel = slack.world.channel(name)
    if slack.world.bot_user not in channel.members:
        raise SlackError("channel_not_found" if channel.private else "not_in_channel")
    if channel.archived:
        raise SlackError("is_archived")
    return channel


def read_content(given: Arguments) -> tuple[str, tuple[Json, ...]]:
    """The text, cut as Slack cuts it, and the blocks of a message, checked.

    Raises SlackError `no_text`, `invalid_blocks_format`, `invalid_blocks` with the reasons, or
    `msg_blocks_too_long`.
    """
    text, found = given.text("text") or "", given.data("blocks")
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise refuse("must be valid UTF-8 [json-pointer:/text]")
    if found is not None and not isinstance(found, list):
        raise SlackError("invalid_blocks_format")
    if not text.strip() and not found:
        raise SlackError("no_text")
    return text[:MOST_TEXT], checked_blocks(found or [])


def checked_blocks(found: list[Json]) -> tuple[Json, ...]:
    """The blocks of a message, each with a `block_id`. Raises SlackError as `read_content` does."""
    if faults := blocks.find_faults(found, "message"):
        messages = [f"[ERROR] {fault}" for fault in faults]
        raise SlackError("invalid_blocks", response_metadata={"messages": messages})
    if blocks.text_length(found) > blocks.MOST_TEXT:
        raise SlackError("msg_blocks_too_long")
    return tuple(
        block if block.get("block_id") else block | {"block_id": f"b{number}"}
        for number, block in enumerate(found)
    )


def post_message(slack: Service, given: Arguments) -> Json:
    """chat.postMessage."""
    channel = open_channel(slack, given.need("channel"), direct=True)
    text, content = read_content(given)
    metadata = given.data("metadata")
    if metadata is not None and not {"event_type", "event_payload"} <= metadata.keys():
        raise SlackError("invalid_metadata_format")
    message = Message(
        channel=channel.id,
        ts=slack.clock.timestamp(),
        user=slack.world.bot_user,
        text=text,
        blocks=content,
        thread_ts=slack.world.thread_for(channel.id, given.text("thread_ts")),
        bot_id=slack.world.bot_id,
        metadata=metadata,
        unfurls=given.flag("unfurl_links", True) or given.flag("unfurl_media", True),
    )
    slack.world.put(message)
    slack.tell_of(message, mentions=False)
    return {"channel": channel.id, "ts": message.ts, "message": message.as_json()}


def post_ephemeral(slack: Service, given: Arguments) -> Json:
    """chat.postEphemeral."""
    channel, user = open_channel(slack, given.need("channel")), given.need("user")
    if user not in channel.members:
        raise SlackError("user_not_in_channel")
    text, content = read_content(given)
    message = Message(
        channel=channel.id,
        ts=slack.clock.timestamp(),
        user=slack.world.bot_user,
        text=text,
        blocks=content,
        thread_ts=slack.world.thread_for(channel.id, given.text("thread_ts")),
        bot_id=slack.world.bot_id,
        ephemeral_to=user,
    )
    slack.world.whisper(message)
    return {"message_ts": message.ts}


def update(slack: Service, given: Arguments) -> Json:
    """chat.update. Blocks that are not given stay; its text has the smaller limit."""
    message = _own(slack, given, "cant_update_message")
    if message.stream == "streaming":
        raise SlackError("streaming_state_conflict")
    if len((given.text("text") or "").encode("utf-8", "surrogatepass")) > MOST_UPDATED_BYTES:
        raise SlackError("msg_too_long")
    text, content = read_content(given)
    changed = replace(
        message,
        text=text,
        blocks=content if "blocks" in given else message.blocks,
        edited_ts=slack.clock.timestamp(),
    )
    slack.world.put(changed)
    slack.tell_of_change(message, changed)
    return {"channel": changed.channel, "ts": changed.ts, "text": text}


def delete(slack: Service, given: Arguments) -> Json:
    """chat.delete."""
    message = _own(slack, given, "cant_delete_message")
    slack.remove(message)
    return {"channel": message.channel, "ts": message.ts}


def permalink(slack: Service, given: Arguments) -> Json:
    """chat.getPermalink."""
    channel = slack.world.channel(given.need("channel"))
    message = slack.world.message(channel.id, given.need("message_ts"))
    link = f"https://fake.slack.com/archives/{channel.id}/p{message.ts.replace('.', '')}"
    return {"channel": channel.id, "permalink": link}


def _own(slack: Service, given: Arguments, error: str) -> Message:
    """A message of the bot's own; others may not be touched."""
    channel = open_channel(slack, given.need("channel"))
    message = slack.world.message(channel.id, given.need("ts"))
    if message.user != slack.world.bot_user:
        raise SlackError(error)
    return message
