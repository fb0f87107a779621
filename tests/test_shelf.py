"""The shelf of saves: autosaves in turn, crash recovery, and files that cannot be read or written."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from greatgame.session import Session
from greatgame.shelf import CAMPAIGNS_KEPT, ENDING, MARKER, QUICK_KEPT, TURNS_KEPT, Shelf
from greatgame.text import JAPANESE, missing, tell


@pytest.fixture(scope="module")
def played() -> Session:
    """A finished short campaign; tests fork it."""
    return Session.new("quick", seed=5, level="cadet").play()


@pytest.fixture
def session() -> Session:
    session = Session.new("quick", seed=5, level="cadet")
    session.advance()
    return session


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "not-there-yet")


def names(shelf: Shelf) -> list[str]:
    return [entry.path.name for entry in shelf.entries()]


def damage(path: Path) -> bytes:
    path.write_bytes(path.read_bytes()[:200])
    return path.read_bytes()


def test_an_empty_shelf(shelf: Shelf) -> None:
    assert shelf.entries() == []
    assert shelf.latest() is None
    assert shelf.latest_quick() is None
    assert shelf.unfinished() is None


def test_autosaves_follow_one_another(shelf: Shelf) -> None:
    session, key = Session.new("quick", seed=5, level="cadet"), shelf.begin()
    for _ in range(TURNS_KEPT + 2):
        assert shelf.autosave(session, key)
        session.advance()
    rows = shelf.entries()
    assert [row.turn for row in rows] == [4, 3, 2], "the last few turns, the latest first"
    first = rows[0]
    assert (first.kind, first.campaign, first.scenario, first.level) == ("auto", key, "quick", "cadet")
    assert (first.turns, first.quarter, first.finished) == (10, "2027H2", False)
    assert tell(first.title, JAPANESE) == "速習：半年ごと10ターン"
    assert Session.load(first.path).turn == 4


def test_an_autosave_keeps_the_queue(shelf: Shelf, session: Session) -> None:
    key = shelf.begin()
    shelf.autosave(session, key)
    session.submit(session.moves()[0].id)
    kept = shelf.autosave(session, key)
    assert len(names(shelf)) == 1
    assert kept.path is not None
    assert Session.load(kept.path).queue == session.queue


def test_other_campaigns_are_not_crowded_out(shelf: Shelf, session: Session) -> None:
    keys = [shelf.begin() for _ in range(CAMPAIGNS_KEPT + 1)]
    assert len(set(keys)) == len(keys)
    for key in keys:
        shelf.autosave(session, key)
        time.sleep(0.01)
    assert {row.campaign for row in shelf.entries()} == set(keys[1:])


@pytest.mark.parametrize("scenario", ["quick", "long-2035"])
def test_a_save_says_with_which_turn_going_on_opens(shelf: Shelf, scenario: str) -> None:
    session = Session.new(scenario, seed=5)
    for _ in range(3):
        shelf.save(session, "here", replace=True)
        (row,) = shelf.entries()
        assert row.opens == session.quarter
        session.advance()
    session.play()
    shelf.save(session, "here", replace=True)
    assert shelf.entries()[0].opens == ""


def test_a_crash_is_noticed(shelf: Shelf, session: Session) -> None:
    key = shelf.begin()
    shelf.autosave(session, key)
    again = Shelf(shelf.folder)
    found = again.unfinished()
    assert found is not None
    assert found.campaign == key
    assert again.begin(found.campaign) == key, "the same campaign goes on"
    again.end("another")
    assert again.unfinished() == found, "another campaign was left, this one is open"
    again.end(key)
    assert again.unfinished() is None
    assert again.latest() == found, "it can still be gone on with"


def test_after_a_crash_a_damaged_file_is_passed_over(shelf: Shelf, session: Session) -> None:
    key = shelf.begin()
    before = shelf.autosave(session, key)
    session.advance()
    after = shelf.autosave(session, key)
    assert before.path is not None
    assert after.path is not None
    damage(after.path)
    found = shelf.unfinished()
    assert found is not None
    assert found.path == before.path


def test_a_finished_campaign_is_not_offered(shelf: Shelf, played: Session) -> None:
    shelf.autosave(played, shelf.begin())
    assert shelf.entries()[0].finished
    assert shelf.unfinished() is None
    assert shelf.latest() is None


@pytest.mark.parametrize("content", ["", "{}", "[1]", '{"campaign": 3}', "[" * 100_000])
def test_a_strange_marker(shelf: Shelf, session: Session, content: str) -> None:
    shelf.autosave(session, shelf.begin())
    (shelf.folder / MARKER).write_text(content, encoding="utf-8")
    assert shelf.unfinished() is None


def test_quick_saves(shelf: Shelf, session: Session) -> None:
    for _ in range(QUICK_KEPT + 1):
        assert shelf.quicksave(session)
    assert len(names(shelf)) == QUICK_KEPT
    latest = shelf.latest_quick()
    assert latest is not None
    assert latest.path.name == f"quick-{QUICK_KEPT + 1:04d}{ENDING}"


def test_named_saves(shelf: Shelf, session: Session) -> None:
    kept = shelf.save(session, " カスピ海/2030? ")
    assert kept.path is not None
    assert kept.path.name == f"カスピ海 2030{ENDING}"
    assert shelf.entries()[0].name == "カスピ海 2030"
    again = shelf.save(session, "カスピ海 2030")
    assert not again
    assert "already" in again.problem
    assert shelf.save(session, "カスピ海 2030", replace=True)
    assert shelf.delete(shelf.entries()[0])
    assert shelf.entries() == []


@pytest.mark.parametrize("name", ["", "  ", "...", "?*", "auto-12ab-03", "quick-0001"])
def test_names_that_cannot_be(shelf: Shelf, session: Session, name: str) -> None:
    kept = shelf.save(session, name)
    assert not kept
    assert not missing(kept.problem, JAPANESE)
    assert names(shelf) == []


def test_a_save_with_a_mark_of_the_byte_order_is_listed(shelf: Shelf, session: Session) -> None:
    path = shelf.save(session, "mine").path
    assert path is not None
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    (row,) = shelf.entries()
    assert (row.problem, row.scenario) == ("", session.scenario.id)


def test_what_cannot_be_read_is_listed_and_left_alone(shelf: Shelf, session: Session) -> None:
    key = shelf.begin()
    auto, quick, own = shelf.autosave(session, key), shelf.quicksave(session), shelf.save(session, "mine")
    contents = {kept.path: damage(kept.path) for kept in (auto, quick, own) if kept.path}
    assert len(contents) == 3
    assert all("cut off or damaged" in row.problem and not row.finished for row in shelf.entries())
    for _ in range(QUICK_KEPT + 2):
        assert shelf.autosave(session, key)
        assert shelf.quicksave(session)
    refused = shelf.save(session, "mine", replace=True)
    assert "left alone" in refused.problem
    assert {path: path.read_bytes() for path in contents} == contents


def test_why_a_file_cannot_be_loaded(shelf: Shelf, session: Session) -> None:
    kept = shelf.save(session, "good")
    assert kept.path is not None
    text = kept.path.read_text(encoding="utf-8")
    altered = json.loads(text) | {"seed": 6}
    newer = json.loads(text) | {"format": 99}
    faulty = json.loads(text)
    del faulty["seed"]
    elsewhere = json.loads(text)
    elsewhere["scenario"]["id"] = "nowhere"
    cases = {
        "altered": (json.dumps(altered), "changed after"),
        "newer": (json.dumps(newer), "newer version"),
        "faulty": (json.dumps(faulty), "contents are not right"),
        "other": ('{"kind": "shopping"}', "no save of this game"),
        "list": ("[]", "no save of this game"),
    }
    for name, (content, _) in cases.items():
        (shelf.folder / f"{name}{ENDING}").write_text(content, encoding="utf-8")
    (shelf.folder / f"folder{ENDING}").mkdir()
    problems = {row.name: row.problem for row in shelf.entries()}
    for name, (_, words) in cases.items():
        assert words in problems[name]
        assert not missing(problems[name], JAPANESE)
    assert "cannot be opened" in problems["folder"]
    assert problems["good"] == ""


@pytest.mark.parametrize(
    ("code", "words"),
    [(errno.ENOSPC, "no room left"), (errno.EACCES, "may not be written"), (errno.EIO, "Input/output error")],
)
def test_a_disk_that_fails(
    shelf: Shelf, session: Session, monkeypatch: pytest.MonkeyPatch, code: int, words: str
) -> None:
    key = shelf.begin()
    good = shelf.autosave(session, key)
    before = names(shelf)

    def full(source: object, target: object) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "replace", full)
    for kept in (shelf.autosave(session, key), shelf.quicksave(session), shelf.save(session, "mine")):
        assert not kept
        assert words in kept.problem
        assert "goes on" in kept.problem
        assert not missing(kept.problem, JAPANESE)
    shelf.end(shelf.begin())
    assert names(shelf) == before
    assert good.path is not None
    assert Session.load(good.path).digest == session.digest
    session.advance()


def test_a_folder_that_cannot_be_made(tmp_path: Path, session: Session) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    shelf = Shelf(tmp_path / "file" / "saves")
    assert shelf.begin()
    kept = shelf.autosave(session, "a")
    assert not kept
    assert "goes on" in kept.problem
    assert shelf.entries() == []


PLAYER = """
import sys
from greatgame.session import Session
from greatgame.shelf import Shelf
from greatgame.ui.campaign import Campaign

