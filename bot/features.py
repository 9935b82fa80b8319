"""What a sentence has that may make it an answer, as numbers.

Owns the features that `bot.evidence` weighs. Unlike `index.search`, which compares words and
meanings, it knows what a question asks for. Nothing here is tuned: the weights stand in a file
that `bot.calibration` makes.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache, reduce
from itertools import pairwise
from operator import or_

import numpy as np
from numpy.typing import NDArray

from bot import asked_for
from bot.asked_of import asked_of, label_words
from index.catalog import Entry
from index.lexical import words
from index.search import Findings
from index.wordings import nearness

Floats = NDArray[np.float32]

FEATURES = (
    "lexical", "cosine", "lexical_below_best", "cosine_below_best", "passage_lexical",
    "passage_cosine", "cosine_before", "cosine_after",
    "window_cosine", "window_coverage", "article_share", "coverage", "coverage_around",
    "coverage_before", "rarest_missing", "names", "names_around", "pairs", "closeness",
    "meant", "meant_around", "meant_nearby", "least_meant", "third_meant", "least_meant_around",
    *asked_for.SIGNS, "is_question", "log_words", "is_short", "lead",
)  # fmt: skip
WINDOW = 3  # sentences to either side that make up a sentence's surroundings
SHARPNESS = 3.0  # a passage whose score is 1 higher counts e³ times as much
PARSED_SENTENCES = 20_000  # kept in memory, at about 1 kB each


@dataclass(frozen=True, slots=True)
class Parsed:
    """A sentence's words, once for all questions."""

    stems: tuple[str, ...]
    present: frozenset[str]
    text: str


@lru_cache(maxsize=PARSED_SENTENCES)
def parse(text: str) -> Parsed:
    """The sentence's words."""
    stems = tuple(stem for stem, _, _ in words(text))
    return Parsed(stems, frozenset(stems), text)


def table(findings: Findings) -> Floats:
    """One row of FEATURES for each of the findings' sentences."""
    if not len(findings.owners):
        return np.zeros((0, len(FEATURES)), dtype=np.float32)
    looked = _Looked(findings)
    parts = (
        looked.found(), looked.surroundings(), looked.matches(),
        looked.meant(), looked.asked(), looked.shape(),
    )  # fmt: skip
    return np.hstack(parts).astype(np.float32, copy=False)


class _Looked:
    """A question and the n sentences found for it. Each method gives some of FEATURES, n × m.

    Which of the question's words a sentence has is an integer with a bit for each of them: those of
    several sentences are joined with `|`, and few different ones are ever weighed.
    """

    def __init__(self, findings: Findings) -> None:
        self._found = findings
        self._stems = tuple(dict.fromkeys(findings.stems))
        weights = dict(zip(findings.stems, findings.weights.tolist(), strict=True))
        self._weights = [weights[stem] for stem in self._stems]
        self._weigh = _weigher(self._weights)
        self._pairs = frozenset(pairwise(findings.stems))
        self._entries = [findings.hits[owner].entry for owner in findings.owners.tolist()]
        self._numbers: list[int] = findings.numbers.tolist()
        self._parsed = [parse(a.text[s.start : s.end]) for a, s in findings.sentences]
        self._matched: dict[tuple[str, int], int] = {}
        self._own = [self._words_of(*place) for place in self._places()]
        at = {(entry.article.id, n): i for i, (entry, n) in enumerate(self._places())}
        self._before = [at.get((entry.article.id, n - 1)) for entry, n in self._places()]
        self._after = [at.get((entry.article.id, n + 1)) for entry, n in self._places()]

    def _places(self) -> Iterator[tuple[Entry, int]]:
        return zip(self._entries, self._numbers, strict=True)

    def _words_of(self, entry: Entry, number: int) -> int:
        """The question's words in a sentence, or the label of its turn, whether found or not."""
        place = entry.article.id, number
        if place not in self._matched:
            span = entry.article.sentences[number]
            present = parse(entry.article.text[span.start : span.end]).present
            label = label_words(self._found.question, entry.article, span)
            self._matched[place] = _bits(self._stems, present | label)
        return self._matched[place]

    def found(self) -> Floats:
        """What search says of the sentence, its passage and its neighbours that were found."""
        found = self._found
        passages = np.array([(hit.lexical, hit.cosine) for hit in found.hits], dtype=np.float32)
        beside = [
            [0.0 if n is None else found.cosines[n] for n in some]
            for some in (self._before, self._after)
        ]
        return np.column_stack(
            [
                found.lexical,
                found.cosines,
                found.lexical - max(found.lexical.max(), 0.0),
                found.cosines - max(found.cosines.max(), 0.0),
                passages[found.owners],
                np.array(beside, dtype=np.float32).T,
            ]
        )

    def surroundings(self) -> Floats:
        """How near the sentences around are, and how much of this article was found."""
        entries = {entry.article.id: entry for entry in self._entries}
        near = {
            name: _mean_around(entry.sentence_vectors.astype(np.float32) @ self._found.vector)
            for name, entry in entries.items()
        }
        shares = _shares(self._found)
        rows = [
            (
                near[entry.article.id][n],
                self._weigh(self._words_around(entry, n)),
                shares[entry.article.id],
            )
            for entry, n in self._places()
        ]
        return np.array(rows, dtype=np.float32)

    def _words_around(self, entry: Entry, number: int) -> int:
        end = min(len(entry.article.sentences), number + WINDOW + 1)
        numbers = range(max(0, number - WINDOW), end)
        return reduce(or_, (self._words_of(entry, n) for n in numbers))

    def matches(self) -> Floats:
        """How much of the question's words the sentence has, alone and with its neighbours."""
        names = self._rare_names()
        weigh_names = _weigher(
            [
                weight if stem in names else 0.0
                for stem, weight in zip(self._stems, self._weights, strict=True)
            ]
        )
        missing = _missing(self._weights)
        rows = []
        for i, own in enumerate(self._own):
            before, after = (
                0 if n is None else self._own[n] for n in (self._before[i], self._after[i])
            )
            around = own | before | after
            rows.append(
                (
                    self._weigh(own), self._weigh(around), self._weigh(own | before), missing(own),
                    weigh_names(own), weigh_names(around), *self._order(i),
                )
            )  # fmt: skip
        return np.array(rows, dtype=np.float32)

    def _rare_names(self) -> frozenset[str]:
        """The question's names, by stem."""
        asked = self._found.question
        return frozenset(stem for stem, at, _ in words(asked) if at > 0 and asked[at].isupper())

    def _order(self, i: int) -> tuple[float, float]:
        """The share of the question's neighbouring words that are neighbours here, and how close
        together the matched words stand: matched words over the stretch they span."""
        stems = self._parsed[i].stems
        at = [n for n, stem in enumerate(stems) if stem in self._stems] if self._own[i] else []
        if len(at) < 2:
            return 0.0, 0.0
        shared = len(self._pairs & frozenset(pairwise(stems)))
        closeness = self._own[i].bit_count() / (at[-1] - at[0] + 1)
        return shared / max(1, len(self._pairs)), closeness

    def meant(self) -> Floats:
        """How near the words' meanings come to those of the question's words."""
        entries = {entry.article.id: entry for entry in self._entries}
        meanings = {name: _meanings(self._found, entry) for name, entry in entries.items()}
        return np.array([meanings[entry.article.id][n] for entry, n in self._places()])

    def asked(self) -> Floats:
        """Whether it has what is asked for."""
        rows = [asked_for.signs(self._found.question, *one) for one in self._found.sentences]
        return np.array(rows, dtype=np.float32)

    def shape(self) -> Floats:
        """Whether it is a question, how long it is, and whether it opens its article."""
        rows = [
            (
                sentence.text.rstrip("”\"’' ").endswith("?"),
                math.log1p(len(sentence.stems)),
                len(sentence.stems) < 4,
                number < 3,
            )
            for sentence, number in zip(self._parsed, self._numbers, strict=True)
        ]
        return np.array(rows, dtype=np.float32)


