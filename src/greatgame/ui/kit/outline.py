"""What the window shows, in a file: for tests that use it as a person does, and for assistive tools.

The file is read only from outside: nothing that is written into it changes the
game.  It is replaced whole, so that a reader never sees a part of it::

    {"screen": "title", "layers": ["Modal"], "beside": [], "focus": "first", "busy": false,
     "frames": 12, "heard": {"key": 3, "pointer": 0, "move": 0},
     "tooltip": "", "toasts": [], "truncated": [],
     "widgets": [{"name": "title:play", "kind": "Button", "text": "Play", "layer": 0,
                  "rect": [904, 120, 352, 56], "seen": [904, 120, 352, 56],
                  "stop": true, "usable": true, "why_not": "", "figure": false, "chosen": 0, "parts": []}, ...]}

``layer`` 0 is the screen, above it dialogues and menus; the highest layer has the
input.  ``rect`` is where a widget is, ``seen`` the part of it that can be seen and
clicked; ``parts`` are the places of tabs and
``chosen`` says which one is open.  ``heard`` counts what the window has dealt with: whoever sent a key knows
from it that the window is done with it.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pygame

from greatgame.ui.kit.controls import Tabs
from greatgame.ui.kit.labels import Rich
from greatgame.ui.kit.scroll import Scroll
from greatgame.ui.kit.widget import Widget
from greatgame.ui.kit.words import plain

if TYPE_CHECKING:
    from greatgame.ui.kit.context import Ui

PAUSE = 0.1
"""Seconds between two outlines while something moves on the screen."""


def outline(ui: Ui) -> dict[str, Any]:
    """What is shown, as the file has it."""
    ui.settle()
    focus, beside = ui.focus, ui.companion
    return {
        "screen": ui.root.name or type(ui.root).__name__,
        "layers": [layer.name or type(layer).__name__ for layer in ui.layers],
        "beside": list(beside.rect) if beside is not None and beside.visible else [],
        "focus": "" if focus is None else focus.name,
        "busy": ui.time.busy,
        "frames": ui.frames,
        "heard": dict(ui.input.heard),
        "tooltip": ui.tooltip.said(ui),
        "toasts": [toast.text for toast in ui.toasts],
        "truncated": ui.truncated,
        "widgets": [
            _row(ui, widget, seen, layer) for layer, top in _layers(ui) for widget, seen in _seen(top, ui.screen)
        ],
    }


def _layers(ui: Ui) -> list[tuple[int, Widget]]:
    """Screen and layers with their numbers; the companion shares that of the highest."""
    beside = ui.companion
    return [*enumerate([ui.root, *ui.layers]), *([(len(ui.layers), beside)] if beside and beside.visible else [])]


def _seen(widget: Widget, clip: pygame.Rect) -> Iterator[tuple[Widget, pygame.Rect]]:
    """Widgets in order of reading, each with the part that can be seen."""
    seen = widget.rect.clip(clip)
    yield widget, seen
    within = seen if isinstance(widget, Scroll) else clip
    for child in widget.children:
        if child.visible:
            yield from _seen(child, within)


def _row(ui: Ui, widget: Widget, seen: pygame.Rect, layer: int) -> dict[str, Any]:
    why_not = getattr(widget, "why_not", "")
    return {
        "name": widget.name,
        "kind": type(widget).__name__,
        "text": words(ui, widget),
        "layer": layer,
        "rect": list(widget.rect),
        "seen": list(seen),
        "stop": bool(widget.focusable),
        "usable": widget.enabled and not why_not,
        "why_not": why_not,
        "figure": widget.figure is not None,
        "chosen": chosen if isinstance(chosen := getattr(widget, "chosen", 0), int) else 0,
        "parts": [list(rect) for rect in widget.places(ui)] if isinstance(widget, Tabs) else [],
    }


def words(ui: Ui, widget: Widget) -> str:
    """What a widget says, itself, without what stands inside."""
    if isinstance(widget, Rich):
        return plain(widget.spans(ui))
    if isinstance(widget, Tabs):
        return "\n".join(text for text, _ in widget.tabs)
    text = getattr(widget, "text", "")
    if not text and widget.figure is not None:
        text = f"{ui.tell(widget.figure.text)} {ui.tell(widget.figure.unit)}".rstrip()
    return ui.tell(text) if isinstance(text, str) else ""


class OutlineFile:
    """Keeps a file up to date with what a window shows."""

    def __init__(self, ui: Ui, path: Path) -> None:
        self.ui, self.path = ui, path
        self._told: tuple[object, ...] = ()
        self._written = 0.0

    def look(self) -> None:
        """Write the file if something has changed; while something moves, only now and then."""
        ui = self.ui
        now = (ui.frames, ui.time.busy, *ui.input.heard.values())
        if now == self._told:
            return
        if ui.time.animating and ui.time.clock() - self._written < PAUSE:
            return
        self._told, self._written = now, ui.time.clock()
        draft = self.path.with_name(f".{self.path.name}.draft")
        # A full disk takes nothing from the game: the outline is old then, and written again at the next change.
        with contextlib.suppress(OSError):
            draft.write_text(json.dumps(outline(ui), ensure_ascii=False), encoding="utf-8")
            os.replace(draft, self.path)
