"""The cable at the start of a turn: at most three headlines of the last one, and what calls for attention now."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from greatgame.indicators import cell_of, player_buyer
from greatgame.lab.goals import goals_of
from greatgame.moves.legality import OPEN, bid_ready
from greatgame.records import Headline, Record
from greatgame.scenario.naming import when
from greatgame.scenario.vocabulary import CONTROL_LADDER
from greatgame.text import Text, joined, named, say
from greatgame.views.escalation import challenge
from greatgame.views.events import waiting
from greatgame.views.figures import Account, Figure
from greatgame.views.names import RUNGS, actor, cause_text, label
from greatgame.views.orders import OrderBook
from greatgame.views.readings import Readings
from greatgame.views.strategies import name_of
from greatgame.views.titles import changed, printed, unit_of

SOON = 4.0
"""Quarters before a memorandum lapses from which it is worth an alert: finding a firm takes most of a year."""
HARSH = 2
"""Rung of export control from which it is worth an alert."""


@dataclass(frozen=True)
class CableItem(Record):
    """One headline: a figure that moved, why, and whose doing it was."""

    title: str
    figure: Figure
    """Where the turn left it; its account is the ledger entry."""
    change: Figure
    """By how much the turn moved it."""
    why: Text
    good: bool
    """Whether it raised the player's score."""
    target: str
    """What it is about: ``figure:PATH``."""


@dataclass(frozen=True)
class GoalItem(Record):
    """A goal of the campaign: where its figure stands, and what it shall reach."""

    figure: Figure
    wanted: Text


@dataclass(frozen=True)
class Cable(Record):
    """The news of the last turn."""

    quarter: str
    """The turn told about; the present one before the first is over."""
    items: tuple[CableItem, ...]
    briefing: Text
    """What the campaign is about, told before the first turn; empty later."""
    goals: tuple[GoalItem, ...]
    """What the player is to reach, told with it."""
    table: tuple[Text, ...]
    """Who else gives orders where that is not as usual: a strategy for the player, or nobody for some seats."""


def cable(readings: Readings) -> Cable:
    """The news of the last finished turn: verdict, cause, change and value all end where it did.

    What the open turn brought when it began belongs to the next cable, whose changes begin there.
    """
    session, ended = readings.session, readings.of_the_last_turn
    if not session.history:
        return Cable(when(session.quarter), (), _briefing(readings), _goals(readings), _table(readings))
    record = session.history[-1]
    items = []
    for headline in record.headlines:
        figure = ended.figure(headline.path)
        change = change_of(ended, headline.path)
        items.append(
            CableItem(
                figure.title,
                figure,
                change,
                _why(ended, headline),
                headline.score_effect >= 0,
                f"figure:{headline.path}",
            )
        )
    return Cable(when(record.quarter), tuple(items), Text(""), (), _table(readings))


def _why(ended: Readings, headline: Headline) -> Text:
    """What moved it most."""
    scenario = ended.scenario
    why = cause_text(scenario, headline.why)
    return say("{cause} ({actor})", cause=why, actor=actor(scenario, headline.actor)) if headline.actor else why


def _table(readings: Readings) -> tuple[Text, ...]:
    """A campaign of a class or from a program may have seats that cannot be played in the window."""
    s, session = readings.scenario, readings.session
    told: list[Text] = []
    if session.finished:
        return ()
    if session.strategy is not None:
        words = "The strategy “{strategy}” plays {player} here: you can look on, but give no orders."
        told.append(say(words, strategy=name_of(s, session.strategy), player=actor(s, session.player)))
    if session.others:
        seats = joined([actor(s, seat) for seat in session.others])
        told.append(say("Played by hand elsewhere, without orders from here on: {seats}.", seats=seats))
    return tuple(told)


def change_of(readings: Readings, path: str) -> Figure:
    """By how much a cell of the state has moved since the last turn began."""
    figure = readings.of_state(path)
    variable, index = cell_of(readings.scenario, path)
    unit = changed(unit_of(readings.scenario, variable, index))
    value = figure.change or 0.0
    title = say("Change: {figure}", figure=figure.title)

    def account() -> Account:
        whole = figure.account()
        return replace(whole, title=title, unit=Text(unit.name), total=value, lines=whole.lines[1:])

    text = printed(value, unit, signed=True)
    return replace(figure, title=title, value=value, unit=Text(unit.name), text=text, account=account, path=None)


