"""Some articles only: which those are, and that search finds nothing else."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from fakes import Bench, FakeEmbedder

from index.catalog import Listing
from index.errors import UsageError
from index.filters import Filter, folder_of, folders_of, no_such, outlets_of
from index.search import Findings, Searcher

TEXTS = {
    f"{folder}/{name}.md": f"---\nsite: {outlet}\n---\nThe bridge of {name} is closed. "
    f"Nobody knows the bridge in {folder}.\n"
    for folder, name, outlet in [
        ("city", "a1", "The Daily"),
        ("city/west", "a2", "The Herald"),
        ("city/west", "a3", "The Daily"),
        ("cityscape", "a4", "The Herald"),
    ]
} | {"a5.txt": "The bridge at the end of the world is closed."}
QUESTION = "which bridge is closed?"


@pytest.fixture
def indexed(bench: Bench) -> Bench:
    bench.write(TEXTS)
    bench.build()
    return bench


def found(bench: Bench, within: Filter | None) -> set[str]:
    return {hit.entry.article.id for hit in search_in(bench, within).hits}


def listing(path: str, outlet: str | None) -> Listing:
    return Listing(Path(path).stem, path, "", "", None, outlet, None, 1, 1)


def search_in(bench: Bench, within: Filter | None) -> Findings:
    return Searcher(bench.library(), FakeEmbedder()).search(QUESTION, within=within)


@pytest.mark.parametrize(
    ("within", "ids"),
    [
        (None, {"a1", "a2", "a3", "a4", "a5"}),
        (Filter(), {"a1", "a2", "a3", "a4", "a5"}),
        (Filter(outlets=("The Daily",)), {"a1", "a3"}),
        (Filter(outlets=("the  daily",)), {"a1", "a3"}),
        (Filter(folders=("city",)), {"a1", "a2", "a3"}),
        (Filter(folders=("./city/west/",)), {"a2", "a3"}),
        (Filter(outlets=("The Herald",), folders=("city",)), {"a1", "a2", "a3", "a4"}),
    ],
)
def test_only_what_is_let_through_is_found(
    indexed: Bench, within: Filter | None, ids: set[str]
) -> None:
    assert found(indexed, within) == ids


@pytest.mark.parametrize("folder", ["few", "many"])
def test_as_near_as_without_a_filter_whether_few_are_let_through_or_many(
    bench: Bench, folder: str
) -> None:
    # 100 × 18 passages for 1 are more than Chroma is asked for: the few are asked for by name.
    names = ["few/b0.txt", *(f"many/b{n}.txt" for n in range(1, 18))]
    bench.write({name: f"The bridge of {name[-6:-4]} is closed." for name in names})
    bench.build()
    near = {h.entry.article.id: h.cosine for h in search_in(bench, None).hits}
    hits = search_in(bench, Filter(folders=(folder,))).hits
    assert len(hits) == (1 if folder == "few" else 17)
    assert np.allclose([h.cosine for h in hits], [near[h.entry.article.id] for h in hits])


def test_what_lets_nothing_through_is_refused_with_what_there_is(indexed: Bench) -> None:
    with pytest.raises(UsageError, match=r"is from folder cities\. Folders: city"):
        found(indexed, Filter(folders=("cities",)))
    with pytest.raises(UsageError, match=r"is from outlet Times\. Outlets: The Daily, "):
        found(indexed, Filter(outlets=("Times",)))


def test_a_folder_asked_for_as_an_outlet_is_said_to_be_one_and_so_the_other_way() -> None:
    listings = [listing(f"/n/blogs/{n}.txt", f"Post {n}") for n in range(6)]
    refused = no_such(Filter(outlets=("Blogs",)), listings, ["/n"])
    assert refused == (
        "No article in the index is from outlet Blogs. Outlets: Post 0, Post 1, Post 2, Post 3, "
        "Post 4 and 1 more. blogs is a folder: --folder blogs."
    )
    refused = no_such(Filter(folders=("post 3",)), listings, ["/n"])
    assert refused.endswith("Folders: blogs. Post 3 is an outlet: --outlet 'Post 3'.")
    assert no_such(Filter(folders=("x",)), listings[:0], ["/n"]).endswith("Folders: none.")


def test_an_article_that_is_indexed_later_is_let_through_too(indexed: Bench) -> None:
    searcher = Searcher(indexed.library(), FakeEmbedder())
    within = Filter(outlets=("The Daily",))
    searcher.search(QUESTION, within=within)
    indexed.write({"a6.md": "---\nsite: The Daily\n---\nThe bridge of a6 is closed."})
    indexed.build()
    hits = searcher.search(QUESTION, within=within).hits
    assert {hit.entry.article.id for hit in hits} == {"a1", "a3", "a6"}


@pytest.mark.parametrize(
    ("path", "sources", "folder"),
    [
        ("/news/a.txt", ["/news"], ""),
        ("/news/x/y/a.txt", ["/news"], "x/y"),
        ("/news/a.txt", ["/news/a.txt"], ""),
        ("/news/x/a.txt", ["/news", "/other"], "news/x"),
        ("/news/x/a.txt", ["/news", "/news/x"], "x"),
        ("/elsewhere/a.txt", ["/news"], ""),
    ],
)
def test_a_folder_is_where_a_file_lies_below_what_was_indexed(
    path: str, sources: list[str], folder: str
) -> None:
    assert folder_of(path, sources) == folder


def test_outlets_and_folders_are_listed_once_by_name() -> None:
    listings = [
        listing("/n/b/c/1.txt", "Zeit"),
        listing("/n/b/2.txt", "abc"),
        listing("/n/3.txt", None),
        listing("/n/b/c/4.txt", "abc"),
    ]
    assert outlets_of(listings) == ["abc", "Zeit"]
    assert folders_of(listings, ["/n"]) == ["b", "b/c"]
