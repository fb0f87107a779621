"""Exercises: every shipped one loads in both languages; a broken one gives all its faults."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from greatgame.agents.opening import Opening
from greatgame.classroom.load import Exercise, available, load_exercise
from greatgame.classroom.reference import renewed
from greatgame.classroom.texts import LANGUAGES, Texts
from greatgame.cli import app
from greatgame.errors import GreatGameError, ScenarioError
from greatgame.lab.ensemble import play
from greatgame.lab.goals import Goal, goals_of
from greatgame.lab.measures import reader
from greatgame.model import GreatGameModel
from greatgame.paths import data_dir
from greatgame.scenario.levels import idle_seats, level_of
from greatgame.scenario.variants import varied

SHIPPED = available()


def _lines(part: object) -> list[str]:
    if isinstance(part, str):
        return [part]
    if isinstance(part, dict):
        return [line for inner in part.values() for line in _lines(inner)]
    return [line for inner in part for line in _lines(inner)] if isinstance(part, list) else []


def _words(texts: Texts) -> list[str]:
    return _lines(texts.model_dump(exclude_none=True))


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_exercise_loads_with_all_words_in_both_languages(name: str) -> None:
    exercise = load_exercise(name)
    english, japanese = (_words(exercise.texts[language]) for language in LANGUAGES)
    assert len(english) == len(japanese)
    assert not [line for line in english if any("\u3040" <= letter <= "\u9fff" for letter in line)]
    assert not [line for line in japanese if not any("\u3040" <= letter <= "\u9fff" for letter in line)]
    for texts in exercise.texts.values():
        assert all(brief.plain != brief.full for brief in texts.brief.values())
        assert len(texts.guide.if_then) >= 8
        assert not [line for line in _words(texts) if line != line.strip("\n ") and "\n" not in line]


@pytest.mark.parametrize("name", SHIPPED)
def test_questions_with_a_key_say_why_and_injected_events_can_happen(name: str) -> None:
    exercise = load_exercise(name)
    for texts in exercise.texts.values():
        assert [row for row, asked in exercise.plan.question.items() if asked.key and not texts.question[row].why] == []
    turn = 0
    for step in exercise.plan.rounds:
        rows = [(exercise.scenario.first_quarter(turn), event) for event in step.injected]
        assert len(varied(exercise.scenario, injected=rows).variant.injected) >= len(rows)
        turn += step.turns
    assert turn <= exercise.scenario.turns


def _broken(folder: Path, name: str, *changes: tuple[str, str, str]) -> Path:
    """A copy of the standard exercise with texts of its files exchanged."""
    place = folder / name
    shutil.copytree(data_dir("exercises") / "standard-90", place)
    for file, old, new in changes:
        text = (place / file).read_text("utf-8")
        assert old in text
        (place / file).write_text(text.replace(old, new, 1), "utf-8")
    return place


@pytest.mark.parametrize("name", SHIPPED)
def test_what_is_said_of_the_questions_before_the_game_is_true(name: str) -> None:
    exercise = load_exercise(name)
    before, after = (step for step in exercise.plan.step if step.kind in {"quiz", "exit"})
    question = exercise.plan.question
    choices = [asked for asked in before.questions if question[asked].form == "choice"]
    assert choices
    assert [asked for asked in after.questions if asked in before.questions] == choices
    (row,) = (row for row in exercise.plan.rubric.values() if row.measure == "preparation")
    assert set(row.questions) <= set(before.questions)
    for language, come_back in (("en", "Those with a choice of answers come back"), ("ja", "選んで答える質問は")):
        for text in (exercise.texts[language].step["pre-quiz"].show, exercise.texts[language].step["pre-quiz"].say):
            assert come_back in text
            assert re.search("Right or wrong is not marked|正解かどうかは成績に入りません", text)


def test_every_value_that_cannot_be_read_is_named_with_file_field_and_remedy(tmp_path: Path) -> None:
    place = _broken(
        tmp_path,
        "standard-90",
        ("exercise.toml", "minutes = 12", 'minutes = "twelve"'),
        ("exercise.toml", 'kind = "quiz"', 'kind = "exam"'),
        ("exercise.toml", "seed = 17", "sed = 17"),
        ("exercise.toml", 'unlocks = ["ledger"]', 'unlocks = ["telescope"]'),
        ("en.toml", 'title = "The pledge: ninety minutes"', 'title = ""'),
        ("ja.toml", "[forecast]", "[forcast]"),
    )
    with pytest.raises(ScenarioError) as caught:
        load_exercise(place)
    found = {(fault.file, fault.field) for fault in caught.value.faults}
    assert {file for file, _ in found} == {"exercise.toml", "en.toml", "ja.toml"}
    for field in ("minutes", "kind", "sed", "unlocks", "title", "forcast"):
        assert [True for _, where in found if field in where], field
    assert all(fault.problem for fault in caught.value.faults)


def test_everything_that_does_not_fit_together_is_named_at_once(tmp_path: Path) -> None:
    place = _broken(
        tmp_path,
        "misfit",
        ("exercise.toml", 'scenario = "quick"', 'scenario = "quick"\nlevel = "cadett"'),
        ("exercise.toml", 'seats = ["japan"]', 'seats = ["japan", "japn"]'),
        ("exercise.toml", 'carry_on = "do-nothing"', 'carry_on = "do-nothng"'),
        ("exercise.toml", "least = 2", "least = 9"),
        ("exercise.toml", 'injected = ["taiwan-crisis"]', 'injected = ["taiwan-crysis"]'),
        ("exercise.toml", 'key = "financed"', 'key = "finance"'),
        ("exercise.toml", 'goal = "pledge.committed >= 490"', 'goal = "pledge.commited >= 590"'),
        ("exercise.toml", "plan = 8", "plan = 12"),
        ("exercise.toml", "turns = 2", "turns = 5"),
        ("exercise.toml", "points = 25", "points = 20"),
        ("exercise.toml", 'id = "round-5"', 'id = "round-4"'),
        ("exercise.toml", 'questions = ["margin"]', 'questions = ["margins"]'),
        ("en.toml", 'hedge = "Explain', 'hedges = "Explain'),
        ("ja.toml", "total-5 =", "total-6 ="),
        ("ja.toml", "[step.round-3]", "[step.round-9]"),
    )
    with pytest.raises(ScenarioError) as caught:
        load_exercise(place)
    faults = caught.value.faults
    fields = {fault.field for fault in faults}
    for field in (
        "exercise.id",
        "exercise.level",
        "exercise.seats[1]",
        "exercise.carry_on",
        "exercise.teams",
        "step[8].injected",
        "question.announce.key",
        "step[7].forecasts.pledge-3.goal",
        "step[4].plan",
        "step[4].questions",
        "rubric",
        "step",
        "objective.hedge",
        "objective.hedges",
        "forecast.total-5",
        "step.round-3",
    ):
        assert field in fields, field
    assert all(fault.remedy and fault.problem and fault.file.endswith(".toml") for fault in faults)
    said = str(caught.value)
    assert "did you mean 'cadet'?" in said
    assert "did you mean 'taiwan-crisis'?" in said
    assert "the rounds play 13 turns" in said


@pytest.mark.parametrize("language", ["en", "ja"])
def test_where_no_ledger_and_no_campaign_is_to_be_had_no_words_send_there(language: str) -> None:
    exercise = load_exercise("strategy-lab")
    assert not any(step.unlocks for step in exercise.plan.step)
    texts = exercise.texts[language]
    said = [words for step in texts.step.values() for words in (step.show, step.say, step.watch or "")]
    said += [words for row in texts.rubric.values() for words in (row.name, row.full, row.half, row.few)]
    said += [*(words for row in texts.question.values() for words in (row.ask, row.why or "")), texts.guide.paper]
    absent = {
        "en": ("ledger", "chart", "campaign file", "order card", "same events", "advisors"),
        "ja": ("台帳", "一つの図", "プレイのファイル", "命令カード", "助言者"),
    }
    for words in absent[language]:
        assert not [text for text in said if words in text], words
    # What the script has the class look at is there: weights and pillars of all teams.
    assert {"en": "pillars", "ja": "柱"}[language] in texts.step["reveal"].say


def test_figures_of_the_board_are_there_and_can_differ(tmp_path: Path) -> None:
    shared = 'worlds = "shared"\nfigures = ["growths.kyrgyzstan"]'
    place = _broken(tmp_path, "standard-90", ("exercise.toml", 'worlds = "own"', shared))
    with pytest.raises(ScenarioError) as caught:
        load_exercise(place)
    said = str(caught.value)
    assert "exercise.figures[0]" in said
    assert "closest: growth" in said
    assert "exercise.figures: are shown of teams that order in worlds of their own" in said


def test_what_is_shown_last_and_what_is_judged_must_be_there(tmp_path: Path) -> None:
    place = _broken(
        tmp_path,
        "standard-90",
        ("exercise.toml", "[exercise]", 'until = "2030Q2"\n\n[exercise]'),
        ("exercise.toml", 'measure = "preparation"', 'measure = "calibration"'),
    )
    plan = (place / "exercise.toml").read_text("utf-8")
    (place / "exercise.toml").write_text(re.sub(r"\[step\.forecasts[^\[]*", "\n", plan), "utf-8")
    with pytest.raises(ScenarioError) as caught:
        load_exercise(place)
    said = str(caught.value)
    assert "until = '2030Q2': the rounds play until 2030Q4" in said
    assert "rubric.calibration: forecasts are judged, and none is asked for" in said


def test_files_that_are_no_toml_or_missing_and_names_that_are_unknown_are_told(tmp_path: Path) -> None:
    place = _broken(tmp_path, "standard-90", ("en.toml", "[objective]", "[objective"))
    (place / "ja.toml").unlink()
    with pytest.raises(ScenarioError) as caught:
        load_exercise(place)
    assert {fault.file for fault in caught.value.faults} == {"en.toml", "ja.toml"}
    with pytest.raises(GreatGameError, match="did you mean 'standard-90'"):
        load_exercise("standard-9")


def test_exercises_are_listed_shown_and_checked_from_the_command_line(tmp_path: Path) -> None:
    run = CliRunner()
    listed = json.loads(run.invoke(app, ["class", "list", "--json"]).output)["exercises"]
    assert {row["id"] for row in listed} == set(SHIPPED)
    shown = json.loads(run.invoke(app, ["class", "show", "standard-90", "--json"]).output)
    assert shown["minutes"] == 90
    assert [step["minutes"] for step in shown["steps"] if step["kind"] == "round"] == [
        12,
        10,
        9,
        9,
        6,
    ]
    assert sum(row["points"] for row in shown["rubric"] if not row["bonus"]) == 100
    printed = run.invoke(app, ["class", "show", "standard-90"]).output
    assert "Round 4: 2029" in printed
    assert "unlocks forecast" in printed
    good = run.invoke(app, ["class", "validate", "standard-90"])
    assert good.exit_code == 0
    assert "no faults" in good.output
    place = _broken(tmp_path, "standard-90", ("exercise.toml", "points = 25", "points = 24"))
    bad = run.invoke(app, ["class", "validate", "standard-90", str(place), str(tmp_path / "none")])
    assert bad.exit_code == 2
    assert "its points add up to 99" in bad.output
    assert "unknown exercise" in bad.output


def test_the_page_of_the_format_is_up_to_date_and_knows_every_exercise(tmp_path: Path) -> None:
    page = Path(__file__).parents[1] / "docs" / "CLASSROOM.md"
    text = page.read_text("utf-8")
    copy = tmp_path / "page.md"
    copy.write_text(text, "utf-8")
    assert not renewed(copy), "run: greatgame class format --page docs/CLASSROOM.md"
    assert [name for name in SHIPPED if f"| `{name}` |" not in text] == []
    copy.write_text(text.replace("<!-- end: format -->", ""), "utf-8")
    with pytest.raises(GreatGameError, match="once each"):
        renewed(copy)


PLAUSIBLE = ("all-round", "quality-first", "quiet-diplomacy")


def _ordered_in_first_turns(exercise: Exercise) -> Callable[[GreatGameModel], None]:
    """Empties the player's queue in every turn that is not the first of its round."""
    first, turn = set(), 0
    for step in exercise.plan.rounds:
        first.add(turn)
        turn += step.turns

    def idle(model: GreatGameModel) -> None:
        now = model.world.turn
        if now not in first and now < model.game.turns:
            mine, worlds = model.catalogue.mine[model.game.player], len(model.seeds)
            model.opening = Opening(now, mine, np.zeros((worlds, len(mine))), np.ones(worlds, dtype=bool))

    return idle


