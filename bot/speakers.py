"""Who says a sentence, where the article quotes or reports somebody as saying it.

    sentence ─ in a turn of a transcript ─► whose turn it is
            ├ its own tags ─► words that name the speaker ─ "he", "the official" resolved ─► a name
            └ none, all of it quoted ─► the only speaker of its paragraph

Owns the resolving: from "he" to a name of the paragraphs before. Unlike `speech`, which finds the
words of one sentence that name a speaker, it looks around. In doubt there is no speaker: two who
could be meant are none, and one of them may have no name ("the pope").
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache

from bot import people, persons, speech
from bot.full_names import FullNames
from bot.own_words import OwnWords
from bot.people import Person, last_name
from bot.turns import turns_of
from index.articles import Article, Span

MAX_BACK = 3  # paragraphs that "he said" may lie behind the name
_PRONOUN = re.compile(r"\b(?:(?P<he>he|him|his)|(?P<she>she|her|hers))\b", re.IGNORECASE)
_TITLED = re.compile(r"\b(?:(?P<he>Mr|Sir|Lord|King|Prince)|(?P<she>Mrs|Ms|Miss|Queen))\b\.?\s+$")
# "…, even though Stoltenberg acknowledged …": no speaker of the sentence, but "he" of the next.
_ASIDE_SAYS = re.compile(
    rf"\b(?:though|although|while|whereas)\s+(?P<who>{persons.WORD}(?:\s+{persons.WORD}){{0,2}})\s+"
    r"(?:said|says|acknowledged|acknowledges|admitted|added|argued|claimed|insisted|noted|stressed|"
    r"warned)\b"
)
_PARENTHETIC = re.compile(r",\s*(?:he|she)\s+(?:\w+\s+){0,2}\w+\s*(?:[,;.]|$)")
_DEFINITE = re.compile(r"(?:the|that|this)\s+(?P<rest>.+)", re.IGNORECASE)
_NEW = r"\b(?:an?|one|another)"
_BETWEEN = r"(?:(?!(?:an?|the|of|to|said|says|who)\b)[\w.’-]+\s+){0,5}?"


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


class _Reader:
    """One article, read around a sentence."""

    def __init__(self, article: Article) -> None:
        self._own = OwnWords(article)
        self._article = article
        self._speakers: dict[int, str | None] = {}
        self._meant: dict[tuple[str, int, int], str | None] = {}
        self._named: dict[int, list[Person]] = {}
        self._full = FullNames(self._own.text).of
        self._genders: dict[str, dict[str, int]] = {}
        self._known: dict[str, bool] = {}

    def speaker(self, n: int) -> str | None:
        """Who says the n-th sentence."""
        if n not in self._speakers:
            self._speakers[n] = self._found(n)
        return self._speakers[n]

    def _found(self, n: int) -> str | None:
        turn = turns_of(self._article).speaker(self._article.sentences[n])
        if turn:
            return turn
        if speech.is_quotation(self._own.outside(n)):
            return self._quoted(n)
        said = self._tagged(n)
        return said[0] if len(set(said)) == 1 else None

    def _quoted(self, n: int) -> str | None:
        """Whose a quotation without a tag is: the only speaker's of its paragraph, if any."""
        first, last = self._own.paragraph(n)
        tagged = [(m, who) for m in range(first, last) for who in self._tagged(m)]
        who = tagged[0][1] if len({who for _, who in tagged}) == 1 else None
        return who if who and self._reaches(n, who, [m for m, _ in tagged]) else None

    def _reaches(self, n: int, who: str, tags: Sequence[int]) -> bool:
        """Whether nobody else stands between a tag and the quotation behind it, nor before a tag
        that follows, whose own sentence has to quote as well."""
        ahead = [m for m in tags if m < n]
        if ahead:
            return not any(one.acts for one in self._others(range(ahead[-1] + 1, n), who))
        before = range(self._own.paragraph(n)[0], tags[0])
        return speech.QUOTATION in self._own.outside(tags[0]) and not self._others(before, who)

    def _others(self, sentences: range, who: str) -> list[Person]:
        return [one for m in sentences for one in self._persons(m) if not _same(one.name, who)]

    def _tagged(self, n: int) -> list[str | None]:
        """Who the tags of a sentence name; None for each who is not sure."""
        return [self._resolved(who, n) for who in speech.tags(self._own.outside(n))]

    def _resolved(self, who: str, n: int) -> str | None:
        if who.lower() in ("he", "she"):
            return self.meant(who.lower(), n)
        if who.lower() == "they":
            return None
        name = persons.person(who)
        if name:
            return self._full(name)
        definite = _DEFINITE.fullmatch(who)
        return persons.lowered((definite and self._introduced(definite["rest"], n)) or who)

    def meant(self, pronoun: str, n: int, back: int = MAX_BACK) -> str | None:
        """Whom "he" or "she" means, who says the n-th sentence, up to `back` paragraphs above."""
        asked = pronoun, n, back
        if asked not in self._meant:
            self._meant[asked] = self._found_for(*asked)
        return self._meant[asked]

    def _found_for(self, pronoun: str, n: int, back: int) -> str | None:
        first, _ = self._own.paragraph(n)
        own = self._ahead(pronoun, n)
        near = range(first, n)
        found = self._only(near, own, back)
        if found is None and first and back and not own and not self._anybody(near):
            above = range(*self._own.paragraph(first - 1))
            found = self._only(above, (), back - 1)
            if found and self._is_another(pronoun, found, above):
                return None
        return found if found and self._may_be(pronoun, found) else None

    def _is_another(self, pronoun: str, name: str, sentences: range) -> bool:
        """Whether "he" stands there before the name: "She was strict. “Go,” said Brook."."""
        for m in sentences:
            outside = self._own.outside(m)
            if last_name(name) in outside:
                return False
            if outside.lower().startswith(f"{pronoun} "):
                return True
        return False

    def _ahead(self, pronoun: str, n: int) -> list[Person]:
        """Who acts ahead of the pronoun in its own sentence: "Brook was tired, but he said …"."""
        outside = self._own.outside(n)
        at = re.search(rf"\b{pronoun}\b", outside, re.IGNORECASE)
        if not at or _PARENTHETIC.search(outside):  # "Brook was tired, he said": of what he says
            return []
        return [one for one in self._persons(n) if one.acts and one.start < at.start()]

    def _anybody(self, sentences: range) -> bool:
        return any(self._persons(m) for m in sentences)

    def _only(self, sentences: range, behind: Sequence[Person], back: int) -> str | None:
        """The only one who speaks there, or else the only one there is, if it is they who act.

        `behind` are those who act behind these sentences: a speaker before them is not sure.
        """
        said = [(m, who) for m in sentences for who in self._said(m, back)]
        spoken = said[-1][0] if said else -1
        later = [one for m in sentences if m > spoken for one in self._persons(m)] + list(behind)
        if not said:
            return self._only_one(later)
        who = said[-1][1] if len({who for _, who in said}) == 1 else None
        others = [one for one in later if one.acts and who and not _same(one.name, who)]
        return None if others else who

    def _only_one(self, found: Sequence[Person]) -> str | None:
        alone = len({last_name(one.name) for one in found}) == 1
        sure = alone and any(one.acts for one in found) and all(one.is_named for one in found)
        return self._full(found[-1].name) if sure else None

    def _said(self, n: int, back: int) -> Iterator[str | None]:
        """Who speaks in a sentence, "he" of the paragraph before included; None in doubt."""
        for who in speech.tags(self._own.outside(n)):
            if who.lower() in ("he", "she"):
                yield self.meant(who.lower(), n, back - 1) if back else None
            elif persons.person(who):
                yield self._resolved(who, n)
            elif any(who.lower().startswith(one.name) for one in self._unnamed(n)):
                yield None  # "the mayor" may be whoever is named
        aside = (persons.person(m["who"]) for m in _ASIDE_SAYS.finditer(self._own.outside(n)))
        yield from (self._full(name) for name in aside if name)

    def _may_be(self, pronoun: str, name: str) -> bool:
        """Whether nothing around the name says that it is a woman's and "he" a man."""
        key = last_name(name)
        if key not in self._genders:
            self._genders[key] = self._gender(key)
        found = self._genders[key]
        return found[pronoun] >= found["she" if pronoun == "he" else "he"]

    def _gender(self, key: str) -> dict[str, int]:
        """How often a last name goes with "he" and with "she", as far as nobody else is near."""
        found = {"he": 0, "she": 0}
        for match in re.finditer(rf"\b{re.escape(key)}\b", self._own.text):
            titled = _TITLED.search(self._own.text, max(0, match.start() - 12), match.start())
            if titled and titled.lastgroup:
                found[titled.lastgroup] += 2
        for n in self._alone(key):
            for pronoun in _PRONOUN.finditer(self._own.outside(n)):
                found[str(pronoun.lastgroup)] += 1
        return found

    def _alone(self, key: str) -> Iterator[int]:
        """The sentences that name nobody else, and those that follow one in its paragraph."""
        starts = self._own.starts
        seen: set[int] = set()
        for match in re.finditer(rf"\b{re.escape(key)}\b", self._own.text):
            n = bisect_right(starts, match.start()) - 1
            if n < 0 or n in seen or len(seen) > 60:
                continue
            if {last_name(name) for name in self._names(n)} == {key}:
                seen.add(n)
                yield n
                _, last = self._own.paragraph(n)
                if n + 1 < last and n + 1 not in seen and not self._names(n + 1):
                    seen.add(n + 1)
                    yield n + 1

    def _introduced(self, rest: str, n: int) -> str | None:
        """ "a third EU diplomat" for "the third diplomat": the nearest before it, or None."""
        words, first = rest.split(), self._own.paragraph(n)[0]
        for _ in range(MAX_BACK - 1):
            first = self._own.paragraph(first - 1)[0] if first else first
        pattern = re.compile(rf"{_NEW}\s+{_BETWEEN}{re.escape(words[-1])}\b", re.I)
        for m in range(n - 1, first - 1, -1):
            found = [match.group() for match in pattern.finditer(self._own.outside(m))]
            if found and {word.lower() for word in words} <= set(found[-1].lower().split()):
                return persons.lowered(found[-1])
        return None

    def _persons(self, n: int) -> list[Person]:
        """The people in the article's own words of a sentence, in order."""
        if n not in self._named:
            self._named[n] = people.found(self._own.outside(n), self._is_a_name)
        return self._named[n]

    def _names(self, n: int) -> list[str]:
        return [person.name for person in self._persons(n) if person.is_named]

    def _unnamed(self, n: int) -> list[Person]:
        return [person for person in self._persons(n) if not person.is_named]

    def _is_a_name(self, word: str) -> bool:
        """Whether what opens a sentence has its capital elsewhere too."""
        if word not in self._known:
            found = re.search(rf"[\w,]\s{re.escape(word)}\b", self._own.text)
            self._known[word] = found is not None
        return self._known[word]


def _same(one: str, other: str) -> bool:
    return last_name(one) == last_name(other)
