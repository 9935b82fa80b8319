"""An answer in its place: a message, a whisper, a reply; or in the message of the one before.

Owns what becomes of a record whose answer Slack takes, and of one that it doesn't. Unlike `desk`,
it doesn't know how an answer is made; unlike `saying`, it shows answers only.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot.answer import Answer
from bot.render.slack.answer import answer_message
from bot.render.slack.messages import Message, notice
from bot.slack.asked import Asked, Way
from bot.slack.calls import Calls
from bot.slack.claims import Claims
from bot.slack.failures import TOO_MUCH, code_of, is_uncertain, trouble
from bot.slack.records import Record, Records

STAYS = "The channel still sees the answer before this one. Share this one to replace it."


@dataclass(frozen=True)
class Showing:
    """Shows answers."""

    calls: Calls
    claims: Claims
    records: Records

    @asynccontextmanager
    async def given(self, asked: Asked, record: Record) -> AsyncIterator[None]:
        """Around all that comes before Slack takes an answer, and nothing after it: one that Slack
        surely has not taken counts as none. It is neither listed nor leaned on, and an edit of its
        question asks anew."""
        try:
            yield
        except Exception as error:
            if not is_uncertain(error):
                self.records.drop(record.id)
                self.claims.not_posted(asked.key)
            raise

    async def show(self, asked: Asked, record: Record, answer: Answer) -> None:
        """The answer where it belongs."""
        async with self.given(asked, record):
            ts = await self._put_anyhow(asked, record, answer)
        if ts:
            self.records.posted(record.id, ts)

    async def _put_anyhow(self, asked: Asked, record: Record, answer: Answer) -> str:
        """The answer, or a plainer one if Slack refuses how it is laid out."""
        ephemeral = asked.way is not Way.THREAD
        message = answer_message(answer, record=record.id, ephemeral=ephemeral, note=asked.note)
        try:
            return await self._put(asked, message, record)
        except Exception as error:
            if code_of(error) not in TOO_MUCH:
                raise
            said = trouble(error, f"laying out {record.id}")
            plainer = notice(f"{answer.text[:2_000]}\n\n{said}", record=record.id)
            return await self._put(asked, plainer, record)

    async def change(self, old: Record, asked: Asked, record: Record, answer: Answer) -> None:
        """The answer in the message that has the old one; for the asker's eyes where the channel's
        answers are, which Slack doesn't let change. What all have seen stays then, until the asker
        shares the new one."""
        ephemeral = asked.way is Way.WHISPER
        try:
            note = STAYS if ephemeral and self.records.seen_in(old.place, old.question_ts) else ""
            message = answer_message(answer, record=record.id, ephemeral=ephemeral, note=note)
            if ephemeral:
                await self.calls.whisper(asked.whispers, asked.user, message)
                self.records.drop(old.id)
            else:
                await self.calls.update(old.place, old.message_ts, message)
                self.records.replace(old.id, record.id)
        except Exception:
            self.records.drop(record.id)  # the next edit changes the old one
            raise

    async def _put(self, asked: Asked, message: Message, record: Record) -> str:
        """Returns the message's ts; "" if only the asker sees it."""
        if asked.way is Way.THREAD:
            return await self.calls.post(asked.place, message, record.id)
        if asked.way is Way.WHISPER:
            await self.calls.whisper(asked.whispers, asked.user, message)
        else:
            await self.calls.reply(asked.reply_url, message)
        return ""
