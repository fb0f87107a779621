"""The debrief packet: pages for the class and two for each team, the gradebook and run capsules, in one folder.

Every figure on a page leads to the lines of the ledger, or of the replays,
that it is the sum of; they stand on the same page, so that it can be opened
anywhere and printed.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from greatgame import __version__
from greatgame.capsule import packed
from greatgame.classroom import charts
from greatgame.classroom.findings import FINDINGS, REPLAYS, ClassFacts, TeamFacts, find
from greatgame.classroom.gradebook import written
from greatgame.classroom.results import considered, pillars, readings_of
from greatgame.classroom.room import Room
from greatgame.errors import GreatGameError
from greatgame.files import replacing
from greatgame.lab.debrief import TurningPoint
from greatgame.messages import messages as catalogue
from greatgame.paths import data_dir
from greatgame.session import Session
from greatgame.text import Text, tell

CLASS_PAGE, GRADEBOOK = "class.html", "gradebook.csv"
CAUSES = 8
"""Bars of a waterfall; smaller causes are told as one."""


@dataclass
class Opened:
    """Lines that add up to a claim, at the foot of a page."""

    title: str
    unit: str
    total: float
    lines: list[tuple[str, float]]


@dataclass
class Page:
    """One page while it is written: its words, and what its claims open."""

    language: str
    opened: list[Opened] = field(default_factory=list)

    def claim(self, title: str, unit: str, total: float, lines: list[tuple[str, float]]) -> str:
        """The anchor of the lines behind a claim."""
        self.opened.append(Opened(title, unit, total, lines))
        return f"#opened-{len(self.opened)}"


def write(
    room: Room, folder: Path, language: str, replays: int = REPLAYS, tell_of: Callable[[str], None] = lambda _: None
) -> list[Path]:
    """The whole packet in a folder; files of an earlier one are replaced.

    Raises:
        GreatGameError: before the first round, and where the folder cannot be written.
    """
    if not room.state.resolved:
        raise GreatGameError("no round was resolved yet: there is nothing to debrief")
    facts = find(room, replays, tell_of)
    files = {CLASS_PAGE: class_page(facts, language).encode(), GRADEBOOK: written(facts).encode()}
    for row in facts.teams:
        files[f"{row.team.id}.html"] = team_page(facts, row, language).encode()
        if row.session is not None:
            files[f"{row.team.id}.capsule.zip"] = packed(row.session)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            with replacing(folder / name) as stream:
                stream.write(content)
    except OSError as error:
        raise GreatGameError(
            f"debrief in {folder}: cannot be written: {error.strerror or error}; name another folder with --out"
        ) from error
    return [folder / name for name in files]


def archive(folder: Path) -> Path:
    """The folder of a packet as one file beside it."""
    return Path(shutil.make_archive(str(folder), "zip", folder))


# Pages


def class_page(facts: ClassFacts, language: str) -> str:
    """What the class talks about: everybody's way, luck and decisions, forecasts, hosts, questions."""
    page, room, say = Page(language), facts.room, catalogue(language)
    texts = room.exercise.texts[language]
    ranked = sorted(facts.teams, key=lambda row: -row.decisions)
    return _render(
        "packet_class.html",
        page,
        title=texts.title,
        summary=texts.summary,
        rows=[_row(page, facts, row) for row in ranked],
        course=Markup(
            charts.lines(
                [(row.team.name, row.path) for row in facts.teams if row.path], _quarters(facts), say("packet-course")
            )
        ),
        parted=_parted(facts, language),
        wisest=facts.wisest.team.name if "luck" in facts.present else None,
        luckiest=facts.luckiest.team.name if "luck" in facts.present else None,
        luck=facts.luckiest.luck,
        calibration=Markup(
            charts.calibration(
                [(chance, true, count) for chance, true, count, _ in facts.calibration], say("page-forecasts")
            )
        ),
        forecasts=_forecasts(facts, language),
        hosts=_hosts(facts, language),
        questions=_questions(facts, texts.discussion),
        limits=texts.guide.limits,
    )


