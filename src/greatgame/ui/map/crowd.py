"""Projects in a crowd: those of one host, sponsor and stage that stand close together share a sign.

From afar all that a sponsor has in a host share one, whatever their stage.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from greatgame.ui.map.projection import Place
from greatgame.views.chart import STAGES, Site

Placed = tuple[Site, Place]
"""A project and its pixel."""

LEAST = 2
"""Fewer than these are not worth a sign that has to be opened."""
ALONE = {"open", "building", "lost"}
"""Stages whose signs stay single: small, or telling how far each has come."""
NOBODYS = {"open", "lost"}
"""Stages that are left out from afar: nobody is at work there."""


@dataclass(frozen=True)
class Group:
    """Projects that are drawn as one, and where."""

    sites: tuple[Site, ...]
    at: Place

    @property
    def first(self) -> Site:
        """The one that the others are like."""
        return self.sites[0]


def grouped(sites: Sequence[Placed], reach: float) -> list[Group]:
    """Each site once, in the order of the first of its group.

    Args:
        sites: with their pixels.
        reach: pixels from the first of a group within which another joins it.
    """
    return _heaped(sites, lambda one, other: _alike(one[0], other[0]) and math.dist(one[1], other[1]) <= reach)


def from_afar(sites: Sequence[Placed], most: int) -> list[Group]:
    """What each sponsor has in each host, those with the most first and so many of them in each.

    First in a group is what has come furthest.
    """
    found = [row for row in sites if row[0].stage not in NOBODYS]
    found.sort(key=lambda row: list(STAGES).index(row[0].stage), reverse=True)
    groups = _heaped(found, lambda one, other: (one[0].host, one[0].sponsor) == (other[0].host, other[0].sponsor))
    groups.sort(key=lambda group: len(group.sites), reverse=True)
    return [
        group
        for place, group in enumerate(groups)
        if sum(other.first.host == group.first.host for other in groups[:place]) < most
    ]


def _heaped(sites: Sequence[Placed], together: Callable[[Placed, Placed], bool]) -> list[Group]:
    """Each site joins the first heap with whose first it stands together."""
    heaps: list[list[Placed]] = []
    for row in sites:
        near = [heap for heap in heaps if together(heap[0], row)]
        if near:
            near[0].append(row)
        else:
            heaps.append([row])
    return [group for heap in heaps for group in _groups(heap)]


def _alike(one: Site, other: Site) -> bool:
    same = (one.host, one.sponsor, one.stage) == (other.host, other.sponsor, other.stage)
    return same and one.stage not in ALONE


def _groups(heap: Sequence[Placed]) -> list[Group]:
    if len(heap) < LEAST:
        return [Group((site,), at) for site, at in heap]
    middle = sum(at[0] for _, at in heap) / len(heap), sum(at[1] for _, at in heap) / len(heap)
    return [Group(tuple(site for site, _ in heap), middle)]
