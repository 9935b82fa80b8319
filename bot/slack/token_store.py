"""The file of the installations' tokens, read so that a failure is none of "not installed".

slack_sdk's own store says that a bot isn't there when the file can't be read, too: for a moment,
because it is being backed up, or for good. Whoever asked in that moment would never be answered.
Owns how a bot is looked up. Unlike `installations`, it renews nothing; slack_sdk owns the tables.
"""

from __future__ import annotations

import asyncio
from contextlib import closing
from pathlib import Path

from slack_sdk.oauth.installation_store import Bot
from slack_sdk.oauth.installation_store.sqlite3 import SQLite3InstallationStore

from bot.slack.database import said_plainly

BUSY_MS = 2_000  # whoever clicked is answered within three seconds, or told that it failed
COLUMNS = (
    *("app_id", "enterprise_id", "enterprise_name", "team_id", "team_name"),
    *("bot_token", "bot_id", "bot_user_id", "bot_scopes", "bot_refresh_token"),
    *("bot_token_expires_at", "is_enterprise_install", "installed_at"),
)  # each is called as the argument of Bot that it is for
FIND = (
    f"SELECT {', '.join(COLUMNS)} FROM slack_bots"  # noqa: S608 - nobody's words are among them
    " WHERE client_id = ? AND enterprise_id = ? AND team_id = ? ORDER BY installed_at DESC LIMIT 1"
)


class TokenStore(SQLite3InstallationStore):
    """slack_sdk's own, but for how a bot is found."""

    async def async_find_bot(
        self,
        *,
        enterprise_id: str | None,
        team_id: str | None,
        is_enterprise_install: bool | None = False,
    ) -> Bot | None:
        """The bot; None if it isn't installed there. Waits for the file beside the event loop.

        Raises StoreCorrupt if the file cannot be read.
        """
        team = "" if is_enterprise_install else team_id or ""
        return await asyncio.to_thread(self._find, enterprise_id or "", team)

    def _find(self, enterprise: str, team: str) -> Bot | None:
        with said_plainly(Path(self.database)), closing(self.connect()) as db:
            db.execute(f"PRAGMA busy_timeout={BUSY_MS}")
            row = db.execute(FIND, (self.client_id, enterprise, team)).fetchone()
        return Bot(**dict(zip(COLUMNS, row, strict=True))) if row else None
