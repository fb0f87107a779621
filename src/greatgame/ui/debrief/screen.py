"""The debrief: seven cards behind tabs, filled while the numbers come in."""

from __future__ import annotations

import errno
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from greatgame.lab.afterwards import Afterwards, question_of, run
from greatgame.saves import PredictionPart
from greatgame.scenario.naming import when
from greatgame.session import Session
from greatgame.shelf import unwritten
from greatgame.ui import routes
from greatgame.ui.debrief import cards, more_cards
from greatgame.ui.debrief.export import Exports, Made
from greatgame.ui.debrief.findings import Findings
from greatgame.ui.kit import SMALL, Button, Column, Icon, Label, Tabs, Widget
from greatgame.ui.screen import PAD, Screen, titled
from greatgame.ui.shots import shot
from greatgame.views.debrief import ledger as views_ledger

if TYPE_CHECKING:
    from greatgame.ui.app import App

CARDS = ("result", "course", "ledger", "luck", "theirs", "hold", "take")
SHOT_REPLAYS, SHOT_TRIED, SHOT_ASSUMPTIONS = 40, 4, 8


class DebriefScreen(Screen):
    """What became of a campaign, and why; ``card`` counts from 1."""

    topic = "debrief"

    def __init__(
        self, app: App, card: int = 1, session: Session | None = None, found: Afterwards | None = None
    ) -> None:
        super().__init__(app)
        campaign = app.campaign
        chosen = session or (campaign.session if campaign is not None else None)
        assert chosen is not None, "a debrief needs a campaign"
        self.session = chosen
        self.card = card - 1
        self.moment = max(0, len(chosen.history) - 1)
        self.path = views_ledger.choices(chosen)[1].path
        self.actor = 0
        self.findings = Findings(chosen, self._told)
        self.findings.latest = found
        self.exports = Exports(app, chosen, self._told)

    def opened(self) -> None:
        if not self.findings.stopped:
            self.findings.start(self.ui)

    def left(self) -> None:
        if self not in self.app.stack:
            self.findings.stop()

    def _told(self) -> None:
        if self._shown:
            self.refresh()

    def actions(self) -> dict[str, Callable[[], None]]:
        return {f"lens-{number + 1}": lambda number=number: self._go(number) for number in range(len(CARDS))}  # type: ignore[misc]

    def _go(self, card: int) -> None:
        self.card = card
        self.refresh()

    def build(self) -> Widget:
        ui, title, progress = self.ui, self.ui.say("debrief-title"), self._progress()
        if not self.session.history:
            early = Column([Label(ui.say("debrief-early"), ink="muted")])
            return titled(self, title, early, *progress, back=self._back)
        return titled(self, title, self._content(), *progress, tabs=self._tabs(), back=self._back)

    def _back(self) -> None:
        """Back to where it was opened from; a campaign whose own screen this is, is left in good order."""
        if self.app.campaign is not None and len(self.app.stack) <= 2:
            self.app.home()
        else:
            self.app.back()

    def _tabs(self) -> Tabs:
        """Names of the cards; where there is no room for all, the others' numbers beside that of the open one."""
        names = [self.ui.say(f"debrief-tab-{name}") for name in CARDS]
        whole = Tabs([(name, None) for name in names], self.card, self._go, name="cards")
        if not whole.fits(self.ui, self.ui.screen.width - 2 * self.ui.px(PAD)):
            whole.tabs = [(name if n == self.card else name.split()[0], None) for n, name in enumerate(names)]
        return whole

    def _progress(self) -> list[Widget]:
        ui, findings = self.ui, self.findings
        if findings.problem:
            again = Button(ui.say("debrief-again"), self._again, icon="refresh-cw", name="again")
            words = Label(ui.say("debrief-cut-short"), size=SMALL, ink="warning", tip=findings.reason(ui))
            return [Icon("triangle-alert", ink="warning"), words, again]
        if findings.busy:
            words = Label(ui.say("debrief-working", share=findings.done), size=SMALL, ink="muted")
            return [Icon("clock"), words, Button(ui.say("debrief-stop"), self._stop, icon="x", name="stop")]
        if findings.stopped:
            again = Button(ui.say("debrief-again"), self._again, icon="refresh-cw", name="again")
            return [Label(ui.say("debrief-stopped"), size=SMALL, ink="muted"), again]
        return []

    def _stop(self) -> None:
        self.findings.give_up()
        self.refresh()

    def _again(self) -> None:
        self.findings.start(self.ui)
        self.refresh()

    def _content(self) -> Widget:
        ui, session, found = self.ui, self.session, self.findings.latest
        name = CARDS[self.card]
        if name == "result":
            return cards.result(ui, session, found)
        if name == "course":
            return cards.course(ui, session, found, self.moment, self._choose_moment, self._replay, self._no_seat)
        if name == "ledger":
            return cards.ledger(ui, session, self.path, self._choose_path)
        if name == "luck":
            return cards.luck(ui, session, found, self._other)
        if name == "theirs":
            return more_cards.theirs(ui, session, self.actor, self._choose_actor)
        if name == "hold":
            return more_cards.assumptions(ui, session, found)
        return more_cards.takeaway(ui, self._gifts(), self.exports)

    def _choose_moment(self, turn: int) -> None:
        self.moment = turn
        self.refresh()

    def _choose_path(self, path: str) -> None:
        self.path = path
        self.refresh()

    def _choose_actor(self, number: int) -> None:
        self.actor = number
        self.refresh()

    # What can be done from here

    @property
    def _no_seat(self) -> str:
        """Why nothing can be played on from here; empty where it can."""
        return "" if self.session.strategy is None else self.ui.say("debrief-replay-strategy")

    def _replay(self, turn: int) -> None:
        """Begin a campaign of its own at the start of a turn of this one."""
        twin = self.session.fork()
        while twin.turn > turn:
            twin.undo_turn()
        self.app.play(twin)

    def _other(self) -> None:
        if routes.known("counterfactual"):
            self.app.go("counterfactual", session=self.session)

    def _test(self) -> more_cards.Gift:
        """Try the strategy file in many worlds, once there is one."""
        spec = str(self.exports.strategy_file)
        made = any(row.path == self.exports.strategy_file and not row.problem for row in self.exports.made)
        why_not = "" if made else self.ui.say("debrief-test-first")

        def go() -> None:
            self.app.go("test-strategy", scenario=self.session.scenario.id, strategy=spec)

        text, note = self.ui.say("debrief-test"), self.ui.say("debrief-test-note")
        return more_cards.Gift("test", text, note, "wind", go, why_not)

    def _watch(self) -> None:
        self.app.go("replay", session=self.session)

    def _gifts(self) -> list[more_cards.Gift]:
        exports = self.exports

        def written(act: Callable[[], None]) -> Callable[[], None]:
            def go() -> None:
                act()
                self.refresh()

            return go

        def gift(name: str, icon: str, act: Callable[[], None], why_not: str = "") -> more_cards.Gift:
            text, note = self.ui.say(f"debrief-{name}"), self.ui.say(f"debrief-{name}-note")
            return more_cards.Gift(name, text, note, icon, act, why_not)

        gifts = [
            gift("report", "file-text", written(lambda: exports.report(self.findings.latest))),
            gift("pages", "book-open", written(lambda: exports.pages(self.findings.latest)), exports.no_pages),
            gift("tables", "table", written(exports.tables)),
            gift("strategy", "pen-line", written(exports.strategy)),
            self._test(),
            gift("capsule", "download", written(exports.capsule)),
        ]
        quarter = when(self.session.history[self.moment].quarter)
        text, note = self.ui.say("debrief-again-from", quarter=quarter), self.ui.say("debrief-again-note")
        gifts.append(more_cards.Gift("again", text, note, "undo-2", lambda: self._replay(self.moment), self._no_seat))
        if routes.known("replay"):
            gifts.append(gift("watch", "eye", self._watch))
        return gifts


