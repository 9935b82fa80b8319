"""Findings -> evidence: which sentences answer, and whether they answer at all.

    sentences ─ judge by likeness ─ read ─► probability each ─► up to four, no repeats
                                      └► confidence that they answer ─► answered or declined

Owns the choice and the threshold. Unlike `index.search`, which finds passages that look like the
question, it decides what a person is shown; unlike `likeness` and `reading`, it judges nothing.
Both thresholds are fitted, like all that is judged (see `bot.calibration`).
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from bot.claims.disowned import disowned
from bot.echoes import without_echoes
from bot.features import FEATURES, Parsed, parse
from bot.highlights import highlight
from bot.kinds import asks_yes_or_no
from bot.likeness import WEIGHTS, Judged, judge
from bot.reading import READ, Reading
from bot.repeats import tell_the_same
from bot.weights import Weights, bundled
from index.articles import Article, Span
from index.lexical import stems
from index.reader import Reader
from index.search import Findings
from index.sections import ITEM

MAX_QUOTES = 4
# Two sentences of one article that share this much of their words, or of their meaning, carry the
# same fact: one of them is enough, and leaves its room to another article. Of two articles only
# the words count, and only if those not shared turn nothing: two sources of one fact are worth more
# than one, and two that contradict each other both have to be seen.
SAME_WORDS = 0.7
SAME_MEANING = 0.7
# Of 300 greetings and runs of letters, asked of a handbook with hardly a word of them, none gets
# so much confidence.
SURE = 0.9


@dataclass(frozen=True, slots=True)
class Pick:
    """A sentence picked as evidence. `highlights` are offsets into the article's text."""

    article: Article
    span: Span
    probability: float
    highlights: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """The picks, best first, and whether they answer. Empty only if nothing was found.

    `short` is the probability that the first pick's highlighted words, by themselves, are the
    answer; None where nobody has judged it. `shows_short` says that it is high enough, and that
    the words say by themselves what their sentence does.
    """

    picks: tuple[Pick, ...]
    confidence: float
    answers: bool
    short: float | None = None
    shows_short: bool = False


class Picker:
    """Picks evidence: by likeness alone, or with a reader. Threads may share it."""

    def __init__(self, weights: Weights, reading: Reading | None = None) -> None:
        self._weights, self._reading = weights, reading

    @classmethod
    def bundled(
        cls,
        answer_from: float | None = None,
        reader: Reader | None = None,
        passages_read: int = READ,
    ) -> Picker:
        """The picker with the weights that ship with Pullquote, or with a threshold of one's own.

        Raises ModelError if the weights are missing or those of another version.
        """
        weights = bundled(WEIGHTS, FEATURES)
        if answer_from is not None:
            weights = replace(weights, answer_from=answer_from)
        if reader is None:
            return cls(weights)
        return cls(weights, Reading.bundled(reader, answer_from, passages_read))

    def hurried(self) -> Picker:
        """A picker that reads half as many passages."""
        return Picker(self._weights, self._reading and self._reading.hurried())

    @property
    def reads(self) -> bool:
        """Whether a reader reads what search found."""
        return self._reading is not None

    def pick(self, findings: Findings) -> Evidence:
        """The sentences that answer, best first; the closest ones if none does.

        One that only asks what was asked is neither.
        """
        findings = without_echoes(findings)
        if not len(findings.owners):
            return Evidence((), 0.0, answers=False)
        likeness, weights = judge(findings, self._weights), self._weights
        judged = likeness
        if self._reading is not None:
            judged, weights = self._reading.judge(findings, likeness), self._reading.weights
        picks = tuple(_chosen(findings, judged, weights.show))
        title = picks[0].article.title or ""
        answers = judged.confidence >= self._answer_from(findings, likeness, weights, title)
        shows_short = answers and (judged.short or 0.0) >= weights.short_from
        shows_short = shows_short and _may_stand_alone(picks[0], findings.question)
        return Evidence(picks, judged.confidence, answers, judged.short, shows_short)

    def _answer_from(
        self, findings: Findings, likeness: Judged, weights: Weights, title: str
    ) -> float:
        """The least confidence with which this question is answered.

        A question without a word, such as an emoji, asks nothing. Where the articles have none of
        its words, as of "asdf" or another language, the reader has little to go by: then likeness
        has to agree, or the reader to be SURE, as it is of "What do I do when I am ill?" below the
        heading "Sick leave". Where the title of the article of the best sentence has one of them,
        it is known what is asked about: of "Linden school to reopen" the text may say but "it".
        """
        if not findings.stems:
            return math.inf
        is_strange = set(findings.stems) <= findings.unseen - set(stems(title))
        if is_strange and likeness.confidence < self._weights.answer_from:
            return max(SURE, weights.answer_from)
        return weights.answer_from


