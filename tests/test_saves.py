"""Saves: exact, readable, and refused with a reason when they are not."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from greatgame import saves
from greatgame.errors import SaveError
from greatgame.files import drafts_of, replacing
from greatgame.paths import data_dir
from greatgame.scenario import open_scenario, varied
from greatgame.session import Session
from greatgame.words import AS_PUBLISHED

Document = dict[str, Any]
Edit = Callable[[Document], object]


@pytest.fixture(scope="module")
def campaign() -> Session:
    """Three quarters by hand and a queue; tests only read it."""
    session = Session.new(seed=5)
    for _ in range(3):
        for _ in range(4):
            session.submit(session.moves()[::-7][0].id)
        session.advance()
    session.submit("japan/visit/kazakhstan/ministers")
    return session


@pytest.fixture
def saved(campaign: Session, tmp_path: Path) -> Path:
    path = tmp_path / "campaign.json"
    campaign.save(path)
    return path


def edited(path: Path, edit: Edit, honest: bool = False) -> Path:
    """Change a save on disk; ``honest`` gives it a fitting checksum."""
    document = json.loads(path.read_text(encoding="utf-8"))
    edit(document)
    if honest:
        document["checksum"] = saves.checksum(document)
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def refusal(path: Path) -> str:
    """The message with which a save is refused: it names the file and says what to do."""
    with pytest.raises(SaveError) as caught:
        Session.load(path)
    message = str(caught.value)
    assert path.name in message
    assert " -> " in message
    return message


def test_round_trip_by_hand(campaign: Session, saved: Path) -> None:
    loaded = Session.load(saved)
    assert loaded.history == campaign.history
    assert loaded.queue == campaign.queue
    assert (loaded.seed, loaded.strategy, loaded.turn) == (5, None, 3)
    assert not loaded.undo(), "a loaded queue is where undo begins"
    again = saved.with_name("again.json")
    loaded.save(again)
    assert again.read_bytes() == saved.read_bytes()
    assert loaded.advance() == campaign.fork().advance()


def test_round_trip_of_a_strategy(tmp_path: Path) -> None:
    session = Session.new(seed=2**62, strategy="quiet", strength="novice", without=["wariness", "caspian"])
    for _ in range(3):
        session.advance()
    session.save(tmp_path / "s.json")
    loaded = Session.load(tmp_path / "s.json")
    assert loaded.history == session.history, "reasons included"
    assert loaded.scenario.switched_off == session.scenario.switched_off
    assert loaded.as_save() == session.as_save()
    rows = json.loads((tmp_path / "s.json").read_text(encoding="utf-8"))["turns"]
    assert any(row["orders"] for row in rows), "a strategy's orders are written down too"


def test_a_save_can_be_read_by_people(saved: Path) -> None:
    lines = saved.read_text(encoding="utf-8").splitlines()
    assert '   "quarter": "2026Q1",' in lines
    assert '  "japan/visit/kazakhstan/ministers": 1' in lines


def test_a_finished_campaign_is_saved(tmp_path: Path) -> None:
    session = Session.new(seed=1, strategy="do-nothing").play()
    session.save(tmp_path / "s.json")
    assert Session.load(tmp_path / "s.json").digests == session.digests


def test_a_scenario_from_a_folder(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    shutil.copytree(data_dir("scenarios") / "tokyo-2026", folder)
    path = tmp_path / "s.json"
    session = Session.new(folder, seed=1)
    session.advance()
    session.save(path)
    assert Session.load(path).digest == session.digest
    opened = varied(open_scenario(folder), temper="hard")
    assert Session.new(opened).folder == str(folder), "a scenario that is open already knows where it lies"
    moved = folder.rename(tmp_path / "elsewhere")
    assert Session.load(path, scenario=moved).folder == str(moved)
    assert Session.load(path).digest == session.digest, "the shipped scenario has the same figures"
    text = (moved / "scenario.toml").read_text(encoding="utf-8")
    changed = tmp_path / "changed"
    shutil.copytree(moved, changed)
    (changed / "scenario.toml").write_text(text.replace("value = 3000,", "value = 3001,"), encoding="utf-8")
    with pytest.raises(SaveError, match=r"scenario\.hash"):
        Session.load(path, scenario=changed)


# What is refused


def swap_order(document: Document) -> None:
    orders = document["turns"][1]["orders"]
    orders.clear()


def give_other(document: Document) -> None:
    document["turns"][0]["orders"]["china/no-such-move/x"] = 1


def give_illegal(document: Document) -> None:
    document["turns"][0]["orders"]["china/visit/kazakhstan/leaders"] = 1


ALTERED: list[tuple[str, Edit, str]] = [
    ("a digest", lambda d: d["turns"][1].update(digest="0" * 32), "turns[1].digest"),
    ("orders taken out", swap_order, "turns[1].digest"),
    ("an unknown order", give_other, "turns[0].orders[china/no-such-move/x]"),
    ("somebody else's order", give_illegal, "for China to give"),
    ("the seed", lambda d: d.update(seed=6), "turns[0]"),
    ("a quarter", lambda d: d["turns"][2].update(quarter="2027Q3"), "turns[2].quarter"),
    ("a turn cut out", lambda d: d["turns"].pop(1), "turns[1].quarter"),
    ("a last turn cut off", lambda d: d["turns"].pop(), "checksum"),
    ("the queue", lambda d: d["queue"].update({"japan/visit/kazakhstan/leaders": 1}), "exclude each other"),
    ("a harmless word", lambda d: d.update(program="9.9"), "checksum"),
    ("the scenario's hash", lambda d: d["scenario"].update(hash="0" * 16), "scenario.hash"),
    ("the scenario's name", lambda d: d["scenario"].update(id="kyoto-1603"), "kyoto-1603"),
    ("a mechanism", lambda d: d["scenario"].update(without=["gravity"]), "unknown mechanism 'gravity'"),
    ("a mechanism off", lambda d: d["scenario"].update(without=["caspian"]), "scenario.hash"),
    ("the strategy", lambda d: d.update(strategy="bold"), "unknown strategy 'bold'"),
    ("another strategy", lambda d: d.update(strategy="all-round"), "orders otherwise"),
    ("the strength", lambda d: d.update(strength="divine"), "unknown strength"),
    ("too many turns", lambda d: d.update(turns=d["turns"] * 10), "only 20 turns"),
]


@pytest.mark.parametrize(("edit", "words"), [row[1:] for row in ALTERED], ids=[row[0] for row in ALTERED])
def test_altered_saves_are_refused(saved: Path, edit: Edit, words: str) -> None:
    message = refusal(edited(saved, edit))
    assert words in message
    if "mechanism 'gravity'" not in words and words != "kyoto-1603":
        assert "unchanged copy" in message


def test_changed_rules_are_told_from_a_changed_file(saved: Path) -> None:
    def spoil(document: Document) -> None:
        document["turns"][1]["digest"] = "0" * 32

    message = refusal(edited(saved, spoil, honest=True))
    assert "replays to another state" in message
    assert "put back what was changed" in message
    message = refusal(edited(saved, lambda d: d.update(program="0.0.1"), honest=True))
    assert "saved by version 0.0.1: open it with that version" in message


MALFORMED: list[tuple[str, Edit, str]] = [
    ("a newer format", lambda d: d.update(format=4), "newer"),
    ("an older format", lambda d: d.update(format=0), "too old"),
    ("a format in words", lambda d: d.update(format="one"), "whole number"),
    ("no format", lambda d: d.pop("format"), "format"),
    ("no seed", lambda d: d.pop("seed"), "seed"),
    ("a negative seed", lambda d: d.update(seed=-1), "seed"),
    ("an absurd seed", lambda d: d.update(seed=10**30), "seed"),
    ("a truth for a seed", lambda d: d.update(seed=True), "seed"),
    ("an amount of zero", lambda d: d["queue"].update({"japan/visit/kazakhstan/ministers": 0}), "queue"),
    ("an unknown field", lambda d: d.update(colour="red"), "colour"),
    ("turns as a word", lambda d: d.update(turns="many"), "turns"),
    ("a short digest", lambda d: d["turns"][0].update(digest="abc"), "turns[0].digest"),
    ("no checksum", lambda d: d.pop("checksum"), "checksum"),
    ("a folder that no file can have", lambda d: d["scenario"].update(folder="a" * 5000), "scenario.folder"),
    ("another kind of file", lambda d: d.update(kind="recipe"), "not a Great Game save"),
]


@pytest.mark.parametrize(("edit", "words"), [row[1:] for row in MALFORMED], ids=[row[0] for row in MALFORMED])
def test_malformed_saves_are_refused(saved: Path, edit: Edit, words: str) -> None:
    assert words in refusal(edited(saved, edit))


def test_all_faults_of_a_file_are_named_at_once(saved: Path) -> None:
    def spoil(document: Document) -> None:
        document.update(seed=-1, colour="red")
        document["turns"][2]["quarter"] = "spring"

    message = refusal(edited(saved, spoil))
    assert all(field in message for field in ("seed", "colour", "turns[2].quarter"))


def test_all_that_means_nothing_here_is_named_at_once(saved: Path) -> None:
    def spoil(document: Document) -> None:
        document["scenario"].update(temper="angry", without=["gravity"], changes={"rules.debt.x": 1.0})
        document["scenario"]["injected"] = [{"quarter": "2026Q1", "event": "flood"}]
        document.update(strength="divine", level="page", seats={"atlantis": "quiet", "china": "nobody.toml"})

    lines = refusal(edited(saved, spoil)).splitlines()[1:]
    fields = ["scenario.temper", "scenario.without", "scenario.changes[rules.debt.x]", "scenario.injected[0]"]
    fields += ["strength", "seats.atlantis", "seats.china", "level"]
    assert [line.split(": ")[1].split(" = ")[0] for line in lines] == fields


def test_a_save_with_a_mark_of_the_byte_order_is_read(saved: Path, campaign: Session) -> None:
    saved.write_bytes(b"\xef\xbb\xbf" + saved.read_bytes())
    assert saves.read(saved).save == campaign.as_save()


@pytest.mark.parametrize("share", [0.0, 0.01, 0.3, 0.7, 0.99])
def test_truncated_saves_are_refused(saved: Path, share: float) -> None:
    data = saved.read_bytes()
    saved.write_bytes(data[: int(len(data) * share)])
    assert "truncated" in refusal(saved)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\xff\xfe{}", "not UTF-8"),
        (b'{"kind": "great-game-save", "seed": NaN}', "NaN"),
        (b'{"kind": "great-game-save", "seed": 1, "seed": 2}', "'seed' is given twice"),
        (b"[" * 200_000, "nested too deeply"),
        (b"[1, 2]", "not a Great Game save"),
        (b"{" + b'"seed": ' + b"9" * 5000 + b"}", "digits"),
    ],
    ids=["encoding", "nan", "twice", "deep", "list", "huge"],
)
def test_nonsense_is_refused(saved: Path, data: bytes, words: str) -> None:
    saved.write_bytes(data)
    assert words in refusal(saved)


def test_files_that_cannot_be_read(saved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "campaign.json" in refusal(saved.with_name("campain.json"))
    folder = saved.with_name("folder")
    folder.mkdir()
    assert "cannot be read" in refusal(folder)
    monkeypatch.setattr(saves, "MAX_BYTES", 100)
    assert "larger than 100 bytes" in refusal(saved)


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no such device")
def test_a_device_without_end_is_no_save(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saves, "MAX_BYTES", 1000)
    assert "larger than 1,000 bytes" in refusal(Path("/dev/zero"))


def test_a_folder_of_a_name_too_long_is_not_there(campaign: Session, saved: Path) -> None:
    path = edited(saved, lambda document: document["scenario"].update(folder="a" * 400), honest=True)
    assert Session.load(path).digest == campaign.digest


@pytest.mark.parametrize("name", ["n" * 250, "名" * 83, "[a]"])
def test_long_and_odd_names_are_written(name: str, campaign: Session, tmp_path: Path) -> None:
    path = tmp_path / name
    campaign.save(path)
    assert [file.name for file in tmp_path.iterdir()] == [name]
    with replacing(path) as stream:
        stream.write(saves.text_of(campaign.as_save()).encode())
        (draft,) = drafts_of(path)
    assert not draft.exists()
    assert saves.read(path).save == campaign.as_save()


def test_a_name_that_is_too_long_is_told(campaign: Session, tmp_path: Path) -> None:
    with pytest.raises(SaveError, match="use a shorter name"):
        campaign.save(tmp_path / ("n" * 300))


def test_an_older_format_is_migrated(campaign: Session, saved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A format 0 that called the seed otherwise, and what it takes to read it."""

    def age(document: Document) -> None:
        document["random_seed"] = document.pop("seed")
        document["format"] = 0

    def renew(document: Document) -> Document:
        return {("seed" if key == "random_seed" else key): value for key, value in document.items()}

    edited(saved, age, honest=True)
    assert "too old" in refusal(saved)
    monkeypatch.setitem(saves.MIGRATIONS, 0, renew)
    assert Session.load(saved).history == campaign.history
    edited(saved, lambda d: d.update(program="9.9"))
    assert "checksum" in refusal(saved), "what was altered before the migration is still seen"


