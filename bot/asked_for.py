"""Whether a sentence has what a question asks for, as numbers.

Owns the signs of a time, a number, somebody's words …, of which `kinds` knows the words. Unlike the
other features, they have nothing to do with the question's own words.
"""

from __future__ import annotations

import re

from bot.asked_of import speaker_asked_of
from bot.kinds import ANSWERING, ASKING, kinds_of, places
from index.articles import Article, Span

SIGNS = (*(f"asks_{kind}" for kind in ASKING), "quotation_if_saying", "saying_if_saying")
_QUOTATION = re.compile(r"[“”\"]")


def signs(question: str, article: Article, span: Span) -> list[float]:
    """SIGNS of a sentence: for each kind 0 if it is not asked for, 1 if it is and stands there, -1
    if it does not. In a turn of the one whose words are asked for all is said."""
    kinds, text = kinds_of(question), article.text[span.start : span.end]
    has = {kind: bool(places(kind, text, question)) for kind in kinds}
    if "saying" not in has:
        return [*_found(has), 0.0, 0.0]
    is_theirs = speaker_asked_of(question, article, span) is not None
    says = is_theirs or bool(ANSWERING["saying"].search(text))
    found = _found(has | {"saying": is_theirs or has["saying"]})
    return [*found, float(bool(_QUOTATION.search(text))), float(says)]


def _found(has: dict[str, bool]) -> list[float]:
    return [0.0 if kind not in has else 1.0 if has[kind] else -1.0 for kind in ASKING]
