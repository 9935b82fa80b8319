"""Statements that a person has labelled: supported by their evidence or not.

Owns the form of `seeds/statements.jsonl`, which half of it may tune a judge, and how far a judge
agrees with it. Unlike `measures.support`, which uses a judge, this judges the judge.

A line has an id, a statement, its evidence as "article|words of the article", whether that supports
it, and why: what is changed where it does not, how it is worded where it does. Ids that open with
"s" are by those who made the checker's rules, the others by six authors who had not seen them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.evaluation.figures import Figure
from bot.evaluation.judging.verdict import Judge
from index.articles import Article, Quote
from index.errors import UsageError

BAR = "|"  # between the article's id and its words
OURS = "s"  # how the ids begin of statements by those who made the rules
CAUGHT, KEPT = 0.90, 0.85  # wanted of a judge


@dataclass(frozen=True, slots=True)
class Labelled:
    """A statement, the places in articles that it stands on, and a person's verdict."""

    id: str
    statement: str
    evidence: tuple[Quote, ...]
    supported: bool
    why: str

    @property
    def held_out(self) -> bool:
        """Whether nothing may be tuned on it: the statements with an even number."""
        digits = [char for char in self.id if char.isdecimal()]  # "²" is none: int() refuses it
        return not digits or int(digits[-1]) % 2 == 0


@dataclass(frozen=True, slots=True)
class Share:
    """A share of so many cases; None of no cases."""

    value: float | None
    cases: int


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far a judge agrees with people.

    `accuracy` is the share of verdicts that are theirs. `kappa` is Cohen's (1960): (accuracy - e) /
    (1 - e), e being the accuracy that verdicts as frequent would have by chance; None where e is 1.
    `caught` is the share of unsupported statements called so, `kept` that of supported ones.
    """

    accuracy: Share
    kappa: Share
    caught: Share
    kept: Share


def load(file: Path, article: Callable[[str], Article]) -> list[Labelled]:
    """The labelled statements of a file, one JSON object a line; `article` looks one up by id.

    Raises UsageError if the file cannot be read, and naming file and line if a line is no labelled
    statement, has the id of an earlier one, or has evidence that is not in the article it names.
    """
    try:
        lines = file.read_bytes().splitlines()
    except OSError as error:
        raise UsageError(
            f"{file} cannot be read: {error.strerror}. Name a file of labelled statements."
        ) from error
    found: dict[str, Labelled] = {}
    for number, line in enumerate(lines, start=1):
        try:
            labelled = _labelled(json.loads(line), article)
            if labelled.id in found:
                raise ValueError(f"the id {labelled.id} is taken by an earlier line")
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise UsageError(f"{file}:{number}: not a labelled statement ({error}).") from error
        found[labelled.id] = labelled
    return list(found.values())


def _labelled(fields: dict[str, object], article: Callable[[str], Article]) -> Labelled:
    evidence, supported = fields["evidence"], fields["supported"]
    if not isinstance(evidence, list) or not evidence:
        raise TypeError("evidence is not a list of texts")
    if not isinstance(supported, bool):
        raise TypeError(f"supported is {supported!r}, not true or false")
    statement = str(fields["statement"]).strip()
    if not statement:
        raise ValueError("the statement is empty")
    return Labelled(
        id=str(fields["id"]),
        statement=statement,
        evidence=tuple(_quote(entry, article) for entry in evidence),
        supported=supported,
        why=str(fields["why"]),
    )


def _quote(entry: object, article: Callable[[str], Article]) -> Quote:
    if not isinstance(entry, str):
        raise TypeError(f"{entry!r} is not a text")
    name, bar, words = entry.partition(BAR)
    start = article(name).text.find(words) if bar and words else -1
    if start < 0:
        raise ValueError(f"{entry[:80]!r} is not in the article")
    return article(name).quote(start, start + len(words))


def agreement(judge: Judge, labelled: Iterable[Labelled]) -> Agreement:
    """How far the judge agrees with the labels. Raises what the judge raises."""
    pairs = [
        (one.supported, judge.supports(one.statement, one.evidence).supported) for one in labelled
    ]
    return Agreement(
        accuracy=_share([person == judged for person, judged in pairs]),
        kappa=Share(_kappa(pairs), len(pairs)),
        caught=_share([not judged for person, judged in pairs if not person]),
        kept=_share([judged for person, judged in pairs if person]),
    )


def _share(values: Sequence[bool]) -> Share:
    return Share(sum(values) / len(values) if values else None, len(values))


def _kappa(pairs: Sequence[tuple[bool, bool]]) -> float | None:
    if not pairs:
        return None
    same = sum(person == judged for person, judged in pairs) / len(pairs)
    person_yes = sum(person for person, _ in pairs) / len(pairs)
    judge_yes = sum(judged for _, judged in pairs) / len(pairs)
    chance = person_yes * judge_yes + (1 - person_yes) * (1 - judge_yes)
    return None if chance == 1 else (same - chance) / (1 - chance)


def told(judge: Judge, labelled: Iterable[Labelled]) -> list[str]:
    """How far the judge can be believed, in words, on the half of the labels that tunes nothing;
    nothing without labels."""
    apart = [one for one in labelled if one.held_out]
    if not apart:
        return []
    found = agreement(judge, apart)
    kappa = "" if found.kappa.value is None else f" (Cohen's kappa {found.kappa.value:.2f})"
    return [
        f"Statement support is judged by the judge “{judge.name}”. On {len(apart):,} statements "
        f"labelled by hand it agrees in {_percent(found.accuracy)}{kappa}; it catches "
        f"{_percent(found.caught)} of the {found.caught.cases:,} unsupported ones and keeps "
        f"{_percent(found.kept)} of the {found.kept.cases:,} supported ones."
    ]


def _percent(share: Share) -> str:
    return "–" if share.value is None else f"{share.value:.1%}".replace("%", " %")


def figures(judge: Judge, labelled: Sequence[Labelled]) -> Iterator[Figure]:
    """What the judge catches and keeps, to be printed: of all statements, then of those that tuned
    nothing, all and by who wrote them. A share of nothing is NaN."""
    apart = [one for one in labelled if one.held_out]
    groups = (
        ("statements", labelled),
        ("… that tuned nothing", apart),
        ("… … by those who made the rules", [one for one in apart if one.id.startswith(OURS)]),
        ("… … by others", [one for one in apart if not one.id.startswith(OURS)]),
    )
    for name, some in groups:
        found = agreement(judge, some)
        yield _figure(f"{name}: wrong ones caught", found.caught, CAUGHT)
        yield _figure(f"{name}: right ones kept", found.kept, KEPT)


def _figure(name: str, share: Share, bar: float) -> Figure:
    value = float("nan") if share.value is None else share.value
    return Figure(name, value, cases=share.cases, bar=bar)
