"""The name of a person in the words that name one, and the words for people who are not named.

    Deputy Secretary of State Wendy Sherman   ─►  Wendy Sherman
    Dr Siri Haugen of the Institute           ─►  Siri Haugen
    the mayor of Hull · Network Rail          ─►  nobody by name

Owns what is an office, a rank or an organisation in front of a name, and which name of several is
whose words they are. Unlike `people`, which finds people in a sentence, it is given words that are
known to stand for one. In doubt it names nobody: the words themselves are never wrong.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot import names

WORD = r"[A-ZÀ-ÖØ-ÞĀ-Ž][\w’'.-]*+"
PARTICLE = r"(?:van|von|der|den|de|la|le|al|bin|da|di|del|ter)"
# The head of words that name somebody without a capital: "a senior US official".
_PEOPLE = (
    r"official|diplomat|minister|politician|expert|analyst|leader|source|lawmaker|senator|president|"
    r"secretary|adviser|advisor|aide|envoy|negotiator|commander|general|officer|scholar|scientist|"
    r"researcher|professor|teacher|student|witness|resident|doctor|lawyer|judge|critic|economist|"
    r"journalist|reporter|author|historian|mayor|governor|ambassador|director|manager|chief|head|"
    r"chairman|chairwoman|founder|owner|farmer|worker|mother|father|man|woman"
)
SPEAKING = re.compile(
    rf"(?:{_PEOPLE}|spokes\w+|government|administration|ministry|agency|company|union|group|"
    r"committee|police|army|court|intelligence|authorit(?:y|ies)|statement|report|study|survey|"
    r"poll)e?s?"
)
# The head of words for one person, whom "he" or "she" can mean.
SOMEBODY = (
    rf"(?:{_PEOPLE}|spokes(?:man|woman|person)|pope|king|queen|prince|princess|bishop|archbishop|"
    r"cardinal|patriarch|priest|premier|chancellor|deputy|soldier|captain|colonel|lieutenant|major|"
    r"driver|guard|boy|girl|son|daughter|brother|sister|husband|wife|widow|neighbo(?:u)?r|"
    r"colleague|counterpart|rival|candidate|predecessor|successor|boss)"
)
_SOMEBODY = re.compile(SOMEBODY)
_RANKS = frozenset(
    """adm admiral archbishop bishop brig brigadier capt captain cardinal cllr cmdr col commodore
    constable corporal councillor councilman councilwoman cpl dame detective father inspector lt
    maj pfc prosecutor pte rear rep rev reverend sergeant sgt sheriff sister
    superintendent""".split()  # noqa: SIM905 - a list reads best
)
# Words that make the words around them an organisation's name.
_ORGANISATIONS = names.THING_WORDS | frozenset(
    """board bureau chamber club fire grid international rail research society trust unions water
    watch""".split()  # noqa: SIM905 - a list reads best
)
# What a minister may be of: "Secretary of State", "Interior and Justice Minister".
_PORTFOLIOS = frozenset(
    """agriculture defence defense education energy finance foreign health home interior justice
    labor labour police staff state trade transport
    treasury""".split()  # noqa: SIM905 - a list reads best
)
# Words with a capital in front of a name that are no part of it.
_OFFICES = (
    names.TITLES
    | _ORGANISATIONS
    | _PORTFOLIOS
    | _RANKS
    | frozenset(
        """acting assistant attorney chair chairman chairwoman chief co-founder commander
        commissioner congressman congresswoman democrat deputy director former lieutenant major
        mayor national premier presidential prime representative republican secretary-general senior
        spokesman spokesperson spokeswoman special under vice""".split()  # noqa: SIM905 - a list reads best
    )
)
# Who may be "of", "for" or "to" something before their own name: "Secretary of State Ada Brook".
_HOLDS_IT = re.compile(
    r"secretary|undersecretary|minister|member|chief|head|leader|director|president|professor|speaker|"
    r"chair(?:man|woman)?|governor|commissioner|ambassador|envoy"
)
_DETERMINERS = frozenset(
    """a an another her his its many my one other our several some that the their this two
    your""".split()  # noqa: SIM905 - a list reads best
)
_CUTS = frozenset(("of", "for", "to", "the"))
_BINDS = frozenset(("and", "or", "&"))


def person(words: str) -> str | None:
    """The name of the person whom words stand for; None if they name none, or several.

    >>> person("Deputy Secretary of State Wendy Sherman")
    'Wendy Sherman'
    """
    parted = re.sub(r"[’']s\b(?=\s*$)", "", words).split()
    if _is_of_several(parted):
        return None
    cuts = [n for n, word in enumerate(parted) if word.lower() in _CUTS]
    ends = [*cuts, len(parted)]
    if not cuts or parted[cuts[0]].lower() != "the":
        heading = _named(parted[: ends[0]], is_whole=not cuts)
        if heading:
            return heading
    for cut, end in zip(cuts, ends[1:], strict=True):
        found = _named_behind(parted, cut, end)
        if found:
            return found
    return None


def lowered(who: str) -> str:
    """Words that name nobody by name, without the capital of a sentence's beginning."""
    first, *rest = who.split()
    is_ordinary = SPEAKING.fullmatch(first.lower()) and not (rest and rest[0][0].isupper())
    return who[0].lower() + who[1:] if first.lower() in _DETERMINERS or is_ordinary else who


