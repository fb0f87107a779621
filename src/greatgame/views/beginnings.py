"""What a new campaign can be: scenarios, levels, tempers and strengths, in words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from greatgame.model import STRENGTHS
from greatgame.records import Record
from greatgame.scenario.headline import headline
from greatgame.scenario.indexed import IndexedScenario, open_scenario
from greatgame.scenario.load import available
from greatgame.text import Text, named, say
from greatgame.words import AS_PUBLISHED

LENGTHS = {1: "{turns} quarters", 2: "{turns} half-years", 4: "{turns} years"}
"""Quarters in a turn -> how long a campaign is."""


@dataclass(frozen=True)
class Choice(Record):
    """One of several to choose from."""

    id: str
    name: Text
    text: Text


@dataclass(frozen=True)
class Level(Choice):
    """How much of the model is played."""

    quiet: bool
    """Whether no other power gives orders, so that their temper does not matter."""


@dataclass(frozen=True)
class Beginning(Record):
    """A scenario and what may be chosen about it."""

    scenario: IndexedScenario
    title: Text
    summary: Text
    length: Text
    """How long it is, in words."""
    seat: Text
    """Whose seat the player has."""
    levels: tuple[Level, ...]
    tempers: tuple[Choice, ...]


STRENGTH_NAMES = {
    "novice": ("Novice", "They take what looks best at first sight."),
    "standard": ("Standard", "They weigh what their published doctrine says."),
    "expert": ("Expert", "They look ahead by running the model forward."),
}
"""Strength of the other minds -> name and what it means."""


def scenarios() -> list[str]:
    """Ids of the scenarios that can be played, the main one first."""
    return available()


def strengths() -> tuple[Choice, ...]:
    """How well everyone else thinks."""
    return tuple(Choice(name, say(STRENGTH_NAMES[name][0]), say(STRENGTH_NAMES[name][1])) for name in STRENGTHS)


@dataclass(frozen=True)
class Listed(Record):
    """A scenario in the list of those that can be played, before it is opened."""

    title: Text
    length: Text
    """How long it is, in words."""


def listed(scenario: str) -> Listed:
    """What the first table of a scenario says: all of them can be listed at once.

    Raises:
        GreatGameError: where it does not say so.
    """
    found = headline(scenario)
    return Listed(found.title, _length(found.turns, found.quarters_per_turn))


def _length(turns: int, quarters_per_turn: int) -> Text:
    return say(LENGTHS.get(quarters_per_turn, "{turns} turns"), turns=turns)


@lru_cache(maxsize=16)
def beginning(scenario: str) -> Beginning:
    """What a scenario offers.

    Raises:
        GreatGameError: where it cannot be used.
    """
    game = open_scenario(scenario)
    meta = game.file.scenario
    others = set(game.names.powers) - {game.names.powers[game.player]}
    return Beginning(
        scenario=game,
        title=named(meta.title, meta.title_ja),
        summary=named(meta.summary, meta.summary_ja),
        length=_length(game.turns, meta.quarters_per_turn),
        seat=_actor(game),
        levels=tuple(
            Level(name, named(row.name, row.name_ja), named(row.text, row.text_ja), others <= set(row.idle))
            for name, row in game.file.level.items()
        ),
        tempers=(
            Choice(AS_PUBLISHED, say("As published"), say("The rivals act as their published doctrines say.")),
            *(
                Choice(name, named(row.name, row.name_ja), named(row.text, row.text_ja))
                for name, row in game.file.temper.items()
            ),
        ),
    )


def _actor(game: IndexedScenario) -> Text:
    power = game.file.power[game.names.powers[game.player]]
    return named(power.name, power.name_ja)
