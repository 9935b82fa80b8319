"""What greets people: the messages tab and the home tab.

Owns when somebody is greeted, and that nothing of the articles is shown where nobody is answered.
Unlike `bot.render.slack.home`, which says how that looks, it looks up what is indexed and what this
person asked.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from bot.render.slack.home import (
    Asked,
    greeting_message,
    home_view,
    refusal_view,
    suggested_prompts,
)
from bot.render.slack.home import (
    Home as Shown,
)
from bot.render.slack.messages import View
from bot.slack.asked import Place
from bot.slack.calls import Calls
from bot.slack.claims import FOR_GOOD, Claims
from bot.slack.failures import trouble
from bot.slack.limits import Limits
from bot.slack.links import Links
from bot.slack.records import Record, Records

QUESTIONS = 5
TITLE = "Questions that the articles answer"


@dataclass(frozen=True)
class Home:
    """Greets. `stock` says what is indexed, `suggestions` what may be asked; both take a while."""

    calls: Calls
    claims: Claims
    records: Records
    limits: Limits
    links: Links
    stock: Callable[[], Shown]
    suggestions: Callable[[], Awaitable[Sequence[str]]]

    async def greet(self, place: Place, user: str) -> None:
        """Offers questions; somebody who is here for the first time is greeted with them.

        Where nobody is answered, nothing is offered.
        """
        if self.limits.refusal_of(place.team):
            return
        try:
            questions = await self.suggestions()
            if self.claims.once(f"{FOR_GOOD}greeting:{place.team}:{user}"):
                await self.calls.post(place, greeting_message(questions))
            if questions:
                await self.calls.suggest(place, TITLE, suggested_prompts(questions))
        except Exception as error:  # noqa: BLE001 - nobody waits for a greeting: it is only logged
            trouble(error, "greeting")

    async def publish(self, team: str, user: str) -> None:
        """Shows the home tab as of now: nothing of the articles where nobody is answered."""
        try:
            refusal = self.limits.refusal_of(team)
            view = refusal_view(refusal) if refusal else await self._view(team, user)
            await self.calls.publish(team, user, view)
        except Exception as error:  # noqa: BLE001 - nobody waits for it: it is only logged
            trouble(error, "showing the home tab")

    async def _view(self, team: str, user: str) -> View:
        stock = await asyncio.to_thread(self.stock)
        records = self.records.last_of(team, user, QUESTIONS)
        questions = [_asked(record, await self.links.of(record)) for record in records]
        suggestions = await self.suggestions()
        return home_view(replace(stock, questions=questions, suggestions=suggestions))


def _asked(record: Record, url: str | None) -> Asked:
    answered = record.answer["status"] == "answered"
    return Asked(record.question, datetime.fromtimestamp(record.made, UTC), answered, url)
