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
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Protocol

from bot.answer import Answer
from bot.render.slack.answer import answer_message
from bot.render.slack.messages import Message, notice
from bot.render.wording import count
from bot.slack.asked import Asked, Place, Way
from bot.slack.calls import Calls
from bot.slack.channels import Channels
from bot.slack.claims import MAX_ATTEMPTS, Claims, Taken
from bot.slack.failures import CLOSED, GONE, TOO_MUCH, code_of, log, trouble
from bot.slack.limits import Limits
from bot.slack.metrics import Metrics
from bot.slack.pool import Full, Pool, Rush
from bot.slack.records import Record, Records, restored
from index.articles import Article
from index.errors import UsageError

WORKING = "is looking in the articles…"
LOOKING = "Looking in the articles…"
STATUS_S = 90.0  # Slack takes a status away after two minutes
PATIENCE_S = 0.6  # an answer that comes sooner needs no word before it
EMPTY = "Ask me a question, such as: who leads the talks? I answer with quotes from the articles."
MAYBE_LOST = "I was restarted while I answered “{}”. If you see no answer, ask again."
GIVEN_UP = "I was restarted several times while I answered this. Ask again."
EDIT_WAIT_S, EDIT_LOOK_S = 60.0, 0.1


class Answers(Protocol):
    """What answers questions: an Answerer, or a stand-in in a test. Threads share it."""

    def answer(self, question: str, *, earlier: Sequence[str]) -> Answer:
        """Answers a question; `earlier` are the questions before it."""
        ...


