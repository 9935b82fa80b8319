"""What the reader makes of the sentences that were found: ranked again, with probabilities.

    the passages of the sentences likeliest by likeness ─ read, two by two, until one answers ─►
        signs ─► rank, probability, words

Owns which passages are read and the signs that come of it. Unlike `likeness`, whose judgement it
starts from and takes into account, it knows what question and sentence say together. Its weights
are fitted by `bot.calibration` on paragraphs that the reader was not trained on, and stand in
`reading.json`. They hold for the bundled reader only: another one (`calibrated` is false) changes
the order of the sentences, and nothing else of the judgement by likeness.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import numpy as np

from bot.asked_of import asked_of
from bot.features import FEATURES
from bot.likeness import CONSIDERED, Judged, sentence_signs
from bot.likeness import WEIGHTS as LIKENESS_WEIGHTS
from bot.turns import turns_of
from bot.weights import Floats, Weights, bundled, softmax
from index.articles import Article
from index.reader import Mark, Reader, Text
from index.search import Findings
from index.sections import heading

WEIGHTS = "reading.json"
READ = 4  # passages at most: one that answers is among them for 93 (SQuAD) to 95 % (Wikipedia)
# Passages are read in the order of their best sentence, by likeness and this much of its cosine:
# where question and answer share no word, likeness trusts too much in words that others share.
NEARNESS = 10.0
# A passage that is that far behind the first, in the same unit, is not read.
FAR = 5.0
# So many passages are read at once, then, unless one of their sentences answers by this logit of
# the reader, as many more. It spares 6 % of the reading and the second wait for more than half of
# the questions. At -1 it spared 13 %, and lost one piece of evidence in a hundred (odd halves of
# `seeds/questions.jsonl` and `more_questions.jsonl`).
AT_ONCE, ANSWERS = 2, 1.0
SIGNS = ("likeness", "relevant", "span", "text")
ANSWER_SIGNS = ("score", "share", "margin")
OF_BEST = ("relevant", "span", "text")  # of the best sentence
HIGHEST = ("relevant", "span", "text")  # among all sentences read
SHORT_SIGNS = ("relevant", "span", "text", "log_chars")


@dataclass(frozen=True)
class Marked:
    """The sentences read, by number among those found, with a row of SIGNS for each."""

    numbers: list[int]
    signs: Floats
    words: list[tuple[int, int] | None]  # offsets into the article


@dataclass(frozen=True, slots=True)
class Limits:
    """How many passages are read for a question, so many at once, and none too far behind."""

    most: int = READ
    at_once: int = AT_ONCE
    far: float = FAR

    def halved(self) -> Limits:
        """Half as many passages, half as many at once, and none that is half as far behind."""
        return Limits(max(1, self.most // 2), max(1, self.at_once // 2), self.far / 2)


@dataclass(frozen=True)
class Reading:
    """A reader with the weights for what it says. Threads may share it.

    It is as thorough as its `Limits` say.
    """

    reader: Reader
    weights: Weights
    limits: Limits = field(default_factory=Limits)

    @classmethod
    def bundled(cls, reader: Reader, answer_from: float | None = None, most: int = READ) -> Reading:
        """With the weights that ship with Pullquote, or with a threshold of one's own.

        For a reader that is not calibrated they are those of likeness, whose judgement is kept.
        Raises ModelError if the weights are missing or those of another version.
        """
        name, signs = (WEIGHTS, SIGNS) if reader.calibrated else (LIKENESS_WEIGHTS, FEATURES)
        weights = bundled(name, signs)
        if answer_from is not None:
            weights = replace(weights, answer_from=answer_from)
        return cls(reader, weights, Limits(most))

    def hurried(self) -> Reading:
        """The same, but less thorough: see `Limits.halved`."""
        return replace(self, limits=self.limits.halved())

    def judge(self, findings: Findings, likeness: Judged) -> Judged:
        """The best sentences among those of the passages read."""
        marked = read(self.reader, findings, likeness, self.limits)
        if not self.reader.calibrated:
            return _reordered(marked, likeness)
        scores = marked.signs @ self.weights.rank
        order = np.argsort(-scores, kind="stable")
        best = order[:CONSIDERED]
        signs = answer_signs(marked.signs, scores, order)
        return Judged(
            best=np.array([marked.numbers[n] for n in best], dtype=np.int64),
            probabilities=self.weights.sentence(sentence_signs(scores, best)),
            confidence=float(self.weights.answer(signs[np.newaxis])[0]),
            scores=likeness.scores,
            words=tuple(marked.words[n] for n in best),
            short=self._short(marked, int(best[0])),
        )

    def _short(self, marked: Marked, first: int) -> float | None:
        words = marked.words[first]
        if self.weights.short is None or words is None:
            return None
        signs = short_signs(marked.signs[first], words)
        return float(self.weights.short(signs[np.newaxis])[0])


def read(
    reader: Reader, findings: Findings, likeness: Judged, limits: Limits | None = None
) -> Marked:
    """Reads the passages whose best sentence is likeliest, within limits, until one answers."""
    limits = limits or Limits()
    scores = likeness.scores + NEARNESS * _cosines(findings)
    owned = _by_passage(findings, scores, limits.far)[: limits.most]
    marks = list(_marks(reader, findings, owned, limits.at_once))
    numbers = [n for some in owned[: len(marks)] for n in some]
    starts = [_start(findings, some[0]) for some in owned[: len(marks)] for _ in some]
    flat = [mark for some in marks for mark in some]
    words = [
        None if mark.words is None else (start + mark.words[0], start + mark.words[1])
        for start, mark in zip(starts, flat, strict=True)
    ]
    return Marked(numbers, _signs(flat, likeness.scores[numbers]), words)


def _cosines(findings: Findings) -> Floats:
    """Of each sentence, or of its passage below its heading: that may be what was asked."""
    of_passage = np.array(
        [
            hit.cosine if heading(hit.passage.article, hit.passage.start) else -1.0
            for hit in findings.hits
        ],
        dtype=np.float32,
    )
    return np.maximum(findings.cosines, of_passage[findings.owners])


def _marks(
    reader: Reader, findings: Findings, owned: list[list[int]], at_once: int
) -> Iterator[list[Mark]]:
    """The marks of one passage after the other, until some have been read of which one answers.

    Where the scale of a reader is not known, nothing says that one answers: all are read together.
    """
    step = at_once if reader.calibrated else len(owned)
    for first in range(0, len(owned), step):
        texts = [_text(findings, numbers) for numbers in owned[first : first + step]]
        marks = reader.read(findings.question, texts)
        yield from marks
        if any(mark.relevant >= ANSWERS for some in marks for mark in some):
            return


def _reordered(marked: Marked, likeness: Judged) -> Judged:
    """The sentences read by the reader's score, of equals the likelier first.

    A score without a known scale tells no probability. That of a place in the order, and that the
    question is answered, stay what likeness says.
    """
    own = marked.signs[:, [SIGNS.index("likeness"), SIGNS.index("relevant")]]
    best = np.lexsort(-own.T)[: len(likeness.best)]
    return replace(
        likeness,
        best=np.array(marked.numbers, dtype=np.int64)[best],
        probabilities=likeness.probabilities[: len(best)],
    )


def _by_passage(findings: Findings, scores: Floats, far: float) -> list[list[int]]:
    """The sentences' numbers, passage by passage, the passage with the highest score first."""
    passages: dict[int, list[int]] = {}
    for n, owner in enumerate(findings.owners.tolist()):
        passages.setdefault(owner, []).append(n)
    ranked = sorted(passages.values(), key=lambda some: -max(scores[some]))
    least = max(scores[ranked[0]]) - far
    return [some for some in ranked if max(scores[some]) >= least]


