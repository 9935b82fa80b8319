"""Results as JSON, and back.

Owns the file that `--json` writes and `--baseline` reads. Unlike `results`, which says what an
evaluation found, it knows that there are files.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bot.evaluation.measures.measure import Estimate
from bot.evaluation.results import (
    FORMAT,
    Curves,
    Gold,
    MeasureInfo,
    Outcome,
    Results,
    SystemResults,
    Unbacked,
)
from index.errors import UsageError


def as_json(results: Results) -> bytes:
    """The results as one JSON object in UTF-8. What is no number, such as NaN, becomes null."""
    text = json.dumps(_finite(asdict(results)), ensure_ascii=False, allow_nan=False, indent=1)
    return text.encode("utf-8", "backslashreplace") + b"\n"


def read(file: Path) -> Results:
    """Results that `as_json` wrote into a file.

    Raises UsageError if the file cannot be read, is something else, or has another format.
    """
    try:
        fields = json.loads(file.read_bytes())
    except OSError as error:
        raise UsageError(
            f"{file} cannot be read: {error.strerror}. Name a file that --json wrote."
        ) from None
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{file} is not JSON ({error}). Name a file that --json wrote.") from None
    found = fields.get("format") if isinstance(fields, dict) else None
    if found != FORMAT:
        raise UsageError(_other_format(file, found))
    try:
        return _results(fields)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise UsageError(
            f"{file} is not whole ({error!r}). Write it again: pullquote evaluate --json {file}"
        ) from error


def _other_format(file: Path, found: object) -> str:
    if found is None:
        return f"{file} has no results in it. Name a file that pullquote evaluate --json wrote."
    return (
        f"{file} has format {found!r}; this version of Pullquote reads format {FORMAT}. "
        f"Write it again: pullquote evaluate --json {file}"
    )


def _finite(value: Any) -> Any:  # noqa: ANN401 - whatever JSON has
    if isinstance(value, Mapping):
        return {str(key): _finite(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(one) for one in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _results(fields: Mapping[str, Any]) -> Results:
    return Results(
        made=str(fields["made"]),
        version=str(fields["version"]),
        questions=str(fields["questions"]),
        index=str(fields["index"]),
        measures=tuple(MeasureInfo(**one) for one in fields["measures"]),
        systems=_filled(_system(one) for one in fields["systems"]),
        notes=tuple(str(note) for note in fields["notes"]),
    )


def _filled(systems: Any) -> tuple[SystemResults, ...]:  # noqa: ANN401
    found = tuple(systems)
    if not found:
        raise ValueError("no system")
    return found


def _system(fields: Mapping[str, Any]) -> SystemResults:
    return SystemResults(
        name=str(fields["name"]),
        about=str(fields["about"]),
        estimates=_estimates(fields["estimates"]),
        outcomes=tuple(_outcome(one) for one in fields["outcomes"]),
        curves=_curves(fields["curves"]),
        breakdowns={
            group: {value: _estimates(figures) for value, figures in values.items()}
            for group, values in fields["breakdowns"].items()
        },
    )


def _estimates(fields: Mapping[str, Any]) -> dict[str, Estimate]:
    return {name: Estimate(**one) for name, one in fields.items()}


def _curves(fields: Mapping[str, Any]) -> Curves:
    return Curves(
        reliability=tuple((float(a), float(b), int(n)) for a, b, n in fields["reliability"]),
        risk_coverage=tuple((float(a), float(b)) for a, b in fields["risk_coverage"]),
    )


def _outcome(fields: Mapping[str, Any]) -> Outcome:
    return Outcome(
        id=str(fields["id"]),
        question=str(fields["question"]),
        kind=str(fields["kind"]),
        answerable=bool(fields["answerable"]),
        articles=tuple(fields["articles"]),
        gold=tuple(tuple(Gold(**place) for place in group) for group in fields["gold"]),
        answers=tuple(fields["answers"]),
        reply=dict(fields["reply"]),
        verdict=str(fields["verdict"]),
        reason=str(fields["reason"]),
        inexact=tuple(int(n) for n in fields["inexact"]),
        in_source=tuple(fields["in_source"]),
        unbacked=tuple(Unbacked(**one) for one in fields["unbacked"]),
        values={name: float(value) for name, value in fields["values"].items()},
    )