campaign = Campaign(Session.new("quick", 7), Shelf(sys.argv[1]))
while True:
    campaign.submit(campaign.session.moves()[0].id)
    print(campaign.session.turn, campaign.session.queue[0].order, flush=True)
    campaign.clear()
    campaign.autosave()
    if campaign.session.turn < 2:
        campaign.commit()
"""


def test_a_game_that_is_killed_at_any_moment_goes_on(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    with subprocess.Popen([sys.executable, "-c", PLAYER, str(tmp_path)], stdout=subprocess.PIPE, text=True) as game:
        assert game.stdout is not None
        # Told a second time, the turn has been saved.
        told = (line for line in game.stdout if line.startswith("2"))
        assert len([next(told), next(told)]) == 2
        # Somewhere between two of its saves, which follow each other without a pause.
        time.sleep(0.02)
        game.kill()
    found = shelf.unfinished()
    assert found is not None
    assert Session.load(found.path).turn == 2
    assert [row.problem for row in shelf.entries() if not row.readable] == []


def test_half_written_files_are_swept_away_in_time(shelf: Shelf, session: Session) -> None:
    shelf.autosave(session, shelf.begin())
    old, new = (shelf.folder / f".auto-{name}.draft" for name in ("old", "new"))
    for path in (old, new):
        path.write_text("{")
    os.utime(old, (0, 0))
    shelf.begin()
    assert (old.exists(), new.exists()) == (False, True)
