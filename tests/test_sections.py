"""Headings: which stand above a place, and that what they say is searched, read and shown."""

from __future__ import annotations

import re

import pytest
from fakes import Bench
from hypothesis import given
from hypothesis import strategies as st

from bot.answer import Citation, citation_json
from bot.render.wording import MAX_HEADING, place, under
from bot.training.windows import cut
from index.articles import LEVELS, Article, Kind, Passage, Span
from index.reader import Text
from index.sections import MAX_CHARS, heading, lowest, under_heading

JOINER = re.compile(r"(?<=[^\x00-\u25ff])\u200d(?=[^\x00-\u25ff])")
HANDBOOK = """# Staff handbook

For all who work here.

## Travel
### **Who** approves it? ##

The managing editor, in writing.

![picture](x.png)

Before anything is booked.

## Deadlines

Friday at noon.
"""


def article(*parts: tuple[Kind, str], title: str | None = None) -> Article:
    text, spans = "", []
    for kind, words in parts:
        spans += [Span(len(text), len(text) + len(words), kind)]
        text += words + "\n"
        spans += [Span(len(text) - 1, len(text), Kind.GAP)]
    return Article("a", text, tuple(spans), title=title)


def said(words: str, one: Article) -> int:
    return one.text.index(words)


@pytest.fixture
def handbook(bench: Bench) -> Bench:
    bench.write({"handbook.md": HANDBOOK, "notes": "The river rose in the night."})
    bench.build()
    return bench


def test_a_place_stands_under_the_headings_right_above_its_section() -> None:
    one = article(
        (Kind.HEADING, "# Book"), (Kind.SENTENCE, "In front."), (Kind.HEADING, "Travel"),
        (Kind.CHROME, "Share"), (Kind.HEADING, "Who approves it?"), (Kind.SENTENCE, "Mary."),
        (Kind.CHROME, "Share"), (Kind.SENTENCE, "In writing."), (Kind.HEADING, "Deadlines"),
        (Kind.SENTENCE, "Friday."),
    )  # fmt: skip
    assert heading(one, said("In front.", one)) == "Book"
    assert heading(one, said("Mary.", one)) == "Travel\nWho approves it?"
    assert heading(one, said("In writing.", one)) == "Travel\nWho approves it?"
    assert heading(one, said("Friday.", one)) == "Deadlines"
    assert lowest(one, said("Mary.", one)) == "Who approves it?"


def test_lines_above_the_first_sentence_are_no_headings_unless_they_are_marked() -> None:
    one = article(
        (Kind.HEADING, "Minutes"), (Kind.HEADING, "Apologies: Mr A. Beck"),
        (Kind.HEADING, "## 1. Opening"), (Kind.SENTENCE, "They were approved."),
    )  # fmt: skip
    assert heading(one, said("They", one)) == "1. Opening"


def test_the_headline_is_no_heading_of_a_section() -> None:
    one = article((Kind.HEADING, "Book"), (Kind.SENTENCE, "In front."), title="Book")
    assert (heading(one, 5), lowest(one, 5)) == ("", None)
    assert under_heading(Passage(one, one.sentences)) == "In front."


def test_before_the_first_heading_there_is_none() -> None:
    one = article((Kind.SENTENCE, "In front."), (Kind.HEADING, "Travel"), (Kind.SENTENCE, "Mary."))
    assert heading(one, 0) == ""


def test_of_many_or_long_headings_the_lowest_count() -> None:
    front = Kind.SENTENCE, "In front."
    rows = [(Kind.HEADING, f"No. {n}") for n in range(50)]
    many = article(front, *rows, (Kind.SENTENCE, "Mary."))
    assert heading(many, len(many.text) - 2).split("\n") == [
        f"No. {n}" for n in range(50 - LEVELS, 50)
    ]
    long = article(
        front, (Kind.HEADING, "x" * MAX_CHARS), (Kind.HEADING, "Travel"), (Kind.SENTENCE, "Mary.")
    )
    assert heading(long, len(long.text) - 2) == "Travel"


LISTS = """You can claim:

- train fares
- hotel nights

You **cannot** claim:

* alcohol
* fines

Q: What goes into the green bin?
A: Glass and tins.

**Q:** And what does not?

**A:** Nappies. Batteries.

Nothing else:
a line of prose.

1. Open the lid.
"""


