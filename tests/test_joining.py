"""Which quotes of which question are shown where one question consists of several."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import pytest

from bot.evidence import MAX_QUOTES, Evidence, Pick
from bot.joining import Joined, Looked, join
from index.articles import Article, Span
from index.search import Findings

WORDS = ("river", "bread", "stone", "zebra", "copper", "cloud", "train", "paper", "glass")
TEXT = " ".join(f"{word} came." for word in WORDS)
STARTS = [TEXT.index(word) for word in WORDS]
ARTICLE = Article("a", TEXT, tuple(Span(at, TEXT.index(".", at) + 1) for at in STARTS))


@dataclass(frozen=True)
class Found:
    """Findings, as far as they are looked at here."""

    question: str
    sentences: tuple[tuple[Article, Span], ...]


def pick(
    word: str, probability: float = 0.5, *marks: tuple[int, int], article: Article = ARTICLE
) -> Pick:
    return Pick(article, article.sentences[WORDS.index(word)], probability, marks)


def looked(*picks: Pick, confidence: float = 0.5, answers: bool = True) -> Looked:
    sentences = tuple((one.article, one.span) for one in picks)
    found = cast(Findings, Found(f"Who {len(picks)}?", sentences))
    return Looked("who", found, Evidence(picks, confidence, answers))


def shown(joined: Joined) -> list[str]:
    return [WORDS[STARTS.index(one.span.start)] for one in joined.evidence.picks]


def test_one_question_is_left_as_it_is() -> None:
    only = looked(pick("river"), pick("bread"))
    joined = join([only])
    assert joined.evidence is only.evidence
    assert joined.sentences == list(only.findings.sentences)
    assert (joined.asked, joined.numbers) == ("Who 2?", ((1, 2),))


def test_the_best_of_each_question_come_first_and_then_the_others_in_turn() -> None:
    joined = join(
        [looked(pick("river"), pick("bread"), pick("stone")), looked(pick("zebra"), pick("cloud"))]
    )
    assert shown(joined) == ["river", "zebra", "bread", "cloud"]
    assert joined.numbers == ((1, 3), (2, 4))
    assert len(joined.evidence.picks) == MAX_QUOTES


def test_of_three_questions_each_has_its_best() -> None:
    joined = join([looked(pick(a), pick(b)) for a, b in (WORDS[:2], WORDS[2:4], WORDS[4:6])])
    assert shown(joined) == ["river", "stone", "copper", "bread"]
    assert joined.numbers == ((1, 4), (2,), (3,))


def test_a_sentence_that_answers_two_is_shown_once_with_the_words_that_answer_either() -> None:
    one = looked(pick("river", 0.4, (0, 2)), pick("bread"))
    other = looked(pick("river", 0.9, (1, 4), (6, 9)), pick("stone"))
    joined = join([one, other])
    assert shown(joined) == ["river", "bread", "stone"]
    assert joined.numbers == ((1, 2), (1, 3))
    first = joined.evidence.picks[0]
    assert (first.probability, first.highlights) == (0.9, ((0, 4), (6, 9)))


def test_the_same_words_in_another_article_are_not_shown_again() -> None:
    copy = Article("b", TEXT, ARTICLE.sentences)
    joined = join([looked(pick("river")), looked(pick("river", article=copy), pick("stone"))])
    assert shown(joined) == ["river", "stone"]
    assert joined.numbers == ((1,), (1, 2))


def test_what_is_not_answered_brings_nothing_beside_what_is() -> None:
    joined = join([looked(pick("river"), answers=False), looked(pick("bread"), pick("stone"))])
    assert joined.evidence.answers
    assert shown(joined) == ["bread", "stone"]
    assert (joined.asked, joined.numbers) == ("Who 2?", ((1, 2),))
    assert [span for _, span in joined.sentences] == [one.span for one in joined.evidence.picks]


def test_where_none_is_answered_the_closest_of_all_are_there() -> None:
    joined = join([looked(pick(word), answers=False) for word in ("river", "bread")])
    assert not joined.evidence.answers
    assert shown(joined) == ["river", "bread"]


@pytest.mark.parametrize(
    ("parts", "confidence"),
    [
        (((0.9, True), (0.6, True)), 0.6),
        (((0.9, True), (0.1, False)), 0.9),
        (((0.05, False), (0.1, False)), 0.1),
    ],
)
def test_the_confidence_is_the_lowest_of_what_is_answered_or_else_the_highest(
    parts: tuple[tuple[float, bool], ...], confidence: float
) -> None:
    joined = join([looked(pick("river"), confidence=one, answers=told) for one, told in parts])
    assert joined.evidence.confidence == confidence


def test_nothing_found_for_any_is_nothing() -> None:
    joined = join([looked(answers=False, confidence=0.0)] * 2)
    assert (joined.evidence, joined.numbers) == (Evidence((), 0.0, answers=False), ((), ()))


def test_the_sentences_of_all_come_in_turn() -> None:
    one, other = looked(*map(pick, WORDS[:3])), looked(*map(pick, WORDS[3:5]))
    order = [WORDS[STARTS.index(span.start)] for _, span in join([one, other]).sentences]
    assert order == ["river", "zebra", "bread", "copper", "stone"]
