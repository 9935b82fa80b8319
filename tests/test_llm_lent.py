"""Somebody's own LlamaIndex model as a `Model`: asked within the limits, whatever it does."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from llama_index.core.base.llms.types import ChatMessage, ChatResponse, ChatResponseGen
from llama_index.core.bridge.pydantic import PrivateAttr
from llama_index.core.llms import MockLLM

from bot.config import Config
from bot.llm.model import ModelFailed
from bot.llm.opening import from_llm
from bot.llm.replies import MAX_CHARS


class Scripted(MockLLM):
    """Streams the pieces that a function yields."""

    _pieces: Callable[[], Any] = PrivateAttr()

    def __init__(self, pieces: Callable[[], Any]) -> None:
        super().__init__()
        self._pieces = pieces

    def stream_chat(self, messages: Sequence[ChatMessage], **kwargs: Any) -> ChatResponseGen:  # noqa: ANN401
        for piece in self._pieces():
            yield ChatResponse(message=ChatMessage(content=piece), delta=piece)


def test_an_ordinary_model_of_llamaindex_can_be_lent() -> None:
    model = from_llm(MockLLM())
    completion = model.complete("You quote.", "Who leads?")
    assert model.name == "MockLLM:unknown"
    assert "Who leads?" in completion.text
    assert not completion.cut_off
    assert completion.usage.input_tokens > 0


def test_a_lent_model_that_does_not_stop_is_cut() -> None:
    def endless() -> Any:  # noqa: ANN401
        while True:
            yield "on and on " * 100

    completion = from_llm(Scripted(endless)).complete("", "Who?")
    assert completion.cut_off
    assert len(completion.text) == MAX_CHARS


def test_a_lent_model_that_takes_too_long_is_left_with_what_it_said() -> None:
    def slow() -> Any:  # noqa: ANN401
        yield "Sherman "
        time.sleep(0.6)
        yield "leads."

    started = time.monotonic()
    completion = from_llm(Scripted(slow), Config(llm_timeout_s=0.2)).complete("", "Who?")
    assert time.monotonic() - started < 0.5
    assert (completion.text, completion.cut_off) == ("Sherman ", True)


def test_a_time_out_of_a_lent_models_own_is_not_given_as_ours() -> None:
    def impatient() -> Any:  # noqa: ANN401
        yield from ()
        time.sleep(0.2)
        raise TimeoutError

    with pytest.raises(ModelFailed) as caught:
        from_llm(Scripted(impatient), Config(llm_timeout_s=30)).complete("", "Who?")
    assert "a time-out of its own ended it after 0.2" in str(caught.value)
    assert "llm_timeout_s" not in str(caught.value)


def test_what_a_lent_model_raises_is_not_passed_on() -> None:
    def broken() -> Any:  # noqa: ANN401
        yield from ()
        raise RuntimeError("the key sk-secret is wrong")

    with pytest.raises(ModelFailed) as caught:
        from_llm(Scripted(broken), Config(llm_retries=0)).complete("", "Who?")
    assert "sk-secret" not in str(caught.value) + repr(caught.value)


def test_a_program_ends_without_waiting_for_a_reply_that_came_too_late() -> None:
    code = (
        "import time\n"
        "from llama_index.core.llms import MockLLM\n"
        "from bot.config import Config\n"
        "from bot.llm.model import ModelFailed\n"
        "from bot.llm.opening import from_llm\n"
        "class Slow(MockLLM):\n"
        "    def stream_chat(self, messages, **kwargs):\n"
        "        time.sleep(120)\n"
        "try:\n"
        "    from_llm(Slow(), Config(llm_timeout_s=0.2, llm_retries=0)).complete('', 'Who?')\n"
        "except ModelFailed as failed:\n"
        "    print(failed)\n"
    )
    root = Path(__file__).parents[1]
    done = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, timeout=90, cwd=root
    )
    assert b"it did not finish within 0.2 s" in done.stdout
