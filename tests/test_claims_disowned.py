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
    # The subject of what is not done.
    ("Who invented the light bulb?", "[Thomas Edison] did not invent the light bulb."),
    ("Who invented the light bulb?", "[Edison], an American, never invented the light bulb."),
    ("Who is the mayor of Tromso?", "[Rita Holm] is no longer the mayor of Tromso."),
    ("How many were hurt?", "He said [40] people on the bridge were not hurt."),
    ("Who signed the treaty?", "Norway signed the treaty after [Denmark] refused to sign it."),
    ("Who met her?", "[Gray] denied having met her."),
    ("Who stole the money?", "[Karl Berg] was acquitted of stealing the money."),
    ("Who opened the bridge?", "[Queen Maud] was once thought to have opened the bridge."),
    ("Who drew up the plans?", "[Lund] had no part in it."),
    # What would have been.
    ("Who became president?", "Had the vote passed, [Jens Dahl] would have become president."),
    ("How much was paid?", "The firm would have paid [40 million kroner]."),
    # What is not so, or no longer believed.
    ("Who designed the dam?", "The report that [Eric Lund] designed the dam is incorrect."),
    ("Who designed the dam?", "The story that [Eric Lund] designed the dam was a hoax."),
    ("Who built the Great Wall?", "It is a myth that the Great Wall was built by [Emperor Kang]."),
    ("Who built the Great Wall?", "Legend has it that the wall was built by [Emperor Kang]."),
    ("Who opened the bridge?", "The bridge was opened by [Queen Maud], it was once believed."),
    ("Who opened the bridge?", "It was once believed that [Queen Maud] opened the bridge."),
    ("What does it stand on?", "The dam stands on [sand], but this was denied by Gray."),
    ("How much did Berg steal?", "Karl Berg was acquitted of stealing [40 million kroner]."),
    ("Whence did the ship sail?", "The ship was meant to sail from [Oslo]."),
    ("How many people died?", "Few people believe that [400 miners] died."),
    ("How much did she get?", "She turned down an offer of [90,000 euros]."),
    ("How much did she pay?", "She left the shop without paying [90 euros]."),
    ("How much did she pay?", "She narrowly avoided a fine of [90 euros]."),
    ("Where is she mayor?", "She is no longer the mayor of [Tromso]."),
    ("How much did she pay?", "She did not even pay [90 euros]."),
    ("Who won the race?", "[Ann Lee] almost won the race."),
    ("Who painted it?", "It was wrongly attributed to [Ann Lee]."),
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
    ("What colour is it?", "It is not red but [blue]."),
    ("Who leads it?", "Few doubted that [Ann Lee] leads it."),
    ("How many died?", "The minister did not deny that [40] people died."),
    ("How many came?", "[Almost 40] came."),
    ("Who came?", "Nobody but [Gray] came."),
    ("What are mist and fog?", "[Mist and fog] are not rain but clouds."),
    ("Who resigned?", "[Gray] did not resign until May."),
    ("Who protested?", "[Gray] was not the only one who protested."),
    ("Who is prime minister?", "Prime Minister [Ann Lee] did not say when she will go."),
    ("Who leads the bank?", "[Ann Lee], who leads the bank, did not say when she will go."),
    ("Which dam stands in Varna?", "The [Orrin dam] in Varna will not be closed."),
    ("How many were killed?", "[40 people] were killed, not 50."),
    ("Who did not sign?", "[France] did not sign."),
    ("When was it built?", "It was built in [1975] and did not leak."),
    ("Who would have become president?", "[Jens Dahl] would have become president."),
    ("Whence was it meant to sail?", "The ship was meant to sail from [Oslo]."),
    ("Who was thought to have opened it?", "It was once thought that [Queen Maud] opened it."),
    ("How much was she offered?", "She turned down an offer of [90,000 euros]."),
    ("What must it pay?", "The firm would have to pay [40 million kroner]."),
    ("How did the vote end?", "The bill passed without a word by [19 votes to 11]."),
    ("What is the act for?", "The act was intended [to help the poor]."),
    ("How long does it last?", "It lasts no longer than [40 days]."),
    ("Who opened the bridge?", "The bridge was opened by [Queen Maud], it was reported."),
    ("Who came?", '[Gray] called: "nobody is allowed here".'),
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
