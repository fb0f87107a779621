"""The command line: every command, its JSON, and what it says to bad input."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from typer.testing import CliRunner, Result

from conftest import Broken, Extended
from greatgame import __version__
from greatgame.classroom.rehearse import Rehearsal
from greatgame.cli import app
from greatgame.commands.lessons import _lines as lines_of
from greatgame.errors import GreatGameError
from greatgame.printing import Picture, bar, course, listed, signed, sparkline, table
from greatgame.report import Report
from greatgame.scenario import IndexedScenario
from greatgame.scenario.vocabulary import MECHANISMS, PILLARS
from greatgame.session import Session
from greatgame.words import known, plainly
from json_page import documented

SCENARIO, SEED, TURNS = "tokyo-2026", "5", 4
SHORT = ["--seed", SEED, "--turns", str(TURNS)]
WIDTH = 100


def call(*arguments: object) -> Result:
    """Run the command line in this process, as wide as a pipe."""
    return CliRunner(env={"COLUMNS": str(WIDTH)}).invoke(app, [str(argument) for argument in arguments])


def done(*arguments: object) -> str:
    """What a command prints that must succeed."""
    result = call(*arguments)
    assert result.exit_code == 0, result.output
    assert result.stderr == ""
    return result.stdout


def refused(*arguments: object) -> str:
    """The message of a command that must be refused."""
    result = call(*arguments)
    assert result.exit_code == 2, f"{result.exit_code}: {result.output} {result.exception!r}"
    assert "Traceback" not in result.output
    assert result.stdout == ""
    assert result.stderr.strip()
    return result.stderr


def program(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the real program."""
    surroundings = {key: value for key, value in os.environ.items() if key not in {"COLUMNS", "FORCE_COLOR"}}
    return subprocess.run(
        [sys.executable, "-m", "greatgame", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        env=surroundings | environment,
    )


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path, dict[str, Any]]:
    """A short campaign: its report, its save, its JSON."""
    folder = tmp_path_factory.mktemp("campaign")
    save, record = folder / "game.json", folder / "record.json"
    report = done("run", SCENARIO, *SHORT, "--save", save, "--json", record)
    return report, save, json.loads(record.read_text(encoding="utf-8"))


Played = tuple[str, Path, dict[str, Any]]


# --- Saying hello ----------------------------------------------------------------------------------


def test_alone_it_says_what_to_do_next() -> None:
    text = done()
    assert len(text.strip().splitlines()) <= 14
    named = (f"run {SCENARIO}", f"scenarios show {SCENARIO}", f"moves {SCENARIO}", "explain", "compare", "strategy new")
    for command in (*named, "--help"):
        assert f"greatgame {command}" in text


def test_version() -> None:
    assert done("--version").strip() == f"greatgame {__version__}"
    assert re.match(r"\d+\.\d+", __version__)


READ = """
import sys
import greatgame.sooner
import mesa
from greatgame.processes import process

print("mesa:", "pandas.core" in sys.modules)
mesa.datacollection.pd.DataFrame()
print("used:", "pandas.core" in sys.modules, flush=True)
beside = process(exec, "import sys; print('beside:', 'mesa' in sys.modules, 'pandas.core' in sys.modules)")
beside.start()
beside.join()
"""
"""A program that tells whether it, or a process that it starts, has read what Mesa imports."""


def test_what_a_campaign_does_not_need_is_not_read() -> None:
    """Pandas is there when it is used, which no campaign does."""
    said = subprocess.run([sys.executable, "-c", READ], capture_output=True, text=True, timeout=120, check=True)
    assert said.stdout.split() == ["mesa:", "False", "used:", "True", "beside:", "True", "False"]
    # Python names on the error stream what it has imported.
    run = program("run", SCENARIO, *SHORT, "--quiet", PYTHONPROFILEIMPORTTIME="1")
    assert run.returncode == 0
    assert "mesa.datacollection" in run.stderr
    assert "pandas.core" not in run.stderr


