"""The generated parts of docs/MODEL.md: tables that come from a scenario and from the code, so that they cannot rot.

A part stands between two marker lines, ``<!-- generated: NAME -->`` and
``<!-- end: NAME -->``; the text around it is written by hand.  :func:`write`
renews every part, :func:`stale` names those that are out of date.
"""

from __future__ import annotations

import ast
import importlib.util
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from greatgame.errors import Fault, GreatGameError
from greatgame.guide import described
from greatgame.mechanisms import MECHANISM_BOOK, PILLAR_FORMULAS, covering_test, kinds_on, pillar_formula
from greatgame.movelist import moves_of
from greatgame.moves.catalogue import catalogue_of
from greatgame.moves.legality import conditions
from greatgame.paths import data_dir
from greatgame.printing import counted
from greatgame.rules.turn import OPENING, RESOLUTION
from greatgame.scenario.figures import GRADES, Figure, FigureTable, Provenance, Series
from greatgame.scenario.indexed import IndexedScenario
from greatgame.scenario.schema_minds import Doctrine, Strategy
from greatgame.scenario.sources import FigureRow, Summary, list_figures, origins, summary
from greatgame.scenario.vocabulary import CONSIDERATIONS, MECHANISMS, PILLARS
from greatgame.words import CONSIDERATIONS as PLAINLY
from greatgame.world.state import start
from greatgame.world.variables import FARTHEST, VARIABLES, Variable

BEGIN, END = "<!-- generated: ", "<!-- end: "
CLOSE = " -->"
"""Ends both markers."""

CONSTANTS_IN = (
    "rules.turn",
    "rules.budgets",
    "rules.shocks",
    "rules.diplomacy",
    "rules.finance",
    "rules.construction",
    "rules.coercion",
    "rules.corridors",
    "rules.society",
    "agents.yardsticks",
    "agents.weighing",
    "agents.choice",
)
"""Modules whose named numbers are parameters of the model that no scenario sets."""

LISTED = 17
"""Ids of an axis that are all listed; of longer ones the first few."""

PARAMETERS_IN = ("rules", "minds", "defaults", "channel_weights", "caspian")
"""Sections of a scenario that hold parameters rather than the state of the world."""


def default_path() -> Path:
    """Where a checkout keeps the page.

    Raises:
        GreatGameError: where there is none, as in an installed package.
    """
    path = data_dir("scenarios").parent / "docs" / "MODEL.md"
    if not path.is_file():
        raise GreatGameError(f"{path} is not there: run this in a checkout, or name the page with --file")
    return path


def stale(scenario: IndexedScenario, path: Path) -> list[str]:
    """Names of the generated parts of the page that are out of date.

    Raises:
        GreatGameError: where the page cannot be read or its markers are in disorder.
    """
    text = _read(path)
    return [name for name, body in _parts(text, path).items() if body != SECTIONS[name](scenario)]


def write(scenario: IndexedScenario, path: Path) -> bool:
    """Renew the generated parts of the page; True if anything changed.

    Raises:
        GreatGameError: where the page cannot be read or written or its markers are in disorder.
    """
    text = _read(path)
    renewed = text
    for name, body in _parts(text, path).items():
        begin, end = _marker(BEGIN, name), _marker(END, name)
        renewed = renewed.replace(f"{begin}\n{body}{end}", f"{begin}\n{SECTIONS[name](scenario)}{end}", 1)
    if renewed == text:
        return False
    try:
        path.write_text(renewed, encoding="utf-8")
    except OSError as error:
        raise GreatGameError(f"cannot write {path}: {error.strerror}; check the file's permissions") from None
    return True


def _marker(kind: str, name: str) -> str:
    return f"{kind}{name}{CLOSE}"


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise GreatGameError(f"cannot read {path}: not UTF-8 (byte {error.start}); save the file as UTF-8") from None
    except OSError as error:
        raise GreatGameError(f"cannot read {path}: {error.strerror}; name a Markdown page with markers") from None


