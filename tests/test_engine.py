"""Pullquote in ordinary LlamaIndex programs: responses, nodes, callbacks, events and spans."""

from __future__ import annotations

import asyncio
import inspect
import json
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import llama_index.core.instrumentation as instrument
import pytest
from fakes import Bench, FakeEmbedder
from llama_index.core.base.response.schema import (
    RESPONSE_TYPE,
    AsyncStreamingResponse,
    Response,
    StreamingResponse,
)
from llama_index.core.callbacks import CallbackManager, CBEventType, LlamaDebugHandler
from llama_index.core.instrumentation.event_handlers import BaseEventHandler
from llama_index.core.instrumentation.events import BaseEvent
from llama_index.core.instrumentation.span_handlers import SimpleSpanHandler
from llama_index.core.llms import (
    CompletionResponse,
    CompletionResponseGen,
    CustomLLM,
    LLMMetadata,
)
from llama_index.core.llms.callbacks import llm_completion_callback
from llama_index.core.query_engine import (
    RetrieverQueryEngine,
    RouterQueryEngine,
    SubQuestionQueryEngine,
)
from llama_index.core.question_gen.types import BaseQuestionGenerator, SubQuestion
from llama_index.core.response_synthesizers import get_response_synthesizer
from llama_index.core.schema import MetadataMode, NodeRelationship, QueryBundle, TextNode
from llama_index.core.selectors import LLMSingleSelector
from llama_index.core.tools import QueryEngineTool, ToolMetadata

from bot.answer import Answer, Statement, Status
from bot.answering import Answerer
from bot.config import Config
from bot.engine import QuoteQueryEngine, QuoteRetriever, pieces
from bot.evidence import Evidence, Pick, Picker
from bot.opening import open_builder
from index.errors import NoIndex, UsageError
from index.search import Findings, Searcher

ZOO = "A keeper fed the zebra at noon on Monday. The lions slept.\n"
QUESTION = "When did the keeper feed the zebra?"


class Told(Picker):
    """Finds that the first sentence answers, unless the question asks about nothing."""

    def __init__(self) -> None:
        pass

    def pick(self, findings: Findings) -> Evidence:
        article, span = findings.sentences[0]
        pick = Pick(article, span, 0.5, ((span.start + 2, span.start + 8),))
        return Evidence((pick,), 0.75, answers="nothing" not in findings.question)


class Scripted(CustomLLM):
    """A LlamaIndex LLM that says the same to everything, and keeps what it was given."""

    says: str = "Noon."
    given: list[str] = []  # noqa: RUF012 - pydantic copies it

    @property
    def metadata(self) -> LLMMetadata:
        return LLMMetadata(model_name="scripted")

    @llm_completion_callback()
    def complete(self, prompt: str, formatted: bool = False, **_: object) -> CompletionResponse:
        self.given.append(prompt)
        return CompletionResponse(text=self.says, delta=self.says)

    @llm_completion_callback()
    def stream_complete(
        self, prompt: str, formatted: bool = False, **_: object
    ) -> CompletionResponseGen:
        yield self.complete(prompt)


@pytest.fixture
def answerer(embedded: Bench) -> Answerer:
    embedded.write({"zoo.md": f"---\ntitle: At the zoo\npublished: 2022-01-07\n---\n{ZOO}"})
    embedded.build()
    return Answerer(Searcher(embedded.library(), FakeEmbedder()), Told())


@pytest.fixture
def engine(answerer: Answerer) -> QuoteQueryEngine:
    return QuoteQueryEngine(answerer)


def first(response: RESPONSE_TYPE) -> TextNode:
    node = response.source_nodes[0].node
    assert isinstance(node, TextNode)
    return node


# The response


def test_a_response_has_the_answers_text(engine: QuoteQueryEngine, answerer: Answerer) -> None:
    response = engine.query(QUESTION)
    assert isinstance(response, Response)
    assert response.response == answerer.answer(QUESTION).text == "One article speaks to this:[1]"


