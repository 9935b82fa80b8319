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
from index.tables import head_row

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
    assert head_row(text, text.rindex("Ghent")).strip("> |") == "City | Docks"


@pytest.mark.parametrize(
    "text",
    [
        "| City | Docks |\n| Ghent | 14 |",
        "|  |  |\n|---|---|\n| Ghent | 14 |",
        "City\n----\nGhent | 14",
        "| City | Docks |\n|---|---|\n\n| Ghent | 14 |",
    ],
)
def test_without_a_rule_or_words_above_it_no_row_is_taken_for_a_head(text: str) -> None:
    assert head_row(text, text.index("Ghent")) == ""


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


@given(st.text(alphabet="|-: a\n\r", max_size=60), st.integers(0, 60))
def test_any_text_has_a_head_that_stands_in_it_above_the_place(text: str, start: int) -> None:
    assert head_row(text, start) in text[:start]


def test_a_long_text_of_pipes_is_looked_through_in_time() -> None:
    began = time.perf_counter()
    for text in ("|" * 200_000, "-|" * 100_000, "a|\n|-" + " -|" * 100_000, "| a |\n" * 50_000):
        head_row(text, len(text) - 1)
    assert time.perf_counter() - began < 5


def test_a_passage_that_begins_above_a_table_has_its_head_in_it() -> None:
    one = Article("a", DOCKS, (Span(0, len(DOCKS), Kind.SENTENCE),))
    assert "Bridges" not in under_heading(Passage(one, one.sentences)).split("# Cities")[0]
