"""Projects in a crowd: those of one host, sponsor and stage that stand close together share a sign."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from greatgame.ui.map.projection import Place
from greatgame.views.chart import Site

LEAST = 2
"""Fewer than these are not worth a sign that has to be opened."""
ALONE = {"open", "building", "lost"}
"""Stages whose signs stay single: small, or telling how far each has come."""


@dataclass(frozen=True)
class Group:
    """Projects that are drawn as one, and where."""

    sites: tuple[Site, ...]
    at: Place

    @property
    def first(self) -> Site:
        """The one that the others are like."""
        return self.sites[0]


def grouped(sites: Sequence[tuple[Site, Place]], reach: float) -> list[Group]:
    """Each site once, in the order of the first of its group.

    Args:
        sites: with their pixels.
        reach: pixels from the first of a group within which another joins it.
    """
    heaps: list[list[tuple[Site, Place]]] = []
    for site, at in sites:
        near = [heap for heap in heaps if _alike(heap[0][0], site) and math.dist(heap[0][1], at) <= reach]
        if near:
            near[0].append((site, at))
        else:
            heaps.append([(site, at)])
    return [group for heap in heaps for group in _groups(heap)]


def _alike(one: Site, other: Site) -> bool:
    same = (one.host, one.sponsor, one.stage) == (other.host, other.sponsor, other.stage)
    return same and one.stage not in ALONE


def _groups(heap: Sequence[tuple[Site, Place]]) -> list[Group]:
    if len(heap) < LEAST:
        return [Group((site,), at) for site, at in heap]
    middle = sum(at[0] for _, at in heap) / len(heap), sum(at[1] for _, at in heap) / len(heap)
    return [Group(tuple(site for site, _ in heap), middle)]
