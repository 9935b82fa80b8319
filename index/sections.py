"""What the section of a place is called: the headings right above it.

Owns which headings say what a text is about ("Who approves travel?", of "The managing editor.").
They are searched and read together with the text below them, and shown beside it; they are never
quoted. The headline is left out: it stands above all of an article, as its title. Unlike
`passages`, which only breaks at a heading, it asks what the heading says.
"""

from __future__ import annotations

from index.articles import Article, Passage
from index.metadata import without_marks

MARKS = ("#", "==")  # of Markdown and of wikis
MAX_CHARS = 200  # of the headings above a place; of more the lowest, which say most, are kept


def heading(article: Article, start: int) -> str:
    """The words of the headings right above a place, one a line, the lowest last; "" for none.

    Neither the headline nor more than MAX_CHARS. Of what stands above the first sentence only what
    is marked as a heading is one: "Apologies: Mr A. Beck" and "8 January 2023" name no section.
    """
    spans = article.headings_above(start)
    lines = [article.text[span.start : span.end].strip() for span in spans]
    if spans and article.sentences and spans[0].start < article.sentences[0].start:
        lines = [line for line in lines if line.startswith(MARKS)]
    words = [without_marks(line) for line in lines]
    kept = list[str]()
    for line in reversed([line for line in words if line and line != article.title]):
        if sum(map(len, kept)) + len(kept) + len(line) > MAX_CHARS:
            break
        kept.insert(0, line)
    return "\n".join(kept)


def lowest(article: Article, start: int) -> str | None:
    """The heading nearest above a place, on one line; None where there is none."""
    return heading(article, start).rpartition("\n")[2] or None


def under_heading(passage: Passage) -> str:
    """A passage below its headings, as it is searched."""
    above = heading(passage.article, passage.start)
    return f"{above}\n{passage.text}" if above else passage.text
