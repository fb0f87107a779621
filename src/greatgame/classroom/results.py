"""What came of a round, as teams, the teacher and the wall are shown it, and what stands behind each figure."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from weakref import WeakKeyDictionary

from greatgame.classroom.cabinet import fallen
from greatgame.classroom.load import Exercise
from greatgame.classroom.room import Room
from greatgame.classroom.state import Resolved, Team
from greatgame.classroom.strategies import USUAL, Standing, standings
from greatgame.classroom.worlds import NOTHING
from greatgame.errors import GreatGameError
from greatgame.lab.theirs import points
from greatgame.lab.theirs import standings as games
from greatgame.messages import messages as catalogue
from greatgame.scenario.naming import when
from greatgame.session import Session
from greatgame.text import Text, tell
from greatgame.views.debrief.theirs import aim_words, theirs
from greatgame.views.figures import Account
from greatgame.views.names import PILLARS
from greatgame.views.readings import Readings

Shown = dict[str, Any]

RIVALS = 8
"""Orders of others that a result tells of."""

_READINGS: WeakKeyDictionary[Session, tuple[int, Readings]] = WeakKeyDictionary()


def readings_of(session: Session) -> Readings:
    """The figures of a session, kept while its turn is open."""
    known = _READINGS.get(session)
    if known is None or known[0] != session.turn:
        known = (session.turn, Readings(session))
        _READINGS[session] = known
    return known[1]


def result_of(room: Room, team: Team, language: str) -> Shown | None:
    """The round that was resolved last, as the team sees it."""
    row = room.state.practice or (room.state.resolved[-1] if room.state.resolved else None)
    if row is None or room.busy:
        return None
    if room.exercise.plan.exercise.play == "strategies":
        return {"step": row.step, "standings": strategies(room, row, language)}
    session = room.worlds.session_of(team)
    first = session.turn - len(row.orders[room.worlds.world_of(team)])
    return {
        "step": row.step,
        "quarter": _span(session, first, language),
        "defaulted": team.id in row.defaulted,
        "idle": room.exercise.plan.exercise.default == NOTHING,
        "fallen": [tell(text, language) for text in fallen(room, team, row)],
        "pillars": pillars(session, first, language) if session.player in room.worlds.seats_of(team) else [],
        "games": [_game(session, seat, language) for seat in room.worlds.seats_of(team) if seat != session.player],
        "headlines": _headlines(session, first, language),
        "events": [
            {"name": tell(event.name, language), "choice": tell(event.choice_name or "", language)}
            for record in session.history[first:]
            for event in record.events
        ],
        "orders": _outcomes(room, session, team, first, language),
        "others": _others(room, session, team, first, language),
        "forecasts": _scored(room, team, row),
    }


def pillars(session: Session, since: int | None, language: str) -> list[Shown]:
    """Points by pillar now, their change since a turn began (None: untold), and where each can be opened."""
    names, readings = session.scenario.names.pillars, readings_of(session)
    before = None if since is None else session.at(since).score[0]
    rows = []
    for place, name in enumerate(names):
        figure = readings.figure(f"score.{name}")
        earlier = None if before is None else float(before[place])
        rows.append(
            {
                "path": f"score.{name}",
                "name": tell(figure.title, language),
                "points": round(figure.value, 1),
                "change": None if earlier is None else round(figure.value - earlier, 1),
            }
        )
    return rows


def _span(session: Session, first: int, language: str) -> str:
    """The turns of a round by the calendar: one, or the first and the last."""
    begun, ended = (tell(when(session.history[turn].quarter), language) for turn in (first, -1))
    return ended if begun == ended else catalogue(language)("result-span", first=begun, last=ended)


def _game(session: Session, seat: str, language: str) -> Shown:
    """How a government other than the scenario's player stands by its own lights."""
    row = next(game for game in games(session) if game.actor == seat)
    return {
        "seat": tell(session.scenario.label(seat), language),
        "aims": [
            {
                "name": aimed(session, seat, aim.name, language),
                "before": round(aim.before, 1),
                "after": round(aim.after, 1),
            }
            for aim in row.aims
        ],
    }


