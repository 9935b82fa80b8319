"""Whose words a question asks for, and which sentences of a transcript are theirs."""

from __future__ import annotations

import pytest

from bot.asked_of import asked_of, is_of_another, label_words, speaker_asked_of
from index import chrome
from index.articles import Article

TEXT = (
    "With us are Councillor Dana Whitfield and Professor Luis Abarca of Northgate. Both were asked "
    "about the line. Whitfield said in April that it must close.\n\n"
    "WHITFIELD: We’re not closing it. We’re shortening it. Rents will fall.\n\n"
    "PROF. ABARCA: May I add a number? Ms Whitfield says that we save nothing. "
    "She told me that it leaks. The saving disappears.\n\n"
    "HOST: One at a time, please. Will drivers strike?\n\n"
    "WHITFIELD: I don’t pay for that. Something had to give.\n\n"
    "PROF. ABARCA: I said that before.\n\n"
    "HOST: We must leave it there.\n\n"
)
DEBATE = Article("a", TEXT, chrome.mark(TEXT))


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("What did Whitfield say about the line?", {"Dana Whitfield"}),
        ("what did whitfield say about abarca", {"Dana Whitfield"}),
        ("Tell me what Ms Whitfield said.", {"Dana Whitfield"}),
        ("According to Luis Abarca, what does Whitfield want?", {"Luis Abarca"}),
        ("What is Abarca’s opinion of Whitfield?", {"Luis Abarca"}),
        ("What is the view of Whitfield?", {"Dana Whitfield"}),
        ("What did Abarca and Whitfield say?", {"Dana Whitfield", "Luis Abarca"}),
        ("What did Luis say?", {"Luis Abarca"}),
        ("What did the host ask?", {"HOST"}),
        ("Is Whitfield saying that it closes?", {"Dana Whitfield"}),
        ("Who told Whitfield?", set()),
        ("What was Whitfield told?", set()),
        ("What did Whitfield’s husband say?", set()),
        ("When Whitfield said no, what did Abarca reply?", set()),
        ("When did Whitfield say it?", {"Dana Whitfield"}),
        ("Why does Whitfield shorten the line?", set()),
        ("What did Professor Lind say?", set()),
    ],
)
def test_a_question_asks_for_the_words_of_those_it_names_as_speaking(
    question: str, names: set[str]
) -> None:
    assert asked_of(question, DEBATE) == names


def test_without_turns_it_asks_of_nobody() -> None:
    told = Article("b", "“No,” said Dana Whitfield.", chrome.mark("“No,” said Dana Whitfield."))
    assert asked_of("What did Whitfield say?", told) == set()
    assert not is_of_another("What did Abarca say?", told, told.sentences[0])


def test_a_sentence_in_the_turn_of_another_is_not_theirs_unless_it_tells_what_they_said() -> None:
    asked = "What did Whitfield say about the saving?"
    theirs = [
        TEXT[span.start : span.end]
        for span in DEBATE.sentences
        if not is_of_another(asked, DEBATE, span)
    ]
    assert theirs == [
        "Whitfield said in April that it must close.",
        "WHITFIELD: We’re not closing it.",
        "We’re shortening it.",
        "Rents will fall.",
        "Ms Whitfield says that we save nothing.",
        "She told me that it leaks.",
        "WHITFIELD: I don’t pay for that.",
        "Something had to give.",
    ]


def test_all_sentences_of_a_turn_are_said_by_the_one_its_label_names() -> None:
    (rents,) = (s for s in DEBATE.sentences if TEXT[s.start : s.end] == "Rents will fall.")
    asked = "What did Whitfield say?"
    assert speaker_asked_of(asked, DEBATE, rents) == "Dana Whitfield"
    assert label_words(asked, DEBATE, rents) == {"dana", "whitfield"}
    assert label_words("What did Abarca say?", DEBATE, rents) == set()
    assert label_words("Why will rents fall?", DEBATE, rents) == set()