def _mean_around(values: Floats) -> Floats:
    """For each value the mean of those up to WINDOW away."""
    padded = np.zeros((2, len(values) + 2 * WINDOW), dtype=np.float32)
    padded[:, WINDOW:-WINDOW] = values, np.ones_like(values)
    shifted = [padded[:, step : step + len(values)] for step in range(2 * WINDOW + 1)]
    sums, counts = reduce(np.add, shifted)
    return np.asarray(sums / counts, dtype=np.float32)


def _meanings(findings: Findings, entry: Entry) -> Floats:
    """How near the words of each sentence of an article, and of those around it, come to what the
    question's words mean: sentences × 6, weighted means first, then the words met least."""
    if not findings.stems:
        return np.zeros((len(entry.word_counts), 6), dtype=np.float32)
    near = nearness(findings.stem_vectors, entry.words, entry.word_counts)
    own = _with_labels(near, findings, entry)
    around, nearby = _widened(own, 1), _widened(own, WINDOW)
    shares = findings.weights / max(float(findings.weights.sum()), 1e-6)
    third = np.sort(own, axis=1)[:, : max(1, len(findings.stems) // 3)]
    means = (own @ shares, around @ shares, nearby @ shares)
    return np.stack([*means, third[:, 0], third.mean(axis=1), around.min(axis=1)], axis=1)


def _with_labels(near: Floats, findings: Findings, entry: Entry) -> Floats:
    """A name is as near in each sentence of the turn of the one it names as where it stands."""
    if not asked_of(findings.question, entry.article):
        return near
    labels = [label_words(findings.question, entry.article, s) for s in entry.article.sentences]
    said = np.array([[stem in label for stem in findings.stems] for label in labels], dtype=bool)
    return np.where(said, near.max(axis=0), near)


def _widened(near: Floats, reach: int) -> Floats:
    """The highest of each column over the rows up to `reach` away."""
    highest = near.copy()
    for step in range(1, min(reach, len(near) - 1) + 1):
        np.maximum(highest[step:], near[:-step], out=highest[step:])
        np.maximum(highest[:-step], near[step:], out=highest[:-step])
    return highest


def _shares(findings: Findings) -> dict[str, float]:
    """Each article's share of what was found, by the passages' scores."""
    worth: dict[str, float] = {}
    for hit in findings.hits:
        name = hit.entry.article.id
        worth[name] = worth.get(name, 0.0) + math.exp(SHARPNESS * hit.score)
    total = sum(worth.values())
    return {name: part / total for name, part in worth.items()}


def _bits(stems: Sequence[str], present: frozenset[str]) -> int:
    """A bit for each of the stems that is present."""
    return sum(1 << n for n, stem in enumerate(stems) if stem in present)


def _weigher(weights: Sequence[float]) -> Callable[[int], float]:
    """What gives, for words as bits, their share of all weight; 1 where there is none."""
    total = sum(weights)

    @cache
    def share(present: int) -> float:
        if not total:
            return 1.0
        return sum(w for n, w in enumerate(weights) if present >> n & 1) / total

    return share


def _missing(weights: Sequence[float]) -> Callable[[int], float]:
    """What gives, for words as bits, the weight of the weightiest missing one (at most 1)."""
    highest = max(weights, default=1.0)

    @cache
    def weightiest(present: int) -> float:
        missing = (w for n, w in enumerate(weights) if not present >> n & 1)
        return max(missing, default=0.0) / highest

    return weightiest
