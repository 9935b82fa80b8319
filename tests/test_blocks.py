"""A web page's blocks are all there, in the page's order, each with what belongs to it."""

from __future__ import annotations

from pathlib import Path

import pytest

from index import formats, webpage
from index.articles import Kind

PROSE = (
    "The harbour of Aldmouth was closed for a third day on Tuesday as engineers searched for the "
    "cause of the leak that has stopped all ferries to the islands, the port authority said."
)
MORE = "A second vote will be held on Friday, the speaker said, and it will be open to all of them."


def lines(body: str) -> list[str]:
    text, _, _ = webpage.read(f"<html><body><main><article>{body}</article></main></body></html>")
    return text.splitlines()


@pytest.mark.parametrize("name", ["entry", "post", "entry-content", "post-body"])
@pytest.mark.parametrize("tag", ["div", "article", "section"])
def test_a_live_blog_is_read_in_its_order_with_its_times(
    name: str, tag: str, tmp_path: Path
) -> None:
    page = (
        f"<h1>Storm live</h1><p>{PROSE}</p>"
        f'<{tag} class="{name}"><time>21:40</time><h2>Second vote</h2><p>{MORE}</p></{tag}>'
        f'<{tag} class="{name}"><header><time>20:15</time><h2>First vote</h2></header>'
        f"<p>It failed.</p></{tag}>"
    )
    whole = ["Storm live", PROSE, "21:40", "Second vote", MORE, "20:15", "First vote", "It failed."]
    assert lines(page) == whole
    path = tmp_path / "a.html"
    path.write_text(f"<html><body><main>{page}</main></body></html>", encoding="utf-8")
    article = formats.read(path)
    assert article.text.splitlines() == whole
    headings = [article.text[s.start : s.end] for s in article.spans if s.kind is Kind.HEADING]
    assert {"Second vote", "First vote"} <= set(headings)


def test_a_list_of_events_keeps_its_dates_and_a_teaser_stays_out() -> None:
    events = "".join(
        f'<div class="event"><time>{year}</time><p>It was opened again in that year.</p></div>'
        for year in (1987, 1991)
    )
    teasers = '<div class="t"><time>2 May</time><p><a href="/a">Bridge planned</a></p></div>' * 2
    found = lines(f"<h1>A</h1><p>{PROSE}</p>{events}<p>{MORE}</p>{teasers}")
    assert [line for line in found if line.isdigit()] == ["1987", "1991"]
    assert "2 May" not in found


@pytest.mark.parametrize(
    ("inner", "read"),
    [
        (
            "<blockquote><p>The wall has gone.</p><footer>Ann Pry</footer></blockquote>",
            ["The wall has gone.", "Ann Pry"],
        ),
        (
            "<figure><blockquote><p>The wall has gone.</p></blockquote>"
            "<figcaption>Ann Pry</figcaption></figure>",
            ["The wall has gone.", "Ann Pry"],
        ),
        (
            "<aside><h3>The wall</h3><p>It is 40 m long, and 12 m high.</p></aside>",
            ["The wall", "It is 40 m long, and 12 m high."],
        ),
        (
            "<dl><dt>Cod, in km<sup>2</sup></dt><dd>A cut of 9.</dd><dt>Who pays?</dt><dd>All.</dd>"
            "</dl>",
            ["- Cod, in km²: A cut of 9.", "- Who pays?", "- All."],
        ),
        (
            "<table><caption>Table 1: Landings</caption><tr><th>Cod</th><td>12</td></tr></table>",
            ["Table 1: Landings", "| Cod | 12 |", "|---|---|"],
        ),
        # the page's
        ("<figure><img src='a.jpg'><figcaption>The wall on Monday</figcaption></figure>", []),
        ("<figure><img src='a.jpg'><figcaption>The <q>wall</q></figcaption></figure>", []),
        ("<aside><h3>Most read</h3><p><a href='/a'>Ten soups.</a></p></aside>", []),
        ("<aside class='newsletter'><p>Write to us, it is free.</p></aside>", []),
        ("<footer><p>All rights reserved.</p></footer>", []),
    ],
)
def test_what_stands_beside_the_text_is_read_if_it_is_the_articles(
    inner: str, read: list[str]
) -> None:
    found = lines(f"<h1>A</h1><p>{PROSE}</p>{inner}<p>{MORE}</p>")
    assert [line.strip() for line in found] == ["A", PROSE, *read, MORE]


def test_a_time_marked_as_that_of_publication_is_the_date_if_it_is_the_only_one() -> None:
    stated = '<time class="entry-date published" datetime="2024-04-06T08:00:00Z">6 April</time>'
    other = '<time class="published" datetime="2024-05-01">1 May</time>'
    dated = [
        webpage.read(f"<html><body><article><h1>A</h1>{head}<p>{PROSE}</p></article></body></html>")
        for head in (f"<p>{stated}</p>", f"<p>Posted on {stated}</p>", f"<p>{stated} {other}</p>")
    ]
    assert [metadata.published for _, metadata, _ in dated] == ["2024-04-06", "2024-04-06", None]
