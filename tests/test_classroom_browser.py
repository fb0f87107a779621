"""A class in a real browser: teacher, wall and three students of two teams, through all steps and by keyboard alone."""

from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver import ActionChains, Chrome, Keys

import classroom_sample
from classroom_browser import CHROMIUM, DRIVER, MISSING, Tab, browser, until
from classroom_served import free_port, served
from greatgame.classroom.load import load_exercise
from greatgame.classroom.log import Log
from greatgame.classroom.remains import debrief_folder
from greatgame.classroom.room import Room

pytestmark = pytest.mark.skipif(CHROMIUM is None or DRIVER is None, reason=MISSING)


def plan() -> dict[str, Any]:
    """The sample with a brief and two rounds."""
    found = deepcopy(classroom_sample.PLAN)
    steps = {row["id"]: row for row in found["step"]}
    steps["round-1"]["unlocks"] = ["forecast", "intents", "ledger"]
    brief = {"id": "brief", "kind": "brief", "minutes": 5}
    found["step"] = [steps["join"], steps["quiz"], brief, steps["round-1"], steps["round-2"], steps["debrief"]]
    return found


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    with browser(tmp_path_factory.mktemp("chromium")) as driver:
        yield driver


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room.open(load_exercise(classroom_sample.write(tmp_path, plan())), tmp_path / "class.db")


@pytest.fixture
def address(room: Room, chromium: Chrome) -> Iterator[str]:
    """Of the room; tabs are closed afterwards."""
    with served(room) as place:
        first = chromium.current_window_handle
        yield place
        for handle in chromium.window_handles:
            if handle != first:
                chromium.switch_to.window(handle)
                chromium.close()
        chromium.switch_to.window(first)


def joined(chromium: Chrome, address: str, room: Room, name: str, width: int = 360) -> Tab:
    """A student who has come in by the door."""
    student = Tab(chromium, f"{address}/", width, 740)
    student.write("#pin", room.state.pin)
    student.write("#name", name)
    student.tap("button.lead")
    until(lambda: "/s/" in student.here.current_url, "the seat's own link")
    return student


def next_step(teacher: Tab, room: Room) -> None:
    before = room.state.step
    teacher.tap("#next")
    until(lambda: room.state.step == before + 1, "the next step")


@pytest.mark.trial
def test_a_class_from_the_door_to_the_end(chromium: Chrome, address: str, room: Room) -> None:
    teacher = Tab(chromium, f"{address}/t/{room.state.teacher_key}")
    wall = Tab(chromium, f"{address}/p/{room.state.projector_key}", 1280, 720)
    wall.reads(room.state.pin)
    door = Tab(chromium, f"{address}/", 360, 740)
    door.one("#pin")
    faults = {"door": door.faults(), "wall at the door": wall.faults()}
    door.close()
    mika, ren, aya = (joined(chromium, address, room, name) for name in ("Mika", "<b>Ren</b>", "Aya"))
    assert [seat.team for seat in room.state.seats.values()] == ["team-1", "team-2", "team-1"]
    teacher.reads("<b>Ren</b>")
    wall.reads("Heron (2)")

    next_step(teacher, room)
    for student in (mika, ren):
        student.tap("input[type=radio]")
    until(lambda: len(room.state.answers.get("quiz", {})) == 2)
    faults["quiz"] = mika.faults()
    next_step(teacher, room)
    mika.reads("Plain words.")
    mika.tap("#reading")
    mika.reads("Full words.")
    next_step(teacher, room)

    mika.tap("details[id^=kind] summary")
    mika.tap("button[id^=add-]:not([disabled])")
    until(lambda: room.state.teams["team-1"].draft, "the draft")
    aya.one("button[id^=remove-]")
    assert "Remove" not in ren.text(), "another team's draft is not shown"
    mika.tap("#tool-forecast")
    aya.one(".tool table")
    aya.reads("100 futures")
    assert "With your draft" not in ren.text(), "another team's futures are not shown"
    ren.tap("#tool-intents")
    ren.one(".tool .rows li")
    aya.write("#chance-trusted", Keys.ARROW_RIGHT)
    until(lambda: room.state.forecasts.get("trusted"), "the forecast")
    for student in (mika, ren):
        student.tap("#ready")
    until(lambda: all(team.ready for team in room.state.teams.values()))
    faults |= {"plan": mika.faults(), "console": teacher.faults(), "wall in a round": wall.faults()}

    for page in (mika, teacher):
        page.run_tool("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": "dark"}])
    faults |= {"plan, in the dark": mika.faults(), "console in the dark": teacher.faults()}

    teacher.write("#note", "Think of <i>Tashkent</i>.")
    teacher.tap("#send-note")
    for page in (mika, ren, wall):
        page.reads("Think of <i>Tashkent</i>.")
    teacher.tap("#resolve")
    until(lambda: room.state.resolved, "the first round")
    ren.reads("What came of it")
    assert wall.script("return document.querySelectorAll('svg.lines').length") == 0, "the board is not shown yet"
    teacher.tap("#board")
    for page in (mika, wall):
        page.one("svg.lines")
    mika.tap("button[id^='open-score']")
    faults["figure"] = mika.faults() if mika.one("dialog[open]") else []
    mika.tap("dialog[open] button.lead")
    faults |= {"result": mika.faults(), "board": wall.faults(), "console, shown": teacher.faults()}

    next_step(teacher, room)
    teacher.tap("#resolve")
    until(lambda: len(room.state.resolved) == 2, "the second round")
    mika.reads("your advisors decided for you")
    assert mika.fits()
    next_step(teacher, room)
    for student, words in ((mika, "<img src=x onerror=document.title=1>"), (ren, "Promises count.")):
        student.write("#answer-lesson", words)
        student.tap("#send-lesson")
    until(lambda: len(room.state.answers.get("debrief", {})) == 2)
    faults |= {"debrief": mika.faults(), "wall in the debrief": wall.faults()}
    teacher.tap("#debrief-write")
    teacher.tap("#publish")
    assert f"/api/seat/{room.state.seats['seat-1'].key}/debrief" in mika.link("#debrief")
    faults["debrief, handed out"] = teacher.faults()
    for name in ("class.html", "team-1.html"):
        paper = Tab(chromium, (debrief_folder(room.log.path) / name).as_uri(), 360, 740)
        faults[name] = paper.faults()
        paper.close()
    teacher.tap("#finish")
    teacher.tap("dialog[open] button.lead")
    for page in (mika, wall):
        page.reads("The class is over")

    assert {page: found for page, found in faults.items() if found} == {}
    for tab in (teacher, wall, mika, ren, aya):
        assert (
            tab.script("return document.querySelectorAll('#page b, #page i:not(.bar i), #page img[src=x]').length") == 0
        )
        assert tab.complaints() == [], "no script was stopped, nothing was asked of another machine"
        asked = tab.script("return performance.getEntriesByType('resource').map((row) => row.name)")
        assert asked
        assert all(name.startswith((address, "data:")) for name in asked)

    teacher.tap("#delete")
    teacher.write("#delete-pin", room.state.pin)
    teacher.tap("#delete-now")
    teacher.reads("The class was deleted.")
    assert not list(room.log.path.parent.glob("class.db*"))


