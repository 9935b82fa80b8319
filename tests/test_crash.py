"""A build that is killed, or runs out of disk, at any moment leaves an index that is whole."""

from __future__ import annotations

import os
import random
import resource
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from fakes import Bench, FakeEmbedder, state, wait_until

from index.snapshots import read_pointer

KILLS = {"embedded": 27, "server": 6}
DELAY_S = "0.004"  # the fake embedder's, a text, so that moments inside of a build are spread


def generated(seed: int, sentences: int = 4, *, changed: bool = False) -> dict[str, str]:
    """Some 40 articles; when changed, a few say something else, two are gone and one is new.

    With four sentences each is one passage, so that a search asks Chroma for all of them: what it
    leaves out of more is approximate and depends on the order in which they were added.
    """
    draw = random.Random(seed)  # noqa: S311 - the same articles at each run
    words = "alpha river bread minister stone wall number seven street town high"
    texts = {
        f"n{n:02}": " ".join(
            f"{' '.join(draw.choices(words.split(), k=7)).capitalize()} {n}."
            for _ in range(sentences)
        )
        for n in range(40)
    }
    if not changed:
        return texts
    for n in (3, 7, 11, 19, 23, 31):
        texts[f"n{n:02}"] = f"Changed xyzzy {n}. {texts[f'n{n:02}'][:90]}."
    del texts["n05"], texts["n30"]
    return texts | {"new": "An article of which nobody knew. The river is in it."}