def test_a_source_node_is_a_quote_at_its_offsets(
    engine: QuoteQueryEngine, answerer: Answerer
) -> None:
    node, quote = first(engine.query(QUESTION)), answerer.answer(QUESTION).quotes[0].quote
    assert node.text == "A keeper fed the zebra at noon on Monday."
    assert node.start_char_idx is not None
    assert quote.article.text[node.start_char_idx : node.end_char_idx] == node.text
    assert node.relationships[NodeRelationship.SOURCE].node_id == "zoo"  # type: ignore[union-attr]


def test_a_source_node_says_what_the_answers_json_says_of_the_quote(
    engine: QuoteQueryEngine,
) -> None:
    response = engine.query(QUESTION)
    assert response.metadata is not None
    told = {**first(response).metadata, "text": first(response).text, "score": 0.5}
    assert told == response.metadata["quotes"][0]
    assert response.source_nodes[0].score == 0.5
    start = told["start"]
    assert (told["n"], told["highlights"]) == (1, [[start + 2, start + 8]])


def test_a_model_that_is_given_a_node_sees_the_quote_and_what_it_is_cited_by(
    engine: QuoteQueryEngine,
) -> None:
    node = first(engine.query(QUESTION))
    seen = "title: At the zoo\npublished: 2022-01-07\n\nA keeper fed the zebra at noon on Monday."
    assert node.get_content(MetadataMode.LLM) == seen
    assert node.get_content(MetadataMode.EMBED) == seen


def test_the_metadata_is_the_answer_as_json(engine: QuoteQueryEngine, answerer: Answerer) -> None:
    metadata = engine.query(QUESTION).metadata
    assert metadata is not None
    expected = answerer.answer(QUESTION).as_json()
    assert {**metadata, "timings_ms": {}} == {**expected, "timings_ms": {}}
    assert json.loads(json.dumps(metadata)) == metadata


def test_a_declined_answer_has_no_source_and_its_closest_in_the_metadata(
    engine: QuoteQueryEngine,
) -> None:
    response = engine.query("What says nothing of the zebra?")
    assert str(response) == "The articles don’t say."
    assert response.source_nodes == []
    assert response.metadata is not None
    assert response.metadata["status"] == "declined"
    assert response.metadata["closest"][0]["text"] == "A keeper fed the zebra at noon on Monday."


def test_an_empty_question_is_refused_as_everywhere(engine: QuoteQueryEngine) -> None:
    with pytest.raises(UsageError, match="The question is empty"):
        engine.query("  ")


def test_asynchronous_queries_get_the_same(engine: QuoteQueryEngine) -> None:
    response = asyncio.run(engine.aquery(QUESTION))
    assert isinstance(response, Response)
    assert response.response == str(engine.query(QUESTION))
    assert first(response) == first(engine.query(QUESTION))


def test_many_asynchronous_queries_run_at_once(engine: QuoteQueryEngine) -> None:
    async def ask() -> list[RESPONSE_TYPE]:
        return await asyncio.gather(*map(engine.aquery, [QUESTION] * 8))

    assert [str(each) for each in asyncio.run(ask())] == [str(engine.query(QUESTION))] * 8


# Streaming


def written(*statements: Statement, text: str) -> Answer:
    return Answer("Who?", Status.ANSWERED, text, statements, 0.9, "model")


def test_an_answers_pieces_are_its_sentences_with_their_numbers() -> None:
    statements = Statement("One.", (1, 2)), Statement("Two.", (2,))
    answer = written(*statements, text="One.[1][2] Two.[2]")
    assert pieces(answer) == ["One.[1][2] ", "Two.[2]"]


def test_the_pieces_of_an_answer_to_several_questions_are_its_text(answerer: Answerer) -> None:
    answer = answerer.answer(f"{QUESTION} And what did the lions do? And what of nothing at all?")
    assert len(answer.parts) == 3
    assert len(pieces(answer)) == 4
    assert "".join(pieces(answer)) == answer.text


def test_a_text_that_is_not_its_statements_is_one_piece() -> None:
    assert pieces(written(Statement("One.", (1,)), text="One.[1] And:")) == ["One.[1] And:"]


