"""What `desk` answers from: the answers, and the articles that are looked up.

Owns two interfaces. `bot.answering` and `knowledge` are behind them, or stand-ins in a test.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from bot.answer import Answer
from index.articles import Article
from index.filters import Filter


class Answers(Protocol):
    """What answers questions: an Answerer, or a stand-in in a test. Threads share it."""

    def answer(
        self, question: str, *, earlier: Sequence[str], within: Filter | None = None
    ) -> Answer:
        """Answers a question; `earlier` are the questions before it. `within` says which articles
        are looked into."""
        ...


class Known(Protocol):
    """What is answered from. Whatever it does may take a while."""

    @property
    def answers(self) -> Answers:
        """What answers questions."""
        ...

    def article(self, name: str) -> Article:
        """An article by its id. Raises KeyError if it isn't indexed."""
        ...

    def generation(self) -> str:
        """The generation of the index."""
        ...

    def offered(self) -> Filter:
        """The outlets and folders of the articles indexed, as far as they leave others out."""
        ...

    def lets(self, within: Filter, names: Iterable[str]) -> bool:
        """Whether all articles with these ids are let through."""
        ...
