"""Who does what, and what goes with which name: "A accused B", "the deal under A", "A in 2008".

Owns the words that a name, a year or a weekday is bound to: as the one who acts or who owns, as
the one that something is done to, behind a preposition, or as an object right behind a verb. Unlike
`speaking`, which asks who said a whole sentence, it asks for each word. What the evidence leaves
open (a pronoun, a word that also stands alone) binds nothing and speaks against nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from bot.claims import governments, naming
from bot.claims.groups import Group, groups
from bot.claims.naming import OFFICES, Run
from bot.claims.spelling import ONE_SIDE
from bot.claims.synonyms import is_said, mates
from bot.claims.text import BREAKS, Text, Token
from bot.claims.verbs import BE, is_past, is_small, is_verb
from bot.names import AUXILIARIES
from bot.speech import SAYING

AGENT, PATIENT, OBJECT = "agent", "patient", "object"  # an owner counts as an agent
PREPOSITIONS = frozenset(
    """about against among at between for from in near of on over to under with
    """.split()  # noqa: SIM905 - reads best
)
# Behind these a name acts as little, but they bind nothing.
MORE = frozenset(
    ("across", "behind", "beyond", "despite", "into", "onto", "through", "toward", "towards")
)
MERELY_SAYING = frozenset(("say", "tell", "add", "state"))  # many do: see `speaking`
RELATIVES = frozenset(("that", "which", "who"))
# They stand beside every name of a person and say nothing about who does what.
PERSONS = OFFICES - frozenset(
    """administration council defence defense delegation department government ministry party
    """.split()  # noqa: SIM905 - reads best
)
PRONOUNS = frozenset(
    """he she they it who which that we i you him her them this these those there
    """.split()  # noqa: SIM905 - reads best
)
ASIDE = 12  # words and marks between two commas behind a name
BEFORE_NAME = 3  # small words between a preposition and the name: "under former President"
NEAR = 4  # words between a name and a verb with a preposition: "Council A will meet in B"
BEHIND_BY = 6  # … and behind "by": "led by Deputy Secretary of State Wendy Sherman"


@dataclass(frozen=True)
class Bound:
    """A word and the names, or the times, that are bound to it in one place; none if not known."""

    word: Token
    how: str
    fillers: tuple[Run, ...]
    sort: str = ""  # of a time: only a year speaks against a year
    is_state: bool = False  # "A is due": it does nothing

    @property
    def key(self) -> tuple[str | None, str, str]:
        """What has to be the same for two places to be compared."""
        return self.word.stem, self.how, self.sort


def turned(
    statement: Text, evidence: Text, speaks_for: Callable[[str], str] = lambda name: ""
) -> str | None:
    """The reason why in the evidence somebody or something else stands there, or None.

    "Russian" may stand for the last name of whoever `speaks_for` Russia, and the reverse.
    """
    known = list(bindings(evidence, statement))
    for bound in bindings(statement, evidence):
        if bound.word.stem in MERELY_SAYING:
            continue
        others = [other for other in known if other.key == bound.key]
        others = others or _of_like_verbs(bound, known)
        if not others and _is_reversed(bound, known):
            return f"the quotes have “{bound.word.text}” the other way round"
        fillers = [run for other in others for run in other.fillers]
        if not fillers or _stands_elsewhere(bound, others, evidence):
            continue
        several = max(len(other.fillers) for other in others) > 1
        for run in bound.fillers if several else bound.fillers[-1:]:
            if not any(_is_one(run, other, speaks_for) for other in fillers):
                return (
                    f"the quotes have “{_spelt(fillers[0])}” with “{bound.word.text}”, "
                    f"not “{_spelt(run)}”"
                )
    return None


def _is_reversed(bound: Bound, known: Sequence[Bound]) -> bool:
    """Whether one who acts is one to whom the same is done, or the reverse: "A views B" of "A is
    viewed by B"."""
    against = {AGENT: PATIENT, PATIENT: AGENT}.get(bound.how)
    mine = mates(bound.word.stem or "")
    like = [
        one for one in known if one.word.stem in mine and is_verb(one.word) and not one.is_state
    ]
    for run in bound.fillers if is_verb(bound.word) and not bound.is_state else ():
        places = {one.how for one in like for other in one.fillers if _is_one(run, other, _nobody)}
        if against in places and bound.how not in places:
            return True
    return False