def test_a_save_of_format_1_is_read(campaign: Session, saved: Path) -> None:
    """It knew neither tempers, changed figures nor seats filled by choice."""

    def age(document: Document) -> None:
        document["format"] = 1
        del document["seats"], document["scenario"]["temper"], document["scenario"]["changes"]
        del document["level"], document["predictions"]

    edited(saved, age, honest=True)
    again = Session.load(saved)
    assert again.history == campaign.history
    assert again.scenario.variant.temper == AS_PUBLISHED


def test_a_variant_and_its_seats_are_saved(tmp_path: Path) -> None:
    game = varied(open_scenario("tokyo-2026"), changes={"doctrine.china.weights.contest": 1.1})
    seats = {"kazakhstan": "quiet"}
    session = Session.new(game, seed=5, strategy="quiet", temper="hard", without=["events"], seats=seats)
    session.advance()
    session.save(tmp_path / "variant.json")
    again = Session.load(tmp_path / "variant.json")
    assert again.digests == session.digests
    assert again.scenario is session.scenario
    assert (again.seats, again.scenario.variant.temper) == (seats, "hard")
    assert Session.new(seed=5, strategy="quiet").advance().digest != session.digests[0]


# Writing


def test_a_folder_that_is_not_there(campaign: Session, tmp_path: Path) -> None:
    with pytest.raises(SaveError, match="check that the folder exists"):
        campaign.save(tmp_path / "nowhere" / "s.json")


