"""The systems that stand beside ours in every table.

Owns which they are and their order. Unlike `systems`, `trivial` and `ordinary`, nothing is answered
here.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.evaluation import trivial
from bot.evaluation.ordinary import VectorRetriever
from bot.evaluation.systems import NeverDeclining, Own, System
from index.embedding import Embedder
from index.snapshots import Library


def beside(own: Own, library: Library, embedder: Embedder) -> Iterator[System]:
    """The systems, always the same, from the same articles."""
    snapshot = library.snapshot()
    yield VectorRetriever((entry.article for entry in snapshot.catalog.entries()), embedder)
    yield trivial.FirstPassage(snapshot)
    yield trivial.TopSentence(snapshot)
    yield NeverDeclining(own)
    yield trivial.AlwaysDeclining()
