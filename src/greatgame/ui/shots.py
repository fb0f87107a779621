"""Pictures of every screen and state, for ``play --shot``, for review and for tests.

A screen's module registers its states::

    @shot("room-orders", campaign="quick", turns=2)
    def _orders(app: App) -> None:
        app.go("room")            # app.campaign is at the third turn of the scenario

What the function leaves behind is drawn.  The module stands in
:data:`greatgame.ui.routes.PICTURED`.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import pygame

from greatgame.session import Session
from greatgame.text import LANGUAGES
from greatgame.ui.campaign import Campaign
from greatgame.ui.home import HOME
from greatgame.ui.routes import PICTURED

if TYPE_CHECKING:
    from greatgame.ui.app import App

SEED = 7
Stage = Callable[["App"], None]


@dataclass(frozen=True)
class Shot:
    """A state of a screen that can be drawn."""

    name: str
    stage: Stage
    campaign: str | None
    """Scenario of the campaign that is open; None: none is."""
    turns: int
    strategy: str


SHOTS: dict[str, Shot] = {}


def shot(
    name: str, *, campaign: str | None = None, turns: int = 0, strategy: str = "all-round"
) -> Callable[[Stage], Stage]:
    """Register a state.

    Args:
        name: of the picture's file.
        campaign: scenario to be played; ``turns`` of it are played by ``strategy`` first.
    """

    def register(stage: Stage) -> Stage:
        SHOTS[name] = Shot(name, stage, campaign, turns, strategy)
        return stage

    return register


def all_shots() -> list[Shot]:
    """Every registered state, in order of the modules."""
    for module in PICTURED:
        import_module(f"greatgame.ui.{module}")
    return list(SHOTS.values())


@lru_cache(maxsize=8)
def _played(scenario: str, turns: int, strategy: str) -> Session:
    """A human's session in which the orders of a strategy were given."""
    guide = Session.new(scenario, SEED, strategy)
    session = Session.new(guide.scenario, SEED)
    for _ in range(min(turns, session.scenario.turns)):
        guide.advance()
        for row in guide.history[-1].orders:
            if row.actor == session.player:
                session.submit(row.order, int(row.amount))
        session.advance()
    return session


@contextmanager
def own_home() -> Iterator[Path]:
    """A home of its own for pictures: the player's saves and settings are neither shown nor touched."""
    before = os.environ.get(HOME)
    with tempfile.TemporaryDirectory() as folder:
        os.environ[HOME] = folder
        try:
            yield Path(folder)
        finally:
            if before is None:
                del os.environ[HOME]
            else:
                os.environ[HOME] = before


def staged(
    shot: Shot,
    language: str = "en",
    scale: float = 1.0,
    size: tuple[int, int] = (1280, 720),
    palette: str | None = None,
    pictured: bool = True,
    whole: bool = False,
) -> App:
    """An application without a window in the state of a shot; call it within :func:`own_home`.

    With ``pictured`` what is worked out beside the window is there at once, which takes its time;
    with ``whole`` from as many futures as the game plays.
    """
    # Dialogues of the application register pictures here: imported at the top, the two modules would need each other.
    from greatgame.ui.app import App

    app = App(size, language=language, scale=scale, open_window=False)
    app.pictured, app.whole = pictured, whole
    if palette is not None:
        app.change(palette=palette)
    if shot.campaign is not None:
        session = _played(shot.campaign, shot.turns, shot.strategy).fork()
        app.campaign = Campaign(session, app.shelf)
    app.stack.clear()
    app.ui.toasts.clear()
    shot.stage(app)
    return app


def drawn(app: App) -> pygame.Surface:
    """The picture of an application; what did not fit is in ``app.ui.truncated``."""
    surface = pygame.Surface(app.ui.screen.size)
    app.ui.draw(surface)
    return surface


def save_all(folder: Path, size: tuple[int, int], scale: float, told: Callable[[str], None]) -> int:
    """Draw every state in every language to PNG files; the number of files."""
    os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
    pygame.display.init()
    pygame.display.set_mode(size)
    count = 0
    for row in all_shots():
        for language in LANGUAGES:
            path = folder / f"{row.name}-{language}.png"
            with own_home():
                pygame.image.save(drawn(staged(row, language, scale, size, whole=True)), path)
            told(str(path))
            count += 1
    pygame.display.quit()
    return count
