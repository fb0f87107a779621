"""The room of a class: what may be done when, and that a killed room is the same again."""

import ast
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

import classroom_sample
import greatgame.classroom
from greatgame.classroom.cabinet import fallen, of_draft
from greatgame.classroom.exercise import ExerciseFile
from greatgame.classroom.given import RefusedError
from greatgame.classroom.load import Exercise, load_exercise
from greatgame.classroom.log import Log
from greatgame.classroom.results import result_of
from greatgame.classroom.room import Room
from greatgame.classroom.seen import for_student, orders
from greatgame.classroom.state import HELD, LOCKED, PLANNING, SHOWN
from greatgame.classroom.typed import chances, codes
from greatgame.classroom.worlds import kind_of
from greatgame.errors import GreatGameError, ScenarioError
from greatgame.scenario import open_scenario
from greatgame.text import translations


class Clock:
    """Time that passes when it is told to."""

    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(scope="module")
def exercise(tmp_path_factory: pytest.TempPathFactory) -> Exercise:
    return load_exercise(classroom_sample.write(tmp_path_factory.mktemp("exercises")))


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def room(exercise: Exercise, tmp_path: Path, clock: Clock) -> Room:
    return Room.open(exercise, tmp_path / "class.db", clock=clock)


@pytest.fixture
def teach(room: Room) -> Callable[..., None]:
    def do(kind: str, **more: Any) -> None:
        room.teacher(room.state.teacher_key, {"kind": kind, **more})

    return do


def joined(room: Room, name: str, **more: Any) -> str:
    return room.join({"pin": room.state.pin, "name": name, **more}).key


def to_step(room: Room, step: str) -> None:
    while room.step.id != step:
        if room.step.kind == "round" and room.state.phase != SHOWN:
            room.teacher(room.state.teacher_key, {"kind": "resolve"})
        room.teacher(room.state.teacher_key, {"kind": "next"})


def order_for(room: Room, key: str) -> str:
    seat = room.state.seat_of(key)
    assert seat is not None
    return room.worlds.session_of(room.state.teams[seat.team]).moves()[0].id


def again(room: Room, exercise: Exercise) -> Room:
    """The room as a server that was killed and started again has it."""
    room.log.close()
    return Room(exercise, Log(room.log.path, room.clock), room.clock)


def test_an_exercise_says_how_long_it_is(exercise: Exercise) -> None:
    assert isinstance(exercise.plan, ExerciseFile)
    assert exercise.plan.minutes == 44
    assert [step.id for step in exercise.plan.rounds] == ["round-1", "round-2", "round-3"]


def test_the_pin_may_be_typed_in_wide_digits(room: Room) -> None:
    wide = room.state.pin.translate({digit: digit + 0xFEE0 for digit in range(0x30, 0x3A)})
    assert room.join({"pin": f"{wide} ", "name": "Mika"}).name == "Mika"


def test_students_join_with_the_pin_and_spread_over_the_teams(room: Room) -> None:
    with pytest.raises(RefusedError, match="not the PIN"):
        room.join({"pin": "000000x", "name": "Mika"})
    for name in ("", "   ", "x" * 25, 3, None):
        with pytest.raises(RefusedError):
            room.join({"pin": room.state.pin, "name": name})
    keys = [joined(room, f"Student {n}") for n in range(4)]
    assert len(set(keys)) == 4
    assert min(len(key) for key in keys) >= 22
    assert [len(room.state.members(team)) for team in room.state.teams] == [2, 2]
    seat = room.join({"pin": room.state.pin, "name": "Once", "id": "same-action-1"})
    assert room.join({"pin": room.state.pin, "name": "Once", "id": "same-action-1"}) is seat
    assert len(room.state.seats) == 5


