"""What the pages of a debrief say: for the class, and for each team; written as HTML and as PDF from this.

Every figure leads to the lines of the ledger, or of the replays, that it is
the sum of: a page numbers what it claims, and tells the lines at its end.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from greatgame.classroom import charts
from greatgame.classroom.digits import plain, signed
from greatgame.classroom.findings import FINDINGS, ClassFacts, TeamFacts
from greatgame.classroom.packet_offices import consented, lost, members, shares
from greatgame.classroom.results import aimed, considered, figures, means, pillars, readings_of, weighed, whole
from greatgame.lab.debrief import TurningPoint
from greatgame.messages import messages as catalogue
from greatgame.scenario.naming import in_general, when
from greatgame.session import Session
from greatgame.text import Text, tell

CAUSES = 8
"""Bars of a waterfall; smaller causes are told as one."""
COIN_SCORE = 0.25
"""Forecast score (Brier's) of always saying one half: who is not better has foreseen nothing."""

Said = dict[str, Any]
"""What a page says, by name; pages of HTML and PDF find it under the same names."""


@dataclass
class Opened:
    """Lines that add up to a claim, at the foot of a page."""

    title: str
    unit: str
    total: float
    lines: list[tuple[str, float]]


@dataclass
class Page:
    """One page: what it says, and what its claims open."""

    language: str
    says: Said = field(default_factory=dict)
    opened: list[Opened] = field(default_factory=list)

    def claim(self, title: str, unit: str, total: float, lines: list[tuple[str, float]]) -> int:
        """The number of the lines behind a claim."""
        self.opened.append(Opened(title, unit, total, lines))
        return len(self.opened)


def class_page(facts: ClassFacts, language: str) -> Page:
    """What the class talks about: everybody's way, luck and decisions, forecasts, hosts, questions."""
    page, room, say = Page(language), facts.room, catalogue(language)
    texts = room.exercise.texts[language]
    unranked = [row for row in facts.teams if facts.place(row) is None]
    if not facts.shared and any(_other(row) for row in unranked):
        unranked.sort(key=lambda row: -row.total)
    in_order = (*facts.ranked, *unranked)
    score, course = _score(facts, facts.teams, language), say("packet-course")
    ways = [(score if facts.shared else row.team.name, row.path) for row in facts.worlds if row.path]
    studied = facts.room.exercise.plan.exercise.worlds_a_strategy
    strategies = any(row.standing is not None for row in facts.teams)
    opened: dict[int, int] = {}
    page.says = {
        "title": texts.title,
        "summary": texts.summary,
        "score": score,
        "rows": [_row(page, facts, row, opened) for row in in_order],
        "decided": any(row.decisions is not None for row in facts.teams),
        "lucked": any(row.luck is not None for row in facts.teams),
        "hint": say("packet-strategies-hint", worlds=studied) if strategies else say("packet-teams-hint"),
        "course": charts.lines(ways, _quarters(facts, language), course) if ways else None,
        "measures": say("packet-measures", score=score) if any(_apart(facts, row) for row in facts.teams) else None,
        "figures": _figures(facts, in_order, language),
        "strategies": _strategies(facts, in_order, language),
        "parted": _parted(facts, score, language),
        "wisest": _wisest(facts.wisest, language),
        "lucky": _lucky(facts.luckiest, language) if facts.luckiest is not None else None,
        "calibration": charts.calibration([row[:3] for row in facts.calibration], say("page-forecasts")),
        "forecasts": _forecasts(facts, language),
        "hosts": _hosts(facts, language),
        "compared": _compared(facts, language),
        "questions": _questions(facts, texts.discussion),
        "limits": texts.guide.limits,
    }
    return page


def _score(facts: ClassFacts, rows: Sequence[TeamFacts], language: str) -> str:
    """What the points of teams are called: whose they are where one of them has another government's seat."""
    for row in rows:
        if row.session is not None and (_other(row) or _apart(facts, row)):
            return whole(row.session, row.seat, language)[0]
    return catalogue(language)("page-total")


def _other(row: TeamFacts) -> bool:
    """Whether a team's points are those of another government than the scenario's player, by its own aims."""
    return row.session is not None and row.seat != row.session.player


def _apart(facts: ClassFacts, row: TeamFacts) -> bool:
    """Whether a team's points are those of a government that it has not played."""
    return row.session is not None and row.seat not in facts.room.worlds.seats_of(row.team)


def _figures(facts: ClassFacts, rows: Sequence[TeamFacts], language: str) -> dict[str, Any] | None:
    """The figures that the exercise shows of each world: their names, and a row for each team."""
    worlds = [(row.team.name, figures(facts.room, row.session, language)) for row in rows if row.session]
    if not worlds or not worlds[0][1]:
        return None
    names = [name for name, _ in worlds[0][1]]
    return {"names": names, "rows": [(team, [text for _, text in shown]) for team, shown in worlds]}


def _strategies(facts: ClassFacts, rows: Sequence[TeamFacts], language: str) -> dict[str, Any] | None:
    """What each team weighed, and the means of the pillars."""
    found = [(row, dict(means(facts.room.exercise, row.standing, language))) for row in rows if row.standing]
    if not found:
        return None
    table = [(row.team.name, weighed(row.team.strategy, language), list(points.values())) for row, points in found]
    return {"pillars": list(found[0][1]), "rows": table}


def _beside(facts: ClassFacts, row: TeamFacts, language: str) -> list[tuple[str, float, float]]:
    """The means of a team's pillars, each with the mean of the class."""
    if row.standing is None:
        return []
    own = means(facts.room.exercise, row.standing, language)
    all_teams = [means(facts.room.exercise, each.standing, language) for each in facts.teams if each.standing]
    of_class = [sum(mean for _, mean in column) / len(column) for column in zip(*all_teams, strict=True)]
    return [(name, mean, beside) for (name, mean), beside in zip(own, of_class, strict=True)]


def _wisest(rows: Sequence[TeamFacts], language: str) -> str | None:
    """Whose orders are worth most, or who cannot be told apart."""
    say = catalogue(language)
    if len(rows) == 1:
        return say("packet-wisest", team=rows[0].team.name)
    return say("packet-wise-alike", teams=say("paper-comma").join(row.team.name for row in rows)) if rows else None


def _lucky(row: TeamFacts, language: str) -> str:
    """Whom luck gave most, or took least from."""
    name = "packet-luckiest" if (row.luck or 0.0) > 0 else "packet-least-unlucky"
    return catalogue(language)(name, team=row.team.name, luck=signed(row.luck, 1))


def _row(page: Page, facts: ClassFacts, row: TeamFacts, opened: dict[int, int]) -> dict[str, Any]:
    """A team's line; ``opened`` has the lines behind the score of each world that was told of."""
    messages = catalogue(page.language)
    if row.session is not None and id(row.session) not in opened:
        title, account = whole(row.session, row.seat, page.language)
        lines = [(tell(line.label, page.language), line.amount) for line in account.lines]
        name = title if facts.shared else f"{row.team.name}: {title}"
        opened[id(row.session)] = page.claim(name, messages("page-points"), account.total, lines)
    return {
        "name": row.team.name,
        "total": row.total,
        "decisions": row.decisions,
        "luck": row.luck,
        "brier": row.brier,
        "defaulted": row.defaulted,
        "anchor": opened.get(id(row.session)),
    }


def _quarters(facts: ClassFacts, language: str) -> list[str]:
    session = next((row.session for row in facts.teams if row.session is not None), None)
    return [] if session is None else [tell(when(record.quarter), language) for record in session.history]


def _parted(facts: ClassFacts, score: str, language: str) -> dict[str, Any] | None:
    """Where worlds first lay apart, and what the best and the worst had ordered until then and the other had not.

    By a score that is not the teams' own, no world is the best: it is said whose score lay apart.
    """
    if facts.parted is None:
        return None
    turn, apart = facts.parted
    rows = sorted((row for row in facts.worlds if row.path), key=lambda row: row.path[turn])
    worst, best = rows[0], rows[-1]
    quarter, say = _quarters(facts, language)[turn], catalogue(language)
    about = {"quarter": quarter, "apart": round(apart, 1), "best": best.team.name, "worst": worst.team.name}
    own = score == say("page-total")

    def ordered(row: TeamFacts) -> dict[str, str]:
        assert row.session is not None
        seats = set(facts.room.worlds.seats_of(row.team))
        return {
            order.order: tell(order.text, language)
            for record in row.session.history[: turn + 1]
            for order in record.orders
            if order.actor in seats and order.outcome == "done"
        }

    ahead, behind = ordered(best), ordered(worst)
    return {
        "when": say("packet-parted-when", **about) if own else say("packet-parted-by", score=score, **about),
        "best": best.team.name,
        "worst": worst.team.name,
        "ahead": [text for order, text in ahead.items() if order not in behind][:6],
        "behind": [text for order, text in behind.items() if order not in ahead][:6],
    }


def _forecasts(facts: ClassFacts, language: str) -> list[dict[str, Any]]:
    texts, rows = facts.room.exercise.texts[language], []
    for step in facts.room.exercise.plan.rounds:
        for name in step.forecasts:
            given = [row for team in facts.teams for row in team.foretold if row.forecast == name and row.given]
            if given:
                worlds = [facts.outcomes[name, world.team.id] for world in facts.worlds]
                rows.append(
                    {
                        "text": texts.forecast[name],
                        "mean": sum(row.chance for row in given) / len(given),
                        "true": sum(worlds),
                        "of": len(worlds),
                        "brier": sum(row.brier for row in given) / len(given),
                    }
                )
    return rows


def _hosts(facts: ClassFacts, language: str) -> dict[str, Any] | None:
    """What each host got in each world, by its own lights: points at the end less points at the start."""
    rows = [row for row in facts.worlds if row.games]
    if not rows:
        return None
    assert rows[0].session is not None
    scenario = rows[0].session.scenario
    hosts = list(scenario.names.hosts)
    table = []
    for host in hosts:
        cells = []
        for row in rows:
            game = next((each for each in row.games if each.actor == host), None)
            whole = sum(aim.weight for aim in game.aims) if game else 0.0
            cells.append(
                sum(aim.weight * (aim.after - aim.before) for aim in game.aims) / whole if game and whole else None
            )
        table.append({"name": tell(scenario.label(host), language), "cells": cells})
    teams = [catalogue(language)("packet-one-world")] if facts.shared else [row.team.name for row in rows]
    return {"teams": teams, "rows": table}


def _compared(facts: ClassFacts, language: str) -> list[dict[str, str]]:
    """Right answers of those given, question by question, before the game and after it."""
    texts, rows = facts.room.exercise.texts[language], []
    for row in facts.compared:
        before, after = (
            f"{right} / {answered} ({plain(100 * right / answered, 0)} %)"
            for right, answered in zip(row.right, row.answered, strict=True)
        )
        rows.append({"text": texts.question[row.question].ask, "before": before, "after": after})
    return rows


def _questions(facts: ClassFacts, discussion: dict[str, str]) -> list[str]:
    """Questions whose finding is there, then those that need none."""
    found = [discussion[name] for name in facts.present if name in discussion]
    return [*found, *(words for name, words in discussion.items() if name not in FINDINGS)]


def team_page(facts: ClassFacts, row: TeamFacts, language: str) -> Page:
    """Two pages for one team: goals, turning points, a waterfall, forecasts, a strength and a question."""
    page, room, say = Page(language), facts.room, catalogue(language)
    texts = room.exercise.texts[language]
    session = row.session
    plays = session is not None and session.player in room.worlds.seats_of(row.team)
    goals = []
    if session is not None and plays:
        for pillar in pillars(session, None, language):
            figure = readings_of(session).figure(pillar["path"])
            account = figure.account()
            lines = [(tell(line.label, language), line.amount) for line in account.lines]
            anchor = page.claim(tell(figure.title, language), say("page-points"), account.total, lines)
            goals.append({**pillar, "anchor": anchor, "mean": _mean_of(facts, pillar["path"])})
        for goal, start, level in zip(goals, session.at(0).score[0], session.scenario.pillar_goals, strict=True):
            goal.update(before=float(start), goal=float(level))
    page.says = {
        "title": texts.title,
        "team": row.team.name,
        "members": members(facts, row, language),
        "score": _score(facts, [row], language),
        "total": row.total,
        "decisions": row.decisions,
        "luck": row.luck,
        "rank": _rank(facts, row, language),
        "of": len(facts.ranked),
        "goals": goals,
        "goal_by": _goal_by(session, language) if session is not None else None,
        "games": _games(facts, row, language),
        "best": [_point(page, facts, row, point) for point in row.best()],
        "costliest": [_point(page, facts, row, point) for point in row.costliest()],
        "waterfall": _waterfall(page, facts, row, language),
        "brier": row.brier,
        "given": sum(each.given for each in row.foretold),
        "asked": len(row.foretold),
        "foretold": _foretold(row, texts.forecast),
        "strength": _strength(facts, row, goals, language),
        "question": _question(facts, row, texts.discussion),
        "pillars": _beside(facts, row, language),
        "weights": {considered(name, language): value for name, value in row.team.strategy.items()},
        "offices": shares(page, facts, row),
        "fallen": list(lost(facts, row, language)),
    }
    return page


def _rank(facts: ClassFacts, row: TeamFacts, language: str) -> str | None:
    """A team's place in words, of those that can be compared."""
    place = facts.place(row)
    if place is None:
        return None
    shared = facts.shares_place(row)
    return catalogue(language)("packet-rank-shared" if shared else "packet-rank", rank=place, of=len(facts.ranked))


def _foretold(row: TeamFacts, statements: dict[str, str]) -> list[Said]:
    """The team's forecasts: what its members said on the mean, whether it came true, and the score."""
    rows = []
    for name in dict.fromkeys(each.forecast for each in row.foretold if each.given):
        given = [each for each in row.foretold if each.forecast == name and each.given]
        chance, brier = (sum(values) / len(given) for values in zip(*((g.chance, g.brier) for g in given), strict=True))
        rows.append({"text": statements[name], "chance": chance, "true": given[0].true, "brier": brier})
    return rows


def _goal_by(session: Session, language: str) -> str:
    """The head over the goals: they are set for the scenario's end."""
    quarter = tell(when(session.scenario.quarter(session.scenario.turns - 1)), language)
    return catalogue(language)("packet-goal", quarter=quarter)


def _mean_of(facts: ClassFacts, path: str) -> float:
    rows = [readings_of(row.session).figure(path).value for row in facts.worlds if row.session is not None]
    return sum(rows) / len(rows)


def _games(facts: ClassFacts, row: TeamFacts, language: str) -> list[dict[str, Any]]:
    """The aims of seats that are not the scenario's player."""
    if row.session is None:
        return []
    seats = facts.room.worlds.seats_of(row.team)
    return [
        {
            "name": tell(row.session.scenario.label(game.actor), language),
            "aims": [(aimed(row.session, game.actor, aim.name, language), aim.before, aim.after) for aim in game.aims],
        }
        for game in row.games
        if game.actor in seats
    ]


def _point(page: Page, facts: ClassFacts, row: TeamFacts, point: TurningPoint) -> dict[str, Any]:
    """An order with what it was worth, pillar by pillar, found by leaving it out under the same luck."""
    session = row.session
    assert session is not None, "who has turning points has played"
    messages, weights = catalogue(page.language), session.scenario.pillar_weights
    names = session.scenario.names.pillars
    lines = []
    for name, change in point.pillars.items():
        title = tell(readings_of(session).figure(f"score.{name}").title, page.language)
        lines.append((title, change * float(weights[names.at(name)])))
    text = tell(point.text, page.language)
    rest = point.effect - sum(change for _, change in lines)
    if abs(rest) > 1e-9:
        lines.append((messages("packet-rounding"), rest))
    quarter = tell(when(point.quarter), page.language)
    anchor = page.claim(f"{quarter} · {text}", messages("page-points"), point.effect, lines)
    agreed = consented(facts, row, point, page.language)
    return {"quarter": quarter, "text": text, "effect": point.effect, "anchor": anchor, "agreed": agreed}


def _waterfall(page: Page, facts: ClassFacts, row: TeamFacts, language: str) -> dict[str, Any] | None:
    """What moved the trust that changed most since the start, cause by cause.

    In a power's seat that is trust in it, in a host's its own.  In the picture what happened to projects is taken
    together.
    """
    session, say = row.session, catalogue(language)
    if session is None:
        return None
    found = max((session.explain(path) for path in _trusted(facts, row, session)), key=lambda each: abs(each.change))
    sums: dict[str, float] = {}
    together: dict[str, float] = {}
    for entry in found.entries:
        exact, general = entry.order_text or entry.cause, entry.order_text or in_general(entry.cause)
        for lines, words in ((sums, exact), (together, general)):
            told = tell(_as_text(words), language)
            lines[told] = lines.get(told, 0.0) + entry.change
    ranked, steps = (sorted(lines.items(), key=lambda item: -abs(item[1])) for lines in (sums, together))
    shown, rest = steps[:CAUSES], sum(change for _, change in steps[CAUSES:])
    if steps[CAUSES:]:
        shown.append((say("packet-rest"), rest))
    title, start = tell(_as_text(found.title), language), (say("page-before"), found.opening)
    return {
        "title": title,
        "picture": charts.waterfall(shown, found.opening, say("page-points"), title),
        "anchor": page.claim(title, say("page-points"), found.closing, [start, *ranked]),
    }


def _trusted(facts: ClassFacts, row: TeamFacts, session: Session) -> list[str]:
    """Paths of the trust that a team's seat is about."""
    names, seats = session.scenario.names, facts.room.worlds.seats_of(row.team)
    powers = [seat for seat in seats if seat in names.powers.place] or [session.player]
    hosts = [seat for seat in seats if seat in names.hosts.place]
    if hosts:
        return [f"trust.{host}.{power}" for host in hosts for power in names.powers]
    return [f"trust.{host}.{power}" for host in names.hosts for power in powers]


def _as_text(words: str) -> Text:
    return words if isinstance(words, Text) else Text(words)


def _strength(facts: ClassFacts, row: TeamFacts, goals: list[dict[str, Any]], language: str) -> str:
    """What the team did better than the class: its forecasts, where they were worth something, or its best pillar."""
    messages = catalogue(language)
    briers = [other.brier for other in facts.teams if other.brier is not None]
    if row.brier is not None and len(briers) > 1 and row.brier == min(briers) and row.brier < COIN_SCORE:
        return messages("packet-strength-forecasts")
    ahead = max(goals, key=lambda goal: goal["points"] - goal["mean"], default=None)
    by = round(ahead["points"] - ahead["mean"], 1) if ahead is not None and len(facts.worlds) > 1 else 0.0
    if ahead is not None and by > 0.0:
        return messages("packet-strength-pillar", pillar=ahead["name"], ahead=by)
    return messages("packet-strength-finished")


def _question(facts: ClassFacts, row: TeamFacts, discussion: dict[str, str]) -> str | None:
    """One question for this team: about its luck where that was large, else about what is there."""
    wanted = ["luck"] if abs(row.luck or 0.0) >= 1.0 else []
    for name in [*wanted, *facts.present]:
        if name in discussion and name in facts.present:
            return discussion[name]
    return None
