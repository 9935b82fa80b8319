"""Whether a clause has the form of a question, and whether it can be anything else.

    "what did she want", "when does it end"     SURE    its verb stands before its subject
    "who left", "which side has won"            UNSURE  "(those) who left" has the same form
    "what she wanted", "where it ends", "why"   None    hangs on another clause, or is none

Owns the grammar of one clause. Unlike `parts`, which decides where a question is split, it sees
neither what stands before the clause nor how it goes on. Every pattern is anchored and bounded.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot import names

_AUXILIARY = "|".join(sorted(names.AUXILIARIES))
_BE = r"(?i:am|are|is|was|were)(?:n[’']t)?\b"
_MAY = r"(?i:can|could|may|might|must|shall|should|will|would|ca|wo)(?:n[’']t|not)?\b"
_HAVE = r"(?i:has|have|had)(?:n[’']t)?\b"
_DO = r"(?i:does|do|did)(?:n[’']t)?\b"
_ANY = rf"(?:[’'](?i:s|re|d)\b|\s+(?:{_BE}|{_MAY}|{_HAVE}|{_DO}))"
_BARE = "|".join(sorted(names.QUESTION_WORDS))
_PREPOSITION = (
    r"(?i:about|after|against|at|before|behind|by|during|for|from|in|into|near|of|on|over|since|"
    r"through|to|toward|towards|under|until|upon|with|within|without)\b"
)
_ONE = r"(?i:he|she|they|we|you|i)\b"
_SUBJECT = rf"\s+(?:{_ONE}|(?i:it|the|this|that|these|those|his|her|its|their|our|any\w*)\b|[A-Z])"
# Words of "which of the two bases", and none that begins a clause within another.
_NOUN = (
    rf"\s+(?!(?i:{_AUXILIARY}|{_BARE}|and|or|but|that|to|if|it|not|{_ONE})\b)"
    r"[\w$%][\w’'.$%-]*"
)
_OTHER_SUBJECT = r"(?!\s+(?i:the|an?|this|his|her|its|their|my|our|your)\b)"  # "what the talks are"
_THING = rf"(?i:what|which|whose|how\s+(?:many|much))\b{_OTHER_SUBJECT}(?:{_NOUN}){{1,6}}?"
_DEGREE = (
    r"(?i:bad|big|close|dangerous|deep|early|far|fast|firm|good|hard|heavy|high|important|large|late|"
    r"likely|long|much\s+longer|often|old|quick|realistic|serious|soon|strong|sure|tall|well|wide|"
    r"\w{2,20}ly)\b"
)
_VERB = (
    r"(?i:[a-z]{3,}ed|became|began|broke|brought|built|came|causes?|chose|drew|drives|drove|fell|felt|"
    r"followed|follows|fought|gave|goes|got|happens?|held|kept|knew|led|leads|left|lost|made|makes|"
    r"matters|means|meant|met|paid|put|quit|ran|rose|said|says|saw|sent|set|shot|spoke|stands|stood|"
    r"took|told|thought|went|won|wrote)\b"
)
_RUN = rf"(?:(?i:{_BARE})\b\s*(?:,\s*(?:and\s+|or\s+)?|\s(?:and|or)\s+)){{0,3}}"  # "when and where"
_GOES_ON = rf"(?!\s+(?:{_PREPOSITION}|(?i:and|or)\b)|\s*[^\w\s“‘\"]|\s*$)"
_SURE = re.compile(
    rf"""{_RUN}(?:{_PREPOSITION}\s+)?(?:
      (?i:when|where|why)\b{_ANY}(?=\s+\w)
    | (?i:how)\b(?:\s+{_DEGREE}(?:\s+[a-z]+)?)?{_ANY}(?=\s+\w)
    | (?i:how)\b(?=\s+[a-z]){_OTHER_SUBJECT}(?:{_NOUN}){{1,2}}?{_ANY}{_SUBJECT}
    | (?i:what)\b\s+{_DO}{_GOES_ON}
    | (?i:whom?)\b\s+{_DO}\s+(?:{_ONE}|[A-Z])
    | {_THING}\s+{_DO}{_GOES_ON}
    | (?i:what)\b\s+(?:{_MAY}|{_HAVE}){_SUBJECT}
    | (?i:whom?)\b\s+(?:{_MAY}|{_HAVE})\s+(?:{_ONE}|[A-Z])
    | {_THING}\s+{_MAY}{_SUBJECT}
    )""",
    re.VERBOSE,
)
_UNSURE = re.compile(
    rf"""{_RUN}(?:{_PREPOSITION}\s+)?(?:
      (?i:who)(?:[’'](?i:s|re|d)\b
        |\s+(?!{_PREPOSITION}|(?i:{_BARE}|and|or|the|an?|it|its|his|her|their|not)\b|{_ONE})[a-z])
    | (?i:whom|what)\b(?:{_ANY}|\s+{_VERB})
    | (?!(?i:what)\s+[A-Z]){_THING}(?:{_ANY}|\s+{_VERB})
    )""",
    re.VERBOSE,
)
_YES_OR_NO = re.compile(rf"(?i:{_AUXILIARY}|ca|wo)(?:n[’']t)?\b\s+\w")


@dataclass(frozen=True, slots=True)
class Form:
    """The form of a question. `end` is behind the words that show it: "what pace does" """

    end: int
    is_sure: bool


def form_of(text: str, start: int, end: int) -> Form | None:
    """The form of the clause that begins there, as far as the text goes up to `end`.

    >>> form_of("who and when", 0, 12), form_of("what did he say", 0, 15)
    (None, Form(end=8, is_sure=True))
    """
    for pattern, is_sure in ((_SURE, True), (_UNSURE, False)):
        found = pattern.match(text, start, end)
        if found:
            return Form(found.end(), is_sure)
    return None


def opens_yes_or_no(text: str, start: int, end: int) -> bool:
    """Whether the clause that begins there opens as one that asks for yes or no."""
    return _YES_OR_NO.match(text, start, end) is not None
