"""Triggers and answer addresses: short-lived rights that a person's act gives to the app.

Owns when they end: a trigger after 3 s and one use, an answer address after 30 minutes and five.
Unlike tokens, which last, each belongs to one act of one person.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace

from slack_workspace.arguments import refuse
from slack_workspace.clock import Clock
from slack_workspace.shapes import Message, SlackError

TRIGGER_LASTS_S = 3.0
ADDRESS_LASTS_S = 1800.0
ADDRESS_USES = 5


@dataclass(frozen=True, slots=True)
class Trigger:
    """The right to open one modal for a person."""

    user: str
    until_s: float
    used: bool = False


@dataclass(frozen=True, slots=True)
class Address:
    """The right to answer a person in a channel. `about` is the message that was clicked."""

    user: str
    channel: str
    until_s: float
    about: Message | None = None
    thread_ts: str | None = None
    uses: int = 0


class Rights:
    """The triggers and answer addresses that were given out."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._triggers: dict[str, Trigger] = {}
        self._addresses: dict[str, Address] = {}

    def give_trigger(self, user: str) -> str:
        """A `trigger_id` for a person."""
        trigger_id = f"{secrets.randbelow(10**12)}.{secrets.token_hex(16)}"
        self._triggers[trigger_id] = Trigger(user, self._clock.now() + TRIGGER_LASTS_S)
        return trigger_id

    def take_trigger(self, trigger_id: str) -> str:
        """The person. Raises SlackError if it is unknown, too late, or used before."""
        trigger = self._triggers.get(trigger_id)
        if trigger is None:
            raise refuse("invalid `trigger_id`")
        if self._clock.now() > trigger.until_s:
            raise SlackError("expired_trigger_id")
        if trigger.used:
            raise SlackError("exchanged_trigger_id")
        self._triggers[trigger_id] = replace(trigger, used=True)
        return trigger.user

    def give_address(
        self, user: str, channel: str, about: Message | None = None, thread_ts: str | None = None
    ) -> str:
        """The last part of a `response_url`."""
        name = secrets.token_hex(12)
        until_s = self._clock.now() + ADDRESS_LASTS_S
        self._addresses[name] = Address(user, channel, until_s, about, thread_ts)
        return name

    def knows(self, name: str) -> bool:
        """Whether it gave out this answer address."""
        return name in self._addresses

    def take_address(self, name: str) -> Address:
        """Whom to answer and where. Raises SlackError `expired_url` or `used_url`."""
        address = self._addresses.get(name)
        if address is None or self._clock.now() > address.until_s:
            raise SlackError("expired_url")
        if address.uses >= ADDRESS_USES:
            raise SlackError("used_url")
        self._addresses[name] = replace(address, uses=address.uses + 1)
        return address
