"""What the debrief of a class claims: who can be ranked, what counts as a world, in which words the gradebook is."""

import csv
import io
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import classroom_sample
from greatgame.classroom import charts, findings, gradebook, packet
from greatgame.classroom.exercise import Rubric
from greatgame.classroom.findings import ClassFacts, Foretold, TeamFacts, find
from greatgame.classroom.load import load_exercise
from greatgame.classroom.packet_content import class_page, team_page
from greatgame.classroom.packet_leaf import leaf_of
from greatgame.classroom.paper_goals import goal_blocks
from greatgame.classroom.results import board_of, result_of
from greatgame.classroom.room import Room
from greatgame.classroom.state import SHOWN
from greatgame.drawing import Words
from greatgame.leaf import Grid
from greatgame.scenario.vocabulary import CONTROL_LADDER

REPLAYS = 3


def held(folder: Path, language: str = "en", **meta: Any) -> Room:
    """A class of the sample that was held to its end, with a student in each team who foretells."""
    plan = {**classroom_sample.PLAN, "exercise": {**classroom_sample.PLAN["exercise"], **meta}}
    if meta.get("play") == "strategies":
        bare = ("forecasts", "injected", "unlocks")
        plan["step"] = [{name: row[name] for name in row if name not in bare} for row in plan["step"]]
        plan["step"] = [row for row in plan["step"] if row["kind"] != "practice"]
    room = Room.open(load_exercise(classroom_sample.write(folder, plan)), folder / "a.class", language=language)
    keys = [
        room.join({"pin": room.state.pin, "name": name, "team": team.id}).key
        for name, team in zip("ABCDEFGH", room.state.teams.values(), strict=False)
    ]
    lead = room.state.teacher_key
    while room.step.id != "debrief":
        for number, key in enumerate(keys):
            if meta.get("play") == "strategies" and room.playing:
                room.student(key, {"kind": "weigh", "weight": "commerce", "value": 0.5 + number})
            for name in room.step.forecasts:
                room.student(key, {"kind": "foretell", "forecast": name, "chance": 0.9 - 0.1 * number})
        if room.playing and room.state.phase != SHOWN:
            room.teacher(lead, {"kind": "resolve"})
        room.teacher(lead, {"kind": "next"})
    return room


def graded(facts: ClassFacts, language: str) -> list[dict[str, str]]:
    text = gradebook.written(facts, language).removeprefix("\ufeff")
    return list(csv.DictReader(io.StringIO(text)))


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> ClassFacts:
    """Three governments in one world."""
    teams = {"least": 2, "most": 3, "usual": 3}
    folder = tmp_path_factory.mktemp("table")
    return find(held(folder, worlds="shared", seats=["japan", "china", "kazakhstan"], teams=teams), REPLAYS)


def test_only_who_is_measured_is_ranked(table: ClassFacts) -> None:
    japan, china, kazakhstan = table.teams
    assert japan.decisions is not None
    assert [china.decisions, china.luck, kazakhstan.decisions, kazakhstan.luck] == [None] * 4
    assert table.ranked == (), "one team alone is neither first nor last"
    assert [table.place(row) for row in table.teams] == [None] * 3
    assert (table.wisest, table.luckiest) == ((), None)
    assert "luck" not in table.present
    page = class_page(table, "en")
    assert (page.says["wisest"], page.says["lucky"], page.says["score"]) == (None, None, "Score of Japan")
    for row, score in zip(table.teams, ("Total", "Score of Japan", "Score of Japan"), strict=True):
        says = team_page(table, row, "en").says
        assert (says["rank"], says["score"]) == (None, score)
        assert "above the class mean" not in says["strength"], "one world is above no mean"
    assert [row["decisions (of 5)"] for row in graded(table, "en")][1:] == ["", ""]
    assert [bool(row["decisions: evidence"]) for row in graded(table, "en")] == [True, False, False]


