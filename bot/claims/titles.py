"""The title of a person: "Secretary of State A" is not "Deputy Secretary of State A".

Owns which title a text gives somebody. A title that the evidence does not give at all speaks
against nothing: unlike `naming`, which wants every name to be there, this only compares.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.claims import naming
from bot.claims.naming import OFFICES, Run
from bot.claims.text import Text, Token

RANKS = frozenset(("deputy", "vice", "assistant", "acting", "under"))
HEADS = frozenset(
    """ambassador chancellor chief director general governor judge king leader minister pope
    president prime prince queen secretary senator spokesman spokeswoman
    """.split()  # noqa: SIM905 - reads best
)
BEFORE = 4  # words of a title in small letters before a name


def turned(statement: Text, evidence: Text) -> str | None:
    """The reason why the evidence gives a person another title, or None."""
    known = list(_titled(evidence, statement))
    for name, title in _titled(statement, evidence):
        others = [other for person, other in known if person == name and other & HEADS]
        if title & HEADS and others and not any(_agree(title, other) for other in others):
            return f"the quotes give {name.title()} another title: “{' '.join(sorted(others[0]))}”"
    return None


def _agree(one: frozenset[str], other: frozenset[str]) -> bool:
    return one & RANKS == other & RANKS and bool(one & other & HEADS)


def _titled(text: Text, other: Text) -> Iterator[tuple[str, frozenset[str]]]:
    """Each person's last name and the words of the title before it."""
    runs = {id(run[0]): run for run in naming.runs(text, other)}
    for sentence in text.sentences:
        for n, token in enumerate(sentence):
            run = runs.get(id(token))
            if run:
                yield _last_name(run), frozenset(_words(sentence, n, run))


def _last_name(run: Run) -> str:
    return run[-1].lower.removesuffix("'s")


def _words(sentence: Sequence[Token], n: int, run: Run) -> Iterator[str]:
    yield from (word.lower for word in run if word.lower in OFFICES | RANKS)
    for token in sentence[max(0, n - BEFORE) : n][::-1]:
        if token.lower not in OFFICES | RANKS:
            return
        yield token.lower
