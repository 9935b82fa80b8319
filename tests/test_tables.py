"""Tables: which row is the head of which, and that it is searched, read and shown with its rows."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from fakes import Bench
from hypothesis import given
from hypothesis import strategies as st

from bot.answer import Citation, citation_json
from bot.render.wording import place, under
from bot.training.windows import cut
from index import formats
from index.articles import Article, Kind, Passage, Span
from index.sections import MAX_CHARS, columns, heading, lowest, under_heading
from index.tables import head_rows

DOCKS = """# Cities

For all who load ships.

## Loading docks

The survey was made in spring by the office in Brussels, and was checked twice by an auditor.

| City | **Docks** | Bridges |
|------|------:|:-------:|
| Ghent | 14 | 3 |
| Bruges | 9 | 54 |

All figures were checked twice | by an auditor who came from another town in June of that year.
"""
PORTS = """<html><body><article><h1>Ports</h1><p>The ports of the north were counted in autumn by
the harbour masters, and the numbers were published in December.</p><table>
<tr><th></th><th>Cranes</th></tr><tr><th>Malmby</th><td>17</td></tr></table>
<p>The cranes of Malmby are to be replaced before the winter, said the harbour masters.</p>
</article></body></html>"""


def article(text: str) -> Article:
    return Article("a", text, (Span(0, len(text)),))


@pytest.fixture
def docks(bench: Bench) -> Bench:
    bench.write({"cities.md": DOCKS, "notes": "The river rose in the night."})
    bench.build()
    return bench


@pytest.mark.parametrize(
    ("words", "above"),
    [
        ("| Ghent", "| City | Docks | Bridges |"),
        ("54", "| City | Docks | Bridges |"),
        ("| City", None),
        ("The survey", None),
        ("All figures", None),
        ("by an auditor who", None),
    ],
)
def test_the_head_of_a_table_stands_above_its_rows_alone(words: str, above: str | None) -> None:
    assert columns(article(DOCKS), DOCKS.index(words)) == above


@pytest.mark.parametrize(
    "text",
    [
        "City | Docks\n--- | ---:\nGhent | 14",
        "> | City | Docks |\n> |---|---|\n> | Ghent | 14 |\n",
        "| City | Docks |\r\n|:---|:---:|\r\n| Ghent | 14 |\r\n",
        "| Town |\n|---|\n| Ghent |\n\n| City | Docks |\n|---|---|\n| Bruges | 9 |\n| Ghent | 14 |",
    ],
)
def test_tables_are_known_by_the_rule_below_their_head(text: str) -> None:
    (head,) = head_rows(text, text.rindex("Ghent"))
    assert head.strip("> |") == "City | Docks"


@pytest.mark.parametrize(
    "text",
    [
        "| City | Docks |\n| Ghent | 14 |",
        "|  |  |\n|---|---|\n| Ghent | 14 |",
        "City\n----\nGhent | 14",
        "| City | Docks |\n|---|---|\n\n| Ghent | 14 |",
        "| Bruges | 9 |\n| Ghent | 14 |\n| Lier | 3 |",
        "| Bruges | none |\n| Ghent | 14 |\n| Lier | some |",
        "| Bruges | |\n| Ghent | 14 |\n| Lier | 3 |",
        "Docks | Bridges\nGhent | 14 | 3\nLier | 9 | 54",
        "\tIt rained.\n\tGhent had 14 docks.\n\tLier had 3.\n",
        "Home | News\nGhent | Bruges\nLier | 3",
    ],
)
def test_without_a_rule_or_words_above_it_no_row_is_taken_for_a_head(text: str) -> None:
    assert head_rows(text, text.index("Ghent")) == ()


@pytest.mark.parametrize(
    "text",
    [
        "City | Docks\nGhent | 14\nBruges | 9",
        "| City | Docks |\r\n| Ghent | 14 |\r\n| Bruges | 9 |\r\n",
        "City\tDocks\nGhent\t14\nBruges\t9\n",
        "They counted.\n\nCity\tDocks\nGhent\t14 (old)\nBruges\t9\n\nThat is all.",
    ],
)
def test_without_a_rule_the_first_row_is_the_head_if_it_alone_lacks_a_number(text: str) -> None:
    for words in ("Ghent", "Bruges"):
        (head,) = head_rows(text, text.index(words))
        assert head.strip("| ").split() in (["City", "|", "Docks"], ["City", "Docks"])
    assert head_rows(text, text.index("City")) == ()
    assert head_rows(text, len(text) - 1) == () or text.endswith(("9", "9\n", "|\r\n"))


def test_the_columns_of_a_table_with_tabs_are_shown_apart() -> None:
    text = "City\tDocks in use\nGhent\t14\nBruges\t9\n"
    assert columns(article(text), text.index("Ghent")) == "City | Docks in use"


@pytest.mark.parametrize(
    ("head", "second"),
    [
        ("| Port | 2023 |  | 2024 |  |", "|  | Cranes | Docks | Cranes | Docks |"),
        ("|  | Cranes |  |", "| Port | 2023 | 2024 |"),
        ("| City | Docks | Length |", "|  | number | m |"),
        ("| | | |", "| City | Docks | Length |"),
    ],
)
def test_a_head_may_go_on_in_the_row_below_its_rule(head: str, second: str) -> None:
    rule = "|---" * (head.count("|") - 1) + "|"
    rows = [
        row + " 4 | 5 |" * (head.count("|") > 4)
        for row in ("| Lier | 17 | 3 |", "| Ghent | 1 | 2 |")
    ]
    text = "\n".join([head, rule, second, *rows])
    named = [row for row in (head, second) if any(map(str.isalnum, row))]
    for row in rows:
        assert head_rows(text, text.index(row)) == tuple(named)
    assert head_rows(text, text.index(second)) == tuple(named[:-1])


@pytest.mark.parametrize(
    "rows",
    [
        ["| Ghent | none | closed |", "| Bruges | 9 | open |"],
        ["| Ghent | 14 | 3 |", "| Bruges | 9 | 54 |"],
        ["|  | none | closed |", "|  | 9 | open |"],
        ["|  | 14 | 3 |", "| Bruges | 9 | 54 |"],
        ["| Ghent | none | closed |"],
    ],
)
def test_a_row_with_something_of_its_own_to_say_is_no_second_head(rows: list[str]) -> None:
    text = "\n".join(["| City | Docks |  |", "|---|---|---|", *rows])
    assert head_rows(text, text.index(rows[-1])) == ("| City | Docks |  |",)


WIKI = """The docks were counted by the office in Brussels, and the count was checked by an auditor.

