"""Systems so simple that a good one has to be better: BM25 alone, and no answer at all.

Owns those that need no model. Unlike `ordinary`, nobody would use them; they show what a high
figure is worth. Who pastes a whole passage is backed by it in full, and who never answers is
never wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from bot.evaluation import replies
from bot.evaluation.questions import Question
from bot.evaluation.systems import Answered, Excerpt, Stopwatch, pasted
from index.lexical import LexicalIndex, stems
from index.snapshots import Snapshot

RANKED = 20


class FirstPassage:
    """The passage that BM25 ranks first, whole."""

    name = "BM25 passage"
    about = (
        "The first passage of BM25, pasted whole. It declines only if no passage shares a word "
        "with the question."
    )

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

    def answer(self, question: Question) -> Answered:
        """The first passage, and the first 20 as the ranking."""
        stopwatch = Stopwatch()
        ranked = _ranked(self._snapshot.passages, question.text, self._excerpt, RANKED)
        timings_ms = stopwatch.timings_ms("search")
        return pasted(self.name, question, ranked[:1], timings_ms, ranked)

    def _excerpt(self, row: int) -> Excerpt:
        name, number = self._snapshot.passage_numbers.place(row)
        passage = self._snapshot.catalog.entry(name).passages[number]
        return Excerpt(passage.article, passage.start, passage.end)


class TopSentence:
    """The sentence that BM25 ranks first. It ranks no passages."""

    name = "BM25 sentence"
    about = (
        "The first sentence of BM25. It declines only if no sentence shares a word with the "
        "question."
    )

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

    def answer(self, question: Question) -> Answered:
        """The first sentence."""
        stopwatch = Stopwatch()
        ranked = _ranked(self._snapshot.sentences, question.text, self._excerpt, 1)
        return pasted(self.name, question, ranked, stopwatch.timings_ms("search"))

    def _excerpt(self, row: int) -> Excerpt:
        name, number = self._snapshot.sentence_numbers.place(row)
        article = self._snapshot.catalog.entry(name).article
        sentence = article.sentences[number]
        return Excerpt(article, sentence.start, sentence.end)


class AlwaysDeclining:
    """Nothing is ever answered."""

    name = "always decline"
    about = "It declines every question."

    def answer(self, question: Question) -> Answered:
        """A declined reply."""
        return Answered(replies.parse({"question": question.text, "status": "declined"}))


def _ranked(
    index: LexicalIndex, question: str, excerpt: Callable[[int], Excerpt], most: int
) -> Sequence[Excerpt]:
    """The best of the index's texts that share a word with the question, best first."""
    scores = index.scores(stems(question))
    order: NDArray[np.int64] = np.argsort(-scores, kind="stable")[:most]
    return [excerpt(int(row)) for row in order if scores[row] > 0]
