"""What stands in the middle of a web page's sentence is quoted as the page shows it."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from trafilatura.utils import load_html

from index import formats, inlines, webpage
from index.articles import Kind

PROSE = (
    "The harbour of Aldmouth was closed for a third day on Tuesday as engineers searched for the "
    "cause of the leak that has stopped all ferries to the islands, the port authority said."
)
TITLE = "Ferry chaos enters third day"


def page(inner: str) -> str:
    body = f"<h1>{TITLE}</h1><p>{PROSE}</p>{inner}<p>{PROSE.replace('Tuesday', 'Friday')}</p>"
    return f"<html><body><article>{body}</article></body></html>"


def lines(inner: str) -> list[str]:
    """The lines that extraction makes of this piece of a page."""
    text, _, _ = webpage.read(page(inner))
    return [one for one in text.split("\n") if not one.startswith(("The harbour", TITLE))]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        # dates and labels
        (
            "It opens on <time datetime='2024-05-04'>4 May</time>, at last.",
            "It opens on 4 May, at last.",
        ),
        ("<b>Opened:</b> <time>4 May 2024</time>", "Opened: 4 May 2024"),
        ("Press <button>Save</button> or <label>Name</label>.", "Press Save or Name."),
        ("The total is <output>45</output> crowns.", "The total is 45 crowns."),
        # quotations
        (
            "He called it <q>a <b>hard</b> month</q> and left.",
            "He called it “a hard month” and left.",
        ),
        ("He said <q>she said <q>no</q> twice</q>.", "He said “she said ‘no’ twice”."),
        ("He said “<q>no</q>”, then <q>“yes”</q>.", "He said “no”, then “yes”."),
        # struck out
        ("Entry costs <del>50</del> <ins>60</ins> crowns.", "Entry costs 60 crowns."),
        ("It is <s>old <b>and bad</b></s> new.", "It is new."),
        # raised figures
        ("The hall holds 10<sup>3</sup> visitors.", "The hall holds 10³ visitors."),
        ("It is 10<sup>−12</sup> of 42 km<sup>2</sup>.", "It is 10⁻¹² of 42 km²."),
        ("It is 5<sup>1</sup>/<sub>2</sub> and 10<sub>2</sub>.", "It is 5¹/₂ and 10₂."),
        ("In 2<sup>x</sup> the 2<sup>nd</sup> is CO<sub>2</sub>.", "In 2^x the 2nd is CO2."),
        (
            "Here <math><mi>E</mi><mo>=</mo><msup><mi>c</mi><mn>2</mn></msup></math> holds.",
            "Here E=c² holds.",
        ),
        # notes
        ("It cost £2.3m<sup>1</sup> in all.", "It cost £2.3m¹ in all."),
        ("It has 4,512<sup><a href='#n3'>3</a></sup> people.", "It has 4,512 people."),
        ("It has 4,512<a href='#n3'><sup>3</sup></a> people.", "It has 4,512 people."),
        ("It has 4,512<sup class='footnote-ref'>3</sup> people.", "It has 4,512 people."),
        ("It has 4,512<sup>[3]</sup> people.", "It has 4,512 people."),
        ("It has 4,512<a href='#n3'>3</a> people there.", "It has 4,512 people there."),
        (
            "He said “no.”<a href='#x'>3</a> And left,<a href='#x'>4</a> alone.",
            "He said “no.” And left, alone.",
        ),
        ("It has 4,512<a href='#x'>[3]</a> people there.", "It has 4,512 people there."),
        ("It has 4,512<sup><a name='x'>3</a></sup> people.", "It has 4,512 people."),
        # links that are part of the text
        ("See §<a href='#s5'>5</a> of the act.", "See §5 of the act."),
        ("See equation (<a href='#e1'>1</a>) below.", "See equation (1) below."),
        ("See pages 12–<a href='#p13'>13</a> of it.", "See pages 12–13 of it."),
        ("The fee rose to $<a href='#fees'>40</a> in May.", "The fee rose to $40 in May."),
        ("They won 3–<a href='#goals'>2</a> in Bern.", "They won 3–2 in Bern."),
        ("It is Version 3.<a href='#v312'>12</a> by now.", "It is Version 3.12 by now."),
        ("It is a Boeing-<a href='#b747'>747</a> of theirs.", "It is a Boeing-747 of theirs."),
        ("It is Apollo<a href='#a11'> 11</a> that landed.", "It is Apollo 11 that landed."),
        ("It has vitamin B<a href='#b'>12</a> in it.", "It has vitamin B12 in it."),
        ("It is shown in Fig.<a href='#f'>2</a> of it.", "It is shown in Fig.2 of it."),
        ("In the 19<sup><a name='x'>th</a></sup> century.", "In the 19th century."),
        ("In the 19<sup><a href='#x'>th</a></sup> century.", "In the 19th century."),
        (
            "A long walk leads from chapter <a href='#c3'>3</a> to the end of the book and of all.",
            "A long walk leads from chapter 3 to the end of the book and of all.",
        ),
    ],
)
def test_a_sentence_of_a_page_is_read_as_the_page_shows_it(written: str, read: str) -> None:
    assert lines(f"<p>{written}</p>") == [read]


@pytest.mark.parametrize("tag", ["address", "center", "div"])
def test_a_block_is_not_cut_at_what_stands_in_it(tag: str) -> None:
    whole = "The mayor opened the hall in May, and all came to see it."
    assert lines(f"<{tag}>{whole.replace('all', '<b>all</b>')}</{tag}>") == [whole]
    assert lines(f"<p>Alpha <{tag}>beta</{tag}> gamma.</p>")[-1].endswith("gamma.")


def test_a_date_in_a_cell_stays_and_one_beside_a_teaser_goes() -> None:
    assert (
        "| Opened | 1987 |"
        in lines("<table><tr><td>Opened</td><td><time>1987</time></td></tr></table>")[0]
    )
    teaser = "<ul><li><a href='/a'>Bridge planned in the north</a> <time>2 May</time></li></ul>"
    assert not any("2 May" in line for line in lines(f"{teaser}<p><time>3 May</time></p>"))


def test_a_link_of_many_notes_takes_no_longer_than_many_links() -> None:
    tree = load_html(page(f"<p>It is so<a href='#n'>{'<sup>1</sup>' * 60_000}</a> here.</p>"))
    assert tree is not None
    started = time.perf_counter()
    inlines.prepare(tree)
    assert time.perf_counter() - started < 10


def test_the_headings_of_a_page_are_headings_also_where_they_ask(tmp_path: Path) -> None:
    asked = "Who do I contact about lost luggage?"
    inner = (
        "<h2>Who do I contact<br>about <em>lost</em> lug&shy;gage?<sup><a href='#1'>1</a></sup>"
        f"</h2><p>Write to the office in Port Ellery. It asks: {asked}</p>"
        "<h3>It is over.</h3><p>Yes.</p>"
    )
    (tmp_path / "a.html").write_text(page(inner), encoding="utf-8")
    article = formats.read(tmp_path / "a.html")
    found = {
        kind: [article.text[s.start : s.end] for s in article.spans if s.kind is kind]
        for kind in (Kind.HEADING, Kind.SENTENCE)
    }
    assert found[Kind.HEADING] == [TITLE, asked, "It is over."]
    assert f"It asks: {asked}" in found[Kind.SENTENCE]
    assert asked not in found[Kind.SENTENCE]


def test_a_pages_furniture_is_no_heading_and_a_page_of_headings_keeps_its_text() -> None:
    text, _, headings = webpage.read(page(f"<h2>You may also like</h2><p>{PROSE[:80]}</p>"))
    assert [text[one.start : one.end] for one in headings] == [TITLE]
    assert webpage.read(f"<html><body><h3>{PROSE}</h3><h3>{PROSE}</h3></body></html>")[2] == ()
