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
    strip: bool = False
    """Whether it is a strip along the foot of the window, which leaves the rest to a dialogue."""


@dataclass(frozen=True)
class Acts:
    """What the buttons of a card do."""

    skip: Callable[[], None]
    rest: Callable[[], None]
    more: Callable[[], None]


def card(ui: Ui, said: Said, acts: Acts) -> Widget:
    """The card of a step; in a brief one what the step is about is left to a button."""
    if said.strip:
        parts: list[Widget] = [Row([_cap(), _words(ui, said).growing(), *_buttons(ui, said, acts)], gap=8)]
    elif said.brief and not said.ends:
        parts = [Row([_cap(), _count(ui, said), Spacer(), *_buttons(ui, said, acts)], gap=8).fixed(height=28)]
        parts += [_title(ui, said), _words(ui, said)]
    else:
        parts = _whole(ui, said, acts)
    pad = 6 if said.strip else 10 if said.brief else 14
    return Panel(parts, gap=6 if said.brief else 8, pad=pad, ground="raised", edge="accent",
                 radius=10, name=f"learn:card {said.step.id}")  # fmt: skip


def _whole(ui: Ui, said: Said, acts: Acts) -> list[Widget]:
    more = [_more(ui, said, acts)] if said.small else []
    parts: list[Widget] = [Row([_cap(), _count(ui, said), Spacer(), *more], gap=8).fixed(height=24)]
    if said.praise and not said.brief:
        done = Rich((Span(ui.say(f"learn-{said.praise}-done")),), size=15, ink="gain")
        parts.append(Row([Icon("circle-check", size=18, ink="gain"), done.growing()], gap=6))
    parts.append(_title(ui, said))
    if not said.brief:
        parts.append(Rich(ui.say(f"learn-{said.step.id}-text", **said.values), size=16))
    return parts + (_ends(said) if said.ends else _deed(ui, said, acts))


def _cap() -> Widget:
    return Icon("graduation-cap", size=20, ink="accent")


def _count(ui: Ui, said: Said) -> Widget:
    return Label(ui.say("learn-count", number=said.number, of=said.of), size=SMALL, ink="muted")


def _title(ui: Ui, said: Said) -> Widget:
    return Rich((Span(ui.say(f"learn-{said.step.id}"), bold=True),), size=18)


def _words(ui: Ui, said: Said) -> Widget:
    """What is to be done."""
    key = "learn-first-close" if said.blocked else f"learn-{said.step.id}-do"
    return Rich(ui.say(key, **said.values), size=16, ink="accent")


def _more(ui: Ui, said: Said, acts: Acts) -> Widget:
    icon = "chevron-down" if said.brief else "chevron-up"
    tip = ui.say("learn-more" if said.brief else "learn-less")
    return Button("", acts.more, icon=icon, kind="quiet", points=15, name="learn:more", tip=tip)


def _buttons(ui: Ui, said: Said, acts: Acts) -> list[Widget]:
    """To go on without having done it, and to put the card aside; beside a brief one to read more."""
    tip = ui.say("learn-rest-tip", stroke=ui.key("back"))
    found: list[Widget] = [
        Button(ui.say("learn-skip"), acts.skip, kind="quiet", points=15, name="learn:skip").fixed(height=28),
        Button(ui.say("learn-rest"), acts.rest, kind="quiet", points=15, name="learn:rest", tip=tip).fixed(height=28),
    ]
    return [*found, _more(ui, said, acts).fixed(height=28)] if said.brief else found


def _ends(said: Said) -> list[Widget]:
    rows: list[Widget] = [
        Button(words, deed, name=name, kind="primary" if n == 0 else "plain", icon="play" if n == 0 else None)
        for n, (name, words, deed) in enumerate(said.ends)
    ]
    return [Column(rows, gap=6)]


def _deed(ui: Ui, said: Said, acts: Acts) -> list[Widget]:
    """What is to be done, and the buttons."""
    line = Row([Icon("chevron-right", size=18, ink="accent"), _words(ui, said).growing()], gap=6)
    skip, rest = _buttons(ui, said, acts)
    return [Panel([line], ground="field", pad=8), Row([skip, Spacer(), rest], gap=6).fixed(height=30)]


def chip(ui: Ui, said: Said, resume: Callable[[], None]) -> Widget:
    """What is left of the card while it rests."""
    words = ui.say("learn-resume", number=said.number, of=said.of)
    return Button(words, resume, icon="graduation-cap", name="learn:resume", tip=ui.say("learn-resume-tip"))
