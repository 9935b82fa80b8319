"""Names: each that a statement has must be in its evidence.

Owns when two spellings are one name: by last name, by initials ("OSCE"), a country by its people.
Unlike `bot.names`, which sorts the names of a question, it compares those of two texts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from bot.claims import governments, numbers
from bot.claims.spelling import PAST, PEOPLES
from bot.claims.text import Text, Token
from bot.names import AUXILIARIES, CALENDAR, DEMONYM, ORDINARY, PLACES, THING_WORDS, TITLES
from bot.speech import SAYING
from index.lexical import STOP_WORDS

ENDINGS = ("", "a", "y", "s", "n", "an", "ian", "ean", "ese", "ish", "ns", "ans", "ians", "i")
# Words with a capital by custom, in titles of persons and offices: no name by themselves.
OFFICES = TITLES | frozenset(
    """administration ambassador assistant chancellor chief council defence defense delegation
    department deputy director foreign former government minister ministry national official
    officials party prime representative secretary secretary-general senior spokesman spokeswoman
    state""".split()  # noqa: SIM905 - a list reads best
)
LONG = 6  # letters of a name that may be spelt in two ways
SMALL = frozenset(
    ("of", "for", "the", "a", "an", "and", "in", "on", "de", "von", "van", "-", "&", ".")
)
# Words before a name that open a sentence: "Meanwhile Blinken", "Negotiator Ryabkov".
OPENINGS = frozenset(
    """although amid among analyst behind beyond both citing concerning considering despite diplomat
    during earlier either expert following former however including instead later meanwhile
    negotiator neither noting once regarding since speaking still under unless unlike until whether
    while within without yet""".split()  # noqa: SIM905 - a list reads best
)
COUNTS = numbers.UNITS.keys() | numbers.TENS.keys() | numbers.SCALES.keys()
# Plurals that nobody is called: "Sanctions would", "Officials have".
ABSTRACT = re.compile(r"[a-z]+(?:tion|sion|ment|ship|ist|cial|ate|mat|ness|ance|ence|itie)s")
# What a body is called, not its head: "State Department" has to be there.
BODIES = frozenset(("administration", "department", "ministry", "party"))
PLURAL = frozenset(("are", "were", "have"))  # "Friends were told": nobody's name
NEAR_DAYS = frozenset(("today", "yesterday", "tomorrow", "tonight"))
# What looks like a verb, and openings before which it is none: "Economic ties", "Talks ended".
VERB = re.compile(r"[a-z]{2,}(?:[^s]s|ed)")
NO_ACTOR = re.compile(
    r".*(?:ic|al|ous|ive|ent|ant|ary|ory|ing|ed|ern|ish|able|ible|ful|less|ly|tion"
    r"|sion|ship|ness|ity|ism)"
)
Run = tuple[Token, ...]


def missing(
    statement: Text, evidence: Text, is_known: Callable[[str], bool] = lambda name: False
) -> str | None:
    """The reason why the evidence lacks a name of the statement, or None.

    A given name may also be known from elsewhere in the article: `is_known("Wendy Sherman")`.
    """
    for run in runs(statement, evidence):
        reason = _missing(run, statement, evidence, is_known)
        if reason:
            return reason
    for token in statement.tokens:
        if _is_hidden(token) and not is_in(token, evidence) and token.text not in evidence.text:
            return f"the quotes do not have the name “{token.text}”"
    return None


def runs(text: Text, other: Text | None = None) -> list[Run]:
    """The names in a text, each as its capitalised words: ("Wendy", "Sherman").

    A word that opens a sentence is one if it stands with a capital inside a sentence of `other`,
    or before another name, or where someone who acts stands.
    """
    inner = _inner(text) | (_inner(other) if other else frozenset())
    return list(_runs(text.tokens, inner))


def same(one: str, other: str) -> bool:
    """Whether two words name the same: "Russian" and "Russia", "French" and "France"."""
    a, b = (PEOPLES.get(word, word) for word in (bare(one), bare(other)))
    if a == b or (len(a) >= LONG and _one_spelling(a) == _one_spelling(b)):
        return True
    shared = next((n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), None)
    stem = min(len(a), len(b)) if shared is None else shared
    return stem >= 4 and a[stem:] in ENDINGS and b[stem:] in ENDINGS and _is_place(a, b)


def is_in(word: Token, evidence: Text) -> bool:
    """Whether the evidence has this word of a name."""
    stem = word.stem
    return any(
        token.is_word and ((stem and token.stem == stem) or same(word.text, token.text))
        for token in evidence.tokens
    )


def _is_european(word: Token, evidence: Text) -> bool:
    """ "European" for what is the European Union's."""
    return bare(word.text) in ("european", "europeans") and "eu" in evidence.words