def _is_of_several(words: Sequence[str]) -> bool:
    """Whether they stand for more than one: "Ada Brook and her lawyer", and not "founder and
    owner Ada Brook", "Interior and Justice Minister Ada Brook"."""
    for n in (n for n, word in enumerate(words) if word in _BINDS):
        before, behind = words[:n][-1:], words[n + 1 :][:1]
        if not before or not behind:
            return True
        small = before[0].islower() and behind[0].islower() and behind[0] not in _DETERMINERS
        offices = {before[0].lower(), behind[0].lower()} <= _OFFICES
        if words[n] == "&" or not (small or (offices and before[0][0].isupper())):
            return True
    return False


def _named(words: Sequence[str], *, is_whole: bool) -> str | None:
    """The name in which the words end that stand before any "of".

    One word before "of" needs a title: the friends of "Friends of the Earth" are no person.
    """
    name, at = _run(words)
    titled = bool(at) and words[at - 1].strip(",.").lower() in _OFFICES
    return name if name and (is_whole or titled or " " in name) else None


def _named_behind(words: Sequence[str], cut: int, end: int) -> str | None:
    """The name in which the words end that stand behind an "of", if it is not whose or where that
    is: "Minister of Defence Ada Brook", and not "the mayor of Ada", "a friend of Mr Brook"."""
    name, at = _run(words[cut + 1 : end])
    if not name or not at:
        return None
    governed = next((n for n in range(cut + 1) if words[n] in ("of", "for", "to")), None)
    if not governed:
        return name if governed is None else None
    head, ahead = words[governed - 1].lower(), words[cut + at].lower().strip(".,")
    titled = ahead in names.TITLES or _SOMEBODY.fullmatch(ahead)
    holds = _HOLDS_IT.fullmatch(head) and not titled
    return name if holds or head in _ORGANISATIONS else None


def _run(words: Sequence[str]) -> tuple[str | None, int]:
    """The name in which the words end, and how many of them stand before it."""
    run: list[str] = []
    for word in reversed(words):
        bare = word.strip(",.").lower()
        if run and re.fullmatch(PARTICLE, word):
            run.append(word)
        elif not re.fullmatch(WORD, word) or bare in _OFFICES or word.endswith(("’s", "'s")):
            if run and bare in _ORGANISATIONS and word[0].isupper():
                return None, 0  # "Network Rail"
            break
        elif len(bare) > 2 and run and word.endswith("."):
            break  # of the sentence before
        elif len(bare.replace(".", "")) > 1 and word.isupper():
            break
        else:
            run.append(word)
    while run and (re.fullmatch(PARTICLE, run[-1]) or _is_noperson(run[-1], alone=False)):
        lower = run[-1].lower()
        if lower.endswith("s") and SPEAKING.fullmatch(lower) and lower[:-1] not in _OFFICES:
            return None, 0  # "Doctors Without Borders"
        run.pop()
    if not run or _is_noperson(run[0], alone=len(run) == 1):
        return None, 0
    name = " ".join(reversed(run)).rstrip(",.")
    return (None if name.lower().startswith(names.PLACE_OPENINGS) else name), len(words) - len(run)


def _is_noperson(word: str, *, alone: bool) -> bool:
    """Whether a word is a place's or a people's name, or one with a capital by its place only."""
    lower = word.lower()
    if lower in names.PLACES or lower in names.CALENDAR or lower in names.ORDINARY:
        return True
    ordinary = bool(SPEAKING.fullmatch(lower)) or lower in _OFFICES
    return ordinary or (
        names.DEMONYM.fullmatch(lower) is not None and (alone or lower.endswith("n"))
    )
