"""Answers that were given, kept so that their buttons work after a restart.

Owns a record's life and the way back from its JSON to an Answer. A quote is made anew from the
article as indexed now, and only if the same words still stand there: what has changed since is
said to have changed. Unlike `claims`, which is about a question on its way, a record is made when
there is an answer.
"""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.answer import Answer, Citation, Disagreement, Part, Statement, Status, Usage, Writing
from bot.slack.asked import Asked, Place
from bot.slack.database import Database, Row
from index.articles import Article
from index.errors import UsageError

ID_BYTES = 9  # 12 characters that nobody guesses
COLUMNS = (
    "id, team, channel, thread, user, question_ts, message_ts, question, asked, answer, generation,"
    " made"
)
REMEMBERED = 6  # questions of a thread that a follow-up may lean on


@dataclass(frozen=True, slots=True)
class Record:
    """One answer: the question as typed and as searched, the answer's JSON, and where it stands.

    `message_ts` is the bot's message, "" for an answer that only the asker saw.
    """

    id: str
    place: Place
    user: str
    question_ts: str
    message_ts: str
    question: str
    asked: str
    answer: Mapping[str, Any]
    generation: str
    made: float  # seconds since the epoch


class Records:
    """The records in the database."""

    def __init__(self, database: Database, now: Callable[[], float] = time.time) -> None:
        self._db, self._now = database, now

    def keep(self, asked: Asked, answer: Answer, generation: str) -> Record:
        """Keeps an answer under a new id."""
        record = Record(
            id=secrets.token_urlsafe(ID_BYTES),
            place=asked.place,
            user=asked.user,
            question_ts=asked.ts,
            message_ts="",
            question=asked.text,
            asked=answer.asked or asked.text,
            answer=answer.as_json(),
            generation=generation,
            made=self._now(),
        )
        place = record.place
        self._db.change(
            f"INSERT INTO records ({COLUMNS}) VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",  # noqa: S608 - constant names
            *(record.id, place.team, place.channel, place.thread, record.user),
            *(record.question_ts, "", record.question, record.asked),
            *(json.dumps(record.answer), generation, record.made),
        )
        return record

    def posted(self, id: str, message_ts: str) -> None:
        """Notes which message of the bot's shows it."""
        self._db.change("UPDATE records SET message_ts = ? WHERE id = ?", message_ts, id)

    def get(self, id: str) -> Record:
        """The record with this id. Raises UsageError if it is not kept any more."""
        found = self._find("WHERE id = ?", id)
        if not found:
            raise UsageError("This answer isn’t kept any more. Ask the question again.")
        return found[0]

    def of_message(self, place: Place, question_ts: str) -> Record | None:
        """The newest answer to the question in this message, if it has one."""
        found = self._find(
            "WHERE team = ? AND channel = ? AND question_ts = ? AND replaced = 0"
            " ORDER BY made DESC LIMIT 1",
            *(place.team, place.channel, question_ts),
        )
        return found[0] if found else None

    def seen_in(self, place: Place, question_ts: str) -> str:
        """The message in which a channel sees the newest answer to a question; "" if it sees none,
        or the question stands in no message."""
        rows = self._db.rows(
            "SELECT iif(r.message_ts = '', l.ts, r.message_ts) FROM records r"
            " LEFT JOIN links l ON l.record = r.id"
            " WHERE r.team = ? AND r.channel = ? AND r.question_ts = ? AND r.question_ts != ''"
            " AND (r.message_ts != '' OR r.shared = 1) ORDER BY r.made DESC LIMIT 1",
            *(place.team, place.channel, question_ts),
        )
        return str(rows[0][0] or "") if rows else ""

    def replace(self, old: str, new: str) -> None:
        """Says that another answer stands in this one's message, as when a question is edited."""
        with self._db.together():
            self._db.change(
                "UPDATE records SET message_ts = (SELECT message_ts FROM records WHERE id = ?)"
                " WHERE id = ?",
                *(old, new),
            )
            self._db.change("UPDATE records SET replaced = 1 WHERE id = ?", old)

    def drop(self, id: str) -> None:
        """Says that it is no answer to its question: nobody was shown it, or there is a newer one
        elsewhere."""
        self._db.change("UPDATE records SET replaced = 1 WHERE id = ?", id)

    def earlier(self, place: Place, before_ts: str) -> list[str]:
        """The questions before, as searched, that were answered in this thread; oldest first."""
        if not place.thread:
            return []
        found = self._find(
            "WHERE team = ? AND channel = ? AND thread = ? AND replaced = 0 AND question_ts < ?"
            " ORDER BY question_ts DESC LIMIT ?",
            *(place.team, place.channel, place.thread, before_ts, REMEMBERED),
        )
        return [record.asked for record in reversed(found)]

    def knows(self, place: Place) -> bool:
        """Whether something was answered in this thread."""
        return bool(
            self._db.rows(
                "SELECT 1 FROM records WHERE team = ? AND channel = ? AND thread = ?"
                " AND replaced = 0 LIMIT 1",
                *(place.team, place.channel, place.thread),
            )
        )

    def last_of(self, team: str, user: str, count: int) -> list[Record]:
        """What this person asked last, newest first."""
        return self._find(
            "WHERE team = ? AND user = ? AND replaced = 0 ORDER BY made DESC LIMIT ?",
            *(team, user, count),
        )

    def clean(self, kept_days: int) -> None:
        """Forgets what is older, except what somebody judged; 0 keeps everything."""
        if kept_days:
            self._db.change(
                "DELETE FROM records WHERE made < ? AND id NOT IN (SELECT record FROM feedback)",
                self._now() - kept_days * 86_400,
            )

    def _find(self, where: str, *values: object) -> list[Record]:
        rows = self._db.rows(f"SELECT {COLUMNS} FROM records {where}", *values)  # noqa: S608 - constant names
        return [_record(row) for row in rows]


