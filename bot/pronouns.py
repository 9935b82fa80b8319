"""Pronouns that have nothing in their own question to stand for.

Owns the grammar of "he", "it", "their", "that". Unlike `conversation`, it does not look at the
questions before, and so never says whom a pronoun means.

A pronoun may stand for a word before it in the same question. Which it may follows from two rules
of English: "their" and the like may stand for any of them ("Why did Poland ask for … its soil");
"he", "she", "they" as well, since they always open a clause of their own ("When did Putin say he
…"); but "it", "him" and "them" never stand for another part of their own clause ("What did NATO say
about it?"), so a word that divides clauses must lie between.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot import names
from bot.names import Sort

MOST_PRONOUNS = 20  # of a question that are looked at
PERSON_NOUN = re.compile(
    r"""\w*(?:man|woman|person|president|chief|spy|ally|envoy|head|boss|king|queen|pope|official
    |general|diplomat|analyst|scientist|expert|scholar|journalist|ambassador|candidate
    |[a-z]{3}(?:er|or|ist)|secretary|spokes\w+|citizen|author|chancellor|suspect|victim|guy|lady
    |husband|wife|mother|father)(?:[’']s)?""",
    re.IGNORECASE | re.VERBOSE,
)
PERSONAL = frozenset(("he", "him", "his", "she", "her"))
PLURAL = frozenset(("they", "them", "their"))
POSSESSIVE = frozenset(("his", "their", "its"))
OBJECTS = frozenset(("it", "him", "them"))
# Before a pronoun these are not what it stands for.
NO_NOUNS = (
    names.ORDINARY
    | names.OPENERS
    | frozenset(
        """again ago ask asked away both call called else even ever exactly happen happened long
        many mean meet met more much not off often only out react really reply respond said say
        says still talk tell than then think thinks told too up want wants what's who's why's
        yet""".split()  # noqa: SIM905 - a list of words reads best
    )
)
PRONOUN = re.compile(r"\b(?:he|him|his|she|her|they|them|their|it|its)\b", re.IGNORECASE)
DIVIDER = re.compile(
    r"""[,;:–—] | \s-\s
    | \b(?:and|but|or|so|if|when|while|because|that|who|which|whatever|whoever|after|before)\b""",
    re.IGNORECASE | re.VERBOSE,
)
# "it" that stands for nothing: "Is it true that", "What would it take for", "when it comes to".
EMPTY_IT = re.compile(
    r"""\b(?:is|was|be|isn[’']t|wasn[’']t)\s+it\s+(?:\w+\s+)?
        (?:true|possible|likely|unlikely|clear|known|certain|right|legal|safe|worth|necessary
        |important|easy|hard|difficult|enough|too|(?:that|who)\s+\w+)\b
    | \bit\s+(?:takes?|took|costs?|matters?|means?|comes?|turns?|seems?)\b.*
        \b(?:to|for|if|that|out)\b
    | \bit\s+(?:if|that|when|to)\b
    | \bit(?:\s+is|\s+was|[’']s)\s.*\b(?:that|who|to)\b
    | \b(?:time|day|year|date|far|cold|hot)\s+(?:is|was)\s+it\b
    | \bit\s+(?:rain|snow)\w*""",
    re.IGNORECASE | re.VERBOSE,
)
# "that" and "this" that stand for something said before, and not with a noun of their own.
POINTING = re.compile(
    r"""\b(?:is|was|did|does|do|will|would|could|can|has|should)\s+(?:that|this)\s+
        (?:true|happen\w*|mean|affect|change|matter|work|end|start|be|so|the|a|possible|likely|why|how
        |important|relevant|come|going|still|really|all|new|about|for)\b
    | ^(?:and\s+|but\s+|so\s+)?(?:what|why|how|who|when|where)(?:\s+(?:is|was)|[’']s)\s+
        (?:that|this|those|these)\W*$
    | \b(?:about|of|to|for|with|by|after|before|on|than|like|from|against|said|say|says|do|did|mean
        |think|know|deny|confirm|doing)\s+(?:that|this|those|these)\W*$
    | ^(?:and\s+|but\s+|so\s+)?(?:what|who|why|how|when)\b[^,;]*
        (?<!\bis\s)(?<!\bwas\s)(?<!\bare\s)\b(?:there|then|so)\W*$""",
    re.IGNORECASE | re.VERBOSE,
)
# "Which distractions among his rivals helped the chief": it may stand for somebody named later.
FORESHADOWING = re.compile(
    r"\b(?:among|of|in|for|despite|before|after)\s+(?:his|her)\s*$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Pronoun:
    """A pronoun at `question[start:end]`."""

    text: str
    start: int
    end: int
    is_possessive: bool

    @property
    def gender(self) -> str | None:
        """The gender of the person that is meant; None if it need not be a person."""
        word = self.text.lower()
        if word not in PERSONAL:
            return None
        return "masculine" if word.startswith("hi") or word == "he" else "feminine"

    @property
    def is_plural(self) -> bool:
        """Whether it is a form of "they"."""
        return self.text.lower() in PLURAL

    def like(self, name: str) -> str:
        """The name in the pronoun's form: "his" makes "Ryabkov's"."""
        return f"{name}'s" if self.is_possessive else name


def has_dangling_reference(question: str) -> bool:
    """Whether a pronoun, or "that", stands for something outside the question."""
    return bool(dangling(question)) or (
        bool(POINTING.search(question)) and not _is_pointed(question)
    )


def dangling(question: str) -> list[Pronoun]:
    """The pronouns that have nothing in the question to stand for."""
    if EMPTY_IT.search(question):
        found = [m for m in PRONOUN.finditer(question) if m.group().lower() != "it"]
    else:
        found = list(PRONOUN.finditer(question))
    people = [one for one in names.find(question) if one.sort is Sort.PERSON] if found else []
    first = min((one.end for one in people), default=len(question) + 1)
    return [
        Pronoun(m.group(), *m.span(), _is_possessive(question, m))
        for m in found[:MOST_PRONOUNS]
        if not _has_antecedent(question, m, first)
    ]


def _is_possessive(question: str, match: re.Match[str]) -> bool:
    """ "her" is one before a noun ("her plan"), and none at the end or before "about"."""
    if match.group().lower() != "her":
        return match.group().lower() in POSSESSIVE
    following = re.match(r"\s+(\w+)", question[match.end() :])
    return following is not None and following.group(1).lower() not in names.ORDINARY


def _has_antecedent(question: str, match: re.Match[str], first_person: int) -> bool:
    """Whether a word before it may be meant; `first_person` is where the first name of one ends."""
    word, before = match.group().lower(), question[: match.start()]
    if word in PERSONAL:
        scope = _scope(question, match)
        return first_person <= scope or _is_person_described(question[:scope])
    found = bool(_nouns(before))
    if not found or word not in OBJECTS:
        return found
    return any(_nouns(before[: divider.start()]) for divider in DIVIDER.finditer(before))


def _scope(question: str, match: re.Match[str]) -> int:
    """Up to where in the question the person may be named that a pronoun stands for."""
    return len(question) if FORESHADOWING.search(question[: match.end()]) else match.start()


def _is_person_described(text: str) -> bool:
    """Whether somebody is described there: a place is nobody."""
    return any(PERSON_NOUN.fullmatch(word) for word in _nouns(text))


def _nouns(text: str) -> list[str]:
    """The words that a pronoun after them may stand for; less common verbs are among them."""
    words = re.findall(r"\w+(?:[’'.-]\w+)*", text)
    return [word for word in words if word.lower() not in NO_NOUNS and not word.isdigit()]


def _is_pointed(question: str) -> bool:
    """Whether the "that" of "Judy Dempsey - who is that?" has what it stands for before it."""
    clauses = DIVIDER.split(re.sub(r"\b(?:that|so)\b\W*$", "", question))
    return len(clauses) > 1 and any(_nouns(clause) for clause in clauses[:-1])