def _parts(text: str, path: Path) -> dict[str, str]:
    """Present text of every generated part, by name.

    Raises:
        GreatGameError: naming everything that is wrong with the markers at once.
    """
    found: dict[str, str] = {}
    faults: list[Fault] = []
    name, lines = "", list[str]()

    def wrong(number: int, line: str, problem: str, remedy: str) -> None:
        faults.append(Fault(path.name, f"line {number}", line, problem, remedy))

    for number, line in enumerate(text.splitlines(), start=1):
        if line.startswith(BEGIN) and line.endswith(CLOSE):
            if name:
                wrong(number, line, f"begins inside the part {name!r}", f"close that one with {_marker(END, name)}")
            name, lines = line[len(BEGIN) : -len(CLOSE)], []
            if name not in SECTIONS:
                wrong(number, line, "there is no such part", f"use one of: {', '.join(SECTIONS)}")
            elif name in found:
                wrong(number, line, "is there twice", "keep one of the two")
        elif line.startswith(END) and line.endswith(CLOSE):
            if line != _marker(END, name):
                wrong(number, line, "ends a part that has not begun", "put the marker that begins it above")
            elif name in SECTIONS:
                found[name] = "".join(f"{row}\n" for row in lines)
            name = ""
        elif name:
            lines.append(line)
    if name:
        faults.append(Fault(path.name, "", "", f"the part {name!r} does not end", f"add {_marker(END, name)}"))
    for missing in [section for section in SECTIONS if section not in found and not faults]:
        remedy = f"add {_marker(BEGIN, missing)} and {_marker(END, missing)}"
        faults.append(Fault(path.name, "", "", f"the part {missing!r} is missing", remedy))
    if faults:
        raise GreatGameError("\n".join([f"{path} cannot be renewed:", *(f"  {fault}" for fault in faults)]))
    return found


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table; a column whose title starts with ``>`` is set right."""
    titles = [title.lstrip(">") for title in head]
    rule = ["---:" if title.startswith(">") else "---" for title in head]
    return "".join(f"| {' | '.join(_cell(text) for text in row)} |\n" for row in (titles, rule, *rows))


def _cell(text: str) -> str:
    return " ".join(text.replace("|", r"\|").split())


def _code(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _number(value: float) -> str:
    return f"{value:,.10g}"


def _entities(s: IndexedScenario) -> str:
    names = s.names
    rows = [
        ("powers", names.powers, "states outside the region that offer, build, lend or coerce"),
        ("hosts", names.hosts, "states of the region: full agents"),
        ("firms", names.firms, "archetypes of private investors; each decides for itself"),
        ("projects", names.projects, "what can be built, once each"),
        ("ventures", names.ventures, "one power's attempt at one project"),
        ("sectors", names.sectors, "what projects of one kind have in common"),
        ("minerals", names.minerals, "in two stages, mined and refined"),
        ("sources", names.sources, "where minerals are mined or refined"),
        ("buyers", names.buyers, "powers whose demand is followed"),
        ("legs", names.legs, "stretches of corridors"),
        ("corridors", names.corridors, "routes made of legs"),
        ("flashpoints", names.flashpoints, "conflicts elsewhere that spill over"),
        ("events", names.events, "things that may happen"),
        ("channels", names.channels, "channels of dependence"),
        ("instruments", names.instruments, "parts of a finance package"),
        ("resources", names.resources, "what moves are paid with"),
    ]
    shown = [(name, str(len(ids)), what, _listed(ids)) for name, ids, what in rows]
    calendar = f"{s.turns} turns of {counted(int(s.dt), 'quarter')}, {s.quarter(0)} to {s.quarter(s.turns - 1)}"
    return f"Scenario `{s.id}`: {calendar}.\n\n" + _table(("Axis", ">Number", "What", "Ids"), shown)


def _listed(ids: Sequence[str]) -> str:
    return _code(ids) if len(ids) <= LISTED else f"{_code(ids[:3])} ..."


def _variables(s: IndexedScenario) -> str:
    rows = [(f"`{v.name}`", ", ".join(v.axes) or "(one)", v.unit, _bounds(v)) for v in VARIABLES]
    return _table(("Variable", "Axes after the world", "Unit", "Bounds"), rows)


def _bounds(variable: Variable) -> str:
    if (variable.low, variable.high) == (-FARTHEST, FARTHEST):
        return "none"
    low = _number(variable.low) if variable.low > -FARTHEST else "..."
    high = _number(variable.high) if variable.high < FARTHEST else "..."
    return f"{low} to {high}" + ("; the last axis sums to 1 at most" if variable.simplex else "")


def _phases(s: IndexedScenario) -> str:
    opening = [("before anyone decides", name, phase.__module__, why) for name, phase, why in OPENING]
    deciding = [("decisions", "agents", "greatgame.agents.agents", "every actor looks at the same view and orders")]
    after = [("resolution", name, phase.__module__, why) for name, phase, why in RESOLUTION]
    rows = [
        (str(place), when, name, f"`{module.removeprefix('greatgame.')}`", why)
        for place, (when, name, module, why) in enumerate([*opening, *deciding, *after], start=1)
    ]
    return _table((">", "When", "Phase", "Module", "Why it stands here"), rows)


def _mechanisms(s: IndexedScenario) -> str:
    rows = []
    for number, name in enumerate(MECHANISMS, start=1):
        m = MECHANISM_BOOK[name]
        row = (str(number), f"**{m.title}** (`{name}`)", m.what, _code(m.modules), _code(m.variables))
        rows.append((*row, _code(kinds_on(s, name)), f"`{covering_test(name)}`"))
    return _table((">", "Mechanism", "What it is", "Modules", "Variables", "Moves that work on it", "Test"), rows)


def _parameters(s: IndexedScenario) -> str:
    found = [(path, node) for path, node in origins(s.file) if path[0] in PARAMETERS_IN]
    histories = [path for path, node in found if isinstance(node, Series)]
    rows = [
        (f"`{'.'.join(path).removeprefix('rules.')}`", _value(node), node.unit, _origin(node))
        for path, node in found
        if not any(path[: len(history)] == history for history in histories)
    ]
    return _table(("Parameter", ">Value", "Unit", "Reason or source"), rows)


def _appraisal(s: IndexedScenario) -> str:
    rows = [(f"`{role}`", _value(table), _origin(table)) for role, table in s.file.appraisal.items()]
    return _table(("Role", "Figures", "Reason"), rows)


def _value(node: Provenance) -> str:
    """A figure's number, or the numbers of a table that have no origin of their own."""
    if isinstance(node, FigureTable):
        plain = [key for key, row in node.values.items() if not isinstance(row, Figure)]
        return ", ".join(f"{key} {_number(node.number(key))}" for key in plain)
    return _number(node.value) if isinstance(node, Figure) else ""


