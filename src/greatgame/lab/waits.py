"""What a player waits for: a turn, the preview of an order, intents, the first bands of a forecast, advice."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Event

from greatgame.lab import forecast
from greatgame.records import Record
from greatgame.scenario.indexed import IndexedScenario
from greatgame.session import Session

PREVIEWS, TURNS = 12, 3
"""Orders that are previewed, one of a kind, and turns that are played."""


@dataclass(frozen=True)
class Wait(Record):
    """How long something takes, in seconds."""

    median: float
    longest: float
    processor: float
    """Median of the processor's time, which other programs do not lengthen."""
    times: int
    """How often it was measured."""


class _FirstBandsError(Exception):
    """The first picture is there; the rest is not measured."""


def waits(scenario: IndexedScenario) -> dict[str, Wait]:
    """Measure; the first of each, which builds caches, is not counted."""
    session = Session.new(scenario, seed=1)
    found = {
        "resolving a turn": _measured([session.advance for _ in range(TURNS + 1)]),
        "preview of an order": _measured(_previews(session)),
        "intents of the others": _measured([session.intents] * 3),
        "first bands of a forecast": _measured([lambda: _first_bands(session)] * 3),
    }
    return {
        **found,
        "forecast of 200 futures": _measured([lambda: session.forecast(queue=(), pinned=_first(session))], warm=False),
        "advice of all advisors": _measured([session.counsel], warm=False),
    }


def _first(session: Session) -> list[str]:
    return [session.moves()[0].id]


def _previews(session: Session) -> list[Callable[[], object]]:
    """Previews of one order of each kind, through the whole road that the screen takes."""
    kinds = {move.kind: move.id for move in session.moves()}
    orders = [*kinds.values()][: PREVIEWS + 1]

    def preview(order: str) -> Callable[[], object]:
        return lambda: session.preview([order])

    return [preview(order) for order in orders]


def _first_bands(session: Session) -> None:
    def stop(found: object) -> None:
        raise _FirstBandsError

    try:
        forecast.run(session.question(queue=(), pinned=_first(session)), stop, Event())
    except _FirstBandsError:
        return


def _measured(deeds: list[Callable[[], object]], warm: bool = True) -> Wait:
    spent, worked = [], []
    for deed in deeds:
        begun, started = time.perf_counter(), time.process_time()
        deed()
        spent.append(time.perf_counter() - begun)
        worked.append(time.process_time() - started)
    first = 1 if warm and len(spent) > 1 else 0
    spent, worked = spent[first:], worked[first:]
    return Wait(statistics.median(spent), max(spent), statistics.median(worked), len(spent))
