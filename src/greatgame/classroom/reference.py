"""The format of exercises in words, read from the schema and the docstrings of its fields."""

from __future__ import annotations

import ast
import inspect
import textwrap
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from greatgame.classroom import exercise, texts
from greatgame.errors import GreatGameError

UNBOUNDED = 1e9
"""A bound that is none for people."""
BEGIN, END = "<!-- generated: format -->", "<!-- end: format -->"

PLAN: tuple[tuple[str, type[BaseModel]], ...] = (
    ("Top level", exercise.ExerciseFile),
    ("`[exercise]`", exercise.Meta),
    ("`teams`", exercise.Teams),
    ("`[objective.ID]`", exercise.Objective),
    ("`[[step]]`", exercise.Step),
    ("`[step.forecasts.ID]`", exercise.Forecast),
    ("`[question.ID]`", exercise.Question),
    ("`[rubric.ID]`", exercise.Rubric),
    ("`[role.ID]`", exercise.Role),
    ("`[agreement]`", exercise.Agreement),
)
WORDS: tuple[tuple[str, type[BaseModel]], ...] = (
    ("Top level", texts.Texts),
    ("`[brief.ID]`", texts.Brief),
    ("`[step.ID]`", texts.StepText),
    ("`[question.ID]`", texts.QuestionText),
    ("`[rubric.ID]`", texts.RubricText),
    ("`[guide]`", texts.Guide),
    ("`if_then`", texts.IfThen),
    ("`[[guide.slide]]`", texts.Slide),
    ("`[guide.worksheet.ID]`", texts.Worksheet),
)


def reference() -> str:
    """All tables, in Markdown."""
    parts = ["### The plan: `exercise.toml`", *(_table(title, model) for title, model in PLAN)]
    parts += ["### The words: `en.toml`, `ja.toml`", *(_table(title, model) for title, model in WORDS)]
    return "\n\n".join(parts)


def renewed(page: Path) -> bool:
    """Put the tables between the page's markers; True if anything changed.

    Raises:
        GreatGameError: where the page cannot be read, or has not one pair of markers.
    """
    try:
        text = page.read_text("utf-8")
    except OSError as error:
        raise GreatGameError(f"cannot read {page}: {error.strerror}; name a page with markers") from None
    if text.count(BEGIN) != 1 or text.count(END) != 1 or text.index(BEGIN) > text.index(END):
        raise GreatGameError(f"{page}: put {BEGIN} and {END} once each where the tables shall stand")
    head, rest = text.split(BEGIN)
    new = f"{head}{BEGIN}\n{reference()}\n{END}{rest.split(END)[1]}"
    if new == text:
        return False
    page.write_text(new, "utf-8")
    return True


def _table(title: str, model: type[BaseModel]) -> str:
    meanings, schema = documented(model), model.model_json_schema()
    needed = set(schema.get("required", ()))
    what = (inspect.getdoc(model) or "").replace("``", "`")
    rows = [f"**{title}.** {what}", "", "| Field | What it takes | Default | Meaning |", "|---|---|---|---|"]
    for name, field in schema["properties"].items():
        default = "" if name in needed else _default(field.get("default"))
        rows.append(f"| `{name}` | {_takes(field, schema)} | {default} | {meanings[name]} |")
    return "\n".join(rows)


def documented(model: type[BaseModel]) -> dict[str, str]:
    """Field -> the first paragraph of the docstring that follows it.

    Raises:
        KeyError: for a field without one.
    """
    (cls,) = ast.parse(textwrap.dedent(inspect.getsource(model))).body
    assert isinstance(cls, ast.ClassDef)
    found = {}
    for here, after in zip(cls.body, cls.body[1:], strict=False):
        if isinstance(here, ast.AnnAssign) and isinstance(here.target, ast.Name) and isinstance(after, ast.Expr):
            assert isinstance(after.value, ast.Constant)
            words = inspect.cleandoc(str(after.value.value)).split("\n\n")[0]
            found[here.target.id] = " ".join(words.split()).replace("``", "`")
    return {name: found[name] for name in model.model_fields}


def _default(value: Any) -> str:
    if value is None or value in ({}, []):
        return "none"
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


def _takes(field: dict[str, Any], whole: dict[str, Any]) -> str:
    """What a field may hold, in words."""
    if "anyOf" in field:
        return _takes(next(part for part in field["anyOf"] if part.get("type") != "null"), whole)
    if "$ref" in field:
        return "table"
    if "enum" in field:
        return ", ".join(f"`{each}`" for each in field["enum"])
    kind = field.get("type")
    if kind == "array":
        inner = field["items"]
        return "tables" if "$ref" in inner else f"list of {_takes(inner, whole)}"
    if kind == "object":
        values: dict[str, Any] = field.get("additionalProperties") or next(
            iter(field.get("patternProperties", {}).values()), {}
        )
        return "tables by id" if "$ref" in values else f"{_takes(values, whole)} by id"
    if kind in {"integer", "number"}:
        low, high = (field.get(name, field.get(other)) for name, other in _BOUNDS)
        bounded = low is not None and high is not None and high < UNBOUNDED
        return f"number, {low:g} to {high:g}" if bounded else "number"
    if kind == "boolean":
        return "`true`, `false`"
    if "pattern" in field:
        return "quarter, such as `2028Q4`" if "Q" in field["pattern"] else "id"
    return f"text{f' of up to {most:,} letters' if (most := field.get('maxLength')) else ''}"


_BOUNDS = (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum"))
