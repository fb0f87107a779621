"""What the map shows: seven lenses, each one colouring of the hosts and one layer of signs.

A :class:`Chart` is made of a session as it stands; it knows places in degrees
and values as figures, and no pixel.  :mod:`greatgame.ui.map` draws it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType

from greatgame.records import Record
from greatgame.session import Session
from greatgame.text import Text, joined, named, say
from greatgame.views.figures import Figure
from greatgame.views.geography import Places, Route, Spot, places
from greatgame.views.readings import Readings

STAGES: Mapping[str, str] = MappingProxyType(
    {
        "open": "open to bids",
        "signed": "memorandum signed",
        "prepared": "fully prepared",
        "financed": "finance in place",
        "building": "being built",
        "operating": "in operation",
        "lost": "given up",
    }
)
"""Stage of a project on the map -> what it is called."""


@dataclass(frozen=True)
class Scale(Record):
    """The colouring of the hosts: from ``low`` to ``high``."""

    title: Text
    low: Figure
    high: Figure

    def level(self, value: float) -> float:
        """Where a value lies on the scale, 0 to 1."""
        span = max(self.high.value - self.low.value, 1e-9)
        return min(1.0, max(0.0, (value - self.low.value) / span))


@dataclass(frozen=True)
class Area(Record):
    """A host as the lens colours it."""

    host: str
    name: Text
    letter: str
    figure: Figure
    """What the colour means."""
    level: float
    """Where it lies on the scale, 0 to 1."""
    leader: str | None = None
    """The power whose colour, pattern and letter it wears; None where the lens knows no leader."""
    leader_name: Text | None = None


@dataclass(frozen=True)
class Bar(Record):
    """One power's bar beside a host."""

    power: str
    name: Text
    letter: str
    figure: Figure
    level: float
    """Length, 0 to 1."""


@dataclass(frozen=True)
class Bars(Record):
    """Bars beside a host, one for each power."""

    host: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Way(Record):
    """A leg of the corridors: as wide as its flow, coloured by its strain."""

    leg: str
    name: Text
    mode: str
    corridors: tuple[Text, ...]
    flow: Figure
    strain: Figure
    width: float
    """0 to 1 of the widest."""
    level: float
    """Strain, 0 to 1."""
    paths: tuple[Route, ...]
    at: Spot


@dataclass(frozen=True)
class Site(Record):
    """A project at its place."""

    project: str
    name: Text
    host: str
    sector: Text
    stage: str
    """Key of :data:`STAGES`."""
    sponsor: str | None
    """Who builds, runs or has signed for it; the player where several have signed and the player is one."""
    letter: str
    cost: Figure
    progress: Figure | None
    at: Spot
    mark: str = ""
    """Symbols of the minerals that it yields."""


@dataclass(frozen=True)
class Hotspot(Record):
    """A conflict outside the region."""

    flashpoint: str
    name: Text
    figure: Figure
    at: Spot


@dataclass(frozen=True)
class Table(Record):
    """What a layer shows, as rows of figures."""

    title: Text
    columns: tuple[Text, ...]
    rows: tuple[TableRow, ...]


@dataclass(frozen=True)
class TableRow(Record):
    """One row: the thing's key (``host:...``, ``project:...``, ``leg:...``), its name, texts and figures."""

    key: str
    name: Text
    cells: tuple[Figure | Text | None, ...]


