"""The titles that a text gives people: "Deputy Secretary of State" of Wendy Sherman.

Owns what a title is, and when two of them cannot be one person's at one time. Unlike `persons`,
which drops a title to find the name, it keeps it. Only offices are compared of which a person has
one: a general may be an ambassador, too, and a founder may be a director.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot import persons

_OFFICES = frozenset(
    ("chancellor", "minister", "premier", "president", "secretary", "spokesman", "spokeswoman")
)
_RANKS = frozenset(("acting", "assistant", "deputy", "under", "undersecretary", "vice"))
_PORTFOLIOS = frozenset(
    """agriculture culture defence defense economy education energy environment finance foreign
    health home interior justice labor labour press prime state trade transport treasury
    war""".split()  # noqa: SIM905 - a list reads best
)
_FORMER = frozenset(("ex", "former", "formerly", "then"))
_SMALL = frozenset(("of", "for", "the", "and"))
_TITLE_WORDS = _OFFICES | _RANKS | _PORTFOLIOS
_SAME = {"defence": "defense", "labour": "labor"}
_SPACE = r"(?<!\w{4}\.)[ ]"  # "Gov. Brook" is one name, and "the Minister. Brook" are two sentences
_RUN = re.compile(
    rf"(?:(?:{persons.WORD}|of|for|{'|'.join(sorted(_TITLE_WORDS))})(?:{_SPACE})+){{1,9}}{persons.WORD}"
)
_HAD = re.compile(r"\b(?:former|then|ex)[ -]$", re.IGNORECASE)
_AFTER = re.compile(rf",\s+(?:(?:the|an?|who is)\s+)?(?P<title>(?:[\w.’-]+(?:{_SPACE})?){{1,7}})")


@dataclass(frozen=True, slots=True)
class Title:
    """A person's title in the text's own words. `offices`, `ranks`: "secretary state", "deputy"."""

    name: str
    words: str
    offices: frozenset[str]
    ranks: frozenset[str]

    @property
    def last_name(self) -> str:
        """By which the person is told from others."""
        return self.name.rsplit(maxsplit=1)[-1]

    def is_of_the_same(self, other: Title) -> bool:
        """Whether both may be titles of one person: the same last name, and no other first name."""
        if self.last_name != other.last_name:
            return False
        return self.name == other.name or " " not in self.name or " " not in other.name

    def excludes(self, other: Title) -> bool:
        """Whether one office or rank contradicts the other, not merely says less than it."""
        if self.offices == other.offices:
            return self.ranks != other.ranks and (len(self.offices) > 1 or bool(self._both(other)))
        if self.offices < other.offices or other.offices < self.offices:
            return bool(self._both(other)) and self.ranks != other.ranks
        return True

    def _both(self, other: Title) -> bool:
        return bool(self.ranks) and bool(other.ranks)


def titles(text: str) -> list[Title]:
    """The titles beside names in a text, in order; those somebody no longer has are left out.

    >>> [title.words for title in titles("U.S. Deputy Secretary of State Wendy Sherman")]
    ['Deputy Secretary of State']
    """
    return [title for match in _RUN.finditer(text) for title in _titles(text, match)]


def _titles(text: str, match: re.Match[str]) -> Iterator[Title]:
    name = persons.person(match.group())
    if name is None or _HAD.search(text, max(0, match.start() - 12), match.start()):
        return
    start, end = _place(name, match.group())
    before = match.group()[:start].split()
    after = _AFTER.match(text, match.start() + end)
    yield from _title(name, before[_begins(before) :])
    if after:
        yield from _title(name, _behind(after["title"].split()))


def _place(name: str, words: str) -> tuple[int, int]:
    """Where a name stands last among words that may have more than one space between them."""
    spaced = r"\s+".join(map(re.escape, name.split()))
    *_, last = re.finditer(spaced, words)
    return last.span()


def _begins(words: list[str]) -> int:
    """Where the title begins that ends with these words."""
    start = len(words)
    while start and (_bare(words[start - 1]) in _TITLE_WORDS | _FORMER | _SMALL):
        start -= 1
    while start < len(words) and _bare(words[start]) in _SMALL:
        start += 1
    return start


def _behind(words: list[str]) -> list[str]:
    """The title that the words behind a name's comma begin with.

    It belongs to the next of a list where a name follows it: "Lavrov, President Putin and others".
    """
    end = _ends(words)
    title, following = words[_opens(words) : end], words[end : end + 1]
    is_of_the_next = title and following and following[0][0].isupper() and title[-1][-1] != "."
    return [] if is_of_the_next and _is_title(title[-1]) else title


def _opens(words: list[str]) -> int:
    """Behind the country before a title: "Russian", "U.S.", "Moscow’s"."""
    start = 0
    while start < min(3, len(words)) and words[start][0].isupper() and not _is_title(words[start]):
        start += 1
    return start


def _ends(words: list[str]) -> int:
    end = _opens(words)
    while end < len(words) and (_is_title(words[end]) or _bare(words[end]) in ("of", "for")):
        end += 1
    return end


def _is_title(word: str) -> bool:
    return _bare(word) in _TITLE_WORDS | _FORMER


def _title(name: str, words: list[str]) -> Iterator[Title]:
    kept = [_SAME.get(_bare(word), _bare(word)) for word in words if _bare(word) not in _SMALL]
    offices = frozenset(kept) - _RANKS
    if offices & _OFFICES and not set(kept) & _FORMER and offices <= _OFFICES | _PORTFOLIOS:
        yield Title(name, " ".join(words).strip(" ,."), offices, frozenset(kept) & _RANKS)


def _bare(word: str) -> str:
    return word.strip(".,").lower()
