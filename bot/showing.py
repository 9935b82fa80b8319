"""What `pullquote show` does: an article on the screen, with a place in it marked.

Owns how a place is written on the command line. Unlike `render.article`, it does not decide what
is shown around it.
"""

from __future__ import annotations

import re

from bot.config import Config
from bot.opening import open_shelf
from index.articles import Article, Quote
from index.errors import UsageError

PLACE = re.compile(r"\[?(\d+):(\d+)\]?")


def show_article(config: Config, wanted: str, place: str | None, *, full: bool) -> None:
    """Prints it. Raises UsageError if there is no such article or no such place in it."""
    from bot.render.article import article_lines
    from bot.render.screen import Screen

    entry = open_shelf(config).find(wanted)
    marked = None if place is None else quote_at(entry.article, place)
    screen = Screen()
    screen.print(article_lines(entry.article, entry.path, marked, whole=full, fancy=screen.fancy))


def quote_at(article: Article, place: str) -> Quote:
    """The quote at "START:END". Raises UsageError if that is no place in the article."""
    match = PLACE.fullmatch(place.strip())
    if not match:
        raise UsageError(f"{place!r} is not a place. Write two offsets, such as 77:145.")
    try:
        return article.quote(int(match.group(1)), int(match.group(2)))
    except ValueError as error:
        raise UsageError(f"{error}. Write START:END as a citation gives it.") from None