def test_a_round_goes_from_planning_to_shown_and_back(room: Room, teach: Callable[..., None], clock: Clock) -> None:
    first, second = joined(room, "A"), joined(room, "B")
    to_step(room, "round-1")
    assert room.state.phase == PLANNING
    assert room.seconds_left() == 300
    order = order_for(room, first)
    room.student(first, {"kind": "draft", "order": order, "id": "tap-00000001"})
    room.student(first, {"kind": "draft", "order": order, "id": "tap-00000001"})
    assert room.state.teams["team-1"].draft == {order: 1}
    with pytest.raises(RefusedError, match="not asked now"):
        room.student(second, {"kind": "answer", "question": "lesson", "value": "x"})
    with pytest.raises(RefusedError, match="not resolved"):
        teach("next")
    teach("timer", pause=True)
    clock.now += 1000
    assert not room.tick()
    teach("timer", pause=False)
    clock.now += 299
    assert not room.tick()
    clock.now += 1
    assert room.tick()
    assert room.state.phase == LOCKED
    with pytest.raises(RefusedError, match="not planned"):
        room.student(first, {"kind": "draft", "order": order})
    teach("resolve")
    assert room.state.phase == SHOWN
    row = room.state.resolved[0]
    assert row.orders["team-1"] == [{order: 1}]
    assert row.defaulted == ["team-2"]
    assert row.orders["team-2"][0], "the default decides for a team that gave nothing"
    assert room.worlds.turn == 1
    digests = dict(row.digests)
    teach("undo")
    assert room.state.phase == PLANNING
    assert room.worlds.turn == 0
    assert room.state.teams["team-1"].draft == {order: 1}
    teach("resolve")
    assert room.state.resolved[0].digests == digests, "the same drafts on the same luck"


def test_teams_meet_the_same_luck(room: Room) -> None:
    keys = [joined(room, "A", team="team-1"), joined(room, "B", team="team-2")]
    to_step(room, "round-1")
    for key in keys:
        room.student(key, {"kind": "ready"})
    to_step(room, "round-2")
    one, two = room.state.resolved[0].digests.values()
    assert one == two
    assert not room.state.resolved[0].defaulted, "a team that is ready with nothing wants nothing"


def test_the_practice_does_not_count(room: Room, teach: Callable[..., None], exercise: Exercise) -> None:
    key = joined(room, "A")
    to_step(room, "practice")
    room.student(key, {"kind": "draft", "order": order_for(room, key)})
    teach("resolve")
    assert room.worlds.turn == 1
    assert again(room, exercise).worlds.turn == 1
    room = again(room, exercise)
    room.teacher(room.state.teacher_key, {"kind": "next"})
    assert room.worlds.turn == 0
    assert not room.state.resolved
    assert not room.state.teams["team-1"].draft


def test_events_come_from_the_plan_and_from_the_teacher(room: Room, teach: Callable[..., None]) -> None:
    to_step(room, "round-1")
    teach("inject", event="disaster")
    assert room.state.injected == [(1, "disaster")]
    teach("retract", event="disaster")
    teach("inject", event="cyber-attack")
    with pytest.raises(RefusedError, match="no such event"):
        teach("inject", event="rain of frogs")
    to_step(room, "round-2")
    for session in room.worlds.sessions.values():
        assert {"border-closure", "cyber-attack"} <= {event.id for event in session.events}
        assert "disaster" not in {event.id for event in session.events}
    teach("resolve")
    assert room.worlds.turn == 3, "round 2 plays two turns"
    teach("inject", event="disaster")
    assert "disaster" in {event.id for event in room.worlds.sessions["team-1"].events}, (
        "what opens next is open already"
    )


def test_orders_are_checked_against_the_team_s_own_world(room: Room) -> None:
    key = joined(room, "A")
    to_step(room, "round-1")
    session = room.worlds.sessions["team-1"]
    rival = session.moves(session.scenario.names.hosts[0])[0].id
    for order, units, code in (
        (rival, 1, "not-yours"),
        ("no/such", 1, "unknown"),
        (order_for(room, key), 1000, "illegal"),
        (order_for(room, key), -1, "illegal"),
        (order_for(room, key), True, "illegal"),
        (order_for(room, key), 0, "unknown"),
        (None, 1, "unknown"),
    ):
        with pytest.raises(RefusedError) as refused:
            room.student(key, {"kind": "draft", "order": order, "units": units})
        assert refused.value.code == code
    refusals = []
    for move in session.moves():
        try:
            room.student(key, {"kind": "draft", "order": move.id})
        except RefusedError as error:
            refusals.append(str(error))
    assert any("leaders' time" in words for words in refusals)
    assert any("exclude each other" in words for words in refusals)
    drafted = room.state.teams["team-1"].draft
    room.student(key, {"kind": "draft", "order": next(iter(drafted)), "units": 0})
    assert not room.state.resolved


