"""The guided first game, done as its card says."""

from __future__ import annotations

import contextlib
from collections.abc import Callable

from desktop import Game, Person

Deed = Callable[[Person], None]


def _do(*names: str) -> Deed:
    def deed(person: Person) -> None:
        for name in names:
            person.do(name)

    return deed


def _ask(person: Person) -> None:
    person.ask_why("top room-trust")


def _order(person: Person) -> None:
    person.do("order *")
    person.game.until_layer("order book")
    person.do("order")


def _skip(person: Person) -> None:
    """Skip the step; the card may move just then, so see whether it has worked."""
    now = step(person.game)
    for _ in range(4):
        person.do("learn:skip")
        with contextlib.suppress(AssertionError):
            person.game.until(lambda: step(person.game) != now, "the step is skipped", patience=5)
            return


def _advice(person: Person) -> None:
    """Open what an advisor says; where the machine is too busy for them to come to an end, do without."""
    with contextlib.suppress(AssertionError):
        person.game.until(lambda: person.game.row("advisor:*"), "the advisors speak", patience=20)
    if person.game.row("advisor:*"):
        person.do("advisor:*")
    else:
        _skip(person)


def _find_the_effect(person: Person) -> None:
    """Close the news, and open what the card has lit."""
    person.done_with("cable")
    person.do("trust *")
    person.do("first")


def _answer(person: Person) -> None:
    person.do("cable")
    person.do("event *")
    person.do("choice *")


DEEDS: dict[str, Deed] = {
    "brief": _do("first"),
    "number": _ask,
    "ledger": _do("top room-trust"),
    "close": _do("first"),
    "lens": _do("lens debt"),
    "order": _order,
    "undo": _do("close-sheet", "queue-undo"),
    "redo": _do("queue-redo"),
    "odds": _do("open-tunnel"),
    "tunnel": _do("back"),
    "advice": _advice,
    "advised": _do("close-sheet"),
    "draft": _do("queue-draft"),
    "predict": _skip,
    "commit": lambda person: person.commit(),
    "answers": lambda person: person.see_it_through(),
    "challenge": _do("later"),
    "effect": _find_the_effect,
    "event": _answer,
    "onward": _do("learn:stay"),
}
"""Step of the guide -> what the card asks for."""


def step(game: Game) -> str:
    """The step that the card is about; nothing where there is no card."""
    row = game.row("learn:card *")
    return "" if row is None else str(row["name"]).removeprefix("learn:card ")


def follow(person: Person) -> list[str]:
    """Do what the card says until it is done with; the steps that were taken."""
    game, taken = person.game, list[str]()
    person.do("title:learn")
    person.do("learn:begin")
    game.until_screen("room")
    while not taken or taken[-1] != "onward":
        game.until(lambda: step(game), "the guide says what to do")
        now = step(game)
        taken.append(now)
        DEEDS[now](person)
        game.until(lambda now=now: step(game) != now, f"the guide sees that {now} is done")  # type: ignore[misc]
    return taken
