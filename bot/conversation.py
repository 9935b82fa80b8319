"""A follow-up question made whole from the questions before it, by rules.

The rules, the first that applies:

1. A question that stands alone is left as it is. It stands alone unless it lacks something:
   a pronoun has nothing in the question to stand for, or there is no word in it to search for, or
   it opens like a follow-up ("And in Brussels?", "What about NATO?").
2. "he", "she" and their forms become the one person named last: never a place, never an
   organisation, and nobody where a question asks who somebody is ("Who founded X?"), describes
   them ("the mayor of X") or may ask for a place ("Where is X?"). "they" becomes a pair ("Sherman
   and Ryabkov") or the one organisation or country that the last question is about; "it" only the
   latter.
3. "What about X?" puts X in the place of its like in the question before: a person for the person,
   "in Brussels" for "in Geneva", a topic for the topic after "about".
4. "the American one" becomes "the American delegation" behind a question about the Russian one.
5. Where these leave a doubt, the content words of the question before are added in parentheses:
   "Why? (Ryabkov deny Russia intends attack Ukraine)". Searching needs the words, not the grammar.

An aside ("thanks!", "ok") asks nothing: it is left as it is, and no follow-up leans on it.

Owns what is a follow-up and what it lacks. Unlike `names`, which says what may be a person, it
knows no words of the world. Only questions are read, never answers: a wrong answer must not steer
the next question.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from bot import names, persons
from bot.fragments import OPENING, fragment_of, put_in_place
from bot.names import Name, Sort
from bot.ones import in_its_place, with_noun
from bot.pronouns import Pronoun, dangling, has_dangling_reference

REMEMBERED = 6  # questions looked back
NEAR_CHARS = 80  # on each side of a name that say whether a place is asked for
FEW_WORDS = 2  # content words, and no name: too little to search for after "And …"
# Words that give a search nothing to go by.
EMPTY_WORDS = (
    names.AUXILIARIES
    | names.QUESTION_WORDS
    | frozenset(
        """a about after again all already also am an and another any anything as at because before
        but by come continue detail details do each either else even ever everything exactly example
        examples explain first for from full further give go going got he her here hers him his how
        however i if in instance into it its just kind let like list long many me mean means more
        most much my no nor not now of off often ok okay on one ones only or other others our out
        over please precisely quite reason really same say says said she should show since so some
        someone something sort specific specifically still such sure tell than thank thanks that the
        their them then there these they thing things think this those though time to too two under
        until up us very want was we well what's who's that's yes yet you your""".split()  # noqa: SIM905 - a list reads best
    )
)
WORD = re.compile(r"\w+(?:[’'.-]\w+)*")
_ASKING_WORDS = names.AUXILIARIES | names.QUESTION_WORDS
# "ok", "got it", "yes, thanks a million!"; "really?" and "ok, and why" ask.
_THANKS = r"(?:many\ )?(?:thanks|thank\ you|thx|ty|cheers)"
_ASKING = "|".join(sorted(_ASKING_WORDS | {"and", "but", "or", "tell"}))
# Each phrase is atomic: two ways to read one would make as many as there are texts.
ASIDE = re.compile(
    rf"""[^\w?]*
    (?>(?:ok(?:ay)?|k|yes|yeah|yep|sure|no|nope|right|all\ right|alright|well(?:\ done)?|please
        |h+m+|oh|ah|lol|wow|sorry|oops|hello|hi|hey|bye|goodbye|i\ see|got\ it|never\ mind
        |forget\ it|that[’']s\ all|that\ helps|makes\ sense|understood|exactly
        |(?:(?:very|so|really|that[’']s)\ )*
            (?:good|great|fine|nice|cool|perfect|awesome|interesting)
        |{_THANKS}(?:\ (?:so\ much|very\ much|a\ lot))?)
        (?:\ then)?\b[^\w?]*)*
    (?:{_THANKS}(?:\ (?!(?:{_ASKING})\b)\w+){{1,3}}[^\w?]*)?""",
    re.IGNORECASE | re.VERBOSE,
)

