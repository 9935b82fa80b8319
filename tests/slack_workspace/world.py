"""Everything that is in the fake workspace: channels, people, messages, views, statuses.

Owns what is where, and who may see it. Unlike `people` and the methods of the Web API, which act
on it, it tells nobody of a change and refuses only what is not there.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace

from slack_workspace.clock import Clock
from slack_workspace.shapes import Channel, Json, Message, SlackError, User, View

STATUS_LASTS_S = 120.0
DELETED = "This message was deleted."


@dataclass(frozen=True, slots=True)
class Status:
    """What the bot said that it was doing in a thread, and when on the fake clock."""

    channel: str
    thread_ts: str
    text: str
    at_s: float


class World:
    """The workspace's contents. Messages are by channel and `ts`, views by id."""

    def __init__(self, clock: Clock, *, team_id: str = "TTEAM", bot_user: str = "UBOT") -> None:
        self.clock = clock
        self.bot_user, self.bot_id = bot_user, f"B{bot_user[1:]}"
        self.team_id, self.app_id = team_id, "AAPP"
        self.channels: dict[str, Channel] = {}
        self.users: dict[str, User] = {bot_user: User(bot_user, self.bot_id)}
        self.messages: dict[str, dict[str, Message]] = {}
        self._threads: dict[tuple[str, str], list[str]] = {}
        self.ephemeral: list[Message] = []
        self.views: dict[str, View] = {}
        self.stacks: dict[str, list[str]] = {}
        self.homes: dict[str, str] = {}
        self.statuses: list[Status] = []
        self.prompts: dict[str, Json] = {}

    def user(self, user: str) -> User:
        """The person; added if there is none of that id."""
        return self.users.setdefault(user, User(user))

    def channel(self, name: str) -> Channel:
        """The channel of that id or `#name`. Raises SlackError `channel_not_found`."""
        for channel in self.channels.values():
            if name in (channel.id, channel.name, f"#{channel.name}"):
                return channel
        raise SlackError("channel_not_found")

    def direct(self, user: str) -> Channel:
        """The direct message between a person and the bot; opened if it is not."""
        for channel in self.channels.values():
            if channel.im_user == user:
                return channel
        members = frozenset({user, self.bot_user})
        self.user(user)
        return self.add(Channel(f"D{user}", "", user, members, private=True, im_user=user))

    def add(self, channel: Channel) -> Channel:
        """Keeps a channel, in place of the one of the same id."""
        self.channels[channel.id] = channel
        self.messages.setdefault(channel.id, {})
        return channel

    def put(self, message: Message) -> Message:
        """Keeps a message, in place of the one of the same `ts`. A new one of the bot's ends the
        status in its thread; one that is changed, which may be stricter than Slack, does not."""
        root = (message.channel, message.thread_ts or message.ts)
        is_new = message.ts not in self.messages[message.channel]
        self.messages[message.channel][message.ts] = message
        if is_new:
            self._threads.setdefault(root, []).append(message.ts)
            self._count_replies(*root)
        if is_new and message.user == self.bot_user:
            self.set_status(*root, "")
        return message

    def message(self, channel: str, ts: str) -> Message:
        """The message. Raises SlackError `message_not_found`."""
        found = self.messages.get(channel, {}).get(ts)
        if found is None:
            raise SlackError("message_not_found")
        return found

    def thread(self, channel: str, ts: str) -> list[Message]:
        """The messages of a thread, the first one included, in order."""
        kept = self.messages.get(channel, {})
        return [kept[one] for one in self._threads.get((channel, ts), ()) if one in kept]

    def thread_for(self, channel: str, thread_ts: str | None) -> str | None:
        """The thread that an answer lands in: none, where the message that opened it is gone.

        Raises SlackError `cannot_reply_to_message` for the `ts` of a reply: stricter than Slack,
        which takes it and shows the answer nowhere.
        """
        root = self.messages.get(channel, {}).get(thread_ts or "")
        if root is not None and root.is_reply:
            raise SlackError("cannot_reply_to_message")
        return None if root is None else thread_ts

    def remove(self, message: Message) -> Message | None:
        """Takes a message away. What opened a thread with answers leaves a tombstone, returned."""
        if not message.is_reply and len(self.thread(message.channel, message.ts)) > 1:
            gone = replace(message, user="USLACKBOT", text=DELETED, subtype="tombstone")
            gone = replace(gone, thread_ts=message.ts, blocks=(), bot_id=None)
            return self.put(gone)
        del self.messages[message.channel][message.ts]
        self._count_replies(message.channel, message.thread_ts or message.ts)
        return None

    def whisper(self, message: Message) -> None:
        """Shows a message to one person; in a thread without a reply Slack shows it nowhere."""
        if message.thread_ts is None or len(self.thread(message.channel, message.thread_ts)) > 1:
            self.ephemeral.append(message)

    def _count_replies(self, channel: str, ts: str) -> None:
        """Says in the message that opened a thread how many replies it has."""
        root = self.messages[channel].get(ts)
        if root is not None:
            count = len(self.thread(channel, ts)) - 1
            thread_ts = ts if count or root.subtype == "tombstone" else None
            self.messages[channel][ts] = replace(root, thread_ts=thread_ts, reply_count=count)

    def bare_tombstone(self, removed: Message) -> Message | None:
        """The tombstone that the last answer of its thread leaves behind, if this was it."""
        root = self.messages[removed.channel].get(removed.thread_ts or "")
        is_bare = root is not None and len(self.thread(root.channel, root.ts)) == 1
        return root if root is not None and root.subtype == "tombstone" and is_bare else None

    def set_status(self, channel: str, thread_ts: str, text: str) -> None:
        """Shows a status in a thread; an empty one ends it."""
        if text or self.status(channel, thread_ts):
            self.statuses.append(Status(channel, thread_ts, text, self.clock.now()))

    def status(self, channel: str, thread_ts: str) -> str:
        """The status that a thread shows now; it is gone after two minutes."""
        for one in reversed(self.statuses):
            if (one.channel, one.thread_ts) == (channel, thread_ts):
                return one.text if self.clock.now() - one.at_s < STATUS_LASTS_S else ""
        return ""

    def keep_view(self, view: View) -> View:
        """Keeps a view, in place of the one of the same id, with a new hash."""
        kept = replace(view, hash=f"{self.clock.timestamp()}.{secrets.token_hex(4)}")
        self.views[view.id] = kept
        return kept

    def show_modal(self, user: str, body: Json, *, on_top: bool) -> View:
        """Opens a modal, on top of the one that a person sees or in place of all."""
        stack = self.stacks.get(user, []) if on_top else []
        view_id = f"V{secrets.token_hex(5).upper()}"
        root, before = (stack[0], stack[-1]) if stack else (view_id, None)
        self.stacks[user] = [*stack, view_id]
        return self.keep_view(View(view_id, user, body, "", root, before))

    def close_view(self, view: View, *, all_of_them: bool = False) -> None:
        """Takes a modal away, or every one that the person sees."""
        stack = self.stacks.get(view.user, [])
        self.stacks[view.user] = [] if all_of_them else [one for one in stack if one != view.id]

    def open_views(self, user: str) -> list[View]:
        """The modals that a person sees, the top one last."""
        return [self.views[view_id] for view_id in self.stacks.get(user, [])]
