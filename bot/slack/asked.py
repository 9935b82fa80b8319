"""A question as it came from Slack: its words, who asked, where, and how to answer.

Owns the shape and its form as JSON, in which it outlives the process that took it. Unlike
`records`, nothing here knows an answer.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from enum import StrEnum


class Way(StrEnum):
    """How an answer reaches whoever asked."""

    THREAD = "thread"  # a message for all to see, under the question
    WHISPER = "whisper"  # under the question, for the asker's eyes
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


@dataclass(frozen=True, slots=True)
class Asked:
    """One question.

    `key` is the same for every delivery of it. `ts` is the message that it stands in, "" for a
    command; `reply_url` only goes with Way.REPLY, and is left out of the repr because whoever has
    it may answer.
    """

    key: str
    place: Place
    user: str
    text: str
    ts: str = ""
    way: Way = Way.THREAD
    reply_url: str = ""

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
