"""Language models through LlamaIndex's `LLM`: brought to life by name, listened to, cut at a limit.

    messages ─► astream_chat ─ piece by piece ─► up to a limit ─► Completion
                    └ refused ─► achat, from then on

Owns the only imports of LlamaIndex's language models, and what of their replies is believed. Unlike
`calls`, it tries once; unlike `troubles`, it knows the providers' settings. Importing this module
takes seconds.

A reply is always streamed, so that a runaway one is cut and one that breaks off leaves what was
said. The interface's asynchronous half is used, for it alone can be stopped (see `waiting`).
"""

from __future__ import annotations

import asyncio
import time
from base64 import b64encode
from collections.abc import AsyncIterator, Mapping
from contextlib import aclosing
from dataclasses import replace
from functools import partial
from types import MappingProxyType

import httpx
from llama_index.core.llms import LLM, ChatMessage, ChatResponse, MessageRole

from bot.llm.model import Completion
from bot.llm.replies import Reply
from bot.llm.specs import ANTHROPIC, LIKE, OLLAMA, OPENAI, Spec
from bot.llm.troubles import Trouble, status_of, trouble_of
from bot.llm.waiting import Waiter, in_thread
from bot.settings import Secret
from index.bundled import without_surrogates
from index.errors import ConfigError
from index.integrations import Integration, start

MAX_REPLY_BYTES = 16_000_000  # as sent: a streamed character may come in 250 bytes of JSON
CONTEXT_TOKENS = 8_192  # of a model of Ollama: prompt, evidence and reply fit, at the defaults
REFUSES_STREAMING = {400, 404, 405, 406, 415, 422, 501}
# Imported with the first call otherwise, whose time it would take.
OPENAI_NEEDS = ("openai.resources.chat",)
NO_KEY = "none"  # OpenAI's package wants one, be it needed or not

INTEGRATIONS: Mapping[str, Integration] = MappingProxyType(
    {
        # Through the class for any model, since the one for OpenAI's own refuses the names of
        # models that are newer than itself. What OpenAI's reasoning models need is in both.
        OPENAI: Integration(
            "llama_index.llms.openai_like",
            "OpenAILike",
            "Check OPENAI_API_KEY, OPENAI_API_BASE if set, and the model's name.",
            named="model",
            needs=OPENAI_NEEDS,
        ),
        ANTHROPIC: Integration(
            "llama_index.llms.anthropic",
            "Anthropic",
            "Check ANTHROPIC_API_KEY and the model's name.",
            named="model",
            needs=("anthropic.resources.messages",),
        ),
        OLLAMA: Integration(
            "llama_index.llms.ollama",
            "Ollama",
            "Check that `ollama serve` is running and `ollama pull` has fetched the model.",
            named="model",
        ),
        LIKE: Integration(
            "llama_index.llms.openai_like",
            "OpenAILike",
            "Check that the server runs, its address, the model's name, and OPENAI_LIKE_API_KEY if "
            "it wants a key.",
            named="model",
            needs=OPENAI_NEEDS,
        ),
    }
)


def open_provider(
    spec: Spec, *, key: Secret | None, max_tokens: int, timeout_s: float
) -> LlamaProvider:
    """The model that `spec` names, with replies of at most `max_tokens` tokens.

    `key` is that of an OpenAI-like server; the others read their own from the environment.
    Raises ConfigError if a package is not installed or does not know the model, ModelError if its
    class refuses to start.
    """
    known = INTEGRATIONS[spec.provider]
    settings = _settings(spec, key, max_tokens, timeout_s)
    llm: LLM = start(spec.name, replace(known, settings=settings))
    try:
        llm.metadata  # noqa: B018 - raises for names that the package does not know
    except ValueError:
        raise ConfigError(
            f"{spec.name}: the installed package does not know this model. Check the name, or "
            f"bring it up to date. In Pullquote's folder: pip install -U -e '.[{spec.provider}]'"
        ) from None
    return LlamaProvider(llm, spec.name, known.remedy)


def _settings(
    spec: Spec, key: Secret | None, max_tokens: int, timeout_s: float
) -> dict[str, object]:
    """The arguments of the provider's class. It must not retry: `calls` does."""
    if spec.provider == OLLAMA:
        return {
            "temperature": 0.0,
            "request_timeout": timeout_s,
            "context_window": CONTEXT_TOKENS,
            "additional_kwargs": {"num_predict": max_tokens},
            **({"base_url": spec.address} if spec.address else {}),
            **({"headers": _basic(spec)} if spec.user else {}),
        }
    common: dict[str, object] = {
        "temperature": 0.0,
        "max_tokens": max_tokens,
        "timeout": timeout_s,
        "max_retries": 0,
    }
    if spec.provider == ANTHROPIC:
        return common
    common |= {
        "is_chat_model": True,
        "additional_kwargs": {"stream_options": {"include_usage": True}},
        "async_http_client": _http_client(spec),
    }
    if spec.provider == OPENAI:
        return common
    # Both are always given: else OpenAI's own key would be sent to another's server.
    return common | {"api_base": spec.address, "api_key": key.reveal() if key else NO_KEY}


