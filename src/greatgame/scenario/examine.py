"""Every fault of a document at once.

Pydantic stops at the first thing that is wrong with a value, and no sum or
reference can be checked while a part is missing.  So what is wrong is replaced
by something sound, and the document is looked at again until nothing new is
found.
"""

from __future__ import annotations

import difflib
import types
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, Generic, Literal, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from greatgame.errors import Fault
from greatgame.scenario.figures import ORIGIN, UNITS, Figure, Provenance
from greatgame.validation import NO_NUMBER, WrongValueError, brief, in_words

Place = tuple[str | int, ...]
Document = dict[str, Any]
Model = TypeVar("Model", bound=BaseModel)

ROUNDS = 12
"""Most looks at a document; each finds what the last one's faults hid."""

_WORD = "stand-in"

_CANDIDATES: tuple[Any, ...] = (0.0, 1.0, 100.0, 0, 1, False, _WORD, "2026Q1", [], {}, [_WORD])
"""What may stand in for a value that is no figure: the first that its field takes."""

_REASON = "stands in for a fault"


@dataclass
class Examined(Generic[Model]):
    """What came of looking at a document."""

    file: Model | None = None
    """The document with something sound in place of what is wrong; None where nothing fits."""
    faults: list[Fault] = field(default_factory=list)
    replaced: list[Place] = field(default_factory=list)
    """Where something stands in."""
    names_stand: bool = True
    """Whether names are as the author wrote them: figures, numbers and switches alone were replaced."""

    lost_section: bool = False
    """Whether a whole section was replaced, with all its names."""

    def is_consequence(self, fault: Fault) -> bool:
        """Whether a fault of the mended document may be about what stands in rather than about what was written."""
        path = fault.field.split(".")
        if path[0] == "source" or self.hides(path) or _WORD in fault.remedy.split():
            # A source may have lost the figure that named it, and what was offered may be what stands in.
            return True
        named = fault.problem.startswith("unknown ")
        if not self.names_stand:
            return self.lost_section or not named or fault.value in {repr(place[-1]) for place in self.replaced}
        return not named and any(_steps(place)[: len(path) - 1] == path[:-1] for place in self.replaced)

    def hides(self, path: Sequence[str | int]) -> bool:
        """Whether something stands in for a part of ``path``, or for what it is a part of."""
        wanted = _steps(path)
        return any(wanted[: len(other)] == other[: len(wanted)] for other in map(_steps, self.replaced))


def examined(
    model: type[Model], document: Document, error: ValidationError, where: Callable[[Sequence[str]], str]
) -> Examined[Model]:
    """All faults of a document that ``error`` found wrong; ``where`` tells the file of a path."""
    found: Examined[Model] = Examined()
    written = document
    for _ in range(ROUNDS):
        wrong = [(item, part) for item in error.errors() if _meaningful(item) for part in _parts(item)]
        fresh = [(item, part) for item, part in wrong if not found.hides(part.place)]
        found.faults += [_fault(model, written, item, part, where) for item, part in fresh]
        try:
            for _, part in wrong:
                document = _replaced(found, model, document, part.place)
            found.file = model.model_validate(document)
        except ValidationError as next_error:
            error = next_error
        except LookupError:
            break
        else:
            break
    found.faults = list(dict.fromkeys(found.faults))
    return found


def _text(path: Sequence[str | int]) -> tuple[str, ...]:
    return tuple(map(str, path))


def _steps(path: Sequence[str | int]) -> list[str]:
    """A path as faults name it."""
    return as_written(_text(path)).split(".")


# --- What pydantic says --------------------------------------------------------------------------


@dataclass(frozen=True)
class _Part:
    """One fault of an error of pydantic."""

    place: Place
    """Where it is, to the part of a figure."""
    shown: Place
    """Where a reader looks for it."""
    problem: str
    remedy: str


_NUMBER_BRANCH = "function-after[_finite"
_FIGURE_BRANCH = "function-after[_sourced_or_assumed(), Figure]"
"""Names that pydantic gives to the two ways of writing a row: a bare number, or a figure of its own."""


