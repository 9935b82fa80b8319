"""The index is what the latest sources are, whatever was there before."""

from __future__ import annotations

import dataclasses
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from fakes import Bench, FakeEmbedder, settings_of, state
from hypothesis import given, settings
from hypothesis import strategies as st

from index import manifest
from index.errors import UsageError
from index.snapshots import read_pointer

ALPHA = "The alpha river rose. Nobody in the town had seen it so high."
BREAD = "The minister spoke about bread. Bread was dear that year."
STONE = "A stone wall stood there. It was number 7 in the street."


def fresh(bench: Bench, root: Path) -> dict[str, object]:
    """The state of an index made anew from the same files."""
    other = Bench(root / "fresh", bench.url)
    other.root.mkdir()
    other.articles.symlink_to(bench.articles)
    builder = dataclasses.replace(other.builder())
    builder.build([bench.articles])
    return state(other)


def test_articles_are_added(bench: Bench) -> None:
    bench.write({"a": ALPHA, "b": BREAD})
    report = bench.build()
    assert (report.added, report.articles) == (["a", "b"], 2)
    assert bench.ids() == ["a", "b"]


def test_an_added_article_is_found(bench: Bench) -> None:
    bench.write({"a": ALPHA})
    bench.build()
    bench.write({"b": BREAD})
    bench.build()
    assert bench.search("minister spoke bread").hits[0].entry.article.id == "b"


def test_a_changed_article_says_only_the_new(bench: Bench) -> None:
    bench.write({"a": ALPHA, "b": BREAD})
    bench.build()
    bench.write({"a": STONE})
    report = bench.build()
    assert (report.changed, report.unchanged) == (["a"], ["b"])
    texts = [hit.passage.text for hit in bench.search("alpha river").hits]
    assert not any("river" in text for text in texts)


def test_a_removed_article_is_gone(bench: Bench) -> None:
    bench.write({"a": ALPHA, "b": BREAD})
    bench.build()
    (bench.articles / "a.txt").unlink()
    report = bench.build()
    assert (report.removed, report.unchanged) == (["a"], ["b"])
    assert {hit.entry.article.id for hit in bench.search("alpha river").hits} == {"b"}


def test_a_file_that_is_just_being_written_keeps_its_article(bench: Bench) -> None:
    bench.write({"a": ALPHA, "b": BREAD, "c": STONE})
    bench.build()
    bench.write({"a": ""})
    (bench.articles / "c.txt").unlink()
    report = bench.build()
    assert (report.kept, report.removed, report.unchanged) == (["a"], ["c"], ["b"])
    assert [problem.path.name for problem in report.problems] == ["a.txt"]
    assert report.articles == 2
    assert bench.search("alpha river").hits[0].entry.article.text == ALPHA


def test_a_file_that_cannot_be_read_any_more_is_left_out_by_a_rebuild(embedded: Bench) -> None:
    embedded.write({"a": ALPHA, "b": BREAD})
    embedded.build()
    embedded.write({"a": ""})
    assert embedded.build(rebuild=True).kept == []
    assert embedded.ids() == ["b"]


# All is used once before: to nobody, Python's own files may be out of reach.
AS_NOBODY = """
import os, sys, pathlib
from fakes import Bench
bench = Bench(pathlib.Path(sys.argv[1]))
bench.build()
for path in (bench.data, *bench.data.rglob("*")):
    os.geteuid() == 0 and os.chown(path, 65534, 65534)
(bench.articles / "closed").chmod(0)
(bench.articles / "gone.txt").unlink()
if os.geteuid() == 0:
    os.setgid(65534); os.setuid(65534)
report = bench.build()
print(report.kept, report.removed, report.unchanged, [one.path.name for one in report.problems])
"""


