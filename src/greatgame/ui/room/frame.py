"""Where the panels of the chart room lie, at every size of the window and every scale."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import pygame

from greatgame.ui.kit import Tabs, Ui, Widget

TOP, LEFT, RIGHT, BOTTOM = 44, 288, 336, 206
"""Heights and widths of the panels at 1280 x 720, in units of the kit."""
WIDE, MEDIUM = (1180, 640), (820, 420)
"""Units from which all panels, or the inspector beside one other, have places of their own."""
STRIP, GUTTER, COMMIT = 40, 3, 46

MAIN = ("map", "left", "queue", "forecast", "advisors")
"""Panels that take turns where there is no room for all."""


def mode_of(width: float, height: float) -> str:
    """``wide``, ``medium`` or ``narrow`` for a window of so many units."""
    if width >= WIDE[0] and height >= WIDE[1]:
        return "wide"
    return "medium" if width >= MEDIUM[0] and height >= MEDIUM[1] else "narrow"


def places(width: float, height: float, shown: str = "map") -> dict[str, tuple[float, float, float, float]]:
    """Left, top, width and height in units of every panel that is seen; ``strip`` stands for the tabs of the others.

    Args:
        width: of the window.
        height: of the window.
        shown: the panel chosen where panels take turns.
    """
    mode = mode_of(width, height)
    if mode == "wide":
        return _wide(width, height)
    found = {"top": (0.0, 0.0, width, float(TOP))}
    begin, rest = float(TOP + STRIP), height - TOP - STRIP
    if mode == "medium":
        main = width - RIGHT
        found["strip"] = (0.0, float(TOP), main, float(STRIP))
        found["inspector"] = (main, float(TOP), float(RIGHT), height - TOP - COMMIT)
        found["commit"] = (main, height - COMMIT, float(RIGHT), float(COMMIT))
        found[shown if shown in MAIN else "map"] = (0.0, begin, main, rest)
    else:
        found["strip"] = (0.0, float(TOP), width, float(STRIP))
        found["commit"] = (0.0, height - COMMIT, width, float(COMMIT))
        found[shown] = (0.0, begin, width, rest - COMMIT)
    return found


def _wide(width: float, height: float) -> dict[str, tuple[float, float, float, float]]:
    """All panels; what a larger window has more goes to the map first."""
    left = min(LEFT + 0.15 * max(0.0, width - 1280), 380.0)
    right = min(RIGHT + 0.2 * max(0.0, width - 1280), 480.0)
    bottom = min(BOTTOM + 0.25 * max(0.0, height - 720), 300.0)
    middle, high = width - left - right, height - TOP - bottom
    foot = height - bottom
    return {
        "top": (0.0, 0.0, width, float(TOP)),
        "left": (0.0, float(TOP), left, high),
        "map": (left, float(TOP), middle, high),
        "inspector": (left + middle, float(TOP), right, high),
        "queue": (0.0, foot, left, bottom),
        "forecast": (left, foot, middle, bottom),
        "advisors": (left + middle, foot, right, bottom - COMMIT),
        "commit": (left + middle, height - COMMIT, right, float(COMMIT)),
    }


class Frame(Widget):
    """All panels of the room; those without a place take turns behind tabs."""

    def __init__(
        self,
        panels: Mapping[str, Widget],
        titles: Mapping[str, str],
        shown: str,
        show: Callable[[str], None],
    ) -> None:
        super().__init__(name="room")
        self.panels, self.titles, self.shown, self.show = dict(panels), titles, shown, show
        self.tabs: Tabs | None = None
        self.children = list(self.panels.values())

    def deck(self, width: float, height: float) -> Sequence[str]:
        """Panels behind tabs at a size, in order."""
        mode = mode_of(width, height)
        return () if mode == "wide" else MAIN if mode == "medium" else (*MAIN[:2], "inspector", *MAIN[2:])

    def layout(self, ui: Ui, rect: pygame.Rect) -> None:
        self.rect = pygame.Rect(rect)
        width, height = rect.width / ui.scale, rect.height / ui.scale
        deck = self.deck(width, height)
        shown = self.shown if self.shown in deck else "map"
        found = places(width, height, shown)
        for name, panel in self.panels.items():
            panel.visible = name in found
            if panel.visible:
                panel.layout(ui, self._pixels(ui, found[name], 0 if name == "top" else GUTTER))
        self.children = [*self.panels.values()]
        if deck:
            tabs = [(self.titles[name], None) for name in deck]
            self.tabs = Tabs(tabs, deck.index(shown), lambda number: self.show(deck[number]), name="room tabs")
            self.tabs.layout(ui, self._pixels(ui, found["strip"], GUTTER))
            self.children.insert(1, self.tabs)

    def passing_ends(self) -> int:
        """Above the figures at the foot; the map can spare a strip for a moment."""
        strip = self.panels.get("forecast")
        beside = strip is not None and strip.visible and self.panels["map"].visible
        return strip.rect.top if beside and strip is not None else self.rect.bottom

    @staticmethod
    def _pixels(ui: Ui, place: tuple[float, float, float, float], gutter: int) -> pygame.Rect:
        left, top, width, height = place
        edges = [round(edge * ui.scale) for edge in (left, top, left + width, top + height)]
        inset = ui.px(gutter)
        return pygame.Rect(
            edges[0] + inset, edges[1] + inset, edges[2] - edges[0] - 2 * inset, edges[3] - edges[1] - 2 * inset
        )
