"""Figures that only the map shows, each with the lines that add up to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from greatgame.indicators import leg_use
from greatgame.scenario.indexed import Floats
from greatgame.scenario.vocabulary import CHANNELS
from greatgame.text import Text, say
from greatgame.views.figures import Account, AccountLine, Figure
from greatgame.views.names import actor, label
from greatgame.views.readings import Readings
from greatgame.views.titles import UNITS, Unit, printed
from greatgame.world.state import State

PERCENT, DOLLARS, FREIGHT = UNITS["share"], UNITS["USD mn"], UNITS["Mt/yr"]

Lines = Callable[[], Sequence[AccountLine]]


def made(
    title: Text, value: float, unit: Unit, lines: Lines, note: Text, threshold: str = "", change: float | None = None,
    sources: Callable[[], tuple[str, ...]] = tuple,
) -> Figure:  # fmt: skip
    """A figure with an account that is worked out when it is asked for."""
    shown = Text(unit.name)

    def account() -> Account:
        return Account(title, shown, value, tuple(lines()), note, sources())

    return Figure(title, value, shown, printed(value, unit), account, threshold, change)


def end_of_scale(title: Text, value: float, unit: Unit) -> Figure:
    """An end of a scale in a legend."""
    line = AccountLine(say("End of the scale"), value)
    return made(title, value, unit, lambda: [line], say("Colours run from one end of the scale to the other."))


def weights(state: State, shares: Floats) -> Floats:
    """Weight of each power in each host's dependence, all channels together: ``[host, power]``."""
    return np.asarray((state.dependence[0] * shares[None, :, None]).sum(axis=1))


def influence(readings: Readings, host: str, power: str) -> Figure:
    """Weight of a power in a host's dependence: the channels by their published weights."""
    s = readings.scenario
    h, p = s.names.hosts.at(host), s.names.powers.at(power)
    share = s.channel_weights

    def lines() -> list[AccountLine]:
        return [_channel(readings, host, power, k) for k in range(len(CHANNELS))]

    value = 100.0 * float(weights(readings.state, share)[h, p])
    before = 100.0 * float(weights(readings.before, share)[h, p])
    return made(
        say("Influence of {power}: {host}", power=actor(s, power), host=actor(s, host)),
        value,
        PERCENT,
        lines,
        say("What the host depends on this power for, the channels at their published weights."),
        say("of all that the host depends on others for"),
        value - before,
        lambda: readings.sources({f"channel_weights.{name}": label(s, "channels", name) for name in CHANNELS}),
    )


def _channel(readings: Readings, host: str, power: str, k: int) -> AccountLine:
    s, name = readings.scenario, CHANNELS[k]
    opens = readings.figure(f"dependence.{host}.{name}.{power}")
    weight = float(s.channel_weights[k])
    words = say(
        "{channel}: {share:.2f} % at a weight of {weight:.2f} %",
        channel=label(s, "channels", name),
        share=opens.value,
        weight=100.0 * weight,
    )
    cell = readings.state.dependence[0, s.names.hosts.at(host), k, s.names.powers.at(power)]
    return AccountLine(words, 100.0 * weight * float(cell), opens=opens)


def owed(readings: Readings, host: str) -> Figure:
    """A host's external public debt as a share of its output: the creditors together."""
    s = readings.scenario
    h = s.names.hosts.at(host)

    def share(state: State) -> Floats:
        return np.asarray(100.0 * state.debt[0, h] / state.gdp[0, h])

    def lines() -> list[AccountLine]:
        return [
            AccountLine(label(s, "creditors", creditor), float(part), opens=readings.figure(f"debt.{host}.{creditor}"))
            for creditor, part in zip(s.names.creditors, share(readings.state), strict=True)
        ]

    now, was = float(share(readings.state).sum()), float(share(readings.before).sum())
    return made(
        say("External public debt: {host}", host=actor(s, host)),
        now,
        Unit("% of GDP", 1.0, 0),
        lines,
        say("What is owed to each creditor, divided by a year's economic output."),
        say("above {share:.0f} % of output it slows growth", share=float(100.0 * s.start_debt[h].sum() / s.gdp[h])),
        now - was,
        lambda: readings.source(f"host.{host}.debt", f"host.{host}.gdp"),
    )


def leg_flow(readings: Readings, leg: str) -> Figure:
    """Freight on a leg: the corridors that use it together."""
    s = readings.scenario
    users = np.flatnonzero(s.route_legs[:, s.names.legs.at(leg)]).tolist()

    def lines() -> list[AccountLine]:
        each = [(s.names.corridors[c], float(readings.state.volume[0, c])) for c in users]
        return [
            AccountLine(label(s, "corridors", name), volume, opens=readings.figure(f"volume.{name}"))
            for name, volume in each
        ]

    now = sum(float(readings.state.volume[0, c]) for c in users)
    was = sum(float(readings.before.volume[0, c]) for c in users)
    title = say("Freight: {leg}", leg=label(s, "legs", leg))
    return made(title, now, FREIGHT, lines, say("What the corridors that use the leg carry."), "", now - was)


def leg_strain(readings: Readings, leg: str) -> Figure:
    """Use of a leg's capacity as it is now, draught, waiting and disruption counted."""
    s = readings.scenario
    g = s.names.legs.at(leg)
    users = np.flatnonzero(s.route_legs[:, g]).tolist()
    now, was = (float(leg_use(s, state.select([0]))[g]) * 100.0 for state in (readings.state, readings.before))
    flow = sum(float(readings.state.volume[0, c]) for c in users)

    def lines() -> list[AccountLine]:
        rows = [(s.names.corridors[c], float(readings.state.volume[0, c])) for c in users]
        return [
            AccountLine(
                label(s, "corridors", name), now * volume / max(flow, 1e-9), opens=readings.figure(f"volume.{name}")
            )
            for name, volume in rows
        ]

    return made(
        say("Use of its capacity: {leg}", leg=label(s, "legs", leg)),
        now,
        PERCENT,
        lines,
        say("Freight of each corridor over what the leg can carry now, with draught, waiting and disruptions."),
        say("above 60 % boxes begin to wait"),
        now - was,
        lambda: readings.source(f"leg.{leg}.capacity"),
    )


def cost(readings: Readings, project: str) -> Figure:
    """Capital cost of a project, as the scenario has it."""
    s = readings.scenario
    name = label(s, "projects", project)
    value = float(s.capex[s.names.projects.at(project)])
    line = AccountLine(name, value)
    return made(
        say("Capital cost: {project}", project=name), value, DOLLARS, lambda: [line],
        say("A figure of the scenario."), sources=lambda: readings.source(f"project.{project}.capex"),
    )  # fmt: skip


def stake(title: Text, costs: Sequence[Figure], names: Sequence[Text], note: Text) -> Figure:
    """Capital cost of several projects together."""
    rows = [AccountLine(name, one.value, opens=one) for name, one in zip(names, costs, strict=True)]
    value = sum(row.amount for row in rows)
    return made(title, value, DOLLARS, lambda: rows or [AccountLine(say("No project"), 0.0)], note)
