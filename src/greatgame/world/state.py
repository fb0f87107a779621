"""The state of any number of worlds, and the grid on which all of it lies."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from greatgame.scenario.indexed import Floats, IndexedScenario, Ints
from greatgame.world.layout import Layout, layout_of
from greatgame.world.variables import VARIABLES

GRID = 2.0**-20
"""Spacing of the grid on which every figure of the state lies.

Multiples of a power of two add without rounding in float64 (up to 2**33,
beyond which no variable goes), so ledger entries sum exactly to the change
they explain, in any order, and a last-bit difference between two machines'
``exp`` is rounded away.
"""
SCALE = 2.0**20
TOGETHER = 64
"""Worlds whose figures are laid out or weighed at a time: few enough to stay in the processor's cache."""

_SCALE, _GRID = np.array(SCALE), np.array(GRID)
"""As arrays without axes, which numpy takes faster than Python's numbers."""


def on_grid(values: Floats) -> Floats:
    """``values`` rounded to the grid."""
    rounded: Floats = np.rint(values * _SCALE)
    rounded *= _GRID
    return rounded


class State:
    """Arrays ``[world, ...]`` of every state variable; see :data:`VARIABLES`."""

    layout: Layout
    worlds: int
    flat: Floats
    """All variables one after another; the arrays by name are views of it."""
    trust: Floats
    mood: Floats
    dependence: Floats
    debt: Floats
    resentment: Floats
    squeeze: Floats
    alumni: Floats
    training: Floats
    institutions: Floats
    skills: Floats
    stability: Floats
    terms: Floats
    processing: Floats
    growth: Floats
    gdp: Floats
    autonomy: Floats
    wariness: Floats
    grievance: Floats
    ties: Floats
    alliance: Floats
    pressure: Floats
    tension: Floats
    support: Floats
    credibility: Floats
    purse: Floats
    pledge: Floats
    signed: Floats
    prepared: Floats
    age: Floats
    solicited: Floats
    studied: Floats
    package: Floats
    backer: Floats
    stage: Floats
    sponsor: Floats
    built: Floats
    slump: Floats
    close_price: Floats
    capital: Floats
    appetite: Floats
    price: Floats
    mined: Floats
    refined: Floats
    contract: Floats
    stock: Floats
    saved: Floats
    research: Floats
    equity: Floats
    control: Floats
    awareness: Floats
    unmet: Floats
    security: Floats
    capacity: Floats
    dwell: Floats
    works: Floats
    disruption: Floats
    volume: Floats
    transit_days: Floats
    reliability: Floats
    access: Floats
    caspian_level: Floats
    caspian_design: Floats
    pending: Floats
    rest: Floats
    score: Floats

    __slots__ = ("flat", "layout", "worlds", *(variable.name for variable in VARIABLES))

    def __init__(self, layout: Layout, worlds: int, flat: Floats) -> None:
        """A state on top of ``flat``, one array that holds every variable as ``layout`` says."""
        self.layout, self.worlds, self.flat = layout, worlds, flat
        for slot in layout.slots.values():
            part = flat[slot.begin * worlds : slot.end * worlds]
            setattr(self, slot.name, part.reshape(worlds, *slot.shape))

    def __reduce__(self) -> tuple[type[State], tuple[Layout, int, Floats]]:
        # The variables are views of one array, and a copy's must be views of its own.
        return State, (self.layout, self.worlds, self.flat)

    def copy(self) -> State:
        """An independent copy."""
        return State(self.layout, self.worlds, self.flat.copy())

    def repeated(self, worlds: int) -> State:
        """So many worlds, each like this one, which stands alone."""
        if worlds == 1:
            return self.copy()
        other = State(self.layout, worlds, np.empty(self.layout.total * worlds))
        for name in self.layout.slots:
            getattr(other, name)[...] = getattr(self, name)
        return other

    def select(self, worlds: Sequence[int] | Ints) -> State:
        """A copy of some worlds, in the order given (a world may be repeated)."""
        other = State(self.layout, len(worlds), np.empty(self.layout.total * len(worlds)))
        rows = np.asarray(worlds)
        for name in self.layout.slots:
            getattr(other, name)[...] = getattr(self, name).take(rows, axis=0)
        return other

    def one(self, world: int) -> State:
        """One world by itself; the state itself where there is no other."""
        return self if self.worlds == 1 else self.select([world])

    def frozen(self) -> State:
        """The same arrays behind read-only views: what deciders are shown."""
        flat = self.flat.view()
        flat.setflags(write=False)
        return State(self.layout, self.worlds, flat)

    def digest(self, world: int = 0) -> str:
        """SHA-256 of one world's figures, the same on every machine."""
        return self._digests(slice(world, world + 1))[0]

    def digests(self) -> list[str]:
        """The digest of every world, faster than one by one: each world's figures lie side by side."""
        lots = range(0, self.worlds, TOGETHER)
        return [digest for first in lots for digest in self._digests(slice(first, first + TOGETHER))]

    def _digests(self, worlds: slice) -> list[str]:
        parts = [getattr(self, variable.name)[worlds] for variable in VARIABLES]
        cells = np.concatenate([part.reshape(len(part), -1) for part in parts], axis=1)
        cells *= SCALE
        rows = np.rint(cells, out=cells).astype("<i8")
        return [hashlib.sha256(row).hexdigest()[:32] for row in rows]


