"""Governments by their seat: "Washington refuses" where the quotes have "the U.S. refuses".

Owns when a capital means the government that sits there. The rule: it has to act ("Moscow wants",
"Moscow's demands"), or be talked to, talked about or dealt with ("talks with Moscow", "warned
Moscow"). A place is none ("in Moscow", "the Moscow meeting", "flew to Moscow"). Then it stands for
the name of the country or its people in the other text, unless that has the country as a place only
("in Russia"). It goes both ways: "Russia" may stand where the quotes have "the Kremlin demanded".
"Western" may stand where they have the West, NATO or the allies. Unlike `naming`, which compares
words, it looks at what stands around them; in doubt a capital is a place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from bot.claims.spelling import GOVERNMENTS, PAST
from bot.names import AUXILIARIES
from bot.speech import SAYING

ALLIES = re.compile(r"\b(?:NATO|[Tt]he [Ww]est|[Ww]est's|[Ww]estern|allie[sd]|alliance)\b")
WESTERN = "western"
MOST_LISTED = 4  # names in a list: "blames Kyiv, NATO and Washington"
AROUND = 60  # characters on either side of a name that tell what it is there for
# Behind one of these a name is a place, with or without "the".
AT_A_PLACE = frozenset(
    """across around at from in inside into near of outside through throughout via
    """.split()  # noqa: SIM905 - reads best
)
DEALT_WITH = frozenset(
    """against between by for on over than toward towards versus with
    """.split()  # noqa: SIM905 - reads best
)
TRAVEL = re.compile(
    r"\b(?:fl(?:y|ies|ew|own|ight|ying)|go(?:es|ing)?|went|gone|travel\w*|trip|visit\w*|com(?:e|es|ing)|"
    r"came|mov(?:e|ed|es|ing)|arriv\w+|return\w*|sent|sends?|head(?:s|ed|ing)|drove|train|road|bring\w*)\b"
)
ADDRESSED = re.compile(
    r"(?:accus|advis|allow|appeas|ask|assur|bar|believ|blam|caution|challeng|compel|confront|"
    r"convinc|criticis|criticiz|defy|defi|deni|deny|deter|engag|expect|forbid|forc|give|giv|help|"
    r"induc|invit|isolat|lead|let|mak|oblig|offer|oppos|pay|permit|persuad|press|pressur|prevent|"
    r"prompt|provok|punish|push|reassur|remind|requir|show|stop|tell|threaten|trust|urg|view|want|"
    r"warn)(?:e|es|ed|ing|s|ting|ting)?|gave|told|led|made|let"
)
CAUSING = frozenset(("help", "helped", "let", "made", "make", "makes"))  # "let Moscow use"
LEAVING = frozenset(
    ("entered", "fled", "left", "quit", "reached", "seen", "shook", "struck", "toured", "visited")
)
# What looks like a verb behind a name and is a noun: "Moscow talks", "Kremlin sources".
PLURALS = frozenset(
    """airports analysts archives bars buses cafes circles courts critics districts elites
    embassies headquarters hotels insiders leaders meetings mosques negotiations news newspapers
    offices officials parks politics powers protests residents roads sessions sources streets
    suburbs summits talks towers visits walls watchers winters""".split()  # noqa: SIM905 - reads best
)
_AND_ANOTHER = re.compile(r"^\s*,?\s*(?:and|or)\s+(?:the\s+)?[A-Z][\w.]*(?:\s[A-Z]\w+)?")
_ANOTHER_AND = re.compile(r"(?:the\s+)?[A-Z][\w.]*(?:,|,?\s+(?:and|or))\s+(?:the\s+)?$")
_NEXT = re.compile(r"^\s*(?:(?:\w+ly|also|again|always|never|now|still|then)\s+)*(?P<word>\S+)")


def stands_for(name: str, statement: str, evidence: str) -> bool:
    """Whether a government's name in a statement is one that the evidence gives in another form.

    Both as `text.read` spells them.

    >>> stands_for("Moscow", "Moscow wants a deal.", "Russia wants an agreement.")
    True
    >>> stands_for("Moscow", "They met in Moscow.", "Russia wants an agreement.")
    False
    """
    bare = key(name)
    if bare == WESTERN:
        return bool(ALLIES.search(evidence))
    for seats, country in _governments():
        if bare in seats and acts(bare, statement, everywhere=True):
            return _has_country(country, evidence) or _has_seat(seats, evidence)
        if bare in country:
            return _has_seat(seats, evidence)
    return False


def are_one(one: str, other: str) -> bool:
    """Whether two names are of one government: "Russia" and "Moscow"."""
    return any(
        key(one) in seats | country and key(other) in seats | country
        for seats, country in _governments()
    )


def count(text: str) -> int:
    """How many governments a text names, by whichever of their names."""
    found = {key(name) for name in re.findall(r"(?:[A-Z]\.)+|[A-Z]\w+", text)}
    return sum(bool(found & (seats | country)) for seats, country in _governments())


def key(name: str) -> str:
    """A name without capitals, full stops, "the" and "'s"."""
    bare = re.sub(r"['’]s$", "", name).lower().replace(".", "")
    return bare.removeprefix("the ")


def acts(name: str, text: str, *, everywhere: bool) -> bool:
    """Whether a name stands in a text where a government does: in each place, or in one."""
    found = [_is_a_government(text, match) for match in _places(name, text)]
    return bool(found) and (all(found) if everywhere else any(found))


def _places(name: str, text: str) -> Iterator[re.Match[str]]:
    return re.finditer(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text, re.IGNORECASE)


def _is_a_government(text: str, match: re.Match[str]) -> bool:
    before = text[max(0, match.start() - AROUND) : match.start()]
    after = text[match.end() : match.end() + AROUND]
    after = _AND_ANOTHER.sub("", after)
    for _ in range(MOST_LISTED):
        before = _ANOTHER_AND.sub("", before)
    words = re.findall(r"[\w']+", re.split(r"[.;:!?]", before)[-1])
    if words and words[-1].lower() == "the":
        words.pop()
    last = words[-1] if words else ""
    if last.lower() in AT_A_PLACE:
        return False
    if after.startswith(("'s", "’s")) or _is_verb(after) or last.lower() in CAUSING:
        return True
    if _is_noun(after):
        return False
    if last.lower() == "to":
        return not TRAVEL.search(" ".join(words[-6:]))
    return last.lower() in DEALT_WITH or _addresses(last)


def _is_verb(after: str) -> bool:
    """Whether what is behind a name is what it does."""
    found = _NEXT.match(after)
    if not found or not after[:1].isspace():
        return False
    word = found["word"].strip(",.;:!?\"'()")
    plain = word.islower() and word not in PLURALS and not word.endswith(("ss", "ous", "ics"))
    third = plain and word.endswith("s") and len(word) > 3
    return (
        word in AUXILIARIES
        or bool(SAYING.fullmatch(word))
        or word in PAST
        or (plain and word.endswith("ed"))
        or third
    )


def _is_noun(after: str) -> bool:
    """Whether what is behind a name goes with it: "Moscow meeting", "Washington Post"."""
    found = re.match(r"\s+(?P<word>[\w-]+)", after)
    return bool(found) and found["word"].lower() not in _BEHIND  # type: ignore[index]


_BEHIND = frozenset(
    """a about after against all an and any are as at be because before but by during for from give
    have her his if in into is it its not of on or over stop than that the their then this to under
    until what when where whether which while who why will with without
    """.split()  # noqa: SIM905 - reads best
)


def _addresses(word: str) -> bool:
    lower = word.lower()
    past = lower.endswith("ed") or lower in PAST or bool(SAYING.fullmatch(lower))
    return bool(ADDRESSED.fullmatch(lower)) or (past and lower not in LEAVING)


def _has_seat(seats: frozenset[str], text: str) -> bool:
    return any(acts(seat, text, everywhere=False) for seat in seats)


def _has_country(country: frozenset[str], text: str) -> bool:
    """Whether a text has a country, or its people, and not as a place only."""
    for match in re.finditer(r"(?:[A-Z]\.)+|[A-Z]\w+", text):
        if key(match.group()) in country:
            before = re.findall(r"\w+", text[max(0, match.start() - AROUND) : match.start()])
            if not before or before[-1].lower() not in AT_A_PLACE - {"of", "from"}:
                return True
    return False


@cache
def _governments() -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    """Of each: the names of its seat, and those of its country and people."""
    return tuple(
        (
            frozenset(seat.strip() for seat in seats.split(",")),
            frozenset(country.split()),
        )
        for seats, country in (line.split("|") for line in GOVERNMENTS)
    )
