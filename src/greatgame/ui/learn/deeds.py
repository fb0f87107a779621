"""What the player has done: the conditions on which steps of the guide are over."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from types import MappingProxyType
from typing import TYPE_CHECKING

from greatgame.ui.kit import AccountView, Widget
from greatgame.ui.room.screen import RoomScreen
from greatgame.views.events import event_cards
from greatgame.views.readings import Readings

if TYPE_CHECKING:
    from greatgame.session import Session
    from greatgame.ui.app import App


CHALLENGE = "escalation"
"""Layer that shows a challenged move."""


@dataclass(frozen=True)
class Before:
    """How things stood when a step began."""

    lens: str = ""
    subject: str = ""
    queue: tuple[tuple[str, int], ...] = ()
    turn: int = 0
    foretold: int = 0


class Sight:
    """What can be seen of the game from above the chart room."""

    def __init__(self, app: App) -> None:
        self.app = app

    @property
    def session(self) -> Session:
        """The campaign's session."""
        assert self.app.campaign is not None
        return self.app.campaign.session

    @property
    def room(self) -> RoomScreen | None:
        """The chart room, if it is shown."""
        screen = self.app.screen
        return screen if isinstance(screen, RoomScreen) else None

    @property
    def queue(self) -> tuple[tuple[str, int], ...]:
        """The orders of the open turn."""
        return tuple((row.order, row.amount) for row in self.session.queue)

    @property
    def opened(self) -> list[str]:
        """Names of the layers above the screen, and of the screen."""
        return [self.app.ui.root.name, *(layer.name or type(layer).__name__ for layer in self.app.ui.layers)]

    @property
    def account(self) -> AccountView | None:
        """The ledger that is open on top."""
        top = self.app.ui.top
        return top if isinstance(top, AccountView) else None

    @property
    def foretold(self) -> int:
        """Statements that the player has given a probability."""
        return sum(part.answer is not None for part in self.session.predictions)

    def moved(self) -> list[str]:
        """Hosts whose trust one of the player's orders of the last turn has moved."""
        session = self.session
        if not session.history:
            return []
        readings = Readings(session)
        paths = {host: f"trust.{host}.{session.player}" for host in session.scenario.names.hosts}
        return [host for host, path in paths.items() if any(row.mine for row in readings.figure(path).account().lines)]

    def before(self) -> Before:
        """How things stand now."""
        room = self.room
        return Before(
            lens="" if room is None else room.lens,
            subject="" if room is None else room.subject,
            queue=self.queue,
            turn=self.session.turn,
            foretold=self.foretold,
        )


def named(names: Iterable[str], patterns: Iterable[str]) -> bool:
    """Whether any name is meant by any pattern."""
    return any(fnmatchcase(name, pattern) for name in names for pattern in patterns)


def _read(sight: Sight, before: Before, of: tuple[str, ...]) -> bool:
    """Never by itself: the guide has a button for it."""
    return False


def _tip(sight: Sight, before: Before, of: tuple[str, ...]) -> bool:
    tip = sight.app.ui.tooltip
    return (tip.visible and tip.figure is not None) or sight.account is not None


def _account(sight: Sight, before: Before, of: tuple[str, ...]) -> bool:
    return sight.account is not None


def _effect(sight: Sight, before: Before, of: tuple[str, ...]) -> bool:
    """A ledger with a line of one's own, or any where no trust has moved by an order of one's own."""
    view = sight.account
    if view is None:
        return False
    return any(line.mine for line in view.shown.account().lines) or not sight.moved()


def _closed(sight: Sight, before: Before, of: tuple[str, ...]) -> bool:
    return sight.room is not None and not sight.app.ui.layers


def _lens(sight: Sight, before: Before, of: tuple[str, ...]) -> bool:
    return sight.room is not None and sight.room.lens != before.lens


def _queued(sight: Sight, before: Before, of: tuple[str, ...]) -> bool:
    return sum(units for _, units in sight.queue) > sum(units for _, units in before.queue)


def _undone(sight: Sight, before: Before, of: tuple[str, ...]) -> bool:
    return sight.queue != before.queue and sight.session.redoable


def _opened(sight: Sight, before: Before, of: tuple[str, ...]) -> bool:
    return named(sight.opened, of)


def _foretold(sight: Sight, before: Before, of: tuple[str, ...]) -> bool:
    return sight.foretold > before.foretold


def _turned(sight: Sight, before: Before, of: tuple[str, ...]) -> bool:
    return sight.session.turn > before.turn


def _gone(sight: Sight, before: Before, of: tuple[str, ...]) -> bool:
    return not named(sight.opened, of)


def _answered(sight: Sight, before: Before, of: tuple[str, ...]) -> bool:
    cards = event_cards(Readings(sight.session))
    return any(choice.queued for card in cards if card.mine for choice in card.choices)


Deed = Callable[[Sight, Before, tuple[str, ...]], bool]

DEEDS: Mapping[str, Deed] = MappingProxyType(
    {
        "read": _read,
        "tip": _tip,
        "account": _account,
        "effect": _effect,
        "closed": _closed,
        "lens": _lens,
        "queued": _queued,
        "undone": _undone,
        "opened": _opened,
        "foretold": _foretold,
        "turned": _turned,
        "gone": _gone,
        "answered": _answered,
    }
)
"""Name -> whether the player has done it since the step began."""


def _event(sight: Sight) -> bool:
    cards = event_cards(Readings(sight.session))
    return any(card.mine and not any(choice.queued for choice in card.choices) for card in cards)


def _challenge(sight: Sight) -> bool:
    return CHALLENGE in sight.opened


def _answers_to(action: str) -> Callable[[Sight], bool]:
    return lambda sight: sight.room is not None and action in sight.room.actions()


NEEDS: Mapping[str, Callable[[Sight], bool]] = MappingProxyType(
    {
        "": lambda sight: True,
        "event": _event,
        "challenge": _challenge,
        "wind-tunnel": _answers_to("wind-tunnel"),
        "advisors": _answers_to("advisors"),
        "predictions": _answers_to("predict"),
    }
)
"""Name -> whether there is something to do the step with."""


ALL = "**"
"""Ending of a pattern that means all widgets of it; other patterns mean the first."""


def found(top: Widget, patterns: Iterable[str]) -> list[Widget]:
    """What the first pattern means that means anything."""
    for pattern in patterns:
        rows = [widget for widget in top.walk() if fnmatchcase(widget.name, pattern) and widget.rect.width > 0]
        if rows:
            return rows if pattern.endswith(ALL) else rows[:1]
    return []