def _meaningful(item: Any) -> bool:
    """Whether an error is about the way in which a row was written, not about the way in which it was not."""
    *before, last = (str(step) for step in item["loc"])
    if last.startswith(_NUMBER_BRANCH):
        return not isinstance(item["input"], dict)
    return not (last == _FIGURE_BRANCH and before and item["type"] == "model_type")


def _parts(item: Any) -> Iterator[_Part]:
    place = tuple(step for step in item["loc"] if not str(step).startswith("function-") and step != "[key]")
    error = item.get("ctx", {}).get("error")
    if not isinstance(error, WrongValueError):
        problem, remedy = in_words(item)
        if item["type"] == "model_type" and item["ctx"]["class_name"] == "Figure":
            problem, remedy = _no_figure(place, problem)
        yield _Part(place, place, problem, remedy)
        return
    for wrong in error.found:
        inside = wrong.part if wrong.part[:1] == ("values",) or place[-1:] == ("values",) else ()
        yield _Part((*place, *wrong.part), (*place, *inside), wrong.problem, wrong.remedy)


def _no_figure(place: Place, problem: str) -> tuple[str, str]:
    """Problem and remedy where something else stands in the place of a figure: a strategy takes the bare number."""
    if len(place) > 2 and place[0] == "strategy":
        return NO_NUMBER
    return problem, "write { value = ..., unit = ..., and its origin }"


def _fault(
    model: type[BaseModel], document: Document, item: Any, part: _Part, where: Callable[[Sequence[str]], str]
) -> Fault:
    remedy = part.remedy
    if item["type"] == "extra_forbidden":
        holder = _kind_at(model, document, part.place[:-1])
        near = difflib.get_close_matches(str(part.place[-1]), _names(holder), n=1)
        remedy = f"did you mean {near[0]!r}? If not, remove it" if near else remedy
    path = _text(part.shown)
    value = item["input"] if item["loc"][-1:] == ("[key]",) else _at(document, part.shown)
    return Fault(where(path), as_written(path), _shown(value), part.problem, remedy)


def as_written(path: Sequence[str]) -> str:
    """A path as its file has it: the plain numbers of a strategy stand in no table ``values``."""
    spelt_out_here = len(path) > 3 and path[0] == "strategy" and path[3] in {"value", "values"}
    return ".".join([*path[:3], *path[4:]] if spelt_out_here else path)


def _at(node: Any, place: Place) -> Any:
    """What stands at a place; an empty table where nothing does."""
    for step in place:
        if isinstance(node, dict):
            node = node.get(step, {})
        else:
            node = node[step] if isinstance(node, list) and isinstance(step, int) else {}
    return node


def _shown(value: Any) -> str:
    """The offending value, as far as it fits on a line."""
    if isinstance(value, dict) and "value" in value:
        return f"{brief(value['value'])} {value.get('unit', '')}".strip()
    return brief(value)


# --- What stands in ------------------------------------------------------------------------------


def _replaced(found: Examined[Model], model: type[Model], document: Document, place: Place) -> Document:
    """The document with something sound at ``place``, which is noted.

    Raises:
        LookupError: where nothing is known to be sound.
    """
    if place in found.replaced or not place:
        raise LookupError(place)
    found.replaced.append(place)
    above = [_kind_at(model, document, place[:length]) for length in range(len(place) + 1)]
    known = not isinstance(above[-2], type) or not issubclass(above[-2], BaseModel) or place[-1] in _names(above[-2])
    if known and not any(isinstance(kind, type) and issubclass(kind, Provenance | bool | float) for kind in above):
        found.names_stand = False
        found.lost_section |= len(place) == 1
    made: Document = _sound(model, document, place)
    return made


def _sound(annotation: Any, node: Any, place: Place) -> Any:
    """``node``, which should be as ``annotation`` says, with something sound at ``place``."""
    kind = _kind(annotation, node)
    if not place or not isinstance(node, dict | list):
        return stand_in(annotation)
    step, *rest = place
    if isinstance(node, list):
        (item,) = get_args(kind)
        return [_sound(item, row, tuple(rest)) if number == step else row for number, row in enumerate(node)]
    others = {key: value for key, value in node.items() if key != step}
    if isinstance(kind, type) and issubclass(kind, Provenance):
        return _sound_figure(annotation, node, place)
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        inside = _field(kind, step)
        if inside is None or (not rest and not inside.is_required()):
            return others
        return {**others, step: _sound(_full(inside), node.get(step), tuple(rest))}
    value = get_args(kind)[1] if get_origin(kind) is dict else None
    return {**others, step: _sound(value, node[step], tuple(rest))} if rest and value is not None else others