def bare(word: str) -> str:
    """A word of a name without capitals, full stops and "'s"."""
    return word.lower().removesuffix("'s").strip("'.")


def _one_spelling(name: str) -> str:
    """One for what is put into our letters in several ways: "Stanovaya" and "Stanovaja"."""
    return re.sub(r"[jyi]+", "y", name)


def _is_place(a: str, b: str) -> bool:
    return a in PLACES or b in PLACES


def _inner(text: Text) -> frozenset[str]:
    return frozenset(bare(t.text) for t in text.tokens if t.is_capitalised and not t.initial)


def _runs(tokens: Sequence[Token], inner: frozenset[str]) -> Iterator[Run]:
    run: list[Token] = []
    for n, token in enumerate(tokens):
        after = next((t for t in tokens[n + 1 : n + 3] if not _is_adverb(t)), None)
        if _is_name(token, after, inner):
            run.append(token)
        elif run and not (
            _is_inside(token, run, tokens[:n])
            and after
            and _continues(after)
            and not (_is_person(run, tokens[:n]) and [token.lower, after.lower] == ["of", "the"])
        ):
            yield tuple(run)
            run = []
    if run:
        yield tuple(run)


def _is_inside(token: Token, run: Sequence[Token], before: Sequence[Token]) -> bool:
    """Whether a small word belongs to the name: "A and B" are two, "Council for A and B" is one."""
    if token.lower in ("the", "a", "an") and before[-1] is run[-1]:
        return False  # "Sherman the American one"
    if token.lower not in ("and", "&"):
        return token.lower in SMALL
    behind = before[::-1]
    since = next((n for n, one in enumerate(behind) if one is run[0]), 0)
    return any(one.lower in ("for", "of", "on") for one in behind[:since])


def _is_person(run: Sequence[Token], before: Sequence[Token]) -> bool:
    """Whether a name so far is somebody's: "Zakharova of the Russian ministry" is another's."""
    return _person(tuple(run)) is not None and tuple(before[-2:]) == tuple(run[-2:])


def _is_adverb(token: Token) -> bool:
    return token.lower.endswith("ly") or token.lower in ("also", "again", "then")


def _continues(token: Token) -> bool:
    return token.is_capitalised or token.lower in SMALL


def _is_name(token: Token, after: Token | None, inner: frozenset[str]) -> bool:
    word = bare(token.text)
    ordinary = word in OPENINGS or word in COUNTS or ABSTRACT.fullmatch(word)
    if not token.is_capitalised or word in CALENDAR | NEAR_DAYS or (token.initial and ordinary):
        return False
    if not (token.text.isupper() and len(word) > 1) and word in STOP_WORDS | ORDINARY:
        return False
    if not token.initial or word in inner or word in PLACES:
        return True
    if after is not None and token.lower.endswith("s") and after.lower in PLURAL:
        return bool(DEMONYM.fullmatch(word))
    return after is not None and (
        _is_joined(token, after) or _acts(after) or _is_follower(after) or _may_act(token, after)
    )


def _is_joined(token: Token, after: Token) -> bool:
    """ "Blinken and Ryabkov": no plural and no adjective; "Officials and" names nobody."""
    word = token.lower
    return after.lower == "and" and not word.endswith("s") and not NO_ACTOR.fullmatch(word)


def _acts(after: Token) -> bool:
    """Whether a word is what somebody does, so that whoever stands before it has a name."""
    return after.lower in AUXILIARIES or bool(SAYING.fullmatch(after.text))


