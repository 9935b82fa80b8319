"""The names in a question, and what sort of thing each may be.

Owns how a name is found (by its capitals; in a question without any, by where it stands) and
whether it may be a person. Unlike `conversation`, which puts names into other questions, it
changes nothing. A guess that may be wrong is left unmade: then the sort is THING.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.calendar_names import MONTHS, WEEKDAYS

# Countries, regions and cities that a question about the world is likely to name, by first word.
PLACES = frozenset(
    """afghanistan africa alaska albania algeria america amsterdam angola ankara argentina armenia
    asia athens atlanta australia austria azerbaijan baghdad bahrain balkans bangkok bangladesh
    barcelona beijing beirut belarus belgium belgrade berlin bolivia bonn bosnia boston brazil
    britain brussels bucharest budapest bulgaria cairo california cambodia canada caracas chechnya
    chicago chile china colombia copenhagen crimea croatia cuba cyprus czechia damascus delhi
    denmark detroit deveselu donbas donbass donetsk dubai dublin ecuador egypt england estonia
    ethiopia eurasia europe finland florida france gaza geneva georgia germany ghana greece
    hamburg hanoi havana helsinki hungary iceland india indonesia iran iraq ireland islamabad
    israel istanbul italy jakarta japan jerusalem jordan kabul kaliningrad kazakhstan kenya
    kharkiv kiev korea kosovo kyiv kyrgyzstan laos latvia lebanon lisbon lithuania ljubljana
    london luhansk luxembourg madrid malaysia manila mariupol mexico milan minsk moldova mongolia
    montenegro moscow mumbai munich myanmar nairobi nepal netherlands nicosia nigeria norway odesa
    oslo ottawa pakistan palestine paris peru philippines poland portugal prague pyongyang qatar
    redzikowo reykjavik riga riyadh romania rome russia rwanda salisbury sarajevo scotland seoul
    serbia shanghai siberia singapore slovakia slovenia sofia spain stockholm sudan sweden
    switzerland sydney syria taipei taiwan tajikistan tallinn tbilisi tehran texas thailand tirana
    tokyo toronto transnistria tunisia turkey ukraine uruguay uzbekistan venezuela venice vienna
    vietnam vilnius wales warsaw washington yemen zagreb zurich""".split()  # noqa: SIM905 - a list reads best
)
PLACE_OPENINGS = ("new ", "north ", "south ", "east ", "west ", "saudi ", "united ", "black sea")
# Words that make a name the name of an organisation, a treaty, a building, an event.
THING_WORDS = frozenset(
    """academy act administration agency agreement alliance army assembly association atlantic
    authority bank bundestag cabinet center centre church college commission committee company
    conference congress consultancy corp corporation council court cup democrats department
    dialogue directorate doctrine duma eastern embassy federation fleet formula forum foundation
    fund games government group hospital house inc initiative institute institution kremlin law
    league ltd magazine ministry movement museum navy network northern office open organisation
    organization pact parliament party pentagon plan police press process program protocol
    republic republicans sea senate service site society southern square stream street summit team
    telescope times treaty tribunal union university war west western white""".split()  # noqa: SIM905 - a list of words reads best
)
CALENDAR = frozenset(day.lower() for day in (*MONTHS, *WEEKDAYS, "Christmas", "Easter"))
TITLES = frozenset(
    """ambassador chancellor colonel dr gen general gov governor judge king lady lord minister miss
    mr mrs ms pope president prince princess prof professor queen secretary sen senator
    sir""".split()  # noqa: SIM905 - a list reads best
)
DEMONYM = re.compile(
    r"(?:[a-z]{3,}(?:ians?|icans?|eans?|ese|ish)|dutch|french|swiss|germans?|czechs?)"
)
PARTICLES = r"(?:of|the|de|der|da|di|van|von|al|bin|el)"
CAPITALISED = r"[A-ZÀ-ÖØ-ÞĀ-Ž](?:\w|[’'-](?!s\b)(?=\w))*(?:\.[A-Z])*\.?"
NAME = re.compile(
    rf"(?<![\w-])(?:(?:van|von|der|de|di|bin)\s+)*{CAPITALISED}"
    # "Prof. Brook" is one name, as is "Bros. Records", and "Thanks. Who" ends a sentence.
    rf"(?:(?:(?<!\w{{4}}\.)|(?<=Prof\.)|(?<=Capt\.)|(?<=Bros\.))"
    rf"\s+(?:{PARTICLES}\s+){{0,2}}{CAPITALISED}|\s+\d+\b)*"
)
LOCATIVES = frozenset(("in", "at", "near", "inside", "outside", "across", "throughout", "within"))
AUXILIARIES = frozenset(
    """am are be been can could did do does had has have is may might must shall should was were
    will would""".split()  # noqa: SIM905 - a list of words reads best
)
QUESTION_WORDS = frozenset(("who", "whom", "whose", "what", "which", "when", "where", "why", "how"))
# Words that start a question with a capital without being a name.
ORDINARY = (
    QUESTION_WORDS
    | AUXILIARIES
    | LOCATIVES
    | frozenset(
        """a about according after all also an and any as because before between besides but by
        describe explain for from give he her his i if it its list name no number of ok okay on or
        over say she since so tell that the their them there these they this those through to
        translate until we well with yes you your""".split()  # noqa: SIM905 - as above
    )
)
# Greetings and imperatives, which open a question with a capital; elsewhere they may be nouns.
OPENERS = frozenset(
    """analyse analyze cite check clarify compare confirm dear define discuss explore find good
    hello help hey hi identify just kindly let look mention only outline please quickly quote
    recall remind report search show sorry state sum summarise summarize thank thanks today
    tomorrow yesterday""".split()  # noqa: SIM905 - a list reads best
)
# Those that open names as well: "Check Point", "Good Friday", "Hello Kitty".
NAMING = frozenset(("check", "good", "hello", "look", "state"))
MAX_WORD = 40  # characters of a word in front of a name that is looked at
_NOT = re.compile(r"n[’']t$")
_NEGATED = {"ca": "can", "sha": "shall", "wo": "will"}  # of "can't", "shan't", "won't"
_SAY = (
    "say|tell|think|call|claim|deny|want|mean|announce|warn|reply|respond|answer|demand|describe|"
    "accuse|believe|expect|meet|ask|do|respond|react"
)
SAYING = re.compile(rf"\b(?:{_SAY})\b")
_SAID = re.compile(rf"said|told|thought|meant|met|(?:den|repl)ie[sd]|(?:{_SAY})(?:e?s|e?d)")


class Sort(StrEnum):
    """What a name may be the name of."""

    PERSON = "person"
    PLACE = "place"
    TIME = "time"
    THING = "thing"  # an organisation, a people, a treaty, and whatever is not known


@dataclass(frozen=True, slots=True)
class Name:
    """A name at `question[start:end]`, without "the" before it or "'s" after it."""

    text: str
    start: int
    end: int
    sort: Sort
    is_subject: bool  # it stands where the one who does or says something stands
    is_sure: bool = True  # and no word that has its capital only from opening a sentence


def find(question: str) -> list[Name]:
    """The names in a question, in order.

    >>> [(n.text, str(n.sort), n.is_subject) for n in find("What did Ryabkov say about NATO?")]
    [('Ryabkov', 'person', True), ('NATO', 'thing', False)]
    """
    found = [name for match in NAME.finditer(question) for name in _names(question, match)]
    if found or re.search(r"(?<=\w.)[A-Z]", question):
        return found
    return _uncapitalised(question)


def folded(word: str) -> str:
    """In lower case, without "'s" and "n't": "did" of "Didn't"."""
    bare = _NOT.sub("", word.lower())
    return _NEGATED.get(bare, bare) if bare != word.lower() else re.split(r"[’']", bare)[0]


def _names(question: str, match: re.Match[str]) -> list[Name]:
    """A run of capitalised words, without those that are only capitalised as the first ones."""
    start, text = match.start(), match.group()
    while _opens(question, start) and _is_opener(question, start, text):
        start, text = _behind_first(start, text)
    if _is_ordinary(_first(text)):
        start, text = _behind_first(start, text)
    bare = re.sub(r"(?<!\b[A-Z])(?<!\.[A-Z])\.$", "", text)
    return [_name(question, bare, start)] if bare and not bare.isdigit() else []


def _is_opener(question: str, start: int, text: str) -> bool:
    """Whether a run of capitalised words opens with "Check" or "Hello" that is no part of it, as
    those of "State Department", "Good Friday" and "Hello Kitty is" are."""
    opener, (*_, rest) = folded(_first(text)), _behind_first(start, text)
    if opener in NAMING and rest:
        following = _first(rest).lower()
        day = opener == "good" and following in CALENDAR
        named = day or following in THING_WORDS or _has_verb(question, start + len(text))
        return not named
    return opener in OPENERS


def _has_verb(question: str, end: int) -> bool:
    """Whether a verb follows a name: "is", "said", or "sells" with "what" behind it."""
    verb, *behind = _words_behind(question, end)
    known = verb in AUXILIARIES or _SAID.fullmatch(verb)
    return bool(known) or (verb.endswith("s") and bool(QUESTION_WORDS.intersection(behind[:1])))


def _words_behind(question: str, end: int) -> list[str]:
    return re.split(r"[\s?]+", question[end : end + MAX_WORD].strip().lower())


def _first(text: str) -> str:
    found = re.match(r"[\w’']+", text)
    return found.group() if found else ""


def _behind_first(start: int, text: str) -> tuple[int, str]:
    rest = re.match(rf"[\w’']+\.?(?:\s+{PARTICLES}(?=\s))*\s*", text)
    return (start + rest.end(), text[rest.end() :]) if rest else (start, text)


def _opens(question: str, start: int) -> bool:
    """Whether a sentence begins there, or what stands before a colon is left out."""
    before = question[:start].rstrip(" \t“\"'(")
    return not before or before[-1] in ".!?:\n"


def _is_ordinary(word: str) -> bool:
    return folded(word) in ORDINARY and not (word.isupper() and len(word) > 1)


def _name(question: str, text: str, start: int) -> Name:
    near = question[max(0, start - 2 * MAX_WORD) : start]
    before = [folded(word) for word in re.findall(r"[\w’'-]+", near)[-2:]]
    ahead = [word for word in before if word not in ("the", "a", "an")][-1:]
    sort = _sort(text, ahead[0] if ahead else "")
    behind = question[start + len(text) : start + len(text) + MAX_WORD]
    after = _words_behind(question, start + len(text))[0]
    subject = not ahead or ahead[0] in AUXILIARIES or after in AUXILIARIES or ahead[0] in TITLES
    known = sort in (Sort.PLACE, Sort.TIME) or _is_acronym(text) or " " in text
    owns = behind.startswith(("'s", "’s"))
    speaks = _SAID.fullmatch(after) or (after in AUXILIARIES and not text.endswith("s"))
    sure = known or owns or bool(speaks) or not _opens(question, start)
    return Name(
        text, start, start + len(text), sort, subject and sort is not Sort.TIME, is_sure=sure
    )


def _is_acronym(text: str) -> bool:
    letters = text.replace(".", "").replace(" ", "")
    return letters.isupper() or any(re.fullmatch(r"[A-Z]{2,}\w*", w) for w in text.split())


def _sort(text: str, ahead: str) -> Sort:
    words = text.lower().replace(".", "").split()
    if words[0] in CALENDAR and (len(words) == 1 or words[1].isdigit()):
        return Sort.TIME
    if words[0] in TITLES or ahead in TITLES:
        return Sort.PERSON
    if words[-1] in PLACES or text.lower().startswith(PLACE_OPENINGS):
        return Sort.PLACE
    known = (
        THING_WORDS & set(words)
        or words[:2] == ["good", "friday"]
        or PLACES & set(words)
        or DEMONYM.fullmatch(words[0])
    )
    if _is_acronym(text) or known or text[-1].isdigit():
        return Sort.THING
    return Sort.PLACE if ahead in LOCATIVES else Sort.PERSON


def _uncapitalised(question: str) -> list[Name]:
    """In a question typed without capitals: whoever stands between "did" and "say"."""
    pattern = (
        rf"\b(?:did|does|has|will|would|can|could) ((?:[\w’'-]+ ){{1,2}}?)(?={SAYING.pattern})"
    )
    match = re.search(pattern, question)
    if not match:
        return []
    text = match.group(1).strip()
    if set(text.split()) & (ORDINARY | {"not", "ever", "really", "i", "you", "we", "anyone"}):
        return []
    guess = _sort(text.upper()[:1] + text[1:], "")
    sort = Sort.THING if " " in text and guess is Sort.PERSON else guess
    return [Name(text, match.start(1), match.start(1) + len(text), sort, True)]
