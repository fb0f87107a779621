"""What happened in a class, found out by itself: who decided well, who was lucky, where worlds parted, who foresaw.

Luck and decisions are told apart by playing each team's orders again under
other luck (:mod:`greatgame.lab.debrief`): the mean of the replays is what the
decisions are worth, the rest is luck.  Forecasts are scored by Brier's rule
(1950, Monthly Weather Review 78).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

import numpy as np

from greatgame.classroom.cabinet import fallen
from greatgame.classroom.room import Room
from greatgame.classroom.state import Seat, Team
from greatgame.classroom.strategies import Standing, references, standings
from greatgame.lab import debrief as study
from greatgame.lab.debrief import IDLE, USUAL, Debrief, TurningPoint
from greatgame.lab.statistics import paired
from greatgame.lab.theirs import Standing as Game
from greatgame.lab.theirs import points
from greatgame.lab.theirs import standings as games
from greatgame.scenario.indexed import Floats
from greatgame.scenario.vocabulary import CONTROL_LADDER
from greatgame.session import Session

REPLAYS = 100
"""Replays of each team's orders; their mean is known to a tenth of their spread."""
COIN = 0.5
"""What a forecast counts as that nobody gave: it scores 0.25, as always saying one half does."""
APART = 1.0
"""Points of the total by which worlds must differ to be called parted."""
BINS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
"""Borders of the classes of chances in which calibration is shown."""

Tell = Callable[[str], None]

FINDINGS = ("fallen", "diverged", "luck", "calibration", "hosts", "lapsed", "controls", "crisis", "patience", "world")
"""What a question for discussion can be about; each is asked where its finding is there."""


@dataclass(frozen=True)
class Foretold:
    """One forecast of one student, after the fact."""

    forecast: str
    seat: str
    chance: float
    given: bool
    true: bool

    @property
    def brier(self) -> float:
        """Squared distance between chance and outcome: 0 is perfect, 0.25 a coin."""
        return (self.chance - float(self.true)) ** 2


@dataclass(frozen=True)
class Compared:
    """A question with a best answer that was asked before and after: how many answered, and how many rightly."""

    question: str
    answered: tuple[int, int]
    right: tuple[int, int]


@dataclass(eq=False)
class TeamFacts:
    """What is known of one team."""

    team: Team
    session: Session | None
    """Its world; none where strategies are written."""
    seat: str = ""
    """The government by which its world is measured: in a shared one the scenario's player."""
    path: tuple[float, ...] = ()
    """Points after every turn: the score, or how far another government has its own aims."""
    debrief: Debrief | None = None
    games: tuple[Game, ...] = ()
    """What the other governments got in its world."""
    foretold: tuple[Foretold, ...] = ()
    defaulted: int = 0
    """Rounds in which the default decided."""
    rounds: int = 0
    """Rounds that were played."""
    standing: Standing | None = None
    idle: float | None = None
    """Points of doing nothing under the luck with which its decisions were measured; None where nobody did."""
    usual: float | None = None
    """Points of the advisors' usual orders under that luck."""

    @property
    def total(self) -> float:
        """Points at the end."""
        if self.standing is not None:
            return float(self.standing.campaigns.total.mean())
        return self.path[-1] if self.path else 0.0

    @property
    def decisions(self) -> float | None:
        """Points that its orders, or its strategy, are worth with luck removed; None where nobody measured that.

        The score measures the scenario's player: of a team in another seat it says nothing.
        """
        if self.debrief is not None:
            return self.debrief.luck.mean
        return None if self.standing is None else self.total

    @property
    def decided(self) -> float:
        """Share of the rounds that the team decided itself: what the default ordered is no decision of its own."""
        return 1.0 - self.defaulted / max(self.rounds, 1)

    @property
    def worlds(self) -> Floats | None:
        """Total in each of the worlds over which :attr:`decisions` is the mean; all teams have the same luck there."""
        if self.debrief is not None:
            return np.array(self.debrief.replays)
        return None if self.standing is None else self.standing.campaigns.total

    @property
    def luck(self) -> float | None:
        """Points that luck added, of the two figures as they are shown, so that a reader's sum comes out."""
        return None if self.debrief is None else round(self.total, 1) - round(self.debrief.luck.mean, 1)

    @property
    def brier(self) -> float | None:
        """Mean over all forecasts of its members; None where none were asked for."""
        return float(np.mean([row.brier for row in self.foretold])) if self.foretold else None

    def best(self, count: int = 3) -> tuple[TurningPoint, ...]:
        """Orders that were worth most."""
        return tuple(sorted((row for row in self._turns() if row.effect > 0), key=lambda row: -row.effect)[:count])

    def costliest(self, count: int = 3) -> tuple[TurningPoint, ...]:
        """Orders without which it would have had most more."""
        return tuple(sorted((row for row in self._turns() if row.effect < 0), key=lambda row: row.effect)[:count])

    def _turns(self) -> tuple[TurningPoint, ...]:
        """Orders with an effect that is not nothing as pages print it."""
        rows = self.debrief.orders if self.debrief is not None else ()
        return tuple(row for row in rows if round(row.effect, 2))


