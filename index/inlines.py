"""A web page's tree made ready: what else would be lost or changed in the middle of a sentence.

Owns the elements inside a paragraph that extraction drops, cuts at or runs into the word before:
dates and labels, quotations, what is struck out, raised and lowered figures. The tree is changed
in place before the text is taken from it. Unlike `webpage`, which takes it, nothing is decided
here about what is the article and what is the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Protocol
from unicodedata import normalize

_LEFT_OUT = ("time", "label", "output", "button")  # by the extraction, wherever they stand
_STRUCK = ("del", "s", "strike")
_CUT_AT = ("address", "center")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6", "summary")
_CELLS = frozenset(("td", "th", "dd", "dt"))
_PARAGRAPHS = _CELLS | frozenset(("p", "li", "blockquote", "figcaption", "caption", *_HEADINGS))
_GROUPS = frozenset(("article", "aside", "footer", "form", "header", "main", "nav", "section"))
_LAYOUT = frozenset((*_CUT_AT, "body", "div", "dl", "fieldset", "figure", "hr", "ol", "pre"))
_BLOCKS = _PARAGRAPHS | _GROUPS | _LAYOUT | frozenset(("table", "tr", "ul"))
_RAISED = str.maketrans("0123456789+-−–()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁽⁾")
_LOWERED = str.maketrans("0123456789+-−–()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₋₍₎")
_TH = ("st", "nd", "rd", "th")
_ORDINAL = re.compile(r"st|nd|rd|th|d|er|re|e|o|a|me|ème|eme|bis|ter|tm|sm|[®©ºª]", re.IGNORECASE)
_NOTE_SIGN = re.compile(r"\[.{1,40}\]|[*†‡§¶]{1,4}")
_NOTE_NUMBER = re.compile(r"\[?\d{1,3}\]?")
_NOTE_NAME = re.compile(r"\b(?:foot|end)note|noteref|\breference\b|\bcitation\b", re.IGNORECASE)
_NOTE_PLACE = re.compile(  # an address or an id: "#fn1", "#cite_note-Smith", "#_ftn2", "#n3"
    r"(?:^|[^a-z])(?:(?:sd)?(?:foot|end)?notes?(?:ref)?|(?:f|ft|ed)n(?:ref)?|cite(?:ref)?|citation"
    r"|ref(?:s|erence)?|[nr](?=\d))(?=[^a-z]|$)",
    re.IGNORECASE,
)
_NOTED = re.compile(r"(?:(?P<word>[^\W\d_]{2,})|[”’»\"'])[.,;:!?]?$")  # what a note stands behind
_NUMBERED = frozenset(
    ("art", "ch", "chap", "eq", "fig", "no", "nos", "nr", "p", "pp", "sec", "vol")
)
_PART_OF_IT = "$€£¥§(#/-–−"  # behind these a number is one of the text
_ON_ONE_LINE = frozenset(("math", "mrow", "mi", "mo", "mn", "mtext", "mspace", "msup", "msub"))
_QUOTES = "\"'“”„«»‹›‘’"


class _Element(Protocol):
    """What is used of an lxml element."""

    tag: str
    text: str | None
    tail: str | None

    def __len__(self) -> int: ...
    def __getitem__(self, at: int) -> _Element: ...
    def iter(self, *tags: str) -> Iterator[_Element]: ...
    def iterancestors(self, *tags: str) -> Iterator[_Element]: ...
    def get(self, key: str) -> str | None: ...
    def getparent(self) -> _Element | None: ...
    def getprevious(self) -> _Element | None: ...
    def getnext(self) -> _Element | None: ...
    def clear(self, keep_tail: bool) -> None: ...
    def text_content(self) -> str: ...


def prepare(tree: _Element) -> None:
    """Changes a page's tree so that the sentences taken from it are whole and word for word.

    What is struck out and what refers to a footnote goes; a date, label or button inside a text
    stays; `<q>` has its marks; raised figures are written as such: 10³, never 103.
    """
    for element in list(tree.iter(*_STRUCK)):
        _empty(element)
    for element in list(tree.iter("math")):
        _write_formula(element)
    for element in list(tree.iter("sup")):
        _write_raised(element)
    for element in list(tree.iter("sub")):
        _write_lowered(element)
    for element in list(tree.iter("a")):
        if _is_glued_note(element):
            _empty(element)
    _write_quotation_marks(list(tree.iter("q")))
    for element in [one for one in tree.iter(*_LEFT_OUT) if _stands_in_text(one)]:
        _write(element, element.text)
    for element in tree.iter(*_CUT_AT):
        element.tag = "div" if any(True for _ in element.iter(*_BLOCKS - {element.tag})) else "p"
    for heading in tree.iter(*_HEADINGS):
        for element in list(heading.iter("br")):
            _write(element, " ")


def headings(tree: _Element) -> frozenset[str]:
    """The `signs` of every heading."""
    return frozenset(signs(one.text_content()) for one in tree.iter(*_HEADINGS)) - {""}


def signs(words: str) -> str:
    """The words without white space and what nobody sees: extraction leaves some of it out."""
    return "".join(char for char in normalize("NFC", words) if char.isprintable() and char != " ")


def _empty(element: _Element) -> None:
    """An empty element costs nothing; to remove it copies all text before it."""
    element.clear(keep_tail=True)
    element.tag = "span"


def _write(element: _Element, words: str | None) -> None:
    element.tag, element.text = "span", words


def _write_formula(element: _Element) -> None:
    """Only what is read along a line: of others, extraction takes the text that they may have."""
    if element.get("alttext") or not {one.tag for one in element.iter()} <= _ON_ONE_LINE:
        return
    for script in element.iter("msup", "msub"):
        if len(script):
            script[len(script) - 1].tag = script.tag[1:]
    element.tag = "span"


def _write_raised(element: _Element) -> None:
    words = element.text_content().strip()
    link = _link_around(element)
    if _is_note(element, words) or (link is not None and _leads_to_a_note(link)):
        _empty(element if link is None else link)
    elif any(char.isdigit() for char in words):
        _empty(element)
        element.text = words.translate(_RAISED)
    elif _before(element)[-1:].isdigit() and words and not _ORDINAL.fullmatch(words):
        _empty(element)
        element.text = f"^{words}"


def _write_lowered(element: _Element) -> None:
    """CO2 is written so; after a figure or a stroke the sign would be a part of the figure."""
    if _before(element)[-1:].isdigit() or _before(element)[-1:] in ("/", "⁄"):
        words = element.text_content().strip().translate(_LOWERED)
        _empty(element)
        element.text = words


def _link_around(element: _Element) -> _Element | None:
    """The link that holds this element and nothing else, if one does."""
    parent = element.getparent()
    if parent is None or parent.tag != "a" or (parent.text or "").strip():
        return None
    alone = element.getprevious() is None and element.getnext() is None
    return parent if alone and not (element.tail or "").strip() else None


def _is_note(element: _Element, words: str) -> bool:
    """Whether a raised sign refers to a note: by its look, its name or a link in it."""
    if _NOTE_SIGN.fullmatch(words) or _is_named_note(element):
        return True
    links = (link for link in element.iter("a") if _leads_to_a_note(link))
    return any(link.text_content().strip() == words for link in links)


def _leads_to_a_note(link: _Element) -> bool:
    """Whether a raised link does: a mere anchor only if it is a sign or a number (not 19th)."""
    words = link.text_content().strip()
    if link.get("href"):
        return "#" in (link.get("href") or "") and words not in _TH
    return bool(_NOTE_SIGN.fullmatch(words) or _NOTE_NUMBER.fullmatch(words))


def _is_glued_note(link: _Element) -> bool:
    """Whether a link refers to a note although it is not raised: `word<a href="#n1">1</a>`.

    A number that is part of the text may be a link, too: `§<a href="#s5">5</a>`.
    """
    place, words = link.get("href") or "", link.text_content()
    if not place.startswith("#") or not _NOTE_NUMBER.fullmatch(words.strip()):
        return False
    before = _before(link)
    if _is_named_note(link):
        return True
    if not before or before[-1].isspace() or before[-1] in _PART_OF_IT or words[0].isspace():
        return False
    named = any(map(_NOTE_PLACE.search, (place, link.get("id") or "")))
    return named or words.startswith("[") or _ends_in_a_word(before)


def _ends_in_a_word(before: str) -> bool:
    """Whether a note may stand behind this text, and not the number of "Fig." or "B12"."""
    noted = _NOTED.search(before[-80:])
    return noted is not None and (noted["word"] or "").lower() not in _NUMBERED


def _is_named_note(element: _Element) -> bool:
    names = " ".join(element.get(key) or "" for key in ("class", "role", "rel", "epub:type"))
    return _NOTE_NAME.search(names) is not None


def _before(element: _Element) -> str:
    """The text right before an element, in the same element; "" if another stands there."""
    previous, parent = element.getprevious(), element.getparent()
    if previous is not None:
        return previous.tail or ""
    return (parent.text if parent is not None else None) or ""


def _write_quotation_marks(quotations: list[_Element]) -> None:
    nested = [sum(1 for _ in one.iterancestors("q")) % 2 for one in quotations]
    for element, is_inner in zip(quotations, nested, strict=True):
        opening, closing = ("", "") if _has_marks(element) else ("‘’" if is_inner else "“”")
        _write(element, opening + (element.text or ""))
        if len(element):
            element[-1].tail = (element[-1].tail or "") + closing
        else:
            element.text = (element.text or "") + closing


def _has_marks(quotation: _Element) -> bool:
    """Whether the page writes the marks itself, or there is nothing to put them around."""
    words = quotation.text_content().lstrip()
    return not words or words[0] in _QUOTES or _before(quotation)[-1:] in tuple(_QUOTES)


def _stands_in_text(element: _Element) -> bool:
    """Whether it is a part of a sentence or a cell and not a control or a date of the page's."""
    beside = False
    while True:
        parent = element.getparent()
        if parent is None:
            return False
        if _has_word(_before(element)) or _has_word(element.tail):
            return True
        beside = beside or any(map(_is_words, (element.getprevious(), element.getnext())))
        if parent.tag in _BLOCKS:
            return parent.tag in _CELLS or (beside and parent.tag in _PARAGRAPHS)
        element = parent


def _is_words(neighbour: _Element | None) -> bool:
    """Whether it is words, and no link: a link and a date are a teaser."""
    if neighbour is None or neighbour.tag in _BLOCKS or neighbour.tag in ("a", *_LEFT_OUT):
        return False
    return len(neighbour) == 0 and _has_word(neighbour.text)


def _has_word(text: str | None) -> bool:
    return text is not None and any(char.isalnum() for char in text)