{| class="wikitable"
|+ Docks in 2022
! scope="col" | City
! [[Dock|Docks]] !! style="x" | Bridges
|-
| Ghent || 14 || 3
|-
! scope="row" | Bruges
| 9
| 54
|-
! Total
| 23 || 57
|}

| Lier || 4
"""


def test_the_columns_of_a_wiki_s_table_are_named_above_its_rows(tmp_path: Path) -> None:
    file = tmp_path / "docks.txt"
    file.write_text(WIKI)
    one = formats.read(file)
    said = [one.text[span.start : span.end] for span in one.sentences]
    assert said[1:] == [
        "|+ Docks in 2022", "| Ghent || 14 || 3", '! scope="row" | Bruges', "| 9", "| 54",
        "! Total", "| 23 || 57", "| Lier || 4",
    ]  # fmt: skip
    for words in ("| Ghent", "| 9", "! Total"):
        assert columns(one, one.text.index(words)) == "| City | [[Dock|Docks]] | Bridges |"
    for words in ("|+ Docks", "! scope", "| Lier", "The docks"):
        assert columns(one, one.text.index(words)) is None


def test_a_web_page_s_head_of_two_rows_stands_above_the_others(tmp_path: Path) -> None:
    file = tmp_path / "ports.html"
    spanned = "<tr><th></th><th colspan=2>Cranes</th></tr><tr><th>Port</th><th>old</th><th>new</th>"
    file.write_text(
        PORTS.replace("<tr><th></th><th>Cranes</th>", spanned).replace("17<", "17</td><td>4<")
    )
    one = formats.read(file)
    assert columns(one, one.text.index("17")) == "| | Cranes | | / | Port | old | new |"


def test_a_web_page_s_table_has_its_head_above_its_rows(tmp_path: Path) -> None:
    file = tmp_path / "ports.html"
    file.write_text(PORTS)
    one = formats.read(file)
    assert columns(one, one.text.index("17")) == "| | Cranes |"


def test_the_rule_of_a_table_is_no_sentence_however_wide(tmp_path: Path) -> None:
    file = tmp_path / "wide.md"
    file.write_text(DOCKS.replace("|------|", f"|{'-' * 300}|"))
    one = formats.read(file)
    assert not [s for s in one.sentences if "---" in one.text[s.start : s.end]]
    assert columns(one, one.text.index("14"))


def test_section_and_head_are_both_above_a_row(docks: Bench) -> None:
    one = docks.search("Ghent").hits[0].entry.article
    at = one.text.index("| Ghent")
    assert heading(one, at) == "Loading docks\n| City | Docks | Bridges |"
    assert lowest(one, at) == "Loading docks"
    quote = one.quote(at, at + 18)
    assert place(quote).endswith("· under “Loading docks” · columns “| City | Docks | Bridges |”")
    body = citation_json(Citation(1, quote))
    assert (body["heading"], body["columns"]) == ("Loading docks", "| City | Docks | Bridges |")
    assert "columns" not in citation_json(Citation(1, one.quote(0, 5)))


def test_a_row_is_searched_and_learned_from_with_its_head(docks: Bench) -> None:
    hits = docks.search("How many docks and bridges?").hits
    rows = "Loading docks\n| City | Docks | Bridges |\n| Ghent | 14 | 3 |\n| Bruges | 9 | 54 |"
    (found,) = [hit for hit in hits if under_heading(hit.passage).startswith(rows)]
    assert found.lexical > 0
    passage = found.passage
    row = cut(passage.article, passage.sentences, "How many?", (), kind="other", source="here")
    assert row.above == "Loading docks\n| City | Docks | Bridges |"


def test_of_a_wide_head_the_first_columns_are_kept() -> None:
    text = f"Above:\n\n| {' | '.join(map(str, range(100, 200)))} |\n|---|---|\n| 14 | 3 |"
    one = article(text)
    above = heading(one, text.index("14 | 3"))
    assert above.startswith("| 100 | 101 |") and above.endswith("…") and len(above) == MAX_CHARS
    assert under(one.quote(text.index("| 14 | 3"), len(text))) == [f"columns “{above}”"]


@given(st.text(alphabet="|-: a\n\r1\t", max_size=60), st.integers(0, 60))
def test_any_text_has_a_head_that_stands_in_it_above_the_place(text: str, start: int) -> None:
    assert all(row in text[:start] for row in head_rows(text, start))


def test_a_long_text_of_pipes_is_looked_through_in_time() -> None:
    began = time.perf_counter()
    for text in ("|" * 200_000, "-|" * 100_000, "a|\n|-" + " -|" * 100_000, "| a |\n" * 50_000):
        head_rows(text, len(text) - 1)
    assert time.perf_counter() - began < 5


def test_a_passage_that_begins_above_a_table_has_its_head_in_it() -> None:
    one = Article("a", DOCKS, (Span(0, len(DOCKS), Kind.SENTENCE),))
    assert "Bridges" not in under_heading(Passage(one, one.sentences)).split("# Cities")[0]
