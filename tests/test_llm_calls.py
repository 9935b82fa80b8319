"""Calls of a language model over real HTTP: whatever the server does, each ends in time.

It ends in a reply or in one clear message, and nothing secret is told.
"""

from __future__ import annotations

import asyncio
import logging
import re
import socket
import threading
import time
from dataclasses import dataclass
from email.utils import formatdate
from pathlib import Path

import httpx
import pytest
from llm_server import Behaviour, LlmServer

from bot.answer import Usage
from bot.config import Config
from bot.llm.breaker import Breaker
from bot.llm.budget import Budget, Prices
from bot.llm.calls import LimitedModel, Limits
from bot.llm.model import Completion, ModelFailed
from bot.llm.opening import open_model
from bot.llm.providers import open_provider
from bot.llm.replies import MAX_CHARS
from bot.llm.specs import parse
from bot.llm.troubles import trouble_of
from bot.settings import Secret

SYSTEM, PROMPT = "You quote.", "Who leads the delegation?"
TIMEOUT_S = 5.0
SHORT_S = 0.4  # where it is the time-out that ends the call
SLACK_S = 2.0  # what a busy machine may take on top
REPLY = "Sherman leads the delegation [1]."
KEY = "sk-secret-0123456789"


@dataclass
class Bench:
    """A model with short limits and no waits, and what it slept."""

    folder: Path
    slept: list[float]

    def model(
        self, llm: LlmServer, breaker: Breaker | None = None, **limits: float
    ) -> LimitedModel:
        spec = parse(llm.spec)
        assert spec is not None
        given = Limits(**{"timeout_s": TIMEOUT_S, "answer_timeout_s": 9, "wait_s": 0.01, **limits})  # type: ignore[arg-type]
        provider = open_provider(spec, key=Secret(KEY), max_tokens=given.max_tokens, timeout_s=30)
        budget = Budget(self.folder / "llm.sqlite3", prices=Prices(1.0, 2.0))
        return LimitedModel(provider, given, budget, breaker or Breaker(), self.slept.append)


@pytest.fixture(scope="module", autouse=True)
def warm() -> None:
    """The first client takes a second to import, which is not to be measured."""
    with LlmServer() as server:
        model = open_model(Config(llm=server.spec))
        assert model is not None
        model.complete(SYSTEM, PROMPT)


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path, [])


def ask(model: LimitedModel, within_s: float | None = None) -> Completion:
    return model.complete(SYSTEM, PROMPT, within_s=within_s)


def failure(model: LimitedModel, within_s: float | None = None) -> ModelFailed:
    with pytest.raises(ModelFailed) as caught:
        ask(model, within_s)
    return caught.value


# What is sent


def test_a_call_sends_the_messages_at_temperature_zero_and_asks_for_a_stream(
    llm: LlmServer, bench: Bench
) -> None:
    ask(bench.model(llm, max_tokens=77))
    (request,) = llm.requests
    assert [(m.role, m.content) for m in request.messages] == [("system", SYSTEM), ("user", PROMPT)]
    assert (request.body["temperature"], request.body["max_tokens"]) == (0, 77)
    assert (request.body["stream"], request.body["model"]) == (True, "test-model")
    assert request.headers["authorization"] == f"Bearer {KEY}"


