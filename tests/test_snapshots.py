"""What readers see: one whole generation, or a clear message."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from fakes import Bench, FakeEmbedder, settings_of, state, wait_until

from index import manifest
from index.errors import (
    NoIndex,
    PullquoteError,
    StoreBusy,
    StoreCorrupt,
    StoreError,
    StoreMismatch,
    StoreUnreachable,
)
from index.search import Searcher
from index.snapshots import CHROMA, FORMAT, Library, generation, read_pointer

TEXTS = {f"n{n}": f"It was number {n} on the river. The minister ate bread." for n in range(6)}


def hashes(folder: Path) -> dict[str, str]:
    """Every file but Chroma's database, into which it writes when it is opened."""
    return {
        str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(folder.rglob("*"))
        if file.is_file() and file.name != manifest.RESTLESS
    }


def current(bench: Bench) -> Path:
    pointer = read_pointer(bench.data)
    assert pointer is not None
    return generation(bench.data, pointer)


def test_no_index_yet_says_how_to_make_one(embedded: Bench) -> None:
    with pytest.raises(NoIndex, match="pullquote index FOLDER"):
        embedded.library().snapshot()
    assert not embedded.data.exists()


def test_a_reader_sees_a_new_generation_without_opening_again(bench: Bench) -> None:
    bench.write(TEXTS)
    bench.build()
    searcher = Searcher(bench.library(), FakeEmbedder())
    first = searcher.search("zebra")
    bench.write({"z": "A zebra crossed the street."})
    bench.build()
    second = searcher.search("zebra")
    assert second.generation != first.generation
    assert second.hits[0].entry.article.id == "z"


def test_a_snapshot_is_opened_once_a_generation(embedded: Bench) -> None:
    embedded.write(TEXTS)
    embedded.build()
    library = embedded.library()
    assert library.snapshot() is library.snapshot()


def test_a_snapshot_held_over_two_builds_still_answers_from_its_own_generation(
    embedded: Bench,
) -> None:
    embedded.write(TEXTS)
    embedded.build()
    held = embedded.library().snapshot()
    held.store.nearest(FakeEmbedder().embed_question("x"), 1)
    for n in range(2):
        embedded.write({"n0": f"Something else, {n}."})
        embedded.build()
    assert held.catalog.entry("n0").article.text == TEXTS["n0"]


def test_questions_never_change_a_published_generation(embedded: Bench) -> None:
    embedded.write(TEXTS)
    embedded.build()
    before = hashes(current(embedded))
    searcher = Searcher(embedded.library(), FakeEmbedder())
    for n in range(50):
        searcher.search(f"number {n} bread")
    again = Searcher(embedded.library(), FakeEmbedder()).search("bread")
    assert len(again.hits) == 6
    assert hashes(current(embedded)) == before