def test_a_team_is_told_its_goals_where_it_began_and_where_it_ended(table: ClassFacts) -> None:
    japan = table.teams[0]
    assert japan.session is not None
    page = team_page(table, japan, "en")
    goals = page.says["goals"]
    assert [row["goal"] for row in goals] == japan.session.scenario.pillar_goals.tolist()
    assert [row["before"] for row in goals] == pytest.approx(japan.session.at(0).score[0].tolist())
    assert [row["before"] for row in goals] != pytest.approx([row["points"] for row in goals])
    for language, head in (("en", "Goal (end of 2030H2)"), ("ja", "目標（2030年下半期末）")):
        own = [team_page(table, row, language) for row in table.teams]
        leaf = leaf_of(class_page(table, language), own, language)
        (printed,) = (block for block in leaf.blocks if isinstance(block, Grid) and head in block.head)
        column = list(printed.head).index(head)
        assert [row[column] for row in printed.rows] == [f"{row['goal']:g}" for row in goals]


def test_the_ledger_of_a_page_is_about_its_seat(table: ClassFacts) -> None:
    names = [team_page(table, row, "en").says["waterfall"]["title"] for row in table.teams]
    assert [names[0].endswith(", Japan"), names[1].endswith(", China"), ": Kazakhstan, " in names[2]] == [True] * 3


@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_team_reads_its_aims_by_names_of_which_more_is_better(table: ClassFacts, language: str) -> None:
    names = {
        "en": [{"old scores settled", "no alarm among others"}, {"no resentment", "a light debt", "stability"}],
        "ja": [{"不満の清算", "他国を警戒させないこと"}, {"反感のなさ", "軽い債務", "安定"}],
    }
    for row, wanted in zip(table.teams[1:], names[language], strict=True):
        ((game,),) = [team_page(table, row, language).says["games"]]
        result = result_of(table.room, row.team, language)
        assert result is not None
        shown = [aim["name"] for aim in result["games"][0]["aims"]]
        assert [name for name, _, _ in game["aims"]] == shown
        assert wanted <= set(shown)
        assert row.team.seat is not None
        (card,) = (
            block for block in goal_blocks(table.room.exercise, row.team.seat, language) if isinstance(block, Grid)
        )
        assert {cells[0] for cells in card.rows} == set(shown), "the role card has the same names"


def test_names_of_causes_have_room_before_their_bars(table: ClassFacts) -> None:
    steps = [("dead letter: Uzbek-Japanese special economic zone at Samarkand", -1.6), ("完成した案件" * 9, 2.6)]
    marks = [mark for mark in charts.waterfall(steps, 60.0, "points", "Trust").marks if isinstance(mark, Words)]
    # DejaVu, the widest face that a browser may take, needs 7.3 pixels for a letter in the mean.
    widths = [sum(14.6 if ord(c) > 0x2E80 else 7.3 for c in mark.words) for mark in marks if mark.anchor == "end"]
    places = [mark.at[0] for mark in marks if mark.anchor == "end"]
    assert all(place - width >= 0 for place, width in zip(places, widths, strict=True))


def test_what_prints_as_nothing_is_no_turning_point(table: ClassFacts) -> None:
    japan = table.teams[0]
    assert japan.debrief is not None
    some = japan.debrief.orders[0]
    effects = (0.3, 0.004, -0.004, -0.2)
    shown = replace(japan, debrief=replace(japan.debrief, orders=tuple(replace(some, effect=e) for e in effects)))
    assert [row.effect for row in shown.best()] == [0.3]
    assert [row.effect for row in shown.costliest()] == [-0.2]


