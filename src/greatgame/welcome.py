"""What ``greatgame`` says when it is given nothing to do."""

from __future__ import annotations

import tomli

from greatgame import __version__
from greatgame.paths import data_dir


def titles() -> dict[str, str]:
    """Id and title of every shipped scenario, read without validating anything; those that extend another last."""
    found = {}
    for file in sorted(data_dir("scenarios").glob("*/scenario.toml")):
        try:
            meta = tomli.loads(file.read_text(encoding="utf-8")).get("scenario", {})
        except (tomli.TOMLDecodeError, UnicodeDecodeError):
            meta = {"title": "cannot be read; see: greatgame scenarios validate"}
        found[file.parent.name] = meta
    names = sorted(found, key=lambda name: ("extends" in found[name], name))
    return {name: str(found[name].get("title", "without a title")) for name in names}


def welcome() -> str:
    """A dozen lines: what this is, and what to do next."""
    known = titles()
    first = next(iter(known), "SCENARIO")
    commands = (
        ("play", "the game in its window, on a machine with a screen"),
        (f"run {first} --seed 7 --save game.json", "play a campaign and read the report"),
        (f"scenarios show {first}", "who acts, for what stakes, on which figures"),
        (f"moves {first}", "who can order what, at which price"),
        ("explain game.json trust.HOST.POWER", "what moved a figure, when, because of whose order"),
        ("compare quiet all-round", "which strategy is better, on the same luck"),
        ("strategy new mine", "begin a strategy of your own"),
        ("--help", "all commands; each has its own --help"),
    )
    width = max(len(command) for command, _ in commands)
    lines = (
        f"Great Game {__version__}: a strategy laboratory of geopolitics.",
        "Governments, hosts and firms decide, rules resolve, and every figure can be opened to its causes.",
        "",
        *(f"Scenario {name}: {title}" for name, title in list(known.items())[:1]),
        *([f"Others: {', '.join(list(known)[1:])}"] if len(known) > 1 else []),
        "What to do next:",
        *(f"  greatgame {command:<{width}}  {purpose}" for command, purpose in commands),
    )
    return "\n".join(lines)
