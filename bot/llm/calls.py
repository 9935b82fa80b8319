"""A language model within its limits: time-outs, retries, budget, circuit breaker.

    complete ─ breaker ─► attempt: budget ─ provider, within its time ─► Completion
                             ▲                  └ trouble
                             └ wait, as long as it says, or longer each time ◄┘

Owns when a call is made, made again and given up. Unlike `providers`, it knows no model; unlike
`bot.writing`, it does not know what is asked.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import Protocol

from tenacity import (
    RetryCallState,
    Retrying,
    retry_if_exception,
    stop_after_attempt,
    stop_before_delay,
    wait_random_exponential,
)

from bot.answer import Usage
from bot.llm.breaker import Breaker, BreakerState
from bot.llm.budget import Budget
from bot.llm.model import Completion, ModelFailed
from bot.llm.troubles import SLOW, SLOW_IN_ALL, Trouble
from index.passages import count_tokens

OVERHEAD_TOKENS = 16  # of a chat with two messages, at most, beyond their texts
MAX_WAIT_S = 8.0  # where the provider does not say for how long


class Provider(Protocol):
    """A model that is asked once. Threads may share it."""

    name: str
    remedy: str

    def chat(self, system: str, prompt: str, timeout_s: float) -> Completion:
        """The reply, within the time. Raises Trouble."""
        ...


@dataclass(frozen=True, slots=True)
class Limits:
    """`timeout_s` is for a call, `answer_timeout_s` for all calls of an answer and the waits
    between them. `retries` are the calls made after one that failed, the first of them after up to
    `wait_s`, and each after up to twice as long as the one before."""

    timeout_s: float = 30.0
    answer_timeout_s: float = 60.0
    retries: int = 2
    max_tokens: int = 1_000
    wait_s: float = 0.5


class LimitedModel:
    """A `Model`. `breaker` and `budget` may be looked at."""

    def __init__(
        self,
        provider: Provider,
        limits: Limits,
        budget: Budget,
        breaker: Breaker | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._provider, self._limits, self._sleep = provider, limits, sleep
        self.budget, self.breaker = budget, breaker or Breaker()

    @property
    def name(self) -> str:
        """The configured name, without an address."""
        return self._provider.name

    def complete(self, system: str, prompt: str, *, within_s: float | None = None) -> Completion:
        """The model's reply. `within_s` is what is left of the time for the whole answer.

        Where it breaks off for good, what was said until then is the reply, and `cut_off`. `usage`
        is that of all attempts. Raises ModelFailed if there is no word of a reply.
        """
        most_s = self._limits.answer_timeout_s
        call = _Call(most_s if within_s is None else min(within_s, most_s))
        held_back = self.breaker.admit()
        if held_back is not None:
            raise ModelFailed(self._held_back(held_back))
        try:
            completion = self._retrying(call)(self._attempt, call, system, prompt)
        except Trouble as trouble:
            self._judge(call)
            return self._after(trouble, call)
        except ModelFailed as refused:  # no budget for it, or for another attempt
            self._judge(call)
            raise ModelFailed(str(refused), call.used) from None
        except BaseException:  # Ctrl-C: nothing is known of the provider
            self.breaker.withdrawn()
            raise
        self.breaker.succeeded()
        return replace(completion, usage=call.used)

    def _retrying(self, call: _Call) -> Retrying:
        tries = stop_after_attempt(1 + self._limits.retries)
        return Retrying(
            retry=retry_if_exception(lambda error: isinstance(error, Trouble) and error.again),
            stop=tries | stop_before_delay(call.left_s()),
            wait=partial(_wait_s, self._limits.wait_s),
            sleep=self._sleep,
            reraise=True,
        )

    def _attempt(self, call: _Call, system: str, prompt: str) -> Completion:
        """One call of the provider, paid for whatever comes of it."""
        timeout_s = min(self._limits.timeout_s, call.left_s())
        if timeout_s <= 0:
            raise Trouble("no time was left for it", SLOW_IN_ALL)
        sent = count_tokens(system) + count_tokens(prompt) + OVERHEAD_TOKENS
        reserved = self.budget.reserve(sent, self._limits.max_tokens)
        used = Usage(calls=1, input_tokens=sent)  # of a call that is broken off from here
        is_metered = False
        try:
            completion = self._provider.chat(system, prompt, timeout_s)
            used, is_metered = completion.usage, True
        except Trouble as trouble:
            used, is_metered, call.failed_by = trouble.usage, trouble.is_metered, trouble
            if trouble.remedy == SLOW and timeout_s < self._limits.timeout_s:
                trouble.remedy = SLOW_IN_ALL  # what cut it was the time for the whole answer
            # Words of a reply are worth more than a second try, which may be cut as well.
            trouble.again = trouble.again and trouble.heard is None
            raise
        finally:
            call.used += self.budget.prices.priced(used)
            with suppress(ModelFailed):  # the reservation stands; a reply is not lost for it
                self.budget.settle(reserved, used if is_metered else self._at_most(used))
        return completion

    def _at_most(self, used: Usage) -> Usage:
        """What may be billed for a call that was broken off: thoughts, and what was still under
        way, are output that nobody heard."""
        most = max(used.output_tokens, self._limits.max_tokens)
        return replace(used, output_tokens=most)

    def _judge(self, call: _Call) -> None:
        """Tells the breaker how the last attempt went that was made; if none was, nothing."""
        if call.failed_by is None:
            self.breaker.withdrawn()
        elif call.failed_by.at_fault:
            self.breaker.failed()
        else:
            self.breaker.succeeded()

    def _after(self, trouble: Trouble, call: _Call) -> Completion:
        if trouble.heard is None:
            raise ModelFailed(self._message(trouble), call.used) from None
        return replace(trouble.heard, usage=call.used, failure=self._message(trouble))

    def _message(self, trouble: Trouble) -> str:
        remedy = self._provider.remedy if trouble.remedy is None else trouble.remedy
        return f"{self.name} failed: {trouble.reason}. {remedy}".strip()

    def _held_back(self, state: BreakerState) -> str:
        return (
            f"{self.name} failed {state.failures} times in a row and is not asked for the next "
            f"{max(state.held_back_s, 1):.0f} s."
        )


class _Call:
    """The time that is left for a call and its retries, what they used so far, and what the last
    of them failed by."""

    def __init__(self, within_s: float) -> None:
        self._until = time.monotonic() + within_s
        self.used = Usage()
        self.failed_by: Trouble | None = None

    def left_s(self) -> float:
        return self._until - time.monotonic()


def _wait_s(first_s: float, state: RetryCallState) -> float:
    """Seconds before the next attempt: as long as the provider says, or else up to twice as long
    each time, by chance, so that callers who failed together do not come back together."""
    error = state.outcome.exception() if state.outcome else None
    if isinstance(error, Trouble) and error.after_s is not None:
        return error.after_s
    return float(wait_random_exponential(multiplier=first_s, max=MAX_WAIT_S)(state))
