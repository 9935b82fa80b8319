"""Hands the app what happened, until it acknowledges.

Owns when something is delivered again: not acknowledged within 3 s, at once, after a minute and
after five more, with the same `event_id`. Unlike `sockets` and `signed_http`, which carry a
parcel once, it knows nothing of how.
"""

from __future__ import annotations

import asyncio
import secrets
import time
from dataclasses import dataclass, field
from typing import Protocol

from slack_workspace.clock import Clock
from slack_workspace.shapes import Attempt, Json

PAUSES_S = (0.0, 0.0, 60.0, 300.0)  # before the first attempt and before each redelivery


@dataclass(frozen=True, slots=True)
class Parcel:
    """Something to hand over. `kind` is events_api, slash_commands or interactive."""

    kind: str
    payload: Json
    event_id: str | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """What came back. `reason` says why it counts as not acknowledged; `reply` is for a person.

    `after_s` is real time from sending it; waiting for a socket is not counted.
    """

    acknowledged: bool
    reason: str = ""
    reply: Json = field(default_factory=dict)
    is_final: bool = False
    after_s: float = 0.0


class Carrier(Protocol):
    """A way to the app: a socket or HTTP."""

    async def carry(self, parcel: Parcel, number: int, reason: str) -> Receipt:
        """Hands it over once. `number` counts redeliveries from 1; 0 is the first attempt."""
        ...


class Delivery:
    """All that is on its way to the app, and the log of every attempt."""

    def __init__(self, clock: Clock, carrier: Carrier) -> None:
        self.carrier = carrier
        self.attempts: list[Attempt] = []
        self.under_way = 0
        self._clock = clock
        self._tasks: set[asyncio.Task[None]] = set()

    def send(self, event: Json, envelope: Json) -> str:
        """Starts the delivery of an event; returns its `event_id`."""
        event_id = f"Ev{secrets.token_hex(5).upper()}"
        payload = envelope | {"event": event, "event_id": event_id}
        self._start(Parcel("events_api", payload, event_id), first=0)
        return event_id

    def send_again(self, event_id: str) -> None:
        """Delivers an event once more, as Slack does when an acknowledgement was lost."""
        payload = next(a.payload for a in self.attempts if a.event_id == event_id)
        self._start(Parcel("events_api", payload, event_id), first=1)

    async def ask(self, parcel: Parcel) -> Receipt:
        """Hands over what a person waits for: once, never again."""
        return await self._attempt(parcel, 0, "")

    async def close(self) -> None:
        """Gives up all that is on its way."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _start(self, parcel: Parcel, first: int) -> None:
        task = asyncio.create_task(self._deliver(parcel, first))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _deliver(self, parcel: Parcel, first: int) -> None:
        reason = "timeout" if first else ""
        for number, pause_s in enumerate(PAUSES_S):
            if number < first:
                continue
            await self._clock.sleep(pause_s if number > first else 0.0)
            receipt = await self._attempt(parcel, number, reason)
            if receipt.acknowledged or receipt.is_final:
                return
            reason = receipt.reason

    async def _attempt(self, parcel: Parcel, number: int, reason: str) -> Receipt:
        self.under_way += 1
        begun_s = time.monotonic()
        try:
            receipt = await self.carrier.carry(parcel, number, reason)
        finally:
            self.under_way -= 1
        after_s, event_id = receipt.after_s, parcel.event_id
        done, why = receipt.acknowledged, receipt.reason
        self.attempts.append(
            Attempt(parcel.kind, event_id, number, parcel.payload, done, why, begun_s, after_s)
        )
        return receipt
