"""Who fills a seat: from a strategy's name, file or program to the mind that decides.

A specification is the name of a strategy of the scenario, a strategy file
(``mine.toml``, or ``mine.toml:NAME`` where it holds several), a decider in
Python (``mine.py:Name``), ``expert`` for a mind that looks ahead, or the name of an installed entry point of the
group ``greatgame.deciders``.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import importlib.util
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import Any

from greatgame.agents.guard import LIMIT, Guarded, TimeUp, described, place_of, within
from greatgame.agents.minds import Appraiser, Chancery, Decider, DoNothing
from greatgame.agents.strategist import Home, Strategist
from greatgame.errors import GreatGameError
from greatgame.given import text
from greatgame.moves.catalogue import Catalogue
from greatgame.scenario.indexed import IndexedScenario
from greatgame.scenario.schema_minds import Strategy
from greatgame.scenario.strategies import find_strategy
from greatgame.words import known

GROUP = "greatgame.deciders"
"""Group of the entry points of installed deciders."""


AUTOPILOT = "all-round"
"""The strategy that plays for whoever names none."""
EXPERT = "expert"
"""The specification of a mind that looks ahead (:mod:`greatgame.agents.foresight`)."""


def assumed(scenario: IndexedScenario) -> str:
    """The strategy that others take the player to follow, and that stands in for a human's."""
    strategies = scenario.file.strategy
    return AUTOPILOT if AUTOPILOT in strategies else next(iter(strategies), AUTOPILOT)


@dataclass(frozen=True, eq=False)
class Filling:
    """What fills a seat; one object for one specification, so that it can be looked up by."""

    spec: str
    strategy: Strategy | None = None
    make: Callable[[], Decider] | None = None
    """Makes a decider from outside."""
    looks_ahead: bool = False
    """Whether the seat chooses by looking ahead; in the player's seat, from the strategy."""
    home: Home | None = None
    """Where the strategy stands, if not in the scenario under the name of the specification."""


def filling(scenario: IndexedScenario, spec: str) -> Filling:
    """The strategy or decider that a specification means.

    Raises:
        GreatGameError: where there is none, or its file has faults.
    """
    path, name = _split(spec)
    if path.suffix in {".toml", ".py"}:
        return _from_file(scenario, spec, path, name, _stamp(path, spec))
    if spec in scenario.file.strategy:
        return _of_scenario(scenario, spec)
    if spec == EXPERT:
        return _expert(scenario)
    if found := installed().get(spec):
        return _of_program(found)
    known("strategy", spec, [*scenario.file.strategy, EXPERT, *installed()])
    raise AssertionError("unreachable: an unknown name is an error")


def lasting(spec: str) -> str:
    """The specification with the path of its file in full, so that it can be found from anywhere."""
    path, name = _split(spec)
    if path.suffix not in {".toml", ".py"}:
        return spec
    return f"{path.resolve()}:{name}" if name else str(path.resolve())


def file_of(spec: str) -> Path | None:
    """The file that a specification names, if it names one."""
    path, _ = _split(spec)
    return path if path.suffix in {".toml", ".py"} else None


def installed() -> dict[str, importlib.metadata.EntryPoint]:
    """The deciders that installed packages offer, by name."""
    return {point.name: point for point in importlib.metadata.entry_points(group=GROUP)}


def mind_of(chosen: Filling, catalogue: Catalogue, actor: int, chancery: Chancery, limit: float = LIMIT) -> Decider:
    """The decider that plays a filling in one seat."""
    if chosen.make is not None:
        return Guarded(_made(chosen, limit), catalogue.actors[actor], limit)
    strategy = chosen.strategy
    assert strategy is not None
    if strategy.orders is not None and strategy.orders.value == 0:
        return DoNothing()
    if strategy.rule or strategy.budget:
        return Strategist(catalogue, strategy, actor, chosen.spec, chosen.home)
    return Appraiser(catalogue.scenario, catalogue, strategy, chancery)