OWN = [name for name in SHIPPED if load_exercise(name).plan.exercise.seats == ["japan"]]


@pytest.mark.parametrize("name", [row for row in OWN if load_exercise(row).plan.exercise.play == "orders"])
def test_forecasts_are_uncertain_among_plausible_strategies_and_luck(name: str) -> None:
    exercise = load_exercise(name)
    scenario, rows, turn = exercise.scenario, [], 0
    asked: list[tuple[str, Goal, int]] = []
    last = sum(step.turns for step in exercise.plan.rounds) - 1
    for step in exercise.plan.rounds:
        rows += [(scenario.first_quarter(turn), event) for event in step.injected]
        turn += step.turns
        for key, forecast in step.forecasts.items():
            (goal,) = goals_of(scenario, [forecast.goal])
            asked.append((key, goal, turn - 1 if forecast.due == "round" else last))
    level = level_of(scenario, exercise.plan.exercise.level) if exercise.plan.exercise.level else None
    played = varied(scenario, without=level.without if level else (), injected=rows)
    readers = {goal.path: reader(played, goal.path) for _, goal, _ in asked}
    probes = {path: (lambda model, read=read: read(model.world.state)) for path, read in readers.items()}
    idle = idle_seats(scenario, level) if level else {}
    came: dict[str, list[float]] = {key: [] for key, _, _ in asked}
    for strategy in PLAUSIBLE:
        result = play(
            played, range(3000, 3024), strategy, probes=probes, seats=idle, turns=last + 1,
            after=_ordered_in_first_turns(exercise),
        )  # fmt: skip
        for key, goal, due in asked:
            came[key].append(float(goal.reached(result.probes[goal.path][:, due]).mean()))
    chances = {key: float(np.mean(each)) for key, each in came.items()}
    assert {key: chance for key, chance in chances.items() if not 0.15 <= chance <= 0.85} == {}
