"""Where an answer can be seen again: a link to its message.

Owns the links, each asked of Slack when it is first shown and kept from then on. Unlike `records`,
which knows the message of an answer in a thread, it knows that of one that was shared too.
"""

from __future__ import annotations

from dataclasses import dataclass

from slack_sdk.errors import SlackApiError

from bot.slack.asked import Place
from bot.slack.calls import Calls
from bot.slack.database import Database
from bot.slack.failures import code_of, log
from bot.slack.records import Record


@dataclass(frozen=True)
class Links:
    """The links in the database."""

    database: Database
    calls: Calls

    def shared(self, record: str, ts: str) -> None:
        """Notes which message shows an answer that was for the asker's eyes before."""
        self.database.change("INSERT OR REPLACE INTO links VALUES (?,?,'')", record, ts)

    async def of(self, record: Record) -> str | None:
        """The link to an answer; None where nobody can see it any more, or Slack gives none."""
        rows = self.database.rows("SELECT ts, url FROM links WHERE record = ?", record.id)
        ts, url = rows[0] if rows else ("", "")
        ts = ts or record.message_ts
        if url or not ts:
            return url or None
        try:
            url = await self.calls.permalink(Place(record.place.team, record.place.channel), ts)
        except SlackApiError as error:
            log.info("no link to %s: %s", record.id, code_of(error))
            return None
        self.database.change("INSERT OR REPLACE INTO links VALUES (?,?,?)", record.id, ts, url)
        return url

    def clean(self) -> None:
        """Forgets those of answers that are not kept any more."""
        self.database.change("DELETE FROM links WHERE record NOT IN (SELECT id FROM records)")