def test_help_names_every_command() -> None:
    text = done("--help")
    for command in ("run", "replay", "explain", "scenarios", "moves", "ablate", "patterns", "startyear", "bench"):
        assert re.search(rf"^\s+{command}\s", text, re.MULTILINE), command


# --- The report ------------------------------------------------------------------------------------


def test_report_has_every_section(played: Played) -> None:
    report, save, _ = played
    sections = re.findall(r"^([A-Z][A-Z ,]+?)  ", report, re.MULTILINE)
    wanted = [
        "IN SHORT",
        "THE PLEDGE",
        "SCORE",
        "SUPPLY OF MINERALS",
        "CORRIDORS",
        "TRUST IN",
        "WHAT THE HOSTS GAINED",
        "RIVALS, TENSION AND HOME",
        "WHAT EACH COUNTRY DID, AND WHY",
        "EVENTS, AND HOW THEY WERE ANSWERED",
    ]
    for title in wanted:
        assert any(section.startswith(title) for section in sections), title
    assert str(save) in report.replace("\n", "")


def test_report_says_what_its_start_is(played: Played) -> None:
    report, _, record = played
    first = record["turns"][0]["quarter"]
    for title in ("SCORE", "TRUST IN", "RIVALS, TENSION AND HOME"):
        assert re.search(rf"^{title}.*; the start is that of {first}", report, re.MULTILINE), title
    assert f"Start: that of {first}." in " ".join(report.split())


def test_report_tells_new_memoranda_from_those_there_were() -> None:
    idle = Session.new("quick", seed=1, strategy="do-nothing").play()
    inherited = int((idle.at(0).signed[0] > 0)[idle.scenario.venture_power == idle.scenario.player].sum())
    assert inherited > 0
    assert f"Memoranda: {inherited} from before, 0 new ones signed" in Report(idle)._memoranda()
    busy = Session.new("quick", seed=1, strategy="all-round").play()
    book = busy.catalogue
    orders = [row for record in busy.history for row in record.orders if row.actor == busy.player and row.admitted]
    opened = [row for row in orders if book.block(book.number(row.order))[0].role == "open-venture"]
    past = busy.indicators()["memoranda"]
    assert (past["inherited"], past["signed"]) == (inherited, len(opened))
    assert opened


def test_report_says_whose_wariness_it_is(extended: Extended) -> None:
    folder = extended('turns = 1\n[power.china]\nname = "Twin Cities"\n[power.japan]\nname = "The Isles"\n')
    session = Session.new(folder, seed=1, strategy="do-nothing").play()
    labels = [label for label, *_ in Report(session)._moods()]
    assert labels[:2] == ["Twin Cities' wariness of The Isles", "Twin Cities' grievance against The Isles"]
    assert "Russia's wariness of The Isles" in labels
    assert "Credibility of The Isles' word" in labels


def test_report_says_within_what_time_memoranda_closed() -> None:
    session = Session.new("quick", seed=1, strategy="all-round")
    while not session.finished:
        session.advance()
    share = session.figure("mou_conversion")
    told = f"Of those that have had two years, {share:.0%} closed within two years."
    assert told in Report(session)._memoranda()


def test_report_fits_its_width_and_has_no_colour(played: Played) -> None:
    report, _, _ = played
    assert max(len(line) for line in report.splitlines()) <= WIDTH
    assert "\x1b" not in report


def test_report_of_a_whole_campaign_cuts_nothing(tmp_path: Path) -> None:
    def words(text: str) -> list[str]:
        return sorted(word for word in text.split() if "─" not in word)

    save = tmp_path / "whole.json"
    narrow = done("run", SCENARIO, "--save", save)
    wide = CliRunner(env={"COLUMNS": "116"}).invoke(app, ["replay", str(save)]).stdout
    assert words(narrow) == words(wide)
    assert "…" not in narrow


