"""An answer for one person's eyes, shown to its channel: once.

    not shared ─ begin ─► being shared ─► shared
                   ▲            │
                   └────────────┘   a process was killed, or nobody knows whether Slack took it:
                                    the next attempt looks for it first

An attempt of this process is known until it ends, however long it waits for Slack's rate; those of
other processes by a lease, and so each ends before its lease does.

An answer to a question that was edited takes the place of the one that the channel sees.

Owns these states, and that follow-ups find an answer which begins a thread by being shared. Unlike
`showing`, which answers a question, this is about an answer that was given.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from slack_sdk.errors import SlackApiError

from bot.answer import Answer
from bot.render.slack.answer import answer_message
from bot.render.slack.messages import Message
from bot.slack.asked import Place
from bot.slack.calls import Calls
from bot.slack.database import Database
from bot.slack.failures import is_uncertain, trouble
from bot.slack.links import Links
from bot.slack.records import Record, Records
from index.errors import UsageError

SHARED = 1  # any higher number says since when it is being shared, in seconds since the epoch
LEASE_S = 300  # how long others leave that to its process, which may have been killed
MARGIN = 0.1  # of the lease, left over when an attempt that still waits is given up
AHEAD_S = 60.0  # how far this clock may be ahead of Slack's
ALREADY = "This answer is shared already."
ABOUT_TO_BE = "This answer is being shared. If it isn’t there in five minutes, click again."
UNCERTAIN = (
    "Slack didn’t say whether it took the answer. If the channel doesn’t show it, click again."
)


@dataclass(frozen=True)
class Sharing:
    """Shares answers."""

    database: Database
    calls: Calls
    links: Links
    now: Callable[[], float] = time.time
    lease_s: int = LEASE_S
    under_way: set[str] = field(default_factory=set)  # records that this process shares now

    async def share(self, record: Record, answer: Answer) -> None:
        """Posts it where it was asked. Raises UsageError if it is there, or may be."""
        if record.id in self.under_way:
            raise UsageError(ABOUT_TO_BE)
        self.under_way.add(record.id)
        try:
            await self._share(record, answer)
        finally:
            self.under_way.discard(record.id)

    async def _share(self, record: Record, answer: Answer) -> None:
        before, since = self._begin(record.id)
        try:
            async with asyncio.timeout(self.lease_s * (1 - MARGIN)):
                ts = await self._post(record, answer, since, again=bool(before))
        except Exception as error:
            if not (before or is_uncertain(error)):
                self._set(record.id, 0)
                raise
            self._set(record.id, since - self.lease_s)
            if not is_uncertain(error):
                raise
            said = trouble(error, f"sharing {record.id}")
            raise UsageError(f"{UNCERTAIN} (id {said.id})") from error
        self._done(record.id, ts)
        self.links.shared(record.id, ts)

    def _begin(self, record: str) -> tuple[int, int]:
        """Says that it is being shared; returns when an attempt of which nobody knows the end was
        begun, or 0, and since when a message of any attempt may be there."""
        now = int(self.now())
        with self.database.together():
            found = self.database.rows("SELECT shared FROM records WHERE id = ?", record)
            before = int(found[0][0]) if found else SHARED
            if before == SHARED:
                raise UsageError(ALREADY)
            if before > now - self.lease_s:
                raise UsageError(ABOUT_TO_BE)
            self._set(record, now)
        return before, before or now

    async def _post(self, record: Record, answer: Answer, since: float, *, again: bool) -> str:
        since = since - AHEAD_S
        if again and (found := await self.calls.find(record.place, record.id, since)):
            return found
        message = answer_message(answer, record=record.id, shared_by=record.user)
        before = Records(self.database).seen_in(record.place, record.question_ts)
        if before and await self._replaced(record.place, before, message):
            return before
        return await self.calls.post(record.place, message, record.id, since)

    async def _replaced(self, place: Place, ts: str, message: Message) -> bool:
        """Puts it into a message of ours; False if that was deleted or may not be changed."""
        try:
            await self.calls.update(place, ts, message)
        except SlackApiError as error:
            if is_uncertain(error):
                raise
            return False
        return True

    def _set(self, record: str, state: int) -> None:
        self.database.change("UPDATE records SET shared = ? WHERE id = ?", state, record)

    def _done(self, record: str, ts: str) -> None:
        """Says that it is shared. What was asked in no thread has one from now on."""
        self.database.change(
            "UPDATE records SET shared = ?, thread = iif(thread = '', ?, thread) WHERE id = ?",
            *(SHARED, ts, record),
        )
