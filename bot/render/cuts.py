"""Where a text is cut that is too long to be shown whole.

Owns the place: at a word's end, and where a word goes on and on, between two characters as people
see them. Unlike `slack.texts`, which knows what size Slack counts, it counts characters.
"""

from __future__ import annotations

import unicodedata

CUT = "…"
JOINERS = "\u200b\u200c\u200d"  # spaces without width, joiners: words and emoji are made with them
LONGEST_CLUSTER = 12  # characters that make one visible character, where a text is cut


def beginning(text: str, most: int) -> str:
    """The text, or its beginning and "…", at most so many characters.

    >>> beginning("Who approves it?", 10), beginning("Reisekostenabrechnung", 10)
    ('Who…', 'Reisekost…')
    """
    if len(text) <= most:
        return text
    return cut_off(text, between_characters(text, 0, most - len(CUT)))


def cut_off(text: str, end: int) -> str:
    """The text up to `end`, or rather up to the end of a word nearby, and "…"."""
    space = text.rfind(" ", end // 2, end + 1)
    return text[: space if space > 0 else end].rstrip() + CUT


def between_characters(text: str, start: int, end: int) -> int:
    """Not within an emoji or before an accent, if there is such a place nearby."""
    for place in range(end, max(start, end - LONGEST_CLUSTER), -1):
        if place == len(text) or not _clings(text, place):
            return place
    return end


def _clings(text: str, place: int) -> bool:
    """Whether the character at a place belongs to the one before it."""
    char = text[place]
    joined = char in JOINERS or (place > 0 and text[place - 1] == "\u200d")
    return joined or unicodedata.category(char) in ("Mn", "Me", "Mc") or "🏻" <= char <= "🏿"
