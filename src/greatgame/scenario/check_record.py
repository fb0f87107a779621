"""Consistency of the record of the past and of the starting year: what their figures are about and continue in."""

from __future__ import annotations

from greatgame.scenario.check_state import check_measure
from greatgame.scenario.findings import Findings
from greatgame.world.variables import BY_NAME


def check_record(found: Findings) -> None:
    """Subjects of published series are things or variables; what they and benchmarks are measured by can be read."""
    ids = found.ids
    subjects = (*ids.governments, *ids.minerals, *ids.corridors, *ids.legs, *BY_NAME)
    for name, row in found.file.history.items():
        found.all_known(("history", name, "about"), row.about, subjects, "subject")
        found.distinct(("history", name, "about"), row.about)
        check_measure(found, ("history", name, "measure"), row.measure)
    for name, mark in found.file.benchmark.items():
        check_measure(found, ("benchmark", name, "measure"), mark.measure)
