"""Pullquote within somebody's LlamaIndex program: a query engine and a retriever.

    engine = QuoteQueryEngine.open(data="data")
    response = engine.query("Who leads the US delegation?")
    response.source_nodes[0].node.get_content()      # the quote, word for word

Owns what a LlamaIndex program sees of an answer: `Response`, nodes, spans. Unlike `answering`,
whose flow runs underneath, it decides nothing about an answer; unlike `index.llama`, which lends
embeddings both ways, it lends the whole. Importing it takes seconds. LlamaIndex's global `Settings`
is neither read nor written.
"""

from __future__ import annotations

import asyncio
import inspect
import uuid
from collections.abc import AsyncGenerator, Generator, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import llama_index.core.instrumentation as instrument
from llama_index.core.base.base_query_engine import BaseQueryEngine
from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.base.response.schema import (
    AsyncStreamingResponse,
    Response,
    StreamingResponse,
)
from llama_index.core.callbacks import CallbackManager, CBEventType, EventPayload
from llama_index.core.callbacks.base import EventContext
from llama_index.core.instrumentation.span import active_span_id
from llama_index.core.llms import LLM
from llama_index.core.schema import (
    NodeRelationship,
    NodeWithScore,
    QueryBundle,
    RelatedNodeInfo,
    TextNode,
)

from bot import config
from bot.answer import Answer, Citation, citation_json
from bot.answering import Answerer
from bot.llm.opening import from_llm
from bot.opening import open_answerer
from bot.tracing import SILENT, Note, Value

# What a person cites by; the rest of the metadata is for programs.
CITED_BY = ("title", "heading", "columns", "outlet", "published", "said_by")

dispatcher = instrument.get_dispatcher(__name__)  # type: ignore[attr-defined] # public there


class QuoteQueryEngine(BaseQueryEngine):
    """Answers made of quotes, as LlamaIndex's `Response`.

    `response` is the answer's text with the numbers of its quotes, such as "…[1]", or "The articles
    don’t say." `source_nodes` are the quotes, best first, of several parts of a question the best
    of each; none if the answer is declined. Each is a `TextNode` with the quote's text,
    `start_char_idx` and `end_char_idx` in its article, and what the answer's JSON says of it as
    metadata: `n` (its number), `article`, `title`, `outlet`, `published`, `url`, `start`, `end`,
    `highlights`, and `heading`, `columns` (a table's head) and `said_by` where there is one. Scores
    are probabilities; a quote that only a language model cites has 0. `metadata` is the whole
    answer as `pullquote ask --json` prints it, with `closest` where it is declined.

    With `streaming`, `query` returns a `StreamingResponse` and `aquery` an `AsyncStreamingResponse`
    whose pieces are the sentences of the finished answer: nothing is streamed before it has been
    checked, so that the first piece comes when the whole answer is there.

    Threads may share it. Each query raises UsageError if the question is empty or too long, and
    StoreError kinds if the index cannot be used.
    """

    def __init__(
        self,
        answerer: Answerer,
        *,
        streaming: bool = False,
        callback_manager: CallbackManager | None = None,
    ) -> None:
        super().__init__(callback_manager)
        self._answerer = replace(answerer, tracing=answerer.tracing.also_to(LlamaIndexSink()))
        self._retriever = QuoteRetriever(answerer, callback_manager=callback_manager)
        self._streaming = streaming

    @classmethod
    def open(
        cls,
        data: Path | str | None = None,
        *,
        llm: LLM | None = None,
        streaming: bool = False,
        callback_manager: CallbackManager | None = None,
    ) -> QuoteQueryEngine:
        """The engine over the index that `pullquote index` made in the folder `data`.

        Settings are those of the command line (`PULLQUOTE_*`, `.env`, `pullquote.toml`). `llm`
        writes the answers instead of the model that they name; finished ones are kept under its
        name, in the data folder.

        Raises ConfigError if a setting is wrong, NoIndex or another StoreError if the index cannot
        be used, ModelError if a model cannot.
        """
        settings = config.load(None if data is None else Path(data))
        model = None if llm is None else from_llm(llm, settings)
        answerer = open_answerer(settings, model)
        return cls(answerer, streaming=streaming, callback_manager=callback_manager)

    def retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        """The evidence alone, as `QuoteRetriever` gives it."""
        return self._retriever.retrieve(query_bundle)

    def _query(self, query_bundle: QueryBundle) -> Response | StreamingResponse:
        with self._event(query_bundle) as event:
            answer = self._answerer.answer(query_bundle.query_str)
            response = _response(answer)
            event.on_end(payload={EventPayload.RESPONSE: response})
        if not self._streaming:
            return response
        return StreamingResponse(_stream(answer), response.source_nodes, response.metadata)

    async def _aquery(self, query_bundle: QueryBundle) -> Response | AsyncStreamingResponse:
        with self._event(query_bundle) as event:
            answer = await asyncio.to_thread(self._answerer.answer, query_bundle.query_str)
            response = _response(answer)
            event.on_end(payload={EventPayload.RESPONSE: response})
        if not self._streaming:
            return response
        return AsyncStreamingResponse(_astream(answer), response.source_nodes, response.metadata)

    def _event(self, query_bundle: QueryBundle) -> AbstractContextManager[EventContext]:
        payload: dict[str, object] = {EventPayload.QUERY_STR: query_bundle.query_str}
        return self.callback_manager.event(CBEventType.QUERY, payload=payload)

    def _get_prompt_modules(self) -> dict[str, Any]:
        """None: prompts are files, see `prompts/`."""
        return {}


