"""Figures of the state, each with the account of what moved it; read from the session's ledger."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from typing import Any

from greatgame.explain import Line
from greatgame.indicators import cell_of
from greatgame.scenario.indexed import IndexedScenario
from greatgame.scenario.naming import in_general, when
from greatgame.scenario.sources import FigureRow, list_figures
from greatgame.session import Session
from greatgame.text import Text, say
from greatgame.views.figures import Account, AccountLine, Figure
from greatgame.views.names import actor, cause_text
from greatgame.views.origins import origin, origins_by_name, origins_of
from greatgame.views.titles import Unit, printed, threshold_of, title_of, unit_of
from greatgame.world.state import State

LUCK = "shocks"
"""Phase of the turn in which chance strikes."""
ONE_TURN = "From the start of the turn to its end; what the next one brought at its start is not in it."


@dataclass
class Readings:
    """The figures of a session as it stands now; make a new one when a turn has passed."""

    session: Session
    memo: dict[str, Any] = field(default_factory=dict)
    """What views keep here for as long as the state lasts, by their own names."""
    _figures: dict[str, Figure] = field(default_factory=dict)
    closed: bool = False
    """Whether they stop at the end of the last turn, before the open one brought anything."""

    @property
    def scenario(self) -> IndexedScenario:
        """The scenario that is played."""
        return self.session.scenario

    @cached_property
    def state(self) -> State:
        """The present state, or that at the end of the last turn."""
        return self.session.at(self.session.turn) if self.closed else self.session.state

    @cached_property
    def of_the_last_turn(self) -> Readings:
        """The figures as the last turn left them: what it is told by, however the open one has begun."""
        return Readings(self.session, closed=True)

    @cached_property
    def since(self) -> int:
        """The turn from whose start changes are counted: the last finished one; before it the first."""
        return max(self.session.turn - 1, 0)

    @cached_property
    def before(self) -> State:
        """The state when :attr:`since` began."""
        return self.session.at(self.since)

    @property
    def rows(self) -> Mapping[str, FigureRow]:
        """Figures of the scenario by path, for sources."""
        return _rows(self.scenario)

    def figure(self, path: str) -> Figure:
        """The figure of a dotted name: a state variable's cell or one of the derived ones.

        Raises:
            GreatGameError: for a name that there is not.
        """
        from greatgame.views import derived

        if path not in self._figures:
            self._figures[path] = derived.figure(self, path) or self.of_state(path)
        return self._figures[path]

    def of_state(self, path: str) -> Figure:
        """A cell of the state, with the ledger of the last turn as its account."""
        variable, index = cell_of(self.scenario, path)
        unit = unit_of(self.scenario, variable, index)
        value = float(getattr(self.state, variable)[(0, *index)]) * unit.scale
        earlier = float(getattr(self.before, variable)[(0, *index)]) * unit.scale
        return Figure(
            title=title_of(self.scenario, variable, index),
            value=value,
            unit=Text(unit.name),
            text=printed(value, unit),
            account=cache(lambda: self._ledger(path, unit)),
            threshold=threshold_of(self.scenario, self.state, variable, index),
            change=value - earlier,
            path=path,
        )

    def _ledger(self, path: str, unit: Unit) -> Account:
        """What moved a cell since the last turn began: opening, causes, own orders marked, luck last."""
        session, variable_index = self.session, cell_of(self.scenario, path)
        past = session.explain(path, self.since)
        entries = list(past.entries)
        closing = past.closing
        if not self.closed and not session.finished and session.turn > self.since:
            now = session.explain(path, session.turn)
            entries += now.entries
            closing = now.closing
        return Account(
            title=title_of(self.scenario, *variable_index),
            unit=Text(unit.name),
            total=closing * unit.scale,
            lines=(self._opening(past.opening * unit.scale), *lines_of(session, entries, unit)),
            note=say(ONE_TURN if self.closed else "The last value, and everything that has moved it since."),
            sources=origins_of(self, *variable_index),
        )

    def _opening(self, value: float) -> AccountLine:
        quarter = self.scenario.quarter(self.since)
        return AccountLine(say("At the start of {quarter}", quarter=when(quarter)), value)

    def source(self, *paths: str) -> tuple[str, ...]:
        """Where figures of the scenario come from, those that there are."""
        return tuple(origin(self.scenario, self.rows[path]) for path in paths if path in self.rows)

    def sources(self, named: Mapping[str, Text]) -> tuple[str, ...]:
        """The same of several figures, by path, each called what it is the figure of."""
        rows = [(name, self.rows[path]) for path, name in named.items() if path in self.rows]
        return origins_by_name(self.scenario, rows)


@lru_cache(maxsize=8)
def _rows(scenario: IndexedScenario) -> Mapping[str, FigureRow]:
    return {row.path: row for row in list_figures(scenario.file)}


def lines_of(session: Session, entries: Iterable[Line], unit: Unit, by_project: bool = True) -> tuple[AccountLine, ...]:
    """Entries of the ledger by cause: what others and the world did, then own orders, then luck; large ones first.

    What happens to projects is listed ``by_project``, or for all of them together.
    """
    sums: dict[tuple[str, bool, bool], float] = {}
    words: dict[tuple[str, bool, bool], Text] = {}
    for entry in entries:
        cause = entry.cause if by_project else in_general(entry.cause)
        mine = entry.order is not None and entry.actor == session.player
        key = (entry.order if mine and entry.order else f"{cause}/{entry.actor}", mine, entry.phase == LUCK)
        sums[key] = sums.get(key, 0.0) + entry.change
        words.setdefault(key, _words(session, entry, cause, mine))
    ranked = sorted(sums, key=lambda key: (key[2], key[1], -abs(sums[key])))
    return tuple(AccountLine(words[key], sums[key] * unit.scale, mine=key[1], chance=key[2]) for key in ranked)


def _words(session: Session, entry: Line, cause: str, mine: bool) -> Text:
    if mine and entry.order_text:
        return cause_text(session.scenario, entry.order_text)
    words = cause_text(session.scenario, cause)
    if entry.actor:
        return say("{cause} ({actor})", cause=words, actor=actor(session.scenario, entry.actor))
    return words
