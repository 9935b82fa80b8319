"""Exact quotes and gold evidence, worked by hand."""

from __future__ import annotations

import pytest
from evaluation_cases import ARTICLES, TEXTS, Gold, case, quote
from hypothesis import given
from hypothesis import strategies as st

from bot.evaluation.measures import evidence
from bot.evaluation.measures.measure import Part
from bot.evaluation.questions import Place
from bot.evaluation.replies import Offsets, Shown

LENGTH = len(TEXTS["a"])
offsets = st.integers(-2 * LENGTH, 2 * LENGTH)


@pytest.mark.parametrize(
    ("span", "gold", "counts"),
    [
        ((0, 10), (0, 10), True),  # the same
        ((0, 50), (20, 30), True),  # gold inside the quote
        ((20, 30), (0, 50), True),  # the quote inside gold, however small
        ((20, 21), (0, 99), True),
        ((0, 10), (5, 15), True),  # exactly half of the gold
        ((0, 10), (6, 16), False),  # less than half
        ((0, 10), (6, 12), True),  # most of a short gold
        ((0, 10), (4, 50), False),  # most of the quote, but little of the gold and not within it
        ((10, 20), (0, 10), False),  # side by side
        ((0, 10), (10, 20), False),
        ((0, 10), (9, 10), True),  # one character, all of the gold
        ((0, 10), (9, 12), False),
        ((50, 60), (0, 10), False),  # far apart
        ((0, 199), (150, 160), True),  # a whole article has everything
    ],
)
def test_a_quote_is_evidence_if_it_has_half_of_the_gold_or_lies_within_it(
    span: Offsets, gold: Offsets, counts: bool
) -> None:
    assert evidence.overlaps_enough("a", *span, [Place("a", *gold)]) is counts
    assert evidence.is_evidence(quote(*span), [Place("a", *gold)], ARTICLES) is counts


def test_the_same_offsets_in_another_article_are_no_evidence() -> None:
    assert not evidence.is_evidence(quote(0, 10, "b"), [Place("a", 0, 10)], ARTICLES)


def test_any_one_place_is_enough_and_without_one_nothing_is() -> None:
    places = [Place("b", 0, 10), Place("a", 0, 10)]
    assert evidence.is_evidence(quote(0, 10), places, ARTICLES)
    assert not evidence.is_evidence(quote(0, 10), [], ARTICLES)


WRONG = {
    "another word": quote(0, 7, text="000 002"),
    "another case": Shown("b", 0, 3, "05O"),
    "cut short": quote(0, 7, text="000 00"),
    "white space tidied": quote(0, 7, text="000  001"),
    "words of another place": quote(4, 11, text="000 001"),
    "offsets one too far": quote(1, 8, text="000 001"),
    "an unknown article": Shown("nowhere", 0, 7, "000 001"),
    "words of another article": Shown("b", 0, 7, "000 001"),
    "an end past the text": Shown("a", 0, LENGTH + 1, TEXTS["a"]),
    "both past the text": Shown("a", LENGTH + 1, LENGTH + 2, ""),
    "counted from the end": Shown("a", -7, -4, TEXTS["a"][-7:-4]),
    "from the end to the end": Shown("a", -LENGTH, LENGTH, TEXTS["a"]),
    "reversed": Shown("a", 7, 0, ""),
    "nothing": Shown("a", 3, 3, ""),
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG.keys())
def test_a_planted_inexact_quote_is_caught_by_number(wrong: Shown) -> None:
    planted = case([[(0, 7)]], [(0, 7), wrong, (8, 11)])
    assert evidence.inexact(planted) == (2,)
    assert evidence.exactness(planted) == Part(2, 3)


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG.keys())
def test_an_inexact_quote_is_never_evidence(wrong: Shown) -> None:
    everything = [[(0, LENGTH)]]
    planted = case(everything, [wrong])
    assert not evidence.is_evidence(wrong, [Place("a", 0, LENGTH), Place("b", 0, LENGTH)], ARTICLES)
    assert evidence.evidence_recall(planted) == Part(0)
    assert evidence.first_quote_right(planted) == Part(0)
    assert evidence.evidence_precision(planted) == Part(0, 1)
    assert evidence.evidence_covered(planted) == Part(0)


@given(offsets, offsets)
def test_offsets_are_exact_only_where_they_are_a_place(start: int, end: int) -> None:
    exact = evidence.is_exact(Shown("a", start, end, TEXTS["a"][start:end]), ARTICLES)
    assert exact is (0 <= start < end <= LENGTH)


@given(offsets, offsets, offsets, offsets)
def test_what_counts_has_a_character_of_the_place(a: int, b: int, c: int, d: int) -> None:
    start, end = sorted((c, d))
    if start < end and evidence.overlaps_enough("a", a, b, [Place("a", start, end)]):
        assert set(range(a, b)) & set(range(start, end))