def test_report_says_what_the_record_says(played: Played, tokyo: IndexedScenario) -> None:
    report, _, record = played
    last = record["turns"][-1]["indicators"]
    joined = " ".join(report.split())
    assert f"{last['pledge']['committed']:,.0f} bn" in joined
    assert f"Score: {record['score']['total']:.1f} of 100" in joined
    assert signed(record["counterfactual"]["total_difference"]) in joined
    for pillar in record["score"]["pillars"]:
        row = next(line for line in report.splitlines() if line.startswith(f"{pillar['pillar']} "))
        assert f" {pillar['points']:.1f} " in row
        assert signed(record["counterfactual"]["difference"][pillar["pillar"]]) in row
    for mineral in last["supply"]:
        assert tokyo.file.mineral[mineral].name in report
    for turn in record["turns"]:
        for event in turn["events"]:
            assert event["name"] in joined


def test_report_says_what_every_country_did(played: Played, tokyo: IndexedScenario) -> None:
    report, _, record = played
    answers = {name for name, kind in tokyo.file.kind.items() if kind.role == "respond"}
    orders = [order for turn in record["turns"] for order in turn["orders"] if order["kind"] not in answers]
    deeds = report[report.index("WHAT EACH COUNTRY DID") :]
    for actor in tokyo.names.actors:
        count = sum(order["actor"] == actor and order["outcome"] == "done" for order in orders)
        words = {0: "gave no order", 1: "1 order"}.get(count, f"{count} orders")
        assert f"{tokyo.label(actor)}  {words}" in deeds


def test_quiet_prints_nothing() -> None:
    assert done("run", SCENARIO, "--turns", 1, "--quiet") == ""


def test_report_of_a_single_turn_by_novices() -> None:
    text = done("run", SCENARIO, "--turns", 1, "--strength", "novice", "--strategy", "do-nothing")
    assert ", 0.0 against doing nothing" in " ".join(text.split())


def test_mechanism_switched_off_is_named() -> None:
    text = done("run", SCENARIO, "--turns", 1, "--without", "wariness", "--without", "events")
    assert "without wariness and events" in " ".join(text.split())


# --- The record ------------------------------------------------------------------------------------


def test_record_has_the_documented_keys(played: Played) -> None:
    _, _, record = played
    order = next(order for turn in record["turns"] for order in turn["orders"])
    event = next(event for turn in record["turns"] for event in turn["events"])
    indicators = record["turns"][-1]["indicators"]
    headline = record["turns"][-1]["headlines"][0]
    documented(record, record["turns"][0], order, event, indicators, headline, record["ledger"][0])
    documented(record["counterfactual"], record["scenario"], record["score"], record["score"]["pillars"][0])
    assert record["seed"] == int(SEED)
    assert len(record["turns"]) == TURNS
    assert record["digest"] == record["digests"][-1] == record["turns"][-1]["digest"]
    assert {row["pillar"] for row in record["score"]["pillars"]} == set(PILLARS)


def test_record_gives_reasons_for_orders(played: Played) -> None:
    _, _, record = played
    orders = [order for turn in record["turns"] for order in turn["orders"]]
    assert len(orders) > 50
    assert all(order["reasons"] for order in orders)
    parts = [[abs(reason["part"]) for reason in order["reasons"]] for order in orders]
    assert all(part == sorted(part, reverse=True) for part in parts)


def test_record_ledger_adds_up(played: Played) -> None:
    _, _, record = played
    player = record["player"]
    trust = {host: row[player] for host, row in record["turns"][1]["indicators"]["trust"].items()}
    later = {host: row[player] for host, row in record["turns"][2]["indicators"]["trust"].items()}
    for host in trust:
        path = f"trust.{host}.{player}"
        changes = [e["change"] for e in record["ledger"] if e["turn"] == 2 and e["variable"] == path]
        assert trust[host] + sum(changes) == later[host]
    assert any(entry["order"] and entry["actor"] for entry in record["ledger"])


def test_record_to_the_standard_output_is_nothing_but_json() -> None:
    record = json.loads(done("run", SCENARIO, "--turns", 1, "--json", "-"))
    assert record["scenario"]["id"] == SCENARIO


# --- Replay and explain ----------------------------------------------------------------------------


