"""Chroma, embedded and as a server, behind one face."""

from __future__ import annotations

import gc
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np
import psutil
import pytest
from fakes import FakeEmbedder

from index.articles import Article, Passage, Span
from index.errors import ConfigError, StoreCorrupt, StoreError, StoreUnreachable
from index.store import PassageStore

TEXTS = ["The river rose.", "Bread was dear.", "A stone wall."]


def passage(text: str, name: str = "a", title: str | None = None) -> Passage:
    span = Span(0, len(text))
    return Passage(Article(name, text, (span,), title=title), (span,))


def fill(store: PassageStore, texts: list[str]) -> None:
    ids = [f"v-{n}" for n in range(len(texts))]
    store.add(ids, [passage(text) for text in texts], FakeEmbedder().embed(texts))


@pytest.fixture(params=["embedded", "server"])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> Path | str:
    if request.param == "embedded":
        return tmp_path / "chroma"
    return str(request.getfixturevalue("chroma_url"))


@pytest.fixture
def store(where: Path | str, request: pytest.FixtureRequest) -> Iterator[PassageStore]:
    name = f"test-{abs(hash(request.node.nodeid))}"
    opened = PassageStore.open(where, name, create=True)
    yield opened
    opened.close()


def test_the_nearest_passage_comes_first_with_its_cosine(store: PassageStore) -> None:
    fill(store, TEXTS)
    near = store.nearest(FakeEmbedder().embed_question(TEXTS[1]), 3)
    assert near[0].passage_id == "v-1"
    assert near[0].cosine == pytest.approx(1.0, abs=1e-4)
    assert near[1].cosine < 1.0


def test_more_than_there_are_can_be_asked_for(store: PassageStore) -> None:
    fill(store, TEXTS)
    assert len(store.nearest(FakeEmbedder().embed_question("x"), 50)) == 3


def test_an_empty_store_finds_nothing(store: PassageStore) -> None:
    assert store.nearest(FakeEmbedder().embed_question("x"), 50) == []
    assert store.ids() == []


def test_passages_are_removed_and_unknown_ones_passed_over(store: PassageStore) -> None:
    fill(store, TEXTS)
    store.remove(["v-0", "unknown"])
    assert sorted(store.ids()) == ["v-1", "v-2"]


def test_adding_a_passage_again_replaces_it(store: PassageStore) -> None:
    fill(store, TEXTS)
    fill(store, ["Nothing of the kind."])
    near = store.nearest(FakeEmbedder().embed_question("Nothing of the kind."), 1)
    assert (near[0].passage_id, len(store.ids())) == ("v-0", 3)


def test_more_than_one_batch_can_be_added(store: PassageStore) -> None:
    texts = [f"Text number {n}." for n in range(1500)]
    fill(store, texts)
    near = store.nearest(FakeEmbedder().embed_question(texts[1234]), 1)
    assert (near[0].passage_id, len(store.ids())) == ("v-1234", 1500)


def test_texts_that_are_no_utf8_and_strange_ids_can_be_stored(store: PassageStore) -> None:
    texts = ["lone \ud800 surrogate", "bell \x07 and \x1b escape", "🙂"]
    ids = ["v-" + "x" * 500, "🙂-0", "with-many-dashes-2"]
    passages = [passage(text, name="n🙂-1", title="t\udfff") for text in texts]
    store.add(ids, passages, FakeEmbedder().embed(texts))
    assert sorted(store.ids()) == sorted(ids)


def test_a_collection_that_is_not_there_is_a_corrupt_store(where: Path | str) -> None:
    with pytest.raises(StoreCorrupt, match="--rebuild"):
        PassageStore.open(where, "nowhere")


def test_a_dropped_collection_is_gone_and_dropping_twice_does_nothing(where: Path | str) -> None:
    PassageStore.open(where, "to-be-dropped", create=True).close()
    PassageStore.drop(where, "to-be-dropped")
    PassageStore.drop(where, "to-be-dropped")
    with pytest.raises(StoreCorrupt):
        PassageStore.open(where, "to-be-dropped")


def test_what_was_settled_is_found_after_opening_again(tmp_path: Path) -> None:
    store = PassageStore.open(tmp_path, "some", create=True)
    fill(store, TEXTS)
    store.remove(["v-0"])
    store.settle()
    again = PassageStore.open(tmp_path, "some")
    assert len(again.nearest(FakeEmbedder().embed_question("x"), 50)) == 2
    again.close()


def test_a_store_can_be_copied_into_another(tmp_path: Path) -> None:
    old = PassageStore.open(tmp_path / "old", "some", create=True)
    new = PassageStore.open(tmp_path / "new", "some", create=True)
    fill(old, TEXTS)
    old.copy_to(new)
    question = FakeEmbedder().embed_question(TEXTS[2])
    assert [n.passage_id for n in new.nearest(question, 3)] == [
        n.passage_id for n in old.nearest(question, 3)
    ]
    old.close()
    new.close()


