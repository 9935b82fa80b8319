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

from bot.slack.asked import Asked, Place, Way
from bot.slack.channels import Channels, Mode
from bot.slack.desk import Desk, question_key
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
        asked = self._question(event, context)
        if asked is not None and self._desk.accept(asked):
            context["asked"] = asked
        await next()

    async def _work(self, event: Event, context: AsyncBoltContext) -> None:
        asked = context.get("asked")
        if asked is not None:
            self._desk.begin(asked)
        elif event.get("subtype") == "message_changed":
            self._edited(event, context)
        elif event.get("subtype") == "message_deleted":
            place = Place(str(context.team_id), str(event.get("channel")))
            self._desk.claims.withdraw(question_key(place, str(event.get("deleted_ts"))))

    def _question(self, event: Event, context: AsyncBoltContext) -> Asked | None:
        """The question that a new message is, if it is one for the bot."""
        if event.get("subtype") not in WRITTEN or event.get("bot_id") or not event.get("user"):
            return None
        place = _place(event, context)
        settings = self._channels.get(place)
        if not self._is_for_us(event, place, str(context.bot_user_id), settings.mode):
            return None
        whisper = settings.ephemeral and not place.is_direct
        ts = str(event["ts"])
        return Asked(
            key=question_key(place, ts),
            place=place,
            user=str(event["user"]),
            text=plain(str(event.get("text") or ""), str(context.bot_user_id)),
            ts=ts,
            way=Way.WHISPER if whisper else Way.THREAD,
        )

    def _is_for_us(self, event: Event, place: Place, bot_user: str, mode: Mode) -> bool:
        text = str(event.get("text") or "")
        if place.is_direct or event["type"] == "app_mention" or mentions(text, bot_user):
            return True
        follows = mode is Mode.FOLLOW_UPS and "thread_ts" in event
        if not follows or is_for_somebody_else(text, bot_user):
            return False
        return self._desk.records.knows(place)

    def _edited(self, event: Event, context: AsyncBoltContext) -> None:
        """Follows an edit of the words, once; an unfurled link is no edit."""
        new, old = event.get("message") or {}, event.get("previous_message") or {}
        if new.get("bot_id") or new.get("text") == old.get("text"):
            return
        place = _place({**new, "channel": event["channel"]}, context)
        stamp = (new.get("edited") or {}).get("ts") or event.get("event_ts")
        ts = str(new["ts"])
        asked = Asked(
            key=f"edit:{place.team}:{place.channel}:{ts}:{stamp}",
            place=place,
            user=str(new.get("user") or ""),
            text=plain(str(new.get("text") or ""), str(context.bot_user_id)),
            ts=ts,
        )
        if self._desk.claims.once(asked.key):
            self._desk.start(self._desk.follow_edit(asked))

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
