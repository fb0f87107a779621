"""Names of keys, and the one table of which key does what."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import pygame

SPELLED: Mapping[str, str] = MappingProxyType(
    {"return": "enter", "keypad enter": "enter", "[+]": "+", "[-]": "-", "keypad +": "+", "keypad -": "-", "=": "+"}
)
"""What pygame calls a key -> what it is called here; ``=`` is where ``+`` is on many keyboards."""

DEFAULT_KEYS: Mapping[str, str] = MappingProxyType(
    {
        "help": "f1",
        "palette": "ctrl+k",
        "full-screen": "f11",
        "larger": "ctrl++",
        "smaller": "ctrl+-",
        "commit": "enter",
        "undo": "ctrl+z",
        "redo": "ctrl+y",
        "why": "y",
        "how": "h",
        "ledger": "l",
        "advisors": "a",
        "draft": "d",
        "wind-tunnel": "w",
        "compare": "b",
        "predict": "p",
        "table": "v",
        "quick-save": "f5",
        "quick-load": "f9",
        "lens-1": "1",
        "lens-2": "2",
        "lens-3": "3",
        "lens-4": "4",
        "lens-5": "5",
        "lens-6": "6",
        "lens-7": "7",
        "back": "escape",
    }
)
"""Action -> key; players may lay them otherwise in the settings, screens ask for actions only."""

FIXED = frozenset({"tab", "shift+tab", "up", "down", "left", "right", "space", "escape", "home", "end"})
"""Keys that move the focus and work widgets; no action may be laid on them."""


def key_name(event: pygame.Event) -> str:
    """A key with its modifiers, such as ``ctrl+z`` or ``shift+tab``."""
    name = pygame.key.name(event.key).lower()
    name = SPELLED.get(name, name)
    if name == ";" and event.mod & pygame.KMOD_SHIFT:
        # Where Japanese keyboards have it.
        name = "+"
    if name in ("left ctrl", "right ctrl", "left shift", "right shift", "left alt", "right alt", ""):
        return ""
    parts = [name]
    if event.mod & pygame.KMOD_SHIFT and name != "+":
        parts.insert(0, "shift")
    if event.mod & pygame.KMOD_ALT:
        parts.insert(0, "alt")
    if event.mod & (pygame.KMOD_CTRL | pygame.KMOD_META):
        parts.insert(0, "ctrl")
    return "+".join(parts)


def key_label(name: str) -> str:
    """A key as people read it: ``Ctrl+Z``."""
    if name.endswith("++"):
        return key_label(name[:-2] + "+plus").replace("Plus", "+")
    return "+".join(part.capitalize() if part else "+" for part in name.split("+"))