def _is_done(bound: Bound) -> bool:
    return is_verb(bound.word) and not bound.is_state


def _nobody(name: str) -> str:
    return ""


def _of_like_verbs(bound: Bound, known: Sequence[Bound]) -> list[Bound]:
    """Those of past forms that say nearly the same: "demanded", "called for"."""
    if bound.how not in (AGENT, PATIENT) or not bound.word.stem or not _is_done(bound):
        return []
    mine = frozenset((bound.word.stem,))
    return [
        other
        for other in known
        if other.how == bound.how and _is_done(other) and is_said(other.word.stem or "", mine)
    ]


def bindings(text: Text, other: Text) -> Iterator[Bound]:
    """What is bound to what in a text; `other` helps to tell names from words."""
    names = {id(word): run for run in naming.runs(text, other) for word in run}
    for sentence in text.sentences:
        found = list(groups(sentence, names))
        for group, before in zip(found, (None, *found), strict=False):
            paired = list(_paired(sentence, before, group))
            yield from paired or _before(sentence, group, names)
            yield from _behind(sentence, group, names)


def _paired(sentence: Sequence[Token], names: Group | None, times: Group) -> Iterator[Bound]:
    """Each to its own: "in A and B on Monday and Tuesday" has A on Monday and B on Tuesday."""
    if names is None or names.sort or not times.sort or len(times.runs) != len(names.runs):
        return
    between = sentence[names.end : times.start]
    if len(times.runs) > 1 and len(between) == 1 and between[0].lower in PREPOSITIONS:
        for name, time in zip(names.runs, times.runs, strict=True):
            yield Bound(name[-1], between[0].lower, (time,), times.sort)


def _stands_elsewhere(bound: Bound, others: Sequence[Bound], evidence: Text) -> bool:
    """Whether the evidence has the word in a place that binds nothing: there it may be so."""
    places = {id(other.word) for other in others}
    return any(
        token.stem == bound.word.stem
        and id(token) not in places
        and is_past(token) == is_past(bound.word)
        for token in evidence.tokens
    )


def _behind(sentence: Sequence[Token], group: Group, names: dict[int, Run]) -> Iterator[Bound]:
    """What the names do or own: "A accused", "A, too, was accused", "A's plan", "A's aide will"."""
    if group.sort or (group.start and sentence[group.start - 1].lower in PREPOSITIONS | MORE):
        return  # "divisions over A hamper": it is not A that hampers
    if group.runs[-1][-1].lower in OFFICES:
        return  # "A, the Foreign Minister who leads": who that is has been said before
    n = _behind_aside(sentence, group.end)
    listed = any(token.text == "," for token in sentence[group.start : group.end])
    if listed and n > group.end and sentence[n - 1].lower in RELATIVES:
        group = replace(group, runs=group.runs[-1:])
    verb, passive = _behind_small(sentence, n)
    if verb is None or id(sentence[verb]) in names:
        return
    yield _acting(sentence[verb], group, passive=passive)
    if n > group.end and sentence[n - 1].lower in RELATIVES:
        behind = _behind_clause(sentence, n)
        later, passive = _behind_small(sentence, behind) if behind else (None, False)
        if later is not None and id(sentence[later]) not in names:
            yield _acting(sentence[later], group, passive=passive)
    if verb == group.end and not is_past(
        sentence[verb]
    ):  # a noun, likely: then its verb is bound as well, if an auxiliary shows it
        later, passive = _behind_small(sentence, verb + 1)
        if later is not None and later > verb + 1 and id(sentence[later]) not in names:
            yield _acting(sentence[later], group, passive=passive)


def _behind_clause(sentence: Sequence[Token], n: int) -> int | None:
    """Where the sentence goes on behind "A, which …, are viewed": at an auxiliary."""
    for m in range(n, min(n + ASIDE, len(sentence) - 1)):
        if sentence[m].text == ",":
            return m + 1 if sentence[m + 1].lower in AUXILIARIES else None
    return None


def _acting(word: Token, group: Group, *, passive: bool) -> Bound:
    done = passive and is_past(word)
    return Bound(word, PATIENT if done else AGENT, group.runs, is_state=passive and not done)


