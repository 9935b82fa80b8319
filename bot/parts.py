"""One question -> the questions that it consists of, by rules.

    question ─ sentences that ask ─► in each, clauses that ask by themselves ─► parts

1. Several sentences that each ask are parts: "Who is Ryabkov? And what did he say?" A greeting is
   left out, a statement goes with the question behind it, and what asks too little by itself
   ("Why?", "The Russian?") with the one before it.
2. Within a sentence a part begins after "and", "or", "but", ";" or "," where a question word opens
   a clause in the form of a question, and one stands before it: "Who leads the Russians and who
   leads the Americans?"
3. A clause in a form that has another use as well ("who left", see `clauses`) begins a part only
   where nothing before it has that use for it: neither another question word ("Who met those who
   came and who left?") nor a verb of knowing or saying ("Who knows the plan and who made it?").

In doubt nothing is split, nor what would have more than three parts. What stands in quotation marks
or in parentheses is not looked at.

Owns where one question ends and the next begins. Unlike `conversation`, which makes a part whole
from those before it, it changes no word.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from bot import names
from bot.clauses import form_of, opens_yes_or_no
from bot.conversation import WORD, is_aside
from index.quotations import find_asides, find_quotations

MOST = 3
Place = tuple[int, int]

_END = re.compile(r"[?？][?!？！\s]*+")
_MARK = re.compile(r"[?？]\W*\Z")  # perhaps of a quotation: “Who sang “Who are you?””
_STRAY = re.compile('["“”„«»]')  # a mark whose other half is missing
_AROUND = " \t\r\n,;–—"
# Where a sentence may begin: "Hello. Who leads?", but also behind "Mr."
_BEGINNING = re.compile(r"[.!…\n]\s++(?=\S)")
_LEAD = re.compile(
    r"""\s*+(?:(?:\(?\w{1,2}[.)]|[-*•–])\s++)?
    (?:(?:also|and|but|hello|hey|hi|now|ok|okay|or|please|so|thanks|then|well)\b[\s,.!:]{0,5}+){0,4}""",
    re.IGNORECASE | re.VERBOSE,
)
_JOINT = re.compile(
    r"""(?P<apart>[,;–—]\s*+)?(?<!\w)(?:and|or|but)\s++(?:(?:also|then)\s++)?
    | (?P<semicolon>;)\s*+ | (?P<comma>,)\s++""",
    re.VERBOSE,
)
_ASKING = re.compile(
    "|".join(
        rf"(?<![Tt]he )\b[{word[0].upper()}{word[0]}]{word[1:]}\b"
        for word in sorted(names.QUESTION_WORDS)
    )
)
_DEPENDENT = re.compile(r"\s*(?:(?:and|but|or)\s+)?if\s+(?:so|not|yes|no)\b", re.IGNORECASE)
# "Can you help me?" asks for nothing that an article says.
_ADDRESSED = re.compile(
    r"(?:can|could|do|may|might|will|would)\s+(?:you|i|we|any(?:one|body)|some(?:one|body))\b",
    re.IGNORECASE,
)
# What a clause with a question word may hang on: "what they know about who leads".
_HANGING = re.compile(
    r"""\b(?:about|agree\w*|announc\w+|ask\w*|believ\w+|care[ds]?|clear|concerning|confirm\w*
    |debat\w+|decid\w+|depend\w*|describ\w+|determin\w+|disclos\w+|discover\w*|discuss\w*
    |explain\w*|f(?:i|ou)nd\w*|guess\w*|hear\w*|if|imagin\w+|indicat\w+|investigat\w+|judg\w+
    |kn[eo]w\w*|learn\w*|list\w*|matter\w*|mention\w*|nam(?:e[ds]?|ing)|predict\w*|question\w*
    |regarding|remember\w*|report\w*|reveal\w*|saw|see[ns]?|sa(?:id|ys?|ying)|show\w*|specif\w+
    |stat(?:e[ds]?|ing)|suggest\w*|sure|tell\w*|that|th(?:ink|ought)\w*|told|underst\w+|whether
    |wonder\w*)\b""",
    re.VERBOSE,
)
_BEING = frozenset(("is", "are", "was", "were"))
_POINTING = frozenset(("he", "she", "they", "it"))
# Words that ask nothing by themselves: "And why not?", "By whom?", "Since when is that so?"
_EMPTY = (
    names.QUESTION_WORDS
    | names.AUXILIARIES
    | _POINTING
    | frozenset(
        """a about after against all also an and at before but by ca come else exactly far for from
        her here him i in into long many much not now of often on one or our over please precisely
        really since so that the them then there these this those through to too under until us we
        with within wo you your""".split()  # noqa: SIM905 - a list of words reads best
    )
)


def split(question: str) -> tuple[str, ...]:
    """The questions that it consists of, in order; the question itself if that is one.

    Each is made of the question's text, with a "?" behind it where it had to share one.

    >>> split("Who leads the Russians, and what do they want?")
    ('Who leads the Russians?', 'what do they want?')
    >>> split("Who said what and when?")
    ('Who said what and when?',)
    """
    text = _masked(question)
    if _STRAY.search(text) or len(_END.findall(text)) > MOST:
        return (question,)
    places = _Reader(question, text).parts()
    if not 1 < len(places) <= MOST:
        return (question,)
    return tuple(_ended(question[start:end].strip(_AROUND)) for start, end in places)


def _masked(question: str) -> str:
    """The question, what is quoted in it as one word, and what stands in parentheses as none."""
    text = list(question)
    for pairs, filler in ((find_quotations(question), "x"), (find_asides(question), " ")):
        for start, last in pairs:
            text[start : last + 1] = filler * (last + 1 - start)
    return "".join(text)


def _ended(part: str) -> str:
    return part if _END.search(_masked(part)) or _MARK.search(part) else f"{part}?"


class _Reader:
    """A question with the places of those of its words that decide where it is split."""

    def __init__(self, question: str, text: str) -> None:
        """`text` is the question, masked."""
        self._question, self._text = question, text
        self._asking = [match.start() for match in _ASKING.finditer(text)]
        self._hanging = [match.start() for match in _HANGING.finditer(text)]
        self._full, self._pointing, self._being = list[int](), list[int](), list[int]()
        before = ""
        for match in WORD.finditer(text):
            before = self._note(match.group(), match.start(), before)

    def _note(self, word: str, start: int, before: str) -> str:
        bare = names.folded(word)
        if bare not in _EMPTY or (bare == "do" and before in _POINTING):  # "what does it do"
            self._full.append(start)
        elif bare in _POINTING:
            self._pointing.append(start)
        if bare in _BEING or (bare in names.QUESTION_WORDS and bare != word.lower()):  # "who's"
            self._being.append(start)
        return bare

    def parts(self) -> list[Place]:
        """The places of the questions, each with what goes with it."""
        found: list[Place] = []
        waiting: int | None = None
        for start, end in self._pieces():
            if is_aside(self._question[start:end]):
                continue
            opening = self._opening(start, end)
            if self._asks(start, end, opening):
                first, *more = self._clauses(start, end, opening)
                found += [(first[0] if waiting is None else waiting, first[1]), *more]
                waiting = None
            elif found:
                found[-1] = found[-1][0], end
            elif waiting is None:
                waiting = start
        return found

    def _pieces(self) -> Iterator[Place]:
        """Up to each "?", and the rest."""
        start = 0
        for match in _END.finditer(self._text):
            yield start, match.end()
            start = match.end()
        if start < len(self._text):
            yield start, len(self._text)

    def _opening(self, start: int, end: int) -> int | None:
        """Where the clause begins that has the form of a question, or asks for yes or no."""
        text = self._text
        for begin in (start, *(m.end() for m in _BEGINNING.finditer(text, start, end))):
            lead = _LEAD.match(text, begin, end)
            head = lead.end() if lead else begin
            if form_of(text, head, end) or opens_yes_or_no(text, head, end):
                return head
        return None

    def _asks(self, start: int, end: int, opening: int | None) -> bool:
        """Whether it is a question and asks something; without "?" only if its form says so."""
        if not self._says_something(start, end) or _DEPENDENT.match(self._text, start, end):
            return False
        if not _END.search(self._text, start, end):
            return opening is not None and form_of(self._text, opening, end) is not None
        if _has(self._asking, start, end):
            return True
        return opening is not None and not _ADDRESSED.match(self._text, opening, end)

    def _says_something(self, start: int, end: int) -> bool:
        """Whether it has a word to go by; "who is he" has, since it is known who is meant."""
        known = _has(self._pointing, start, end) and _has(self._being, start, end)
        return known or _has(self._full, start, end)

    def _clauses(self, start: int, end: int, opening: int | None) -> list[Place]:
        """The questions in a sentence, the first with what leads up to it, but for a greeting."""
        if opening is None:
            return [(start, end)]
        found, begin = list[Place](), opening
        first = opening if is_aside(self._question[start:opening]) else start
        joints = list(_JOINT.finditer(self._text, begin, end))
        for number, joint in enumerate(joints):
            if self._is_joint(begin, joint, joints[number + 1 : number + 1 + MOST], end):
                found.append((begin if found else first, joint.start()))
                begin = joint.end()
        return [*found, (begin if found else first, end)]

    def _is_joint(
        self, begin: int, joint: re.Match[str], next_ones: Sequence[re.Match[str]], end: int
    ) -> bool:
        """Whether one question ends there and another begins."""
        form = form_of(self._text, joint.end(), end)
        if form is None or not self._text[joint.end()].islower():  # "What" is a name there
            return False
        limit = next((one.start() for one in next_ones if one.start() >= form.end), end)
        if not self._says_something(begin, joint.start()):
            return False
        if not self._says_something(joint.end(), limit):
            return False
        return form.is_sure or (not joint["comma"] and self._is_free(begin, joint))

    def _is_free(self, begin: int, joint: re.Match[str]) -> bool:
        """Whether nothing in the question before it has a use for the clause behind it."""
        is_apart = bool(joint["apart"] or joint["semicolon"])
        form, hangs = form_of(self._text, begin, joint.start()), self._hanging
        if form is None:  # it asks for yes or no
            hangs_not = not _has(hangs, begin, joint.start())
            return is_apart and hangs_not and not _has(self._asking, begin, joint.start())
        if _has(self._asking, form.end, joint.start()):
            return False
        is_like = _two_words(self._text, begin) == _two_words(self._text, joint.end())
        return is_apart or is_like or not _has(hangs, begin, joint.start())


def _has(places: Sequence[int], start: int, end: int) -> bool:
    """Whether one of the places, which are in order, lies there."""
    return bisect_left(places, start) < bisect_left(places, end)


def _two_words(text: str, start: int) -> list[str]:
    return text[start : start + 60].lower().split()[:2]