def _record(row: Row) -> Record:
    id, team, channel, thread, *texts, answer, generation, made = row
    place = Place(team, channel, thread)
    user, question_ts, message_ts, question, asked = texts
    return Record(
        id=id,
        place=place,
        user=user,
        question_ts=question_ts,
        message_ts=message_ts,
        question=question,
        asked=asked,
        answer=json.loads(answer),
        generation=generation,
        made=made,
    )


def restored(record: Record, article: Callable[[str], Article]) -> Answer:
    """The answer with its quotes, made anew from the articles as indexed now.

    Raises UsageError if an article is gone or its words have changed.
    """
    fields = record.answer
    quotes = _citations(fields["quotes"], article)
    short = fields.get("short")
    return Answer(
        question=record.question,
        status=Status(fields["status"]),
        text=fields["text"],
        statements=tuple(Statement(s["text"], tuple(s["cites"])) for s in fields["statements"]),
        confidence=fields["confidence"],
        answerer=fields["answerer"],
        quotes=quotes,
        closest=_citations(fields.get("closest", ()), article),
        short=quotes[0].quote.article.quote(short["start"], short["end"]) if short else None,
        asked=record.asked,
        strange=tuple(fields.get("strange", ())),
        alike=tuple(fields.get("alike", ())),
        parts=tuple(_part(one, quotes) for one in fields.get("parts", ())),
        disagreements=tuple(_disagreement(one) for one in fields.get("disagreements", ())),
        writing=_writing(fields),
    )


def _part(fields: Mapping[str, Any], quotes: Sequence[Citation]) -> Part:
    question, cites, short = fields["question"], tuple(fields["quotes"]), fields.get("short")
    article = quotes[cites[0] - 1].quote.article if cites else None
    return Part(
        question=question,
        asked=fields.get("asked", question),
        status=Status(fields["status"]),
        confidence=fields["confidence"],
        quotes=cites,
        short=article.quote(short["start"], short["end"]) if article and short else None,
    )


def _disagreement(fields: Mapping[str, Any]) -> Disagreement:
    sides = fields["sides"]
    return Disagreement(
        fields["about"],
        tuple(tuple(side["cites"]) for side in sides),
        tuple(side["words"] for side in sides),
    )


def _writing(answer: Mapping[str, Any]) -> Writing | None:
    """Who was to write the answer; what is false or empty has been left out of its JSON."""
    fields = answer.get("writing")
    if fields is None:
        return None
    return Writing(
        model=fields["model"],
        prompts=dict(fields["prompts"]),
        dropped=tuple(fields.get("dropped", ())),
        fallback=fields.get("fallback", ""),
        usage=Usage(**answer["usage"]),
        from_cache=fields.get("from_cache", False),
        vetoed=fields.get("vetoed", False),
        overruled=fields.get("overruled", False),
        dropped_more=fields.get("dropped_more", 0),
    )


def _citations(
    fields: Sequence[Mapping[str, Any]], article: Callable[[str], Article]
) -> tuple[Citation, ...]:
    return tuple(_citation(one, article) for one in fields)


def _citation(fields: Mapping[str, Any], article: Callable[[str], Article]) -> Citation:
    try:
        quote = article(fields["article"]).quote(fields["start"], fields["end"])
    except (KeyError, ValueError):
        raise UsageError(_CHANGED) from None
    if quote.text != fields["text"]:
        raise UsageError(_CHANGED)
    highlights = tuple((start, end) for start, end in fields["highlights"])
    return Citation(fields["n"], quote, highlights, fields["score"])


_CHANGED = "The articles have changed since this answer. Ask the question again."
