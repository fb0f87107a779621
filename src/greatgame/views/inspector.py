"""The inspector: whatever is selected, with why it stands where it does, how it moves, where it comes from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from greatgame.errors import GreatGameError
from greatgame.indicators import player_buyer
from greatgame.records import Move, Record
from greatgame.text import Text, joined, named, say
from greatgame.views.figures import Figure
from greatgame.views.hosts import host_card
from greatgame.views.how import HOW, Action, about, actions, how_of, levers
from greatgame.views.names import actor, label
from greatgame.views.orders import OrderBook
from greatgame.views.pipeline import project_row
from greatgame.views.readings import Readings
from greatgame.views.titles import short_title

KINDS = ("figure", "host", "power", "project", "corridor", "leg", "mineral", "flashpoint", "order")
"""What can be inspected; a subject is ``kind:id``, such as ``host:ID`` or ``figure:PATH``."""


@dataclass(frozen=True)
class Sheet(Record):
    """What the inspector shows."""

    subject: str
    title: Text
    line: Text
    """One line about now."""
    figures: tuple[Figure, ...]
    """The first one's account is shown at first."""
    labels: tuple[Text, ...]
    """What each figure is called here, without what is clear from the title."""
    how: tuple[Text, ...]
    sources: tuple[str, ...]
    actions: tuple[Action, ...]
    dossier: str
    """Id in the encyclopaedia; empty where there is none."""