def _origin(node: Provenance) -> str:
    note = f" ({node.note})" if node.note else ""
    if node.source is None:
        return f"{node.assumption}{note}"
    return f"{node.source}, {node.year}, grade {node.grade}{note}"


def _constants(s: IndexedScenario) -> str:
    rows = [
        (f"`{name}`", value, f"`{module}`", meaning)
        for module in CONSTANTS_IN
        for name, value, meaning in named_numbers(module)
    ]
    return _table(("Constant", ">Value", "Module", "Meaning"), rows)


def named_numbers(module: str) -> Iterator[tuple[str, str, str]]:
    """Names, values and meaning of a module's numeric constants, read from its text."""
    spec = importlib.util.find_spec(f"greatgame.{module}")
    if spec is None or spec.origin is None:
        raise GreatGameError(f"no module greatgame.{module}: mend CONSTANTS_IN in modeldoc.py")
    body = ast.parse(Path(spec.origin).read_text(encoding="utf-8")).body
    for node, following in zip(body, [*body[1:], None], strict=True):
        if isinstance(node, ast.Assign) and (numbers := _numbers(node)):
            names, values = zip(*numbers, strict=True)
            yield ", ".join(names), "; ".join(_number(value) for value in values), _docstring(following)


def _numbers(node: ast.Assign) -> list[tuple[str, float]]:
    """(name, value) of an assignment of plain numbers to constants; empty for any other."""
    target = node.targets[0]
    names = target.elts if isinstance(target, ast.Tuple) else [target]
    try:
        value = ast.literal_eval(node.value)
    except ValueError:
        return []
    values = value if isinstance(value, tuple) else (value,)
    return [
        (name.id, float(number))
        for name, number in zip(names, values, strict=False)
        if isinstance(name, ast.Name) and name.id.isupper() and type(number) in (int, float)
    ]


