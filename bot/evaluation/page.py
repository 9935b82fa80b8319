"""An evaluation as one HTML page that opens from disk.

Owns what is on the page and that it is safe: every text from an article, a question, an answer or
a reason is data. All of it is escaped, control characters become symbols, and it stands in the
page's markup only, never in its script or its styles. The page asks for nothing: its policy forbids
every request, and every script but its own. Unlike `table`, which prints for a terminal, this is
for reading question by question.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from bot.evaluation import page_cases, page_figures
from bot.evaluation.results import Results
from bot.render.wording import count, harmless
from index.errors import UsageError

if TYPE_CHECKING:
    from jinja2 import Environment

TEMPLATES = files("bot.evaluation") / "templates"
TEMPLATE = "evaluation.html.jinja"
EXTRA = ("jinja2", "matplotlib")


@dataclass(frozen=True, slots=True)
class Choice:
    """A value to filter by, its name on the page, and how many questions have it."""

    value: str
    shown: str
    cases: int


def check() -> None:
    """Raises UsageError if the extra `evaluation`, without which there is no page, is not
    installed."""
    for name in EXTRA:
        if find_spec(name) is None:
            raise _lacking(name)


def write_page(results: Results, file: Path) -> None:
    """Writes the page, over a file of that name.

    Raises UsageError if the extra `evaluation` is not installed or the file cannot be written.
    """
    try:
        page = _rendered(results)
    except ImportError as error:
        raise _lacking(error.name) from error
    try:
        file.write_text(page, encoding="utf-8")
    except OSError as error:
        raise UsageError(
            f"Cannot write {file}: {error.strerror}. Name a file in a folder that is there."
        ) from error


def _lacking(name: str | None) -> UsageError:
    return UsageError(
        f"The page needs a package that is not installed ({name}). "
        "Install it with: pip install 'FOLDER[evaluation]', where FOLDER is Pullquote's own."
    )


def _rendered(results: Results) -> str:
    from bot.evaluation.plots import draw

    titles = page_cases.article_titles(results)
    own = results.own
    script = _template("evaluation.js")
    return (
        _environment()
        .get_template(TEMPLATE)
        .render(
            results=results,
            own=own,
            made=_moment(results.made),
            sections=page_figures.sections(results),
            unscored=page_figures.unscored(results),
            breakdowns=page_figures.breakdowns(results, titles),
            pasting=page_figures.pasting(results),
            plots=draw(results),
            cases=page_cases.cases(results),
            misses=sum(page_cases.is_miss(outcome) for outcome in own.outcomes),
            # By place: answers of a file may have the name of another system.
            inexact=[sum(len(o.inexact) for o in s.outcomes) for s in results.systems],
            inexact_cases=sum(bool(outcome.inexact) for outcome in own.outcomes),
            verdicts=_choices((o.verdict for o in own.outcomes), order=page_cases.VERDICTS),
            kinds=_choices(
                (o.kind for o in own.outcomes),
                {o.kind: o.kind.replace("_", " ") for o in own.outcomes},
            ),
            articles=_choices((name for o in own.outcomes for name in set(o.articles)), titles),
            style=_template("evaluation.css"),
            script=script,
            script_hash=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
        )
    )


def _choices(
    values: Iterable[str], titles: Mapping[str, str] | None = None, order: Sequence[str] = ()
) -> list[Choice]:
    """What can be filtered by: as in `order`, what is not in it behind, in alphabetical order."""
    places = {value: place for place, value in enumerate(order)}
    counts = Counter(harmless(value) for value in values)
    ordered = sorted(counts, key=lambda value: (places.get(value, len(places)), value))
    return [Choice(value, (titles or {}).get(value, value), counts[value]) for value in ordered]


def _environment() -> Environment:
    """Templates that escape everything, and fail on a name that is not there."""
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    environment = Environment(
        loader=FunctionLoader(_template),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"counted": count, "as_json": _as_json}
    return environment


def _template(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")


def _shown(value: object) -> object:
    """Texts without what a browser may not show or would obey; markup of our own as it is."""
    return harmless(value) if isinstance(value, str) and not hasattr(value, "__html__") else value


def _as_json(texts: Iterable[str]) -> str:
    """Texts, as shown, for the script to read from an attribute; escaped there like any text."""
    return json.dumps([harmless(text) for text in texts])


def _moment(made: str) -> str:
    """An ISO time as people write it; anything else as it is."""
    try:
        moment = datetime.fromisoformat(made)
    except ValueError:
        return made
    utc = moment.astimezone(UTC) if moment.tzinfo else moment
    return f"{utc.day} {utc:%B %Y, %H:%M} UTC"
