"""A question finds the passages that say it, and the sentences in them, at their places."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import numpy as np
import pytest
from fakes import Bench, FakeEmbedder

from index.errors import NoIndex
from index.search import Findings, Searcher

TEXTS = {
    "river": "The alpha river rose in the night. Nobody in the town had seen it so high.",
    "bread": "The minister spoke about bread. Bread was dear that year, said the U.S. delegation.",
    "stone": "A stone wall stood there. It was number 7 in the street of the zebra.",
}


@pytest.fixture
def indexed(bench: Bench) -> Bench:
    bench.write(TEXTS)
    bench.build()
    return bench


@pytest.mark.parametrize(
    ("question", "article"),
    [
        ("Where did the alpha river rise?", "river"),
        ("minister bread", "bread"),
        ("American delegation", "bread"),
        ("zebra", "stone"),
    ],
)
def test_the_article_that_says_it_comes_first(indexed: Bench, question: str, article: str) -> None:
    assert indexed.search(question).hits[0].entry.article.id == article


def test_every_sentence_found_is_at_its_place(indexed: Bench) -> None:
    found = indexed.search("bread")
    for article, span in found.sentences:
        assert article.text == TEXTS[article.id]
        assert span in article.sentences
    texts = [article.text[span.start : span.end] for article, span in found.sentences]
    assert "Bread was dear that year, said the U.S. delegation." in texts


def test_sentences_go_with_their_hits_in_order(indexed: Bench) -> None:
    found = indexed.search("bread river")
    assert list(found.owners) == sorted(found.owners)
    for owner, number, (article, span) in zip(
        found.owners, found.numbers, found.sentences, strict=True
    ):
        hit = found.hits[owner]
        assert hit.entry.article is article
        assert hit.passage.start <= span.start < span.end <= hit.passage.end
        assert article.sentences[number] == span


def test_a_sentences_cosine_is_its_own(indexed: Bench) -> None:
    question, embedder = "bread river", FakeEmbedder()
    found = indexed.search(question)
    texts = [article.text[span.start : span.end] for article, span in found.sentences]
    wanted = embedder.embed(texts) @ embedder.embed_question(question)
    assert np.allclose(found.cosines, wanted, atol=2e-3)


def test_hits_come_best_first_and_each_once(indexed: Bench) -> None:
    hits = indexed.search("bread").hits
    places = [(hit.entry.article.id, hit.passage.start) for hit in hits]
    assert len(set(places)) == len(places)


def test_a_question_without_words_finds_by_meaning_alone(indexed: Bench) -> None:
    found = indexed.search("what is it")
    assert found.stems == ()
    assert not found.lexical.any()


def test_no_index_is_said_before_anything_else(bench: Bench) -> None:
    with pytest.raises(NoIndex):
        bench.search("bread")


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    bench = Bench(tmp_path_factory.mktemp("many"))
    bench.write({f"n{n}": f"It was article number {n} of the x{n}x kind." for n in range(2000)})
    bench.build()
    return bench


@pytest.mark.parametrize("number", [0, 999, 1000, 1999])
def test_one_of_two_thousand_articles_is_found(many: Bench, number: int) -> None:
    assert many.search(f"x{number}x").hits[0].entry.article.id == f"n{number}"


def test_an_index_of_two_thousand_articles_opens_quickly(many: Bench) -> None:
    many.library().snapshot()
    started = time.monotonic()
    many.library().snapshot()
    assert time.monotonic() - started < 1.0


def test_threads_may_share_a_searcher(many: Bench) -> None:
    searcher = Searcher(many.library(), FakeEmbedder())
    found: dict[int, Findings] = {}

    def ask(number: int) -> None:
        found[number] = searcher.search(f"x{number}x")

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(24)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {n: one.hits[0].entry.article.id for n, one in found.items()} == {
        n: f"n{n}" for n in range(24)
    }


def test_a_run_without_changes_over_two_thousand_articles_is_short(many: Bench) -> None:
    started = time.monotonic()
    assert len(many.build().unchanged) == 2000
    assert time.monotonic() - started < 5.0


def test_the_place_of_the_data_folder_does_not_matter(tmp_path: Path) -> None:
    bench = Bench(tmp_path / "Ünï 🙂 # ?%20")
    bench.write(TEXTS)
    bench.build()
    bench.build()
    assert bench.search("zebra").hits[0].entry.article.id == "stone"
