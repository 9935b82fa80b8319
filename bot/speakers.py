"""Who says a sentence, where the article quotes or reports somebody as saying it.

    sentence ─ its own tags ─► words that name the speaker ─ "he", "the official" resolved ─► a name
            └ none, all of it quoted ─► the only speaker of its paragraph

Owns the resolving: from "he" to a name of the paragraphs before, from a last name to the fullest
form of it in the article. Unlike `speech`, which finds the words of one sentence that name a
speaker, it looks around. In doubt there is no speaker: two who could be meant are none.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from bot import names, speech
from index.articles import Article, Span
from index.quotations import find_quotations, merged

MAX_BACK = 3  # paragraphs that "he said" may lie behind the name
MAX_SCAN = 400_000  # characters of an article that are searched for the full form of a name
_PRONOUN = re.compile(r"\b(?:(?P<he>he|him|his)|(?P<she>she|her|hers))\b", re.IGNORECASE)
_TITLED = re.compile(r"\b(?:(?P<he>Mr|Sir|Lord|King|Prince)|(?P<she>Mrs|Ms|Miss|Queen))\b\.?\s+$")
# "…, even though Stoltenberg acknowledged …": no speaker of the sentence, but "he" of the next.
_ASIDE_SAYS = re.compile(
    rf"\b(?:though|although|while|whereas)\s+(?P<who>{speech.WORD}(?:\s+{speech.WORD}){{0,2}})\s+"
    r"(?:said|says|acknowledged|acknowledges|admitted|added|argued|claimed|insisted|noted|stressed|"
    r"warned)\b"
)
_DEFINITE = re.compile(r"(?:the|that|this)\s+(?P<rest>.+)", re.IGNORECASE)
_NEW = r"\b(?:an?|one|another)"
_BETWEEN = r"(?:(?!(?:an?|the|of|to|said|says|who)\b)[\w.’-]+\s+){0,5}?"
_BEFORE_NAME = re.compile(rf"(?:{speech.WORD}\s+(?:{speech.PARTICLE}\s+){{0,2}}){{1,4}}$")
_PREPOSITIONS = frozenset(
    """about after against at before between by for from in into like of on over than to toward
    towards under with without""".split()  # noqa: SIM905 - a list reads best
)


def speaker_of(article: Article, span: Span) -> str | None:
    """Who says what stands there, as the article names them, in the fullest form it has.

    A name ("Judy Dempsey") or, of somebody unnamed, the article's words ("a senior US official").
    None where the words are the article's own, where two people share them, and in doubt.
    """
    sentences = article.sentences
    starts = [sentence.start for sentence in sentences]
    first = max(0, bisect_right(starts, span.start) - 1)
    last = bisect_left(starts, span.end)
    reader = _reader(article)
    said = {reader.speaker(n) for n in range(first, min(last, first + 20))}
    return said.pop() if len(said) == 1 else None


def meant_by(article: Article, span: Span, pronoun: str) -> str | None:
    """Whom "he" or "she" means at the head of the sentence that begins there; None in doubt."""
    n = bisect_right([sentence.start for sentence in article.sentences], span.start) - 1
    return _reader(article).meant(pronoun.lower(), n) if n >= 0 else None


@lru_cache(maxsize=32)  # the quotes of an answer, and the sentences of a sheet, share articles
def _reader(article: Article) -> _Reader:
    return _Reader(article)


@dataclass(frozen=True, slots=True)
class _Person:
    """A name in the article's own words; `acts` if it stands where someone who acts stands."""

    name: str
    acts: bool