def _row(page: Page, facts: ClassFacts, row: TeamFacts) -> dict[str, Any]:
    messages = catalogue(page.language)
    anchor = None
    if row.session is not None:
        figure = readings_of(row.session).figure("total_score")
        account = figure.account()
        lines = [(tell(line.label, page.language), line.amount) for line in account.lines]
        name = f"{row.team.name}: {tell(figure.title, page.language)}"
        anchor = page.claim(name, messages("page-points"), account.total, lines)
    return {
        "name": row.team.name,
        "total": row.total,
        "decisions": row.decisions if row.debrief is not None else None,
        "luck": row.luck if row.debrief is not None else None,
        "brier": row.brier,
        "defaulted": row.defaulted,
        "anchor": anchor,
    }


def _quarters(facts: ClassFacts) -> list[str]:
    session = next((row.session for row in facts.teams if row.session is not None), None)
    return [] if session is None else [record.quarter for record in session.history]


def _parted(facts: ClassFacts, language: str) -> dict[str, Any] | None:
    """Where worlds first lay apart, and what the best and the worst had ordered until then and the other had not."""
    if facts.parted is None:
        return None
    turn, apart = facts.parted
    rows = sorted((row for row in facts.teams if row.path), key=lambda row: row.path[turn])
    worst, best = rows[0], rows[-1]

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
        "quarter": _quarters(facts)[turn],
        "apart": apart,
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
                worlds = {team.team.id: facts.outcomes[name, team.team.id] for team in facts.teams}
                rows.append(
                    {
                        "text": texts.forecast[name],
                        "mean": sum(row.chance for row in given) / len(given),
                        "true": sum(worlds.values()),
                        "of": len(worlds),
                        "brier": sum(row.brier for row in given) / len(given),
                    }
                )
    return rows


def _hosts(facts: ClassFacts, language: str) -> dict[str, Any] | None:
    """What each host got in each world, by its own lights: points at the end less points at the start."""
    rows = [row for row in facts.teams if row.games and row.session is not None]
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
    return {"teams": [row.team.name for row in rows], "rows": table}


def _questions(facts: ClassFacts, discussion: dict[str, str]) -> list[str]:
    """Questions whose finding is there, then those that need none."""
    found = [discussion[name] for name in facts.present if name in discussion]
    return [*found, *(words for name, words in discussion.items() if name not in FINDINGS)]


def team_page(facts: ClassFacts, row: TeamFacts, language: str) -> str:
    """Two pages for one team: goals, turning points, a waterfall, forecasts, a strength and a question."""
    page, room = Page(language), facts.room
    texts = room.exercise.texts[language]
    session = row.session
    plays = session is not None and session.player in room.worlds.seats_of(row.team)
    goals = []
    if session is not None and plays:
        for pillar in pillars(session, 0, language):
            figure = readings_of(session).figure(pillar["path"])
            account = figure.account()
            lines = [(tell(line.label, language), line.amount) for line in account.lines]
            anchor = page.claim(tell(figure.title, language), tell(figure.unit, language), account.total, lines)
            goals.append({**pillar, "anchor": anchor, "mean": _mean_of(facts, pillar["path"])})
    return _render(
        "packet_team.html",
        page,
        title=texts.title,
        team=row.team.name,
        members=[seat.name for seat in room.state.members(row.team.id)],
        total=row.total,
        decisions=row.decisions if row.debrief is not None else None,
        luck=row.luck if row.debrief is not None else None,
        rank=1 + sum(other.decisions > row.decisions for other in facts.teams),
        of=len(facts.teams),
        goals=goals,
        games=_games(facts, row, language),
        best=[_point(page, session, point) for point in row.best()] if session else [],
        costliest=[_point(page, session, point) for point in row.costliest()] if session else [],
        waterfall=_waterfall(page, row, language),
        brier=row.brier,
        given=sum(each.given for each in row.foretold),
        asked=len(row.foretold),
        strength=_strength(facts, row, goals, language),
        question=_question(facts, row, texts.discussion),
        weights={considered(name, language): value for name, value in row.team.strategy.items()},
    )


