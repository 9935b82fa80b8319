"""A model's reply -> sentences with ids, or the word that it has none.

Owns how a reply is read, whatever it is: ids as "[S3]", "(S3, S4)", "S3.", "[3]" or a range, after
a sentence or before it, lists, tables, fences, JSON, thoughts, preambles, repetition. Unlike
`holding`, it does not know what the ids stand for, and so never says that a sentence is right. A
reply of 200 kB takes no longer than one of 20: the rest is not looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.writing.plain import plain, tidy, unfit, visible
from bot.writing.wrapped import Item, items, without_thoughts
from index import sentences
from index.articles import Span

MAX_READ_CHARS = 64_000  # of a reply, thoughts included
MAX_SENTENCES = 5
MAX_CHARS = 400  # of a sentence
MAX_LOOKED_AT = 40  # sentences of a reply; what repeats itself or rambles goes on for hundreds
MAX_RANGE = 30  # ids: "[S1-S900]" cites everything, and so nothing

NO_IDS = "it cites no sentence"
UNFINISHED = "the reply was cut off in it"
READS_AS_NO = "it cites no sentence and reads as a no"


class Said(StrEnum):
    """What a reply comes to."""

    SENTENCES = "sentences"
    DECLINED = "declined"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Draft:
    """A sentence in plain text and the ids that it names. `fault` says, as a clause, why it cannot
    be shown whatever its ids stand for; "" if nothing is known against it."""

    text: str
    ids: tuple[int, ...]
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """What was said. `left_out` counts the sentences past the first five that had ids."""

    said: Said
    drafts: tuple[Draft, ...] = ()
    left_out: int = 0


# All possessive: a list is read in one way or not at all, whatever comes after it.
_SIGNED = r"[Ss] ?+\d{1,9}+(?!\d)"
_ID = r"(?:[Ss][ -]?+)?+\d{1,9}+(?!\d)"
_AND = r"[ \t]?+(?:(?:[,;&–—/+-]|and\b|to\b|through\b)[ \t]?+){0,2}+"
_NAMED = (
    r"(?:(?:see|sources?|sentences?|ids?|cit(?:e|es|ed|ing|ations?)|refs?|evidence)\b[ .:#]{0,3}+)"
)
_LIST = rf"{_ID}(?:{_AND}{_ID}){{0,60}}+"
_SIGNED_LIST = rf"{_SIGNED}(?:{_AND}{_SIGNED}|[–—-]\d{{1,3}}+\b){{0,60}}+"
_END = r"(?=[ \t]?[.,;:!?]{0,3}+[ \t]?+(?:$|(?<=[.!?]\s)[“\"'‘(]?[A-ZÀ-Þ]))"
# Ids in brackets of any kind; in round ones only with their letter or a word, for "(3)" is a
# number; without brackets only with their letter, where a sentence ends or before a colon, and not
# before others: "the Galaxy S21 [S2]". Without a word or square brackets the letter has no hyphen:
# "S-400" is a missile.
_GROUP = re.compile(
    rf"[\[【]{{1,2}}+[ \t]?+{_NAMED}{{0,3}}+\^?+(?P<square>{_LIST})[ \t]?+[\]】]{{1,2}}+"
    r"(?:\((?:#|S)[^()\n]{0,20}\))?+"
    rf"|\([ \t]?+(?:{_NAMED}{{1,3}}+(?P<named>{_LIST})|(?P<round>{_SIGNED_LIST}))[ \t]?+\)"
    rf"|(?<![\w$€£-])(?P<bare>{_SIGNED_LIST})\b(?:{_END}|(?=:[ \t]))",
    re.IGNORECASE,
)
_SPACED_GROUP = re.compile("[ \t]?\ue000")
_MARK_OF_GROUP = re.compile("((?:^|[.!?])\ue000+)[.:](?=[ \t]|$)")  # "[S1]: Sherman leads."
_ONE = re.compile(r"\d+")
_RANGE = re.compile(r"(\d{1,6})[ \t]*(?:[–—-]|to|through)[ \t]*[Ss]?[ \t]?(\d{1,6})", re.IGNORECASE)
_LETTER = re.compile(r"\w")
_LABEL = re.compile(
    r"^(?:(?:final |short |my )?(?:answer|response|reply|summary|output|sources?|citations?)"
    r"[ \t]*[:：–-]+[ \t]*)+|^:[ \t]*",
    re.IGNORECASE,
)
_PHRASE = re.compile(
    r"^(?:based on|according to|from|per|as stated in|in)[ \t]+(?:the|these|those)[ \t]+"
    r"(?:(?:provided|given|above|numbered|following)[ \t]+){0,2}"
    r"(?:sentences?|evidence|articles?|texts?|passages?|context|information|sources?)"
    r"(?:[ \t]+(?:provided|given|above))?,[ \t]*",
    re.IGNORECASE,
)
_PREAMBLE = re.compile(
    r"^(?:sure|certainly|of course|okay|ok|absolutely|here (?:is|are|’s|'s)|here’s|"
    r"based on|the answer is|to answer|in summary|let me|i will|i’ll|i'll|question|note)\b",
    re.IGNORECASE,
)
_LISTED = re.compile(
    r"^\(?\d{1,2}[.)]\s+(?=[A-Z“\"])"
)  # in a list, behind the ids of the one before
_DECLINES = re.compile(
    r"not in the articles|^(?:the |these |those |none of the |no )?(?:provided |given |available )?"
    r"(?:articles?|sentences?|evidence|texts?|passages?|sources?|context|information|question)"
    r"\b[^.]{0,80}?(?:\b(?:not|no|never|cannot|none|nothing|insufficient)|n[’']t)\b"
    r"|^(?:i|we)(?:[’']m| am| are)? (?:sorry|cannot|can[’']t|could not|couldn[’']t|do not|don[’']t|"
    r"unable|not able)\b|^sorry\b|^there is (?:no|not enough) (?:information|evidence|mention)"
    r"|^(?:it is |this is )?(?:not |un)(?:mentioned|stated|specified|answerable|known)\b"
    r"|^no (?:answer|information)\b|^as an? (?:ai|language model)\b|^nothing\W*$",
    re.IGNORECASE,
)
# Laws have articles too, and courts sentences, which "never include prison terms".
_SHOWN = "articles|sentences|passages"
_OF_ARTICLES = re.compile(
    r"not in the articles|^(?:the |these |those )?(?:"
    rf"(?:(?:provided |given |available )(?:evidence|texts?|sources?|context|information|{_SHOWN})"
    rf"|(?<=these )(?:{_SHOWN})) (?:do(?:es)? not|do(?:es)?n[’']t|cannot|never) (?:\w+ly )?"
    r"(?:say|state|mention|tell|answer|contain|specify|provide|give|include|name|indicate|address)"
    rf"|(?:{_SHOWN}) (?:do not|don[’']t) (?:\w+ly )?"
    r"(?:say|state|mention|tell|answer|specify|name|indicate|address))\b",
    re.IGNORECASE,
)


def parse(text: str, *, cut_off: bool = False) -> Reply:
    """The reply's sentences, at most five with ids and at most 400 characters each: a longer one
    has a fault. `cut_off`: the reply did not end by itself, so that its last words are not whole.
    """
    said = without_thoughts(visible(text[:MAX_READ_CHARS]))
    drafts = list(_distinct(_drafts(said, cut_off)))
    stated = [d for d in drafts if _is_no(d) or not _is_preamble(d)]
    if all(map(_is_no, stated)):
        declined = stated or (not drafts and _is_empty_json(said))
        return Reply(Said.DECLINED if declined else Said.NOTHING)
    stated = [_told_as_no(draft) if _is_no(draft) else draft for draft in stated]
    cited = [draft for draft in stated if draft.ids]
    last = cited[MAX_SENTENCES - 1] if len(cited) > MAX_SENTENCES else None
    kept = stated[: stated.index(last) + 1] if last else stated
    return Reply(Said.SENTENCES, tuple(kept), max(0, len(cited) - MAX_SENTENCES))


def _is_no(draft: Draft) -> bool:
    """Whether it says that there is no answer. With ids only if it speaks of nothing but what was
    shown: "Sources said that no deal was reached [S2]" tells what an article says."""
    return bool((_OF_ARTICLES if draft.ids else _DECLINES).search(draft.text))


def _told_as_no(draft: Draft) -> Draft:
    """With what is wrong with a no that stands beside an answer; one with ids is left to others."""
    return replace(draft, fault=READS_AS_NO) if draft.fault == NO_IDS else draft


def _is_empty_json(text: str) -> bool:
    return items(text) == []


def _drafts(text: str, cut_off: bool) -> Iterator[Draft]:
    wrapped = items(text)
    if wrapped is None:
        yield from _of_prose(text, cut_off)
        return
    for item in wrapped:
        yield from _of_item(item)


def _of_item(item: Item) -> Iterator[Draft]:
    """The sentences of a text in JSON; the ids beside it are for those without their own."""
    beside = tuple(_numbers(item.ids))
    for draft in _of_prose(item.text, cut_off=False):
        lacks = beside and not draft.ids
        yield _judged(draft.text, beside) if lacks else draft


def _of_prose(text: str, cut_off: bool) -> Iterator[Draft]:
    drafts: list[Draft] = []
    for line in plain(text).splitlines():
        found = _of_line(line)
        if drafts and not drafts[-1].ids and [d.text for d in found] == [""]:
            found = [_judged(drafts.pop().text, found[0].ids)]
        drafts += found
        if len(drafts) > MAX_LOOKED_AT:
            break
    if cut_off and drafts and not text.rstrip().endswith(("]", ")", "】", ".")):
        drafts[-1] = replace(drafts[-1], fault=UNFINISHED)
    yield from (draft for draft in drafts[:MAX_LOOKED_AT] if draft.text)


def _of_line(line: str) -> list[Draft]:
    """The line's sentences. A line of ids alone gives one draft without a text."""
    bare, groups = _without_groups(line)
    if not _LETTER.search(bare):
        ids = tuple(number for _, numbers in groups for number in numbers)
        return [Draft("", ids)] if ids else []
    spans = [span for span in sentences.split(bare) if span.kind == "sentence"]
    owned: list[list[int]] = [[] for _ in spans]
    ahead = bool(groups) and not _LETTER.search(_LABEL.sub("", bare[: groups[0][0]]))
    for at, numbers in groups:
        owned[_owner(at, spans, ahead)] += numbers
    return [
        _judged(bare[span.start : span.end], ids)
        for span, ids in zip(spans, owned, strict=True)
        if ids or _LETTER.search(bare[span.start : span.end])
    ]


