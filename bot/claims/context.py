"""What its article says around a quote: who "she" is that says it, and whose minister that is.

    “… is not feasible,” she said      ─►  “… is not feasible,” Wendy Sherman said
    “We will not allow it.”            ─►  Wendy Sherman said: “We will not allow it.”
    Ryabkov                            ─►  the Russian government

Owns the reading of a quote with the names of its article in the place of pronouns, by two rules:
who says a sentence is whom `bot.speakers` finds, as it is shown beside the quote; and whoever the
article calls a country's minister, president, ambassador or the like, and the quote itself names,
speaks for that country's government. Unlike `speech`, which tells speech from the rest, it adds
names. In doubt none. Two more: who "she" is at the head of "Instead, she believes" is the only one
who spoke right before; and a title in capitals in the statement ("the Secretary of State") is the
one person of the quotes before whose name the article has it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import chain, islice

from bot import speakers, speech
from bot.claims import naming
from bot.claims.governments import count
from bot.claims.governments import in_pair as governments_in_pair
from bot.claims.spelling import GOVERNMENTS, PEOPLES
from bot.claims.text import Text, read
from bot.names import DEMONYM, PLACES, THING_WORDS
from index.articles import Article, Quote, Span
from index.quotations import find_quotations

MOST_SENTENCES = 20  # of a quote
MAX_SCAN = 200_000  # characters of an article in which a title is looked for
NEAR = 80  # characters on either side of a name in which a title of it stands
MOST_PLACES = 60  # of a name that are looked at
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
HEAD = re.compile(r"(?:(?:But|And|Yet|[A-Z]\w+,) )?")  # "But he", "Instead, he"
PRONOUN = re.compile(r"\b(?:he|she|him|his|her)\b", re.IGNORECASE)
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
_WORD = r"[A-Z][\w’'-]+"
_CAPITALS = (
    r"(?:(?:Deputy|Vice|Prime|Foreign|Defen[cs]e|Secretary|President|Minister|Chancellor|Premier)"
    r"(?: of State)?)(?: (?:Secretary|President|Minister|Chancellor)(?: of State)?){0,1}"
    r"(?: Minister)?"
)
_TITLED = re.compile(rf"\b[Tt]he (?P<title>(?i:{_CAPITALS}))\b(?!(?:['’]s)? [A-Z])")
_TITLE = (
    r"(?<![\w-])(?P<country>White House|State Department|Downing Street|United States|"
    r"United Kingdom|(?:U\.S\.|U\.K\.|[A-Z]\w+))(?:[’']s)?\s+"
    rf"(?P<title>(?:(?:(?i:{_OFFICE})|of|for|to|and|the|OSCE|NATO|[A-Z]\w+(?=\s+(?i:affairs)))"
    r"\b,?\s*){1,8})"
)


def resolved(quote: Quote) -> str:
    """The quote's words with the name of who says them, where its article tells; for the rules."""
    article, at, parts = quote.article, quote.start, list[str]()
    inside = (s for s in article.sentences if s.start < quote.end and s.end > quote.start)
    for sentence, _ in zip(inside, range(MOST_SENTENCES), strict=False):
        start, end = max(sentence.start, quote.start), min(sentence.end, quote.end)
        who = speakers.speaker_of(article, sentence) or _believer(article, sentence)
        parts += [article.text[at:start], _with_speaker(article.text[start:end], who)]
        at = end
    return "".join((*parts, article.text[at : quote.end]))


def _believer(article: Article, sentence: Span) -> str | None:
    """Who "he" is of "Instead, he believes that": nobody says it in so many words."""
    text = article.text[sentence.start : sentence.end]
    found = PRONOUN_SAYS.search(text)
    heads = found and found["before"] and HEAD.fullmatch(text[: found.start()])
    if not found or not heads or find_quotations(text) or len(PRONOUN.findall(text)) > 1:
        return None
    return speakers.meant_by(article, sentence, found["before"])


