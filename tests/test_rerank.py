"""LlamaIndex's rerankers as readers, without any of their packages installed."""

from __future__ import annotations

import sys
import time
import tomllib
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from llama_index.core.bridge.pydantic import PrivateAttr
from llama_index.core.postprocessor.types import BaseNodePostprocessor
from llama_index.core.schema import NodeWithScore, QueryBundle
from test_evidence import Said, distinct, found, texts, weights

from bot import likeness
from bot.evidence import Picker
from bot.features import FEATURES
from bot.reading import READ, Reading
from bot.weights import bundled
from index import readers
from index.errors import ConfigError, ModelError
from index.reader import UNREAD, Text
from index.readers import load
from index.rerank import RERANKERS, RerankReader

TALKS = Text("Talks open. Wendy Sherman leads. It snows.", ((0, 11), (12, 32), (33, 42)))
BREAD = Text("Bread is sold.", ((0, 14),))
SENTENCES = ["Talks open.", "Wendy Sherman leads.", "It snows.", "Bread is sold."]
KEY = "co-secret-0123456789"

Scores = Mapping[str, Any]


class Scripted(BaseNodePostprocessor):
    """A reranker with a score for each text, told beforehand; it returns the last node first.

    A text without a score is left out. Keeps what it was asked and how many asked it at once.
    """

    _scores: Scores = PrivateAttr()
    _asked: list[tuple[str, list[str]]] = PrivateAttr(default_factory=list)
    _inside: int = PrivateAttr(default=0)
    _most: int = PrivateAttr(default=0)

    def __init__(self, scores: Scores) -> None:
        super().__init__()
        self._scores = scores

    @property
    def asked(self) -> list[tuple[str, list[str]]]:
        return self._asked

    @property
    def most_at_once(self) -> int:
        return self._most

    def _postprocess_nodes(
        self, nodes: list[NodeWithScore], query_bundle: QueryBundle | None = None
    ) -> list[NodeWithScore]:
        self._inside += 1
        self._most = max(self._most, self._inside)
        time.sleep(0.001)
        assert query_bundle is not None
        self._asked.append((query_bundle.query_str, [one.text for one in nodes]))
        self._inside -= 1
        scored = [one for one in reversed(nodes) if one.text in self._scores]
        return [NodeWithScore(node=one.node, score=self._scores[one.text]) for one in scored]


class Failing(BaseNodePostprocessor):
    """A reranker whose message quotes the key."""

    def _postprocess_nodes(
        self, nodes: list[NodeWithScore], query_bundle: QueryBundle | None = None
    ) -> list[NodeWithScore]:
        raise ConnectionError(f"refused: {KEY}\nSee the manual.")


def relevant(scores: Scores, given: Sequence[Text] = (TALKS, BREAD)) -> list[list[float]]:
    marks = RerankReader(Scripted(scores), "made:up").read("Who leads?", given)
    return [[mark.relevant for mark in some] for some in marks]


# Reading


def test_each_score_goes_to_its_sentence_whatever_the_order() -> None:
    scores = dict(zip(SENTENCES, [1.0, 7.5, -3.0, 2.0], strict=True))
    assert relevant(scores) == [[1.0, 7.5, -3.0], [2.0]]


def test_all_sentences_are_in_one_call_each_alone() -> None:
    model = Scripted({})
    RerankReader(model, "made:up").read("Who leads?", [TALKS, BREAD])
    assert model.asked == [("Who leads?", SENTENCES)]


def test_each_sentence_has_what_stands_above_its_text() -> None:
    model = Scripted({})
    RerankReader(model, "made:up").read("Who?", [Text("Ann. Bob.", ((0, 4), (5, 9)), "Editors")])
    assert model.asked == [("Who?", ["Editors\nAnn.", "Editors\nBob."])]


def test_two_sentences_with_the_same_words_get_a_score_each() -> None:
    assert relevant({"Bread is sold.": 2.0}, [BREAD, BREAD]) == [[2.0], [2.0]]


