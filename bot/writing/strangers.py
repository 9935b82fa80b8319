"""Words with a capital, and figures, that the quotes do not have: a second net under the checker.

Owns one strict rule, made against replies that are nearly right, such as a sentence of the source
with one name put in another's place. Unlike `bot.checking`, which knows when two names are one, it
goes word by word, and in doubt the sentence is not shown. A word with a capital has to be in a
cited quote, but for:
- another form of a country or a people: "Russian" for "Russia" (`bot.claims.naming`), "American"
  for "US" and "British" for "UK";
- a name in full for its initials, or its initials for it: "United States" for "US";
- what stands before a name in a cited article, such as a title or a given name: "Sergei Ryabkov"
  where the quote has "Ryabkov" and the article has both words;
- who says a cited quote, as its article has it (`bot.claims.context`), and the country for whose
  government a person in it speaks;
- a government by its seat, where it acts: "Washington refuses" (`bot.claims.governments`);
- "Western" for the West, NATO or the allies;
- the title that a cited article has right before the name of one in a quote: "the Secretary of
  State" for "Blinken";
- the line that leads in a quote, or asks what it answers, above it (`bot.claims.headings`);
- the outlet or a word of the title of a cited article;
- days and months, which follow from dates and are left to the checker;
- the sentence's first word, if it is an ordinary one, or has no capital somewhere in an article.
A number in figures has to be there in figures or words of the same value: "2,000,000" for "two
million", and none for "thousands"; but for those of the day on which a cited article was published,
the days that follow for a quote from it (`bot.claims.dates`), what "two decades" and the like say,
twice the one that they say may double, and how far apart two days or years of theirs lie ("64 days
after"). A line that leads in a quote counts for these too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache

from bot.claims import context, dates, governments, numbers
from bot.claims.headings import headed
from bot.claims.naming import OPENINGS, same
from bot.claims.text import Text, read
from bot.names import CALENDAR, ORDINARY
from index.articles import Article, Quote
from index.lexical import STOP_WORDS

STEM = 4  # letters by which a word is taken for a form of another: "Euro" of "European"

NUMERALS = (
    ("one", "first"), ("two", "second"), ("three", "third"), ("four", "fourth"), ("five", "fifth"),
    ("six", "sixth"), ("seven", "seventh"), ("eight", "eighth"), ("nine", "ninth"),
    ("ten", "tenth"), ("eleven", "eleventh"), ("twelve", "twelfth"),
)  # fmt: skip

# Whose people are not called as the country is.
PEOPLES = (
    (
        frozenset(("america", "american", "americans", "us", "usa")),
        re.compile(r"\b(?:U\.?S\b|American|United States)"),
    ),
    (
        frozenset(("british", "britain", "uk")),
        re.compile(r"\b(?:U\.?K\b|Brit(?:ish|ain)|United Kingdom)"),
    ),
    (frozenset(("european", "europeans")), re.compile(r"\bEU\b")),
)

_SEATS = ("White House", "Downing Street", "New Delhi")

Known = Callable[[str], bool]

_WORD = re.compile(r"[^\W_]+(?:\.[^\W\d_](?!\w))*(?:['’-][^\W_]+)*")
_FIGURES = re.compile(r"\d+(?:[.,:]\d+)*")  # a time such as "10:30" is one
_OF_DOLLARS = re.compile(r"\bU\.?S\.?(?= ?\$)")  # no name: "$" says it as well
_POSSESSIVE = re.compile(r"['’]s?$")
# A name of several words, small ones inside it: "Organization for Security and Cooperation".
_NAME = re.compile(r"[A-Z][\w.’'-]*(?:\s+(?:(?:of|for|the|and|in|on|to)\s+){0,2}[A-Z][\w.’'-]*)*")


def stranger(sentence: str, cited: Sequence[Quote], seen: Iterable[Article]) -> str | None:
    """The first word or number that the cited quotes do not have; None if they have all. `seen` are
    the articles whose words tell what is an ordinary word."""
    return _number(sentence, cited) or _word(sentence, cited, seen)


def _number(sentence: str, cited: Sequence[Quote]) -> str | None:
    texts = [(quote, headed(quote, quote.text).whole) for quote in cited]
    evidence = read(" ".join(text for _, text in texts))
    follow = read(*(dates.spelt_out(text, quote.article.published) for quote, text in texts))
    said = dates.without_spans(read(sentence), evidence)
    dated = " ".join(quote.article.published or "" for quote in cited)
    known = {_figure(found) for found in _FIGURES.findall(f"{evidence.text} {dated}")}
    known |= {*dates.YEAR.findall(follow.text)} | numbers.doubled(said, evidence)
    words = _words(evidence.text)
    known |= {str(n) for n, forms in enumerate(NUMERALS, start=1) if words & {*forms}}
    implied = numbers.implied(evidence)
    found = (
        one
        for one in _FIGURES.findall(_without_equal(said.text, evidence, follow))
        if _figure(one) not in known
        and not (_figure(one) in implied and numbers.counts(one, said.text))
    )
    return next(found, None)


def _without_equal(said: str, evidence: Text, follow: Text) -> str:
    """Without the days that follow, and without the numbers that the evidence has by value."""
    days, amounts = numbers.days(follow.text).keys(), numbers.numbers(evidence.text).keys()
    left = numbers.DATE.sub(lambda m: "" if numbers.days(m.group()).keys() <= days else m[0], said)
    return numbers.NUMBER.sub(lambda m: "" if amounts & {*numbers.keys(m)} else m[0], left)


def _figure(digits: str) -> str:
    return digits.replace(",", "").removesuffix(":00").lstrip("0") or "0"


def _word(sentence: str, cited: Sequence[Quote], seen: Iterable[Article]) -> str | None:
    sentence = context.with_names(_OF_DOLLARS.sub("", sentence), cited)
    evidence = _with_speakers(cited)
    known = _words(evidence) | {word for quote in cited for word in _published(quote.article)}
    stems = {word[:STEM] for word in known if len(word) >= STEM}
    words = list(_WORD.finditer(sentence))
    spelt = _spelt_out(sentence, evidence)

    def is_known(word: str) -> bool:
        key = _key(word)
        parts = word.split("-")  # "US-Russian"
        if len(parts) > 1 and all(part and is_known(part) for part in parts):
            return True
        forms = key in known or (len(key) >= STEM and key[:STEM] in stems)
        people = any(key in names and text.search(evidence) for names, text in PEOPLES)
        seat = _stands_for(word, sentence, evidence)
        return forms or people or seat or any(same(word, other) for other in known)

    for n, match in enumerate(words):
        word = match.group()
        if not word[0].isupper() or _key(word) in CALENDAR or is_known(word):
            continue
        ordinary = n == 0 and _is_ordinary(word, seen)
        if not (ordinary or match.start() in spelt or _is_initials(word, evidence)):
            before = _name_ahead(sentence, words[n:], is_known)
            if not before or not any(before in _flat(quote.article.text) for quote in cited):
                return word
    return None


def _with_speakers(cited: Sequence[Quote]) -> str:
    """The quotes, with who says them and for which governments people in them speak."""
    told = [headed(quote, context.resolved(quote)).whole for quote in cited]
    persons = context.persons(read(*(quote.text for quote in cited)))
    return " \n ".join((*told, *(context.governments(quote.article, persons) for quote in cited)))


def _stands_for(word: str, sentence: str, evidence: str) -> bool:
    """Whether it is a government that the evidence has by another name: each word of "White House"
    is known by both."""
    said, known = read(sentence).text, read(evidence).text
    names = (word, *(name for name in _SEATS if word in name.split() and name in sentence))
    return any(governments.stands_for(name, said, known) for name in names)


def _name_ahead(sentence: str, words: Sequence[re.Match[str]], is_known: Known) -> str | None:
    """From here to the next known word with a capital, if only words with capitals lie between."""
    for n, match in enumerate(words):
        between = sentence[words[n - 1].end() : match.start()] if n else " "
        if between.strip(" .") or not match.group()[0].isupper():
            return None
        if is_known(match.group()):
            return _flat(sentence[words[0].start() : match.end()].removesuffix("’s"))
    return None


def _published(article: Article) -> set[str]:
    return _words(f"{article.outlet or ''} {article.title or ''}")


def _words(text: str) -> set[str]:
    """Its words, and the parts of those with a hyphen."""
    found = {_key(match.group()) for match in _WORD.finditer(text)}
    return found | {part for word in found for part in word.split("-")}


def _key(word: str) -> str:
    return _POSSESSIVE.sub("", word).replace(".", "").casefold()


def _is_ordinary(word: str, seen: Iterable[Article]) -> bool:
    key = _key(word)
    return (
        key in STOP_WORDS | ORDINARY | OPENINGS
        or key.endswith("ing")
        or any(key in _uncapitalised(a.text) for a in seen)
    )


@lru_cache(maxsize=64)  # articles; the sheet has a few
def _uncapitalised(text: str) -> frozenset[str]:
    words = (match.group() for match in _WORD.finditer(text))
    return frozenset(_key(word) for word in words if word.islower())


@lru_cache(maxsize=64)
def _flat(text: str) -> str:
    return " ".join(text.replace("'", "’").split())


def _spelt_out(sentence: str, evidence: str) -> set[int]:
    """Where the words of names begin whose initials the evidence has."""
    acronyms = {_key(match.group()) for match in _acronyms(evidence)}
    found: set[int] = set()
    for name in _NAME.finditer(sentence):
        words = [one for one in _WORD.finditer(name.group()) if one.group()[0].isupper()]
        for n in range(len(words)):
            for part in (words[n : n + len(acronym)] for acronym in acronyms):
                full = not any(word.group().isupper() for word in part)
                if full and "".join(word.group()[0] for word in part).casefold() in acronyms:
                    found |= {name.start() + word.start() for word in part}
    return found


def _is_initials(word: str, evidence: str) -> bool:
    """Whether the evidence has a name in full for these initials."""
    return any(match.group() == word for match in _acronyms(word)) and any(
        _key(word) in _initials(name.group()) for name in _NAME.finditer(evidence)
    )


def _acronyms(text: str) -> Iterator[re.Match[str]]:
    return (m for m in _WORD.finditer(text) if len(m.group()) > 1 and m.group().isupper())


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.split() if word[0].isupper()).casefold()
