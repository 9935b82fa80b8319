"""Which words look like verbs, by their form alone.

Owns the forms of "be", adverbs that may stand between a name and its verb, and what a past form
looks like. Unlike `binding`, which asks who does what, it looks at one word.
"""

from __future__ import annotations

from bot.claims.spelling import PAST
from bot.claims.text import Token
from bot.names import AUXILIARIES

BE = frozenset(("am", "is", "are", "was", "were", "be", "been", "being"))
ADVERBS = frozenset(
    """again already also always even ever long meanwhile never not now often once only recently
    still then therefore twice""".split()  # noqa: SIM905 - reads best
)


def is_small(token: Token) -> bool:
    """Whether a word may stand before a verb and add little: "has", "also", "to", "openly"."""
    lower = token.lower
    known = lower in AUXILIARIES or lower in ADVERBS or lower == "to"
    return known or (lower.endswith("ly") and len(lower) > 4)


def is_past(token: Token) -> bool:
    """Whether a word looks like a past form, participles among them."""
    return token.lower.endswith("ed") or token.lower in PAST


def is_verb(token: Token) -> bool:
    """Whether a word is likely a verb: a past form, or none that ends as nouns do."""
    return is_past(token) or not token.lower.endswith(("s", "ion", "ment", "ing"))
