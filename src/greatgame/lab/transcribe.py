"""A campaign's orders as a strategy file: what was done turn by turn, and the priorities that it speaks of.

The file plays the same orders in the same turns; under the campaign's own luck
that is the same campaign.  After the last turn that was played, and wherever
the schedule says nothing, its weights go on: they are estimated from what was
ordered beside all that could have been (:mod:`greatgame.lab.priorities`).
"""

from __future__ import annotations

import math
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from greatgame.agents.opening import Script
from greatgame.agents.seating import assumed
from greatgame.errors import GreatGameError
from greatgame.lab.priorities import Priorities, estimated
from greatgame.model import GreatGameModel
from greatgame.records import Record
from greatgame.scenario.indexed import Floats, IndexedScenario, quarter_number
from greatgame.scenario.strategies import load_strategy
from greatgame.session import Session
from greatgame.words import checked_name

LIFT = 20
"""Worth added to a scheduled order, by each of two rules, and taken from every kind of move while the schedule runs."""
MOST_ORDERS = 40


@dataclass(frozen=True)
class Transcript(Record):
    """A strategy file made of a campaign."""

    name: str
    text: str
    """The file, TOML."""
    turns: int
    orders: int
    """Orders that it schedules."""
    exact: bool
    """Whether it replays the campaign under the campaign's own luck."""
    differing: tuple[str, ...]
    """Turns that come out otherwise; none where it is exact."""


def transcribe(session: Session, name: str, title: str = "", text: str = "") -> Transcript:
    """The orders of a session's finished turns as a strategy file; tried on the campaign's own luck.

    Args:
        session: with at least one finished turn.
        name: of the strategy: lower-case words joined by hyphens.
        title: its display name; by default made of ``name``.
        text: what it does, in a sentence.

    Raises:
        GreatGameError: for a name that is none, or where no turn is over.
    """
    checked_name(name)
    if not session.turn:
        raise GreatGameError("no turn is over yet: there are no orders to make a strategy of")
    given = _given(session)
    priorities = estimated(session.scenario, views_of(session, given))
    file = "".join(_lines(session, name, title or name.replace("-", " ").capitalize(), text, given, priorities))
    differing = _differing(session, name, file)
    return Transcript(name, file, session.turn, sum(map(len, given)), not differing, differing)


def _given(session: Session) -> list[dict[str, int]]:
    """The player's orders turn by turn, without those of other seats given by hand."""
    book, amounts = session.catalogue, session.script().amounts
    mine = book.mine[session.scenario.player].tolist()
    return [{book.ids[number]: int(row[number]) for number in mine if row[number]} for row in amounts]


def views_of(session: Session, given: Sequence[dict[str, int]]) -> Iterator[tuple[GreatGameModel, Floats]]:
    """The model as it stood when the seat decided, turn by turn, with what it ordered ``[entry]``."""
    book = session.catalogue
    amounts = np.zeros((len(given), book.size))
    for turn, orders in enumerate(given):
        for order, units in orders.items():
            amounts[turn, book.number(order)] = units
    model = GreatGameModel(
        session.scenario,
        assumed(session.scenario),
        session.strength,
        seeds=[session.seed],
        deciders={session.player: Script(amounts), **dict.fromkeys(session.others, session.script())},
        seats=session.filled,
    )
    for turn in range(len(given)):
        model.open()
        yield model, amounts[turn]
        model.step()


def _limit(session: Session, given: Sequence[dict[str, int]]) -> int:
    """Orders a quarter that the strategy may give."""
    most = max((len(orders) for orders in given), default=1)
    return min(MOST_ORDERS, max(1, math.ceil(most / session.scenario.dt)))


def _lines(
    session: Session, name: str, title: str, text: str, given: Sequence[dict[str, int]], priorities: Priorities
) -> Iterator[str]:
    """The file, line by line."""
    scenario, seed = session.scenario, session.seed
    about = text or f"The orders of a campaign of {scenario.id}, seed {seed}, turn by turn."
    why = f"Transcribed from {scenario.id} ({scenario.hash}), seed {seed}; weights estimated from what was ordered."
    yield f"# Made of a campaign.  Play it:  greatgame run {scenario.id} --seed {seed} --strategy {name}.toml\n"
    yield "# While its schedule runs it gives these orders and no others; its weights play on afterwards.\n"
    yield f"\n[strategy.{name}]\nname = {_quoted(title[:120])}\ntext = {_quoted(about[:2000])}\n"
    yield f"rationale = {_quoted(why)}\n"
    yield f"orders = {_limit(session, given)}\nnoise = 0\ninertia = 0\n"
    yield f"\n# Estimated: how much each consideration counted in what was ordered.\n[strategy.{name}.weights]\n"
    yield from (f"{key} = {value:g}\n" for key, value in priorities.weights.items())
    yield f"\n[strategy.{name}.tastes]\n"
    yield from (f"{key} = {value:g}\n" for key, value in priorities.tastes.items())
    kinds = ", ".join(f"{kind} = -{LIFT}" for kind in priorities.tastes)
    first, last = _quarter(scenario, 0), _quarter(scenario, len(given) - 1)
    yield f'\n[[strategy.{name}.rule]]\ntext = "While the schedule runs, nothing else."\n'
    yield f'begins = "{first}"\nends = "{last}"\nprefer = {{ {kinds} }}\n'
    for turn, orders in enumerate(given):
        if orders:
            yield from _turn(session, name, turn, orders)


def _turn(session: Session, name: str, turn: int, orders: dict[str, int]) -> Iterator[str]:
    """The rules of one turn: two, for what one adds does not outweigh what the schedule takes from the kind."""
    quarter = _quarter(session.scenario, turn)
    listed = ", ".join(f'"{order.partition("/")[2]}" = {LIFT}' for order in orders)
    for again in ("", " (weighs double)"):
        yield f'\n[[strategy.{name}.rule]]\ntext = "{session.scenario.quarter(turn)}{again}"\n'
        yield f'begins = "{quarter}"\nends = "{quarter}"\nprefer = {{ {listed} }}\n'


def _quarter(scenario: IndexedScenario, turn: int) -> str:
    """The first quarter of a turn, as rules name it."""
    number = quarter_number(scenario.file.scenario.start) + int(turn * scenario.dt)
    return f"{number // 4}Q{number % 4 + 1}"


def _quoted(text: str) -> str:
    return '"' + "".join(_escaped(sign) for sign in text) + '"'


def _escaped(sign: str) -> str:
    if sign in '"\\':
        return f"\\{sign}"
    return sign if sign.isprintable() else " "


def _differing(session: Session, name: str, file: str) -> tuple[str, ...]:
    """Turns of the campaign's own luck that the file plays otherwise."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{name}.toml"
        path.write_text(file, encoding="utf-8")
        load_strategy(session.scenario, path)
        again = GreatGameModel(
            session.scenario,
            str(path),
            session.strength,
            seeds=[session.seed],
            deciders=dict.fromkeys(session.others, session.script()),
            seats=session.filled,
        )
        digests = []
        for _ in range(session.turn):
            again.step()
            digests.append(again.digest())
    pairs = zip(session.history, digests, strict=True)
    return tuple(record.quarter for record, digest in pairs if record.digest != digest)
