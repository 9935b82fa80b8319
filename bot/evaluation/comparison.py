"""Two evaluations side by side: which questions came out better or worse, and is it chance?

Owns which questions may be compared, what counts as better, and what is tested. Unlike
`statistics`, it knows what was measured; unlike `gates`, it lets nothing fail.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import comb

from bot.evaluation.results import MeasureInfo, Outcome, Results
from bot.evaluation.running import Setting, gold
from bot.evaluation.statistics import difference
from index.errors import UsageError

# How good a verdict is. Within a rank nothing is better: to decline wrongly and to answer wrongly
# are different faults, and which is the lesser is for the reader.
RANKS: Mapping[str, int] = {
    "right": 2,
    "declined rightly": 2,
    "partly": 1,
    "wrong": 0,
    "declined wrongly": 0,
    "answered wrongly": 0,
}
FEWEST_PAIRS = 2  # of a single pair nothing can be told


@dataclass(frozen=True, slots=True)
class Change:
    """A question whose verdict changed."""

    id: str
    question: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Difference:
    """A measure before and after, over the questions that both evaluations scored.

    `before` and `after` are means of the questions' own figures, each question weighing the same.
    `p` is that of the paired test of `statistics.difference`; `p_corrected` is corrected for the
    number of measures. Both are None where fewer than two questions were scored twice, and for
    what only all questions together have, such as a percentile.
    """

    measure: MeasureInfo
    before: float
    after: float
    cases: int
    p: float | None
    p_corrected: float | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """What became of the questions that both evaluations asked.

    `p` is the chance that as many or more of the changed questions would have changed the same
    way if better and worse were equally likely: the exact sign test, two-sided (McNemar's test in
    its exact form). `left_out` says of each question that could not be compared why.
    """

    asked: int
    better: tuple[Change, ...]
    worse: tuple[Change, ...]
    p: float
    differences: tuple[Difference, ...]
    left_out: tuple[str, ...]


def compare(before: Results, after: Results) -> Comparison:
    """The first system of each, question by question.

    Raises UsageError if they have no question in common.
    """
    pairs, left_out = _paired(before.own.outcomes, after.own.outcomes)
    if not pairs:
        raise _others(before, after.questions)
    changes = [Change(old.id, old.question, old.verdict, new.verdict) for old, new in pairs]
    better = tuple(change for change in changes if _gain(change) > 0)
    worse = tuple(change for change in changes if _gain(change) < 0)
    tested = _differences(after.measures, pairs)
    untested = [] if left_out else _of_all(before, after)
    return Comparison(
        asked=len(pairs),
        better=better,
        worse=worse,
        p=sign_test(len(better), len(worse)),
        differences=(*_corrected(list(tested)), *untested),
        left_out=tuple(left_out),
    )


def sign_test(better: int, worse: int) -> float:
    """The two-sided exact sign test: how likely a split as uneven as this, or more, is by chance.

    min(1, 2 · Σ_{i ≤ min} C(n, i) / 2^n) for n changes. Nothing changed gives 1.

    >>> sign_test(8, 1)
    0.0390625
    """
    changed, fewer = better + worse, min(better, worse)
    return min(1.0, 2 * sum(comb(changed, i) for i in range(fewer + 1)) / (1 << changed))


def holm(ps: Sequence[float]) -> list[float]:
    """P values corrected for their number (Holm, 1979), in the same order.

    The smallest of m is multiplied by m, the next by m - 1 and so on; none is less than one before
    it, or more than 1.

    >>> holm([0.01, 0.04, 0.03])
    [0.03, 0.06, 0.06]
    """
    corrected, highest = [0.0] * len(ps), 0.0
    for place, number in enumerate(sorted(range(len(ps)), key=lambda n: ps[n])):
        highest = max(highest, min(1.0, ps[number] * (len(ps) - place)))
        corrected[number] = highest
    return corrected


def _gain(change: Change) -> int:
    return RANKS.get(change.after, 0) - RANKS.get(change.before, 0)


def refuse_others(before: Results, setting: Setting) -> None:
    """Raises UsageError if `compare` would, of what is to be asked: before it is asked in vain."""
    then = {one.id: _gist(one) for one in before.own.outcomes}
    for question in setting.questions:
        evidence = gold(question, setting.articles)
        now = (question.text, evidence, question.answers, question.answerable)
        if then.get(question.id) == now:
            return
    raise _others(before, setting.name)


def _others(before: Results, questions: str) -> UsageError:
    return UsageError(
        f"The baseline was made with other questions ({before.questions}, here {questions}): "
        "none is in both. Name a baseline of the same questions."
    )


def _gist(one: Outcome) -> tuple[object, ...]:
    return one.question, one.gold, one.answers, one.answerable


def _paired(
    before: Sequence[Outcome], after: Sequence[Outcome]
) -> tuple[list[tuple[Outcome, Outcome]], list[str]]:
    """The questions in both with the same words and gold, and why the others are not among them."""
    old, new = {one.id: one for one in before}, {one.id: one for one in after}
    left_out = [f"{name}: only in the baseline" for name in old if name not in new]
    pairs = []
    for name, now in new.items():
        reason = _hindrance(old.get(name), now)
        if reason:
            left_out.append(f"{name}: {reason}")
        else:
            pairs.append((old[name], now))
    return pairs, left_out


def _hindrance(then: Outcome | None, now: Outcome) -> str:
    if then is None:
        return "not in the baseline"
    if then.question != now.question:
        return "another question in the baseline"
    if _gist(then) != _gist(now):
        return "other gold evidence in the baseline"
    return ""


def _differences(
    measures: Sequence[MeasureInfo], pairs: Sequence[tuple[Outcome, Outcome]]
) -> Iterator[Difference]:
    """Only measures of single questions: what only all of them have cannot be paired."""
    for measure in measures:
        name = measure.name
        scored = [
            (old.values[name], new.values[name])
            for old, new in pairs
            if name in old.values and name in new.values
        ]
        if not scored:
            continue
        then, now = [old for old, _ in scored], [new for _, new in scored]
        p = difference(then, now) if len(scored) >= FEWEST_PAIRS else None
        yield Difference(measure, _mean(then), _mean(now), len(scored), p, None)


def _of_all(before: Results, after: Results) -> Iterator[Difference]:
    """What no question has by itself. It can be compared only if the questions are the same."""
    of_questions = {name for outcome in after.own.outcomes for name in outcome.values}
    for measure in after.measures:
        old, new = (r.own.estimates.get(measure.name) for r in (before, after))
        if measure.name in of_questions or not old or not new:
            continue
        if old.value is not None and new.value is not None:
            yield Difference(measure, old.value, new.value, new.cases, None, None)


def _corrected(differences: Sequence[Difference]) -> tuple[Difference, ...]:
    tested = [one.p for one in differences if one.p is not None]
    corrected = iter(holm(tested))
    return tuple(
        one
        if one.p is None
        else Difference(
            one.measure, one.before, one.after, one.cases, one.p, p_corrected=next(corrected)
        )
        for one in differences
    )


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)
