"""Why something is so: a "because" that the evidence does not have.

Owns the words that give a reason in a statement. Two rules: the reason itself has to stand in the
evidence, half of its words at least; and the evidence has to join it to something, by "because",
"so … that", "in response to" or any other word of that sort. Unlike `wording`, which counts the
words of a whole statement, it looks at the clause that gives the reason.
"""

from __future__ import annotations

import re

from bot.claims.synonyms import is_said
from bot.claims.text import BREAKS, Text
from bot.claims.wording import common

REASON = re.compile(
    r"\b(?:because(?: of)?|due to|owing to|thanks to|as a result of|on account of|in order to"
    r"|in response to|in retaliation for|prompted by|caused by)\b(?P<reason>[^.;!?]+)",
    re.IGNORECASE,
)
# By one of these a text may say why.
JOINS = re.compile(
    r"\b(?:because|since|as|so|due|owing|thanks|account|order|respon\w+|retaliat\w+|reasons?|caus\w+"
    r"|results?|resulted|resulting|lead\w*|led|prompt\w*|given|therefore|thus|hence|after|amid|over"
    r"|if|fear\w*|concern\w*|worr\w+|mean\w*|why|explain\w*|blam\w+|driv\w+|drove|motiv\w+|thereby"
    r"|citing|making|what|without|view\w*|aim\w*|reflect\w*|complicat\w+|from|with|to|for)\b",
    re.IGNORECASE,
)
LEAST = 2  # words of a reason: one alone may be put in many ways
HALF = 0.5  # of the reason's words


def invented(statement: Text, evidence: Text) -> str | None:
    """The reason why the evidence does not give the statement's "because", or None."""
    for match in REASON.finditer(statement.text):
        reason = re.split("|".join(map(re.escape, sorted(BREAKS))), match["reason"])[0]
        wanted = common(Text(reason))
        there = [stem for stem in wanted if is_said(stem, evidence.stems)]
        if len(wanted) >= LEAST and len(there) < HALF * len(wanted):
            return f"the quotes do not give the reason “{match.group().strip()}”"
        if wanted and not JOINS.search(evidence.text):
            return "the quotes give no reason"
    return None
