"""What a message does to whoever reads it: whom it pings, where its links lead.

Owns how Slack reads mrkdwn, rich text and markdown. Unlike `blocks`, which says what may be sent,
it says what would happen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from slack_workspace.shapes import Message, View

PING = re.compile(r"<(@[A-Z0-9]+|![^>|]+)(?:\|[^>]*)?>")
LINK = re.compile(r"<((?:https?|mailto|ftp):[^>|]+)(?:\|[^>]*)?>")
BARE_LINK = re.compile(r"https?://[^\s<>|)]+")
MARKDOWN_LINK = re.compile(r"\]\(\s*([^)\s]+)")
QUIET = ("!date",)
PINGING_PARTS = {"user": "user_id", "usergroup": "usergroup_id", "broadcast": "range"}


def pings(shown: Message | View) -> list[str]:
    """Whom it pings: "@U1", "!channel", "!subteam^S1"."""
    found = [match.group(1) for text in _mrkdwn(shown) for match in PING.finditer(text)]
    found = [one for one in found if not one.startswith(QUIET)]
    for part in _parts(list(shown.blocks)):
        if part.get("type") in PINGING_PARTS and PINGING_PARTS[part["type"]] in part:
            sign = "@" if part["type"] == "user" else "!"
            found.append(f"{sign}{part[PINGING_PARTS[part['type']]]}")
    return found


def links(shown: Message | View) -> list[str]:
    """Where its links and the buttons that open a page lead, and addresses that Slack links."""
    found = []
    for text in _mrkdwn(shown):
        found += [match.group(1) for match in LINK.finditer(text)]
        found += BARE_LINK.findall(LINK.sub(" ", text))
    for part in _parts(list(shown.blocks)):
        if part.get("type") == "markdown":
            found += MARKDOWN_LINK.findall(str(part["text"]))
        if part.get("type") in ("link", "button") and "url" in part:
            found.append(str(part["url"]))
    return found


def words(shown: Message | View) -> str:
    """All the words that a person reads in the blocks, or the text where there are none."""
    parts = [str(p["text"]) for p in _parts(list(shown.blocks)) if isinstance(p.get("text"), str)]
    return "\n".join(parts) if shown.blocks or isinstance(shown, View) else shown.text


def _mrkdwn(shown: Message | View) -> Iterator[str]:
    """The texts that Slack reads as mrkdwn: the message's own among them, for notifications."""
    if isinstance(shown, Message):
        yield shown.text
    for part in _parts(list(shown.blocks)):
        if part.get("type") in ("mrkdwn", "markdown"):
            yield str(part["text"])


def _parts(value: object) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for inside in value.values():
            yield from _parts(inside)
    elif isinstance(value, list):
        for inside in value:
            yield from _parts(inside)
