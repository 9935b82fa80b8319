"""How many of them, which one, what time of day: "all" for "some", "the last" for "a special one".

Owns the words that make a claim wider or narrower without being a number, and the adjectives that
tell one thing from others of its kind. Each has to be in the evidence, or a word that says the
same. Unlike `opposites`, it needs no word that speaks against it: that none is for it is enough.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

from bot.claims import numbers
from bot.claims.text import Text, Token, read

# The words of a line before the bar want another word of their line, on either side, in the
# evidence. Those behind the bar want nothing themselves.
_AMOUNTS = """
all every everything everyone everybody entire entirely whole wholly full fully complete completely total totally uniform unanimous unanimously | each both any anything anyone nothing nobody no none never nowhere always throughout across overall absolutely
only solely exclusively purely | just sole merely alone nothing limited simply primarily no any
most majority mostly | largely mainly almost many virtually
noon midday | lunch
midnight | night
morning dawn | am
afternoon | pm
evening night | dinner
"""  # noqa: E501 - a line for words that say the same
_KINDS = """
last final concluding closing |
next upcoming coming | following followed follow future ahead will
regular ordinary routine usual | scheduled normal
extraordinary special emergency exceptional |
annual yearly | year
weekly monthly quarterly daily | week month day
informal unofficial | dinner
formal official officially | formally enforceable legally
public | publicly
private confidential | privately
secret clandestine covert | secretly
bilateral direct | directly
multilateral | multicountry
virtual online remote | videoconference video
joint | jointly together cooperation both
permanent lasting | permanently
temporary interim provisional | temporarily
unilateral voluntary |
conventional |
nuclear atomic |
chemical biological |
naval maritime | navy ships sea
civilian | civilians
domestic internal | home
former ex | previously
eastern | east eastward eastwards
western | west
northern | north
southern | south
central | centre center heart main
"""


AROUND = {
    "most": {"least"}, "least": {"most"}, "more": {"less", "fewer"}, "less": {"more"},
    "fewer": {"more"}, "little": {"most", "much", "more", "great", "greater"},
    "much": {"little", "less"},
}  # fmt: skip
ONE_OF = re.compile(r"\b(?:one|neither|either) of (?:the|its|their|these) \w+", re.IGNORECASE)


MORE_THAN = re.compile(
    r"\b(?:more|fewer|less|rather) (?P<one>[^.;:!?]+?) than (?P<other>[^.;:!?]+)"
)


def swapped(statement: Text, evidence: Text) -> str | None:
    """The reason why what is more and what is less have changed places, or None."""
    for said in MORE_THAN.finditer(statement.text):
        one, other = read(said["one"]).stems, read(said["other"]).stems
        for known in MORE_THAN.finditer(evidence.text):
            more, less = read(known["one"]).stems, read(known["other"]).stems
            crossed = len(one & less) + len(other & more)
            if crossed > len(one & more) + len(other & less):
                return f"the quotes compare them the other way round: “{said.group()}”"
    return None


def turned(statement: Text, evidence: Text) -> str | None:
    """The reason why the evidence does not go as far as a word of the statement, or None."""
    part = ONE_OF.search(statement.text)
    if part and not {"one", "single", "another", "other"} & set(evidence.words):
        return f"the quotes do not have “{part.group()}”"
    superlative = _turned_around(statement, evidence)
    if superlative:
        return f"the quotes say the opposite of “{superlative}”"
    dated = _of_another_year(statement, evidence)
    if dated:
        return f"the quotes do not have “{dated}”"
    amounts, kinds = _mates(_AMOUNTS), _mates(_KINDS)
    for sentence in statement.sentences:
        for n, token in enumerate(sentence):
            behind = sentence[n + 1] if n + 1 < len(sentence) else None
            mates = amounts.get(token.lower)
            if mates is None and behind is not None and _tells_apart(token, behind, evidence):
                mates = kinds.get(token.lower)
            if mates and not mates & set(evidence.words):
                return f"the quotes do not have “{token.text}”"
    return None


def _of_another_year(statement: Text, evidence: Text) -> str | None:
    """ "the 2008 summit" where the evidence has "the 2010 summit"."""
    known = {(a.text, b.stem) for a, b in pairwise(evidence.tokens) if _is_year(a) and b.stem}
    for year, noun in pairwise(statement.tokens):
        if _is_year(year) and noun.stem in {stem for _, stem in known}:  # noqa: SIM102
            if (year.text, noun.stem) not in known:
                return f"{year.text} {noun.text}"
    return None


def _is_year(token: Token) -> bool:
    return numbers.sort_of_time(token.text) == "year"


def _turned_around(statement: Text, evidence: Text) -> str | None:
    """ "least substantive" where the evidence has "most substantive"."""
    known = {(a.lower, b.stem) for a, b in pairwise(evidence.tokens)}
    for token, behind in pairwise(statement.tokens):
        if not behind.stem or (token.lower, behind.stem) in known:
            continue
        if any((other, behind.stem) in known for other in AROUND.get(token.lower, ())):
            return f"{token.text} {behind.text}"
    return None


def _tells_apart(token: Token, behind: Token, evidence: Text) -> bool:
    """Whether it stands before a noun of the evidence, and is no part of a name."""
    return not token.is_capitalised and behind.stem in evidence.stems


@cache
def _mates(lines: str) -> dict[str, frozenset[str]]:
    """By word: those of which the evidence needs one."""
    found = {}
    for line in lines.strip().splitlines():
        wanting, _, others = line.partition("|")
        mates = frozenset(read(f"{wanting} {others}").words)
        found.update(dict.fromkeys(wanting.split(), mates))
    return found
