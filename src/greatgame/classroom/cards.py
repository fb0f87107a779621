"""Order cards: every order of a seat under a short code, for a class without a network.

A code is a letter for the kind of move and a number: ``C12``.  Kinds that act
on projects share the projects' numbers, so that one list of projects serves
all of them.  Codes follow from the scenario and the level alone.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from greatgame.errors import GreatGameError
from greatgame.moves.legality import in_play
from greatgame.records import Move
from greatgame.scenario.indexed import IndexedScenario
from greatgame.scenario.naming import called
from greatgame.session import BY_HAND, Session
from greatgame.text import Text, joined, say

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without I and O, which are read as figures."""
FORM = re.compile(r"([A-Za-z])\s*-?\s*(\d{1,3})(?:\s*[xX×*]\s*(\d{1,2}))?")


@dataclass(frozen=True)
class Row:
    """One order of a card."""

    code: str
    order: str
    target: str
    """The order in words, to be told in a language."""
    points: float
    """Of leaders' time."""
    money: float
    """Millions of dollars."""


@dataclass(frozen=True)
class Card:
    """One kind of move."""

    letter: str
    kind: str
    name: Text
    text: str
    resource: str | None
    """The purse that pays; none: no money is spent."""
    rows: tuple[Row, ...]
    on_projects: bool
    """Whether its numbers are those of the list of projects."""


@dataclass(frozen=True)
class Project:
    """A line of the list of projects."""

    number: int
    id: str
    name: Text
    host: Text
    cost: float
    """Millions of dollars."""


@dataclass(frozen=True)
class Deck:
    """All cards of a seat."""

    seat: str
    cards: tuple[Card, ...]
    projects: tuple[Project, ...]

    def orders(self, typed: str) -> dict[str, int]:
        """Orders from codes such as ``A3 C12x2``, with how often each is given.

        Wide letters and digits are understood, as a Japanese keyboard makes them.

        Raises:
            GreatGameError: naming everything that is no code, with what there is.
        """
        known = {row.code: row.order for card in self.cards for row in card.rows}
        found: dict[str, int] = {}
        wrong: list[Text] = []
        for word in re.split(r"[,;、・\s]+", unicodedata.normalize("NFKC", typed).strip()):
            match = FORM.fullmatch(word)
            order = known.get(f"{match[1].upper()}{int(match[2])}") if match else None
            if match and order is not None:
                found[order] = found.get(order, 0) + int(match[3] or 1)
            elif word:
                wrong.append(self._wrong(word, match))
        if wrong:
            raise GreatGameError(joined(wrong, "; "))
        return found

    def _wrong(self, word: str, match: re.Match[str] | None) -> Text:
        card = next((each for each in self.cards if match and each.letter == match[1].upper()), None)
        if card is None:
            advice = "{word!r} is no code: write a card's letter (A to {last}) and a number, such as A1 or A1x2"
            return say(advice, word=word, last=self.cards[-1].letter)
        first, last = card.rows[0].code[1:], card.rows[-1].code[1:]
        if first == last:
            return say("{word!r}: card {letter} has number {first} only", word=word, letter=card.letter, first=first)
        between = "{word!r}: card {letter} has numbers {first} to {last}"
        return say(between, word=word, letter=card.letter, first=first, last=last)


def deck(session: Session, seat: str) -> Deck:
    """The cards of a seat, with what can be given at the campaign's level; prices are those of the open turn."""
    possible = in_play(session.catalogue)
    moves = [
        move
        for move in session.moves(seat, all=True)
        if move.kind not in session.hidden and possible[session.catalogue.number(move.id)]
    ]
    kinds = list(dict.fromkeys(move.kind for move in moves))
    projects = _projects(session, moves)
    number = {project.id: project.number for project in projects}
    cards = []
    for letter, kind in zip(LETTERS, kinds, strict=False):
        mine = [move for move in moves if move.kind == kind]
        cards.append(_card(session, letter, mine, number))
    return Deck(seat, tuple(cards), projects)


def opened(scenario: IndexedScenario, seed: int, level: str | None, seat: str, strategy: str) -> Session:
    """A campaign with the seat given by hand, at its first turn."""
    if seat == scenario.names.powers[scenario.player]:
        return Session.new(scenario, seed, level=level)
    return Session.new(scenario, seed, strategy=strategy, level=level, seats={seat: BY_HAND})


def _project(session: Session, move: Move) -> str | None:
    """The project that an order is about, where it names one and nothing else."""
    parts = move.id.split("/")
    return parts[2] if len(parts) == 3 and parts[2] in session.scenario.names.projects.place else None


def _projects(session: Session, moves: Sequence[Move]) -> tuple[Project, ...]:
    wanted = {project for move in moves if (project := _project(session, move)) is not None}
    file, rows = session.scenario.file, list[Project]()
    for name in session.scenario.names.projects:
        if name in wanted:
            spec = file.project[name]
            rows.append(Project(len(rows) + 1, name, called(spec), called(file.host[spec.host]), spec.capex.value))
    return tuple(rows)


def _card(session: Session, letter: str, moves: Sequence[Move], number: dict[str, int]) -> Card:
    kind = session.scenario.file.kind[moves[0].kind]
    about = [_project(session, move) for move in moves]
    on_projects = all(project is not None for project in about)
    rows = []
    for place, (move, project) in enumerate(zip(moves, about, strict=True), start=1):
        count = number[project] if on_projects and project is not None else place
        price = move.price
        rows.append(Row(f"{letter}{count}", move.id, move.name, price.diplomacy, price.money_usd_mn))
    resource = next((move.price.resource for move in moves if move.price.resource), None)
    return Card(letter, moves[0].kind, called(kind), moves[0].text, resource, tuple(rows), on_projects)
