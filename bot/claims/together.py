"""Words that the evidence has of another person, or with another place, time or presidency.

Owns what goes wrong where a statement takes its name from one sentence, or one half of it, and its
content from another: "B founded R. Politik" of "A, founder of R. Politik" and a sentence about B.
Unlike `binding`, which follows single words next to a name, it counts all the words of a clause.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.claims import naming, numbers
from bot.claims.naming import OFFICES, Run
from bot.claims.spelling import PEOPLES
from bot.claims.text import BREAKS, Text, Token
from bot.names import DEMONYM, PLACES, THING_WORDS
from bot.speech import SAYING

ADJUNCTS = frozenset(("at", "during", "in", "on", "under"))
JOINTS = frozenset(("and", "but", "or", "while", "whereas"))
PERSONAL = frozenset(("he", "she", "they", "his", "her", "their"))
SPEAKING = frozenset(("ambassador", "diplomat", "expert", "lawmaker", "minister", "official"))
BETWEEN = 3  # words from "second" to the diplomat: "a second EU diplomat"
MOST = 0.6  # of a clause's words that a sentence has to have, to count as what it stands on
HALF = 0.5  # … and of those, that the sentences with the name must have as well
APART = 2  # words that only the other half of a sentence has
FILLING = 4  # words between a preposition and its name: "under former President Bill Clinton"


@dataclass(frozen=True)
class _Place:
    """A name or a time behind a preposition, at the n-th token of its sentence."""

    preposition: str
    n: int
    words: frozenset[str]

    @property
    def sort(self) -> tuple[str, bool]:
        """What has to be the same for two to be compared: no place is taken for a year."""
        return self.preposition, any(numbers.sort_of_time(word.title()) for word in self.words)


def turned(statement: Text, evidence: Text) -> str | None:
    """The reason why the evidence says this of another name, or None."""
    return _of_another(statement, evidence) or _with_another(statement, evidence)


def _of_another(statement: Text, evidence: Text) -> str | None:
    """Whether the sentences with a person's name lack what another sentence says of somebody."""
    known = _persons(evidence, statement)
    for clause, persons in _clauses(statement, _persons(statement, evidence)):
        for person in persons:
            wanted = _topic(clause, person)
            sentence = _better_elsewhere(person, wanted, evidence)
            if sentence is None or (_says(clause) and not _says(sentence)):
                continue  # what somebody says may stand in a sentence without the speaker
            if _tells_of_a_person(sentence, known):
                return f"the quotes do not say so of “{_spelt(person)}”"
    return None


def _persons(text: Text, other: Text) -> dict[int, Run]:
    """The names of persons, and "a second diplomat", by the identity of each of their words."""
    counted = {
        id(token): (token,)
        for sentence in text.sentences
        for n, token in enumerate(sentence)
        if token.lower in numbers.ORDINALS
        and any(one.lower in SPEAKING for one in sentence[n + 1 : n + 1 + BETWEEN])
    }
    apart = PLACES | THING_WORDS | PEOPLES.keys() | OFFICES
    return counted | {
        id(word): run
        for run in naming.runs(text, other)
        if (last := naming.bare(run[-1].text)) not in apart
        and not run[-1].text.isupper()
        and not DEMONYM.fullmatch(last)
        and not any(naming.bare(word.text) in THING_WORDS | PLACES for word in run[-2:])
        for word in run
    }


def _clauses(
    statement: Text, persons: dict[int, Run]
) -> Iterator[tuple[Sequence[Token], list[Run]]]:
    """The clauses of a statement with the persons in each.

    What stands between commas behind a name belongs to it, and what follows as well.
    """
    for sentence in statement.sentences:
        carried: list[Run] = []
        for clause in _cut(sentence, persons):
            found = _named(clause, persons)
            if clause[0].lower in JOINTS or id(clause[0]) in persons:
                carried = []
            yield clause, [*carried, *found]
            ends = id(clause[-1]) in persons
            carried = found[-1:] if ends and not carried else []


def _cut(sentence: Sequence[Token], persons: dict[int, Run]) -> Iterator[Sequence[Token]]:
    """At every mark but quotation marks, and before "and" with a person behind it."""
    begun: list[Token] = []
    for n, token in enumerate(sentence):
        ahead = sentence[n + 1] if n + 1 < len(sentence) else None
        joint = token.lower in JOINTS and ahead is not None and id(ahead) in persons
        if joint or (token.text in BREAKS and token.text != '"'):
            if begun:
                yield begun
            begun = []
        elif token.is_word:
            begun.append(token)
    if begun:
        yield begun


def _named(clause: Sequence[Token], persons: dict[int, Run]) -> list[Run]:
    found = {id(run): run for token in clause if (run := persons.get(id(token)))}
    return list(found.values())


def _topic(clause: Sequence[Token], person: Run) -> dict[str, Token]:
    """The words of a clause by stem, without the name of the person and words of saying."""
    names = {id(word) for word in person}
    return {
        token.stem: token
        for token in clause
        if token.stem and id(token) not in names and not SAYING.fullmatch(token.text)
    }


