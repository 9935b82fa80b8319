"""What a text states about itself: title, outlet, date, address.

Owns the reading of datelines, bylines and imprint lines. Unlike `webpage` and `markdown`, which
read the fields that a format has for these, only the text is looked at here, and only at its
head and tail: a date or a name in running text says nothing about the article. What is not
stated in full and without contradiction is None: nothing is guessed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from index import dates, furniture
from index.articles import Kind, Span

MAX_TITLE_CHARS = 300
MAX_OUTLET_CHARS = 120
MAX_URL_CHARS = 2000

_PUBLISHED = re.compile(r"\b(?:published|posted|publication date|date|first published)\b", re.I)
_UPDATED = re.compile(r"\b(?:updated|modified|last (?:update|change)d?|edited)\b", re.I)
_DATELINE = re.compile(r"[^\W\d_][^()\n]{1,60}\((?P<name>[A-Z][\w.&’' -]{1,40})\)\s?[-–—]\s?(?=\S)")
_NAME = r"(?P<name>(?:The |the )?[^\W\d_].{1,80}?)"
_STATED = (
    re.compile(
        rf"\b(?:originally|first) (?:published|appeared|posted) (?:by|in|on|at) {_NAME}"
        r"(?=[,.]? (?:on|and|under|at|in) |[.,;|]? ?$|, )",
        re.I,
    ),
    re.compile(rf"\bappeared first on {_NAME}\.?$", re.I),
    re.compile(rf"^(?:source|via|outlet|publisher|publication)\s?: ?{_NAME}\.?$", re.I),
    re.compile(
        r"^(?:copyright|©|\(c\))(?: ?(?:copyright|©|\(c\)))? ?\d{4}(?: ?[-–] ?\d{4})?,? (?:by )?"
        rf"{_NAME}(?=[.,;|]? ?(?:all rights|its affiliat|or its|\||–|—|$)|\. | - )",
        re.I,
    ),
)
_ADDRESS = re.compile(
    r"^(?:original(?: article| story)?|source|url|link|permalink|canonical"
    r"|(?:originally )?published (?:at|on))"
    r"\s?:? ?<?(?P<url>https?://[^\s<>\"]+)>?\.?$",
    re.I,
)
_HEADING_MARKS = re.compile(r"^#{1,6}\s+|^={2,6}\s+|(?<!\s)\s++(?:#+|={2,6})$|^[=*_~-]+$|\*\*")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is stated. `published` is an ISO date, `url` is http or https; None is "not stated"."""

    title: str | None = None
    outlet: str | None = None
    published: str | None = None
    url: str | None = None


def find(text: str, spans: Sequence[Span]) -> Metadata:
    """What `text` states about itself, given its spans as `chrome.mark` made them."""
    head = _head(text, spans)
    tail = [span for span in spans[len(head) :] if span.kind is Kind.CHROME]
    top = [_words(text, span) for span in head if span.kind is Kind.CHROME]
    imprint = [*top, *(_words(text, span) for span in tail)]
    titles = (_words(text, span) for span in head if span.kind is Kind.HEADING)
    return Metadata(
        title=without_marks(next(titles, "")),
        outlet=_outlet(imprint) or _dateline(text, spans),
        published=_published(top),
        url=next(_addresses(imprint), None),
    )


def without_marks(heading: str) -> str | None:
    """A heading's words on one line, or None if it has none: "Travel" of "## Travel ##"."""
    return one_line(_HEADING_MARKS.sub("", heading), MAX_TITLE_CHARS)


def one_line(value: object, max_chars: int) -> str | None:
    """`value` as one line of text without control characters, or None if that is empty.

    A value that is no string, or longer than `max_chars`, is cut or dropped: titles end in "…".
    """
    if not isinstance(value, str):
        return None
    head = value[: max_chars * 4]
    visible = "".join(" " if _is_unsafe(char) else char for char in head)
    words = " ".join(visible.split())
    return (words if len(words) <= max_chars else words[: max_chars - 1].rstrip() + "…") or None


def web_address(value: object) -> str | None:
    """`value` if it is an http or https address on one line, of bounded length; else None."""
    if not isinstance(value, str) or len(value) > MAX_URL_CHARS:
        return None
    address = value.strip()
    if any(char.isspace() or _is_unsafe(char) or char in '<>"\\^`{|}' for char in address):
        return None
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    return address if parts.scheme in ("http", "https") and parts.hostname else None


def _is_unsafe(char: str) -> bool:
    """Control, format (zero-width, direction) and line separators, surrogates."""
    return unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp", "Co", "Cn")


def _words(text: str, span: Span) -> str:
    return text[span.start : min(span.end, span.start + 600)].strip("\ufeff \t\r\n")


def _head(text: str, spans: Sequence[Span]) -> Sequence[Span]:
    """The spans before the first sentence, entries such as "Present: Mr Beck" aside."""
    for n, span in enumerate(spans):
        if span.kind is Kind.SENTENCE and not furniture.is_entry(_words(text, span)):
            return spans[:n]
    return spans


def _published(top: Iterable[str]) -> str | None:
    """The one date that the head states, where "Published" outweighs a bare date."""
    named: list[str] = []
    bare: list[str] = []
    for line in top:
        for part in re.split(r"[|•·]|(?=\b(?:Updated|Modified|Last)\b)", line):
            (named if _PUBLISHED.search(part) else bare).extend(_dates(line, part))
    stated = dict.fromkeys(named or bare)
    return next(iter(stated)) if len(stated) == 1 else None


def _dates(line: str, part: str) -> list[str]:
    says_when = dates.is_date_line(line) or furniture.is_byline(line) or _PUBLISHED.search(line)
    return [] if _UPDATED.search(part) or not says_when else dates.find(part)


def _outlet(imprint: Sequence[str]) -> str | None:
    for form in _STATED:
        for line in imprint:
            match = form.search(line) if len(line) <= 300 else None
            name = match and _name(match["name"])
            if name:
                return name
    return _site_name(imprint[-1]) if imprint else None


def _name(words: str) -> str | None:
    if re.search(r"https?:|www\.|@", words) or not words[0].isupper() or dates.find(words):
        return None
    if furniture.is_furniture(words):
        return None
    return one_line(words.strip(" .,;|"), MAX_OUTLET_CHARS)


def _site_name(line: str) -> str | None:
    """The name in "Central Tribune - Politic News"."""
    return one_line(furniture.site_name(line), MAX_OUTLET_CHARS)


def _dateline(text: str, spans: Sequence[Span]) -> str | None:
    """The agency in "GENEVA (Reuters) - "."""
    for span in spans:
        if span.kind is Kind.SENTENCE:
            match = _DATELINE.match(text, span.start, min(len(text), span.start + 200))
            return one_line(match["name"], MAX_OUTLET_CHARS) if match else None
    return None


def _addresses(imprint: Iterable[str]) -> Iterator[str]:
    for line in imprint:
        match = _ADDRESS.match(line)
        address = web_address(match["url"].rstrip(".,;")) if match else None
        if address:
            yield address
