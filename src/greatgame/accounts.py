"""Figures opened, for the terminal: what moved them, or what they are made of."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.text import Text

from greatgame.explain import Explanation, Line
from greatgame.printing import signed, table
from greatgame.views.opened import Opened

MANY = 40
"""Entries from which on they are summed up by cause as well."""


def render_opened(found: Opened) -> RenderableType:
    """A derived figure: its parts, which add up to it, and the names under which they can be opened in turn."""
    when = f"at the end of {found.quarter}" if found.quarter else "now"
    rows = table("*Part", ">Amount", "Open")
    for part in found.parts:
        rows.add_row(part.words, _exactly(part.amount), part.opens or "")
    rows.add_row("together", _exactly(found.value), "")
    below = [line for line in dict.fromkeys((found.note, found.threshold, *found.sources)) if line]
    return Group(
        Text.assemble((found.title, "bold"), f"  ({found.path}, {found.unit}), {when}"),
        rows,
        *(Text(line, style="dim") for line in below),
    )


def render_explanation(found: Explanation) -> RenderableType:
    """One figure opened: its entries in the order in which they happened, adding up from opening to closing."""
    when = found.quarter or "the whole campaign"
    parts: list[RenderableType] = [
        Text.assemble((found.title, "bold"), f"  ({found.path}, {found.unit}), {when}"),
    ]
    rows = table("When", "Phase", ">Change", ">Value", "*Cause", "*Who, by which order")
    value = found.opening
    rows.add_row("", "", "", _exactly(value), "opening", "")
    for line in found.entries:
        value += line.change
        rows.add_row(line.quarter, line.phase, signed(line.change, 3), _exactly(value), line.cause, _by_whom(line))
    rows.add_row("", "", signed(found.change, 3), _exactly(found.closing), "closing", "")
    parts.append(rows)
    if len(found.entries) > MANY:
        parts += [Text("\nBy cause:"), _summed(found)]
    return Group(*parts)


def _by_whom(line: Line) -> str:
    """Actor and order, without repeating the cause."""
    order = (line.order_text or "").removeprefix(line.cause).removeprefix(": ")
    return ": ".join(part for part in (line.actor_name or "", order) if part)


def _exactly(value: float) -> str:
    return f"{value:,.3f}".replace("-", "−")


def _summed(found: Explanation) -> RenderableType:
    rows = table("Cause", ">Change")
    for cause, change in found.by_cause().items():
        rows.add_row(cause, signed(change, 3))
    return rows