@lru_cache(maxsize=2)
def _found(digest: str) -> Afterwards:
    """A small debrief for pictures."""
    assert _session is not None
    return run(replace(question_of(_session, SHOT_REPLAYS, tried=SHOT_TRIED), assumptions=SHOT_ASSUMPTIONS))


_session: Session | None = None


def _open(app: App, card: int) -> DebriefScreen:
    global _session
    assert app.campaign is not None
    _session = app.campaign.session
    screen = DebriefScreen(app, card, found=_found(_session.digest))
    app.put(screen)
    return screen


@shot("debrief-1-predictions", campaign="quick", turns=10)
def _foretold(app: App) -> None:
    assert app.campaign is not None
    session = app.campaign.session
    for turn, (path, mark, chance, answer) in enumerate(
        (
            (f"support.{session.player}", 55, 0.55, 0.7),
            ("pledge.committed", 800, 0.4, 0.3),
            ("pledge.disbursed", 900, 0.35, 0.3),
            (f"support.{session.player}", 60, 0.6, 0.7),
        ),
        start=3,
    ):
        goal = f"{path} >= {mark}"
        session.predictions.append(PredictionPart(turn=turn, due=turn + 1, goal=goal, chance=chance, answer=answer))
    _open(app, 1)


def _card(number: int) -> Callable[[App], None]:
    def stage(app: App) -> None:
        _open(app, number)

    return stage


for _number, _name in enumerate(CARDS, start=1):
    shot(f"debrief-{_number}-{_name}", campaign="quick", turns=10)(_card(_number))

# Who leaves everything undone sees the gap open.
shot("debrief-2-gaps", campaign="quick", turns=10, strategy="do-nothing")(_card(2))


@shot("debrief-7-made", campaign="quick", turns=10)
def _made(app: App) -> None:
    screen = _open(app, 7)
    exports = screen.exports
    exports.made = [
        Made(exports.strategy_file),
        Made(exports.folder / "report.html"),
        Made(exports.folder / "turns.csv", unwritten(exports.folder / "turns.csv", OSError(errno.ENOSPC, ""))),
    ]
    screen.refresh()


@shot("debrief-waiting", campaign="quick", turns=2)
def _waiting(app: App) -> None:
    assert app.campaign is not None
    screen = DebriefScreen(app, 4, found=Afterwards(2, "2026H2", 50.0))
    screen.findings.start = lambda ui: None  # type: ignore[method-assign]  # a picture needs no process
    app.put(screen)
