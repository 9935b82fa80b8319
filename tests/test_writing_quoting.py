"""Quotation marks in a model's words: the source's own words between them, or none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.writing.quoting import requoted
from index.articles import Article, Quote, Span

TEXT = "“The hope is real — it’s  here,” Ryabkov said.\nIt's a decoration for Poland."


def quote(text: str = TEXT) -> Quote:
    return Article("one", text, (Span(0, len(text)),)).quote(0, len(text))


@pytest.mark.parametrize(
    ("sentence", "shown"),
    [
        ("He said the “hope is real”.", "He said the “hope is real”."),
        ('He said "the HOPE is real".', 'He said "The hope is real".'),
        ("He said “hope is real - it's here”.", "He said “hope is real — it’s  here”."),
        ("He called it “a decoration.”", "He called it “a decoration”."),
        ("“Decoration,” he called it.", "“decoration”, he called it."),
        ("He called it 'a decoration'.", "He called it 'a decoration'."),
        ("He didn’t speak of the allies’ hope.", "He didn’t speak of the allies’ hope."),
        ("He said so.", "He said so."),
    ],
)
def test_quoted_words_are_shown_as_the_source_has_them(sentence: str, shown: str) -> None:
    assert requoted(sentence, [quote()]) == shown


@pytest.mark.parametrize(
    "sentence",
    [
        "He said “the hope is false”.",
        "He said “hope … here”.",
        "He said “ope is real”.",  # not whole words
        "He said “a”.",
        "He said “”.",
        "He said “hope is real",  # never closed
        "He said hope is real”.",
        'A screen of 12" is real.',
        "He said “Ryabkov said. It's a decoration”.",  # over a line's end
    ],
)
def test_words_that_the_source_does_not_have_are_not_shown_as_quoted(sentence: str) -> None:
    assert requoted(sentence, [quote()]) is None


def test_the_words_have_to_be_in_a_quote_that_is_cited() -> None:
    assert requoted("He said “it rains”.", [quote(), quote("Well, it rains.")]) is not None
    assert requoted("He said “it rains”.", []) is None


@pytest.mark.parametrize("space", ["\u00a0", "\u202f", "\u3000"])
def test_words_over_a_space_that_is_none_of_ascii_are_shown_with_it(space: str) -> None:
    shown = requoted("He called it “a non starter”.", [quote(f"It is a non{space}starter.")])
    assert shown == f"He called it “a non{space}starter”."


@pytest.mark.parametrize("unfit", ["\n", "\t", "\u2028", "\u202e", "\x1b"])
def test_words_that_one_line_cannot_show_are_looked_for_further_on(unfit: str) -> None:
    space = unfit if unfit.isspace() else f" {unfit}"
    broken, whole = f"The hope{space}is real.", "Yes, the hope is real."
    said = "He said “the hope is real”."
    assert requoted(said, [quote(broken)]) is None
    assert requoted(said, [quote(f"{broken} {whole}")]) == said


@given(st.text(max_size=60), st.text(max_size=60))
def test_whatever_stands_between_double_marks_is_in_the_source(before: str, words: str) -> None:
    shown = requoted(f"{before} “{words}” was said", [quote(), quote(f"x {words} y{before}z")])
    if (
        shown is not None
        and '"' not in before + words
        and not set("“”„‟«»'‘’‚‛＂") & set(before + words)
    ):
        inner = shown[shown.index("“") + 1 : shown.index("”")]
        assert inner in TEXT or inner in f"x {words} y{before}z"