def test_a_failed_write_leaves_the_old_save(campaign: Session, saved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = saved.read_bytes()

    def full(source: object, target: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    later = campaign.fork()
    later.advance()
    with pytest.raises(SaveError, match="No space left"):
        later.save(saved)
    assert saved.read_bytes() == before
    assert [path.name for path in saved.parent.iterdir()] == [saved.name]


def test_a_link_stays_a_link(campaign: Session, saved: Path) -> None:
    link = saved.with_name("link.json")
    link.symlink_to(saved.name)
    campaign.save(link)
    assert link.is_symlink()
    assert saves.read(saved).save == campaign.as_save()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_no_file_takes_the_place_of_a_pipe_or_device(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    with replacing(pipe) as stream:
        stream.write(b"news")
    assert os.read(reader, 9) == b"news"
    os.close(reader)
    assert pipe.is_fifo()


def test_a_read_only_save_is_kept(campaign: Session, saved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = saved.read_bytes()
    monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK)
    with pytest.raises(SaveError, match="read-only"):
        campaign.fork().save(saved)
    assert saved.read_bytes() == before


WRITER = """
import sys
from greatgame import saves
orders = {f"japan/{'x' * 60}/{i}": 1 for i in range(150)}
turns = [saves.TurnPart(quarter="2026Q1", orders=orders, digest="0" * 32)] * 40
part = saves.ScenarioPart(id="any", hash="0" * 16)
rows = [saves.Save(program="1", scenario=part, seed=s, strategy=None, strength="standard", turns=turns) for s in (1, 2)]
while True:
    for row in rows:
        saves.write(sys.argv[1], row)
"""


def test_a_kill_leaves_the_old_save_or_the_new(tmp_path: Path) -> None:
    path = tmp_path / "campaign.json"
    generator = random.Random(1)
    seen = set()
    for _ in range(6):
        writer = subprocess.Popen([sys.executable, "-c", WRITER, str(path)])
        before = path.stat().st_mtime_ns if path.exists() else 0
        deadline = time.monotonic() + 20
        while not path.exists() or path.stat().st_mtime_ns == before:
            assert writer.poll() is None, "the writer failed"
            assert time.monotonic() < deadline, "the writer wrote nothing"
            time.sleep(0.002)
        time.sleep(generator.uniform(0.0, 0.06))
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        reading = saves.read(path)
        assert not reading.altered
        assert len(reading.save.turns) == 40
        seen.add(reading.save.seed)
    assert seen <= {1, 2}