@dataclass
class Inspector:
    """Makes sheets for one state of a session."""

    readings: Readings
    book: OrderBook | None = None

    @cached_property
    def moves(self) -> list[Move]:
        """All moves of the player's seat that the level shows, with what stands in the way."""
        if self.readings.session.finished:
            return []
        return list(self._book.moves.values())

    @cached_property
    def _book(self) -> OrderBook:
        return self.book or OrderBook(self.readings.session)

    def sheet(self, subject: str) -> Sheet:
        """The sheet of a subject.

        Raises:
            GreatGameError: for a subject that there is not.
        """
        kind, _, name = subject.partition(":")
        makers: Mapping[str, Callable[[str], Sheet]] = {
            "figure": self._figure,
            "host": self._host,
            "power": self._power,
            "project": self._project,
            "corridor": self._corridor,
            "leg": self._leg,
            "mineral": self._mineral,
            "flashpoint": self._flashpoint,
            "order": self._order,
        }
        axes = {
            "host": "hosts",
            "power": "powers",
            "project": "projects",
            "corridor": "corridors",
            "leg": "legs",
            "mineral": "minerals",
            "flashpoint": "flashpoints",
        }
        if kind not in makers:
            raise GreatGameError(
                f"nothing to inspect under {subject!r}; a subject begins with one of: {', '.join(KINDS)}"
            )
        if kind in axes and name not in getattr(self.readings.scenario.names, axes[kind]).place:
            raise GreatGameError(f"no {kind} {name!r} in this scenario")
        return makers[kind](name)

    def _figure(self, path: str) -> Sheet:
        figure = self.readings.figure(path)
        return Sheet(
            subject=f"figure:{path}",
            title=_text(figure.title),
            line=_text(figure.threshold),
            figures=(figure,),
            labels=(_text(figure.title),),
            how=(how_of(path),),
            sources=figure.account().sources,
            actions=levers(self.readings, path, self.moves),
            dossier=path.split(".")[0],
        )

    def _sheet(
        self, kind: str, name: str, title: Text, line: Text, figures: list[Figure], aimed: str | None = None
    ) -> Sheet:
        """A sheet about a thing: its figures, how they move, where they come from, and what can be done about it."""
        heads = dict.fromkeys(str(figure.path).split(".")[0] for figure in figures if figure.path)
        sources = [source for figure in figures for source in figure.account().sources]
        return Sheet(
            subject=f"{kind}:{name}",
            title=title,
            line=line,
            figures=tuple(figures),
            labels=tuple(
                short_title(self.readings.scenario, str(figure.path), f"{kind}:{name}") or _text(figure.title)
                for figure in figures
            ),
            how=tuple(how_of(head) for head in heads if head in HOW),
            sources=tuple(dict.fromkeys(sources)),
            actions=about(self.readings, aimed or name, self.moves),
            dossier=f"{kind}/{name}",
        )

    def _host(self, name: str) -> Sheet:
        readings, card = self.readings, host_card(self.readings, name)
        cells = [f"{variable}.{name}" for variable in ("autonomy", "growth", "institutions", "skills", "stability")]
        figures = [card.trust, card.mood, card.debt, *(readings.figure(path) for path in cells)]
        return self._sheet("host", name, card.name, card.next, figures)

    def _power(self, name: str) -> Sheet:
        readings, s, me = self.readings, self.readings.scenario, self.readings.session.player
        doctrine = s.doctrine(name)
        text = named(doctrine.text, getattr(doctrine, "text_ja", None))
        paths = [f"credibility.{name}", f"support.{name}"] if name == me else []
        if name != me:
            paths = [f"ties.{me}.{name}", f"wariness.{name}.{me}", f"grievance.{name}.{me}", f"pressure.{me}.{name}"]
        figures = [readings.figure(path) for path in paths]
        figures += [readings.of_state(f"trust.{host}.{name}") for host in s.names.hosts]
        return self._sheet("power", name, actor(s, name), text, figures)

    def _project(self, name: str) -> Sheet:
        readings, s = self.readings, self.readings.scenario
        row = project_row(readings, name)
        holders = [bidder.name for bidder in row.bidders]
        line = say("{stage}, {host}", stage=row.stage_name, host=row.host_name)
        if holders:
            line = say("{stage}, {host}: {holders}", stage=row.stage_name, host=row.host_name, holders=joined(holders))
        figures = [figure for figure in (row.progress, row.left, row.cost) if figure is not None]
        v = int(s.venture_slot[s.names.projects.at(name), s.player])
        if v >= 0 and row.progress is not None and row.stage in ("signed", "prepared", "financed"):
            figures += [
                readings.of_state(f"package.{s.names.ventures[v]}.{instrument}") for instrument in s.names.instruments
            ]
        return self._sheet("project", name, row.name, line, figures)

    def _corridor(self, name: str) -> Sheet:
        readings, s = self.readings, self.readings.scenario
        paths = [f"{head}.{name}" for head in ("utilisation", "volume", "transit_days", "reliability")]
        legs = [label(s, "legs", s.names.legs[leg]) for leg in s.route_slots[s.names.corridors.at(name)]]
        sheet = self._sheet(
            "corridor",
            name,
            label(s, "corridors", name),
            joined(legs, " – "),
            [readings.figure(path) for path in paths],
        )
        aimed = [
            action
            for leg in s.route_slots[s.names.corridors.at(name)]
            for action in about(readings, s.names.legs[leg], self.moves)
        ]
        ranked = tuple(sorted(aimed, key=lambda action: not action.legal))
        return replace(sheet, actions=ranked)

    def _leg(self, name: str) -> Sheet:
        readings, s = self.readings, self.readings.scenario
        figures = [readings.of_state(f"{head}.{name}") for head in ("capacity", "dwell", "disruption")]
        used = [
            label(s, "corridors", corridor)
            for c, corridor in enumerate(s.names.corridors)
            if s.names.legs.at(name) in s.route_slots[c]
        ]
        return self._sheet(
            "leg", name, label(s, "legs", name), say("part of {corridors}", corridors=joined(used)), figures
        )

    def _flashpoint(self, name: str) -> Sheet:
        readings, s = self.readings, self.readings.scenario
        spec = s.file.flashpoint[name]
        against = joined([actor(s, power) for power in spec.against])
        line = say("{aggressor} against {others}", aggressor=actor(s, spec.aggressor), others=against)
        if not spec.against:
            line = say("{aggressor} at war", aggressor=actor(s, spec.aggressor))
        return self._sheet(
            "flashpoint", name, label(s, "flashpoints", name), line, [readings.of_state(f"tension.{name}")]
        )

    def _order(self, name: str) -> Sheet:
        """An order of the player's: what it costs, what it does, and whether it can be given."""
        readings, card = self.readings, self._book.card(name)
        rows = (
            (card.price.time, say("Leaders' time")),
            (card.price.dollars, say("Money, in dollars")),
            (card.price.yen, say("Money, in yen")),
            (card.most, say("Most in one turn")),
        )
        shown = [(figure, words) for figure, words in rows if figure is not None]
        kind = readings.scenario.file.kind[card.kind]
        paths = [path for path in readings.rows if path.startswith(f"kind.{card.kind}.")]
        moves = [move for move in self.moves if move.id == name]
        return Sheet(
            subject=f"order:{name}",
            title=card.name,
            line=named(kind.name, kind.name_ja),
            figures=tuple(figure for figure, _ in shown),
            labels=tuple(words for _, words in shown),
            how=(card.text,),
            sources=readings.source(*paths),
            actions=actions(readings, moves),
            dossier=f"order/{card.kind}",
        )

    def _mineral(self, name: str) -> Sheet:
        readings, s, me = self.readings, self.readings.scenario, self.readings.session.player
        paths = [f"price.{name}"]
        line = say("traded on the world market")
        if player_buyer(s) >= 0:
            paths = [f"security.{me}.{name}", f"unmet.{me}.{name}", f"stock_days.{name}", *paths]
            paths += [f"control.{s.names.powers[p]}.{me}.{name}" for p in s.controllers]
            line = say("what {player} needs of it, and who could stop it", player=actor(s, me))
        return self._sheet("mineral", name, label(s, "minerals", name), line, [readings.figure(path) for path in paths])


def _text(words: str) -> Text:
    return words if isinstance(words, Text) else Text(words)