def _owner(at: int, spans: Sequence[Span], ahead: bool) -> int:
    """Which sentence ids belong to: the one they stand in, else the one before them, or behind
    them where they stand `ahead` of their sentences, in a line that opens with ids."""
    if ahead:
        return next((n for n, span in enumerate(spans) if at < span.end), len(spans) - 1)
    return max((n for n, span in enumerate(spans) if span.start < at), default=0)


def _without_groups(line: str) -> tuple[str, list[tuple[int, list[int]]]]:
    """The line without its ids, and where in it which ids stood."""
    groups: list[list[int]] = []

    def keep(match: re.Match[str]) -> str:
        groups.append(_numbers(next(part for part in match.groups() if part)))
        return "\ue000"  # of the private use area, of which `plain` leaves nothing

    marked = _SPACED_GROUP.sub("\ue000", _GROUP.sub(keep, line))
    parts = _MARK_OF_GROUP.sub(r"\1", marked).split("\ue000")
    places, at = list[tuple[int, list[int]]](), 0
    for part, numbers in zip(parts, groups, strict=False):
        at += len(part)
        places.append((at, numbers))
    return "".join(parts), places


def _numbers(listed: str) -> list[int]:
    """The ids of a list, ranges spelled out up to 30 long."""
    found: list[int] = []
    for match in _RANGE.finditer(listed):
        low, high = int(match[1]), int(match[2])
        found += range(low, min(high, low + MAX_RANGE) + 1)
    found += [int(match.group()[:9]) for match in _ONE.finditer(_RANGE.sub(" ", listed))]
    return list(dict.fromkeys(found))


