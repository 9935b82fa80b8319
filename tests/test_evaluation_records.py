"""Results written as JSON are read back as they were; anything else is refused."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from evaluation_results import outcome, results

from bot.evaluation import records
from bot.evaluation.measures.measure import Estimate
from bot.evaluation.results import Curves, Gold, SystemResults, Unbacked
from index.errors import UsageError

GOLD = Gold("talks", 3, 9, "“Yes”\n")
WHOLE = results(
    outcome("q1", values={"evidence_recall": 0.5}, gold=[[GOLD, GOLD], [GOLD]], confidence=0.25),
    replace(
        outcome("q2", "wrong", inexact=(1, 3)),
        in_source=("“Ye", ""),
        answers=("Yes",),
        unbacked=(Unbacked("It is so.", None, "no quote"), Unbacked("It is.", 2, "idle")),
    ),
    estimates={"exactness": Estimate(1 / 3, 0.1, 0.7, 3), "x": Estimate(None, None, None, 0)},
    systems=[
        SystemResults(
            "other",
            "Another.",
            {},
            (),
            Curves(((0.5, 0.25, 4),), ((0.5, 0.0), (1.0, 0.125))),
            {"kind": {"who": {"exactness": Estimate(1.0, 1.0, 1.0, 2)}}},
        )
    ],
    notes=("One was left out.",),
)


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    file = tmp_path / "results.json"
    file.write_bytes(records.as_json(WHOLE))
    assert records.read(file) == WHOLE


def test_any_text_and_no_number_can_be_written(tmp_path: Path) -> None:
    odd = {"text": "\udcff\u2028\x00 日本", "confidence": float("nan"), "more": [float("inf"), {}]}
    file = tmp_path / "results.json"
    file.write_bytes(records.as_json(results(replace(outcome("q1"), reply=odd))))
    read = records.read(file).own.outcomes[0].reply
    assert read == {"text": odd["text"], "confidence": None, "more": [None, {}]}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is not JSON"),
        (b"{", "is not JSON"),
        (b"\xff\xfe", "is not JSON"),
        (b"[" * 100_000, "is not JSON"),
        (b"[]", "has no results in it"),
        (b"{}", "has no results in it"),
        (b'{"format": 99}', "has format 99; this version of Pullquote reads format 1"),
        (b'{"format": 1}', "is not whole"),
    ],
)
def test_another_file_is_refused_by_name(content: bytes, words: str, tmp_path: Path) -> None:
    file = tmp_path / "results.json"
    file.write_bytes(content)
    with pytest.raises(UsageError) as caught:
        records.read(file)
    assert str(caught.value).startswith(str(file))
    assert words in str(caught.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"nowhere\.json cannot be read: No such file"):
        records.read(tmp_path / "nowhere.json")


@pytest.mark.parametrize("key", ["systems", "measures", "made", "notes"])
def test_results_that_lack_something_are_not_whole(key: str, tmp_path: Path) -> None:
    fields: dict[str, Any] = json.loads(records.as_json(WHOLE))
    fields[key] = [] if key == "systems" else None
    if key == "made":
        del fields[key]
    file = tmp_path / "results.json"
    file.write_text(json.dumps(fields))
    with pytest.raises(UsageError, match="is not whole"):
        records.read(file)
