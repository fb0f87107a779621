"""Saves: exact, readable, and refused with a reason when they are not."""

from __future__ import annotations

import contextlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from greatgame import saves
from greatgame.errors import GreatGameError, SaveError
from greatgame.files import drafts_of, replacing
from greatgame.paths import data_dir
from greatgame.scenario import open_scenario, varied
from greatgame.session import BY_HAND, Session
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


def reloaded(session: Session, path: Path) -> Session:
    """The campaign as it comes back from a file: the same in all that a save holds."""
    session.save(path)
    again = Session.load(path)
    assert again.as_save() == session.as_save()
    assert again.digest == session.digest
    return again


@pytest.mark.parametrize("done", [0, 1])
def test_an_order_goes_with_the_event_that_it_answers(done: int, tmp_path: Path) -> None:
    """It went on being queued, and neither this save nor any later one could be loaded."""
    session = Session.new(seed=7, seats={"china": BY_HAND})
    for _ in range(done):
        session.advance()
    kept, answer = "japan/visit/kazakhstan/ministers", "japan/answer/cyber-attack/stay-out"
    theirs = session.moves("china")[0].id
    assert session.inject("cyber-attack", session.turn) == ()
    for order in (answer, kept, theirs):
        session.submit(order)
    assert session.inject("disaster") == session.retract("disaster") == (), "what comes later changes no order of today"
    assert session.undo()
    assert session.redo()
    [lost] = session.retract("cyber-attack", session.turn)
    assert lost.order == answer
    assert [row.order for row in session.queue] == [kept]
    assert [row.order for row in session.desk("china").queued()] == [theirs]
    assert not session.undo(), "the orders before it belong to another turn"
    reloaded(session, tmp_path / "here.json")
    session.advance()
    reloaded(session, tmp_path / "later.json")


def test_no_desk_takes_an_order_after_the_end(tmp_path: Path) -> None:
    session = Session.new("quick", seed=5).play()
    desk = session.desk(session.player)
    order = "japan/visit/kazakhstan/leaders"
    for give in (lambda: desk.submit(order, 1), lambda: desk.replace([], order), lambda: desk.checked([order])):
        with pytest.raises(GreatGameError, match="the campaign is over"):
            give()
    assert desk.fill([order]) == ()
    reloaded(session, tmp_path / "end.json")
    session.undo_turn()
    session.desk(session.player).submit(order, 1)


def test_what_a_fork_meets_is_no_past_of_the_other(tmp_path: Path) -> None:
    session = Session.new("quick", seed=7)
    for _ in range(3):
        session.advance()
    last = session.history[-1]
    session.fork().inject("disaster", 3)
    session.undo_turn()
    assert session.advance() == last
    assert "disaster" not in [event.id for event in session.events]
    session.advance()
    reloaded(session, tmp_path / "apart.json")


def test_a_campaign_with_orders_of_another_is_not_saved(tmp_path: Path) -> None:
    session = Session.new("quick", seed=7, seats={"kazakhstan": BY_HAND})
    session.submit(session.moves("kazakhstan")[0].id)
    session.advance()
    other = session.beside("do-nothing")
    other.advance()
    with pytest.raises(SaveError, match="cannot be saved -> save the other one"):
        other.save(tmp_path / "other.json")
    alone = Session.new("quick", seed=7).beside("do-nothing")
    alone.advance()
    reloaded(alone, tmp_path / "alone.json")


def test_as_much_is_saved_as_can_be(tmp_path: Path) -> None:
    """Events in every turn, and a decider that orders more than there is."""
    greedy = tmp_path / "greedy.py"
    greedy.write_text(
        "import numpy as np\n\n\nclass Greedy:\n    def decide(self, view, actor, utility):\n"
        "        return np.where(np.arange(utility.shape[1]) < 3, 1e300, 0.0) * np.ones_like(utility)\n",
        encoding="utf-8",
    )
    session = Session.new("quick", seed=7, strategy=f"{greedy}:Greedy")
    rows = [
        (session.scenario.first_quarter(turn), event) for turn in range(10) for event in session.scenario.names.events
    ]
    assert len(rows) > 200
    full = Session.new(varied(session.scenario, injected=rows), seed=7, strategy=f"{greedy}:Greedy")
    full.advance()
    assert max(full.as_save().turns[0].orders.values()) == int(1e300)
    reloaded(full, tmp_path / "full.json")