_ADDED = re.compile(r"\s\([^()]*\)$")  # by `_with_content`: words, and no longer who did what
_WHO = re.compile(r"\bwho\b", re.IGNORECASE)
_WHO_IS = re.compile(r"\bwho[’']s\s+$", re.IGNORECASE)
_THE = re.compile(r"\bthe\s+$", re.IGNORECASE)
# Around the name that tells who is meant: "the mayor of X", "the envoy to X", "X's chief lawyer".
_SOMEBODY_OF = re.compile(
    r"\b(?:[Tt]he|[Aa]n?)\s+(?:(?:[a-z-]+\s+){1,4}(?:of|at)"
    rf"|(?:[a-z-]+\s+){{0,3}}(?:{persons.SPEAKING.pattern})\s+(?:for|to))\s+$"
)
_OWNS_SOMEBODY = re.compile(rf"[’']s?\s+(?:[\w-]+\s+){{0,3}}(?:{persons.SPEAKING.pattern})\b")
# The name in "Where is _?", "What is _?", "How far is _ from Oslo?", "How do I get to _?".
_PLACED = re.compile(
    r"""\b(?:what|where(?:\s+exactly|\s+in\s+\w+)?)(?:[’']s|\s+(?:is|are|was|were))\s+(?:the\s+)?\0
        (?:\s+(?:exactly|located|situated|on\s+(?:a|the)\s+map))?\s*(?:[?.!,;]|$|and\b)
    | \bhow\s+(?:far|big|large)(?:\s+away)?\s+(?:is|are|was|were)\s+(?:the\s+)?\0
    | \b(?:what|which)\s+\w+\s+(?:is|are|was|were)\s+(?:the\s+)?\0\s+in\b
    | \b(?:is|are|was|were)\s+(?:the\s+)?\0\s+(?:built|founded|located|settled|situated)\b
    | \b(?:come|far|far\s+is\s+it|fly|get|go|travel|way)\s+to\s+(?:the\s+)?\0""",
    re.IGNORECASE | re.VERBOSE,
)


def complete(question: str, earlier: Sequence[str]) -> str:
    """The question as it would be asked without the ones before it.

    `earlier` are the questions before it, oldest first, as they were asked or as completed. A
    question that stands alone is returned as it is.

    >>> complete("and what did he say about sanctions?", ["What did Ryabkov say about NATO?"])
    'what did Ryabkov say about sanctions?'
    >>> complete("What about Sherman?", ["What did Ryabkov say about NATO?"])
    'What did Sherman say about NATO?'
    """
    whole: list[str] = []
    for one in [one for one in earlier if not is_aside(one)][-REMEMBERED:]:
        whole.append(_completed(one, whole))
    return _completed(question, whole)


def _completed(question: str, before: Sequence[str]) -> str:
    if not before or is_aside(question):
        return question
    fragment = fragment_of(question)
    if fragment is not None:
        resolved = _with_names(fragment, before)
        put = in_its_place(fragment, before[-1]) or put_in_place(resolved, before[-1])
        return put or _with_content(question, before[-1])
    question = with_noun(question, before[-1])
    if has_dangling_reference(question):
        named = _with_names(question, before)
        bare = OPENING.sub("", named) if named != question else named
        lacks = has_dangling_reference(bare) or not _asks(bare)
        return _with_content(bare, before[-1]) if lacks else bare
    return _with_content(question, before[-1]) if _lacks_content(question) else question


def is_aside(text: str) -> bool:
    """Whether it asks nothing: thanks, a yes, a greeting, or no word at all.

    >>> is_aside("ok, thanks!"), is_aside("Why?")
    (True, False)
    """
    return ASIDE.fullmatch(text) is not None


def _asks(question: str) -> bool:
    """Whether it is more than a name: there is a question word or a verb that asks."""
    words = {match.group().lower() for match in WORD.finditer(question)}
    return bool(words & _ASKING_WORDS)


def without_added(question: str) -> str:
    """The question without the words that `complete` adds in parentheses where there is a doubt."""
    return _ADDED.sub("", question)


def _lacks_content(question: str) -> bool:
    """Whether it gives a search nothing to go by, or next to nothing after "And …"."""
    content = content_words(question)
    if not content:
        return True
    opening = OPENING.match(question)
    return bool(opening) and len(content) <= FEW_WORDS and not names.find(question)


def content_words(question: str) -> list[str]:
    """The words of a question that a search can go by, in order, each once."""
    words = (match.group() for match in WORD.finditer(question))
    return list(dict.fromkeys(w for w in words if not _is_empty(w)))


