"""What softens a word or a sentence may not be left away."""

from __future__ import annotations

from bot.claims.hedges import dropped
from bot.claims.text import read


def test_a_softened_word_stays_soft() -> None:
    evidence = read("The site is nearly complete.")
    assert dropped(read("The site is complete."), evidence) == (
        "the quotes say so only with “nearly”"
    )
    assert dropped(read("The site is almost complete."), evidence) is None


def test_a_word_that_also_stands_alone_is_not_soft() -> None:
    evidence = read("The site is nearly complete. Now it is complete.")
    assert dropped(read("The site is complete."), evidence) is None


def test_what_holds_for_a_while_does_not_hold_for_good() -> None:
    evidence = read("Talks prevented an invasion, at least for this week.")
    assert dropped(read("Talks prevented an invasion."), evidence) == (
        "the quotes say so only with “at least for”"
    )
    assert dropped(read("Talks prevented an invasion for now."), evidence) is None