def test_nothing_to_read_asks_nothing() -> None:
    model = Scripted({})
    assert RerankReader(model, "made:up").read("Who?", []) == []
    assert RerankReader(model, "made:up").read("Who?", [Text("", ())]) == [[]]
    assert model.asked == []


@pytest.mark.parametrize("score", [None, float("nan"), float("inf")])
def test_a_sentence_without_a_score_is_unread(score: float | None) -> None:
    assert relevant({"Bread is sold.": 1.0, "It snows.": score}) == [[UNREAD] * 3, [1.0]]


def test_what_is_unread_is_below_all_that_is_read() -> None:
    ((opening, leads, snow), (bread,)) = relevant({"Talks open.": -30.0, "Bread is sold.": -25.0})
    assert (opening, bread) == (-30.0, -25.0)
    assert leads == snow < opening


def test_it_marks_no_words_and_is_not_calibrated() -> None:
    reader = RerankReader(Scripted({}), "made:up")
    assert [mark.words for mark in reader.read("Who?", [TALKS])[0]] == [None] * 3
    assert (reader.calibrated, reader.name) == (False, "made:up")


def test_any_text_can_be_read() -> None:
    model = Scripted({})
    RerankReader(model, "made:up").read("\ud800?", [Text("\udfff.", ((0, 2),))])
    assert model.asked == [("??", ["?."])]


def test_threads_take_turns_with_the_model() -> None:
    model = Scripted({"Bread is sold.": 2.0})
    reader = RerankReader(model, "made:up")
    with ThreadPoolExecutor(4) as pool:
        read = list(pool.map(lambda _: reader.read("Who?", [BREAD]), range(20)))
    assert [marks[0][0].relevant for marks in read] == [2.0] * 20
    assert model.most_at_once == 1


def test_a_failure_is_one_line_with_the_remedy_and_without_the_key() -> None:
    with pytest.raises(ModelError) as caught:
        RerankReader(Failing(), "made:up", "Check it.").read("Who?", [BREAD])
    assert str(caught.value) == "made:up failed: ConnectionError. Check it."


# What is made of it: the order is the reader's, all else is as without a reader


def picker(scores: Scores, **thresholds: float) -> Picker:
    made = weights(**thresholds)
    return Picker(made, Reading(RerankReader(Scripted(scores), "made:up"), made))


SAID = [Said("River 0.", 3.0), Said("Bread 1.", 2.9), Said("Stone 2.", 2.8)]


def test_its_scores_give_the_order() -> None:
    evidence = picker({"River 0.": 0.1, "Bread 1.": 0.2, "Stone 2.": 0.9}).pick(found(a=SAID))
    assert texts(evidence) == ["Stone 2.", "Bread 1.", "River 0."]


def test_of_equal_scores_the_likelier_comes_first() -> None:
    evidence = picker({"River 0.": 0.5, "Bread 1.": 0.5, "Stone 2.": 0.9}).pick(found(a=SAID))
    assert texts(evidence) == ["Stone 2.", "River 0.", "Bread 1."]


def test_what_it_did_not_score_comes_last_by_likeness() -> None:
    evidence = picker({"Stone 2.": -50.0}).pick(found(a=SAID))
    assert texts(evidence) == ["Stone 2.", "River 0.", "Bread 1."]


def test_probabilities_and_confidence_stay_those_of_likeness() -> None:
    without = Picker(weights()).pick(found(a=SAID))
    evidence = picker({"Stone 2.": 99.0}).pick(found(a=SAID))
    assert texts(evidence) != texts(without)
    assert [p.probability for p in evidence.picks] == [p.probability for p in without.picks]
    assert evidence.confidence == without.confidence
    assert not evidence.short


@pytest.mark.parametrize("best", [1.9, 2.1])
def test_it_declines_what_is_declined_without_it(best: float) -> None:
    said = distinct(best, 0.0)
    without = Picker(weights()).pick(found(a=said))
    assert picker({"Bread 1.": 99.0}).pick(found(a=said)).answers == without.answers == (best > 2)


