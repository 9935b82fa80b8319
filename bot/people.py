"""Who is named or described in an article's own words, and who of them does something.

    The pope blamed Putin.   ─►  the pope, who acts and has no name;  Putin, to whom it is done

Owns whom a "he" behind the sentence could mean, and what stands in a sentence as a subject does.
Unlike `speech`, it does not ask who speaks; unlike `speakers`, it looks at one sentence and
chooses nobody.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bot import names, persons, speech

_PREPOSITIONS = frozenset(
    """about after against at before between by for from in into like of on over than to toward
    towards under with without""".split()  # noqa: SIM905 - a list reads best
)
# Past forms of common verbs that do not end in "ed".
_IRREGULAR = frozenset(
    """beat became began believes bought broke brought built came caught chose cut did drew
    drove fed felt flew forbade forgave fought found gave got grew had heard held hit hurt kept
    knew laid led left let lost made met outdid overtook paid put quit ran rang read rose said
    sat saw says sees sent set shook shot shut sold sought spoke spent stood struck sued swore
    taught tells thinks thought threw told took understood wants went withdrew woke won
    wrote""".split()  # noqa: SIM905 - a list reads best
)
# What divides clauses, so that a verb before it governs nothing behind it.
_BOUNDARY = re.compile(
    rf"[,;:()—–{speech.QUOTATION}]|[.!?]\s|\b(?:that|which|who|while|because|if|when|where|though|"
    r"although|whereas|whether|until|since|but)\b",
    re.IGNORECASE,
)
_JOINED = re.compile(r"(?:and|or)\s+$")
_WORD = re.compile(r"[\w’'-]+")
_NEXT = re.compile(r"(?:\s+(?:\w+ly|also|then|later|now))?\s+(\w+)")
_SINGULAR = re.compile(r"[a-z]{3,}[^s’']s")  # "blames"
_SAID = re.compile(rf"\s*(?:\w+ly\s+)?(?:{speech.SAYING.pattern})\s")
_OWNERS = frozenset(("his", "her", "its", "their", "our", "my"))
_DETERMINED = _OWNERS | {"the", "a", "an", "this", "that", "one", "another"}
_DETERMINER = rf"(?:\b(?:{'|'.join(sorted(_DETERMINED))})|(?<![\w.])[\w.]++(?<=\w)[’']s)"
_NO_ADJECTIVE = "|".join(sorted(_PREPOSITIONS | _DETERMINED | {"and", "or", "if", "who", "as"}))
_UNNAMED = re.compile(
    rf"(?P<whole>{_DETERMINER}\s+(?:(?!(?:{_NO_ADJECTIVE})\b)[\w.’'-]+\s+){{0,4}}?"
    rf"{persons.SOMEBODY})(?![\w’'-])",
    re.IGNORECASE,
)
# Behind words for a person there may stand a verb, but no other noun: "an official visit".
_GOES_ON = re.compile(
    rf"\s*(?:$|[^\w\s])|\s+(?:{'|'.join(sorted(_PREPOSITIONS))}|who|that|and|or|but|as|near|while)\b"
)
_BE = r"(?:is|are|was|were|be|been|become|becomes|became|remains|remained)"
_TITLE = r"(?:(?:[\w-]+(?:[’']s)?)\s+){0,5}"
_IS = re.compile(rf"\b{_BE}\s+{_TITLE}$")
# What stands between "the mayor" and a name that is the mayor's: "of Bern, Mr", "will be".
_AND_IS = re.compile(rf"\s+|(?:\s+(?:will|would|has|had))?\s+{_BE}\s+{_TITLE}")
_APPOSED = re.compile(rf"(?:\s+(?:{'|'.join(sorted(_PREPOSITIONS))})\s[^,;:]+)?,\s+{_TITLE}")
_INDEFINITE = re.compile(r"\ban?\s+$")
_CLOSED = re.compile(r"\s*(?:$|[^\w\s])|\s+(?:who|of)\b")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody at `start` of a sentence; `acts` if they stand where someone who acts stands.

    `is_named` is False of words that name nobody ("the pope"), and of a word that has its capital
    perhaps only as the first of its sentence: they may be meant, and nobody is found by them.
    """

    name: str
    start: int
    acts: bool
    is_named: bool = True


def found(outside: str, is_name: Callable[[str], bool]) -> list[Person]:
    """The people in a sentence, in order; `outside` has a mark in the place of each quotation.

    `is_name` says whether a word that opens the sentence is elsewhere known to be a name.
    """
    text = outside[: speech.MAX_CHARS]
    named = list(_named(text, is_name))
    return sorted([one for one, _ in named] + list(_unnamed(text, [n for _, n in named])), key=_at)


