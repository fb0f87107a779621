"""Golden playthroughs: one campaign of every shipped scenario in plain text, compared line by line.

A difference means that results have changed.  Where that was the purpose, write the
files anew, read the diff, and mark the change in CHANGELOG.md with **results**:

    python tests/test_golden.py --write
"""

from __future__ import annotations

import difflib
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from greatgame.records import EventRecord, OrderRecord, TurnRecord
from greatgame.scenario import available
from greatgame.session import Session

GOLDEN = Path(__file__).parent / "golden"
SEED, STRATEGY = 7, "all-round"
SHOWN = 24
"""Lines of a difference that a failing test prints."""
BESIDE = 2
"""Equal lines around each difference."""
REMEDY = "If results were meant to change, run: python tests/test_golden.py --write"


def playthrough(scenario: str) -> str:
    """The golden campaign of a scenario as text."""
    session = Session.new(scenario, seed=SEED, strategy=STRATEGY).play()
    head = f"{scenario}, seed {SEED}, {session.player} played by {STRATEGY}, the others {session.strength}"
    lines = [head, f"scenario hash {session.scenario.hash}"]
    for turn in session.history:
        lines += ["", *_turn(turn, session.player)]
    lines += ["", *(f"score {row.pillar} {row.points:.2f}" for row in session.score().pillars)]
    return "\n".join([*lines, f"score total {session.score().total:.2f}"]) + "\n"


def _turn(turn: TurnRecord, player: str) -> Iterator[str]:
    """One quarter: what happened, who ordered what with which outcome, where things stand."""
    yield turn.quarter
    yield from (f"  event {_event(event)}" for event in turn.events)
    yield from (f"  order {_order(order)}" for order in turn.orders)
    yield from (f"  {name} {value:.{digits}f}" for name, value, digits in _figures(turn, player))
    yield f"  digest {turn.digest}"


def _event(event: EventRecord) -> str:
    return f"{event.id} answered by {event.actor}: {event.choice}" if event.choice else event.id


def _order(order: OrderRecord) -> str:
    asked = f" x{order.amount:g}" if order.amount != 1 else ""
    part = f" ({order.admitted:g} admitted)" if 0 < order.admitted < order.amount else ""
    return f"{order.order}{asked}: {order.outcome}{part}"


def _figures(turn: TurnRecord, player: str) -> Iterator[tuple[str, float, int]]:
    """(name, value, digits) of the figures by which a change is recognised."""
    now = turn.indicators
    for name in ("announced", "committed", "disbursed"):
        yield f"pledge {name}, JPY bn", now["pledge"][name], 1
    yield "memoranda standing", now["memoranda"]["standing"], 0
    yield "dead letters", now["memoranda"]["dead_letters"], 0
    for mineral, row in now["supply"].items():
        yield f"security of {mineral}", row["security"], 2
    for corridor, row in now["corridors"].items():
        yield f"volume by {corridor}, Mt/yr", row["volume"], 3
    for host in now["trust"]:
        yield f"trust of {host}", now["trust"][host][player], 2
        yield f"autonomy of {host}", now["autonomy"][host], 2
    for power, points in now["wariness"].items():
        yield f"wariness of {power}", points, 2
    yield "support at home", now["support"], 2
    yield "score", now["score"]["total"], 2


def differences(golden: str, played: str) -> list[str]:
    """The first lines that differ, with the quarter they stand in; none where the texts are equal."""
    before, after = golden.splitlines(), played.splitlines()
    found: list[str] = []
    for group in difflib.SequenceMatcher(None, before, after, autojunk=False).get_grouped_opcodes(BESIDE):
        found.append(f"@@ {_quarter(after, group[0][3])}, line {group[0][1] + 1} of the golden file")
        for tag, low, high, first, last in group:
            if tag == "equal":
                found += [f"  {line}" for line in before[low:high]]
            else:
                found += [f"- {line}" for line in before[low:high]] + [f"+ {line}" for line in after[first:last]]
    return found


def _quarter(lines: Sequence[str], number: int) -> str:
    """The last line before ``number`` that names a quarter."""
    above = [line for line in lines[: number + 1] if line and not line.startswith((" ", "score"))]
    return above[-1] if above else "head"


def file_of(scenario: str) -> Path:
    return GOLDEN / f"{scenario}.txt"


@pytest.mark.parametrize("scenario", available())
def test_playthrough(scenario: str) -> None:
    file = file_of(scenario)
    assert file.is_file(), f"{scenario} has no golden playthrough: run python tests/test_golden.py --write"
    found = differences(file.read_text(encoding="utf-8"), playthrough(scenario))
    if found:
        rest = f"\n... and {len(found) - SHOWN} lines more" if len(found) > SHOWN else ""
        first = "\n".join(found[:SHOWN])
        pytest.fail(f"{scenario} no longer plays as {file.name} says:\n{first}{rest}\n{REMEDY}", pytrace=False)


def test_every_golden_file_has_its_scenario() -> None:
    assert sorted(file.stem for file in GOLDEN.glob("*.txt")) == sorted(available())


def test_a_changed_figure_is_shown_with_its_quarter() -> None:
    golden = file_of(available()[0]).read_text(encoding="utf-8").splitlines()
    place = max(number for number, line in enumerate(golden) if line.startswith("  score "))
    changed = [*golden[:place], "  score 0.00", *golden[place + 1 :]]
    found = differences("\n".join(golden), "\n".join(changed))
    assert found[0].startswith(f"@@ {_quarter(golden, place)}, ")
    assert f"- {golden[place]}" in found
    assert "+   score 0.00" in found
    assert differences("\n".join(golden), "\n".join(golden)) == []


def write() -> None:
    """Write all golden files anew."""
    GOLDEN.mkdir(exist_ok=True)
    for scenario in available():
        file_of(scenario).write_text(playthrough(scenario), encoding="utf-8")
        print(f"written: {file_of(scenario)}")


if __name__ == "__main__":
    if sys.argv[1:] != ["--write"]:
        sys.exit("usage: python tests/test_golden.py --write")
    write()
