"""Photograph the pages of a class for the documentation, at the width of a phone and of a laptop, in both languages.

    python tools/picture_class.py [--out docs/img/class] [--language en]

A class of three teams is held by itself up to its third round; Chromium looks
at every page of it.  Run it again when pages change; needs the extra ``dev``
and Chromium with chromedriver.
"""

from __future__ import annotations

import argparse
import io
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from selenium.webdriver import Chrome

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from classroom_browser import Tab, browser  # noqa: E402  # it stands beside the tests that share it
from classroom_served import served  # noqa: E402  # so does this
from greatgame.classroom.given import RefusedError  # noqa: E402
from greatgame.classroom.load import load_exercise  # noqa: E402
from greatgame.classroom.remains import debrief_folder  # noqa: E402
from greatgame.classroom.room import Room  # noqa: E402
from greatgame.classroom.seen import orders  # noqa: E402

EXERCISE, CABINET = "standard-90", "one-japan"
SIZES = {360: 740, 1280: 800}
COLOURS = 48
SCROLL = """
const there = arguments[0] && document.querySelector(arguments[0]);
window.scrollTo(0, there ? there.getBoundingClientRect().top + scrollY - innerHeight / 4 : 0);
"""
NAMES = {"en": ("Mika", "Ren", "Aya", "Tom"), "ja": ("みか", "れん", "あや", "けん")}


def main() -> None:
    """Photograph all pages."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "img" / "class")
    parser.add_argument("--language", choices=("en", "ja"), action="append")
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    for language in asked.language or ("en", "ja"):
        with tempfile.TemporaryDirectory() as folder, browser(Path(folder) / "chromium") as driver:
            room = Room.open(load_exercise(EXERCISE), Path(folder) / "class.db", 3, language)
            with served(room) as address:
                _Album(driver, room, address, asked.out, language).fill()
            room = Room.open(load_exercise(CABINET), Path(folder) / "cabinet.db", 1, language)
            with served(room) as address:
                _Album(driver, room, address, asked.out, language).sit()
    size = sum(picture.stat().st_size for picture in asked.out.glob("*.png"))
    print(f"{asked.out}: {size / 1e6:.2f} MB")


class _Album:
    """The pictures of one class."""

    def __init__(self, driver: Chrome, room: Room, address: str, out: Path, language: str) -> None:
        self.driver, self.room, self.address, self.out, self.language = driver, room, address, out, language
        driver.execute_cdp_cmd("Emulation.setLocaleOverride", {"locale": language})
        rows = [room.join({"pin": room.state.pin, "name": name, "language": language}) for name in NAMES[language]]
        self.seat = rows[0]

    def fill(self) -> None:
        """Hold the class and photograph it on the way."""
        room, teacher = self.room, f"/t/{self.room.state.teacher_key}"
        wall, student = f"/p/{room.state.projector_key}", f"/s/{self.seat.key}"
        self.page("wall-join", wall, "img.qr")
        with self.tab("/") as door:
            door.one("#pin")
            door.tap(f"button[lang={self.language}]")
            self.sizes("join", door)
        self._until("brief")
        self.page("student-brief", student, "#reading")
        for number in (1, 2):
            self._until("round")
            self._draft()
            self._lead("resolve")
            self._lead("board", shown=True)
            if number == 1:
                self._lead("next")
        self.page("student-result", student, "button[id^='open-score']")
        self.page("wall-board", wall, "svg.lines")
        self._lead("board", shown=False)
        self._lead("next")
        self._until("round")
        self._draft()
        self.page("wall-round", wall, ".tag")
        self.page("teacher", teacher, "#resolve")
        with self.tab(student) as page:
            page.tap("#tool-forecast")
            page.one(".tool table")
            page.tap("#tool-advisors")
            page.one(".tool .rows")
            page.script("window.scrollTo(0, 0)")
            self.sizes("student-plan", page)
            page.tap("details[id^=kind] summary")
            self.sizes("student-orders", page, "#search")
            self.sizes("student-staff", page, "#tool-advisors")
        self._lead("resolve")
        with self.tab(teacher) as page:
            page.tap("#debrief-write")
            page.one("#publish")
            self.sizes("teacher-debrief", page, "#debrief-write")
        # Pages of the packet run no script when the server hands them out; they are looked at as files.
        folder = debrief_folder(room.log.path)
        self.page("packet-class", (folder / "class.html").as_uri(), "h1")
        self.page("packet-team", (folder / "team-1.html").as_uri(), "h1")

    def sit(self) -> None:
        """Hold a cabinet whose offices have drafted, and one of which has consented to something."""
        lead, *others = self.room.state.seats.values()
        self._until("round")
        for seat in others:
            kinds = [kind for kind in orders(self.room, seat) if kind["mine"]]
            able = [row["order"] for kind in kinds for row in kind["orders"] if not row["failing"]]
            self.room.student(seat.key, {"kind": "draft", "order": able[0]})
        first = next(iter(self.room.state.teams["team-1"].draft))
        self.room.student(lead.key, {"kind": "agree", "order": first})
        with self.tab(f"/s/{lead.key}") as page:
            page.one("#ready")
            self.sizes("cabinet", page, "button[id^='agree-']")

    def page(self, name: str, path: str, there: str) -> None:
        """Photograph a page as it opens, once something is there."""
        with self.tab(path) as page:
            page.one(there)
            page.script("window.scrollTo(0, 0)")
            self.sizes(name, page)

    def sizes(self, name: str, page: Tab, at: str | None = None) -> None:
        """Both widths of what is shown, from the top or where something stands."""
        for width, height in SIZES.items():
            page.size(width, height)
            page.script(SCROLL, at)
            page.script("return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
            wide = page.script("return document.documentElement.scrollWidth")
            if wide > width:
                print(f"! {name} in {self.language} is {wide} wide at {width}")
            picture = Image.open(io.BytesIO(page.here.get_screenshot_as_png())).convert("RGB")
            small = picture.quantize(COLOURS, dither=Image.Dither.NONE)
            small.save(self.out / f"{name}-{width}-{self.language}.png", optimize=True)

    @contextmanager
    def tab(self, path: str) -> Iterator[Tab]:
        page = Tab(self.driver, path if path.startswith("file:") else self.address + path)
        try:
            yield page
        finally:
            page.close()

    def _until(self, kind: str) -> None:
        while self.room.step.kind != kind:
            if self.room.step.kind == "practice" and self.room.state.phase != "shown":
                self._lead("resolve")
            self._lead("next")

    def _lead(self, kind: str, **more: object) -> None:
        self.room.teacher(self.room.state.teacher_key, {"kind": kind, **more})

    def _draft(self) -> None:
        """Every team but the last drafts something else, and gets ready."""
        for place, seat in enumerate(list(self.room.state.seats.values())[:2]):
            kinds = orders(self.room, seat)
            able = [row["order"] for kind in kinds for row in kind["orders"] if not row["failing"]]
            for order in able[place :: max(1, len(able) // 3)][:3]:
                with_order = {"kind": "draft", "order": order}
                try:
                    self.room.student(seat.key, with_order)
                except RefusedError:
                    continue
            self.room.student(seat.key, {"kind": "ready"})
            for name in self.room.step.forecasts:
                self.room.student(seat.key, {"kind": "foretell", "forecast": name, "chance": 0.65})


if __name__ == "__main__":
    main()
