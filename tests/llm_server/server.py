"""The server as tests hold it: what it is to say, how it behaves, and what it was sent.

Owns the plan and the record. Unlike `http`, it knows no protocol.
"""

from __future__ import annotations

import sys
import threading
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from http.server import ThreadingHTTPServer
from types import TracebackType
from typing import Any

from llm_server.behaviours import Behaviour
from llm_server.http import Handler

MODEL = "test-model"
KEY = "sk-test-key-0123456789"


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a request: `role` is "system", "user" or "assistant"."""

    role: str
    content: str


@dataclass(frozen=True, slots=True)
class Request:
    """What was sent. `body` is the JSON object of a POST, and empty for a GET."""

    method: str
    path: str
    headers: dict[str, str]  # names in lower case
    body: dict[str, Any] = field(default_factory=dict)

    @property
    def messages(self) -> list[Message]:
        """The chat's messages, in order."""
        return [Message(m["role"], m["content"]) for m in self.body.get("messages", [])]


Reply = str | Callable[[Sequence[Message]], str]


class _Quiet(ThreadingHTTPServer):
    """Says nothing of clients that cut the connection: many tests have them do so."""

    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


class LlmServer:
    """Answers chat requests on a free port of 127.0.0.1 while it is entered.

    `reply` is what a model says: a text, or a function of the messages. What it raises is answered
    with 500 and kept in `errors`. `requests` are all that came to /v1/chat/completions, oldest
    first; `other_requests` those to other paths.
    """

    def __init__(self, reply: Reply = "Yes.", *, model: str = MODEL) -> None:
        self.reply, self.model = reply, model
        self.retry_after_s: float | str | None = 1
        self.drip_s = 0.05
        self.requests: list[Request] = []
        self.other_requests: list[Request] = []
        self.errors: list[Exception] = []
        self.running, self.most_running = 0, 0  # requests at once
        self.stopped = threading.Event()
        self._always = Behaviour.FINE
        self._next: deque[Behaviour] = deque()
        self._lock = threading.Lock()

    def __enter__(self) -> LlmServer:
        handler = type("BoundHandler", (Handler,), {"llm": self})
        self._http = _Quiet(("127.0.0.1", 0), handler)
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stopped.set()
        self._http.shutdown()
        self._http.server_close()
        self._thread.join(5)

    @property
    def port(self) -> int:
        """The port that it listens on."""
        return int(self._http.server_address[1])

    @property
    def url(self) -> str:
        """The base address, as an OpenAI client takes it."""
        return f"http://127.0.0.1:{self.port}/v1"

    @property
    def spec(self) -> str:
        """What the setting `llm` takes to name it."""
        return f"openai-like:{self.model}@{self.url}"

    def behave(self, behaviour: Behaviour, times: int | None = None) -> None:
        """The next `times` requests are answered so, after those planned before; None: all."""
        with self._lock:
            if times is None:
                self._always = behaviour
                self._next.clear()
            else:
                self._next.extend([behaviour] * times)

    def take(self, request: Request) -> Behaviour:
        """Records a chat request and says how to answer it."""
        with self._lock:
            self.requests.append(request)
            return self._next.popleft() if self._next else self._always

    def say(self, request: Request) -> str:
        """What the model says to a request."""
        return self.reply if isinstance(self.reply, str) else self.reply(request.messages)

    def began(self) -> None:
        """One more request is being answered."""
        with self._lock:
            self.running += 1
            self.most_running = max(self.most_running, self.running)

    def ended(self) -> None:
        """One request fewer is being answered."""
        with self._lock:
            self.running -= 1