class Player(RuleBasedStateMachine):
    """Whoever does anything that a session offers can save at any time and go on from there."""

    @initialize(seed=st.integers(0, 99), turns=st.sampled_from((0, 0, 9)))
    def begin(self, seed: int, turns: int) -> None:
        self.session = Session.new("quick", seed=seed, seats={"china": BY_HAND})
        for _ in range(turns):
            self.session.advance()
        self.events = [event for event, row in self.session.scenario.file.event.items() if row.actor == "japan"]
        self.waiting: list[tuple[str, int]] = []

    def pick(self, pick: int) -> str:
        return self.events[pick % len(self.events)]

    def order(self, seat: str, pick: int, kinds: frozenset[str] = frozenset()) -> None:
        legal = [move.id for move in self.session.moves(seat) if not kinds or move.kind in kinds]
        if legal:
            self.session.desk(seat).submit(legal[pick % len(legal)], 1)

    @rule(pick=st.integers(0, 9999), seat=st.sampled_from(("japan", "china")))
    def submit(self, pick: int, seat: str) -> None:
        self.order(seat, pick)

    @rule()
    def submit_at_any_time(self) -> None:
        with contextlib.suppress(GreatGameError):
            self.session.desk("japan").submit("japan/visit/kazakhstan/leaders", 1)

    @rule(step=st.sampled_from((Session.undo, Session.redo, Session.clear)))
    def change(self, step: Callable[[Session], object]) -> None:
        step(self.session)

    @precondition(lambda self: not self.session.finished)
    @rule(pick=st.integers(0, 9999), later=st.booleans())
    def inject(self, pick: int, later: bool) -> None:
        """Let an event happen; one of today is answered."""
        row = (self.pick(pick), self.session.turn + later)
        with contextlib.suppress(GreatGameError):
            self.session.inject(*row)
            self.waiting.append(row)
        if not later:
            self.order("japan", pick, frozenset({"answer"}))

    @precondition(lambda self: self.waiting)
    @rule()
    def retract(self) -> None:
        with contextlib.suppress(GreatGameError):
            self.session.retract(*self.waiting.pop())

    @precondition(lambda self: not self.session.finished)
    @rule()
    def advance(self) -> None:
        self.session.advance()

    @precondition(lambda self: self.session.turn)
    @rule()
    def undo_turn(self) -> None:
        self.session.undo_turn()

    @rule(pick=st.integers(0, 9999))
    def fork(self, pick: int) -> None:
        """Go on beside a fork that others do as they like with."""
        twin = self.session.fork()
        if not twin.finished:
            twin.inject(self.pick(pick), twin.turn)
            twin.advance()

    @rule(go_on=st.booleans())
    def save_and_load(self, go_on: bool) -> None:
        with tempfile.TemporaryDirectory() as folder:
            again = reloaded(self.session, Path(folder) / "campaign.json")
        if go_on:
            self.session = again

    def teardown(self) -> None:
        if hasattr(self, "session"):
            self.save_and_load(go_on=False)


def test_whatever_is_done_can_be_saved_and_loaded() -> None:
    run_state_machine_as_test(
        Player,
        settings=settings(
            max_examples=15,
            stateful_step_count=25,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
            # A failing campaign is a fine example as it is; making it smaller takes minutes.
            phases=(Phase.explicit, Phase.generate),
        ),
    )


@pytest.mark.skipif(sys.platform != "linux", reason="names of files are bytes on Linux alone")
def test_a_folder_whose_name_is_no_text_is_left_out(tmp_path: Path) -> None:
    place = Path(os.fsdecode(os.fsencode(tmp_path) + b"/mine-\xff"))
    shutil.copytree(data_dir("scenarios") / "tokyo-2026", place)
    session = Session.new(place, seed=7)
    session.save(tmp_path / "odd.json")
    again = Session.load(tmp_path / "odd.json", scenario=place)
    assert again.folder == session.folder


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
