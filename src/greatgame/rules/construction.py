"""Construction: what was awarded is built, starts to run, or is lost (mechanisms 1, 3, 4, 12, 16)."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from greatgame.moves.legality import BUILDING, LOST, OPERATING
from greatgame.rules.context import Turn, uneven
from greatgame.rules.finance import may_back
from greatgame.rules.found import Found, Listed, find
from greatgame.scenario.indexed import Bools, Floats, IndexedScenario, Ints
from greatgame.scenario.naming import BROKEN, BUILT, COLLAPSED, DELIVERED
from greatgame.world.state import State, on_grid
from greatgame.world.world import Change, Part, Times


def build(turn: Turn) -> None:
    """Advance building sites, start what is finished, shut or break what fails."""
    sites = find(turn.state.stage == BUILDING)
    _progress(turn, sites)
    _start(turn, sites)
    _slump(turn)
    _nationalism(turn)
    fade = -turn.scenario.finance.appetite_reversion * turn.scenario.dt
    turn.world.post("appetite", {"boards change": Times(fade, turn.state.appetite)})


def _sponsor(state: State, sites: Found) -> Ints:
    """Which power stands behind each case of a project: ``[case]``."""
    sponsor: Ints = np.maximum(sites.of(state.sponsor) - 1.0, 0.0).astype(np.int64)
    return sponsor


def _progress(turn: Turn, sites: Found) -> None:
    s, world, state = turn.scenario, turn.world, turn.state
    turn.disbursed = np.zeros(state.stage.shape)
    if not sites:
        return
    project, sponsor = sites.column, _sponsor(state, sites)
    institutions = sites.per(state.institutions, s.project_host.take(project)) / 100.0
    pace = (
        _yearly(s).take(project)
        * s.speed.take(sponsor)
        * (s.construction.institutions_floor + s.construction.institutions_slope * institutions)
    )
    pace *= uneven(s, s.construction.slip, world.luck("construction", sites.at))
    step = np.minimum(pace, 1.0 - sites.of(state.built))
    spent = on_grid(step) * s.capex.take(project)
    turn.disbursed.reshape(-1)[sites.at] = spent
    mine = (sponsor == s.player).nonzero()[0]
    paid = spent.take(mine) * s.exchange_rate / 1000.0
    world.post_together(
        [
            Change("built", BUILT, sites.world, project, step),
            Change(
                "pledge", turn.about(BUILT, project.take(mine)), sites.world.take(mine), np.full(len(mine), 2), paid
            ),
        ]
    )
    _borrow(turn, sites, sponsor, spent)


@lru_cache(maxsize=16)
def _yearly(s: IndexedScenario) -> Floats:
    """Share of a project that is built in a turn at usual speed: ``[project]``."""
    share: Floats = s.dt / s.build
    return share


def lent_share(s: IndexedScenario, state: State, sites: Found, sponsor: Ints) -> Floats:
    """Share of a project's cost that ends as the host's public debt: ``[case]`` (mechanism 4)."""
    slot = np.maximum(s.venture_slot[sites.column, sponsor], 0) * state.package.shape[-1]
    loans = sites.per(state.package, slot) + sites.per(state.package, slot + 1)
    share: Floats = np.where(s.firm_led.take(sponsor), loans, s.debt_share.take(sponsor))
    return share


def _borrow(turn: Turn, sites: Found, sponsor: Ints, spent: Floats) -> None:
    s, world, state = turn.scenario, turn.world, turn.state
    powers, projects = len(s.names.powers), len(s.names.projects)
    drawn = np.zeros((world.worlds, powers, projects))
    drawn.reshape(-1)[(sites.world * powers + sponsor) * projects + sites.column] = spent * lent_share(
        s, state, sites, sponsor
    )
    owed = by_host(s, drawn).transpose(0, 2, 1)
    world.post("debt", {"loans drawn for projects": Part((..., slice(powers)), owed)})


def by_host(s: IndexedScenario, values: Floats) -> Floats:
    """Sum of a project figure ``[..., project]`` over each host's projects: ``[..., host]``."""
    total: Floats = np.add.reduceat(values, s.host_begins, axis=-1)
    return total