@pytest.mark.parametrize("count", [1, 2, 6, 1200])
def test_threads_that_ask_first_at_once_never_change_a_published_generation(
    embedded: Bench, count: int
) -> None:
    embedded.write({f"n{n}": f"It was number {n} on the river." for n in range(count)})
    embedded.build()
    before = hashes(current(embedded))
    question = FakeEmbedder().embed_question("river")
    for _ in range(4):
        snapshot = embedded.library().snapshot()
        threads = [
            threading.Thread(target=snapshot.store.nearest, args=(question, 5)) for _ in range(16)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert hashes(current(embedded)) == before


READ = """
import sys, pathlib
from fakes import Bench
bench = Bench(pathlib.Path(sys.argv[1]))
for n in range(20):
    hits = bench.search(f"number {n % 6} river").hits
    assert len(hits) == 6, hits
print("fine")
"""


def test_several_processes_may_read_one_generation_at_once(embedded: Bench) -> None:
    embedded.write(TEXTS)
    embedded.build()
    before = hashes(current(embedded))
    here = Path(__file__).parent
    path = {**os.environ, "PYTHONPATH": f"{here.parent}{os.pathsep}{here}"}
    command = [sys.executable, "-c", READ, str(embedded.root)]
    readers = [
        subprocess.Popen(command, env=path, stdout=subprocess.PIPE, text=True) for _ in range(3)
    ]
    assert [reader.communicate(timeout=60)[0] for reader in readers] == ["fine\n"] * 3
    assert hashes(current(embedded)) == before


def test_a_reader_that_asks_while_builds_run_always_sees_one_whole_generation(
    bench: Bench,
) -> None:
    bench.write(TEXTS)
    bench.build()
    searcher = Searcher(bench.library(), FakeEmbedder())
    stop, failures, seen = threading.Event(), list[BaseException](), set[str]()

    def ask() -> None:
        try:
            while not stop.is_set():
                found = searcher.search("number round river")
                seen.add(found.generation)
                rounds = {h.entry.article.text.rpartition("round ")[2] for h in found.hits}
                assert len(rounds) == 1, rounds
                for hit in found.hits:
                    text = hit.entry.article.text
                    assert text[hit.passage.start : hit.passage.end] == hit.passage.text
        except BaseException as error:  # noqa: BLE001 - handed to the test's own thread
            failures.append(error)

    def become(number: int) -> None:
        bench.write({name: f"It was {name} by the river, round {number}" for name in TEXTS})
        bench.build()

    become(0)
    readers = [threading.Thread(target=ask) for _ in range(2)]
    for reader in readers:
        reader.start()
    for number in range(1, 7):
        become(number)
    time.sleep(0.2)
    stop.set()
    for reader in readers:
        reader.join()
    assert failures == []
    assert len(seen) > 1
    assert searcher.search("river").hits[0].entry.article.text.endswith("round 6")
    assert len(bench.generations()) <= 2


def test_a_second_writer_is_refused_at_once_and_does_no_harm(embedded: Bench) -> None:
    embedded.write(TEXTS)
    child = embedded.child("--delay-s", "0.1")
    wait_until(embedded.generations, child)
    started = time.monotonic()
    with pytest.raises(StoreBusy, match="Another process"):
        embedded.build()
    assert time.monotonic() - started < 1
    assert child.communicate(timeout=60)[0] == "done\n"
    assert embedded.ids() == sorted(TEXTS)


def test_a_writer_that_failed_lets_the_next_one_in(embedded: Bench) -> None:
    embedded.write(TEXTS)
    with pytest.raises(RuntimeError) as kept:  # the error keeps its frames, and they the lock
        embedded.build(embedder=FakeEmbedder(fail_after=0))
    assert embedded.build().articles == 6
    assert kept.type is RuntimeError


MISMATCHES = {
    "embedding": settings_of(embedding="other:2"),
    "dimensions": settings_of(dimensions=64),
    "max_tokens": settings_of(max_tokens=32),
    "on_server": settings_of("http://localhost"),
}


SAID = {"on_server": r"without a Chroma server \(chroma_url\), and"}  # no name of a setting


@pytest.mark.parametrize("name", MISMATCHES)
def test_an_index_of_other_settings_is_refused_by_name_and_left_alone(
    embedded: Bench, name: str
) -> None:
    embedded.write(TEXTS)
    embedded.build()
    before = hashes(embedded.data)
    with pytest.raises(StoreMismatch, match=rf"{SAID.get(name, name)} .*now .*--rebuild"):
        Library(embedded.data, MISMATCHES[name]).snapshot()
    with pytest.raises(StoreMismatch, match=SAID.get(name, name)):
        embedded.builder(settings=MISMATCHES[name]).build([embedded.articles])
    assert hashes(embedded.data) == before


@pytest.mark.parametrize("name", ["embedding", "max_tokens"])
def test_a_rebuild_takes_the_settings_of_now(embedded: Bench, name: str) -> None:
    embedded.write(TEXTS)
    embedded.build()
    embedded.builder(settings=MISMATCHES[name]).build([embedded.articles], rebuild=True)
    assert len(Library(embedded.data, MISMATCHES[name]).snapshot().listings) == 6


def test_an_index_moves_to_a_server_and_back_by_rebuilding(
    embedded: Bench, chroma_url: str
) -> None:
    embedded.write(TEXTS)
    embedded.build()
    server = dataclasses.replace(embedded, url=chroma_url)
    server.build(rebuild=True)
    assert len(server.search("river").hits) == 6
    assert not (current(server) / CHROMA).exists()
    embedded.build(rebuild=True)
    assert len(embedded.search("river").hits) == 6


def edit_pointer(bench: Bench, **fields: object) -> None:
    file = bench.data / "index.json"
    file.write_text(json.dumps({**json.loads(file.read_text()), **fields}))


def test_an_index_of_another_format_is_refused_and_a_rebuild_mends_it(embedded: Bench) -> None:
    embedded.write(TEXTS)
    embedded.build()
    edit_pointer(embedded, format=99)
    with pytest.raises(StoreMismatch, match=r"format 99.*--rebuild"):
        embedded.library().snapshot()
    with pytest.raises(StoreMismatch, match="format 99"):
        embedded.build()
    embedded.build(rebuild=True)
    assert embedded.ids() == sorted(TEXTS)


def garble(name: str) -> Callable[[Path], None]:
    """Overwrites a file with as many bytes of garbage."""

    def change(folder: Path) -> None:
        file = next(folder.rglob(name))
        file.write_bytes(b"\xfe" * file.stat().st_size)

    return change


def shorten(name: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        file = next(folder.rglob(name))
        file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])

    return change


