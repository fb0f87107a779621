"""The campaigns of a batch in which all points met the same seeds, which shares of variance need.

Where points or seeds are missing, differences between the points that are left
mix with one another and with luck, so that shares add up to anything.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from greatgame.analysis.read import SAMPLE, Results
from greatgame.printing import counted, listed

FEW = 0.02
"""Share of campaigns that may have failed here and there without a difference that anybody would see."""
MOST = 0.5
"""Share of the campaigns played that have to be left for shares of variance."""


def balanced(results: Results) -> tuple[Results | None, str]:
    """The campaigns of which shares can be formed, and what to keep in mind; None: there are too few of them.

    Either all of them, or those on the seeds that all points were played with,
    or those of the samples of the ranges that were played in full.
    """
    row_of = {int(point): row for row, point in enumerate(results.points["point"])}
    row = np.array([row_of[int(point)] for point in results.columns["point"]])
    own = results.columns["seed"]
    seeds = np.unique([*own.tolist(), *(failure.seed for failure in results.failures)])
    column = np.searchsorted(seeds, own)
    there = np.zeros((len(row_of), len(seeds)), dtype=np.bool_)
    there[row, column] = True
    gaps = int((~there).sum())
    if not gaps:
        return results, ""
    # What failed here and there takes next to nothing from the points' means; what was not played yet can be played.
    if gaps == len(results.failures) and gaps <= FEW * there.size and there.mean(axis=1).min() >= MOST:
        return results, f"{counted(gaps, 'campaign')} failed; shares are of the rest, which may be unlike them."
    whole_seeds = np.asarray(there.all(axis=0))
    _, sample = np.unique(results.points[SAMPLE], return_inverse=True)
    whole_samples = np.bincount(sample, ~there.all(axis=1)) == 0
    on_seeds, in_samples = whole_seeds[column], whole_samples[sample][row]
    least = MOST * results.campaigns
    # A Sobol design without one of its samples is none any more, so it rather goes without a seed.
    if on_seeds.sum() >= (least if results.design == "sobol" else in_samples.sum()):
        kept, left = on_seeds, f"on the {counted(int(whole_seeds.sum()), 'seed')} that all points were played with"
    else:
        kept, left = in_samples, f"of the {int(whole_samples.sum()):,} samples of the ranges that were played in full"
    if kept.sum() < least or (kept is in_samples and whole_samples.sum() < 2):
        found = f"{_why(results)}, so the design is not balanced and no shares of variance can be formed."
        return None, found + _remedy(results)
    if kept.all():
        return results, ""
    columns = {name: values[kept] for name, values in results.columns.items()}
    note = f"{_why(results)}; shares are of the {int(kept.sum()):,} campaigns {left}.{_remedy(results)}"
    return replace(results, columns=columns), note


def gaps_in_words(results: Results) -> str:
    """How many of the planned campaigns are not there; empty where all are."""
    parts = []
    if results.unplayed:
        parts.append(f"{results.unplayed:,} {'has' if results.unplayed == 1 else 'have'} not been played")
    if results.failures:
        parts.append(f"{len(results.failures):,} failed")
    return f"Of {results.planned:,} campaigns planned, {listed(parts)}" if parts else ""


def _why(results: Results) -> str:
    return gaps_in_words(results) or "Not all points were played with the same seeds"


def _remedy(results: Results) -> str:
    return " Resume the batch." if results.unplayed else ""