def _docstring(node: ast.stmt | None) -> str:
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
        return node.value.value.removesuffix(".")
    return "see the equation"


def _moves(s: IndexedScenario) -> str:
    rows = []
    for kind in moves_of(s)["kinds"]:
        spec = s.file.kind[kind["id"]]
        rows.append(
            (
                f"**{spec.name}** (`{kind['id']}`)",
                f"`{spec.role}`",
                _who(s, kind["actors"]),
                _price(kind["price_usd_mn"], spec.resource),
                _span(kind["effort_points"]),
                spec.text,
                ", ".join(f"{name} {_number(size)}" for name, size in kind["effects"].items()),
                _documented(kind["documented"]),
            )
        )
    head = ("Move", "Role", "By", ">USD mn", ">Effort", "What it does", "Effect sizes", "Documented effect")
    return _table(head, rows)


def _who(s: IndexedScenario, actors: Sequence[str]) -> str:
    groups = {"powers": s.names.powers, "hosts": s.names.hosts, "powers and hosts": s.names.actors}
    for name, ids in groups.items():
        if set(actors) == set(ids):
            return f"all {name}"
    if set(actors) <= set(s.names.firms):
        return "firms"
    if len(actors) > 4:
        return f"{len(actors)} of the powers and hosts"
    return ", ".join(s.label(actor) for actor in actors)


def _span(pair: Sequence[float]) -> str:
    low, high = (_number(round(value, 2)) for value in pair)
    return low if low == high else f"{low} to {high}"


def _price(pair: Sequence[float], resource: str | None) -> str:
    if not any(pair):
        return "-"
    return f"{_span(pair)} of {resource}" if resource else _span(pair)


def _documented(effects: Sequence[Mapping[str, str]]) -> str:
    parts = []
    for effect in effects:
        variant = f"{effect['variant']}: " if effect["variant"] else ""
        parts.append(f"{variant}`{effect['measure']}` {effect['sign']}")
    return "; ".join(parts) or "depends on the event"


def _conditions(s: IndexedScenario) -> str:
    state = start(s)
    blocks = catalogue_of(s).blocks.items()
    rows = [(f"`{role}`", "; ".join(text for text, _ in conditions(s, state, block))) for role, block in blocks]
    return _table(("Role", "What must hold, beside the price"), [row for row in rows if row[1]])


def _doctrines(s: IndexedScenario) -> str:
    book = s.file.doctrine
    labels = {name: s.label(name) for name in book}
    return _weights(s, book, labels) + "\n" + "".join(f"- **{labels[name]}**: {d.text}\n" for name, d in book.items())


def _strategies(s: IndexedScenario) -> str:
    book = s.file.strategy
    labels = {name: f"`{name}`" for name in book}
    return _weights(s, book, labels) + "\n" + "".join(_strategy(labels[name], d) for name, d in book.items())


def _strategy(label: str, strategy: Strategy) -> str:
    """A strategy in words, with its rules and budgets below it."""
    told = described(label, strategy)
    lines = [f"- {label}: {told['text']}"]
    lines += [f"  - {rule['text']} `{rule['when']}`: `{rule['then']}`" for rule in told["rules"]]
    lines += [f"  - `{budget}`" for budget in told["budgets"]]
    return "".join(f"{line}\n" for line in lines)