def last_name(name: str) -> str:
    """By which one person's names are told to be the same."""
    return name.rsplit(maxsplit=1)[-1]


def _at(person: Person) -> int:
    return person.start


def _named(text: str, is_name: Callable[[str], bool]) -> Iterator[tuple[Person, names.Name]]:
    for one in names.find(text):
        name = persons.person(one.text) if _may_be_a_person(text, one) else None
        if name:
            sure = bool(one.start) or is_name(last_name(name))
            if sure or _may_be_a_name(text, one):
                yield Person(name, one.start, _acts(text, one.start, one.end), sure), one


def _may_be_a_name(text: str, one: names.Name) -> bool:
    """Whether what opens a sentence does something; of "Lorries" and "Nobody" it is no matter."""
    if one.text.lower() in speech.NOBODY:
        return False
    verb = _verb_next(text, one.end)
    return _is_verb(verb) and (not one.text.endswith("s") or verb in ("is", "was", "has", "does"))


def _unnamed(text: str, named: list[names.Name]) -> Iterator[Person]:
    """Who is described and not named, one person each: no "officials", and no "mayor" whose name
    stands beside it. "Her husband", behind a verb, is less likely meant than she."""
    for match in _UNNAMED.finditer(text):
        start, end = match.span("whole")
        acts = _acts(text, start, end)
        owned = not acts and match["whole"].split()[0].lower() in _OWNERS
        if not owned and _goes_on(text, end) and not _is_apposed(text, start, end, named):
            yield Person(match["whole"].lower(), start, acts, is_named=False)


def _goes_on(text: str, end: int) -> bool:
    return _GOES_ON.match(text, end) is not None or bool(_verb_next(text, end))


def _is_apposed(text: str, start: int, end: int, named: list[names.Name]) -> bool:
    """Whether the words say what somebody named is: "Brook, the mayor", "Brook was mayor"."""
    before = text[:start].rstrip()
    return _IS.search(text[:start]) is not None or any(
        before in (text[: one.end], text[: one.end] + ",")
        or (one.start >= end and _is_name_of(text, end, one))
        for one in named
    )


def _is_name_of(text: str, end: int, one: names.Name) -> bool:
    """Whether a name behind words for a person is theirs: "the mayor of Bern, Ada Brook,"."""
    between = text[end : one.start]
    if _AND_IS.fullmatch(between):
        return True
    comma = _APPOSED.fullmatch(between) and _CLOSED.match(text, one.end)
    return bool(comma) and not _has_verb(between)


def _may_be_a_person(text: str, one: names.Name) -> bool:
    if _INDEFINITE.search(text, 0, one.start):  # "she was made a Dame"
        return False
    owns = re.match(r"[’']s\b", text[one.end :]) is not None  # "in Ryabkov’s remarks"
    return one.sort is names.Sort.PERSON or (owns and one.sort is names.Sort.PLACE)


def _acts(text: str, start: int, end: int) -> bool:
    """Whether words stand as a subject does: owning nothing, and behind no verb or preposition."""
    before = _WORD.findall(text[:start])
    if re.match(r"[’']s?\b", text[end:]) or (before and before[-1].lower() in _PREPOSITIONS):
        return False
    ends = [0, *(match.end() for match in _BOUNDARY.finditer(text[:start]))]
    clause = text[ends[-1] : start]
    said = _SAID.match(clause) if text[ends[-1] - 1 : ends[-1]] in (",", speech.QUOTATION) else None
    if said or _IS.search(clause):  # "said Ada Brook", "the mayor is Ada Brook"
        clause = clause[said.end() :] if said else ""
    # "It rained and Putin came": what "and" joins is a clause if it has a verb of its own.
    return not _has_verb(clause) or bool(_JOINED.search(clause) and _verb_next(text, end))


def _has_verb(clause: str) -> bool:
    words = _WORD.findall(clause)
    return any(
        _is_verb(word) and ahead.lower() not in _DETERMINED  # "the exiled leader"
        for ahead, word in zip(["", *words], words, strict=False)
    ) or bool(words and _SINGULAR.fullmatch(words[-1]))


def _verb_next(text: str, end: int) -> str:
    """The verb that follows, or ""."""
    match = _NEXT.match(text, end)
    word = match[1] if match else ""
    return word if _is_verb(word) or _SINGULAR.fullmatch(word) else ""


def _is_verb(word: str) -> bool:
    """Whether a word looks like a verb, a participle among them. Nouns in "ed" are few."""
    if not word.islower():
        return False
    known = word in names.AUXILIARIES or word in _IRREGULAR
    return known or re.fullmatch(r"\w{2,}(?:ed|ing)", word) is not None