def test_a_page_finds_its_server_again_and_loses_no_tap(chromium: Chrome, room: Room) -> None:
    port = free_port()
    room.teacher(room.state.teacher_key, {"kind": "next"})
    with served(room, port=port) as address:
        student = joined(chromium, address, room, "Mika")
        student.one("input[type=radio]")
    room.log.close()
    student.tap("input[type=radio]")
    student.reads("Connection lost")
    room = Room(room.exercise, Log(room.log.path))
    assert not room.state.answers
    with served(room, port=port):
        until(lambda: room.state.answers.get("quiz"), "the tap is sent again")
        until(lambda: "Connection lost" not in student.text(), "the page is well again")
        room.teacher(room.state.teacher_key, {"kind": "next"})
        student.reads("Plain words.")
        student.close()
    room.log.close()


def test_a_student_needs_no_mouse(chromium: Chrome, address: str, room: Room) -> None:
    """Tab reaches every control of the page; Enter and Space work them."""
    student = Tab(chromium, f"{address}/", 1280, 800)
    student.one("#pin")
    reach(student, "#pin")
    keys(chromium, room.state.pin)
    reach(student, "#name")
    keys(chromium, "Kim", Keys.ENTER)
    until(lambda: "/s/" in student.here.current_url, "the seat's own link")
    room.teacher(room.state.teacher_key, {"kind": "next"})
    student.one("input[type=radio]")
    reach(student, "input[type=radio]")
    keys(chromium, Keys.SPACE)
    until(lambda: room.state.answers.get("quiz"), "the answer")
    for _ in range(2):
        room.teacher(room.state.teacher_key, {"kind": "next"})
    student.one("details[id^=kind] summary")
    reach(student, "details[id^=kind] summary")
    keys(chromium, Keys.ENTER)
    reach(student, "button[id^=add-]")
    keys(chromium, Keys.ENTER)
    until(lambda: room.state.teams["team-1"].draft, "the draft")
    wanted = student.script(REACHABLE)
    assert wanted - len(walked(student)) <= 0, "Tab comes to every control"
    reach(student, "#ready")
    keys(chromium, Keys.SPACE)
    until(lambda: room.state.teams["team-1"].ready, "ready")


REACHABLE = """
return [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")].filter(
  (one) => one.checkVisibility() && !one.disabled).length;
"""


def keys(chromium: Chrome, *strokes: str, times: int = 1) -> None:
    for _ in range(times):
        for stroke in strokes:
            ActionChains(chromium, duration=0).send_keys(stroke).perform()


def reach(tab: Tab, selector: str) -> None:
    """Press Tab until the wanted control has the focus."""
    for _ in range(120):
        if tab.script("return document.activeElement.matches(arguments[0])", selector):
            return
        keys(tab.here, Keys.TAB)
    raise AssertionError(f"Tab does not come to {selector}")


def walked(tab: Tab) -> set[str]:
    """Every control that Tab comes to, until it begins again; each must show that it has the focus."""
    found: set[str] = set()
    tab.script("document.activeElement.blur(); window.seen = new Map()")
    for _ in range(200):
        keys(tab.here, Keys.TAB)
        row = tab.script(FOCUSED)
        if row is None:
            continue
        name, outline = row
        assert outline != "none", f"{name} does not show the focus"
        if name in found:
            break
        found.add(name)
    return found


FOCUSED = """
const one = document.activeElement;
if (!one || one === document.body) return null;
if (!window.seen.has(one)) window.seen.set(one, window.seen.size);
return [window.seen.get(one) + " " + (one.id || one.tagName), getComputedStyle(one).outlineStyle];
"""
