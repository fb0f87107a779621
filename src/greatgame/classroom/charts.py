"""The pictures of the debrief: everybody's way, what moved a figure, chances against outcomes; clear without colour."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from greatgame.classroom.digits import plain, signed
from greatgame.drawing import Block, Dot, Drawing, Way, Words

HUES = ("#d55e00", "#0072b2", "#009e73", "#cc79a7", "#8a6d00", "#56b4e9", "#6a5acd", "#555555")
DASHES: tuple[tuple[float, ...], ...] = ((), (8, 4), (2, 3), (14, 3))
UP, DOWN, FAINT, EVEN = "#0072b2", "#d55e00", "#cccccc", "#888888"
WIDE, LEFT, RIGHT, TOP, FOOT = 640.0, 44.0, 150.0, 10.0, 24.0
APART = 14.0
"""Least distance between two labels."""
CAUSES = 300.0
"""Where the bars of a waterfall begin; their names stand before."""
NAMES = 39.0
"""Letters that the name of a cause may have, those of Japanese count as two: they fit in the widest of common faces."""


def lines(
    series: Sequence[tuple[str, Sequence[float]]], marks: Sequence[str], title: str, high: float = 260.0
) -> Drawing:
    """Values over time, one line each with its name at the end; ``marks`` name the points of time."""
    values = [value for _, row in series for value in row]
    low, top = min(values) - 0.5, max(values) + 0.5
    across = (WIDE - LEFT - RIGHT) / max(len(marks) - 1, 1)

    def y(value: float) -> float:
        return TOP + (top - value) / (top - low) * (high - TOP - FOOT)

    drawing = Drawing(title, WIDE, high)
    for share in (0.0, 0.5, 1.0):
        value = low + share * (top - low)
        drawing.add(Way([(LEFT, y(value)), (WIDE - RIGHT, y(value))], FAINT))
        drawing.add(Words((LEFT - 6, y(value) + 4), plain(value, 1), "end"))
    step = -(-len(marks) // 5) or 1
    drawing.add(
        *(
            Words((LEFT + place * across, high - 6), mark, "middle")
            for place, mark in enumerate(marks)
            if place % step == 0
        )
    )
    last: list[float] = []
    for n in sorted(range(len(series)), key=lambda n: -series[n][1][-1]):
        name, row = series[n]
        points = [(LEFT + place * across, y(value)) for place, value in enumerate(row)]
        drawing.add(Way(points, HUES[n % len(HUES)], 2.5, DASHES[n % len(DASHES)]))
        height = max(y(row[-1]) + 4, last[-1] + APART if last else 0.0)
        last.append(height)
        drawing.add(Words((WIDE - RIGHT + 8, height), f"{name} {row[-1]:.1f}"))
    return drawing


def waterfall(steps: Sequence[tuple[str, float]], opening: float, unit: str, title: str, row: float = 20.0) -> Drawing:
    """From an opening value, step by step, to what it became: a bar for each cause."""
    reached, value = [opening], opening
    for _, change in steps:
        value += change
        reached.append(value)
    low, top = min(reached), max(reached)
    scale = (WIDE - CAUSES - 70.0) / (top - low or 1.0)

    def x(value: float) -> float:
        return CAUSES + (value - low) * scale

    drawing, value = Drawing(title, WIDE, 8.0 + (len(steps) + 1) * row), opening
    for n, (name, change) in enumerate(steps):
        y, begin, end = 4.0 + n * row, x(min(value, value + change)), x(max(value, value + change))
        value += change
        drawing.add(Words((CAUSES - 8, y + 12), shortened(name, NAMES), "end"))
        drawing.add(Block(begin, y, max(end - begin, 1.0), 13.0, UP if change >= 0 else DOWN, change < 0))
        drawing.add(Words((end + 5, y + 12), signed(change, 2)))
    whole = f"{plain(opening, 1)} → {plain(value, 1)} {unit}"
    drawing.add(Words((WIDE - 4, 4.0 + len(steps) * row + 12), whole, "end"))
    return drawing


def calibration(rows: Sequence[tuple[float, float, int]], title: str, side: float = 240.0) -> Drawing:
    """Chances given against shares that came true; on the line they are the same."""

    def at(value: float) -> float:
        return 40.0 + value * (side - 70.0)

    drawing = Drawing(title, side, side)
    drawing.add(Way([(at(0), side - at(0)), (at(1), side - at(1))], EVEN, 1.0, (4, 3)))
    for mark in (0.0, 0.5, 1.0):
        drawing.add(Words((at(mark), side - 6), f"{mark:.0%}", "middle"))
        drawing.add(Words((34.0, side - at(mark) + 4), f"{mark:.0%}", "end"))
    for chance, true, count in rows:
        drawing.add(Dot((at(chance), side - at(true)), 3 + min(count, 40) ** 0.5, UP))
        drawing.add(Words((at(chance) + 10, side - at(true) - 6), str(count)))
    return drawing


def shortened(words: str, room: float) -> str:
    """Words that fit into so many letters, cut where they do not."""
    used = 0.0
    for place, letter in enumerate(words):
        used += 2.0 if unicodedata.east_asian_width(letter) in {"W", "F"} else 1.0
        if used > room:
            return words[: place - 1] + "…"
    return words
