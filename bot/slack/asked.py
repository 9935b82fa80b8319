"""A question as it came from Slack: its words, who asked, where, and how to answer.

Owns the shape and its form as JSON, in which it outlives the process that took it. Unlike
`records`, nothing here knows an answer.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any


class Way(StrEnum):
    """How an answer reaches whoever asked."""

    THREAD = "thread"  # a message for all to see, under the question
    WHISPER = "whisper"  # where the question stands, for the asker's eyes
    REPLY = "reply"  # for the asker's eyes, by the address that came with a command


@dataclass(frozen=True, slots=True)
class Place:
    """A channel of a workspace, and the thread in it; "" for no thread."""

    team: str
    channel: str
    thread: str = ""

    @property
    def is_direct(self) -> bool:
        """Whether it is a conversation of one person with the bot."""
        return self.channel.startswith("D")

    def whispers(self, *, is_live: bool) -> Place:
        """Where a whisper is seen: Slack shows none in a thread that has no reply yet."""
        return self if is_live else replace(self, thread="")


@dataclass(frozen=True, slots=True)
class Asked:
    """One question.

    `key` is the same for every delivery of it. `ts` is the message that it stands in, "" for a
    command; `is_live` says whether its thread had a reply when it was asked. `reply_url` only goes
    with Way.REPLY, and is left out of the repr because whoever has it may answer. `note` is what
    the asker has to know of the question, beside its answer.
    """

    key: str
    place: Place
    user: str
    text: str
    ts: str = ""
    way: Way = Way.THREAD
    reply_url: str = ""
    is_live: bool = False
    note: str = ""

    @property
    def whispers(self) -> Place:
        """Where the asker sees a whisper."""
        return self.place.whispers(is_live=self.is_live)

    def __repr__(self) -> str:
        return f"Asked({self.key}, {self.place}, {self.user}, {self.way})"

    def as_json(self) -> str:
        """All of it, to be read by `parse`."""
        return json.dumps(asdict(self))


def parse(text: str) -> Asked:
    """A question from its JSON."""
    fields = json.loads(text)
    place, way = Place(**fields.pop("place")), Way(fields.pop("way"))
    return Asked(place=place, way=way, **fields)


def is_live(message: Mapping[str, Any]) -> bool:
    """Whether the thread of a message, as Slack sends it, has a reply: this one, or one to it."""
    is_reply = message.get("thread_ts") not in (None, message.get("ts"))
    return is_reply or bool(message.get("reply_count"))
