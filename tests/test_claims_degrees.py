"""How many of them, which one, what time of day."""

from __future__ import annotations

import pytest

from bot.claims.degrees import swapped, turned
from bot.claims.text import read


@pytest.mark.parametrize(
    ("statement", "evidence"),
    [
        ("They agree on all issues.", "They agree on some issues."),
        ("It is the last session.", "It is an extraordinary session."),
        ("It is a regular session.", "It is an extraordinary session."),
        ("The keeper came at midnight.", "The keeper came at noon."),
        ("Only the tall ones came.", "The tall ones came."),
        ("One of the two drafts has limits.", "The two drafts have limits."),
        ("It was the 2008 summit.", "In 2008 they spoke of the 2010 summit."),
        ("These are the least substantive talks.", "These are the most substantive talks."),
    ],
)
def test_a_word_that_goes_further_than_the_evidence_speaks_against_a_statement(
    statement: str, evidence: str
) -> None:
    assert turned(read(statement), read(evidence))


@pytest.mark.parametrize(
    ("statement", "evidence"),
    [
        ("They agree on everything.", "They agree on all issues."),
        ("Only two came.", "Just two came."),
        ("It is a special session.", "It is an extraordinary session."),
        ("They meet at the last minute.", "They meet at once."),
        ("The Central Bank met.", "The bank met."),
        ("One of the two drafts has limits.", "Of the two drafts, one has limits."),
    ],
)
def test_another_word_for_the_same_does_not(statement: str, evidence: str) -> None:
    assert turned(read(statement), read(evidence)) is None


def test_what_is_more_and_what_is_less_may_not_change_places() -> None:
    evidence = read("There are more bears than there are foxes.")
    assert swapped(read("There are more foxes than bears."), evidence)
    assert swapped(read("There are more bears than foxes."), evidence) is None


@pytest.mark.parametrize(
    ("statement", "evidence"),
    [
        ("All European diplomats are convinced.", "Some European diplomats are convinced of all."),
        ("Every town was hit.", "Several towns were hit."),
        ("It is certain to fail.", "If they leave, it fails."),
        ("They will inevitably fail.", "They may fail."),
        ("The summit was held in 2008.", "In 2008 they spoke of the 2010 summit."),
        ("Officials know that it rains.", "Officials speculated that it rains."),
        ("They secured a ban.", "They want a ban."),
        ("Officials without exception agree with it.", "Some officials agree with it."),
        ("He promised to leave.", "She wants him to leave."),
        ("They agreed to leave.", "She demanded that they leave."),
    ],
)
def test_some_are_not_all_and_a_demand_is_no_promise(statement: str, evidence: str) -> None:
    assert turned(read(statement), read(evidence))


@pytest.mark.parametrize(
    ("statement", "evidence"),
    [
        ("All diplomats are convinced.", "All of the European diplomats are convinced."),
        ("Certain steps are planned.", "Some steps are planned."),
        ("He promised to leave.", "He pledged that he would leave."),
    ],
)
def test_a_word_as_strong_as_that_of_the_evidence_is_right(statement: str, evidence: str) -> None:
    assert turned(read(statement), read(evidence)) is None
