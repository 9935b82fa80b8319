"""What the fake Slack keeps and shows: messages, channels, people, views, calls.

Owns the values that a test looks at. Unlike `world`, which keeps them and changes them by
replacing one with the next, nothing here changes: a message that a test holds stays as it was.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]


class SlackError(Exception):
    """A refusal as Slack names it; `details` are the other fields of the reply."""

    def __init__(self, error: str, **details: Any) -> None:  # noqa: ANN401 - any JSON
        super().__init__(error)
        self.error = error
        self.details = details


@dataclass(frozen=True, slots=True)
class User:
    """A person, or another bot if it has a `bot_id`.

    `team` and `enterprise` are those of a guest, or of a colleague in another workspace.
    """

    id: str
    bot_id: str | None = None
    team: str | None = None
    enterprise: str | None = None

    def as_json(self) -> Json:
        """As `users.info` gives it."""
        name = self.id.lower()
        profile = {"display_name": name, "real_name": name}
        body: Json = {"id": self.id, "name": name, "is_bot": self.bot_id is not None}
        return body | {"real_name": name, "profile": profile, "deleted": False, "tz": "Etc/UTC"}


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel; with `im_user` a direct message of that person and the bot, or one of many."""

    id: str
    name: str
    creator: str
    members: frozenset[str] = frozenset()
    private: bool = False
    im_user: str | None = None
    is_mpim: bool = False
    archived: bool = False

    @property
    def kind(self) -> str:
        """`im`, `mpim`, `group` or `channel`, as events call it in `channel_type`."""
        if self.im_user:
            return "im"
        return "mpim" if self.is_mpim else "group" if self.private else "channel"

    def as_json(self, bot: str) -> Json:
        """As `conversations.info` gives it to the bot."""
        body: Json = {"id": self.id, "is_im": bool(self.im_user), "is_archived": self.archived}
        if self.im_user:
            return body | {"user": self.im_user, "is_channel": False, "is_group": False}
        body |= {"name": self.name, "creator": self.creator, "is_private": self.private}
        body |= {
            "is_channel": not self.private,
            "is_group": self.kind == "group",
            "is_mpim": self.is_mpim,
        }
        return body | {"is_member": bot in self.members, "num_members": len(self.members)}


@dataclass(frozen=True, slots=True)
class Message:
    """A message as it stands. `ephemeral_to` is the one person who sees it, if it is ephemeral."""

    channel: str
    ts: str
    user: str
    text: str
    blocks: tuple[Json, ...] = ()
    thread_ts: str | None = None
    reply_count: int = 0
    bot_id: str | None = None
    subtype: str | None = None
    edited_ts: str | None = None
    ephemeral_to: str | None = None
    metadata: Json | None = None
    reactions: tuple[tuple[str, str], ...] = ()
    """Name and person of each."""
    unfurls: bool = True
    stream: str | None = None
    """"streaming" or "stopped", for what chat.startStream began."""

    @property
    def is_reply(self) -> bool:
        """Whether it stands in a thread that another message opened."""
        return self.thread_ts is not None and self.thread_ts != self.ts

    def as_json(self) -> Json:
        """As events and `conversations.replies` give it."""
        body: Json = {"type": "message", "user": self.user, "text": self.text, "ts": self.ts}
        optional = {
            "subtype": self.subtype,
            "thread_ts": self.thread_ts,
            "reply_count": self.reply_count,
            "bot_id": self.bot_id,
            "blocks": list(self.blocks) or None,
            "metadata": self.metadata,
            "edited": self.edited_ts and {"user": self.user, "ts": self.edited_ts},
            "reactions": _reactions_json(self.reactions),
        }
        return body | {key: value for key, value in optional.items() if value}


@dataclass(frozen=True, slots=True)
class View:
    """A modal or a home tab, as one person sees it. `body` is what the app sent."""

    id: str
    user: str
    body: Json
    hash: str
    root_id: str
    previous_id: str | None = None
    values: Json = field(default_factory=dict)

    @property
    def blocks(self) -> tuple[Json, ...]:
        """The blocks of it."""
        return tuple(self.body.get("blocks", ()))

    @property
    def callback_id(self) -> str:
        """What the app calls it."""
        return str(self.body.get("callback_id", ""))

    def as_json(self, app_id: str, bot_id: str, team_id: str) -> Json:
        """As payloads and replies give it."""
        body: Json = {"private_metadata": "", "callback_id": "", "external_id": ""} | self.body
        body |= {"id": self.id, "hash": self.hash, "state": {"values": self.values}}
        body |= {"root_view_id": self.root_id, "previous_view_id": self.previous_id}
        return body | {"app_id": app_id, "bot_id": bot_id, "team_id": team_id}


@dataclass(frozen=True, slots=True)
class Call:
    """One call of a Web API method. `error` is None where it went well; `at_s` is real time."""

    method: str
    arguments: Json
    error: str | None
    http_status: int
    at_s: float


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try to hand the app a payload. `at_s` is real time, `after_s` as in a Receipt."""

    kind: str
    event_id: str | None
    number: int
    payload: Json
    acknowledged: bool
    reason: str
    at_s: float
    after_s: float


def _reactions_json(reactions: tuple[tuple[str, str], ...]) -> list[Json]:
    names = dict.fromkeys(name for name, _ in reactions)
    users = {name: [user for each, user in reactions if each == name] for name in names}
    return [{"name": name, "users": users[name], "count": len(users[name])} for name in names]
