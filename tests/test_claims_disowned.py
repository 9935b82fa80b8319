"""Words that their sentence denies: worked examples, then a law."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.claims.disowned import disowned

# The words are in brackets.
DENIED = [
    ("What was the dam built on?", "He rejected claims that the dam was built on [sand]."),
    ("What was the dam built on?", "He rejected claims that the dam, of 1950, stands on [sand]."),
    ("What was the dam built on?", "Claims that the dam was built on [sand] are false."),
    ("What was the dam built on?", "The claim that the dam stands on [sand] was rejected by Gray."),
    ("What does the dam kill?", "It is false that the dam kills [salmon], the ministry said."),
    ("What does the dam kill?", "It isn’t true that the dam kills [salmon]."),
    ("What does the dam kill?", "The ministry denied, however, that the dam kills [salmon]."),
    ("What does the dam kill?", "The dam does not kill [salmon]."),
    ("What is leaking?", "Engineers found no evidence that [the wall] is leaking."),
    ("Which dam will be closed?", "Gray denied on Friday that the [Orrin dam] will be closed."),
    (
        "How many were arrested?",
        "Nobody was arrested in March; it had been reported that [40] people were arrested.",
    ),
    ("How many died?", "Contrary to reports that [40] people had died, all are alive."),
    ("What does it plan?", "The company denied reports that [it plans to sell its stores]."),
    ("How many stores will it sell?", "The company denied it would sell [40 stores]."),
    ("How much did the firm pay?", "The firm refused to pay [$40 million]."),
    ("Whom did she meet?", "She denied having met [Ann Lee]."),
    ("How many trucks does she send?", "She ruled out sending [40] trucks."),
    ("Who leads the bank?", "The paper wrongly reported that [Ann Lee] leads the bank."),
    ("Who leads the bank?", "There is no truth to the rumour that [Ann Lee] leads the bank."),
    ("Who leads the bank?", "It is not the case that [Ann Lee] leads the bank."),
    ("In what does Gray own shares?", "He has never owned shares in [Orrin Power]."),
]
SAID = [
    ("When was the protest?", "Nobody was arrested after the protest in [March]."),
    ("Where did a train derail?", "No one was hurt when a train derailed in [Lindhaven]."),
    ("When was the dam built?", "The dam was not built until [1975]."),
    ("How many died?", "No fewer than [40] people died."),
    ("How many died?", "She did not know that [40] people had died."),
    ("How much was the offer?", "The council rejected an offer of [$40 million]."),
    ("Who made an offer?", "He rejected the offer that [Voss] made."),
    ("Who else owned shares?", "He never owned shares in it, but his brother [Neil Gray] did."),
    ("Who became chief?", "Gray did not resign, and [Voss] became chief."),
    ("Who was there?", "Not only Gray but also [Voss] was there."),
    ("Who leads the bank?", "There is no doubt that [Ann Lee] leads the bank."),
    ("When did he resign?", "Gray, who denied the charge, resigned on [Friday]."),
    ("Which country kept him out?", "He was denied entry to [Latvia]."),
    ("How much did it cost?", "It was not built in stone. It cost [$55 million]."),
    ("Who spoke of it?", "[Gray] denied on Friday that the dam will be closed."),
    ("How did the vote end?", "The motion of no confidence passed by [19 votes to 11]."),
    ("When was it struck off?", "The false island was struck off the map in [1907]."),
    ("What did the company deny?", "It denied reports that [it plans to sell its stores]."),
    ("Which claims did he reject?", "He rejected claims that [the dam was built on sand]."),
    ("What has Gray never owned?", "He has never owned [shares in Orrin Power]."),
]


def is_disowned(question: str, bracketed: str) -> bool:
    start, end = bracketed.index("["), bracketed.index("]") - 1
    sentence = bracketed.replace("[", "").replace("]", "")
    return disowned(sentence, (start, end), question)


@pytest.mark.parametrize(("question", "sentence"), DENIED)
def test_words_that_their_sentence_denies(question: str, sentence: str) -> None:
    assert is_disowned(question, sentence)


@pytest.mark.parametrize(("question", "sentence"), SAID)
def test_words_that_their_sentence_says_or_that_the_question_knows_denied(
    question: str, sentence: str
) -> None:
    assert not is_disowned(question, sentence)


@given(st.text(max_size=80), st.integers(0, 80), st.integers(0, 80))
def test_any_words_of_any_sentence_can_be_looked_at(sentence: str, one: int, other: int) -> None:
    start, end = sorted((min(one, len(sentence)), min(other, len(sentence))))
    assert disowned(sentence, (start, end), "What?") in (True, False)
