"""Which campaigns lie in which part: fixed when a batch is made or expanded, whoever runs it.

A tranche is a rectangle of points and seed slots; a batch begins with one and
every expansion adds at most two.  Its campaigns run through the points and,
for each point, through the slots, and are cut into parts of equal size.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict

from greatgame.batch.sweep import MAX_SEEDS

Span = tuple[int, int]
"""First, and one past the last."""

PART = 512
"""Most campaigns in a part where every point has many seeds."""
ABREAST = 2
"""Parts come in such numbers that so many workers end together."""
POINTS_A_PART = 32
"""With few seeds for each point, opening the points' variants is what takes time: then a part has so many points."""
SMALLEST = 32
MOST_PARTS = 4096
"""Files that a batch has when it is made; parts of a huge one are larger."""


def part_size(points: int, seeds: int) -> int:
    """Campaigns in a part, so that one takes seconds and little is lost when it is."""
    campaigns = points * seeds
    most = max(min(PART, POINTS_A_PART * seeds), SMALLEST, -(-campaigns // MOST_PARTS))
    if most != PART:
        return most
    rounds = -(-campaigns // (ABREAST * most))
    return max(SMALLEST, -(-campaigns // (ABREAST * rounds)))


def run_number(point: int, slot: int) -> int:
    """A campaign's number: unique, and the same however the batch is expanded."""
    return point * MAX_SEEDS + slot


def place_of(run: int) -> tuple[int, int]:
    """Point and seed slot of a campaign's number."""
    return divmod(run, MAX_SEEDS)


@dataclass(frozen=True)
class Cell:
    """Campaigns of one point on consecutive seed slots."""

    point: int
    slots: Span

    @property
    def campaigns(self) -> int:
        return self.slots[1] - self.slots[0]


@dataclass(frozen=True)
class Part:
    """One file of results."""

    number: int
    cells: tuple[Cell, ...]
    sweep_hash: str
    """Of the sweep that asked for these campaigns first."""

    @property
    def campaigns(self) -> int:
        return sum(cell.campaigns for cell in self.cells)


class Tranche(BaseModel):
    """Points and seed slots that were asked for together."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    points: Span
    slots: Span
    size: int
    """Campaigns in a part."""
    first_part: int
    sweep_hash: str

    @property
    def width(self) -> int:
        """Seed slots of each point."""
        return self.slots[1] - self.slots[0]

    @property
    def campaigns(self) -> int:
        return (self.points[1] - self.points[0]) * self.width

    @property
    def parts(self) -> int:
        return -(-self.campaigns // self.size)

    def part(self, number: int) -> Part:
        """One of the tranche's parts by its number in the batch."""
        begin = (number - self.first_part) * self.size
        end = min(begin + self.size, self.campaigns)
        return Part(number, tuple(self._cells(begin, end)), self.sweep_hash)

    def _cells(self, begin: int, end: int) -> Iterator[Cell]:
        while begin < end:
            row, column = divmod(begin, self.width)
            count = min(self.width - column, end - begin)
            first = self.slots[0] + column
            yield Cell(self.points[0] + row, (first, first + count))
            begin += count


def all_parts(tranches: Sequence[Tranche]) -> Iterator[Part]:
    """Every part of a batch in the order of their numbers."""
    for tranche in tranches:
        for number in range(tranche.first_part, tranche.first_part + tranche.parts):
            yield tranche.part(number)


def grown(tranches: Sequence[Tranche], points: int, seeds: int, size: int, sweep_hash: str) -> list[Tranche]:
    """The tranches that bring a batch to so many points and seeds: more slots for known points, then new points."""
    old_points = max((tranche.points[1] for tranche in tranches), default=0)
    old_seeds = max((tranche.slots[1] for tranche in tranches), default=seeds)
    following = sum(tranche.parts for tranche in tranches)
    added: list[Tranche] = []
    for span, slots in (((0, old_points), (old_seeds, seeds)), ((old_points, points), (0, seeds))):
        if span[0] < span[1] and slots[0] < slots[1]:
            added.append(Tranche(points=span, slots=slots, size=size, first_part=following, sweep_hash=sweep_hash))
            following += added[-1].parts
    return [*tranches, *added]