def test_one_world_counts_once(table: ClassFacts) -> None:
    page = class_page(table, "en")
    assert [row["of"] for row in page.says["forecasts"]] == [1]
    assert page.says["hosts"]["teams"] == ["The one world"]
    assert {len(row["cells"]) for row in page.says["hosts"]["rows"]} == {1}
    assert [each.title for each in page.opened] == ["Score of Japan"]
    assert {row["anchor"] for row in page.says["rows"]} == {1}
    assert page.says["parted"] is None


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_pages_of_a_shared_world_are_written(table: ClassFacts, language: str, tmp_path: Path) -> None:
    packet.write(table.room, tmp_path, language, REPLAYS)
    of_class, of_china = ((tmp_path / name).read_text("utf-8") for name in ("class.html", "team-2.html"))
    score = {"en": "Score of Japan", "ja": "日本の総合点"}[language]
    assert score in of_class
    assert score in of_china


def test_hosts_are_not_placed_by_the_score_of_japan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    facts = find(held(tmp_path, seats=["kazakhstan"]), REPLAYS)
    assert [facts.place(row) for row in facts.teams] == [None, None]
    page = class_page(facts, "en")
    says, own = page.says, "Kazakhstan by its own lights"
    assert (says["decided"], says["lucked"], says["score"], says["measures"]) == (False, False, own, None)
    assert [row["of"] for row in says["forecasts"]] == [2]
    assert says["hosts"]["teams"] == [row.team.name for row in facts.teams]
    for row in facts.teams:
        (game,) = (each for each in row.games if each.actor == "kazakhstan")
        assert row.total == pytest.approx(
            np.average([a.after for a in game.aims], weights=[a.weight for a in game.aims])
        )
        assert team_page(facts, row, "ja").says["score"] == "カザフスタン自身の尺度"
    for row in says["rows"]:
        lines = page.opened[row["anchor"] - 1]
        assert lines.total == pytest.approx(row["total"]) == sum(amount for _, amount in lines.lines)
    ahead = replace(facts.teams[1], path=(99.0,))
    assert [row["name"] for row in class_page(replace(facts, teams=(facts.teams[0], ahead)), "en").says["rows"]] == [
        ahead.team.name,
        facts.teams[0].team.name,
    ]
    monkeypatch.setattr(findings, "APART", 0.0)
    parted = class_page(find(facts.room, REPLAYS), "en").says["parted"]
    assert f"({own})" in parted["when"]
    assert "best" not in parted["when"]


def test_a_board_shows_each_government_by_its_own_measure(table: ClassFacts, tmp_path: Path) -> None:
    shared = board_of(table.room, "en")
    assert shared is not None
    assert shared["player"] == "Japan", "whose score is the game's"
    assert "total" not in shared["seats"][0], "who is measured otherwise is not sorted into one column"
    assert [row["seat"] for row in shared["seats"]] == ["Japan", "China", "Kazakhstan"]
    wanted = [[game for game in row.games if game.actor == row.team.seat] for row in table.teams]
    for row, games in zip(shared["seats"], wanted, strict=True):
        for game in games:
            weights = [aim.weight for aim in game.aims]
            assert row["before"] == pytest.approx(np.average([a.before for a in game.aims], weights=weights), abs=0.05)
            assert row["now"] == pytest.approx(np.average([a.after for a in game.aims], weights=weights), abs=0.05)
    room = held(tmp_path, seats=["kazakhstan"], figures=["growth.kazakhstan", "debt.kazakhstan.china"])
    for language, score, aim, figure in (
        ("en", "Kazakhstan by its own lights", "a light debt", "Growth: Kazakhstan (%/yr)"),
        ("ja", "カザフスタン自身の尺度", "軽い債務", "カザフスタンの成長率（%/年）"),
    ):
        board = board_of(room, language)
        assert board is not None
        assert (board["score"], board["figures"][0]) == (score, figure)
        totals = [row["total"] for row in board["teams"]]
        assert totals == sorted(totals, reverse=True)
        for row in board["teams"]:
            assert aim in [part["name"] for part in row["pillars"]]
            assert row["path"][-1] == row["total"]
            assert len(row["figures"]) == 2
        printed = leaf_of(class_page(find(room, REPLAYS), language), [], language)
        assert [block for block in printed.blocks if isinstance(block, Grid) and figure in block.head]


