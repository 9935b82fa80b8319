"""A measured figure, printed with its bar and its number of cases.

Unlike `quality` and `speed`, which measure, this only shows.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure. `bar` is what it should reach: at least, or at most where `lower_is_better`."""

    name: str
    value: float
    unit: str = ""
    cases: int | None = None
    bar: float | None = None
    lower_is_better: bool = False

    @property
    def reached(self) -> bool | None:
        """Whether the bar is reached; None if there is none."""
        if self.bar is None:
            return None
        return self.value <= self.bar if self.lower_is_better else self.value >= self.bar


def show(figure: Figure) -> None:
    """Prints a figure as one line: name, value, bar, verdict, cases."""
    sign = "≤" if figure.lower_is_better else "≥"
    bar = "" if figure.bar is None else f"{sign} {figure.bar:g}"
    verdict = {None: "", True: "reached", False: "MISSED"}[figure.reached]
    cases = "" if figure.cases is None else f"n = {figure.cases}"
    value = f"{figure.value:.3f}" if figure.value < 10 else f"{figure.value:,.0f}"
    print(f"{figure.name:58} {value:>8} {figure.unit:6} {bar:>8} {verdict:8} {cases}", flush=True)
