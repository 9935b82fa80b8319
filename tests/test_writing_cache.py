"""Finished answers, kept: found again under the same key only, for a while, by every process."""

from __future__ import annotations

import logging
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.writing.cache import Cache, Kept
from bot.writing.reply import Said

KEPT = Kept(Said.SENTENCES, (("Sherman leads.", (("talks", 0, 12), ("x", 3, 9))),), ("why not",))
WRITER = """
import sys
from pathlib import Path
from bot.writing.cache import Cache, Kept
from bot.writing.reply import Said
cache = Cache(Path(sys.argv[1]))
for n in range(50):
    cache.put(f"{sys.argv[2]}-{n}", Kept(Said.DECLINED))
"""


class Clock:
    now = 1_000.0

    def __call__(self) -> float:
        self.now += 0.001
        return self.now


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "data" / "answers.sqlite3"


def test_what_is_kept_is_found_under_its_key_and_no_other(file: Path) -> None:
    cache = Cache(file)
    cache.put("one", KEPT)
    cache.put("two", Kept(Said.DECLINED))
    assert cache.get("one") == KEPT
    assert cache.get("two") == Kept(Said.DECLINED)
    assert cache.get("three") is None


def test_it_is_found_again_by_another_cache(file: Path) -> None:
    Cache(file).put("one", KEPT)
    assert Cache(file).get("one") == KEPT


def test_what_is_too_old_is_not_there(file: Path) -> None:
    clock = Clock()
    cache = Cache(file, max_age_s=60, clock=clock)
    cache.put("one", KEPT)
    clock.now += 59
    assert cache.get("one") == KEPT
    clock.now += 1
    assert cache.get("one") is None


def test_only_the_newest_are_kept(file: Path) -> None:
    cache = Cache(file, max_rows=3, clock=Clock())
    for n in range(6):
        cache.put(str(n), KEPT)
    assert [n for n in range(6) if cache.get(str(n))] == [3, 4, 5]
    cache.close()
    with sqlite3.connect(file) as db:
        assert db.execute("SELECT count(*) FROM answers").fetchone() == (3,)


def test_nobody_else_can_read_the_file(file: Path) -> None:
    Cache(file).put("one", KEPT)
    assert file.stat().st_mode & 0o077 == 0


def test_threads_share_it(file: Path) -> None:
    cache = Cache(file)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: cache.put(str(n), KEPT), range(100)))
        assert all(pool.map(lambda n: cache.get(str(n)) == KEPT, range(100)))


def test_processes_share_it(file: Path) -> None:
    command = [sys.executable, "-c", WRITER, str(file)]
    writers = [subprocess.Popen([*command, name]) for name in ("a", "b")]
    assert [writer.wait(60) for writer in writers] == [0, 0]
    cache = Cache(file)
    assert all(cache.get(f"{name}-{n}") for name in ("a", "b") for n in range(50))


def test_who_opens_a_new_file_together_loses_nothing(file: Path) -> None:
    """The table is made once, however many see that there is none."""
    for n in range(30):
        new = file.with_name(f"{n}.sqlite3")
        caches = [Cache(new) for _ in range(4)]
        with ThreadPoolExecutor(len(caches)) as pool:
            list(pool.map(lambda name, cache: cache.put(name, KEPT), "abcd", caches))
        assert [caches[0].get(name) for name in "abcd"] == [KEPT] * 4


def test_a_file_that_is_no_database_keeps_nothing_and_loses_nothing(
    file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file.parent.mkdir()
    file.write_bytes(b"no database at all" * 100)
    cache = Cache(file)
    with caplog.at_level(logging.WARNING):
        cache.put("one", KEPT)
        assert cache.get("one") is None
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert "Sherman" not in caplog.text


def test_a_folder_that_cannot_be_made_keeps_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", "utf-8")
    cache = Cache(tmp_path / "file" / "answers.sqlite3")
    cache.put("one", KEPT)
    assert cache.get("one") is None


@pytest.mark.parametrize(
    "value",
    [
        "",
        "[]",
        "{",
        '["sentences", [["x", [["a", "b", 1]]]], []]',
        '["sentences", [["x", [["a", 0, Infinity]]]], []]',
        "[" * 9999,
    ],
)
def test_a_row_that_is_none_of_ours_is_not_there(file: Path, value: str) -> None:
    cache = Cache(file)
    cache.put("one", KEPT)
    with sqlite3.connect(file) as db:
        db.execute("UPDATE answers SET value = ?", (value,))
    assert cache.get("one") is None


def test_a_file_of_another_version_is_begun_anew(file: Path) -> None:
    Cache(file).put("one", KEPT)
    with sqlite3.connect(file) as db:
        db.execute("PRAGMA user_version = 99")
    cache = Cache(file)
    assert cache.get("one") is None
    cache.put("two", KEPT)
    assert cache.get("two") == KEPT
