"""Texts from articles and people, made fit for Slack: harmless, visible, within a size.

Owns what becomes of a single character, and how much of a text fits. Unlike `wording`, which makes
a text safe for a terminal, it also knows the characters without a width, and what Slack would obey
in a message's `text`. No text in a block needs escaping: see `parts`.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import urlsplit

from bot.render.cuts import CUT, JOINERS, LONGEST_CLUSTER, between_characters, cut_off
from bot.render.slack.limits import size
from bot.render.wording import harmless

BLANK = "(blank)"  # Slack refuses an empty text
MAX_ADDRESS = 500  # the size of an address: a longer one would take the place of a quote
SOFT_HYPHEN = "\u00ad"
DIRECTION_MARKS = "\u061c\u200e\u200f"
INVISIBLE = re.compile(
    f"[{SOFT_HYPHEN}{DIRECTION_MARKS}{JOINERS}\u034f\u115f\u1160\u17b4\u17b5\u180e"
    "\u2060-\u2065\u206a-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e007f]"
)
REPLACEMENT = "\ufffd"
# Slack has no way to escape what formats: a twin that means nothing stands in for it.
ENTITIES = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", "*": "∗", "_": "ˍ", "~": "∼", "`": "ˋ"}
)
HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)*(:\d+)?")
ADDRESS = re.compile(r"https?://[!#-;=?-\[\]^_`a-z{}~]+", re.IGNORECASE)  # printable, no < > | " \


def safe(text: str) -> str:
    """The text with visible symbols for what would be obeyed or cannot be seen, one for each.

    Offsets hold. Characters without a width stay where words or emoji are made with them: a joiner
    between two characters beyond ASCII, a soft hyphen between letters, a direction mark beside a
    letter that is written from right to left.

    >>> safe("<\u200b!channel>")
    '<�!channel>'
    """
    return INVISIBLE.sub(_visible, harmless(text))


def _visible(match: re.Match[str]) -> str:
    char, text = match.group(), match.string
    before = text[match.start() - 1 : match.start()] or " "
    after = text[match.end() : match.end() + 1] or " "
    return char if _is_of_use(char, before, after) else REPLACEMENT


def _is_of_use(char: str, before: str, after: str) -> bool:
    if char == SOFT_HYPHEN:
        return before.isalpha() and after.isalpha()
    if char in DIRECTION_MARKS:
        return any(unicodedata.bidirectional(side) in ("R", "AL") for side in (before, after))
    beyond = all(side > "\x7f" and not side.isspace() for side in (before, after))
    return char in JOINERS and beyond and not INVISIBLE.match(before) and not INVISIBLE.match(after)


def line(text: str, most: int) -> str:
    """The text, safe, on one line, at most of this size; never empty."""
    # What lies far beyond is not looked at: a text may be a million characters long.
    near = safe(text[: 4 * most + 4 * LONGEST_CLUSTER])
    return clip(" ".join(near.split()), most) or BLANK


def clip(text: str, most: int) -> str:
    """The text, or its beginning up to a word's end and "…", at most of this size."""
    if size(text) <= most:
        return text
    return cut_off(text, fitting(text, 0, most - size(CUT)))


def fitting(text: str, start: int, most: int) -> int:
    """The last end of a part from `start` that is at most of this size, between characters."""
    low, high = start, min(len(text), start + max(0, most))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if size(text[start:middle]) <= most else (low, middle - 1)
    return between_characters(text, start, low)


def escape(text: str) -> str:
    """The text for where Slack reads markup, on one line: no ping, link or format can be in it.

    >>> escape("<!channel> & *co*")
    '&lt;!channel&gt; &amp; ∗co∗'
    """
    return " ".join(safe(text).split()).translate(ENTITIES)


def web_address(url: str | None) -> str | None:
    """The address, if it is one that may be linked; None for any that could mislead."""
    if not url or size(url) > MAX_ADDRESS or not ADDRESS.fullmatch(url):
        return None
    return url if host(url) else None


def host(url: str) -> str | None:
    """The site that an address leads to, as it is shown; None if it is not plain to see."""
    try:
        found = urlsplit(url).netloc.lower()
    except ValueError:
        return None
    return found.removeprefix("www.") if HOST.fullmatch(found) else None
