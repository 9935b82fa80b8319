"""A draft held to the sheet: either it stands on the quotes that it cites, or there is a reason.

Owns the order of the tests: what is wrong whatever is cited, ids, quotation marks, and then what
`bot.checking` finds, with `strangers` as a second net. Unlike `bot.checking`, which is given
quotes, it is given ids.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.checking import check
from bot.writing.plain import unfit
from bot.writing.quoting import requoted
from bot.writing.reply import Draft
from bot.writing.sheet import Place, Sheet, place_of
from bot.writing.strangers import stranger
from index.articles import Quote

MAX_CITES = 4  # of a sentence; a model that does not know what it stands on cites everything
MISQUOTED = "words in its quotation marks are not in the sentences that it cites as they stand"


@dataclass(frozen=True, slots=True)
class Held:
    """A sentence that stands on its quotes, of which there is at least one."""

    text: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Failed:
    """A sentence that is not shown; `reason` is a clause that says why."""

    text: str
    reason: str


def hold(draft: Draft, sheet: Sheet, question: str) -> Held | Failed:
    """The draft with its quotes, those left away that add nothing, or the reason against it."""
    found = [sheet.quote(number) for number in draft.ids]
    cited = [quote for quote in found if quote is not None]
    reason = draft.fault or _miscited(draft, found)
    if reason:
        return Failed(draft.text, reason)
    shown = requoted(draft.text, cited)
    if shown is None:
        return Failed(draft.text, MISQUOTED)
    checked = check(shown, cited, sheet.others(cited), question)
    quotes = _needed(shown, cited, question) if checked.ok else ()
    strange = stranger(shown, quotes, sheet.articles) if quotes else None
    if strange:
        return Failed(draft.text, f"the sentences that it cites do not have “{strange}”")
    return Held(shown, quotes) if quotes else Failed(draft.text, checked.reason)


def _miscited(draft: Draft, found: Sequence[Quote | None]) -> str:
    """What is wrong with its ids; "" if nothing is."""
    if None in found:
        return f"there is no sentence S{draft.ids[found.index(None)]}"
    if len(found) > MAX_CITES:
        return f"it cites {len(found)} sentences; at most {MAX_CITES} can count"
    return ""


def recalled(text: str, places: Sequence[Place], sheet: Sheet, question: str) -> Held | None:
    """A sentence that was held before, held anew: its quotes by place; None if it does not hold,
    or a quote is not on the sheet."""
    numbers = {place_of(quote): n for n, quote in enumerate(sheet.quotes, start=1)}
    ids = tuple(numbers.get(place, 0) for place in places)
    held = hold(Draft(text, ids, unfit(text) or ""), sheet, question)
    return held if isinstance(held, Held) and held.text == text else None


def _needed(text: str, cited: list[Quote], question: str) -> tuple[Quote, ...]:
    """The quotes without those that neither back the sentence alone nor are missed by it."""
    kept = list(cited)
    for quote in cited if len(cited) > 1 else ():
        rest = [one for one in kept if one is not quote]
        if not rest or check(text, [quote], (), question).ok:
            continue
        if check(text, rest, (), question).ok:
            kept = rest
    return tuple(kept)