def test_replay_tells_the_same(played: Played, tmp_path: Path) -> None:
    report, save, record = played
    again = tmp_path / "again.json"
    assert done("replay", save, "--json", again) == report
    assert json.loads(again.read_text(encoding="utf-8")) == record


def test_explain_adds_up(played: Played) -> None:
    _, save, record = played
    quarter = record["turns"][2]["quarter"]
    host, player = next(iter(record["turns"][2]["indicators"]["trust"])), record["player"]
    path = f"trust.{host}.{player}"
    found = json.loads(done("explain", save, path, "--turn", quarter, "--json"))
    assert found["opening"] + sum(entry["change"] for entry in found["entries"]) == found["closing"]
    assert found["closing"] == record["turns"][2]["indicators"]["trust"][host][player]
    assert json.loads(done("explain", save, path, "--turn", 2, "--json")) == found
    text = done("explain", save, path, "--turn", quarter)
    for entry in found["entries"]:
        assert signed(entry["change"], 3) in text
        assert entry["cause"].split()[0] in text
    assert "opening" in text
    assert "closing" in text


def test_explain_opens_what_is_made_of_others(played: Played) -> None:
    _, save, record = played
    last, quarter = record["turns"][-1]["indicators"], record["turns"][2]["quarter"]
    host, corridor = next(iter(last["debt_share"])), next(iter(last["corridors"]))
    creditor = next(iter(last["debt_share"][host]))
    for path, expected in (
        ("total", last["score"]["total"]),
        (f"debt_share.{host}.{creditor}", last["debt_share"][host][creditor]),
        (f"utilisation.{corridor}", last["corridors"][corridor]["utilisation"]),
    ):
        found = json.loads(done("explain", save, path, "--json"))
        assert found["value"] == pytest.approx(expected)
        assert sum(part["amount"] for part in found["parts"]) == pytest.approx(found["value"])
        assert found["title"] in done("explain", save, path)
    past = json.loads(done("explain", save, "total", "--turn", quarter, "--json"))
    assert past["value"] == pytest.approx(record["turns"][2]["indicators"]["score"]["total"])
    assert past["quarter"] == quarter
    # What a part opens is itself a figure that can be opened.
    assert all(done("explain", save, part["opens"]) for part in past["parts"])
    pillar = next(iter(last["score"]["pillars"]))
    assert done("explain", save, pillar) == done("explain", save, f"score.{pillar}")


def test_explain_names_actor_and_order(played: Played, tokyo: IndexedScenario) -> None:
    _, save, record = played
    entry = next(e for e in record["ledger"] if e["order"] and e["variable"].startswith("trust."))
    text = done("explain", save, entry["variable"])
    assert tokyo.label(entry["actor"]) in text


# --- Scenarios and moves ---------------------------------------------------------------------------


def test_scenarios_list() -> None:
    assert SCENARIO in done("scenarios", "list")
    rows = json.loads(done("scenarios", "list", "--json"))["scenarios"]
    assert [row["id"] for row in rows if row["id"] == SCENARIO] == [SCENARIO]


def test_scenarios_show(tokyo: IndexedScenario) -> None:
    text = done("scenarios", "show", SCENARIO)
    assert max(len(line) for line in text.splitlines()) <= WIDTH
    assert "…" not in text
    shown = json.loads(done("scenarios", "show", SCENARIO, "--json"))
    documented(shown, *(rows[0] for rows in shown.values() if isinstance(rows, list)))
    assert [row["id"] for row in shown["powers"]] == list(tokyo.names.powers)
    assert [row["id"] for row in shown["hosts"]] == list(tokyo.names.hosts)
    assert {row["id"] for row in shown["projects"]} == set(tokyo.names.projects)
    assert {row["id"] for row in shown["events"]} == set(tokyo.names.events)
    assert shown["mechanisms"] == dict.fromkeys(MECHANISMS, True)
    assert sum(shown["score_weights"].values()) == pytest.approx(1.0)
    joined = " ".join(text.split())
    for key in ("powers", "hosts", "firms", "minerals", "corridors", "events", "strategies"):
        for row in shown[key]:
            assert row["name"] in joined or row["id"] in joined


