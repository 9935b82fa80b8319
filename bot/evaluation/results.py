"""The results of an evaluation: what is printed, drawn, written, compared.

Owns their shape, and their JSON. Unlike `measures`, nothing is computed here; unlike `table` and
`page`, nothing is shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.evaluation.measures.measure import Estimate

FORMAT = 1  # of the JSON; another is refused as a baseline


@dataclass(frozen=True, slots=True)
class Gold:
    """A place of the gold evidence, with its words."""

    article: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Unbacked:
    """A statement that its citations do not back, or one of its citations that does not back it:
    then `number` is the citation's. `reason` names what the quotes lack."""

    statement: str
    number: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """One question and what became of it.

    `verdict` is "right" (all evidence quoted), "partly", "wrong", "declined wrongly", "declined
    rightly" or "answered wrongly" (the articles do not answer). `reason` says why a miss was
    missed, as far as it can be told: "not found by search", "found, not picked", "picked, but
    declined", "quoted after others", or empty. `values` has this case's own figure for each measure
    by name. `in_source` has what stands at the offsets of each of `inexact`; "" where there is no
    such place.
    """

    id: str
    question: str
    kind: str
    answerable: bool
    articles: tuple[str, ...]  # that the gold evidence stands in
    gold: tuple[tuple[Gold, ...], ...]
    answers: tuple[str, ...]  # gold short answers
    reply: Mapping[str, object]  # the answer's JSON as it was given
    verdict: str
    reason: str
    inexact: tuple[int, ...]  # numbers of quotes that are not in the source at their offsets
    values: Mapping[str, float]
    in_source: tuple[str, ...] = ()
    unbacked: tuple[Unbacked, ...] = ()


@dataclass(frozen=True, slots=True)
class Curves:
    """What the plots are drawn from.

    `reliability` has, for each bin that has cases: mean confidence, share right, cases.
    `risk_coverage` has points from few answers to all: share answered, share of those wrong.
    """

    reliability: tuple[tuple[float, float, int], ...] = ()
    risk_coverage: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class SystemResults:
    """Everything about one system. `breakdowns` has figures by group and value: breakdowns
    ["kind"]["who"]["evidence_recall"]; groups are "kind", "article", "answerable"."""

    name: str
    about: str
    estimates: Mapping[str, Estimate]  # by measure name
    outcomes: tuple[Outcome, ...]
    curves: Curves = Curves()
    breakdowns: Mapping[str, Mapping[str, Mapping[str, Estimate]]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MeasureInfo:
    """What a reader of the results has to know of a measure."""

    name: str
    title: str
    group: str
    unit: str
    lower_is_better: bool
    explained: str


@dataclass(frozen=True, slots=True)
class Results:
    """An evaluation. The first system is the one evaluated, the others stand beside it."""

    made: str  # ISO time, UTC
    version: str  # of Pullquote
    questions: str  # the file's name
    index: str  # articles and index version, in words
    measures: tuple[MeasureInfo, ...]
    systems: tuple[SystemResults, ...]
    notes: tuple[str, ...] = ()  # what a reader has to know besides, each a sentence or two
    format: int = FORMAT

    @property
    def own(self) -> SystemResults:
        """The system evaluated."""
        return self.systems[0]
