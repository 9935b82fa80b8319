"""The catalog gives back what was put into it, to the letter."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from index.articles import Article, Kind, Passage, Span
from index.catalog import Catalog, Entry, check_database, copy_database, version_of
from index.errors import StoreCorrupt
from index.wordings import WordVectors


def entry(name: str = "a", text: str = "One. Two.", title: str | None = None) -> Entry:
    """An article of two sentences, each a passage, or of one if the text is a single character."""
    middle = len(text) // 2 or len(text)
    cuts = [(0, middle), (middle, len(text))]
    spans = tuple(Span(start, end) for start, end in cuts if start < end)
    article = Article(name, text, spans, title=title)
    vectors = np.ones((len(spans), 3), dtype=np.float16)
    passages = tuple(Passage(article, (span,)) for span in spans)
    return indexed(article, passages, vectors)


def indexed(article: Article, passages: tuple[Passage, ...], vectors: NDArray[np.float16]) -> Entry:
    """The entry of an article from a .txt file, two words a sentence."""
    path, version = f"/{article.id}.txt", version_of(article, ".txt", "hash")
    return Entry(article, passages, vectors, *words(len(vectors)), path, "hash", version)


def words(sentences: int) -> tuple[WordVectors, NDArray[np.int32]]:
    """Two words a sentence."""
    rows = np.arange(sentences * 2 * 4, dtype=np.int8).reshape(-1, 4)
    return rows, np.full(sentences, 2, dtype=np.int32)


@pytest.fixture
def catalog(tmp_path: Path) -> Catalog:
    return Catalog(tmp_path / "articles.sqlite", writable=True)


@settings(max_examples=60, deadline=None)
@given(text=st.text(alphabet=st.characters(codec=None), min_size=1))
def test_any_text_comes_back_to_the_letter(text: str) -> None:
    with TemporaryDirectory() as folder, closing(Catalog(Path(folder) / "c", writable=True)) as one:
        one.put([entry(text=text)])
        assert one.entry("a").article == entry(text=text).article


@pytest.mark.parametrize("name", ["🙂", "x" * 240, "with-dashes-1", "Ünï", "a b", "1", "a'b\"c"])
def test_any_id_can_be_looked_up(catalog: Catalog, name: str) -> None:
    catalog.put([entry(name)])
    assert list(catalog.listings()) == [name]
    assert catalog.entry(name).article.id == name


def test_what_is_not_stated_stays_unknown(catalog: Catalog) -> None:
    catalog.put([entry(title=None), entry("b", title="")])
    assert catalog.entry("a").article.title is None
    assert catalog.entry("b").article.title == ""


def test_kinds_passages_and_vectors_come_back(catalog: Catalog) -> None:
    article = Article(
        "a", "Head. Text.", (Span(0, 5, Kind.HEADING), Span(5, 6, Kind.GAP), Span(6, 11))
    )
    vectors = np.array([[0.5, 0.25]], dtype=np.float16)
    put = indexed(article, (Passage(article, article.sentences),), vectors)
    catalog.put([put])
    got = catalog.entry("a")
    assert (got.article, got.passages) == (put.article, put.passages)
    assert np.array_equal(got.sentence_vectors, vectors)
    assert np.array_equal(got.words, put.words)
    assert got.word_counts.tolist() == [2]


def test_an_article_without_sentences_comes_back(catalog: Catalog) -> None:
    article = Article("a", "Head", (Span(0, 4, Kind.HEADING),))
    vectors = np.zeros((0, 3), dtype=np.float16)
    catalog.put([indexed(article, (), vectors)])
    assert catalog.entry("a").sentence_vectors.shape[0] == 0


def test_articles_are_listed_in_order_of_id(catalog: Catalog) -> None:
    catalog.put([entry("b"), entry("a"), entry("B")])
    assert list(catalog.listings()) == ["B", "a", "b"]
    assert [one.article.id for one in catalog.entries()] == ["B", "a", "b"]


def test_an_article_put_again_replaces_itself(catalog: Catalog) -> None:
    catalog.put([entry()])
    catalog.put([entry(text="Other. Text.")])
    assert [one.article.text for one in catalog.entries()] == ["Other. Text."]


def test_removed_articles_are_gone_and_unknown_ones_passed_over(catalog: Catalog) -> None:
    catalog.put([entry("a"), entry("b")])
    catalog.remove(["a", "unknown"])
    assert list(catalog.listings()) == ["b"]


def test_an_unknown_article_is_a_key_error(catalog: Catalog) -> None:
    with pytest.raises(KeyError):
        catalog.entry("unknown")


def test_a_moved_article_keeps_all_but_its_path(catalog: Catalog) -> None:
    catalog.put([entry()])
    catalog.move({"a": "/elsewhere/a.txt"})
    assert catalog.entry("a").path == "/elsewhere/a.txt"
    assert catalog.entry("a").article == entry().article


def test_a_reader_cannot_write(tmp_path: Path, catalog: Catalog) -> None:
    catalog.put([entry()])
    with pytest.raises(sqlite3.OperationalError):
        Catalog(tmp_path / "articles.sqlite").remove(["a"])


def test_garbage_is_a_corrupt_store(tmp_path: Path) -> None:
    (tmp_path / "articles.sqlite").write_bytes(b"garbage" * 1000)
    with pytest.raises(StoreCorrupt, match="--rebuild"):
        Catalog(tmp_path / "articles.sqlite").listings()


def test_a_garbled_row_is_a_corrupt_store(tmp_path: Path, catalog: Catalog) -> None:
    catalog.put([entry()])
    with sqlite3.connect(tmp_path / "articles.sqlite") as db:
        db.execute("UPDATE articles SET spans = '[['")
    with pytest.raises(StoreCorrupt, match="--rebuild"):
        catalog.entry("a")


def test_an_article_of_which_one_letter_was_changed_is_a_corrupt_store(
    tmp_path: Path, catalog: Catalog
) -> None:
    catalog.put([entry(text="Sherman leads. She spoke."), entry("b")])
    catalog.close()
    file = tmp_path / "articles.sqlite"
    file.write_bytes(file.read_bytes().replace(b"Sherman", b"Shermon"))
    damaged = Catalog(file)
    with pytest.raises(StoreCorrupt, match=r"a is not what was indexed.*--rebuild"):
        damaged.entry("a")
    assert damaged.entry("b").article == entry("b").article


def test_a_database_is_copied_whole_while_it_is_written(tmp_path: Path, catalog: Catalog) -> None:
    catalog.put([entry()])
    copy_database(tmp_path / "articles.sqlite", tmp_path / "copy.sqlite")
    assert Catalog(tmp_path / "copy.sqlite").entry("a").article == entry().article


def test_a_damaged_database_is_noticed(tmp_path: Path, catalog: Catalog) -> None:
    catalog.put([entry(f"n{n}", "word " * 500) for n in range(50)])
    catalog.close()
    file = tmp_path / "articles.sqlite"
    data = bytearray(file.read_bytes())
    data[8192:40960] = b"\xff" * (40960 - 8192)
    file.write_bytes(bytes(data))
    with pytest.raises(sqlite3.DatabaseError):
        check_database(file)