def _split(spec: str) -> tuple[Path, str]:
    """File and name of a specification; a colon after a drive's letter is part of the path."""
    head, colon, name = text("strategy", spec).rpartition(":")
    if colon and Path(head).suffix in {".toml", ".py"}:
        return Path(head), name
    return Path(spec), ""


def _stamp(path: Path, spec: str) -> tuple[int, int]:
    """What tells one state of a file from the next."""
    try:
        status = path.stat()
    except (OSError, ValueError) as error:
        near = sorted(p.name for p in path.parent.glob(f"*{path.suffix}"))[:5] if path.parent.is_dir() else []
        found = f"; in that folder: {', '.join(near)}" if near else ""
        reason = getattr(error, "strerror", None) or str(error)
        raise GreatGameError(f"strategy {spec!r}: cannot read {str(path)!r}: {reason}; check the name{found}") from None
    return status.st_mtime_ns, status.st_size


@lru_cache(maxsize=64)
def _expert(scenario: IndexedScenario) -> Filling:
    return Filling(EXPERT, scenario.file.strategy.get(assumed(scenario)), looks_ahead=True)


@lru_cache(maxsize=64)
def _of_scenario(scenario: IndexedScenario, name: str) -> Filling:
    return Filling(name, scenario.file.strategy[name])


@lru_cache(maxsize=64)
def _from_file(scenario: IndexedScenario, spec: str, path: Path, name: str, stamp: tuple[int, int]) -> Filling:
    if path.suffix == ".toml":
        found, strategy = find_strategy(scenario, path, name)
        return Filling(spec, strategy, home=(path.name, found))
    if not name:
        raise GreatGameError(f"strategy {spec!r}: say which decider of the file is meant, as {path}:Name")
    maker = getattr(_module(path, spec, stamp), name, None)
    if maker is None:
        raise GreatGameError(f"strategy {spec!r}: {path} has no {name!r}; check the name after the colon")
    return Filling(spec, make=_maker(maker))


def _of_program(point: importlib.metadata.EntryPoint) -> Filling:
    try:
        return Filling(point.name, make=_maker(point.load()))
    except Exception as error:
        raise GreatGameError(f"strategy {point.name!r} ({point.value}) cannot be loaded: {described(error)}") from error


def _maker(thing: Any) -> Callable[[], Decider]:
    """A class or function that makes a decider, or a decider itself (which is then shared)."""
    return (lambda: thing) if not isinstance(thing, type) and hasattr(thing, "decide") else thing


def _module(path: Path, spec: str, stamp: tuple[int, int]) -> ModuleType:
    """The module in a file, under a name of its own, so that its objects can be pickled."""
    digest = hashlib.sha256(f"{path.resolve()} {stamp}".encode()).hexdigest()[:12]
    name = f"greatgame_decider_{path.stem}_{digest}"
    if name in sys.modules:
        return sys.modules[name]
    plan = importlib.util.spec_from_file_location(name, path)
    assert plan is not None
    loader = plan.loader
    assert loader is not None
    module = importlib.util.module_from_spec(plan)
    sys.modules[name] = module
    try:
        within(LIMIT, lambda: loader.exec_module(module))
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        del sys.modules[name]
        late = f"takes more than {LIMIT:g} s to load{place_of(error)}"
        what = late if isinstance(error, TimeUp) else described(error)
        raise GreatGameError(f"strategy {spec!r}: {path} cannot be loaded: {what}; mend the file") from None
    return module


def _made(chosen: Filling, limit: float) -> Decider:
    assert chosen.make is not None
    try:
        decider = within(limit, chosen.make)
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        late = f"takes more than {limit:g} s to begin{place_of(error)}"
        what = late if isinstance(error, TimeUp) else described(error)
        raise GreatGameError(
            f"strategy {chosen.spec!r} cannot be made (it is called without arguments): {what}"
        ) from None
    if not callable(getattr(decider, "decide", None)):
        raise GreatGameError(
            f"strategy {chosen.spec!r} is a {type(decider).__name__} without decide(view, actor, utility)"
        )
    return decider
