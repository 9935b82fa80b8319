"""HTML: the article's text out of a web page, and what the page states about it.

Owns all use of trafilatura. The text is extracted once and kept: offsets refer to it, not to the
file. Unlike `inlines`, which readies the page's tree, the page is taken as a whole here. Unlike
trafilatura's own metadata, which fills gaps from the address and searches the page for dates,
only fields that the page states for machines are read (meta tags, JSON-LD, canonical link):
nothing is guessed. Everything read is data from a stranger: bounded, on one line.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from typing import Any, Protocol

from index import blocks, dates, decoding, furniture, inlines
from index.articles import Kind, Span
from index.errors import ArticleError
from index.metadata import MAX_OUTLET_CHARS, MAX_TITLE_CHARS, Metadata, one_line, web_address

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.I)
_TITLES = ("og:title", "twitter:title", "dc.title", "headline")
_OUTLETS = ("og:site_name", "dc.publisher", "citation_journal_title", "application-name")
_DATES = (
    "article:published_time",
    "og:published_time",
    "datepublished",
    "date",
    "pubdate",
    "publish-date",
    "publishdate",
    "dc.date.issued",
    "dc.date",
    "citation_publication_date",
    "parsely-pub-date",
    "sailthru.date",
)
_PUBLISHED = frozenset(("published", "datePublished"))  # classes of WordPress, or microdata
_ARTICLE_TYPES = re.compile(r"(?:Article|BlogPosting|Report|Review|Blog|Posting)$")
_LINE = re.compile(r"[^\r\n]+")
_LONGEST_HEADING = 300  # characters
_MOST_IN_HEADINGS = 0.75  # of a text; past it the page sets its paragraphs as headings
_MAX_JSON_CHARS = 1_000_000
_MAX_JSON_NODES = 2_000


class _Element(Protocol):
    """What is used of an lxml element."""

    text: str | None

    def iter(self, *tags: str) -> Iterator[_Element]: ...
    def get(self, key: str) -> str | None: ...
    def text_content(self) -> str: ...


def decode(data: bytes) -> str:
    """The page as text: by its byte order mark or declared charset, else UTF-8.

    Raises ArticleError if the bytes are not in that encoding.
    """
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return _decode_as(data, name)
    declared = _CHARSET.search(data[:4096])
    try:
        return decoding.decode(data)
    except ArticleError:
        if declared is None or b"\0" in data:
            raise
    return _decode_as(data, declared.group(1).decode("ascii"))


def read(page: str) -> tuple[str, Metadata, tuple[Span, ...]]:
    """The article's text, what the page states about it, and the lines that are its headings.

    Raises ArticleError if there is no article in it.
    """
    try:
        text, metadata, headings = _extract(page)
    except (
        RecursionError,
        MemoryError,
        ValueError,
        TypeError,
        AttributeError,
        LookupError,
    ) as error:
        raise ArticleError(
            f"its HTML cannot be read ({type(error).__name__}): save the page's text as .txt"
        ) from error
    if not text.strip():
        raise ArticleError(
            "a web page without article text: save the article itself as .txt or .md"
        )
    found = tuple(_headings(text, headings))
    share = sum(span.end - span.start for span in found) / len(text)
    return text, metadata, found if share <= _MOST_IN_HEADINGS else ()


def _extract(page: str) -> tuple[str, Metadata, frozenset[str]]:
    """The text, "" if there is none; what is stated; and the texts of all headings."""
    from trafilatura import extract  # heavy, needed for HTML alone
    from trafilatura.utils import load_html  # as above

    tree = load_html(page)
    if tree is None:
        return "", Metadata(), frozenset()
    inlines.prepare(tree)
    blocks.prepare(tree)
    stated = _metadata(tree), inlines.headings(tree)  # the extraction takes the tree apart
    text = extract(tree, include_comments=False, include_tables=True, date_extraction_params=None)
    return text or "", *stated


def _headings(text: str, headings: frozenset[str]) -> Iterator[Span]:
    """The lines that are a heading's words; what is the page's furniture is left to be judged."""
    for line in _LINE.finditer(text):
        words = line.group().removeprefix("- ").strip()
        is_one = len(words) <= _LONGEST_HEADING and inlines.signs(words) in headings
        if is_one and not furniture.is_furniture(words):
            yield Span(line.start(), line.end(), Kind.HEADING)


def _decode_as(data: bytes, name: str) -> str:
    try:
        return decoding.checked(data.decode(codecs.lookup(name).name))
    except LookupError as error:
        raise ArticleError(
            f"its declared charset {name!r} is unknown: save the page as UTF-8"
        ) from error
    except (UnicodeError, ValueError) as error:
        raise ArticleError(
            f"not in its declared charset {name!r}: save the page as UTF-8"
        ) from error


def _metadata(tree: _Element) -> Metadata:
    meta = _meta(tree)
    linked = _article(tree)
    titles = [
        linked.get("headline"),
        *_pick(meta, _TITLES),
        *_texts(tree, "h1"),
        *_texts(tree, "title"),
    ]
    outlets = [_name(linked.get("publisher")), *_pick(meta, _OUTLETS)]
    published = [linked.get("datePublished"), *_pick(meta, _DATES), *_times(tree)]
    urls = [*_canonical(tree), *_pick(meta, ("og:url",)), linked.get("url")]
    return Metadata(
        title=next((t for v in titles if (t := one_line(v, MAX_TITLE_CHARS))), None),
        outlet=next((o for v in outlets if (o := one_line(v, MAX_OUTLET_CHARS))), None),
        published=next((d for v in published if (d := _iso(v))), None),
        url=next((u for v in urls if (u := web_address(v))), None),
    )


def _meta(tree: _Element) -> dict[str, str]:
    found: dict[str, str] = {}
    for tag in tree.iter("meta"):
        key = tag.get("property") or tag.get("name") or tag.get("itemprop")
        content = tag.get("content")
        if key and content:
            found.setdefault(key.strip().lower(), content)
    return found


def _pick(meta: dict[str, str], keys: tuple[str, ...]) -> list[str]:
    return [meta[key] for key in keys if key in meta]


def _texts(tree: _Element, tag: str) -> list[str]:
    """The text of the page's only element of this name: with two, neither is the title."""
    found = [element.text_content() for element in tree.iter(tag)]
    return found if len(found) == 1 else []