def sponsored(s: IndexedScenario, state: State, stage: float) -> Ints:
    """Who sponsors each project at a stage, as a cell of (power or 0, project): ``[world, project]``.

    The power is 0 where nobody does, or the project is at another stage.
    """
    projects = len(s.names.projects)
    cells: Ints = (state.sponsor * (state.stage == stage)).astype(np.int64)
    cells *= projects
    cells += np.arange(projects)
    return cells


def by_quality(part: float, quality: Floats) -> Floats:
    """What counts for any sponsor, ``part`` of it in proportion to the quality of its ways, 0 to 1."""
    return (1.0 - part) + part * quality


def by_sponsor(s: IndexedScenario, cells: Ints, worth: Floats) -> Floats:
    """What each project is ``worth`` ``[project]`` under its sponsor, 0 under all others: ``[world, power, project]``.

    ``cells`` are what :func:`sponsored` says.
    """
    laid_out = np.zeros((len(cells), 1 + len(s.names.powers), len(s.names.projects)))
    begins = np.arange(0, laid_out.size, laid_out[0].size)[:, None]
    laid_out.reshape(-1)[begins + cells] = worth
    return laid_out[:, 1:]


def _start(turn: Turn, sites: Found) -> None:
    s, world, state = turn.scenario, turn.world, turn.state
    done = sites.where(sites.of(state.built) >= 1.0)
    if not done:
        return
    project, sponsor = done.column, _sponsor(state, done)
    cells = s.project_host.take(project) * len(s.names.powers) + sponsor
    worth = np.sqrt(s.capex.take(project) / 1000.0)
    scale = by_quality(s.construction.trust_quality, s.quality.take(sponsor))
    room = 2.0 - done.per(state.trust, cells) / s.society.goodwill
    named = turn.about(DELIVERED, project)
    warmth = s.pledge.built_trust * scale * room * worth
    world.post_together(
        [
            Change("stage", "starts to run", done.world, project, np.full(len(project), OPERATING - BUILDING)),
            Change("trust", named, done.world, cells, warmth),
            Change("credibility", named, done.world, sponsor, s.pledge.built_credibility * worth),
            _appetite(turn, done, sponsor, s.finance.appetite_gain, DELIVERED),
            *_output(turn, done, 1.0, DELIVERED),
        ]
    )
    _widen(turn, done)


@lru_cache(maxsize=16)
def _outputs(s: IndexedScenario) -> tuple[Listed, Ints]:
    """What each project mines and refines, and the (mineral, source) cell of each output."""
    host = s.host_source[s.project_host[s.output_project]]
    return Listed(s.output_project, len(s.names.projects)), s.output_mineral * len(s.names.sources) + host


def _output(turn: Turn, begun: Found, sign: float, cause: str) -> list[Change]:
    """Add (or take back) what projects mine and refine."""
    s = turn.scenario
    listed, cells = _outputs(s)
    case, output = listed.rows(begun.column)
    where, refines = begun.world.take(case), s.output_refined.take(output)
    changes = []
    for name, rows in (("mined", (~refines).nonzero()[0]), ("refined", refines.nonzero()[0])):
        which = output.take(rows)
        tonnes = sign * s.output_tonnes.take(which)
        named = turn.about(cause, s.output_project.take(which))
        changes.append(Change(name, named, where.take(rows), cells.take(which), tonnes))
    return changes


def _appetite(turn: Turn, done: Found, sponsor: Ints, size: float, cause: str) -> Change:
    """Firms learn from outcomes: the leader of each finished or lost project changes its appetite (mechanism 2)."""
    s, state = turn.scenario, turn.state
    venture = s.venture_slot[done.column, sponsor]
    backer = done.per(state.backer, np.maximum(venture, 0)).astype(np.int64)
    led = ((venture >= 0) & may_back(turn.catalogue)[venture, backer]).nonzero()[0]
    named = turn.about(cause, done.column.take(led))
    return Change("appetite", named, done.world.take(led), backer.take(led) - 1, np.full(len(led), size))


