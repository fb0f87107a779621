"""The outline of the window: what assistive tools and the tests that play as a person does read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pygame

from greatgame.ui.kit import Button, Column, Label, Modal, Rich, Row, Scroll, Tabs, Ui
from greatgame.ui.kit.outline import OutlineFile, outline


def shown(*rows: Any) -> Ui:
    ui = Ui((400, 200), language="en")
    root = Scroll(Column(rows, gap=0), name="list")
    root.name = "page"
    ui.show(root)
    ui.draw(pygame.Surface((400, 200)))
    return ui


def named(told: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(row for row in told["widgets"] if row["name"] == name)
    return found


def test_it_tells_what_is_there_and_what_of_it_can_be_seen() -> None:
    buttons = [Button(f"Number {n}", lambda: None, name=f"button {n}") for n in range(9)]
    ui = shown(*buttons, Label("a line", name="line"))
    told = outline(ui)
    assert (told["screen"], told["layers"], told["focus"]) == ("page", [], "")
    first, last = named(told, "button 0"), named(told, "button 8")
    assert first["seen"] == first["rect"]
    assert last["seen"][3] == 0, "it is scrolled out of view"
    assert (first["text"], first["stop"], named(told, "line")["stop"]) == ("Number 0", True, False)


def test_it_tells_why_something_cannot_be_used_and_where_tabs_are() -> None:
    dear = Button("Buy", lambda: None, name="buy", why_not="no money")
    tabs = Tabs([("One", None), ("Two", None)], 1, lambda n: None, name="tabs")
    told = outline(shown(Row([dear]), tabs, Rich("**Bold** and [a link](concept:trust)", name="text")))
    assert (named(told, "buy")["usable"], named(told, "buy")["why_not"]) == (False, "no money")
    assert (named(told, "tabs")["chosen"], len(named(told, "tabs")["parts"])) == (1, 2)
    assert named(told, "text")["text"] == "Bold and a link"


def test_dialogues_are_layers_above_the_screen() -> None:
    ui = shown(Button("Below", lambda: None, name="below"))
    ui.push(Modal("Sure?", [], actions=[Button("Yes", lambda: None, name="first")], name="question"))
    told = outline(ui)
    assert (told["layers"], told["focus"]) == (["question"], "first")
    assert [named(told, name)["layer"] for name in ("below", "first")] == [0, 1]


def test_the_file_is_written_when_something_has_changed(tmp_path: Path) -> None:
    ui = shown(Button("Go", lambda: None, name="go"))
    path = tmp_path / "shown.json"
    file = OutlineFile(ui, path)
    file.look()
    path.unlink()
    file.look()
    assert not path.exists(), "nothing has changed"
    ui.input.handle(pygame.Event(pygame.KEYDOWN, key=pygame.K_TAB, mod=0, unicode=""))
    file.look()
    told = json.loads(path.read_text(encoding="utf-8"))
    assert (told["focus"], told["heard"]["key"]) == ("go", 1)


def test_a_full_disk_takes_nothing_from_the_game(tmp_path: Path) -> None:
    ui = shown(Button("Go", lambda: None, name="go"))
    OutlineFile(ui, tmp_path / "gone" / "shown.json").look()
    assert not list(tmp_path.iterdir())