def test_a_folder_that_was_closed_keeps_its_articles(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    bench = Bench(tmp_path_factory.mktemp("closed"))
    bench.write({"closed/a": ALPHA, "b": BREAD, "gone": STONE})
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
    (bench.articles / "closed").chmod(0o700)
    assert done.stdout == "['a'] ['gone'] ['b'] ['closed']\n", done.stderr


def test_a_renamed_article_has_its_new_id(bench: Bench) -> None:
    bench.write({"a": ALPHA, "b": BREAD})
    bench.build()
    (bench.articles / "a.txt").rename(bench.articles / "z.txt")
    report = bench.build()
    assert (report.added, report.removed) == (["z"], ["a"])
    assert bench.search("alpha river").hits[0].entry.article.id == "z"


def test_a_moved_article_is_not_embedded_again_and_its_new_place_is_known(bench: Bench) -> None:
    bench.write({"one/a": ALPHA, "b": BREAD})
    bench.build()
    (bench.articles / "two").mkdir()
    (bench.articles / "one/a.txt").rename(bench.articles / "two/a.txt")
    embedder = FakeEmbedder()
    assert bench.build(embedder=embedder).unchanged == ["a", "b"]
    assert embedder.calls == []
    listings = bench.library().snapshot().listings
    assert listings[0].path == str(bench.articles / "two/a.txt")


def test_the_same_bytes_under_another_suffix_are_read_again(bench: Bench) -> None:
    bench.write({"a.txt": f"# Head\n\n{ALPHA}", "b": BREAD})
    bench.build()
    (bench.articles / "a.txt").rename(bench.articles / "a.md")
    assert bench.build().changed == ["a"]


def test_unchanged_articles_are_not_embedded_again(bench: Bench) -> None:
    bench.write({"a": ALPHA, "b": BREAD})
    bench.build()
    bench.write({"c": STONE})
    embedder = FakeEmbedder()
    bench.build(embedder=embedder)
    assert {text for text in embedder.texts if text not in STONE} == set()


def test_a_run_without_changes_publishes_nothing(bench: Bench) -> None:
    bench.write({"a": ALPHA})
    bench.build()
    before = read_pointer(bench.data), bench.generations()
    bench.build()
    assert (read_pointer(bench.data), bench.generations()) == before


def test_a_rebuild_embeds_everything_again(bench: Bench) -> None:
    bench.write({"a": ALPHA, "b": BREAD})
    bench.build()
    embedder = FakeEmbedder()
    report = bench.build(rebuild=True, embedder=embedder)
    assert report.added == ["a", "b"]
    assert {sentence.strip() for sentence in embedder.texts} >= {"The alpha river rose."}


def test_after_any_history_the_index_is_as_if_made_anew(bench: Bench, tmp_path: Path) -> None:
    bench.write({"a": ALPHA, "b": BREAD, "c": STONE})
    bench.build()
    bench.write({"a": STONE, "d": ALPHA})
    (bench.articles / "b.txt").unlink()
    bench.build()
    bench.write({"b": BREAD})
    bench.build()
    assert state(bench) == fresh(bench, tmp_path)


def test_a_run_that_publishes_in_between_ends_the_same(bench: Bench, tmp_path: Path) -> None:
    texts = {f"n{n}": f"{ALPHA} It was number {n}. " * 30 for n in range(12)}
    bench.write(texts | {"gone": BREAD})
    bench.builder(publish_every_s=0).build([bench.articles])
    (bench.articles / "gone.txt").unlink()
    bench.write({name: f"{text} {STONE}" for name, text in texts.items()})
    bench.builder(publish_every_s=0).build([bench.articles])
    assert state(bench) == fresh(bench, tmp_path)


def test_what_was_published_in_between_outlives_a_failure(bench: Bench) -> None:
    bench.write({f"n{n}": f"{ALPHA} It was number {n}. " * 30 for n in range(12)})
    with pytest.raises(RuntimeError):
        bench.builder(FakeEmbedder(fail_after=2), publish_every_s=0).build([bench.articles])
    assert 0 < len(bench.ids()) < 12


def test_a_rebuild_publishes_nothing_in_between(bench: Bench) -> None:
    bench.write({f"n{n}": f"{ALPHA} It was number {n}. " * 30 for n in range(12)})
    bench.build()
    before = read_pointer(bench.data)
    failing = bench.builder(FakeEmbedder(fail_after=2), publish_every_s=0)
    with pytest.raises(RuntimeError):
        failing.build([bench.articles], rebuild=True)
    assert read_pointer(bench.data) == before
    assert len(bench.search("alpha river").hits) == 20


def test_a_run_that_fails_in_the_middle_leaves_the_generation_before(bench: Bench) -> None:
    bench.write({"a": ALPHA, "b": BREAD})
    bench.build()
    before = state(bench)
    bench.write({f"n{n}": f"{ALPHA} It was number {n}. " * 30 for n in range(12)})
    with pytest.raises(RuntimeError):
        bench.build(embedder=FakeEmbedder(fail_after=1))
    assert state(bench)["listings"] == before["listings"]
    assert state(bench)["articles"] == before["articles"]
    assert len(bench.generations()) == 1


def test_after_a_failed_run_the_next_leaves_no_leftovers(bench: Bench, tmp_path: Path) -> None:
    bench.write({"a": ALPHA, "b": BREAD})
    bench.build()
    bench.write({f"n{n}": f"{ALPHA} It was number {n}. " * 30 for n in range(12)})
    with pytest.raises(RuntimeError):
        bench.build(embedder=FakeEmbedder(fail_after=1))
    for n in range(12):
        (bench.articles / f"n{n}.txt").unlink()
    bench.build()
    assert state(bench) == fresh(bench, tmp_path)
    assert len(bench.generations()) == 1


def test_sources_are_remembered_wherever_the_next_run_is_started(embedded: Bench) -> None:
    embedded.write({"a": ALPHA})
    embedded.build()
    pointer = read_pointer(embedded.data)
    assert pointer is not None
    assert pointer.sources == (str(embedded.articles.absolute()),)


def test_the_index_mirrors_the_latest_sources_only(bench: Bench) -> None:
    bench.write({"one/a": ALPHA, "two/b": BREAD, "two/c": STONE})
    bench.build()
    report = bench.builder().build([bench.articles / "two/b.txt", bench.articles / "one"])
    assert report.removed == ["c"]
    assert bench.ids() == ["a", "b"]


def test_an_article_of_headings_alone_is_indexed_without_passages(bench: Bench) -> None:
    bench.write({"a.md": "# Only a heading\n"})
    report = bench.build()
    assert (report.articles, report.passages) == (1, 0)
    assert bench.search("heading").hits == ()


def test_at_most_two_generations_remain(bench: Bench) -> None:
    for n in range(5):
        bench.write({"a": f"{ALPHA} It was number {n}."})
        bench.build()
    assert len(bench.generations()) <= 2


def test_progress_counts_the_articles_that_are_embedded(embedded: Bench) -> None:
    embedded.write({"a": ALPHA, "b": BREAD})
    told: list[tuple[int, int]] = []
    embedded.builder().build(
        [embedded.articles], progress=lambda done, total, what: told.append((done, total))
    )
    assert told[-1] == (2, 2)


def test_a_missing_source_is_refused_before_anything_is_touched(embedded: Bench) -> None:
    with pytest.raises(UsageError, match="There is no file or folder"):
        embedded.builder().build([embedded.articles])
    assert not embedded.data.exists()


def test_embeddings_of_other_settings_are_made_by_a_rebuild(embedded: Bench) -> None:
    embedded.write({"a": ALPHA * 20})
    embedded.build()
    smaller = dataclasses.replace(settings_of(), max_tokens=32)
    before = len(embedded.search("alpha").hits)
    report = embedded.builder(settings=smaller).build([embedded.articles], rebuild=True)
    assert report.passages > before


def test_once_most_vectors_are_stale_the_next_run_leaves_them_behind(embedded: Bench) -> None:
    for number in range(4):
        embedded.become({f"n{n}": f"It was {n} in round {number}." for n in range(1050)})
        embedded.build()
        sizes = [f.stat().st_size for f in embedded.data.rglob("data_level0.bin")]
        stale = [manifest.read(f.parent).stale for f in embedded.data.rglob(manifest.MANIFEST)]
    # Two rounds' vectors are stale in the third; the fourth left them behind and added one's.
    assert sorted(stale) == [1050, 2100]
    assert min(sizes) < max(sizes)
    assert embedded.search("777").hits[0].passage.text == "It was 777 in round 3."


FOLDER = st.dictionaries(
    st.sampled_from(["a", "b", "c", "d-1"]),
    st.lists(st.sampled_from([ALPHA, BREAD, STONE]), min_size=1, max_size=3).map(" ".join),
    min_size=1,
)


@settings(max_examples=6, deadline=None)  # each builds up to five indexes
@given(folders=st.lists(FOLDER, min_size=2, max_size=4))
def test_any_sequence_of_folders_ends_as_the_last_made_anew(
    folders: list[dict[str, str]],
) -> None:
    with tempfile.TemporaryDirectory() as root:
        bench = Bench(Path(root))
        for texts in folders:
            bench.become(texts)
            bench.build()
        assert state(bench) == fresh(bench, Path(root))
