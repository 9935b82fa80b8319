"""Which clauses have the form of a question, and which of them can be nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clauses import form_of, opens_yes_or_no


def is_sure(clause: str) -> bool | None:
    """None for a clause that has no form of a question."""
    form = form_of(clause, 0, len(clause))
    return form.is_sure if form else None


@pytest.mark.parametrize(
    "clause",
    [
        "what did he say", "what does Moscow want", "What will NATO do", "what has she said",
        "when does it end", "when's the summit", "where is it held", "why didn’t Ukraine take part",
        "how did they react", "how long might it take", "how cold is the hall",
        "how badly has trust worn away",
        "what pace does Sherman have in mind", "which of the two bases does Putin fear",
        "how many troops did Russia send", "who did Ryabkov meet", "whom will she meet",
        "in which city do they meet",
        "when and where do the talks begin",
    ],
)  # fmt: skip
def test_a_verb_before_its_subject_makes_a_question(clause: str) -> None:
    assert is_sure(clause) is True


@pytest.mark.parametrize(
    "clause",
    [
        "who leads the talks", "who’s in it", "who is Ned Price", "who did the damage",
        "what happened", "what is his job", "what made Putin quit", "which countries joined",
        "whose envoy was late", "how many people were there", "which side has won",
        "by whom was it signed",
    ],
)  # fmt: skip
def test_one_with_its_subject_first_may_be_part_of_another_clause(clause: str) -> None:
    assert is_sure(clause) is False


@pytest.mark.parametrize(
    "clause",
    [
        "why", "when and by whom", "what they want", "who he works for", "who the Americans",
        "where it ends", "how Russia is preparing", "how talks are going",
        "how the talks are going",
        "how it is the case", "what the talks are about", "which left",
        "how many tanks", "what number of tanks", "when Price spoke", "what Ryabkov said about it",
        "which she wanted to do", "the man who leads", "", "what people want to do",
    ],
)  # fmt: skip
def test_what_hangs_on_another_clause_has_no_form_of_a_question(clause: str) -> None:
    assert is_sure(clause) is None


@pytest.mark.parametrize(
    ("clause", "opens"),
    [("Is it true", True), ("didn’t they", True), ("Can you say who", True), ("Who is", False)],
)
def test_a_verb_in_front_asks_for_yes_or_no(clause: str, opens: bool) -> None:
    assert opens_yes_or_no(clause, 0, len(clause)) is opens


def test_only_what_stands_before_the_end_is_looked_at() -> None:
    text = "and what did he say"
    form = form_of(text, 4, len(text))
    assert form is not None
    assert text[: form.end] == "and what did"
    assert form_of(text, 4, 8) is None


@given(st.text(st.characters(exclude_categories=()), max_size=200), st.integers(0, 200))
def test_any_text_can_be_looked_at(text: str, start: int) -> None:
    form = form_of(text, min(start, len(text)), len(text))
    assert form is None or start < form.end <= len(text)