def _login(spec: Spec) -> tuple[str, str]:
    return spec.user or "", spec.password.reveal() if spec.password else ""


def _basic(spec: Spec) -> dict[str, str]:
    """The header for a user and a password (RFC 7617)."""
    encoded = b64encode(":".join(_login(spec)).encode()).decode()
    return {"Authorization": f"Basic {encoded}"}


def _http_client(spec: Spec) -> httpx.AsyncClient:
    """A client that follows no redirection, so that questions go nowhere but to the address."""
    auth = _login(spec) if spec.user else None
    before = [_withhold] if spec.provider == LIKE else []
    return httpx.AsyncClient(auth=auth, event_hooks={"request": before, "response": [_limit]})


async def _withhold(request: httpx.Request) -> None:
    """Leaves out what OpenAI's package takes from the environment to say whose account it is."""
    for name in ("openai-organization", "openai-project"):
        request.headers.pop(name, None)


async def _limit(response: httpx.Response) -> None:
    if isinstance(response.stream, httpx.AsyncByteStream):
        response.stream = _Limited(response.stream)


class _Limited(httpx.AsyncByteStream):
    """The bytes of a reply, up to a limit."""

    def __init__(self, stream: httpx.AsyncByteStream) -> None:
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        size = 0
        async for part in self._stream:
            size += len(part)
            if size > MAX_REPLY_BYTES:
                raise Trouble(f"its reply has more than {MAX_REPLY_BYTES:,} bytes")
            yield part
            await asyncio.sleep(0)  # what never has to wait would never notice the time

    async def aclose(self) -> None:
        """Closes the connection."""
        await self._stream.aclose()


class LlamaProvider:
    """Any of LlamaIndex's language models, asked once at a time. Threads may share it."""

    def __init__(self, llm: LLM, name: str, remedy: str = "", *, lent: bool = False) -> None:
        """Wraps `llm`; `remedy` is the sentence that ends a message when it fails.

        A `lent` one belongs to a program whose own event loop may use it: it is asked in threads,
        one of which is left behind where a reply comes too late.
        """
        self.name, self.remedy = name, remedy
        self._llm, self._lent = llm, lent
        self._waiter = Waiter()
        self._streams: bool | None = None  # None: not known yet

    def chat(self, system: str, prompt: str, timeout_s: float) -> Completion:
        """The reply, within `timeout_s`. Raises Trouble, with what was used and said until then."""
        system, prompt = without_surrogates(system), without_surrogates(prompt)
        messages = [
            ChatMessage(role=MessageRole.SYSTEM, content=system),
            ChatMessage(role=MessageRole.USER, content=prompt),
        ]
        reply = Reply(f"{system}\n{prompt}", says_why=not self._lent)
        started = time.monotonic()
        try:
            self._waiter.run(self._hear(messages, reply), timeout_s)
        except Exception as error:  # noqa: BLE001 - providers share no base class
            trouble = trouble_of(error, timeout_s, time.monotonic() - started)
            trouble.heard = reply.completion(broken_off=True)
        else:
            completion = reply.completion()
            if completion is not None:
                return completion
            trouble = reply.wordless()
        if trouble.reached or reply.pieces:
            trouble.usage, trouble.is_metered = reply.usage(), reply.is_metered
        raise trouble from None

    async def _hear(self, messages: list[ChatMessage], reply: Reply) -> None:
        """Streams; where that is refused, or nothing comes of it, asks for all at once."""
        if self._streams is not False:
            try:
                await self._stream(messages, reply)
            except Exception as error:
                unknown = self._streams is None and not reply.pieces
                if not unknown or status_of(error) not in REFUSES_STREAMING:
                    raise
            if reply.pieces:
                self._streams = True
                return
        response = await self._ask(messages)
        reply.take(response.message.content, response)
        self._streams = bool(self._streams)

    async def _stream(self, messages: list[ChatMessage], reply: Reply) -> None:
        if self._lent:
            await in_thread(partial(self._stream_in_thread, messages, reply))
            return
        async with aclosing(await self._llm.astream_chat(messages)) as stream:
            async for piece in stream:
                reply.take(piece.delta, piece)
                if reply.is_too_long:
                    return
                await asyncio.sleep(0)  # what never has to wait would never notice the time

    def _stream_in_thread(self, messages: list[ChatMessage], reply: Reply) -> None:
        for piece in self._llm.stream_chat(messages):
            reply.take(piece.delta, piece)
            if reply.is_too_long:
                return

    async def _ask(self, messages: list[ChatMessage]) -> ChatResponse:
        if self._lent:
            return await in_thread(partial(self._llm.chat, messages))
        return await self._llm.achat(messages)
