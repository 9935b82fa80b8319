"""What a channel wants of the bot: when it answers there, who sees it, from which articles.

Owns these settings and who may change them. Unlike the settings of `bot.config`, which are the
owner's, these are chosen in Slack.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum

from bot.slack.asked import Place
from bot.slack.database import Database
from index.filters import Filter


class Mode(StrEnum):
    """When the bot answers in a channel."""

    MENTIONS = "mentions"
    FOLLOW_UPS = "follow_ups"  # also without a mention, in threads that it has answered in
    OFF = "off"


@dataclass(frozen=True, slots=True)
class ChannelSettings:
    """One channel's choices."""

    mode: Mode = Mode.MENTIONS
    ephemeral: bool = False  # only whoever asks sees the answer, and may share it
    within: Filter = field(default_factory=Filter)  # the articles answered from; empty: all


class Channels:
    """The settings of all channels; those of a channel that chose nothing are the defaults."""

    def __init__(self, database: Database, admins: Sequence[str] = ()) -> None:
        """`admins` are user ids that may change every channel's settings."""
        self._db, self._admins = database, frozenset(admins)

    def get(self, place: Place) -> ChannelSettings:
        """The settings in force in a channel."""
        rows = self._db.rows(
            "SELECT settings FROM channels WHERE team = ? AND channel = ?",
            *(place.team, place.channel),
        )
        if not rows:
            return ChannelSettings()
        fields = json.loads(rows[0][0])
        within = {kind: tuple(names) for kind, names in fields.get("within", {}).items()}
        return ChannelSettings(Mode(fields["mode"]), bool(fields["ephemeral"]), Filter(**within))

    def within(self, place: Place) -> Filter | None:
        """The articles that are looked into there; None for all of them."""
        return None if place.is_direct else self.get(place).within or None

    def refusal(self, place: Place) -> str | None:
        """Why the bot answers nothing there, if it doesn't."""
        if place.is_direct or self.get(place).mode is not Mode.OFF:
            return None
        return "I’m switched off in this channel. Ask me in a direct message."

    def put(self, place: Place, settings: ChannelSettings) -> None:
        """Changes them."""
        self._db.change(
            "INSERT OR REPLACE INTO channels VALUES (?,?,?)",
            *(place.team, place.channel, json.dumps(asdict(settings))),
        )

    def may_change(self, user: str, creator: str) -> bool:
        """Whether this person may: who made the channel, and configured admins."""
        return bool(user) and (user == creator or user in self._admins)
