"""Indicators: the figures of one world under documented names, ready for JSON.

:func:`measure` gives all of them at once, :func:`figure` one by its dotted name.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from greatgame.errors import GreatGameError
from greatgame.moves.legality import BUILDING, OPEN
from greatgame.rules.corridors import conditions, leg_capacity, leg_load, weakest
from greatgame.rules.indicators import security_parts
from greatgame.rules.minerals import supply_by_source, total
from greatgame.rules.turn import OPENING
from greatgame.scenario.axes import Axis
from greatgame.scenario.indexed import Floats, IndexedScenario
from greatgame.scenario.naming import DEAD_LETTER, OUTBID
from greatgame.scenario.vocabulary import RESOURCES
from greatgame.world.ledger import Item, Ledger
from greatgame.world.state import State, start
from greatgame.world.variables import BY_NAME, DERIVED_AXES, FROM_THE_LEDGER, axis, find_cell

TINY = 1e-9
CONVERSION_QUARTERS = 8.0
"""Time after which a memorandum counts as converted or not: two years."""


def measure(scenario: IndexedScenario, state: State, world: int = 0, ledger: Ledger | None = None) -> dict[str, Any]:
    """All indicators of one world, as nested dictionaries of numbers.

    Keys:
        ``pledge``: announced, committed, disbursed, target (JPY bn);
        ``memoranda``: standing (now), closed; with ``ledger`` also inherited (from before), signed,
        dead_letters, lost_contests and conversion (None before two years have passed), see :class:`Memoranda`;
        ``supply``: by mineral security (points), unmet (share), control (highest rung against
        the player), price (USD/kg), stock_days, supply_share by source;
        ``corridors``: by corridor volume (Mt/yr), days, reliability (share), utilisation (share
        of the weakest leg);
        ``trust``, ``mood``: host, power (points); ``dependence``: host, channel, power (share);
        ``debt_share``: host, creditor; ``autonomy``, ``skills``, ``institutions``, ``stability``,
        ``terms`` (points), ``growth`` (%/yr), ``gdp`` (USD mn): by host;
        ``wariness``, ``grievance``: of the player, by power; ``ties``: the player's, by power;
        ``tension``: by flashpoint (points); ``support``, ``credibility``: the player's (points);
        ``caspian_level`` (m); ``score``: total and pillars (points).
    """
    one = state.one(world)
    names, me = scenario.names, scenario.player
    others = [(p, name) for p, name in enumerate(names.powers) if p != me]
    hosts = ("autonomy", "growth", "gdp", "skills", "institutions", "stability", "terms")
    points = one.score[0]
    return {
        "pledge": {**_by(names.pledge, one.pledge[0]), "target": scenario.pledge_target_jpy},
        "memoranda": _memoranda(scenario, one, world, ledger),
        "supply": _supply(scenario, one),
        "corridors": _corridors(scenario, one),
        "trust": _table((names.hosts, names.powers), one.trust[0]),
        "mood": _table((names.hosts, names.powers), one.mood[0]),
        "dependence": _table((names.hosts, names.channels, names.powers), one.dependence[0]),
        "debt_share": _table((names.hosts, names.creditors), debt_shares(scenario, one)),
        **{name: _by(names.hosts, getattr(one, name)[0]) for name in hosts},
        "wariness": {name: float(one.wariness[0, p, me]) for p, name in others},
        "grievance": {name: float(one.grievance[0, p, me]) for p, name in others},
        "ties": {name: float(one.ties[0, me, p]) for p, name in others},
        "tension": _by(names.flashpoints, one.tension[0]),
        "support": float(one.support[0, me]),
        "credibility": float(one.credibility[0, me]),
        "caspian_level": float(one.caspian_level[0]),
        "score": {"total": float((points * scenario.pillar_weights).sum()), "pillars": _by(names.pillars, points)},
    }


def _by(ids: Axis, values: Floats) -> dict[str, float]:
    return {name: float(value) for name, value in zip(ids, values, strict=True)}


def _table(axes: tuple[Axis, ...], values: Floats) -> dict[str, Any]:
    if len(axes) == 1:
        return _by(axes[0], values)
    return {name: _table(axes[1:], row) for name, row in zip(axes[0], values, strict=True)}


def player_buyer(scenario: IndexedScenario) -> int:
    """The player's place among the buyers of minerals; -1 if it buys none."""
    return scenario.names.buyers.place.get(scenario.names.powers[scenario.player], -1)


