"""Small pictures for printed pages, as SVG that a browser draws without anything else; told apart without colour."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

HUES = ("#d55e00", "#0072b2", "#009e73", "#cc79a7", "#8a6d00", "#56b4e9", "#6a5acd", "#555555")
DASHES = ("", "8 4", "2 3", "10 3 2 3")
WIDE, LEFT, RIGHT, TOP, FOOT = 640.0, 44.0, 150.0, 10.0, 24.0
APART = 14.0
"""Least distance between two labels."""


def lines(series: Sequence[tuple[str, Sequence[float]]], marks: Sequence[str], title: str, high: float = 260.0) -> str:
    """Values over time, one line each with its name at the end; ``marks`` name the points of time."""
    values = [value for _, row in series for value in row]
    if not values:
        return ""
    low, top = min(values) - 0.5, max(values) + 0.5
    across = (WIDE - LEFT - RIGHT) / max(len(marks) - 1, 1)

    def y(value: float) -> float:
        return TOP + (top - value) / (top - low) * (high - TOP - FOOT)

    parts = [_axis(low, top, y)]
    step = -(-len(marks) // 5) or 1
    for place, mark in enumerate(marks):
        if place % step == 0:
            parts.append(_text(LEFT + place * across, high - 6, mark, "middle"))
    last: list[float] = []
    ranked = sorted(range(len(series)), key=lambda n: -series[n][1][-1])
    for n in ranked:
        name, row = series[n]
        points = " ".join(f"{LEFT + place * across:.1f},{y(value):.1f}" for place, value in enumerate(row))
        style = f'stroke="{HUES[n % len(HUES)]}" stroke-dasharray="{DASHES[n % len(DASHES)]}"'
        parts.append(f'<polyline points="{points}" fill="none" stroke-width="2.5" {style}/>')
        height = max(y(row[-1]) + 4, last[-1] + APART if last else 0.0)
        last.append(height)
        parts.append(_text(WIDE - RIGHT + 8, height, f"{name} {row[-1]:.1f}"))
    return _svg(high, parts, title)


def waterfall(steps: Sequence[tuple[str, float]], opening: float, unit: str, title: str, row: float = 20.0) -> str:
    """From an opening value, step by step, to what it became: a bar for each cause."""
    reached, value = [opening], opening
    for _, change in steps:
        value += change
        reached.append(value)
    low, top = min(reached), max(reached)
    scale = (WIDE - 290.0) / (top - low or 1.0)

    def x(value: float) -> float:
        return 220.0 + (value - low) * scale

    parts, value = [], opening
    for n, (name, change) in enumerate(steps):
        y, begin, end = 4.0 + n * row, x(min(value, value + change)), x(max(value, value + change))
        value += change
        fill = "#0072b2" if change >= 0 else "#d55e00"
        pattern = "" if change >= 0 else ' stroke="#17202c" stroke-dasharray="2 2"'
        parts.append(_text(212.0, y + 12, name if len(name) < 34 else name[:33] + "…", "end"))
        parts.append(
            f'<rect x="{begin:.1f}" y="{y:.1f}" width="{max(end - begin, 1.0):.1f}" height="13" '
            f'fill="{fill}"{pattern}/>'
        )
        parts.append(_text(x(max(value, value - change)) + 5, y + 12, f"{change:+.2f}"))
    parts.append(_text(WIDE - 4, 4.0 + len(steps) * row + 12, f"{opening:.1f} → {value:.1f} {unit}", "end"))
    return _svg(8.0 + (len(steps) + 1) * row, parts, title)


def calibration(rows: Sequence[tuple[float, float, int]], title: str, side: float = 240.0) -> str:
    """Chances given against shares that came true; on the line they are the same."""

    def at(value: float) -> float:
        return 40.0 + value * (side - 70.0)

    diagonal = f'x1="{at(0)}" y1="{side - at(0)}" x2="{at(1)}" y2="{side - at(1)}"'
    parts = [f'<line {diagonal} stroke="#888" stroke-dasharray="4 3"/>']
    for mark in (0.0, 0.5, 1.0):
        parts.append(_text(at(mark), side - 6, f"{mark:.0%}", "middle"))
        parts.append(_text(34.0, side - at(mark) + 4, f"{mark:.0%}", "end"))
    for chance, true, count in rows:
        parts.append(
            f'<circle cx="{at(chance):.1f}" cy="{side - at(true):.1f}" r="{3 + min(count, 40) ** 0.5:.1f}" '
            'fill="#0072b2" fill-opacity="0.7" stroke="#17202c"/>'
        )
        parts.append(_text(at(chance) + 10, side - at(true) - 6, str(count)))
    return _svg(side, parts, title, side)


def _axis(low: float, top: float, y: Callable[[float], float]) -> str:
    rows = []
    for share in (0.0, 0.5, 1.0):
        value = low + share * (top - low)
        rows.append(
            f'<line x1="{LEFT}" x2="{WIDE - RIGHT}" y1="{y(value):.1f}" y2="{y(value):.1f}" stroke="#ccc"/>'
            + _text(LEFT - 6, y(value) + 4, f"{value:.1f}", "end")
        )
    return "".join(rows)


def _text(x: float, y: float, words: str, anchor: str = "start") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(words)}</text>'


def _svg(high: float, parts: Sequence[str], title: str, wide: float = WIDE) -> str:
    head = f'viewBox="0 0 {wide:g} {high:g}" role="img" aria-label="{escape(title)}"'
    return f'<svg {head} font-size="12" fill="currentColor">{"".join(parts)}</svg>'
