"""Which weekdays of a quote are past and which are still to come."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.claims.weekdays import Side, weekdays


def sides(text: str) -> list[str]:
    return [side.value for _, side in weekdays(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Ryabkov said on Friday that Russia will send troops.",
        "Ryabkov said on Friday Russia will send troops.",
        "“The build-up continues,” he said Friday.",
        "Dozens were killed on Thursday and thousands are expected at the funeral.",
        "The mayor was arrested on Friday and is expected in court within a month.",
        "Sherman met Ryabkov on Saturday in Geneva, ahead of the summit.",
        "On Friday, Blinken listed what the talks will be about.",
        "On Thursday, Bolivia and Chile signed a treaty that will end it.",
        "The court in Abidjan on Monday ordered that they be held.",
        "The train came out of the tunnel before dawn on Saturday.",
        "Shares fell by four dollars on Thursday, more than expected.",
        "Buses have been running since Monday and will run tomorrow.",
        "The Friday talks failed.",
        "He will tell what happened last Monday.",
        "He will tell of last Monday's fire.",
    ],
)
def test_behind_a_past_verb_of_its_clause_a_weekday_is_past(text: str) -> None:
    assert sides(text) == ["past"]


@pytest.mark.parametrize(
    "text",
    [
        "They will meet on Wednesday.",
        "Ryabkov said that they will meet on Wednesday.",
        "Ryabkov said they would be released on Wednesday.",
        "Talks on Monday will be hard.",
        "On Friday the halves will be joined.",
        "The talks begin on Monday.",
        "They are expected to be flown out on Monday, when it is warm.",
        "It is due for a vote by Friday.",
        "He has promised to come next Monday.",
        "They were due to meet on Tuesday.",
        "It will be opened as planned on Saturday.",
        "They meet ahead of larger sessions in Brussels on Wednesday.",
    ],
)
def test_behind_a_verb_of_what_is_to_come_a_weekday_is_to_come(text: str) -> None:
    assert sides(text) == ["coming"]


@pytest.mark.parametrize(
    "text",
    [
        "A meeting on Wednesday.",
        "He said talks on Wednesday will be hard.",
        "He said Wednesday's talks will be hard.",
        "The ministers will meet after Monday's attack.",
        "They are to blame for Sunday’s fire.",
        "They are to blame for the fire on Sunday.",
        "He is expected to comment on Friday's strike.",
        "The ministers would discuss Sunday's attack.",
        "The vote had been expected on Tuesday but was put off.",
        "They were due to meet on Tuesday, but the talks were put off.",
        "They agreed to meet on Wednesday.",
        "They called a meeting for Wednesday.",
        "They met every Wednesday.",
        "Blinken saw little hope, either in Geneva or during a meeting on Wednesday.",
        "“If the Russians come on Monday, we are at an impasse,” she said.",
    ],
)
def test_in_doubt_nothing_is_known_of_a_weekday(text: str) -> None:
    assert sides(text) == ["unknown"]


def test_each_weekday_is_judged_by_itself() -> None:
    text = "He said on Sunday that they met on Friday and would meet on Monday and on Tuesday."
    assert sides(text) == ["past", "past", "coming", "coming"]


def test_a_weekday_with_its_date_says_nothing_else() -> None:
    assert sides("They met on Monday, December 20, and on Tuesday 21 December.") == []


@given(st.text(st.sampled_from(list("aM ,.“”’\n")), max_size=80))
def test_any_text_around_a_weekday_is_read(around: str) -> None:
    assert set(weekdays(f"{around} Monday {around}")) <= {("Monday", side) for side in Side}


@pytest.mark.parametrize("unit", ["Monday ", "will not surely be surely Monday ", "to ", ", ", "a"])
def test_as_much_as_is_read_of_a_quote_takes_no_second(unit: str) -> None:
    text = unit * (4_000 // len(unit))
    started = time.perf_counter()
    list(weekdays(text))
    assert time.perf_counter() - started < 1.0
