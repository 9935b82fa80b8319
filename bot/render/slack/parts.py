"""Single blocks and elements, as Slack takes them, from texts that are data.

Owns their form. Unlike `answer` and the other modules of whole messages, it does not know what they
say. Texts go into plain text or rich text, in which Slack reads no markup: nothing has to be
escaped, and nothing can ping. The one text with markup is a link, of which every part is checked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from bot.render.slack import limits, texts
from bot.render.slack.texts import BLANK, line

Block: TypeAlias = Mapping[str, Any]
Element: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Run:
    """Words that look alike, in a rich text. `text` is to be safe already."""

    text: str
    bold: bool = False
    italic: bool = False


def plain(text: str, most: int, *, emoji: bool = False) -> Element:
    """A text on one line; `emoji` only for our own, so that ":+1:" in an article stays as it is."""
    return {"type": "plain_text", "text": line(text, most), "emoji": emoji}


def section(text: str, accessory: Element | None = None) -> Block:
    """A paragraph on one line, with a button beside it."""
    block = {"type": "section", "text": plain(text, limits.SECTION_TEXT)}
    return block if accessory is None else {**block, "accessory": accessory}


def header(text: str) -> Block:
    """A line in large letters."""
    return {"type": "header", "text": plain(text, limits.HEADER_TEXT)}


def divider() -> Block:
    """A rule."""
    return {"type": "divider"}


def context(*elements: Element) -> Block:
    """A line in small letters."""
    return {"type": "context", "elements": list(elements)}


def small(text: str, most: int = 600) -> Element:
    """A text of a context."""
    return plain(text, most)


def link(url: str | None) -> Element | None:
    """A link to an article's page, which says where it leads; None if it may not be linked."""
    address = texts.web_address(url)
    if address is None:
        return None
    where = line(str(texts.host(address)), 60)
    words = f"<{address.replace('&', '&amp;')}|Read it at {where}>"
    return {"type": "mrkdwn", "text": words, "verbatim": True}


def actions(elements: Sequence[Element]) -> Block:
    """A row of buttons."""
    return {"type": "actions", "elements": list(elements)}


def button(
    text: str, action_id: str, value: str, *, label: str = "", emoji: bool = False
) -> Element:
    """A button; `label` is what a screen reader says of it."""
    body = {
        "type": "button",
        "text": plain(text, limits.BUTTON_TEXT, emoji=emoji),
        "action_id": action_id,
        "value": value,
    }
    return {**body, "accessibility_label": line(label, limits.BUTTON_LABEL)} if label else body


def rich(*elements: Element) -> Block:
    """A block of rich text: sections, quotes, lists."""
    return {"type": "rich_text", "elements": list(elements)}


def paragraph(runs: Iterable[Run | Element]) -> Element:
    """A section of a rich text."""
    return {"type": "rich_text_section", "elements": _elements(runs)}


def quotation(runs: Iterable[Run]) -> Element:
    """A quote in a rich text."""
    return {"type": "rich_text_quote", "elements": _elements(runs)}


def bullets(items: Iterable[Iterable[Run | Element]]) -> Element:
    """A list in a rich text."""
    return {
        "type": "rich_text_list",
        "style": "bullet",
        "elements": [paragraph(item) for item in items],
    }


def moment(when: datetime) -> Element:
    """A time in a rich text, in the reader's own time zone."""
    return {
        "type": "date",
        "timestamp": int(when.timestamp()),
        "format": "{date_pretty} at {time}",
        "fallback": f"{when.day} {when:%B %Y, %H:%M}",
    }


def user(user_id: str) -> Element:
    """A person in a rich text, by id."""
    return {"type": "user", "user_id": user_id}


def _elements(runs: Iterable[Run | Element]) -> list[Element]:
    parts = [_words(run) if isinstance(run, Run) else run for run in _joined(runs)]
    seen = any(part["type"] != "text" or part["text"].strip() for part in parts)
    return parts if seen else [*parts, _words(Run(BLANK))]


def _joined(runs: Iterable[Run | Element]) -> Iterator[Run | Element]:
    """The same with neighbours that look alike as one, and none that is empty."""
    last: Run | None = None
    for run in runs:
        if isinstance(run, Run) and last and (run.bold, run.italic) == (last.bold, last.italic):
            last = Run(last.text + run.text, run.bold, run.italic)
            continue
        if last and last.text:
            yield last
        last = run if isinstance(run, Run) else None
        if not isinstance(run, Run):
            yield run
    if last and last.text:
        yield last


def _words(run: Run) -> Element:
    # "\r" is left only before "\n", where Slack would show a second line's end.
    body = {"type": "text", "text": run.text.replace("\r", "")}
    style = {name: True for name in ("bold", "italic") if getattr(run, name)}
    return {**body, "style": style} if style else body