def lose(name: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        found = next(folder.rglob(name))
        shutil.rmtree(found) if found.is_dir() else found.unlink()

    return change


def point(text: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        (folder.parent.parent / "index.json").write_text(text)

    return change


NOTICED_WHEN_READ: dict[str, Callable[[Path], object]] = {
    "a garbled chroma.sqlite3": garble("chroma.sqlite3"),
    "a truncated chroma.sqlite3": shorten("chroma.sqlite3"),
    "a lost chroma.sqlite3": lose("chroma.sqlite3"),
    "a lost chroma folder": lose("chroma"),
    "a lost HNSW file": lose("data_level0.bin"),
    "a truncated HNSW file": shorten("data_level0.bin"),
    "a lost HNSW table": lose("index_metadata.pickle"),
    "a garbled articles.sqlite": garble("articles.sqlite"),
    "a truncated articles.sqlite": shorten("articles.sqlite"),
    "a lost articles.sqlite": lose("articles.sqlite"),
    "lost BM25 files": lose("passages.bm25"),
    "a lost BM25 vocabulary": lose("vocab.index.json"),
    "a garbled BM25 vocabulary": garble("vocab.index.json"),
    "a lost manifest": lose("manifest.json"),
    "a garbled manifest": garble("manifest.json"),
    "a lost generation": shutil.rmtree,
    "an empty index.json": point(""),
    "a garbled index.json": point("\x00\x01 garbage"),
    "an index.json of another kind": point("[]"),
    "an index.json that points outside": point(
        json.dumps(
            {"format": FORMAT, "generation": "../../..", "id": "x", "sources": [], "settings": {}}
        )
    ),
}
# Bytes inside of a file are looked at by the next build: a reader checks sizes, which is cheap.
NOTICED_WHEN_BUILT: dict[str, Callable[[Path], object]] = {
    "a garbled HNSW file": garble("data_level0.bin"),
    "garbled BM25 scores": garble("data.csc.index.npy"),
}


@pytest.fixture
def damaged(embedded: Bench, request: pytest.FixtureRequest) -> Bench:
    """A bench with two generations, the current one damaged as the test's parameter says."""
    embedded.write(TEXTS)
    embedded.build()
    embedded.write({"n0": "Something else about the river."})
    embedded.build()
    (NOTICED_WHEN_READ | NOTICED_WHEN_BUILT)[request.param](current(embedded))
    return embedded


@pytest.mark.parametrize("damaged", NOTICED_WHEN_READ, indirect=True)
def test_damage_is_a_corrupt_store_to_a_reader(damaged: Bench) -> None:
    with pytest.raises(StoreCorrupt, match="--rebuild") as caught:
        damaged.search("river")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("damaged", NOTICED_WHEN_READ | NOTICED_WHEN_BUILT, indirect=True)
def test_a_plain_build_refuses_damage_and_loses_nothing(damaged: Bench) -> None:
    before = {name for name in hashes(damaged.data) if not name.endswith("writer.lock")}
    with pytest.raises(StoreCorrupt, match="--rebuild"):
        damaged.build()
    assert {name for name in hashes(damaged.data) if not name.endswith("writer.lock")} == before


@pytest.mark.parametrize("damaged", NOTICED_WHEN_READ | NOTICED_WHEN_BUILT, indirect=True)
def test_a_rebuild_mends_damage(damaged: Bench) -> None:
    damaged.build(rebuild=True)
    assert len(damaged.search("river").hits) == 6
    assert len(damaged.generations()) <= 2


def test_damage_done_to_an_open_store_is_reported_when_it_is_met(embedded: Bench) -> None:
    embedded.write(TEXTS)
    embedded.build()
    searcher = Searcher(embedded.library(), FakeEmbedder())
    searcher.search("river")
    (current(embedded) / "articles.sqlite").write_bytes(b"\xfe" * 100_000)
    embedded.write({"n9": "New."})
    with pytest.raises(StoreCorrupt, match=r"articles\.sqlite is damaged"):
        embedded.build()


def test_two_data_folders_on_one_server_do_not_mix(chroma_url: str, tmp_path: Path) -> None:
    one, other = Bench(tmp_path / "one", chroma_url), Bench(tmp_path / "other", chroma_url)
    one.write({"a": "The river rose."})
    other.write({"b": "Bread was dear on the river."})
    one.build()
    other.build()
    one.build(rebuild=True)
    assert [hit.entry.article.id for hit in one.search("river").hits] == ["a"]
    assert [hit.entry.article.id for hit in other.search("river").hits] == ["b"]


def test_a_rebuild_leaves_no_collection_behind_on_the_server(
    chroma_url: str, tmp_path: Path
) -> None:
    import chromadb

    bench = Bench(tmp_path, chroma_url)
    bench.write(TEXTS)
    bench.build()
    pointer = read_pointer(bench.data)
    assert pointer is not None
    with pytest.raises(RuntimeError):
        bench.build(rebuild=True, embedder=FakeEmbedder(fail_after=0))
    bench.build(rebuild=True)
    port = int(chroma_url.rpartition(":")[2])
    names = [one.name for one in chromadb.HttpClient("127.0.0.1", port).list_collections()]
    assert len([name for name in names if pointer.id in name]) == 1


def test_passages_lost_on_the_server_are_made_again(chroma_url: str, tmp_path: Path) -> None:
    bench = Bench(tmp_path, chroma_url)
    bench.write(TEXTS)
    bench.build()
    before = state(bench)
    snapshot = bench.library().snapshot()
    snapshot.store.remove(snapshot.store.ids()[:2])
    bench.build()
    assert state(bench) == before


def test_a_server_that_is_down_is_unreachable_to_readers_and_writers(
    chroma_url: str, tmp_path: Path
) -> None:
    bench = Bench(tmp_path, chroma_url)
    bench.write(TEXTS)
    bench.build()
    down = dataclasses.replace(bench, url="http://me:secret@127.0.0.1:1")
    for use in (lambda: down.search("river"), down.build):
        with pytest.raises(StoreUnreachable) as caught:
            use()
        assert "secret" not in str(caught.value)
        assert "\n" not in str(caught.value)
    assert len(bench.search("river").hits) == 6
    assert len(bench.generations()) == 1


def test_a_data_folder_that_is_a_file_is_a_clear_error(embedded: Bench) -> None:
    embedded.write(TEXTS)
    embedded.data.write_text("not a folder")
    for use in (embedded.build, lambda: embedded.search("river")):
        with pytest.raises(StoreError, match="--data"):
            use()


# Everything is used once before: to nobody, Python's own files may be out of reach.
AS_NOBODY = """
import os, sys, pathlib
from fakes import Bench
bench = Bench(pathlib.Path(sys.argv[1]))
bench.build()
bench.search("river")
if os.geteuid() == 0:
    os.setgid(65534); os.setuid(65534)
else:
    for path in (bench.data, *bench.data.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
for use in (lambda: bench.search("river"), bench.build):
    try:
        use()
    except Exception as error:
        print(type(error).__name__, "--data" in str(error))
"""


def test_a_data_folder_that_may_not_be_written_is_a_clear_error(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    bench = Bench(tmp_path_factory.mktemp("readonly"))
    bench.write(TEXTS)
    bench.build()
    for folder in (bench.root, *bench.root.parents[:2]):
        folder.chmod(0o755)
    here = Path(__file__).parent
    done = subprocess.run(
        [sys.executable, "-c", AS_NOBODY, str(bench.root)],
        env={**os.environ, "PYTHONPATH": f"{here.parent}{os.pathsep}{here}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.split("\n") == ["StoreError True", "StoreError True", ""], done.stderr


def test_every_failure_is_one_of_ours(embedded: Bench) -> None:
    embedded.write(TEXTS)
    embedded.build()
    shutil.rmtree(current(embedded))
    with pytest.raises(PullquoteError):
        embedded.library().snapshot()
