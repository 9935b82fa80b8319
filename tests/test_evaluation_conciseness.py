"""What a person has to read, counted by hand."""

from __future__ import annotations

import pytest
from evaluation_cases import case, quote

from bot.evaluation.measures import conciseness
from bot.evaluation.measures.measure import Part
from bot.evaluation.replies import Offsets, Shown


def test_an_answer_has_characters_quotes_and_sources() -> None:
    answer = case([], [quote(0, 10), quote(20, 23), quote(0, 7, "b")])
    assert conciseness.quoted_characters(answer) == Part(20)
    assert conciseness.quotes_each(answer) == Part(3)
    assert conciseness.sources_each(answer) == Part(2)


@pytest.mark.parametrize(
    ("quotes", "repeats"),
    [
        ([(0, 10)], 0),
        ([(0, 10), (20, 30)], 0),
        ([(0, 10), (10, 20)], 0),  # side by side
        ([(0, 10), (9, 20)], 1),
        ([(0, 10), (0, 10), (0, 10)], 2),
        ([(0, 10), (20, 30), (0, 30)], 1),
        ([quote(0, 10), quote(0, 10, "b")], 0),  # the same place, of other articles
        ([quote(0, 3, text="The Wall"), quote(0, 3, "b", text="the  wall")], 1),
        ([quote(0, 3, text="The Wall"), quote(0, 3, "b", text="the walls")], 0),
    ],
)
def test_a_quote_repeats_an_earlier_one_by_place_or_by_words(
    quotes: list[Shown | Offsets], repeats: int
) -> None:
    assert conciseness.repeated_quotes(case([], quotes)) == Part(repeats, len(quotes))


def test_an_answer_without_quotes_has_none_to_repeat() -> None:
    empty = case([], [])
    assert conciseness.repeated_quotes(empty) is None
    assert conciseness.quotes_each(empty) == Part(0)


def test_a_declined_question_is_left_out_with_its_closest() -> None:
    declined = case([], closest=[(0, 10)])
    measured = [measure.part(declined) for measure in conciseness.MEASURES if measure.part]
    assert measured == [None] * 4