def test_only_sentences_of_the_passages_read_are_picked() -> None:
    articles: dict[str, Any] = {f"a{n:02d}": [Said(f"Noun{n}.", float(n))] for n in range(READ + 2)}
    evidence = picker({"Noun0.": 99.0, "Noun2.": 9.0}).pick(found(**articles))
    assert texts(evidence)[0] == "Noun2."


def test_its_weights_and_threshold_are_those_of_likeness() -> None:
    reader = RerankReader(Scripted({}), "made:up")
    shipped = bundled(likeness.WEIGHTS, FEATURES)
    made, strict = Reading.bundled(reader).weights, Reading.bundled(reader, 0.9).weights
    assert (made.show, made.answer_from) == (shipped.show, shipped.answer_from)
    assert (strict.show, strict.answer_from) == (shipped.show, 0.9)


# Rerankers by name


def test_what_may_be_named_is_what_can_be_loaded_and_installed() -> None:
    project = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text("utf-8"))
    extras = project["project"]["optional-dependencies"]
    assert tuple(RERANKERS) == readers.PROVIDERS
    assert set(RERANKERS) <= set(extras)


Install = Callable[[str, object], None]


@pytest.fixture
def install(monkeypatch: pytest.MonkeyPatch) -> Install:
    """Makes a provider's packages importable, its class being the one given."""

    def _install(provider: str, made: object) -> None:
        integration = RERANKERS[provider]
        for package in integration.needs:
            monkeypatch.setitem(sys.modules, package, ModuleType(package))
        module = SimpleNamespace(**{integration.class_name: made})
        monkeypatch.setitem(sys.modules, integration.module, module)

    return _install


@pytest.mark.parametrize("provider", RERANKERS)
def test_a_missing_package_is_named_with_the_command_that_installs_it(
    provider: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for package in (*RERANKERS[provider].needs, RERANKERS[provider].module):
        monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(ConfigError, match=rf"pip install -e '\.\[{provider}\]'"):
        load(f"{provider}:some-model")


@pytest.mark.parametrize("provider", RERANKERS)
def test_an_installed_one_is_made_with_the_models_name_and_keeps_every_sentence(
    provider: str, install: Install
) -> None:
    given: dict[str, Any] = {}

    def make(**settings: object) -> Scripted:
        given.update(settings)
        return Scripted({"Bread is sold.": 2.0})

    install(provider, make)
    reader = load(f"{provider}:a/b:latest")
    assert reader is not None
    assert (reader.name, given["model"]) == (f"{provider}:a/b:latest", "a/b:latest")
    assert given["top_n"] >= 1_000
    assert reader.read("Who?", [BREAD])[0][0].relevant == 2.0


def test_one_that_refuses_to_start_is_a_model_error(install: Install) -> None:
    def refuse(**_: object) -> None:
        raise KeyError(f"COHERE_API_KEY {KEY}")

    install("cohere", refuse)
    with pytest.raises(ModelError, match=r"^cohere:x failed: KeyError\. Check COHERE_API_KEY and"):
        load("cohere:x")


class ByLength:
    """What sentence-transformers makes of a model's name: here it scores by the text's length."""

    def __init__(self, model: str, *, trust_remote_code: bool, **_: object) -> None:
        if trust_remote_code:
            raise ValueError("code from elsewhere must not be run")

    def predict(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        return [float(len(text)) for _, text in pairs]


def test_llama_indexs_own_class_runs_a_sentence_transformers_model(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    no_gpu = SimpleNamespace(is_available=lambda: False)
    torch = SimpleNamespace(cuda=no_gpu, backends=SimpleNamespace(mps=no_gpu))
    monkeypatch.setitem(sys.modules, "torch", torch)
    package = SimpleNamespace(CrossEncoder=ByLength)
    monkeypatch.setitem(sys.modules, "sentence_transformers", package)
    reader = load("sentence-transformers:some/model")
    assert reader is not None
    marks = reader.read("Who?", [TALKS, BREAD])
    assert [mark.relevant for some in marks for mark in some] == [len(one) for one in SENTENCES]
