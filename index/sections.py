"""What the section of a place is called: the headings right above it.

Owns which headings say what a text is about ("Who approves travel?", of "The managing editor.").
They are searched and read together with the text below them, and shown beside it; they are never
quoted. The headline is left out: it stands above all of an article, as its title. Unlike
`passages`, which only breaks at a heading, it asks what the heading says.
"""

from __future__ import annotations

from index.articles import Article, Passage
from index.metadata import without_marks

MAX_CHARS = 200  # of the headings above a place; of more the lowest, which say most, are kept


def heading(article: Article, start: int) -> str:
    """The words of the headings right above a place, one a line, the lowest last; "" for none.

    Neither the headline nor more than MAX_CHARS.
    """
    spans = article.headings_above(start)
    words = [without_marks(article.text[span.start : span.end].strip()) for span in spans]
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
