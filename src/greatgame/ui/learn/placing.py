"""Where the guide's card stands: beside what it is about, and on as little else as can be."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pygame

from greatgame.ui.kit import SMALL, Label, Rich, Ui, Widget

STEPS = 9
"""Places tried along each edge of the window."""
LARGE = 0.2
"""Share of the window from which on a widget is ground rather than something to work with."""
ON_TARGET, ON_PANEL, AWAY = 60.0, 8.0, 12.0
"""What it costs to lie on what is lit, with the whole card on a dialogue, and to be a window's diagonal away."""


@dataclass(frozen=True)
class Obstacle:
    """Something that is better not covered."""

    rect: pygame.Rect
    weight: float
    """Cost of covering the whole of it, or, for a dialogue, of having the whole card on it."""
    whole: bool = False
    """Whether it is a dialogue."""


def in_the_way(ui: Ui) -> list[Obstacle]:
    """What can be worked with or read on the top layer."""
    found = []
    for widget in ui.top.walk():
        if (weight := _weight(widget)) and widget.rect.colliderect(ui.screen):
            large = widget.rect.width * widget.rect.height > LARGE * ui.screen.width * ui.screen.height
            found.append(Obstacle(widget.rect, weight * (2.0 if large else 1.0)))
    panel = getattr(ui.top, "panel", None)
    if isinstance(panel, Widget):
        found.append(Obstacle(panel.rect, ON_PANEL, whole=True))
    return found


def _weight(widget: Widget) -> float:
    if widget.name.startswith("map:"):
        return 0.2
    if widget.focusable:
        return 1.0
    if isinstance(widget, Label | Rich):
        # What stands in larger letters is to be read first.
        return 0.4 + 0.15 * max(0, widget.points - SMALL)
    return 0.4 if widget.figure is not None else 0.0


def places(size: tuple[int, int], inside: pygame.Rect, target: pygame.Rect | None, gap: int) -> Iterator[pygame.Rect]:
    """Places within the window: beside the target first, then all over."""
    if target is not None:
        for edge, at in (
            ("midleft", (target.right + gap, target.centery)),
            ("midright", (target.left - gap, target.centery)),
            ("midtop", (target.centerx, target.bottom + gap)),
            ("midbottom", (target.centerx, target.top - gap)),
        ):
            beside = pygame.Rect((0, 0), size)
            setattr(beside, edge, at)
            yield beside.clamp(inside)
    wide, high = max(0, inside.width - size[0]), max(0, inside.height - size[1])
    for across in range(STEPS):
        for down in range(STEPS):
            left, top = inside.left + wide * across // (STEPS - 1), inside.top + high * down // (STEPS - 1)
            yield pygame.Rect((left, top), size)


def cost(
    card: pygame.Rect, target: pygame.Rect | None, others: Sequence[Obstacle], inside: pygame.Rect, away: float = AWAY
) -> float:
    """How much a place is in the way; ``away`` is what it costs to be far from the target."""
    found = sum(one.weight * _covered(card, one.rect, card if one.whole else one.rect) for one in others)
    if target is not None:
        found += ON_TARGET * _covered(card, target, target)
        found += away * _distance(card, target) / math.hypot(inside.width, inside.height)
    return found


def _covered(card: pygame.Rect, other: pygame.Rect, whole: pygame.Rect) -> float:
    both = card.clip(other)
    return both.width * both.height / max(1, whole.width * whole.height)


def _distance(one: pygame.Rect, other: pygame.Rect) -> float:
    """Between the edges of two rectangles."""
    across = max(one.left - other.right, other.left - one.right, 0)
    down = max(one.top - other.bottom, other.top - one.bottom, 0)
    return math.hypot(across, down)


def best(
    sizes: Sequence[tuple[int, int]],
    inside: pygame.Rect,
    target: pygame.Rect | None,
    others: Sequence[Obstacle],
    gap: int,
    away: float = AWAY,
) -> pygame.Rect:
    """The place that is least in the way, of any of some sizes; the first of those that are equal."""
    found = [rect for size in sizes for rect in places(size, inside, target, gap)]
    return min(found, key=lambda rect: cost(rect, target, others, inside, away))
