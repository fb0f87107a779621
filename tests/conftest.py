"""What tests of all parts share: the main scenario, and ways to write a faulty or a changed one."""

from __future__ import annotations

import gc
import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from greatgame import memory
from greatgame.paths import data_dir
from greatgame.processes import INSTEAD
from greatgame.scenario import IndexedScenario, open_scenario

# What the tests start keeps its modules compiled, also on a machine that is told to keep none (as many containers
# are): to compile them for each program anew takes longer than most tests.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
# What the tests wait for does not stand back behind other tests, which keep all cores busy.
os.environ[INSTEAD] = "0"
# Windows of this process stay unseen, whatever screen there is; others choose their own.
os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

Broken = Callable[[str, str, str], Path]
"""(file, pattern, replacement) -> folder of the edited copy."""

Extended = Callable[[str], Path]
"""(TOML text) -> folder of a scenario that extends the main one and adds the text."""


LONGEST = (
    "readme",
    "classroom_played",
    "shots",
    "played_by_mouse",
    "played_by_keyboard",
    "classroom_browser",
    "tutorial",
    "trouble",
    "scenario",
    "room_layout",
    "played_after_crash",
    "classroom_killed",
    "mechanisms",
    "played_guided",
    "mesa",
    "strategies",
    "batch",
    "analysis",
    "cli",
    "class_screen",
    "reproducible",
    "laboratory",
    "learn",
    "window",
    "reference",
    "room_play",
    "orders_screen",
    "patterns",
    "session",
    "worlds",
    "tools",
    "saves",
)
"""Modules that take longest: they come first, so that no core waits for the last of them at the end."""


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """One process more than there are cores, for some tests wait for other programs; None leaves it to the plugin."""
    asked = os.environ.get("PYTEST_XDIST_AUTO_NUM_WORKERS") is not None
    return None if asked or config.option.numprocesses != "auto" else (os.cpu_count() or 1) + 1


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Longest modules first; the others stay in their order."""
    places = {f"test_{name}": place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.path.stem, len(LONGEST)))


def pytest_collection_finish() -> None:
    """Leave alone what is imported by now, and look for garbage seldom: else that takes a fifth of a window's test."""
    memory.settle()
    gc.set_threshold(50_000, 20, 100)


@pytest.fixture(scope="session", autouse=True)
def unsettled() -> Iterator[None]:
    """A window looks through everything for garbage when it opens a campaign; here that is all of these tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(memory, "settle", lambda: None)
        yield


@pytest.fixture(scope="session")
def tokyo() -> IndexedScenario:
    """The main scenario."""
    return open_scenario("tokyo-2026")


@pytest.fixture(scope="module")
def display() -> Iterator[None]:
    """A screen that nobody sees."""
    import pygame

    pygame.display.init()
    pygame.font.init()
    pygame.display.set_mode((1280, 720))
    yield
    pygame.display.quit()


@pytest.fixture
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for the player's saves and settings, which are neither seen nor touched."""
    monkeypatch.setenv("GREATGAME_HOME", str(tmp_path))
    return tmp_path


@pytest.fixture
def broken(tmp_path: Path) -> Broken:
    """A factory of copies of the main scenario with one edit more at each call.

    The first match of the pattern is replaced; an edit that matches nothing is
    an error of the test.
    """
    folder = tmp_path / "broken"

    def edit(file: str, pattern: str, replacement: str) -> Path:
        if not folder.exists():
            shutil.copytree(data_dir("scenarios") / "tokyo-2026", folder)
        path = folder / file
        text, edits = re.subn(pattern, replacement, path.read_text(encoding="utf-8"), count=1, flags=re.MULTILINE)
        assert edits == 1, f"{pattern!r} does not occur in {file}"
        path.write_text(text, encoding="utf-8")
        return folder

    return edit


@pytest.fixture
def extended(tmp_path: Path) -> Extended:
    """A factory of scenarios that extend the main one."""

    def write(text: str) -> Path:
        folder = tmp_path / "variant"
        folder.mkdir(exist_ok=True)
        head = '[scenario]\nid = "variant"\nextends = "tokyo-2026"\n'
        (folder / "scenario.toml").write_text(head + text, encoding="utf-8")
        return folder

    return write


@pytest.fixture
def short_scenario(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A scenario of four turns beside the shipped ones, for this process and those that it starts; its name."""
    shipped, data = {kind: data_dir(kind) for kind in ("assets", "exercises", "scenarios")}, tmp_path / "data"
    (data / "scenarios" / "short").mkdir(parents=True)
    for kind in ("assets", "exercises"):
        (data / kind).symlink_to(shipped[kind])
    for folder in shipped["scenarios"].iterdir():
        (data / "scenarios" / folder.name).symlink_to(folder)
    head = '[scenario]\nid = "short"\nextends = "tokyo-2026"\ntitle = "Short: a first year"\nturns = 4\n'
    (data / "scenarios" / "short" / "scenario.toml").write_text(head, encoding="utf-8")
    monkeypatch.setenv("GREATGAME_DATA", str(data))
    data_dir.cache_clear()
    yield "short"
    monkeypatch.undo()
    data_dir.cache_clear()
