"""What stands above the screen: tips, dialogues, accounts of figures, and things told in passing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import pygame

from greatgame.ui.kit import paint
from greatgame.ui.kit.account import account_lines, figure_heading
from greatgame.ui.kit.controls import Button
from greatgame.ui.kit.labels import BODY, Icon, Rich, Title
from greatgame.ui.kit.outline import words
from greatgame.ui.kit.scroll import Scroll
from greatgame.ui.kit.widget import Column, Panel, Row, Spacer, Widget

if TYPE_CHECKING:
    from greatgame.ui.kit.context import Ui
    from greatgame.views.figures import Figure

TIP_WIDTH = 380
ACCOUNT_DELAY = 0.35
"""Seconds after which a tip goes on to what the figure is made of."""


class ToolTip:
    """What a widget says of itself: value, unit, scope and threshold at once, then the account."""

    def __init__(self) -> None:
        self.visible = False
        self.figure: Figure | None = None
        self._panel: Panel | None = None
        self._of: Widget | None = None

    def hide(self) -> None:
        """Take it away."""
        self.visible, self.figure, self._panel, self._of = False, None, None, None

    def show(self, ui: Ui, widget: Widget, pinned: bool = False) -> None:
        """Show what ``widget`` says; with ``pinned`` the account at once."""
        self.visible, self.figure, self._of = True, widget.figure, widget
        self._build(ui, with_account=pinned)
        if self.figure is not None and not pinned:
            ui.after(ACCOUNT_DELAY, lambda: self._go_on(ui, widget))
        ui.redraw()

    def _go_on(self, ui: Ui, widget: Widget) -> None:
        if self.visible and self._of is widget:
            self._build(ui, with_account=True)
            ui.redraw()

    def _build(self, ui: Ui, with_account: bool) -> None:
        assert self._of is not None
        parts: list[Widget] = []
        if self.figure is not None:
            parts += figure_heading(ui, self.figure)
            if with_account:
                parts += account_lines(ui, self.figure.account(), most=9)
            parts.append(Rich(ui.say("kit-tip-open", stroke=ui.key("why")), size=14, ink="muted"))
        if said := self._of.said():
            parts.insert(0, Rich(said, size=15))
        self._panel = Panel(parts, gap=6, pad=12, ground="raised", edge="edge")
        width = ui.px(TIP_WIDTH)
        if self.figure is None:
            width = min(width, self._panel.size(ui, width)[0] + ui.px(2))
        height = self._panel.size(ui, width)[1]
        self._panel.layout(ui, self._beside(ui, self._of.rect, width, height))

    @staticmethod
    def _beside(ui: Ui, rect: pygame.Rect, width: int, height: int) -> pygame.Rect:
        """Under the widget, or above it where there is no room."""
        gap = ui.px(6)
        top = rect.bottom + gap
        if top + height > ui.screen.bottom:
            top = max(ui.screen.top + gap, rect.top - gap - height)
        left = min(max(rect.left, ui.screen.left + gap), ui.screen.right - width - gap)
        return pygame.Rect(left, top, width, height)

    def said(self, ui: Ui) -> str:
        """What it says, line by line; nothing while it is hidden."""
        if not self.visible or self._panel is None:
            return ""
        return "\n".join(filter(None, (words(ui, widget) for widget in self._panel.walk())))

    def draw(self, ui: Ui, surface: pygame.Surface) -> None:
        """Draw it, if there is something to say."""
        if self.visible and self._panel is not None:
            paint.shadow(surface, self._panel.rect, ui.px(8))
            self._panel.draw(ui, surface)


class Toast(Widget):
    """Something told in passing, at the foot of the window."""

    def __init__(self, text: str, icon: str) -> None:
        super().__init__()
        self.text = text
        line = Rich(text, size=BODY)
        self._panel = Panel([Row([Icon(icon), line.growing()], gap=10)], ground="raised", edge="accent", pad=10)
        self._line = line

    def place(self, ui: Ui, bottom: int) -> int:
        """Take a place above ``bottom``; returns where the next one may end."""
        widest = min(ui.px(560), ui.screen.width - ui.px(40))
        width = min(widest, self._line.size(ui, widest)[0] + ui.px(56))
        height = self._panel.size(ui, width)[1]
        rect = pygame.Rect(0, 0, width, height)
        rect.midbottom = ui.screen.centerx, bottom
        self._panel.layout(ui, rect)
        return rect.top - ui.px(8)

    @property
    def place_taken(self) -> pygame.Rect:
        """Where it lies."""
        return self._panel.rect

    def draw(self, ui: Ui, surface: pygame.Surface) -> None:
        paint.shadow(surface, self._panel.rect, ui.px(8))
        self._panel.draw(ui, surface)


class Companion(Widget):
    """Stands above everything and shares the input with the top layer, such as a guide."""

    def leaves(self, ui: Ui) -> pygame.Rect:
        """What of the window it leaves to dialogues, asked before they are laid out."""
        return ui.screen


class Modal(Widget):
    """A dialogue in the middle of the window; what is behind it rests.

    Escape closes it where ``closable`` is set; ``on_close`` is told.
    """

    layered = True

    def __init__(
        self,
        title: str,
        content: Iterable[Widget],
        *,
        width: int = 600,
        icon: str | None = None,
        actions: Iterable[Widget] = (),
        closable: bool = True,
        on_close: Callable[[], None] | None = None,
        name: str = "",
    ) -> None:
        super().__init__(name=name)
        self.wide, self.closable, self.on_close = width, closable, on_close
        self.body = Scroll(Column(content, gap=10))
        head: list[Widget] = [Icon(icon, size=24)] if icon else []
        head.append(Title(title).growing())
        self.head = Row(head, gap=10)
        buttons = list(actions)
        self.foot = Row([Spacer(), *buttons], gap=10)
        self.foot.visible = bool(buttons)
        self.panel = Panel([self.head, self.body, self.foot], gap=14, pad=20, edge="accent", radius=12)
        self.children = [self.panel]

    def layout(self, ui: Ui, rect: pygame.Rect) -> None:
        self.rect = pygame.Rect(rect)
        width = min(ui.px(self.wide), ui.free.width - ui.px(32))
        inner = width - 2 * ui.px(20)
        height = ui.measured(self.body.children[0], inner)[1] + 2 * ui.px(20)
        for part in (self.head, self.foot):
            if part.visible:
                height += ui.measured(part, inner)[1] + ui.px(14)
        panel = pygame.Rect(0, 0, width, min(height, ui.free.height - ui.px(32)))
        panel.center = ui.free.center
        self.panel.layout(ui, panel)

    def draw(self, ui: Ui, surface: pygame.Surface) -> None:
        veil = pygame.Surface(self.rect.size, pygame.SRCALPHA)
        veil.fill((*ui.theme.shadow, 150))
        surface.blit(veil, self.rect)
        paint.shadow(surface, self.panel.rect, ui.px(12))
        super().draw(ui, surface)

    def on_press(self, ui: Ui, place: tuple[int, int]) -> bool:
        if self.closable and not self.panel.rect.collidepoint(place):
            self.close(ui)
        return True

    def on_key(self, ui: Ui, key: str) -> bool:
        if key == "escape" and self.closable:
            self.close(ui)
            return True
        return False

    def on_action(self, ui: Ui, action: str) -> bool:
        # What is behind a dialogue rests; help and the looks of the window stay within reach.
        return action not in ("help", "full-screen", "larger", "smaller")

    def close(self, ui: Ui) -> None:
        """Take it away."""
        ui.pop(self)
        if self.on_close is not None:
            self.on_close()


class AccountView(Modal):
    """What a figure is made of, line by line; lines that are figures themselves open in turn."""

    def __init__(self, ui: Ui, figure: Figure) -> None:
        self.trail = [figure]
        super().__init__(figure.title, [], width=640, icon="list")
        self._fill(ui)

    @property
    def shown(self) -> Figure:
        """The figure that is open."""
        return self.trail[-1]

    def go(self, ui: Ui, figure: Figure) -> None:
        """Open a figure within."""
        self.trail.append(figure)
        self._fill(ui)
        ui.refreshed()
        ui.input.focus_first(self)

    def back(self, ui: Ui) -> None:
        """Return to the figure before, or close."""
        if len(self.trail) == 1:
            self.close(ui)
            return
        self.trail.pop()
        self._fill(ui)
        ui.refreshed()
        ui.input.focus_first(self)

    def on_key(self, ui: Ui, key: str) -> bool:
        if key in ("escape", "backspace"):
            self.back(ui)
            return True
        return False

    def _fill(self, ui: Ui) -> None:
        figure = self.shown
        self.topic = f"figure:{figure.path}" if figure.path else ""
        parts: list[Widget] = [*figure_heading(ui, figure, titled=False)]
        parts += account_lines(ui, figure.account(), opens=lambda inner: self.go(ui, inner))
        self.head.children[-1] = Title(figure.title).growing()
        self.body.children[0] = Column(parts, gap=8)
        self.body.offset = 0
        buttons: list[Widget] = [Spacer()]
        if len(self.trail) > 1:
            buttons.append(Button(ui.say("kit-back"), lambda: self.back(ui), icon="chevron-left"))
        buttons.append(Button(ui.say("kit-close"), lambda: self.close(ui), name="first"))
        self.foot.children = buttons
        self.foot.visible = True
