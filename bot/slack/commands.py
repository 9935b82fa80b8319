"""What is started by name: `/ask`, its settings, and the shortcut on a message.

Owns what stands after `/ask`. Unlike `events`, an answer here is for the asker's eyes, who may
share it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.async_context import AsyncBoltContext

from bot.render.slack import ids
from bot.render.slack.forms import Settings, settings_modal
from bot.render.slack.messages import notice
from bot.slack import choices
from bot.slack.asked import Asked, Place, Way
from bot.slack.channels import Channels, ChannelSettings, Mode
from bot.slack.desk import Desk
from bot.slack.edge import Click, click_of, edge, tell
from bot.slack.words import beginning, plain
from index.errors import UsageError

HOW = (
    "Ask me with /ask and a question, such as: /ask who leads the talks? Only you see the answer, "
    "and you may share it. In a channel that I’m in, mention me instead, and all see it. "
    "/ask settings is for whoever made the channel."
)
SAVED = "The channel’s settings are saved."

Body = Mapping[str, Any]


class Commands:
    """The listeners for the command, the shortcut, and the window of the settings."""

    def __init__(self, desk: Desk, channels: Channels) -> None:
        self._desk, self._calls, self._channels = desk, desk.calls, channels

    def listen(self, app: AsyncApp) -> None:
        """Registers them."""
        app.command(ids.COMMAND)(self._command)
        app.shortcut(ids.CHECK)(self._check)
        app.view(ids.SETTINGS_MODAL)(self._chosen)

    async def _command(self, ack: AsyncAck, body: Body, context: AsyncBoltContext) -> None:
        words = plain(str(body.get("text") or ""))
        click = click_of(body, context)
        if words.casefold() in ("", "help"):
            await ack(notice(HOW).text)
        elif words.casefold() == "settings":
            await ack()
            async with edge(self._calls, click, "settings"):
                await self._settings(click)
        else:
            accepted = self._ask(click, words)
            await ack()
            if accepted:
                self._desk.begin(accepted)

    async def _check(self, ack: AsyncAck, body: Body, context: AsyncBoltContext) -> None:
        """Asks what a message says of the articles; of a long one, what it says first: nobody who
        chooses it for what somebody else wrote can make that shorter."""
        click, bot_user = click_of(body, context), str(context.bot_user_id or "")
        words = plain(str(body["message"].get("text") or ""), bot_user)
        read, note = self._readable(words)
        accepted = self._ask(click, read, note)
        await ack()
        if accepted:
            self._desk.begin(accepted)

    def _readable(self, words: str) -> tuple[str, str]:
        """As much of a message as may be asked, and what is said of the rest."""
        most = self._desk.limits.question_chars
        if len(words) <= most:
            return words, ""
        read, sentences = beginning(words, most)
        checked = f"first {sentences} sentences" if sentences > 1 else "beginning"
        return read, (
            f"The message has {len(words):,} characters, and I read at most {most:,}: "
            f"I checked its {checked}."
        )

    def _ask(self, click: Click, words: str, note: str = "") -> Asked | None:
        """Takes the question; None if this command was delivered before."""
        asked = Asked(
            key=f"command:{click.place.team}:{click.trigger}",
            place=Place(click.place.team, click.place.channel),
            user=click.user,
            text=words,
            way=Way.REPLY,
            reply_url=click.reply_url,
            note=note,
        )
        return asked if self._desk.accept(asked) else None

    async def _settings(self, click: Click) -> None:
        """Opens the channel's settings for those who may change them."""
        if click.place.is_direct:
            raise UsageError("A direct message has no settings: I answer all of it. Try a channel.")
        if refusal := self._desk.limits.refusal_of(click.place.team):
            raise UsageError(refusal)
        await self._permitted(click.place, click.user)
        settings = self._channels.get(click.place)
        offered = await asyncio.to_thread(self._desk.known.offered)
        shown = Settings(
            channel=click.place.channel,
            mode=str(settings.mode),
            ephemeral=settings.ephemeral,
            sources=choices.names(settings.within),
            offered=choices.names(offered),
        )
        await self._calls.open(click.place.team, click.trigger, settings_modal(shown))

    async def _permitted(self, place: Place, user: str) -> None:
        """Raises UsageError if this person may not change the channel's settings."""
        if self._channels.may_change(user, creator=""):
            return
        if not self._channels.may_change(user, await self._calls.creator(place)):
            raise UsageError(
                "The settings of this channel are for whoever made it and for admins of Pullquote."
            )

    async def _read(self, place: Place, fields: Mapping[str, Any]) -> ChannelSettings:
        """What was chosen in the window; what it could not offer stays as it was."""
        mode = fields[ids.MODE][ids.MODE]["selected_option"]["value"]
        only = fields.get(ids.EPHEMERAL, {}).get(ids.EPHEMERAL, {}).get("selected_options")
        within = self._channels.get(place).within
        if ids.SOURCES in fields:
            options = fields[ids.SOURCES][ids.SOURCES].get("selected_options") or ()
            offered = await asyncio.to_thread(self._desk.known.offered)
            values = [option["value"] for option in options]
            within = choices.chosen(values, within, offered)
        return ChannelSettings(Mode(mode), bool(only), within)

    async def _chosen(self, ack: AsyncAck, body: Body, context: AsyncBoltContext) -> None:
        await ack()
        click = click_of(body, context)
        async with edge(self._calls, click, "settings"):
            view = body["view"]
            place = Place(click.place.team, str(view["private_metadata"]))
            await self._permitted(place, click.user)
            settings = await self._read(place, view["state"]["values"])
            self._channels.put(place, settings)
            # A failure of this is none of saving them.
            await tell(self._calls, Click(place, click.user, click.trigger), SAVED)
