"""Strategies for readers: what one does and why, what the contract says of it, and a file to begin from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from rich.console import Group, RenderableType
from rich.text import Text

from greatgame.agents.idle import served
from greatgame.moves.catalogue import catalogue_of
from greatgame.printing import Heading, bulleted, counted, indented, table
from greatgame.scenario.indexed import IndexedScenario
from greatgame.scenario.schema_minds import Allowance, Condition, Doctrine, Reaction, Strategy
from greatgame.words import CONSIDERATIONS, checked_name

if TYPE_CHECKING:
    from greatgame.contract import Check

Document = dict[str, Any]


def list_of(scenario: IndexedScenario) -> Document:
    """The strategies of a scenario: ``scenario`` and ``strategies`` with ``id``, ``name``, ``text``."""
    rows = [{"id": name, "name": s.name, "text": s.text} for name, s in scenario.file.strategy.items()]
    return {"scenario": scenario.id, "strategies": rows}


def render_list(listed: Document) -> RenderableType:
    """One line a strategy."""
    rows = table("strategy", "*its rule in words")
    for row in listed["strategies"]:
        rows.add_row(row["id"], row["text"])
    return rows


def described(spec: str, strategy: Strategy) -> Document:
    """A strategy in plain values."""
    return {
        "strategy": spec,
        "name": strategy.name,
        "text": strategy.text,
        "rationale": strategy.rationale,
        "weights": {name: strategy.weights.number(name) for name in strategy.weights.values},
        "tastes": {name: strategy.tastes.number(name) for name in strategy.tastes.values} if strategy.tastes else {},
        "avoid": list(strategy.avoid),
        "orders": None if strategy.orders is None else strategy.orders.value,
        "threshold": None if strategy.threshold is None else strategy.threshold.value,
        "rules": [{"text": rule.text, "when": condition_of(rule), "then": _then(rule)} for rule in strategy.rule],
        "budgets": [_allowance(part) for part in strategy.budget],
    }


def render_strategy(told: Document) -> RenderableType:
    """The words first, then the numbers."""
    weights = table("consideration", ">weight", "*what it means")
    for name, weight in sorted(told["weights"].items(), key=lambda row: -row[1]):
        weights.add_row(name, f"{weight:g}", CONSIDERATIONS.get(name, ""))
    parts: list[RenderableType] = [Text(f"{told['name']} ({told['strategy']})", style="bold"), Text(told["text"])]
    if told["rationale"]:
        parts += [Heading("Why"), indented(Text(told["rationale"]))]
    parts += [Heading("What counts"), indented(weights)]
    lines = [f"{kind} {taste:+g}" for kind, taste in told["tastes"].items()]
    lines += [f"never: {kind}" for kind in told["avoid"]]
    if lines:
        parts += [Heading("Tastes"), indented(bulleted(lines))]
    if told["rules"]:
        rules = [f"{rule['text']}\n{rule['when']}: {rule['then']}" for rule in told["rules"]]
        parts += [Heading("Rules"), indented(bulleted(rules))]
    if told["budgets"]:
        parts += [Heading("Budgets"), indented(bulleted(told["budgets"]))]
    return Group(*parts)


def condition_of(rule: Reaction) -> str:
    """When a rule holds, in words."""
    parts = [_test(test) for test in rule.when]
    parts += [f"{seen.move} by {seen.actor} within {counted(seen.within, 'quarter')}" for seen in rule.seen]
    if rule.begins:
        parts.append(f"from {rule.begins}")
    if rule.ends:
        parts.append(f"until {rule.ends}")
    return " and ".join(parts) or "always"


def _test(test: Condition) -> str:
    marks = [f"above {test.above:g}"] if test.above is not None else []
    marks += [f"below {test.below:g}"] if test.below is not None else []
    return f"{test.variable} {' and '.join(marks)}"


def _then(rule: Reaction) -> str:
    parts = [f"{pattern} {worth:+g}" for pattern, worth in rule.prefer.items()]
    return ", ".join([*parts, *(f"no {pattern}" for pattern in rule.forbid)])


def _allowance(part: Allowance) -> str:
    purse = "a turn's orders" if part.of == "orders" else f"the purse of {part.of}"
    return f"{', '.join(part.moves)}: at most {100 * part.share:.0f} % of {purse}"


def checked(spec: str, results: Sequence[Check], idle: Sequence[str]) -> Document:
    """What the contract says: ``strategy``, ``passed`` and ``checks``; and what counts for nothing, ``idle``."""
    return {
        "strategy": spec,
        "passed": all(row.passed for row in results),
        "checks": [asdict(row) for row in results],
        "idle": list(idle),
    }


def render_checks(results: Document) -> RenderableType:
    """One line a clause, and the verdict."""
    lines: list[RenderableType] = []
    for row in results["checks"]:
        mark = Text("kept       ", style="green") if row["passed"] else Text("broken     ", style="red")
        lines.append(Text.assemble(mark if row["tried"] else Text("not tried  ", style="yellow"), row["text"]))
        if row["tried"] and not row["passed"]:
            lines.append(Text(f"           {row['message']}"))
    broken = sum(row["tried"] and not row["passed"] for row in results["checks"])
    verdict = f"{results['strategy']} keeps the contract" if not broken else f"{counted(broken, 'clause')} broken"
    lines.append(Text(verdict, style="bold"))
    if results["idle"]:
        lines += [Heading("Counts for nothing in this seat"), indented(bulleted(results["idle"]))]
    return Group(*lines)


def template(scenario: IndexedScenario, name: str) -> str:
    """A strategy file that plays as it stands, with every part of the format explained.

    Raises:
        GreatGameError: for a name that is no id.
    """
    checked_name(name)
    file = scenario.file
    start: Doctrine = file.doctrine[file.scenario.player]
    kinds = [kind for kind, spec in file.kind.items() if {file.scenario.player, "powers", "everyone"} & {*spec.actors}]
    given = start.weights.values
    weights = "\n".join(
        f"{key} = {start.weights.number(key) if key in given else 0:g}  # {CONSIDERATIONS[key]}"
        for key in served(catalogue_of(scenario), scenario.player)
    )
    point = next(iter(file.flashpoint), None)
    figure = f"tension.{point}" if point else "support.@"
    return TEMPLATE.format(
        name=name,
        title=name.replace("-", " ").capitalize(),
        weights=weights,
        kinds="\n".join(f"#   {kind}: {file.kind[kind].name}" for kind in kinds),
        kind=kinds[0],
        other=kinds[-2],
        figure=figure,
        quarter=scenario.first_quarter(scenario.turns // 2),
    )


TEMPLATE = """# A strategy file.  Play it:  greatgame run SCENARIO --strategy {name}.toml
# Check it:  greatgame strategy check {name}.toml

