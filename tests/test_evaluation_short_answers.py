"""Short answers against SQuAD 2.0's published rule, written anew here from its description."""

from __future__ import annotations

import re
import string
from collections.abc import Sequence

import pytest
from evaluation_cases import articles, case
from hypothesis import given
from hypothesis import strategies as st

from bot.evaluation.measures import short_answers
from bot.evaluation.measures.measure import Part
from bot.evaluation.replies import Offsets, Shown

TEXT = (
    "Ryabkov met the U.S. delegation of 100,000. It's “the Wall” — a NATO-led, 30 % plan of 1930."
)
ARTICLES = articles({"a": TEXT})


def rule(text: str) -> list[str]:
    """Lower case, then no punctuation, then no articles, then white space put right."""
    text = "".join(c for c in text.lower() if c not in string.punctuation)
    return re.sub(r"\b(a|an|the)\b", " ", text).split()


def rule_scores(prediction: str, answers: Sequence[str]) -> tuple[float, float]:
    """Exact match and F1; gold answers of which nothing is left are no gold answers, and a
    question without any is answered by nothing."""
    gold = [words for words in map(rule, answers) if words] or [[]]
    said = rule(prediction)
    return max(float(said == words) for words in gold), max(rule_f1(said, w) for w in gold)


def rule_f1(said: list[str], gold: list[str]) -> float:
    if not said or not gold:
        return float(said == gold)
    shared = sum(min(said.count(word), gold.count(word)) for word in set(said))
    if not shared:
        return 0.0
    precision, recall = shared / len(said), shared / len(gold)
    return 2 * precision * recall / (precision + recall)


WORDS = st.lists(st.sampled_from(["a", "The", "an", "US", "U.S.", "-", "cat", "Cat's", " ", "sat"]))
PHRASES = WORDS.map(" ".join)


@given(PHRASES | st.text(), st.lists(PHRASES | st.text(), min_size=1, max_size=4))
def test_exact_match_and_f1_are_those_of_squads_rule(said: str, gold: list[str]) -> None:
    exact, f1 = rule_scores(said, gold)
    assert short_answers.exact_match(said, gold) == exact
    assert short_answers.token_f1(said, gold) == pytest.approx(f1)


@pytest.mark.parametrize(
    ("said", "gold", "exact", "f1"),
    [
        ("The U.S.  delegation!", ["US delegation"], 1, 1),
        ("the cat sat", ["a cat"], 0, 2 / 3),
        ("cat cat", ["cat"], 0, 2 / 3),  # counted as often as in both
        ("dog", ["a cat", "the dog"], 1, 1),  # the best of them
        ("dog", ["cat"], 0, 0),
        ("", ["cat"], 0, 0),
        ("", ["the", "cat"], 0, 0),  # a gold answer of which nothing is left is none
        ("", ["the"], 1, 1),
        ("the", ["a"], 1, 1),  # both empty
        ("theatre", ["atre"], 0, 0),  # "the" is a word, not letters
        ("the-cat", ["thecat"], 1, 1),  # punctuation goes before articles do
    ],
)
def test_worked_cases_of_squads_rule(said: str, gold: list[str], exact: float, f1: float) -> None:
    assert short_answers.exact_match(said, gold) == exact
    assert short_answers.token_f1(said, gold) == pytest.approx(f1)
    assert rule_scores(said, gold) == pytest.approx((exact, f1))


@pytest.mark.parametrize(
    ("answer", "there"),
    [
        ("ryabkov", True),
        ("the delegation", True),  # articles aside, "U.S. delegation" has it
        ("US", False),  # "U.S." is two letters
        ("U.S.", True),
        ("100,000", True),
        ("100", False),  # not within a number
        ("000", False),
        ("100000", True),
        ("wall", True),
        ("'the wall'", True),
        ("NATO", True),
        ("NATO-led", True),
        ("30%", True),
        ("193", False),
        ("plan of", True),
        ("plan 1930", False),  # in a row
        ("lan", False),  # whole words
        ("it", True),
        ("the", False),  # nothing is left of it
        ("", False),
        ("—", False),
    ],
)
def test_an_answer_is_contained_as_whole_words_in_a_row(answer: str, there: bool) -> None:
    assert short_answers.contains(TEXT, answer) is there


def quoted(start: int, end: int, *highlights: Offsets) -> Shown:
    return Shown("a", start, end, TEXT[start:end], highlights)