@dataclass
class ClassFacts:
    """What is known of the whole class."""

    room: Room
    teams: tuple[TeamFacts, ...]
    outcomes: dict[tuple[str, str], bool] = field(default_factory=dict)
    """(forecast, team) -> whether it came true in the team's world."""

    @cached_property
    def worlds(self) -> tuple[TeamFacts, ...]:
        """One team of each world that was played: teams of a shared world have the same."""
        found: dict[int, TeamFacts] = {}
        for facts in self.teams:
            if facts.session is not None:
                found.setdefault(id(facts.session), facts)
        return tuple(found.values())

    @property
    def shared(self) -> bool:
        """Whether several teams have played in one world."""
        return len(self.worlds) < sum(facts.session is not None for facts in self.teams)

    @cached_property
    def ranked(self) -> tuple[TeamFacts, ...]:
        """Teams whose decisions can be compared, best first: those measured, where there are two or more.

        A team that left all its rounds to the default has decided nothing that could be.
        """
        known = [(facts.decisions, facts) for facts in self.teams if facts.decisions is not None and facts.decided]
        return tuple(facts for _, facts in sorted(known, key=lambda row: -row[0])) if len(known) > 1 else ()

    def place(self, facts: TeamFacts) -> int | None:
        """A team's place among those ranked, the first is 1; None where it is not among them.

        Only who is clearly better is before it: teams that cannot be told apart have a place together.
        """
        if facts not in self.ranked:
            return None
        return 1 + sum(self._better(other, facts) for other in self.ranked)

    def shares_place(self, facts: TeamFacts) -> bool:
        """Whether another team has the same place."""
        return [self.place(row) for row in self.ranked].count(self.place(facts)) > 1

    def _better(self, one: TeamFacts, other: TeamFacts) -> bool:
        """Whether one team's orders are worth clearly more, world by world under the same luck.

        The interval is as wide as one team's comparison with all others takes.
        """
        mine, theirs = one.worlds, other.worlds
        if one is other or mine is None or theirs is None:
            return False
        return paired(mine, theirs).among(len(self.ranked) - 1)[0] > 0.0

    def answers(self, seat: Seat, question: str) -> tuple[object, ...]:
        """What a student answered each time that a question was asked, in the order of steps; None for no answer."""
        room = self.room
        asking = [step.id for step in room.exercise.plan.step if question in step.questions]
        return tuple(room.state.answers.get(step, {}).get(seat.id, {}).get(question) for step in asking)

    @property
    def asked_again(self) -> tuple[str, ...]:
        """Questions with a best answer that are asked in several steps, in the order of steps."""
        plan = self.room.exercise.plan
        asked = Counter(name for step in plan.step for name in step.questions)
        return tuple(name for name, times in asked.items() if times > 1 and plan.question[name].key is not None)

    @property
    def compared(self) -> tuple[Compared, ...]:
        """What the class answered the first time and the last; nothing of questions that were answered only once."""
        seats = [seat for facts in self.teams for seat in self.room.state.members(facts.team.id)]
        found = []
        for name in self.asked_again:
            key = self.room.exercise.plan.question[name].key
            times = [[answers[time] for answers in (self.answers(seat, name) for seat in seats)] for time in (0, -1)]
            before, after = ([answer for answer in given if answer is not None] for given in times)
            if before and after:
                right = (before.count(key), after.count(key))
                found.append(Compared(name, (len(before), len(after)), right))
        return tuple(found)

    @cached_property
    def parted(self) -> tuple[int, float] | None:
        """The first turn after which the best and the worst total lie apart, and by how much; None where none does."""
        paths = [facts.path for facts in self.worlds if facts.path]
        for turn in range(min((len(path) for path in paths), default=0)):
            at = [path[turn] for path in paths]
            if max(at) - min(at) >= APART:
                return turn, max(at) - min(at)
        return None

    @property
    def wisest(self) -> tuple[TeamFacts, ...]:
        """Whose orders are worth most with luck removed, and who cannot be told from it; none where nobody can."""
        first = next((facts for facts in self.ranked if facts.debrief is not None), None)
        return () if first is None else tuple(row for row in self.ranked if not self._better(first, row))

    @property
    def luckiest(self) -> TeamFacts | None:
        """Whom luck gave most; None where no two teams can be compared."""
        return max(
            (facts for facts in self.ranked if facts.luck is not None),
            key=lambda facts: facts.luck or 0.0,
            default=None,
        )

    @cached_property
    def calibration(self) -> tuple[tuple[float, float, int, float], ...]:
        """By class of chances: mean chance, share that came true, how many, lower border."""
        rows = [row for facts in self.teams for row in facts.foretold if row.given]
        found = []
        for low, high in pairwise(BINS):
            mine = [row for row in rows if low <= row.chance < high or row.chance == high == 1.0]
            if mine:
                chance = float(np.mean([row.chance for row in mine]))
                found.append((chance, float(np.mean([row.true for row in mine])), len(mine), low))
        return tuple(found)

    @cached_property
    def present(self) -> tuple[str, ...]:
        """The findings that are there, in the order of :data:`FINDINGS`."""
        sessions = [facts.session for facts in self.worlds if facts.session is not None]
        there = {
            "fallen": any(
                fallen(self.room, facts.team, row) for facts in self.teams for row in self.room.state.resolved
            ),
            "diverged": self.parted is not None,
            "luck": self.luckiest is not None,
            "calibration": any(facts.foretold for facts in self.teams),
            "hosts": bool(sessions),
            "lapsed": any(_lapsed(session) for session in sessions),
            "controls": any(_tightened(session) for session in sessions),
            "crisis": any(_answered(session) for session in sessions),
            "patience": any(_begun(session) for session in sessions),
            "world": True,
        }
        return tuple(name for name in FINDINGS if there[name])


