"""What a test looks at: what people see, what the app did, whether all is quiet.

Owns how it is asked for. Unlike `people`, nothing here changes anything.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

from slack_workspace.service import Service
from slack_workspace.shapes import Attempt, Call, Channel, Json, Message, View
from slack_workspace.web import WebApi
from slack_workspace.world import Status


class Looking:
    """The view of a test on a workspace. Channels are named "#news" or by id."""

    def __init__(self, slack: Service, web: WebApi) -> None:
        self.slack = slack
        self._web = web

    def thread(self, channel: str, ts: str) -> list[Message]:
        """A message and the answers in its thread, in order."""
        return self.slack.world.thread(self.slack.world.channel(channel).id, ts)

    def messages(self, channel: str) -> list[Message]:
        """All messages of a channel, those in threads too, in order."""
        found = self.slack.world.messages[self.slack.world.channel(channel).id]
        return sorted(found.values(), key=lambda message: message.ts)

    def direct(self, user: str) -> Channel:
        """The direct message of a person and the bot."""
        return self.slack.world.direct(user)

    def ephemerals(self, user: str) -> list[Message]:
        """What only this person sees, in order."""
        return [m for m in self.slack.world.ephemeral if m.ephemeral_to == user]

    def seen_by(self, user: str) -> list[Message]:
        """All that a person can read: their channels, their direct message, what is for them."""
        mine = [c.id for c in self.slack.world.channels.values() if user in c.members]
        return [m for channel in mine for m in self.messages(channel)] + self.ephemerals(user)

    def views(self, user: str) -> list[View]:
        """The modals that the person has open, the top one last."""
        return self.slack.world.open_views(user)

    def home(self, user: str) -> View | None:
        """The person's home tab, if one was published."""
        view_id = self.slack.world.homes.get(user)
        return None if view_id is None else self.slack.world.views[view_id]

    def status(self, channel: str, ts: str) -> str:
        """The status shown in a thread now."""
        return self.slack.world.status(self.slack.world.channel(channel).id, ts)

    def statuses(self, channel: str, ts: str) -> list[Status]:
        """All that the thread's status said, in order; an empty text ended one."""
        place = self.slack.world.channel(channel).id
        return [s for s in self.slack.world.statuses if (s.channel, s.thread_ts) == (place, ts)]

    def prompts(self, user: str) -> Json:
        """The questions suggested in the person's messages tab: `title` and `prompts`."""
        return self.slack.world.prompts.get(self.direct(user).id, {})

    def failures(self, user: str) -> list[str]:
        """What Slack told the person of commands and buttons that the app did not acknowledge."""
        return self.slack.failures.get(user, [])

    def calls(self, method: str | None = None) -> list[Call]:
        """The calls of a method, or of all, in order, those that failed too."""
        return [call for call in self._web.calls if method in (None, call.method)]

    def used_scopes(self) -> set[str]:
        """The scopes that a call, an event or a command needed so far."""
        return self.slack.used_scopes

    def attempts(self) -> list[Attempt]:
        """Every try to hand the app something, in order of their end."""
        return self.slack.delivery.attempts

    @property
    def sockets(self) -> int:
        """How many sockets take events now."""
        return self.slack.sockets.ready

    async def until(
        self, condition: Callable[[], object], timeout_s: float = 10.0, every_s: float = 0.005
    ) -> None:
        """Returns when the condition holds. Raises AssertionError if it does not in time.

        `every_s` is how often it is looked at.
        """
        end_s = time.monotonic() + timeout_s
        while not condition():
            if time.monotonic() > end_s:
                last = [(c.method, c.error) for c in self._web.calls[-5:]]
                raise AssertionError(f"not within {timeout_s} s; the last calls: {last}")
            await asyncio.sleep(every_s)

    async def quiet(self, timeout_s: float = 10.0, settled_s: float = 0.2) -> None:
        """Returns when nothing was on its way, or asked for, for `settled_s` of real time.

        A redelivery that waits for its minute is not on its way yet. Raises AssertionError if it
        does not become quiet in time.
        """
        end_s, quiet_since_s = time.monotonic() + timeout_s, time.monotonic()
        calls = len(self._web.calls)
        while time.monotonic() - quiet_since_s < settled_s:
            if time.monotonic() > end_s:
                raise AssertionError(f"not quiet within {timeout_s} s")
            await asyncio.sleep(0.01)
            is_busy = self.slack.delivery.under_way or self._web.under_way
            if is_busy or len(self._web.calls) != calls:
                quiet_since_s, calls = time.monotonic(), len(self._web.calls)