class _Reader:
    """One article, read around a sentence."""

    def __init__(self, article: Article) -> None:
        self._article = article
        self._speakers: dict[int, str | None] = {}
        self._read: dict[int, str] = {}
        self._named: dict[int, list[_Person]] = {}
        self._forms: dict[str, str] = {}
        self._genders: dict[str, dict[str, int]] = {}

    def speaker(self, n: int) -> str | None:
        """Who says the n-th sentence."""
        if n not in self._speakers:
            self._speakers[n] = self._found(n)
        return self._speakers[n]

    def _found(self, n: int) -> str | None:
        outside = self._outside(n)
        if speech.is_quotation(outside):
            first, last = self._paragraph(n)
            said = [who for m in range(first, last) for who in self._tagged(m)]
            return said[0] if len(set(said)) == 1 else None
        said = self._tagged(n)
        return said[0] if len(set(said)) == 1 else None

    def _tagged(self, n: int) -> list[str | None]:
        """Who the tags of a sentence name; None for each who is not sure."""
        return [self._resolved(who, n) for who in speech.tags(self._outside(n))]

    def _resolved(self, who: str, n: int) -> str | None:
        if who.lower() in ("he", "she"):
            return self.meant(who.lower(), n)
        if who.lower() == "they":
            return None
        name = speech.person(who)
        if name:
            return self._full(name)
        definite = _DEFINITE.fullmatch(who)
        return speech.lowered((definite and self._introduced(definite["rest"], n)) or who)

    def meant(self, pronoun: str, n: int, back: int = MAX_BACK) -> str | None:
        """Whom "he" or "she" means, who says the n-th sentence."""
        first, _ = self._paragraph(n)
        before = [person for m in range(first, n) for person in self._persons(m)]
        found = self._only(before, [who for m in range(first, n) for who in self._said(m, back)])
        if not before and found is None and first and back:
            return self._meant_above(pronoun, first - 1, back - 1)
        return found if found and self._may_be(pronoun, found) else None

    def _meant_above(self, pronoun: str, last: int, back: int) -> str | None:
        first, end = self._paragraph(last)
        persons = [person for m in range(first, end) for person in self._persons(m)]
        said = [who for m in range(first, end) for who in self._said(m, back)]
        found = self._only(persons, said)
        return found if found and self._may_be(pronoun, found) else None

    def _said(self, n: int, back: int) -> Iterator[str | None]:
        """Who speaks in a sentence, "he" of the paragraph before included."""
        for who in speech.tags(self._outside(n)):
            if who.lower() in ("he", "she"):
                yield self.meant(who.lower(), n, back - 1) if back else None
            elif speech.person(who):
                yield self._resolved(who, n)
        aside = (speech.person(m["who"]) for m in _ASIDE_SAYS.finditer(self._outside(n)))
        yield from (self._full(name) for name in aside if name)

    def _only(self, persons: Sequence[_Person], said: Sequence[str | None]) -> str | None:
        """The only one who speaks, or else the only one named, if it is they who act."""
        if said:
            return said[-1] if len(set(said)) == 1 else None
        keys = {_key(person.name) for person in persons}
        if len(keys) == 1 and any(person.acts for person in persons):
            return self._full(persons[-1].name)
        return None

    def _may_be(self, pronoun: str, name: str) -> bool:
        """Whether nothing around the name says that it is a woman's and "he" a man."""
        key = _key(name)
        if key not in self._genders:
            self._genders[key] = self._gender(key)
        found = self._genders[key]
        return found[pronoun] >= found["she" if pronoun == "he" else "he"]

    def _gender(self, key: str) -> dict[str, int]:
        """How often a last name goes with "he" and with "she", as far as nobody else is near."""
        found = {"he": 0, "she": 0}
        for match in re.finditer(rf"\b{re.escape(key)}\b", self._text):
            titled = _TITLED.search(self._text, max(0, match.start() - 12), match.start())
            if titled and titled.lastgroup:
                found[titled.lastgroup] += 2
        for n in self._alone(key):
            for pronoun in _PRONOUN.finditer(self._outside(n)):
                found[str(pronoun.lastgroup)] += 1
        return found

    def _alone(self, key: str) -> Iterator[int]:
        """The sentences that name nobody else, and those that follow one in its paragraph."""
        starts = self._starts
        seen: set[int] = set()
        for match in re.finditer(rf"\b{re.escape(key)}\b", self._text):
            n = bisect_right(starts, match.start()) - 1
            if n < 0 or n in seen or len(seen) > 60:
                continue
            if {_key(person.name) for person in self._persons(n)} == {key}:
                seen.add(n)
                yield n
                _, last = self._paragraph(n)
                if n + 1 < last and n + 1 not in seen and not self._persons(n + 1):
                    seen.add(n + 1)
                    yield n + 1

    def _full(self, name: str) -> str:
        """The fullest form of a name in the article; the name itself if it has two of them."""
        if " " in name:
            return name
        if name not in self._forms:
            self._forms[name] = self._fullest(name)
        return self._forms[name]

    def _fullest(self, name: str) -> str:
        forms: dict[str, str] = {}
        for match in re.finditer(rf"\b{re.escape(name)}\b(?!-)", self._text):
            before = _BEFORE_NAME.search(self._text[max(0, match.start() - 80) : match.start()])
            full = speech.person(f"{before.group()}{name}") if before else None
            if full and " " in full:
                forms[full.split()[0]] = max(forms.get(full.split()[0], ""), full, key=len)
        return next(iter(forms.values())) if len(forms) == 1 else name

    def _introduced(self, rest: str, n: int) -> str | None:
        """ "a third EU diplomat" for "the third diplomat": the nearest before it, or None."""
        words, first = rest.split(), self._paragraph(n)[0]
        for _ in range(MAX_BACK - 1):
            first = self._paragraph(first - 1)[0] if first else first
        pattern = re.compile(rf"{_NEW}\s+{_BETWEEN}{re.escape(words[-1])}\b", re.I)
        for m in range(n - 1, first - 1, -1):
            found = [match.group() for match in pattern.finditer(self._outside(m))]
            if found and {word.lower() for word in words} <= set(found[-1].lower().split()):
                return speech.lowered(found[-1])
        return None

    def _persons(self, n: int) -> list[_Person]:
        """The people named in the article's own words in a sentence, in order."""
        if n not in self._named:
            self._named[n] = list(self._names_in(self._outside(n)))
        return self._named[n]

    def _names_in(self, outside: str) -> Iterator[_Person]:
        return (
            _Person(name, _acts(outside, found))
            for found in names.find(outside)
            if _may_be_a_person(outside, found)
            and (name := speech.person(found.text))
            and (found.start or self._is_a_name(name))
        )

    def _is_a_name(self, name: str) -> bool:
        """Whether what opens a sentence has its capital elsewhere too."""
        return re.search(rf"[\w,]\s{re.escape(_key(name))}\b", self._text) is not None

    def _outside(self, n: int) -> str:
        """A sentence with a mark for each quotation, found in its whole paragraph."""
        if n not in self._read:
            self._read[n] = self._masked(n)
        return self._read[n]

    def _masked(self, n: int) -> str:
        span = self._article.sentences[n]
        first, last = self._paragraph(n)
        at, end = self._article.sentences[first].start, self._article.sentences[last - 1].end
        pairs = merged(find_quotations(self._article.text[at:end]))
        inside = [
            (max(a + at, span.start) - span.start, min(b + at, span.end - 1) - span.start)
            for a, b in pairs
            if a + at < span.end and b + at >= span.start
        ]
        return speech.masked(self._article.text[span.start : span.end], inside)

    def _paragraph(self, n: int) -> tuple[int, int]:
        """The numbers of its first sentence and of the one behind its last."""
        first, last = n, n + 1
        while first and not self._breaks(first):
            first -= 1
        while last < len(self._starts) and not self._breaks(last):
            last += 1
        return first, last

    def _breaks(self, n: int) -> bool:
        """Whether a paragraph begins with the n-th sentence."""
        sentences = self._article.sentences
        gap = self._article.text[sentences[n - 1].end : sentences[n].start]
        return gap.count("\n") > (1 if self._is_wrapped else 0) or bool(gap.strip())

    @cached_property
    def _is_wrapped(self) -> bool:
        """Whether lines end within sentences, so that one newline ends no paragraph."""
        text = self._article.text
        return any("\n" in text[s.start : s.end] for s in self._article.sentences[:200])

    @cached_property
    def _starts(self) -> list[int]:
        return [sentence.start for sentence in self._article.sentences]

    @property
    def _text(self) -> str:
        return self._article.text[:MAX_SCAN]


def _key(name: str) -> str:
    """The last name, by which one person's names are told to be the same."""
    return name.rsplit(maxsplit=1)[-1]


def _may_be_a_person(outside: str, found: names.Name) -> bool:
    owns = re.match(r"[’']s\b", outside[found.end :]) is not None  # "in Ryabkov’s remarks"
    return found.sort is names.Sort.PERSON or (owns and found.sort is names.Sort.PLACE)


def _acts(outside: str, found: names.Name) -> bool:
    """Whether a name stands as a subject does: owning nothing, and behind no preposition."""
    before = re.findall(r"[\w’'-]+", outside[: found.start])
    owns = re.match(r"[’']s?\b", outside[found.end :]) is not None
    return not owns and not (before and before[-1].lower() in _PREPOSITIONS)
