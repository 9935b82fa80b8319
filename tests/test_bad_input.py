"""Bad files among good ones: the good are indexed, the bad are named."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from fakes import Bench, FakeEmbedder, state

from index.errors import UsageError

GOOD = "The river rose in the night. Nobody had seen it so high."


def same_id(folder: Path) -> None:
    (folder / "more").mkdir()
    (folder / "more" / "good.txt").write_text(GOOD)


def not_utf8_name(folder: Path) -> None:
    with open(os.fsencode(folder) + b"/bad\xff.txt", "w") as file:  # noqa: PTH123 - bytes
        file.write(GOOD)


BAD: dict[str, tuple[Callable[[Path], object], str]] = {
    "empty": (lambda folder: (folder / "bad.txt").write_bytes(b""), "empty"),
    "blank": (lambda folder: (folder / "bad.txt").write_bytes(b" \n\t\n"), "empty"),
    "binary": (lambda folder: (folder / "bad.txt").write_bytes(b"text\0\1\2" * 99), "binary"),
    "a picture": (lambda folder: (folder / "bad.txt").write_bytes(b"\x89PNG\r\n\x1a\n"), "PNG"),
    "another encoding": (
        lambda folder: (folder / "bad.txt").write_bytes("Grüße aus Köln".encode("latin-1")),
        "not UTF-8",
    ),
    "a dangling link": (lambda folder: (folder / "bad.txt").symlink_to("nowhere"), "gone"),
    "a link to itself": (lambda folder: (folder / "bad.txt").symlink_to("bad.txt"), "itself"),
    "a link to its folder": (lambda folder: (folder / "bad").symlink_to(folder), "above it"),
    "no regular file": (lambda folder: os.mkfifo(folder / "bad.txt"), "not a regular file"),
    "an id taken": (same_id, "the same article id"),
    "a name that is no UTF-8": (not_utf8_name, "its name is not UTF-8"),
}


@pytest.fixture(params=BAD)
def bad(request: pytest.FixtureRequest, embedded: Bench) -> tuple[Bench, str]:
    make, reason = BAD[request.param]
    embedded.articles.mkdir(parents=True)
    make(embedded.articles)
    return embedded, reason


def test_a_bad_file_is_named_and_the_good_ones_are_indexed(bad: tuple[Bench, str]) -> None:
    bench, reason = bad
    bench.write({"good": GOOD, "better": GOOD})
    report = bench.build()
    assert report.added == ["better", "good"]
    assert len(report.problems) == 1
    assert reason in report.problems[0].reason
    assert bench.ids() == ["better", "good"]


def test_all_bad_files_at_once_are_each_named(embedded: Bench) -> None:
    embedded.write({"good": GOOD})
    for name, data in {"a": b"", "b": b"\0\0", "c": b"\xe9t\xe9 in Paris"}.items():
        (embedded.articles / f"{name}.txt").write_bytes(data)
    named = {problem.path.name for problem in embedded.build().problems}
    assert named == {"a.txt", "b.txt", "c.txt"}


def test_when_every_file_is_bad_nothing_is_changed(bench: Bench) -> None:
    bench.write({"good": GOOD})
    bench.build()
    before = state(bench)
    (bench.articles / "good.txt").write_bytes(b"\0\0")
    with pytest.raises(UsageError, match="Nothing was changed"):
        bench.build()
    assert state(bench) == before
    assert len(bench.generations()) == 1


@pytest.mark.parametrize("name", ["missing", "empty"])
def test_a_missing_or_empty_folder_changes_nothing(embedded: Bench, name: str) -> None:
    embedded.write({"good": GOOD})
    embedded.build()
    before = state(embedded)
    (embedded.root / "empty").mkdir()
    with pytest.raises(UsageError):
        embedded.builder().build([embedded.root / name])
    assert state(embedded) == before


def test_a_file_of_another_suffix_is_refused_by_name(embedded: Bench) -> None:
    embedded.write({"good.txt": GOOD, "bad.docx": GOOD})
    report = embedded.builder().build(
        [embedded.articles / "good.txt", embedded.articles / "bad.docx"]
    )
    assert [problem.path.name for problem in report.problems] == ["bad.docx"]


def test_an_article_that_turns_bad_is_named_and_stays_as_it_was_indexed(embedded: Bench) -> None:
    embedded.write({"good": GOOD, "other": GOOD})
    embedded.build()
    (embedded.articles / "other.txt").write_bytes(b"\0\0")
    report = embedded.build()
    assert (report.kept, report.removed, len(report.problems)) == (["other"], [], 1)
    assert embedded.ids() == ["good", "other"]


STRANGE = {
    "emoji 🙂 id": GOOD,
    "with-dashes-1": GOOD,
    "Ünïcödé 名前": GOOD,
    "x" * 240: GOOD,
    'it\'s "quoted" % and #': GOOD,
    "controls": "A bell \x07 rang. An escape \x1b[31m followed. \x85 came next.",
    "rtl": "\u202eThe river\u202c rose. It did.",
    "crlf": "The river rose.\r\n\r\nNobody saw it.\r\n",
    "bom": "\ufeffThe river rose. Nobody saw it.",
    "astral": "𝕋𝕙𝕖 river 🙂🙂 rose. 👩‍👩‍👧‍👦 saw it.",
}


def test_strange_names_and_texts_are_indexed_to_the_letter(bench: Bench) -> None:
    bench.write(STRANGE)
    report = bench.build()
    assert report.problems == []
    snapshot = bench.library().snapshot()
    assert {e.article.id: e.article.text for e in snapshot.catalog.entries()} == STRANGE
    for hit in bench.search("river").hits:
        article = hit.entry.article
        assert article.text[hit.passage.start : hit.passage.end] == hit.passage.text


@pytest.mark.parametrize(
    "question", ["", " ", "?", "\x00", "🙂", "a" * 20_000, "the of and", "\ud800"]
)
def test_any_question_can_be_asked(embedded: Bench, question: str) -> None:
    embedded.write(STRANGE)
    embedded.build()
    assert len(embedded.search(question).hits) <= 20


def test_a_file_that_changes_between_hashing_and_reading_is_read_again(embedded: Bench) -> None:
    embedded.write({"a": GOOD, "b": GOOD})

    class Meddling(FakeEmbedder):
        """Changes a file while the run goes on."""

        def embed_question(self, text: str) -> object:  # type: ignore[override]
            embedded.write({"a": "Something else was written meanwhile."})
            return super().embed_question(text)

    embedded.build(embedder=Meddling())  # type: ignore[arg-type]
    assert embedded.build().changed == ["a"]


def test_a_very_long_run_of_letters_is_indexed(embedded: Bench) -> None:
    embedded.write({"long": "a" * 200_000, "good": GOOD})
    assert embedded.build().articles == 2
