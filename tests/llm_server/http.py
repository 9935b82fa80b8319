"""OpenAI's chat protocol over HTTP, and every way to get it wrong.

Owns the bytes. Unlike `server`, it remembers nothing.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler
from itertools import repeat
from select import select
from typing import TYPE_CHECKING, Any

from llm_server.behaviours import Behaviour

if TYPE_CHECKING:
    from llm_server.server import LlmServer, Request

HUGE_CHARS = 200_000
PIECE_CHARS = 16
PAGE = "<!DOCTYPE html><html><title>Bad Gateway</title><h1>It’s not you, it’s us.</h1></html>"
STATUSES = {
    Behaviour.BAD_REQUEST: (400, "The request is malformed."),
    Behaviour.FORBIDDEN: (403, "This key may not do that."),
    Behaviour.NO_SUCH_MODEL: (404, "The model does not exist."),
    Behaviour.TIMEOUT: (408, "It took too long."),
    Behaviour.TOO_MANY: (429, "Too many requests."),
    Behaviour.SERVER_ERROR: (500, "Something broke."),
    Behaviour.UNAVAILABLE: (503, "Overloaded."),
}
Json = dict[str, Any]


class Handler(BaseHTTPRequestHandler):
    """One connection. `llm` is the server as the tests hold it."""

    llm: LlmServer
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:
        """Keeps the tests' output clean."""

    def do_GET(self) -> None:
        """The list of models."""
        self.llm.other_requests.append(self._request({}))
        if self.path != "/v1/models":
            self._send_json({"error": {"message": "no such path"}}, 404)
            return
        model = {"id": self.llm.model, "object": "model", "created": 0, "owned_by": "tests"}
        self._send_json({"object": "list", "data": [model]})

    def do_POST(self) -> None:
        """A chat."""
        sent = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        request = self._request(json.loads(sent))
        if self.path != "/v1/chat/completions":
            self.llm.other_requests.append(request)
            self._send_json({"error": {"message": "no such path"}}, 404)
            return
        self.llm.began()
        try:
            self._answer(request, self.llm.take(request))
        except OSError:  # the client has gone away
            self.close_connection = True
        finally:
            self.llm.ended()

    def _request(self, body: Json) -> Request:
        from llm_server.server import Request

        headers = {name.lower(): value for name, value in self.headers.items()}
        return Request(self.command, self.path, headers, body)

    def _answer(self, request: Request, behaviour: Behaviour) -> None:
        try:
            text = self.llm.say(request)
        except Exception as error:  # noqa: BLE001 - a test's own function, whose fault is kept
            self.llm.errors.append(error)
            behaviour, text = Behaviour.SERVER_ERROR, ""
        streams = bool(request.body.get("stream"))
        if behaviour in STATUSES:
            self._refuse(behaviour)
        elif behaviour in ODDITIES:
            ODDITIES[behaviour](self, request, text)
        elif streams and behaviour is not Behaviour.IGNORES_STREAMING:
            self._stream(behaviour, text, request)
        else:
            self._send_json(completion(self.llm.model, behaviour, text, request))

    # Fine, or nearly

    def _stream(self, behaviour: Behaviour, text: str, request: Request) -> None:
        """Server-sent events. No length is given: the end of the chunks is the end."""
        self._begin("text/event-stream")
        for event in events(self.llm.model, behaviour, text, request):
            self._chunk(event)
            if self.llm.stopped.is_set():
                return
        if behaviour is Behaviour.NEVER_CLOSES:
            self._wait()
        else:
            self._chunk(b"data: [DONE]\n\n")
            self._chunk(b"")

    def _refuse(self, behaviour: Behaviour) -> None:
        status, message = STATUSES[behaviour]
        again = behaviour is Behaviour.TOO_MANY and self.llm.retry_after_s is not None
        headers = {"Retry-After": str(self.llm.retry_after_s)} if again else {}
        self._send_json({"error": {"message": message, "type": "error"}}, status, headers)

    def _unauthorized(self, request: Request, text: str) -> None:
        key = request.headers.get("authorization", "")
        message = f"Incorrect API key provided: {key}. You can find your key elsewhere."
        self._send_json({"error": {"message": message, "code": "invalid_api_key"}}, 401)

    def _no_streaming(self, request: Request, text: str) -> None:
        if request.body.get("stream"):
            self._send_json({"error": {"message": "stream is not supported"}}, 400)
        else:
            self._send_json(completion(self.llm.model, Behaviour.FINE, text, request))

    # Connections that are no good

    def _hang(self, request: Request, text: str) -> None:
        self._wait()

    def _hang_in_body(self, request: Request, text: str) -> None:
        self._send_half(request, text)
        self._wait()

    def _cut(self, request: Request, text: str) -> None:
        self._send_half(request, text)
        self.close_connection = True

    def _dropped(self, request: Request, text: str) -> None:
        self.close_connection = True

    def _drip(self, request: Request, text: str) -> None:
        body = self._body(request, text)
        self._begin("text/event-stream" if request.body.get("stream") else "application/json")
        for byte in body:
            self._chunk(bytes([byte]))
            if self.llm.stopped.wait(self.llm.drip_s):
                return
        self._chunk(b"")

    def _drip_headers(self, request: Request, text: str) -> None:
        head = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nX-Padding: " + b"x" * 10_000
        for byte in head:
            self.wfile.write(bytes([byte]))
            if self.llm.stopped.wait(self.llm.drip_s):
                return

    def _pings(self, request: Request, text: str) -> None:
        self._begin("text/event-stream")
        while not self.llm.stopped.wait(self.llm.drip_s):
            self._chunk(b": ping\n\n")

    def _send_half(self, request: Request, text: str) -> None:
        body = self._body(request, text)
        self._begin("text/event-stream" if request.body.get("stream") else "application/json")
        self._chunk(body[: len(body) // 2])

    def _body(self, request: Request, text: str) -> bytes:
        if not request.body.get("stream"):
            return json.dumps(completion(self.llm.model, Behaviour.FINE, text, request)).encode()
        return b"".join(events(self.llm.model, Behaviour.FINE, text, request))

    def _wait(self) -> None:
        """Until the client or the server goes away."""
        while not self.llm.stopped.is_set() and not select([self.connection], [], [], 0.02)[0]:
            pass
        self.close_connection = True

    # Bodies that are no chat completion

    def _half_json(self, request: Request, text: str) -> None:
        whole = json.dumps(chunk(self.llm.model, {"content": text}))
        half = whole[: len(whole) // 2]
        if request.body.get("stream"):
            self._send(f"data: {half}\n\ndata: [DONE]\n\n".encode(), "text/event-stream")
        else:
            self._send(half.encode(), "application/json")

    def _not_json(self, request: Request, text: str) -> None:
        body = f"data: {text}\n\ndata: [DONE]\n\n" if request.body.get("stream") else text
        kind = "text/event-stream" if request.body.get("stream") else "application/json"
        self._send(body.encode(), kind)

    def _wrong_shape(self, request: Request, text: str) -> None:
        body = json.dumps({"choices": [{"delta": ["?"], "message": "?"}], "usage": "much"})
        if request.body.get("stream"):
            self._send(f"data: {body}\n\ndata: [DONE]\n\n".encode(), "text/event-stream")
        else:
            self._send(body.encode(), "application/json")

    def _wrong_type(self, request: Request, text: str) -> None:
        self._send(text.encode(), "text/plain")

    def _html(self, request: Request, text: str) -> None:
        self._send(PAGE.encode(), "text/html")

    def _html_error(self, request: Request, text: str) -> None:
        self._send(PAGE.encode(), "text/html", 502)

    def _redirect(self, request: Request, text: str) -> None:
        self._send(b"", "text/plain", 302, {"Location": "/v1/elsewhere"})

    # Bytes

    def _send_json(
        self, body: Json, status: int = 200, headers: dict[str, str] | None = None
    ) -> None:
        self._send(json.dumps(body).encode(), "application/json", status, headers)

    def _send(
        self, body: bytes, kind: str, status: int = 200, headers: dict[str, str] | None = None
    ) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": kind, **(headers or {})}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _begin(self, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()

    def _chunk(self, body: bytes) -> None:
        """One chunk; an empty one is the end."""
        self.wfile.write(f"{len(body):x}\r\n".encode() + body + b"\r\n")


ODDITIES: dict[Behaviour, Callable[[Handler, Request, str], None]] = {
    Behaviour.UNAUTHORIZED: Handler._unauthorized,
    Behaviour.NO_STREAMING: Handler._no_streaming,
    Behaviour.HANG: Handler._hang,
    Behaviour.HANG_IN_BODY: Handler._hang_in_body,
    Behaviour.CUT: Handler._cut,
    Behaviour.DROPPED: Handler._dropped,
    Behaviour.DRIP: Handler._drip,
    Behaviour.DRIP_HEADERS: Handler._drip_headers,
    Behaviour.PINGS: Handler._pings,
    Behaviour.HALF_JSON: Handler._half_json,
    Behaviour.NOT_JSON: Handler._not_json,
    Behaviour.WRONG_SHAPE: Handler._wrong_shape,
    Behaviour.WRONG_TYPE: Handler._wrong_type,
    Behaviour.HTML: Handler._html,
    Behaviour.HTML_ERROR: Handler._html_error,
    Behaviour.REDIRECT: Handler._redirect,
}


def completion(model: str, behaviour: Behaviour, text: str, request: Request) -> Json:
    """A whole reply as one object."""
    said = "".join(pieces(behaviour, text, endless=False))
    message = {"role": "assistant", "content": said}
    choice = {"index": 0, "message": message, "finish_reason": finish(behaviour)}
    body: Json = {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 0,
        "model": model,
        "choices": [] if behaviour is Behaviour.NO_CHOICES else [choice],
    }
    return body if behaviour is Behaviour.NO_USAGE else {**body, "usage": usage(request, said)}


def events(model: str, behaviour: Behaviour, text: str, request: Request) -> Iterator[bytes]:
    """A reply as server-sent events, without the last "[DONE]"."""
    if behaviour is Behaviour.NO_CHOICES:
        yield event({**chunk(model, {}), "choices": []})
        return
    yield event(chunk(model, {"role": "assistant", "content": ""}))
    said = ""
    for piece in pieces(behaviour, text):
        said = said + piece if len(said) < HUGE_CHARS else said
        yield event(chunk(model, {"content": piece}))
    yield event(chunk(model, {}, finish(behaviour)))
    asked = (request.body.get("stream_options") or {}).get("include_usage")
    if asked and behaviour is not Behaviour.NO_USAGE:
        yield event({**chunk(model, {}), "choices": [], "usage": usage(request, said)})


def pieces(behaviour: Behaviour, text: str, *, endless: bool = True) -> Iterator[str]:
    """What is said, a few characters at a time."""
    if behaviour is Behaviour.EMPTY:
        return
    if behaviour is Behaviour.ENDLESS and endless:
        yield from repeat("and so on " * 20)
    if behaviour in (Behaviour.HUGE, Behaviour.ENDLESS):
        text = ("It goes on and on. " * (HUGE_CHARS // 19 + 1))[:HUGE_CHARS]
    size = 1_000 if behaviour is Behaviour.HUGE else PIECE_CHARS
    yield from (text[at : at + size] for at in range(0, len(text), size))


def finish(behaviour: Behaviour) -> str:
    """Why the model stopped."""
    return "length" if behaviour is Behaviour.STOPS_AT_LENGTH else "stop"


def chunk(model: str, delta: Json, finish_reason: str | None = None) -> Json:
    """One event of a stream."""
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion.chunk",
        "created": 0,
        "model": model,
        "choices": [{"index": 0, "delta": delta, "finish_reason": finish_reason}],
    }


def event(body: Json) -> bytes:
    """An object as a server-sent event."""
    return f"data: {json.dumps(body)}\n\n".encode()


def usage(request: Request, said: str) -> Json:
    """Tokens as this server counts them: the words."""
    sent = sum(len(message.content.split()) for message in request.messages)
    got = len(said.split())
    return {"prompt_tokens": sent, "completion_tokens": got, "total_tokens": sent + got}
