"""Cards 5 to 7: their game, would it hold, what can be taken away."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from greatgame.lab.afterwards import Afterwards
from greatgame.session import Session
from greatgame.ui.debrief.cards import line, said, side_by_side, told, waiting
from greatgame.ui.debrief.charts import Bars, assumption_rows
from greatgame.ui.debrief.export import Exports, Made
from greatgame.ui.kit import (
    SMALL,
    Button,
    Cell,
    Chip,
    Column,
    FigureLabel,
    Heading,
    Icon,
    Label,
    Panel,
    Rich,
    Row,
    Scroll,
    Spacer,
    Table,
    Ui,
    Widget,
)
from greatgame.ui.kit.words import sentence
from greatgame.views.debrief import assumptions as views_assumptions
from greatgame.views.debrief.theirs import Theirs
from greatgame.views.debrief.theirs import theirs as theirs_of


def theirs(ui: Ui, session: Session, chosen: int, choose: Callable[[int], None]) -> Widget:
    """Everybody else's aims and what they got."""
    rows = theirs_of(session)
    headings = [
        Heading(ui.say("debrief-who"), grow=1.4),
        *(Heading(ui.say(f"debrief-{key}"), width=76, align="right") for key in ("before", "after")),
        Heading(ui.say("debrief-got"), width=104, align="right"),
    ]
    cells = [
        [
            Cell(
                f"{row.letter}  {ui.tell(row.name)}",
                bold=number == chosen,
                ink="accent" if number == chosen else "text",
            ),
            Cell(figure=row.before, unit=False, ink="muted"),
            Cell(figure=row.after, unit=False),
            Cell(figure=row.change, ink="gain" if row.change.value >= 0 else "loss", bold=True),
        ]
        for number, row in enumerate(rows)
    ]
    table = Table(headings, cells, open_row=choose, name="theirs")
    left = Panel([Rich(ui.say("debrief-theirs-hint"), size=SMALL, ink="muted"), table], pad=14)
    place = session.scenario.names.actors.index(rows[chosen].actor)
    return side_by_side(ui, left, _one(ui, rows[chosen], place), 0.56)


def _one(ui: Ui, row: Theirs, place: int) -> Widget:
    parts: list[Widget] = [
        Row([Chip(ui.tell(row.name), look=(place, row.letter)), Spacer(), FigureLabel(row.change, size=18)], gap=12),
        told(ui, row.doctrine, 15, "muted"),
        Spacer(4).fixed(height=4),
        Label(ui.say("debrief-aims"), size=SMALL, bold=True, ink="accent"),
    ]
    for aim in row.aims:
        up = aim.after.value >= aim.before.value
        shown = Row(
            [
                Spacer(),
                FigureLabel(aim.before, unit=False, bold=False, ink="muted"),
                Label("→", ink="muted"),
                FigureLabel(aim.after, unit=False, ink="gain" if up else "loss"),
            ],
            gap=8,
        ).fixed(width=130)
        weight = Row(
            [
                Label(ui.say("debrief-weight"), size=SMALL, ink="muted"),
                FigureLabel(aim.weight, size=SMALL, unit=False, bold=False),
            ],
            gap=6,
        )
        parts.append(Row([said(sentence(ui.tell(aim.name))).growing(0.5), weight.fixed(width=120), shown], gap=10))
    parts.append(Spacer(6))
    parts.append(line(Label(ui.say("debrief-their-orders")), row.orders))
    if row.projects is not None:
        parts.append(line(Label(ui.say("debrief-their-projects")), row.projects))
    return Panel([Scroll(Column(parts, gap=10), name="one")], pad=18)


def assumptions(ui: Ui, session: Session, found: Afterwards | None) -> Widget:
    """The same orders under other assumptions."""
    card = views_assumptions.assumptions(session, found) if found is not None else None
    if card is None or not card.rows or card.holding is None:
        return Panel([waiting(ui)])
    head = Row([told(ui, card.holding.title, 18, bold=True).growing(), FigureLabel(card.holding, size=22)], gap=12)
    hint = Rich(ui.say("debrief-hold-hint"), size=SMALL, ink="muted")
    return Panel([head, hint, Scroll(Bars(assumption_rows(card.rows)), name="switches")], pad=18)


@dataclass(frozen=True)
class Gift:
    """Something to take away: its name, what is said of it, its icon, and what is done."""

    name: str
    text: str
    note: str
    icon: str
    act: Callable[[], None]
    why_not: str = ""


def takeaway(ui: Ui, gifts: Sequence[Gift], exports: Exports) -> Widget:
    """What can be taken away, and where it was put."""
    left: list[Widget] = [
        Button(
            gift.text,
            gift.act,
            icon=gift.icon,
            note=gift.note,
            align="left",
            name=f"take:{gift.name}",
            why_not=gift.why_not,
        )
        for gift in gifts
    ]
    right: list[Widget] = [Label(ui.say("debrief-folder"), size=SMALL, bold=True, ink="accent")]
    right += [said(str(folder), 15) for folder in exports.folders]
    right += [Spacer(10).fixed(height=10), Label(ui.say("debrief-made"), size=SMALL, bold=True, ink="accent")]
    if exports.busy:
        right.append(Row([Icon("clock"), Label(ui.say("debrief-making"), ink="muted")], gap=10))
    elif not exports.made:
        right.append(Label(ui.say("debrief-made-none"), ink="muted"))
    right += [_made(ui, row) for row in exports.made]
    gifts_panel = Panel([Scroll(Column(left, gap=10), name="gifts")], pad=18)
    return side_by_side(ui, gifts_panel, Panel([Scroll(Column(right, gap=8), name="made")], pad=18))


def _made(ui: Ui, row: Made) -> Widget:
    if row.problem:
        return Row([Icon("triangle-alert", ink="warning"), told(ui, row.problem, 15, "warning").growing()], gap=10)
    words: list[Widget] = [said(row.path.name, 15, bold=True)]
    if row.note:
        words.append(said(row.note, 14, "muted"))
    return Row([Icon("circle-check", ink="gain"), Column(words, gap=2).growing()], gap=10)
