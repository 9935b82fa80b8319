"""A sentence to whoever asked, where they asked, for their eyes.

Owns how each way of asking is answered with a sentence. Unlike `calls`, it knows what was asked;
unlike `desk`, not why something is said.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial

from bot.render.slack.messages import notice
from bot.slack.asked import Asked, Way
from bot.slack.calls import Calls
from bot.slack.failures import trouble


@dataclass(frozen=True)
class Saying:
    """Speaks to people."""

    calls: Calls

    async def say(self, asked: Asked, text: str) -> None:
        """Says it: only a direct message and a command's reply are as private as a whisper without
        being one."""
        if asked.way is Way.REPLY:
            await self.calls.reply(asked.reply_url, notice(text))
        elif asked.place.is_direct:
            await self.calls.post(asked.place, notice(text))
        else:
            await self.calls.whisper(asked.whispers, asked.user, notice(text))

    async def say_anyhow(self, asked: Asked, text: str, *, closed: bool = False) -> None:
        """Says it there, unless it is `closed`, else directly; a failure of that is only logged."""
        ways: list[Callable[[], Awaitable[object]]] = [
            partial(self.calls.tell, asked.place.team, asked.user, notice(text))
        ]
        if not closed:
            ways.insert(0, partial(self.say, asked, text))
        for way in ways:
            try:
                await way()
                return
            except Exception as error:  # noqa: BLE001 - there is another way, or nobody to tell
                trouble(error, f"telling about {asked.key}")
