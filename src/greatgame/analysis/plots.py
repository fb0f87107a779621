"""Pictures of a report, as SVG text that stands on its own.

Colours are the laboratory's, which colour-blind readers tell apart; shape,
order and labels say everything a second time.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from greatgame import pictures
from greatgame.analysis.describe import FEW_VALUES, QUANTILES, groups
from greatgame.analysis.discovery import Discovery
from greatgame.analysis.read import Factor, Lines, Outcome, Results
from greatgame.analysis.sensitivity import SOBOL, Index
from greatgame.words import significant

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

INK, QUIET, GRID, PAPER = pictures.INK, pictures.FADED, pictures.RULE, pictures.PAPER
BLUE, RED, GREEN, PURPLE, ORANGE = pictures.COLOURS[:5]
WIDTH = 8.4
"""Inches; the text column of the report."""
MOST_DOTS = 3000
"""Campaigns drawn in a scatter; more only make a blot."""
MOST_BARS = 14


def _figure(height: float) -> tuple[Figure, Axes]:
    """An empty picture as wide as the text."""
    from matplotlib.figure import Figure

    with pictures.look():
        made = Figure(figsize=(WIDTH, height), layout="constrained", facecolor=pictures.PAPER)
        return made, made.add_subplot()


def _svg(figure: Figure) -> str:
    """The figure as an ``<svg>`` element, without date or prologue, so that it is the same every time."""
    buffer = io.StringIO()
    with pictures.look():
        figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    text = buffer.getvalue()
    element = text[text.index("<svg") :]
    # The page's width decides; a fixed size would not fit a telephone.
    return re.sub(r'(<svg[^>]*?) height="[^"]*"([^>]*?) width="[^"]*"', r"\1\2", element, count=1)


def _box(axes: Axes, place: float, values: Any, colour: str) -> None:
    """5 to 95 % as a line, the middle half as a bar, the median as a mark, the mean as a diamond."""
    q = np.quantile(values, QUANTILES)
    axes.plot([q[0], q[4]], [place, place], color=colour, linewidth=1.2, solid_capstyle="butt")
    axes.barh(place, q[3] - q[1], left=q[1], height=0.5, color=colour, alpha=0.35, edgecolor=colour, linewidth=1)
    axes.plot([q[2], q[2]], [place - 0.25, place + 0.25], color=INK, linewidth=1.8)
    axes.plot(values.mean(), place, "D", color=PAPER, markeredgecolor=INK, markersize=4.5)


def boxes(results: Results, outcomes: Sequence[Outcome], label: str) -> str:
    """Distributions of several outcomes in one unit, one row each."""
    figure, axes = _figure(0.7 + 0.34 * len(outcomes))
    for place, outcome in enumerate(reversed(outcomes)):
        values = results.outcome(outcome.name)
        values = values[np.isfinite(values)]
        if len(values):
            _box(axes, place, values, BLUE)
    axes.set_yticks(range(len(outcomes)), [outcome.name for outcome in reversed(outcomes)])
    axes.set_xlabel(label)
    axes.grid(axis="x")
    axes.tick_params(axis="y", length=0)
    return _svg(figure)


def by_value(results: Results, outcome: Outcome, factor: Factor) -> str | None:
    """One outcome by the values of a lever, the highest mean on top; None where no campaign has a number."""
    rows = [(text, results.outcome(outcome.name)[where]) for text, where in groups(results, factor)]
    rows = [(text, values[np.isfinite(values)]) for text, values in rows]
    rows = [(text, values) for text, values in rows if len(values)]
    if not rows:
        return None
    if not factor.numeric:
        rows.sort(key=lambda row: float(row[1].mean()))
    figure, axes = _figure(0.7 + 0.34 * len(rows))
    for place, (_, values) in enumerate(rows):
        _box(axes, place, values, BLUE)
    axes.set_yticks(range(len(rows)), [text for text, _ in rows])
    axes.set_xlabel(_labelled(outcome))
    axes.grid(axis="x")
    axes.tick_params(axis="y", length=0)
    return _svg(figure)


def histogram(results: Results, outcome: Outcome) -> str | None:
    """How often an outcome came out how high; None where no campaign has a number."""
    values = results.outcome(outcome.name)
    values = values[np.isfinite(values)]
    if not len(values):
        return None
    figure, axes = _figure(2.3)
    axes.hist(values, bins=min(40, max(8, int(np.sqrt(len(values))))), color=BLUE, alpha=0.45, edgecolor=BLUE)
    for share, name in ((0.05, "5 %"), (0.5, "median"), (0.95, "95 %")):
        place = float(np.quantile(values, share))
        axes.axvline(place, color=INK, linewidth=1.8 if share == 0.5 else 1, linestyle="-" if share == 0.5 else "--")
        axes.annotate(
            f"{name} {significant(place)}",
            (place, 1.0),
            xycoords=("data", "axes fraction"),
            xytext=(3, -2),
            textcoords="offset points",
            va="top",
            fontsize=8.5,
        )
    axes.set_xlabel(_labelled(outcome))
    axes.set_ylabel("campaigns")
    axes.margins(y=0.12)
    return _svg(figure)


def _labelled(column: Outcome | Factor) -> str:
    return f"{column.name}, {column.unit}" if column.unit else column.name


def indices(rows: Sequence[Index]) -> str:
    """Sensitivity of one outcome: a filled bar for the first-order index, an open one for the wider index."""
    rows = list(rows[:MOST_BARS])[::-1]
    figure, axes = _figure(0.85 + 0.42 * len(rows))
    for place, row in enumerate(rows):
        if not np.isnan(row.total):
            _whisker(axes, place + 0.2, row.total, row.total_half, PAPER, ORANGE)
        _whisker(axes, place - 0.12 if not np.isnan(row.total) else place, row.first, row.first_half, BLUE, BLUE)
    axes.set_yticks(range(len(rows)), [row.factor for row in rows])
    axes.tick_params(axis="y", length=0)
    axes.axvline(0.0, color=QUIET, linewidth=1)
    # On two or three seeds an interval may be many times the whole, beside which no bar would be seen.
    low, high = axes.get_xlim()
    axes.set_xlim(max(low, -0.5), min(high, 1.5))
    axes.grid(axis="x")
    orders = "filled: first order; open: total order" if any(row.method == SOBOL for row in rows) else "first order"
    axes.set_xlabel(f"share of variance ({orders}); whiskers: 95 % interval")
    return _svg(figure)


def _whisker(axes: Axes, place: float, value: float, half: float, face: str, edge: str) -> None:
    axes.barh(place, value, height=0.28, color=face, edgecolor=edge, linewidth=1.3)
    axes.plot([value - half, value + half], [place, place], color=INK, linewidth=1)


def trade_off(found: Discovery) -> str:
    """Coverage against density along the peeling, the chosen box marked."""
    figure, axes = _figure(2.9)
    coverage = [step.coverage for step in found.steps]
    density = [step.density for step in found.steps]
    axes.plot(coverage, density, "-", color=GRID, linewidth=1)
    most = max((step.restrictions for step in found.steps), default=0)
    for number in range(most + 1):
        those = [step for step in found.steps if step.restrictions == number]
        if those:
            mark = "osD^vP*X"[number % 8]
            colour = (QUIET, BLUE, ORANGE, GREEN, RED, PURPLE)[number % 6]
            label = f"{number} restriction{'' if number == 1 else 's'}"
            axes.plot(
                [s.coverage for s in those], [s.density for s in those], mark, color=colour, markersize=5, label=label
            )
    if found.chosen is not None:
        step = found.steps[found.chosen]
        axes.plot(step.coverage, step.density, "o", markersize=14, markerfacecolor="none", markeredgecolor=INK)
        axes.annotate(
            "reported box", (step.coverage, step.density), xytext=(10, 10), textcoords="offset points", fontsize=9
        )
    axes.set_xlabel("coverage: share of all failures in the box")
    axes.set_ylabel("density: share of failures\namong futures in the box")
    axes.set_xlim(-0.02, 1.04)
    axes.set_ylim(-0.02, 1.06)
    axes.grid()
    axes.legend(frameon=False, fontsize=8.5, loc="lower left")
    return _svg(figure)


def scatter(results: Results, found: Discovery) -> str | None:
    """Failures and others over the two most telling numeric restrictions; None where there is none."""
    numeric = sorted((row for row in found.restrictions if not row.values), key=lambda row: row.quasi_p)[:2]
    if not numeric:
        return None
    across = numeric[0]
    up = numeric[1] if len(numeric) > 1 else None
    rows = np.arange(results.campaigns)
    if len(rows) > MOST_DOTS:
        rows = np.random.default_rng(0).choice(rows, MOST_DOTS, replace=False)
    failed = found.goal.failed(results)[rows]
    x = results.factor(across.factor)[rows].astype(float)
    y = results.factor(up.factor)[rows].astype(float) if up else results.outcome(found.goal.outcome)[rows]
    figure, axes = _figure(3.4)
    axes.plot(x[~failed], y[~failed], "o", color=BLUE, markersize=3, alpha=0.35, label="others", linewidth=0)
    axes.plot(x[failed], y[failed], "x", color=RED, markersize=4.5, label=f"failures: {found.goal.text}", linewidth=0)
    axes.autoscale_view()
    axes.autoscale(False)
    low, high = axes.get_xlim()
    left, right = max(across.low, low), min(across.high, high)
    bottom, top = axes.get_ylim()
    if up is not None:
        bottom, top = max(up.low, bottom), min(up.high, top)
    axes.fill_between([left, right], bottom, top, facecolor=ORANGE, alpha=0.15, edgecolor=INK, linewidth=1.2)
    columns: list[Outcome | Factor] = [*results.factors, *results.outcomes]
    labels = {column.name: _labelled(column) for column in columns}
    axes.set_xlabel(labels[across.factor])
    axes.set_ylabel(labels[up.factor if up else found.goal.outcome])
    axes.legend(frameon=False, fontsize=8.5, loc="upper left", bbox_to_anchor=(0, 1.14), ncols=2)
    return _svg(figure)


def bands(lines: Lines, path: str, inside: Any | None = None) -> str | None:
    """Quantile bands of a figure over time; None where no course has numbers to its end."""
    courses = lines.paths[path] if inside is None else lines.paths[path][inside]
    courses = courses[np.isfinite(courses).all(axis=1)]
    if not len(courses):
        return None
    q = np.quantile(courses, QUANTILES, axis=0)
    figure, axes = _figure(2.4)
    at = np.arange(len(lines.quarters))
    axes.fill_between(at, q[0], q[4], color=BLUE, alpha=0.15, linewidth=0, label="90 % of campaigns")
    axes.fill_between(at, q[1], q[3], color=BLUE, alpha=0.3, linewidth=0, label="middle half")
    axes.plot(at, q[2], color=INK, linewidth=1.8, label="median")
    step = max(1, len(at) // 10)
    axes.set_xticks(at[::step], lines.quarters[::step], rotation=0, fontsize=8.5)
    axes.set_ylabel(path)
    axes.grid(axis="y")
    axes.legend(frameon=False, fontsize=8.5, ncols=3, loc="upper left", bbox_to_anchor=(0, 1.16))
    return _svg(figure)


def shown_by_value(results: Results) -> list[Factor]:
    """Factors whose values are few enough to be drawn one by one."""
    return [factor for factor in results.factors if 1 < len(factor.values) <= FEW_VALUES]
