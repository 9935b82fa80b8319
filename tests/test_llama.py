"""LlamaIndex's embeddings both ways round, without any of its integrations installed."""

import asyncio
import logging
import sys
from collections.abc import Sequence
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np
import pytest
from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.schema import TextNode
from numpy.typing import NDArray

from index.embedders import load
from index.embedding import MiniLM
from index.errors import ConfigError, ModelError
from index.llama import INTEGRATIONS, BundledEmbedding, LlamaEmbedder

TEXTS = ["A spacecraft landed on the Moon.", "Interest rates stay.", "Who won the race?"]
MODEL = MiniLM(threads=2)
KEY = "sk-secret-0123456789"


class LetterCounts(BaseEmbedding):
    """A provider: counts two letters, and marks questions, as models with instructions do."""

    def _get_text_embedding(self, text: str) -> list[float]:
        return [float(text.count("a")), float(text.count("b")), 0.0]

    def _get_query_embedding(self, query: str) -> list[float]:
        return [*self._get_text_embedding(query)[:2], 3.0]

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_query_embedding(query)


class Failing(LetterCounts):
    """A provider that raises what it is given."""

    error: Any = None

    def _get_text_embedding(self, text: str) -> list[float]:
        raise self.error


class Answering(LetterCounts):
    """A provider that answers what it is given, right or wrong."""

    answer: Any = None

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        answer: list[list[float]] = self.answer
        return answer


class HttpError(Exception):
    """A provider's error: a status, and a message that quotes the key."""

    def __init__(self, status_code: int) -> None:
        super().__init__(f"Incorrect API key provided: {KEY}\nSee the manual.")
        self.status_code = status_code


def float32(numbers: Sequence[object]) -> NDArray[np.float32]:
    return np.array(numbers, dtype=np.float32)


def failing(error: Exception) -> LlamaEmbedder:
    return LlamaEmbedder(Failing(error=error), "openai:small", "Check OPENAI_API_KEY.")


# An Embedder in a LlamaIndex program


def test_text_embeddings_are_the_embedders_vectors() -> None:
    batch = BundledEmbedding(MODEL).get_text_embedding_batch(TEXTS)
    assert np.array_equal(float32(batch), MODEL.embed(TEXTS))


def test_one_text_embedding_is_a_list_of_floats() -> None:
    vector = BundledEmbedding(MODEL).get_text_embedding(TEXTS[0])
    assert {type(number) for number in vector} == {float}
    assert len(vector) == MODEL.dimensions


def test_a_query_embedding_is_the_embedders_question() -> None:
    vector = BundledEmbedding(MODEL).get_query_embedding(TEXTS[2])
    assert np.array_equal(float32(vector), MODEL.embed_question(TEXTS[2]))


def test_asynchronous_embeddings_are_the_same() -> None:
    model = BundledEmbedding(MODEL)

    async def embed() -> list[list[float]]:
        texts = await model.aget_text_embedding_batch(TEXTS[:1])
        return [
            *texts,
            await model.aget_text_embedding(TEXTS[0]),
            await model.aget_query_embedding(TEXTS[0]),
        ]

    assert asyncio.run(embed()) == [model.get_text_embedding(TEXTS[0])] * 3


def test_nodes_pass_through_as_in_an_ingestion_pipeline() -> None:
    nodes = BundledEmbedding(MODEL)([TextNode(text=text) for text in TEXTS])
    assert np.array_equal(float32([node.embedding for node in nodes]), MODEL.embed(TEXTS))


def test_the_model_name_is_the_embedders() -> None:
    assert BundledEmbedding(MODEL).model_name == MODEL.name


def test_it_comes_back_from_what_llama_index_serialises() -> None:
    model = BundledEmbedding(MODEL, embed_batch_size=7)
    again = BundledEmbedding.from_dict(model.to_dict())
    assert again.to_dict() == model.to_dict()
    assert again.get_query_embedding("x") == model.get_query_embedding("x")


# A LlamaIndex embedding as an Embedder


def test_a_providers_vectors_are_brought_to_unit_length_in_order() -> None:
    vectors = LlamaEmbedder(LetterCounts(), "fake:letters").embed(["aaa", "bb", "aaaabbb"])
    assert vectors.tolist() == float32([[1, 0, 0], [0, 1, 0], [0.8, 0.6, 0]]).tolist()
    assert vectors.dtype == np.float32


