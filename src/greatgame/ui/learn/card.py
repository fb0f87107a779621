"""The guide's card, and the chip to which it shrinks while it rests."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from greatgame.ui.kit import SMALL, Button, Column, Icon, Label, Panel, Rich, Row, Spacer, Span, Ui, Widget
from greatgame.ui.learn.steps import Step

WIDTHS = (286, 392, 600)
"""Of the card, in units of the kit: whichever is least in the way."""
MOST = 0.6
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


def card(ui: Ui, said: Said, skip: Callable[[], None], rest: Callable[[], None]) -> Widget:
    """The card of a step."""
    key = f"learn-{said.step.id}"
    count = Label(ui.say("learn-count", number=said.number, of=said.of), size=SMALL, ink="muted")
    parts: list[Widget] = [Row([Icon("graduation-cap", size=20, ink="accent"), count, Spacer()], gap=8)]
    if said.praise:
        done = Rich((Span(ui.say(f"learn-{said.praise}-done")),), size=15, ink="gain")
        parts.append(Row([Icon("circle-check", size=18, ink="gain"), done.growing()], gap=6))
    parts.append(Rich((Span(ui.say(key), bold=True),), size=18))
    parts.append(Rich(ui.say(f"{key}-text", **said.values), size=16))
    if said.ends:
        rows: list[Widget] = [
            Button(words, deed, name=name, kind="primary" if n == 0 else "plain", icon="play" if n == 0 else None)
            for n, (name, words, deed) in enumerate(said.ends)
        ]
        parts.append(Column(rows, gap=6))
    else:
        words = ui.say("learn-first-close") if said.blocked else ui.say(f"{key}-do", **said.values)
        do = Rich(words, size=16, ink="accent")
        parts.append(
            Panel([Row([Icon("chevron-right", size=18, ink="accent"), do.growing()], gap=6)], ground="field", pad=8)
        )
        parts.append(
            Row(
                [
                    Button(ui.say("learn-skip"), skip, kind="quiet", points=15, name="learn:skip"),
                    Spacer(),
                    Button(
                        ui.say("learn-rest"), rest, kind="quiet", points=15, badge=ui.key("back"), name="learn:rest"
                    ),
                ],
                gap=6,
            )
        )
    return Panel(parts, gap=8, pad=14, ground="raised", edge="accent", radius=10, name=f"learn:card {said.step.id}")


def chip(ui: Ui, said: Said, resume: Callable[[], None]) -> Widget:
    """What is left of the card while it rests."""
    words = ui.say("learn-resume", number=said.number, of=said.of)
    return Button(words, resume, icon="graduation-cap", name="learn:resume", tip=ui.say("learn-resume-tip"))
