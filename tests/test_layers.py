"""Layers: who may import whom, read from the source; and no country or mineral named in code."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

import greatgame
from greatgame.scenario import IndexedScenario

SOURCE = Path(greatgame.__file__).parent

BASE = frozenset({"", "errors", "given", "paths", "text", "validation", "words"})
"""What every layer may use: the version, errors, folders, words, what is handed in, and what validation finds."""
CORE = BASE | {"scenario", "loops", "world", "moves"}
ENGINE = CORE | {"rules", "agents", "model"}
SESSION = frozenset(
    {
        "position",
        "records",
        "saves",
        "desk",
        "indicators",
        "explain",
        "recording",
        "restoring",
        "standing",
        "asking",
        "session",
    }
)
FRONT = frozenset({"printing", "report", "deeds", "export", "guide", "movelist", "overview", "provenance", "welcome"})
SHOWN = CORE | {"model", "records", "explain", "session"}
"""What front ends may look at: the session, what it hands out, and the tables that the scenario defines."""

MAY_IMPORT: dict[str, frozenset[str]] = {
    "": frozenset(),
    "errors": frozenset(),
    "validation": frozenset(),
    "given": frozenset({"errors"}),
    "paths": frozenset({"errors"}),
    "words": frozenset({"errors"}),
    "text": frozenset({"errors", "paths", "words"}),
    "messages": BASE,
    "files": frozenset(),
    "drawing": frozenset(),
    "leaf": frozenset({"drawing"}),
    "leaf_breaks": frozenset({"leaf"}),
    "leaf_pdf": BASE | {"drawing", "leaf", "leaf_breaks"},
    "memory": frozenset(),
    "deferred": frozenset(),
    "ends": frozenset(),
    "sooner": frozenset({"deferred"}),
    "owner": frozenset(),
    "processes": frozenset({"deferred", "paths"}),
    "scenario": BASE | {"scenario"},
    "loops": frozenset({"scenario"}),
    "world": BASE | {"scenario", "loops", "world"},
    "moves": CORE,
    "rules": CORE | {"rules"},
    "agents": CORE | {"rules", "agents"},
    "model": ENGINE | {"memory"},
    "position": ENGINE,
    "records": BASE,
    "saves": BASE | {"files", "world"},
    "desk": CORE | {"records"},
    "indicators": CORE | {"rules"},
    "measured": CORE | {"indicators"},
    "explain": CORE | {"rules", "records", "indicators", "measured"},
    "recording": ENGINE | SESSION - {"standing", "asking", "session"},
    "standing": (ENGINE | SESSION) - {"rules", "asking", "session"},
    "restoring": CORE | {"agents", "model", "saves"},
    "asking": (ENGINE | SESSION) - {"rules", "session"},
    "session": (ENGINE | SESSION) - {"rules"},
    "shelf": SHOWN | {"files", "saves", "shelf"},
    "lab": ENGINE | SESSION | {"lab", "printing", "pictures", "extras", "files", "memory", "processes"},
    "batch": ENGINE | {"batch", "deferred", "explain", "extras", "files", "indicators", "memory", "processes"},
    "envs": (ENGINE | {"envs", "extras"}) - {"rules"},
    **dict.fromkeys(FRONT, SHOWN | FRONT),
    "views": SHOWN
    | {"desk", "files", "guide", "indicators", "lab", "leaf", "mechanisms", "messages", "overview", "saves", "views"},
    "mechanisms": CORE,
    "capsule": SHOWN | {"agents", "saves"},
    "ui": SHOWN
    | {
        "capsule",
        "classroom",
        "export",
        "extras",
        "files",
        "lab",
        "leaf",
        "leaf_pdf",
        "memory",
        "messages",
        "saves",
        "shelf",
        "ui",
        "views",
    },
    "classroom": SHOWN
    | {
        "classroom",
        "desk",
        "drawing",
        "extras",
        "files",
        "indicators",
        "lab",
        "leaf",
        "leaf_pdf",
        "messages",
        "owner",
        "pictures",
        "processes",
        "saves",
        "shelf",
        "views",
        "capsule",
        "export",
    },
    "guide": SHOWN | FRONT | {"agents"},
    "accounts": SHOWN | FRONT | {"views"},
    "modeldoc": CORE | {"rules", "guide", "movelist", "printing", "mechanisms"},
    "contract": ENGINE,
    "extras": BASE,
    "pictures": BASE | {"extras", "files"},
    "analysis": BASE | {"analysis", "deferred", "pictures", "printing"},
    "commands": SHOWN
    | FRONT
    | {
        "accounts",
        "lab",
        "modeldoc",
        "batch",
        "classroom",
        "commands",
        "analysis",
        "contract",
        "extras",
        "files",
        "leaf",
        "leaf_pdf",
        "messages",
        "owner",
        "pictures",
        "processes",
        "ui",
        "views",
    },
    "cli": BASE | {"commands", "ends", "welcome"},
    "__main__": frozenset({"cli", "ends", "sooner"}),
}
"""Package or module of greatgame -> those it may import; '' is the package itself."""

EXCEPTIONS: dict[tuple[str, str], str] = {
    ("scenario.check_state", "world.variables"): "events and measures name figures of the state: their check reads it",
    ("scenario.check_record", "world.variables"): "series of the past name what they are about, as events do",
    ("asking", "lab.forecast"): "a forecast is asked of a session; the laboratory is loaded when one is",
    ("asking", "lab.preview"): "so is a preview",
    ("asking", "lab.counsel"): "and advice",
    ("asking", "lab.intents"): "and what the others are likely to do",
    ("lab.preview", "rules.context"): "the outcome of an order is a code of the rules",
}
"""(module, imported) -> why it may, against the layers."""

LIBRARIES: dict[str, frozenset[str]] = {
    "mesa": frozenset({"agents", "model", "lab.bench"}),
    "gymnasium": frozenset({"envs"}),
    "pettingzoo": frozenset({"envs"}),
    "pydantic": frozenset({"classroom", "scenario", "saves", "batch", "validation"}),
    "fastapi": frozenset({"classroom"}),
    "starlette": frozenset({"classroom"}),
    "uvicorn": frozenset({"classroom"}),
    "jinja2": frozenset({"classroom"}),
    "markupsafe": frozenset({"classroom"}),
    "segno": frozenset({"classroom"}),
    "rich": FRONT | {"accounts", "lab", "commands"},
    "typer": frozenset({"cli", "commands"}),
    "pyarrow": frozenset({"analysis", "batch"}),
    "scipy": frozenset({"agents.sums", "analysis", "lab.statistics"}),
    "SALib": frozenset({"analysis", "batch"}),
    "distributed": frozenset({"batch.engines"}),
    "ema_workbench": frozenset({"analysis"}),
    "matplotlib": frozenset({"pictures", "analysis"}),
    "fluent": frozenset({"messages"}),
    "fpdf": frozenset({"leaf_pdf"}),
    "platformdirs": frozenset({"ui"}),
    "pygame": frozenset({"ui"}),
}
"""Library -> packages or modules that may import it."""


def modules() -> dict[str, Path]:
    """Every module of the package by dotted name under greatgame."""
    found = {}
    for file in sorted(SOURCE.rglob("*.py")):
        parts = file.relative_to(SOURCE).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = file
    return found


MODULES = modules()


@pytest.fixture(scope="module")
def trees() -> dict[str, ast.Module]:
    """Every module, parsed; only where a test asks, for each of the processes that tests run in reads these lines."""
    return {module: ast.parse(file.read_text(encoding="utf-8")) for module, file in MODULES.items()}


def layer(module: str) -> str:
    """First part of a module's name: the package it is in, or itself."""
    return module.split(".")[0]