def test_scenarios_validate(broken: Broken) -> None:
    assert "no faults" in done("scenarios", "validate", SCENARIO)
    folder = broken("scenario.toml", r'unit = "JPY bn"', 'unit = "litres"')
    broken("hosts.toml", r"^growth += \{ value = [\d.]+", "growth = { value = nan")
    result = call("scenarios", "validate", SCENARIO, folder)
    assert result.exit_code == 2
    joined = " ".join(result.stdout.split())
    assert "litres" in joined
    assert "nan" in joined
    assert "Traceback" not in result.output
    checks = call("scenarios", "validate", SCENARIO, folder, "--json")
    assert checks.exit_code == 2
    good, bad = json.loads(checks.stdout)["scenarios"]
    assert good["valid"]
    assert not bad["valid"]
    assert {fault["file"] for fault in bad["faults"]} == {"scenario.toml", "hosts.toml"}


def test_scenarios_sources(tokyo: IndexedScenario) -> None:
    listed = json.loads(done("scenarios", "sources", SCENARIO, "--json"))
    assert all(row["titles"] or row["assumption"] for row in listed["figures"])
    summary = listed["summary"]
    figures = [row for row in listed["figures"] if row["kind"] == "figure"]
    assert summary["figures"] == len(figures) == summary["sourced"] + summary["assumed"]
    text = done("scenarios", "sources", SCENARIO)
    assert f"{summary['figures']:,} figures" in text
    path = f"pledge = {tokyo.pledge_target_jpy:,.10g} JPY bn"
    assert path in text


def test_moves(tokyo: IndexedScenario) -> None:
    everyone = json.loads(done("moves", SCENARIO, "--json"))
    assert {row["id"] for row in everyone["kinds"]} == set(tokyo.file.kind)
    player = tokyo.names.powers[tokyo.player]
    own = json.loads(done("moves", SCENARIO, "--actor", player, "--json"))
    assert all(row["actors"] == [player] for row in own["kinds"])
    assert 0 < own["orders"] < everyone["orders"]
    text = done("moves", SCENARIO)
    assert "…" not in text
    for row in everyone["kinds"]:
        assert row["id"] in text
    one = done("moves", SCENARIO, "--kind", own["kinds"][0]["id"])
    assert "1 kind of moves" in one


# --- Studies ---------------------------------------------------------------------------------------


def test_effects(tokyo: IndexedScenario) -> None:
    kind = next(iter(tokyo.file.kind))
    found = json.loads(done("moves", SCENARIO, "--effects", "--kind", kind, "--seeds", 2, "--json"))
    assert {row["kind"] for row in found["moves"]} == {kind}
    assert kind in done("moves", SCENARIO, "--effects", "--kind", kind, "--seeds", 2)


def test_ablate(tmp_path: Path, short_scenario: str) -> None:
    file = tmp_path / "ablation.json"
    text = done("ablate", short_scenario, "--seeds", 2, "--json", file)
    found = json.loads(file.read_text(encoding="utf-8"))
    assert set(found["mechanisms"]) == set(MECHANISMS)
    assert MECHANISMS[0] in text


def test_startyear() -> None:
    assert json.loads(done("startyear", SCENARIO, "--seeds", 2, "--json"))