def without_pairs(statement: Text, told: Text) -> Text:
    """The statement without the "two" of "the two sides", "the two negotiators", where the quotes
    name just two governments, or just two persons: those it means."""
    if not PAIR.search(statement.text):
        return statement
    just_two = PAIR_OF in (len(persons(told)), count(told.text)) or governments_in_pair(told.text)
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
def around(article: Article, person: str) -> str:
    """What an article has around a last name, wherever it stands."""
    text = article.text[:MAX_SCAN]
    places = islice(re.finditer(rf"\b{re.escape(person)}\b", text), MOST_PLACES)
    return "\n".join(text[max(0, m.start() - NEAR) : m.end() + NEAR] for m in places)


@lru_cache(maxsize=512)
def countries(article: Article, person: str) -> tuple[str, ...]:
    """The country whose minister or the like an article calls somebody of this last name, in all
    the forms that it has there; none if it seems to give them to two."""
    found = tuple(dict.fromkeys(_countries(article, person)))
    return found if len({_state(country) for country in found}) == 1 else ()


def with_names(statement: str, quotes: Sequence[Quote]) -> str:
    """The statement with the name of whoever the quotes name and say it, in the place of the title
    that their article has right before that name: "Antony Blinken" for "the Secretary of State".

    Only where just one of those named has that title, and nobody in the statement bears it.
    """
    if not _TITLED.search(statement):
        return statement
    whose: dict[str, set[str]] = {}
    for quote in quotes:
        for name in persons(read(resolved(quote)))[:MOST_PERSONS]:
            for title in _titles(quote.article, name):
                whose.setdefault(title.lower(), set()).add(name)

    def name_of(match: re.Match[str]) -> str:
        found = whose.get(match["title"].lower(), set())
        return found.copy().pop() if len(found) == 1 else match.group()

    return _TITLED.sub(name_of, statement)


@lru_cache(maxsize=512)
def _titles(article: Article, person: str) -> tuple[str, ...]:
    """The titles with capitals that an article has right before a last name."""
    pattern = rf"(?P<title>{_CAPITALS})\s+(?:[A-Z][\w.’'-]*\s+){{0,2}}?{re.escape(person)}\b"
    found = (m["title"] for m in re.finditer(pattern, article.text[:MAX_SCAN]))
    return tuple(dict.fromkeys(title for title in found if _HEADS.search(title)))


def _countries(article: Article, person: str) -> Iterator[str]:
    name, text = re.escape(person), article.text[:MAX_SCAN]
    # "A US official, Ryabkov said": what ends in a comma is no title of his.
    before = re.finditer(rf"{_TITLE}(?<!,\s)(?:[A-Z][\w.’'-]*\s+){{0,2}}{name}\b", text)
    behind = re.finditer(rf"\b{name},\s+(?:the\s+|an?\s+)?{_TITLE}", text)
    for match in chain(before, behind):
        if _HEADS.search(match["title"]) and _is_country(match["country"]):
            yield match["country"]


def _is_country(word: str) -> bool:
    name = (read(word).words or ("",))[0].replace(".", "")
    if _has_seat_named(word):
        return True
    known = name in PLACES or name in PEOPLES or DEMONYM.fullmatch(name)
    return bool(known) or name in _of_governments()


def _state(country: str) -> str:
    """One name for a state, whatever it or its government is called."""
    words = read(country).words or (country.lower(),)
    name = naming.bare(words[0]).replace(".", "")
    lines = (line for line in GOVERNMENTS if name in re.split(r"[|, ]", line))
    return next(lines, name.removesuffix("n").removesuffix("a"))


def _has_seat_named(word: str) -> bool:
    """ "White House", "Kremlin"."""
    return any(word.lower() in line.split("|")[0].split(",") for line in GOVERNMENTS)


@cache
def _of_governments() -> frozenset[str]:
    return frozenset(word for line in GOVERNMENTS for word in line.split("|")[1].split())