def test_answers_and_forecasts_are_bounded(room: Room) -> None:
    key = joined(room, "A")
    to_step(room, "quiz")
    for value in ("neither", 3, None):
        with pytest.raises(RefusedError):
            room.student(key, {"kind": "answer", "question": "why", "value": value})
    room.student(key, {"kind": "answer", "question": "why", "value": "gain"})
    room.student(key, {"kind": "answer", "question": "why", "value": "balance"})
    assert room.state.answers["quiz"]["seat-1"] == {"why": "balance"}
    to_step(room, "round-1")
    for chance in (-0.1, 1.1, "half", None, float("nan"), True):
        with pytest.raises(RefusedError):
            room.student(key, {"kind": "foretell", "forecast": "trusted", "chance": chance})
    room.student(key, {"kind": "foretell", "forecast": "trusted", "chance": 0.7})
    assert room.state.forecasts == {"trusted": {"seat-1": 0.7}}
    to_step(room, "debrief")
    with pytest.raises(RefusedError, match="1 to 2000"):
        room.student(key, {"kind": "answer", "question": "lesson", "value": "x" * 2001})
    with pytest.raises(RefusedError, match="0 to 100"):
        room.student(key, {"kind": "answer", "question": "share", "value": 101})
    room.student(key, {"kind": "answer", "question": "lesson", "value": "Trust\u0007 grows."})
    assert room.state.answers["debrief"]["seat-1"]["lesson"] == "Trust grows."


def test_keys_open_only_their_own_doors(room: Room, teach: Callable[..., None]) -> None:
    key = joined(room, "A")
    with pytest.raises(RefusedError, match="not the teacher"):
        room.teacher(key, {"kind": "next"})
    with pytest.raises(RefusedError, match="no seat"):
        room.student(room.state.teacher_key, {"kind": "ready"})
    teach("move", seat="seat-1", link=True)
    with pytest.raises(RefusedError, match="no seat"):
        room.student(key, {"kind": "settings", "language": "ja"})
    fresh = room.state.seats["seat-1"].key
    room.student(fresh, {"kind": "settings", "language": "ja"})
    assert room.state.seats["seat-1"].language == "ja"
    teach("move", seat="seat-1", removed=True)
    with pytest.raises(RefusedError, match="no seat"):
        room.student(fresh, {"kind": "settings", "language": "en"})


def test_a_room_that_was_killed_is_the_same_again(room: Room, exercise: Exercise) -> None:
    key = joined(room, "A")
    for step in ("join", "quiz", "practice", "round-1", "round-2", "debrief"):
        to_step(room, step)
        if room.playing:
            room.student(key, {"kind": "draft", "order": order_for(room, key), "id": f"tap-in-{step}"})
        room.teacher(room.state.teacher_key, {"kind": "note", "text": f"in {step}"})
        other = again(room, exercise)
        assert other.state == room.state
        assert {w: s.digest for w, s in other.worlds.sessions.items()} == {
            w: s.digest for w, s in room.worlds.sessions.items()
        }
        assert other.tools == room.tools
        room = other
    assert room.state.phase == HELD


def full(*_: object) -> None:
    raise GreatGameError("class file: cannot be written (disk full): nothing was changed")


