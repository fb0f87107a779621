"""Files of classes that a disk has changed, and files that are none: what is told, and that nothing else is touched."""

import json
import random
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

import classroom_sample
from greatgame.classroom.load import Exercise, load_exercise
from greatgame.classroom.log import FORMAT, UNSUMMED, Event, Log
from greatgame.classroom.recognise import Sort, recognise
from greatgame.classroom.room import Room
from greatgame.classroom.state import SHOWN
from greatgame.cli import app
from greatgame.errors import GreatGameError

Change = Callable[[sqlite3.Connection], object]
OF_FORMAT_1 = """
CREATE TABLE IF NOT EXISTS about (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS event (
    number INTEGER PRIMARY KEY,
    time REAL NOT NULL,
    kind TEXT NOT NULL,
    data TEXT NOT NULL,
    action TEXT
);
CREATE INDEX IF NOT EXISTS event_action ON event (action);
CREATE TABLE IF NOT EXISTS refusal (time REAL NOT NULL, who TEXT NOT NULL, what TEXT NOT NULL, why TEXT NOT NULL);
"""
"""How classes were begun before entries had checksums."""


@pytest.fixture(scope="module")
def exercise(tmp_path_factory: pytest.TempPathFactory) -> Exercise:
    return load_exercise(classroom_sample.write(tmp_path_factory.mktemp("exercises")))


