"""Gates: what a figure has to reach for a run to pass.

Owns how a gate is written, such as "evidence_recall>=0.8" or "latency_p95_ms<=80", and that quotes
which are not in their source fail any run. Unlike `measures`, it computes no figure.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from bot.evaluation.measures.measure import Estimate
from bot.evaluation.results import MeasureInfo
from index.errors import UsageError

EXACTNESS = "exactness"
FORM = re.compile(r"\s*(\w+)\s*([<>])=\s*(\S.*?)\s*(%?)\s*")
SHOWN = 10  # questions that are named
EXAMPLE = "Write it so: --gate evidence_recall>=0.8"


@dataclass(frozen=True, slots=True)
class Gate:
    """A figure and its bound: at least `bound`, or at most where `at_most`."""

    measure: str
    bound: float
    at_most: bool = False

    def met_by(self, value: float) -> bool:
        """Whether a figure reaches the bound."""
        return value <= self.bound if self.at_most else value >= self.bound

    def __str__(self) -> str:
        return f"{self.measure}{'<=' if self.at_most else '>='}{self.bound:g}"


def parse(text: str, measures: Sequence[MeasureInfo]) -> Gate:
    """A gate as it is written on the command line; "80%" is the same as "0.8".

    >>> parse("first_quote_right >= 65%", measures)
    Gate(measure='first_quote_right', bound=0.65, at_most=False)

    Raises UsageError if it has another form, or names no measure.
    """
    match = FORM.fullmatch(text)
    if match is None:
        raise UsageError(f"The gate {text!r} is not a measure, >= or <=, and a number. {EXAMPLE}")
    name, sign, number, percent = match.groups()
    known = {measure.name: measure for measure in measures}
    if name not in known:
        raise UsageError(_unknown(name, list(known)))
    bound = _number(text, number) / (100 if percent else 1)
    if known[name].unit == "%" and not 0 <= bound <= 1:
        raise UsageError(
            f"The gate {text!r} cannot be met or missed: {name} is a share, from 0 to 1. "
            "Write 0.8 or 80%."
        )
    return Gate(name, bound, at_most=sign == "<")


def missed(
    gates: Sequence[Gate], estimates: Mapping[str, Estimate], inexact: Sequence[str] = ()
) -> list[str]:
    """A message for each gate that is not met, and for quotes that are not in their source.

    `inexact` names the questions with such a quote, of which the first few are told.
    """
    named = f": {_first(inexact)}" if inexact else ""
    found = [message for gate in gates if (message := _missed(gate, estimates))]
    exactness = estimates.get(EXACTNESS)
    if inexact or (exactness and exactness.value is not None and exactness.value < 1):
        found.insert(0, f"Quotes that are not in their source at their offsets{named}.")
    return found


def _first(names: Sequence[str]) -> str:
    """The first few: of another system's answers all may be wrong; --json has every one."""
    more = f" … and {len(names) - SHOWN:,} more" if len(names) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + more


def _missed(gate: Gate, estimates: Mapping[str, Estimate]) -> str | None:
    estimate = estimates.get(gate.measure)
    if estimate is None or estimate.value is None:
        return f"Gate {gate} is not met: no answer could be scored for {gate.measure}."
    if gate.met_by(estimate.value):
        return None
    return f"Gate {gate} is not met: {gate.measure} is {estimate.value:.4g} (n = {estimate.cases})."


def _unknown(name: str, known: Sequence[str]) -> str:
    near = get_close_matches(name, known, n=1)
    hint = f"Did you mean {near[0]}? " if near else ""
    return f"There is no measure {name!r}. {hint}There are: {', '.join(known)}."


def _number(gate: str, text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise UsageError(f"In the gate {gate!r}, {text!r} is not a number. {EXAMPLE}")
    return number