@pytest.mark.parametrize("action", [{"kind": "resolve"}, {"kind": "inject", "event": "disaster"}])
def test_what_cannot_be_written_has_not_happened(
    room: Room, exercise: Exercise, monkeypatch: pytest.MonkeyPatch, action: dict[str, str]
) -> None:
    joined(room, "A")
    to_step(room, "round-1")
    before = {w: s.digest for w, s in room.worlds.sessions.items()}
    with monkeypatch.context() as patch:
        patch.setattr(room.log, "append", full)
        with pytest.raises(GreatGameError, match="disk full"):
            room.teacher(room.state.teacher_key, action)
    assert room.state.phase == PLANNING
    assert {w: s.digest for w, s in room.worlds.sessions.items()} == before
    room.teacher(room.state.teacher_key, {"kind": "resolve"})
    to_step(room, "round-2")
    room.teacher(room.state.teacher_key, {"kind": "resolve"})
    assert len(room.state.resolved) == 2
    assert len(again(room, exercise).state.resolved) == 2, "without what was not put in"


@pytest.mark.parametrize("done", [False, True], ids=["while it is played", "before it is written down"])
def test_a_tap_that_cannot_be_written_leaves_the_round_that_is_resolved_alone(
    room: Room, exercise: Exercise, monkeypatch: pytest.MonkeyPatch, done: bool
) -> None:
    key = joined(room, "A")
    to_step(room, "round-1")
    there, go_on = threading.Event(), threading.Event()
    resolve, advance, second = room.worlds.resolve, room.worlds._advance, room.worlds.sessions["team-2"]

    def wait() -> None:
        there.set()
        assert go_on.wait(10)

    def resolved(*given: Any) -> Any:
        found = resolve(*given)
        if done:
            wait()
        return found

    def advanced(session: Any, orders: Any) -> None:
        if session is second and not done:
            wait()
        advance(session, orders)

    monkeypatch.setattr(room.worlds, "resolve", resolved)
    monkeypatch.setattr(room.worlds, "_advance", advanced)
    with ThreadPoolExecutor(1) as pool:
        resolving = pool.submit(room.teacher, room.state.teacher_key, {"kind": "resolve"})
        assert there.wait(10)
        with monkeypatch.context() as patch:
            patch.setattr(room.log, "append", full)
            with pytest.raises(GreatGameError, match="disk full"):
                room.student(key, {"kind": "settings", "consent": True})
        go_on.set()
        resolving.result(10)
    assert room.worlds.turn == 1
    assert {w: s.digest for w, s in room.worlds.sessions.items()} == room.state.resolved[0].digests
    to_step(room, "round-2")
    room.teacher(room.state.teacher_key, {"kind": "resolve"})
    assert len(again(room, exercise).state.resolved) == 2, "and the file can be opened again"


