"""Host cards: trust with its history, who leads where, mood, debt, and what comes next."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from greatgame.records import Record
from greatgame.text import Text, say
from greatgame.views.figures import Figure
from greatgame.views.names import actor, label, letter
from greatgame.views.pipeline import ProjectRow, own_projects
from greatgame.views.readings import Readings

FAINT = 0.05
"""Share below which nobody is said to lead."""


@dataclass(frozen=True)
class Lead(Record):
    """The power on which a host leans most in one channel."""

    channel: str
    channel_name: Text
    power: str
    power_name: Text
    letter: str
    share: Figure


@dataclass(frozen=True)
class HostCard(Record):
    """One host at a glance."""

    id: str
    name: Text
    letter: str
    trust: Figure
    """In the player."""
    history: tuple[float, ...]
    """Trust at the start of every turn so far and now, for the sparkline; a picture, not text."""
    leads: tuple[Lead, ...]
    """By channel; none where the host leans on nobody."""
    favourite: str
    """The power that the host trusts most."""
    mood: Figure
    debt: Figure
    """Share of the largest creditor."""
    creditor: str
    creditor_name: Text
    next: Text
    """What comes next there."""
    target: str
    """What the next thing is about: ``event:ID`` or ``project:ID``; empty where nothing comes."""


def host_card(readings: Readings, host: str) -> HostCard:
    """One host."""
    s, state, me = readings.scenario, readings.state, readings.session.player
    h = s.names.hosts.at(host)
    creditors = state.debt[0, h, : len(s.names.powers)]
    creditor = s.names.creditors[int(np.argmax(creditors))]
    words, target = _next(readings, host)
    return HostCard(
        id=host,
        name=label(s, "hosts", host),
        letter=letter(s, host),
        trust=readings.of_state(f"trust.{host}.{me}"),
        history=_history(readings, h),
        leads=tuple(_lead(readings, host, c) for c in range(len(s.names.channels)) if _leant_on(readings, h, c)),
        favourite=s.names.powers[int(np.argmax(state.trust[0, h]))],
        mood=readings.of_state(f"mood.{host}.{me}"),
        debt=readings.figure(f"debt_share.{host}.{creditor}"),
        creditor=creditor,
        creditor_name=label(s, "creditors", creditor),
        next=words,
        target=target,
    )


def _history(readings: Readings, host: int) -> tuple[float, ...]:
    session, me = readings.session, readings.scenario.player
    past = [float(session.at(turn).trust[0, host, me]) for turn in range(session.turn + 1)]
    return (*past, float(readings.state.trust[0, host, me]))


def _leant_on(readings: Readings, host: int, channel: int) -> bool:
    return float(readings.state.dependence[0, host, channel].max()) >= FAINT


def _lead(readings: Readings, host: str, channel: int) -> Lead:
    s = readings.scenario
    name = s.names.channels[channel]
    power = s.names.powers[int(np.argmax(readings.state.dependence[0, s.names.hosts.at(host), channel]))]
    share = readings.of_state(f"dependence.{host}.{name}.{power}")
    return Lead(name, label(s, "channels", name), power, actor(s, power), letter(s, power), share)


def _next(readings: Readings, host: str) -> tuple[Text, str]:
    """An event there that is open, otherwise the own project that is furthest."""
    s = readings.scenario
    for event in readings.session.events:
        effects = s.file.event[event.id].effects
        if event.actor == host or any(f".{host}" in effect.variable for effect in effects):
            return label(s, "events", event.id), f"event:{event.id}"
    own = [row for row in own_projects(readings, host) if row.left is not None and row.progress is not None]
    if not own:
        return say("no project of yours on the way"), ""
    row: ProjectRow = min(own, key=lambda row: row.left.value if row.left else 0.0)
    return say("{project}: {wait}", project=row.name, wait=row.wait), f"project:{row.id}"


def host_cards(readings: Readings) -> tuple[HostCard, ...]:
    """All hosts, in the order of the scenario."""
    return tuple(host_card(readings, host) for host in readings.scenario.names.hosts)
