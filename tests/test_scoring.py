"""The measures, worked by hand: which quote is evidence, and what an answer scores."""

from __future__ import annotations

import math

import pytest

from bot.answer import Answer, Citation, Status
from bot.evaluation import scoring
from bot.evaluation.questions import Place, Question
from bot.evaluation.scoring import Scored
from index.articles import Article, Span

TEXT = "0123456789" * 10
Range = tuple[int, int]


def cited(start: int, end: int, article: str = "a") -> Citation:
    return Citation(1, Article(article, TEXT, (Span(0, len(TEXT)),)).quote(start, end))


def scored(groups: list[list[Range]], quotes: list[Range]) -> Scored:
    """A question with gold places and an answer with quotes, all in one article."""
    places = tuple(tuple(Place("a", *place) for place in group) for group in groups)
    question = Question("q1", "Who?", "who", bool(groups), places)
    status = Status.ANSWERED if quotes else Status.DECLINED
    citations = tuple(cited(*quote) for quote in quotes)
    return Scored(question, Answer("Who?", status, "", (), 0.5, "extractive", citations))


@pytest.mark.parametrize(
    ("quote", "gold", "counts"),
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
    ],
)
def test_a_quote_is_evidence_if_it_has_half_of_the_gold_or_lies_within_it(
    quote: Range, gold: Range, counts: bool
) -> None:
    assert scoring.is_evidence(cited(*quote), [Place("a", *gold)]) is counts


def test_the_same_offsets_in_another_article_are_no_evidence() -> None:
    assert not scoring.is_evidence(cited(0, 10, "b"), [Place("a", 0, 10)])


def test_any_one_place_is_enough() -> None:
    assert scoring.is_evidence(cited(0, 10), [Place("b", 0, 10), Place("a", 0, 10)])


def test_without_a_place_nothing_is_evidence() -> None:
    assert not scoring.is_evidence(cited(0, 10), [])


@pytest.mark.parametrize(
    ("groups", "quotes", "found"),
    [
        ([[(0, 10)]], [(0, 10)], 1.0),
        ([[(0, 10)]], [(20, 30)], 0.0),
        ([[(0, 10)]], [(20, 30), (0, 10)], 1.0),
        ([[(0, 10), (40, 50)]], [(40, 50)], 1.0),  # either of a group
        ([[(0, 10)], [(40, 50)]], [(40, 50)], 0.5),  # every group
        ([[(0, 10)], [(40, 50)]], [(0, 50)], 1.0),  # one quote for both
        ([[(0, 10)], [(40, 50)], [(60, 70)]], [(0, 10), (0, 10)], 1 / 3),
        ([[(0, 10)]], [], 0.0),  # declined
        ([], [(0, 10)], None),  # nothing to find
        ([], [], None),
    ],
)
def test_evidence_found_is_the_share_of_the_groups(
    groups: list[list[Range]], quotes: list[Range], found: float | None
) -> None:
    assert scoring.evidence_found(scored(groups, quotes)) == found


@pytest.mark.parametrize(
    ("groups", "quotes", "right"),
    [
        ([[(0, 10)]], [(0, 10), (20, 30)], 1.0),
        ([[(0, 10)]], [(20, 30), (0, 10)], 0.0),
        ([[(20, 30)], [(0, 10)]], [(0, 10)], 1.0),
        ([[(0, 10)]], [], None),
        ([], [(0, 10)], None),
    ],
)
def test_the_first_quote_is_right_wrong_or_not_to_be_scored(
    groups: list[list[Range]], quotes: list[Range], right: float | None
) -> None:
    assert scoring.first_right(scored(groups, quotes)) == right


def test_each_quote_of_an_answerable_question_is_right_or_not() -> None:
    assert scoring.right_quotes(scored([[(0, 10)]], [(0, 10), (50, 60), (2, 8)])) == [
        True,
        False,
        True,
    ]
    assert scoring.right_quotes(scored([[(0, 10)]], [])) == []
    assert scoring.right_quotes(scored([], [(0, 10)])) == []


def test_the_closest_of_a_declined_answer_are_not_quotes() -> None:
    question = Question("q1", "Who?", "who", True, ((Place("a", 0, 10),),))
    closest = (cited(0, 10),)
    answer = Answer("Who?", Status.DECLINED, "", (), 0.1, "extractive", closest=closest)
    assert scoring.evidence_found(Scored(question, answer)) == 0.0
    assert scoring.right_quotes(Scored(question, answer)) == []


@pytest.mark.parametrize(
    ("wanted", "first", "found"),
    [
        (["345"], False, True),
        (["345"], True, False),
        (["zzz", "012"], True, True),
        (["zzz"], False, False),
        ([], False, False),
        (["2301"], False, False),  # not across two quotes
    ],
)
def test_an_answer_contains_words_if_one_of_its_quotes_does(
    wanted: list[str], first: bool, found: bool
) -> None:
    answer = scored([], [(0, 3), (3, 8)]).answer
    assert scoring.contains(answer, wanted, first=first) is found


def test_case_does_not_count() -> None:
    quote = Article("a", "Wendy SHERMAN", ()).quote(0, 13)
    answer = Answer("Who?", Status.ANSWERED, "", (), 0.5, "extractive", (Citation(1, quote),))
    assert scoring.contains(answer, ["wendy Sherman"])


@pytest.mark.parametrize(
    ("answerable", "unanswerable", "chance"),
    [
        ([0.9, 0.8], [0.1, 0.2], 1.0),
        ([0.1], [0.9], 0.0),
        ([0.5], [0.5], 0.5),  # a tie counts half
        ([0.9, 0.3], [0.3, 0.1], 0.875),
    ],
)
def test_told_apart_is_the_chance_that_the_answerable_is_surer(
    answerable: list[float], unanswerable: list[float], chance: float
) -> None:
    assert scoring.told_apart(answerable, unanswerable) == chance


def test_nothing_is_told_apart_from_nothing() -> None:
    assert math.isnan(scoring.told_apart([], [0.5]))
    assert math.isnan(scoring.told_apart([0.5], []))


def test_a_mean_leaves_out_what_could_not_be_scored() -> None:
    assert scoring.mean([1.0, None, 0.0, None, True]) == (2 / 3, 3)


def test_a_mean_of_ties_is_the_tie() -> None:
    assert scoring.mean([0.5, 0.5]) == (0.5, 2)


@pytest.mark.parametrize("values", [[], [None, None]])
def test_the_mean_of_nothing_is_no_number_of_no_cases(values: list[None]) -> None:
    value, cases = scoring.mean(values)
    assert math.isnan(value)
    assert cases == 0
