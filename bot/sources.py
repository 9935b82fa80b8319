"""Which articles tell one story: an agency's report in two outlets is one source, not two.

Owns when two texts are one story: most of the shorter one's runs of five words stand in the longer
one too (containment of shingles: Broder, "On the resemblance and containment of documents", 1997).
Another headline, a changed line or a cut end do not matter, and the web page's words never count.
Unlike `evidence`, which leaves out a sentence that repeats another, it looks at whole articles.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from index.articles import Article

WORDS = 5  # in a run
# Two reports of one press conference share its quotations: under a fifth of their runs. A story
# that was shortened, or of which every tenth word was changed, keeps over a half.
SAME_STORY = 0.5
FEWEST = 20  # runs: two sentences may be the same in two stories
MOST_CHARS = 30_000  # of an article that are read, so that none takes long
_WORD = re.compile(r"\w+")


def independent(articles: Sequence[Article]) -> int:
    """How many stories these articles tell: 1 for one story in three outlets."""
    return len(stories(articles))


def stories(articles: Sequence[Article]) -> list[list[Article]]:
    """The articles by story, each once and in the order given."""
    found: list[list[Article]] = []
    for article in {article.id: article for article in articles}.values():
        same = [story for story in found if any(is_one_story(article, one) for one in story)]
        if same:
            same[0] += [*(one for story in same[1:] for one in story), article]
            found = [story for story in found if story not in same[1:]]
        else:
            found.append([article])
    return found


def is_one_story(one: Article, other: Article) -> bool:
    """Whether one of them is the other republished, whole or in large part."""
    mine, theirs = _runs(_said(one)), _runs(_said(other))
    fewest = min(len(mine), len(theirs))
    return fewest >= FEWEST and len(mine & theirs) >= SAME_STORY * fewest


def _said(article: Article) -> str:
    """The article's own words, without the web page's."""
    text = article.text[:MOST_CHARS]
    return " ".join(text[span.start : span.end] for span in article.sentences)


@lru_cache(maxsize=64)  # articles: the same few are quoted again and again
def _runs(said: str) -> frozenset[int]:
    words = _WORD.findall(said.casefold())
    return frozenset(hash(run) for run in zip(*(words[n:] for n in range(WORDS)), strict=False))