def _says(tokens: Sequence[Token]) -> bool:
    return any(SAYING.fullmatch(one.text) or one.lower == "according" for one in tokens)


def _better_elsewhere(
    person: Run, wanted: dict[str, Token], evidence: Text
) -> Sequence[Token] | None:
    """The sentence without the name that has most of the words, if those with it have few."""
    here, best, most = -1, None, 0  # without the name at all it is no matter of this rule
    for sentence in evidence.sentences:
        share = len(wanted.keys() & {token.stem for token in sentence})
        if any(naming.same(person[-1].text, token.text) for token in sentence):
            here = max(here, share)
        elif share > most:
            best, most = sentence, share
    if best is None or not 0 <= here < most * HALF or most < MOST * len(wanted):
        return None
    stems = {token.stem for token in best}
    named = any(t.is_capitalised and not t.initial for s, t in wanted.items() if s in stems)
    return best if named or most >= APART else None


def _tells_of_a_person(sentence: Sequence[Token], persons: dict[int, Run]) -> bool:
    """Whether a sentence names a person, and not behind "he" or "they"."""
    for token in sentence:
        if token.lower in PERSONAL:
            return False
        if id(token) in persons:
            return True
    return False


def _with_another(statement: Text, evidence: Text) -> str | None:
    """Whether the half of a sentence with this place or time is not the half with these words."""
    for sentence in statement.sentences:
        places = _places(sentence)
        named = frozenset(word for place in places for word in place.words)
        for place in places:
            clause = _around(sentence, place)
            wanted = {t.stem for t in clause if t.stem and t.lower not in place.words}
            for known in evidence.sentences:
                other = _other_half(place, wanted, known)
                if other and not named.intersection(other.split()):
                    here = " ".join(sorted(place.words))
                    return f"the quotes have it with “{other.title()}”, not with “{here.title()}”"
    return None


def _other_half(place: _Place, wanted: set[str], sentence: Sequence[Token]) -> str | None:
    """What stands in the place's stead in the half of the sentence that has the words."""
    same = [one for one in _places(sentence) if one.sort == place.sort]
    halves = [(one, _half(sentence, one, same)) for one in same]
    mine = [half for one, half in halves if one.words & place.words]
    if not mine:
        return None
    here = frozenset.union(*mine)
    for one, there in halves:
        if one.words & place.words:
            continue
        only_there, only_here = wanted & (there - here), wanted & (here - there)
        if len(only_there) >= APART and len(only_there) > len(only_here):
            return " ".join(sorted(one.words))
    return None


def _around(sentence: Sequence[Token], place: _Place) -> Sequence[Token]:
    """The clause that a place stands in, and the next one if it opens the sentence."""
    cuts = [n for n, token in enumerate(sentence) if token.text in BREAKS or token.lower in JOINTS]
    start = max((n for n in cuts if n < place.n), default=0)
    ends = [n for n in cuts if n > place.n] or [len(sentence)]
    return sentence[start : ends[1] if place.n == 0 and len(ends) > 1 else ends[0]]


def _half(sentence: Sequence[Token], place: _Place, others: Sequence[_Place]) -> frozenset[str]:
    """The stems around a place, as far as the joints towards the others of its kind."""
    before = max((one.n for one in others if one.n < place.n), default=-1)
    after = min((one.n for one in others if one.n > place.n), default=len(sentence))
    start = _last_joint(sentence, before, place.n) if before >= 0 else 0
    end = _last_joint(sentence, place.n, after) if after < len(sentence) else after
    return frozenset(token.stem for token in sentence[start:end] if token.stem)


def _last_joint(sentence: Sequence[Token], start: int, end: int) -> int:
    """Where the later of two places begins: at the last "and" or mark between them."""
    joints = (
        n
        for n in range(end - 1, start, -1)
        if sentence[n].lower in JOINTS or (sentence[n].text in BREAKS and sentence[n].text != '"')
    )
    return next(joints, start + 1)


def _places(sentence: Sequence[Token]) -> list[_Place]:
    found = []
    for n, token in enumerate(sentence):
        if token.lower in ADJUNCTS:
            words = _filler(sentence[n + 1 : n + 1 + FILLING + 1])
            if words:
                found.append(_Place(token.lower, n, words))
    return found


def _filler(tokens: Sequence[Token]) -> frozenset[str]:
    """The words of the name or the time that these tokens begin with, titles left out."""
    found: list[str] = []
    for token in tokens:
        bare = naming.bare(token.text)
        name = token.is_capitalised or numbers.sort_of_time(token.text) or token.text.isdigit()
        if name and bare not in OFFICES:
            found.append(bare)
        elif found or not (bare in OFFICES or bare in ("the", "a", "an")):
            break
    return frozenset(found)


def _spelt(run: Run) -> str:
    return " ".join(word.text.removesuffix("'s") for word in run)