@pytest.mark.parametrize(
    ("quotes", "prediction"),
    [
        ([quoted(0, 43, (0, 7), (35, 42))], "Ryabkov"),  # the first highlight
        ([quoted(0, 43, (35, 42)), quoted(44, 60, (44, 48))], "100,000"),  # of the first quote
        ([quoted(0, 7)], "Ryabkov"),  # without one the whole quote
        ([quoted(8, 43, (0, 7))], TEXT[8:43]),  # one outside its quote is none
        ([quoted(0, 7, (5, 5), (3, 1), (-4, 2))], "Ryabkov"),
        ([Shown("a", 0, 7, "Lavrov.", ((0, 7),))], ""),  # an inexact quote says nothing
        ([], ""),
        (None, ""),
    ],
)
def test_the_prediction_is_what_is_highlighted_first(
    quotes: list[Shown] | None, prediction: str
) -> None:
    assert short_answers.prediction(case([], quotes, sources=ARTICLES)) == prediction


def test_a_model_that_writes_is_taken_at_its_own_text_without_marks() -> None:
    text = "Ryabkov[1] met them [1, 2]."
    written = case([], [quoted(8, 15)], text=text, answerer="some:model", sources=ARTICLES)
    assert short_answers.prediction(written) == "Ryabkov met them."


def test_an_answer_of_quotes_alone_is_taken_at_what_it_highlights() -> None:
    lead = "One article speaks to this:"
    quoting = case(
        [],
        [quoted(0, 15, (0, 7))],
        text=f"Ryabkov[1] {lead}[1]",
        statements=[("Ryabkov", (1,)), (lead, (1,))],
        answerer="extractive",
        sources=ARTICLES,
    )
    assert short_answers.prediction(quoting) == "Ryabkov"


def test_an_answer_that_only_calls_itself_extractive_is_taken_at_its_text() -> None:
    text = "Aliens met them.[1]"
    lying = case([], [quoted(0, 15, (0, 7))], text=text, answerer="extractive", sources=ARTICLES)
    assert short_answers.prediction(lying) == "Aliens met them."


@pytest.mark.parametrize(
    ("quotes", "text", "answerer", "found"),
    [
        ([quoted(0, 43)], "", "extractive", 1),
        ([quoted(8, 43)], "", "extractive", 0),
        ([quoted(8, 43), quoted(0, 7)], "", "extractive", 1),  # any quote
        ([Shown("a", 1, 8, "Ryabkov")], "", "extractive", 0),  # not where it says
        ([quoted(8, 15)], "It was Ryabkov.", "extractive", 1),  # the text is its own
        ([], "It was Ryabkov.", "some:model", 1),
        (None, "It was Ryabkov.", "some:model", 0),  # declined
        (None, "", "extractive", 0),
    ],
)
def test_contained_is_in_exact_quotes_or_a_models_own_text(
    quotes: list[Shown] | None, text: str, answerer: str, found: float
) -> None:
    scored = case(
        [], quotes, answers=("Lavrov", "Ryabkov"), text=text, answerer=answerer, sources=ARTICLES
    )
    assert short_answers.answer_contained(scored) == Part(found)


def test_a_declined_question_with_a_gold_answer_scores_nothing() -> None:
    declined = case([[(0, 7)]], answers=("Ryabkov",), sources=ARTICLES)
    assert short_answers.answer_exact(declined) == Part(0)
    assert short_answers.answer_f1(declined) == Part(0)


def test_a_highlight_is_scored_against_the_best_gold_answer() -> None:
    scored = case(
        [], [quoted(0, 43, (0, 11))], answers=("Lavrov", "the Ryabkov"), sources=ARTICLES
    )  # "Ryabkov met"
    assert short_answers.answer_exact(scored) == Part(0)
    assert short_answers.answer_f1(scored) == Part(2 / 3)


def test_curly_quotes_are_the_straight_ones_of_a_typed_answer() -> None:
    start = TEXT.index("“the Wall”")
    scored = case([], [quoted(start, start + 10)], answers=('"the Wall"', "it"), sources=ARTICLES)
    assert short_answers.answer_exact(scored) == Part(1)
    assert short_answers.answer_f1(scored) == Part(1)


def test_without_a_gold_answer_nothing_is_scored() -> None:
    scored = case([], [quoted(0, 43)], sources=ARTICLES)
    measured = [measure.part(scored) for measure in short_answers.MEASURES if measure.part]
    assert measured == [None, None, None]
