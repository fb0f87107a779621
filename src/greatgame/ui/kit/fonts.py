"""The shipped font and icons, as surfaces that are made once and kept."""

from __future__ import annotations

import io
import struct
from collections import OrderedDict
from pathlib import Path

import pygame

from greatgame.errors import GreatGameError
from greatgame.paths import data_dir
from greatgame.ui.kit.theme import Colour

KEPT = 4000
"""Texts and icons that are kept as surfaces."""
FILES = {False: "GameSans-Regular.ttf", True: "GameSans-Bold.ttf"}


_WIDTHS: dict[tuple[str, int, bool], int] = {}
"""Pixels that texts take, by size and weight; the same in every window of this process."""
_OPENED: dict[tuple[Path, int], pygame.font.Font] = {}
"""Fonts that were opened, by file and size: each keeps the letters it has drawn, which take a hundred times as long the
first time."""


class Fonts:
    """Texts and icons of one window; sizes are in pixels of the screen."""

    def __init__(self) -> None:
        if not pygame.font.get_init():
            # What was opened before the end of pygame cannot be used after it.
            _OPENED.clear()
            pygame.font.init()
        self._fonts: dict[tuple[int, bool], pygame.font.Font] = {}
        self._kept: OrderedDict[tuple[object, ...], pygame.Surface] = OrderedDict()
        self.lost: set[str] = set()
        """Icons that were asked for and could not be read."""

    def font(self, size: int, bold: bool = False) -> pygame.font.Font:
        """The font in a size.

        Raises:
            GreatGameError: where its file is missing or damaged.
        """
        found = self._fonts.get((size, bold))
        if found is None:
            found = self._fonts[size, bold] = _opened(data_dir("assets") / "fonts" / FILES[bold], size)
        return found

    def width(self, text: str, size: int, bold: bool = False) -> int:
        """Width of a text in pixels."""
        key = (text, size, bold)
        found = _WIDTHS.get(key)
        if found is None:
            if len(_WIDTHS) > 4 * KEPT:
                _WIDTHS.clear()
            found = _WIDTHS[key] = self.font(size, bold).size(text)[0]
        return found

    def height(self, size: int) -> int:
        """Height of a line in pixels."""
        return self.font(size).get_linesize()

    def ascent(self, size: int) -> int:
        """Pixels from the top of a line down to where its letters stand."""
        return self.font(size).get_ascent()

    def text(self, text: str, size: int, colour: Colour, bold: bool = False) -> pygame.Surface:
        """A text drawn on nothing; not to be drawn upon."""
        key = ("text", text, size, colour, bold)
        found = self._get(key)
        if found is None:
            found = self._keep(key, self.font(size, bold).render(text, True, colour))
        return found

    def icon(self, name: str, size: int, colour: Colour) -> pygame.Surface:
        """An icon of ``assets/icons``, drawn on nothing; not to be drawn upon.

        One that is missing or damaged is an empty box: its words stand beside it.
        """
        key = ("icon", name, size, colour)
        found = self._get(key)
        if found is None:
            found = self._keep(key, self._icon(name, size, colour))
        return found

    def _icon(self, name: str, size: int, colour: Colour) -> pygame.Surface:
        path = data_dir("assets") / "icons" / f"{name}.svg"
        try:
            drawing = path.read_text(encoding="utf-8").replace("currentColor", "#{:02x}{:02x}{:02x}".format(*colour))
            return pygame.image.load_sized_svg(io.BytesIO(drawing.encode()), (size, size))
        except (OSError, UnicodeDecodeError, pygame.error):
            self.lost.add(name)
            box = pygame.Surface((size, size), pygame.SRCALPHA)
            pygame.draw.rect(box, colour, box.get_rect().inflate(-size // 4, -size // 4), max(1, size // 12))
            return box

    def _get(self, key: tuple[object, ...]) -> pygame.Surface | None:
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
        return found

    def _keep(self, key: tuple[object, ...], surface: pygame.Surface) -> pygame.Surface:
        self._kept[key] = surface
        if len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return surface


def _opened(path: Path, size: int) -> pygame.font.Font:
    """A font as this process has it, whatever window asked first."""
    found = _OPENED.get((path, size))
    if found is None:
        try:
            _check_whole(path)
            found = _OPENED[path, size] = pygame.font.Font(path, size)
        except (OSError, struct.error, pygame.error) as error:
            raise GreatGameError(f"{path}: the font cannot be read ({error}): reinstall greatgame") from error
    return found


def _check_whole(path: Path) -> None:
    """Refuse a file that ends before its tables do: SDL would find out in the middle of a game, and crash.

    Raises:
        OSError: where it does.
        struct.error: where it is no font at all.
    """
    with path.open("rb") as stream:
        _, count = struct.unpack(">IH6x", stream.read(12))
        tables = [struct.unpack(">8xII", stream.read(16)) for _ in range(count)]
    if not tables or max(offset + length for offset, length in tables) > path.stat().st_size:
        raise OSError("it is cut off")
