"""Strategies to choose from, as they were read last: the player's own files come and go while a screen is open."""

from __future__ import annotations

from collections.abc import Sequence

from greatgame.ui.kit import Ui
from greatgame.views.strategies import Playable


def found_again(ui: Ui, rows: Sequence[Playable], chosen: Playable, otherwise: int) -> int:
    """Where a strategy stands among those read anew; where it is gone that is told, and another takes its place."""
    # A file of several that is damaged now stands there as one.
    for spec in (chosen.spec, chosen.spec.rpartition(":")[0]):
        place = next((number for number, row in enumerate(rows) if row.spec == spec), None)
        if place is not None:
            return place
    names = {"name": ui.tell(chosen.name), "other": ui.tell(rows[otherwise].name)}
    ui.toast(ui.say("strategy-gone", **names), icon="triangle-alert")
    return otherwise
