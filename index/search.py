"""Question -> ranked passages, and the sentences in them, by words and by meaning together.

    question ─► BM25 over all passages ──┐
             └► Chroma, nearest 50 ──────┴► best 20 passages ─► their sentences, scored ─► re-ranked

Owns the mix of the two searches. Unlike `bot.evidence`, which decides which sentences answer,
it only says where to look, and by how much each place looks like the question.

What was tried, as the share of questions whose paragraph came first / among five (694 paragraphs
of ten SQuAD articles, 1,200 questions): BM25 0.737 / 0.904; MiniLM 0.668 / 0.899; both z-scored
and averaged 0.789 / 0.945; BM25 as a share of what the question could score at most, times 2.5,
plus the cosine 0.796 / 0.950, the same with the nearest 50 cosines only; and to that the best
sentence's own two scores 0.826 / 0.956, which is what stands below. Reciprocal rank fusion was
worse than any sum in every earlier measurement: it forgets by how much a text wins.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from index import spellings
from index.articles import Article, Passage, Span
from index.catalog import Entry
from index.embedding import Embedder
from index.errors import StoreCorrupt, StoreUnreachable, UsageError
from index.filters import Filter, no_such
from index.lexical import LexicalIndex, stems
from index.snapshots import Library, Snapshot
from index.store import Near
from index.wordings import WordVectors, word_vectors

NEAREST = 50  # passages asked of Chroma
# Of some articles only: Chroma finds the nearest 1,000 of 20,000 in 13 ms, and the nearest 50 of
# 100 named articles in 26, of 3,500 in 280. So the many are looked for among more, the few by name.
MOST_NEAREST, MOST_NAMED = 1_000, 5_000
SCOPES = 256  # remembered: a Slack channel may have one of its own
KEPT = 20  # passages whose sentences are looked at: the right one is among them for 99 %
# BM25 grows with the question's length; divided by idf × (k1 + 1) over its words it is a share.
SATURATION = 2.2
LEXICAL_WEIGHT = 2.5
SENTENCE_WEIGHTS = (1.0, 0.5)  # of the best sentence's lexical share and cosine
ATTEMPTS = 3  # a question that meets a new generation halfway starts again

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found. `lexical` is 0 to about 1, `cosine` -1 to 1."""

    passage: Passage
    entry: Entry
    first_sentence: int  # the number, in the article, of the passage's first sentence
    lexical: float
    cosine: float
    score: float


@dataclass(frozen=True)
class Findings:
    """What a search found: passages, best first, and the sentences in them.

    The arrays have one value for each of `sentences`, in order of hit and of place; `owners` says
    which of `hits` a sentence belongs to, `numbers` which of its article's sentences it is.
    """

    question: str
    stems: tuple[str, ...]  # the question's distinct words
    weights: Floats  # one a stem: how rare it is among the sentences
    vector: Floats  # the question's
    stem_vectors: WordVectors  # a row for each of `stems`, as meant in the question
    hits: tuple[Hit, ...]
    owners: NDArray[np.int64]
    numbers: NDArray[np.int64]
    lexical: Floats
    cosines: Floats
    generation: str
    unseen: frozenset[str] = (
        frozenset()
    )  # of `stems`: those that neither a sentence nor a heading has

    @cached_property
    def sentences(self) -> list[tuple[Article, Span]]:
        """Each sentence with its article."""
        articles = [self.hits[owner].entry.article for owner in self.owners]
        return [(a, a.sentences[n]) for a, n in zip(articles, self.numbers, strict=True)]


