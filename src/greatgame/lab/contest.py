"""Contestants: strategies under labels, played on the same worlds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from greatgame.errors import GreatGameError
from greatgame.lab.ensemble import Campaigns, play
from greatgame.lab.measures import TOTAL
from greatgame.model import GreatGameModel
from greatgame.scenario.indexed import Floats, IndexedScenario

Progress = Callable[[str], None]
"""Told in a few words what has just been done."""


@dataclass(frozen=True)
class Contestant:
    """A strategy and the name it goes by."""

    label: str
    strategy: str
    """Name of a strategy of the scenario, or any other specification that the model takes."""

    def as_dict(self) -> dict[str, str]:
        return {"label": self.label, "strategy": self.strategy}


def entrants(arguments: Sequence[str]) -> tuple[Contestant, ...]:
    """Contestants from words such as ``all-round`` or ``MINE=strategies/mine.toml``.

    Without a label a strategy goes by its own name, a file by its stem; a name
    that is taken already gets a number.

    Raises:
        GreatGameError: for an empty label or specification, or a label given twice.
    """
    chosen: list[Contestant] = []
    taken: set[str] = set()
    for argument in arguments:
        label, equals, strategy = argument.partition("=")
        if not equals:
            label, strategy = _unused(_short(argument), taken), argument
        if not label.strip() or not strategy.strip():
            raise GreatGameError(f"contestant {argument!r}: write STRATEGY or LABEL=STRATEGY")
        if label in taken:
            raise GreatGameError(f"contestant {argument!r}: the label {label!r} is taken already; choose another")
        taken.add(label)
        chosen.append(Contestant(label, strategy))
    return tuple(chosen)


def _short(strategy: str) -> str:
    file, colon, name = strategy.rpartition(":")
    if colon and file.endswith(".py"):
        return name
    return PurePath(strategy).stem if strategy.endswith((".toml", ".py")) else strategy


def _unused(label: str, taken: set[str]) -> str:
    count, name = 1, label
    while name in taken:
        count += 1
        name = f"{label} ({count})"
    return name


class FoulError(GreatGameError):
    """A decision that failed: an error, something that is no order, or too slow."""


def fair_play(model: GreatGameModel) -> None:
    """Stop at the first decision that failed, rather than go on with the default order in its place.

    Raises:
        FoulError: with the seat, the quarter and what was wrong.
    """
    for decision in model.decisions:
        if decision.status != "ok":
            quarter = model.game.quarter(decision.turn)
            raise FoulError(f"{decision.actor}, {decision.status} in {quarter}: {decision.message}")


def campaigns(
    scenario: IndexedScenario,
    contestants: Sequence[Contestant],
    seeds: Sequence[int],
    progress: Progress | None = None,
) -> dict[str, Campaigns]:
    """Every contestant's campaigns on the same seeds, by label.

    Raises:
        FoulError: for a decision that failed, naming the contestant.
    """
    played = {}
    for contestant in contestants:
        try:
            played[contestant.label] = play(scenario, seeds, contestant.strategy, after=fair_play)
        except FoulError as error:
            raise FoulError(f"contestant {contestant.label!r}: {error}") from error
        if progress is not None:
            progress(contestant.label)
    return played


def measures(scenario: IndexedScenario, played: Campaigns) -> Mapping[str, Floats]:
    """The total and every pillar: name -> ``[campaign]``."""
    return {TOTAL: played.total, **{name: played.score[:, i] for i, name in enumerate(scenario.names.pillars)}}
