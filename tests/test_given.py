"""What programs hand in by mistake: a clear error of ours, never one of Python's, and nothing is changed by it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from greatgame.errors import GreatGameError
from greatgame.session import BY_HAND, Session

BEGINNING: dict[str, tuple[dict[str, Any], str]] = {
    "no scenario": ({"scenario": None}, "unknown scenario 'None'"),
    "seed as text": ({"seed": "7"}, "seed '7' is no whole number"),
    "seed with a fraction": ({"seed": 7.5}, "seed 7.5 is no whole number"),
    "strategy by number": ({"strategy": 5}, "strategy 5 is no text"),
    "strength by number": ({"strength": 5}, "unknown strength 5"),
    "one mechanism without a list": ({"without": "coercion"}, "'coercion': give a list of names, even for one"),
    "mechanism by number": ({"without": [3]}, "3 is no text"),
    "temper by number": ({"temper": 5}, "unknown temper 5"),
    "seats as a list": ({"seats": ["china"]}, "give a mapping of names"),
    "seat by number": ({"seats": {5: "quiet"}}, "seats 5 is no text"),
    "strategy of a seat by number": ({"seats": {"china": 5}}, "strategy 5 is no text"),
    "the player's own seat by hand": ({"seats": {"japan": BY_HAND}}, "seat 'japan' is the player's"),
    "the same beside a strategy": ({"seats": {"japan": BY_HAND}, "strategy": "quiet"}, "seat 'japan' is the player's"),
    "level by number": ({"level": 5}, "unknown level 5"),
}
ORDER = "japan/visit/kazakhstan/leaders"
ASKING: dict[str, tuple[Callable[[Session], object], str]] = {
    "order by number": (lambda s: s.submit(5), "no such move"),  # type: ignore[arg-type]
    "order as a list": (lambda s: s.submit([]), "no such move"),  # type: ignore[arg-type]
    "half an order": (lambda s: s.submit(ORDER, 0.5), "must be a whole number"),  # type: ignore[arg-type]
    "units as text": (lambda s: s.submit(ORDER, "1"), "must be a whole number"),  # type: ignore[arg-type]
    "more units than have a price": (lambda s: s.submit(ORDER, 10**400), "must be a whole number"),
    "the price of as many": (lambda s: s.price({ORDER: 10**400}), "must be a whole number"),
    "place as text": (lambda s: s.reorder(ORDER, "0"), "is no whole number"),  # type: ignore[arg-type]
    "place before the first": (lambda s: s.reorder(ORDER, -1), "the queue has no place -1: its only place is 0"),
    "place beyond the last": (lambda s: s.reorder(ORDER, 5), "the queue has no place 5: its only place is 0"),
    "taken out as one text": (lambda s: s.replace(ORDER), "give a list of names, even for one"),
    "taken out by a desk": (lambda s: s.desk("japan").replace(ORDER), "give a list of names, even for one"),
    "seat by number": (lambda s: s.desk(5), "unknown seat given by hand 5"),  # type: ignore[arg-type]
    "event by number": (lambda s: s.inject(5), "unknown event 5"),  # type: ignore[arg-type]
    "event in a turn by text": (lambda s: s.inject("strike", "2"), "is no whole number"),  # type: ignore[arg-type]
    "fork of a turn by text": (lambda s: s.fork("1"), "turn '1' is no whole number"),  # type: ignore[arg-type]
    "state of half a turn": (lambda s: s.at(0.5), "turn 0.5 is no whole number"),  # type: ignore[arg-type]
    "figure by number": (lambda s: s.explain(5), "figure 5 is no text"),  # type: ignore[arg-type]
    "no figure": (lambda s: s.figure(None), "figure None is no text"),  # type: ignore[arg-type]
    "plan as one text": (lambda s: s.price(ORDER), "give a list of names, even for one"),
    "plan by number": (lambda s: s.forecast(5), "give a list of names, even for one"),  # type: ignore[arg-type]
    "futures as text": (lambda s: s.forecast(futures="x"), "futures 'x' is no whole number"),  # type: ignore[arg-type]
    "seed of a forecast by half": (lambda s: s.forecast(seed=1.5), "seed 1.5 is no"),  # type: ignore[arg-type]
    "seed of a forecast by truth": (lambda s: s.forecast(seed=True), "seed True is no whole number"),
    "half a horizon": (lambda s: s.forecast(horizon=1.5), "horizon 1.5 is no"),  # type: ignore[arg-type]
    "horizon by truth": (lambda s: s.forecast(horizon=True), "horizon True is no whole number"),
    "goals by number": (lambda s: s.forecast(goals=5), "goals 5: give a list"),  # type: ignore[arg-type]
    "goal by number": (lambda s: s.forecast(goals=[5]), "goals 5 is no text"),  # type: ignore[list-item]
    "one goal": (lambda s: s.forecast(goals="total >= 1"), "give a list of names, even for one"),
    "no figures": (lambda s: s.forecast(figures=None), "figures None: give a list"),  # type: ignore[arg-type]
    "preview of futures as text": (lambda s: s.preview([ORDER], "x"), "futures 'x' is no"),  # type: ignore[arg-type]
    "preview over half a turn": (lambda s: s.preview([ORDER], 2, 1.5), "horizon 1.5 is no"),  # type: ignore[arg-type]
    "preview of a seed by truth": (lambda s: s.preview([ORDER], 2, 1, True), "seed True is no whole number"),
    "preview of a list of seeds": (lambda s: s.preview([ORDER], 2, 1, [1]), "seed [1] is no"),  # type: ignore[arg-type]
    "worlds as text": (lambda s: s.intents("x"), "worlds 'x' is no whole number"),  # type: ignore[arg-type]
    "seed of intents by truth": (lambda s: s.intents(2, True), "seed True is no whole number"),
    "seed of counsel as text": (lambda s: s.counsel("x"), "seed 'x' is no whole number"),  # type: ignore[arg-type]
    "seed of counsel by truth": (lambda s: s.counsel(True), "seed True is no whole number"),
    "one seed of an ensemble": (lambda s: s.ensemble(5), "seeds 5: give a list"),  # type: ignore[arg-type]
    "seed of an ensemble by truth": (lambda s: s.ensemble([True]), "seed True is no whole number"),
    "no strategy": (lambda s: s.counterfactual(None), "strategy None is no text"),  # type: ignore[arg-type]
    "file by number": (lambda s: s.save(5), "save 5 is no path"),  # type: ignore[arg-type]
    "no file": (lambda s: Session.load(None), "save None is no path"),  # type: ignore[arg-type]
}


@pytest.mark.parametrize("slip", BEGINNING)
def test_a_campaign_does_not_begin_with_a_slip(slip: str) -> None:
    arguments, complaint = BEGINNING[slip]
    with pytest.raises(GreatGameError) as refused:
        Session.new(**{"scenario": "quick", **arguments})
    assert complaint in str(refused.value)


@pytest.fixture(scope="module")
def queued() -> Session:
    session = Session.new("quick", seed=3)
    session.submit(ORDER)
    return session


@pytest.mark.parametrize("slip", ASKING)
def test_a_slip_changes_nothing(queued: Session, slip: str) -> None:
    ask, complaint = ASKING[slip]
    before = queued.as_save()
    with pytest.raises(GreatGameError) as refused:
        ask(queued)
    assert complaint in str(refused.value)
    assert queued.as_save() == before


def test_numbers_of_numpy_are_whole_numbers(queued: Session) -> None:
    """They come out of every table that a notebook holds, and must not end up in a save as something else."""
    session = Session.new("quick", seed=np.int64(3))  # type: ignore[arg-type]
    assert session.submit(ORDER, np.int64(1)).amount == 1  # type: ignore[arg-type]
    assert session.as_save() == queued.as_save()
    assert session.ensemble(np.array([1, 2])).world.worlds == 2  # type: ignore[arg-type]
    plain = session.forecast(futures=2, seed=1, horizon=1, figures=("supply",))
    told = session.forecast(futures=np.int64(2), seed=np.int64(1), horizon=np.int64(1), figures=iter(["supply"]))  # type: ignore[arg-type]
    assert json.dumps(told.as_dict()) == json.dumps(plain.as_dict())
    assert session.at(np.int64(0)).digest() == queued.at(0).digest()  # type: ignore[arg-type]