def test_a_closed_store_keeps_no_file_or_connection_open(where: Path | str) -> None:
    def held() -> set[object]:
        """This process's files in the folder, or its connections to the server."""
        me = psutil.Process()
        if isinstance(where, Path):
            return {file.path for file in me.open_files() if Path(file.path).is_relative_to(where)}
        port = urlsplit(where).port
        return {one.laddr for one in me.net_connections() if one.raddr and one.raddr[1] == port}

    gc.collect()  # snapshots of other tests on the same server
    before = held()
    store = PassageStore.open(where, "held", create=True)
    fill(store, TEXTS)
    store.nearest(FakeEmbedder().embed_question("x"), 1)
    assert held() - before
    store.close()
    store.close()
    until = time.monotonic() + 10  # Chroma closes its last SQLite connection in a thread
    while held() - before and time.monotonic() < until:
        time.sleep(0.02)
    assert not held() - before


def test_many_threads_may_ask_one_store(store: PassageStore) -> None:
    fill(store, TEXTS)
    found: list[str] = []

    def ask(n: int) -> None:
        near = store.nearest(FakeEmbedder().embed_question(TEXTS[n % 3]), 1)
        found.append(f"{n % 3}{near[0].passage_id}")

    threads = [threading.Thread(target=ask, args=(n,)) for n in range(24)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(set(found)) == ["0v-0", "1v-1", "2v-2"]
    assert len(found) == 24


def test_threads_that_open_and_close_one_folder_do_not_disturb_each_other(tmp_path: Path) -> None:
    first = PassageStore.open(tmp_path, "some", create=True)
    fill(first, TEXTS)
    first.close()
    failures: list[BaseException] = []

    def use() -> None:
        try:
            for _ in range(8):
                store = PassageStore.open(tmp_path, "some")
                assert len(store.ids()) == 3
                store.close()
        except BaseException as error:  # noqa: BLE001 - handed to the test's own thread
            failures.append(error)

    threads = [threading.Thread(target=use) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


@pytest.mark.parametrize(
    "url",
    [
        "ftp://me:secret@host",
        "host:8000",
        "http://",
        "http://me:secret@host:port",
        "http://x:99999",
    ],
)
def test_an_address_that_is_none_is_refused_without_its_password(url: str) -> None:
    with pytest.raises(ConfigError, match="PULLQUOTE_CHROMA_URL") as caught:
        PassageStore.open(url, "some")
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("host", ["127.0.0.1:1", "no-such-host.invalid:8000"])
def test_a_server_that_is_down_is_named_in_one_line_without_its_password(host: str) -> None:
    with pytest.raises(StoreUnreachable, match="does not answer") as caught:
        PassageStore.open(f"http://me:secret@{host}", "some")
    message = str(caught.value)
    assert host in message
    assert "secret" not in message
    assert "\n" not in message


def test_a_server_of_another_kind_is_told_apart() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]

        def answer() -> None:
            connection, _ = listener.accept()
            with connection:
                connection.recv(4096)
                connection.sendall(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")

        thread = threading.Thread(target=answer)
        thread.start()
        with pytest.raises(StoreUnreachable, match="not as a Chroma server"):
            PassageStore.open(f"http://127.0.0.1:{port}", "some")
        thread.join()


def test_a_folder_under_a_file_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(StoreError, match="permissions"):
        PassageStore.open(tmp_path / "file" / "chroma", "some", create=True)


def test_a_dotenv_file_of_the_current_folder_does_not_reach_chroma(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".env").write_text("CHROMA_API_IMPL=nonsense\n")
    monkeypatch.chdir(tmp_path)
    PassageStore.open(tmp_path / "chroma", "some", create=True).close()


def test_llamaindex_opens_the_same_collection(store: PassageStore) -> None:
    from llama_index.core.vector_stores import VectorStoreQuery
    from llama_index.vector_stores.chroma import ChromaVectorStore

    fill(store, TEXTS)
    query = VectorStoreQuery(
        query_embedding=FakeEmbedder().embed_question(TEXTS[1]).tolist(), similarity_top_k=1
    )
    result = ChromaVectorStore(chroma_collection=store.collection).query(query)
    assert result.nodes
    node = result.nodes[0]
    assert node.get_content() == TEXTS[1]
    assert {key: node.metadata[key] for key in ("article", "start", "end")} == {
        "article": "a",
        "start": 0,
        "end": len(TEXTS[1]),
    }


def test_vectors_come_back_as_they_were_put(store: PassageStore) -> None:
    fill(store, TEXTS)
    got = store.collection.get(ids=["v-1"], include=["embeddings"])
    assert got["embeddings"] is not None
    assert np.allclose(got["embeddings"][0], FakeEmbedder().embed_question(TEXTS[1]), atol=1e-5)
