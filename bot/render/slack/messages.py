"""What the app sends: a message or a view, and the plainest of them, a notice.

Owns their shape. Unlike `parts`, it does not make blocks; unlike `answer` and its neighbours, it
does not decide what is in them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.render.slack import limits
from bot.render.slack.parts import Block, Run, paragraph, plain, rich
from bot.render.slack.texts import clip, escape, line, safe

NOTIFICATION_CHARS = 400


@dataclass(frozen=True, slots=True)
class Message:
    """A message. `text` is what a notification shows, escaped; `blocks` are at most 50."""

    text: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class View:
    """A modal, or a home tab if it has no title. `metadata` comes back when it is submitted."""

    blocks: tuple[Block, ...]
    title: str = ""
    callback_id: str = ""
    metadata: str = ""
    submit: str = ""
    close: str = "Close"

    def as_json(self) -> dict[str, Any]:
        """The object that `views.open`, `views.update` and `views.publish` take."""
        if not self.title:
            return {"type": "home", "blocks": list(self.blocks)}
        body: dict[str, Any] = {
            "type": "modal",
            "title": plain(self.title, limits.VIEW_TITLE),
            "close": plain(self.close, limits.VIEW_TITLE),
            "blocks": list(self.blocks),
        }
        if self.submit:
            body["submit"] = plain(self.submit, limits.VIEW_TITLE)
        if self.callback_id:
            body["callback_id"] = self.callback_id
        if self.metadata:
            body["private_metadata"] = self.metadata
        return body


def notice(text: str, *, record: str = "") -> Message:
    """A message of a sentence or two: a place in the queue, a limit, a failure with its id.

    Lines stay apart. What the text has from a person or an article is data, as everywhere. One that
    stands for an answer holds the id of its `record` where nobody reads it.
    """
    words = clip(safe(text[: limits.RICH_TEXT]).strip(), limits.RICH_TEXT - 100)
    block = rich(paragraph([Run(words)]))
    return Message(notification(text), ({**block, "block_id": record} if record else block,))


def notification(text: str) -> str:
    """The text as a notification shows it: escaped, on one line, well under 4,000 bytes."""
    return escape(line(text, NOTIFICATION_CHARS))