def find(room: Room, replays: int = REPLAYS, tell: Tell = lambda _: None) -> ClassFacts:
    """Everything about a class that was played; takes some replays for each team.

    ``tell`` is told of each team that is done.
    """
    exercise, state = room.exercise, room.state
    by_team, advisors = {}, USUAL
    shared = exercise.plan.exercise.worlds == "shared"
    if exercise.plan.exercise.play == "strategies" and state.resolved:
        by_team = {row.team: row for row in standings(exercise, state.resolved[-1])}
        advisors = exercise.plan.exercise.default
    facts, outcomes = [], {}
    studied: dict[int, Debrief] = {}
    for team in state.teams.values():
        row = TeamFacts(team, None, standing=by_team.get(team.id))
        beside = references(exercise) if by_team else {}
        if not by_team:
            session = room.worlds.session_of(team)
            plays = session.player in room.worlds.seats_of(team)
            row.session, row.seat = session, session.player if shared else room.worlds.measured_of(team)
            row.path = tuple(points(session, row.seat, turn + 1) for turn in range(session.turn))
            row.games = games(session)
            if plays and session.turn:
                studied.setdefault(id(session), study.run(session, replays))
                row.debrief = studied[id(session)]
                beside = {each.strategy: each.mean for each in row.debrief.references}
            for step in exercise.plan.rounds:
                for name, forecast in step.forecasts.items():
                    outcomes[name, team.id] = _came_true(room, team, step.id, forecast.goal, forecast.due)
            row.foretold = tuple(_foretold(room, team, outcomes))
        row.idle, row.usual = beside.get(IDLE), beside.get(advisors)
        row.defaulted = sum(team.id in each.defaulted for each in state.resolved)
        row.rounds = len(state.resolved)
        facts.append(row)
        tell(team.name)
    return ClassFacts(room, tuple(facts), outcomes)


def _foretold(room: Room, team: Team, outcomes: dict[tuple[str, str], bool]) -> list[Foretold]:
    played = {row.step for row in room.state.resolved}
    rows = []
    for step in room.exercise.plan.rounds:
        if step.id not in played:
            continue
        for name in step.forecasts:
            chances = room.state.forecasts.get(name, {})
            for seat in room.state.members(team.id):
                given = seat.id in chances
                chance = chances.get(seat.id, COIN)
                rows.append(Foretold(name, seat.id, chance, given, outcomes[name, team.id]))
    return rows


def _came_true(room: Room, team: Team, step: str, goal: str, due: str) -> bool:
    """Whether a statement was true when it was due."""
    turn = 0
    for row in room.state.resolved:
        turn += len(next(iter(row.orders.values())))
        if row.step == step and due == "round":
            break
    return room.outcome(goal, team, turn)


def _lapsed(session: Session) -> bool:
    """Whether a memorandum of the player's was given up without a project."""
    mine = session.scenario.venture_power == session.scenario.player
    for turn in range(session.turn):
        before, after = session.at(turn), session.at(turn + 1)
        ended = (before.signed[0] > 0) & (after.signed[0] <= 0) & mine
        waiting = after.stage[0].take(session.scenario.venture_project) == 0
        if bool((ended & waiting).any()):
            return True
    return False


def _tightened(session: Session) -> bool:
    """Whether a control became harder than licences for somebody; some are from the start."""
    hard = CONTROL_LADDER.index("slow-walk")
    levels = [session.at(turn).control for turn in range(session.turn + 1)]
    return any(bool(((after > before) & (after >= hard)).any()) for before, after in pairwise(levels))


def _answered(session: Session) -> bool:
    """Whether an event waited for an answer of the player's."""
    return any(event.actor == session.player for record in session.history for event in record.events)


def _begun(session: Session) -> bool:
    """Whether something of the player's is being built and not done at the end."""
    state = session.at(session.turn)
    mine = state.sponsor[0] == session.scenario.player + 1
    built = state.built[0]
    return bool((mine & (built > 0.0) & (built < 1.0)).any())
