"""What the buttons and windows of an answer do.

Owns who may do what with an answer: it is shown only in the channel it was made in, as long as
questions are answered there, and only whoever asked may share it. Unlike `events` and `commands`,
nothing here is a new question, except a suggested one that is clicked.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.async_context import AsyncBoltContext

from bot.answer import Answer
from bot.render.slack import ids
from bot.render.slack.answer import quotes_message
from bot.render.slack.article import article_modal
from bot.render.slack.forms import feedback_modal
from bot.render.slack.messages import View, notice
from bot.slack.asked import Asked
from bot.slack.calls import Calls
from bot.slack.desk import Desk
from bot.slack.edge import Click, answer, click_of, edge
from bot.slack.feedback import DOWN, UP, Feedback, spelled
from bot.slack.records import Record
from bot.slack.sharing import Sharing
from index.errors import UsageError

Body = Mapping[str, Any]
Listener = Callable[[AsyncAck, Body, AsyncBoltContext], Awaitable[None]]


class Buttons:
    """The listeners for buttons and for the window that asks what was wrong."""

    def __init__(self, desk: Desk, feedback: Feedback, sharing: Sharing) -> None:
        self._desk, self._calls = desk, desk.calls
        self._feedback, self._sharing = feedback, sharing

    def listen(self, app: AsyncApp) -> None:
        """Registers them."""
        handlers = {
            ids.SHOW: self._show,
            ids.MORE: self._more,
            ids.HELPED: self._helped,
            ids.NOT_HELPED: self._not_helped,
            ids.SHARE: self._share,
            ids.PREVIOUS: self._turn,
            ids.NEXT: self._turn,
            ids.PROMPT: self._ask,
        }
        for name, handler in handlers.items():
            app.action(name)(_clicked(self._calls, self._desk, name, handler))
        app.view(ids.FEEDBACK_MODAL)(self._explained)

    async def _show(self, click: Click, value: str, body: Body) -> None:
        """Opens the quote in its article."""
        record, number = self._found(click, value)
        view = _modal(await self._desk.restored(record), record, number)
        await self._calls.open(click.place.team, click.trigger, view)

    async def _turn(self, click: Click, value: str, body: Body) -> None:
        """Shows the quote before or after in the window that is open."""
        place = ids.Place.parse(value)
        if ids.Place.parse(body["view"]["private_metadata"]).record != place.record:
            raise UsageError("This button belongs to another answer.")
        record = self._kept(click, place.record)
        view = _modal(await self._desk.restored(record), record, place.number)
        await self._calls.turn(click.place.team, body["view"]["id"], view)

    async def _more(self, click: Click, value: str, body: Body) -> None:
        """Shows the quotes that are left to whoever wants them."""
        record, number = self._found(click, value)
        restored = await self._desk.restored(record)
        await answer(self._calls, click, quotes_message(restored, record=record.id, first=number))

    async def _helped(self, click: Click, value: str, body: Body) -> None:
        record, _ = self._found(click, value)
        self._feedback.keep(record.id, click.user, UP)
        await answer(self._calls, click, notice("Good to know, thank you."))

    async def _not_helped(self, click: Click, value: str, body: Body) -> None:
        """Keeps that first: the window may be closed without a reason."""
        record, _ = self._found(click, value)
        self._feedback.keep(record.id, click.user, DOWN)
        await self._calls.open(click.place.team, click.trigger, feedback_modal(record.id))

    async def _explained(self, ack: AsyncAck, body: Body, context: AsyncBoltContext) -> None:
        await ack()
        click = click_of(body, context)
        async with edge(self._calls, click, "keeping feedback"):
            view = body["view"]
            record = self._kept(click, view["private_metadata"])
            fields = view["state"]["values"]
            reason = ((fields.get(ids.REASON) or {}).get(ids.REASON) or {}).get("selected_option")
            words = ((fields.get(ids.DETAILS) or {}).get(ids.DETAILS) or {}).get("value")
            text = spelled((reason or {}).get("value") or "", words or "")
            self._feedback.keep(record.id, click.user, DOWN, text or None)

    async def _share(self, click: Click, value: str, body: Body) -> None:
        """Shows the answer to the channel it was asked in, once."""
        record, _ = self._found(click, value)
        if record.user != click.user:
            raise UsageError("Only whoever asked can share this answer.")
        await self._sharing.share(record, await self._desk.restored(record))
        if click.reply_url:
            await self._calls.put_in_place(click.reply_url, notice("Shared with the channel."))

    async def _ask(self, click: Click, value: str, body: Body) -> None:
        """Asks a suggested question in the conversation with whoever clicked it."""
        place = await self._calls.tell(click.place.team, click.user, notice(f"You asked: {value}"))
        asked = Asked(f"prompt:{click.trigger}", place, click.user, value, place.thread)
        if self._desk.accept(asked):
            self._desk.begin(asked)

    def _found(self, click: Click, value: str) -> tuple[Record, int]:
        """The answer that a button is about. Raises UsageError if it isn't one of this channel."""
        place = ids.Place.parse(value)
        record = self._kept(click, place.record)
        # A channel of several workspaces has one id, but not each click in it is of the same one.
        if record.place.channel != click.place.channel:
            raise UsageError("This answer belongs to another conversation.")
        return record, place.number

    def _kept(self, click: Click, id: str) -> Record:
        """The answer with this id. Raises UsageError if it isn't kept, or if who clicks there would
        not be answered any more."""
        record, limits = self._desk.records.get(id), self._desk.limits
        refusal = limits.refusal_of(click.place.team) or limits.refusal_in(record.place)
        if refusal:
            raise UsageError(refusal)
        return record


def _clicked(
    calls: Calls, desk: Desk, name: str, handler: Callable[[Click, str, Body], Awaitable[None]]
) -> Listener:
    """A listener that acknowledges, drops what is delivered twice, and says what goes wrong."""

    async def listener(ack: AsyncAck, body: Body, context: AsyncBoltContext) -> None:
        await ack()
        click = click_of(body, context)
        if click.trigger and not desk.claims.once(f"click:{click.trigger}"):
            return
        async with edge(calls, click, name):
            await handler(click, str(body["actions"][0].get("value") or ""), body)

    return listener


def _modal(restored: Answer, record: Record, number: int) -> View:
    citations = {one.number: one for one in restored.quotes or restored.closest}
    if number not in citations:
        raise UsageError("This answer has no such quote.")
    quote = citations[number].quote
    return article_modal(
        quote.article,
        quote,
        record=record.id,
        number=number,
        numbers=sorted(citations),
        highlights=citations[number].highlights if restored.answered else (),
    )