class Searcher:
    """Searches the current generation of a library. Threads may share it."""

    def __init__(self, library: Library, embedder: Embedder) -> None:
        self._library, self._embedder = library, embedder
        self._scopes: dict[tuple[str, Filter], _Scope] = {}

    def search(self, question: str, *, within: Filter | None = None) -> Findings:
        """The passages nearest to a question, of all articles or those `within` lets through.

        Raises StoreError kinds, and UsageError if it lets none through.
        """
        asked = _ask(question, self._embedder)
        for _ in range(ATTEMPTS - 1):
            snapshot = self._library.snapshot()
            try:
                found = _search(snapshot, asked, self._scope(snapshot, within))
            except (StoreCorrupt, StoreUnreachable):
                if self._library.is_current(snapshot):
                    raise
                continue
            if self._library.is_current(snapshot):
                return found
        snapshot = self._library.snapshot()
        return _search(snapshot, asked, self._scope(snapshot, within))

    def has_word(self, stem: str) -> bool:
        """Whether any article has it, in a sentence or in its title, its outlet or a heading.

        These are read for the first word that no sentence has, which takes some seconds with 20,000
        articles. Raises StoreError kinds.
        """
        snapshot = self._library.snapshot()
        return snapshot.sentences.frequency(stem) > 0 or stem in snapshot.headline_stems

    def spelled_like(self, name: str, *, within: Filter | None = None) -> str | None:
        """A name that these articles have, spelled like this one; None for none.

        Raises StoreError kinds.
        """
        snapshot = self._library.snapshot()
        found = snapshot.catalog.name_of(spellings.keys(name))
        scope = self._scope(snapshot, within)
        if found is None or scope is None:
            return found
        shares = snapshot.passages.scores(stems(found))[: len(scope.rows)]
        return found if shares[scope.rows].any() else None

    def _scope(self, snapshot: Snapshot, within: Filter | None) -> _Scope | None:
        """What is searched; worked out once a generation."""
        if not within:
            return None
        key = snapshot.pointer.generation, within
        found = self._scopes.get(key)
        if found is None:
            found = _scope(snapshot, within)
            if len(self._scopes) >= SCOPES:
                self._scopes = {}
            self._scopes[key] = found
        return found


@dataclass(frozen=True)
class _Asked:
    """A question as it is searched for. `stem_vectors` has a row for each of `stems`."""

    question: str
    stems: list[str]
    vector: Floats
    stem_vectors: WordVectors


@dataclass(frozen=True)
class _Scope:
    """The articles that are searched: their ids, and for each passage whether it is of one."""

    names: list[str]
    rows: NDArray[np.bool_]


def _ask(question: str, embedder: Embedder) -> _Asked:
    reading = embedder.read_question(question)
    found = stems(question)
    first = {stem: found.index(stem) for stem in found}
    rows = word_vectors(question, reading)[list(first.values())]
    return _Asked(question, list(first), reading.vector, rows)


def _search(snapshot: Snapshot, asked: _Asked, scope: _Scope | None) -> Findings:
    words, vector = asked.stems, asked.vector
    hits = _passages(snapshot, words, vector, scope)
    owners, numbers = _sentence_places(hits)
    firsts = [snapshot.sentence_row(hit.entry.article.id, 0) for hit in hits]
    rows = np.array(firsts, dtype=np.int64)[owners] + numbers
    lexical = _share(snapshot.sentences, words)[rows]
    cosines = _sentence_cosines(hits, owners, numbers, vector)
    ranked = _rank(hits, owners, lexical, cosines)
    place = np.argsort(ranked, kind="stable")
    order = np.argsort(place[owners], kind="stable")
    return Findings(
        question=asked.question,
        stems=tuple(words),
        weights=np.array([snapshot.sentences.weight(w) for w in words], dtype=np.float32),
        vector=vector,
        stem_vectors=asked.stem_vectors,
        hits=tuple(hits[n] for n in ranked),
        owners=place[owners][order],
        numbers=numbers[order],
        lexical=lexical[order],
        cosines=cosines[order],
        generation=snapshot.pointer.generation,
        unseen=frozenset(w for w in words if not snapshot.passages.frequency(w)),
    )


def _share(index: LexicalIndex, words: list[str]) -> Floats:
    """BM25 of every text as a share of what these words could score at most."""
    most = sum(index.weight(word) for word in words) * SATURATION
    return index.scores(words) / np.float32(most or 1.0)