def running(tree: ast.AST) -> Iterator[ast.AST]:
    """All nodes that run: what stands under TYPE_CHECKING is for the type checker only."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            for other in node.orelse:
                yield other
                yield from running(other)
        else:
            yield node
            yield from running(node)


def imported(tree: ast.AST) -> set[str]:
    """Dotted names of all modules that running code imports."""
    found: set[str] = set()
    for node in running(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"line {node.lineno}: name the module in full, so that layers can be read"
            whole = {f"{node.module}.{alias.name}" for alias in node.names}
            inner = {name for name in whole if name.removeprefix("greatgame.") in MODULES}
            found |= inner or {str(node.module)}
    return found


def inside(tree: ast.AST) -> set[str]:
    """Modules of greatgame that are imported, by dotted name under it."""
    names = {name for name in imported(tree) if name.split(".")[0] == "greatgame"}
    return {name.removeprefix("greatgame").removeprefix(".") for name in names}


def crossings(module: str, tree: ast.AST) -> list[str]:
    """Imports of a module that its layer forbids."""
    allowed = MAY_IMPORT[layer(module)]
    wrong = [name for name in inside(tree) if layer(name) not in allowed and (module, name) not in EXCEPTIONS]
    return [f"greatgame.{module} imports greatgame.{name}" for name in sorted(wrong)]


def strangers(module: str, tree: ast.AST) -> list[str]:
    """Libraries that a module imports although they belong to other layers."""
    used = {name.split(".")[0] for name in imported(tree)} & LIBRARIES.keys()
    wrong = [name for name in used if not LIBRARIES[name] & {module, layer(module)}]
    return [f"greatgame.{module} imports {name}" for name in sorted(wrong)]


def test_every_module_has_a_layer() -> None:
    unknown = {layer(module) for module in MODULES} - MAY_IMPORT.keys()
    assert not unknown, f"say in tests/test_layers.py what may be imported by: {', '.join(sorted(unknown))}"


def test_modules_keep_to_their_layers(trees: dict[str, ast.Module]) -> None:
    assert [line for module, tree in trees.items() for line in crossings(module, tree) + strangers(module, tree)] == []


def test_every_exception_is_still_needed(trees: dict[str, ast.Module]) -> None:
    assert [pair for pair in EXCEPTIONS if pair[1] not in inside(trees[pair[0]])] == []


@pytest.mark.parametrize(
    ("module", "text", "complaint"),
    [
        ("rules.society", "import mesa", "greatgame.rules.society imports mesa"),
        (
            "rules.society",
            "from greatgame.agents import minds",
            "greatgame.rules.society imports greatgame.agents.minds",
        ),
        ("report", "def late():\n    from greatgame.rules.turn import OPENING", "imports greatgame.rules.turn"),
        ("session", "from greatgame import report", "greatgame.session imports greatgame.report"),
        ("world.state", "import greatgame.rules.turn", "greatgame.world.state imports greatgame.rules.turn"),
    ],
)
def test_a_crossing_is_seen(module: str, text: str, complaint: str) -> None:
    tree = ast.parse(text)
    assert any(line.endswith(complaint) for line in crossings(module, tree) + strangers(module, tree))


def test_what_only_the_type_checker_reads_is_no_import() -> None:
    tree = ast.parse("if TYPE_CHECKING:\n    from greatgame.session import Session\nelse:\n    import mesa")
    assert imported(tree) == {"mesa"}


# --- No names of the field in code -----------------------------------------------------------------


def words(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """(line, text) of every identifier and every string that is not a docstring."""
    documented = {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        line = getattr(node, "lineno", 0)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documented:
            yield line, node.value
        elif isinstance(node, ast.Name):
            yield line, node.id
        elif isinstance(node, ast.Attribute):
            yield line, node.attr
        elif isinstance(node, ast.arg | ast.keyword) and node.arg:
            yield line, node.arg
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield line, node.name


def naming(tree: ast.Module, ids: Iterable[str]) -> list[str]:
    """Lines in which an actor or a mineral is named."""
    names = "|".join(re.escape(name).replace(r"\-", "[-_ ]") for name in ids)
    # An identifier joins words by underscores, so these end a word too.  A word goes on in small letters, or in
    # capitals where it is written in them: the name of a language is no country.
    pattern = re.compile(rf"(?<![a-z])(?i:{names})(?![a-z]|(?<=[A-Z])[A-Z])")
    return [f"line {line}: {text!r}" for line, text in words(tree) if pattern.search(text)]


@pytest.fixture(scope="module")
def ids(tokyo: IndexedScenario) -> tuple[str, ...]:
    """Ids of all powers, hosts and minerals of the main scenario."""
    names = tokyo.names
    return (*names.powers, *names.hosts, *names.minerals)


def test_code_names_no_country_and_no_mineral(trees: dict[str, ast.Module], ids: tuple[str, ...]) -> None:
    assert {module: found for module, tree in trees.items() if (found := naming(tree, ids))} == {}


def test_a_name_in_code_is_seen(ids: tuple[str, ...]) -> None:
    power, mineral = ids[0], ids[-1]
    known = next(name for name in ids if "-" in name)
    planted = [
        f"trust_of_{power.replace('-', '_')} = 3",
        f"x = f'{{y}} of {mineral.upper()}'",
        f"f({known.replace('-', '_')}=1)",
        f"class {power.capitalize()}Policy: pass",
    ]
    for line in planted:
        assert naming(ast.parse(line), ids), line
    assert naming(ast.parse(f'"""Trust of {power}."""\n{mineral}ish = 1'), ids) == []
