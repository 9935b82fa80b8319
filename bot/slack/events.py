"""What happens in channels: mentions, messages, edits, deletions, somebody opening the app.

Owns which of them is a question. A question is accepted before Slack hears that it arrived: what
was acknowledged is never delivered again. Unlike `commands` and `buttons`, nobody waits here for a
window or a reply.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext

from bot.slack.asked import Asked, Place, Way, is_live
from bot.slack.channels import Channels, Mode
from bot.slack.desk import EDIT, Desk, question_key
from bot.slack.failures import log
from bot.slack.home import Home
from bot.slack.words import is_for_somebody_else, mentions, plain

# What a person writes; joins, topics, and the like are none of it.
WRITTEN = frozenset({None, "file_share", "thread_broadcast"})

Event = Mapping[str, Any]
Next = Callable[[], Awaitable[Any]]


class Events:
    """The listeners for events."""

    def __init__(self, desk: Desk, channels: Channels, home: Home) -> None:
        self._desk, self._channels, self._home = desk, channels, home

    def listen(self, app: AsyncApp) -> None:
        """Registers them."""
        for name in ("app_mention", "message"):
            app.event(name, middleware=[self._accept])(self._work)
        app.event("app_home_opened")(self._opened)
        if app.oauth_flow is None:  # else Bolt forgets the workspace's token
            for name in ("app_uninstalled", "tokens_revoked"):
                app.event(name)(self._removed)

    async def _accept(self, event: Event, context: AsyncBoltContext, next: Next) -> None:
        """Takes the question that an event has, before it is acknowledged."""
        is_edit = event.get("subtype") == "message_changed"
        asked = (self._edit if is_edit else self._question)(event, context)
        if asked is not None and self._desk.accept(asked):
            context["asked"] = asked
            if event.get("edited"):  # Slack tells of the same edit as a change, too
                self._desk.claims.once(_edit_key(asked.place, asked.ts, event))
        await next()

    async def _work(self, event: Event, context: AsyncBoltContext) -> None:
        asked = context.get("asked")
        if asked is not None:
            self._desk.begin(asked)
        elif deleted_ts := _deleted_ts(event):
            place = Place(str(context.team_id), str(event.get("channel")))
            self._desk.claims.withdraw(question_key(place, deleted_ts))

    def _question(self, event: Event, context: AsyncBoltContext) -> Asked | None:
        """The question that a new message is, if it is one for the bot."""
        if event.get("subtype") not in WRITTEN or event.get("bot_id") or not event.get("user"):
            return None
        place = _place(event, context)
        settings = self._channels.get(place)
        if not self._is_for_us(event, place, str(context.bot_user_id), settings.mode):
            return None
        ts = str(event["ts"])
        # An edit, of a question whose claim is forgotten by now: it is told of as a change, too.
        if event.get("edited") and self._desk.records.of_message(place, ts):
            return None
        return self._asked(question_key(place, ts), event, place, context)

    def _asked(self, key: str, message: Event, place: Place, context: AsyncBoltContext) -> Asked:
        whisper = self._channels.get(place).ephemeral and not place.is_direct
        return Asked(
            key=key,
            place=place,
            user=str(message.get("user") or ""),
            text=plain(str(message.get("text") or ""), str(context.bot_user_id)),
            ts=str(message["ts"]),
            way=Way.WHISPER if whisper else Way.THREAD,
            is_live=is_live(message),
        )

    def _is_for_us(self, event: Event, place: Place, bot_user: str, mode: Mode) -> bool:
        text = str(event.get("text") or "")
        if place.is_direct or event["type"] == "app_mention" or mentions(text, bot_user):
            return True
        follows = mode is Mode.FOLLOW_UPS and "thread_ts" in event
        if not follows or is_for_somebody_else(text, bot_user):
            return False
        return self._desk.records.knows(place)

    def _edit(self, event: Event, context: AsyncBoltContext) -> Asked | None:
        """The new words of a question of ours; an unfurled link is no edit."""
        new, old = event.get("message") or {}, event.get("previous_message") or {}
        if new.get("subtype") not in WRITTEN or new.get("bot_id"):
            return None
        if new.get("text") == old.get("text"):
            return None
        message = {**new, "type": "message", "channel": event["channel"]}
        place = _place(message, context)
        if not self._is_ours(message, place, str(context.bot_user_id)):
            return None
        edited = {**message, "event_ts": event.get("event_ts")}
        return self._asked(_edit_key(place, str(new["ts"]), edited), new, place, context)

    def _is_ours(self, message: Event, place: Place, bot_user: str) -> bool:
        """Whether it has an answer, or is to have one; refused before, it is put to us again."""
        ts, claims = str(message["ts"]), self._desk.claims
        key = question_key(place, ts)
        if claims.is_open(key) or self._desk.records.of_message(place, ts):
            return True
        mode = self._channels.get(place).mode
        return claims.is_unanswered(key) and self._is_for_us(message, place, bot_user, mode)

    async def _opened(self, event: Event, context: AsyncBoltContext) -> None:
        team, user = str(context.team_id), str(event["user"])
        if event.get("tab") == "messages":
            place = Place(team, str(event["channel"]))
            self._desk.start(self._home.greet(place, user))
        else:
            self._desk.start(self._home.publish(team, user))

    async def _removed(self, event: Event) -> None:
        log.warning("removed from the workspace: %s", event.get("type"))


def _place(event: Event, context: AsyncBoltContext) -> Place:
    """Where to answer: in the thread of the message, or in the one that it begins."""
    thread = event.get("thread_ts") or event["ts"]
    return Place(str(context.team_id), str(event["channel"]), str(thread))


def _edit_key(place: Place, ts: str, event: Event) -> str:
    """The same for a message's `message_changed` and its `app_mention`; the later, the higher."""
    stamp = (event.get("edited") or {}).get("ts") or event.get("event_ts")
    return f"{EDIT}{place.team}:{place.channel}:{ts}:{stamp}"


def _deleted_ts(event: Event) -> str:
    """Which message was deleted, if that is what the event says. What has answers below it leaves
    a message behind that says so."""
    message = event.get("message") or {}
    is_tombstone = message.get("subtype") == "tombstone"
    return str(message.get("ts") if is_tombstone else event.get("deleted_ts") or "")