class QuoteRetriever(BaseRetriever):
    """The sentences that answer, as nodes like those of `QuoteQueryEngine`, best first.

    Without an answer in the articles there are none; with `closest`, what comes closest instead. A
    node's metadata says as "answers" which of the two it is. No language model is asked.
    """

    def __init__(
        self,
        answerer: Answerer,
        *,
        closest: bool = False,
        callback_manager: CallbackManager | None = None,
    ) -> None:
        super().__init__(callback_manager)
        self._answerer, self._closest = answerer, closest

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        plain = replace(self._answerer, writer=None, tracing=SILENT)
        answer = plain.answer(query_bundle.query_str)
        shown = answer.quotes or (answer.closest if self._closest else ())
        return [node(citation, answers=answer.answered) for citation in shown]

    async def _aretrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        return await asyncio.to_thread(self._retrieve, query_bundle)


def node(citation: Citation, **more: Value) -> NodeWithScore:
    """A quote as a node. An embedding or a language model that is given it sees the quote's text
    and, of the metadata, what it is cited by as far as that is known."""
    quote = citation.quote
    fields = citation_json(citation)
    metadata = {name: fields[name] for name in fields if name not in ("text", "score")} | more
    for_programs = [name for name in metadata if name not in CITED_BY or metadata[name] is None]
    return NodeWithScore(
        node=TextNode(
            id_=f"{quote.article.id}:{quote.start}-{quote.end}",
            text=quote.text,
            start_char_idx=quote.start,
            end_char_idx=quote.end,
            metadata=metadata,
            excluded_embed_metadata_keys=for_programs,
            excluded_llm_metadata_keys=for_programs,
            relationships={NodeRelationship.SOURCE: RelatedNodeInfo(node_id=quote.article.id)},
        ),
        score=citation.score,
    )


def pieces(answer: Answer) -> list[str]:
    """The answer's text in its sentences: joined, they are `answer.text`."""
    sentences = [s.text + "".join(f"[{n}]" for n in s.cites) for s in answer.statements]
    spaced = [*(f"{sentence} " for sentence in sentences[:-1]), *sentences[-1:]]
    return spaced if "".join(spaced) == answer.text else [answer.text]


def _response(answer: Answer) -> Response:
    return Response(answer.text, [node(citation) for citation in answer.quotes], answer.as_json())


def _stream(answer: Answer) -> Generator[str, None, None]:
    yield from pieces(answer)


async def _astream(answer: Answer) -> AsyncGenerator[str, None]:
    for piece in pieces(answer):
        yield piece


class LlamaIndexSink:
    """The steps of an answer as spans of LlamaIndex's instrumentation, named "Pullquote.STEP".

    What was noted of a step is the `result` of its span: a dict.
    """

    @contextmanager
    def span(self, name: str) -> Iterator[Note]:
        """A span within the one that is LlamaIndex's current one."""
        id_ = f"Pullquote.{name}-{uuid.uuid4()}"
        bound, noted = inspect.signature(lambda: None).bind(), dict[str, Value]()
        parent = active_span_id.get()
        token = active_span_id.set(id_)
        dispatcher.span_enter(id_, bound, parent_id=parent, tags={})
        try:
            yield noted.__setitem__
        except BaseException as error:
            dispatcher.span_drop(id_, bound, err=error)
            raise
        else:
            dispatcher.span_exit(id_, bound, result=noted)
        finally:
            active_span_id.reset(token)