def _tempers(s: IndexedScenario) -> str:
    rows = []
    for name, temper in s.file.temper.items():
        for actor, weights in temper.weights.items():
            doctrine = s.file.doctrine[actor].weights
            changes = [
                f"{key} {_number(doctrine.number(key))} -> {_number(weights.number(key))}" for key in weights.values
            ]
            rows.append((f"`{name}`", s.label(actor), ", ".join(changes), weights.assumption or ""))
    words = "".join(f"- `{name}`: {temper.text}\n" for name, temper in s.file.temper.items())
    return _table(("Temper", "Of", "Weights", "Reason"), rows) + "\n" + words


def _weights(s: IndexedScenario, book: Mapping[str, Doctrine], labels: Mapping[str, str]) -> str:
    """One column for each doctrine: weights, then what else it says."""
    defaults = s.file.defaults
    doctrines = list(book.values())
    rows = [
        (f"`{name}`: {PLAINLY[name]}", *(_weight(d.weights.number(name)) for d in doctrines))
        for name in CONSIDERATIONS
        if any(d.weights.number(name) for d in doctrines)
    ]
    rows += [
        ("threshold", *(_number((d.threshold or defaults.threshold).value) for d in doctrines)),
        ("noise", *(_number((d.noise or defaults.noise).value) for d in doctrines)),
        ("inertia", *(_number((d.inertia or defaults.inertia).value) for d in doctrines)),
        ("orders a turn", *(_number((d.orders or defaults.orders).value) for d in doctrines)),
    ]
    if any(d.tastes for d in doctrines):
        rows.append(("tastes", *(_tastes(d) for d in doctrines)))
    if any(isinstance(d, Strategy) and d.avoid for d in doctrines):
        rows.append(("never", *(_code(d.avoid) if isinstance(d, Strategy) else "" for d in doctrines)))
    return _table(("", *(f">{labels[name]}" for name in book)), rows)


def _weight(value: float) -> str:
    return _number(value) if value else ""


def _tastes(doctrine: Doctrine) -> str:
    if doctrine.tastes is None:
        return ""
    return ", ".join(f"`{name}` {doctrine.tastes.number(name):+g}" for name in doctrine.tastes.values)


def _score(s: IndexedScenario) -> str:
    rows = []
    for place, pillar in enumerate(PILLARS):
        for component in PILLAR_FORMULAS[pillar]:
            weight, goal = f"{100 * s.pillar_weights[place]:.1f} %", f"{s.pillar_goals[place]:g}"
            rows.append((f"`{pillar}`", weight, goal, component, pillar_formula(s, pillar, component)))
    return _table(("Pillar", ">Weight", ">Goal", "Component", "Formula, in points"), rows)


def _sources(s: IndexedScenario) -> str:
    figures = list_figures(s.file)
    by_section: dict[str, list[FigureRow]] = {}
    for row in figures:
        by_section.setdefault(row.path.split(".")[0], []).append(row)
    whole = summary(figures)
    counts = [_counts(f"`{name}`", summary(rows)) for name, rows in by_section.items()]
    head = ("Section", ">Figures", ">Sourced", ">Assumed", ">Preferences")
    table = _table(head, [*counts, _counts("**all**", whole)])
    grades = [(grade, f"{sum(row.grade == grade for row in figures):,}", words) for grade, words in GRADES.items()]
    named = f"{whole.share_sourced:.0%} of the figures name one or more of {len(s.file.source):,} sources"
    return f"{named}; the rest state a reason.\n\n{table}\n{_table(('Grade', '>Figures', 'Meaning'), grades)}"


def _counts(title: str, counts: Summary) -> tuple[str, ...]:
    numbers = (counts.figures, counts.sourced, counts.assumed, counts.preferences)
    return title, *(f"{number:,}" for number in numbers)


SECTIONS: Mapping[str, Callable[[IndexedScenario], str]] = {
    "entities": _entities,
    "variables": _variables,
    "phases": _phases,
    "sources": _sources,
    "mechanisms": _mechanisms,
    "score": _score,
    "moves": _moves,
    "conditions": _conditions,
    "appraisal": _appraisal,
    "doctrines": _doctrines,
    "strategies": _strategies,
    "tempers": _tempers,
    "parameters": _parameters,
    "constants": _constants,
}
"""Generated parts of the page, by the name in their markers."""
