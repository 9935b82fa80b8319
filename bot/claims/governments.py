"""Governments by their seat: "Washington refuses" where the quotes have "the U.S. refuses".

Owns when a capital means the government that sits there. The rule: it has to act ("Moscow wants",
"Moscow's demands", "released by Moscow"), or be talked to, talked about or dealt with ("talks with
Moscow", "warned Moscow", "to handle Moscow", "concessions from Moscow"). A place is none ("in
Moscow", "the Moscow meeting", "flew to Moscow"). Then it stands for the name of the country or its
people in the other text, unless that has the country as a place only ("in Russia"). It goes both
ways: "Russia" may stand where the quotes have "the Kremlin demanded". "Western" may stand where
they have the West, NATO or the allies. Unlike `naming`, which compares words, it looks at what
stands around them; in doubt a capital is a place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
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
# What may be done to a place: "reach Moscow" is no dealing with a government.
AT_IT = frozenset(
    """be bomb capture circle cross encircle enter escape evacuate flee hit leave level near occupy
    overlook quit raid reach rebuild ruin see seize shake shell shower skirt storm strike surround
    swamp take target threaten tour""".split()  # noqa: SIM905 - reads best
)
# What looks like a verb behind a name and is a noun: "Moscow talks", "Kremlin sources".
PLURALS = frozenset(
    """airports analysts archives bars buses cafes circles courts critics districts elites
    embassies headquarters hotels insiders leaders meetings mosques negotiations news newspapers
    offices officials parks politics powers protests residents roads sessions sources streets
    suburbs summits talks towers visits walls watchers winters""".split()  # noqa: SIM905 - reads best
)
# What one government has from another.
GIVEN = re.compile(
    r"(?:answer|assurance|commitment|concession|criticism|demand|guarantee|help|message|offer|"
    r"pledge|pressure|promise|request|response|signal|support|threat|warning)s?"
)
BODIES = frozenset(
    """authorities bank bar city club court hospital hotel mayor museum newspaper office paper park
    police prosecutor prosecutors school standards theatre university""".split()  # noqa: SIM905 - reads best
)
_AND_ANOTHER = re.compile(
    r"^(?:\s*,\s*(?:the\s+)?[A-Z][\w.]*(?:\s[A-Z]\w+)?){0,3}"
    r"\s*,?\s*(?:and|or)\s+(?:the\s+)?[A-Z][\w.]*(?:\s[A-Z]\w+)?"
)
_JOINED = re.compile(r"\b(?:and|or)\s+(?:the\s+)?$")
_ANOTHER_AND = re.compile(r"(?:the\s+)?[A-Z][\w.]*(?:,|,?\s+(?:and|or))\s+(?:the\s+)?$")
_PAIR = re.compile(r"\b((?:[A-Z]\.)+|[A-Z]\w+) and (?:the )?((?:[A-Z]\.)+|[A-Z]\w+)(?!\s*,)")
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


def in_pair(text: str) -> bool:
    """Whether a text joins two governments and no third: "between Washington and Moscow"."""
    for match in _PAIR.finditer(text):
        listed = text[: match.start()].rstrip().endswith((",", " and"))
        if not listed and are_one(match[1], match[1]) and are_one(match[2], match[2]):
            return not are_one(match[1], match[2])
    return False


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
    alone, after = after, _AND_ANOTHER.sub("", after)
    for _ in range(MOST_LISTED if _JOINED.search(before) else 0):
        before = _ANOTHER_AND.sub("", before)
    words = re.findall(r"[\w']+", re.split(r"[.;:!?]", before)[-1])
    if words and words[-1].lower() == "the":
        words.pop()
    last = words[-1] if words else ""
    owns = after.startswith(("'s", "’s"))
    place = _is_at(words, after)
    if place is not None:
        return not place
    seen = [word.lower() for word in words[-2:]] in (["to", "see"], ["rather", "see"])
    heads = not words and alone != after and _is_plural_verb(after)
    if seen or heads or owns or _is_verb(after) or last.lower() in CAUSING:
        return True
    if _is_noun(after):
        return False
    if last.lower() == "to":
        return not TRAVEL.search(" ".join(words[-6:]))
    return last.lower() in DEALT_WITH or _addresses(last) or _is_done_to(words)


def _is_at(words: Sequence[str], after: str) -> bool | None:
    """Whether a word of place before a name makes it one; None without such a word.

    It does not in "concessions from Moscow", "released by Moscow" and "of Moscow's hopes".
    """
    last = words[-1].lower() if words else ""
    if last == "by" and _is_done_by(words) and not _is_body(after):
        return False
    if last not in AT_A_PLACE:
        return None
    given = last == "from" and len(words) > 1 and GIVEN.fullmatch(words[-2].lower())
    owned = last in ("from", "of") and after.startswith(("'s", "’s"))
    return not (given or owned)


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


def _is_body(after: str) -> bool:
    """ "Moscow police", "Washington insiders"."""
    found = re.match(r"['’]?s?\s+(?P<word>[\w-]+)", after)
    return bool(found) and (found["word"] in PLURALS or found["word"] in BODIES)  # type: ignore[index]


def _is_plural_verb(after: str) -> bool:
    """Whether behind "Moscow and Kyiv" at the head of a clause is what they do: "differ"."""
    found = re.match(r"\s+(?P<word>[a-z]+)\b", after)
    return bool(found) and not found["word"].endswith(("s", "ing"))  # type: ignore[index]


def _is_noun(after: str) -> bool:
    """Whether what is behind a name goes with it: "Moscow meeting", "Washington Post"."""
    found = re.match(r"\s+(?P<word>[\w-]+)", after)
    word = found["word"].lower() if found else ""
    return bool(word) and word not in _BEHIND and not word.endswith("ly")


_BEHIND = frozenset(
    """a about after again each every no several some two three four five six
     against ahead all along alongside also although amid among an and any are
    as at be because before both but by during either for from give hard her his if in instead into
    is it its just like more not now of on or over rather since so stop than that the their then
    this though through to together too toward under until what when where whether which while who
    why will with without yet""".split()  # noqa: SIM905 - reads best
)


def _addresses(word: str) -> bool:
    lower = word.lower()
    past = lower.endswith("ed") or lower in PAST or bool(SAYING.fullmatch(lower))
    return bool(ADDRESSED.fullmatch(lower)) or (past and lower not in LEAVING)


def _is_done_by(words: Sequence[str]) -> bool:
    """Whether a participle stands before "by": "released by", "put out by"."""
    before = [word.lower() for word in words[-3:-1]]
    return any(word.endswith("ed") or word in PAST | {"cut", "put", "set"} for word in before)


def _is_done_to(words: Sequence[str]) -> bool:
    """Whether the words before a name end in a verb that is done to it: "to handle Moscow"."""
    before, verb = ["", "", *(word.lower() for word in words)][-2:]
    done = before == "to" or before in AUXILIARIES
    return done and not TRAVEL.fullmatch(verb) and verb not in AT_IT


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
