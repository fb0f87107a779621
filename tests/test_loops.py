"""The loops in C against the numpy code whose place they take: the same figures, to the last bit."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from greatgame import loops
from greatgame.agents.choice import Seats, choose_cases
from greatgame.model import GreatGameModel
from greatgame.rules.consequences import Consequence, Consequences
from greatgame.rules.context import Orders
from greatgame.scenario import IndexedScenario
from greatgame.scenario.indexed import Floats, Ints
from greatgame.world.spans import Drift, Drifts
from greatgame.world.state import GRID, SCALE, start
from greatgame.world.tape import Tape
from greatgame.world.world import World, summed

built = pytest.mark.skipif(loops.compiled is None, reason="built without a C compiler")
"""Nothing to hold to numpy where numpy does it all."""

NUMBERS = st.floats(-1e4, 1e4) | st.sampled_from([0.0, -0.0, 0.5 * GRID, 1.5 * GRID, -2.5 * GRID, 2.0**32, -(2.0**31)])
"""Among them halves of a step, which are rounded to the even one, and what is whole already."""


MANNERS = st.sampled_from(["", "goodwill", "share"])
"""How a consequence goes by what is there."""


@contextmanager
def by_numpy() -> Iterator[None]:
    """Without the loops."""
    kept, loops.compiled = loops.compiled, None
    try:
        yield
    finally:
        loops.compiled = kept


def same(one: np.ndarray[Any, Any], other: np.ndarray[Any, Any]) -> bool:
    """Whether both hold the same numbers, to the last bit."""
    return one.shape == other.shape and one.tobytes() == other.tobytes()


def test_they_are_compiled_where_there_is_a_compiler() -> None:
    """Otherwise nothing below would be tried, and nobody would notice."""
    if os.environ.get("GREATGAME_LOOPS") == "numpy" or not (shutil.which("cc") or shutil.which("gcc")):
        pytest.skip("no compiler, or not wanted")
    assert loops.compiled is not None, (
        "the loops in C are missing or stale: install the package again (pip install -e .)"
    )


@pytest.mark.parametrize("scenario", ["tokyo-2026", "dry-caspian", "quick"])
def test_campaigns_are_the_same_with_and_without_them(scenario: str) -> None:
    with_them = GreatGameModel(scenario, seeds=range(9), strategy="quiet").play()
    with by_numpy():
        without = GreatGameModel(scenario, seeds=range(9), strategy="quiet").play()
    assert [with_them.digest(seed) for seed in range(9)] == [without.digest(seed) for seed in range(9)]


def test_they_can_be_left_out() -> None:
    asked = "from greatgame import loops; print(loops.compiled)"
    kept = {**os.environ, "GREATGAME_LOOPS": "numpy"}
    found = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, env=kept, check=True)
    assert found.stdout.strip() == "None"


def test_stale_ones_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    stale = SimpleNamespace(SOURCE=loops.fingerprint(loops.SOURCE) + 1)
    monkeypatch.setattr(loops, "import_module", lambda name: stale)
    assert loops._found() is None


@built
@pytest.mark.parametrize("silent", [False, True])
def test_the_same_is_worth_its_while(silent: bool) -> None:
    model = GreatGameModel("tokyo-2026", seeds=range(70))
    if silent:
        model.world.tape = model.world.tape.without(["perception"])
    for _ in range(4):
        model.step()
        model.open()
        _, watch = model.chancery._preparation(model.weights)
        quick = model.appraisal.above(watch)
        with by_numpy():
            plain = model.appraisal.above(watch)
        assert len(plain.entry) > 70
        assert all(same(one, other) for one, other in zip(quick, plain, strict=True))


SIZE = 12
"""Entries of the catalogue that choices are tried on: two actors have six each."""


@dataclass(frozen=True, eq=False)
class _Book:
    """A catalogue for choices, compared by identity as the real one is: ``[entry]`` each."""

    actor: Ints
    kind_of: Ints
    group: Ints
    resource: Ints
    diplomacy: Floats
    money: Floats


@st.composite
def situations(draw: st.DrawFn) -> tuple[Any, Seats, tuple[Any, Any, Any]]:
    """Who chooses what: many ties, few kinds, purses that are soon empty."""
    worlds = draw(st.integers(1, 3))
    few = st.integers(0, 2)

    def entries(values: st.SearchStrategy[Any]) -> list[Any]:
        return draw(st.lists(values, min_size=SIZE, max_size=SIZE))

    kind = np.array(entries(few)) + np.repeat([0, 3], SIZE // 2)
    # Only moves of one kind exclude each other.
    group = 10 * kind + np.array(entries(few))
    actor = np.repeat([0, 1], SIZE // 2)
    price = st.sampled_from([0.0, 0.5, 1.0, 2.5])
    book = _Book(
        actor=actor,
        kind_of=kind.astype(np.int64),
        group=group.astype(np.int64),
        resource=np.array(entries(few), dtype=np.int64),
        diplomacy=np.array(entries(price)),
        money=np.array(entries(price)),
    )
    purse = np.array(draw(st.lists(st.sampled_from([0.0, 1.0, 4.0]), min_size=worlds * 6, max_size=worlds * 6)))
    view = SimpleNamespace(
        worlds=worlds,
        catalogue=book,
        state=SimpleNamespace(purse=purse.reshape(worlds, 2, 3)),
        minds={"choice": SimpleNamespace(variety=0.25)},
    )
    seats = Seats([0, 1], [0.1, 0.3], [draw(st.integers(0, 4)), draw(st.integers(0, 4))])
    worth = np.array(
        draw(st.lists(st.sampled_from([0.2, 0.5, 0.75, 1.0]), min_size=worlds * SIZE, max_size=worlds * SIZE))
    )
    wanted = np.array(draw(st.lists(st.booleans(), min_size=worlds * SIZE, max_size=worlds * SIZE)), dtype=np.bool_)
    place = wanted.nonzero()[0]
    return view, seats, (place // SIZE, place % SIZE, worth[place])


@built
@given(situations())
@settings(max_examples=150, deadline=None)
def test_the_same_is_chosen(situation: tuple[Any, Seats, tuple[Any, Any, Any]]) -> None:
    view, seats, (world, entry, worth) = situation
    quick = _pairs(choose_cases(view, seats, world, entry, worth.copy()))
    with by_numpy():
        plain = _pairs(choose_cases(view, seats, world, entry, worth.copy()))
    assert sorted(quick) == sorted(plain)
    assert len(set(quick)) == len(quick)


def _pairs(chosen: tuple[Ints, Ints]) -> list[tuple[int, int]]:
    """World and entry of every choice."""
    return list(zip(chosen[0].tolist(), chosen[1].tolist(), strict=True))


def _worlds(scenario: IndexedScenario, count: int) -> World:
    """Some worlds at the start."""
    state = start(scenario).repeated(count)
    return World(scenario, state, cast(Tape, None))


@built
@given(st.integers(1, 3), st.lists(st.tuples(st.integers(0, 2), st.integers(0, 40), NUMBERS), max_size=20))
@settings(max_examples=150, deadline=None)
def test_figures_move_the_same(tokyo: IndexedScenario, worlds: int, moves: list[tuple[int, int, float]]) -> None:
    """Several changes of one figure among them, and some that would leave its range."""
    places = np.array([37 * place for _, place, _ in moves], dtype=np.int64)
    world = np.array([w % worlds for w, _, _ in moves], dtype=np.int64)
    size = np.array([change for *_, change in moves], dtype=np.float64)
    quick, plain = _worlds(tokyo, worlds), _worlds(tokyo, worlds)
    quick.move(world, places, size)
    with by_numpy():
        plain.move(world, places, size)
    assert same(quick.state.flat + 0.0, plain.state.flat + 0.0)


@built
@given(
    st.integers(1, 3),
    st.lists(
        st.tuples(st.integers(0, 4), st.integers(0, 3), NUMBERS, st.sampled_from(["", "goodwill", "share"])),
        max_size=12,
    ),
    st.lists(st.tuples(st.integers(0, 2), st.integers(0, 4), st.floats(0.0, 2.0)), max_size=12),
)
@settings(max_examples=150, deadline=None)
def test_consequences_are_the_same(
    tokyo: IndexedScenario,
    worlds: int,
    effects: list[tuple[int, int, float, str]],
    cases: list[tuple[int, int, float]],
) -> None:
    rows = [
        Consequence(
            "trust",
            np.array([number]),
            np.array([cell]),
            np.array([0.001 * change if how == "share" else change]),
            ("tried",),
            goodwill=how == "goodwill",
            relative=how == "share",
        )
        for number, cell, change, how in effects
    ]
    consequences = Consequences(tokyo, 5, rows)
    world, number, amount = (np.array([case[i] for case in cases]) for i in range(3))
    orders = Orders(world.astype(np.int64) % worlds, number.astype(np.int64), amount.astype(np.float64))
    quick, plain = _worlds(tokyo, worlds), _worlds(tokyo, worlds)
    consequences.post(quick, orders)
    with by_numpy():
        consequences.post(plain, orders)
    assert same(quick.state.flat + 0.0, plain.state.flat + 0.0)


@built
@given(st.lists(NUMBERS, min_size=5, max_size=5))
@settings(max_examples=150, deadline=None)
def test_whole_variables_move_the_same(tokyo: IndexedScenario, changes: list[float]) -> None:
    quick, plain = _worlds(tokyo, 2), _worlds(tokyo, 2)
    every = np.resize(np.array(changes), quick.state.trust.shape)
    drifts = Drifts({"trust": Drift("drift", 0.03, 40.0)})

    def post(world: World) -> None:
        world.post("trust", {"one": every})
        world.post("trust", {"one": every, "another": -0.5 * every})
        world.post_all({"trust": {"one": every}, "stability": {"one": changes[0], "another": changes[1]}}, drifts)
        world.post_all({"trust": {"one": 0.3 * every, "another": every}, "skills": {"one": changes[2]}})

    post(quick)
    with by_numpy():
        post(plain)
    assert same(quick.state.flat + 0.0, plain.state.flat + 0.0)


@built
@given(st.lists(st.floats(-(2.0**53), 2.0**53) | st.integers(-9, 9).map(lambda i: i + 0.5), min_size=1, max_size=9))
@settings(deadline=None)
def test_steps_are_rounded_as_numpy_rounds_them(steps: list[float]) -> None:
    assert loops.compiled is not None
    values = np.zeros(len(steps))
    loops.compiled.add(values, np.array(steps), -np.inf, np.inf)
    assert (values * SCALE == np.rint(np.array(steps))).all()


@built
def test_what_is_no_number_stays_none() -> None:
    """It is found and told where a turn ends; a loop must not hide it behind a bound."""
    assert loops.compiled is not None
    values = np.zeros(2)
    loops.compiled.add(values, np.array([np.nan, 1.0]), 0.0, 100.0)
    assert np.isnan(values).tolist() == [True, False]


@built
def test_what_does_not_fit_is_refused(tokyo: IndexedScenario) -> None:
    """An error in Python instead of a write into foreign memory."""
    assert loops.compiled is not None
    world = _worlds(tokyo, 2)
    at, one = np.array([0]), np.array([1.0])
    layout = world.state.layout
    for number, place in ((2, 0), (-1, 0), (0, layout.total), (0, -1)):
        with pytest.raises(IndexError, match="there is no place"):
            world.move(np.array([number]), np.array([place]), one)
    with pytest.raises(ValueError, match="do not fit each other"):
        world.move(at, np.array([0, 1]), one)
    with pytest.raises(TypeError, match="holds"):
        world.move(at, at, np.array([1]))
    with pytest.raises(ValueError, match="as many changes"):
        loops.compiled.add(np.zeros(2), one, 0.0, 1.0)
    none, nothing = np.zeros(0), np.zeros(0, dtype=np.int64)
    with pytest.raises(ValueError, match="rows of a span"):
        loops.compiled.apply(np.zeros(2), np.zeros(1), np.zeros(2), np.ones(2), none, none, nothing)
    with pytest.raises(IndexError, match="beyond its span"):
        loops.compiled.apply(np.zeros(1), np.zeros(1), np.zeros(1), np.ones(1), none, none, np.array([0, 1, 1]))
    with pytest.raises(TypeError, match="takes 17 arguments, not 1"):
        loops.compiled.choose(at)
    world.state.flat.setflags(write=False)
    with pytest.raises((BufferError, ValueError)):
        world.move(at, at, one)


@built
def test_cases_and_terms_that_are_not_there_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    model = GreatGameModel("quick", seeds=range(2))
    model.open()
    seats, watch = model.chancery._preparation(model.weights)
    one = np.array([1.0])
    for world, entry in ((2, 0), (0, model.catalogue.size), (-1, 0)):
        with pytest.raises(IndexError, match="a world, an entry or a purse that there is not"):
            choose_cases(model.view, seats, np.array([world]), np.array([entry]), one)
    firms = np.array([model.catalogue.blocks["invest"].start])
    with pytest.raises(IndexError, match="an actor that has no seat"):
        choose_cases(model.view, seats, np.array([0]), firms, one)
    rows, terms, first, places = watch.tables
    beyond = rows.copy(), rows.copy(), terms.copy()
    beyond[0]["entry"][3], beyond[1]["end"][3], beyond[2]["column"][3] = model.catalogue.size, len(terms) + 1, -1
    for tables in ((beyond[0], terms), (beyond[1], terms), (rows, beyond[2]), (terms, rows)):
        monkeypatch.setitem(watch.__dict__, "tables", (*tables, first, places))
        with pytest.raises(ValueError, match="do not fit each other"):
            model.appraisal.above(watch)
    monkeypatch.setitem(watch.__dict__, "tables", (rows, terms, first + 9999, places))
    with pytest.raises(ValueError, match="has too few cells"):
        model.appraisal.above(watch)


@built
@given(st.integers(1, 3), st.lists(st.tuples(st.integers(0, 3), NUMBERS, NUMBERS, NUMBERS), max_size=9))
@settings(deadline=None)
def test_columns_add_up_the_same(worlds: int, columns: list[tuple[int, float, float, float]]) -> None:
    cells = np.array([column[0] for column in columns], dtype=np.int64)
    values = np.array([column[1 : 1 + worlds] for column in columns], dtype=np.float64).reshape(-1, worlds).T
    for shown in (values, np.ascontiguousarray(values), values > 0.0):
        quick = summed(shown, cells, 4)
        with by_numpy():
            assert same(quick + 0.0, summed(shown, cells, 4) + 0.0)
    with pytest.raises(IndexError, match="no cell 4"):
        summed(np.zeros((worlds, 1)), np.array([4]), 4)
