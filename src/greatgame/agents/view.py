"""What a decider is shown: the world, read-only, with figures that many minds need."""

from __future__ import annotations

from functools import cached_property, lru_cache

import numpy as np

from greatgame.moves.catalogue import Catalogue
from greatgame.moves.legality import BUILDING, OPEN, legal
from greatgame.rules.corridors import leg_capacity
from greatgame.rules.finance import host_risk, margin_parts
from greatgame.rules.indicators import open_routes
from greatgame.scenario.indexed import Bools, Floats, IndexedScenario, Ints
from greatgame.scenario.schema import CHANNELS
from greatgame.world.world import World


@lru_cache(maxsize=16)
def _open_legs(s: IndexedScenario) -> Bools:
    """Legs of corridors that cross neither a controller nor a power at war."""
    weight = open_routes(s)
    return (s.route_legs & (weight > 0)[:, None]).any(axis=0)


@lru_cache(maxsize=16)
def _by_venture(catalogue: Catalogue) -> tuple[Ints, Ints, Ints]:
    """Order of the investment entries by venture, where each venture's run begins, and the ventures."""
    kinds = catalogue.role("invest")
    ventures = np.concatenate([kind.venture for kind in kinds]) if kinds else np.zeros(0, dtype=np.int64)
    order = np.argsort(ventures, kind="stable")
    found, begins = np.unique(ventures[order], return_index=True)
    return order, begins, found