def _text(findings: Findings, numbers: list[int]) -> Text:
    """The sentences and what is between them, as they stand in the article, below its headings.

    In a transcript the questions before them, too, unless it is one speaker's words that are asked
    for.
    """
    article, start = findings.sentences[numbers[0]][0], _start(findings, numbers[0])
    spans = [findings.sentences[n][1] for n in numbers]
    end = max(span.end for span in spans)
    sentences = tuple((span.start - start, span.end - start) for span in spans)
    return Text(article.text[start:end], sentences, _above(article, start))


def _start(findings: Findings, first: int) -> int:
    """Where the reading of a passage begins, whose first sentence not left out is given."""
    article, span = findings.sentences[first]
    if not turns_of(article) or asked_of(findings.question, article):
        return span.start
    return findings.hits[int(findings.owners[first])].passage.start


def _above(article: Article, start: int) -> str:
    """The headings above a place, and the speaker, if it is amid a turn."""
    label = turns_of(article).label_above(start)
    return "\n".join(line for line in (heading(article, start), label) if line)


def _signs(marks: list[Mark], likeness: Floats) -> Floats:
    read = [(mark.relevant, mark.span, mark.text) for mark in marks]
    return np.column_stack([likeness, np.array(read, dtype=np.float64).reshape(-1, 3)])


def answer_signs(signs: Floats, scores: Floats, order: np.ndarray) -> Floats:
    """What tells whether the question is answered: ANSWER_SIGNS, OF_BEST, HIGHEST."""
    top = order[0]
    second = scores[order[1]] if len(order) > 1 else scores[top] - 3.0
    own = signs[top, [SIGNS.index(name) for name in OF_BEST]]
    highest = signs[:, [SIGNS.index(name) for name in HIGHEST]].max(axis=0)
    return np.array([scores[top], softmax(scores)[top], scores[top] - second, *own, *highest])


def short_signs(signs: Floats, words: tuple[int, int]) -> Floats:
    """What tells whether the marked words are the answer: SHORT_SIGNS of a row of SIGNS."""
    own = signs[[SIGNS.index(name) for name in SHORT_SIGNS[:3]]]
    return np.array([*own, np.log1p(words[1] - words[0])])
