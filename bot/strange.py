"""Names in a question that stand in none of the articles.

Owns when that is said to a person: it is a fact about words that anyone can check, and the surest
sign that an answer is about something else. Unlike `evidence`, it decides nothing: "NYC" stands in
no article that writes "New York City", and the answer may be right all the same.
"""

from __future__ import annotations

from collections.abc import Collection

from bot import names
from index.lexical import stems


def strange_names(question: str, unseen: Collection[str]) -> tuple[str, ...]:
    """The names of which no word stands in an article, in order, each once.

    `unseen` are the stems of the question's words that no article has.

    >>> strange_names("Why did Hungary recall its ambassador from Washington?", {"hungari"})
    ('Hungary',)
    """
    found = (name.text for name in names.find(question) if name.is_sure)
    return tuple(dict.fromkeys(text for text in found if _is_strange(text, unseen)))


def _is_strange(name: str, unseen: Collection[str]) -> bool:
    own = stems(name)
    return bool(own) and all(stem in unseen for stem in own)