def _headlines(session: Session, first: int, language: str) -> list[Shown]:
    """What moved the score most in a round, each figure once: its change over all turns of the round."""
    return [
        {
            "path": row.path,
            "title": tell(row.title, language),
            "text": tell(row.text, language),
            "good": row.score_effect >= 0,
        }
        for row in session.headlines(first)
    ]


def _outcomes(room: Room, session: Session, team: Team, first: int, language: str) -> list[Shown]:
    seats = set(room.worlds.seats_of(team))
    return [
        {
            "quarter": tell(when(record.quarter), language),
            "text": tell(row.text, language),
            "done": row.outcome == "done",
        }
        for record in session.history[first:]
        for row in record.orders
        if row.actor in seats
    ]


def _others(room: Room, session: Session, team: Team, first: int, language: str) -> list[Shown]:
    """What the other governments did, and what spoke for it most."""
    seats, actors = set(room.worlds.seats_of(team)), set(session.scenario.names.actors)
    rows = [
        row
        for record in session.history[first:]
        for row in record.orders
        if row.actor in actors - seats and row.outcome == "done"
    ]
    rows.sort(key=lambda row: -sum(reason.part for reason in row.reasons))
    return [
        {
            "actor": tell(row.actor_name, language),
            "text": tell(row.text, language),
            "why": [considered(reason.consideration, language) for reason in row.reasons[:2]],
        }
        for row in rows[:RIVALS]
    ]


def _scored(room: Room, team: Team, row: Resolved) -> list[Shown]:
    """Forecasts that were due with this round: whether they came true in the team's world."""
    step = next(each for each in room.exercise.plan.step if each.id == row.step)
    found = []
    for name, forecast in step.forecasts.items():
        if forecast.due == "round":
            given = room.state.forecasts.get(name, {})
            chances = [given[seat.id] for seat in room.state.members(team.id) if seat.id in given]
            found.append({"id": name, "true": room.outcome(forecast.goal, team), "chances": chances})
    return found


