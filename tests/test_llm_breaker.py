"""The circuit breaker: it opens after failures in a row, rests, and lets one call decide."""

from __future__ import annotations

import threading

from bot.llm.breaker import Breaker


class Clock:
    def __init__(self) -> None:
        self.now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


def opened(clock: Clock) -> Breaker:
    """A breaker that three failures have just opened, for 30 s."""
    breaker = Breaker(3, 30, clock)
    for _ in range(3):
        assert breaker.admit() is None
        breaker.failed()
    return breaker


def test_it_opens_after_so_many_failures_in_a_row() -> None:
    breaker = Breaker(3, 30, Clock())
    for _ in range(2):
        breaker.failed()
    assert breaker.admit() is None
    assert not breaker.state.is_open
    breaker.failed()
    held_back = breaker.admit()
    assert held_back is not None
    assert (held_back.failures, held_back.held_back_s) == (3, 30)


def test_a_success_in_between_starts_the_count_anew() -> None:
    breaker = Breaker(2, 30, Clock())
    for _ in range(5):
        breaker.failed()
        breaker.succeeded()
    assert breaker.admit() is None


def test_after_the_rest_one_call_is_let_through_and_no_other() -> None:
    clock = Clock()
    breaker = opened(clock)
    clock.now_s += 29
    assert breaker.admit() is not None
    clock.now_s += 2
    assert breaker.admit() is None
    others = [breaker.admit() for _ in range(3)]
    assert all(state is not None and state.is_open for state in others)


def test_a_trial_that_goes_well_closes_it() -> None:
    clock = Clock()
    breaker = opened(clock)
    clock.now_s += 31
    assert breaker.admit() is None
    breaker.succeeded()
    assert breaker.state.failures == 0
    assert breaker.admit() is None


def test_a_trial_that_fails_starts_the_rest_anew() -> None:
    clock = Clock()
    breaker = opened(clock)
    clock.now_s += 31
    assert breaker.admit() is None
    breaker.failed()
    assert breaker.state.held_back_s == 30
    assert breaker.admit() is not None


def test_a_trial_that_was_not_made_leaves_it_to_the_next() -> None:
    clock = Clock()
    breaker = opened(clock)
    clock.now_s += 31
    assert breaker.admit() is None
    breaker.withdrawn()
    assert breaker.admit() is None


def test_of_many_threads_one_gets_the_trial() -> None:
    clock = Clock()
    breaker = opened(clock)
    clock.now_s += 31
    together, admitted = threading.Barrier(16), []

    def ask() -> None:
        together.wait()
        admitted.append(breaker.admit() is None)

    threads = [threading.Thread(target=ask) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert admitted.count(True) == 1
