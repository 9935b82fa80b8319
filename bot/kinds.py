"""What a question asks for (a time, a number, a person …) and what in a sentence would be that.

Owns the words that give it away. Unlike `features`, which turns matches into numbers, and
unlike a model, it knows nothing else: "when" asks for a time, "January" is one.
"""

from __future__ import annotations

import re
from functools import lru_cache

from bot.calendar_names import MONTHS, WEEKDAYS
from bot.names import AUXILIARIES, QUESTION_WORDS


def _words(*alternatives: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(alternatives)})\b", re.IGNORECASE)


def _exactly(*alternatives: str) -> re.Pattern[str]:
    """Alternatives with their own boundaries, case kept: capitals make a name."""
    return re.compile("|".join(alternatives))


_UNITS = "seconds?|minutes?|hours?|days?|nights?|weeks?|months?|years?|decades?|centur(?:y|ies)"
_NUMERALS = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|hundreds?|thousands?|"
    "millions?|billions?|half|several|once|twice|second|third|fourth|both"
)
_DAYS = "|".join(WEEKDAYS)
_MONTHS = "|".join((*MONTHS, "Jan", "Feb", "Aug", "Sept", "Oct", "Nov", "Dec"))
_RELATIVE = "last|next|this|previous|following|earlier|later|past|recent|coming"
_SEASONS = "day|week|month|year|summer|winter|spring|autumn|night|decade|century"
_ROLES = "Mr|Mrs|Ms|Dr|President|Secretary|Minister|Ambassador|Gen|Sen"
_UNNAMED = "officials?|spokes\\w+|diplomats?|negotiators?"
_PEOPLE = "person|official|diplomat|minister|politician|expert|analyst|leader|spokes\\w+|(?:wo)?man"
_PLACES = "cit(?:y|ies)|countr(?:y|ies)|places?|towns?|states?|regions?"
_AMOUNTS = "many|much|large|big|far|high|old|tall|long|few|strong"

# A question may ask for several kinds, or, like most with "what" and "how", for none of these.
ASKING: dict[str, re.Pattern[str]] = {
    "when": _words(
        "when", r"(?:what|which) (?:year|day|date|month|time)", "how (?:long|soon|often|recently)"
    ),
    "number": _words(
        f"how (?:{_AMOUNTS})", r"what (?:number|share|percent\w*|amount)", "number of"
    ),
    "who": _words("who", "whom", "whose", f"which (?:{_PEOPLE})"),
    "where": _words("where", f"(?:what|which) (?:{_PLACES})"),
    "why": _words("why", "what (?:reason|caused|made)", "how come", "for what reason"),
    "saying": _words(
        "sa(?:y|ys|id)", "tell", "told", r"claim\w*", "den(?:y|ies|ied)", r"describe\w*",
        r"call\w*", r"warn\w*", r"accuse\w*", "thinks?", r"quote\w*", r"comment\w*", "according",
        r"argue\w*", r"complain\w*", r"respon\w*", "reply", "replied", r"react\w*", r"insist\w*",
        r"announce\w*", r"believe\w*", "view", "opinion",
    ),
}  # fmt: skip
ANSWERING: dict[str, re.Pattern[str]] = {
    "when": _exactly(
        r"\b(?:1\d|20)\d\d\b", rf"\b(?i:{_DAYS})\b", rf"\b(?:{_MONTHS})\b(?:\.?\s\d\d?\b)?",
        rf"\b(?i:{_RELATIVE})\s+(?:\w+\s+)?(?:{_SEASONS})",
        rf"\b(?i:{_UNITS}|yesterday|today|tomorrow|morning|evening)\b",
    ),
    "number": _exactly(r"\d(?:[\d,.]*\d)?", rf"\b(?i:{_NUMERALS})\b"),
    "who": _exactly(
        r"\b[A-Z][a-z’'-]+\s+(?:[A-Z]\.\s+)?[A-Z][A-Za-z’'-]+", rf"\b(?:{_ROLES})\.?\s+[A-Z]",
        rf"\b(?:{_UNNAMED})\b",
    ),
    "where": _exactly(
        r"\b(?:in|at|near|from|to|on|of|between|across|around|outside|inside|via)\s+"
        r"(?:the\s+|\w+ern\s+)?[A-Z]\w"
    ),
    "why": _words(
        "because", "due to", "since", "so that", "in order to", "therefore", "owing", "thanks to",
        r"fear\w*", "led to", r"caus\w+", r"result\w*", r"reason\w*", "citing",
        "to (?:avoid|protect|prevent|ensure|keep|allow)",
    ),
    "saying": _words(
        "sa(?:id|ys?)", "told", "added", "warned", r"claim\w*", "den(?:y|ied|ies)", r"insist\w*",
        r"accus\w*", r"call\w*", r"stat(?:e|es|ed|ing)", r"argu\w+", r"acknowledg\w+",
        r"reiterat\w+", r"announc\w+", r"remark\w+", r"stress\w+", r"complain\w*", r"proclaim\w*",
        "noted", r"explain\w*",
    ),
}  # fmt: skip

