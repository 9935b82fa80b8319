"""What a judge is, and what it answers.

Owns the interface alone. Unlike the other modules here, nothing is judged.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from index.articles import Quote


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a statement is supported, and why not, in words for a person.

    `score` is between 0 and 1, higher for surer support. Scores of different judges do not compare.
    """

    supported: bool
    reason: str = ""  # empty where it is supported
    score: float = 0.0


class Judge(Protocol):
    """Says whether quotes, taken together, support a statement."""

    @property
    def name(self) -> str:
        """How tables and results call it."""
        ...

    def supports(self, statement: str, evidence: Sequence[Quote]) -> Verdict:
        """The verdict on one statement. Without evidence nothing is supported."""
        ...
