"""What a decider is shown: the world, read-only, with figures that many minds need."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from greatgame.agents.tables import (
    by_venture,
    chance,
    instrument_gains,
    leg_weight,
    mines,
    products,
    wars,
    watching,
)
from greatgame.moves.catalogue import Catalogue
from greatgame.moves.legality import BUILDING, OPERATING, Facts, legal
from greatgame.rules.construction import by_host, by_sponsor, sponsored
from greatgame.rules.context import host_power, largest
from greatgame.rules.corridors import leg_capacity, leg_load
from greatgame.rules.diplomacy import openness
from greatgame.rules.finance import host_risk, margin_parts
from greatgame.rules.society import signed_by_project
from greatgame.scenario.indexed import Bools, Floats, IndexedScenario, Ints
from greatgame.scenario.vocabulary import CHANNELS
from greatgame.world.world import World, summed


class View:
    """One turn as deciders see it, for all worlds at once; nothing in it can be written."""

    def __init__(self, world: World, catalogue: Catalogue) -> None:
        self.scenario: IndexedScenario = world.scenario
        self.catalogue = catalogue
        self.minds = self.scenario.minds
        """What all minds have in common: ``[minds.NAME]``."""
        self.state = world.shown
        self.turn = world.turn
        self.seeds = world.tape.seeds
        self.worlds = world.worlds
        self.memory: Floats = world.memory
        """How present each order still is, ``[world, entry]``: everybody saw it; 1 and more if given last turn.

        Where no reasons are recorded it goes on with the world: copy what is to be kept beyond the turn.
        """
        self._tape = world.tape
        self._channels: dict[str, Floats] = {}

    @cached_property
    def facts(self) -> Facts:
        """What the rules of legality ask as well."""
        return Facts(self.scenario, self.state)

    @cached_property
    def venture_view(self) -> Floats:
        """What firms in common think of each venture: ``[world, venture]``."""
        return self._tape.read("venture_view", self.turn)

    @cached_property
    def perception(self) -> Floats:
        """How each entry strikes its actor this turn, whatever speaks for it: ``[world, entry]``."""
        return self.perceived(slice(None))

    def perceived(self, worlds: slice) -> Floats:
        """The same in some worlds."""
        return self._tape.read("perception", self.turn, worlds=worlds)

    def perceived_bits(self) -> tuple[NDArray[np.uint8], Floats]:
        """The same as bits ``[world, entry]``, and the figure that each of them means: for loops that look at few."""
        return self._tape.coarse("perception", self.turn)

    def luck_at(self, stream: str, places: Ints) -> Floats:
        """A stream of chance that deciders see (``venture_view`` ...) at some places of its row laid flat: ``[place]``.

        The row is ``[world, venture]``, or ``[world, entry]`` of ``perception``.
        """
        return self._tape.read(stream, self.turn, places)

    @cached_property
    def legal(self) -> Bools:
        """Which entries may be ordered, price aside: ``[world, entry]``."""
        result = legal(self.catalogue, self.state, self.facts)
        result.setflags(write=False)
        return result

    @cached_property
    def active(self) -> Bools:
        """Ventures signed and still open: ``[world, venture]``."""
        return self.facts.signed & self.facts.open

    @cached_property
    def in_work(self) -> Bools:
        """Those of them that agencies still prepare: ``[world, venture]``."""
        result: Bools = self.active & (self.state.prepared < 1.0)
        return result

    @cached_property
    def load(self) -> Floats:
        """Ventures under preparation over agency capacity: ``[world, power]``."""
        s = self.scenario
        # Whole numbers: their sum is the same in any order.
        result: Floats = self.waiting.sum(axis=1) / np.maximum(1.0, s.agency_capacity)
        return result

    @cached_property
    def waiting(self) -> Floats:
        """A power's ventures that its agencies prepare in each host: ``[world, host, power]``."""
        hosts, powers = len(self.scenario.names.hosts), len(self.scenario.names.powers)
        counts = summed(self.in_work, host_power(self.scenario), hosts * powers)
        return counts.reshape(self.worlds, hosts, powers)

    @cached_property
    def margin(self) -> Floats:
        """Best risk-adjusted margin that any firm sees in a venture, percentage points: ``[world, venture]``.

        Ventures of powers that are not led by firms have 0.
        """
        s = self.scenario
        if "invest" not in self.catalogue.blocks:
            return np.zeros((self.worlds, len(s.names.ventures)))
        order, (first, *others), place = by_venture(self.catalogue)
        margins = self.margins.take(order, axis=1)
        # One more than there are ventures that firms can back, for all that they cannot.
        best = np.zeros((self.worlds, first.stop + 1))
        best[:, first] = margins[:, first]
        for run in others:
            some = best[:, : run.stop - run.start]
            np.maximum(some, margins[:, run], out=some)
        return best.take(place, axis=1)

    @cached_property
    def margins(self) -> Floats:
        """Margin of every firm in every venture it could back: ``[world, investment entry]``."""
        block = self.catalogue.blocks["invest"]
        total = np.zeros((self.worlds, len(block)))
        for part in margin_parts(self.scenario, self.state, block).values():
            total += part
        return total

    @cached_property
    def risk(self) -> Floats:
        """Country risk: ``[world, host]``."""
        return host_risk(self.scenario, self.state)

    @cached_property
    def insecurity(self) -> Floats:
        """How badly each buyer needs each mineral, 0 to 1: ``[world, buyer, mineral]``."""
        need = 1.0 - self.state.security / 100.0 + self.state.unmet
        result: Floats = np.minimum(np.maximum(need, 0.0), 1.0)
        return result

    @cached_property
    def need(self) -> Floats:
        """How much a venture's product relieves its power's supply: ``[world, venture]``."""
        cells, weight = products(self.scenario)
        result = self.insecurity.reshape(self.worlds, -1).take(cells, axis=1)
        result *= weight
        return result

    @cached_property
    def hopeful(self) -> Floats:
        """How likely a venture is to find a firm: ``[world, venture]``."""
        k = self.minds["venture"]
        return chance(self.margin, k.hope_short, k.hope_spread)

    @cached_property
    def gap(self) -> Floats:
        """Percentage points by which a venture falls short of what firms want: ``[world, venture]``."""
        result: Floats = np.maximum(self.minds["venture"].margin_wanted - self.margin, 0.0)
        return result

    @cached_property
    def ready(self) -> Floats:
        """How ready a venture is for public money, 0 to 1; 0 where it is backed or hopeless: ``[world, venture]``."""
        k, state = self.minds["venture"], self.state
        result: Floats = np.minimum(state.prepared + k.readiness, 1.0) * (state.backer == 0)
        result *= self.gap < k.hopeless
        return result

    @cached_property
    def closed(self) -> Floats:
        """What an instrument closes of the gap, weighed by how ready the venture is: ``[world, entry that finances]``.

        The smaller the gap, the more a point of it counts.
        """
        block, k = self.catalogue.blocks["finance"], self.minds["venture"]
        rate, shelter = instrument_gains(self.scenario, block)
        gain = self.risk.take(block.host, axis=1)
        gain *= shelter
        gain += rate
        np.minimum(gain, self.gap.take(block.venture, axis=1), out=gain)
        gain *= (self.ready / (k.gap_floor + k.gap_slope * self.gap)).take(block.venture, axis=1)
        return gain

    @cached_property
    def signatures(self) -> Floats:
        """How many powers have signed for each project: ``[world, project]``."""
        return signed_by_project(self.scenario, self.state)

    @cached_property
    def rivals(self) -> Floats:
        """Other powers that have signed for the same project: ``[world, venture]``."""
        s = self.scenario
        return self.signatures.take(s.venture_project, axis=1) - self.state.signed

    @cached_property
    def contest(self) -> Floats:
        """How far rivals have come in a host, 1 where it is lost: ``[world, host, power]``.

        What others build there and how their ties grew since the start.
        """
        s, state, k = self.scenario, self.state, self.minds["ties"]
        grown = np.maximum(state.dependence - s.dependence, 0.0)
        gains = np.einsum("whkp,k->whp", grown, s.channel_weights)
        warm = np.maximum(state.trust - s.trust, 0.0) / 100.0
        begun = by_sponsor(s, sponsored(s, state, BUILDING), s.capex)
        sites = by_host(s, begun) / s.gdp
        score = k.contest_dependence * gains + k.contest_trust * warm + k.contest_sites * sites.transpose(0, 2, 1)
        # Rivals count by how closely one watches them.
        which, eyes = watching(s)
        watched = score.take(which, axis=2)
        watched *= eyes
        result = watched[:, :, 0].copy()
        for place in range(1, len(eyes)):
            result += watched[:, :, place]
        clipped: Floats = np.minimum(result, k.contest_most)
        return clipped

    @cached_property
    def sites(self) -> Floats:
        """Capital cost under construction over what GDP can carry: ``[world, host]`` (absorptive capacity)."""
        s, state, k = self.scenario, self.state, self.minds["host"]
        left = np.where(state.stage == BUILDING, s.capex * (1.0 - state.built), 0.0)
        load: Floats = np.minimum(by_host(s, left) / (k.absorption * state.gdp), k.sites_most)
        return load

    @cached_property
    def bottleneck(self) -> Floats:
        """How tight each leg is on the routes that matter: ``[world, leg]``."""
        s, state = self.scenario, self.state
        capacity = leg_capacity(s, state)
        tight = np.minimum(leg_load(s, state.volume) / np.maximum(capacity, 1e-6), self.minds["route"].tight_most)
        result: Floats = tight * leg_weight(s)
        return result

    def channel(self, name: str) -> Floats:
        """Shares of one channel of dependence: ``[world, host, power]``."""
        found = self._channels.get(name)
        if found is None:
            k = CHANNELS.index(name)
            found = self._channels[name] = np.ascontiguousarray(self.state.dependence[:, :, k])
        return found

    @cached_property
    def mean_share(self) -> Floats:
        """Dependence on each power, mean over channels: ``[world, host, power]``."""
        total: Floats = np.einsum("whkp->whp", self.state.dependence) / len(CHANNELS)
        return total

    @cached_property
    def cold(self) -> Floats:
        """Distance from full trust, 0 to 1: ``[world, host, power]``."""
        result: Floats = 1.0 - self.state.trust / 100.0
        return result

    @cached_property
    def warmth(self) -> Floats:
        """What government and public feel above or below indifference, -1 to 1: ``[world, host, power]``."""
        opinion = self.minds["ties"].opinion
        felt = (1.0 - opinion) * self.state.trust + opinion * self.state.mood
        result: Floats = (felt - 50.0) / 50.0
        return result

    @cached_property
    def strain(self) -> Floats:
        """How far a power's agencies are overcommitted: ``[world, power]``."""
        k = self.minds["ties"]
        result: Floats = k.load_slope * np.maximum(self.load - k.load, 0.0)
        return result

    @cached_property
    def owed_to(self) -> Floats:
        """Debt to each creditor over GDP: ``[world, host, creditor]``."""
        result: Floats = self.state.debt / self.state.gdp[..., None]
        return result

    @cached_property
    def owing(self) -> Floats:
        """How much a host owes each power, 0 to 1: ``[world, host, power]``."""
        powers = len(self.scenario.names.powers)
        result: Floats = np.minimum(self.minds["host"].owing * self.owed_to[:, :, :powers], 1.0)
        return result

    @cached_property
    def owed(self) -> Floats:
        """External public debt over GDP: ``[world, host]``."""
        result: Floats = np.einsum("whc->wh", self.state.debt) / self.state.gdp
        return result

    @cached_property
    def people(self) -> Floats:
        """Alumni and students on their way: ``[world, host, power]``."""
        result: Floats = self.state.alumni + np.einsum("whpl->whp", self.state.training)
        return result

    @cached_property
    def few(self) -> Floats:
        """How few alumni and students a power has in a host, 1 for none: ``[world, host, power]``."""
        result: Floats = 1.0 / (1.0 + self.people / self.minds["ties"].people)
        return result

    @cached_property
    def way(self) -> Floats:
        """How far a power can still enter a host's digital stack: ``[world, host, power]``."""
        return openness(self.scenario, self.channel("digital"))

    @cached_property
    def researched(self) -> Floats:
        """Substitution on its way: ``[world, buyer, mineral]``."""
        return self.facts.researched

    @cached_property
    def bought(self) -> Floats:
        """Equity tonnes on their way: ``[world, buyer, mineral]``."""
        return self.facts.bought

    @cached_property
    def controlled(self) -> Floats:
        """Highest rung of controls that the other applies, 0 to 1: ``[world, entry that answers controls]``."""
        rungs = self.catalogue.blocks["trade-response"].pick(self.state.control, "power", "own_buyer")
        result: Floats = largest(rungs) / 4.0
        return result

    @cached_property
    def rung(self) -> Floats:
        """Rung of the ladder of controls: ``[world, entry that moves a control]``."""
        return self.catalogue.blocks["control"].pick(self.state.control, "actor", "buyer", "mineral")

    @cached_property
    def hold(self) -> Floats:
        """Share of a buyer's need that the controller supplies: ``[world, entry that moves a control]``."""
        block = self.catalogue.blocks["control"]
        need = np.maximum(self.scenario.demand[block.buyer, block.mineral], 1e-9)
        result: Floats = np.minimum(block.pick(self.state.contract, "buyer", "mineral", "own_source") / need, 1.0)
        return result

    @cached_property
    def wronged(self) -> Floats:
        """Grievance of each power against those who control exports: ``[world, power]``."""
        result = np.zeros(self.state.support.shape)
        for x in self.scenario.controllers:
            result += self.state.grievance[:, :, x] / self.minds["ties"].wronged
        return result

    @cached_property
    def feared(self) -> Floats:
        """Wariness that others feel toward each power, summed: ``[world, power]``."""
        result: Floats = np.einsum("wop->wp", self.state.wariness)
        return result

    @cached_property
    def alarmed(self) -> Floats:
        """Wariness of each power above its start, summed over those it watches: ``[world, power]``."""
        above = np.maximum(self.state.wariness - self.scenario.start_wariness, 0.0)
        result: Floats = np.einsum("wop->wo", above)
        return result

    @cached_property
    def raw_mines(self) -> Floats:
        """Mines that run in each host: ``[world, host]``."""
        s = self.scenario
        return by_host(s, (self.state.stage == OPERATING) * mines(s))

    @cached_property
    def largest_share(self) -> Floats:
        """Dependence on the power depended on most, mean over channels: ``[world, host]``."""
        return largest(self.mean_share)

    @cached_property
    def most_anxiety(self) -> Floats:
        """Sovereignty anxiety of hosts toward the power they fear most: ``[world, host]``."""
        return largest(self.anxiety)

    @cached_property
    def anxiety(self) -> Floats:
        """Sovereignty anxiety of hosts toward each power, from war and squeeze: ``[world, host, power]``."""
        s, state = self.scenario, self.state
        result: Floats = state.resentment / self.minds["ties"].resentment + largest(state.squeeze.transpose(0, 1, 3, 2))
        if s.on("war-shock"):
            for q, aggressor in wars(s):
                result[:, :, aggressor] += s.war.anxiety * state.tension[:, q, None] / 100.0 * s.war_exposure
        return result

    @cached_property
    def provocation(self) -> Floats:
        """What each power holds against each other, 0 to about 2: ``[world, power, power]``."""
        s, state, k = self.scenario, self.state, self.minds["ties"]
        result = state.grievance / k.provocation
        heat = np.maximum(state.tension - s.tension_baseline, 0.0) / k.heat
        for q in range(len(s.names.flashpoints)):
            # Adding nothing changes nothing: all powers at once.
            result[:, s.aggressor[q]] += heat[:, q, None] * s.against[q]
        return result