def supply_shares(scenario: IndexedScenario, one: State) -> Floats:
    """Share of each source in what reaches the player: ``[mineral, source]``."""
    b = player_buyer(scenario)
    if b < 0:
        return np.zeros((len(scenario.names.minerals), len(scenario.names.sources)))
    flow = supply_by_source(scenario, one)[:, b]
    share: Floats = (flow / np.maximum(total(flow), TINY)[..., None])[0]
    return share


def stock_days(scenario: IndexedScenario, one: State) -> Floats:
    """The player's stocks in days of starting demand: ``[mineral]``."""
    b = player_buyer(scenario)
    if b < 0:
        return np.zeros(len(scenario.names.minerals))
    days: Floats = 365.0 * one.stock[0, b] / np.maximum(scenario.demand[b], TINY)
    return days


def security_by_part(scenario: IndexedScenario, one: State) -> Floats:
    """Points of security of supply by what they are given for, as measured at the end of a turn.

    ``[part, buyer, mineral]``: demand met today; left without the largest supplier; stocks for a year without it.
    """
    points: Floats = security_parts(scenario, one)[:, 0]
    return points


def arriving(scenario: IndexedScenario, one: State) -> Floats:
    """What reaches each buyer as a share of what it needs: ``[buyer, mineral]``."""
    need = scenario.demand * (1.0 - one.saved[0])
    share: Floats = total(supply_by_source(scenario, one))[0] / np.maximum(need, TINY)
    return share


def debt_shares(scenario: IndexedScenario, one: State) -> Floats:
    """Share of each creditor in a host's external public debt: ``[host, creditor]``."""
    owed = one.debt[0]
    share: Floats = owed / np.maximum(owed.sum(axis=-1, keepdims=True), TINY)
    return share


def utilisation(scenario: IndexedScenario, one: State) -> Floats:
    """Volume over the capacity of the weakest leg: ``[corridor]``."""
    share: Floats = one.volume[0] / np.maximum(weakest(scenario, conditions(scenario, one).legs)[:, 0], TINY)
    return share


def leg_use(scenario: IndexedScenario, one: State) -> Floats:
    """Freight over what each leg can carry now: ``[leg]``."""
    share: Floats = leg_load(scenario, one.volume)[0] / np.maximum(leg_capacity(scenario, one)[0], TINY)
    return share


def total_score(scenario: IndexedScenario, one: State) -> Floats:
    """The weighted score, an array without axes."""
    return np.asarray((one.score[0] * scenario.pillar_weights).sum())


def _supply(scenario: IndexedScenario, one: State) -> dict[str, Any]:
    b = player_buyer(scenario)
    if b < 0:
        return {}
    shares, days = supply_shares(scenario, one), stock_days(scenario, one)
    return {
        mineral: {
            "security": float(one.security[0, b, m]),
            "unmet": float(one.unmet[0, b, m]),
            "control": float(one.control[0, :, b, m].max()),
            "price": float(one.price[0, m]),
            "stock_days": float(days[m]),
            "supply_share": _by(scenario.names.sources, shares[m]),
        }
        for m, mineral in enumerate(scenario.names.minerals)
    }


def _corridors(scenario: IndexedScenario, one: State) -> dict[str, Any]:
    used = utilisation(scenario, one)
    return {
        corridor: {
            "volume": float(one.volume[0, c]),
            "days": float(one.transit_days[0, c]),
            "reliability": float(one.reliability[0, c]),
            "utilisation": float(used[c]),
        }
        for c, corridor in enumerate(scenario.names.corridors)
    }


