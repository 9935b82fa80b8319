"""What a sentence has that may make it an answer, as numbers.

Owns the features that `bot.evidence` weighs. Unlike `index.search`, which compares words and
meanings, it knows what a question asks for. Nothing here is tuned: the weights stand in a file
that `bot.calibration` makes.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from bot.kinds import ANSWERING, ASKING, kinds_of, places
from index.catalog import Entry
from index.lexical import words
from index.search import Findings
from index.wordings import nearness

QUOTATION = re.compile(r"[“”\"]")

FEATURES = (
    "lexical", "cosine", "lexical_below_best", "cosine_below_best", "passage_lexical",
    "passage_cosine", "cosine_before", "cosine_after",
    "window_cosine", "window_coverage", "article_share", "coverage", "coverage_around",
    "coverage_before", "rarest_missing", "names", "names_around", "pairs", "closeness",
    "meant", "meant_around", "meant_nearby", "least_meant", "third_meant", "least_meant_around",
    "asks_when", "asks_number", "asks_who", "asks_where", "asks_why", "asks_saying",
    "quotation_if_saying", "saying_if_saying", "is_question", "log_words", "is_short", "lead",
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


def table(findings: Findings) -> NDArray[np.float32]:
    """One row of FEATURES for each of the findings' sentences."""
    question = _Question(findings)
    rows = [question.row(n) for n in range(len(findings.owners))]
    return np.array(rows, dtype=np.float32).reshape(-1, len(FEATURES))


