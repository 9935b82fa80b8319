"""What its article says around a quote: who "she" is that says it, and whose minister that is.

    “… is not feasible,” she said      ─►  “… is not feasible,” Wendy Sherman said
    “We will not allow it.”            ─►  Wendy Sherman said: “We will not allow it.”
    Ryabkov                            ─►  the Russian government

Owns the reading of a quote with the names of its article in the place of pronouns, by two rules:
who says a sentence is whom `bot.speakers` finds, as it is shown beside the quote; and whoever the
article calls a country's minister, president, ambassador or the like, and the quote itself names,
speaks for that country's government. Unlike `speech`, which tells speech from the rest, it adds
names. In doubt none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import chain

from bot import speakers, speech
from bot.claims import naming
from bot.claims.governments import count
from bot.claims.spelling import GOVERNMENTS, PEOPLES
from bot.claims.text import Text, read
from bot.names import DEMONYM, PLACES, THING_WORDS
from index.articles import Article, Quote
from index.quotations import find_quotations

MOST_SENTENCES = 20  # of a quote
MAX_SCAN = 200_000  # characters of an article in which a title is looked for
MOST_PERSONS = 12  # of a quote whose titles are looked for
PAIR_OF = 2
PAIR = re.compile(
    r"\b[Tt]wo\b(?=(?: \w+)? (?:sides|countries|governments|nations|powers|capitals|parties|"
    r"leaders|presidents|ministers|diplomats|negotiators|envoys|men|women)\b)"
)
_SAID = rf"(?:{speech.SAYING.pattern})"
_ADVERBS = r"(?:(?:has|have|had|\w+ly|also|then|later|again|once|however|further)\s+){0,3}"
PRONOUN_SAYS = re.compile(
    rf"\b(?P<before>[Hh]e|[Ss]he)\b(?=\s+{_ADVERBS}{_SAID}\b)"
    rf"|(?<=[,”\"]\s){_SAID}\s+(?P<behind>he|she)\b"
)
_OFFICE = (
    r"president|prime|minister|premier|chancellor|ambassador|envoy|secretary|deputy|foreign|"
    r"defen[cs]e|interior|finance|vice|spokesman|spokeswoman|spokesperson|negotiator|diplomat|"
    r"delegation|official|senior|chief|top|chief|state|press|assistant|under|national|security|"
    r"adviser|advisor|leader|ministry|government|led|headed|by"
)
_HEADS = re.compile(
    r"\b(?:president|minister|premier|chancellor|ambassador|envoy|secretary|spokes\w+|negotiator|"
    r"diplomat|official|leader)\b",
    re.IGNORECASE,
)
_TITLE = (
    r"(?<![\w-])(?P<country>(?:U\.S\.|U\.K\.|[A-Z]\w+)|United States|United Kingdom)(?:[’']s)?\s+"
    rf"(?P<title>(?:(?:(?i:{_OFFICE})|of|for|to|and|the|OSCE|NATO|[A-Z]\w+(?=\s+(?i:affairs)))"
    r"\b,?\s*){1,8})"
)


def resolved(quote: Quote) -> str:
    """The quote's words with the name of who says them, where its article tells; for the rules."""
    article, at, parts = quote.article, quote.start, list[str]()
    inside = (s for s in article.sentences if s.start < quote.end and s.end > quote.start)
    for sentence, _ in zip(inside, range(MOST_SENTENCES), strict=False):
        start, end = max(sentence.start, quote.start), min(sentence.end, quote.end)
        who = speakers.speaker_of(article, sentence)
        parts += [article.text[at:start], _with_speaker(article.text[start:end], who)]
        at = end
    return "".join((*parts, article.text[at : quote.end]))


def without_pairs(statement: Text, told: Text) -> Text:
    """The statement without the "two" of "the two sides", "the two negotiators", where the quotes
    name just two governments, or just two persons: those it means."""
    if not PAIR.search(statement.text):
        return statement
    just_two = len(persons(told)) == PAIR_OF or count(told.text) == PAIR_OF
    return Text(PAIR.sub("", statement.text)) if just_two else statement


def persons(text: Text) -> tuple[str, ...]:
    """The last names in a text that may be persons': no places, peoples or initials."""
    names = (run[-1].text.removesuffix("'s") for run in naming.runs(text))
    return tuple(
        dict.fromkeys(
            name
            for name in names
            if not (name.isupper() or _is_country(name) or name.lower() in THING_WORDS)
        )
    )


def _with_speaker(sentence: str, who: str | None) -> str:
    last = who.rsplit(maxsplit=1)[-1] if who else ""
    if not who or re.search(rf"\b{re.escape(last)}\b", sentence, re.IGNORECASE):
        return sentence
    quoted = find_quotations(sentence)
    for match in PRONOUN_SAYS.finditer(sentence):
        start, end = match.span("before" if match["before"] else "behind")
        if not any(a < start < b for a, b in quoted):
            return f"{sentence[:start]}{who}{sentence[end:]}"
    return f"{who} said: {sentence}"


def governments(article: Article, persons: Sequence[str]) -> str:
    """The governments for which persons of these last names speak, as their article has it.

    "the Russian government." for "Ryabkov", whom it calls "Russian Deputy Foreign Minister Sergei
    Ryabkov"; "" if none.
    """
    found = (name for person in persons[:MOST_PERSONS] for name in countries(article, person))
    return " ".join(f"The {country} government ." for country in dict.fromkeys(found))


@lru_cache(maxsize=512)
def countries(article: Article, person: str) -> tuple[str, ...]:
    """The countries whose minister or the like an article calls somebody of this last name."""
    return tuple(dict.fromkeys(_countries(article, person)))


def _countries(article: Article, person: str) -> Iterator[str]:
    name, text = re.escape(person), article.text[:MAX_SCAN]
    before = re.finditer(rf"{_TITLE}(?:[A-Z][\w.’'-]*\s+){{0,2}}{name}\b", text)
    behind = re.finditer(rf"\b{name},\s+(?:the\s+|an?\s+)?{_TITLE}", text)
    if re.search(rf"\bSecretary of State\s+(?:[A-Z][\w.’'-]*\s+){{0,2}}{name}\b", text):
        yield "U.S."  # no other country has one
    for match in chain(before, behind):
        if _HEADS.search(match["title"]) and _is_country(match["country"]):
            yield match["country"]


def _is_country(word: str) -> bool:
    name = (read(word).words or ("",))[0].replace(".", "")
    known = name in PLACES or name in PEOPLES or DEMONYM.fullmatch(name)
    return bool(known) or name in _of_governments()


@cache
def _of_governments() -> frozenset[str]:
    return frozenset(word for line in GOVERNMENTS for word in line.split("|")[1].split())