def _chosen(findings: Findings, judged: Judged, show: float) -> Iterator[Pick]:
    """The best sentence, and each further one that is likely enough and no repeat."""
    taken: list[int] = []
    for rank, n in enumerate(judged.best.tolist()):
        probability = float(judged.probabilities[rank])
        if taken and probability < show:
            return
        if len(taken) < MAX_QUOTES and not any(_repeats(findings, n, t) for t in taken):
            taken.append(n)
            words = judged.words[rank] if judged.words else None
            yield _pick(findings, n, probability, words)


def _may_stand_alone(first: Pick, question: str) -> bool:
    """Whether its highlighted words neither leave open yes or no, nor say what it denies, nor are
    one item of a list."""
    span, highlights = first.span, first.highlights
    if asks_yes_or_no(question) or not highlights:
        return False
    start, end = highlights[0]
    sentence = first.article.text[span.start : span.end]
    if ITEM.match(sentence):  # it depends on what leads in the list: "You cannot claim:"
        return False
    return not disowned(sentence, (start - span.start, end - span.start), question)


def have_the_same_words(one: tuple[Article, Span], other: tuple[Article, Span]) -> bool:
    """Whether two sentences say the same in the same words, so that one of them is enough."""
    mine, theirs = _parsed(one), _parsed(other)
    if mine.text == theirs.text:
        return True
    if _differ_in_a_number(mine, theirs):
        return False
    shared, all_words = mine.present & theirs.present, mine.present | theirs.present
    are_alike = len(shared) >= SAME_WORDS * max(1, len(all_words))
    return are_alike and (one[0].id == other[0].id or tell_the_same(mine, theirs))


def _parsed(sentence: tuple[Article, Span]) -> Parsed:
    article, span = sentence
    return parse(article.text[span.start : span.end])


def _differ_in_a_number(mine: Parsed, theirs: Parsed) -> bool:
    """Whether one has a figure that the other lacks: "100,000 troops" beside "175,000 troops" is no
    repeat, since that sources differ has to be seen."""
    return any(char.isdigit() for word in mine.present ^ theirs.present for char in word)


def _repeats(findings: Findings, one: int, other: int) -> bool:
    """Whether two sentences say the same, so that one of them is enough."""
    mine, theirs = findings.sentences[one], findings.sentences[other]
    if have_the_same_words(mine, theirs):
        return True
    if mine[0].id != theirs[0].id or _differ_in_a_number(_parsed(mine), _parsed(theirs)):
        return False
    vectors = findings.hits[findings.owners[one]].entry.sentence_vectors
    pair = vectors[[int(findings.numbers[one]), int(findings.numbers[other])]].astype(np.float32)
    return float(pair[0] @ pair[1]) >= SAME_MEANING


def _pick(
    findings: Findings, number: int, probability: float, words: tuple[int, int] | None
) -> Pick:
    article, span = findings.sentences[number]
    marked = (words,) if words else highlight(article, span, findings.question)
    return Pick(article, span, probability, tuple(_unmarked(article.text, *one) for one in marked))


def _unmarked(text: str, start: int, end: int) -> tuple[int, int]:
    """Without the dash of a list at the beginning, unless that is all."""
    mark = ITEM.match(text, start, end)
    return (mark.end() if mark and mark.end() < end else start, end)