def test_the_player_s_teams_are_still_shown_by_the_score(tmp_path: Path) -> None:
    room = held(tmp_path)
    board = board_of(room, "en")
    assert board is not None
    assert (board["score"], board["figures"]) == ("Total", [])
    by_name = {team.name: room.worlds.session_of(team) for team in room.state.teams.values()}
    for row in board["teams"]:
        assert row["total"] == round(by_name[row["team"]].score().total, 1) == row["path"][-1]
        assert len(row["pillars"]) == 8


def test_teams_of_the_player_are_placed_without_luck(tmp_path: Path) -> None:
    facts = find(held(tmp_path), REPLAYS)
    assert facts.ranked == (), "nobody has decided anything"
    facts = replace(facts, teams=tuple(replace(row, defaulted=0) for row in facts.teams))
    worths = [row.decisions for row in facts.ranked]
    assert len(worths) == 2
    assert worths == sorted((row for row in worths if row is not None), reverse=True)
    assert facts.ranked[0] in facts.wisest
    assert "luck" in facts.present
    assert class_page(facts, "en").says["score"] == "Total"
    assert team_page(facts, facts.ranked[0], "en").says["rank"].startswith("place 1 of 2")


def measured(table: ClassFacts, *replays: tuple[float, ...]) -> ClassFacts:
    """Teams that decided all rounds and whose orders came out so in the replays, which have the same luck for all."""
    some = table.teams[0].debrief
    assert some is not None
    debriefs = [replace(some, replays=row, luck=replace(some.luck, mean=sum(row) / len(row))) for row in replays]
    rows = zip(table.teams, debriefs, strict=True)
    return ClassFacts(
        table.room, tuple(replace(team, debrief=debrief, defaulted=0) for team, debrief in rows), table.outcomes
    )


def test_only_who_is_clearly_ahead_is_called_wisest(table: ClassFacts) -> None:
    worlds, ahead = (50.0, 53.0, 47.0, 51.0), (51.1, 54.0, 48.1, 52.0)
    noise, behind = (50.2, 52.7, 47.5, 50.8), (49.0, 52.1, 46.0, 50.1)
    clear, alike = measured(table, worlds, ahead, noise), measured(table, worlds, noise, behind)
    assert [clear.place(row) for row in clear.teams] == [2, 1, 2], "by pairs: all of them overlap"
    assert [row.team.id for row in clear.wisest] == ["team-2"]
    assert [alike.place(row) for row in alike.teams] == [1, 1, 3]
    assert sorted(row.team.id for row in alike.wisest) == ["team-1", "team-2"]
    name = table.teams[1].team.name
    assert class_page(clear, "en").says["wisest"] == f"With luck removed, the orders of {name} are worth most."
    assert "cannot be told apart" in class_page(alike, "en").says["wisest"]
    ranks = [team_page(alike, row, "en").says["rank"] for row in alike.teams]
    assert ranks == ["place 1 of 3, shared", "place 1 of 3, shared", "place 3 of 3"]


def test_who_left_every_round_to_the_default_has_no_place(table: ClassFacts) -> None:
    facts = measured(table, (50.0, 53.0), (51.1, 54.0), (58.0, 60.0))
    *deciding, absent = facts.teams
    absent.defaulted = absent.rounds = 3
    deciding[0].defaulted, deciding[0].rounds = 2, 3
    assert [facts.place(row) for row in facts.teams] == [2, 1, None]
    assert [row.team.name for row in facts.wisest] == [deciding[1].team.name]
    assert class_page(facts, "en").says["rows"][-1]["name"] == absent.team.name


