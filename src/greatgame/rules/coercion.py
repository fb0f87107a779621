"""Coercion: squeezes on hosts, export controls, and answers to both (mechanisms 6, 7, 10, 11)."""

from __future__ import annotations

import numpy as np

from greatgame.rules.context import Turn
from greatgame.scenario.schema import CHANNELS

SQUEEZE_STEP = 0.5
"""How much of a full squeeze one order applies."""
CONTROL_GRIEVANCE = 6.0
"""Grievance that a rung of control causes in the buyer."""
PRESSURE_DECAY = 0.06
"""A trade-law case weighs for about three years; a counter-measure fades as fast."""


def resolve(turn: Turn) -> None:
    """Apply and relax pressure; let old pressure fade."""
    _squeezes(turn)
    _controls(turn)
    _trade_responses(turn)


def _squeezes(turn: Turn) -> None:
    s, world, state = turn.scenario, turn.world, turn.state
    powers = len(s.names.powers)
    if not s.on("coercion"):
        return
    world.post("squeeze", {"pressure fades": -s.coercion.decay * s.dt * state.squeeze})
    if not (found := turn.ordered("squeeze")):
        return
    block, amount = found
    cells = (block.host * len(CHANNELS) + block.channel) * powers + block.actor
    at = block.host * powers + block.actor
    hard, soft = block.is_item("squeeze") * amount, block.is_item("ease") * amount
    held = state.squeeze.reshape(world.worlds, -1).take(cells, axis=1)
    turn.post("squeeze", block, cells, SQUEEZE_STEP * (hard - soft))
    # Facilitation where there was no pressure is a favour.
    favour = soft * (1.0 - np.minimum(held / SQUEEZE_STEP, 1.0))
    turn.post("trust", block, at, block.effect("trust") * favour - s.coercion.trust_loss * hard)
    turn.post("growth", block, block.host, block.effect("growth") * favour)
    turn.post("resentment", block, at, s.coercion.resentment * hard)


def _controls(turn: Turn) -> None:
    """Up or down the ladder, one rung an order (mechanism 6)."""
    s = turn.scenario
    if not s.on("export-controls"):
        return
    buyers, minerals, powers = len(s.names.buyers), len(s.names.minerals), len(s.names.powers)
    if not (found := turn.ordered("control")):
        return
    block, amount = found
    up, down = amount * block.is_item("tighten"), amount * block.is_item("relax")
    turn.post("control", block, (block.actor * buyers + block.buyer) * minerals + block.mineral, up - down)
    vented = block.actor * powers + block.power
    turn.post("grievance", block, vented, -s.controls.ratchet * up, "grievance vented")
    felt = block.power * powers + block.actor
    turn.post("grievance", block, felt, CONTROL_GRIEVANCE * (up - 0.5 * down))
    turn.post("awareness", block, block.buyer * minerals + block.mineral, s.controls.awareness_gain * up)
    if s.on("de-risking"):
        for cell in (vented, felt):
            turn.post("ties", block, cell, -0.5 * s.ties.display_loss * (up - down))


def _trade_responses(turn: Turn) -> None:
    """Law and retaliation put pressure on the controller; retaliation also tears ties (mechanisms 7, 17)."""
    s, world, state = turn.scenario, turn.world, turn.state
    powers = len(s.names.powers)
    world.post("pressure", {"pressure fades": -PRESSURE_DECAY * s.dt * state.pressure})
    if not (found := turn.ordered("trade-response")):
        return
    block, amount = found
    cells = block.actor * powers + block.power
    back = block.power * powers + block.actor
    if s.on("control-answers"):
        turn.post("pressure", block, cells, block.effect("pressure") * block.size * amount)
    retaliation = amount * block.is_item("counter-measure")
    turn.post("grievance", block, back, block.effect("grievance") * retaliation)
    if s.on("de-risking"):
        for cell in (cells, back):
            turn.post("ties", block, cell, -block.effect("ties-lost") * retaliation)