def _times(tree: _Element) -> list[str]:
    """The only day that the page marks as one of publication: a teaser has its own."""
    found = [
        element.get("datetime") or ""
        for element in tree.iter("time", "span", "p")  # a time in a text is a span by now
        if _PUBLISHED & {*(element.get("class") or "").split(), element.get("itemprop")}
    ]
    return found[:1] if len({_iso(one) for one in found}) == 1 else []


def _canonical(tree: _Element) -> list[str | None]:
    return [
        tag.get("href")
        for tag in tree.iter("link")
        if (tag.get("rel") or "").lower() == "canonical"
    ]


def _article(tree: _Element) -> dict[str, Any]:
    """The first JSON-LD object that is an article, or an empty one."""
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "").lower():
            for node in _nodes(script.text or ""):
                kinds = node.get("@type")
                names = kinds if isinstance(kinds, list) else [kinds]
                if any(isinstance(name, str) and _ARTICLE_TYPES.search(name) for name in names):
                    return node
    return {}


def _nodes(source: str) -> Iterator[dict[str, Any]]:
    if len(source) > _MAX_JSON_CHARS:
        return
    try:
        waiting = [json.loads(source, strict=False)]
    except (ValueError, RecursionError):
        return
    for _ in range(_MAX_JSON_NODES):
        if not waiting:
            return
        node = waiting.pop(0)
        if isinstance(node, list):
            waiting.extend(node)
        elif isinstance(node, dict):
            yield node
            waiting.extend(node.get(key) for key in ("@graph", "mainEntity", "mainEntityOfPage"))


def _name(publisher: object) -> object:
    if isinstance(publisher, list):
        publisher = publisher[0] if publisher else None
    return publisher.get("name") if isinstance(publisher, dict) else publisher


def _iso(value: object) -> str | None:
    """The day of an ISO date or time, in the time zone in which it is stated."""
    found = dates.find(value[:60]) if isinstance(value, str) else []
    return found[0] if len(found) == 1 else None
