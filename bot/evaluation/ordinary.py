"""The ordinary way to answer with citations: LlamaIndex's vector retriever, its best two passages.

Owns how that way is set up, with the embedding that Pullquote itself uses, so that the difference
is not the model's. Unlike `trivial`, whose systems nobody would use, this is what most would build
first. It shares no index with Pullquote: the articles are split and embedded anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from bot.evaluation.systems import Answered, Excerpt, Stopwatch, pasted
from index.articles import Article
from index.passages import count_tokens

if TYPE_CHECKING:
    from llama_index.core.indices.vector_store.retrievers import VectorIndexRetriever

    from bot.evaluation.questions import Question
    from index.embedding import Embedder

CHUNK_TOKENS = 256  # of 1,024, the default, two would be most of an article
OVERLAP_TOKENS = 20
CITED = 2  # LlamaIndex's default
RANKED = 20
SURROGATE = re.compile("[\ud800-\udfff]")  # LlamaIndex refuses halves of characters
SENTENCE = re.compile(r".*?(?:[.!?…][\"'”’)\]]*\s+|\Z)", re.DOTALL)


class VectorRetriever:
    """LlamaIndex's splitter and vector retriever, with two passages as citations."""

    name = "LlamaIndex, top 2"
    about = (
        f"LlamaIndex's SentenceSplitter ({CHUNK_TOKENS} tokens) and VectorIndexRetriever with the "
        f"same embedding; the best {CITED} passages are the answer. It never declines."
    )

    def __init__(self, articles: Iterable[Article], embedder: Embedder) -> None:
        """Split and embed the articles, which takes about as long as to index them."""
        self._articles = {article.id: article for article in articles}
        self._retriever = _retriever(list(self._articles.values()), embedder)

    def answer(self, question: Question) -> Answered:
        """The nearest passages. Raises ModelError if the embedder cannot be used."""
        stopwatch = Stopwatch()
        nodes: list[Any] = [found.node for found in self._retriever.retrieve(question.text)]
        timings_ms = stopwatch.timings_ms("search")
        ranked = [
            Excerpt(self._articles[node.ref_doc_id], node.start_char_idx, node.end_char_idx)
            for node in nodes
        ]
        return pasted(self.name, question, ranked[:CITED], timings_ms, ranked)


def _retriever(articles: Sequence[Article], embedder: Embedder) -> VectorIndexRetriever:
    """Everything is passed in: what is not, LlamaIndex takes from its global settings."""
    from llama_index.core import VectorStoreIndex
    from llama_index.core.callbacks import CallbackManager
    from llama_index.core.indices.vector_store.retrievers import VectorIndexRetriever
    from llama_index.core.node_parser import SentenceSplitter
    from llama_index.core.schema import Document

    from index.llama import BundledEmbedding

    callbacks = CallbackManager([])
    splitter = SentenceSplitter(
        chunk_size=CHUNK_TOKENS,
        chunk_overlap=OVERLAP_TOKENS,
        tokenizer=_tokens,
        chunking_tokenizer_fn=_sentences,
        callback_manager=callbacks,
    )
    documents = [
        Document(text=SURROGATE.sub("\ufffd", article.text), id_=article.id) for article in articles
    ]
    index = VectorStoreIndex(
        splitter.get_nodes_from_documents(documents),
        embed_model=BundledEmbedding(embedder),
        transformations=[splitter],
        callback_manager=callbacks,
    )
    return VectorIndexRetriever(index, similarity_top_k=RANKED, callback_manager=callbacks)


def _tokens(text: str) -> range:
    """Something as long as the text has tokens: the splitter asks for no more, and so the
    vocabulary is the one that is here, never downloaded."""
    return range(count_tokens(text))


def _sentences(text: str) -> list[str]:
    """The text cut after its sentences, nothing lost. LlamaIndex would ask NLTK, which refuses
    to read its data where an installer linked the files instead of copying them."""
    return [part for part in SENTENCE.findall(text) if part]
