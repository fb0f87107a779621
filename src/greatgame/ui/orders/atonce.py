"""Lanes without a process: for pictures, where nothing may come later, and for places where nobody looks."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import replace
from threading import Event
from types import MappingProxyType
from typing import Any

from greatgame.lab.worker import Task
from greatgame.ui.orders.background import Lane


class Idle(Lane):
    """Asks nobody."""

    def ask(self, slot: str, task: Task, told: Callable[[Any], None], **given: Any) -> None:
        """Leave it."""


class AtOnce(Lane):
    """Answers on the spot, from fewer futures than the game plays unless ``whole``; the same question only once."""

    patient = False

    def __init__(self, whole: bool = False) -> None:
        super().__init__()
        self.whole = whole

    def ask(self, slot: str, task: Task, told: Callable[[Any], None], **given: Any) -> None:
        """Answer before it returns."""
        told(_answered(task if self.whole else _smaller(task)))


SMALLER: Mapping[str, Mapping[str, int]] = MappingProxyType(
    {
        "Question": {"futures": 40},
        "CounselQuestion": {"candidates": 12, "futures": 32, "horizon": 6},
        "PreviewQuestion": {"futures": 16},
        "PredictionQuestion": {"futures": 16},
    }
)
"""Kind of question -> the most that is asked for when it is answered on the spot."""
_known: dict[Hashable, Any] = {}


def _smaller(task: Any) -> Any:
    """The question with less asked."""
    smaller = SMALLER.get(type(task).__name__, {})
    return replace(task, **{name: min(most, getattr(task, name)) for name, most in smaller.items()})


def _answered(task: Any) -> Any:
    """The complete answer to a question."""
    place = task.position
    rest = sorted((name, repr(value)) for name, value in vars(task).items() if name != "position")
    key = type(task), place.scenario.hash, place.turn, place.state.digest(), repr(rest)
    if key not in _known:
        found: list[Any] = []
        task.answer(found.append, Event())
        _known[key] = found[-1]
    return _known[key]