@pytest.mark.parametrize(
    ("worth", "points"), [(49.0, 0.0), (50.0, 0.0), (51.5, 1.25), (53.0, 2.5), (56.0, 5.0), (58.0, 5.0)]
)
def test_decisions_lie_between_doing_nothing_and_the_advisors(table: ClassFacts, worth: float, points: float) -> None:
    (row,) = (row for row in table.room.exercise.plan.rubric.values() if row.measure == "decisions")
    team = replace(measured(table, *[(worth, worth)] * 3).teams[0], idle=50.0, usual=56.0, defaulted=0)
    (seat, *_) = table.room.state.members(team.team.id)
    assert gradebook.points(table, team, seat, row) == pytest.approx(points)
    assert "Doing nothing: 50.0; the advisors' usual orders: 56.0." in gradebook.evidence(table, team, seat, row, "en")
    assert gradebook.points(table, replace(team, usual=50.5), seat, row) is None, "no scale on so short a way"
    assert "Decided by the team itself" not in gradebook.evidence(table, team, seat, row, "en")


@pytest.mark.parametrize(("defaulted", "points"), [(0, 5.0), (1, 5.0 * 2 / 3), (3, 0.0)])
def test_a_round_left_to_the_default_is_no_decision(table: ClassFacts, defaulted: int, points: float) -> None:
    (row,) = (row for row in table.room.exercise.plan.rubric.values() if row.measure == "decisions")
    first = measured(table, *[(56.0, 56.0)] * 3).teams[0]
    known = table.teams[0]
    assert (known.defaulted, known.rounds) == (3, 3), "nobody has locked anything in the sample"
    team = replace(first, idle=50.0, usual=56.0, defaulted=defaulted)
    facts = ClassFacts(table.room, (team,), table.outcomes)
    (seat, *_) = table.room.state.members(team.team.id)
    assert gradebook.points(facts, team, seat, row) == pytest.approx(points)
    (line, *_) = graded(facts, "en")
    (column,) = (name for name in line if name.startswith("defaulted"))
    assert line[column] == str(defaulted)
    said = f"Decided by the team itself: {3 - defaulted} of 3 rounds"
    assert (said in line["decisions: evidence"]) is (defaulted > 0)
    for language, words in (("en", "share of rounds"), ("ja", "回の割合")):
        assert words in load_exercise("standard-90").texts[language].rubric["decisions"].half


def test_doing_nothing_and_the_advisors_are_measured_in_the_same_worlds(table: ClassFacts, tmp_path: Path) -> None:
    japan, china, _ = table.teams
    assert japan.debrief is not None
    assert {row.strategy: row.mean for row in japan.debrief.references} == {
        "do-nothing": japan.idle,
        "all-round": japan.usual,
    }
    assert (china.idle, china.usual) == (None, None)
    room = held(tmp_path, play="strategies", worlds_a_strategy=8)
    first, _ = find(room, REPLAYS).teams
    assert first.idle is not None
    assert first.usual is not None
    assert first.idle < first.usual
    assert first.usual != first.total, "its team has changed a weight"


def test_strategies_are_told_alike_on_the_page_and_in_the_gradebook(tmp_path: Path) -> None:
    facts = find(held(tmp_path, play="strategies", worlds_a_strategy=8), REPLAYS)
    page = class_page(facts, "en").says
    assert (page["decided"], page["lucked"]) == (True, False)
    by_team = {row["team"]: row["decisions: evidence"] for row in graded(facts, "en")}
    for row in page["rows"]:
        assert row["decisions"] == row["total"]
        assert by_team[row["name"]].startswith(
            f"{row['decisions']:.1f} points on the mean of all worlds. Doing nothing: "
        )
    assert {facts.place(row) for row in facts.teams} <= {1, 2}