@pytest.fixture(scope="module")
def new(exercise: Exercise, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A class that was held up to its second round."""
    file = tmp_path_factory.mktemp("class") / "new.class"
    room = Room.open(exercise, file, teams=1)
    key, lead = room.join({"pin": room.state.pin, "name": "Mika"}).key, room.state.teacher_key
    while room.step.id != "round-2":
        if room.playing and room.state.phase != SHOWN:
            order = room.worlds.session_of(room.state.teams["team-1"]).moves()[0].id
            room.student(key, {"kind": "draft", "order": order, "id": f"draft-{room.step.id}"})
            room.teacher(lead, {"kind": "resolve"})
        room.teacher(lead, {"kind": "next"})
    room.log.close()
    return file


@pytest.fixture(scope="module")
def old(new: Path) -> Path:
    """The same class as an earlier version would have kept it."""
    file = new.with_name("old.class")
    with sqlite3.connect(file, isolation_level=None) as made, sqlite3.connect(new) as held:
        made.execute("PRAGMA journal_mode = WAL")
        made.executescript(OF_FORMAT_1)
        made.execute("INSERT INTO about VALUES ('format', '1')")
        for row in held.execute("SELECT number, time, kind, data, action FROM event"):
            made.execute("INSERT INTO event VALUES (?, ?, ?, ?, ?)", row)
    for file_of in (made, held):
        file_of.close()
    return file


def changed(file: Path, folder: Path, change: Change) -> Path:
    """A copy in which a table was changed."""
    copy = folder / "copy.class"
    shutil.copy(file, copy)
    with sqlite3.connect(copy) as opened:
        change(opened)
    opened.close()
    return copy


def taken_up(exercise: Exercise, file: Path) -> Room:
    log = Log(file)
    try:
        return Room(exercise, log)
    finally:
        log.close()


def said(*arguments: str, typed: str | None = None) -> tuple[int, str]:
    found = CliRunner().invoke(app, ["class", *arguments], input=typed)
    assert "Traceback" not in found.output
    return found.exit_code, " ".join(found.output.split())


def test_a_class_of_the_earlier_format_goes_on(exercise: Exercise, old: Path, new: Path, tmp_path: Path) -> None:
    file = tmp_path / "old.class"
    shutil.copy(old, file)
    room = Room(exercise, Log(file))
    assert room.worlds.sessions["team-1"].digest == taken_up(exercise, new).worlds.sessions["team-1"].digest
    number = room.state.number
    room.join({"pin": room.state.pin, "name": "Aki"})
    room.log.close()
    assert taken_up(exercise, file).state.number == number + 1
    with sqlite3.connect(file) as opened:
        assert opened.execute("SELECT value FROM about").fetchall() == [(str(UNSUMMED),)]
    opened.close()


def rewritten(kind: str, old: str, new: str) -> Change:
    """The last entry of a kind, a part of whose text is another."""
    where = "number = (SELECT max(number) FROM event WHERE kind = ?)"
    return lambda file: file.execute(f"UPDATE event SET data = replace(data, ?, ?) WHERE {where}", (old, new, kind))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (rewritten("drafted", '"units"', '"unitr"'), "(drafted) makes no sense: 'units' is missing"),
        (rewritten("drafted", "{", "["), "is not as it was written (Expecting"),
        (rewritten("joined", '"team-1"', '"team-9"'), "(joined) makes no sense: 'team-9' is missing or unknown"),
        (rewritten("stepped", '"step": ', '"step": 9'), "(stepped) makes no sense"),
        (rewritten("stepped", '"planning"', '"plannyng"'), "(stepped) makes no sense: 'plannyng'"),
        (rewritten("resolved", '"digests": {"team-1": "', '"digests": {"team-1": "0'), "replays to another state"),
        (rewritten("resolved", '"orders": {"team-1"', '"orders": {"team-7"'), "cannot be played again ('team-7'"),
        (lambda file: file.execute("UPDATE event SET kind = 'joyned' WHERE kind = 'joined'"), "'joyned' is missing"),
        (
            lambda file: file.execute("UPDATE event SET data = CAST(x'22ff22' AS TEXT) WHERE number = 4"),
            "entry 4 cannot",
        ),
        (lambda file: file.execute("UPDATE event SET data = x'00' WHERE number = 4"), "entry 4 is not as it was"),
        (lambda file: file.execute("DELETE FROM event WHERE number = 5"), "entry 5 is missing"),
    ],
)
def test_a_damaged_entry_is_named(exercise: Exercise, old: Path, tmp_path: Path, change: Change, words: str) -> None:
    file = changed(old, tmp_path, change)
    with pytest.raises(GreatGameError) as caught:
        taken_up(exercise, file)
    for part in (str(file), "entry ", words, "class delete"):
        assert part in str(caught.value)


@pytest.mark.parametrize("name", ["time", "kind", "data", "action", "sum"])
def test_no_entry_is_taken_in_that_was_changed_silently(
    exercise: Exercise, new: Path, tmp_path: Path, name: str
) -> None:
    values = {"time": "time + 1", "kind": "'ready'", "data": """replace(data, 'Mika', 'Miko')""", "action": "'another'"}
    (number,) = sqlite3.connect(new).execute("SELECT number FROM event WHERE kind = 'joined'").fetchone()
    file = changed(
        new,
        tmp_path,
        lambda opened: opened.execute(
            f"UPDATE event SET {name} = {values.get(name, 'sum + 1')} WHERE number = {number}"
        ),
    )
    with pytest.raises(GreatGameError, match=f"entry {number} is not as it was written: its checksum"):
        taken_up(exercise, file)


@pytest.mark.parametrize("which", ["old", "new"])
def test_a_bit_that_was_turned_is_told(exercise: Exercise, old: Path, new: Path, tmp_path: Path, which: str) -> None:
    whole = (old if which == "old" else new).read_bytes()
    before = vars(taken_up(exercise, new).state)
    dice, file = random.Random(7), tmp_path / "turned.class"
    told: list[str] = []
    written = [place for place, byte in enumerate(whole) if byte]
    for _ in range(60):
        content = bytearray(whole)
        content[dice.choice(written)] ^= 1 << dice.randrange(8)
        for part in tmp_path.glob("turned.class*"):
            part.unlink()
        file.write_bytes(content)
        try:
            state = taken_up(exercise, file).state
        except GreatGameError as error:
            told.append(str(error))
            assert recognise(file).sort in {Sort.CLASS, Sort.DAMAGED}, "it can be deleted"
        else:
            # Without checksums, a letter of a name can be another; with them, nothing can.
            assert which == "old" or vars(state) == before
    assert len(told) > (40 if which == "new" else 10)
    assert [words for words in told if str(file) not in words] == []


def test_a_damaged_class_is_told_and_can_be_deleted(exercise: Exercise, old: Path, tmp_path: Path) -> None:
    shutil.copytree(exercise.folder, tmp_path / "sample")
    file = changed(old, tmp_path, rewritten("drafted", '"units"', '"unitr"'))
    named = str(tmp_path / "sample")
    for arguments in (
        ["packet", str(file), "--exercise", named, "--out", str(tmp_path / "out")],
        ["run", named, "--file", str(file), "--port", "0", "--host", "127.0.0.1"],
    ):
        code, output = said(*arguments)
        assert code == 2
        assert "copy.class: is damaged: entry" in output
    code, output = said("packet", str(file))
    assert (code, "--exercise" in output, str(file) in output) == (2, True, True), "an exercise that is not shipped"
    file.write_bytes(b"\0" + file.read_bytes()[1:5000])
    assert recognise(file).sort is Sort.DAMAGED
    code, output = said("packet", str(file))
    assert (code, "is damaged" in output) == (2, True)
    code, output = said("delete", str(file), typed="y\n")
    assert (code, "is damaged and cannot be read" in output, file.exists()) == (0, True, False)


@pytest.mark.parametrize("ahead", [False, True])
def test_a_file_of_another_program_stays_as_it_is(tmp_path: Path, exercise: Exercise, ahead: bool) -> None:
    file, folder = tmp_path / "foreign.db", exercise.folder
    with sqlite3.connect(file, isolation_level=None) as opened:
        if ahead:
            opened.execute("PRAGMA journal_mode = WAL")
        opened.execute("CREATE TABLE contacts (name TEXT)")
        opened.execute("CREATE TABLE about (key TEXT, value TEXT)")
        opened.execute("INSERT INTO about VALUES ('format', '1')")
    opened.close()
    (tmp_path / "notes.txt").write_text("Dear diary", encoding="utf-8")
    (tmp_path / "nothing.class").touch()
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    for name, why in (("foreign.db", "is no class"), ("notes.txt", "is no class"), ("nothing.class", "is empty")):
        for arguments in (["packet", str(tmp_path / name)], ["delete", str(tmp_path / name), "--yes"]):
            code, output = said(*arguments)
            assert (code, why in output) == (2, True), output
        assert recognise(tmp_path / name).sort is not Sort.CLASS
    code, output = said("run", str(folder), "--file", str(file), "--port", "0", "--host", "127.0.0.1")
    assert (code, "is no class of Great Game" in output) == (2, True)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_class_that_was_killed_at_its_start_is_known(tmp_path: Path) -> None:
    # What was written ahead has not come into the file itself yet.
    log = Log(tmp_path / "a.class")
    log.append([Event("opened", {"exercise": "sample"})])
    for part in tmp_path.glob("a.class*"):
        shutil.copy(part, tmp_path / part.name.replace("a.", "killed."))
    log.close()
    assert recognise(tmp_path / "killed.class").sort is Sort.CLASS
    found = Log(tmp_path / "killed.class")
    assert [entry.event.kind for entry in found.entries()] == ["opened"]
    found.close()
    ahead = tmp_path / "ahead.class"
    with sqlite3.connect(ahead, isolation_level=None) as old:
        old.execute("PRAGMA journal_mode = WAL")
        old.executescript(OF_FORMAT_1 + "INSERT INTO about VALUES ('format', '1');")
        for part in tmp_path.glob("ahead.class*"):
            shutil.copy(part, tmp_path / part.name.replace("ahead.", "old."))
    old.close()
    assert recognise(tmp_path / "old.class").sort is Sort.CLASS
    log = Log(tmp_path / "old.class")
    assert log.last == 0
    log.close()


def test_entries_carry_a_sum_of_all_that_is_kept(new: Path) -> None:
    with sqlite3.connect(new) as opened:
        assert opened.execute("SELECT value FROM about WHERE key = 'format'").fetchone() == (str(FORMAT),)
        sums = [row[0] for row in opened.execute("SELECT sum FROM event")]
        (data,) = opened.execute("SELECT data FROM event WHERE kind = 'resolved'").fetchone()
    opened.close()
    assert len(set(sums)) == len(sums)
    assert "number" not in json.loads(data)["round"], "the entry has it"


def test_a_class_that_is_held_can_be_read_here_and_by_others(exercise: Exercise, tmp_path: Path) -> None:
    room = Room.open(exercise, tmp_path / "held.class", teams=1)
    room.join({"pin": room.state.pin, "name": "Mika"})
    taken_up(exercise, room.log.path)  # as for the debrief
    script = (
        "import sqlite3, sys; file = sqlite3.connect(sys.argv[1]); file.execute('SELECT * FROM event'); file.close()"
    )
    subprocess.run([sys.executable, "-c", script, str(room.log.path)], check=True)
    assert Path(f"{room.log.path}-wal").exists(), "the other has not tidied up after a class that is held"
    room.join({"pin": room.state.pin, "name": "Aki"})
    assert len(taken_up(exercise, room.log.path).state.seats) == 2
    room.log.close()