def _behind_small(sentence: Sequence[Token], n: int) -> tuple[int | None, bool]:
    """Where the next word is that may be bound, behind auxiliaries, and whether "be" is one."""
    passive = False
    while n < len(sentence) and is_small(sentence[n]):
        passive |= sentence[n].lower in BE
        n += 1
    return (n if n < len(sentence) and _binds(sentence[n]) else None), passive


def _behind_aside(sentence: Sequence[Token], n: int) -> int:
    """Behind ", citing violations," and behind "that" or ", which"; else n."""
    ahead = n + 1 if n < len(sentence) and sentence[n].text == "," else n
    if [token.lower for token in sentence[ahead + 1 : ahead + 3]] == ["of", "which"]:
        return ahead + 3  # "A and B, both of which demanded"
    if ahead < len(sentence) and sentence[ahead].lower in RELATIVES:
        return ahead + 1
    if ahead == n:
        return n
    for m in range(n + 1, min(n + ASIDE, len(sentence) - 1)):
        if sentence[m].text == ",":
            after = sentence[m + 1]
            return m + 1 if is_past(after) or after.lower in AUXILIARIES else n
    return n


def _binds(token: Token) -> bool:
    return token.stem is not None and token.lower not in PERSONS and not token.text[0].isdigit()


def _before(sentence: Sequence[Token], group: Group, names: dict[int, Run]) -> Iterator[Bound]:
    """What stands before the names: "accused A", "said A", "led by A", "deal under A"."""
    n = group.start - 1
    after = sentence[group.end] if group.end < len(sentence) else None
    qualifies = not group.sort and after is not None and _binds(after) and not is_past(after)
    by = _by(sentence, n)
    if by is not None:
        if _binds(sentence[by]):
            yield Bound(sentence[by], AGENT, group.runs, group.sort)
        return
    while n >= max(0, group.start - BEFORE_NAME) and _is_filling(sentence[n]):
        n -= 1
    if n < 0:
        return
    if sentence[n].lower in PREPOSITIONS:
        if n and sentence[n - 1].stem and not qualifies:
            yield Bound(sentence[n - 1], sentence[n].lower, group.runs, group.sort)
            for token in _named_before(sentence, n - 1, names):
                yield Bound(token, f"… {sentence[n].lower}", group.runs, group.sort)
    elif _binds(sentence[n]) and not group.sort and not qualifies:
        turned = SAYING.fullmatch(sentence[n].text) and n and sentence[n - 1].text in BREAKS
        yield Bound(sentence[n], AGENT if turned else OBJECT, group.runs)


def _named_before(sentence: Sequence[Token], n: int, names: dict[int, Run]) -> Run:
    """The name shortly before the n-th token: "the Council, A" of "Council A meets in B"."""
    for m in range(n, max(-1, n - NEAR), -1):
        if sentence[m].text in BREAKS:
            return ()
        if id(sentence[m]) in names:
            return names[id(sentence[m])]
    return ()


def _is_filling(token: Token) -> bool:
    return token.lower in ("the", "a", "an", "its", "their", "former") or token.lower in OFFICES


def _by(sentence: Sequence[Token], n: int) -> int | None:
    """Where the word is that the names behind "by" do, or None."""
    for m in range(n, max(-1, n - BEHIND_BY), -1):
        if sentence[m].text in BREAKS or sentence[m].lower in PRONOUNS:
            return None
        if sentence[m].lower == "by":
            return m - 1 if m and is_past(sentence[m - 1]) else None
    return None


def _is_one(one: Run, other: Run, speaks_for: Callable[[str], str]) -> bool:
    if any(naming.same(a.text, b.text) for a in one for b in other):
        return True
    for person, country in ((one, other), (other, one)):
        names = speaks_for(_spelt(person[-1:])).split()
        if any(governments.are_one(_spelt(country), name) for name in names):
            return True
    mine, theirs = ({token.lower.removesuffix("'s") for token in run} for run in (one, other))
    return any(mine & side and theirs & side for side in ONE_SIDE)


def _spelt(run: Run) -> str:
    return " ".join(word.text.removesuffix("'s") for word in run)
