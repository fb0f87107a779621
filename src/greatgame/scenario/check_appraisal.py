"""Consistency of how minds appraise: every role has all its figures, and no others."""

from __future__ import annotations

from greatgame.scenario.findings import Findings
from greatgame.scenario.schema_appraisal import APPRAISED, SPANS


def check_appraisal(found: Findings) -> None:
    """Nothing that minds read may be missing, and nothing be given that they do not read."""
    tables = found.file.appraisal
    found.all_known(("appraisal",), tables, APPRAISED, "role")
    for role, names in APPRAISED.items():
        if role in tables:
            found.exact_keys(("appraisal", role), tables[role], names, "figure")
        else:
            found.add(("appraisal", role), "this role is missing", "add a table for it")
    found.exact_keys(("minds", "span"), found.file.minds.span, SPANS, "figure")
