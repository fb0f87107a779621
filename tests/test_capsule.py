"""Run capsules from somebody else: opened where all is well, refused with the reason where it is not."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pygame
import pytest

from greatgame import capsule, saves
from greatgame.errors import GreatGameError
from greatgame.guide import template
from greatgame.scenario.indexed import open_scenario
from greatgame.session import Session
from greatgame.text import JAPANESE, missing
from greatgame.ui.app import App
from greatgame.ui.capsules import opened
from greatgame.ui.home import HOME, capsules_folder
from greatgame.ui.kit import Button, Modal

Parts = dict[str, bytes]


@pytest.fixture(scope="module")
def played() -> Session:
    """Two turns of a campaign."""
    session = Session.new("quick", seed=7, strategy="all-round")
    for _ in range(2):
        session.advance()
    return session


@pytest.fixture
def parts(played: Session) -> Parts:
    """What is in its capsule."""
    with zipfile.ZipFile(io.BytesIO(capsule.packed(played))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(parts: Parts) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            info = zipfile.ZipInfo("x")
            info.filename = name  # as it is, without what the library would mend
            archive.writestr(info, content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def refused(data: bytes, folder: Path) -> str:
    """Why an archive is refused; nothing of it may be left anywhere."""
    path = folder / "team-1.capsule.zip"
    path.write_bytes(data)
    with pytest.raises(GreatGameError, match=r"run capsule team-1\.capsule\.zip cannot be opened") as caught:
        capsule.unpacked(path, folder / "home" / "capsules")
    assert {file.name for file in folder.rglob("*") if file.is_file()} == {path.name}
    assert missing(caught.value.args[0], JAPANESE) == []
    return str(caught.value)


def test_a_capsule_opens_where_its_scenario_is_not(
    played: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "team-1.capsule.zip"
    path.write_bytes(capsule.packed(played))
    save = capsule.unpacked(path, tmp_path / "home")
    assert capsule.unpacked(path, tmp_path / "home") == save
    assert [folder.name for folder in (tmp_path / "home").iterdir()] == [save.parent.name]
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GREATGAME_DATA", str(tmp_path / "nothing"))
    assert Session.load(save).digest == played.digest


def test_the_strategy_files_of_a_capsule_are_found(tmp_path: Path) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_text(template(open_scenario("quick"), "mine"))
    session = Session.new("quick", seed=7, strategy=str(mine))
    session.advance()
    path = tmp_path / "mine.capsule.zip"
    path.write_bytes(capsule.packed(session))
    mine.unlink()
    assert Session.load(capsule.unpacked(path, tmp_path / "home")).digest == session.digest


def test_strategy_files_of_one_name_are_told_apart(tmp_path: Path) -> None:
    plain, files = template(open_scenario("quick"), "mine"), []
    for folder, name, orders in (("a", "mine", 3), ("b", "Mine", 2), ("c", "mine", 3)):
        (tmp_path / folder).mkdir()
        files.append(tmp_path / folder / f"{name}.toml")
        files[-1].write_text(f"# {orders}\n{plain}")
    seats = {"china": str(files[1]), "russia": str(files[2])}
    session = Session.new("quick", seed=7, strategy=str(files[0]), seats=seats)
    session.advance()
    path = tmp_path / "mine.capsule.zip"
    path.write_bytes(capsule.packed(session))
    with zipfile.ZipFile(path) as archive:
        there = {name: archive.read(name) for name in archive.namelist() if name.startswith("strategies/")}
    assert there == {"strategies/Mine.toml": files[1].read_bytes(), "strategies/mine-2.toml": files[0].read_bytes()}
    assert Session.load(capsule.unpacked(path, tmp_path / "home")).digest == session.digest


def test_a_program_is_packed_but_never_run_from_a_capsule(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "idle.py").write_text(
        "import numpy as np\n\n\nclass Idle:\n"
        "    def decide(self, view, actor, utility):\n        return np.zeros_like(utility)\n"
    )
    session = Session.new("quick", seed=7, strategy=f"{tmp_path / 'idle.py'}:Idle")
    session.advance()
    packed = capsule.packed(session)
    by_hand = tmp_path / "by-hand"
    zipfile.ZipFile(io.BytesIO(packed)).extractall(by_hand)
    (tmp_path / "idle.py").unlink()
    told = (by_hand / capsule.README).read_text()
    assert "greatgame replay" in told
    assert "greatgame play" not in told
    monkeypatch.chdir(by_hand)
    assert Session.load(capsule.SAVE).digest == session.digest
    sent = tmp_path / "sent"
    sent.mkdir()
    message = refused(packed, sent)
    assert "a program in Python decides in it: 'strategies/idle.py'" in message
    assert "replay it as its README says" in message
    assert "Ask for the file again" not in message


@pytest.mark.parametrize(
    "name",
    [
        "../evil.toml",
        "scenarios/../../evil.toml",
        "/tmp/evil.toml",
        "scenarios\\..\\..\\evil.toml",
        "C:/evil.toml",
        "scenarios/quick/.hidden.toml",
        "scenarios/quick/evil.py",
        "scenarios/a/b/c/d/e/deep.toml",
        "strategies/aux.toml\x00.py",
        f"strategies/{'x' * 200}.toml",
    ],
)
def test_a_file_that_does_not_belong_there_is_refused(name: str, parts: Parts, tmp_path: Path) -> None:
    assert "no run capsule holds" in refused(zipped({**parts, name: b"x = 1"}), tmp_path)


@pytest.mark.parametrize(
    ("made", "reason"),
    [
        (lambda parts: zipped({**parts, "strategies/big.toml": bytes(50_000_000)}), "larger than any"),
        (lambda parts: bytes(11_000_000), "larger than any"),
        (lambda parts: zipped({**parts, **{f"strategies/{n}.toml": b"" for n in range(500)}}), "more files"),
        (lambda parts: zipped({**parts, "campaign.SAVE.json": b"{}"}), "one of them twice"),
        (lambda parts: zipped({n: c for n, c in parts.items() if n != capsule.SAVE}), f"no {capsule.SAVE}"),
        (lambda parts: zipped(parts)[:-400], "cut off or damaged"),
        (lambda parts: zipped(parts).replace(b"PK\x03\x04", b"PK\x03\x05"), "damaged"),
        (lambda parts: b"", "no ZIP archive"),
        (lambda parts: b"no archive at all", "no ZIP archive"),
        (lambda parts: zipped({**parts, capsule.SAVE: parts[capsule.SAVE][:99]}), "its save is damaged"),
        (lambda parts: zipped({**parts, capsule.SAVE: parts[capsule.SAVE].replace(b" 7,", b" 8,")}), "was changed"),
    ],
    ids=["bomb", "large", "many", "twice", "no-save", "torn", "altered", "empty", "text", "torn-save", "changed"],
)
def test_a_damaged_archive_is_refused_with_the_reason(
    made: Callable[[Parts], bytes], reason: str, parts: Parts, tmp_path: Path
) -> None:
    assert reason in refused(made(parts), tmp_path)


def test_a_byte_that_was_changed_is_noticed(parts: Parts, tmp_path: Path) -> None:
    data = bytearray(zipped(parts))
    data[len(data) // 3] ^= 0x55
    assert "damaged" in refused(bytes(data), tmp_path)


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("folder", "scenarios/../../elsewhere", "scenario that is not in it"),
        ("folder", "/etc", "scenario that is not in it"),
        ("folder", None, "scenario that is not in it"),
        ("strategy", "/home/somebody/evil.py", "file that is not in it"),
        ("strategy", "strategies/missing.toml", "file that is not in it"),
        ("strategy", "scenarios/quick/scenario.toml", "file that is not in it"),
    ],
)
def test_a_save_that_names_places_elsewhere_is_refused(
    field: str, value: str | None, reason: str, parts: Parts, tmp_path: Path
) -> None:
    document = json.loads(parts[capsule.SAVE])
    (document["scenario"] if field == "folder" else document)[field] = value
    document["checksum"] = saves.checksum(document)
    assert reason in refused(zipped({**parts, capsule.SAVE: json.dumps(document).encode()}), tmp_path)


def test_a_missing_file_and_a_folder_that_cannot_be_written_are_told(played: Session, tmp_path: Path) -> None:
    with pytest.raises(GreatGameError, match="No such file"):
        capsule.unpacked(tmp_path / "none.capsule.zip", tmp_path)
    path = tmp_path / "a.capsule.zip"
    path.write_bytes(capsule.packed(played))
    with pytest.raises(GreatGameError, match="cannot be opened: it cannot be read or unpacked"):
        capsule.unpacked(path, path / "below-a-file")


# --- In the window --------------------------------------------------------------------------------


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> App:
    monkeypatch.setenv(HOME, str(tmp_path / "own"))
    app = App()
    app.reset("title")
    return app


def dropped(app: App, path: Path) -> None:
    assert app.window is not None
    app.window.handle(pygame.Event(pygame.DROPFILE, file=str(path)))


def test_a_capsule_that_is_dropped_opens_with_its_debrief_and_can_be_gone_on_from_later(
    app: App, tmp_path: Path
) -> None:
    session = Session.new("quick", seed=7, strategy="do-nothing")
    while not session.finished:
        session.advance()
    path = tmp_path / "team-1.capsule.zip"
    path.write_bytes(capsule.packed(session))
    dropped(app, path)
    assert app.screen is not None
    assert app.screen.name == "debrief"
    path.unlink()
    [entry] = app.shelf.entries()
    assert entry.finished
    app.home()
    assert app.take_up(entry)
    assert app.campaign is not None
    assert app.campaign.session.digest == session.digest


def test_a_damaged_capsule_leaves_the_window_as_it_was(app: App, tmp_path: Path) -> None:
    path = tmp_path / "team-1.capsule.zip"
    path.write_bytes(b"PK torn")
    dropped(app, path)
    assert isinstance(app.ui.top, Modal)
    assert app.campaign is None
    assert app.screen is not None
    assert app.screen.name == "title"


def test_capsules_are_opened_from_the_list_of_saves(app: App, played: Session) -> None:
    capsules_folder().mkdir(parents=True)
    (capsules_folder() / "team-1.capsule.zip").write_bytes(capsule.packed(played))
    app.go("load")
    [button] = [row for row in app.ui.top.walk() if isinstance(row, Button) and row.name == "open:team-1.capsule.zip"]
    button.act()
    assert app.campaign is not None
    assert app.campaign.session.digest == played.digest
    assert opened(app.shelf.entries()[0].path).digest == played.digest
