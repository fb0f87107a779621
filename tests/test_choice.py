"""Appraisal and choice against the same worked out slowly, one entry and one seat at a time."""

from __future__ import annotations

import numpy as np
import pytest

from greatgame.agents.agents import Government
from greatgame.agents.minds import Appraiser
from greatgame.agents.weighing import Appraisal
from greatgame.model import GreatGameModel
from greatgame.moves.legality import NEAR

SEEDS = (4, 5, 6)


@pytest.fixture(scope="module")
def opened() -> GreatGameModel:
    """A few worlds after some turns, with the next one open."""
    model = GreatGameModel("tokyo-2026", seeds=SEEDS)
    for _ in range(6):
        model.step()
    model.open()
    return model


def test_utility_is_the_sum_of_its_parts(opened: GreatGameModel) -> None:
    appraisal, weights = opened.appraisal, opened.weights
    block = opened.catalogue.blocks["respond"]
    for world in range(len(SEEDS)):
        for number in range(0, opened.catalogue.size, 7):
            habit = float(weights.inertia[number]) * (opened.view.memory[world, number] >= 1.0)
            duty = 3.0 if block.start <= number < block.stop else 0.0
            parts = sum(appraisal.parts(number, world).values())
            assert parts + habit + duty == pytest.approx(appraisal.utility[world, number], abs=1e-9)


def test_reasons_of_a_world_do_not_depend_on_its_lot() -> None:
    """Worlds are looked at in lots; the reasons of one in a later lot are those that it has by itself."""
    seeds = range(Appraisal.together + 3)
    many, alone = (GreatGameModel("tokyo-2026", seeds=some) for some in (seeds, [seeds[-1]]))
    for model in (many, alone):
        model.step()
        model.open()
    for number in range(0, alone.catalogue.size, 11):
        assert many.appraisal.parts(number, len(seeds) - 1) == alone.appraisal.parts(number)


@pytest.mark.parametrize("worlds", [3, Appraisal.together + 5])
def test_what_clears_the_bar_is_what_would_if_everything_were_appraised(worlds: int) -> None:
    model = GreatGameModel("tokyo-2026", seeds=range(worlds))
    for _ in range(5):
        model.step()
    model.open()
    legal, utility = model.view.legal, model.utility
    _, watch = model.chancery._preparation(model.weights)
    found = model.appraisal.above(watch)
    for world in range(worlds):
        its = found.world == world
        wanted = watch.entries[legal[world, watch.entries] & (utility[world, watch.entries] > watch.bar)]
        assert found.entry[its].tolist() == wanted.tolist()
        assert (found.utility[its] == utility[world, wanted]).all()
        assert 20 < len(wanted) < 0.5 * legal[world].sum()


def _slowly(model: GreatGameModel, actor: int, mind: Appraiser, world: int) -> set[int]:
    """The greedy choice of one seat in one world, as the model's page tells it."""
    book, view = model.catalogue, model.view
    open_to = [
        int(n)
        for n in book.mine[actor]
        if view.legal[world, n] and model.utility[world, n] > mind.threshold and book.kind_of[n] not in mind.avoided
    ]
    worth = {n: float(model.utility[world, n]) for n in open_to}
    purse = view.state.purse[world, actor].copy()
    chosen: set[int] = set()
    variety = view.minds["choice"].variety
    while (best := max(worth, key=lambda n: worth[n], default=None)) is not None:
        if worth[best] <= mind.threshold or len(chosen) == mind.orders:
            break
        del worth[best]
        resource = book.resource[best]
        if purse[resource] + NEAR < book.money[best] or purse[0] + NEAR < book.diplomacy[best]:
            continue
        purse[resource] -= book.money[best]
        purse[0] -= book.diplomacy[best]
        chosen.add(best)
        worth = {
            n: value - variety * (book.kind_of[n] == book.kind_of[best])
            for n, value in worth.items()
            if book.group[n] != book.group[best]
        }
    return chosen


def test_seats_side_by_side_choose_as_each_alone(opened: GreatGameModel) -> None:
    seats = {agent.number: agent.decider for agent in opened.agents if isinstance(agent, Government)}
    minds = {number: mind for number, mind in seats.items() if isinstance(mind, Appraiser)}
    assert len(minds) == len(opened.game.names.actors)
    for number, mind in minds.items():
        amounts = mind.decide(opened.view, number, opened.utility[:, opened.catalogue.mine[number]])
        for world in range(len(SEEDS)):
            given = {int(n) for n in opened.catalogue.mine[number][amounts[world] > 0]}
            assert given == _slowly(opened, number, mind, world)


def test_short_and_long_lists_of_orders_give_the_same_alone_and_together() -> None:
    together = GreatGameModel("tokyo-2026", seeds=range(20), strategy="quiet")
    alone = GreatGameModel("tokyo-2026", seeds=[7], strategy="quiet")
    for _ in range(2):
        together.step()
        alone.step()
        assert np.array_equal(together.intents[7], alone.intents[0])


def test_utility_is_the_same_alone_and_among_more_worlds_than_are_appraised_together() -> None:
    together = GreatGameModel("tokyo-2026", seeds=range(Appraisal.together + 6), strategy="quiet")
    for seed in (7, Appraisal.together + 5):
        alone = GreatGameModel("tokyo-2026", seeds=[seed], strategy="quiet")
        for model in (alone, together):
            while model.world.turn < 2:
                model.step()
            model.open()
        assert np.array_equal(together.utility[seed], alone.utility[0])
