"""LlamaIndex's rerankers as readers.

Owns the only imports of LlamaIndex's rerankers: `RerankReader` makes a `Reader` of one that is
given, `from_integration` of one that is named. Unlike `reader`, which starts at once and stays
offline, importing this module takes seconds, and a reranker may be reached over a network. It gives
one score a text, on a scale of its own, and marks no words.

What it is given is each sentence alone. With its neighbours a text would say more, but one score
does not tell which of its sentences earned it, and those beside the answer would share it. Measured
with an early state of the bundled reader, which has one score for a whole text too, as the share of
66 questions about the five articles whose first sentence / first four sentences were right: alone
0.71 / 0.82, with the sentence before it 0.62 / 0.76, with the one after it 0.50 / 0.76, with both
0.56 / 0.74; the sum of alone and with the one before 0.70 / 0.80.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from llama_index.core.postprocessor.types import BaseNodePostprocessor
from llama_index.core.schema import NodeWithScore, TextNode

from index.bundled import without_surrogates
from index.integrations import Integration, provider_errors, start
from index.reader import UNREAD, Mark, Text

# The rerankers keep the best few of what they are given; here each sentence needs its score.
TOP_N = 1_000

RERANKERS: Mapping[str, Integration] = MappingProxyType(
    {
        "sentence-transformers": Integration(
            "llama_index.core.postprocessor",
            "SentenceTransformerRerank",
            "Check the model's name; its first use downloads it.",
            # By default it would run whatever code comes with a model.
            {"top_n": TOP_N, "trust_remote_code": False},
            named="model",
            needs=("sentence_transformers",),
        ),
        "flag-embedding": Integration(
            "llama_index.postprocessor.flag_embedding_reranker",
            "FlagEmbeddingReranker",
            "Check the model's name; its first use downloads it.",
            {"top_n": TOP_N},
            named="model",
            needs=("FlagEmbedding",),
        ),
        "cohere": Integration(
            "llama_index.postprocessor.cohere_rerank",
            "CohereRerank",
            "Check COHERE_API_KEY and the model's name.",
            {"top_n": TOP_N, "max_retries": 2},  # ten, the default, take more than a minute
            named="model",
        ),
    }
)


def from_integration(spec: str) -> RerankReader:
    """Return the reader of "PROVIDER:MODEL", PROVIDER being a key of `RERANKERS`.

    Raises ConfigError if a package of the provider is not installed, ModelError if its class
    refuses to start. Providers read their keys from the environment themselves.
    """
    integration = RERANKERS[spec.partition(":")[0]]
    return RerankReader(start(spec, integration), spec, integration.remedy)


class RerankReader:
    """Any of LlamaIndex's rerankers as a `Reader`. Safe to use from several threads."""

    calibrated = False

    def __init__(self, model: BaseNodePostprocessor, name: str, remedy: str = "") -> None:
        """Wrap `model`; `remedy` is the sentence that ends the message when it fails."""
        self._model = model
        self._remedy = remedy
        self._lock = threading.Lock()  # tokenizers of local models are not for several threads
        self.name = name

    def read(self, question: str, texts: Sequence[Text]) -> list[list[Mark]]:
        """Return for each text a mark for each of its sentences, in order.

        All sentences are in one call, each with what stands above its text. `relevant` is the
        reranker's score, `words` is None. A sentence without a score comes below all that have one.
        Raises ModelError if the provider fails.
        """
        sentences = [
            replace(text, text=text.text[start:end]).whole
            for text in texts
            for start, end in text.sentences
        ]
        scores = iter(self._scores(question, sentences) if sentences else [])
        return [[_mark(next(scores)) for _ in text.sentences] for text in texts]

    def _scores(self, question: str, sentences: Sequence[str]) -> list[float]:
        """One a sentence. The reranker returns its nodes in an order of its own."""
        nodes = [
            NodeWithScore(node=TextNode(id_=str(n), text=without_surrogates(sentence)))
            for n, sentence in enumerate(sentences)
        ]
        with provider_errors(self.name, self._remedy), self._lock:
            ranked = self._model.postprocess_nodes(nodes, query_str=without_surrogates(question))
            given = {one.node_id: float(one.score) for one in ranked if one.score is not None}
        scores = {name: score for name, score in given.items() if math.isfinite(score)}
        unread = min([UNREAD, *(score - 1 for score in scores.values())])
        return [scores.get(str(n), unread) for n in range(len(sentences))]


def _mark(score: float) -> Mark:
    return Mark(relevant=score, span=UNREAD, text=UNREAD, words=None)
