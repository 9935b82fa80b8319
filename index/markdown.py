"""Markdown: what its marks say about a text.

Owns front matter and the lines that Markdown marks (headings, fences, pictures, link
definitions). Unlike a renderer nothing is removed or replaced: the text stays the whole file,
and the marks become spans. Unlike `chrome`, which guesses what a line is, what is found here
is stated by the format.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from index import dates
from index.articles import Kind, Span
from index.errors import ArticleError
from index.metadata import MAX_OUTLET_CHARS, MAX_TITLE_CHARS, Metadata, one_line, web_address

_FRONT_MATTER = re.compile(
    r"\ufeff?-{3}[ \t]*\r?\n(?P<yaml>(?s:.{0,65536}?)(?<=\n))(?:-{3}|\.{3})[ \t]*(?:\r?\n|$)"
)
_KEY = re.compile(r"\s*(?:#[^\n]*\s+)*[\"']?[A-Za-z_][\w -]{0,60}[\"']?:(?:\s|$)")
_LINE = re.compile(r"[^\r\n]+")
_FENCE = re.compile(r" {0,3}(?P<fence>`{3,}|~{3,})(?P<info>.*)")
_ATX = re.compile(r" {0,3}#{1,6}(?:[ \t]+|$)")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-{2,})[ \t]*")
_PICTURE = re.compile(r"\s*(?:\[?!\[[^\]]*\](?:\([^)]*\)|\[[^\]]*\])\]?(?:\([^)]*\))?\s*)+")
_DEFINITION = re.compile(r" {0,3}\[[^\]]{1,200}\]:\s*\S.*")
_TAG_LINE = re.compile(r"\s*<!--.*-->\s*|\s*</?[a-zA-Z][^<>]*>\s*")
_TITLES = ("title", "headline")
_OUTLETS = ("outlet", "publisher", "publication", "site_name", "sitename", "site", "source")
_DATES = ("published", "date", "published_at", "publish_date", "pubdate", "datepublished")
_URLS = (
    "url",
    "canonical_url",
    "canonical",
    "link",
    "original_url",
    "source_url",
    "permalink",
    "source",
)


@dataclass(frozen=True, slots=True)
class Marked:
    """What Markdown states: fields, and spans in order and apart."""

    metadata: Metadata
    spans: tuple[Span, ...]


def read(text: str) -> Marked:
    """The front matter's fields and the spans that marks state, by offsets into `text`.

    The front matter, fences, pictures, link definitions and tags on a line of their own are
    CHROME; headings are HEADING; code is SENTENCE. Raises ArticleError if the front matter is
    not valid YAML. Front matter that is no mapping is text (a rule drawn above and below).
    """
    end, fields = _front_matter(text)
    front = [Span(0, end, Kind.CHROME)] if end else []
    return Marked(_metadata(fields), (*front, *_marks(text, end)))


def _front_matter(text: str) -> tuple[int, dict[str, object]]:
    match = _FRONT_MATTER.match(text)
    if match is None or not _KEY.match(match["yaml"]):
        return 0, {}
    fields = _load(match["yaml"])
    if not isinstance(fields, dict):
        return 0, {}
    return match.end(), {str(key).lower().replace("-", "_"): fields[key] for key in fields}


def _load(yaml_text: str) -> object:
    import yaml  # type: ignore[import-untyped]  # heavy, seldom needed
    from frontmatter.default_handlers import YAMLHandler  # as above

    try:
        return YAMLHandler().load(yaml_text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" in line {mark.line + 2}" if mark else ""
        problem = one_line(getattr(error, "problem", None) or str(error), 100)
    except (ValueError, RecursionError, TypeError, OverflowError) as error:
        # a date such as 2022-13-45, nesting without end, an unhashable key
        where, problem = "", one_line(str(error), 100)
    raise ArticleError(
        f"front matter is not valid YAML{where} ({problem}): correct it or remove the `---` lines"
    )


def _metadata(fields: dict[str, object]) -> Metadata:
    outlet = (one_line(value, MAX_OUTLET_CHARS) for value in _values(fields, _OUTLETS))
    return Metadata(
        title=next(
            (t for v in _values(fields, _TITLES) if (t := one_line(v, MAX_TITLE_CHARS))), None
        ),
        outlet=next((name for name in outlet if name and "://" not in name), None),
        published=next((d for v in _values(fields, _DATES) if (d := _iso(v))), None),
        url=next((u for v in _values(fields, _URLS) if (u := web_address(v))), None),
    )


def _values(fields: dict[str, object], keys: tuple[str, ...]) -> Iterator[object]:
    return (fields[key] for key in keys if key in fields)


def _iso(value: object) -> str | None:
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    found = dates.find(value) if isinstance(value, str) else []
    return found[0] if len(found) == 1 else None


def _marks(text: str, start: int) -> Iterator[Span]:
    fence = ""
    for line in _LINE.finditer(text, start):
        opened = _fence(line.group(), fence)
        if opened is not None:
            yield Span(line.start(), line.end(), Kind.CHROME)
            fence = opened
        elif fence:
            if not line.group().isspace():
                yield Span(line.start(), line.end(), Kind.SENTENCE)
        else:
            yield from _line_marks(text, line)


def _fence(line: str, fence: str) -> str | None:
    """The fence that is open after this line, or None if it is not one."""
    match = _FENCE.fullmatch(line)
    if match is None:
        return None
    if fence:
        closes = match["fence"].startswith(fence) and not match["info"].strip()
        return "" if closes else None
    return None if "`" in match["info"] else match["fence"]


def _line_marks(text: str, line: re.Match[str]) -> Iterator[Span]:
    words = line.group()
    if _ATX.match(words) or _is_underlined(text, line):
        yield Span(line.start(), line.end(), Kind.HEADING)
    elif len(words) <= 4000 and any(
        form.fullmatch(words) for form in (_PICTURE, _DEFINITION, _TAG_LINE)
    ):
        yield Span(line.start(), line.end(), Kind.CHROME)


def _is_underlined(text: str, line: re.Match[str]) -> bool:
    """Whether this is a line of words above a line of "=" or "-"."""
    if len(line.group()) > 300 or not any(char.isalnum() for char in line.group()):
        return False
    below = _LINE.match(text, _next_line(text, line.end()))
    above = text[: line.start()][-2:]
    apart = line.start() == 0 or above.endswith(("\n\n", "\n\r")) or above.count("\n") == 2
    return below is not None and bool(_UNDERLINE.fullmatch(below.group())) and apart


def _next_line(text: str, end: int) -> int:
    return end + 2 if text.startswith("\r\n", end) else end + 1
