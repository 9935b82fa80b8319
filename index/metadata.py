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

from index import dates, furniture, mail
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
_EMPHASIS = re.compile(
    r"(?<![\w*])\*\*(?=[^\s*])(?P<stars>[^*\n]{1,200})(?<=[^\s*])\*\*(?![\w*])"
    r"|(?<![\w*])\*(?=[^\s*])(?P<star>[^*\n]{1,200})(?<=[^\s*])\*(?![\w*])"
    r"|(?<!\w)_(?=[^\s_])(?P<line>[^_\n]{1,200})(?<=[^\s_])_(?!\w)"
    r"|!?\[(?P<link>[^\[\]\n]{1,200})\]\([^()\s]{1,400}\)"
)
_TITLE_LABEL = re.compile(r"(?:title|headline|subject)\s?:\s{1,9}(?=\S)", re.I)
_EMOJI = "\u2600-\u27bf\U0001f000-\U0001faff"
_JOINER = re.compile(rf"(?<=[{_EMOJI}\ufe0f])\u200d(?=[{_EMOJI}])")  # of which one emoji is made
_MASTHEAD = re.compile(r"(?P<name>[^\W\d_].{1,60}?)\s?[,|–—-]\s(?P<date>.*\d.*)")
_DATELINE_DATE = re.compile(
    r"(?=[A-Z]{3})[^\n\d–—]{3,60}?(?:,|\s[-–—]|\s\()\s?"
    r"(?P<date>[A-Z][a-z]{2,8}\.?\s\d{1,2},\s\d{4}|\d{1,2}\s[A-Z][a-z]{2,8}\.?\s\d{4}"
    r"|\d{4}-\d\d-\d\d)\)?(?:\s?[(/][^()/\n]{1,40}[)/])?\s?[-–—:]"
)


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is stated. `published` is an ISO date, `url` is http or https; None is "not stated"."""

    title: str | None = None
    outlet: str | None = None
    published: str | None = None
    url: str | None = None


def find(text: str, spans: Sequence[Span]) -> Metadata:
    """What `text` states about itself, given its spans as `chrome.mark` made them."""
    fields, end = mail.fields(text), mail.below(text)
    spans = [span for span in spans if span.start >= end]  # of a mail's head the fields alone
    head = _head(text, spans)
    tail = [span for span in spans[len(head) :] if span.kind is Kind.CHROME]
    top = [_words(text, span) for span in head if span.kind is Kind.CHROME]
    imprint = [*top, *(_words(text, span) for span in tail)]
    headings = [_words(text, span) for span in head if span.kind is Kind.HEADING]
    masthead, sent = _masthead(headings), fields.get("date", fields.get("sent"))
    return Metadata(
        title=one_line(fields.get("subject"), MAX_TITLE_CHARS) or _title(headings, masthead),
        outlet=_outlet(imprint) or _masthead_name(masthead) or _dateline(text, spans),
        published=_published(top) or _only_date(masthead, sent, text, spans),
        url=next(_addresses(imprint), None),
    )


def without_marks(heading: str) -> str | None:
    """A heading's words on one line, or None if it has none: "Travel" of "## *Travel* ##"."""
    return one_line(without_emphasis(_HEADING_MARKS.sub("", heading)), MAX_TITLE_CHARS)


def without_emphasis(words: str) -> str:
    """Words without the marks that Markdown has inside a line: "Travel" of "*Travel*"."""
    return _EMPHASIS.sub(lambda match: match[match.lastgroup or 0], words)


def one_line(value: object, max_chars: int) -> str | None:
    """`value` as one line of text without control characters, or None if that is empty.

    A value that is no string, or longer than `max_chars`, is cut or dropped: titles end in "…".
    What joins several emoji into one stays.
    """
    if not isinstance(value, str):
        return None
    head = value[: max_chars * 4]
    joiners = {match.start() for match in _JOINER.finditer(head)}
    visible = "".join(
        " " if _is_unsafe(char) and at not in joiners else char for at, char in enumerate(head)
    )
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


def _title(headings: Sequence[str], masthead: re.Match[str] | None) -> str | None:
    """The first heading, without "Title:"; the newspaper's name and day only if it is alone."""
    words = [without_marks(heading) for heading in headings]
    named = [title for title in words if title and not (masthead and title == masthead.string)]
    first = next(iter(named or words), None)
    return _TITLE_LABEL.sub("", first, count=1) if first else None


def _masthead(headings: Sequence[str]) -> re.Match[str] | None:
    """The line "The Evening Compass, 22 October 2024" at the head.

    The first heading is one only if the name is a newspaper's by its words: it may be a title.
    """
    for n, heading in enumerate(headings):
        match = _MASTHEAD.fullmatch(without_marks(heading) or "")
        named = match and (
            furniture.is_press(match["name"]) or (n > 0 and match["name"].startswith("The "))
        )
        if match and named and dates.is_date_line(match["date"]):
            return match
    return None


def _masthead_name(masthead: re.Match[str] | None) -> str | None:
    return _name(masthead["name"]) if masthead else None


def _only_date(
    masthead: re.Match[str] | None, sent: str | None, text: str, spans: Sequence[Span]
) -> str | None:
    """The date of a masthead, an e-mail or a dateline: "TORRANCE, N.M. – June 17, 2025 –"."""
    if masthead:
        stated = dates.find(masthead["date"])
    elif sent:
        stated = dates.find(sent)
    else:
        start = next((span.start for span in spans if span.kind is Kind.SENTENCE), len(text))
        match = _DATELINE_DATE.match(text, start, min(len(text), start + 200))
        stated = dates.find(match["date"]) if match else []
    return stated[0] if len(stated) == 1 else None


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
