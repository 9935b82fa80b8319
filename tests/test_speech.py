"""Who speaks is never who is spoken to."""

from __future__ import annotations

import time

import pytest

from bot import speech


@pytest.mark.parametrize(
    ("sentence", "speakers"),
    [
        (
            "Lava destroyed 166 houses, the regional president, Ángel Torres, told reporters.",
            ["Ángel Torres"],
        ),
        ("Sales fell, Minera Sur's chief executive, Paula Vidal, told Reuters.", ["Paula Vidal"]),
        (
            "Mayor Rita Holm, who opened it, told the Harbour News that it was safe.",
            ["Mayor Rita Holm"],
        ),
        (
            "The catch was poor, Peter Lund, a fisherman, told Radio Nord on Friday.",
            ["Peter Lund"],
        ),
        ("Sand, in tears, told Lund that she was leaving.", ["Sand"]),
        ("Peter Lund, 45, told Radio Nord that the catch was poor.", ["Peter Lund"]),
        ("\ufffc Peter Lund, a fisherman, told Radio Nord.", ["Peter Lund"]),
    ],
)
def test_who_tells_somebody_stands_before_what_is_said_of_them(
    sentence: str, speakers: list[str]
) -> None:
    assert speech.tags(sentence) == speakers


@pytest.mark.parametrize(
    "sentence",
    [
        "Ada Brook and Tom Hill, who opened it, told reporters that it was safe.",
        "Friends of Ada Brook, who opened it, told the Harbour News that it was safe.",
        "A friend of the mayor, Ada Brook, told reporters that it was safe.",
        "Residents of Springfield, Illinois, who fear it, told Reuters that it fell.",
        "Sand, in tears, asked Lund.",
        "Sand, in tears, warned Lund that she was leaving.",
    ],
)
def test_where_it_is_open_who_told_them_it_is_nobody(sentence: str) -> None:
    assert speech.tags(sentence) == []


@pytest.mark.parametrize(
    "said", ["\ufffc, asked Lund.", "\ufffc warned Lund.", "It fell, said Lund."]
)
def test_behind_what_was_said_stands_who_said_it(said: str) -> None:
    assert speech.tags(said) == ["Lund"]


@pytest.mark.parametrize(
    "part",
    ["A ", "A's ", "the a, ", "A, a ", "A A A A A A , a, told ", " ", " \n", "\ufffc  ", ", \t"],
)
def test_no_sentence_takes_long(part: str) -> None:
    started = time.perf_counter()
    speech.tags(part * (speech.MAX_CHARS // len(part)))
    speech.tags("\ufffc said A" + part * (speech.MAX_CHARS // len(part)))
    assert time.perf_counter() - started < 0.5