def test_a_round_that_cannot_be_played_leaves_everything_as_it_was(
    room: Room, teach: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    to_step(room, "round-1")
    before = {w: s.digest for w, s in room.worlds.sessions.items()}
    second = room.worlds.sessions["team-2"]
    with monkeypatch.context() as patch:
        patch.setattr(second, "advance", lambda: 1 / 0)
        with pytest.raises(GreatGameError, match=r"cannot be resolved \(ZeroDivisionError"):
            teach("resolve")
    assert not room.busy
    assert {w: s.digest for w, s in room.worlds.sessions.items()} == before
    teach("resolve")
    assert room.worlds.turn == 1


def test_resolve_sent_again_while_it_is_done_is_done_once(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    to_step(room, "round-1")
    begun, go_on, played = threading.Event(), threading.Event(), room.worlds.resolve

    def slowly(*given: Any) -> Any:
        begun.set()
        assert go_on.wait(10)
        return played(*given)

    monkeypatch.setattr(room.worlds, "resolve", slowly)
    action = {"kind": "resolve", "id": "the-same-one"}
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(room.teacher, room.state.teacher_key, action)
        assert begun.wait(10)
        with pytest.raises(RefusedError, match="is being resolved"):
            room.teacher(room.state.teacher_key, {"kind": "resolve", "id": "another-one"})
        again_sent = pool.submit(room.teacher, room.state.teacher_key, action)
        go_on.set()
        for sent in (first, again_sent):
            sent.result(10)
    assert len(room.state.resolved) == 1
    assert room.worlds.turn == 1


def test_files_that_are_no_class_are_refused(exercise: Exercise, tmp_path: Path) -> None:
    (tmp_path / "text.db").write_text("no database at all, but long enough to be looked at", encoding="utf-8")
    with pytest.raises(GreatGameError, match="is no class"):
        Log(tmp_path / "text.db")
    with pytest.raises(GreatGameError, match="is empty"):
        Room(exercise, Log(tmp_path / "empty.db"))
    room = Room.open(exercise, tmp_path / "class.db")
    room.log.close()
    with pytest.raises(GreatGameError, match="holds a class already"):
        Room.open(exercise, tmp_path / "class.db")
    plan = {**classroom_sample.PLAN, "exercise": {**classroom_sample.PLAN["exercise"], "seed": 12}}
    other = load_exercise(classroom_sample.write(tmp_path / "other", plan))
    with pytest.raises(GreatGameError, match="other files"):
        Room(other, Log(tmp_path / "class.db"))
    with pytest.raises(GreatGameError, match="takes 1 to 8"):
        Room.open(exercise, tmp_path / "many.db", teams=9)


def test_several_countries_share_one_world(tmp_path: Path) -> None:
    meta = {
        **classroom_sample.PLAN["exercise"],
        "worlds": "shared",
        "seats": ["japan", "china", "kazakhstan"],
        "teams": {"least": 2, "most": 3, "usual": 3},
    }
    exercise = load_exercise(classroom_sample.write(tmp_path, {**classroom_sample.PLAN, "exercise": meta}))
    room = Room.open(exercise, tmp_path / "class.db")
    keys = [joined(room, name) for name in ("A", "B", "C")]
    to_step(room, "round-1")
    (session,) = room.worlds.sessions.values()
    orders = [session.moves(seat)[0].id for seat in meta["seats"]]
    for key, order in zip(keys, orders, strict=True):
        room.student(key, {"kind": "draft", "order": order})
    with pytest.raises(RefusedError, match="not played by your team"):
        room.student(keys[0], {"kind": "draft", "order": orders[1]})
    room.teacher(room.state.teacher_key, {"kind": "resolve"})
    assert {row.order for row in session.history[0].orders} >= set(orders)
    assert again(room, exercise).worlds.sessions["world"].digest == session.digest


def offices(folder: Path, agreement: dict[str, Any], **role: Any) -> Exercise:
    """The sample with offices, the first of which drafts all that the others do not."""
    mine = {kind for row in role.values() for kind in row.get("kinds", [])}
    rest = [kind for kind in open_scenario("quick").file.kind if kind not in mine]
    roles = {name: {"seat": "japan", **row} for name, row in role.items()}
    first = next(iter(roles.values()))
    first["kinds"] = [*first.get("kinds", []), *rest]
    plan = {**classroom_sample.PLAN, "role": roles, **({"agreement": agreement} if agreement else {})}
    return load_exercise(classroom_sample.write(folder, plan))


def test_offices_of_one_team_must_agree(tmp_path: Path) -> None:
    exercise = offices(tmp_path, {}, foreign={"kinds": ["visit"]}, prime={"kinds": ["answer"]})
    room = Room.open(exercise, tmp_path / "class.db", teams=1)
    foreign, prime = joined(room, "F"), joined(room, "P")
    assert [seat.role for seat in room.state.seats.values()] == ["foreign", "prime"]
    to_step(room, "round-1")
    session = room.worlds.sessions["team-1"]
    order = next(move.id for move in session.moves() if move.kind == "visit")
    with pytest.raises(RefusedError, match="another office"):
        room.student(prime, {"kind": "draft", "order": order})
    room.student(foreign, {"kind": "draft", "order": order})
    room.student(foreign, {"kind": "ready"})
    room.teacher(room.state.teacher_key, {"kind": "resolve"})
    assert room.state.resolved[0].orders["team-1"] == [{}], "not agreed, not ordered"
    team = room.state.teams["team-1"]
    assert fallen(room, team, room.state.resolved[0]) == [session.catalogue.describe(_number(room, order))]
    room.teacher(room.state.teacher_key, {"kind": "undo"})
    for agreed in (True, True, False, True):
        room.student(prime, {"kind": "agree", "order": order, "agreed": agreed})
    room.teacher(room.state.teacher_key, {"kind": "resolve"})
    assert room.state.resolved[0].orders["team-1"] == [{order: 1}]
    assert not fallen(room, team, room.state.resolved[0])


def _number(room: Room, order: str) -> int:
    return room.worlds.sessions["team-1"].catalogue.number(order)


def test_a_leading_office_or_enough_others_carry_an_order(tmp_path: Path) -> None:
    exercise = offices(
        tmp_path, {"lead": "prime", "votes": 3},
        rest={}, prime={"kinds": ["answer"]}, foreign={"kinds": ["visit"]},
        money={"kinds": ["grant"], "consents": ["mou"]},
    )  # fmt: skip
    room = Room.open(exercise, tmp_path / "class.db", teams=1)
    rest = joined(room, "R")
    to_step(room, "round-1")
    moves = room.worlds.sessions["team-1"].moves()
    visit, grant, mou = (next(m.id for m in moves if m.kind == kind) for kind in ("visit", "grant", "mou"))
    room.student(rest, {"kind": "draft", "order": visit})
    team = room.state.teams["team-1"]
    assert room.offices(team).missing("visit", ["rest"]).nothing, "who sits alone stands in for all"
    prime, foreign, money = (joined(room, name) for name in "PFM")
    for key in (rest, prime, money):
        with pytest.raises(RefusedError, match="another office"):
            room.student(key, {"kind": "draft", "order": visit})
    with pytest.raises(RefusedError, match="leads your team"):
        room.student(rest, {"kind": "ready"})
    room.student(money, {"kind": "draft", "order": grant})
    room.student(rest, {"kind": "draft", "order": mou})
    with pytest.raises(RefusedError, match="takes it away"):
        room.student(rest, {"kind": "draft", "order": grant, "units": 0})

    def waits(order: str) -> tuple[str, str]:
        rows = (of_draft(room, team, order, None, language) for language in ("en", "ja"))
        one, two = (str(row["waits"]) for row in rows)
        return one, two

    assert "Words for foreign." in waits(visit)[0], "the office whose order it is has come, and must want it"
    assert waits(grant)[0] == "Waits for: Words for prime., or 2 more offices"
    assert waits(mou)[0] == "Waits for: Words for money.; Words for prime., or 2 more offices"
    room.student(prime, {"kind": "agree", "order": grant})
    room.student(prime, {"kind": "agree", "order": mou})
    assert waits(grant) == ("", "")
    assert waits(mou)[0] == "Waits for: Words for money.", "the leading office cannot spend alone"
    room.student(prime, {"kind": "agree", "order": grant, "agreed": False})
    room.student(foreign, {"kind": "agree", "order": grant})
    room.student(rest, {"kind": "agree", "order": grant})
    assert waits(grant) == ("", ""), "three offices carry it without the leading one"
    seen = for_student(room, room.state.seats["seat-2"])
    assert seen["office"]["leads"]
    assert {row["order"] for row in seen["plan"]["draft"] if row["strikes"]} == {visit, grant, mou}
    mine = [row["kind"] for row in orders(room, room.state.seats["seat-3"]) if row["mine"]]
    assert mine == ["visit"]
    room.student(prime, {"kind": "draft", "order": visit, "units": 0})
    room.teacher(room.state.teacher_key, {"kind": "resolve"})
    assert room.state.resolved[0].orders["team-1"] == [{grant: 1}]
    result = result_of(room, team, "en")
    assert result is not None
    assert result["fallen"] == fallen(room, team, room.state.resolved[0]) != []


def test_offices_that_do_not_fit_together_are_named(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError) as caught:
        offices(tmp_path, {"lead": "prim", "votes": 3}, prime={"consents": ["loans"]}, foreign={"kinds": ["visits"]})
    said = str(caught.value)
    assert "did you mean 'prime'?" in said
    assert "more votes than offices" in said
    assert "did you mean 'visit'?" in said
    plan = {**classroom_sample.PLAN, "role": {"prime": {"seat": "japan"}}}
    with pytest.raises(ScenarioError, match="no office of japan drafts orders of this kind"):
        load_exercise(classroom_sample.write(tmp_path, plan))


def test_codes_of_paper_cards_become_a_team_s_draft(tmp_path: Path) -> None:
    exercise = offices(tmp_path, {"lead": "prime"}, rest={}, prime={"kinds": ["answer"]})
    room = Room.open(exercise, tmp_path / "class.db", teams=1)
    joined(room, "R")
    lead, team = room.state.teacher_key, room.state.teams["team-1"]
    line = {"kind": "typed", "team": "team-1"}
    with pytest.raises(RefusedError, match="not planned now"):
        room.teacher(lead, {**line, "text": "A1"})
    to_step(room, "round-1")
    room.teacher(lead, {**line, "text": "a1, B2x1"})
    first = dict(team.draft)
    assert len(first) == 2
    assert codes(room, team, "japan") == "A1 B2"
    session = room.worlds.sessions["team-1"]
    for order, agreed in team.agreed.items():
        assert room.offices(team).missing(kind_of(session, order), agreed).nothing, "agreed round the table"
    for text, why in (("A1 Z9", "'Z9' is no code"), ("A1 B99", "has numbers"), ("A1x9", "A1: "), ("A" * 401, "400")):
        with pytest.raises(RefusedError, match=why):
            room.teacher(lead, {**line, "text": text})
    assert team.draft == first, "a wrong line changes nothing"
    with pytest.raises(RefusedError, match="no such government"):
        room.teacher(lead, {**line, "text": "A1", "seat": "atlantis"})
    sheet = {"kind": "foretold", "team": "team-1"}
    for text, why in (
        ("70 30", "in this line: 2; forecasts of this round: 1"),
        ("often", "no probability"),
        ("101", "no probability"),
    ):
        with pytest.raises(RefusedError, match=why):
            room.teacher(lead, {**sheet, "text": text})
    assert len(room.state.seats) == 1
    for text, shown in (("70%", "70"), ("65", "65"), ("-", "65")):
        room.teacher(lead, {**sheet, "text": text})
        assert chances(room, team) == shown
    assert room.state.forecasts["trusted"] == {"seat-2": 0.65}, "one seat stands for the team's sheet"
    assert "prime" in room.offices(team).empty, "and holds no office"
    room.teacher(lead, {"kind": "resolve"})
    assert room.state.resolved[0].orders["team-1"] == [first]
    room = again(room, exercise)
    assert room.state.seats["seat-2"].paper
    assert not for_student(room, room.state.seats["seat-2"])["brief"]
    room.teacher(lead, {"kind": "undo"})
    assert room.state.teams["team-1"].draft == first
    room.teacher(lead, {**line, "text": " "})
    assert not room.state.teams["team-1"].draft


def test_every_refusal_of_a_class_is_told_in_japanese() -> None:
    known, untold = translations("ja"), []
    for path in Path(greatgame.classroom.__file__).parent.rglob("*.py"):
        for call in (node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)):
            name = getattr(call.func, "id", getattr(call.func, "attr", ""))
            said = {"RefusedError": call.args[1:2], "check_phase": call.args[1:2], "say": call.args[:1]}.get(name, [])
            for words in said:
                if isinstance(words, ast.JoinedStr) and name != "say":
                    untold.append(f"{path.name}:{call.lineno}: is no template")
                elif isinstance(words, ast.Constant) and " " in str(words.value) and str(words.value) not in known:
                    untold.append(f"{path.name}:{call.lineno}: {words.value!r}")
    assert untold == []


def test_the_first_round_and_practice_tell_the_change_of_each_pillar(tmp_path: Path) -> None:
    room = Room.open(load_exercise(classroom_sample.write(tmp_path)), tmp_path / "class.db", teams=1)
    joined(room, "R")
    for step in ("practice", "round-1"):
        to_step(room, step)
        room.teacher(room.state.teacher_key, {"kind": "resolve"})
        team = room.state.teams["team-1"]
        result, session = result_of(room, team, "en"), room.worlds.session_of(team)
        assert result is not None
        assert session.turn == 1
        moved = session.at(1).score[0] - session.at(0).score[0]
        assert [row["change"] for row in result["pillars"]] == pytest.approx(moved, abs=0.051)
        assert any(row["change"] for row in result["pillars"])


def test_a_round_of_two_turns_tells_each_figure_once_with_its_whole_change(tmp_path: Path) -> None:
    plan = {**classroom_sample.PLAN, "exercise": {**classroom_sample.PLAN["exercise"], "seed": 2}}
    room = Room.open(load_exercise(classroom_sample.write(tmp_path, plan)), tmp_path / "class.db", teams=1)
    joined(room, "R")
    lead, team = room.state.teacher_key, room.state.teams["team-1"]
    to_step(room, "round-1")
    room.teacher(lead, {"kind": "resolve"})
    first = result_of(room, team, "en")
    assert first is not None
    assert first["quarter"] == room.worlds.session_of(team).history[0].quarter
    room.teacher(lead, {"kind": "next"})
    room.teacher(lead, {"kind": "resolve"})
    result, session = result_of(room, team, "en"), room.worlds.session_of(team)
    assert result is not None
    assert session.turn == 3
    assert result["quarter"] == f"{session.history[1].quarter} to {session.history[2].quarter}"
    paths = [row["path"] for row in result["headlines"]]
    single = [row.path for record in session.history[1:] for row in record.headlines]
    assert len(set(single)) < len(single), "some figure moved the score most in both turns"
    assert len(set(paths)) == len(paths) == 3
    effects = []
    for row, news in zip(result["headlines"], session.headlines(1), strict=True):
        found = [session.explain(row["path"], turn) for turn in (1, 2)]
        assert news.change == pytest.approx(sum(each.change for each in found))
        assert news.value == pytest.approx(found[-1].closing)
        assert f"{news.change:+.3g} to {news.value:,.4g}".replace("-", "−") in row["text"]
        causes: dict[tuple[str, str | None], float] = {}
        for line in (line for each in found for line in each.entries):
            causes[line.cause, line.order] = causes.get((line.cause, line.order), 0.0) + line.change
        most = max(causes, key=lambda key: causes[key] * (1 if news.change > 0 else -1))
        assert (news.cause, news.order) == most
        effects.append(abs(news.score_effect))
    assert effects == sorted(effects, reverse=True)


def test_a_challenged_team_is_shown_four_ways_to_answer(tmp_path: Path, clock: Clock) -> None:
    """Of a shipped exercise: who challenges, what is at stake, and what an answer is beside the draft."""
    room = Room.open(load_exercise("export-shock"), tmp_path / "class.db", clock=clock)
    key = joined(room, "Aki", language="ja")
    seat = room.state.seat_of(key)
    assert seat is not None
    to_step(room, "round-2")
    assert for_student(room, seat)["challenge"] is None, "not unlocked yet"
    to_step(room, "round-3")
    card = for_student(room, seat)["challenge"]
    assert [row["stance"] for row in card["answers"]] == ["insist", "trade", "together", "yield"]
    assert all(ord(words[-1]) > 0x3000 or words[-1] in "）。" for words in (card["text"], card["stake"]))
    own = next(row for row in card["answers"] if row["stance"] == "insist")
    assert own["order"]
    assert not own["failing"]
    assert not own["drafted"]
    room.student(key, {"kind": "draft", "order": own["order"], "units": 1})
    card = for_student(room, seat)["challenge"]
    drafted = {row["stance"]: (row["drafted"], row["drops"]) for row in card["answers"]}
    assert drafted == {
        "insist": (True, []), "trade": (False, []), "together": (False, []), "yield": (False, [own["order"]])
    }  # fmt: skip
    room.teacher(room.state.teacher_key, {"kind": "lock"})
    assert for_student(room, seat)["challenge"] is None
