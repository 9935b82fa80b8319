"""Reading: which passages are read, and what is made of a reader's marks.

The reader is made up: it finds what is in brackets, so that it is known what should come first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from test_evidence import Said, distinct, found, weights

from bot.evidence import Picker
from bot.likeness import SENTENCE_SIGNS, judge
from bot.reading import (
    ANSWER_SIGNS,
    HIGHEST,
    OF_BEST,
    READ,
    SHORT_SIGNS,
    SIGNS,
    Limits,
    Reading,
    answer_signs,
    read,
)
from bot.weights import Floats, Logistic, Weights
from index import chrome
from index.articles import Article, Kind, Passage, Span
from index.reader import Mark, Text


class Brackets:
    """Marks what stands in brackets as the answer; keeps what it was given."""

    name, calibrated = "made up", True

    def __init__(self, logit: float = 4.0) -> None:
        self._logit = logit
        self.texts: list[Text] = []
        self.rounds: list[int] = []  # how many texts each time

    def read(self, question: str, texts: Sequence[Text]) -> list[list[Mark]]:
        self.texts += texts
        self.rounds.append(len(texts))
        return [[self._mark(text.text, *place) for place in text.sentences] for text in texts]

    def _mark(self, text: str, start: int, end: int) -> Mark:
        first, logit = text.find("[", start, end), self._logit
        if first < 0:
            return Mark(-logit, -logit, -logit, (start, start + 1))
        return Mark(logit, logit, logit, (first, text.index("]", first) + 1))


def one_hot(names: Sequence[str], name: str) -> Floats:
    return np.array([float(one == name) for one in names])


def reading(
    *, answer_from: float = 0.5, short_from: float = 0.5, reader: Brackets | None = None
) -> Reading:
    """Everything by `relevant`; the words marked are right where `span` is high."""
    names = (*ANSWER_SIGNS, *OF_BEST, *(f"highest_{name}" for name in HIGHEST))
    fitted = Weights(
        rank=one_hot(SIGNS, "relevant"),
        sentence=Logistic(one_hot(SENTENCE_SIGNS, "below_best"), 3.0),
        answer=Logistic(one_hot(names, "relevant"), 0.0),
        show=0.5,
        answer_from=answer_from,
        short=Logistic(one_hot(SHORT_SIGNS, "span"), 0.0),
        short_from=short_from,
    )
    return Reading(reader or Brackets(), fitted)


def picker(made: Reading) -> Picker:
    return Picker(weights(), made)


SAID = [
    Said("Riga is large.", 5.0),
    Said("It has [nine] bridges.", 1.0),
    Said("Bread is sold.", 3.0),
]


def test_what_the_reader_finds_comes_first_however_unlike_it_looks() -> None:
    evidence = picker(reading()).pick(found(a=SAID))
    assert [p.article.text[p.span.start : p.span.end] for p in evidence.picks] == [
        "It has [nine] bridges."
    ]
    assert evidence.answers
    assert evidence.confidence == pytest.approx(1 / (1 + np.exp(-4.0)))


def test_the_words_marked_are_highlighted_and_are_the_short_answer_if_sure() -> None:
    evidence = picker(reading()).pick(found(a=SAID))
    (pick,) = evidence.picks
    ((start, end),) = pick.highlights
    assert pick.article.text[start:end] == "[nine]"
    assert evidence.short == pytest.approx(1 / (1 + np.exp(-4.0)))
    assert evidence.shows_short
    assert not picker(reading(short_from=0.99)).pick(found(a=SAID)).shows_short


@pytest.mark.parametrize(
    ("question", "sentence", "shows"),
    [
        ("How many bridges are there?", "It has [nine] bridges.", True),
        ("How many bridges are there?", "He denied that it has [nine] bridges.", False),
        ("How many bridges did he deny?", "He denied that it has [nine] bridges.", True),
        ("Does it have nine bridges?", "It has [nine] bridges.", False),
        ("Can you tell me how many it has?", "It has [nine] bridges.", True),
        ("How many bridges are there?", "- [nine] of stone", False),
    ],
)
def test_words_that_would_say_something_else_by_themselves_are_no_short_answer(
    question: str, sentence: str, shows: bool
) -> None:
    findings = replace(found(a=[Said(sentence, 1.0)]), question=question)
    evidence = picker(reading()).pick(findings)
    assert evidence.answers
    assert evidence.shows_short is shows


def test_the_mark_of_a_list_is_not_highlighted() -> None:
    class Whole(Brackets):
        def read(self, question: str, texts: Sequence[Text]) -> list[list[Mark]]:
            marks = super().read(question, texts)
            return [[replace(one, words=(0, len(texts[0].text))) for one in marks[0]]]

    evidence = picker(reading(reader=Whole())).pick(found(a=[Said("- [train] fares", 1.0)]))
    (pick,) = evidence.picks
    ((start, end),) = pick.highlights
    assert pick.article.text[start:end] == "[train] fares"


def test_where_the_reader_finds_nothing_it_is_declined_without_a_short_answer() -> None:
    evidence = picker(reading()).pick(found(a=distinct(5.0, 3.0)))
    assert not evidence.answers
    assert not evidence.shows_short


@pytest.mark.parametrize(
    ("lexical", "logit", "answers"), [(1.0, 2.0, False), (3.0, 2.0, True), (1.0, 2.5, True)]
)
def test_of_words_that_no_article_has_the_reader_alone_has_to_be_sure(
    lexical: float, logit: float, answers: bool
) -> None:
    made = picker(reading(reader=Brackets(logit)))
    findings = found(stems=("asdf",), a=[Said("It has [nine] bridges.", lexical)])
    assert made.pick(findings).answers
    unseen = replace(findings, unseen=frozenset({"asdf"}))
    assert made.pick(unseen).answers is answers
    two = found(stems=("asdf", "bridge"), a=[Said("It has [nine] bridges.", lexical)])
    assert made.pick(replace(two, unseen=frozenset({"asdf"}))).answers


def test_a_question_without_a_word_asks_nothing() -> None:
    findings = found(stems=(), a=[Said("It has [nine] bridges.", 5.0)])
    assert not picker(reading()).pick(findings).answers


def test_below_a_heading_a_passage_is_ranked_by_what_it_says_with_it_and_read_with_it() -> None:
    findings = found(a=distinct(1.0), b=distinct(2.0), c=distinct(3.0))
    one = findings.hits[0]
    text = f"# Deadlines\n{one.passage.text}"
    spans = (Span(0, 11, Kind.HEADING), Span(11, 12, Kind.GAP), Span(12, len(text)))
    article = replace(one.entry.article, text=text, spans=spans)
    passage = Passage(article, article.sentences)
    below = replace(one, passage=passage, entry=replace(one.entry, article=article), cosine=0.9)
    findings = replace(findings, hits=(below, *findings.hits[1:]))
    made = Brackets()
    read(made, findings, judge(findings, weights()), Limits(most=1, far=99.0))
    (text_read,) = made.texts
    assert (text_read.above, text_read.text) == ("Deadlines", "River 0.")


@pytest.mark.parametrize(("title", "answers"), [("Linden to reopen", True), ("Roofs", False)])
def test_of_words_that_no_text_has_the_title_may_say_what_is_asked_about(
    title: str, answers: bool
) -> None:
    one = found(stems=("linden",), a=[Said("It opens on [4 May].", 0.5)])
    article = replace(one.hits[0].entry.article, title=title)
    hit = replace(one.hits[0], entry=replace(one.hits[0].entry, article=article))
    findings = replace(one, hits=(hit,), unseen=frozenset(("linden",)))
    assert picker(reading(reader=Brackets(1.0))).pick(findings).answers is answers


TURNS = (
    "MODERATOR: Will it come? I wonder.\n\nKOWALSKI: I hope so. We need it.\n\n"
    "LUND: I do not. It is dear.\n\n"
)


@pytest.mark.parametrize(
    ("question", "first", "above", "begins"),
    [
        ("What of the tram?", 0, "", "MODERATOR: Will it"),  # the question is left out, but read
        ("What of the tram?", 3, "KOWALSKI:", "We need it."),
        ("What did Lund say?", 0, "", "LUND: I do not."),
    ],
)
def test_of_a_transcript_it_is_read_who_speaks_and_what_was_asked(
    question: str, first: int, above: str, begins: str
) -> None:
    text = TURNS * 2
    article = Article("a", text, chrome.mark(text))
    passage = Passage(article, article.sentences[first:])
    whole = found(a=[Said(f"Word{n}.", 1.0) for n in range(len(article.sentences))])
    entry = replace(whole.hits[0].entry, article=article, passages=(passage,))
    hit = replace(whole.hits[0], passage=passage, entry=entry, first_sentence=first)
    found_in = replace(
        whole,
        question=question,
        hits=(hit,),
        owners=whole.owners[first:],
        numbers=whole.numbers[first:],
        lexical=whole.lexical[first:],
        cosines=whole.cosines[first:],
    )
    made = Brackets()
    picker(reading(reader=made)).pick(found_in)
    (text_read,) = made.texts
    assert (text_read.above, text_read.text[: len(begins)]) == (above, begins)


def test_only_the_likeliest_passages_are_read() -> None:
    articles = {f"a{n:02d}": distinct(float(n)) for n in range(READ + 4)}
    findings, made = found(stems=("leader",), **articles), Brackets()
    marked = read(made, findings, judge(findings, weights()))
    assert len(made.texts) == READ
    names = [findings.sentences[n][0].id for n in marked.numbers]
    assert names == [f"a{n:02d}" for n in range(READ + 3, 3, -1)]


def test_no_further_passage_is_read_once_one_answers() -> None:
    def rounds(answering: int, reader: Brackets) -> list[int]:
        """The passage with that place in the order has the answer."""
        said = {
            f"a{n}": [Said("It is [nine]." if n == answering else f"R{n}.", 9.0 - n)]
            for n in range(6)
        }
        findings = found(stems=("leader",), **said)
        marked = read(reader, findings, judge(findings, weights()), Limits(5, 2, 99.0))
        assert len(marked.numbers) == len(marked.signs) == len(marked.words) == len(reader.texts)
        return reader.rounds

    assert rounds(0, Brackets()) == rounds(1, Brackets()) == [2]
    assert rounds(2, Brackets()) == rounds(3, Brackets()) == [2, 2]
    assert rounds(4, Brackets()) == rounds(5, Brackets()) == [2, 2, 1]


def test_a_reader_whose_scale_is_not_known_reads_all_at_once() -> None:
    findings = found(stems=("leader",), a=[Said("It is [nine].", 2.0)], b=[Said("R.", 1.0)])
    unknown = Brackets()
    unknown.calibrated = False
    read(unknown, findings, judge(findings, weights()), Limits(at_once=1))
    assert unknown.rounds == [2]


@pytest.mark.parametrize(
    ("most", "all_rounds", "hurried"), [(4, [2, 2], [1, 1]), (3, [2, 1], [1]), (1, [1], [1])]
)
def test_in_a_hurry_half_as_many_passages_are_read(
    most: int, all_rounds: list[int], hurried: list[int]
) -> None:
    findings = found(stems=("leader",), **{f"a{n}": distinct(float(n)) for n in range(6)})
    for hurries, rounds in ((False, all_rounds), (True, hurried)):
        made = Brackets()
        chosen = picker(replace(reading(), reader=made, limits=Limits(most)))
        (chosen.hurried() if hurries else chosen).pick(findings)
        assert made.rounds == rounds


def test_a_picker_that_does_not_read_hurries_in_vain() -> None:
    findings, plain = found(a=SAID), Picker(weights())
    assert plain.hurried().pick(findings) == plain.pick(findings)


def test_marked_words_are_offsets_into_the_article() -> None:
    findings = found(a=SAID)
    marked = read(Brackets(), findings, judge(findings, weights()))
    at = marked.numbers.index(1)
    article, span = findings.sentences[1]
    words = marked.words[at]
    assert words is not None
    assert article.text[slice(*words)] == "[nine]"
    assert span.start < words[0] < words[1] < span.end


def test_a_sentence_read_alone_has_a_margin_too() -> None:
    signs = answer_signs(np.zeros((1, len(SIGNS))), np.array([1.5]), np.array([0]))
    assert signs[:3] == pytest.approx([1.5, 1.0, 3.0])
    assert len(signs) == len(ANSWER_SIGNS) + len(OF_BEST) + len(HIGHEST)
