"""Coercion: squeezes on hosts, export controls, and answers to both (mechanisms 6, 7, 10, 11)."""

from __future__ import annotations

import numpy as np

from greatgame.rules import effects
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
    for kind, amount in turn.ordered("squeeze"):
        channel = CHANNELS.index(str(kind.spec.channel))
        cells = (kind.host * len(CHANNELS) + channel) * powers + kind.actor
        direction = kind.is_item("squeeze") - kind.is_item("ease")
        held = np.take(state.squeeze.reshape(world.worlds, -1), cells, axis=1)
        world.post_cells("squeeze", kind.spec.name, cells, SQUEEZE_STEP * direction * amount, kind.numbers)
        # Facilitation where there was no pressure is a favour.
        favour = amount * kind.is_item("ease") * (1.0 - np.minimum(held / SQUEEZE_STEP, 1.0))
        for name in ("trust", "growth"):
            gain = kind.effect(name) * favour
            at = kind.host * powers + kind.actor if name == "trust" else kind.host
            world.post_cells(name, kind.spec.name, at, gain, kind.numbers)
        hurt = amount * kind.is_item("squeeze")
        at = kind.host * powers + kind.actor
        world.post_cells("trust", kind.spec.name, at, -s.coercion.trust_loss * hurt, kind.numbers)
        world.post_cells("resentment", kind.spec.name, at, s.coercion.resentment * hurt, kind.numbers)


def _controls(turn: Turn) -> None:
    """Up or down the ladder, one rung an order (mechanism 6)."""
    s, world = turn.scenario, turn.world
    if not s.on("export-controls"):
        return
    buyers, minerals, powers = len(s.names.buyers), len(s.names.minerals), len(s.names.powers)
    for kind, amount in turn.ordered("control"):
        up, down = amount * kind.is_item("tighten"), amount * kind.is_item("relax")
        cells = (kind.actor * buyers + kind.buyer) * minerals + kind.mineral
        world.post_cells("control", kind.spec.name, cells, up - down, kind.numbers)
        target = s.buyer_power[kind.buyer]
        vented = kind.actor * powers + target
        world.post_cells("grievance", "grievance vented", vented, -s.controls.ratchet * up, kind.numbers)
        felt = target * powers + kind.actor
        world.post_cells("grievance", kind.spec.name, felt, CONTROL_GRIEVANCE * (up - 0.5 * down), kind.numbers)
        lesson = kind.buyer * minerals + kind.mineral
        world.post_cells("awareness", kind.spec.name, lesson, s.controls.awareness_gain * up, kind.numbers)
        if s.on("de-risking"):
            for cell in (vented, felt):
                world.post_cells("ties", kind.spec.name, cell, -0.5 * s.ties.display_loss * (up - down), kind.numbers)


def _trade_responses(turn: Turn) -> None:
    """Law and retaliation put pressure on the controller; retaliation also tears ties (mechanisms 7, 17)."""
    s, world, state = turn.scenario, turn.world, turn.state
    powers = len(s.names.powers)
    world.post("pressure", {"pressure fades": -PRESSURE_DECAY * s.dt * state.pressure})
    for kind, amount in turn.ordered("trade-response"):
        cells = kind.actor * powers + kind.power
        back = kind.power * powers + kind.actor
        if s.on("control-answers"):
            world.post_cells("pressure", kind.spec.name, cells, kind.effect("pressure") * kind.size * amount, kind.numbers)
        retaliation = amount * kind.is_item("counter-measure")
        world.post_cells("grievance", kind.spec.name, back, kind.effect("grievance") * retaliation, kind.numbers)
        if s.on("de-risking"):
            loss = -kind.effect("ties-lost") * retaliation
            for cell in (cells, back):
                world.post_cells("ties", kind.spec.name, cell, loss, kind.numbers)
        effects.apply(turn, kind, amount)
