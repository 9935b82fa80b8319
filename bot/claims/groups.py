"""Names and times that stand together: "A, B and C", "Monday and Tuesday", "January 12".

Owns where an enumeration begins and ends. Unlike `binding`, which asks what it goes with, it looks
at nothing around it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.claims import numbers
from bot.claims.naming import Run
from bot.claims.text import Token
from bot.speech import SAYING

JOINTS = frozenset((",", "and", "or", "&", "and the", "or the"))
OXFORD = frozenset((", and", ", or", ", and the"))


@dataclass(frozen=True)
class Group:
    """Names joined by "and", or one word of a time: `tokens[start:end]` of a sentence."""

    start: int
    end: int
    runs: tuple[Run, ...]
    sort: str = ""


def groups(sentence: Sequence[Token], names: dict[int, Run]) -> Iterator[Group]:
    """The names and times of a sentence, in order; `names` by the identity of each word."""
    n = 0
    while n < len(sentence):
        if id(sentence[n]) in names:
            end, runs = _enumeration(sentence, n, names)
            yield Group(n, end, tuple(runs))
            n = end
        elif numbers.sort_of_time(sentence[n].text):
            group, *more = _times(sentence, n)
            yield from (group, *more)
            n = group.end
        else:
            n += 1


def _times(sentence: Sequence[Token], n: int) -> list[Group]:
    """The times that begin at the n-th token: listed ones together, any others word by word."""
    listed = _listed_times(sentence, n)
    if len(listed) > 1:
        end = next(m for m in range(n, len(sentence)) if sentence[m] is listed[-1]) + 1
        runs = tuple((token,) for token in listed)
        return [Group(n, end, runs, numbers.sort_of_time(listed[0].text))]
    end = _time_end(sentence, n)
    return [
        Group(n, end, ((token,),), numbers.sort_of_time(token.text) or "day")
        for token in sentence[n:end]
    ]


def _listed_times(sentence: Sequence[Token], n: int) -> list[Token]:
    """ "Monday, Tuesday and Friday": times of one sort with nothing but joints between."""
    sort, found = numbers.sort_of_time(sentence[n].text), [sentence[n]]
    for m in range(n + 1, len(sentence)):
        if numbers.sort_of_time(sentence[m].text) == sort and sentence[m - 1].lower in JOINTS:
            found.append(sentence[m])
        elif sentence[m].lower not in JOINTS:
            break
    return found


def _time_end(sentence: Sequence[Token], n: int) -> int:
    """Behind "January 12", "Monday", "2008"."""
    end = n
    while end < len(sentence) and (
        numbers.sort_of_time(sentence[end].text) or sentence[end].text.isdigit()
    ):
        end += 1
    return end


def _enumeration(sentence: Sequence[Token], n: int, names: dict[int, Run]) -> tuple[int, list[Run]]:
    """Behind the names that begin at the n-th token, and those names."""
    runs, first, joined = list[Run](), _run_end(sentence, n, names), False
    while True:
        runs.append(names[id(sentence[n])])
        n = _run_end(sentence, n, names)
        ahead = _joined(sentence, n, names, oxford=len(runs) > 1)
        if ahead == n:
            # "to invade A, B said": a comma alone does not join who speaks
            speaks = n < len(sentence) and SAYING.fullmatch(sentence[n].text)
            return (first, runs[:1]) if speaks and not joined else (n, runs)
        joined |= sentence[n].text != "," or ahead - n > 1
        n = ahead


def _run_end(sentence: Sequence[Token], n: int, names: dict[int, Run]) -> int:
    """Behind the name at n, which may have small words inside: "Organization for Security"."""
    run = names[id(sentence[n])]
    return max(m for m in range(n, len(sentence)) if names.get(id(sentence[m])) is run) + 1


def _joined(sentence: Sequence[Token], n: int, names: dict[int, Run], oxford: bool) -> int:
    """Where the next name of an enumeration begins, or n."""
    between: list[str] = []
    for m, token in enumerate(sentence[n : n + 5], start=n):
        if id(token) in names:
            known = " ".join(between) in JOINTS or (oxford and " ".join(between) in OXFORD)
            return m if known else n
        if token.lower not in ("also", "especially", "even", "notably", "particularly"):
            between.append(token.lower)
    return n
