"""What a measure is: a case in, a part of a figure out.

Owns how parts become one figure, with its interval. Unlike the other modules here, it knows nothing
of what is measured.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.evaluation.questions import Question
from bot.evaluation.replies import Reply
from index.articles import Article


@dataclass(frozen=True, slots=True)
class Case:
    """A question, what a system replied, and the articles to hold it against.

    `articles` has every article of the index by id. `ranking` has the passages that the
    system's search found, best first, as (article, start, end); None where a system does not say.
    """

    question: Question
    reply: Reply
    articles: Mapping[str, Article] = field(repr=False)
    ranking: tuple[tuple[str, int, int], ...] | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """What one case adds to a figure: the figure is the sum of `total` over the sum of `count`.

    A measure of whole answers has a count of 1; one of quotes counts the answer's quotes, so that
    each quote weighs the same.
    """

    total: float
    count: float = 1.0


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure over cases.

    Give either `part`, for a mean or a share of sums, or `whole`, for what only all cases together
    have (an area under a curve, a percentile). Both give None where there is nothing to score.
    """

    name: str  # as gates name it: lower case, words joined by _
    title: str  # as tables print it
    group: str  # the section of the table it stands in
    part: Callable[[Case], Part | None] | None = None
    whole: Callable[[Sequence[Case]], float | None] | None = None
    lower_is_better: bool = False
    unit: str = ""  # "%" for shares, "ms", "chars", …; empty for plain numbers
    explained: str = ""  # one sentence for a reader of the table: formula and source


@dataclass(frozen=True, slots=True)
class Estimate:
    """A measure's figure with its 95 % bootstrap interval; all None where nothing was scored."""

    value: float | None
    low: float | None
    high: float | None
    cases: int  # that were scored
