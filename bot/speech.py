"""Who is said to say a sentence: the words that name the speaker, as they stand there.

    “…,” said Judy Dempsey, a senior fellow        …, Ryabkov remarked, “…”
    Sherman said Russia needs to decide …          According to a US official, …

Owns the forms of a speech tag. Unlike `speakers`, which resolves "he" and "the official" and looks
at the sentences around, it reads one sentence, whose quotations somebody else has found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from bot import names
from bot.persons import PARTICLE, SOMEBODY, SPEAKING, WORD, person

QUOTATION = "\ufffc"  # stands for a quotation, so that a tag's words are never those quoted
MAX_CHARS = 2_000  # of a sentence: what is longer is none that a person wrote
MAX_WORDS = 14  # of the words that name a speaker

_SPOKE = (
    "said|says|added|adds|explained|explains|remarked|proclaimed|stated|"
    "wrote|writes|argued|argues|noted|claimed|insisted|insists|replied|replies|"
    "responded|continued|declared|declares|announced|stressed|stresses|reiterated|acknowledged|"
    "admitted|tweeted|concluded|recalled|joked|complained|suggested"
)
# Who listens may follow these: “Holm, in tears, warned Lund”; who speaks only behind a quotation.
_ADDRESSED = "asked|asks|warned|warns"
_TOLD = "told|tells"  # who listens always follows these, and never who speaks
_SAID = f"{_SPOKE}|{_ADDRESSED}|{_TOLD}"
# Before "that" these are verbs; elsewhere they may be nouns: "the Baltic states", "its claims".
_SAID_THAT = rf"{_SAID}|say|claims|states|notes"
# Verbs after which a clause stands without "that"; a noun after any other is no speech.
_PLAINLY = "said|says|say|claimed|insisted|insists|stated"
# What somebody does who says something. Not "saying": its subject stands far off.
SAYING = re.compile(
    r"said|says?|told|tells?|stat(?:es?|ed)|announc(?:es?|ed)|explain(?:s|ed)|not(?:es?|ed)|"
    r"add(?:s|ed)|remark(?:s|ed)|reiterat(?:es?|ed)|underscor(?:es?|ed)|acknowledg(?:es?|ed)|"
    r"stress(?:es|ed)|proclaim(?:s|ed)|claim(?:s|ed)|argu(?:es?|ed)|thinks?|thought|"
    r"believ(?:es?|ed)|warn(?:s|ed)|accus(?:es?|ed)|call(?:s|ed)|compar(?:es?|ed)|"
    r"insist(?:s|ed)|complain(?:s|ed)|den(?:y|ies|ied)|spoke|speaks?|declar(?:es?|ed)|"
    r"report(?:s|ed)|suggest(?:s|ed)|list(?:s|ed)|describ(?:es?|ed)|wrote|writes?|repl(?:y|ies|ied)|expect(?:s|ed)|"
    r"speculat(?:es?|ed)|predict(?:s|ed)|caution(?:s|ed)|admit(?:s|ted)|conced(?:es?|ed)|"
    r"confirm(?:s|ed)|emphasi[sz](?:es?|ed)|assert(?:s|ed)|contend(?:s|ed)|alleg(?:es?|ed)|"
    r"assur(?:es?|ed)|pledg(?:es?|ed)|promis(?:es?|ed)|vow(?:s|ed)|underlin(?:es?|ed)|respond(?:s|ed)|"
    r"conclud(?:es?|ed)|recall(?:s|ed)|observ(?:es?|ed)|comment(?:s|ed)|reveal(?:s|ed)|tweet(?:s|ed)|"
    r"maintain(?:s|ed)|object(?:s|ed)"
)
_ADVERB = r"(?:\w+ly|also|once|then|later|again|first|even|however|meanwhile|now)"
_AUXILIARY = rf"(?:(?:has|have|had|{_ADVERB})\s+){{0,3}}"
# White space is read in one way only: a sentence may have 2,000 characters of it.
_NP = r"(?P<who>(?!\s)[^,;:!?()\ufffc—–]{2,160}?)(?<!\s)\s++"
_OPENS = r"(?:^|(?<=[,;\ufffc])|(?<=[.!?]\s))\s*+"
_COMMA = r"\s*+(?:[,.]\s*+)?"
_DIRECT = tuple(
    re.compile(pattern)
    for pattern in (
        # “…,” Blinken said
        rf"{QUOTATION}{_COMMA}{_NP}{_AUXILIARY}(?:{_SAID})\b",
        # “…,” said Judy Dempsey
        rf"[,.{QUOTATION}]\s*(?:{_SPOKE})\s+(?P<who>[^,;:()\ufffc—–]+)",
        # “…?” asked Judy Dempsey
        rf"{QUOTATION}{_COMMA}(?:{_ADDRESSED})\s+(?P<who>[^,;:()\ufffc—–]+)",
        # Ryabkov remarked, “…”
        rf"{_OPENS}{_NP}{_AUXILIARY}(?:{_SAID})(?:\s[^,:;\ufffc]{{0,60}})?\s*[,:]\s*{QUOTATION}",
    )
)
_REPORTED = (
    # Sherman said that …
    re.compile(
        rf"{_OPENS}{_NP}{_AUXILIARY}(?:"
        rf"(?:{_SAID_THAT})\b[^,;:\ufffc]{{0,60}}?\sthat\s"
        rf"|(?:{_PLAINLY})\s+(?=(?P<clause>.+)))"
    ),
    # …, Dempsey explained, …
    re.compile(rf",\s*+{_NP}{_AUXILIARY}(?:{_SAID})\s*(?:,|[.!?]?$)"),
)
_ACCORDING = re.compile(r"(?:^|,\s*)[Aa]ccording to (?P<who>[^,;:()\ufffc—–]+)")
_FILLER = re.compile(
    r"(?:(?:but|and|so|yet|however|still|instead|elsewhere|meanwhile|later|then|now|adding|"
    r"overall|today|yesterday)\s+)+",
    re.IGNORECASE,
)
# A tag behind one of these belongs to a part of its sentence only, or says where or by whom.
_NOT_WHO = re.compile(
    r"(?:which|who|whom|whose|that|as|while|although|though|because|if|where|when|since|after|before|"
    r"unless|until|even|what|than|or|including)\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"\b(?:after|before|when|while|as|because|if|since|until)\b", re.IGNORECASE)
# What follows who speaks and names nobody: “said Ryabkov in Geneva on Monday”.
_TRAILING = re.compile(
    r"(?<!\s)\s++(?:who|which|that|in|on|at|during|after|before|as|when|while|last|this|yesterday|today|"
    r"familiar|about|from|with|by|without|once|again|\w+day|[a-z]\w+ing)\b"
)
# A clause begins with what can be its subject, not with what says when or where it was said.
_NO_CLAUSE = re.compile(
    r"(?:in|on|at|to|with|during|nothing|yes|no|so|much|more|little|goodbye|as|by|\ufffc)(?:\s|$)",
    re.IGNORECASE,
)
_PRONOUNS = frozenset(("he", "she", "they"))
# Who may be "to" somebody: "the ambassador to the United Nations".
_MAY_BE_TO = re.compile(
    r"(?i:advis[eo]r|aide|close|ambassador|assistant|counsel|deputy|envoy|secretary)s?"
)
# "Said in Cairo", "In Togo the government": nobody, if not "In June Berg".
_WHERE = re.compile(r"(?:at|by|down|for|from|in|near|of|on|over|to|under|with)\b", re.IGNORECASE)
# "He'll say", "It's said": a verb in the words for who speaks, who may be nobody.
_CONTRACTED = re.compile(
    r"\b(?:i|you|he|she|it|we|they|that|this|there|here|who|what)[’']\w|\w(?:[’'](?:ll|ve|re)|n[’']t)\b",
    re.IGNORECASE,
)
_VERBS = names.AUXILIARIES | frozenset(("not", "there", "it", "never", "seemed"))
# With a capital as the first word, and nobody in particular.
NOBODY = frozenset(
    """anybody anyone both each everybody everyone few five four half hundreds i many most nobody
    none nothing one others people several some somebody someone thousands three two we who
    whoever""".split()  # noqa: SIM905 - a list reads best
)
_NAME = rf"(?P<who>{WORD}(?:\s+(?:{PARTICLE}\s+){{0,2}}{WORD}){{0,5}})"
_THEN_TOLD = rf",\s+{_AUXILIARY}(?:{_TOLD})\s"
_PREPOSITION = r"(?:of|in|at|near|from|for|to|with|on|by|outside)"
_APPOSED = (
    # Rita Holm, who opened it, told …
    re.compile(rf"{_OPENS}{_NAME},\s+[a-z\d][^,;:!?()\ufffc—–]{{0,100}}{_THEN_TOLD}"),
    # the regional president, Ángel Torres, told …
    re.compile(
        rf"{_OPENS}(?:(?:[Tt]he|[Aa]n?|[Ii]ts|[Tt]heir)\s+|(?:{WORD}\s+){{1,5}}(?<=[’']s\s))"
        rf"(?:(?!{_PREPOSITION}\b)[\w’'.-]+\s+){{0,4}}[a-z][\w-]*,\s+{_NAME}{_THEN_TOLD}"
    ),
)
# "said the mayor of Leeds, Anna Berg.": the name of whose office it is, not of whose friend.
_OFFICE = re.compile(
    rf"(?:(?:[Tt]he|[Ii]ts|[Tt]heir|[Hh]is|[Hh]er|[Oo]ur)\s+|(?:[\w’'.-]+\s+){{1,5}}(?<=[’']s\s))"
    rf"(?:(?!{_PREPOSITION}\b)[\w’'.-]+\s+){{0,4}}{SOMEBODY}(?:\s+(?:of|for)\s+(?:the\s+)?{WORD}"
    rf"(?:\s+{WORD}){{0,3}})?"
)
_NAMED_NEXT = re.compile(rf",\s+{_NAME}(?=\s*(?:[.,;]|$)|\s+(?:who|in|on|at)\b)")
_IS_PLACE = re.compile(r"\b(?:Bay|City|County|Island|Islands|Province|State|Valley)$")
# "Residents of Springfield, Illinois, who …": the name behind this is no subject.
_LOCATED = re.compile(rf"\b{_PREPOSITION}\s+(?:the\s+)?{WORD}(?:\s+{WORD}){{0,4}},\s*$")


def tags(outside: str) -> list[str]:
    """The words that name each speaker whose speech the whole sentence is, in order of the forms.

    `outside` is the sentence with `QUOTATION` for each quotation.

    >>> tags("\ufffc said Judy Dempsey, a senior fellow at Carnegie Europe.")
    ['Judy Dempsey']
    """
    text = outside[:MAX_CHARS]
    found = [*_direct(text), *_apposed(text), *_reported(text), *_according(text)]
    return list(dict.fromkeys(who for who in found if who))


def is_quotation(outside: str) -> bool:
    """Whether the sentence is nothing but a quotation."""
    return QUOTATION in outside and not any(char.isalnum() for char in outside)


def _direct(text: str) -> Iterator[str]:
    for pattern in _DIRECT:
        for match in pattern.finditer(text):
            yield _apposed_to(match) or _who(match)


def _apposed_to(match: re.Match[str]) -> str:
    """The name that follows an office: "said the mayor of Leeds, Anna Berg."; "" if none does."""
    name = _NAMED_NEXT.match(match.string, match.end("who"))
    if not name or not _OFFICE.fullmatch(match["who"].strip()):
        return ""
    found = person(name["who"]) or ""
    return name["who"] if " " in found and not _IS_PLACE.search(found) else ""


def _apposed(text: str) -> Iterator[str]:
    for pattern in _APPOSED:
        for match in pattern.finditer(text):
            if not _LOCATED.search(text[: match.start("who")]):
                yield _who(match)


def _reported(text: str) -> Iterator[str]:
    for pattern in _REPORTED:
        for match in pattern.finditer(text):
            clause = match.groupdict().get("clause")
            # Behind a dash somebody may speak in an aside of a sentence that is not theirs.
            aside = re.search("[—–]", text[: match.start("who")])
            if not aside and (clause is None or not _NO_CLAUSE.match(clause)):
                yield _who(match)


def _according(text: str) -> Iterator[str]:
    for match in _ACCORDING.finditer(text):
        yield _who(match)


def _who(match: re.Match[str]) -> str:
    """The words that name somebody, without what stands around them; "" if they name nobody."""
    words, before = match["who"].strip(), match.string[: match.start("who")].rstrip()
    filler = _FILLER.match(words)
    named = words[filler.end() :] if filler else words
    # Of "Diplomats, officials and analysts" a part is left.
    listed = before.endswith(",") and re.search(r"\band\b", named)
    # "Hours after the minister said …": what stands before the verb is not who speaks.
    clause = match.end() > match.end("who") and _CLAUSE.search(named)
    if not named or listed or clause or _NOT_WHO.match(named) or _CONTRACTED.search(named):
        return ""
    cut = _TRAILING.search(named)
    named = (named[: cut.start()] if cut else named).strip(" .,")
    if _WHERE.match(named) and (named[0].islower() or not person(named)):
        return ""
    return named if _is_somebody(named.split()) else ""


def _is_somebody(words: Sequence[str]) -> bool:
    """Whether words end in a name or in a noun for who speaks, and hold no verb."""
    if not 0 < len(words) <= MAX_WORDS or any(word.lower() in _VERBS for word in words[1:]):
        return False
    head = words[-1]
    if any(word.lower() in _PRONOUNS for word in words):
        return len(words) == 1
    if any(one == "to" and not _MAY_BE_TO.fullmatch(to) for to, one in pairwise(words)):
        return False  # "wrote a letter to the Red Cross"
    if head.lower().removesuffix("s") in names.CALENDAR or head.lower() in names.ORDINARY | NOBODY:
        return False
    return head[0].isupper() or SPEAKING.fullmatch(head.lower()) is not None


def masked(text: str, quotations: Sequence[tuple[int, int]]) -> str:
    """The text with `QUOTATION` for each quotation: pairs of first and last mark, apart."""
    parts, at = list[str](), 0
    for start, end in quotations:
        if start >= at:
            parts += [text[at:start], QUOTATION]
            at = end + 1
    return "".join((*parts, text[at:]))