def _memoranda(scenario: IndexedScenario, one: State, world: int, ledger: Ledger | None) -> dict[str, Any]:
    mine = scenario.venture_power == scenario.player
    project = scenario.venture_project
    signed = (one.signed[0] > 0) & mine
    won = (one.stage[0, project] >= BUILDING) & (one.sponsor[0, project] == scenario.player + 1.0)
    now: dict[str, Any] = {
        "standing": int((signed & (one.stage[0, project] == OPEN)).sum()),
        "closed": int((signed & won).sum()),
    }
    if ledger is None:
        return now
    past = memoranda(scenario, ledger, world)
    return {
        **now,
        "inherited": past.inherited,
        "signed": past.signed,
        "dead_letters": past.dead_letters,
        "lost_contests": past.lost_contests,
        "conversion": past.conversion,
    }


class Signing(NamedTuple):
    """One signature of the player's under a memorandum."""

    venture: int
    turn: int
    """When it was signed; 0 for what stood at the start."""
    inherited: bool
    """Whether it stood at the start."""
    took: int | None
    """Turns until financial close; None where there was none."""


@dataclass(frozen=True)
class Memoranda:
    """What became of the player's memoranda over a campaign."""

    signings: tuple[Signing, ...]
    """All so far, those that stood at the start included."""
    dead_letters: int
    lost_contests: int
    limit: int
    """Turns within which a memorandum counts as converted."""
    finished: int
    """Turns that are over."""

    @property
    def inherited(self) -> int:
        """How many stood at the start."""
        return sum(signing.inherited for signing in self.signings)

    @property
    def signed(self) -> int:
        """How many were signed since."""
        return len(self.signings) - self.inherited

    @property
    def ripe(self) -> tuple[Signing, ...]:
        """Those signed two years ago or earlier."""
        return tuple(signing for signing in self.signings if signing.turn + self.limit <= self.finished)

    def converted(self, signing: Signing) -> bool:
        """Whether it reached financial close within two years."""
        return signing.took is not None and signing.took < self.limit

    @property
    def conversion(self) -> float | None:
        """Of those signed two years ago or earlier, the share that reached financial close within two years."""
        ripe = self.ripe
        return sum(map(self.converted, ripe)) / len(ripe) if ripe else None


def memoranda(scenario: IndexedScenario, ledger: Ledger, world: int = 0) -> Memoranda:
    """Follow the player's memoranda through the ledger."""
    mine = scenario.venture_power == scenario.player
    at_start = start(scenario).signed[0] > 0
    signings = [Signing(int(venture), 0, True, None) for venture in np.flatnonzero(at_start & mine)]
    running = {signing.venture: place for place, signing in enumerate(signings)}
    ended = {DEAD_LETTER: 0, OUTBID: 0}
    for item in ledger.items:
        if item.variable == "signed":
            for venture, change in _cells(item, world):
                if not mine[venture]:
                    continue
                if change > 0:
                    running[venture] = len(signings)
                    signings.append(Signing(venture, item.turn, False, None))
                    continue
                running.pop(venture, None)
                ended[item.causes[0]] = ended.get(item.causes[0], 0) + 1
        elif item.variable == "sponsor":
            for project, change in _cells(item, world):
                venture = int(scenario.venture_slot[project, scenario.player])
                if change == scenario.player + 1.0 and venture in running:
                    place = running.pop(venture)
                    signings[place] = signings[place]._replace(took=item.turn - signings[place].turn)
    return Memoranda(
        signings=tuple(signings),
        dead_letters=ended[DEAD_LETTER],
        lost_contests=ended[OUTBID],
        limit=scenario.steps(CONVERSION_QUARTERS),
        finished=_finished(ledger),
    )


def _cells(item: Item, world: int) -> Iterable[tuple[int, float]]:
    """(flat cell, change) of an item in one world."""
    row = item.delta[world].reshape(-1)
    for column in np.flatnonzero(row):
        yield int(column if item.cells is None else item.cells[column]), float(row[column])


def _finished(ledger: Ledger) -> int:
    """Turns that have been resolved."""
    opening = {name for name, *_ in OPENING}
    return 1 + next((item.turn for item in reversed(ledger.items) if item.phase not in opening), -1)


Derived = tuple[tuple[str, ...], Callable[[IndexedScenario, State], Floats]]