def _scope(snapshot: Snapshot, within: Filter) -> _Scope:
    """Raises UsageError if there is no such article."""
    listings, sources = snapshot.listings, snapshot.pointer.sources
    let = [within.lets(listing, sources) for listing in listings]
    if not any(let):
        raise UsageError(no_such(within, listings, sources))
    names = [listing.id for listing, is_in in zip(listings, let, strict=True) if is_in]
    counts = [listing.passages for listing in listings]
    return _Scope(names, np.repeat(np.array(let, dtype=np.bool_), counts))


def _passages(
    snapshot: Snapshot, words: list[str], vector: Floats, scope: _Scope | None
) -> list[Hit]:
    """The best passages by both searches, best first."""
    shares = _share(snapshot.passages, words)
    if scope is None:
        cosines = _cosines(snapshot, snapshot.store.nearest(vector, NEAREST))
    else:
        # The lexical index has one text more than there are passages where there is none at all.
        shares = np.where(scope.rows, shares[: len(scope.rows)], np.float32(0))
        cosines = _cosines_within(snapshot, vector, scope)
    # A passage that Chroma did not name is at most as near as the last that it did.
    floor = min(cosines.values(), default=0.0)
    rows = {int(row) for row in np.argsort(-shares)[:NEAREST] if shares[row] > 0} | set(cosines)
    scored = [(LEXICAL_WEIGHT * shares[r] + cosines.get(r, floor), r) for r in rows]
    best = sorted(scored, key=lambda pair: (-pair[0], pair[1]))[:KEPT]
    return [_hit(snapshot, r, shares[r], cosines.get(r, floor), score) for score, r in best]


def _cosines(snapshot: Snapshot, near: Sequence[Near]) -> dict[int, float]:
    """Row and cosine of passages, nearest first, those of other generations left out."""
    rows = ((snapshot.passage_row(one.passage_id), one.cosine) for one in near)
    return {row: cosine for row, cosine in rows if row is not None}


def _cosines_within(snapshot: Snapshot, vector: Floats, scope: _Scope) -> dict[int, float]:
    """The same of the nearest passages in scope, whatever Chroma says of the others."""
    among = int(2 * NEAREST * len(scope.rows) / max(1, int(scope.rows.sum())))
    by_name = among > MOST_NEAREST and len(scope.names) <= MOST_NAMED
    near = snapshot.store.nearest(
        vector,
        NEAREST if by_name else min(among, MOST_NAMED),
        scope.names if by_name else (),
    )
    found = _cosines(snapshot, near).items()
    return dict([(row, cosine) for row, cosine in found if scope.rows[row]][:NEAREST])


def _hit(snapshot: Snapshot, row: int, lexical: float, cosine: float, score: float) -> Hit:
    article, number = snapshot.passage_numbers.place(row)
    entry = snapshot.catalog.entry(article)
    first = sum(len(passage.sentences) for passage in entry.passages[:number])
    passage = entry.passages[number]
    return Hit(passage, entry, first, float(lexical), float(cosine), float(score))


def _sentence_places(hits: list[Hit]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """For every sentence of every hit: the hit's number and the sentence's in its article."""
    places = [
        (owner, number)
        for owner, hit in enumerate(hits)
        for number in range(hit.first_sentence, hit.first_sentence + len(hit.passage.sentences))
    ]
    table = np.array(places, dtype=np.int64).reshape(-1, 2)
    return table[:, 0], table[:, 1]


def _sentence_cosines(
    hits: list[Hit], owners: NDArray[np.int64], numbers: NDArray[np.int64], vector: Floats
) -> Floats:
    rows = [hits[o].entry.sentence_vectors[n] for o, n in zip(owners, numbers, strict=True)]
    table = np.array(rows, dtype=np.float32).reshape(len(rows), len(vector))
    return table @ vector


def _rank(
    hits: list[Hit], owners: NDArray[np.int64], lexical: Floats, cosines: Floats
) -> NDArray[np.int64]:
    """The hits' numbers, best first, each with the scores of its best sentence added."""
    best = np.full((2, len(hits)), -1.0)
    np.maximum.at(best[0], owners, lexical)
    np.maximum.at(best[1], owners, cosines)
    own = np.array([hit.score for hit in hits])
    return np.argsort(-(own + np.dot(SENTENCE_WEIGHTS, best)), kind="stable")