@lru_cache(maxsize=16)
def _widening(s: IndexedScenario) -> Bools:
    """Projects that widen a leg: ``[project]``."""
    widening = np.zeros(len(s.names.projects), dtype=np.bool_)
    widening[[j for j, *_ in s.widens]] = True
    return widening


def _widen(turn: Turn, done: Found) -> None:
    """Finished transport projects widen legs and cut waiting (mechanism 9)."""
    s, world, state = turn.scenario, turn.world, turn.state
    begun = done.where(_widening(s).take(done.column))
    finished = begun.column.tolist()
    for j, leg, capacity, dwell in s.widens if begun else ():
        if j not in finished:
            continue
        where = begun.world[begun.column == j]
        at, cause = np.full(len(where), leg), turn.about(DELIVERED, np.full(len(where), j))
        world.post_cases("capacity", cause, where, at, np.full(len(where), capacity))
        if dwell:
            cut = np.minimum(dwell, np.maximum(state.dwell[where, leg] - s.leg_dwell_floor[leg], 0.0))
            world.post_cases("dwell", cause, where, at, -cut)


def _lose(turn: Turn, lost: Found, cause: str) -> None:
    """Projects that stop for good give back what they added."""
    s, state = turn.scenario, turn.state
    stage = lost.of(state.stage)
    turn.world.post_together(
        [
            Change("stage", cause, lost.world, lost.column, LOST - stage),
            *_output(turn, lost.where(stage == OPERATING), -1.0, cause),
            _appetite(turn, lost, _sponsor(state, lost), -s.finance.appetite_loss, cause),
        ]
    )


@lru_cache(maxsize=16)
def _mines(s: IndexedScenario) -> tuple[Ints, Ints]:
    """Projects with a product, and which mineral it is."""
    mines = np.flatnonzero(s.project_mineral >= 0)
    return mines, s.project_mineral[mines]


def _slump(turn: Turn) -> None:
    """Every rare-earth venture of 2010-13 in the region died of the price collapse of 2012."""
    s, world, state = turn.scenario, turn.world, turn.state
    mines, mineral = _mines(s)
    stage = state.stage.take(mines, axis=1)
    cheap = state.price.take(mineral, axis=1) < s.construction.mothball_price * state.close_price.take(mines, axis=1)
    low = cheap & (stage >= BUILDING) & (stage < LOST)
    slump = state.slump.take(mines, axis=1)
    moved = find(low | (slump > 0.0))
    if not moved:
        return
    project = mines.take(moved.column)
    still = low.reshape(-1).take(moved.at)
    change = np.where(still, s.dt, -moved.of(slump))
    world.post_cases("slump", "price below half of that at close", moved.world, project, change)
    sites = Found(moved.world * len(s.names.projects) + project, moved.world, project)
    if shut := sites.where(still & (sites.of(state.slump) >= s.construction.mothball_quarters)):
        _lose(turn, shut, COLLAPSED)


def _nationalism(turn: Turn) -> None:
    """Where the state takes most and trusts least, a running deal can break (mechanism 12)."""
    s, world, state = turn.scenario, turn.world, turn.state
    if not s.on("multi-vector"):
        return
    worst = s.vector.break_chance * s.dt
    luck = world.luck("breaking")
    # Heat is one at most, so that few need a closer look.
    sites = find(luck < worst)
    if not sites:
        return
    stage = sites.of(state.stage)
    active = (s.project_mineral.take(sites.column) >= 0) & (stage >= BUILDING) & (stage < LOST)
    if not (sites := sites.where(active & (sites.of(state.sponsor) > 0))):
        return
    host = s.project_host.take(sites.column)
    trust = sites.per(state.trust, host * len(s.names.powers) + _sponsor(state, sites))
    heat = (
        np.maximum(sites.per(state.terms, host) - s.vector.terms_calm, 0.0)
        / (100.0 - s.vector.terms_calm)
        * (1.0 - trust / 100.0)
    )
    if broken := sites.where(sites.of(luck) < worst * heat):
        _lose(turn, broken, BROKEN)
