"""“Said by” names the person and not what stands behind the name, nor words with capitals."""

from __future__ import annotations

import pytest

from bot.speakers import speaker_of
from index import chrome
from index.articles import Article

LAST = "\n\nIt rained all day in the hills above the town."


def speakers(text: str) -> list[str | None]:
    """Who says each sentence."""
    article = Article("a", text, chrome.mark(text))
    return [speaker_of(article, span) for span in article.sentences]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("“We fell,” said Anna Berg of the University of Leeds.", "Anna Berg"),
        ("Anna Berg of Greenpeace told the BBC that it fell.", "Anna Berg"),
        ("“We fell,” said Sen. Anna Berg of Ohio.", "Anna Berg"),
        (
            "“It works,” says Dr Siri Haugen of the Institute for Heating in Trondheim.",
            "Siri Haugen",
        ),
        ("“We fell,” said President Berg of Finland.", "Berg"),
        ("“We fell,” said Secretary of State Anna Berg of Finland.", "Anna Berg"),
        ("Chief of Staff Anna Berg said that it fell.", "Anna Berg"),
        ("University of Leeds professor Anna Berg said that it fell.", "Anna Berg"),
        # Behind “of” stands whose or where somebody is.
        ("“We fell,” said the mayor of Hull.", "the mayor of Hull"),
        ("The mayor of Hull said that it fell.", "the mayor of Hull"),
        ("A spokesman for Greenpeace said that it fell.", "a spokesman for Greenpeace"),
        ("A friend of Mayor Berg said that it fell.", "a friend of Mayor Berg"),
        ("The wife of the late Bo Lind said that it fell.", "the wife of the late Bo Lind"),
        ("An adviser to President Berg said that it fell.", "an adviser to President Berg"),
        ("People close to Mr Berg say that it fell.", "People close to Mr Berg"),
        ("Ambassador to Finland Anna Berg said that it fell.", "Anna Berg"),
        ("It fell, Bo Lind’s lawyer, Anna Berg, said in Cairo.", None),
        ("In Haifa the farmer Anna Berg said that it fell.", "Anna Berg"),
        ("In Togo the government said that it fell.", None),
        ("Bo Lind wrote a letter to the Red Cross, and it fell.", None),
        # The name follows the office.
        ("“We fell,” said the mayor of Leeds, Anna Berg.", "Anna Berg"),
        ("“We fell,” said the mayor, Anna Berg, in Hull.", "Anna Berg"),
        ("“We fell,” said the board’s director, Anna Berg.", "Anna Berg"),
        ("“We fell,” said the mayor of Leeds, West Yorkshire.", "the mayor of Leeds"),
        ("“We fell,” said the mayor of Newport, Rhode Island.", "the mayor of Newport"),
        ("“We fell,” said a friend of the mayor, Anna Berg.", "a friend of the mayor"),
        # More than one.
        ("Anna Berg and Bo Lind said that it fell.", "Anna Berg and Bo Lind"),
        ("Anna Berg and her lawyer Bo Lind said that it fell.", "Anna Berg and her lawyer Bo Lind"),
        ("Its founder and owner Anna Berg said that it fell.", "Anna Berg"),
        ("Interior and Justice Minister Anna Berg said that it fell.", "Anna Berg"),
        ("He and Bo Lind said that it fell.", None),
        # Organisations have their whole names.
        ("Network Rail said that it fell.", "Network Rail"),
        ("It fell, Northern Grid says.", "Northern Grid"),
        ("Western Power Holdings said that it fell.", "Western Power Holdings"),
        ("Police Sergeant Anna Berg said that it fell.", "Anna Berg"),
        ("Doctors Without Borders said that it fell.", "Doctors Without Borders"),
        ("Friends of the Earth said that it fell.", "Friends of the Earth"),
        ("Save the Children said that it fell.", "Save the Children"),
        ("The Courier said that it fell.", "the Courier"),
        ("Police Scotland said that it fell.", "Police Scotland"),
        ("The broker Tern & Loxley said that it fell.", "the broker Tern & Loxley"),
        # A pronoun and a verb.
        ("He’ll say he doesn’t remember it.", None),
        ("He'll say he doesn't remember it.", None),
        ("She’d say that it fell.", None),
        ("It’s said that it fell.", None),
        ("It’s late, I’m told.", None),
    ],
)
def test_a_speech_tag_names_who_says_it(text: str, speaker: str | None) -> None:
    assert speakers(f"{text}{LAST}")[0] == speaker


def test_what_somebody_is_made_is_not_who_she_is() -> None:
    text = "In 1983 she was made a Dame.\n\n“I was cross,” she explained."
    assert speakers(f"{text}{LAST}")[1] is None
    text = "In 1983 she became a Quaker. “I was cross,” she explained."
    assert speakers(f"{text}{LAST}")[1] is None


def test_she_is_not_who_speaks_of_her_in_the_paragraph_above() -> None:
    text = (
        "She was not easy to work with. “Astrid once made me redraw a lake eleven times,” said "
        "Dr. Iain Moffat, her assistant.\n\nIn 1983 she was made a Dame. “I was cross,” she "
        "explained. “Then I wasn’t.”"
    )
    assert speakers(f"{text}{LAST}") == [None, "Iain Moffat", None, None, None, None]


def test_a_full_name_does_not_begin_in_the_line_above() -> None:
    text = (
        "Solvane said that it would open a plant in the autumn.\n\nAbout Solvane Batteries\n"
        "Solvane Batteries, Inc. was founded in 2014 in Reno by two friends."
    )
    assert speakers(text)[0] == "Solvane"
