"""Coercion: squeezes on hosts, export controls, and answers to both (mechanisms 6, 7, 10, 11)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import numpy as np

from greatgame.moves.catalogue import Block, Catalogue
from greatgame.rules.consequences import Consequence, Consequences, by_order
from greatgame.rules.context import Step, Turn
from greatgame.scenario.indexed import IndexedScenario
from greatgame.world.spans import Drift, Drifts


def resolve(turn: Turn) -> None:
    """Let old pressure fade, then apply and relax what was ordered."""
    s, world = turn.scenario, turn.world
    world.post_all({}, _drifts(s))
    if s.on("coercion"):
        _squeezes(turn)
    for part in _by_themselves(turn.catalogue):
        part.post(world, turn.cases, turn.cases.entry)


@lru_cache(maxsize=16)
def _drifts(s: IndexedScenario) -> Drifts:
    drifts = {"pressure": Drift("pressure fades", s.answers.pressure_decay * s.dt, 0.0)}
    if s.on("coercion"):
        drifts["squeeze"] = Drift("pressure fades", s.coercion.decay * s.dt, 0.0)
    return Drifts(drifts)


def _squeezes(turn: Turn) -> None:
    """A squeeze hurts and is resented; easing takes it back, and is a favour where there was none (mechanism 11)."""
    s, state = turn.scenario, turn.state
    if not (given := turn.given("squeeze")):
        return
    at = given.cells(("host", "actor"), state.trust.shape[1:])
    cells = given.cells(("host", "channel", "actor"), state.squeeze.shape[1:])
    hard, soft = given.is_item("squeeze") * given.amount, given.is_item("ease") * given.amount
    held = given.now(state.squeeze, "host", "channel", "actor")
    # Facilitation where there was no pressure is a favour.
    favour = soft * (1.0 - np.minimum(held / s.coercion.step, 1.0))
    turn.post_steps(
        given,
        Step("squeeze", cells, s.coercion.step * (hard - soft)),
        Step("trust", at, given.effect("trust") * favour - s.coercion.trust_loss * hard),
        Step("growth", given.host, given.effect("growth") * favour),
        Step("resentment", at, s.coercion.resentment * hard),
    )


@lru_cache(maxsize=16)
def _by_themselves(book: Catalogue) -> tuple[Consequences, ...]:
    """What controls and the answers to them change whatever the state.

    What is vented and what is felt are lists of their own: of two powers that
    control each other, each vents its grievance before it is given a new one.
    """
    s, blocks = book.scenario, book.blocks
    lists: list[list[Consequence]] = []
    if "control" in blocks and s.on("export-controls"):
        lists.extend(_controls(s, blocks["control"]))
    if "trade-response" in blocks:
        lists.append(list(_trade_responses(s, blocks["trade-response"])))
    return tuple(Consequences(s, book.size, rows) for rows in lists)


def _controls(s: IndexedScenario, block: Block) -> tuple[list[Consequence], list[Consequence]]:
    """Up or down the ladder, one rung an order (mechanism 6): what is vented, then what is felt."""
    buyers, minerals, powers = len(s.names.buyers), len(s.names.minerals), len(s.names.powers)
    up, down = block.is_item("tighten"), block.is_item("relax")
    vented, felt = block.actor * powers + block.power, block.power * powers + block.actor
    rung = (block.actor * buyers + block.buyer) * minerals + block.mineral
    first = [
        by_order(block, "control", rung, up - down),
        by_order(block, "grievance", vented, -s.controls.ratchet * up, "grievance vented"),
        by_order(block, "awareness", block.buyer * minerals + block.mineral, s.controls.awareness_gain * up),
    ]
    then = [by_order(block, "grievance", felt, s.controls.grievance * (up - s.controls.forgiven * down))]
    if s.on("de-risking"):
        torn = -s.ties.control_display * s.ties.display_loss * (up - down)
        first.append(by_order(block, "ties", vented, torn))
        then.append(by_order(block, "ties", felt, torn))
    return first, then


def _trade_responses(s: IndexedScenario, block: Block) -> Iterator[Consequence]:
    """Law and retaliation put pressure on the controller; retaliation also tears ties (mechanisms 7, 17)."""
    powers = len(s.names.powers)
    cells, back = block.actor * powers + block.power, block.power * powers + block.actor
    if s.on("control-answers"):
        yield by_order(block, "pressure", cells, block.effect("pressure") * block.size)
    retaliation = block.is_item("counter-measure")
    yield by_order(block, "grievance", back, block.effect("grievance") * retaliation)
    if s.on("de-risking"):
        for cell in (cells, back):
            yield by_order(block, "ties", cell, -block.effect("ties-lost") * retaliation)