@dataclass(frozen=True)
class Lens(Record):
    """Everything that one lens draws."""

    key: str
    title: Text
    note: Text
    """What colour and signs mean, in a sentence."""
    scale: Scale
    areas: tuple[Area, ...]
    signs: Text
    """What the layer of signs shows."""
    bars: tuple[Bars, ...] = ()
    bar_scale: Scale | None = None
    ways: tuple[Way, ...] = ()
    sites: tuple[Site, ...] = ()
    hotspots: tuple[Hotspot, ...] = ()
    leaders: Text | None = None
    """What the powers are whose colours hosts wear; None where they wear none."""

    @property
    def led(self) -> bool:
        """Whether hosts wear the colours of powers."""
        return any(area.leader for area in self.areas)

    @cached_property
    def order(self) -> tuple[str, ...]:
        """Keys of all that can be selected, hosts first, then projects, then legs."""
        hosts = [f"host:{area.host}" for area in self.areas]
        sites = [f"project:{site.project}" for site in self.sites]
        return (*hosts, *sites, *(f"leg:{way.leg}" for way in self.ways))

    def figures(self) -> tuple[Figure, ...]:
        """Every figure that the lens shows."""
        found = [self.scale.low, self.scale.high, *(area.figure for area in self.areas)]
        found += [bar.figure for group in self.bars for bar in group.bars]
        found += [figure for way in self.ways for figure in (way.flow, way.strain)]
        found += [figure for site in self.sites for figure in (site.cost, site.progress) if figure]
        found += [spot.figure for spot in self.hotspots]
        return tuple(found)


@dataclass
class Chart:
    """The map of a session as it stands now; make a new one when a turn has passed."""

    session: Session
    places: Places = field(default_factory=places)

    @cached_property
    def readings(self) -> Readings:
        """The figures of the session."""
        return Readings(self.session)

    def lens(self, key: str) -> Lens:
        """One lens by its key; see :data:`greatgame.views.lenses.LENSES`.

        Raises:
            GreatGameError: for a key that there is not.
        """
        from greatgame.views.lenses import lens_of

        if key not in self._made:
            self._made[key] = lens_of(self, key)
        return self._made[key]

    @cached_property
    def _made(self) -> dict[str, Lens]:
        return {}

    @cached_property
    def sites(self) -> tuple[Site, ...]:
        """All projects that have a place."""
        from greatgame.views.chart_sites import sites

        return sites(self)

    @cached_property
    def ways(self) -> tuple[Way, ...]:
        """All legs that have a place."""
        from greatgame.views.chart_sites import ways

        return ways(self)

    def name(self, key: str) -> Text:
        """Name of what a key such as ``host:...`` means."""
        kind, name = key.split(":", 1)
        table = getattr(self.session.scenario.file, kind)
        return named(table[name].name, table[name].name_ja)


def tables(lens: Lens) -> tuple[Table, ...]:
    """The same figures as rows, for readers who would rather not look at a map."""
    found = (_of_hosts(lens), _of_ways(lens), _of_sites(lens), _of_hotspots(lens))
    return tuple(table for table in found if table.rows)


def _of_hosts(lens: Lens) -> Table:
    bars = {group.host: group.bars for group in lens.bars}
    first = next(iter(bars.values()), ())
    # What the map says by colour, pattern and letter, a row says by name.
    leaders = () if lens.leaders is None else (lens.leaders,)
    powers = (say("{signs}: {power}", signs=lens.signs, power=bar.name) for bar in first)
    rows = []
    for area in lens.areas:
        leader = () if lens.leaders is None else (area.leader_name,)
        beside = (bar.figure for bar in bars.get(area.host, ()))
        rows.append(TableRow(f"host:{area.host}", area.name, (*leader, area.figure, *beside)))
    return Table(lens.title, (*leaders, lens.scale.title, *powers), tuple(rows))


def _of_ways(lens: Lens) -> Table:
    columns = (say("Freight"), say("Use of its capacity"), say("Part of"))
    rows = [TableRow(f"leg:{w.leg}", w.name, (w.flow, w.strain, joined(w.corridors))) for w in lens.ways]
    return Table(say("Legs of the corridors"), columns, tuple(rows))


def _of_sites(lens: Lens) -> Table:
    columns = (say("Stage"), say("Progress"), say("Capital cost"), say("Branch"))
    rows = [
        TableRow(f"project:{s.project}", s.name, (say(STAGES[s.stage]), s.progress, s.cost, s.sector))
        for s in lens.sites
    ]
    return Table(say("Projects"), columns, tuple(rows))


def _of_hotspots(lens: Lens) -> Table:
    rows = [TableRow(f"flashpoint:{spot.flashpoint}", spot.name, (spot.figure,)) for spot in lens.hotspots]
    return Table(say("Conflicts outside the region"), (say("Tension"),), tuple(rows))