def _sound_figure(annotation: Any, node: Document, place: Place) -> Document:
    """A figure or a table of figures with something sound in place of one part."""
    whole = stand_in(annotation)
    part = str(place[0])
    if place[:1] == ORIGIN:
        # A source is kept, so that it does not seem to be one that nobody names.
        origin = {"year": 2025, "grade": "D"} if isinstance(node.get("source"), str) else {"assumption": _REASON}
        return {key: value for key, value in node.items() if key not in ("assumption", *origin)} | origin
    if part == "values" and len(place) > 1 and isinstance(node["values"], dict):
        return {**node, "values": {key: row for key, row in node["values"].items() if key != place[1]}}
    if part in ("value", "unit", "values"):
        return {**node, part: whole[part]}
    sound = {"year": 2025, "grade": "D"}
    others = {key: value for key, value in node.items() if key != part}
    return {**others, part: sound[part]} if part in sound else others


def stand_in(annotation: Any) -> Any:
    """Something, as a file would write it, that a field of this type takes.

    Raises:
        LookupError: where nothing is known.
    """
    kind = _kind(annotation, {})
    if isinstance(kind, type) and issubclass(kind, BaseModel) and not issubclass(kind, Provenance):
        needed = {name: inside for name, inside in kind.model_fields.items() if inside.is_required()}
        return {inside.alias or name: stand_in(_full(inside)) for name, inside in needed.items()}
    fits = TypeAdapter(annotation)
    for candidate in _candidates(kind):
        try:
            fits.validate_python(candidate)
        except ValidationError:
            continue
        return candidate
    raise LookupError(annotation)


def _candidates(kind: Any) -> Iterator[Any]:
    if isinstance(kind, type) and issubclass(kind, Provenance):
        for unit in UNITS:
            table = {"unit": unit, "assumption": _REASON}
            yield from ({**table, "value": value} for value in (0.0, 1.0, 100.0)) if issubclass(kind, Figure) else ()
            yield {**table, "values": {}}
    elif get_origin(kind) is Literal:
        yield from get_args(kind)
    else:
        yield from _CANDIDATES


# --- Types ---------------------------------------------------------------------------------------


def _kind(annotation: Any, node: Any) -> Any:
    """The type that ``node`` is meant to be: without its rules, and of several the one of its shape."""
    while get_origin(annotation) is Annotated:
        annotation = get_args(annotation)[0]
    if get_origin(annotation) not in (Union, types.UnionType):
        return annotation
    several = [_kind(each, node) for each in get_args(annotation) if each is not type(None)]
    tables = [each for each in several if isinstance(each, type) and issubclass(each, BaseModel)]
    return (tables or several)[0] if isinstance(node, dict) else several[0]


def _full(inside: FieldInfo) -> Any:
    """The type of a field with its rules."""
    return Annotated[inside.annotation, *inside.metadata] if inside.metadata else inside.annotation


def _field(kind: type[BaseModel], name: Any) -> FieldInfo | None:
    return next((field for key, field in kind.model_fields.items() if name in (key, field.alias)), None)


def _names(kind: Any) -> list[str]:
    """What a table of this type may hold."""
    if not (isinstance(kind, type) and issubclass(kind, BaseModel)):
        return []
    return [inside.alias or name for name, inside in kind.model_fields.items()]


def _kind_at(annotation: Any, node: Any, place: Place) -> Any:
    """The type that is meant at a place; None where none is."""
    kind = _kind(annotation, node)
    if not place:
        return kind
    step, *rest = place
    inside: Any = None
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        found = _field(kind, step)
        inside = _full(found) if found else None
    elif get_args(kind):
        inside = get_args(kind)[-1]
    below = _at(node, (step,))
    return None if inside is None else _kind_at(inside, below, tuple(rest))
