"""Front matter: the fields that stand above a Markdown text, in YAML or in TOML.

Owns what front matter is, and which of its fields say what. Unlike `markdown`, which reads the
marks of the text below, nothing is looked at here but the lines between the two marks.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from datetime import date, datetime

from index import dates
from index.errors import ArticleError
from index.metadata import (
    MAX_OUTLET_CHARS,
    MAX_TITLE_CHARS,
    Metadata,
    one_line,
    web_address,
    without_emphasis,
)

_YAML = re.compile(
    r"\ufeff?-{3}[ \t]*\r?\n(?P<fields>(?s:.{0,65536}?)(?<=\n))(?:-{3}|\.{3})[ \t]*(?:\r?\n|$)"
)
_TOML = re.compile(
    r"\ufeff?\+{3}[ \t]*\r?\n(?P<fields>(?s:.{0,65536}?)(?<=\n))\+{3}[ \t]*(?:\r?\n|$)"
)
_COMMENTS = r"\s*+(?:#[^\n]*+\s++)*+"
_YAML_KEY = re.compile(rf"{_COMMENTS}[\"']?[A-Za-z_][\w -]{{0,60}}[\"']?:(?:\s|$)")
_TOML_KEY = re.compile(rf"{_COMMENTS}(?:\[\[?)?[\"']?[A-Za-z_][\w.-]{{0,60}}[\"']?\s*(?:=|\]\]?)")
_TOML_PLACE = re.compile(r" \(at (?:line (?P<line>\d+), column \d+|end of document)\)$")
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


def read(text: str) -> tuple[int, Metadata]:
    """Where the front matter at the head of `text` ends, and what its fields state.

    Between lines of `---` it is YAML, between lines of `+++` TOML. (0, no fields) if there is
    none, or if what stands there is no mapping (a rule drawn above and below a text). Raises
    ArticleError if it is not valid.
    """
    for form, key, load in ((_YAML, _YAML_KEY, _load_yaml), (_TOML, _TOML_KEY, _load_toml)):
        match = form.match(text)
        if match and key.match(match["fields"]):
            fields = load(match["fields"])
            if isinstance(fields, dict):
                named = {str(name).lower().replace("-", "_"): fields[name] for name in fields}
                return match.end(), _metadata(named)
    return 0, Metadata()


def _load_yaml(fields: str) -> object:
    import yaml  # type: ignore[import-untyped]  # heavy, seldom needed
    from frontmatter.default_handlers import YAMLHandler  # as above

    try:
        return YAMLHandler().load(fields)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or str(error)
        raise _invalid("YAML", "---", problem, mark.line if mark else None) from error
    except (ValueError, RecursionError, TypeError, OverflowError) as error:
        # a date such as 2022-13-45, nesting without end, an unhashable key
        raise _invalid("YAML", "---", str(error), None) from error


def _load_toml(fields: str) -> object:
    try:
        return tomllib.loads(fields.replace("\r\n", "\n"))
    except (ValueError, RecursionError) as error:
        place = _TOML_PLACE.search(str(error))
        line = int(place["line"]) - 1 if place and place["line"] else None
        raise _invalid("TOML", "+++", _TOML_PLACE.sub("", str(error)), line) from error


def _invalid(form: str, mark: str, problem: str, line: int | None) -> ArticleError:
    """`line` is counted from 0 below the mark."""
    where = "" if line is None else f" in line {line + 2}"
    return ArticleError(
        f"front matter is not valid {form}{where} ({one_line(problem, 100)}): "
        f"correct it or remove the `{mark}` lines"
    )


def _metadata(fields: dict[str, object]) -> Metadata:
    outlet = (one_line(value, MAX_OUTLET_CHARS) for value in _values(fields, _OUTLETS))
    return Metadata(
        title=next((t for v in _values(fields, _TITLES) if (t := _title(v))), None),
        outlet=next((name for name in outlet if name and "://" not in name), None),
        published=next((d for v in _values(fields, _DATES) if (d := _iso(v))), None),
        url=next((u for v in _values(fields, _URLS) if (u := web_address(v))), None),
    )


def _values(fields: dict[str, object], keys: tuple[str, ...]) -> Iterator[object]:
    return (fields[key] for key in keys if key in fields)


def _title(value: object) -> str | None:
    return one_line(without_emphasis(value), MAX_TITLE_CHARS) if isinstance(value, str) else None


def _iso(value: object) -> str | None:
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    found = dates.find(value) if isinstance(value, str) else []
    return found[0] if len(found) == 1 else None