def test_a_streamed_response_comes_to_the_same_text_with_its_sources(
    answerer: Answerer, engine: QuoteQueryEngine
) -> None:
    response = QuoteQueryEngine(answerer, streaming=True).query(QUESTION)
    assert isinstance(response, StreamingResponse)
    assert "".join(response.response_gen) == str(engine.query(QUESTION))
    assert first(response) == first(engine.query(QUESTION))


def test_an_asynchronous_stream_comes_to_the_same_text(
    answerer: Answerer, engine: QuoteQueryEngine
) -> None:
    async def stream() -> str:
        response = await QuoteQueryEngine(answerer, streaming=True).aquery(QUESTION)
        assert isinstance(response, AsyncStreamingResponse)
        return "".join([piece async for piece in response.async_response_gen()])

    assert asyncio.run(stream()) == str(engine.query(QUESTION))


# A model of somebody's own, and an index of one's own


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder as `pullquote index` leaves it."""
    folder = tmp_path_factory.mktemp("own")
    (folder / "articles").mkdir()
    (folder / "articles" / "zoo.txt").write_text(ZOO, encoding="utf-8")
    open_builder(Config(data=folder / "data")).build([folder / "articles"])
    return folder / "data"


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder and an environment without settings."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.upper().startswith("PULLQUOTE_")]:
        monkeypatch.delenv(name)


@pytest.mark.usefixtures("elsewhere")
def test_an_engine_opens_on_a_data_folder(data: Path) -> None:
    response = QuoteQueryEngine.open(data).query(QUESTION)
    assert first(response).text == "A keeper fed the zebra at noon on Monday."


@pytest.mark.usefixtures("elsewhere")
def test_without_an_index_it_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(NoIndex, match="pullquote index"):
        QuoteQueryEngine.open(tmp_path / "nothing")


@pytest.mark.usefixtures("elsewhere")
def test_a_model_of_somebodys_own_writes_and_its_ids_become_citations(data: Path) -> None:
    llm = Scripted(says="The keeper fed the zebra at noon [S1].")
    response = QuoteQueryEngine.open(data, llm=llm).query(QUESTION)
    assert str(response) == "The keeper fed the zebra at noon.[1]"
    assert first(response).text == "A keeper fed the zebra at noon on Monday."
    assert "[S1] A keeper fed the zebra at noon on Monday." in llm.given[0]


@pytest.mark.usefixtures("elsewhere")
def test_what_a_model_of_somebodys_own_invents_is_not_streamed(data: Path) -> None:
    llm = Scripted(says="The keeper fed 300 pandas in Beijing [S1].")
    engine = QuoteQueryEngine.open(data, llm=llm, streaming=True)
    response = engine.query("Whom did the keeper feed at noon?")
    assert isinstance(response, StreamingResponse)
    assert "Beijing" not in "".join(response.response_gen)
    assert response.metadata is not None
    assert "without a model" in response.metadata["writing"]["fallback"]


# The retriever


def test_the_retriever_gives_the_evidence_as_the_same_nodes(
    answerer: Answerer, engine: QuoteQueryEngine
) -> None:
    nodes = QuoteRetriever(answerer).retrieve(QUESTION)
    assert [node.node.get_content() for node in nodes] == [first(engine.query(QUESTION)).text]
    assert nodes[0].node.metadata["answers"] is True
    assert engine.retrieve(QueryBundle(QUESTION)) == nodes


def test_the_retriever_gives_the_evidence_of_each_part_of_a_question(
    answerer: Answerer, embedded: Bench
) -> None:
    embedded.write({"wolves": "The wolves howled."})
    embedded.build()
    nodes = QuoteRetriever(answerer).retrieve(f"{QUESTION} And what did the wolves do?")
    assert [node.node.get_content() for node in nodes] == [
        "A keeper fed the zebra at noon on Monday.", "The wolves howled.",
    ]  # fmt: skip


def test_the_retriever_gives_what_comes_closest_only_if_told_to(answerer: Answerer) -> None:
    question = "What says nothing of the zebra?"
    assert QuoteRetriever(answerer).retrieve(question) == []
    (closest,) = QuoteRetriever(answerer, closest=True).retrieve(question)
    assert closest.node.metadata["answers"] is False


def test_the_retriever_is_asynchronous_too(answerer: Answerer) -> None:
    retriever = QuoteRetriever(answerer)
    assert asyncio.run(retriever.aretrieve(QUESTION)) == retriever.retrieve(QUESTION)


# Ordinary programs


def test_a_synthesizer_of_somebodys_own_answers_from_the_retrievers_quotes(
    answerer: Answerer,
) -> None:
    llm = Scripted()
    engine = RetrieverQueryEngine.from_args(QuoteRetriever(answerer), llm=llm)
    response = engine.query(QUESTION)
    assert str(response) == "Noon."
    assert "A keeper fed the zebra at noon on Monday." in llm.given[0]
    assert first(response).start_char_idx == first(response).metadata["start"]


def test_a_router_sends_a_question_to_it_and_keeps_its_sources(engine: QuoteQueryEngine) -> None:
    tools = [
        QueryEngineTool.from_defaults(engine, description="news articles, quoted"),
        QueryEngineTool.from_defaults(engine, description="recipes"),
    ]
    choice = Scripted(says='[{"choice": 1, "reason": "It is about news."}]')
    selector = LLMSingleSelector.from_defaults(llm=choice)
    router = RouterQueryEngine(selector, tools, llm=choice)
    response = router.query(QUESTION)
    assert first(response).text == "A keeper fed the zebra at noon on Monday."
    assert response.metadata is not None
    assert response.metadata["status"] == "answered"


class Halves(BaseQuestionGenerator):
    """Takes a question apart where it says "and"."""

    def generate(self, tools: Sequence[ToolMetadata], query: QueryBundle) -> list[SubQuestion]:
        return [
            SubQuestion(sub_question=part, tool_name=str(tools[0].name))
            for part in query.query_str.split(" and ")
        ]

    async def agenerate(
        self, tools: Sequence[ToolMetadata], query: QueryBundle
    ) -> list[SubQuestion]:
        return self.generate(tools, query)

    def _get_prompts(self) -> dict[str, Any]:
        return {}

    def _update_prompts(self, prompts: object) -> None:
        pass


def test_sub_questions_are_asked_of_it_and_put_together(engine: QuoteQueryEngine) -> None:
    llm = Scripted(says="Both at noon.")
    about = ToolMetadata(name="articles", description="news articles, quoted")
    whole = SubQuestionQueryEngine.from_defaults(
        [QueryEngineTool(engine, about)],
        llm=llm,
        question_gen=Halves(),
        response_synthesizer=get_response_synthesizer(llm=llm),
        verbose=False,
        use_async=False,
    )
    response = whole.query("Who fed the zebra and who slept?")
    assert str(response) == "Both at noon."
    assert "One article speaks to this:[1]" in llm.given[0]


def test_a_tool_gives_an_agent_the_answer_and_its_quotes(engine: QuoteQueryEngine) -> None:
    output = QueryEngineTool.from_defaults(engine, name="articles").call(QUESTION)
    assert output.content == "One article speaks to this:[1]"
    assert first(output.raw_output).text == "A keeper fed the zebra at noon on Monday."


# Callbacks, events and spans


def test_callbacks_are_told_of_question_and_response(answerer: Answerer) -> None:
    seen = LlamaDebugHandler(print_trace_on_end=False)
    engine = QuoteQueryEngine(answerer, callback_manager=CallbackManager([seen]))
    response = engine.query(QUESTION)
    ((start, end),) = seen.get_event_pairs(CBEventType.QUERY)
    assert start.payload == {"query_str": QUESTION}
    assert end.payload == {"response": response}


class Events(BaseEventHandler):
    names: list[str] = []  # noqa: RUF012 - pydantic copies it

    def handle(self, event: BaseEvent, **_: object) -> None:
        self.names.append(event.class_name())


class Spans(SimpleSpanHandler):
    """Keeps spans with what their functions returned."""

    results: dict[str, Any] = {}  # noqa: RUF012 - pydantic copies it

    def span_exit(
        self,
        id_: str,
        bound_args: inspect.BoundArguments,
        instance: object = None,
        result: object = None,
        **more: object,
    ) -> None:
        self.results[id_.partition("-")[0]] = result
        super().span_exit(id_, bound_args, instance, result, **more)

    def parents(self) -> dict[str, str]:
        """Each completed span's name with that of the one around it."""
        return {
            one.id_.partition("-")[0]: (one.parent_id or "").partition("-")[0]
            for one in self.completed_spans
        }


