"""Find figures of a scenario that move nothing: each is changed by itself, and campaigns are played again.

    python tools/idle_figures.py                        every figure of tokyo-2026 (about twelve minutes)
    python tools/idle_figures.py --only 'rules.*'       some of them
    python tools/idle_figures.py --strategy quiet --strategy bloc-builder --worlds 40

A figure is idle where no campaign ends in another state under either of two
other values.  That is not yet a fault: it may bound what was not reached, be
about something that has not happened in these worlds, or weigh an answer that
the seat does not give.  It is a list to read, shorter with more worlds and
strategies.  Strategies' own figures are tried in campaigns that they play;
figures that only say what counts (the score's) are left out.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from functools import lru_cache

from greatgame.errors import GreatGameError
from greatgame.lab.debrief import IDLE
from greatgame.model import GreatGameModel
from greatgame.scenario import IndexedScenario, list_levers, open_scenario, varied
from greatgame.scenario.variants import Lever

JUDGING = ("score.", f"strategy.{IDLE}.")
"""Figures that no campaign reads while it is played."""
TRIED = 2
"""Other values that a figure is given."""

Ends = tuple[str, ...]
"""The digest of every world's last state."""


def ends(game: IndexedScenario, strategy: str, worlds: int) -> Ends:
    """How the campaigns of a strategy end."""
    model = GreatGameModel(game, strategy, seeds=range(worlds))
    model.play()
    return tuple(model.world.state.digest(world) for world in range(worlds))


def others(lever: Lever) -> Iterator[float]:
    """Other values of a figure within its bounds, some way off on either side."""
    value = lever.value
    toward_high = value + (10.0 if lever.high > 1e8 else 0.5 * (lever.high - value))
    for other in (1.5 * value, 0.6 * value, toward_high, 0.5 * (value + lever.low), value + 1.0, value - 1.0):
        if other != value and lever.takes(other):
            yield other


def is_idle(game: IndexedScenario, lever: Lever, strategies: Sequence[str], worlds: int) -> bool | None:
    """Whether a figure moves nothing; None where it cannot be changed by itself (a share of a whole)."""
    own = lever.path.split(".")
    players = [own[1]] if own[0] == "strategy" else strategies
    tried = 0
    for value in others(lever):
        try:
            variant = varied(game, changes={lever.path: value})
        except GreatGameError:
            continue
        if any(ends(variant, strategy, worlds) != _usual(game, strategy, worlds) for strategy in players):
            return False
        tried += 1
        if tried == TRIED:
            break
    return True if tried else None


@lru_cache(maxsize=64)
def _usual(game: IndexedScenario, strategy: str, worlds: int) -> Ends:
    return ends(game, strategy, worlds)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scenario", nargs="?", default="tokyo-2026")
    parser.add_argument("--only", default="*", help="pattern of paths, such as 'rules.*'")
    parser.add_argument("--strategy", action="append", help="who plays; may be given several times (all-round)")
    parser.add_argument("--worlds", type=int, default=12)
    args = parser.parse_args()
    try:
        game = open_scenario(args.scenario)
    except GreatGameError as error:
        print(f"greatgame: {error}", file=sys.stderr)
        return 2
    levers = [row for row in list_levers(game) if fnmatchcase(row.path, args.only) and not row.path.startswith(JUDGING)]
    found = 0
    for number, lever in enumerate(levers, start=1):
        print(f"\r{number:,} of {len(levers):,}", end="", file=sys.stderr, flush=True)
        idle = is_idle(game, lever, args.strategy or ["all-round"], args.worlds)
        if idle:
            found += 1
            print(f"\r{lever.path} = {lever.value:g} {lever.unit}")
    print(f"\r{found:,} of {len(levers):,} figures moved nothing", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
