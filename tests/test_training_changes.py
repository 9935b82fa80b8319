"""Questions changed so that their passage no longer answers them."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.training.changes import OPPOSITES, changed, names, sayings

WINDOW = "In 1998 the Danube flooded Vienna, and Anna Berg opened the first bridge in Linz."
ARTICLE = WINDOW + " Later, in 2004, the mayor of Graz met Karl Huber."


def every_change(question: str) -> set[str | None]:
    """What comes of a question with many different seeds."""
    return {changed(question, WINDOW, ARTICLE, Random(n)) for n in range(40)}  # noqa: S311


def test_a_name_is_exchanged_for_another_of_its_sort() -> None:
    asked = every_change("Who opened the bridge in Linz?")
    assert "Who opened the bridge in Graz?" in asked
    assert not any(question and "Karl" in question for question in asked)


def test_a_person_is_exchanged_for_a_person() -> None:
    assert every_change("What did Anna Berg open?") == {"What did Karl Huber open?"}


def test_a_year_is_exchanged_for_another_year_of_the_article() -> None:
    assert every_change("What happened in the spring of 1998?") == {
        "What happened in the spring of 2004?"
    }


def test_a_word_is_exchanged_for_its_opposite_if_the_window_has_it() -> None:
    assert every_change("which bridge came first?") == {"which bridge came last?"}
    assert every_change("which bridge was the largest?") == {None}


def test_what_the_window_does_not_have_is_left_alone() -> None:
    assert every_change("Who lives near Salzburg?") == {None}


@given(st.text(max_size=80), st.text(max_size=80), st.integers(0, 5))
def test_any_text_may_be_asked(question: str, window: str, seed: int) -> None:
    asked = changed(question, window, window, Random(seed))  # noqa: S311
    assert asked is None or asked != question


def test_opposites_go_both_ways() -> None:
    assert all(OPPOSITES[other] == one for one, other in OPPOSITES.items())


def test_a_word_that_opens_a_sentence_is_no_name() -> None:
    assert names("Bread is sold in Riga. Later the Daugava froze.") == ["Riga", "Daugava"]


def test_a_saying_is_asked_about_both_ways() -> None:
    sentence = "Then, Karl Huber said that the bridge over the Inn would never be built again."
    (what, where, who), (by_whom, speaker, _) = sayings(sentence)
    assert (what, who) == ("What did Karl Huber say about Inn?", "Karl Huber")
    assert sentence[slice(*where)].startswith("that the bridge")
    assert by_whom.startswith("Who said that the bridge")
    assert sentence[slice(*speaker)] == "Karl Huber"


@pytest.mark.parametrize(
    "sentence",
    ["He said that it would be finished by the end of the year.", "Huber slept.", ""],
)
def test_without_a_named_speaker_nothing_is_asked(sentence: str) -> None:
    assert sayings(sentence) == []
