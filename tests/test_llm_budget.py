"""The budget of a day: reserved before a call, settled after it, shared by all processes."""

from __future__ import annotations

import subprocess
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.answer import Usage
from bot.llm.budget import Budget, Prices
from bot.llm.model import ModelFailed

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
EVENING = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)
NEXT_DAY = datetime(2026, 3, 2, 0, 1, tzinfo=UTC)


def budget(folder: Path, tokens: int = 1_000, at: datetime = NOON) -> Budget:
    return Budget(folder / "llm.sqlite3", tokens_a_day=tokens, now=lambda: at)


def used(input_tokens: int, output_tokens: int = 0) -> Usage:
    return Usage(1, input_tokens, output_tokens)


def test_a_call_takes_off_what_it_used_and_not_what_was_reserved(tmp_path: Path) -> None:
    one = budget(tmp_path)
    number = one.reserve(100, 500)
    assert one.left().tokens == 400
    one.settle(number, used(100, 20))
    assert one.left().tokens == 880


def test_a_call_that_could_go_over_the_budget_does_not_begin(tmp_path: Path) -> None:
    one = budget(tmp_path)
    one.reserve(600, 0)
    with pytest.raises(ModelFailed):
        one.reserve(1, 400)
    one.reserve(0, 400)
    assert one.left().tokens == 0


def test_a_refusal_says_what_is_left_what_is_needed_and_until_when(tmp_path: Path) -> None:
    one = budget(tmp_path, at=EVENING)
    one.reserve(800, 0)
    with pytest.raises(ModelFailed) as caught:
        one.reserve(300, 500)
    assert str(caught.value) == (
        "Today’s budget of 1,000 tokens (llm_tokens_a_day) has 200 left, and a call may need "
        "800. It is full again at 00:00 UTC, in 0 h 31 min."
    )


def test_a_budget_too_small_for_any_call_is_said_to_be_so(tmp_path: Path) -> None:
    with pytest.raises(ModelFailed, match=r"Raise it, or lower llm_max_tokens\.$"):
        budget(tmp_path).reserve(500, 501)


def test_a_new_day_begins_with_a_full_budget(tmp_path: Path) -> None:
    budget(tmp_path, at=EVENING).reserve(1_000, 0)
    assert budget(tmp_path, at=EVENING).left().tokens == 0
    assert budget(tmp_path, at=NEXT_DAY).left().tokens == 1_000
    budget(tmp_path, at=NEXT_DAY).reserve(1_000, 0)


def test_a_call_over_midnight_counts_for_the_day_on_which_it_began(tmp_path: Path) -> None:
    number = budget(tmp_path, at=EVENING).reserve(500, 0)
    budget(tmp_path, at=NEXT_DAY).settle(number, used(400))
    assert budget(tmp_path, at=EVENING).left().tokens == 600
    assert budget(tmp_path, at=NEXT_DAY).left().tokens == 1_000


def test_money_is_counted_by_the_prices(tmp_path: Path) -> None:
    one = Budget(
        tmp_path / "llm.sqlite3", usd_a_day=0.01, prices=Prices(1.0, 10.0), now=lambda: NOON
    )
    one.settle(one.reserve(1_000, 500), used(1_000, 100))  # 0.001 + 0.001
    assert one.left().usd == pytest.approx(0.008)
    with pytest.raises(ModelFailed, match=r"0\.01 US dollars \(llm_usd_a_day\) has 0\.0080 left"):
        one.reserve(0, 801)
    one.reserve(0, 799)


def test_without_prices_the_cost_is_not_known() -> None:
    assert Prices().priced(used(10, 10)).usd is None
    assert Prices(1.0, None).priced(used(10, 10)).usd is None
    assert Prices(0.0, 0.0).priced(used(10, 10)).usd == 0
    assert Prices(1.0, 2.0).priced(used(1_000_000, 500_000)).usd == 2.0


def test_without_a_limit_nothing_is_written(tmp_path: Path) -> None:
    one = budget(tmp_path / "data", tokens=0)
    one.settle(one.reserve(10**9, 0), used(10**9))
    assert not (tmp_path / "data").exists()
    assert str(one.left()) == "no limit"


def test_threads_together_do_not_go_over_it(tmp_path: Path) -> None:
    begun = []

    def spend() -> None:
        one = budget(tmp_path)
        for _ in range(5):
            try:
                begun.append(one.reserve(50, 50))
            except ModelFailed:
                return

    threads = [threading.Thread(target=spend) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(begun) == 10
    assert len(set(begun)) == 10


def test_processes_together_do_not_go_over_it(tmp_path: Path) -> None:
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "from bot.answer import Usage\n"
        "from bot.llm.budget import Budget\n"
        "from bot.llm.model import ModelFailed\n"
        "budget, begun = Budget(Path(sys.argv[1]), tokens_a_day=5_000), 0\n"
        "print('ready', flush=True)\n"
        "sys.stdin.readline()\n"
        "for n in range(60):\n"
        "    try:\n"
        "        number = budget.reserve(100, 100)\n"
        "    except ModelFailed:\n"
        "        continue\n"
        "    budget.settle(number, Usage(1, 60, 40))\n"
        "    begun += 1\n"
        "print(begun)\n"
    )
    file = tmp_path / "llm.sqlite3"
    root = Path(__file__).parents[1]
    running = [
        subprocess.Popen(
            [sys.executable, "-c", code, file],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=root,
        )
        for _ in range(2)
    ]
    for process in running:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in running:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    begun = [int(process.communicate(timeout=60)[0]) for process in running]
    # Each call used 100; the last hundred could not be reserved for a call that may need 200.
    assert sum(begun) == 49


def test_the_count_survives_the_process(tmp_path: Path) -> None:
    one = budget(tmp_path)
    one.settle(one.reserve(300, 0), used(250))
    assert budget(tmp_path).left().tokens == 750


def test_a_file_of_another_version_is_not_touched(tmp_path: Path) -> None:
    file = tmp_path / "llm.sqlite3"
    file.write_bytes(b"not a database, and long enough to be looked at " * 20)
    before = file.read_bytes()
    with pytest.raises(ModelFailed, match="cannot be counted"):
        budget(tmp_path).reserve(1, 1)
    assert file.read_bytes() == before


def test_only_its_owner_may_read_it(tmp_path: Path) -> None:
    budget(tmp_path).reserve(1, 1)
    assert (tmp_path / "llm.sqlite3").stat().st_mode & 0o077 == 0
