"""A web page's tree made ready: the blocks that would be lost, torn apart or put out of order.

Owns the entries of a live blog, who a quotation is by, boxes beside the text, terms with what they
mean, captions of tables. The tree is changed in place. Unlike `inlines`, which looks into a
paragraph, whole blocks are looked at here; which of them are the article is left to the extraction.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Protocol

# What extraction takes for the body, which no page has twice beside itself.
_BODY = re.compile(
    r"post|entry|(?:post[-_]?(?:text|body|entry|content))|(?:entry|text|article|art)-content"
    r"|article(?:-|__)?(?:body|content|text)"
)
_FRAMES = ("article", "main")
_NO_BOX = ("a", "button", "form", "img", "input", "iframe", "video")
_INNER = ("blockquote", "div", "dl", "h2", "h3", "h4", "ol", "p", "pre", "table", "ul")


class _Element(Protocol):
    """What is used of an lxml element."""

    tag: str
    text: str | None
    tail: str | None

    def __iter__(self) -> Iterator[_Element]: ...
    def iter(self, *tags: str) -> Iterator[_Element]: ...
    def iterancestors(self, *tags: str) -> Iterator[_Element]: ...
    def get(self, key: str) -> str | None: ...
    def set(self, key: str, value: str) -> None: ...
    def getparent(self) -> _Element | None: ...
    def getprevious(self) -> _Element | None: ...
    def addprevious(self, element: _Element) -> None: ...
    def clear(self, keep_tail: bool) -> None: ...
    def text_content(self) -> str: ...


def prepare(tree: _Element) -> None:
    """Changes a page's tree so that what an article says is all there and in the page's order."""
    for frame in list(tree.iter(*_FRAMES)):
        for entry in _entries(frame):
            _write_entry(entry)
    for figure in list(tree.iter("figure")):
        if any(True for _ in figure.iter("blockquote")):
            _rename(figure, "figcaption", "p")
            figure.tag = "div"
    for quotation in list(tree.iter("blockquote")):
        _rename(quotation, "footer", "p")
    for box in list(tree.iter("aside")):
        if _is_of_the_article(box):
            box.tag = "div"
    for meaning in list(tree.iter("dd")):
        _write_meaning(meaning)
    for caption in list(tree.iter("caption")):
        _move_above(caption)


def _rename(element: _Element, tag: str, name: str) -> None:
    for inner in list(element.iter(tag)):
        inner.tag = name


def _entries(frame: _Element) -> list[_Element]:
    """Blocks that a live blog or a list of events is made of: two or more of one class."""
    found: dict[tuple[object, str], list[_Element]] = {}
    for element in frame.iter("article", "div", "section"):
        name = (element.get("class") or "").strip()
        if element is not frame and (_BODY.fullmatch(name) or _is_dated(element)):
            found.setdefault((element.getparent(), name), []).append(element)
    return [one for entries in found.values() if len(entries) > 1 for one in entries]


def _is_dated(block: _Element) -> bool:
    """Whether it is a time and a paragraph, and no teaser."""
    tags = {element.tag for element in block}
    return {"time", "p"} <= tags and not any(True for _ in block.iter("a"))


def _write_entry(entry: _Element) -> None:
    """An entry is a plain block, and the time above it a line of it."""
    if _BODY.fullmatch((entry.get("class") or "").strip()):
        entry.tag = "div"
        entry.set("class", "")
    for element in list(entry):
        for head in list(element) if element.tag == "header" else [element]:
            if head.tag == "time":
                head.tag = "p"


def _is_of_the_article(box: _Element) -> bool:
    """Whether what stands beside an article's text says something and leads nowhere."""
    inside = any(True for _ in box.iterancestors("article"))
    says = any(one.text_content().strip().endswith((".", "!", "?", "”", '"')) for one in box)
    return inside and says and not any(True for _ in box.iter(*_NO_BOX))


def _write_meaning(meaning: _Element) -> None:
    """A term goes before what it means: "Mackerel: A further cut has been advised."."""
    term = meaning.getprevious()
    if term is None or term.tag != "dt" or any(True for _ in meaning.iter(*_INNER)):
        return
    words = " ".join(term.text_content().split())
    if words and not words.endswith("?"):
        meaning.text = f"{words.removesuffix(':')}: {(meaning.text or '').lstrip()}"
        term.clear(keep_tail=True)


def _move_above(caption: _Element) -> None:
    """A table's caption is a paragraph above it; as a row it would be one of empty cells."""
    table = caption.getparent()
    if table is not None and table.tag == "table" and table.getparent() is not None:
        table.addprevious(caption)
        caption.tag = "p"
