"""What questions ask for, and what in a sentence would be that: worked examples, then laws."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.kinds import ANSWERING, ASKING, asks_yes_or_no, kinds_of, places

ARTICLES = Path(__file__).parents[1] / "seeds" / "articles"
TEXTS = {file.stem[:3]: file.read_bytes().decode("utf-8") for file in ARTICLES.glob("*.txt")}
any_text = st.text(st.characters(codec=None), max_size=80)


@pytest.mark.parametrize(
    ("question", "kinds"),
    [
        ("Who leads the delegation?", ["who"]),
        ("Whom did she meet?", ["who"]),
        ("Which official spoke?", ["who"]),
        ("Which minister resigned?", ["who"]),
        ("When does the council meet?", ["when"]),
        ("What year was Crimea annexed?", ["when"]),
        ("On which day is the session?", ["when"]),
        ("How long did it take?", ["when", "number"]),
        ("How often do they meet?", ["when"]),
        ("How many troops are there?", ["number"]),
        ("how much did it cost", ["number"]),
        ("Number of sessions held?", ["number"]),
        ("What share voted for it?", ["number"]),
        ("Where is the site?", ["where"]),
        ("In which city was the summit held?", ["where"]),
        ("What country was invaded?", ["where"]),
        ("Why did it fail?", ["why"]),
        ("For what reason did it fail?", ["why"]),
        ("What caused the crisis?", ["why"]),
        ("What did Ryabkov say about NATO?", ["saying"]),
        ("WHO SAID SO?", ["who", "saying"]),
        ("What is Sherman's view?", ["saying"]),
        ("How did Putin respond?", ["saying"]),
        ("Is Ukraine a member of NATO?", []),
        ("How did it end?", []),
        ("Ryabkov's role?", []),
        ("The whole somewhere whenever", []),  # not within words
        ("", []),
    ],
)
def test_a_question_asks_for(question: str, kinds: list[str]) -> None:
    assert list(kinds_of(question)) == kinds


FOUND = [
    ("who", "000", "Secretary of State Wendy Sherman", ["State Wendy"]),
    ("who", "000", "said Samuel Charap, a senior political scientist", ["Samuel Charap"]),
    ("who", "000", "former President Barack Obama", ["President Barack"]),
    ("who", "000", "a third diplomat said", ["diplomat"]),
    ("who", "000", "the spokeswoman for the Russian foreign ministry", ["spokeswoman"]),
    ("who", "001", "U.S. officials don’t know whether", ["officials"]),
    ("who", "002", "said Judy Dempsey, a senior fellow", ["Judy Dempsey"]),
    ("when", "000", "which officially start Monday morning in Geneva", ["Monday", "morning"]),
    ("when", "000", "in Brussels on January 12 and", ["January 12"]),
    ("when", "000", "on July 28 and September 30", ["July 28", "September 30"]),
    ("when", "000", "annexation of Crimea in 2014", ["2014"]),
    ("when", "000", "put forward last month as", ["last month"]),
    ("when", "000", "by the end of this year", ["this year"]),
    ("when", "000", "since the end of 1999", ["1999"]),
    ("when", "003", "scheduled for late June in Madrid", ["June"]),
    ("when", "004", "over the last decade", ["last decade"]),
    ("when", "004", "in the coming week", ["coming week"]),
    ("number", "000", "upwards of 100,000 Russian soldiers", ["100,000"]),
    ("number", "000", "allow him to stay in office until 2036.", ["2036"]),
    ("number", "000", "With tens of thousands of combat troops", ["thousands"]),
    ("number", "001", "the 30 allied countries", ["30"]),
    ("number", "001", "involving 175,000 troops, U.S.", ["175,000"]),
    ("number", "003", "at the end of about Eight hours of conversation", ["Eight"]),
    ("number", "003", "killed more than 14,000 people", ["14,000"]),
    ("number", "004", "in four or five minutes", ["four", "five"]),
    ("where", "000", "in Salisbury, England", ["in Sa"]),
    ("where", "000", "based in southern Romania", ["in southern Ro"]),
    ("where", "000", "interceptors in Deveselu, Romania", ["in De"]),
    ("where", "001", "a 2010 summit in Astana", ["in As"]),
    ("where", "004", "Russian troops in Kazakhstan", ["in Ka"]),
    ("why", "001", "because of the issue’s sensitivity", ["because"]),
    ("why", "001", "citing Russian violations", ["citing"]),
    ("why", "003", "is partly due to pressure from European capitals", ["due to"]),
    ("why", "004", "because he was not authorized to speak", ["because"]),
    ("saying", "000", "Blinken reiterated the need", ["reiterated"]),
    ("saying", "003", "a claim Sherman firmly denied", ["claim", "denied"]),
    ("saying", "002", "Dempsey explained, clashing", ["explained"]),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "article", "words", "wanted"), FOUND)
def test_an_articles_words_have_this_of_a_kind(
    kind: str, article: str, words: str, wanted: list[str]
) -> None:
    assert words in TEXTS[article]
    assert [words[start:end] for start, end in places(kind, words, "?")] == wanted


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("who", "The outlook is grim."),
        ("who", "the talks in Geneva"),
        ("when", "no deadline was set"),
        ("when", "it may march on"),  # not the months
        ("number", "someone in a phone booth"),
        ("where", "in an atmosphere of escalation"),
        ("why", "it failed"),
        ("saying", "they met in Geneva"),
    ],
)
def test_words_that_have_nothing_of_a_kind(kind: str, text: str) -> None:
    assert places(kind, text, "?") == []


@pytest.mark.parametrize(
    ("kind", "text", "question", "wanted"),
    [
        ("who", "Wendy Sherman met Sergei Ryabkov.", "Who met Sergei Ryabkov?", ["Wendy Sherman"]),
        ("when", "On Monday and on Friday.", "What came after monday?", ["Friday"]),
        ("number", "In 2008, two states.", "How many in 2008?", ["two"]),
        ("where", "From Geneva to Brussels.", "Where after from Geneva?", ["to Br"]),
    ],
)
def test_what_the_question_names_is_not_found(
    kind: str, text: str, question: str, wanted: list[str]
) -> None:
    assert [text[start:end] for start, end in places(kind, text, question)] == wanted


def test_a_question_does_not_name_what_is_only_inside_one_of_its_words() -> None:
    text = "One soldier and ten tanks."
    asked = "How many are stationed there, and how often?"  # stati-one-d, of-ten
    assert [text[a:b] for a, b in places("number", text, asked)] == ["One", "ten"]


def test_there_is_something_to_find_for_every_kind_but_no_other() -> None:
    assert set(ASKING) == set(ANSWERING)


@given(question=any_text)
def test_kinds_are_known_kinds_each_once(question: str) -> None:
    kinds = kinds_of(question)
    assert set(kinds) <= set(ASKING)
    assert len(set(kinds)) == len(kinds)


@given(kind=st.sampled_from(sorted(ANSWERING)), text=any_text, question=any_text)
def test_places_lie_within_the_text_and_apart(kind: str, text: str, question: str) -> None:
    end = 0
    for start, stop in places(kind, text, question):
        assert end <= start < stop <= len(text)
        end = stop


@pytest.mark.parametrize(
    "question",
    [
        "Will Tully Brothers sell its cold stores?",
        "Isn’t it closed?",
        "Won't he go?",
        "Can't they stay?",
        "And is Gray going to resign?",
        "OK, has he left",
        "Did it rain when he resigned?",
        "Did Gray, who was mayor, resign?",
    ],
)
def test_yes_or_no_is_asked_for(question: str) -> None:
    assert asks_yes_or_no(question)


@pytest.mark.parametrize(
    "question",
    [
        "Who will sell its stores?",
        "Is it Ann or Bob?",
        "Can you tell me who leads?",
        "Could you name the chief?",
        "Does anyone know how many there are?",
        "Did Putin say when he will go?",
        "Could you find out when the dam opened?",
        "Can you identify the leader?",
        "Do you know the name of the mayor?",
        "Did he resign, and when?",
        "Was the dam closed, and if so, why?",
        "May 2021 protests",
        "cost of the dam",
        "",
    ],
)
def test_more_than_yes_or_no_is_asked_for(question: str) -> None:
    assert not asks_yes_or_no(question)