@pytest.fixture
def watched() -> Iterator[tuple[Events, Spans]]:
    """What a program attaches to LlamaIndex to see what happens."""
    root = instrument.get_dispatcher()  # type: ignore[attr-defined] # public there
    events, spans = Events(), Spans()
    before = root.event_handlers, root.span_handlers
    root.event_handlers, root.span_handlers = [events], [spans]
    yield events, spans
    root.event_handlers, root.span_handlers = before


def test_llama_indexs_events_frame_a_query(
    engine: QuoteQueryEngine, watched: tuple[Events, Spans]
) -> None:
    engine.query(QUESTION)
    assert watched[0].names == ["QueryStartEvent", "QueryEndEvent"]


@pytest.mark.usefixtures("elsewhere")
def test_llama_indexs_events_of_the_model_are_within_the_step_that_asks_it(
    data: Path, watched: tuple[Events, Spans]
) -> None:
    llm = Scripted(says="The lions slept at noon [S2].")
    QuoteQueryEngine.open(data, llm=llm).query("What did the lions do, slept?")
    assert {"LLMChatStartEvent", "LLMCompletionStartEvent"} & set(watched[0].names)
    parents = watched[1].parents()
    assert parents["Pullquote.model"] == parents["Pullquote.check"] == "Pullquote.write"