def _judged(text: str, ids: Iterable[int]) -> Draft:
    shown = tidy(_PHRASE.sub("", _LABEL.sub("", _LISTED.sub("", tidy(text)))))
    shown = shown[:1].upper() + shown[1:] if shown != tidy(text) else shown
    cited = tuple(dict.fromkeys(ids))
    if cited and shown.rstrip(" .").endswith((":", "：")):  # "In short: S1, S2."
        return Draft("", cited)
    if len(shown) > MAX_CHARS:
        fault = f"it has {len(shown):,} characters; at most {MAX_CHARS} are shown"
        return Draft(shown[:MAX_CHARS], cited, fault)
    return Draft(shown, cited, unfit(shown) or ("" if cited else NO_IDS))


def _is_preamble(draft: Draft) -> bool:
    """Whether it only leads up to an answer, so that nothing is lost without it."""
    return not draft.ids and (
        draft.text.endswith((":", "：")) or bool(_PREAMBLE.search(draft.text))
    )


def _distinct(drafts: Iterable[Draft]) -> Iterator[Draft]:
    """Each sentence once, and none without words."""
    seen: set[str] = set()
    for draft in drafts:
        key = "".join(char for char in draft.text.casefold() if char.isalnum())
        if key and key not in seen:
            seen.add(key)
            yield draft