@pytest.mark.parametrize("language", ["en", "ja"])
def test_strategies_are_shown_with_their_weights_and_the_means_of_pillars(language: str, tmp_path: Path) -> None:
    facts = find(held(tmp_path, play="strategies", worlds_a_strategy=8), REPLAYS)
    board = board_of(facts.room, language)
    assert board is not None
    by_name = {row.team.name: row for row in facts.teams}
    page = class_page(facts, language).says["strategies"]
    words = {"en": ["commerce ×0.5", "commerce ×1.5"], "ja": ["商業的利益 ×0.5", "商業的利益 ×1.5"]}
    assert sorted(row["weights"] for row in board["standings"]) == words[language]
    assert page["rows"] == [
        (row.team.name, weights, pytest.approx(row.standing.campaigns.score.mean(axis=0).tolist()))
        for row, weights in ((by_name[row["team"]], row["weights"]) for row in board["standings"])
        if row.standing is not None
    ]
    for row in board["standings"]:
        shown = [pillar["points"] for pillar in row["pillars"]]
        assert [pillar["name"] for pillar in row["pillars"]] == page["pillars"]
        own = team_page(facts, by_name[row["team"]], language)
        assert [round(mean, 1) for _, mean, _ in own.says["pillars"]] == shown
        printed = leaf_of(class_page(facts, language), [own], language)
        grids = [block for block in printed.blocks if isinstance(block, Grid)]
        assert [grid for grid in grids if page["pillars"][0] in grid.head and len(grid.head) == 9]
        assert [grid for grid in grids if [cells[0] for cells in grid.rows] == page["pillars"]]
    assert result_of(facts.room, facts.teams[0].team, language) == {
        "step": "round-3",
        "standings": board["standings"],
    }


def test_a_japanese_gradebook_is_japanese(table: ClassFacts) -> None:
    head = gradebook.columns(table, "ja")
    ids = table.room.exercise.plan.rubric
    # The rubric of the sample has the same names in both languages: without them no Latin letter is left.
    assert not [cell for cell in head if re.search("[A-Za-z]", re.sub("|".join(ids), "", cell))]
    said = [row[name] for row in graded(table, "ja") for name in row if "根拠" in name and "decisions" in name]
    assert not [cell for cell in said if re.search("[A-Za-z]", cell)]
    assert any(cell for cell in said)


@pytest.mark.parametrize(
    ("score", "share"), [(0.0, 1.0), (0.1, 1.0), (0.175, 0.75), (0.25, 0.5), (0.4, 0.0), (0.9, 0.0)]
)
def test_forecasts_are_given_what_the_rubric_says(score: float, share: float) -> None:
    assert gradebook.scaled(score, gradebook.FORECAST_SCALE) == pytest.approx(share)
    for language in ("en", "ja"):
        said = load_exercise("standard-90").texts[language].rubric["calibration"]
        for words, limit in zip((said.full, said.half, said.few), gradebook.FORECAST_SCALE, strict=True):
            assert f"{limit:.2f}" in words


def test_who_foresees_worse_than_a_coin_is_not_praised_for_it(table: ClassFacts) -> None:
    def strength(*chances: float) -> str:
        rows = tuple(Foretold("trusted", "A", chance, True, False) for chance in chances)
        teams = tuple(replace(row, foretold=(said,)) for row, said in zip(table.teams, rows, strict=True))
        facts = replace(table, teams=teams)
        return str(team_page(facts, teams[0], "en").says["strength"])

    assert strength(0.4, 0.6, 0.7) == "Nobody in the class foresaw better."
    assert "foresaw" not in strength(0.5, 0.6, 0.7)
    assert "foresaw" not in strength(0.61, 0.8, 0.9)


def test_a_gradebook_calls_the_forecast_score_what_the_pages_call_it() -> None:
    exercise = load_exercise("taster-45")
    for language, name in (("en", "Forecast score"), ("ja", "予測の得点")):
        head = gradebook.columns(ClassFacts(_Bare(exercise), ()), language)  # type: ignore[arg-type]
        (explained,) = (cell for cell in head if "0.25" in cell)
        assert name.lower() in explained.lower()
        named = exercise.texts[language].rubric["calibration"].name
        assert explained.startswith("calibration: evidence" if language == "en" else named)


class _Bare:
    """As much of a room as the head of a gradebook needs."""

    def __init__(self, exercise: Any) -> None:
        self.exercise = exercise