def strategies(room: Room, row: Resolved, language: str) -> list[Shown]:
    """The teams' strategies in the same worlds, best mean first, with their weights and the means of the pillars."""
    rows = [
        {
            "team": room.state.teams[each.team].name,
            "weights": weighed(row.strategies[each.team], language),
            "pillars": [
                {"name": name, "points": round(mean, 1)} for name, mean in means(room.exercise, each, language)
            ],
            "mean": round(float(each.campaigns.total.mean()), 1),
            "low": round(float(sorted(each.campaigns.total)[len(each.campaigns.total) // 20]), 1),
            "worlds": len(each.campaigns.total),
        }
        for each in standings(room.exercise, row)
    ]
    return sorted(rows, key=lambda each: -float(str(each["mean"])))


def weighed(chosen: Mapping[str, float], language: str) -> str:
    """The weights that a team has changed, each with its factor."""
    say = catalogue(language)
    rows = [f"{considered(name, language)} ×{factor:g}" for name, factor in chosen.items() if factor != USUAL]
    return say("paper-comma").join(rows) or say("page-weights-usual")


def means(exercise: Exercise, row: Standing, language: str) -> list[tuple[str, float]]:
    """The mean of each pillar over all worlds that a strategy was played in."""
    names = exercise.scenario.names.pillars
    found = row.campaigns.score.mean(axis=0).tolist()
    return [(tell(Text(PILLARS[name]), language), mean) for name, mean in zip(names, found, strict=True)]


def board_of(room: Room, language: str) -> Shown | None:
    """All teams beside each other; shown when the teacher says so."""
    if room.busy or not (room.state.resolved or room.state.practice):
        return None
    if room.exercise.plan.exercise.play == "strategies":
        row = room.state.practice or room.state.resolved[-1]
        return {"standings": strategies(room, row, language)}
    teams, session = list(room.state.teams.values()), next(iter(room.worlds.sessions.values()))
    if room.exercise.plan.exercise.worlds == "shared":
        rows = [_seated(room, team, language) for team in teams]
        return {"seats": rows, "player": tell(session.scenario.label(session.player), language)}
    seat = room.worlds.measured_of(teams[0])
    rows = [_placed(room, team, language) for team in teams]
    return {
        "score": catalogue(language)("page-total") if seat == session.player else whole(session, seat, language)[0],
        "teams": sorted(rows, key=lambda row: -float(row["total"])),
        "quarters": [record.quarter for record in session.history],
        "figures": [name for name, _ in figures(room, session, language)],
    }


def _seated(room: Room, team: Team, language: str) -> Shown:
    """A team's line where governments share a world: each is measured otherwise, so that none is before another."""
    session, seat = room.worlds.session_of(team), room.worlds.measured_of(team)
    return {
        "team": team.name,
        "seat": tell(session.scenario.label(seat), language),
        "before": round(points(session, seat, 0), 1),
        "now": round(points(session, seat, session.turn), 1),
    }


def _placed(room: Room, team: Team, language: str) -> Shown:
    """A team's line among worlds of their own: its points, the parts of them, their course, and some figures."""
    session, seat = room.worlds.session_of(team), room.worlds.measured_of(team)
    if seat == session.player:
        parts = [{"name": row["name"], "points": row["points"]} for row in pillars(session, None, language)]
    else:
        parts = [{"name": aim["name"], "points": aim["after"]} for aim in _game(session, seat, language)["aims"]]
    return {
        "team": team.name,
        "total": round(points(session, seat, session.turn), 1),
        "pillars": parts,
        "path": [round(points(session, seat, turn + 1), 1) for turn in range(session.turn)],
        "figures": [text for _, text in figures(room, session, language)],
    }


def whole(session: Session, seat: str, language: str) -> tuple[str, Account]:
    """What a government is measured by as a whole, by its name: the game's score, or its own aims; and its lines."""
    if seat == session.player:
        figure = readings_of(session).figure("total_score")
    else:
        figure = next(row for row in theirs(session) if row.actor == seat).after
    return tell(figure.title, language), figure.account()


def figures(room: Room, session: Session, language: str) -> list[tuple[str, str]]:
    """The figures that the exercise shows of each world, by their names with units."""
    found, say = [], catalogue(language)
    for path in room.exercise.plan.exercise.figures:
        figure = readings_of(session).figure(path)
        name = say("paper-with-unit", name=tell(figure.title, language), unit=tell(figure.unit, language))
        found.append((name, tell(figure.text, language)))
    return found


def account(room: Room, team: Team, path: str, language: str) -> Shown:
    """The lines of a figure in the team's own world, which add up to it.

    Raises:
        GreatGameError: for a figure that there is not.
    """
    if room.busy:
        raise GreatGameError("the round is being resolved: open the figure in a moment")
    figure = readings_of(room.worlds.session_of(team)).figure(path)
    opened = figure.account()
    return {
        "title": tell(figure.title, language),
        "value": tell(figure.text, language),
        "unit": tell(figure.unit, language),
        "note": tell(opened.note, language),
        "total": opened.total,
        "lines": [
            {
                "label": tell(line.label, language),
                "amount": line.amount,
                "mine": line.mine,
                "path": line.opens.path if line.opens is not None else None,
            }
            for line in opened.lines
        ],
        "sources": [tell(source, language) for source in opened.sources],
    }


def aimed(session: Session, seat: str, name: str, language: str) -> str:
    """The aim of a government behind a consideration, in words by which 100 points are best."""
    return tell(aim_words(name, seat in session.scenario.names.hosts.place), language)


@lru_cache(maxsize=256)
def considered(name: str, language: str) -> str:
    """A consideration in words."""
    messages, key = catalogue(language), f"consideration-{name}"
    return messages(key) if key in messages else name
