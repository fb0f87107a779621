"""Diplomacy: visits, aid, training, standards, statements, hosts' own policy.

Covers the words of mechanisms 1, 5, 10, 12, 14, 15 and 18: what they promise
is kept or broken in later phases.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from greatgame.rules import effects
from greatgame.rules.context import Turn, pulled
from greatgame.rules.shocks import EffectColumns, effect_columns
from greatgame.scenario.indexed import Floats, IndexedScenario
from greatgame.scenario.schema import CHANNELS

COMMON = ("visit", "aid", "statement", "reassure", "secure", "supply", "sanction", "reform", "balance", "train")
"""Roles whose common effects are posted here; other phases post those of their own roles."""

ALLIANCE_STEP = 0.5
RELEASE_STEP = 0.06
"""Share of a dependence that one deliberate step away gives up."""


def resolve(turn: Turn) -> None:
    """Resolve every order that is made of words, visits and small money."""
    for role in COMMON:
        for kind, amount in turn.ordered(role):
            if kind.spec.role == "aid" and not turn.scenario.on("values") and kind.effect("stability"):
                continue  # without values politics, conditions are neither attached nor felt
            effects.apply(turn, kind, amount)
    _visits(turn)
    _train(turn)
    _pulls(turn)
    _statements(turn)
    _reassure(turn)
    _debt_moves(turn)
    _host_policy(turn)
    _respond(turn)


def _visits(turn: Turn) -> None:
    """A visit pushes every venture of the visitor in the country."""
    s = turn.scenario
    turn.push = np.zeros((turn.world.worlds, len(s.names.ventures)))
    host_of = s.project_host[s.venture_project]
    for kind, amount in turn.ordered("visit"):
        for i in np.flatnonzero(amount.any(axis=0)):
            reached = (host_of == kind.host[i]) & (s.venture_power == kind.actor[i])
            turn.push += (s.pledge.visit_push * kind.size[i]) * amount[:, i, None] * reached


def _train(turn: Turn) -> None:
    """Scholarships fill the pipeline of people who come home years later (mechanism 5)."""
    s = turn.scenario
    lag = turn.state.training.shape[-1]
    powers = len(s.names.powers)
    for kind, amount in turn.ordered("train"):
        cells = (kind.host * powers + kind.actor) * lag + lag - 1
        people = s.human.cohort * kind.size * amount
        turn.world.post_cells("training", kind.spec.name, cells, people, kind.numbers)


def _pulls(turn: Turn) -> None:
    """Standards, security and supply draw a channel of the host toward the actor (mechanisms 3, 15)."""
    s, state = turn.scenario, turn.state
    for role in ("standards", "secure", "supply"):
        for kind, amount in turn.ordered(role):
            if role == "standards":
                effects.apply(turn, kind, amount)
            channel = CHANNELS.index(str(kind.spec.channel))
            rates = np.zeros(state.trust.shape)
            step = kind.effect("pull") / 100.0
            for i in np.flatnonzero(amount.any(axis=0)):
                rates[:, kind.host[i], kind.actor[i]] += step * kind.size[i] * amount[:, i]
            shares = np.ascontiguousarray(state.dependence[:, :, channel])
            if role == "standards":
                rates *= openness(s, shares)
            change = np.zeros(state.dependence.shape)
            change[:, :, channel] = pulled(shares, rates)
            turn.world.post("dependence", {kind.spec.name: change})


def openness(s: IndexedScenario, shares: Floats) -> Floats:
    """How far each bloc can still enter a host's digital stack: ``[world, host, power]``.

    An installed base resists (mechanism 15): the larger the largest rival
    share, the less of a rival standard is adopted.
    """
    if not s.on("standards"):
        return np.ones_like(shares)
    powers = shares.shape[-1]
    result = np.ones_like(shares)
    for p in range(powers):
        rival = np.zeros(shares.shape[:-1])
        for q in range(powers):
            if q != p:
                rival = np.maximum(rival, shares[..., q])
        result[..., p] = np.maximum(0.0, 1.0 - s.standards.lock_in * rival)
    return result


def _statements(turn: Turn) -> None:
    """A joint statement binds allies and is seen by others (mechanisms 10, 14)."""
    powers = len(turn.scenario.names.powers)
    for kind, amount in turn.ordered("statement"):
        cells = kind.actor * powers + kind.power
        turn.world.post_cells("alliance", kind.spec.name, cells, ALLIANCE_STEP * amount, kind.numbers)
        if turn.scenario.on("de-risking"):
            _tear(turn, kind.spec.name, turn.scenario.ties.display_loss * amount.sum(-1), kind.actor)


def _tear(turn: Turn, cause: str, size: Floats, actor: np.ndarray[tuple[int, ...], np.dtype[np.int64]]) -> None:
    """Bloc display costs ties with the powers that control exports (mechanism 17)."""
    s = turn.scenario
    powers = len(s.names.powers)
    for x in s.controllers:
        if x != actor[0]:
            for cell in (int(actor[0]) * powers + int(x), int(x) * powers + int(actor[0])):
                turn.world.post_cells("ties", cause, np.array([cell]), -size[:, None])


def _reassure(turn: Turn) -> None:
    """Dialogue lowers the wariness and the grievance of the power addressed (mechanism 10)."""
    s, state = turn.scenario, turn.state
    powers = len(s.names.powers)
    for kind, amount in turn.ordered("reassure"):
        cells = kind.power * powers + kind.actor
        for name, scale in (("wariness", 1.0), ("grievance", 1.5)):
            if name == "wariness" and not s.on("wariness"):
                continue
            held = getattr(state, name).reshape(turn.world.worlds, -1)[:, cells] / 50.0
            turn.world.post_cells(name, kind.spec.name, cells, -scale * s.wariness.reassurance * held * amount, kind.numbers)
        back = kind.actor * powers + kind.power
        for cell in (cells, back):
            turn.world.post_cells("ties", kind.spec.name, cell, kind.effect("ties") * amount, kind.numbers)


def _debt_moves(turn: Turn) -> None:
    """Relief is given by the creditor, restructuring asked by the debtor (mechanism 4)."""
    s, state = turn.scenario, turn.state
    creditors, powers = len(s.names.creditors), len(s.names.powers)
    for role, share in (("relief", s.debt.relief_share), ("restructure", s.debt.restructure_share)):
        for kind, amount in turn.ordered(role):
            effects.apply(turn, kind, amount)
            cells = kind.host * creditors + kind.power
            owed = state.debt.reshape(turn.world.worlds, -1)[:, cells]
            turn.world.post_cells("debt", kind.spec.name, cells, -share * owed * amount, kind.numbers)
            if role == "restructure" and s.on("debt"):
                # What is put off is paid in influence.
                channel = CHANNELS.index("finance")
                rates = np.zeros(state.trust.shape)
                for i in range(len(kind)):
                    weight = owed[:, i] / state.gdp[:, kind.host[i]]
                    rates[:, kind.host[i], kind.power[i]] += s.debt.leverage * weight * amount[:, i]
                change = np.zeros(state.dependence.shape)
                change[:, :, channel] = pulled(np.ascontiguousarray(state.dependence[:, :, channel]), rates)
                turn.world.post("dependence", {kind.spec.name: change})
    assert powers < creditors


def _host_policy(turn: Turn) -> None:
    """Hosts set terms, lean, keep their distance, balance and cooperate (mechanism 12)."""
    s, world, state = turn.scenario, turn.world, turn.state
    powers = len(s.names.powers)
    for kind, amount in turn.ordered("terms"):
        direction = kind.is_item("raise") - kind.is_item("lower")
        world.post_cells("terms", kind.spec.name, kind.host, kind.effect("step") * direction * amount, kind.numbers)
    for kind, amount in turn.ordered("processing"):
        direction = kind.is_item("adopt") - kind.is_item("repeal")
        world.post_cells("processing", kind.spec.name, kind.host, direction * amount, kind.numbers)
    for kind, amount in turn.ordered("solicit"):
        world.post_cells("solicited", kind.spec.name, kind.venture, 1.0 * amount, kind.numbers)
    for kind, amount in turn.ordered("regional"):
        effects.apply(turn, kind, amount)
        for name in ("stability",):
            world.post_cells(name, kind.spec.name, kind.neighbour, kind.effect(name) * amount, kind.numbers)
        gain = s.vector.regional_growth * amount
        for cells in (kind.host, kind.neighbour):
            world.post_cells("growth", kind.spec.name, cells, gain, kind.numbers)
    for kind, amount in turn.ordered("align"):
        lean = amount * kind.is_item("lean")
        distance = amount * kind.is_item("distance")
        cells = kind.host * powers + kind.power
        step = kind.effect("trust")
        world.post_cells("trust", kind.spec.name, cells, step * (lean - distance), kind.numbers)
        change = np.zeros(state.dependence.shape)
        rates = np.zeros(state.trust.shape)
        away = np.zeros(state.trust.shape)
        for i in range(len(kind)):
            rates[:, kind.host[i], kind.power[i]] += s.vector.lean * lean[:, i]
            away[:, kind.host[i], kind.power[i]] += RELEASE_STEP * distance[:, i]
        for channel in range(len(CHANNELS)):
            shares = np.ascontiguousarray(state.dependence[:, :, channel])
            change[:, :, channel] = pulled(shares, rates) - away * shares
        world.post("dependence", {kind.spec.name: change})
    for kind, amount in turn.ordered("balance"):
        change = np.zeros(state.dependence.shape)
        for i in range(len(kind)):
            h = int(kind.host[i])
            excess = np.maximum(state.dependence[:, h] - 0.25, 0.0)
            change[:, h] = -RELEASE_STEP * excess * amount[:, i, None, None]
        world.post("dependence", {kind.spec.name: change})


@lru_cache(maxsize=16)
def _answers(s: IndexedScenario) -> tuple[dict[tuple[int, int], int], tuple[EffectColumns, ...], int]:
    """Numbers of all choices, and their effects by variable."""
    number: dict[tuple[int, int], int] = {}
    rows = []
    for e, name in enumerate(s.names.events):
        event = s.file.event[name]
        for c, choice in enumerate(event.choices.values()):
            number[e, c] = len(number)
            rows.extend((number[e, c], f"{event.name}: {choice.name}", effect) for effect in choice.effects)
    return number, effect_columns(s, rows), len(number)


def _respond(turn: Turn) -> None:
    """Answers to events; a government that says nothing has chosen the first answer."""
    s, world, state = turn.scenario, turn.world, turn.state
    if not state.pending.any():
        return
    number, columns, count = _answers(s)
    chosen = np.zeros((world.worlds, count))
    origin = np.full(count, -1)
    silent = state.pending.copy()
    for kind in turn.catalogue.role("respond"):
        amount = turn.orders[:, kind.span]
        for i in range(len(kind)):
            place = number[int(kind.event[i]), int(kind.choice[i])]
            origin[place] = kind.start + i
            # A second answer to the same event is not heard.
            heard = np.minimum(amount[:, i], silent[:, kind.event[i]])
            chosen[:, place] = heard
            silent[:, kind.event[i]] -= heard
    for (e, c), place in number.items():
        if c == 0:
            chosen[:, place] += silent[:, e]
    for group in columns:
        size = group.sizes(getattr(state, group.variable)) * chosen[:, group.by]
        if size.any():
            world.post_cells(group.variable, group.causes, group.cells, size, origin[group.by])
    world.post("pending", {"answered": -state.pending})
