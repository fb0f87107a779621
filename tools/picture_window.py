"""Draw the pictures of the window that the README shows, as ``docs/img/*.png``.

    python tools/picture_window.py

They are what ``greatgame play --shot`` draws, with fewer colours so that they
are small; run it again when a screen changes.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "img"
PICTURES = {
    "title": "title",
    "orders-room": "room",
    "orders-tunnel-pinned": "wind-tunnel",
    "debrief-2-course": "debrief",
}
"""State of a screen -> name of its picture."""
SIZE = (1280, 720)
HUES = 160


def main() -> None:
    """Draw them all."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    os.environ["SDL_VIDEODRIVER"] = "dummy"
    import pygame

    from greatgame.ui import shots

    pygame.display.init()
    pygame.display.set_mode(SIZE)
    known = {shot.name: shot for shot in shots.all_shots()}
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        for state, name in PICTURES.items():
            whole, small = Path(place) / f"{name}.png", FOLDER / f"{name}.png"
            with shots.own_home():
                pygame.image.save(shots.drawn(shots.staged(known[state])), whole)
            picture = Image.open(whole).convert("RGB")
            picture.quantize(HUES, dither=Image.Dither.NONE).save(small, optimize=True)
            print(f"{small.relative_to(ROOT)}: {small.stat().st_size:,} bytes")
    pygame.display.quit()


if __name__ == "__main__":
    main()
