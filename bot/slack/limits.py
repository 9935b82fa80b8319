"""How much may be asked, by whom and where, as a workspace's own settings say.

Owns the reasons for not answering and when to try again. Unlike `channels`, which holds what a
channel wants of the bot, this holds what the bot's owner allows.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil

from bot.render.wording import count
from bot.slack.asked import Asked, Place
from bot.slack.database import Database

WINDOW_S = 60.0


@dataclass(frozen=True, slots=True)
class Allowed:
    """What is allowed. Empty workspaces or channels: all of them; 0 a minute: no limit."""

    workspaces: Sequence[str] = ()
    channels: Sequence[str] = ()
    person_a_minute: int = 10
    channel_a_minute: int = 60
    question_chars: int = 2_000


class Limits:
    """Counts questions, in the database, so that several processes count together."""

    def __init__(
        self, database: Database, allowed: Allowed, now: Callable[[], float] = time.time
    ) -> None:
        self._db, self._allowed, self._now = database, allowed, now

    def refusal(self, asked: Asked, *, again: bool = False) -> str | None:
        """Why this question isn't answered and when to try again; None if it may be, and then it
        counts, unless it is worked on `again`, after a restart."""
        refused = self.refusal_in(asked.place) or self._too_long(asked)
        return refused or (None if again else self._counted(asked))

    def refusal_of(self, team: str) -> str | None:
        """Why nobody of this workspace is answered; None if people there are."""
        if self._allowed.workspaces and team not in self._allowed.workspaces:
            return "I’m not set up to answer in this workspace. Ask whoever runs me."
        return None

    def refusal_in(self, place: Place) -> str | None:
        """Why nobody is answered in this place; None if people there are."""
        allowed = self._allowed
        if refusal := self.refusal_of(place.team):
            return refusal
        if allowed.channels and not place.is_direct and place.channel not in allowed.channels:
            return "I’m not set up to answer in this channel. Ask me in a direct message."
        return None

    @property
    def question_chars(self) -> int:
        """The most characters of a question."""
        return self._allowed.question_chars

    def _too_long(self, asked: Asked) -> str | None:
        most = self.question_chars
        if len(asked.text) <= most:
            return None
        return (
            f"That question has {len(asked.text):,} characters, and I read at most {most:,}. "
            "Ask it shorter, whenever you like."
        )

    def _counted(self, asked: Asked) -> str | None:
        place, now = asked.place, self._now()
        with self._db.together():
            self._db.change("DELETE FROM asked WHERE at < ?", now - WINDOW_S)
            person = ("team = ? AND user = ?", place.team, asked.user)
            channel = ("team = ? AND channel = ?", place.team, place.channel)
            wait_s = self._wait_s(self._allowed.person_a_minute, *person)
            if wait_s:
                most = self._allowed.person_a_minute
                return f"You can ask me {count(most, 'question')} a minute. {_again(wait_s)}"
            wait_s = self._wait_s(self._allowed.channel_a_minute, *channel)
            if wait_s and not place.is_direct:
                most = self._allowed.channel_a_minute
                return (
                    f"This channel can ask me {count(most, 'question')} a minute. {_again(wait_s)}"
                )
            self._db.change(
                "INSERT INTO asked VALUES (?,?,?,?)", place.team, asked.user, place.channel, now
            )
        return None

    def _wait_s(self, most: int, where: str, *values: str) -> float:
        """How long until one more may be asked; 0 for now."""
        if not most:
            return 0.0
        rows = self._db.rows(f"SELECT at FROM asked WHERE {where} ORDER BY at DESC", *values)  # noqa: S608 - constant names
        return max(0.0, rows[most - 1][0] + WINDOW_S - self._now()) if len(rows) >= most else 0.0


def _again(wait_s: float) -> str:
    seconds = max(1, ceil(wait_s))
    return f"Try again in {count(seconds, 'second')}."
