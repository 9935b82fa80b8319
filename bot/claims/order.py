"""What came first: "A after B" of "B after A", or of "A on Monday and B on Wednesday".

Owns the order of two events in a statement and in its evidence, by the words "before" and "after"
and their kin, and by weekdays. An event is the words of a part of a clause; two orders are at odds
if the first event of one has more words of the second one of the other than of its own kind. Unlike
`dates`, which counts the days between, it only asks which is first; in doubt it says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.calendar_names import WEEKDAYS
from bot.claims.numbers import WEEKDAY
from bot.claims.text import Text

# "First, before it …" and "A, before B": what stands on either side, up to a mark.
_EARLIER = (
    r"(?:(?<!ever )(?<!than )before(?! long)|ahead of|prior to|precedes|preceded"
    r"|(?:is|was|are|were|be|then) followed by)"
)
_LATER = r"(?:after|following|follows|came after|comes after|in the wake of)"
BETWEEN = re.compile(
    rf"(?P<one>[^.;:!?\"]{{1,200}}?)\b(?:(?P<earlier>{_EARLIER})|{_LATER})\b"
    r"(?P<two>[^.;:!?,\"]{1,200})",
    re.IGNORECASE,
)
OPENING = re.compile(
    r"(?:^|[.;!?\"]\s*)(?:(?P<earlier>before|ahead of)|after|following|once)\b"
    r"(?P<two>[^,.;:!?\"]{1,200}),(?P<one>[^.;:!?\"]{1,200})",
    re.IGNORECASE,
)
HINT = re.compile(rf"\b(?:{_EARLIER}|{_LATER}|once)\b", re.IGNORECASE)
LEAST = 2  # words by which the wrong order has to fit better
MOST_DAYS = 6  # weekdays of a text that are looked at
Order = tuple[frozenset[str], frozenset[str]]  # the stems of the first event, and of the second


def turned(statement: Text, evidence: Text) -> str | None:
    """The reason why the evidence has two events in the other order, or None."""
    known = list(_orders(evidence))
    for one, two in _orders(statement):
        first, second = one - two, two - one
        if any(_is_crossed((first, second), order) for order in known):
            return "the quotes have it in the other order"
        if _day_of(first, second, evidence) > _day_of(second, first, evidence) >= 0:
            return "the quotes have it in the other order, by their weekdays"
    return None


def _is_crossed(said: Order, known: Order) -> bool:
    """Whether two orders fit better the other way round, on both sides."""
    one, two = (known[0] - known[1], known[1] - known[0])
    crossed, straight = (len(said[0] & two), len(said[1] & one)), len(said[0] & one | said[1] & two)
    return min(crossed) > 0 and sum(crossed) >= straight + LEAST


def _orders(text: Text) -> Iterator[Order]:
    """The pairs of events of a text, the first one first."""
    if not HINT.search(text.text):
        return
    for pattern in (OPENING, BETWEEN):
        for match in pattern.finditer(text.text):
            one, two = Text(match["one"]).stems, Text(match["two"]).stems
            if one and two:
                yield (one, two) if match["earlier"] else (two, one)


def _day_of(event: frozenset[str], other: frozenset[str], evidence: Text) -> int:
    """The weekday behind the words of an event and none of the other; -1 if none is."""
    best, most, at = -1, 0, 0
    for match in list(WEEKDAY.finditer(evidence.text))[:MOST_DAYS]:
        stems = Text(evidence.text[at : match.start()]).stems
        shared = len(event & stems) - len(other & stems)
        best, most = (WEEKDAYS.index(match.group()), shared) if shared > most else (best, most)
        at = match.end()
    return best