def _may_act(token: Token, after: Token) -> bool:
    """ "Ryabkov leads": a word that opens a sentence, no plural, no adjective, before a verb."""
    verb = VERB.fullmatch(after.text) or after.text in PAST
    plural = token.lower.endswith("s") and not after.text.endswith("s")  # "Talks ended"
    return bool(verb) and not plural and not NO_ACTOR.fullmatch(token.lower)


def _is_follower(after: Token) -> bool:
    return after.is_capitalised and after.lower not in STOP_WORDS


def _is_hidden(token: Token) -> bool:
    """A name without its capital: "in bucharest", or any word of a script that has no capitals."""
    without = token.text[0].isalpha() and token.text[0].lower() == token.text[0].upper()
    return without or (token.text.islower() and bare(token.text) in PLACES)


def _missing(
    run: Run, statement: Text, evidence: Text, is_known: Callable[[str], bool]
) -> str | None:
    absent = [word for word in run if not _is_office(word, run) and not is_in(word, evidence)]
    if absent and governments.stands_for(_spelt(run), statement.text, evidence.text):
        return None
    absent = [
        word
        for word in absent
        if not governments.stands_for(_spelt((word,)), statement.text, evidence.text)
        and not _is_european(word, evidence)
    ]
    person = _person(run)
    if person and is_in(person[1], evidence) and not _are_joined(person, statement):
        if not _stand_together(person, evidence) and not is_known(_spelt(person)):
            other = _other_given_name(run, evidence)
            rather = f"“{other}”, not" if other else "no"
            return f"the quotes have {rather} “{_spelt(person)}”"
        absent = [word for word in absent if word is not person[0]]
    if not absent or _by_initials(run, absent, evidence):
        return None
    return f"the quotes do not have the name “{_spelt(absent)}”"


def _is_office(word: Token, run: Run) -> bool:
    """Whether it is no name by itself: "Secretary" before "Blinken", not "State Department"."""
    if bare(word.text) in BODIES:
        return False
    offices = [bare(one.text) in OFFICES for one in run]
    return bare(word.text) in OFFICES and not (len(run) > 1 and all(offices))


def _person(run: Run) -> tuple[Token, Token] | None:
    """The given and the last name, if a name ends in two words that may be them."""
    pair = run[-2:]
    apart = OFFICES | PLACES | THING_WORDS | PEOPLES.keys()
    if len(pair) < 2 or any(bare(word.text) in apart for word in pair):
        return None
    given = pair[0]
    foreign = bare(given.text).endswith(("ian", "ish", "ese")) or given.text.endswith("'s")
    no_name = foreign or any(w.text.isupper() or bare(w.text) in COUNTS for w in pair)
    return None if no_name else (pair[0], pair[1])


def _are_joined(person: tuple[Token, Token], statement: Text) -> bool:
    """Whether they are two: "the Biden-Putin summit"."""
    return f"{person[0].text}-{person[1].text}" in statement.text


def _stand_together(person: tuple[Token, Token], evidence: Text) -> bool:
    words = [bare(token.text) for token in evidence.tokens if token.is_word]
    return (bare(person[0].text), bare(person[1].text)) in set(pairwise(words))


def _spelt(words: Sequence[Token]) -> str:
    return " ".join(word.text.removesuffix("'s") for word in words)


def _other_given_name(run: Run, evidence: Text) -> str | None:
    """ "Wendy Sherman", where the statement says "John Sherman"."""
    for before, token in pairwise(evidence.tokens):
        if bare(token.text) != bare(run[-1].text) or not before.is_capitalised:
            continue
        given = bare(before.text)
        if before.initial or given in OFFICES | PLACES or given.endswith("ian"):
            continue
        if given not in {bare(word.text) for word in run}:
            return _spelt((before, token))
    return None


def _by_initials(run: Run, absent: Sequence[Token], evidence: Text) -> bool:
    """Whether one text has a name in full and the other its initials."""
    spelt = "".join(word.text[0] for word in run)
    known = {token.text.replace(".", "") for token in evidence.tokens if token.text.isupper()}
    if len(run) > 2 and spelt in known:
        return True
    initials = ["".join(word.text[0] for word in name) for name in runs(evidence)]
    return all(
        word.text.isupper() and any(word.text.replace(".", "") in some for some in initials)
        for word in absent
    )
