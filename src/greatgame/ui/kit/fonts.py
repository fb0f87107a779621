"""The shipped font and icons, as surfaces that are made once and kept."""

from __future__ import annotations

import io
from collections import OrderedDict
from pathlib import Path

import pygame

from greatgame.errors import GreatGameError
from greatgame.paths import data_dir
from greatgame.ui.kit.theme import Colour

KEPT = 4000
"""Texts and icons that are kept as surfaces."""
FILES = {False: "GameSans-Regular.ttf", True: "GameSans-Bold.ttf"}


class Fonts:
    """Texts and icons of one window; sizes are in pixels of the screen."""

    def __init__(self) -> None:
        pygame.font.init()
        self._fonts: dict[tuple[int, bool], pygame.font.Font] = {}
        self._kept: OrderedDict[tuple[object, ...], pygame.Surface] = OrderedDict()
        self._widths: dict[tuple[str, int, bool], int] = {}

    def font(self, size: int, bold: bool = False) -> pygame.font.Font:
        """The font in a size.

        Raises:
            GreatGameError: where its file is missing or damaged.
        """
        found = self._fonts.get((size, bold))
        if found is None:
            path = data_dir("assets") / "fonts" / FILES[bold]
            try:
                found = pygame.font.Font(path, size)
            except (OSError, pygame.error) as error:
                raise GreatGameError(f"{path}: the font cannot be read ({error}): reinstall greatgame") from error
            self._fonts[size, bold] = found
        return found

    def width(self, text: str, size: int, bold: bool = False) -> int:
        """Width of a text in pixels."""
        key = (text, size, bold)
        found = self._widths.get(key)
        if found is None:
            if len(self._widths) > 4 * KEPT:
                self._widths.clear()
            found = self._widths[key] = self.font(size, bold).size(text)[0]
        return found

    def height(self, size: int) -> int:
        """Height of a line in pixels."""
        return self.font(size).get_linesize()

    def text(self, text: str, size: int, colour: Colour, bold: bool = False) -> pygame.Surface:
        """A text drawn on nothing; not to be drawn upon."""
        key = ("text", text, size, colour, bold)
        found = self._get(key)
        if found is None:
            found = self._keep(key, self.font(size, bold).render(text, True, colour))
        return found

    def icon(self, name: str, size: int, colour: Colour) -> pygame.Surface:
        """An icon of ``assets/icons``, drawn on nothing; not to be drawn upon.

        Raises:
            GreatGameError: where there is none of that name.
        """
        key = ("icon", name, size, colour)
        found = self._get(key)
        if found is None:
            path = data_dir("assets") / "icons" / f"{name}.svg"
            drawing = _drawing(path).replace("currentColor", "#{:02x}{:02x}{:02x}".format(*colour))
            found = self._keep(key, pygame.image.load_sized_svg(io.BytesIO(drawing.encode()), (size, size)))
        return found

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


def _drawing(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise GreatGameError(f"{path}: the icon cannot be read ({error.strerror}): reinstall greatgame") from error
