"""The methods that read channels, threads and people, and those that react to a message.

Owns what the bot may read. Unlike `methods_chat`, nothing here writes a message.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import replace

from slack_workspace.arguments import Arguments
from slack_workspace.methods_chat import open_channel
from slack_workspace.service import Service
from slack_workspace.shapes import Channel, Json, Message, SlackError

PAGE = 1000
HISTORY_SCOPES = {
    "im": "im:history",
    "mpim": "mpim:history",
    "group": "groups:history",
    "channel": "channels:history",
}
READ_SCOPES = {
    "im": "im:read",
    "mpim": "mpim:read",
    "group": "groups:read",
    "channel": "channels:read",
}
TYPES = {"public_channel": "channel", "private_channel": "group", "im": "im", "mpim": "mpim"}


def replies(slack: Service, given: Arguments) -> Json:
    """conversations.replies, page by page."""
    channel = _readable(slack, given, HISTORY_SCOPES)
    thread_ts = given.need("ts")
    thread = slack.world.thread(channel.id, thread_ts)
    if not thread:
        raise SlackError("thread_not_found")
    root = slack.world.messages[channel.id].get(thread_ts)
    inside = [m for m in thread if m is root or _is_between(m, given)]
    return _page(inside, given)


def history(slack: Service, given: Arguments) -> Json:
    """conversations.history, newest first: what stands in the channel and not in a thread."""
    channel = _readable(slack, given, HISTORY_SCOPES)
    found = [m for m in slack.world.messages[channel.id].values() if not m.is_reply]
    found = [m for m in found if _is_between(m, given)]
    return _page(sorted(found, key=lambda m: m.ts, reverse=True), given)


def info(slack: Service, given: Arguments) -> Json:
    """conversations.info."""
    channel = slack.world.channel(given.need("channel"))
    if channel.private and slack.world.bot_user not in channel.members:
        raise SlackError("channel_not_found")
    slack.need(READ_SCOPES[channel.kind])
    return {"channel": channel.as_json(slack.world.bot_user)}


def members(slack: Service, given: Arguments) -> Json:
    """conversations.members."""
    channel = _readable(slack, given, READ_SCOPES)
    return {"members": sorted(channel.members), "response_metadata": {"next_cursor": ""}}


def list_all(slack: Service, given: Arguments) -> Json:
    """conversations.list: the channels that the bot can know of."""
    bot, kinds = slack.world.bot_user, (given.text("types") or "public_channel").split(",")
    if unknown := set(kinds) - TYPES.keys():
        raise SlackError("invalid_types", unknown=sorted(unknown))
    for kind in kinds:
        slack.need(READ_SCOPES[TYPES[kind]])
    found = [c for c in slack.world.channels.values() if c.kind in {TYPES[k] for k in kinds}]
    known = [c.as_json(bot) for c in found if not c.private or bot in c.members]
    return {"channels": known, "response_metadata": {"next_cursor": ""}}


def open_direct(slack: Service, given: Arguments) -> Json:
    """conversations.open, for a direct message with one person."""
    user = given.need("users")
    if user not in slack.world.users:
        raise SlackError("user_not_found")
    return {"channel": {"id": slack.world.direct(user).id}}


def user_info(slack: Service, given: Arguments) -> Json:
    """users.info."""
    user = slack.world.users.get(given.need("user"))
    if user is None:
        raise SlackError("user_not_found")
    return {"user": user.as_json()}


def add_reaction(slack: Service, given: Arguments) -> Json:
    """reactions.add."""
    message, mine = _reacted_to(slack, given)
    if mine in message.reactions:
        raise SlackError("already_reacted")
    slack.world.messages[message.channel][message.ts] = replace(
        message, reactions=(*message.reactions, mine)
    )
    return {}


def remove_reaction(slack: Service, given: Arguments) -> Json:
    """reactions.remove."""
    message, mine = _reacted_to(slack, given)
    if mine not in message.reactions:
        raise SlackError("no_reaction")
    left = tuple(one for one in message.reactions if one != mine)
    slack.world.messages[message.channel][message.ts] = replace(message, reactions=left)
    return {}


def _reacted_to(slack: Service, given: Arguments) -> tuple[Message, tuple[str, str]]:
    channel = open_channel(slack, given.need("channel"))
    name = given.need("name")
    if not name.replace("_", "").replace("-", "").replace("+", "").isalnum():
        raise SlackError("invalid_name")
    message = slack.world.message(channel.id, given.need("timestamp"))
    return message, (name, slack.world.bot_user)


def _readable(slack: Service, given: Arguments, scopes: dict[str, str]) -> Channel:
    """A channel that the bot is in; in an archived one it may still read."""
    channel = slack.world.channel(given.need("channel"))
    if slack.world.bot_user not in channel.members:
        raise SlackError("channel_not_found" if channel.private else "not_in_channel")
    slack.need(scopes[channel.kind])
    return channel


def _is_between(message: Message, given: Arguments) -> bool:
    oldest, latest = given.text("oldest"), given.text("latest")
    if given.flag("inclusive", False) and message.ts in (oldest, latest):
        return True
    after = oldest is None or float(message.ts) > float(oldest)
    return after and (latest is None or float(message.ts) < float(latest))


def _page(found: Sequence[Message], given: Arguments) -> Json:
    """One page: at most `limit` messages, and where the next page begins."""
    most = given.number("limit", PAGE)
    if not 1 <= most <= PAGE:
        raise SlackError("invalid_limit")
    begin = _read_cursor(given.text("cursor") or "")
    end = begin + most
    body: Json = {"messages": [message.as_json() for message in found[begin:end]]}
    has_more = end < len(found)
    cursor = base64.b64encode(f"next:{end}".encode()).decode() if has_more else ""
    return body | {"has_more": has_more, "response_metadata": {"next_cursor": cursor}}


def _read_cursor(cursor: str) -> int:
    if not cursor:
        return 0
    try:
        return int(base64.b64decode(cursor).decode().removeprefix("next:"))
    except ValueError:
        raise SlackError("invalid_cursor") from None