@pytest.fixture(scope="module", params=["embedded", "server"])
def before(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """A bench that was indexed once, and whose articles have changed since."""
    url = request.getfixturevalue("chroma_url") if request.param == "server" else None
    bench = Bench(tmp_path_factory.mktemp("crash"), url)
    bench.become(generated(1))
    bench.build()
    return bench


def clean(bench: Bench, root: Path) -> dict[str, object]:
    """The state of an index made anew from the bench's articles."""
    other = Bench(root / "clean", bench.url)
    other.builder().build([bench.articles])
    return state(other)


def seen(bench: Bench) -> list[tuple[str, str]]:
    """What a reader sees, of the catalog and of a search; raises if anything is broken."""
    snapshot = bench.library().snapshot()
    known = [(entry.article.id, entry.article.text) for entry in snapshot.catalog.entries()]
    for question in ("alpha river", "xyzzy"):
        hits = bench.search(question).hits
        assert len(hits) == 20
        assert {(hit.entry.article.id, hit.entry.article.text) for hit in hits} <= set(known)
    return known


def moments(count: int, duration_s: float) -> list[float]:
    """Moments of a run: half anywhere, half in its last third, where it publishes."""
    draw = random.Random(7)  # noqa: S311 - the same moments at each run
    spread = [draw.uniform(0, duration_s) for _ in range(count // 2)]
    late = [draw.uniform(duration_s * 0.65, duration_s * 1.05) for _ in range(count - count // 2)]
    return sorted(spread + late)


class Builds:
    """Runs builds in processes of their own, and kills them."""

    def __init__(self, bench: Bench) -> None:
        self._server = bench.child("--serve", "--delay-s", DELAY_S)

    def close(self) -> None:
        self._server.communicate()

    def run_s(self) -> float:
        """How long a build takes."""
        begun = self._begin()[1]
        assert self._read() == "done"
        took_s = time.monotonic() - begun
        assert self._read() == "ended"
        return took_s

    def kill_after(self, moment_s: float) -> None:
        child, begun = self._begin()
        time.sleep(max(0, begun + moment_s - time.monotonic()))
        with suppress(ProcessLookupError):  # it was done before
            os.kill(child, signal.SIGKILL)
        while self._read() != "ended":
            pass

    def _begin(self) -> tuple[int, float]:
        assert self._server.stdin is not None
        self._server.stdin.write("\n")
        self._server.stdin.flush()
        return int(self._read()), time.monotonic()

    def _read(self) -> str:
        assert self._server.stdout is not None
        line = self._server.stdout.readline()
        assert line, self._server.communicate()
        return line.strip()


def restore(bench: Bench, old: Path) -> None:
    shutil.rmtree(bench.data)
    shutil.copytree(old, bench.data)
    if bench.url:  # the collection is not in the folder: brought back by a build
        bench.become(generated(1))
        bench.build()


def test_killed_at_any_moment_the_index_is_whole_and_the_next_run_ends_as_if_made_anew(
    before: Bench, tmp_path: Path
) -> None:
    old_texts, new_texts = generated(1), generated(1, changed=True)
    old, new = sorted(old_texts.items()), sorted(new_texts.items())
    shutil.copytree(before.data, tmp_path / "old")
    before.become(new_texts)
    builds = Builds(before)
    duration_s = builds.run_s()
    wanted = clean(before, tmp_path)
    assert state(before) == wanted
    outcomes = {"old": 0, "new": 0}
    for moment in moments(KILLS["server" if before.url else "embedded"], duration_s):
        restore(before, tmp_path / "old")
        before.become(new_texts)
        builds.kill_after(moment)
        found = seen(before)
        assert found in (old, new), f"neither old nor new after {moment:.3f} s"
        outcomes["old" if found == old else "new"] += 1
        before.build()
        assert seen(before) == new
        assert len(before.generations()) <= 2
        assert state(before) == wanted, f"another state after a kill at {moment:.3f} s"
    builds.close()
    assert outcomes["old"] > 0


def test_a_killed_first_build_leaves_no_index_and_is_repeated(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    bench.become(generated(2))
    child = bench.child("--delay-s", DELAY_S)
    wait_until(bench.generations, child)
    child.kill()
    child.communicate()
    assert read_pointer(bench.data) is None
    assert bench.build().articles == 40
    assert len(bench.generations()) == 1


def test_a_killed_rebuild_leaves_the_index_before(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    bench.become(generated(2))
    bench.build()
    child = bench.child("--rebuild", "--delay-s", DELAY_S)
    wait_until(lambda: len(bench.generations()) > 1, child)
    child.kill()
    child.communicate()
    assert len(seen(bench)) == 40


def test_a_killed_run_that_publishes_in_between_leaves_whole_articles(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    bench.become(generated(3, 25))
    texts = generated(3, 25)
    child = bench.child("--publish-every-s", "0", "--delay-s", "0.001")
    wait_until(lambda: read_pointer(bench.data), child)
    child.kill()
    child.communicate()
    snapshot = bench.library().snapshot()
    entries = list(snapshot.catalog.entries())
    assert 0 < len(entries) <= 40
    assert all(entry.article.text == texts[entry.article.id] for entry in entries)
    assert bench.build().articles == 40


def limited(limit: int) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))


@pytest.fixture
def grown(tmp_path: Path) -> Bench:
    """A small index, and articles that need much more room."""
    bench = Bench(tmp_path)
    bench.become({"a": "The river rose. Bread was dear."})
    bench.build()
    bench.become({"a": "The river rose. Bread was dear."} | generated(4, 25))
    return bench


# The sizes are reached in turn by the lexical index, the catalog, Chroma's copy, its writing.
@pytest.mark.parametrize("limit", [1_000, 50_000, 190_000, 210_000, 300_000])
def test_where_a_file_may_not_grow_the_index_before_stays_and_the_message_is_clear(
    grown: Bench, limit: int
) -> None:
    before = state(grown)
    child = grown.child(preexec=lambda: limited(limit))
    output, errors = child.communicate(timeout=60)
    assert "StoreFull: The disk is full" in output, errors
    assert state(grown) == before
    assert len(grown.generations()) == 1
    assert grown.build().articles == 41
    assert len(seen(grown)) == 41


@contextmanager
def small_disk(megabytes: float) -> Iterator[Path | None]:
    """A file system of its own, where this user may mount one."""
    with tempfile.TemporaryDirectory() as folder:
        mount = ["mount", "-t", "tmpfs", "-o", f"size={int(megabytes * 1024)}k", "tmpfs", folder]
        try:
            mounted = os.geteuid() == 0 and not subprocess.run(mount, check=False).returncode
        except OSError:
            mounted = False
        try:
            yield Path(folder) if mounted else None
        finally:
            if mounted:
                # Lazily: Chroma closes its last SQLite connection in a thread.
                subprocess.run(["umount", "-l", folder], check=True)


@pytest.mark.parametrize("megabytes", [0.6, 0.75, 1.25])
def test_on_a_full_disk_the_index_before_stays_and_the_message_is_clear(
    grown: Bench, megabytes: float
) -> None:
    with small_disk(megabytes) as disk:
        bench = grown if disk is None else Bench(disk)
        if disk is not None:
            shutil.copytree(grown.data, bench.data)
            bench.articles.symlink_to(grown.articles)
        before = bench.ids()
        limit = None if disk else lambda: limited(int(megabytes * 100_000))
        output, errors = bench.child(preexec=limit).communicate(timeout=60)
        assert "StoreFull: The disk is full" in output, errors
        assert bench.ids() == before
        assert bench.search("river").hits[0].entry.article.id == "a"
        assert len(bench.generations()) == 1


def test_an_interrupt_is_passed_on_and_leaves_the_index_before(grown: Bench) -> None:
    class Interrupting(FakeEmbedder):
        def embed_question(self, text: str) -> object:  # type: ignore[override]
            raise KeyboardInterrupt

    before = state(grown)
    with pytest.raises(KeyboardInterrupt):
        grown.build(embedder=Interrupting())  # type: ignore[arg-type]
    assert state(grown) == before
    assert len(grown.generations()) == 1