class Known(Protocol):
    """What is answered from. Whatever it does may take a while."""

    @property
    def answers(self) -> Answers:
        """What answers questions."""
        ...

    def article(self, name: str) -> Article:
        """An article by its id. Raises KeyError if it isn't indexed."""
        ...

    def generation(self) -> str:
        """The generation of the index."""
        ...


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
    metrics: Metrics
    rush: Rush = field(default_factory=Rush)
    running: set[asyncio.Task[None]] = field(default_factory=set)

    def accept(self, asked: Asked) -> bool:
        """Takes a question, so that it outlives this process; False if it was taken before."""
        accepted = self.claims.claim(asked)
        self.rush.came()
        self.metrics.count("questions" if accepted else "duplicates")
        return accepted

    def begin(self, asked: Asked) -> None:
        """Starts to work on a question that was accepted."""
        self.start(self._carry_out(asked))

    def start(self, work: Coroutine[Any, Any, None]) -> None:
        """Runs something that has to end before this process may."""
        task = asyncio.create_task(work)
        self.running.add(task)
        task.add_done_callback(self.running.discard)

    def take_up(self) -> int:
        """Starts on the questions of processes that are gone; returns how many."""
        taken = 0
        while one := self.claims.take_expired():
            self.start(self._resume(one))
            taken += 1
        return taken

    async def finish(self, limit_s: float) -> None:
        """Waits for what was begun, as long as this; leaves the rest to the next process."""
        if self.running:
            _, late = await asyncio.wait(set(self.running), timeout=limit_s)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        self.claims.give_up()
        self.pool.close()

    async def _carry_out(self, asked: Asked) -> None:
        """Answers, or says why not."""
        started = time.perf_counter()
        await self.rush.over()
        async with self._ended(asked):
            refusal = self.channels.refusal(asked.place) or self.limits.refusal(asked)
            if refusal or not asked.text:
                self.metrics.count("refused")
                await self._say(asked, refusal or EMPTY)
                return
            record, answer = await self._answered(asked)
            # Not if the question was deleted meanwhile, or another process has taken it up.
            if self.claims.posting(asked.key, record.id):
                await self._show(asked, record, answer)
            self.metrics.took(time.perf_counter() - started)

    async def _resume(self, taken: Taken) -> None:
        """Goes on where a process that is gone left off."""
        asked = taken.asked
        if taken.record is None and taken.attempts <= MAX_ATTEMPTS:
            await self._carry_out(asked)
            return
        async with self._ended(asked):
            if taken.record is None:
                await self._say(asked, GIVEN_UP)
            elif asked.way is not Way.THREAD:
                await self._say(asked, MAYBE_LOST.format(asked.text))
            else:
                await self._show_unless_there(asked, self.records.get(taken.record))

    async def _show_unless_there(self, asked: Asked, record: Record) -> None:
        if found := await self.calls.find(asked.place, record.id):
            self.records.posted(record.id, found)
        elif self.claims.posting(asked.key, record.id):
            await self._show(asked, record, await self.restored(record))

    @asynccontextmanager
    async def _ended(self, asked: Asked) -> AsyncIterator[None]:
        """The outer edge: whatever goes wrong is said to the person, and the claim is done.

        Only a cancelled task leaves its claim, to the next process.
        """
        try:
            yield
        except Full:
            self.metrics.count("refused")
            await self._said(asked, "Too many questions are waiting. Try again in a minute.")
        except UsageError as error:
            self.metrics.count("refused")
            await self._said(asked, str(error))
        except Exception as error:  # noqa: BLE001 - logged with an id and said with it
            self.metrics.count("failures")
            said, code = trouble(error, f"answering {asked.key}"), code_of(error)
            if code not in GONE:
                await self._said(asked, str(said), closed=code in CLOSED)
        self.claims.done(asked.key)

    async def _said(self, asked: Asked, text: str, *, closed: bool = False) -> None:
        """Says it where it was asked, else directly; a failure of that is only logged."""
        ways: list[Callable[[], Awaitable[object]]] = [
            partial(self.calls.tell, asked.place.team, asked.user, notice(text))
        ]
        if not closed:
            ways.insert(0, partial(self._say, asked, text))
        for way in ways:
            try:
                await way()
                return
            except Exception as error:  # noqa: BLE001 - there is another way, or nobody to tell
                trouble(error, f"telling about {asked.key}")

    async def _answered(self, asked: Asked) -> tuple[Record, Answer]:
        """Waits for its turn, answers, and keeps the answer."""
        earlier = self.records.earlier(asked.place, asked.ts) if asked.ts else []
        async with self._at_work(asked):
            work = partial(self.known.answers.answer, asked.text, earlier=earlier)
            answer = await self.pool.run(work)
        self.metrics.count("answered" if answer.answered else "declined")
        return self.records.keep(asked, answer, self.known.generation()), answer

    @asynccontextmanager
    async def _at_work(self, asked: Asked) -> AsyncIterator[None]:
        """Shows that the question was seen, and its place in the line if there is one."""
        ahead = self.pool.ahead
        showing = asyncio.create_task(self._show_work(asked, ahead))
        try:
            yield
        finally:
            # Not after the answer: a status that comes late would stay.
            showing.cancel()
            await asyncio.wait([showing])

    async def _show_work(self, asked: Asked, ahead: int) -> None:
        questions = count(ahead, "question")
        try:
            if asked.way is Way.THREAD:
                status = f"has {questions} to answer before this one…" if ahead else WORKING
                while True:
                    await self.calls.status(asked.place, status)
                    await asyncio.sleep(STATUS_S)
            elif ahead:
                await self._say(asked, f"{questions} before yours. I’m on it.")
            else:
                await asyncio.sleep(PATIENCE_S)
                await self._say(asked, LOOKING)
        except Exception as error:  # noqa: BLE001 - an answer without a status is still an answer
            log.info("no status for %s: %s", asked.key, code_of(error) or type(error).__name__)

    async def _show(self, asked: Asked, record: Record, answer: Answer) -> None:
        """The answer where it belongs; a plainer one if Slack refuses how it is laid out."""
        ephemeral = asked.way is not Way.THREAD
        message = answer_message(answer, record=record.id, ephemeral=ephemeral)
        try:
            await self._put(asked, message, record)
        except Exception as error:
            if code_of(error) not in TOO_MUCH:
                raise
            said = trouble(error, f"laying out {record.id}")
            plainer = notice(f"{answer.text[:2_000]}\n\n{said}")
            await self._put(asked, plainer, record)

    async def _put(self, asked: Asked, message: Message, record: Record) -> None:
        if asked.way is Way.THREAD:
            ts = await self.calls.post(asked.place, message, record.id)
            self.records.posted(record.id, ts)
        elif asked.way is Way.WHISPER:
            await self.calls.whisper(asked.place, asked.user, message)
        else:
            await self.calls.reply(asked.reply_url, message)

    async def _say(self, asked: Asked, text: str) -> None:
        """A sentence to whoever asked: only a direct message and a command's reply are as private
        as a whisper without being one."""
        if asked.way is Way.REPLY:
            await self.calls.reply(asked.reply_url, notice(text))
        elif asked.place.is_direct:
            await self.calls.post(asked.place, notice(text))
        else:
            await self.calls.whisper(asked.place, asked.user, notice(text))

    async def follow_edit(self, asked: Asked) -> None:
        """Answers an edited question anew, in the message that has the answer to the old one.

        `asked` has the new words. Does nothing if the question has no answer in a thread.
        """
        await self._settled(question_key(asked.place, asked.ts))
        old = self.records.of_message(asked.place, asked.ts)
        if old is None or not old.message_ts or old.question == asked.text or not asked.text:
            return
        try:
            if refusal := self.channels.refusal(asked.place) or self.limits.refusal(asked):
                await self._say(asked, refusal)
                return
            record, answer = await self._answered(asked)
            await self.calls.update(
                old.place, old.message_ts, answer_message(answer, record=record.id)
            )
            self.records.replace(old.id, record.id)
        except Exception as error:  # noqa: BLE001 - logged with an id and said with it
            said = trouble(error, f"following the edit of {asked.key}")
            if code_of(error) not in GONE:
                await self._said(asked, str(said))

    async def _settled(self, key: str) -> None:
        """Waits until nobody works on a question any more."""
        until = time.monotonic() + EDIT_WAIT_S
        while self.claims.is_open(key) and time.monotonic() < until:
            await asyncio.sleep(EDIT_LOOK_S)

    async def restored(self, record: Record) -> Answer:
        """A kept answer with its quotes. Raises UsageError if the articles have changed."""
        return await asyncio.to_thread(restored, record, self.known.article)


def question_key(place: Place, ts: str) -> str:
    """The same for a post's `message` and its `app_mention`."""
    return f"question:{place.team}:{place.channel}:{ts}"