class _Question:
    """A question and what was found for it, prepared for looking at sentence after sentence."""

    def __init__(self, findings: Findings) -> None:
        self._found = findings
        self._kinds = kinds_of(findings.question)
        self._weight = dict(zip(findings.stems, findings.weights.tolist(), strict=True))
        self._names = self._rare_names(findings.question)
        self._pairs = frozenset(pairwise(findings.stems))
        self._parsed = [parse(a.text[s.start : s.end]) for a, s in findings.sentences]
        self._at = {
            (a.id, int(n)): i
            for i, ((a, _), n) in enumerate(zip(findings.sentences, findings.numbers, strict=True))
        }
        entries = {hit.entry.article.id: hit.entry for hit in findings.hits}
        self._article_cosines = {
            name: entry.sentence_vectors.astype(np.float32) @ findings.vector
            for name, entry in entries.items()
        }
        self._meanings = {name: _meanings(findings, entry) for name, entry in entries.items()}
        self._article_shares = _shares(findings)
        self._best = (findings.lexical.max(initial=0.0), findings.cosines.max(initial=0.0))

    def _rare_names(self, question: str) -> dict[str, float]:
        """The question's names, by stem, with their weights."""
        capitals = [(s, a) for s, a, _ in words(question) if question[a].isupper() and a > 0]
        return {stem: self._weight[stem] for stem, _ in capitals}

    def row(self, i: int) -> list[float]:
        found = self._found
        hit = found.hits[found.owners[i]]
        lexical, cosine = float(found.lexical[i]), float(found.cosines[i])
        before, after = self._neighbour(i, -1), self._neighbour(i, 1)
        return [
            lexical,
            cosine,
            lexical - self._best[0],
            cosine - self._best[1],
            hit.lexical,
            hit.cosine,
            0.0 if before is None else float(found.cosines[before]),
            0.0 if after is None else float(found.cosines[after]),
            *self._surroundings(i),
            *self._matches(i, before, after),
            *self._meant(i),
            *self._asked(self._parsed[i].text),
            *self._shape(i),
        ]

    def _neighbour(self, i: int, step: int) -> int | None:
        article, _ = self._found.sentences[i]
        return self._at.get((article.id, int(self._found.numbers[i]) + step))

    def _surroundings(self, i: int) -> list[float]:
        """How near the sentences around are, and how much of this article was found."""
        entry = self._found.hits[self._found.owners[i]].entry
        article, number = entry.article, int(self._found.numbers[i])
        window = slice(max(0, number - WINDOW), number + WINDOW + 1)
        texts = (article.text[s.start : s.end] for s in article.sentences[window])
        present = frozenset[str]().union(*(parse(text).present for text in texts))
        return [
            float(self._article_cosines[article.id][window].mean()),
            _covered(self._weight, present),
            self._article_shares[article.id],
        ]

    def _matches(self, i: int, before: int | None, after: int | None) -> list[float]:
        own = self._parsed[i].present
        previous = self._parsed[before].present if before is not None else frozenset()
        following = self._parsed[after].present if after is not None else frozenset()
        around = own | previous | following
        missing = [w for stem, w in self._weight.items() if stem not in own]
        return [
            _covered(self._weight, own),
            _covered(self._weight, around),
            _covered(self._weight, own | previous),
            max(missing, default=0.0) / max(self._weight.values(), default=1.0),
            _covered(self._names, own),
            _covered(self._names, around),
            self._paired(self._parsed[i]),
            self._closeness(self._parsed[i]),
        ]

    def _meant(self, i: int) -> list[float]:
        article, _ = self._found.sentences[i]
        meant: list[float] = self._meanings[article.id][int(self._found.numbers[i])].tolist()
        return meant

    def _paired(self, sentence: Parsed) -> float:
        """The share of the question's neighbouring words that are neighbours here."""
        if not self._pairs:
            return 0.0
        return len(self._pairs & frozenset(pairwise(sentence.stems))) / len(self._pairs)

    def _closeness(self, sentence: Parsed) -> float:
        """How close together the matched words stand: matched words over the stretch they span."""
        places = [n for n, stem in enumerate(sentence.stems) if stem in self._weight]
        if len(places) < 2:
            return 0.0
        return len({sentence.stems[n] for n in places}) / (places[-1] - places[0] + 1)

    def _asked(self, text: str) -> list[float]:
        """For each kind: 0 if not asked for, 1 if asked for and found, -1 if not found."""
        kinds = [
            0.0 if kind not in self._kinds else 1.0 if self._finds(kind, text) else -1.0
            for kind in ASKING
        ]
        saying = "saying" in self._kinds
        quoted = bool(QUOTATION.search(text))
        return [
            *kinds,
            float(saying and quoted),
            float(saying and bool(ANSWERING["saying"].search(text))),
        ]

    def _finds(self, kind: str, text: str) -> bool:
        return bool(places(kind, text, self._found.question))

    def _shape(self, i: int) -> list[float]:
        sentence = self._parsed[i]
        count = len(sentence.stems)
        return [
            float(sentence.text.rstrip("”\"’' ").endswith("?")),
            math.log1p(count),
            float(count < 4),
            float(self._found.numbers[i] < 3),
        ]


def _meanings(findings: Findings, entry: Entry) -> NDArray[np.float32]:
    """How near the words of each sentence of an article, and of those around it, come to what the
    question's words mean: sentences × 6, weighted means first, then the words met least."""
    if not findings.stems:
        return np.zeros((len(entry.word_counts), 6), dtype=np.float32)
    own = nearness(findings.stem_vectors, entry.words, entry.word_counts)
    around, nearby = _widened(own, 1), _widened(own, WINDOW)
    shares = findings.weights / max(float(findings.weights.sum()), 1e-6)
    third = np.sort(own, axis=1)[:, : max(1, len(findings.stems) // 3)]
    means = (own @ shares, around @ shares, nearby @ shares)
    return np.stack([*means, third[:, 0], third.mean(axis=1), around.min(axis=1)], axis=1)


def _widened(near: NDArray[np.float32], reach: int) -> NDArray[np.float32]:
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


def _covered(weights: dict[str, float], present: frozenset[str]) -> float:
    """The share of the words' weight that is present; 1 where there are no words."""
    total = sum(weights.values())
    return sum(w for stem, w in weights.items() if stem in present) / total if total else 1.0