# --- Bad input -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["run", "tokio-2026"], "did you mean 'tokyo-2026'"),
        (["run", SCENARIO, "--strategy", "al-round"], "did you mean all-round?"),
        (["run", SCENARIO, "--strategy", ""], "unknown strategy ''"),
        (["run", SCENARIO, "--save", "a.json", "--json", "a.json"], "give each its own file"),
        (["run", SCENARIO, "--save", __file__], "the file there is no save"),
        (["run", SCENARIO, "--strength", "grandmaster"], "novice, standard"),
        (["run", SCENARIO, "--without", "warines"], "did you mean wariness"),
        (["run", SCENARIO, "--seed", "-1"], "use a whole number from 0"),
        (["run", SCENARIO, "--seed", "seven"], "'--seed': 'seven' is not a whole number; give one number"),
        (["run", SCENARIO, "--seed", "9" * 5000], "is not a whole number"),
        (["run", SCENARIO, "--seed", "99999999999999999999999"], "use a whole number from 0"),
        (["run", SCENARIO, "--turns", "0"], "choose from 1 to"),
        (["run", SCENARIO, "--turns", "99"], "choose from 1 to"),
        (["run", SCENARIO, "--json", "no/such/folder/a.json"], "no folder"),
        (["run", SCENARIO, "--save", "."], "is a folder"),
        (["run"], "SCENARIO"),
        (["rum", SCENARIO], "Did you mean 'run'"),
        (["replay", "no-such-save.json"], "no such file"),
        (["explain", "no-such-save.json", "support"], "no such file"),
        (["scenarios", "show", "tokyo"], "tokyo-2026"),
        (["scenarios", "sources", "nowhere"], "tokyo-2026"),
        (["scenarios", "lst"], "Did you mean 'list'"),
        (["moves", "nowhere"], "tokyo-2026"),
        (["moves", SCENARIO, "--actor", "jappan"], "did you mean japan?"),
        (["moves", SCENARIO, "--kind", "visti"], "did you mean visit"),
        (["ablate", "nowhere"], "tokyo-2026"),
        (["ablate", SCENARIO, "--seeds", "0"], "'0' should be greater than or equal to 2; raise it"),
        (["ablate", SCENARIO, "--json", "no/such/folder/a.json"], "no folder"),
        (["startyear", "nowhere"], "tokyo-2026"),
        (["patterns", "nowhere"], "tokyo-2026"),
        (["bench", "--json", "no/such/folder/a.json"], "no folder"),
        (["bench", "--seconds", "-1"], "--seconds"),
    ],
)
def test_bad_input_is_refused_with_a_message(arguments: Sequence[str], says: str) -> None:
    # A narrow terminal may break the message anywhere.
    assert " ".join(says.split()) in " ".join(refused(*arguments).split())


def test_explain_refuses_unknown_figures_and_turns(played: Played) -> None:
    _, save, record = played
    host = next(iter(record["turns"][0]["indicators"]["trust"]))
    assert "closest" in refused("explain", save, f"trust.{host}x.{record['player']}")
    assert "trust.HOST.POWER" in refused("explain", save, f"trust.{host}")
    assert "variables" in refused("explain", save, "trusst")
    assert "closest: china" in refused("explain", save, f"debt_share.{host}.chin")
    assert "two years" in refused("explain", save, "mou_conversion", "--turn", 0)
    assert record["turns"][0]["quarter"] in refused("explain", save, "support", "--turn", "1999Q1")
    assert refused("explain", save, "support", "--turn", "99")
    assert "no turn '²'" in refused("explain", save, "support", "--turn", "²")


def test_a_report_never_takes_the_place_of_a_save(played: Played) -> None:
    _, save, _ = played
    before = save.read_bytes()
    assert "is a saved campaign" in refused("replay", save, "--json", save)
    assert save.read_bytes() == before