@pytest.mark.parametrize(
    ("words", "above"),
    [
        ("- train", "You can claim:"),
        ("- hotel", "You can claim:"),
        ("* alcohol", "You cannot claim:"),
        ("* fines", "You cannot claim:"),
        ("A: Glass", "Q: What goes into the green bin?"),
        ("**A:** Nappies", "Q: And what does not?"),
        ("Batteries", "Q: And what does not?"),
        ("a line of prose", None),
        ("1. Open", None),
        ("You can", None),
        ("Q: What", None),
    ],
)
def test_what_leads_in_a_list_or_asks_what_is_answered_stands_above_it(
    words: str, above: str | None
) -> None:
    one = Article("a", LISTS, (Span(0, len(LISTS)),))
    assert lowest(one, LISTS.index(words)) == above


@given(st.lists(st.tuples(st.sampled_from(Kind), st.text(min_size=1, max_size=250)), max_size=8))
def test_headings_of_any_text_are_short_and_without_line_ends(
    parts: list[tuple[Kind, str]],
) -> None:
    one = article(*parts)
    for span in one.sentences:
        above = heading(one, span.start)
        assert len(above) <= MAX_CHARS
        shown = JOINER.sub("", above)  # of emoji, which is not printable by itself
        assert all(line and line.isprintable() for line in shown.split("\n") if above)


def test_what_a_heading_says_is_searched_with_the_text_below_it(handbook: Bench) -> None:
    hits = handbook.search("Who approves travel?").hits[:2]
    assert {under_heading(hit.passage) for hit in hits} == {
        "Travel\nWho approves it?\nThe managing editor, in writing.",
        "Travel\nWho approves it?\nBefore anything is booked.",
    }
    assert all(hit.lexical > 0 and hit.cosine > 0.4 for hit in hits)


def test_words_of_a_heading_are_words_of_the_articles(handbook: Bench) -> None:
    assert handbook.search("travel deadlines abroad").unseen == {"abroad"}


def test_a_window_to_learn_from_has_its_heading_above_it(handbook: Bench) -> None:
    entry = handbook.search("deadlines").hits[0].entry
    (last,) = [s for s in entry.article.sentences if "noon" in entry.article.text[s.start : s.end]]
    row = cut(entry.article, [last], "By when?", (), kind="other", source="here").as_json()
    assert row["text"] == "Deadlines\nFriday at noon."
    assert row["sentences"] == [[10, 25]]


def test_what_is_read_has_it_above_and_keeps_its_own_offsets() -> None:
    assert Text("Friday.", ((0, 7),), "Deadlines").whole == "Deadlines\nFriday."
    assert Text("Friday.", ((0, 7),)).whole == "Friday."


def test_the_heading_is_shown_beside_the_quote_and_in_its_json(handbook: Bench) -> None:
    one = handbook.search("Friday").hits[0].entry.article
    at = said("Friday", one)
    quote = one.quote(at, at + 15)
    assert place(quote).endswith("sentence 4 of 4 · under “Deadlines”")
    assert citation_json(Citation(1, quote))["heading"] == "Deadlines"
    front = one.quote(said("For all", one), said("For all", one) + 10)
    assert "under" not in place(front)
    assert "heading" not in citation_json(Citation(1, front))


def test_a_long_heading_is_shortened_where_it_is_shown() -> None:
    one = article((Kind.HEADING, "# " + "word " * 38), (Kind.SENTENCE, "Mary."))
    shown = place(one.quote(said("Mary", one), said("Mary", one) + 5))
    assert shown.endswith("word…”")
    assert len(shown.partition("under ")[2]) <= MAX_HEADING + 2


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("x" * 200, "x" * 119 + "…"),
        ("差旅费由谁批准" * 28, ("差旅费由谁批准" * 17) + "…"),
        ("👩‍👩‍👧‍👦" * 28, "👩‍👩‍👧‍👦" * 17 + "…"),
        ("e\u0301\u0302" * 60, "e\u0301\u0302" * 39 + "…"),
    ],
)
def test_of_a_long_heading_without_spaces_the_beginning_is_shown(words: str, shown: str) -> None:
    one = article(
        (Kind.SENTENCE, "In front."), (Kind.HEADING, words[:199]), (Kind.SENTENCE, "Mary.")
    )
    assert under(one.quote(said("Mary", one), said("Mary", one) + 5)) == [f"under “{shown}”"]
