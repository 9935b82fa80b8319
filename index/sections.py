"""What the section of a place is called: the headings right above it.

Owns which headings say what a text is about ("Who approves travel?", of "The managing editor."),
who wrote the mail that another mail answers, which line leads in a list, or asks what "A: Not
before noon." answers, and which row is the head of a table, without which nobody knows what
"| Ghent | 14 |" counts: these say no less. They are
searched and read together with the text below them, and shown beside it; how far they back what is
said of it is another's to decide. The headline is left out: it stands above all of an article, as
its title. Unlike `passages`, which only breaks at a heading, it asks what the heading says.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index import tables, threads, wikitext
from index.articles import Article, Passage
from index.metadata import one_line, without_emphasis, without_marks

NEAR = 1_500  # characters above a place in which the line that leads it in is looked for
MARK = 20  # characters at the beginning of a line that say what it is
ITEM = re.compile(r"[ \t]*(?:[-*•–+]|\(?\d{1,2}[.)]|[a-z]\))\s")
ANSWER = re.compile(r"[*_ \t]*A(?:nswer)?\s?[:.][*_]*\s")
QUESTION = re.compile(r"[*_ \t]*Q(?:uestion)?\s?[:.][*_]*\s")
MARKS = ("#", "==")  # of Markdown and of wikis
MAX_CHARS = 200  # of the headings above a place; of more the lowest, which say most, are kept


def heading(article: Article, start: int) -> str:
    """The words of the headings right above a place, one a line, the lowest last; "" for none.

    Behind them who wrote the mail that the place is in, the line that leads in its list or asks
    what it answers, the head of its table. Neither the headline nor more than MAX_CHARS.
    """
    return "\n".join(_kept([*_headings(article, start), columns(article, start)]))


def lowest(article: Article, start: int) -> str | None:
    """The heading nearest above a place, on one line, a table's head aside; None for none."""
    return next(reversed(_kept(_headings(article, start))), None)


def columns(article: Article, start: int) -> str | None:
    """The head of the table in which a place lies, its rows as one of MAX_CHARS; None for none."""
    text = article.text
    rows = tables.head_rows(text, start) or wikitext.head_rows(text, start)
    return one_line(without_emphasis(" / ".join(rows)).replace("\t", " | "), MAX_CHARS)


def under_heading(passage: Passage) -> str:
    """A passage below its headings, as it is searched."""
    above = heading(passage.article, passage.start)
    return f"{above}\n{passage.text}" if above else passage.text


def _headings(article: Article, start: int) -> list[str | None]:
    """The lines above a place without their marks. Of what stands above the first sentence only
    what is marked as a heading is one: "Apologies: Mr A. Beck" and "8 January 2023" name no
    section."""
    spans = article.headings_above(start)
    lines = [article.text[span.start : span.end].strip() for span in spans]
    if spans and article.sentences and spans[0].start < article.sentences[0].start:
        lines = [line for line in lines if line.startswith(MARKS)]
    named = spans[-1].start if spans else 0
    lines += [_mail(article.text, start, named), _leading_in(article.text, start)]
    words = [without_marks(line) for line in lines]
    return [line for line in words if line != article.title]


def _mail(text: str, start: int, named: int) -> str:
    """Who wrote the mail in which a place lies, unless a heading below has a name for it."""
    mail = threads.above(text, start)
    return (one_line(mail.said, MAX_CHARS) or "") if mail and mail.start >= named else ""


def _kept(lines: Sequence[str | None]) -> list[str]:
    """The lowest of the lines that there are, MAX_CHARS with the ends of lines between them."""
    kept = list[str]()
    for line in reversed([line for line in lines if line]):
        if sum(map(len, kept)) + len(kept) + len(line) > MAX_CHARS:
            break
        kept.insert(0, line)
    return kept


def _leading_in(text: str, start: int) -> str:
    """The line that ends in a colon above a list, or the question of an answer; "" for none."""
    *above, own = text[max(0, start - NEAR) : start].split("\n")
    above = [line.strip() for line in above if line.strip()]
    line = own + text[start : start + MARK]
    if ANSWER.match(line):
        return above[-1] if above and QUESTION.match(above[-1]) else ""
    if not ITEM.match(line):
        return ""
    nearest = next((line for line in reversed(above) if not ITEM.match(line)), "")
    return nearest if nearest.rstrip("*_ ").endswith(":") else ""


def is_item(text: str, start: int) -> bool:
    """Whether an item of a list begins at a place: with its mark, or right behind that."""
    mark = ITEM.match(text, text.rfind("\n", 0, start) + 1)
    return mark is not None and start <= mark.end()