def test_only_a_control_that_became_harder_is_asked_about(table: ClassFacts) -> None:
    hard = CONTROL_LADDER.index("slow-walk")

    class Played:
        """A control that stands so at the start of each turn."""

        def __init__(self, *levels: int) -> None:
            self.levels, self.turn = levels, len(levels) - 1

        def at(self, turn: int) -> Any:
            return type("State", (), {"control": np.array([[self.levels[turn], 0]])})()

    def tightened(*levels: int) -> bool:
        return findings._tightened(Played(*levels))  # type: ignore[arg-type]

    assert not tightened(hard, hard, hard), "it began there"
    assert not tightened(hard + 1, hard)
    assert not tightened(0, hard - 1)
    assert tightened(0, hard)
    assert tightened(hard, hard + 1, hard - 1), "eased again since"


@pytest.fixture
def asked_twice(tmp_path: Path) -> ClassFacts:
    """A class of four, the last on paper, that was asked the sample's question with a key before the game and after."""
    *steps, debrief = classroom_sample.PLAN["step"]
    plan = {**classroom_sample.PLAN, "step": [*steps, {**debrief, "questions": ["lesson", "why"]}]}
    room = Room.open(load_exercise(classroom_sample.write(tmp_path, plan)), tmp_path / "a.class")
    seats = [room.join({"pin": room.state.pin, "name": name, "team": "team-1"}) for name in "ABCD"]
    seats[-1].paper = True
    before, after = ("gain", "balance", None), ("balance", None, "balance")
    for step, answers in (("quiz", before), ("debrief", after)):
        given = {seat.id: {"why": answer} for seat, answer in zip(seats, answers, strict=False) if answer}
        room.state.answers[step] = given
    return ClassFacts(room, tuple(TeamFacts(team, None) for team in room.state.teams.values()))


def test_preparation_is_whether_it_was_answered_before_the_game(asked_twice: ClassFacts) -> None:
    rows = graded(asked_twice, "en")
    assert [row["preparation (of 40)"] for row in rows] == ["40.0", "40.0", "0.0", ""], "neither wrong nor late counts"
    assert [row["preparation: evidence"] for row in rows] == ["Words for gain.", "Words for balance.", "", ""]
    seat = asked_twice.room.state.members("team-1")[0]
    half = Rubric(measure="preparation", points=10, questions=["why", "share"])
    assert gradebook.points(asked_twice, asked_twice.teams[0], seat, half) == 5.0
    open_too = Rubric(measure="preparation", points=10, questions=["why", "lesson"])
    assert gradebook.points(asked_twice, asked_twice.teams[0], seat, open_too) is None, "for the teacher to judge"


@pytest.mark.parametrize("language", ["en", "ja"])
def test_answers_before_and_after_are_compared(asked_twice: ClassFacts, language: str) -> None:
    assert [(row.question, row.answered, row.right) for row in asked_twice.compared] == [("why", (2, 2), (1, 2))]
    page = class_page(asked_twice, language)
    row = {"text": "Words for why.", "before": "1 / 2 (50 %)", "after": "2 / 2 (100 %)"}
    assert page.says["compared"] == [row]
    assert list(row.values()) in [
        list(cells) for block in leaf_of(page, [], language).blocks if isinstance(block, Grid) for cells in block.rows
    ]
    assert packet._html("packet_class.html", page).decode().count("1 / 2 (50 %)") == 1
    head = {"en": "why: before and after (Words for why.)", "ja": "whyの前と後（Words for why.）"}[language]
    both = ["gain. → Words for balance.", "balance. → –", "– → Words for balance.", ""]
    assert [row[head].removeprefix("Words for ") for row in graded(asked_twice, language)] == both


def test_nothing_is_compared_before_it_was_asked_again(asked_twice: ClassFacts) -> None:
    asked_twice.room.state.answers.pop("debrief")
    assert asked_twice.compared == ()
    assert class_page(asked_twice, "en").says["compared"] == []
    assert [row["preparation (of 40)"] for row in graded(asked_twice, "en")] == ["40.0", "40.0", "0.0", ""]
