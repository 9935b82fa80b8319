"""The plots of the page, as SVG to stand inside HTML.

Owns what is drawn, and the only use of matplotlib. Unlike `page`, it knows nothing of the text
around a plot. Colours are written as the page's CSS variables, so that a plot follows its light and
dark colours, and letters stay letters: a plot holds no date and no random name, so that the same
results give the same bytes.
"""

from __future__ import annotations

import io
import math
import re
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

from bot.evaluation.results import Results, SystemResults
from bot.render.wording import one_line

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

PRECISION = "evidence_precision"
LENGTH = "quoted_characters"

# matplotlib takes no CSS variables: these stand for them until the SVG is written.
INK, MUTED, RULE = "#000001", "#000002", "#000003"
SERIES = tuple(f"#0001{n:02d}" for n in range(8))
VARIABLES = {INK: "--ink", MUTED: "--muted", RULE: "--rule"} | {
    colour: f"--series-{n}" for n, colour in enumerate(SERIES)
}
MARKERS = "osD^vPX*"
DASHES = ("-", "--", ":", "-.", (0, (5, 1)), (0, (1, 1)), (0, (3, 1, 1, 1)), (0, (8, 3)))
WIDTH_IN, HEIGHT_IN, LEGEND_LINE_IN = 5.2, 3.7, 0.19
SETTINGS: dict[Any, Any] = {  # matplotlib types the keys only in its newer versions
    "axes.edgecolor": RULE,
    "axes.labelcolor": INK,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "font.family": ["DejaVu Sans"],  # comes with matplotlib: the layout is the same everywhere
    "font.size": 10,
    "legend.frameon": False,
    "legend.labelcolor": INK,
    "svg.fonttype": "none",
    "text.color": INK,
    "text.parse_math": False,  # a system's name may have dollars in it
    "xtick.color": MUTED,
    "ytick.color": MUTED,
}


@dataclass(frozen=True, slots=True)
class Plot:
    """A plot. `svg` is one element with title, caption and numbers in it for who cannot see it;
    `numbers` says in words what is drawn."""

    name: str
    title: str
    caption: str
    numbers: str
    svg: str


def draw(results: Results) -> tuple[Plot, ...]:
    """The plots for which the results have something to draw, at most three."""
    makers = (_reliability, _risk_coverage, _precision_by_length)
    return tuple(plot for make in makers if (plot := make(results)) is not None)


def _reliability(results: Results) -> Plot | None:
    bins = results.own.curves.reliability
    if not bins:
        return None

    def fill(figure: Figure) -> None:
        upper, lower = figure.subplots(2, 1, sharex=True, height_ratios=(3, 1))
        upper.plot((0, 1), (0, 1), color=MUTED, linewidth=1, linestyle=":", zorder=1)
        confidence, right, cases = zip(*bins, strict=True)
        upper.plot(confidence, right, color=SERIES[0], linewidth=2, marker="o", zorder=2)
        upper.set(ylim=(-0.04, 1.04), ylabel="share right")
        bars = lower.bar(confidence, cases, width=0.06, color=SERIES[0], alpha=0.45)
        lower.bar_label(bars, padding=2, fontsize=8, color=MUTED)
        lower.set(xlim=(0, 1), ylabel="cases", xlabel="confidence (mean of each bin)")
        lower.margins(y=0.35)

    said = "; ".join(f"at {c:.2f}, {r:.2f} of {n}" for c, r, n in bins)
    return _plot(
        "reliability",
        "Does the confidence mean what it says?",
        "The questions in bins of like confidence: how many of each were right. On the dotted "
        "line the confidence would mean exactly what it says; below it, it is too sure.",
        f"Share right by mean confidence: {said}.",
        fill,
    )


def _risk_coverage(results: Results) -> Plot | None:
    shown = [(n, s) for n, s in enumerate(results.systems) if s.curves.risk_coverage]
    if not shown:
        return None

    def fill(figure: Figure) -> None:
        axes = figure.subplots()
        for n, system in shown:
            share, wrong = zip(*system.curves.risk_coverage, strict=True)
            axes.plot(share, wrong, label=one_line(system.name), **_line(n, len(share)))
        axes.set(xlim=(0, 1.02), xlabel="share of the questions answered, surest first")
        worst = max(risk for _, system in shown for _, risk in system.curves.risk_coverage)
        axes.set(ylim=(-0.01, min(1.03, 1.2 * worst + 0.05)), ylabel="share of those wrong")
        _legend(figure, axes)

    ends = "; ".join(
        f"{one_line(system.name)}: {system.curves.risk_coverage[-1][1]:.2f} wrong at "
        f"{system.curves.risk_coverage[-1][0]:.2f} answered"
        for _, system in shown
    )
    return _plot(
        "risk-coverage",
        "What does answering more cost?",
        "Share of the answers that are wrong, by share of the questions answered, the surest "
        "first. Lower is better. Confidence is worth something if the line rises to the right.",
        f"At the right end: {ends}.",
        fill,
        legend_lines=len(shown),
    )