_OPENER = re.compile(
    r"\A(?:(?:and|but|so|then|well|ok|okay|hi|hello|hey|please|yes|no)\b[\s,.!—–-]*)+",
    re.IGNORECASE,
)
_FIRST = re.compile(r"([a-z]+?)(?:n't)?\s+\D")  # "May 2021" is a month
_AUXILIARIES = AUXILIARIES | {"ca", "cannot", "wo"}  # "can't" and "won't" without "n't"
_QUESTION_WORD = f"(?:{'|'.join(sorted(QUESTION_WORDS))})"
# "Is it Ann or Bob?", "Can you find out who leads?", "Does anybody know in which year it was?",
# "Did he resign, and when?"; but not "Did it rain when he resigned?".
_ASKS_FOR_MORE = _words(
    "or",
    rf"(?:know|known|say|said|tell|explain|show|list|name|give|remember|clear)\b(?: \w+){{0,2}} "
    rf"{_QUESTION_WORD}",
    "(?:tell|list|name|give|show|explain) (?:me|us|all|the)",
    rf"(?:you|anybody|anyone|somebody|someone)\b.* {_QUESTION_WORD}",
    r"you (?:please |kindly )?(?:define|describe|find|identify|list|name|outline|quote|specify|"
    r"state|summari[sz]e)",
    r"(?:know|recall|remember|have|learn|find(?: out)?) (?:the|his|her|its|their) (?:\w+ )?"
    r"(?:address|age|amount|cause|cost|date|height|identity|length|location|names?|number|price|"
    r"reasons?|size|title|year)",
    rf"(?:and|if so,?) (?:(?:at|by|for|from|in|on|since|to|with) )?{_QUESTION_WORD}",
)


@lru_cache(maxsize=256)  # of each sentence that is found it is asked again
def kinds_of(question: str) -> tuple[str, ...]:
    """What a question asks for: any of the keys of ASKING."""
    return tuple(kind for kind, pattern in ASKING.items() if pattern.search(question))


def asks_yes_or_no(question: str) -> bool:
    """Whether yes or no would answer it, and no words of an article do so by themselves.

    >>> [asks_yes_or_no(text) for text in ("And will it rain?", "Is it Ann or Bob?")]
    [True, False]
    """
    asked = _OPENER.sub("", question.strip()).replace("’", "'").lower()
    first = _FIRST.match(asked)
    return bool(first and first[1] in _AUXILIARIES) and not _ASKS_FOR_MORE.search(asked)


def places(kind: str, text: str, question: str) -> list[tuple[int, int]]:
    """Where the text has something of this kind that the question does not name itself."""
    known = question.lower()
    return [place for words, place in _found(kind, text) if not _stands_in(words, known)]


@lru_cache(maxsize=20_000)  # sentences of the same articles are looked at for every question
def _found(kind: str, text: str) -> tuple[tuple[str, tuple[int, int]], ...]:
    return tuple(
        (match.group().strip().lower(), match.span()) for match in ANSWERING[kind].finditer(text)
    )


def _stands_in(words: str, question: str) -> bool:
    """Whether they stand there from the beginning of a word: "one" is not in "telephone"."""
    return words in question and bool(re.search(rf"(?<!\w){re.escape(words)}", question))
