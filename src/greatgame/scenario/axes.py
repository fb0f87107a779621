"""The axes of a scenario: ids in order, with their places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from greatgame.scenario.schema import ScenarioFile
from greatgame.scenario.vocabulary import CHANNELS, INSTRUMENTS, PILLARS, RESOURCES
from greatgame.words import known


class Axis(tuple[str, ...]):
    """Ids in order, with their places."""

    place: dict[str, int]

    def __new__(cls, ids: Sequence[str]) -> Axis:
        axis = super().__new__(cls, tuple(ids))
        axis.place = {name: i for i, name in enumerate(axis)}
        return axis

    def at(self, name: str) -> int:
        """Place of an id.

        Raises:
            GreatGameError: for an id that there is not, with the closest that there are.
        """
        found = self.place.get(name)
        return self.place[known("name", name, self)] if found is None else found


@dataclass(frozen=True)
class Names:
    """The axes of a scenario."""

    powers: Axis
    hosts: Axis
    actors: Axis
    creditors: Axis
    channels: Axis
    resources: Axis
    instruments: Axis
    minerals: Axis
    sources: Axis
    buyers: Axis
    legs: Axis
    corridors: Axis
    sectors: Axis
    projects: Axis
    firms: Axis
    ventures: Axis
    flashpoints: Axis
    events: Axis
    pillars: Axis
    pledge: Axis


def axes_of(file: ScenarioFile) -> Names:
    """The axes of a document, in the order of its tables."""
    powers, hosts = Axis(list(file.power)), Axis(list(file.host))
    channel = {name: CHANNELS.index(sector.channel) for name, sector in file.sector.items()}
    # Sorted by host and channel, so that sums over them run over unbroken stretches.
    projects = Axis(
        sorted(file.project, key=lambda j: (hosts.at(file.project[j].host), channel[file.project[j].sector]))
    )
    ventures = [f"{power}/{name}" for power in powers for name in projects if power in file.project[name].sponsors]
    buyers = [p for p in powers if any(p in m.demand.values for m in file.mineral.values())]
    return Names(
        powers=powers,
        hosts=hosts,
        actors=Axis([*powers, *hosts]),
        creditors=Axis([*powers, "others"]),
        channels=Axis(CHANNELS),
        resources=Axis(RESOURCES),
        instruments=Axis(INSTRUMENTS),
        minerals=Axis(list(file.mineral)),
        sources=Axis([*powers, *hosts, *file.other_source]),
        buyers=Axis(buyers),
        legs=Axis(list(file.leg)),
        corridors=Axis(list(file.corridor)),
        sectors=Axis(list(file.sector)),
        projects=projects,
        firms=Axis(list(file.firm)),
        ventures=Axis(ventures),
        flashpoints=Axis(list(file.flashpoint)),
        events=Axis(list(file.event)),
        pillars=Axis(PILLARS),
        pledge=Axis(("announced", "committed", "disbursed")),
    )