def _precision_by_length(results: Results) -> Plot | None:
    shown = [(n, s) for n, s in enumerate(results.systems) if _point(s) is not None]
    if not shown:
        return None

    def fill(figure: Figure) -> None:
        axes = figure.subplots()
        for n, system in shown:
            _mark(axes, n, system)
        axes.set_xscale("log")
        _plain_ticks(axes)
        axes.set(ylim=(-0.04, 1.06), ylabel="quotes that are evidence")
        axes.set(xlabel="characters quoted per answer (each mark on the axis doubles)")
        _legend(figure, axes)

    said = "; ".join(
        f"{one_line(system.name)}: {point[1]:.2f} with {point[0]:,.0f} characters"
        for _, system in shown
        if (point := _point(system)) is not None
    )
    return _plot(
        "precision-length",
        "How much is pasted to be right?",
        "Share of the quotes that are evidence, by the characters quoted per answer. "
        "Better is higher and further left. Lines are 95 % intervals.",
        f"Share of the quotes that are evidence: {said}.",
        fill,
        legend_lines=len(shown),
    )


def _point(system: SystemResults) -> tuple[float, float] | None:
    """Characters per answer and precision, where a system has both."""
    length, precision = (system.estimates.get(name) for name in (LENGTH, PRECISION))
    if length is None or precision is None or not length.value or precision.value is None:
        return None
    return length.value, precision.value


def _mark(axes: Axes, n: int, system: SystemResults) -> None:
    point, estimate = _point(system), system.estimates[PRECISION]
    if point is None:
        return
    axes.plot(
        *point,
        color=_colour(n),
        label=one_line(system.name),
        linestyle="none",
        marker=MARKERS[n % len(MARKERS)],
        markersize=10 if n == 0 else 8,
    )
    if estimate.low is not None and estimate.high is not None:
        interval = (estimate.low, estimate.high)
        axes.plot((point[0],) * 2, interval, color=_colour(n), linewidth=1, alpha=0.6, zorder=0)


def _plain_ticks(axes: Axes) -> None:
    """Marks the axis at 50, 100, 200, …, as far as the points reach."""
    low, high = axes.get_xlim()
    first, last = (math.log2(max(edge, 1) / 50) for edge in (low, high))
    ticks = [50 * 2.0**power for power in range(math.floor(first), math.ceil(last) + 1)]
    axes.set_xticks(ticks, [f"{tick:,.0f}" for tick in ticks])
    axes.minorticks_off()
    axes.set_xlim(ticks[0], ticks[-1])


def _line(n: int, points: int) -> dict[str, Any]:
    """Systems differ by colour and by dashes; one of a single point needs a marker to be seen."""
    return {
        "color": _colour(n),
        "linestyle": DASHES[n % len(DASHES)],
        "linewidth": 2.4 if n == 0 else 1.4,
        "marker": MARKERS[n % len(MARKERS)] if points == 1 else "",
        "zorder": 3 if n == 0 else 2,
    }


def _colour(n: int) -> str:
    return SERIES[n % len(SERIES)]


def _legend(figure: Figure, axes: Axes) -> None:
    handles, labels = axes.get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower left", fontsize=9, handlelength=3)


def _plot(
    name: str,
    title: str,
    caption: str,
    numbers: str,
    fill: Callable[[Figure], None],
    *,
    legend_lines: int = 0,
) -> Plot:
    """A figure of its own, without matplotlib's global state, filled and written as SVG."""
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    stream = io.StringIO()
    with rc_context(SETTINGS | {"svg.hashsalt": name}):
        size = (WIDTH_IN, HEIGHT_IN + LEGEND_LINE_IN * legend_lines)
        figure = Figure(figsize=size, layout="constrained")
        fill(figure)
        _save(figure, stream)
    svg = _inline(stream.getvalue(), name, title, f"{caption} {numbers}")
    return Plot(name, title, caption, numbers, svg)


def _save(figure: Figure, stream: io.StringIO) -> None:
    with warnings.catch_warnings():
        # Letters are written, not drawn: the reader's fonts have those that this font lacks.
        warnings.filterwarnings("ignore", r"Glyph .* missing", UserWarning)
        figure.savefig(stream, format="svg", transparent=True, metadata={"Date": None})


def _inline(document: str, name: str, title: str, described: str) -> str:
    """The document's one element, with names of its own, the page's colours and letters."""
    svg = document[document.index("<svg") :].strip()
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    svg = re.sub(r"<style.*?</style>", "", svg, flags=re.DOTALL)  # it would style the whole page
    svg = re.sub(r'(\bid="|href="#|url\(#)', rf"\1{name}-", svg)
    svg = svg.replace("'DejaVu Sans'", "system-ui, sans-serif")
    for colour, variable in VARIABLES.items():
        svg = svg.replace(colour, f"var({variable})")
    view = re.search(r'viewBox="[^"]*"', svg)
    start = (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'{view.group() if view else ""} role="img" aria-labelledby="{name}-title {name}-desc">'
        f'<title id="{name}-title">{escape(title)}</title>'
        f'<desc id="{name}-desc">{escape(described)}</desc>'
    )
    return start + svg[svg.index(">") + 1 :]
