"""A screen without hardware (Xvfb), its mouse and its keyboard."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time

import pygame
from Xlib import XK, X
from Xlib.display import Display
from Xlib.ext import xtest

SIZE = (1280, 720)
KEYS = {
    "enter": "Return", "tab": "Tab", "escape": "Escape", "space": "space", "backspace": "BackSpace",
    "up": "Up", "down": "Down", "left": "Left", "right": "Right", "home": "Home", "end": "End",
    "page up": "Prior", "page down": "Next", "ctrl": "Control_L", "shift": "Shift_L", "alt": "Alt_L",
    "-": "minus", "+": "plus", ".": "period", "/": "slash", " ": "space",
}  # fmt: skip
"""Our name of a key -> the X server's."""


def missing() -> str:
    """Why there can be no desk on this machine, or nothing."""
    if not sys.platform.startswith("linux"):
        return "a desk without hardware is made of Xvfb, which is for Linux"
    return "" if shutil.which("Xvfb") else "Xvfb is not installed (apt install xvfb)"


class Desk:
    """A screen with a mouse and a keyboard."""

    def __init__(self) -> None:
        read, write = os.pipe()
        screen = f"{SIZE[0]}x{SIZE[1]}x24"
        self._server = subprocess.Popen(
            # Keys do not repeat by themselves (-r): on a busy machine a short stroke may look like a long one.
            ["Xvfb", "-displayfd", str(write), "-screen", "0", screen, "-nolisten", "tcp", "-noreset", "-r"],
            pass_fds=[write],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(write)
        with os.fdopen(read) as told:
            number = told.readline().strip()
        if not number:
            raise RuntimeError("Xvfb found no free display")
        self.name = f":{number}"
        self.display = Display(self.name)
        self.root = self.display.screen().root

    def close(self) -> None:
        """Switch the screen off."""
        self.display.close()
        self._server.terminate()
        self._server.wait(10)

    # The mouse

    def point(self, place: tuple[int, int]) -> None:
        """Move the mouse somewhere."""
        xtest.fake_input(self.display, X.MotionNotify, x=place[0], y=place[1])
        self.display.sync()

    def button(self, number: int = 1) -> None:
        """Press a button of the mouse and let go; 4 and 5 turn the wheel up and down."""
        xtest.fake_input(self.display, X.ButtonPress, number)
        xtest.fake_input(self.display, X.ButtonRelease, number)
        self.display.sync()

    # The keyboard

    def strike(self, key: str) -> None:
        """Strike a key such as ``enter``, ``a``, ``A`` or ``ctrl+z``."""
        *held, last = key.split("+") if len(key) > 1 else [key]
        if len(last) == 1 and last.isupper():
            held.append("shift")
        codes = [self._code(name) for name in (*held, last)]
        for code in codes:
            xtest.fake_input(self.display, X.KeyPress, code)
        for code in reversed(codes):
            xtest.fake_input(self.display, X.KeyRelease, code)
        self.display.sync()
        # Struck again within 2 ms, a key would be taken for one that is held and repeats.
        time.sleep(0.005)

    def _code(self, name: str) -> int:
        spelled = KEYS.get(name, name.upper() if name[0] == "f" and name[1:].isdecimal() else name)
        symbol = XK.string_to_keysym(spelled)
        code: int = self.display.keysym_to_keycode(symbol)
        if not code:
            raise KeyError(f"this keyboard has no key {name!r}")
        return code

    def focus(self) -> bool:
        """Give the keyboard to the window that is shown, as a window manager would; False while there is none."""
        shown = [child for child in self.root.query_tree().children if child.get_attributes().map_state == X.IsViewable]
        for window in shown:
            window.set_input_focus(X.RevertToParent, X.CurrentTime)
        self.display.sync()
        return bool(shown)

    # What is to be seen

    def picture(self) -> pygame.Surface:
        """The screen as it is now."""
        image = self.root.get_image(0, 0, *SIZE, X.ZPixmap, 0xFFFFFFFF)
        return pygame.image.frombuffer(bytes(image.data), SIZE, "BGRA")
