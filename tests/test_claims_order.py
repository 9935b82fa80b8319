"""What came first."""

from __future__ import annotations

import pytest

from bot.claims.order import turned
from bot.claims.text import read

DAYS = "The council meets in Brussels on Wednesday and a session is held in Vienna on Thursday."


@pytest.mark.parametrize(
    ("statement", "evidence"),
    [
        ("Russia left the talks before Ukraine signed.", "Ukraine signed, before Russia left."),
        ("After the summit failed, Russia invaded.", "After Russia invaded, the summit failed."),
        ("The session in Vienna precedes the council in Brussels.", DAYS),
        ("The council meets in Brussels after the session in Vienna.", DAYS),
    ],
)  # fmt: skip
def test_events_may_not_change_places(statement: str, evidence: str) -> None:
    assert turned(read(statement), read(evidence))


@pytest.mark.parametrize(
    ("statement", "evidence"),
    [
        ("After Russia invaded, the summit failed.", "Russia invaded before the summit failed."),
        ("The session in Vienna follows the council in Brussels.", DAYS),
        ("The council meets in Brussels before the session in Vienna.", DAYS),
        ("They go further than ever before to hit him.", "They hit him, going further."),
        ("They met after lunch.", "They met on Monday."),
    ],
)  # fmt: skip
def test_the_same_order_in_other_words_is_the_same(statement: str, evidence: str) -> None:
    assert turned(read(statement), read(evidence)) is None
