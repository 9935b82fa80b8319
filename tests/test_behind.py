"""What is done behind: in order, one at a time, and nothing of it lost."""

from __future__ import annotations

import threading
import time

import pytest

from index.behind import Behind


def test_work_is_done_while_the_caller_goes_on() -> None:
    went_on = threading.Event()
    done: list[bool] = []
    with Behind() as thread:
        thread.do(lambda: done.append(went_on.wait(10)))
        went_on.set()
    assert done == [True]


def test_work_is_done_in_order_and_never_two_at_once() -> None:
    under_way, done, most = set[int](), list[int](), list[int]()

    def work(number: int) -> None:
        under_way.add(number)
        time.sleep(0.002)
        most.append(len(under_way))
        under_way.remove(number)
        done.append(number)

    with Behind() as thread:
        for number in range(20):
            thread.do(lambda number=number: work(number))  # type: ignore[misc]
            assert len(done) >= number  # all but this one: nothing else waits
    assert (done, max(most)) == (list(range(20)), 1)


def fail() -> None:
    raise OSError("no room")


def test_what_goes_wrong_is_raised_when_the_next_is_handed_over() -> None:
    done: list[int] = []
    with pytest.raises(OSError, match="no room"), Behind() as thread:
        thread.do(fail)
        thread.do(lambda: done.append(1))
    assert done == []


def test_what_goes_wrong_last_is_raised_at_the_end() -> None:
    with pytest.raises(OSError, match="no room"), Behind() as thread:
        thread.do(fail)


def test_what_goes_wrong_is_raised_once() -> None:
    with Behind() as thread:
        thread.do(fail)
        with pytest.raises(OSError, match="no room"):
            thread.wait()
        thread.wait()


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt])
def test_nothing_is_under_way_once_the_block_is_left_by_an_exception(
    error: type[BaseException],
) -> None:
    done: list[int] = []

    def slow() -> None:
        time.sleep(0.05)
        done.append(1)

    with pytest.raises(error), Behind() as thread:
        thread.do(slow)
        raise error
    assert done == [1]


def test_an_exception_of_the_block_goes_before_one_of_the_work() -> None:
    with pytest.raises(KeyboardInterrupt), Behind() as thread:
        thread.do(fail)
        raise KeyboardInterrupt
