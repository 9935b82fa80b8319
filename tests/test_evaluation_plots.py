"""What is drawn, in letters and lines that a page can style."""

from __future__ import annotations

import re

from evaluation_pages import RESULTS, with_own

from bot.evaluation.plots import draw
from bot.evaluation.results import Curves


def test_without_curves_only_what_there_is_is_drawn() -> None:
    assert [p.name for p in draw(with_own(curves=Curves()))] == ["precision-length"]


def test_dollars_in_a_systems_name_are_no_formula() -> None:
    plots = draw(with_own(name="$\\frac{a}$ <b>"))
    assert "$\\frac{a}$ &lt;b&gt;" in plots[1].svg


def test_letters_stay_letters() -> None:
    letters = re.findall(r">([^<]+)</text>", draw(RESULTS)[1].svg)
    assert {"Pullquote", "share of those wrong"} <= set(letters)


def test_no_name_within_a_plot_is_that_of_another_plot() -> None:
    names = [set(re.findall(r'\bid="([^"]+)"', plot.svg)) for plot in draw(RESULTS)]
    assert all(names)
    assert not names[0] & names[1] and not names[1] & names[2] and not names[0] & names[2]


def test_every_name_that_is_used_is_there() -> None:
    for plot in draw(RESULTS):
        used = re.findall(r'href="#([^"]+)"|url\(#([^)]+)\)', plot.svg)
        assert {a or b for a, b in used} <= set(re.findall(r'\bid="([^"]+)"', plot.svg))


def test_a_system_that_quotes_nothing_has_no_place_by_length() -> None:
    assert "always decline" not in draw(RESULTS)[2].numbers


def test_a_curve_of_one_point_can_be_seen() -> None:
    marker = re.compile(r"<use [^>]*var\(--series-0\)")
    assert not marker.search(draw(RESULTS)[1].svg)
    (plot, *_) = draw(with_own(curves=Curves(risk_coverage=((1.0, 0.4),))))
    assert plot.name == "risk-coverage"
    assert marker.search(plot.svg)
