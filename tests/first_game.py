"""The stages of a first game, for someone with a mouse and for someone with a keyboard alone."""

from __future__ import annotations

import zipfile
from pathlib import Path

from desktop import Game, Person
from greatgame import capsule, saves
from greatgame.saves import Save
from greatgame.session import Session
from greatgame.shelf import Shelf

SCENARIO, SEED = "short", 7
TURNS = 4
ORDERS = ["japan/visit/kazakhstan/ministers", "japan/visit/uzbekistan/ministers"]
GIFTS = {"report": "report.html", "tables": "ledger.csv", "strategy": "mine-*.toml", "capsule": "capsule.zip"}
"""What can be taken away -> the last file of it."""
CARDS = ("total", "way", "figures", "histogram", "theirs", "switches", "take:report")
"""What stands on the seven cards of the debrief."""


class FirstGame:
    """What a person does one after the other; each stage checks what it led to, on the screen and on the disk."""

    def __init__(self, person: Person, home: Path) -> None:
        self.person, self.home = person, home

    @property
    def game(self) -> Game:
        """The window."""
        return self.person.game

    def begin(self, level: str) -> None:
        """From the title to the chart room."""
        game, person = self.game, self.person
        person.do("title:play")
        game.until_screen("new-game")
        person.do(f"scenario:{SCENARIO}")
        person.do(f"level:{level}")
        person.go_to("seed")
        game.strike("end", *["backspace"] * 9)
        game.type(str(SEED))
        person.do("begin")
        game.until_screen("room")
        person.done_with("cable")

    def order(self, order: str) -> None:
        """Queue what the inspector offers for the subject that it shows."""
        self.person.do(f"order {order}")
        self.game.until_layer("order book")
        self.person.do("order")
        self.person.do("close-sheet")
        self.game.until_there(f"queued:{order}")

    def order_from_book(self, kind: str, order: str) -> None:
        """Queue an order of the book, take it back, and take that back."""
        game, person, row = self.game, self.person, f"queued:{order}"
        person.do("queue-add")
        game.until_layer("order book")
        person.do(f"kind:{kind}")
        person.do(f"target:{order}")
        person.do("order")
        person.do("close-sheet")
        game.until_there(row)
        person.do("queue-undo")
        game.until(lambda: game.row(row) is None, "the order is taken back")
        person.do("queue-redo")
        game.until_there(row)

    def wind_tunnel(self) -> None:
        """Compare the queue with doing nothing, until the first futures are told."""
        game = self.game
        self.person.do("open-tunnel")
        game.until_screen("wind-tunnel")
        game.until(lambda: game.row("duel") and game.row("chart:total"), "futures are told", patience=60)
        assert "futures" in game.text_of("duel")
        self.person.do("back")
        game.until_screen("room")

    def queue(self) -> list[str]:
        """The queue as the autosave has it."""
        return list(self.saved().queue)

    def end_turn(self) -> None:
        """Commit, look at what happened, read the news."""
        game, turn = self.game, len(self.saved().turns)
        self.person.commit()
        self.person.see_it_through()
        game.until(lambda: game.layers or game.screen != "room", "the news or the debrief is shown")
        if game.layers == ["escalation"]:
            self.person.do("later")
        if turn + 1 < TURNS:
            self.person.done_with("cable")
        # The picture comes first: the turn is saved a moment later.
        game.until(lambda: len(self.saved().turns) == turn + 1, "the turn is saved")

    def save_as(self, name: str) -> None:
        """Keep a save under a name of one's own."""
        game, person = self.game, self.person
        person.do("menu")
        person.do("menu-save")
        person.go_to("save-name")
        game.strike("end", *["backspace"] * len(game.text_of("save-name")))
        game.type(name)
        person.do("first")
        game.until(lambda: game.reads("Saved"), "it is told that the game was saved")
        assert name in [entry.name for entry in self.shelf.entries()]

    def to_the_end(self) -> None:
        """Play on without orders until the debrief opens."""
        while len(self.saved().turns) < TURNS:
            self.end_turn()
        self.game.until_screen("debrief")

    def debrief(self) -> None:
        """Look at every card while the numbers come in, then give the rest of them up."""
        game, person = self.game, self.person
        for number, name in enumerate(CARDS, start=1):
            person.turn_to("cards", number)
            game.until_there(name)
        if game.row("stop"):
            person.do_if_it_stays("stop")
            game.until(lambda: game.row("stop") is None, "the rest is given up, unless it was there by then")

    def export(self) -> None:
        """Take everything away, and play the run capsule again."""
        game, person = self.game, self.person
        for gift, file in GIFTS.items():
            person.do(f"take:{gift}")
            game.until(lambda file=file: self._taken(file), f"{file} is written")  # type: ignore[misc]
        packed = self._taken("capsule.zip")[0]
        unpacked = self.home / "capsule"
        zipfile.ZipFile(packed).extractall(unpacked)
        assert Session.load(unpacked / capsule.SAVE, unpacked / "scenarios" / SCENARIO).digest == self.digest()

    def _taken(self, pattern: str) -> list[Path]:
        """Files that were taken away."""
        return [path for name in ("exports", "strategies") for path in (self.home / name).rglob(pattern)]

    def quit(self) -> None:
        """Close the window by the menu."""
        self.person.do("menu")
        self.person.do("title-quit")
        assert self.game.ended() == 0

    @property
    def shelf(self) -> Shelf:
        """The saves on the disk."""
        return Shelf(self.home / "saves")

    def saved(self) -> Save:
        """The campaign as the latest autosave has it."""
        return saves.read(self._latest()).save

    def digest(self) -> str:
        """What the latest autosave replays to."""
        return Session.load(self._latest()).digest

    def _latest(self) -> Path:
        return next(entry.path for entry in self.shelf.entries() if entry.kind == "auto")
