"""Play a whole campaign in the window with a real mouse, on a screen without hardware, and picture every stage.

    PYTHONPATH=tests python tools/play_through.py FOLDER
    PYTHONPATH=tests python tools/play_through.py FOLDER --scenario quick --level envoy --language ja

For a look at the game as its players see it: the new game, every lens, the
order book, the wind tunnel, the news and the outcome of every turn, all cards
of the debrief.  Each turn it gives orders that bear on one host after the
other, answers events, and prints how long the turn took and what the window
told.  Needs Xvfb, and the packages of the tests.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import desktop
import xserver
from desktop import Game

CLOSING = ("first", "close", "later", "close-sheet")
"""Buttons that close a dialogue, the usual one first."""


class Player:
    """Plays and takes pictures."""

    def __init__(self, game: Game, folder: Path, orders: int) -> None:
        self.game, self.folder, self.orders = game, folder, orders

    def picture(self, name: str) -> None:
        """Keep a picture, once everything has come to rest for a moment."""
        time.sleep(0.2)
        self.game.picture(self.folder / f"{name}.png")

    def look_around(self) -> None:
        """Every lens, the table, the order book, the wind tunnel."""
        game = self.game
        for number in range(1, 8):
            game.strike(str(number))
            self.picture(f"lens-{number}")
        game.strike("1", "v")
        self.picture("table")
        game.strike("v")
        self.show_hosts()
        game.click_tab("left tabs", 2)
        self.picture("pipeline")
        game.click_tab("left tabs", 1)
        for number in (2, 3):
            game.click_tab("sheet tabs", number)
            self.picture(f"sheet-{number}")
        game.click_tab("sheet tabs", 1)
        game.strike("f1")
        self.picture("help")
        game.strike("escape")
        game.until_screen("room")
        game.strike("w")
        game.until_screen("wind-tunnel")
        game.until(lambda: not game.look()["busy"], "the wind tunnel rests", patience=300)
        self.picture("tunnel")
        game.click("back")
        game.until_screen("room")

    def show_hosts(self) -> None:
        """Where panels take turns (large scales), the hosts have to be brought up."""
        if self.game.row("left tabs") is None:
            self.game.click_tab("room tabs", 2)

    def give_orders(self, turn: int) -> None:
        """Some of those that bear on a host."""
        game = self.game
        self.show_hosts()
        hosts = [row["name"] for row in game.rows() if row["name"].startswith("host:")]
        game.click(hosts[turn % len(hosts)])
        names = [row["name"] for row in game.rows() if row["name"].startswith("order ")]
        for name in names[: self.orders]:
            game.click(name)
            game.until_layer("order book")
            if (row := game.row("order")) and row["usable"]:
                game.click("order")
            if turn == 0:
                self.picture(f"order-{names.index(name)}")
            game.click("close-sheet")

    def end_turn(self, turn: int) -> None:
        """Commit and go through everything that lies on top until the room is free again."""
        game, begun = self.game, time.monotonic()
        game.click("commit")
        game.click("commit")
        game.until(lambda: game.layers or game.screen != "room", "something happens")
        taken = time.monotonic() - begun
        seen: list[str] = []
        while game.layers:
            top = game.layers[-1]
            if top == "thinking":
                time.sleep(0.05)
                continue
            seen.append(top)
            self.picture(f"turn-{turn:02d}-{len(seen)}-{top}")
            game.click(next(name for name in CLOSING if game.row(name)))
            time.sleep(0.1)
        print(f"turn {turn:2d}: committed in {taken:.2f} s; {', '.join(seen)}; {game.look()['toasts']}", flush=True)

    def answer(self) -> None:
        """Answer the events that wait for the player, each by its first choice."""
        game = self.game
        if game.row("alert") is None:
            return
        game.click("cable")
        for name in [row["name"] for row in game.rows() if row["name"].startswith("event ")]:
            game.click(name)
            if choice := game.row("choice *"):
                game.click(str(choice["name"]))
            while game.layers:
                game.click(next(name for name in CLOSING if game.row(name)))
            game.click("cable")
        game.click("first")

    def debrief(self) -> None:
        """All cards, when everything is worked out."""
        game = self.game
        game.until_screen("debrief")
        game.until(lambda: not game.look()["busy"], "the debrief is worked out", patience=600)
        for number in range(1, 8):
            game.click_tab("cards", number)
            self.picture(f"debrief-{number}")


def main() -> None:
    """Play."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--scenario", default="tokyo-2026")
    parser.add_argument("--level", default="ambassador")
    parser.add_argument("--language", default="en")
    parser.add_argument("--scale", default="1.0")
    parser.add_argument("--seed", default="7")
    parser.add_argument("--orders", type=int, default=3, help="orders tried in a turn")
    given = parser.parse_args()
    if reason := xserver.missing():
        raise SystemExit(f"play_through: {reason}")
    given.folder.mkdir(parents=True, exist_ok=True)
    start = ["--scenario", given.scenario, "--level", given.level, "--seed", given.seed]
    look = ["--language", given.language, "--scale", given.scale]
    with desktop.desk() as desk, desktop.game(desk, given.folder / "home", *start, *look) as game:
        player = Player(game, given.folder, given.orders)
        game.until_screen("room")
        game.until_layer("cable")
        player.picture("brief")
        game.click("first")
        player.look_around()
        turn = 0
        while game.screen == "room":
            player.answer()
            player.give_orders(turn)
            player.picture(f"turn-{turn:02d}-0-room")
            player.end_turn(turn)
            turn += 1
        player.debrief()


if __name__ == "__main__":
    main()