class View:
    """One turn as deciders see it, for all worlds at once; nothing in it can be written."""

    def __init__(self, world: World, catalogue: Catalogue, last: Floats | None = None) -> None:
        self.scenario: IndexedScenario = world.scenario
        self.catalogue = catalogue
        self.state = world.state.frozen()
        self.turn = world.turn
        self.worlds = world.worlds
        self.perception = world.luck("perception")
        self.venture_view = world.luck("venture_view")
        self.last = last
        """Orders admitted last turn, ``[world, entry]``: everybody saw them."""

    @cached_property
    def legal(self) -> Bools:
        """Which entries may be ordered, price aside: ``[world, entry]``."""
        result = legal(self.catalogue, self.state)
        result.setflags(write=False)
        return result

    @cached_property
    def active(self) -> Bools:
        """Ventures signed and still open: ``[world, venture]``."""
        stage = np.take(self.state.stage, self.scenario.venture_project, axis=1)
        active: Bools = (self.state.signed > 0) & (stage == OPEN)
        return active

    @cached_property
    def load(self) -> Floats:
        """Ventures under preparation over agency capacity: ``[world, power]``."""
        s = self.scenario
        result = np.zeros((self.worlds, len(s.names.powers)))
        for p in range(result.shape[1]):
            result[:, p] = self.active[:, s.venture_power == p].sum(-1) / max(1.0, s.agency_capacity[p])
        return result

    @cached_property
    def waiting(self) -> Floats:
        """A power's ventures that wait in each host: ``[world, host, power]``."""
        s = self.scenario
        host = s.project_host[s.venture_project]
        result = np.zeros((self.worlds, len(s.names.hosts), len(s.names.powers)))
        for p in range(result.shape[2]):
            for h in range(result.shape[1]):
                mine = (s.venture_power == p) & (host == h)
                result[:, h, p] = self.active[:, mine].sum(-1)
        return result

    @cached_property
    def margin(self) -> Floats:
        """Best risk-adjusted margin that any firm sees in a venture, percentage points: ``[world, venture]``.

        Ventures of powers that are not led by firms have 0.
        """
        s = self.scenario
        result = np.zeros((self.worlds, len(s.names.ventures)))
        kinds = self.catalogue.role("invest")
        if kinds:
            parts = np.concatenate([self.margins[kind.name] for kind in kinds], axis=1)
            order, begins, found = _by_venture(self.catalogue)
            result[:, found] = np.maximum.reduceat(np.take(parts, order, axis=1), begins, axis=1)
        return result

    @cached_property
    def margins(self) -> dict[str, Floats]:
        """Margin of every firm in every venture by kind of move: ``[world, entry]``."""
        result = {}
        for kind in self.catalogue.role("invest"):
            total = np.zeros((self.worlds, len(kind)))
            for part in margin_parts(self.scenario, self.state, kind).values():
                total = total + part
            result[kind.name] = total
        return result

    @cached_property
    def risk(self) -> Floats:
        """Country risk: ``[world, host]``."""
        return host_risk(self.scenario, self.state)

    @cached_property
    def insecurity(self) -> Floats:
        """How badly each buyer needs each mineral, 0 to 1: ``[world, buyer, mineral]``."""
        result: Floats = (1.0 - self.state.security / 100.0 + self.state.unmet).clip(0.0, 1.0)
        return result

    @cached_property
    def need(self) -> Floats:
        """How much a venture's product relieves its power's supply: ``[world, venture]``."""
        s = self.scenario
        result = np.zeros((self.worlds, len(s.names.ventures)))
        mineral = s.project_mineral[s.venture_project]
        for b, power in enumerate(s.buyer_power):
            mine = np.flatnonzero((s.venture_power == power) & (mineral >= 0))
            if len(mine):
                weight = np.minimum(1.0, 0.4 + 3.0 * s.importance[mineral[mine]])
                result[:, mine] = np.take(self.insecurity[:, b], mineral[mine], axis=1) * weight
        return result

    @cached_property
    def link(self) -> Floats:
        """How much a venture opens routes, 0 to 1: ``[venture]``."""
        s = self.scenario
        project = np.zeros(len(s.names.projects))
        open_legs = _open_legs(s)
        for j, leg, _, _ in s.widens:
            project[j] = max(project[j], 1.0 if open_legs[leg] else 0.4)
        return project[s.venture_project]

    @cached_property
    def rivals(self) -> Floats:
        """Other powers that have signed for the same project: ``[world, venture]``."""
        s = self.scenario
        count = np.zeros((self.worlds, len(s.names.projects)))
        for p in range(len(s.names.powers)):
            slots = s.venture_slot[:, p]
            count += np.take(self.state.signed, np.maximum(slots, 0), axis=1) * (slots >= 0)
        return np.take(count, s.venture_project, axis=1) - self.state.signed

    @cached_property
    def contest(self) -> Floats:
        """How far rivals have come in a host, 0 to 1: ``[world, host, power]``.

        What others build there and how their ties grew since the start.
        """
        s, state = self.scenario, self.state
        grown = np.maximum(state.dependence - s.dependence, 0.0)
        gains = np.zeros(state.trust.shape)
        for k in range(len(CHANNELS)):
            gains = gains + s.channel_weights[k] * grown[:, :, k]
        warm = np.maximum(state.trust - s.trust, 0.0) / 100.0
        sites = np.zeros(state.trust.shape)
        for p in range(gains.shape[2]):
            begun = (state.stage == BUILDING) & (state.sponsor == p + 1.0)
            for h in range(gains.shape[1]):
                worth = begun[:, s.project_host == h] * np.ascontiguousarray(s.capex[s.project_host == h])
                sites[:, h, p] = np.ascontiguousarray(worth).sum(-1) / s.gdp[h]
        score = 8.0 * gains + 1.5 * warm + 2.0 * sites
        result = np.zeros_like(score)
        for p in range(score.shape[2]):
            for q in range(score.shape[2]):
                if q != p:
                    # Rivals count by how closely one watches them.
                    result[..., p] += score[..., q] * min(1.0, s.start_wariness[p, q] / 50.0)
        clipped: Floats = np.minimum(result, 1.5)
        return clipped

    @cached_property
    def bottleneck(self) -> Floats:
        """How tight each leg is on the routes that matter, 0 to 1.5: ``[world, leg]``."""
        s, state = self.scenario, self.state
        capacity = leg_capacity(s, state)
        load = np.zeros_like(capacity)
        for c, slots in enumerate(s.route_slots):
            for leg in slots:
                load[:, leg] += state.volume[:, c]
        tight = np.minimum(load / np.maximum(capacity, 1e-6), 1.5)
        result: Floats = tight * np.where(_open_legs(s), 1.0, 0.4)
        return result

    @cached_property
    def anxiety(self) -> Floats:
        """Sovereignty anxiety of hosts toward each power, from war and squeeze: ``[world, host, power]``."""
        s, state = self.scenario, self.state
        result = state.resentment / 40.0 + state.squeeze.max(axis=2)
        if s.on("war-shock"):
            for q in np.flatnonzero(s.at_war):
                result[:, :, s.aggressor[q]] += s.war.anxiety * state.tension[:, q, None] / 100.0 * s.war_exposure
        return result

    @cached_property
    def provocation(self) -> Floats:
        """What each power holds against each other, 0 to about 2: ``[world, power, power]``."""
        s, state = self.scenario, self.state
        result = state.grievance / 40.0
        for q in range(len(s.names.flashpoints)):
            heat = np.maximum(state.tension[:, q] - s.tension_baseline[q], 0.0) / 40.0
            for p in np.flatnonzero(s.against[q]):
                result[:, s.aggressor[q], p] += heat
        return result