def _is_empty(word: str) -> bool:
    # "didn't", "where's"
    known = word.lower() in EMPTY_WORDS or names.folded(word) in _ASKING_WORDS
    return known and not _is_acronym(word)


def _is_acronym(word: str) -> bool:
    return word.isupper() and len(word) > 1


def _with_content(question: str, before: str) -> str:
    """The question with the content of the one before, as far as it is not in it already."""
    own = {word.lower() for word in content_words(question)}
    added = [word for word in content_words(before) if word.lower() not in own]
    return f"{question.strip()} ({' '.join(added)})" if added else question


def _with_names(question: str, before: Sequence[str]) -> str:
    """The question with its dangling pronouns as names, those that leave no doubt."""
    pronouns = dangling(question)
    doubtful = len({pronoun.gender for pronoun in pronouns} - {None}) > 1
    for pronoun in reversed(pronouns):
        name = None if doubtful and pronoun.gender else _meant(pronoun, before)
        if name:
            put = pronoun.like(name)
            question = question[: pronoun.start] + put + question[pronoun.end :]
    return question


def _meant(pronoun: Pronoun, before: Sequence[str]) -> str | None:
    """Whom a pronoun means, if there is no doubt."""
    if pronoun.gender:
        return _last_person(before)
    if pronoun.is_plural:
        return _pair(before[-1]) or _last_thing(before[-1])
    return _last_thing(before[-1])


def _last_person(before: Sequence[str]) -> str | None:
    """The person of the last question that names or asks for any: who acts, or the only one."""
    asked = [without_added(one) for one in before]
    for question in reversed(asked):
        people = _people(question)
        if people or _WHO.search(question):
            meant = [name for name in people if _may_be_meant(question, name)]
            actors = [name for name in meant if name.is_subject] or meant
            one = None if _pair(question) else _only(question, actors)
            return one if one and _is_somebody(actors[0].text, asked) else None
    return None


def _people(question: str) -> list[Name]:
    return [name for name in _sure(question) if name.sort is Sort.PERSON]


def _is_somebody(name: str, asked: Sequence[str]) -> bool:
    """Whether a question has it for a person, and not only for what may be a place."""
    named = ((one, found) for one in asked for found in _people(one) if found.text == name)
    return _has_title(name) or not all(_may_be_a_place(one, found) for one, found in named)


def _has_title(name: str) -> bool:
    return name.split(maxsplit=1)[0].rstrip(".").lower() in names.TITLES


def _may_be_a_place(question: str, name: Name) -> bool:
    before, behind = question[: name.start][-NEAR_CHARS:], question[name.end :][:NEAR_CHARS]
    return _PLACED.search(f"{before}\0{behind}") is not None


def _may_be_meant(question: str, name: Name) -> bool:
    """Whether "he" may be who is named, and not whoever founded it or is its mayor."""
    before, after = question[: name.start], question[name.end :]
    if _SOMEBODY_OF.search(before) or _OWNS_SOMEBODY.match(after):
        return False
    if _THE.search(before) and not _has_title(name.text):
        return False
    acts = name.is_subject or _WHO_IS.search(before) is not None
    return not _WHO.search(before) or (acts and not re.match(r"[’']", after))


def _last_thing(question: str) -> str | None:
    """The one organisation or country that a question is about."""
    actors = [name for name in _sure(question) if name.is_subject]
    return _only(question, [name for name in actors if name.sort in (Sort.THING, Sort.PLACE)])


def _sure(question: str) -> list[Name]:
    """The names of a question, without a first word that may be none."""
    return [name for name in names.find(question) if name.is_sure]


def _only(question: str, found: list[Name]) -> str | None:
    """The name, with "the" if it has it, if all of them are the same one."""
    if len({name.text for name in found}) != 1:
        return None
    the = question[: found[0].start].lower().endswith("the ")
    return f"the {found[0].text}" if the else found[0].text


def _pair(question: str) -> str | None:
    """Two names joined by "and", as "Sherman and Ryabkov"."""
    for one, other in pairwise(_sure(question)):
        if question[one.end : other.start].split() in (["and"], ["and", "the"]):
            return question[one.start : other.end]
    return None