[strategy.{name}]
name = "{title}"
# The rule in words: what somebody who plays by it would say.
text = "Say here in a sentence or two what this strategy does."
# Why one would play so; it also stands as the reason for every number below.
rationale = "Say here why somebody would play so, and what it gives up."
orders = 18       # most orders in a quarter
noise = 0.1       # how dimly it sees
inertia = 0.05    # worth of doing again what was done last turn
avoid = []        # kinds of move it never makes

# Priorities: how much each consideration counts (0: not at all).
[strategy.{name}.weights]
{weights}

# Tastes: what is added to the worth of every move of a kind, or taken from it.  The kinds are:
{kinds}
[strategy.{name}.tastes]
{kind} = 0.1

# A rule holds in every turn in which all its conditions do, and then changes tastes.
# when: figures of the state, as 'greatgame explain' knows them; '@' is the own seat, '*' the mean over all.
# seen: moves of others that are remembered.   begins, ends: quarters.
# prefer: kind of move, or pattern of orders such as "{kind}/*" -> worth added.   forbid: not ordered at all.
[[strategy.{name}.rule]]
text = "When tension is high, and only in the second half, keep a low profile."
when = [{{ variable = "{figure}", above = 60 }}]
begins = "{quarter}"
prefer = {{ {other} = -0.2 }}

# A budget: at most this share of the orders of a turn, or of a purse
# (diplomacy, grants, loans, bank, insurance, equity), goes to some kinds of move.
[[strategy.{name}.budget]]
moves = ["{kind}"]
share = 0.5
of = "orders"
"""
"""What a new strategy file looks like."""
