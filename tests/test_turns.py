"""What stands behind a speaker's label in a debate or an interview is said by that speaker."""

from __future__ import annotations

import time

import pytest

from bot.speakers import speaker_of
from bot.turns import turns_of
from index import chrome
from index.articles import Article

INTRODUCED = "With us are Councillor Dana Whitfield and Professor Luis Abarca of Northgate.\n\n"
DEBATE = (
    "WHITFIELD: We’re not closing it. We’re shortening it.\n\n"
    "PROF. ABARCA: May I add a number? The saving disappears.\n\n"
    "HOST: One at a time, please. Will drivers strike?\n\n"
    "WHITFIELD: I don’t pay for that. Something had to give.\n\n"
    "[CROSSTALK]\n\n"
    "PROF. ABARCA: I said that before. “No,” said Bo Lind of the union.\n\n"
    "HOST: We must leave it there. Next week it is the library.\n\n"
)


def said(text: str) -> dict[str, str | None]:
    """Who says each sentence, by its words."""
    article = Article("a", text, chrome.mark(text))
    return {text[s.start : s.end]: speaker_of(article, s) for s in article.sentences}


def test_a_label_speaks_its_whole_turn_under_the_name_that_the_article_has() -> None:
    found = said(f"{INTRODUCED}{DEBATE}")
    assert found["WHITFIELD: We’re not closing it."] == "Dana Whitfield"
    assert found["We’re shortening it."] == "Dana Whitfield"
    assert found["The saving disappears."] == "Luis Abarca"
    assert found["Will drivers strike?"] == "HOST"
    assert found["“No,” said Bo Lind of the union."] == "Luis Abarca"  # who tells of it
    assert next(iter(found.values())) is None


@pytest.mark.parametrize(
    ("one", "other", "speakers"),
    [
        ("Helen Osei-Bright:", "Mr. Pym:", ("Helen Osei-Bright", "Pym")),
        ("[10:03] Bo Lind:", "[10:04] Anna Berg:", ("Bo Lind", "Anna Berg")),
        ("**Bo Lind:**", "**Anna Berg:**", ("Bo Lind", "Anna Berg")),
        ("**Bo Lind**:", "### Anna Berg:", ("Bo Lind", "Anna Berg")),
        ("Sofia Evening:", "Berg:", ("Sofia Evening", "Berg")),
        ("MR. HOLT:", "THE WITNESS:", ("MR. HOLT", "THE WITNESS")),
        (
            "1. Mr. Bo Lind (Port Brae) (LD):",
            "The Minister for Energy (Anna Berg):",
            ("Bo Lind", "Anna Berg"),
        ),
    ],
)
def test_the_forms_of_a_label(one: str, other: str, speakers: tuple[str, str]) -> None:
    text = "".join(
        f"{one} I saw number {n} there. It fell in May.\n\n"
        f"{other} Did you see number {n}? It was old.\n\n"
        for n in range(3)
    )
    found = said(text)
    assert (found["It fell in May."], found["It was old."]) == speakers


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Note:", "RECOMMENDED:"),
        ("Q:", "A:"),
        ("**Q:**", "**A:**"),
        ("Question:", "Answer:"),
        ("Date:", "Price:"),
        ("Pros:", "Cons:"),
        ("Von:", "Betreff:"),
    ],
)
def test_a_label_that_is_no_name_speaks_nothing(one: str, other: str) -> None:
    text = "".join(f"{one} I saw {n} there.\n\n{other} Did we see {n}?\n\n" for n in range(4))
    assert set(said(text).values()) == {None}


def test_one_who_is_asked_by_a_q_speaks() -> None:
    text = "".join(f"**Q:** Were you at {n}?\n\n**SATO:** I was. It fell.\n\n" for n in range(4))
    found = said(f"With us is the pilot Hana Sato.\n\n{text}")
    assert (found["**SATO:** I was."], found["It fell."]) == ("Hana Sato", "Hana Sato")
    assert found["**Q:** Were you at 3?"] is None


def test_who_asks_is_told_by_the_label_or_by_what_they_mostly_do_or_by_the_turn_s_end() -> None:
    text = DEBATE + (
        "PROF. ABARCA: What is a line? It is a promise. Who breaks it?\n\n"
        "FERN ABBAS: Who pays? I ask you both.\n\nFERN ABBAS: Who?\n\nFERN ABBAS: And why?\n\n"
        "HOST: What now? We leave it there.\n\n"
    )
    article = Article("a", text, chrome.mark(text))
    asked = {text[s.start : s.end]: turns_of(article).asker(s) for s in article.sentences}
    assert asked["Will drivers strike?"] == asked["HOST: What now?"] == "HOST"
    assert asked["FERN ABBAS: Who pays?"] == "FERN ABBAS"
    assert asked["Who breaks it?"] == "PROF. ABARCA"
    assert asked["PROF. ABARCA: May I add a number?"] is None


def test_amid_a_turn_its_label_stands_above() -> None:
    text = f"{INTRODUCED}{DEBATE}"
    turns = turns_of(Article("a", text, chrome.mark(text)))
    assert turns.label_above(text.index("We’re shortening")) == "Dana Whitfield:"
    assert turns.label_above(text.index("WHITFIELD: We’re not")) == ""
    assert turns.label_above(0) == ""


def test_a_table_of_facts_has_no_speakers() -> None:
    text = "Away Team: Two goals by Lind.\n\nHome Team: None until half past nine.\n\n" * 4
    assert set(said(text).values()) == {None}


def test_a_few_labels_are_no_transcript() -> None:
    few = "WHITFIELD: I was there.\n\nABARCA: Were you?\n\n" * 2
    assert set(said(few).values()) == {None}
    one = "WHITFIELD: I was there, and we saw it.\n\n" * 8
    assert set(said(one).values()) == {None}


def test_a_turn_goes_on_in_the_next_paragraph_and_the_last_does_not() -> None:
    goes_on = DEBATE.replace("Something had to give.", "So it is.\n\nSomething had to give.")
    found = said(f"{INTRODUCED}{goes_on}The recording was made on Monday in the hall.")
    assert found["Something had to give."] == "Dana Whitfield"
    assert found["The recording was made on Monday in the hall."] is None
    assert found.get("[CROSSTALK]") is None


def test_what_is_told_between_labels_far_apart_is_nobody_s() -> None:
    told = "".join(f"The bus number {n} stood there all day.\n\n" for n in range(20))
    found = said(f"{INTRODUCED}{DEBATE}{told}{DEBATE}")
    assert found["The bus number 7 stood there all day."] is None
    assert found["The saving disappears."] == "Luis Abarca"


def test_a_long_debate_is_read_quickly() -> None:
    text = INTRODUCED + DEBATE * 300
    article = Article("a", text, chrome.mark(text))
    started = time.perf_counter()
    for span in article.sentences[::30]:
        speaker_of(article, span)
    assert time.perf_counter() - started < 4
