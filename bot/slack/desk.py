"""The flow, from a question in Slack to one answer in its place.

    Asked ─ accept ─► claimed ─ limits ─► line ─ answer ─► Record ─ post ─► done
                                                   │
                          a failure, with an id ◄──┘  said to whoever asked

Owns the order of the steps, and that each question that was accepted ends with something said.
Unlike `events`, `commands` and `buttons`, it doesn't know how Slack put the question; unlike
`calls`, not how Slack is spoken to.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from weakref import WeakValueDictionary

from bot.answer import Answer
from bot.render.wording import fallback
from bot.slack.asked import Asked, Place, Way
from bot.slack.calls import Calls
from bot.slack.channels import Channels
from bot.slack.claims import MAX_ATTEMPTS, Claims, Taken
from bot.slack.failures import GONE, code_of, is_closed, trouble
from bot.slack.known import Known
from bot.slack.limits import Limits
from bot.slack.metrics import Metrics
from bot.slack.pool import Full, Pool, Rush
from bot.slack.records import Record, Records, restored
from bot.slack.saying import Saying
from bot.slack.showing import Showing
from bot.slack.waiting import Waiting
from index.errors import StoreError, UsageError

FULL = "Too many questions are waiting. Try again in a minute."
EMPTY = "Ask me a question, such as: who leads the talks? I answer with quotes from the articles."
MAYBE_LOST = "I was restarted while I answered “{}”. If you see no answer, ask again."
GIVEN_UP = "I was restarted several times while I answered this. Ask again."
LIMITED = "This channel is answered from other articles now. Ask the question again."
EDIT = "edit:"  # how the keys of edits begin
EDIT_WAIT_S, EDIT_LOOK_S = 300.0, 0.1  # a model may take a minute, and a line stand before it


@dataclass(frozen=True)
class Desk:
    """Answers each question once. Used from one event loop."""

    known: Known
    claims: Claims
    records: Records
    channels: Channels
    limits: Limits
    pool: Pool
    calls: Calls
    saying: Saying
    showing: Showing
    waiting: Waiting
    metrics: Metrics
    rush: Rush = field(default_factory=Rush)
    running: set[asyncio.Task[None]] = field(default_factory=set)
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    changing: WeakValueDictionary[str, asyncio.Lock] = field(default_factory=WeakValueDictionary)

    def accept(self, asked: Asked) -> bool:
        """Takes a question, so that it outlives this process; False if it was taken before."""
        accepted = self.claims.claim(asked)
        self.rush.came()
        self.metrics.count("questions" if accepted else "duplicates")
        return accepted

    def begin(self, asked: Asked) -> None:
        """Starts to work on a question that was accepted, or on an edit of one."""
        self.start(self._carry_out(asked))

    def start(self, work: Coroutine[Any, Any, None]) -> None:
        """Runs something that has to end before this process may."""
        task = asyncio.create_task(work)
        self.running.add(task)
        task.add_done_callback(self.running.discard)

    def take_up(self) -> int:
        """Starts on the questions of processes that are gone; returns how many."""
        taken = 0
        while not self.stopping.is_set() and (one := self.claims.take_expired()):
            self.start(self._resume(one))
            taken += 1
        return taken

    async def finish(self, limit_s: float) -> None:
        """Waits for what was begun, as long as this; leaves the rest to the next process."""
        self.stopping.set()
        if self.running:
            _, late = await asyncio.wait(set(self.running), timeout=limit_s)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        self.claims.give_up()
        self.pool.close()

    async def _carry_out(self, asked: Asked, *, again: bool = False) -> None:
        """Answers, or says why not; `again` after a restart."""
        started = time.perf_counter()
        async with self._ended(asked):
            if asked.key.startswith(EDIT):
                await self._follow(asked, again=again)
            else:
                await self._attempt(asked, again=again)
            self.metrics.took(time.perf_counter() - started)

    async def _attempt(self, asked: Asked, *, again: bool) -> None:
        if await self._refused(asked, again=again):
            return
        record, answer = await self._answered(asked)
        # Not if the question was deleted meanwhile, or another process has taken it up.
        if self.claims.posting(asked.key, record.id):
            await self.showing.show(asked, record, answer)
        else:
            self.records.drop(record.id)
            await self.waiting.over(asked)

    async def _refused(self, asked: Asked, *, again: bool) -> bool:
        """Whether it is not answered; then whoever asked is told why."""
        refusal = self.channels.refusal(asked.place) or self.limits.refusal(asked, again=again)
        if not refusal and asked.text:
            return False
        self.metrics.count("refused")
        await self.saying.say(asked, refusal or EMPTY)
        return True

    async def _resume(self, taken: Taken) -> None:
        """Goes on where a process that is gone left off."""
        asked = taken.asked
        if taken.record is None and taken.attempts <= MAX_ATTEMPTS:
            await self._carry_out(asked, again=True)
            return
        async with self._ended(asked):
            if taken.record is None:
                await self.saying.say(asked, GIVEN_UP)
            elif asked.way is not Way.THREAD:
                await self.saying.say(asked, MAYBE_LOST.format(asked.text))
            else:
                await self._show_unless_there(asked, self.records.get(taken.record))

    async def _show_unless_there(self, asked: Asked, record: Record) -> None:
        if found := await self.calls.find(asked.place, record.id):
            self.records.posted(record.id, found)
        elif self.claims.posting(asked.key, record.id):
            async with self.showing.given(asked, record):
                answer = await self.restored(record)
            await self.showing.show(asked, record, answer)

    @asynccontextmanager
    async def _ended(self, asked: Asked) -> AsyncIterator[None]:
        """The outer edge: whatever goes wrong is said to the person, and the claim is done.

        Only a cancelled task leaves its claim, to the next process.
        """
        try:
            yield
        except Full:
            self.metrics.count("refused")
            await self._tell(asked, FULL)
        except UsageError as error:
            self.metrics.count("refused")
            await self._tell(asked, str(error))
        except Exception as error:  # noqa: BLE001 - logged with an id and said with it
            self.metrics.count("failures")
            said = trouble(error, f"answering {asked.key}")
            if code_of(error) not in GONE:
                await self._tell(asked, str(said), closed=is_closed(error))
        self.claims.done(asked.key)

    async def _tell(self, asked: Asked, text: str, *, closed: bool = False) -> None:
        """Says it instead of an answer, unless another process answers by now."""
        with suppress(StoreError):  # who cannot look is no less to be told
            if not self.claims.is_mine(asked.key):
                return
        await self.saying.say_anyhow(asked, text, closed=closed)
        await self.waiting.over(asked)

    async def _answered(self, asked: Asked) -> tuple[Record, Answer]:
        """Waits for its turn, answers, and keeps the answer."""
        earlier = self.records.earlier(asked.place, asked.ts) if asked.ts else []
        within = self.channels.within(asked.place)
        work = partial(self.known.answers.answer, asked.text, earlier=earlier, within=within)
        with self.pool.turn() as turn:
            async with self.waiting.shown(asked, turn):
                await self.rush.over()
                answer = await turn.run(work)
        self.metrics.count("answered" if answer.answered else "declined")
        if fallback(answer):
            self.metrics.count("plain")
        return self.records.keep(asked, answer, self.known.generation()), answer

    async def _follow(self, asked: Asked, *, again: bool) -> None:
        """Changes the answer of an edited question; a question that was refused is asked anew.

        `asked` has the new words. Does nothing if nobody was answered.
        """
        question = question_key(asked.place, asked.ts)
        await self._settled(question)
        old = self.records.of_message(asked.place, asked.ts)
        if old is not None:
            await self._change(old, asked, again=again)
        elif self.claims.is_unanswered(question):
            await self._attempt(asked, again=again)

    async def _change(self, old: Record, asked: Asked, *, again: bool) -> None:
        """Answers anew, in the message that has the old answer; for the asker's eyes where the
        channel's answers are, which Slack doesn't let change. What all have seen stays then."""
        if not (old.message_ts or asked.way is Way.WHISPER):
            return
        if old.question == asked.text or not asked.text or await self._refused(asked, again=again):
            return
        record, answer = await self._answered(asked)
        async with self.changing.setdefault(f"{asked.place}:{asked.ts}", asyncio.Lock()):
            if self.claims.is_newest(asked.key):
                await self.showing.change(old, asked, record, answer)
            else:
                self.records.drop(record.id)  # the question has still other words by now
        await self.waiting.over(asked)

    async def _settled(self, key: str) -> None:
        """Waits until nobody works on a question any more."""
        until = time.monotonic() + EDIT_WAIT_S
        while self.claims.is_open(key) and time.monotonic() < until:
            await asyncio.sleep(EDIT_LOOK_S)

    async def restored(self, record: Record) -> Answer:
        """A kept answer with its quotes.

        Raises UsageError if the articles have changed, or if its channel has since been limited to
        others.
        """
        answer = await asyncio.to_thread(restored, record, self.known.article)
        within = self.channels.within(record.place)
        if within is not None:
            names = {one.quote.article.id for one in (*answer.quotes, *answer.closest)}
            if not await asyncio.to_thread(self.known.lets, within, names):
                raise UsageError(LIMITED)
        return answer


def question_key(place: Place, ts: str) -> str:
    """The same for a post's `message` and its `app_mention`."""
    return f"question:{place.team}:{place.channel}:{ts}"