def start(scenario: IndexedScenario) -> State:
    """One world at the start as the scenario gives it; ``rules.opening`` measures what follows from that, 0 here."""
    return _first(scenario).copy()


@lru_cache(maxsize=16)
def _first(scenario: IndexedScenario) -> State:
    s = scenario
    values: dict[str, Floats] = {
        name: getattr(s, name)
        for name in ("trust", "mood", "dependence", "institutions", "skills", "stability", "terms", "growth", "gdp")
    }
    values |= {name: getattr(s, name) for name in ("tension", "support", "credibility", "price", "mined", "refined")}
    values |= {name: getattr(s, name) for name in ("contract", "stock", "control", "volume")}
    values |= {
        "debt": s.start_debt,
        "wariness": s.start_wariness,
        "ties": s.start_ties,
        "capital": s.firm_capital,
        "capacity": s.leg_capacity,
        "dwell": s.leg_dwell,
        "caspian_level": np.array(s.caspian_level),
        "caspian_design": np.array(s.caspian_design),
        "close_price": np.array([s.price[m] if m >= 0 else 0.0 for m in s.project_mineral]),
    }
    values |= _projects_at_start(scenario)
    layout = layout_of(scenario)
    state = State(layout, 1, np.zeros(layout.total))
    for name, value in values.items():
        getattr(state, name)[...] = on_grid(value + 0.0)
    return state


def _projects_at_start(s: IndexedScenario) -> dict[str, Floats]:
    names = s.names
    stage, sponsor, built = (np.zeros(len(names.projects)) for _ in range(3))
    signed, prepared, backer = (np.zeros(len(names.ventures)) for _ in range(3))
    pledge = np.zeros(3)
    for j, name in enumerate(names.projects):
        project = s.file.project[name]
        if project.sponsor is None:
            continue
        power = names.powers.at(project.sponsor)
        venture = int(s.venture_slot[j, power])
        progress = project.progress.value if project.progress else 0.0
        if project.maturity is not None:
            progress = s.file.defaults.maturity.number(project.maturity)
        cost_jpy = s.capex[j] * s.exchange_rate / 1000.0
        if project.firm is not None and project.status != "signed":
            backer[venture] = names.firms.at(project.firm) + 1
        if project.status == "signed":
            # A firm named in a memorandum has promised to look, not to invest.
            signed[venture], prepared[venture] = 1.0, progress
            pledge[0] += cost_jpy if power == s.player else 0.0
        else:
            stage[j] = 1.0 if project.status == "building" else 2.0
            sponsor[j] = power + 1
            built[j] = progress if project.status == "building" else 1.0
            if power == s.player and project.status == "building":
                # What was spent before the pledge is no part of it.
                pledge += cost_jpy * (1.0 - progress) * np.array([1.0, 1.0, 0.0])
    return {
        "stage": stage,
        "sponsor": sponsor,
        "built": built,
        "signed": signed,
        "prepared": prepared,
        "backer": backer,
        "pledge": pledge,
    }
