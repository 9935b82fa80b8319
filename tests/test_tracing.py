"""Spans: which there are, what is noted of them, and what never is."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from fakes import Bench, FakeEmbedder
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import StatusCode

from bot.answer import Answer, Status, Usage, Writing
from bot.answering import Answerer
from bot.llm.model import Completion, ModelFailed
from bot.tracing import (
    SILENT,
    UNSENT,
    Note,
    OpenTelemetrySink,
    TracedModel,
    Tracing,
    Value,
    open_tracing,
    span,
)
from index.errors import NoIndex, UsageError

PRIVATE = "the zebra of Geneva"
DECLINED = Answer("Who?", Status.DECLINED, "The articles don’t say.", (), 0.1, "extractive")


@dataclass
class Recorder:
    """A sink that keeps what it was told: spans in the order in which they began."""

    spans: list[tuple[str, dict[str, Value]]] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    @contextmanager
    def span(self, name: str) -> Iterator[Note]:
        noted: dict[str, Value] = {}
        self.spans.append((name, noted))
        try:
            yield noted.__setitem__
        except Exception:
            self.failed.append(name)
            raise

    @property
    def names(self) -> list[str]:
        return [name for name, _ in self.spans]

    def noted(self, name: str) -> dict[str, Value]:
        return dict(self.spans)[name]


@dataclass(frozen=True)
class Parrot:
    """A model that says one thing, or fails."""

    says: str | None = "Yes. [1]"
    name: str = "parrot:1"

    def complete(self, system: str, prompt: str, *, within_s: float | None = None) -> Completion:
        if self.says is None:
            raise ModelFailed(f"It choked on {prompt!r}.")
        return Completion(self.says, Usage(1, 20, 3), cut_off=True)


def traced(answerer: Answerer, *, log_content: bool = False) -> tuple[Answerer, Recorder]:
    recorder = Recorder()
    return replace(answerer, tracing=Tracing((recorder,), log_content)), recorder


@pytest.fixture
def answerer(embedded: Bench) -> Answerer:
    embedded.write({"zoo": f"A keeper fed {PRIVATE} at noon on Monday. The lions slept."})
    embedded.build()
    return Answerer.open(embedded.library(), FakeEmbedder())


def test_each_step_of_an_answer_is_a_span_within_the_answers(answerer: Answerer) -> None:
    tried, recorder = traced(answerer)
    tried.answer("Who fed the zebra?")
    assert recorder.names[:4] == ["answer", "search", "pick", "write"]


def test_an_answers_span_says_what_came_out(answerer: Answerer) -> None:
    tried, recorder = traced(answerer)
    answer = tried.answer("Who fed the zebra of Geneva at noon?")
    noted = recorder.noted("answer")
    assert noted["status"] == str(answer.status)
    assert noted["quotes"] == len(answer.quotes)
    assert noted["confidence"] == pytest.approx(answer.confidence, abs=1e-4)


def test_what_a_model_did_is_noted_in_counts_and_versions() -> None:
    recorder = Recorder()
    writing = Writing(
        "parrot:1",
        {"answer": "a1b2"},
        ("said nothing",),
        "It fell.",
        Usage(2, 30, 4),
        dropped_more=2,
    )
    with Tracing((recorder,)).answering() as whole:
        whole.note_answer(replace(DECLINED, writing=writing))
    noted = recorder.noted("answer")
    assert (noted["model"], noted["prompts"]) == ("parrot:1", ("answer a1b2",))
    assert (noted["calls"], noted["input_tokens"], noted["output_tokens"]) == (2, 30, 4)
    assert (noted["dropped"], noted["fell_back"]) == (3, True)


def test_no_text_of_question_or_article_is_noted(answerer: Answerer) -> None:
    tried, recorder = traced(answerer)
    answer = tried.answer(f"Who fed {PRIVATE} at noon?")
    assert PRIVATE in answer.quotes[0].quote.text
    assert "zebra" not in repr(recorder.spans)


def test_texts_are_noted_where_that_is_asked_for(answerer: Answerer) -> None:
    tried, recorder = traced(answerer, log_content=True)
    tried.answer(f"Who fed {PRIVATE} at noon?")
    assert recorder.noted("answer")["question"] == f"Who fed {PRIVATE} at noon?"


def test_an_answer_is_the_same_with_and_without_a_sink(answerer: Answerer) -> None:
    tried, _ = traced(answerer)
    one, other = (each.answer("Who fed the zebra?") for each in (answerer, tried))
    assert replace(one, timings_ms={}) == replace(other, timings_ms={})


def test_a_failing_step_ends_its_span_as_failed(embedded: Bench) -> None:
    tried, recorder = traced(Answerer.open(embedded.library(), FakeEmbedder()))
    with pytest.raises(NoIndex):
        tried.answer("Who fed the zebra?")
    assert recorder.failed == ["search", "answer"]


def test_a_question_that_cannot_be_asked_is_a_failed_answer(answerer: Answerer) -> None:
    tried, recorder = traced(answerer)
    with pytest.raises(UsageError):
        tried.answer("  ")
    assert (recorder.names, recorder.failed) == (["answer"], ["answer"])


def test_every_sink_is_told() -> None:
    one, other = Recorder(), Recorder()
    with Tracing((one,)).also_to(other).answering(), span("search") as step:
        step.note(found=3)
    assert one.spans == other.spans == [("answer", {}), ("search", {"found": 3})]


def test_a_span_outside_an_answer_goes_nowhere() -> None:
    recorder = Recorder()
    with Tracing((recorder,)).answering():
        pass
    with span("search") as step:
        step.note(found=3)
    assert recorder.names == ["answer"]


def test_a_models_call_is_a_span_with_its_tokens() -> None:
    recorder = Recorder()
    with Tracing((recorder,)).answering():
        reply = TracedModel(Parrot()).complete("system", PRIVATE, within_s=2.0)
    assert reply == Parrot().complete("system", PRIVATE)
    assert recorder.noted("model") == {
        "model": "parrot:1",
        "input_tokens": 20,
        "output_tokens": 3,
        "cut_off": True,
    }


def test_a_models_prompt_and_reply_are_noted_where_that_is_asked_for() -> None:
    recorder = Recorder()
    with Tracing((recorder,), log_content=True).answering():
        TracedModel(Parrot()).complete("system", PRIVATE)
    noted = recorder.noted("model")
    assert (noted["system"], noted["prompt"], noted["reply"]) == ("system", PRIVATE, "Yes. [1]")


# OpenTelemetry


@pytest.fixture
def exporter() -> InMemorySpanExporter:
    return InMemorySpanExporter()


@pytest.fixture
def otel(exporter: InMemorySpanExporter) -> Tracing:
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    return Tracing((OpenTelemetrySink(provider.get_tracer("tests")),))


def parents(spans: tuple[ReadableSpan, ...]) -> dict[str, str | None]:
    """Each span's name with its parent's."""
    names = {one.context.span_id: one.name for one in spans if one.context}
    return {one.name: names[one.parent.span_id] if one.parent else None for one in spans}


def test_opentelemetry_has_the_steps_within_the_answer(
    answerer: Answerer, otel: Tracing, exporter: InMemorySpanExporter
) -> None:
    replace(answerer, tracing=otel).answer("Who fed the zebra?")
    found = parents(exporter.get_finished_spans())
    assert found.pop("pullquote.answer") is None
    assert {"pullquote.search", "pullquote.pick", "pullquote.write"} <= found.keys()
    assert set(found.values()) == {"pullquote.answer"}


def test_opentelemetrys_own_names_are_used_where_it_has_some(
    otel: Tracing, exporter: InMemorySpanExporter
) -> None:
    with otel.answering():
        TracedModel(Parrot()).complete("", "Who?")
    model = exporter.get_finished_spans()[0]
    assert dict(model.attributes or {}) == {
        "gen_ai.request.model": "parrot:1",
        "gen_ai.usage.input_tokens": 20,
        "gen_ai.usage.output_tokens": 3,
        "pullquote.cut_off": True,
    }


def test_of_an_error_opentelemetry_gets_the_kind_and_not_the_message(
    otel: Tracing, exporter: InMemorySpanExporter
) -> None:
    with pytest.raises(ModelFailed), otel.answering():
        TracedModel(Parrot(says=None)).complete("", PRIVATE)
    for one in exporter.get_finished_spans():
        assert (one.status.status_code, one.status.description) == (StatusCode.ERROR, "ModelFailed")
        assert PRIVATE not in one.to_json()


def test_no_setting_is_no_sink() -> None:
    assert open_tracing("none") is SILENT


# What a program of its own does, for OpenTelemetry's provider is one a process.

PROGRAM = """
import sys
from bot.tracing import open_tracing, span
{before}
with open_tracing("otel").answering(), span("search") as step:
    step.note(found=3)
{after}
"""


def run(before: str = "", after: str = "", **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("OTEL_")}
    return subprocess.run(
        [sys.executable, "-c", PROGRAM.format(before=before, after=after)],
        env={**environment, "PYTHONPATH": str(Path(__file__).parents[1]), **variables},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_the_variables_say_where_spans_go_and_answers_keep_standard_output() -> None:
    done = run(OTEL_TRACES_EXPORTER="console", OTEL_SERVICE_NAME="newsroom")
    assert done.returncode == 0
    assert done.stdout == ""
    search = json.loads(done.stderr[: done.stderr.index("\n}") + 2])
    assert (search["name"], search["attributes"]) == ("pullquote.search", {"pullquote.found": 3})
    assert search["resource"]["attributes"]["service.name"] == "newsroom"


def test_a_service_that_no_variable_names_is_pullquote() -> None:
    done = run(OTEL_TRACES_EXPORTER="console")
    assert '"service.name": "pullquote"' in done.stderr


def test_an_exporter_that_is_not_installed_is_named_with_those_that_are() -> None:
    done = run(OTEL_TRACES_EXPORTER="carrier-pigeon")
    assert "ConfigError: OTEL_TRACES_EXPORTER is 'carrier-pigeon'" in done.stderr
    assert "console, none, otlp_proto_grpc" in done.stderr


def test_without_a_collector_one_line_says_so_and_nobody_waits_long() -> None:
    started = time.monotonic()
    done = run(OTEL_EXPORTER_OTLP_ENDPOINT="http://127.0.0.1:9")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", f"{UNSENT}\n")
    assert time.monotonic() - started < 6


def test_a_program_keeps_the_provider_that_it_has_set_up() -> None:
    before = (
        "from opentelemetry import trace\n"
        "from opentelemetry.sdk.trace import TracerProvider\n"
        "mine = TracerProvider()\n"
        "trace.set_tracer_provider(mine)\n"
    )
    done = run(before, "print(trace.get_tracer_provider() is mine)")
    assert (done.stdout, done.stderr) == ("True\n", "")


def test_without_the_setting_nothing_of_opentelemetry_or_llama_index_is_imported() -> None:
    program = (
        "import sys, bot.tracing as t\n"
        "with t.open_tracing('none').answering(), t.span('search'): pass\n"
        "print([m for m in sys.modules if m.startswith(('opentelemetry', 'llama_index'))])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=Path(__file__).parents[1],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "[]\n"
