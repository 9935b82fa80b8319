"""Spans: which step of an answer took how long, and what came out of it, for whoever watches.

    answer ─┬─ search
            ├─ pick
            └─ write ─┬─ model      one call of the language model
                      └─ check

Owns the hook (`with span("search"):`), what of an answer is noted, and OpenTelemetry, which
`trace = "otel"` turns on; its own OTEL_* variables say where spans go. Unlike `bot.engine`, which
hands the same spans to a LlamaIndex program, nothing of LlamaIndex is known here. Without a sink a
span costs a microsecond, and nothing of OpenTelemetry is imported.

What is noted are counts, times, the model's name, prompt versions, status and confidence. Texts of
questions, articles, prompts and replies are noted only where `log_content` is on.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from importlib.metadata import EntryPoint, entry_points
from typing import TYPE_CHECKING, Protocol

from bot.answer import Answer
from bot.llm.model import Completion, Model
from index.errors import ConfigError

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import SpanProcessor, TracerProvider
    from opentelemetry.trace import Tracer

NONE, OTEL = "none", "otel"  # what the setting `trace` may be
SERVICE = "pullquote"
EXPORTERS = "opentelemetry_traces_exporter"  # the entry points of OpenTelemetry's exporters
EXPORT_S = 2.0
TIMEOUTS = ("OTEL_EXPORTER_OTLP_TRACES_TIMEOUT", "OTEL_EXPORTER_OTLP_TIMEOUT")
UNSENT = (
    "Spans could not be sent. Is a collector running, and is OTEL_EXPORTER_OTLP_ENDPOINT right? "
    "Without one, set trace to none."
)
# OpenTelemetry's own words for what it has words for (semantic conventions for generative AI).
CONVENTIONS = {
    "model": "gen_ai.request.model",
    "input_tokens": "gen_ai.usage.input_tokens",
    "output_tokens": "gen_ai.usage.output_tokens",
}

log = logging.getLogger("pullquote.tracing")
Value = bool | int | float | str | tuple[str, ...]
Note = Callable[[str, Value], None]


class Sink(Protocol):
    """Where spans go."""

    def span(self, name: str) -> AbstractContextManager[Note]:
        """A span that ends with the block, as failed if an error leaves it. What the block is given
        notes an attribute."""
        ...


@dataclass(frozen=True, slots=True)
class Span:
    """A step under way."""

    _notes: tuple[Note, ...]
    _log_content: bool

    def note(self, **attributes: Value) -> None:
        """Notes counts, names and the like: never a text of an article, a question or a model."""
        for note in self._notes:
            for name, value in attributes.items():
                note(name, value)

    def note_texts(self, **texts: str) -> None:
        """Notes texts, if `log_content` is on."""
        if self._log_content:
            self.note(**texts)

    def note_answer(self, answer: Answer) -> None:
        """Notes what came out."""
        if not self._notes:
            return
        self.note(
            status=str(answer.status),
            confidence=round(answer.confidence, 4),
            answerer=answer.answerer,
            quotes=len(answer.quotes),
            articles=len({citation.quote.article.id for citation in answer.quotes}),
            statements=len(answer.statements),
            disagreements=len(answer.disagreements),
        )
        self._note_writing(answer)
        self.note_texts(question=answer.question, asked=answer.asked, text=answer.text)

    def _note_writing(self, answer: Answer) -> None:
        writing = answer.writing
        if writing is None:
            return
        self.note(
            model=writing.model,
            prompts=tuple(f"{name} {version}" for name, version in writing.prompts.items()),
            calls=writing.usage.calls,
            input_tokens=writing.usage.input_tokens,
            output_tokens=writing.usage.output_tokens,
            dropped=len(writing.dropped) + writing.dropped_more,
            fell_back=bool(writing.fallback),
            from_cache=writing.from_cache,
            vetoed=writing.vetoed,
            overruled=writing.overruled,
        )


@dataclass(frozen=True)
class Tracing:
    """The sinks of one answerer. `log_content`: texts are noted too. Threads may share it."""

    sinks: tuple[Sink, ...] = ()
    log_content: bool = False

    def also_to(self, sink: Sink) -> Tracing:
        """The same with one sink more."""
        return replace(self, sinks=(*self.sinks, sink))

    @contextmanager
    def answering(self) -> Iterator[Span]:
        """The span of a whole answer. Every `span` within the block goes to the same sinks."""
        token = _in_force.set(self)
        try:
            with span("answer") as whole:
                yield whole
        finally:
            _in_force.reset(token)


SILENT = Tracing()

_in_force: ContextVar[Tracing] = ContextVar("tracing", default=SILENT)


@contextmanager
def span(name: str) -> Iterator[Span]:
    """A step within `Tracing.answering`; anywhere else nothing is noted."""
    tracing = _in_force.get()
    with ExitStack() as opened:
        notes = tuple(opened.enter_context(sink.span(name)) for sink in tracing.sinks)
        yield Span(notes, tracing.log_content)


@dataclass(frozen=True, slots=True)
class TracedModel:
    """A model whose every call is a span."""

    _model: Model

    @property
    def name(self) -> str:
        """The model's own name."""
        return self._model.name

    def complete(self, system: str, prompt: str, *, within_s: float | None = None) -> Completion:
        """The model's own reply. Raises ModelFailed like it."""
        with span("model") as call:
            call.note(model=self.name)
            call.note_texts(system=system, prompt=prompt)
            completion = self._model.complete(system, prompt, within_s=within_s)
            usage = completion.usage
            call.note(input_tokens=usage.input_tokens, output_tokens=usage.output_tokens)
            call.note(cut_off=completion.cut_off)
            call.note_texts(reply=completion.text)
            return completion


