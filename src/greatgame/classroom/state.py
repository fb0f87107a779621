"""What a class is like now: the log, read from the first entry to the last.

:meth:`ClassState.apply` is the only thing that changes a state, and it reads
nothing but the entry; so the same log always gives the same state.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from greatgame.classroom.keys import same
from greatgame.classroom.log import Entry
from greatgame.errors import GreatGameError

Orders = dict[str, int]
"""Order id -> units."""

NO_SENSE = (GreatGameError, LookupError, TypeError, ValueError, AttributeError, AssertionError)
"""What taking in an entry raises that makes no sense."""

PLANNING, LOCKED, SHOWN, HELD = "planning", "locked", "shown", "held"
"""Phases: of a round (and the practice) the first three, of every other step the last."""


@dataclass
class Seat:
    """One student."""

    id: str
    key: str
    """What the link of the seat ends in; who has it is the student."""
    team: str
    name: str
    language: str
    reading: str = "plain"
    """At which level briefs are read."""
    role: str | None = None
    consent: bool = False
    """Whether the answers may be exported for research."""
    removed: bool = False
    paper: bool = False
    """Whether it stands for what the team wrote on paper and the teacher typed in."""


@dataclass
class Team:
    """Students who decide together."""

    id: str
    name: str
    seat: str | None
    """The government that it plays in a shared world; None: all seats of its own world."""
    draft: Orders = field(default_factory=dict)
    """Orders of the open round, as of the last tap."""
    agreed: dict[str, list[str]] = field(default_factory=dict)
    """Order -> roles that agree, where a team has offices."""
    strategy: dict[str, float] = field(default_factory=dict)
    """Weights of the strategy that the team writes."""
    ready: bool = False


@dataclass
class Resolved:
    """A round that was played."""

    step: str
    orders: dict[str, list[Orders]]
    """World -> orders of its seats, turn by turn."""
    drafts: dict[str, Orders]
    """Team -> what it had drafted."""
    defaulted: list[str]
    """Teams for which the default decided."""
    digests: dict[str, str]
    """World -> fingerprint of its state afterwards."""
    strategies: dict[str, dict[str, float]] = field(default_factory=dict)
    agreed: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    """Team -> order of its draft -> the offices that had agreed on it; empty where teams have no offices."""
    number: int = 0
    """Of its entry in the log, which does not repeat it."""

    def fallen(self, team: str, world: str) -> Orders:
        """What a team had drafted and was not ordered: its offices had not agreed on it."""
        ordered = self.orders.get(world, [{}])[0]
        return {order: units for order, units in self.drafts.get(team, {}).items() if order not in ordered}


@dataclass
class Note:
    """A message of the teacher."""

    number: int
    to: str | None
    """Team; None: everybody."""
    text: str


@dataclass
class ClassState:
    """Everything about a class except what its worlds are like."""

    exercise: str = ""
    hash: str = ""
    """Of the exercise's files and the scenario."""
    language: str = "en"
    pin: str = ""
    teacher_key: str = ""
    projector_key: str = ""
    opened: float = 0.0
    step: int = 0
    phase: str = HELD
    deadline: float | None = None
    """When planning ends, seconds since 1970."""
    paused: float | None = None
    """Seconds left while the clock is stopped."""
    board: bool = False
    """Whether the projector shows the teams' results."""
    finished: bool = False
    published: bool = False
    """Whether students may read their team's pages of the debrief."""
    seats: dict[str, Seat] = field(default_factory=dict)
    teams: dict[str, Team] = field(default_factory=dict)
    answers: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
    """Step -> seat -> question -> answer."""
    forecasts: dict[str, dict[str, float]] = field(default_factory=dict)
    """Forecast -> seat -> probability."""
    resolved: list[Resolved] = field(default_factory=list)
    """Rounds that count, in order."""
    practice: Resolved | None = None
    injected: list[tuple[int, str]] = field(default_factory=list)
    """(turn in which it happens, event) put in by the teacher."""
    notes: list[Note] = field(default_factory=list)
    actions: set[str] = field(default_factory=set)
    """Ids of the actions that were done."""
    number: int = 0
    """Of the newest entry."""

    def apply(self, entry: Entry) -> None:
        """Take in one entry of the log."""
        self.number = entry.number
        if entry.action is not None:
            self.actions.add(entry.action)
        _APPLY[entry.event.kind](self, entry.event.data, entry)

    def seat_of(self, key: str) -> Seat | None:
        """The student whose link ends in ``key``."""
        return next((seat for seat in self.seats.values() if same(seat.key, key) and not seat.removed), None)

    def members(self, team: str) -> list[Seat]:
        """The students of a team."""
        # From a copy: who joins while a round is played without the room's lock must not stop it.
        return [seat for seat in list(self.seats.values()) if seat.team == team and not seat.removed]


def _opened(state: ClassState, data: dict[str, Any], entry: Entry) -> None:
    for name in ("exercise", "hash", "language", "pin", "teacher_key", "projector_key"):
        setattr(state, name, data[name])
    state.opened = entry.time
    state.teams = {row["id"]: Team(row["id"], row["name"], row["seat"]) for row in data["teams"]}


def _joined(state: ClassState, data: dict[str, Any], _: Entry) -> None:
    seat = Seat(**data)
    _known(state, seat)
    state.seats[seat.id] = seat


