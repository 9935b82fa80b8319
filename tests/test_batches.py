"""What is embedded, in which order, and while what else is done."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from fakes import FakeEmbedder

from index import chrome, passages
from index.articles import Article
from index.batches import BATCH_TEXTS, Unread, batches, embedded
from index.embedding import Reading
from index.errors import ModelError

WAIT_S = 20.0


class Watched(FakeEmbedder):
    """Notes what it reads. It reads "third" only once it may."""

    def __init__(self) -> None:
        super().__init__()
        self.begun: list[str] = []
        self.third_begun, self.may_go_on = threading.Event(), threading.Event()
        self.at_once = 0

    def read(self, texts: Sequence[str]) -> list[Reading]:
        self.at_once += 1
        assert self.at_once == 1
        self.begun.append(texts[0])
        if texts[0].startswith("third"):
            self.third_begun.set()
            assert self.may_go_on.wait(WAIT_S)
        readings = super().read(texts)
        self.at_once -= 1
        return readings


class Refusing(FakeEmbedder):
    """Cannot read "second"."""

    def read(self, texts: Sequence[str]) -> list[Reading]:
        if texts[0].startswith("second"):
            raise ModelError("The model is gone.")
        return super().read(texts)


def unread(name: str, text: str) -> Unread:
    article = Article(name, text, chrome.mark(text))
    return Unread(article, tuple(passages.split(article, 128)), Path(f"{name}.txt"), name)


def groups() -> Iterator[list[Unread]]:
    for name in ("first", "second", "third", "fourth"):
        yield [unread(name, f"{name} sentence. And {name} more."), unread(f"{name}-b", "Short.")]


def test_a_batch_has_about_so_many_texts() -> None:
    articles = [unread(str(n), "One. Two. Three.") for n in range(100)]
    sizes = [
        sum(len(one.passages) + len(one.article.sentences) for one in batch)
        for batch in batches(articles)
    ]
    assert sum(len(batch) for batch in batches(articles)) == len(articles)
    assert all(BATCH_TEXTS <= size < BATCH_TEXTS + 4 for size in sizes[:-1])


def test_each_article_gets_its_own_vectors_in_order() -> None:
    embedder = FakeEmbedder()
    for group, made in zip(groups(), embedded(groups(), embedder, 8), strict=True):
        assert [one.article.id for one in made.articles] == [one.article.id for one in group]
        for unread_one, entry in zip(group, made.entries(), strict=True):
            alone = unread_one.entry(embedder.read(unread_one.sentence_texts()))
            assert entry.article == alone.article
            assert (entry.sentence_vectors == alone.sentence_vectors).all()
            assert (entry.words == alone.words).all()
        assert len(made.passage_vectors) == sum(len(one.passages) for one in group)


def test_the_next_batch_is_embedded_while_one_is_stored() -> None:
    embedder = Watched()
    stored = embedded(groups(), embedder, 8)
    next(stored)
    second = next(stored)
    assert embedder.third_begun.wait(WAIT_S)  # nobody asked for it yet
    assert [one.article.id for one in second.articles] == ["second", "second-b"]
    assert len(embedder.begun) == 3  # one ahead, no more
    embedder.may_go_on.set()
    assert len(list(stored)) == 2


def test_what_is_given_up_is_not_waited_for() -> None:
    embedder = Watched()
    stored = embedded(groups(), embedder, 8)
    next(stored)
    next(stored)
    assert embedder.third_begun.wait(WAIT_S)
    del stored  # would hang if it waited
    threads = [thread for thread in threading.enumerate() if thread.name == "embedding"]
    assert threads
    assert all(thread.daemon for thread in threads)
    embedder.may_go_on.set()


def test_what_could_be_embedded_comes_before_the_error() -> None:
    stored = embedded(groups(), Refusing(), 8)
    assert next(stored).articles[0].article.id == "first"
    with pytest.raises(ModelError, match="gone"):
        next(stored)
