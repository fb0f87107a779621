"""Diplomacy: visits, aid, training, standards, statements, hosts' own policy.

Covers the words of mechanisms 1, 5, 10, 12, 14, 15 and 18: what they promise
is kept or broken in later phases.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from greatgame.moves.catalogue import Block, Catalogue
from greatgame.rules import effects
from greatgame.rules.context import Turn, pulled, rivals
from greatgame.rules.shocks import EffectColumns, effect_columns
from greatgame.scenario.indexed import Bools, Floats, IndexedScenario, Ints
from greatgame.scenario.schema import CHANNELS, Effect

ALLIANCE_STEP = 0.5
"""What one joint statement adds to a standing alliance, 0 to 1."""
RELEASE_STEP = 0.06
"""Share of a dependence that one deliberate step away gives up."""
GRUDGE = 1.5
"""Grievance yields to dialogue faster than wariness does."""
BALANCED = 0.25
"""Share of a channel above which a balancing host trims a partner."""


def resolve(turn: Turn) -> None:
    """Resolve every order that is made of words, visits and small money."""
    effects.apply(turn)
    _visits(turn)
    _train(turn)
    _pulls(turn)
    _statements(turn)
    _reassure(turn)
    _debt_moves(turn)
    _host_policy(turn)
    _respond(turn)


@lru_cache(maxsize=16)
def _reach(s: IndexedScenario, actors: bytes, hosts: bytes) -> Floats:
    """1 where a visit (row) reaches a venture (column): same power, same country."""
    actor, host = np.frombuffer(actors, dtype=np.int64), np.frombuffer(hosts, dtype=np.int64)
    there = s.project_host[s.venture_project]
    reach: Bools = (there == host[:, None]) & (s.venture_power == actor[:, None])
    return reach.astype(np.float64)


def _visits(turn: Turn) -> None:
    """A visit pushes every venture of the visitor in the country."""
    s = turn.scenario
    turn.push = np.zeros((turn.world.worlds, len(s.names.ventures)))
    if found := turn.ordered("visit"):
        block, amount = found
        reach = _reach(s, block.actor.tobytes(), block.host.tobytes())
        # Sizes lie on the grid of hundredths; einsum sums each world by itself.
        turn.push = np.einsum("wi,iv->wv", amount * (s.pledge.visit_push * block.size), reach)


def _train(turn: Turn) -> None:
    """Scholarships fill the pipeline of people who come home years later (mechanism 5)."""
    s = turn.scenario
    if found := turn.ordered("train"):
        block, amount = found
        lag = turn.state.training.shape[-1]
        cells = (block.host * len(s.names.powers) + block.actor) * lag + lag - 1
        turn.post("training", block, cells, s.human.cohort * block.size * amount)


def _rates(turn: Turn, block: Block, amount: Floats, channels: Ints) -> Floats:
    """Order amounts laid out as ``[world, host, channel, power]``; each cell has at most one order."""
    rates = np.zeros(turn.state.dependence.shape)
    flat = rates.reshape(turn.world.worlds, -1)
    powers = len(turn.scenario.names.powers)
    flat[:, (block.host * len(CHANNELS) + channels) * powers + block.actor] = amount
    return rates


def _pulls(turn: Turn) -> None:
    """Standards, security and supply draw a channel of the host toward the actor (mechanisms 3, 15)."""
    s, state = turn.scenario, turn.state
    digital = CHANNELS.index("digital")
    for role in ("standards", "secure", "supply"):
        if found := turn.ordered(role):
            block, amount = found
            rates = _rates(turn, block, block.effect("pull") / 100.0 * block.size * amount, block.channel)
            if role == "standards":
                rates[:, :, digital] *= openness(s, np.ascontiguousarray(state.dependence[:, :, digital]))
            turn.world.post("dependence", {block.causes[0]: pulled(state.dependence, rates)})


def openness(s: IndexedScenario, shares: Floats) -> Floats:
    """How far each bloc can still enter a host's digital stack: ``[world, host, power]``.

    An installed base resists (mechanism 15): the larger the largest rival
    share, the less of a rival standard is adopted.
    """
    if not s.on("standards"):
        return np.ones_like(shares)
    result: Floats = np.maximum(0.0, 1.0 - s.standards.lock_in * rivals(shares))
    return result


def _statements(turn: Turn) -> None:
    """A joint statement binds allies and costs ties with those it is aimed at (mechanisms 10, 14, 17)."""
    s = turn.scenario
    powers = len(s.names.powers)
    if found := turn.ordered("statement"):
        block, amount = found
        turn.post("alliance", block, block.actor * powers + block.power, ALLIANCE_STEP * amount)
        if s.on("de-risking"):
            for x in s.controllers:
                loss = -s.ties.display_loss * amount * (block.actor != x)
                turn.post("ties", block, block.actor * powers + x, loss)
                turn.post("ties", block, x * powers + block.actor, loss)


def _reassure(turn: Turn) -> None:
    """Dialogue lowers the wariness and the grievance of the power addressed (mechanism 10)."""
    s, state = turn.scenario, turn.state
    powers = len(s.names.powers)
    if found := turn.ordered("reassure"):
        block, amount = found
        cells = block.power * powers + block.actor
        step = -s.wariness.reassurance / 50.0
        if s.on("wariness"):
            held = state.wariness.reshape(turn.world.worlds, -1).take(cells, axis=1)
            turn.post("wariness", block, cells, step * held * amount)
        held = state.grievance.reshape(turn.world.worlds, -1).take(cells, axis=1)
        turn.post("grievance", block, cells, GRUDGE * step * held * amount)
        for cell in (cells, block.actor * powers + block.power):
            turn.post("ties", block, cell, block.effect("ties") * amount)


def _debt_moves(turn: Turn) -> None:
    """Relief is given by the creditor, restructuring asked by the debtor (mechanism 4)."""
    s, state = turn.scenario, turn.state
    creditors = len(s.names.creditors)
    for role, share in (("relief", s.debt.relief_share), ("restructure", s.debt.restructure_share)):
        if not (found := turn.ordered(role)):
            continue
        block, amount = found
        cells = block.host * creditors + block.power
        owed = state.debt.reshape(turn.world.worlds, -1).take(cells, axis=1)
        turn.post("debt", block, cells, -share * owed * amount)
        if role == "restructure" and s.on("debt"):
            # What is put off is paid in influence.
            weight = s.debt.leverage * owed / state.gdp.take(block.host, axis=1) * amount
            rates = np.zeros(state.dependence.shape)
            flat = rates.reshape(turn.world.worlds, -1)
            powers = len(s.names.powers)
            flat[:, (block.host * len(CHANNELS) + CHANNELS.index("finance")) * powers + block.power] = weight
            turn.world.post("dependence", {block.causes[0]: pulled(state.dependence, rates)})


def _host_policy(turn: Turn) -> None:
    """Hosts set terms, lean, keep their distance, balance and cooperate (mechanism 12)."""
    s, state = turn.scenario, turn.state
    worlds, powers = turn.world.worlds, len(s.names.powers)
    if found := turn.ordered("terms"):
        block, amount = found
        direction = block.is_item("raise") - block.is_item("lower")
        turn.post("terms", block, block.host, block.effect("step") * direction * amount)
    if found := turn.ordered("processing"):
        block, amount = found
        turn.post("processing", block, block.host, (block.is_item("adopt") - block.is_item("repeal")) * amount)
    if found := turn.ordered("solicit"):
        block, amount = found
        turn.post("solicited", block, block.venture, amount)
    if found := turn.ordered("regional"):
        block, amount = found
        turn.post("stability", block, block.neighbour, block.effect("stability") * amount)
        for cells in (block.host, block.neighbour):
            turn.post("growth", block, cells, s.vector.regional_growth * amount)
    if found := turn.ordered("align"):
        block, amount = found
        lean, away = block.is_item("lean") * amount, block.is_item("distance") * amount
        cells = block.host * powers + block.power
        turn.post("trust", block, cells, block.effect("trust") * (lean - away))
        pairs = (worlds, len(s.names.hosts) * powers)
        rates, release = np.zeros(pairs), np.zeros(pairs)
        toward = np.flatnonzero(block.is_item("lean"))
        apart = np.flatnonzero(block.is_item("distance"))
        rates[:, cells[toward]] = s.vector.lean * lean[:, toward]
        release[:, cells[apart]] = RELEASE_STEP * away[:, apart]
        shape = (worlds, len(s.names.hosts), 1, powers)
        whole = np.broadcast_to(rates.reshape(shape), state.dependence.shape)
        change = pulled(state.dependence, np.ascontiguousarray(whole))
        change -= release.reshape(shape) * state.dependence
        turn.world.post("dependence", {block.causes[0]: change})
    if found := turn.ordered("balance"):
        block, amount = found
        who = np.zeros((worlds, len(s.names.hosts)))
        who[:, block.host] = amount
        excess = np.maximum(state.dependence - BALANCED, 0.0)
        turn.world.post("dependence", {block.causes[0]: -RELEASE_STEP * excess * who[:, :, None, None]})


@lru_cache(maxsize=16)
def _answers(s: IndexedScenario) -> tuple[dict[tuple[int, int], int], tuple[EffectColumns, ...]]:
    """Numbers of all choices, and their effects by variable."""
    number: dict[tuple[int, int], int] = {}
    rows: list[tuple[int, str, Effect]] = []
    for e, name in enumerate(s.names.events):
        event = s.file.event[name]
        for c, choice in enumerate(event.choices.values()):
            number[e, c] = len(number)
            rows.extend((number[e, c], f"{event.name}: {choice.name}", effect) for effect in choice.effects)
    return number, effect_columns(s, rows)


@lru_cache(maxsize=16)
def _hearings(book: Catalogue) -> tuple[Ints, tuple[Ints, ...], Ints, Ints, Ints]:
    """How answers are heard.

    For every entry the number of its choice; the entries by rounds in which each
    event is answered at most once; the entry behind each choice (-1: none); the
    numbers of first choices, and the events that they answer.
    """
    block = book.blocks["respond"]
    number, _ = _answers(book.scenario)
    places = np.array([number[e, c] for e, c in zip(block.event.tolist(), block.choice.tolist(), strict=True)])
    origin = np.full(len(number), -1)
    origin[places] = block.numbers
    rounds: list[list[int]] = []
    heard: dict[int, int] = {}
    for i, event in enumerate(block.event.tolist()):
        place = heard[event] = heard.get(event, -1) + 1
        if place == len(rounds):
            rounds.append([])
        rounds[place].append(i)
    first = np.array([(place, event) for (event, c), place in number.items() if c == 0]).reshape(-1, 2)
    return places, tuple(np.array(entries) for entries in rounds), origin, first[:, 0], first[:, 1]


def _respond(turn: Turn) -> None:
    """Answers to events; a government that says nothing has chosen the first answer."""
    s, world, state = turn.scenario, turn.world, turn.state
    block = turn.catalogue.blocks.get("respond")
    if block is None or not state.pending.any():
        return
    number, columns = _answers(s)
    places, rounds, origin, first, answerable = _hearings(turn.catalogue)
    amount = turn.orders[:, block.span]
    chosen = np.zeros((world.worlds, len(number)))
    silent = state.pending.copy()
    for entries in rounds:
        # A second answer to the same event is not heard.
        events = block.event[entries]
        heard = np.minimum(amount.take(entries, axis=1), silent.take(events, axis=1))
        chosen[:, places[entries]] = heard
        silent[:, events] -= heard
    chosen[:, first] += silent.take(answerable, axis=1)
    given = np.count_nonzero(chosen, axis=0)
    for group in columns:
        if np.count_nonzero(given.take(group.by)):
            size = group.sizes(getattr(state, group.variable)) * chosen.take(group.by, axis=1)
            world.post_cells(group.variable, group.causes, group.cells, size, origin[group.by])
    world.post("pending", {"answered": -state.pending})
