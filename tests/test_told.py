"""Everything that a campaign says has its Japanese: moves, orders, reasons, the ledger, forecasts and debriefs."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pytest

from greatgame.deeds import deeds
from greatgame.lab import debrief, hindsight, outlook
from greatgame.paths import data_dir
from greatgame.recording import OUTCOMES
from greatgame.rules.turn import OPENING, RESOLUTION
from greatgame.scenario import available, open_scenario
from greatgame.scenario.naming import called, reasoned, told, when
from greatgame.session import Session
from greatgame.text import JAPANESE, Text, missing, tell, translations
from greatgame.views.debrief.theirs import theirs
from greatgame.words import AGAINST, CONSIDERATIONS, plainly
from greatgame.world.variables import VARIABLES, cell_name

SEED, STRATEGY = 5, "all-round"


@pytest.fixture(scope="module", params=[("tokyo-2026", 4), ("quick", 10)], ids=lambda value: value[0])
def played(request: pytest.FixtureRequest) -> Session:
    """A campaign of a few turns."""
    scenario, turns = request.param
    session = Session.new(scenario, seed=SEED, strategy=STRATEGY)
    for _ in range(turns):
        session.advance()
    return session


def untold(texts: Iterable[str]) -> list[str]:
    """Templates without a translation, each once."""
    return sorted({template for text in texts for template in missing(text, JAPANESE)})


def turns_say(session: Session) -> Iterator[str]:
    for record in session.history:
        for order in record.orders:
            yield from (order.actor_name, order.text, order.outcome)
            yield from (plainly(reason.consideration, reason.part) for reason in order.reasons)
        for event in record.events:
            yield from (event.name, event.text, *(choice.name for choice in event.choices))
            yield from (event.actor_name or "", event.choice_name or "")
        for news in record.headlines:
            yield from (news.title, news.unit, news.cause, news.text, news.actor_name or "")
        yield when(record.quarter)
    yield from (remark.text for record in session.history for remark in record.remarks)


def ledger_says(session: Session) -> Iterator[str]:
    """One explanation for each pair of variable and cause that the ledger holds."""
    seen = {(item.variable, cause): item for item in session.ledger.items for cause in item.causes}
    paths = set()
    for item in seen.values():
        variable = next(row for row in VARIABLES if row.name == item.variable)
        shape = getattr(session.state, item.variable).shape[1:]
        width = item.delta[0].reshape(-1)
        columns = {item.causes[i] if item.cells is not None else "": i for i in range(len(width)) if width[i]}
        for column in columns.values():
            cell = column if item.cells is None else int(item.cells[column])
            index = []
            for size in reversed(shape):
                cell, place = divmod(cell, size)
                index.append(place)
            paths.add(cell_name(session.scenario, variable, tuple(reversed(index))))
    for path in sorted(paths):
        found = session.explain(path)
        yield from (found.title, found.unit)
        for line in found.entries:
            yield from (line.cause, line.phase, line.actor_name or "", line.order_text or "")


def test_turns_are_told(played: Session) -> None:
    assert untold(turns_say(played)) == []


def test_the_ledger_is_told(played: Session) -> None:
    assert untold(ledger_says(played)) == []


def test_deeds_are_told(played: Session) -> None:
    texts = [
        text
        for row in deeds(played.scenario, played.history)
        for text in (row.name, row.count, row.habits, *(words for _, *telling in row.telling for words in telling))
    ]
    assert untold(texts) == []


def test_orders_and_answers_told_are_all_that_was_carried_out(played: Session) -> None:
    """What the report counts as orders and as answers are together the orders that the debrief counts."""
    said = {
        str(row.name): sum(int(number) for number in re.findall(r"(\d+) (?:order|answer)", row.count))
        for row in deeds(played.scenario, played.history)
    }
    rows = theirs(played)
    assert {str(row.name): row.orders.value for row in rows}.items() <= said.items()
    assert any("answer" in row.count for row in deeds(played.scenario, played.history))


def test_moves_and_faults_are_told() -> None:
    session = Session.new("tokyo-2026", seed=SEED)
    session.submit(session.moves()[0].id)
    texts: list[str] = []
    for actor in session.catalogue.actors:
        for move in session.moves(actor, all=True):
            texts += [move.name, move.text, *move.failing]
    faults = [session._desk.faults(number, 1) for number in range(session.catalogue.size)]
    assert untold([*texts, *(fault for row in faults for fault in row)]) == []


def test_forecast_and_debrief_are_told() -> None:
    session = Session.new("quick", seed=SEED)
    found = session.forecast(futures=40, horizon=2)
    other = session.forecast(queue=[session.moves()[0].id], futures=4, horizon=1)
    texts: list[str] = [outlook.answer(found), outlook.answer(other)]
    texts += [mark.text for mark in found.worst.marks] + [row.goal for row in found.goals]
    session.submit(session.moves()[0].id)
    session.advance()
    texts.append(hindsight.answer(debrief.run(session, replays=4)))
    assert untold(texts) == []


@pytest.mark.parametrize("scenario", available())
def test_names_and_texts_of_scenarios_are_told(scenario: str) -> None:
    file = open_scenario(scenario).file
    places: list[Mapping[str, Any]] = [
        file.power,
        file.host,
        file.flashpoint,
        file.leg,
        file.corridor,
        file.other_source,
        file.mineral,
    ]
    doings: list[Mapping[str, Any]] = [
        file.sector,
        file.project,
        file.firm,
        file.kind,
        file.event,
        file.strategy,
        file.temper,
        file.history,
    ]
    things = [thing for table in [*places, *doings] for thing in table.values()]
    things += [item for kind in file.kind.values() for item in kind.items.values()]
    things += [choice for event in file.event.values() for choice in event.choices.values()]
    texts: list[Text | None] = [called(thing) for thing in things]
    spoken = [*file.kind.values(), *file.event.values(), *file.doctrine.values(), *file.strategy.values()]
    texts += [told(thing) for thing in [*spoken, *file.temper.values()]]
    texts += [told(rule) for strategy in file.strategy.values() for rule in strategy.rule]
    texts += [reasoned(thing) for thing in [*file.strategy.values(), *file.temper.values()]]
    bare = [text for text in texts if text and JAPANESE not in text.other and any(letter.isalpha() for letter in text)]
    assert bare == []


def test_constants_are_told() -> None:
    phases = [word for name, _, text in (*OPENING, *RESOLUTION) for word in (name, text)]
    units = [variable.unit for variable in VARIABLES]
    assert untold([*CONSIDERATIONS.values(), *AGAINST.values(), *OUTCOMES.values(), *phases, *units]) == []


def test_calendar_names_are_told() -> None:
    assert [str(when(name)) for name in ("2026Q3", "2026H1", "2026")] == ["2026Q3", "2026H1", "2026"]
    assert tell(when("2026Q3"), JAPANESE) == "2026年第3四半期"
    assert tell(when("2026"), JAPANESE) == "2026年"


def test_no_english_text_has_two_translations() -> None:
    double = {
        english: text
        for path in (data_dir("assets") / "text").glob(f"*.{JAPANESE}.toml")
        for section in tomllib.loads(path.read_text(encoding="utf-8")).values()
        for english, text in section.items()
        if translations(JAPANESE)[english] != text
    }
    assert double == {}
