"""Dates that follow from the day an article was published."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.calendar_names import WEEKDAYS
from bot.claims.dates import missing, spelt_out, without_spans
from bot.claims.text import read

SUNDAY = "2022-01-09"


@pytest.mark.parametrize(
    ("text", "follows"),
    [
        ("He spoke on Friday.", "Friday, January 7, 2022."),
        ("He spoke on Sunday.", "Sunday, January 9, 2022."),
        ("They will meet on Wednesday.", "Wednesday, January 12, 2022."),
        ("He said on Friday that they will.", "Friday, January 7, 2022."),
        ("They agreed to meet on Friday.", ""),
        ("They met yesterday.", "Saturday, January 8, 2022."),
        ("They meet on January 12.", "Wednesday, January 12, 2022."),
        ("They met on 30 December.", "Thursday, December 30, 2021."),
        ("Two lists were lodged last month.", "December 2021."),
        ("It opens next year.", "2023."),
        ("They met on February 30.", ""),
        ("They met.", ""),
    ],
)
def test_what_follows_from_a_sunday_in_january(text: str, follows: str) -> None:
    assert spelt_out(text, SUNDAY) == follows


@pytest.mark.parametrize("published", [None, "", "Sunday", "2022", "2022-13-45"])
def test_without_a_day_nothing_follows(published: str | None) -> None:
    assert spelt_out("He spoke on Friday.", published) == ""


@given(
    st.dates(date(1900, 1, 1), date(2100, 1, 1)),
    st.sampled_from(WEEKDAYS),
    st.sampled_from((("spoke", -1), ("will speak", 1))),
)
def test_a_weekday_is_less_than_a_week_away_and_on_the_side_that_the_verb_says(
    day: date, weekday: str, verb: tuple[str, int]
) -> None:
    found = spelt_out(f"He {verb[0]} on {weekday}.", day.isoformat())
    meant = datetime.strptime(found, "%A, %B %d, %Y.").replace(tzinfo=UTC).date()
    assert WEEKDAYS[meant.weekday()] == weekday
    assert 0 <= (meant - day).days * verb[1] < 7


def test_a_relative_time_has_to_be_in_the_evidence() -> None:
    evidence = read("They met last month, and not today.")
    assert missing(read("They met last month."), evidence) is None
    assert missing(read("They met last week."), evidence) == (
        "the quotes do not have the date “last week”"
    )


@pytest.mark.parametrize(
    ("statement", "evidence"),
    [
        ("It met two months after the first time.", "It met on July 28 and September 30."),
        ("It met 64 days later.", "It met on July 28 and September 30."),
        ("It met a week later, two weeks before May.", "It met on May 1 and May 15."),
        ("The summit came two years after the war.", "There was a war in 2008, a summit in 2010."),
    ],
)
def test_how_far_apart_two_days_lie_follows_from_them(statement: str, evidence: str) -> None:
    left = without_spans(read(statement), read(evidence)).text
    assert not {"two", "64", "months", "days", "years"} & set(read(left).words)


@pytest.mark.parametrize(
    "statement",
    [
        "It met three months after the first time.",
        "Two months passed.",
        "There were 64 people.",
        "It met two years later.",
    ],
)
def test_any_other_span_has_to_be_in_the_evidence(statement: str) -> None:
    evidence = read("It met on July 28 and September 30.")
    assert without_spans(read(statement), evidence).text == read(statement).text


def test_what_came_before_did_not_come_after() -> None:
    evidence = read("The council met on January 12 and the assembly on January 13.")
    right = read("The assembly met one day after the council.")
    wrong = read("The council met one day after the assembly.")
    assert "day" not in without_spans(right, evidence).words
    assert "day" in without_spans(wrong, evidence).words


def test_the_next_day_is_that_behind_the_weekday() -> None:
    assert spelt_out("They meet on Sunday, and again the next day.", None) == "Monday."
