"""A real server on loopback that speaks OpenAI's chat protocol, and misbehaves on demand.

    a test ─ reply, behave ─► LlmServer ◄─ HTTP ─ the client, unpatched
                                  └─► requests: all that it was sent

    with LlmServer() as server:            # or the fixture `llm`
        server.reply = "Sherman leads it [1]."
        server.reply = lambda messages: messages[-1].content.upper()
        server.behave(Behaviour.UNAVAILABLE, times=1)      # 503 once, then fine
        config = Config(llm=server.spec)                   # "openai-like:test-model@http://…"
        ...
        assert server.requests[0].body["temperature"] == 0

`server` is all that a test needs; `behaviours` names what can go wrong, `http` does it.
"""

from llm_server.behaviours import Behaviour
from llm_server.server import LlmServer, Message, Request

__all__ = ["Behaviour", "LlmServer", "Message", "Request"]
