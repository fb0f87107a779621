"""How the figures that an article is about stand in the campaign that is open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import product
from types import MappingProxyType

from greatgame.errors import GreatGameError
from greatgame.indicators import DERIVED
from greatgame.scenario.indexed import IndexedScenario
from greatgame.views.figures import Figure
from greatgame.views.readings import Readings
from greatgame.world.variables import BY_NAME, axis

MOST = 12
"""Figures of the present that an article shows; lists that are longer are left to the tables of the game."""
AXES = {**{name: row.axes for name, row in BY_NAME.items()}, **{name: axes for name, (axes, _) in DERIVED.items()}}
"""Figure's name -> the axes along which there is one each."""
ALONE = frozenset({"turn", "pledge_target", "goals_reached"})
"""Figures of which there is one."""
THINGS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "project": ("quarters_left.{name}", "built.{name}"),
        "mineral": ("price.{name}", "security.{player}.{name}", "unmet.{player}.{name}", "stock_days.{name}"),
        "corridor": ("utilisation.{name}", "volume.{name}", "transit_days.{name}", "reliability.{name}"),
        "leg": ("capacity.{name}", "dwell.{name}", "disruption.{name}"),
        "firm": ("capital.{name}", "appetite.{name}"),
        "event": ("rest.{name}",),
        "flashpoint": ("tension.{name}",),
    }
)
"""Section -> figures that say how a thing of it stands now."""
SEATS = ("powers", "actors", "buyers", "creditors")


def figures_now(readings: Readings, variables: Iterable[str]) -> tuple[Figure, ...]:
    """Present figures of some variables, those that bear on the player, up to :data:`MOST`."""
    found: list[Figure] = []
    for name in variables:
        paths = paths_of(readings.scenario, name) if name in AXES else [name] if name in ALONE else []
        if len(found) + len(paths) <= MOST:
            found += [figure for path in paths if (figure := _figure(readings, path)) is not None]
    return tuple(found)


def figures_of(readings: Readings, section: str, name: str) -> tuple[Figure, ...]:
    """How one thing of the scenario stands now."""
    paths = [path.format(name=name, player=readings.session.player) for path in THINGS.get(section, ())]
    return tuple(figure for path in paths if (figure := _figure(readings, path)) is not None)


def _figure(readings: Readings, path: str) -> Figure | None:
    """A figure; None where this scenario has none of the name, as a creditor to whom a host owes nothing."""
    try:
        return readings.figure(path)
    except GreatGameError:
        return None


def paths_of(scenario: IndexedScenario, variable: str) -> list[str]:
    """Cells of a variable that bear on the player: its own, and those of others toward it."""
    player = scenario.names.powers[scenario.player]
    axes = AXES[variable]
    choices: list[list[str]] = []
    for place, name in enumerate(axes):
        ids = list(axis(scenario, name))
        if name in SEATS and player in ids:
            toward = name == "powers" and place == 0 and axes.count("powers") == 2
            ids = [other for other in ids if other != player] if toward else [player]
        choices.append(ids)
    return [".".join((variable, *ids)) for ids in product(*choices)]
