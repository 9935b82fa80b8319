"""What the server can do instead of answering as it should.

Owns the names, and what each means. Unlike `http`, it does none of it.
"""

from __future__ import annotations

from enum import StrEnum


class Behaviour(StrEnum):
    """How a request is answered. Where nothing else is said, `stream: true` is obeyed."""

    FINE = "the reply, with usage"
    EMPTY = "a reply without a word"
    NO_CHOICES = "an empty list of choices"
    NO_USAGE = "the reply, and no word of tokens"
    STOPS_AT_LENGTH = "the reply, said to have stopped at the limit of tokens"
    HUGE = "200 kB of text"
    ENDLESS = "text without an end"
    BAD_REQUEST = "400"
    UNAUTHORIZED = "401, and the key that was sent in the message"
    FORBIDDEN = "403"
    NO_SUCH_MODEL = "404"
    TIMEOUT = "408"
    TOO_MANY = "429, with Retry-After of `retry_after_s`"
    SERVER_ERROR = "500"
    UNAVAILABLE = "503"
    NO_STREAMING = "400 to `stream: true`, else fine"
    IGNORES_STREAMING = "one JSON object, streaming or not"
    HANG = "nothing at all, and the connection stays open"
    HANG_IN_BODY = "headers and half of the reply, then nothing, and the connection stays open"
    NEVER_CLOSES = "the whole reply, and then neither an end nor a close"
    DRIP = "one byte of the body every `drip_s`"
    DRIP_HEADERS = "one byte of the headers every `drip_s`"
    PINGS = "comments of the event stream every `drip_s`, and no event"
    CUT = "half of the reply, then the connection is cut"
    DROPPED = "the connection is cut before a word"
    HALF_JSON = "half of a JSON object, under a complete response"
    NOT_JSON = "a complete response that is no JSON"
    WRONG_SHAPE = "JSON that is no chat completion"
    WRONG_TYPE = "the reply as text/plain, without the protocol"
    HTML = "200, and the page of some proxy"
    HTML_ERROR = "502, and the page of some proxy"
    REDIRECT = "302 to another path of this server"
