"""The scenario of a save, as it was when the campaign was saved; and what of the save is not to be found in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

from greatgame.agents.seating import filling
from greatgame.errors import GreatGameError
from greatgame.model import STRENGTHS
from greatgame.moves.catalogue import catalogue_of
from greatgame.saves import Reading, Save
from greatgame.scenario.indexed import IndexedScenario, open_scenario
from greatgame.scenario.levels import level_of
from greatgame.scenario.variants import varied
from greatgame.words import known

Trial = tuple[str, object, Callable[[], object]]
"""Field of a save, its value, and what fails where the value cannot be used."""


def place_of(save: Save, scenario: str | Path | IndexedScenario | None) -> str | Path | IndexedScenario:
    """Where the scenario lies: as it is said, as the save says, or among the shipped ones."""
    return scenario or save.scenario.place


def scenario_of(reading: Reading, place: str | Path | IndexedScenario, by_hand: str) -> IndexedScenario:
    """The scenario with the temper, switches, figures and events of the save; ``by_hand`` fills seats without a mind.

    Raises:
        SaveError: naming all fields whose value means nothing here, or that are of another scenario.
    """
    save = reading.save
    try:
        original = place if isinstance(place, IndexedScenario) else open_scenario(place)
    except GreatGameError as error:
        remedy = f"put it back at {save.scenario.folder}" if save.scenario.folder else ""
        raise reading.fault("scenario.id", save.scenario.id, str(error), remedy) from error
    part = save.scenario
    injected = [(row.quarter, row.event) for row in part.injected]
    trials = [*_fillings(save, original, by_hand)]
    try:
        game = varied(original, temper=part.temper, without=part.without, changes=part.changes, injected=injected)
    except GreatGameError as error:
        # Together they do not go; most often one of them does not by itself.
        if faults := _failing([*_differences(save, original), *trials]):
            raise reading.refused(faults) from error
        raise reading.fault("scenario", part.id, str(error)) from error
    if faults := _failing(trials):
        raise reading.refused(faults)
    if game.hash != part.hash:
        problem = f"the scenario {part.id!r} that is here has the hash {game.hash}: its figures are others"
        remedy = reading.remedy if reading.altered else "load it with the scenario as it was, or begin anew"
        raise reading.fault("scenario.hash", part.hash, problem, remedy)
    if len(save.turns) > game.turns:
        raise reading.fault("turns", str(len(save.turns)), f"the scenario has only {game.turns} turns")
    return game


def _failing(trials: Iterable[Trial]) -> list[tuple[str, str, str]]:
    """Field, value and problem of all that has no meaning in the scenario."""
    found = []
    for field, value, attempt in trials:
        try:
            attempt()
        except GreatGameError as error:
            found.append((field, repr(value), str(error)))
    return found


def _differences(save: Save, scenario: IndexedScenario) -> Iterator[Trial]:
    """What makes the scenario of a save a variant, each difference by itself."""
    part = save.scenario
    yield "scenario.temper", part.temper, partial(varied, scenario, temper=part.temper)
    yield "scenario.without", part.without, partial(varied, scenario, without=part.without)
    for path, value in part.changes.items():
        yield f"scenario.changes[{path}]", value, partial(varied, scenario, changes={path: value})
    for number, row in enumerate(part.injected):
        pair = (row.quarter, row.event)
        yield f"scenario.injected[{number}]", row.event, partial(varied, scenario, injected=[pair])


def _fillings(save: Save, scenario: IndexedScenario, by_hand: str) -> Iterator[Trial]:
    """Who sits where in a save, and at which level."""
    actors = catalogue_of(scenario).actors
    yield "strength", save.strength, partial(known, "strength", save.strength, STRENGTHS)
    if (strategy := save.strategy) is not None:
        yield "strategy", strategy, partial(filling, scenario, strategy)
    for actor, spec in save.seats.items():
        yield f"seats.{actor}", spec, partial(known, "seat", actor, actors)
        if spec != by_hand:
            yield f"seats.{actor}", spec, partial(filling, scenario, spec)
    if (level := save.level) is not None:
        yield "level", level, partial(level_of, scenario, level)