def _mean_of(facts: ClassFacts, path: str) -> float:
    rows = [readings_of(row.session).figure(path).value for row in facts.teams if row.session is not None]
    return sum(rows) / len(rows)


def _games(facts: ClassFacts, row: TeamFacts, language: str) -> list[dict[str, Any]]:
    """The aims of seats that are not the scenario's player."""
    if row.session is None:
        return []
    seats = facts.room.worlds.seats_of(row.team)
    return [
        {
            "name": tell(row.session.scenario.label(game.actor), language),
            "aims": [(considered(aim.name, language), aim.before, aim.after) for aim in game.aims],
        }
        for game in row.games
        if game.actor in seats
    ]


def _point(page: Page, session: Session, point: TurningPoint) -> dict[str, Any]:
    """An order with what it was worth, pillar by pillar, found by leaving it out under the same luck."""
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
    anchor = page.claim(f"{point.quarter}: {text}", messages("page-points"), point.effect, lines)
    return {"quarter": point.quarter, "text": text, "effect": point.effect, "anchor": anchor}


def _waterfall(page: Page, row: TeamFacts, language: str) -> dict[str, Any] | None:
    """What moved the trust that changed most since the start, cause by cause."""
    session = row.session
    if session is None:
        return None
    player = session.player
    paths = [f"trust.{host}.{player}" for host in session.scenario.names.hosts]
    found = max((session.explain(path) for path in paths), key=lambda each: abs(each.closing - each.opening))
    sums: dict[str, float] = {}
    for entry in found.entries:
        words = tell(_as_text(entry.order_text or entry.cause), language)
        sums[words] = sums.get(words, 0.0) + entry.change
    ranked = sorted(sums.items(), key=lambda item: -abs(item[1]))
    shown, rest = ranked[:CAUSES], sum(change for _, change in ranked[CAUSES:])
    if ranked[CAUSES:]:
        shown.append((catalogue(language)("packet-rest"), rest))
    start = (catalogue(language)("page-before"), found.opening)
    anchor = page.claim(tell(_as_text(found.title), language), found.unit, found.closing, [start, *ranked])
    return {
        "title": tell(_as_text(found.title), language),
        "picture": Markup(
            charts.waterfall(
                shown, found.opening, catalogue(language)("page-points"), tell(_as_text(found.title), language)
            )
        ),
        "anchor": anchor,
    }


def _as_text(words: str) -> Text:
    return words if isinstance(words, Text) else Text(words)


def _strength(facts: ClassFacts, row: TeamFacts, goals: list[dict[str, Any]], language: str) -> str:
    """What the team did better than the class: its forecasts, or the pillar furthest above the mean."""
    messages = catalogue(language)
    briers = [other.brier for other in facts.teams if other.brier is not None]
    if row.brier is not None and len(briers) > 1 and row.brier == min(briers):
        return messages("packet-strength-forecasts")
    ahead = max(goals, key=lambda goal: goal["points"] - goal["mean"], default=None)
    if ahead is not None and len(facts.teams) > 1 and ahead["points"] > ahead["mean"]:
        return messages("packet-strength-pillar", pillar=ahead["name"], ahead=round(ahead["points"] - ahead["mean"], 1))
    return messages("packet-strength-finished")


def _question(facts: ClassFacts, row: TeamFacts, discussion: dict[str, str]) -> str | None:
    """One question for this team: about its luck where that was large, else about what is there."""
    wanted = ["luck"] if abs(row.luck) >= 1.0 else []
    for name in [*wanted, *facts.present]:
        if name in discussion and name in facts.present:
            return discussion[name]
    return None


# Inside


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(data_dir("assets") / "class"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _render(template: str, page: Page, **values: Any) -> str:
    messages = catalogue(page.language)
    style = (data_dir("assets") / "class" / "packet.css").read_text(encoding="utf-8")
    return (
        _environment()
        .get_template(template)
        .render(say=messages, language=page.language, style=Markup(style), page=page, version=__version__, **values)
    )
