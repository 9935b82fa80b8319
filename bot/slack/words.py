"""From Slack's markup to the words that a person typed.

Owns what `<@U1>`, `<https://x|x>` and `&lt;` stand for, and where a long message is cut. Unlike
`bot.render.slack`, which writes Slack's markup, this only reads it.
"""

from __future__ import annotations

import re

from index.articles import Kind
from index.sentences import split

# <@U1>, <@U1|ann>, <#C1|news>, <!here>, <!subteam^S1|@team>, <https://x|label>
MARKUP = re.compile(r"<([@#!]?)([^<>|]*)(?:\|([^<>]*))?>")
MENTION = re.compile(r"<@([A-Z0-9]+)(?:\|[^<>]*)?>")
SIGNS = {"@": "@", "#": "#", "!": "@", "": ""}


def plain(text: str, bot_user: str = "") -> str:
    """The words of a message, without mentions of the bot.

    >>> plain("<@UBOT> what did <https://x.example|this> say of AT&amp;T?", "UBOT")
    'what did this say of AT&T?'
    """
    if bot_user:
        text = re.sub(rf"<@{re.escape(bot_user)}(?:\|[^<>]*)?>", " ", text)
    spelled = MARKUP.sub(_spelled, text)
    unescaped = spelled.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return "\n".join(" ".join(line.split()) for line in unescaped.splitlines()).strip()


def beginning(text: str, most: int) -> tuple[str, int]:
    """The first sentences that have at most so many characters together, and how many they are; the
    first words, and 0, where even one sentence has more.

    >>> beginning("He left. She stayed. Nobody knows why.", 25)
    ('He left. She stayed.', 2)
    >>> beginning("He left. She stayed. Nobody knows why.", 5)
    ('He', 0)
    """
    ends = [span.end for span in split(text) if span.kind is Kind.SENTENCE and span.end <= most]
    if ends:
        return text[: ends[-1]], len(ends)
    space = text.rfind(" ", 0, most + 1)
    return text[: space if space > 0 else most], 0


def _spelled(match: re.Match[str]) -> str:
    sign, target, label = match.groups()
    shown = label or target
    return shown if shown.startswith("@") else SIGNS[sign] + shown


def mentions(text: str, user: str) -> bool:
    """Whether a message mentions this user."""
    return user in MENTION.findall(text)


def is_for_somebody_else(text: str, bot_user: str) -> bool:
    """Whether it begins with the name of a person who is not the bot."""
    first = MENTION.match(text.strip())
    return bool(first) and not mentions(text, bot_user)