def test_llama_indexs_events_frame_what_is_retrieved(
    engine: QuoteQueryEngine, watched: tuple[Events, Spans]
) -> None:
    engine.retrieve(QueryBundle(QUESTION))
    assert watched[0].names == ["RetrievalStartEvent", "RetrievalEndEvent"]


def test_the_steps_of_an_answer_are_spans_within_the_query(
    engine: QuoteQueryEngine, watched: tuple[Events, Spans]
) -> None:
    engine.query(QUESTION)
    parents = watched[1].parents()
    assert parents["Pullquote.answer"] == "QuoteQueryEngine._query"
    steps = ("Pullquote.search", "Pullquote.pick", "Pullquote.write")
    assert {parents[step] for step in steps} == {"Pullquote.answer"}


def test_the_steps_of_an_asynchronous_answer_are_spans_within_its_query(
    engine: QuoteQueryEngine, watched: tuple[Events, Spans]
) -> None:
    asyncio.run(engine.aquery(QUESTION))
    parents = watched[1].parents()
    assert parents["Pullquote.answer"] == "QuoteQueryEngine._aquery"
    assert parents["Pullquote.search"] == "Pullquote.answer"


def test_what_was_noted_of_a_step_is_its_spans_result(
    engine: QuoteQueryEngine, watched: tuple[Events, Spans]
) -> None:
    engine.query(QUESTION)
    noted = watched[1].results["Pullquote.answer"]
    assert (noted["status"], noted["quotes"], noted["confidence"]) == ("answered", 1, 0.75)


def test_a_step_that_fails_is_a_dropped_span(
    embedded: Bench, watched: tuple[Events, Spans]
) -> None:
    engine = QuoteQueryEngine(Answerer(Searcher(embedded.library(), FakeEmbedder()), Told()))
    with pytest.raises(NoIndex):
        engine.query(QUESTION)
    dropped = [one.id_.partition("-")[0] for one in watched[1].dropped_spans]
    assert dropped[:2] == ["Pullquote.search", "Pullquote.answer"]