def _seat_changed(state: ClassState, data: dict[str, Any], _: Entry) -> None:
    """A seat's key, team, name, language, reading, role, consent, or that it was removed."""
    seat = state.seats[data["id"]]
    for name, value in data.items():
        getattr(seat, name)
        setattr(seat, name, value)
    _known(state, seat)


def _known(state: ClassState, seat: Seat) -> None:
    """Raises where a seat belongs to no team: the log is not as it was written."""
    if seat.team not in state.teams:
        raise KeyError(seat.team)


def _team_named(state: ClassState, data: dict[str, Any], _: Entry) -> None:
    state.teams[data["id"]].name = data["name"]


def _drafted(state: ClassState, data: dict[str, Any], _: Entry) -> None:
    team = state.teams[data["team"]]
    order, units = data["order"], data["units"]
    if units:
        team.draft[order] = units
        team.agreed[order] = list(data.get("agreed", []))
    else:
        team.draft.pop(order, None)
        team.agreed.pop(order, None)
    team.ready = False


def _typed(state: ClassState, data: dict[str, Any], _: Entry) -> None:
    """A whole draft, typed in by the teacher."""
    team = state.teams[data["team"]]
    team.draft = dict(data["orders"])
    team.agreed = {order: list(data["agreed"]) for order in team.draft}
    team.ready = False


def _agreed(state: ClassState, data: dict[str, Any], _: Entry) -> None:
    state.teams[data["team"]].agreed[data["order"]] = list(data["roles"])


def _weighed(state: ClassState, data: dict[str, Any], _: Entry) -> None:
    team = state.teams[data["team"]]
    team.strategy = {**team.strategy, data["weight"]: data["value"]}
    team.ready = False


def _ready(state: ClassState, data: dict[str, Any], _: Entry) -> None:
    state.teams[data["team"]].ready = data["ready"]


def _answered(state: ClassState, data: dict[str, Any], _: Entry) -> None:
    state.answers.setdefault(data["step"], {}).setdefault(data["seat"], {})[data["question"]] = data["value"]


def _foretold(state: ClassState, data: dict[str, Any], _: Entry) -> None:
    state.forecasts.setdefault(data["forecast"], {})[data["seat"]] = data["chance"]


def _stepped(state: ClassState, data: dict[str, Any], _: Entry) -> None:
    state.step, state.phase = data["step"], data["phase"]
    if state.phase not in {PLANNING, LOCKED, SHOWN, HELD}:
        raise KeyError(state.phase)
    state.deadline, state.paused = data["deadline"], None
    state.practice = None
    if state.phase == PLANNING:
        _clear(state)


def _clear(state: ClassState) -> None:
    for team in state.teams.values():
        team.draft, team.agreed, team.ready = {}, {}, False


def _locked(state: ClassState, data: dict[str, Any], _: Entry) -> None:
    state.phase, state.deadline, state.paused = LOCKED, None, None


def _unlocked(state: ClassState, data: dict[str, Any], _: Entry) -> None:
    state.phase, state.deadline, state.paused = PLANNING, data["deadline"], None


def _resolved(state: ClassState, data: dict[str, Any], entry: Entry) -> None:
    row = Resolved(**data["round"], number=entry.number)
    if data["practice"]:
        state.practice = row
    else:
        state.resolved.append(row)
    state.phase = SHOWN


def _undone(state: ClassState, data: dict[str, Any], _: Entry) -> None:
    row = state.practice if data["practice"] else state.resolved.pop()
    state.practice = None
    assert row is not None
    state.phase, state.deadline = PLANNING, data["deadline"]
    for team in state.teams.values():
        team.draft, team.ready = dict(row.drafts.get(team.id, {})), False


def _timed(state: ClassState, data: dict[str, Any], _: Entry) -> None:
    state.deadline, state.paused = data["deadline"], data["paused"]


def _injected(state: ClassState, data: dict[str, Any], _: Entry) -> None:
    state.injected.append((data["turn"], data["event"]))


def _retracted(state: ClassState, data: dict[str, Any], _: Entry) -> None:
    state.injected.remove((data["turn"], data["event"]))


def _noted(state: ClassState, data: dict[str, Any], entry: Entry) -> None:
    state.notes.append(Note(entry.number, data["to"], data["text"]))


def _board(state: ClassState, data: dict[str, Any], _: Entry) -> None:
    state.board = data["shown"]


def _published(state: ClassState, data: dict[str, Any], _: Entry) -> None:
    state.published = data["shown"]


def _finished(state: ClassState, data: dict[str, Any], _: Entry) -> None:
    state.finished = True


def told(error: Exception) -> str:
    """What makes no sense, in a line."""
    if isinstance(error, KeyError):
        return f"{error} is missing or unknown"
    return (str(error) or type(error).__name__).splitlines()[0]


_APPLY: dict[str, Callable[[ClassState, dict[str, Any], Entry], None]] = {
    "opened": _opened,
    "joined": _joined,
    "seat-changed": _seat_changed,
    "team-named": _team_named,
    "drafted": _drafted,
    "agreed": _agreed,
    "typed": _typed,
    "weighed": _weighed,
    "ready": _ready,
    "answered": _answered,
    "foretold": _foretold,
    "stepped": _stepped,
    "locked": _locked,
    "unlocked": _unlocked,
    "resolved": _resolved,
    "undone": _undone,
    "timed": _timed,
    "injected": _injected,
    "retracted": _retracted,
    "noted": _noted,
    "board": _board,
    "published": _published,
    "finished": _finished,
}