_WORKED_OUT: Mapping[str, Callable[[IndexedScenario, State], Floats]] = {
    "utilisation": utilisation,
    "debt_share": debt_shares,
    "supply_share": supply_shares,
    "stock_days": stock_days,
    "total_score": total_score,
}
DERIVED: Mapping[str, Derived] = {name: (axes, _WORKED_OUT[name]) for name, axes in DERIVED_AXES.items()}
"""Measures that are no state variables: axes, and a function of a state of one world."""

POINTS = "points"
DERIVED_UNITS = {"utilisation": "share", "debt_share": "share", "supply_share": "share", "stock_days": "days"}


def unit_of(path: str) -> str:
    """Unit of a measure by its dotted name; scores, by pillar or in all, are in points."""
    head, *parts = path.split(".")
    variable = BY_NAME.get(head)
    if variable is not None and len(parts) == len(variable.axes):
        return variable.unit_at((int(parts[-1:] != [RESOURCES[0]]),))
    return DERIVED_UNITS.get(head, POINTS)


CONVERSION = FROM_THE_LEDGER
"""The measure that needs the ledger."""
NOT_RIPE = f"{CONVERSION} needs two years of play and a memorandum signed at their beginning"


def figure(scenario: IndexedScenario, state: State, path: str, world: int = 0, ledger: Ledger | None = None) -> float:
    """One measure by its dotted name: a state variable's path or one of :data:`DERIVED`.

    Examples: ``volume.trans-caspian``, ``utilisation.trans-caspian``,
    ``debt_share.kyrgyzstan.china``, ``caspian_level``.  ``mou_conversion``
    needs ``ledger``.

    Raises:
        GreatGameError: for a name that there is not, with the closest that there is.
    """
    head = path.split(".")[0]
    if path == CONVERSION:
        return _conversion(scenario, ledger, world)
    if head in DERIVED:
        axes, of = DERIVED[head]
        index = index_of(scenario, path, axes)
        return float(of(scenario, state.one(world))[index])
    variable, cell = cell_of(scenario, path)
    return float(getattr(state, variable)[(world, *cell)])


def _conversion(scenario: IndexedScenario, ledger: Ledger | None, world: int) -> float:
    if ledger is None:
        raise GreatGameError(f"{CONVERSION} counts what happened: play with the ledger on")
    share = memoranda(scenario, ledger, world).conversion
    if share is None:
        raise GreatGameError(NOT_RIPE)
    return share


def cell_of(scenario: IndexedScenario, path: str, derived: bool = True) -> tuple[str, tuple[int, ...]]:
    """Name of the state variable and index of the cell that ``path`` means.

    ``derived``: whether the caller knows derived figures too, so that they may be named among the closest.

    Raises:
        GreatGameError: saying which part is wrong, with the closest that there is.
    """
    try:
        variable, index = find_cell(scenario, path)
    except KeyError as error:
        head = path.split(".")[0]
        if head not in BY_NAME:
            there = [*BY_NAME, *(DERIVED if derived else ())]
            raise GreatGameError(_unknown(head, path, "variables", there)) from error
        axes = BY_NAME[head].axes
        return head, index_of(scenario, path, axes)
    return variable.name, index


def index_of(scenario: IndexedScenario, path: str, axes: tuple[str, ...]) -> tuple[int, ...]:
    """Where the parts of a dotted name, after its first, stand on these axes.

    Raises:
        GreatGameError: saying which part is wrong, with the closest that there is.
    """
    _, *parts = path.split(".")
    if len(parts) != len(axes):
        form = ".".join([path.split(".")[0], *(name.rstrip("s").upper() for name in axes)])
        raise GreatGameError(f"{path!r} should have the form {form}")
    index = []
    for name, part in zip(axes, parts, strict=True):
        ids = axis(scenario, name)
        if part not in ids.place:
            raise GreatGameError(_unknown(part, path, name, list(ids)))
        index.append(ids.at(part))
    return tuple(index)


def _unknown(part: str, path: str, what: str, known: list[str]) -> str:
    near = difflib.get_close_matches(part.casefold(), known, n=3, cutoff=0.5)
    if not known:
        return f"{path!r} names nothing: this scenario has no {what.replace('_', ' ')}"
    hint = f"closest: {', '.join(near)}" if near else f"there are: {', '.join(known)}"
    return f"{part!r} in {path!r} is not one of the {what.replace('_', ' ')}; {hint}"
