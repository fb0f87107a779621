"""A short exercise for tests: three rounds of one half-year, written into a folder."""

import json
from pathlib import Path
from typing import Any

PLAN: dict[str, Any] = {
    "exercise": {
        "id": "sample",
        "scenario": "quick",
        "level": "envoy",
        "seed": 11,
        "seats": ["japan"],
        "teams": {"least": 1, "most": 8, "usual": 2},
    },
    "objective": {"hedging": {"concept": "hedging", "questions": ["why"]}},
    "step": [
        {"id": "join", "kind": "join", "minutes": 3},
        {"id": "quiz", "kind": "quiz", "minutes": 3, "questions": ["why"]},
        {"id": "practice", "kind": "practice", "minutes": 4, "plan": 2},
        {
            "id": "round-1",
            "kind": "round",
            "minutes": 8,
            "plan": 5,
            "forecasts": {"trusted": {"goal": "trust.kazakhstan.japan >= 63"}},
            "unlocks": ["ledger"],
        },
        {"id": "round-2", "kind": "round", "minutes": 8, "plan": 5, "turns": 2, "injected": ["border-closure"]},
        {"id": "round-3", "kind": "round", "minutes": 8, "plan": 5, "unlocks": ["forecast"]},
        {"id": "debrief", "kind": "debrief", "minutes": 10, "questions": ["lesson", "share"]},
    ],
    "question": {
        "why": {"form": "choice", "options": ["balance", "gain"], "key": "balance"},
        "lesson": {"form": "text"},
        "share": {"form": "number", "low": 0, "high": 100},
    },
    "rubric": {
        "preparation": {"measure": "preparation", "points": 40, "questions": ["why"]},
        "reasoning": {"measure": "reasoning", "points": 60},
        "decisions": {"measure": "decisions", "points": 5, "bonus": True},
    },
}


def texts(plan: dict[str, Any]) -> dict[str, Any]:
    """Words for every id of a plan."""
    line = "Words for {}.".format
    return {
        "title": "A sample",
        "summary": "For tests.",
        "ages": "anyone",
        "objective": {name: line(name) for name in plan["objective"]},
        "brief": {
            seat: {"who": line(seat), "plain": "Plain words.", "full": "Full words.", "aims": ["To win trust."]}
            for seat in plan.get("role") or plan["exercise"]["seats"]
        },
        "step": {row["id"]: {"title": line(row["id"]), "show": "Look.", "say": "Say."} for row in plan["step"]},
        "question": {
            name: {"ask": line(name), "options": {option: line(option) for option in row.get("options", [])}}
            for name, row in plan["question"].items()
        },
        "forecast": {name: line(name) for row in plan["step"] for name in row.get("forecasts", {})},
        "rubric": {name: {"name": name, "full": "All.", "half": "Half.", "few": "Few."} for name in plan["rubric"]},
        "guide": {
            "overview": "What it is.",
            "before": ["Print."],
            "if_then": [{"happens": "It rains.", "do": "Stay."}] * 3,
            "rules": ["Be fair."] * 3,
            "limits": ["It is a model."] * 3,
            "paper": "Use cards.",
            "slide": [{"title": "One", "points": ["A."]}] * 2,
            "worksheet": {"sheet": {"title": "Sheet", "tasks": ["Think."], "key": ["Thought."]}},
        },
    }


def write(folder: Path, plan: dict[str, Any] = PLAN, **words: dict[str, Any]) -> Path:
    """The exercise in a folder of its name; ``en`` and ``ja`` may be given."""
    place = folder / str(plan["exercise"]["id"])
    place.mkdir(parents=True, exist_ok=True)
    (place / "exercise.toml").write_text(toml(plan), encoding="utf-8")
    for language in ("en", "ja"):
        (place / f"{language}.toml").write_text(toml(words.get(language) or texts(plan)), encoding="utf-8")
    return place


def toml(document: dict[str, Any]) -> str:
    """A document as TOML, its inner tables on one line each."""
    return "\n".join(f"{key} = {_inline(value)}" for key, value in document.items()) + "\n"


def _inline(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)} = {_inline(part)}" for key, part in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_inline(part) for part in value) + "]"
    return json.dumps(value, ensure_ascii=False)
