"""Whose turn it is in an interview or a debate that is written down with the speakers' names.

    WHITFIELD: We’re not closing it. We’re shortening it.      ─►  Dana Whitfield, both sentences
    [10:03] Bo Lind: …    The Minister for Energy (Helen Osei-Bright): …    **Bo Lind:** …

Owns what such a label is and how far a turn goes. Unlike `speech`, it reads no verb. Most lines
that begin with a word and a colon have no speaker ("Note:", "Price:"): a text has turns only if
there are enough of them, of names that come again, of people who say "I" or ask.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bot import names, persons
from index.articles import Article, Kind, Span

MIN_TURNS, MIN_NAMES = 6, 2
_TIME = r"(?:[\[(]?\d{1,2}[:.]\d{2}(?:[:.]\d{2})?[\])]?\s*(?:[-–—]\s*)?)"
_WORD = rf"(?:{persons.WORD}|{persons.PARTICLE}|of|for|and|the)"
_LABEL = re.compile(
    rf"^[ \t]*(?:(?:\d{{1,3}}\.|#{{1,6}}|[-*>•])[ \t]+)?{_TIME}?[*_]{{0,2}}{_TIME}?"
    rf"(?P<name>{persons.WORD}(?:[ \t]+{_WORD}){{0,6}})"
    r"(?P<more>(?:[ \t]*\([^()\n]{1,60}\)){0,3})[*_]{0,2}:[*_]{0,2}\s+(?=\S)",
    re.MULTILINE,
)
# What begins a line with a colon and is nobody.
_NOBODY = re.compile(
    r"""(?:a|action|address|advice|agenda|agreed|also|answer|apologies|author|background
    |bottom\ line|caption|caution|cc|conclusion|cons|contact|correction|cost|date|decision
    |details|disclaimer|edit|editor.?s?\ note|email|example|exhibit|fact|figure
    |from|hint|how|image|important|ingredients
    |key|location|method|motion|nb|note|notes|opening\ hours|our\ take|phone|photo|picture|place
    |present|price|pros|ps|q|question|rating|re|recommended|related|result|results|see|sent|serves
    |source|sources|step|subject|summary|table|tel|time|tip|tips|title|to|topic|update|updated
    |venue|verdict|video|vote|warning|web|website|what|when|where|who|why)s?""",
    re.IGNORECASE | re.VERBOSE,
)
_SPOKEN = re.compile(r"\b(?:I|I[’'](?:m|ve|d|ll)|[Ww]e|[Ww]e[’']\w+|[Mm]y|[Oo]ur|[Mm]e|[Uu]s)\b|\?")
_ENDS = re.compile(r"[.?!…:][\"”’')\]]*\s*$")
_BREAK = re.compile(r"\n\s*\n")


@dataclass(frozen=True, slots=True)
class _Turn:
    """A label at `start`, and what stands behind it up to the next label."""

    start: int
    label: str
    name: str
    words: str


class Turns:
    """The turns of an article; none in most."""

    def __init__(self, article: Article, full: Callable[[str], str]) -> None:
        """`full` gives the fullest form that the article has of a last name."""
        self._article, self._full = article, full
        turns = list(self._labelled(article.text))
        self._sure = _speaking(turns)
        self._turns = turns if self._sure else []
        self._starts = [turn.start for turn in self._turns]
        self._is_dense = self._labels_are_usual()
        self._headings = [one.start for one in article.spans if one.kind is Kind.HEADING]

    def __bool__(self) -> bool:
        return bool(self._turns)

    def speaker(self, span: Span) -> str | None:
        """Whose words a sentence is part of; None outside of every turn."""
        at = bisect_right(self._starts, span.end - 1) - 1
        turn = self._turns[at] if at >= 0 else None
        if turn is None or turn.name not in self._sure:
            return None
        between = self._article.text[turn.start : span.start] if span.start > turn.start else ""
        goes_on = self._is_dense and at + 1 < len(self._turns)  # behind the last it may be told
        if _BREAK.search(between) and not (goes_on and self._is_spoken(turn, span)):
            return None
        return turn.name

    def _is_spoken(self, turn: _Turn, span: Span) -> bool:
        """Whether no heading stands between, and the paragraph is no "[MUSIC]", no list entry."""
        text = self._article.text
        *_, ahead = _BREAK.finditer(text, turn.start, span.start)
        following = _BREAK.search(text, span.end)
        paragraph = text[ahead.end() : following.start() if following else len(text)].strip()
        above = bisect_right(self._headings, turn.start)
        headed = self._headings[above : above + 1]
        return (
            not (headed and headed[0] < span.start)
            and paragraph[:1] not in "[(*"
            and _ENDS.search(paragraph) is not None
        )

    def _labelled(self, text: str) -> Iterator[_Turn]:
        found = list(_LABEL.finditer(text))
        if len(found) < MIN_TURNS:
            return
        named: dict[tuple[str, str], str] = {}
        for match, end in zip(found, [*(one.start() for one in found[1:]), len(text)], strict=True):
            words = _BREAK.split(text[match.end() : end], maxsplit=1)[0]
            label = " ".join(match["name"].split())
            if (label, match["more"]) not in named:
                named[label, match["more"]] = self._named(label, match["more"])
            yield _Turn(match.start(), label, named[label, match["more"]], words)

    def _named(self, label: str, more: str) -> str:
        """The person of a label, as the article names them in full, or the label itself."""
        inside = [persons.person(one) for one in re.findall(r"\(([^()]+)\)", more)]
        if label.split(maxsplit=1)[0].lower() in names.PLACES:  # "Sofia Evening", a newspaper
            return label
        name = persons.person(label) or next((one for one in inside if one and " " in one), None)
        if name is None and label.isupper():
            name = self._in_small(label)
        return self._full(name) if name else label

    def _in_small(self, label: str) -> str | None:
        """The form in small letters of "PROF. ABARCA", if the article has it."""
        words = [one for one in label.split() if not one.endswith(".")] or [label]
        pattern = re.compile(rf"\b{re.escape(' '.join(words))}\b", re.IGNORECASE)
        for match in pattern.finditer(self._article.text):
            if match.group()[0].isupper() and not match.group().isupper():
                return persons.person(match.group())
        return None

    def _labels_are_usual(self) -> bool:
        """Whether at least half of the paragraphs from the first label to the last have one."""
        if not self._turns:
            return False
        between = self._article.text[self._starts[0] : self._starts[-1]]
        return 2 * len(self._turns) > len(_BREAK.findall(between))


def _speaking(turns: list[_Turn]) -> frozenset[str]:
    """The names of those who speak, if the labels are speakers' at all."""
    named = [turn for turn in turns if not _NOBODY.fullmatch(turn.label)]
    spoken = {turn.name for turn in named if _SPOKEN.search(turn.words)}
    counts = Counter(turn.name for turn in named if turn.name in spoken)
    again = [name for name, count in counts.items() if count > 1]
    if len(again) < MIN_NAMES or sum(counts.values()) < MIN_TURNS:
        return frozenset()
    return frozenset(spoken)