def open_tracing(trace: str, log_content: bool = False) -> Tracing:
    """What the setting names: nothing, or OpenTelemetry.

    A program that has set OpenTelemetry up keeps its own provider; else one is made as OTEL_*
    variables say, and sends what is left when the program ends. Raises ConfigError if they name an
    exporter for which no package is installed.
    """
    if trace == NONE:
        return SILENT
    return Tracing((OpenTelemetrySink(_tracer()),), log_content)


@dataclass(frozen=True)
class OpenTelemetrySink:
    """Spans named "pullquote.STEP", with attributes named "pullquote.NAME" or as `CONVENTIONS` say.

    Of an error only its kind is noted: its message may hold a text.
    """

    tracer: Tracer
    _prefix: str = field(default=f"{SERVICE}.", init=False)

    @contextmanager
    def span(self, name: str) -> Iterator[Note]:
        """A span that is OpenTelemetry's current one within the block."""
        from opentelemetry.trace import StatusCode

        with self.tracer.start_as_current_span(
            self._prefix + name, record_exception=False, set_status_on_exception=False
        ) as opened:
            try:
                yield lambda key, value: opened.set_attribute(self._name(key), value)
            except BaseException as error:
                opened.set_status(StatusCode.ERROR, type(error).__name__)
                raise

    def _name(self, key: str) -> str:
        return CONVENTIONS.get(key, self._prefix + key)


def _tracer() -> Tracer:
    from opentelemetry import trace

    if isinstance(trace.get_tracer_provider(), trace.ProxyTracerProvider):
        trace.set_tracer_provider(_provider())
    return trace.get_tracer(SERVICE)


def _provider() -> TracerProvider:
    """A provider as the variables say; the service is named "pullquote" unless they name it."""
    from opentelemetry.sdk.resources import SERVICE_NAME, OTELResourceDetector, Resource
    from opentelemetry.sdk.trace import TracerProvider

    named = Resource.create({SERVICE_NAME: SERVICE}).merge(OTELResourceDetector().detect())
    provider = TracerProvider(resource=named)
    exporters = os.environ.get("OTEL_TRACES_EXPORTER", "").strip() or "otlp"
    for exporter in exporters.split(","):
        if exporter.strip() != "none":
            provider.add_span_processor(_processor(exporter.strip()))
    return provider


def _processor(exporter: str) -> SpanProcessor:
    from opentelemetry.sdk.trace.export import (
        BatchSpanProcessor,
        ConsoleSpanExporter,
        SimpleSpanProcessor,
    )

    if exporter == "console":  # standard output is for answers
        return SimpleSpanProcessor(ConsoleSpanExporter(out=sys.stderr))
    logger = logging.getLogger("opentelemetry.exporter")
    logger.addHandler(_OneLine())
    logger.propagate = False
    return BatchSpanProcessor(_entry_point(exporter).load()(**_patience(exporter)))


class _OneLine(logging.Handler):
    """Says once, in our words, that an exporter fails: it would say so at length with every try."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self._said = False

    def emit(self, record: logging.LogRecord) -> None:
        if not self._said:
            self._said = True
            log.warning(UNSENT)


def _patience(exporter: str) -> dict[str, float]:
    """How long OTLP's exporters try, unless the variables say so: a program waits for it to end."""
    if exporter.partition("_")[0] != "otlp" or any(os.environ.get(name) for name in TIMEOUTS):
        return {}
    return {"timeout": EXPORT_S}


def _entry_point(exporter: str) -> EntryPoint:
    """The exporter's class, found as OpenTelemetry finds it: "otlp" by the protocol's name."""
    name = f"otlp_proto_{_otlp_protocol()}" if exporter == "otlp" else exporter
    for found in entry_points(group=EXPORTERS, name=name):
        return found
    known = ", ".join(sorted({"console", "none", *entry_points(group=EXPORTERS).names}))
    raise ConfigError(
        f"OTEL_TRACES_EXPORTER is {exporter!r}, and OpenTelemetry's exporter {name!r} is not "
        f"installed. Install its package, or take one of: {known}."
    )


def _otlp_protocol() -> str:
    """ "grpc", which is what chromadb brings, unless the variables say "http/protobuf"."""
    names = ("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "OTEL_EXPORTER_OTLP_PROTOCOL")
    given = (os.environ.get(name, "").strip() for name in names)
    return next(filter(None, given), "grpc").partition("/")[0]
