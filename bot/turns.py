"""Whose turn it is in an interview or a debate that is written down with the speakers' names.

    WHITFIELD: We’re not closing it. We’re shortening it.      ─►  Dana Whitfield, both sentences
    [10:03] Bo Lind: …    The Minister for Energy (Helen Osei-Bright): …    **Bo Lind:** …

Owns what such a label is, how far a turn goes, and which turns ask. Unlike `speech`, it reads no
verb. Most lines that begin with a word and a colon have no speaker ("Note:", "Price:"): a text has
turns only if there are enough of them, of names that come again, of people who say "I" or ask.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from bot import names, persons
from bot.full_names import MAX_SCAN, FullNames
from index.articles import Article, Kind, Span

MIN_TURNS, MIN_NAMES = 6, 2
_TIME = r"(?:[\[(]?\d{1,2}[:.]\d{2}(?:[:.]\d{2})?[\])]?\s*(?:[-–—]\s*)?)"
_WORD = rf"(?:{persons.WORD}|{persons.PARTICLE}|of|for|and|the)"
LABEL = re.compile(
    rf"^[ \t]*(?:(?:\d{{1,3}}\.|#{{1,6}}|[-*>•])[ \t]+)?{_TIME}?[*_]{{0,2}}{_TIME}?"
    rf"(?P<name>{persons.WORD}(?:[ \t]+{_WORD}){{0,6}})"
    r"(?P<more>(?:[ \t]*\([^()\n]{1,60}\)){0,3})[*_]{0,2}:[*_]{0,2}\s+(?=\S)",
    re.MULTILINE,
)
# What begins a line with a colon and is nobody.
_NOBODY = re.compile(
    r"""(?:a|action|address|advice|agenda|agreed|also|answer|apologies|author|background|betreff
    |bottom\ line|caption|caution|cc|conclusion|cons|contact|correction|cost|date|datum|decision
    |details|disclaimer|edit|editor.?s?\ note|email|example|exhibit|fact|figure
    |from|gesendet|hint|how|image|important|ingredients
    |key|location|method|motion|nb|note|notes|opening\ hours|our\ take|phone|photo|picture|place
    |present|price|pros|ps|q|question|rating|re|recommended|related|result|results|see|sent|serves
    |source|sources|step|subject|summary|table|tel|time|tip|tips|title|to|topic|update|updated
    |venue|verdict|video|von|vote|warning|web|website|what|when|where|who|why)s?""",
    re.IGNORECASE | re.VERBOSE,
)
# Who asks, whoever it is: the one who stands there as "Q" has no name.
_QUESTION = re.compile(r"q|question", re.IGNORECASE)
_ASKS = re.compile(r"q|question|interviewer|moderator|host|presenter|chair\w*", re.IGNORECASE)
_SPOKEN = re.compile(r"\b(?:I|I[’'](?:m|ve|d|ll)|[Ww]e|[Ww]e[’']\w+|[Mm]y|[Oo]ur|[Mm]e|[Uu]s)\b|\?")
_ENDS = re.compile(r"[.?!…:][\"”’')\]]*\s*$")
_BREAK = re.compile(r"\n\s*\n")


@dataclass(frozen=True, slots=True)
class Turn:
    """A label at `start`, and what stands behind it up to the next paragraph or label."""

    start: int
    label: str
    name: str
    words: str

    @property
    def asks(self) -> bool:
        """Whether it ends in a question, which is put to another."""
        return self.words.rstrip(" \n\t\"”’')]*_").endswith("?")


@lru_cache(maxsize=64)  # what a question finds is of some twenty articles
def turns_of(article: Article) -> Turns:
    """The turns of an article; none in most."""
    return Turns(article)


class Turns:
    """See `turns_of`."""

    def __init__(self, article: Article) -> None:
        self._article, self._names = article, FullNames(article.text[:MAX_SCAN])
        turns = list(self._labelled(article.text))
        self._sure = _speaking(turns)
        self._turns = turns if self._sure or _are_questions(turns) else []
        self._asking = _asking(self._turns)
        self._starts = [turn.start for turn in self._turns]
        self._is_dense = self._labels_are_usual()
        self._headings = [one.start for one in article.spans if one.kind is Kind.HEADING]

    def __bool__(self) -> bool:
        return bool(self._turns)

    @property
    def speakers(self) -> frozenset[str]:
        """Those whose words are known to be theirs."""
        return self._sure

    def speaker(self, span: Span) -> str | None:
        """Whose words a sentence is part of; None outside of every turn."""
        turn = self.at(span)
        return turn.name if turn and turn.name in self._sure else None

    def asker(self, span: Span) -> str | None:
        """The name or the label of the one who puts the question that stands there to another: a
        moderator, or who ends on a question; None of a question by which something is said."""
        turn = self.at(span)
        return turn.name if turn and (turn.asks or turn.name in self._asking) else None

    def label_above(self, start: int) -> str:
        """Who speaks, as a label, where a place lies amid a turn; "" where it does not."""
        turn = self.at(Span(start, start + 1))
        return f"{turn.name}:" if turn and turn.name in self._sure and turn.start < start else ""

    def at(self, span: Span) -> Turn | None:
        """The turn that a sentence is part of, be it of nobody by name, as "A:"."""
        at = bisect_right(self._starts, span.end - 1) - 1
        if at < 0:
            return None
        turn = self._turns[at]
        between = self._article.text[turn.start : span.start] if span.start > turn.start else ""
        goes_on = self._is_dense and at + 1 < len(self._turns)  # behind the last it may be told
        if _BREAK.search(between) and not (goes_on and self._is_spoken(turn, span)):
            return None
        return turn

    def _is_spoken(self, turn: Turn, span: Span) -> bool:
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

    def _labelled(self, text: str) -> Iterator[Turn]:
        found = list(LABEL.finditer(text))
        if len(found) < MIN_TURNS:
            return
        named: dict[tuple[str, str], str] = {}
        for match, end in zip(found, [*(one.start() for one in found[1:]), len(text)], strict=True):
            words = _BREAK.split(text[match.end() : end], maxsplit=1)[0]
            label = " ".join(match["name"].split())
            if (label, match["more"]) not in named:
                named[label, match["more"]] = self._named(label, match["more"])
            yield Turn(match.start(), label, named[label, match["more"]], words)

    def _named(self, label: str, more: str) -> str:
        """The person of a label, as the article names them in full, or the label itself."""
        inside = [persons.person(one) for one in re.findall(r"\(([^()]+)\)", more)]
        if label.split(maxsplit=1)[0].lower() in names.PLACES:  # "Sofia Evening", a newspaper
            return label
        name = persons.person(label) or next((one for one in inside if one and " " in one), None)
        if name is None and label.isupper():
            name = self._in_small(label)
        return self._names.of(name) if name else label

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


def _speaking(turns: list[Turn]) -> frozenset[str]:
    """The names of those who speak, if the labels are speakers' at all."""
    named = [turn for turn in turns if _is_somebody(turn.label)]
    spoken = {turn.name for turn in named if _SPOKEN.search(turn.words)}
    counts = Counter(turn.name for turn in named if turn.name in spoken)
    again = [name for name, count in counts.items() if count > 1]
    if len(again) < MIN_NAMES or sum(counts.values()) < MIN_TURNS:
        return frozenset()
    return frozenset(name for name in spoken if not _QUESTION.fullmatch(name))


def _is_somebody(label: str) -> bool:
    return not _NOBODY.fullmatch(label) or _QUESTION.fullmatch(label) is not None


def _are_questions(turns: list[Turn]) -> bool:
    """Whether they are questions and answers, of nobody by name."""
    return sum(turn.asks for turn in turns if _QUESTION.fullmatch(turn.label)) > 1


def _asking(turns: list[Turn]) -> frozenset[str]:
    """The names of those who are there to ask: by their label, or by what they do mostly."""
    all_turns = Counter(turn.name for turn in turns)
    asked = Counter(turn.name for turn in turns if turn.asks)
    return frozenset(
        name
        for name, count in all_turns.items()
        if _ASKS.fullmatch(name) or (asked[name] > 1 and 2 * asked[name] >= count)
    )
