"""The guide's card, and the chip to which it shrinks while it rests."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from greatgame.ui.kit import SMALL, Button, Column, Icon, Label, Panel, Rich, Row, Spacer, Span, Ui, Widget
from greatgame.ui.learn.steps import Step

WIDTHS = (244, 286, 392, 600)
"""Of the card, in units of the kit: whichever is least in the way."""
MOST = 0.94
"""Share of the window that the card is wide at most."""


End = tuple[str, str, Callable[[], None]]
"""Name, words and deed of a button."""


@dataclass(frozen=True)
class Said:
    """What the card says and does."""

    step: Step
    number: int
    of: int
    praise: str = ""
    """Step whose end is told, or nothing."""
    values: dict[str, str] = field(default_factory=dict)
    """Of the messages."""
    ends: tuple[End, ...] = ()
    """Buttons of a step that is read; the first is the usual one."""
    blocked: bool = False
    """Whether a dialogue has to be closed first."""
    small: bool = False
    """Whether there is little room, so that a brief card is offered."""
    brief: bool = False
    """Whether the card is brief."""


def card(ui: Ui, said: Said, skip: Callable[[], None], rest: Callable[[], None], more: Callable[[], None]) -> Widget:
    """The card of a step; in a brief one what the step is about is left to a button."""
    key = f"learn-{said.step.id}"
    count = Label(ui.say("learn-count", number=said.number, of=said.of), size=SMALL, ink="muted")
    head: list[Widget] = [Icon("graduation-cap", size=20, ink="accent"), count, Spacer()]
    if said.small:
        icon = "chevron-down" if said.brief else "chevron-up"
        tip = ui.say("learn-more" if said.brief else "learn-less")
        head.append(Button("", more, icon=icon, kind="quiet", points=15, name="learn:more", tip=tip))
    parts: list[Widget] = [Row(head, gap=8).fixed(height=24)]
    if said.praise and not said.brief:
        done = Rich((Span(ui.say(f"learn-{said.praise}-done")),), size=15, ink="gain")
        parts.append(Row([Icon("circle-check", size=18, ink="gain"), done.growing()], gap=6))
    parts.append(Rich((Span(ui.say(key), bold=True),), size=18))
    if not said.brief:
        parts.append(Rich(ui.say(f"{key}-text", **said.values), size=16))
    parts += _ends(said) if said.ends else _deed(ui, said, key, skip, rest)
    return Panel(parts, gap=6 if said.brief else 8, pad=10 if said.brief else 14, ground="raised", edge="accent",
                 radius=10, name=f"learn:card {said.step.id}")  # fmt: skip


def _ends(said: Said) -> list[Widget]:
    rows: list[Widget] = [
        Button(words, deed, name=name, kind="primary" if n == 0 else "plain", icon="play" if n == 0 else None)
        for n, (name, words, deed) in enumerate(said.ends)
    ]
    return [Column(rows, gap=6)]


def _deed(ui: Ui, said: Said, key: str, skip: Callable[[], None], rest: Callable[[], None]) -> list[Widget]:
    """What is to be done, and the buttons."""
    words = ui.say("learn-first-close") if said.blocked else ui.say(f"{key}-do", **said.values)
    line = Row([Icon("chevron-right", size=18, ink="accent"), Rich(words, size=16, ink="accent").growing()], gap=6)
    rest_tip = ui.say("learn-rest-tip", stroke=ui.key("back"))
    buttons: list[Widget] = [
        Button(ui.say("learn-skip"), skip, kind="quiet", points=15, name="learn:skip"),
        Spacer(),
        Button(ui.say("learn-rest"), rest, kind="quiet", points=15, name="learn:rest", tip=rest_tip),
    ]
    return [Panel([line], ground="field", pad=8), Row(buttons, gap=6).fixed(height=30)]


def chip(ui: Ui, said: Said, resume: Callable[[], None]) -> Widget:
    """What is left of the card while it rests."""
    words = ui.say("learn-resume", number=said.number, of=said.of)
    return Button(words, resume, icon="graduation-cap", name="learn:resume", tip=ui.say("learn-resume-tip"))
