"""The left panel: hosts at a glance, and the pipeline of projects."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from greatgame.ui.kit import (
    SMALL,
    Column,
    FigureLabel,
    Icon,
    Label,
    Panel,
    Rich,
    Row,
    Rule,
    Scroll,
    Spacer,
    Tabs,
    Toggle,
    Widget,
)
from greatgame.ui.kit.choices import Item
from greatgame.ui.kit.words import Span, sentence
from greatgame.ui.room.pictures import Badge, Bar, spark
from greatgame.views.hosts import HostCard, Lead
from greatgame.views.pipeline import STAGES, ProjectRow

if TYPE_CHECKING:
    from greatgame.ui.room.screen import RoomScreen

ROOMY = 112
"""Units of height from which a host's card says what comes next."""

CHANNELS: Mapping[str, str] = MappingProxyType(
    {
        "trade": "ship",
        "finance": "banknote",
        "security": "shield-alert",
        "transit": "route",
        "labour": "users",
        "digital": "zap",
    }
)
"""Channel of dependence -> icon."""

STAGE_ICONS: Mapping[str, str] = MappingProxyType(
    {
        "signed": "file-text",
        "prepared": "pen-line",
        "financed": "coins",
        "building": "hammer",
        "operating": "factory",
        "lost": "circle-x",
        "open": "circle",
    }
)
"""Stage of a project -> icon."""


def left_panel(room: RoomScreen) -> Widget:
    """Tabs over host cards and pipeline."""
    ui = room.ui
    tabs = Tabs(
        [(ui.say("room-hosts"), "landmark"), (ui.say("room-pipeline"), "hammer")],
        room.left_tab,
        room.choose_left,
        name="left tabs",
    )
    body = host_list(room) if room.left_tab == 0 else project_list(room)
    return Panel([tabs, body], gap=4, pad=4)


def host_list(room: RoomScreen) -> Widget:
    """The hosts' cards."""
    found = room.state.cards
    roomy = room.room_for("left")[1] / max(1, len(found)) >= ROOMY
    cards: list[Widget] = []
    for card in found:
        subject = f"host:{card.id}"
        content, chosen = _card(room, card, roomy), room.subject == subject
        tip = None if roomy else room.ui.tell(card.next)
        cards.append(Item(content, _opener(room, subject), chosen=chosen, name=subject, tip=tip, topic=subject))
        cards.append(Spacer())
    return room.kept(Scroll(Column(cards[:-1], gap=0), name="hosts"))


def _opener(room: RoomScreen, subject: str) -> Callable[[], None]:
    return lambda: room.inspect(subject)


def _card(room: RoomScreen, card: HostCard, roomy: bool) -> Widget:
    """A host; where there is room, with what comes next there."""
    ui = room.ui
    head = Row(
        [
            Badge(room.place_of(card.id), card.letter),
            Label(ui.tell(card.name), size=15, bold=True, elide=True).growing(),
            spark(card.history, card.trust, 60 if roomy else 40),
            FigureLabel(card.trust, unit=False, change=True, name=f"trust {card.id}").fixed(width=50),
        ],
        gap=5,
    )
    leads = Row([_lead(room, lead) for lead in card.leads], gap=5)
    foot = Row(
        [
            Label(ui.say("room-opinion"), size=SMALL, ink="muted", tip=ui.tell(card.mood.title)),
            FigureLabel(card.mood, size=SMALL, unit=False, bold=False, name=f"mood {card.id}"),
            Spacer(),
            Label(ui.say("room-debt"), size=SMALL, ink="muted", tip=ui.tell(card.debt.title)),
            Badge(room.place_of(card.creditor), room.letter_of(card.creditor)),
            FigureLabel(card.debt, size=SMALL, bold=False, name=f"debt {card.id}"),
        ],
        gap=5,
    )
    parts: list[Widget] = [head, leads, foot]
    if roomy:
        parts.append(Rich((Span(sentence(ui.tell(card.next))),), size=SMALL, ink="muted"))
    return Column(parts, gap=4)


def _lead(room: RoomScreen, lead: Lead) -> Widget:
    return Badge(room.place_of(lead.power), lead.letter, icon=CHANNELS.get(lead.channel, "circle"), figure=lead.share)


def project_list(room: RoomScreen) -> Widget:
    """Projects by stage."""
    ui = room.ui
    found = room.state.pipeline
    rows: list[Widget] = []
    for stage, group in found.by_stage().items():
        shown = [row for row in group if row.mine or not room.only_mine]
        if not shown:
            continue
        rows.append(Label(ui.tell(STAGES[stage]), size=SMALL, bold=True, ink="accent", icon=STAGE_ICONS[stage]))
        rows += [_project(room, row) for row in shown]
        rows.append(Rule())
    toggle = Toggle(ui.say("room-only-mine"), room.only_mine, room.show_only_mine, name="only mine")
    return Column([toggle, room.kept(Scroll(Column(rows, gap=3), name="projects"))], gap=4).growing()


def _project(room: RoomScreen, row: ProjectRow) -> Widget:
    ui = room.ui
    subject = f"project:{row.id}"
    line: list[Widget] = [Badge(room.place_of(row.host), row.host_letter)]
    line += [Badge(room.place_of(bidder.power), bidder.letter, tip=ui.tell(bidder.name)) for bidder in row.bidders]
    if row.progress is not None:
        line += [Bar(row.progress).growing(), FigureLabel(row.progress, size=SMALL, bold=False, name=f"done {row.id}")]
    else:
        line.append(Spacer())
    if row.left is not None and row.mine:
        line.append(Icon("clock", size=13, ink="muted", tip=ui.tell(row.left.title)))
        line.append(FigureLabel(row.left, size=SMALL, bold=False, unit=False, name=f"left {row.id}"))
    name = Rich((Span(ui.tell(row.name), bold=row.mine),), size=15)
    content = Column([name, Row(line, gap=4)], gap=1)
    return Item(content, _opener(room, subject), chosen=room.subject == subject, pad=6, name=subject, topic=subject)
