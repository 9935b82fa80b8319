"""Why a call failed, in words for a person, and whether it is worth another try.

    whatever a provider raised ─► Trouble: reason, remedy, again?, after how long?

Owns the reading of other people's exceptions: the providers' packages share no base class, so that
they are told by HTTP status and by class name. Nothing of a provider's own message is passed on:
some quote the key. Unlike `calls`, it does nothing about any.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from email.utils import parsedate_to_datetime

from bot.answer import Usage
from bot.llm.model import Completion

# Of httpx and its kin, of the providers' packages, and Python's own, down to subclasses.
TIME_OUTS = {"TimeoutError", "TimeoutException", "APITimeoutError"}
NO_CONNECTION = {"TransportError", "APIConnectionError", "ConnectionError", "gaierror"}
BROKEN_OFF = {"RemoteProtocolError", "ReadError", "IncompleteRead"}
AGAIN = {408, 409, 425, 429}
STATUSES = {
    400: "it does not take this request (HTTP 400)",
    401: "the key was refused (HTTP 401)",
    403: "the key was refused (HTTP 403)",
    404: "there is no such model or address (HTTP 404)",
    408: "it took too long (HTTP 408)",
    413: "the request is too long for it (HTTP 413)",
    422: "it does not take this request (HTTP 422)",
    429: "requests come too fast, or the quota is used up (HTTP 429)",
}
# The fault of one request: the next may be fine, so that nothing is held against the provider.
OF_THE_REQUEST = {400, 413, 422}
LATER = "Try again later."
EARLY_S = 0.05  # by which a time-out is another's: ours ends a call when its time is up
SLOW = "Try again later, or raise llm_timeout_s."
IMPATIENT = "Try again later, or raise that time-out where the model is made."
SLOW_IN_ALL = "Try again later, or raise llm_answer_timeout_s."


class Trouble(Exception):
    """A call that failed.

    `remedy` is the last sentence of the message; None leaves it to the provider's own. `again`: it
    may go well if tried once more, after `after_s` seconds if the provider says so. `at_fault`: it
    speaks against the provider and not against this request. `heard` is what was said until then.
    `is_metered`: `usage` is all that can have been used; where the provider was reached and gave no
    count, it is only what could be seen.
    """

    def __init__(
        self,
        reason: str,
        remedy: str | None = None,
        *,
        again: bool = False,
        after_s: float | None = None,
        at_fault: bool = True,
        reached: bool = True,
    ) -> None:
        super().__init__(reason)
        self.reason, self.remedy = reason, remedy
        self.again, self.after_s, self.at_fault = again, after_s, at_fault
        self.reached = reached
        self.usage, self.is_metered = Usage(calls=1), True
        self.heard: Completion | None = None


def trouble_of(error: Exception, within_s: float, took_s: float) -> Trouble:
    """What an exception means, of a call that had `within_s` seconds and took `took_s`."""
    if isinstance(error, Trouble):
        return error
    status = status_of(error)
    return _of_kind(error, within_s, took_s) if status is None else _of_status(status, error)


def status_of(error: Exception) -> int | None:
    """The HTTP status that an exception stands for, if it does for one."""
    response = getattr(error, "response", None)
    status = getattr(error, "status_code", None) or getattr(response, "status_code", None)
    # Ollama's package says -1 for an error in the middle of a stream.
    return status if isinstance(status, int) and status > 0 else None


def _of_kind(error: Exception, within_s: float, took_s: float) -> Trouble:
    chain = [kind for one in _causes(error) for kind in _kinds(one)]
    if TIME_OUTS.intersection(chain):
        if took_s < within_s - EARLY_S:
            return Trouble(f"a time-out of its own ended it after {_seconds(took_s)}", IMPATIENT)
        return Trouble(f"it did not finish within {_seconds(within_s)}", SLOW)
    if BROKEN_OFF.intersection(chain):
        return Trouble("the connection broke off", LATER, again=True)
    if NO_CONNECTION.intersection(chain):
        return Trouble("there is no connection to it", again=True, reached=False)
    # A stream may carry an error in the place of a piece of text.
    if "APIError" in chain:
        return Trouble("it reported an error in the middle of its reply", LATER, again=True)
    kind = type(error).__name__
    return Trouble(f"its reply is not what the protocol asks for ({kind})")


def _of_status(status: int, error: Exception) -> Trouble:
    reason = STATUSES.get(status, f"HTTP {status}")
    again = status in AGAIN or status >= 500
    after_s = _retry_after_s(error) if again else None
    remedy = LATER if again else None
    if after_s is not None:
        reason, remedy = _with_wait(reason, f"try again in {_seconds(after_s)}"), ""
    at_fault = status not in OF_THE_REQUEST
    return Trouble(reason, remedy, again=again, after_s=after_s, at_fault=at_fault, reached=False)


def _with_wait(reason: str, wait: str) -> str:
    return f"{reason[:-1]}, {wait})" if reason.endswith(")") else f"{reason} ({wait})"


def _retry_after_s(error: Exception) -> float | None:
    """Seconds by the header Retry-After, a number or a date (RFC 9110, section 10.2.3)."""
    headers = getattr(getattr(error, "response", None), "headers", None)
    said = str(headers.get("retry-after") or "").strip() if headers is not None else ""
    try:
        seconds = float(said)
    except ValueError:
        try:
            seconds = parsedate_to_datetime(said).timestamp() - time.time()
        except (ValueError, TypeError):
            return None
    return max(seconds, 0.0) if math.isfinite(seconds) else None


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The exception and what it came from, at most ten deep: some point at themselves."""
    found: BaseException | None = error
    for _ in range(10):
        if found is None:
            return
        yield found
        found = found.__cause__ or found.__context__


def _kinds(error: BaseException) -> Iterator[str]:
    return (kind.__name__ for kind in type(error).__mro__)


def _seconds(seconds: float) -> str:
    return f"{seconds:,.0f} s" if seconds >= 10 else f"{round(seconds, 1):g} s"
