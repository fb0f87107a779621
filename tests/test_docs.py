"""The model's page: nothing in it is out of date, nothing is left out, and its generator says what is wrong."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from conftest import Extended
from greatgame.cli import app
from greatgame.errors import GreatGameError
from greatgame.mechanisms import MECHANISM_BOOK, PILLAR_FORMULAS, covering_test, kinds_on
from greatgame.modeldoc import CONSTANTS_IN, SECTIONS, default_path, named_numbers, stale, write
from greatgame.rules.indicators import pillar_parts
from greatgame.scenario import IndexedScenario, open_scenario
from greatgame.scenario.schema_appraisal import APPRAISED, SPANS
from greatgame.scenario.sources import origins
from greatgame.scenario.vocabulary import MECHANISMS, PILLARS, ROLES
from greatgame.world.state import start
from greatgame.world.tape import STREAMS
from greatgame.world.variables import BY_NAME


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """A copy of the page that a test may spoil."""
    return Path(shutil.copy(default_path(), tmp_path / "MODEL.md"))


@pytest.fixture(scope="module")
def text() -> str:
    return default_path().read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def by_hand(text: str) -> str:
    """The page without its generated parts."""
    kept, inside = [], False
    for line in text.splitlines():
        inside = line.startswith("<!-- generated: ") or (inside and not line.startswith("<!-- end: "))
        if not inside:
            kept.append(line)
    return "\n".join(kept)


def test_page_is_up_to_date(tokyo: IndexedScenario) -> None:
    assert stale(tokyo, default_path()) == [], "run: greatgame docs"


def test_writing_twice_changes_nothing_more(tokyo: IndexedScenario, page: Path) -> None:
    page.write_text(page.read_text(encoding="utf-8").replace("| Parameter |", "| Old |"), encoding="utf-8")
    assert stale(tokyo, page) == ["parameters"]
    assert write(tokyo, page)
    renewed = page.read_bytes()
    assert stale(tokyo, page) == []
    assert not write(tokyo, page)
    assert page.read_bytes() == renewed


def test_text_written_by_hand_is_kept(tokyo: IndexedScenario, page: Path, text: str) -> None:
    first = next(iter(SECTIONS))
    marker = f"<!-- generated: {first} -->\n"
    page.write_text(text.replace(marker, f"By hand: \\1 \\g<0>.\n\n{marker}rubbish\n"), encoding="utf-8")
    assert write(tokyo, page)
    assert page.read_text(encoding="utf-8") == text.replace(marker, f"By hand: \\1 \\g<0>.\n\n{marker}")


CHANGES = {
    "parameters": '[rules.pledge]\nlapse = { value = 9, unit = "quarters", assumption = "tried in a test" }',
    "moves": '[kind.reform]\neffort = "light"',
    "appraisal": "[appraisal.visit.values]\ncold = 1",
    "doctrines": '[doctrine.russia]\norders = { value = 2, unit = "orders", assumption = "tried in a test" }',
    "tempers": "[temper.hard.weights.china.values]\ncontest = 3",
    "strategies": '[strategy.quiet]\navoid = ["joint-statement"]',
    "score": "[score.weights.values]\nhome = 9",
}
"""Section -> a change of the scenario that it must show."""


@pytest.mark.parametrize("section", CHANGES)
def test_changed_scenario_makes_the_page_stale(section: str, extended: Extended, page: Path) -> None:
    changed = open_scenario(extended(CHANGES[section]))
    assert section in stale(changed, page)
    write(changed, page)
    assert stale(changed, page) == []


@pytest.mark.parametrize("name", MECHANISMS)
def test_mechanism_is_documented(name: str, tokyo: IndexedScenario, text: str, by_hand: str) -> None:
    mechanism = MECHANISM_BOOK[name]
    row = next(line for line in text.splitlines() if f"(`{name}`)" in line and covering_test(name) in line)
    assert mechanism.title in row
    assert f"{{{name}}}" in by_hand, "no equation is marked with it"
    assert set(mechanism.roles) <= set(ROLES)
    assert set(mechanism.variables) <= set(BY_NAME)
    for kind in kinds_on(tokyo, name):
        assert f"`{kind}`" in row
    assert kinds_on(tokyo, name)


@pytest.mark.parametrize("name", MECHANISMS)
def test_mechanism_is_switched_where_the_page_says(name: str) -> None:
    package = Path(__file__).parents[1] / "src" / "greatgame"
    sources = {
        module: (package / f"{module.replace('.', '/')}.py").read_text(encoding="utf-8")
        for module in MECHANISM_BOOK[name].modules
    }
    assert [module for module, source in sources.items() if f'on("{name}")' not in source] == []
    elsewhere = [
        path.relative_to(package).as_posix()
        for folder in ("rules", "agents")
        for path in sorted((package / folder).glob("*.py"))
        if f'on("{name}")' in path.read_text(encoding="utf-8")
    ]
    named = {f"{module.replace('.', '/')}.py" for module in sources}
    assert set(elsewhere) == named, "the table of mechanisms names other modules than those that ask for the switch"


def test_every_role_works_on_a_mechanism(by_hand: str) -> None:
    covered = {role for mechanism in MECHANISM_BOOK.values() for role in mechanism.roles}
    assert covered == set(ROLES)
    strengths = by_hand.split("**Strengths by role**")[1].split("### 7.4")[0]
    lines = strengths.splitlines()
    missing = [role for role in ROLES if role != "invest" and not any(line.startswith(f"{role} ") for line in lines)]
    assert missing == []


def test_every_kind_and_variable_appears(tokyo: IndexedScenario, text: str) -> None:
    assert [kind for kind in tokyo.file.kind if f"(`{kind}`) | `" not in text] == []
    assert [name for name in BY_NAME if f"| `{name}` |" not in text] == []


def test_every_parameter_stands_in_an_equation(tokyo: IndexedScenario, by_hand: str) -> None:
    names = {path[2] for path, _ in origins(tokyo.file) if path[0] == "rules"}
    assert len(names) > 100
    assert [name for name in sorted(names) if not re.search(rf"\b{name}\b", by_hand)] == []
    minds = {".".join(path[1:]) for path, _ in origins(tokyo.file) if path[0] == "minds" and path[1:] != ("span",)}
    minds |= {f"span.{name}" for name in SPANS}
    assert [name for name in sorted(minds) if not re.search(rf"\b{name}\b", by_hand)] == []


def test_every_weight_of_a_role_stands_in_its_strengths(by_hand: str) -> None:
    equations = by_hand.split("**Strengths by role**")[1].split("```")[1]
    shared = re.findall(r"\.(size_\w+)", by_hand)
    for role, told in zip(APPRAISED, re.split(r"\n(?=\S)", equations.strip()), strict=True):
        assert told.startswith(f"{role} ")
        named = {*re.findall(r"(?<!\w)\.(\w+)", told), *(shared if "size(" in told else ())}
        assert named == set(APPRAISED[role]), role


def test_every_constant_stands_in_the_text(by_hand: str) -> None:
    names = [name for module in CONSTANTS_IN for row in named_numbers(module) for name in row[0].split(", ")]
    # These bound a search or a sum and stand for no part of an equation.
    technical = {"UNLIMITED", "A_THOUSAND", "MANY", "SPARSE"}
    technical |= {"NO_KIND", "NOBODY", "AGAIN"}
    assert [name for name in names if not re.search(rf"\b{name}\b", by_hand) and name not in technical] == []


def test_every_stream_of_chance_is_named(by_hand: str) -> None:
    assert [stream for stream in STREAMS if f"`{stream}`" not in by_hand] == []


def test_pillar_formulas_name_the_components_of_the_rules(tokyo: IndexedScenario) -> None:
    parts = pillar_parts(tokyo, start(tokyo))
    assert set(parts) == set(PILLARS)
    assert {pillar: list(found) for pillar, found in parts.items()} == {
        pillar: list(formulas) for pillar, formulas in PILLAR_FORMULAS.items()
    }


DISORDER = {
    "no such part": ("<!-- generated: score -->", "<!-- generated: scores -->"),
    "does not end": ("<!-- end: constants -->", ""),
    "begins inside": ("<!-- end: entities -->", ""),
    "has not begun": ("<!-- generated: moves -->", ""),
    "twice": ("<!-- end: score -->", "<!-- end: score -->\n<!-- generated: score -->\n<!-- end: score -->"),
}
"""Complaint -> an edit of the page that deserves it."""


@pytest.mark.parametrize("complaint", DISORDER)
def test_markers_in_disorder_are_named(complaint: str, tokyo: IndexedScenario, page: Path, text: str) -> None:
    before, after = DISORDER[complaint]
    page.write_text(text.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(GreatGameError, match=complaint):
        write(tokyo, page)
    assert page.read_text(encoding="utf-8") == text.replace(before, after, 1)


def test_missing_part_is_named(tokyo: IndexedScenario, page: Path, text: str) -> None:
    begin, end = (text.index(f"<!-- {kind}: score -->") for kind in ("generated", "end"))
    page.write_text(text[:begin] + text[end:].split("\n", 1)[1], encoding="utf-8")
    with pytest.raises(GreatGameError, match="'score' is missing"):
        stale(tokyo, page)


def test_page_that_cannot_be_read(tokyo: IndexedScenario, tmp_path: Path) -> None:
    with pytest.raises(GreatGameError, match="cannot read"):
        stale(tokyo, tmp_path / "nowhere.md")
    spoilt = tmp_path / "latin.md"
    spoilt.write_bytes(b"caf\xe9")
    with pytest.raises(GreatGameError, match="UTF-8"):
        stale(tokyo, spoilt)


def test_command_checks_and_renews(page: Path, text: str) -> None:
    page.write_text(text.replace("| Parameter |", "| Old |"), encoding="utf-8")
    arguments = ["docs", "tokyo-2026", "--file", str(page)]
    checked = CliRunner().invoke(app, [*arguments, "--check"])
    assert checked.exit_code == 1
    assert "parameters" in checked.output
    assert "| Old |" in page.read_text(encoding="utf-8")
    renewed = CliRunner().invoke(app, arguments)
    assert renewed.exit_code == 0
    assert page.read_text(encoding="utf-8") == text
    assert CliRunner().invoke(app, [*arguments, "--check"]).exit_code == 0
    missing = CliRunner().invoke(app, ["docs", "--file", str(page.with_name("none.md"))])
    assert missing.exit_code == 2