def _briefing(readings: Readings) -> Text:
    meta = readings.scenario.file.scenario
    return named(meta.summary, meta.summary_ja)


def _goals(readings: Readings) -> tuple[GoalItem, ...]:
    wanted = goals_of(readings.scenario, None)
    return tuple(GoalItem(readings.figure(f"score.{goal.path}"), Text(f"{goal.value:g}")) for goal in wanted)


@dataclass(frozen=True)
class Alert(Record):
    """Something that calls for attention; it only leads to the place where it is dealt with."""

    text: Text
    target: str
    """``event:ID``, ``project:ID``, ``figure:PATH``, or ``challenge:`` for the open challenge."""
    urgent: bool


def alerts(readings: Readings) -> tuple[Alert, ...]:
    """What calls for attention now, the urgent first."""
    if readings.session.finished:
        return ()
    found = [*_events(readings), *_challenges(readings), *_lapsing(readings), *_supply(readings)]
    return tuple(sorted(found, key=lambda alert: not alert.urgent))


def _events(readings: Readings) -> list[Alert]:
    s = readings.scenario
    queued = {order.order for order in readings.session.queue}
    rows = []
    for event in readings.session.events:
        if waiting(readings.session, event) and not queued & {choice.order for choice in event.choices}:
            words = say("{event} waits for your answer", event=label(s, "events", event.id))
            rows.append(Alert(words, f"event:{event.id}", True))
    return rows


def _challenges(readings: Readings) -> list[Alert]:
    """A challenge of the last turn to which no answer is queued."""
    found = challenge(readings, OrderBook(readings.session))
    if found is None or any(answer.queued for answer in found.answers):
        return []
    return [Alert(found.title, "challenge:", False)]


def _lapsing(readings: Readings) -> list[Alert]:
    s, state = readings.scenario, readings.state
    if not s.on("pledge"):
        return []
    rows: list[tuple[int, Alert]] = []
    ready = bid_ready(s, state)[0]
    mine = np.flatnonzero((s.venture_power == s.player) & (state.signed[0] > 0))
    # What lacks least can be saved soonest.
    for v in mine[np.argsort(-state.prepared[0, mine], kind="stable")].tolist():
        j = int(s.venture_project[v])
        left = s.pledge.lapse + s.pledge.grace * ready[v] - state.age[0, v]
        # In the turn at whose end it is too old; whoever acts in that turn is still in time.
        last = readings.session.turn + max(0, math.ceil(left / s.dt) - 1)
        if state.stage[0, j] == OPEN and left <= SOON and last < s.turns:
            name = s.names.projects[j]
            words = say(
                "{project}: the memorandum lapses at the end of {quarter}",
                project=label(s, "projects", name),
                quarter=when(s.quarter(last)),
            )
            rows.append((last, Alert(words, f"project:{name}", True)))
    return [alert for _, alert in sorted(rows, key=lambda row: row[0])]


def _supply(readings: Readings) -> list[Alert]:
    """Harsh export controls against the player, one alert for each power and rung."""
    s, state, b = readings.scenario, readings.state, player_buyer(readings.scenario)
    if b < 0:
        return []
    held: dict[tuple[int, int], list[int]] = {}
    for m in range(len(s.names.minerals)):
        power = int(np.argmax(state.control[0, :, b, m]))
        rung = round(float(state.control[0, power, b, m]))
        if rung >= HARSH:
            held.setdefault((power, rung), []).append(m)
    rows = []
    for (power, rung), found in sorted(held.items(), key=lambda row: -row[0][1]):
        words = say(
            "{power} controls exports to you, {rung}: {minerals}",
            power=actor(s, s.names.powers[power]),
            rung=Text(RUNGS[CONTROL_LADDER[rung]]),
            minerals=joined([label(s, "minerals", s.names.minerals[m]) for m in found]),
        )
        path = f"control.{s.names.powers[power]}.{s.names.buyers[b]}.{s.names.minerals[found[0]]}"
        rows.append(Alert(words, f"figure:{path}", False))
    return rows
