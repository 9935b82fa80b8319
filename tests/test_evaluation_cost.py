"""Times, tokens and money, worked by hand and held against numpy."""

from __future__ import annotations

import numpy as np
import pytest
from evaluation_cases import case
from hypothesis import given
from hypothesis import strategies as st

from bot.evaluation.measures import cost
from bot.evaluation.measures.cost import StageTimes
from bot.evaluation.measures.measure import Case, Part


def timed(*total_ms: float) -> list[Case]:
    return [case(timings_ms={"total": ms}) for ms in total_ms]


@pytest.mark.parametrize(
    ("percent", "wanted"), [(50, 10), (95, 19), (99, 20), (5, 1), (100, 20), (96, 20)]
)
def test_a_percentile_is_a_time_within_which_so_many_were_given(
    percent: int, wanted: float
) -> None:
    assert cost.latency("total", percent)(timed(*range(20, 0, -1))) == wanted


@given(st.lists(st.floats(0, 1e4), min_size=1, max_size=60), st.sampled_from([1, 7, 50, 95, 99]))
def test_a_percentile_is_numpys_inverted_distribution(times: list[float], percent: int) -> None:
    # numpy multiplies by a fraction, which is inexact: it is asked a hair below.
    wanted = np.percentile(times, percent - 1e-7, method="inverted_cdf")
    assert cost.latency("total", percent)(timed(*times)) == wanted


def test_one_time_is_every_percentile_and_no_time_none() -> None:
    assert [cost.latency("total", p)(timed(7)) for p in (50, 95, 99)] == [7, 7, 7]
    assert cost.latency("total", 50)([case()]) is None
    assert cost.latency("total", 50)([]) is None


def test_each_stage_has_its_times_in_the_order_first_named() -> None:
    cases = [
        case(timings_ms={"search": 1, "total": 4}),
        case(timings_ms={"search": 3, "write": 9, "total": 12}),
        case(),
    ]
    assert cost.stage_times(cases) == (
        StageTimes("search", 1, 3, 3, 2),
        StageTimes("total", 4, 12, 12, 2),
        StageTimes("write", 9, 9, 9, 1),
    )
    assert cost.stage_times([case()]) == ()


def test_a_second_has_as_many_questions_as_fit_one_after_the_other() -> None:
    assert [cost.questions_a_second(one) for one in timed(500, 0)] == [Part(1, 0.5), Part(1, 0)]
    assert cost.questions_a_second(case(timings_ms={"search": 3})) is None


def test_tokens_and_money_are_summed_where_they_are_said() -> None:
    cases = [
        case(usage={"input_tokens": 100, "output_tokens": 20, "usd": 0.25}),
        case(usage={"input_tokens": 7, "cached_tokens": 5}),
        case(usage={"usd": 0.5}),
        case(),
    ]
    assert (cost.tokens(cases), cost.money(cases)) == (127, 0.75)


@pytest.mark.parametrize("cases", [[], [case()], [case(usage={"other": 1})]])
def test_without_a_model_there_are_no_tokens_and_no_money(cases: list[Case]) -> None:
    assert (cost.tokens(cases), cost.money(cases)) == (None, None)