def test_closest_passages_must_be_exact_too_and_are_counted_on() -> None:
    declined = case([[(0, 7)]], closest=[(0, 7), WRONG["reversed"]])
    assert (evidence.inexact(declined), evidence.exactness(declined)) == ((2,), Part(1, 2))
    both = case([], [(0, 7)], closest=[WRONG["reversed"], (8, 11)])
    assert (evidence.inexact(both), evidence.exactness(both)) == ((2,), Part(2, 3))


@pytest.mark.parametrize("quotes", [None, []])
def test_without_a_quote_there_is_no_exactness(quotes: list[Offsets] | None) -> None:
    assert evidence.exactness(case([[(0, 7)]], quotes)) is None


@pytest.mark.parametrize(
    ("gold", "quotes", "found"),
    [
        ([[(0, 10)]], [(0, 10)], 1.0),
        ([[(0, 10)]], [(20, 30)], 0.0),
        ([[(0, 10)]], [(20, 30), (0, 10)], 1.0),
        ([[(0, 10), (40, 50)]], [(40, 50)], 1.0),  # either of a group
        ([[(0, 10)], [(40, 50)]], [(40, 50)], 0.5),  # every group
        ([[(0, 10)], [(40, 50)]], [(0, 50)], 1.0),  # one quote for both
        ([[(0, 10)], [(40, 50)], [(60, 70)]], [(0, 10), (0, 10)], 1 / 3),
        ([[(0, 10)]], [], 0.0),  # answered without a quote
        ([[(0, 10)]], None, 0.0),  # declined
    ],
)
def test_recall_is_the_share_of_the_groups_quoted(
    gold: Gold, quotes: list[Offsets] | None, found: float
) -> None:
    assert evidence.evidence_recall(case(gold, quotes)) == Part(found)


@pytest.mark.parametrize(
    ("gold", "quotes", "right"),
    [
        ([[(0, 10)]], [(0, 10), (20, 30)], Part(1)),
        ([[(0, 10)]], [(20, 30), (0, 10)], Part(0)),
        ([[(20, 30)], [(0, 10)]], [(0, 10)], Part(1)),
        ([[(0, 10)]], None, None),
        ([[(0, 10)]], [], None),
        ([], [(0, 10)], None),
    ],
)
def test_the_first_quote_is_right_wrong_or_not_to_be_scored(
    gold: Gold, quotes: list[Offsets] | None, right: Part | None
) -> None:
    assert evidence.first_quote_right(case(gold, quotes)) == right


@pytest.mark.parametrize(
    ("gold", "quotes", "answerable", "overall"),
    [
        ([[(0, 10)]], [(0, 10), (50, 60), (2, 8)], Part(2, 3), Part(2, 3)),
        ([], [(0, 10), (50, 60)], None, Part(0, 2)),  # nothing answers: each quote is wrong
        ([[(0, 10)]], None, None, None),
        ([[(0, 10)]], [], None, None),
        ([], None, None, None),
    ],
)
def test_precision_counts_quotes_of_answerable_questions_or_of_all(
    gold: Gold, quotes: list[Offsets] | None, answerable: Part | None, overall: Part | None
) -> None:
    scored = case(gold, quotes)
    assert evidence.evidence_precision(scored) == answerable
    assert evidence.quotes_right_overall(scored) == overall


@pytest.mark.parametrize(
    ("gold", "quotes", "covered"),
    [
        ([[(0, 10)]], [(0, 10)], 1.0),
        ([[(0, 10)]], [(0, 100)], 1.0),
        ([[(0, 10)]], [(5, 20)], 0.5),
        ([[(0, 10)]], [(2, 3)], 0.1),  # evidence, but hardly any of it
        ([[(0, 10)]], [(0, 4), (2, 6), (20, 30)], 0.6),  # what is quoted twice counts once
        ([[(0, 10), (40, 60)]], [(0, 2), (40, 50)], 0.5),  # the best place of a group
        ([[(0, 10)], [(40, 60)]], [(0, 10), (40, 45)], 0.625),  # mean over groups
        ([[(0, 10)]], [(10, 20)], 0.0),
        ([[(0, 10)]], [], 0.0),
        ([[(0, 10)]], None, 0.0),
    ],
)
def test_covered_is_the_share_of_the_golds_characters(
    gold: Gold, quotes: list[Offsets] | None, covered: float
) -> None:
    assert evidence.evidence_covered(case(gold, quotes)) == Part(covered)


def test_an_unanswerable_question_has_no_evidence_to_find() -> None:
    scored = case([], [(0, 10)])
    assert evidence.evidence_recall(scored) is None
    assert evidence.evidence_covered(scored) is None


def test_the_closest_of_a_declined_answer_are_not_quotes() -> None:
    declined = case([[(0, 10)]], closest=[(0, 10)])
    assert evidence.quotes_right(declined) == ()
    assert evidence.evidence_recall(declined) == Part(0)
    assert evidence.evidence_covered(declined) == Part(0)