def test_altered_save_is_refused(played: Played, tmp_path: Path) -> None:
    _, save, _ = played
    text = save.read_text(encoding="utf-8")
    altered = tmp_path / "altered.json"
    altered.write_text(text.replace(f'"seed": {SEED}', '"seed": 6', 1), encoding="utf-8")
    assert altered.name in refused("replay", altered)
    altered.write_text(text[: len(text) // 2], encoding="utf-8")
    assert "truncated" in refused("replay", altered)


def test_disk_that_refuses_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    assert "No space left on device" in refused("run", SCENARIO, "--turns", 1, "--json", tmp_path / "a.json")


def test_interruption_ends_with_130(monkeypatch: pytest.MonkeyPatch) -> None:
    from greatgame.session import Session

    def interrupt(_: Session) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Session, "advance", interrupt)
    result = call("run", SCENARIO)
    assert result.exit_code == 130
    assert "interrupted" in result.stderr


# --- The program -----------------------------------------------------------------------------------


def test_program_prints_the_same_through_a_pipe(played: Played) -> None:
    report, save, _ = played
    result = program("replay", str(save))
    assert result.returncode == 0
    assert result.stderr == ""
    assert result.stdout == report


def test_program_refuses_without_a_traceback() -> None:
    result = program("run", SCENARIO, "--strategy", "nonsense", PYTHONHASHSEED="1")
    assert result.returncode == 2
    assert result.stdout == ""
    assert result.stderr.startswith("greatgame: unknown strategy 'nonsense'")
    assert "Traceback" not in result.stderr


def test_program_survives_a_console_without_blocks() -> None:
    result = program("run", SCENARIO, "--turns", "2", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert result.returncode == 0
    assert "Score:" in result.stdout


# --- Small print -----------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [40, 60, 80, 100])
def test_numbers_stay_whole_where_there_is_little_room(width: int) -> None:
    values = [float(value) for value in range(40)]
    shown = table("Pillar", ">Now", "", "By quarter", ">Difference")
    shown.add_row("pledge, committed", "6,843", Picture.of_bar(1, 2, 24), Picture.of_course(values), "+12.5")
    shown.add_row("disbursed", "1,927", Picture.of_bar(2, 2, 24), Picture.of_growth(values), "+50.6")
    printed = StringIO()
    Console(width=width, file=printed).print(shown)
    text = printed.getvalue()
    assert all(word in text for word in ("6,843", "1,927", "+12.5", "+50.6", "Difference", "pledge"))
    assert "…" not in text
    assert max(len(line) for line in text.splitlines()) <= width
    for number in (r"\+12\.5", r"\+50\.6"):
        assert re.search(rf"▁[▁-█]*█ +{number}", text), "a course is drawn anew, not cut"


def test_figures_in_few_characters() -> None:
    assert sparkline([0, 50, 100]) == "▁▅█"
    assert sparkline([-5, 200]) == "▁█"
    assert course([50.0, 50.0, 51.0]) == "▄▄▅", "a point is hardly news"
    assert course([0.0, 100.0]) == "▁█"
    assert len(course([float(i) for i in range(20)], points=10)) == 10
    assert bar(50, 100, 10) == "█████"
    assert bar(0, 100, 10) == ""
    assert bar(2, 100, 10) == "▎"
    assert bar(300, 100, 4) == "████"
    assert [signed(value) for value in (3.14, -0.4, 0.01, -0.01)] == ["+3.1", "−0.4", "0.0", "0.0"]
    assert signed(-12345.678, 2) == "−12,345.68"
    assert listed(["a"]) == "a"
    assert listed(["a", "b", "c"]) == "a, b and c"


def test_words() -> None:
    assert plainly("caution", -1.0) != plainly("caution", 1.0)
    assert plainly("something new", 1.0) == "something new"
    assert known("fruit", "pear", ["pear", "apple"]) == "pear"
    with pytest.raises(GreatGameError, match=r"did you mean apple\? There are: cherry, apple"):
        known("fruit", "aple", ["cherry", "apple"])
    with pytest.raises(GreatGameError, match=r"unknown fruit 'stone': there are: pear, apple"):
        known("fruit", "stone", ["pear", "apple"])
    with pytest.raises(GreatGameError, match=r"unknown fruit 'pear': there is none at all$"):
        known("fruit", "pear", [])


def test_a_rehearsal_of_one_is_told_in_the_singular() -> None:
    found = Rehearsal("x", 1, 1, 1, 0.1, 0.1, 0.1, (0.1,), 1, 0.1, 0.1, 1, ("too late",), 1.0)
    told = lines_of(found)
    assert told[0] == "x: 1 student in 1 team, 1 action"
    assert "  1 question to teams' staff" in told[4]
    assert told[6].endswith(": 1 kind")
