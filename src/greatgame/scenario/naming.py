"""What the things of a scenario are called, in every language that its files bring along.

Texts are made where something is shown; the rules and the ledger keep to plain
English strings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from greatgame.text import Text, named, say

if TYPE_CHECKING:
    from greatgame.scenario.indexed import IndexedScenario

RETURNED = "returned: "
"""What the ledger puts before the cause for which committed money comes back."""
DELIVERED, DEAD_LETTER = "project delivered", "dead letter"
COLLAPSED, BROKEN = "price collapse", "resource nationalism"
OUTBID, CLOSED, BUILT = "lost a contest", "financial close", "construction"
OF_PROJECTS = (DELIVERED, DEAD_LETTER, COLLAPSED, BROKEN, OUTBID, CLOSED, BUILT)
"""What happens to single projects, each of which the ledger names."""
TURN_NAMES = (
    (re.compile(r"(\d{4})Q([1-4])"), "{year}Q{part}"),
    # Halves have names of their own in other languages.
    (re.compile(r"(\d{4})H(1)"), "{year}H1"),
    (re.compile(r"(\d{4})H(2)"), "{year}H2"),
)


def called(thing: Any) -> Text:
    """The name of anything in a scenario that has ``name`` and perhaps ``name_ja``."""
    return named(thing.name, getattr(thing, "name_ja", None))


def told(thing: Any) -> Text:
    """The text of anything in a scenario that has ``text`` and perhaps ``text_ja``."""
    return named(thing.text, getattr(thing, "text_ja", None))


def reasoned(thing: Any) -> Text | None:
    """Why a strategy or a temper is as it is; None where nobody says so."""
    return named(thing.rationale, thing.rationale_ja) if thing.rationale else None


def answered(event: Any, choice: Any) -> Text:
    """An answer to an event: ``Strike at Aktau: Promise wages``."""
    return say("{event}: {choice}", event=called(event), choice=called(choice))


def befallen(cause: str, project: Any) -> Text:
    """What happened to a project: ``project delivered: Magnet recycling``."""
    return say("{cause}: {project}", cause=Text(cause), project=called(project))


def in_general(cause: str) -> str:
    """A cause without the project that it names, for sums over a whole campaign."""
    if cause.startswith(RETURNED):
        whole = in_general(cause[len(RETURNED) :])
        return cause if whole == cause[len(RETURNED) :] else say("returned: {cause}", cause=whole)
    head = cause.partition(": ")[0]
    return Text(head) if head in OF_PROJECTS else cause


MANY = {
    DELIVERED: "{count} projects delivered",
    DEAD_LETTER: "{count} memoranda lapsed",
    COLLAPSED: "prices collapsed for {count} projects",
    BROKEN: "resource nationalism against {count} projects",
    OUTBID: "{count} contests lost",
    CLOSED: "{count} financial closes",
    BUILT: "construction of {count} projects",
}
"""What happens to single projects -> the same of several."""


def of_several(cause: str, count: int) -> Text:
    """A cause in general, of so many projects; for other causes than theirs the count means nothing."""
    return say(MANY[cause], count=count) if cause in MANY else Text(cause)


def strategy(scenario: IndexedScenario, spec: str) -> Text:
    """A strategy by the name under which it is chosen; other languages have its display name."""
    found = scenario.file.strategy.get(spec)
    return Text(spec) if found is None or not found.name_ja else named(spec, found.name_ja)


def when(quarter: str) -> Text:
    """The calendar name of a turn: ``2026Q1``, ``2026H1``, ``2026``."""
    for form, template in TURN_NAMES:
        if found := form.fullmatch(quarter):
            return say(template, year=found[1], part=found[2])
    return say("{year}", year=quarter)


def caused(scenario: IndexedScenario, cause: str) -> Text:
    """A cause of the ledger in words: a kind of move, an event, an answer, or a rule's own constant."""
    if cause.startswith(RETURNED):
        return say("returned: {cause}", cause=caused(scenario, cause[len(RETURNED) :]))
    return _causes(scenario).get(cause) or Text(cause)


@lru_cache(maxsize=16)
def _causes(scenario: IndexedScenario) -> dict[str, Text]:
    return {str(text): text for text in _named_causes(scenario)}


def _named_causes(scenario: IndexedScenario) -> Iterator[Text]:
    """Everything that the scenario itself brings into the ledger as a cause."""
    for event in scenario.file.event.values():
        yield called(event)
        for choice in event.choices.values():
            yield answered(event, choice)
    for kind in scenario.file.kind.values():
        yield called(kind)
    for project in scenario.file.project.values():
        yield from (befallen(cause, project) for cause in OF_PROJECTS)
