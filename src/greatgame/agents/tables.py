"""Tables that views look things up in: what a scenario or a catalogue holds, laid out once for all turns."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

import numpy as np

from greatgame.moves.catalogue import Block, Catalogue
from greatgame.rules.effects import attention
from greatgame.rules.indicators import open_routes
from greatgame.scenario.indexed import Bools, Floats, IndexedScenario, Ints


@lru_cache(maxsize=16)
def _open_legs(s: IndexedScenario) -> Bools:
    """Legs of corridors that cross neither a controller nor a power at war."""
    weight = open_routes(s)
    found: Bools = np.count_nonzero(s.route_legs & (weight > 0)[:, None], axis=0) > 0
    return found


@lru_cache(maxsize=16)
def by_venture(catalogue: Catalogue) -> tuple[Ints, tuple[slice, ...], Ints]:
    """Investments with the same venture together: in what order, in what runs, and where each venture stands.

    A run has the first, second ... investment in each venture that has so many,
    the ventures with most firms first.  Those that firms cannot back stand
    behind the last: ``[venture]``.
    """
    ventures = catalogue.blocks["invest"].venture
    found, which, counts = np.unique(ventures, return_inverse=True, return_counts=True)
    ranked = (-counts).argsort(kind="stable")
    nth = np.array([np.count_nonzero(ventures[:i] == v) for i, v in enumerate(ventures)], dtype=np.int64)
    ends = np.bincount(nth).cumsum().tolist()
    runs = tuple(slice(begin, end) for begin, end in pairwise([0, *ends]))
    place = np.full(len(catalogue.scenario.names.ventures), len(found))
    place[found.take(ranked)] = np.arange(len(found))
    return np.lexsort((ranked.argsort()[which], nth)), runs, place


@lru_cache(maxsize=16)
def watching(s: IndexedScenario) -> tuple[Ints, Floats]:
    """The first, second ... power that each power watches, and how closely (0 to 1): ``[place, power]`` each."""
    watch = np.minimum(attention(s), 1.0)
    np.fill_diagonal(watch, 0.0)
    watched = [np.flatnonzero(row) for row in watch]
    places = range(max(1, *map(len, watched)))
    which = np.array([[found[k] if k < len(found) else p for p, found in enumerate(watched)] for k in places])
    return which, watch[np.arange(len(watched)), which]


@lru_cache(maxsize=16)
def leg_weight(s: IndexedScenario) -> Floats:
    """How much a tight leg matters: ``[leg]``."""
    return np.where(_open_legs(s), 1.0, s.minds["route"].detour)


@lru_cache(maxsize=16)
def products(s: IndexedScenario) -> tuple[Ints, Floats]:
    """(Buyer, mineral) cell of what each venture yields, and its weight for its power's supply: ``[venture]`` each.

    Ventures that yield nothing its power buys count for nothing.
    """
    mineral = s.project_mineral[s.venture_project]
    cells, weight = np.zeros(len(mineral), dtype=np.int64), np.zeros(len(mineral))
    k = s.minds["supply"]
    for b, power in enumerate(s.buyer_power):
        mine = np.flatnonzero((s.venture_power == power) & (mineral >= 0))
        cells[mine] = b * len(s.names.minerals) + mineral[mine]
        weight[mine] = np.minimum(1.0, k.product_floor + k.product_slope * s.importance[mineral[mine]])
    return cells, weight


@lru_cache(maxsize=16)
def links(s: IndexedScenario) -> Floats:
    """How much a venture opens routes, 0 to 1: ``[venture]``."""
    project = np.zeros(len(s.names.projects))
    weight = leg_weight(s).tolist()
    for j, leg, _, _ in s.widens:
        project[j] = max(project[j], weight[leg])
    return project[s.venture_project]


@lru_cache(maxsize=16)
def instrument_gains(s: IndexedScenario, block: Block) -> tuple[Floats, Floats]:
    """Return gained by a unit of each entry, and risk it takes away per unit of host risk: ``[entry]`` each."""
    on = s.on("hybrid-finance")
    rate = np.array([s.finance.loan_gain, s.finance.bank_gain, 0.0, s.finance.cofinance_gain])[block.instrument]
    shelter = np.array([0.0, 0.0, s.finance.insurance_cover, s.finance.halo])[block.instrument]
    return block.unit * rate * on, block.unit * shelter * s.sector_risk[block.project] * s.finance.country_risk * on


@lru_cache(maxsize=16)
def mines(s: IndexedScenario) -> Floats:
    """How many kinds of ore each project yields: ``[project]``."""
    return np.bincount(s.output_project[~s.output_refined], minlength=len(s.names.projects)).astype(np.float64)


def chance(margin: Floats, short: float, spread: float) -> Floats:
    """How likely a venture of some margin is to find a firm, one half where it falls so many points ``short``.

    Args:
        margin: percentage points.
        short: percentage points.
        spread: how gently the chance falls with the margin, percentage points.
    """
    odds: Floats = (margin + short) / -spread
    np.exp(odds, out=odds)
    odds += 1.0
    return np.divide(1.0, odds, out=odds)


@lru_cache(maxsize=16)
def wars(s: IndexedScenario) -> tuple[tuple[int, int], ...]:
    """The flashpoints that are wars, and the power that wages each."""
    return tuple((q, int(s.aggressor[q])) for q in np.flatnonzero(s.at_war).tolist())
