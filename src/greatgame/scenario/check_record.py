"""Consistency of the record of the past: what its series are about."""

from __future__ import annotations

from greatgame.scenario.findings import Findings
from greatgame.world.variables import BY_NAME


def check_record(found: Findings) -> None:
    """Subjects of published series are things of the scenario or variables of the state."""
    ids = found.ids
    subjects = (*ids.governments, *ids.minerals, *ids.corridors, *ids.legs, *BY_NAME)
    for name, row in found.file.history.items():
        found.all_known(("history", name, "about"), row.about, subjects, "subject")
        found.distinct(("history", name, "about"), row.about)