def test_questions_go_to_the_providers_query_embedding() -> None:
    vector = LlamaEmbedder(LetterCounts(), "fake:letters").embed_question("aaaa")
    assert vector.tolist() == float32([0.8, 0, 0.6]).tolist()


def test_dimensions_are_found_by_asking() -> None:
    assert LlamaEmbedder(LetterCounts(), "fake:letters").dimensions == 3


def test_no_texts_give_no_vectors() -> None:
    assert LlamaEmbedder(LetterCounts(), "fake:letters").embed([]).shape == (0, 3)


def test_there_and_back_gives_the_bundled_vectors() -> None:
    there_and_back = LlamaEmbedder(BundledEmbedding(MODEL), MODEL.name)
    assert np.allclose(there_and_back.embed(TEXTS), MODEL.embed(TEXTS), atol=1e-6)


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (401, "the key was refused"),
        (404, "there is no such model"),
        (429, "the quota is used up"),
        (500, "HTTP 500"),
    ],
)
def test_a_refusal_says_in_one_line_why_and_what_to_check(status: int, reason: str) -> None:
    with pytest.raises(ModelError) as caught:
        failing(HttpError(status)).embed(TEXTS)
    assert reason in str(caught.value)
    assert str(caught.value).startswith("openai:small failed: ")
    assert str(caught.value).endswith("Check OPENAI_API_KEY.")
    assert "\n" not in str(caught.value)


def test_a_status_inside_a_response_counts_too() -> None:
    error = ValueError()
    error.response = SimpleNamespace(status_code=403)  # type: ignore[attr-defined] # as httpx does
    with pytest.raises(ModelError, match="the key was refused"):
        failing(error).embed(TEXTS)


def test_a_provider_out_of_reach_is_named_by_its_error() -> None:
    with pytest.raises(ModelError, match=r"openai:small failed: ConnectionError\. Check"):
        failing(ConnectionError("refused")).embed(TEXTS)


def test_the_key_is_neither_in_the_message_nor_in_a_logged_traceback(
    caplog: pytest.LogCaptureFixture,
) -> None:
    try:
        failing(HttpError(401)).embed(TEXTS)
    except ModelError as error:
        logging.getLogger("bot").exception("%s", error)
    assert "refused" in caplog.text
    assert KEY not in caplog.text


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param([], id="none"),
        pytest.param([[1.0, 0.0]], id="too few"),
        pytest.param([[1.0], [1.0, 2.0], [1.0]], id="of different lengths"),
        pytest.param([[0.0, 0.0]] * 3, id="zeros"),
        pytest.param([[float("nan"), 1.0]] * 3, id="not numbers"),
    ],
)
def test_unusable_vectors_are_refused(answer: list[list[float]]) -> None:
    with pytest.raises(ModelError, match="fake:answers"):
        LlamaEmbedder(Answering(answer=answer), "fake:answers").embed(TEXTS)


# Integrations by name


@pytest.mark.parametrize("provider", INTEGRATIONS)
def test_a_missing_package_is_named_with_the_command_that_installs_it(
    provider: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, INTEGRATIONS[provider].module, None)
    with pytest.raises(ConfigError, match=rf"pip install -e '\.\[{provider}\]'"):
        load(f"{provider}:some-model")


@pytest.mark.parametrize("provider", INTEGRATIONS)
def test_an_installed_integration_is_made_with_the_models_name(
    provider: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    module, integration = ModuleType("fake"), INTEGRATIONS[provider]
    setattr(
        module, integration.class_name, lambda model_name, **_: LetterCounts(model_name=model_name)
    )
    monkeypatch.setitem(sys.modules, integration.module, module)
    embedder = load(f"{provider}:a/b:latest")
    assert (embedder.name, embedder.dimensions) == (f"{provider}:a/b:latest", 3)


def test_an_integration_that_refuses_to_start_is_a_model_error(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(**_: object) -> None:
        raise ValueError(f"No API key in {KEY}")

    monkeypatch.setitem(
        sys.modules,
        INTEGRATIONS["openai"].module,
        SimpleNamespace(OpenAIEmbedding=refuse),
    )
    with pytest.raises(ModelError, match=r"openai:small failed: ValueError\. Check OPENAI_API_KEY"):
        load("openai:small")
