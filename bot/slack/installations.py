"""Which token is good for a workspace now: looked up, and renewed before it runs out.

    event ─ authorize ─► where it is installed, remembered ─► the stored bot ─► renewed? ─► token

An app is installed in a workspace, or in a whole organisation (Enterprise Grid), which has one
token for all of its workspaces. A token that expires (where the app has token rotation switched on)
is renewed an hour before it does. Owns both. Unlike `oauth`, which obtains the first token, and
Bolt's own way, nothing here asks Slack whose a token is: the installation says so, and a question
whose authorisation failed would be lost, because Bolt acknowledges it.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from dataclasses import dataclass, field
from time import time

from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.errors import SlackTokenRotationError
from slack_sdk.oauth.installation_store import Bot
from slack_sdk.oauth.token_rotation.async_rotator import AsyncTokenRotator

from bot.slack.database import Database
from bot.slack.failures import SLACK_IS_DOWN, is_uncertain, trouble
from bot.slack.token_store import TokenStore
from index.errors import ConfigError, PullquoteError, StoreCorrupt

RENEWED_BEFORE_MIN = 60  # Slack's tokens that expire last twelve hours
PAUSES_S = (1, 3, 9)  # before another look for the token that an answer is sent with


@dataclass(frozen=True, slots=True)
class Installed:
    """Where an app that is used in a workspace is installed: there, or in all of its organisation.

    `enterprise` is "" for a workspace that belongs to none.
    """

    team: str
    enterprise: str = ""
    is_org: bool = False


@dataclass(frozen=True)
class Installations:
    """The stored bots of all workspaces. Used from one event loop."""

    store: TokenStore
    rotator: AsyncTokenRotator
    database: Database
    _turns: dict[tuple[str, str], asyncio.Lock] = field(
        default_factory=lambda: defaultdict(asyncio.Lock)
    )

    async def of(self, team: str) -> Bot:
        """The bot of a workspace that something came from.

        Raises ConfigError if there is none, and whatever `bot` raises; but waits a while for what
        cannot be read: an answer that has nowhere to go is lost.
        """
        found = await self._patiently(self._remembered(team))
        if found is None:
            raise ConfigError(f"The app isn’t installed in workspace {team}. Install it again.")
        return found

    async def bot(self, where: Installed) -> Bot | None:
        """The stored bot, its token renewed if it would run out soon.

        Raises SlackTokenRotationError if it has run out and Slack doesn't renew it now, and
        PullquoteError if Slack cannot be reached for that, or StoreCorrupt if what is stored
        cannot be read.
        """
        found = await self.stored(where)
        if found is None or not _is_due(found):
            return found
        async with self._turns[where.enterprise, "" if where.is_org else where.team]:
            found = await self.stored(where)  # whoever was before may have renewed it
            return found if found is None or not _is_due(found) else await self._renewed(found)

    async def _patiently(self, where: Installed) -> Bot | None:
        for pause_s in PAUSES_S:
            try:
                return await self.bot(where)
            except StoreCorrupt as error:
                trouble(error, f"looking up the token of {where.team}")
            await asyncio.sleep(pause_s)
        return await self.bot(where)

    async def stored(self, where: Installed) -> Bot | None:
        """The stored bot as it is. Raises StoreCorrupt if what is stored cannot be read."""
        return await self.store.async_find_bot(
            enterprise_id=where.enterprise or None,
            team_id=where.team,
            is_enterprise_install=where.is_org,
        )

    async def _renewed(self, bot: Bot) -> Bot:
        """With a new token; with the old one if that is still good and Slack gives none now."""
        try:
            renewed = await self.rotator.perform_bot_token_rotation(
                bot=bot, minutes_before_expiration=RENEWED_BEFORE_MIN
            )
        except Exception as error:
            # Another process may have renewed it, and a token can be renewed only once.
            is_good = (bot.bot_token_expires_at or 0) > time()
            if not (is_good or is_uncertain(error)):
                raise
            trouble(error, "renewing a token")
            if is_good:
                return bot
            # Nobody knows whether it was renewed, but what needs the token was surely not sent.
            raise PullquoteError(SLACK_IS_DOWN) from error
        if renewed is None:
            return bot
        await self.store.async_save_bot(renewed)
        return renewed

    async def found(self, where: Installed) -> Bot | None:
        """The bot of where a request says that the app is installed, which is remembered; of what
        is remembered, where the request leads nowhere. Raises what `bot` raises.

        A form that a guest sends (Slack Connect) says our workspace and the guest's organisation,
        which may have the app, too.
        """
        known = self._remembered(where.team)
        is_guests = where.is_org and known.enterprise not in ("", where.enterprise)
        for one in (known, where) if is_guests else (where, known):
            if bot := await self.bot(one):
                if one == where:
                    self._remember(where)
                return bot
        return None

    def _remember(self, where: Installed) -> None:
        """Notes where the app is installed that a workspace uses: what is sent there later, after a
        restart too, needs its token."""
        if where.team and self._remembered(where.team) != where:
            self.database.change(
                "INSERT OR REPLACE INTO installed VALUES (?,?,?)",
                *(where.team, where.enterprise, int(where.is_org)),
            )

    def _remembered(self, team: str) -> Installed:
        sql = "SELECT enterprise, is_org FROM installed WHERE team = ?"
        rows = self.database.rows(sql, team)
        return Installed(team, rows[0][0], bool(rows[0][1])) if rows else Installed(team)


class Authorize(AsyncAuthorize):
    """Tells Bolt as whom it may act for a request, from what is stored."""

    def __init__(self, installations: Installations) -> None:
        self._installations = installations

    async def __call__(
        self,
        *,
        context: AsyncBoltContext,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None,
        actor_enterprise_id: str | None = None,
        actor_team_id: str | None = None,
        actor_user_id: str | None = None,
    ) -> AuthorizeResult | None:
        """The bot of this request; None where the app is not installed.

        Raises what `Installations.bot` raises: the event then stays in the inbox, to be tried
        again, and whoever clicked is told by Slack that it failed.
        """
        where = installed(context)
        try:
            bot = await self._installations.found(where)
        except (SlackTokenRotationError, PullquoteError) as error:
            trouble(error, f"looking up the token of {where.team}")
            raise
        if bot is None:
            return None
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id,
            bot_user_id=bot.bot_user_id,
            bot_id=bot.bot_id,
            bot_token=bot.bot_token,
        )


def installed(context: AsyncBoltContext) -> Installed:
    """Where the app is installed that a request is for, as far as the request says it."""
    team, enterprise = context.team_id or "", context.enterprise_id or ""
    if team.startswith("E"):  # a form of an app that all of an organisation has
        return Installed(team, team, is_org=True)
    return Installed(team, enterprise, bool(context.is_enterprise_install))


def _is_due(bot: Bot) -> bool:
    expires_s = bot.bot_token_expires_at
    return expires_s is not None and expires_s <= time() + RENEWED_BEFORE_MIN * 60
