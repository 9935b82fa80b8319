"""A statement or its evidence, as the rules read it.

Owns what is spelt in more than one way and means the same: curly quotes, ISO dates, "United
States". Unlike `index.lexical`, which keeps the words that carry a topic, it keeps "not", "if" and
the punctuation too, because the rules live on them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from bot.calendar_names import MONTHS
from bot.claims import units
from bot.claims.spelling import BENT
from index import lexical

# The full stop of "U.S.", "R." or "Dr." belongs to the word and ends no sentence.
TOKEN = re.compile(
    r"(?:[A-Z]\.)+(?!\w)|\b(?:St|Mr|Mrs|Ms|Dr|Gen|Sen|Gov|Prof)\.|\w+(?:['.]\w+)*|[^\w\s]"
)
# Of citations: "…[1][2]", "…[1, 2]"; but "[2014]" is a year that an editor put in.
MARKERS = re.compile(r"\s*\[\d{1,2}(?:\s*,\s*\d{1,2})*\]")
STRAIGHT = str.maketrans(dict.fromkeys("’‘‚‛", "'") | dict.fromkeys("“”„‟«»「」『』〝〞", '"'))
# "de-escalation" is one word, as "nonstarter" is.
PREFIX = re.compile(r"\b(de|non|anti|co)-(?=[a-z])", re.IGNORECASE)
# "R.Politik" is spelt as "R. Politik".
INITIAL = re.compile(r"\b([A-Z]\.)(?=[A-Z][a-z])")
ISO_DATE = re.compile(r"\b(\d{4})-(\d\d)-(\d\d)\b")
OUR = re.compile(r"(?<=[a-z]{3})our(?=$|i)")
SAME_NAME = (
    (re.compile(r"\b[Uu]nited [Ss]tates(?: of America)?(?=\W|$)"), "USA"),
    (re.compile(r"\b(?:United Kingdom|Great Britain)\b"), "UK"),
    (re.compile(r"\bEuropean Union\b"), "EU"),
)
# Verbs of two words that one word says.
PHRASAL = (
    (
        re.compile(
            r"\bturn(?:ed|s|ing)? (?:(?:the|an?|it|them|this|its)(?: [a-z]+)? )?(?:down|away)\b"
        ),
        "rejected",
    ),
    (re.compile(r"\b(?:live|lives|lived) with (?=an? |the )"), "accept "),
    (re.compile(r"\b(?:established|ascertained) (?=that\b)"), "know "),
    (re.compile(r"\b[Bb]ehind closed doors\b"), "privately"),
    (re.compile(r"\bup and running\b"), "operational"),
    (re.compile(r"\b(?:brought|br?ing(?:s|ing)?) home\b"), "withdraw"),
    (re.compile(r"\bbrush(?:ed|es|ing)? (?:aside|off)\b"), "dismissed"),
    (re.compile(r"\b(?:made?|makes|making) up (?:his|her|its|their) minds?\b"), "decided"),
    (re.compile(r"\bplay(?:ed|s|ing)? down\b"), "dismissed"),
    (re.compile(r"\bcall(?:ed|s|ing)? off\b"), "cancelled"),
    (re.compile(r"\b(?:pull(?:ed|s|ing)?|walk(?:ed|s|ing)?) (?:out of|away from)\b"), "left"),
)
BREAKS = frozenset(',.;:!?—–()…"')
SENTENCE_ENDS = frozenset(".!?…")
OPENERS = frozenset("\"([—–:'")


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a mark. `stem` is None for marks and for words that carry no topic.

    `initial` says that it opens a sentence or a quotation, so that its capital means nothing.
    """

    text: str
    stem: str | None
    initial: bool

    @property
    def lower(self) -> str:
        """The word without its capitals."""
        return self.text.lower()

    @property
    def is_word(self) -> bool:
        """Whether it is a word and not a mark."""
        return self.text[0].isalnum()

    @property
    def is_capitalised(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[0].isupper()


@dataclass(frozen=True)
class Text:
    """A text with one spelling for what has several. Made by `read`."""

    text: str

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """Its words and marks, in order."""
        stems = {start: stem for stem, start, _ in lexical.words(self.text)}
        matches = list(TOKEN.finditer(self.text))
        initial = _initials([match.group() for match in matches])
        return tuple(
            Token(match.group(), _one_stem(match.group(), stems.get(match.start())), first)
            for match, first in zip(matches, initial, strict=True)
        )

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stems of the words that carry a topic."""
        return frozenset(token.stem for token in self.tokens if token.stem)

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Its words without marks and capitals."""
        return tuple(token.lower for token in self.tokens if token.is_word)

    @cached_property
    def sentences(self) -> tuple[tuple[Token, ...], ...]:
        """Its tokens by sentence, roughly: good enough to look around a word in."""
        return tuple(_sentences(self.tokens))


def _one_stem(word: str, stem: str | None) -> str | None:
    """One for "led" and "lead", for "organise" and "organize", for "neighbour" and "neighbor"."""
    if stem is None:
        return None
    base = BENT.get(word.lower())
    stem = lexical.stems(base)[0] if base else stem
    stem = OUR.sub("or", stem)
    return f"{stem[:-2]}iz" if stem.endswith("is") and len(stem) > 5 else stem


@lru_cache(maxsize=256)
def read(*parts: str) -> Text:
    """The text of a statement, or of all its evidence; markers of citations are left out.

    The last few are kept: the statements of an answer stand on the same quotes.
    """
    return Text("\n".join(_one_spelling(part) for part in parts))


def _one_spelling(part: str) -> str:
    text = unicodedata.normalize("NFKC", MARKERS.sub("", part)).translate(STRAIGHT)
    text = units.one_spelling(INITIAL.sub(r"\1 ", text))
    text = PREFIX.sub(r"\1", ISO_DATE.sub(_in_words, text))
    for pattern, name in (*SAME_NAME, *PHRASAL):
        text = pattern.sub(name, text)
    text = text.strip()
    return text if text.endswith(tuple(SENTENCE_ENDS)) else f"{text} ."


def _in_words(match: re.Match[str]) -> str:
    year, month, day = (int(part) for part in match.groups())
    return f"{MONTHS[month - 1]} {day}, {year}" if 1 <= month <= 12 else match.group()


def _initials(words: Sequence[str]) -> Iterator[bool]:
    first, quoted = True, False
    for word in words:
        yield first
        quoted ^= word == '"'
        opens = quoted if word == '"' else word in OPENERS
        first = word in SENTENCE_ENDS or opens or (first and not word[0].isalnum())


def _sentences(tokens: Sequence[Token]) -> Iterator[tuple[Token, ...]]:
    begun: list[Token] = []
    for token in tokens:
        begun.append(token)
        if token.text in SENTENCE_ENDS:
            yield tuple(begun)
            begun = []
    if begun:
        yield tuple(begun)