def test_the_key_of_openai_is_not_sent_to_another_server(
    llm: LlmServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.setenv("OPENAI_ORG_ID", "org-ours")
    monkeypatch.setenv("OPENAI_API_BASE", "http://127.0.0.1:9/v1")
    monkeypatch.delenv("OPENAI_LIKE_API_KEY", raising=False)
    model = open_model(Config(llm=llm.spec))
    assert model is not None
    ask(model)
    assert KEY not in str(llm.requests[0].headers)
    assert "org-ours" not in str(llm.requests[0].headers)


def openai(llm: LlmServer, name: str, monkeypatch: pytest.MonkeyPatch) -> LimitedModel:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.setenv("OPENAI_API_BASE", llm.url)
    model = open_model(Config(llm=f"openai:{name}"))
    assert model is not None
    return model


def test_openai_takes_models_that_are_newer_than_its_package(
    llm: LlmServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(openai(llm, "gpt-99-omni", monkeypatch))
    (request,) = llm.requests
    assert (request.body["model"], request.body["temperature"]) == ("gpt-99-omni", 0)
    assert request.headers["authorization"] == f"Bearer {KEY}"


def test_reasoning_models_of_openai_get_the_limit_under_the_name_that_they_take(
    llm: LlmServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(openai(llm, "gpt-5-mini", monkeypatch))
    (request,) = llm.requests
    assert request.body["max_completion_tokens"] == 1_000
    assert "max_tokens" not in request.body


def test_user_and_password_of_the_address_are_sent_and_shown_nowhere(
    llm: LlmServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    model = open_model(Config(llm=llm.spec.replace("http://", "http://me:s3cret@")))
    assert model is not None
    ask(model)
    assert llm.requests[0].headers["authorization"] == "Basic bWU6czNjcmV0"
    assert "s3cret" not in caplog.text
    assert "s3cret" not in repr(model) + model.name


def test_broken_characters_of_an_article_do_not_break_the_request(
    llm: LlmServer, bench: Bench
) -> None:
    llm.reply = lambda messages: messages[-1].content
    assert bench.model(llm).complete(SYSTEM, "a \ud800 b").text == "a ? b"


# What comes back


def test_a_reply_comes_back_whole_with_tokens_and_price(llm: LlmServer, bench: Bench) -> None:
    llm.reply = "“Füße” – 你好 🙂\n\tand a second line [1]."
    completion = ask(bench.model(llm))
    assert completion.text == llm.reply
    assert not completion.cut_off
    assert (completion.usage.calls, completion.usage.input_tokens) == (1, 6)
    assert completion.usage.usd == pytest.approx((6 + completion.usage.output_tokens * 2) / 1e6)


def test_tokens_are_counted_where_the_provider_does_not_say(llm: LlmServer, bench: Bench) -> None:
    llm.reply = REPLY
    llm.behave(Behaviour.NO_USAGE)
    usage = ask(bench.model(llm)).usage
    assert usage.input_tokens in range(6, 14)
    assert usage.output_tokens in range(5, 12)


@pytest.mark.parametrize("behaviour", [Behaviour.NO_STREAMING, Behaviour.IGNORES_STREAMING])
def test_a_server_that_cannot_stream_works_and_is_asked_once_from_then_on(
    behaviour: Behaviour, llm: LlmServer, bench: Bench
) -> None:
    llm.reply = REPLY
    llm.behave(behaviour)
    model = bench.model(llm)
    for _ in range(3):
        completion = ask(model)
        assert (completion.text, completion.cut_off) == (REPLY, False)
        assert completion.usage.output_tokens == 5
    assert [request.body.get("stream") for request in llm.requests] == [True, False, False, False]


def test_a_reply_that_stopped_at_the_limit_of_tokens_is_cut_off(
    llm: LlmServer, bench: Bench
) -> None:
    llm.behave(Behaviour.STOPS_AT_LENGTH)
    assert ask(bench.model(llm)).cut_off


@pytest.mark.parametrize("behaviour", [Behaviour.HUGE, Behaviour.ENDLESS])
def test_a_runaway_reply_is_cut_and_its_connection_closed(
    behaviour: Behaviour, llm: LlmServer, bench: Bench
) -> None:
    llm.behave(behaviour)
    completion = ask(bench.model(llm))
    assert completion.cut_off
    assert len(completion.text) == MAX_CHARS
    until = time.monotonic() + SLACK_S
    while llm.running and time.monotonic() < until:
        time.sleep(0.01)
    assert llm.running == 0


@pytest.mark.parametrize("behaviour", [Behaviour.CUT, Behaviour.HANG_IN_BODY])
def test_what_was_said_before_a_stream_broke_off_is_a_reply_that_is_cut_off(
    behaviour: Behaviour, llm: LlmServer, bench: Bench
) -> None:
    llm.reply = REPLY
    llm.behave(behaviour)
    completion = ask(bench.model(llm, timeout_s=SHORT_S))
    assert completion.cut_off
    assert REPLY.startswith(completion.text)
    assert len(llm.requests) == 1
    assert completion.failure.startswith("openai-like:test-model failed: ")
    slow = behaviour is Behaviour.HANG_IN_BODY
    reason = "within 0.4 s. Try again later, or raise llm_timeout_s." if slow else "broke off."
    assert reason in completion.failure


def test_a_reply_whose_stream_is_never_closed_is_whole(llm: LlmServer, bench: Bench) -> None:
    llm.reply = REPLY
    llm.behave(Behaviour.NEVER_CLOSES)
    completion = ask(bench.model(llm, timeout_s=SHORT_S))
    assert (completion.text, completion.cut_off) == (REPLY, False)


# What goes wrong

MESSAGES = {
    Behaviour.EMPTY: "its reply is empty",
    Behaviour.NO_CHOICES: "its reply is empty",
    Behaviour.BAD_REQUEST: "it does not take this request (HTTP 400)",
    Behaviour.UNAUTHORIZED: "the key was refused (HTTP 401). Check that the server runs",
    Behaviour.FORBIDDEN: "the key was refused (HTTP 403)",
    Behaviour.NO_SUCH_MODEL: "there is no such model or address (HTTP 404)",
    Behaviour.TIMEOUT: "it took too long (HTTP 408)",
    Behaviour.TOO_MANY: "requests come too fast, or the quota is used up (HTTP 429, try again",
    Behaviour.SERVER_ERROR: "HTTP 500. Try again later.",
    Behaviour.UNAVAILABLE: "HTTP 503. Try again later.",
    Behaviour.HANG: "it did not finish within 0.4 s",
    Behaviour.DRIP: "it did not finish within 0.4 s",
    Behaviour.DRIP_HEADERS: "it did not finish within 0.4 s",
    Behaviour.PINGS: "it did not finish within 0.4 s",
    Behaviour.DROPPED: "the connection broke off",
    Behaviour.HALF_JSON: "its reply is not what the protocol asks for",
    Behaviour.NOT_JSON: "its reply is not what the protocol asks for",
    Behaviour.WRONG_SHAPE: "its reply is not what the protocol asks for",
    Behaviour.WRONG_TYPE: "its reply is not what the protocol asks for",
    Behaviour.HTML: "its reply is not what the protocol asks for",
    Behaviour.HTML_ERROR: "HTTP 502",
    Behaviour.REDIRECT: "HTTP 302",
}
HANGING = {Behaviour.HANG, Behaviour.DRIP, Behaviour.DRIP_HEADERS, Behaviour.PINGS}
AGAIN = {
    Behaviour.TIMEOUT,
    Behaviour.TOO_MANY,
    Behaviour.SERVER_ERROR,
    Behaviour.UNAVAILABLE,
    Behaviour.DROPPED,
    Behaviour.HTML_ERROR,
}


@pytest.mark.parametrize("behaviour", MESSAGES, ids=lambda behaviour: behaviour.name.lower())
def test_each_misbehaviour_ends_in_time_in_one_line_that_says_what_it_was(
    behaviour: Behaviour, llm: LlmServer, bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    llm.behave(behaviour)
    timeout_s = SHORT_S if behaviour in HANGING else TIMEOUT_S
    model, started = bench.model(llm, timeout_s=timeout_s), time.monotonic()
    error = failure(model)
    assert time.monotonic() - started < timeout_s + SLACK_S
    message = str(error)
    assert message.startswith("openai-like:test-model failed: " + MESSAGES[behaviour])
    assert message.endswith(".")
    assert "\n" not in message
    assert error.usage.calls == (3 if behaviour in AGAIN else 1)
    assert KEY not in message + repr(error) + caplog.text
    assert PROMPT not in message + caplog.text
    assert error.__cause__ is None


def test_every_misbehaviour_has_a_test() -> None:
    told = {"FINE", "NO_USAGE", "STOPS_AT_LENGTH", "HUGE", "ENDLESS", "NO_STREAMING", "CUT"}
    told |= {"IGNORES_STREAMING", "HANG_IN_BODY", "NEVER_CLOSES"}
    assert {behaviour.name for behaviour in set(Behaviour) - set(MESSAGES)} == told


def test_a_server_that_is_not_there_is_told_from_one_that_fails(bench: Bench) -> None:
    with LlmServer() as gone:
        model = bench.model(gone)
    assert "there is no connection to it. Check that the server runs" in str(failure(model))
    assert len(bench.slept) == 2


def test_a_host_that_takes_the_connection_and_no_more_is_left_in_time(bench: Bench) -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=1) as deaf:
        server = LlmServer()
        spec = parse(f"openai-like:x@http://127.0.0.1:{deaf.getsockname()[1]}/v1")
        assert spec is not None
        provider = open_provider(spec, key=None, max_tokens=16, timeout_s=30)
        model = LimitedModel(provider, Limits(timeout_s=0.3), Budget(bench.folder / "x"))
        assert "it did not finish within 0.3 s" in str(failure(model))
        assert not server.requests


# Again


def test_a_call_that_failed_by_chance_is_made_again(llm: LlmServer, bench: Bench) -> None:
    llm.reply = REPLY
    llm.behave(Behaviour.UNAVAILABLE, times=1)
    llm.behave(Behaviour.DROPPED, times=1)
    completion = ask(bench.model(llm))
    assert completion.text == REPLY
    assert completion.usage.calls == 3
    assert len(llm.requests) == 3
    assert all(wait_s <= 0.04 for wait_s in bench.slept)


def test_after_429_it_waits_as_long_as_it_is_told(llm: LlmServer, bench: Bench) -> None:
    llm.reply, llm.retry_after_s = REPLY, 3
    llm.behave(Behaviour.TOO_MANY, times=1)
    assert ask(bench.model(llm)).text == REPLY
    assert bench.slept == [3]


@pytest.mark.parametrize(
    ("status", "after", "reason"),
    [
        (503, "1", "HTTP 503 (try again in 1 s)"),
        (503, "9.7", "HTTP 503 (try again in 9.7 s)"),
        (429, "9", "requests come too fast, or the quota is used up (HTTP 429, try again in 9 s)"),
    ],
)
def test_when_to_come_back_is_told_in_whole_parentheses(
    status: int, after: str, reason: str
) -> None:
    request = httpx.Request("POST", "http://127.0.0.1/")
    response = httpx.Response(status, headers={"Retry-After": after}, request=request)
    error = httpx.HTTPStatusError("refused", request=request, response=response)
    trouble = trouble_of(error, 30, 1)
    assert (trouble.reason, trouble.remedy) == (reason, "")


def test_a_time_of_day_to_come_back_is_understood(llm: LlmServer, bench: Bench) -> None:
    llm.retry_after_s = formatdate(time.time() + 4, usegmt=True)
    llm.behave(Behaviour.TOO_MANY, times=1)
    ask(bench.model(llm))
    assert 1 < bench.slept[0] <= 4


@pytest.mark.parametrize("said", ["soon", "nan", "inf", "", None])
def test_a_wait_that_is_no_time_is_one_of_our_own(
    said: str | None, llm: LlmServer, bench: Bench
) -> None:
    llm.retry_after_s = said
    llm.behave(Behaviour.TOO_MANY, times=1)
    ask(bench.model(llm))
    assert 0 <= bench.slept[0] <= 0.02


def test_a_wait_longer_than_the_time_that_is_left_is_not_begun(
    llm: LlmServer, bench: Bench
) -> None:
    llm.retry_after_s = 3_600
    llm.behave(Behaviour.TOO_MANY)
    assert "try again in 3,600 s" in str(failure(bench.model(llm)))
    assert (bench.slept, len(llm.requests)) == ([], 1)


@pytest.mark.parametrize(
    "behaviour", [Behaviour.UNAUTHORIZED, Behaviour.FORBIDDEN, Behaviour.HANG, Behaviour.HALF_JSON]
)
def test_what_would_only_fail_again_is_not_tried_again(
    behaviour: Behaviour, llm: LlmServer, bench: Bench
) -> None:
    llm.behave(behaviour)
    failure(bench.model(llm, timeout_s=SHORT_S if behaviour in HANGING else TIMEOUT_S))
    assert (bench.slept, len(llm.requests)) == ([], 1)


def test_a_bad_request_is_tried_once_without_streaming_and_no_more(
    llm: LlmServer, bench: Bench
) -> None:
    llm.behave(Behaviour.BAD_REQUEST)
    failure(bench.model(llm))
    assert [request.body.get("stream") for request in llm.requests] == [True, False]


def test_without_retries_one_failure_is_enough(llm: LlmServer, bench: Bench) -> None:
    llm.behave(Behaviour.UNAVAILABLE, times=1)
    failure(bench.model(llm, retries=0))
    assert len(llm.requests) == 1


# In time


def test_what_is_left_of_the_answers_time_is_the_limit_of_a_call(
    llm: LlmServer, bench: Bench
) -> None:
    llm.behave(Behaviour.HANG)
    started = time.monotonic()
    failed = failure(bench.model(llm, timeout_s=60, answer_timeout_s=60), within_s=0.2)
    assert time.monotonic() - started < 0.2 + SLACK_S
    assert "raise llm_answer_timeout_s." in str(failed)


def test_with_no_time_left_nothing_is_sent(llm: LlmServer, bench: Bench) -> None:
    assert "no time was left" in str(failure(bench.model(llm), within_s=0))
    assert not llm.requests


def test_the_connection_of_a_call_out_of_time_is_closed(llm: LlmServer, bench: Bench) -> None:
    llm.behave(Behaviour.HANG)
    failure(bench.model(llm, timeout_s=0.2))
    until = time.monotonic() + SLACK_S
    while llm.running and time.monotonic() < until:
        time.sleep(0.01)
    assert llm.running == 0


def test_threads_share_a_model_and_are_answered_at_once(llm: LlmServer, bench: Bench) -> None:
    together = threading.Barrier(8)

    def echo(messages: object) -> str:
        together.wait(10)  # is passed only if eight requests are there at the same time
        return str(messages)

    llm.reply = echo
    model, replies = bench.model(llm, timeout_s=10, answer_timeout_s=10), []

    def run(n: int) -> None:
        replies.append(f"question {n}" in model.complete(SYSTEM, f"question {n}").text)

    threads = [threading.Thread(target=run, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert replies == [True] * 8


def test_a_model_may_be_asked_from_within_an_event_loop(llm: LlmServer, bench: Bench) -> None:
    llm.reply = REPLY
    model = bench.model(llm)

    async def program() -> list[str]:
        return [ask(model).text, (await asyncio.to_thread(ask, model)).text]

    assert asyncio.run(program()) == [REPLY, REPLY]
    assert asyncio.run(program()) == [REPLY, REPLY]


# Breaker and budget


def test_a_model_that_fails_again_and_again_is_not_asked_until_it_has_rested(
    llm: LlmServer, bench: Bench
) -> None:
    now_s = [0.0]
    model = bench.model(llm, Breaker(3, 30, lambda: now_s[0]))
    llm.reply = REPLY
    llm.behave(Behaviour.UNAUTHORIZED, times=3)
    for _ in range(3):
        failure(model)
    assert str(failure(model)) == (
        "openai-like:test-model failed 3 times in a row and is not asked for the next 30 s."
    )
    assert model.breaker.state.is_open
    assert len(llm.requests) == 3
    now_s[0] = 31
    assert ask(model).text == REPLY
    assert not model.breaker.state.is_open


@pytest.mark.parametrize("behaviour", [Behaviour.BAD_REQUEST, Behaviour.EMPTY])
def test_what_only_one_question_causes_does_not_stop_the_next(
    behaviour: Behaviour, llm: LlmServer, bench: Bench
) -> None:
    model = bench.model(llm, Breaker(1, 30))
    llm.behave(behaviour)
    failure(model)
    llm.behave(Behaviour.FINE)
    ask(model)


def test_a_call_that_was_never_made_says_nothing_of_the_model(llm: LlmServer, bench: Bench) -> None:
    now_s = [0.0]
    model = bench.model(llm, Breaker(2, 30, lambda: now_s[0]))
    llm.behave(Behaviour.UNAUTHORIZED)
    failure(model)
    failure(model, within_s=0)
    assert model.breaker.state.failures == 1
    failure(model)
    now_s[0] = 31
    assert "no time was left" in str(failure(model, within_s=0))  # the trial, not begun
    assert model.breaker.state.failures == 2
    assert len(llm.requests) == 2


def test_a_call_over_the_budget_is_not_sent_and_not_held_against_the_model(
    llm: LlmServer, tmp_path: Path
) -> None:
    config = Config(llm=llm.spec, data=tmp_path, llm_tokens_a_day=200, llm_max_tokens=100)
    model = open_model(config)
    assert model is not None
    for _ in range(4):
        ask(model)
    assert model.budget.left().tokens == 200 - 4 * (6 + 1)
    with pytest.raises(ModelFailed, match=r"llm_tokens_a_day\) has 172 left"):
        model.complete(SYSTEM, "word " * 100)
    assert len(llm.requests) == 4
    assert model.breaker.state.failures == 0


def test_a_call_that_came_to_nothing_is_paid_for_as_far_as_it_may_have_cost(
    llm: LlmServer, tmp_path: Path
) -> None:
    config = Config(
        llm=llm.spec, data=tmp_path, llm_tokens_a_day=10_000, llm_timeout_s=0.3, llm_retries=0
    )
    model = open_model(config)
    assert model is not None
    llm.behave(Behaviour.UNAVAILABLE)
    assert failure(model).usage == Usage(calls=1)
    assert model.budget.left().tokens == 10_000
    llm.behave(Behaviour.HANG)
    used = failure(model).usage
    assert used.input_tokens in range(6, 14)
    assert model.budget.left().tokens == 10_000 - used.input_tokens - config.llm_max_tokens


def test_what_a_call_was_heard_to_say_before_it_broke_off_is_not_all_that_may_be_billed(
    llm: LlmServer, tmp_path: Path
) -> None:
    config = Config(
        llm=llm.spec, data=tmp_path, llm_tokens_a_day=10_000, llm_timeout_s=2, llm_retries=0
    )
    model = open_model(config)
    assert model is not None
    llm.reply = "Sherman leads the delegation. " * 20
    llm.behave(Behaviour.HANG_IN_BODY)
    used = ask(model).usage
    assert 0 < used.output_tokens < config.llm_max_tokens
    assert model.budget.left().tokens == 10_000 - used.input_tokens - config.llm_max_tokens


def test_what_was_used_before_the_budget_refuses_another_attempt_is_told(
    llm: LlmServer, tmp_path: Path
) -> None:
    config = Config(llm=llm.spec, data=tmp_path, llm_tokens_a_day=150, llm_max_tokens=100)
    model = open_model(config)
    assert model is not None
    llm.behave(Behaviour.DROPPED)
    error = failure(model)
    assert "Today’s budget" in str(error)
    assert error.usage.calls == 1
    assert error.usage.input_tokens > 0
    assert len(llm.requests) == 1
    assert model.breaker.state.failures == 1


def test_a_budget_that_cannot_be_counted_is_a_failure_of_the_model(
    llm: LlmServer, tmp_path: Path
) -> None:
    (tmp_path / "llm.sqlite3").mkdir()
    model = open_model(Config(llm=llm.spec, data=tmp_path, llm_tokens_a_day=10_000))
    assert model is not None
    assert re.search(r"cannot be counted in .*llm\.sqlite3", str(failure(model)))
    assert not llm.requests
