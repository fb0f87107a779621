"""Cards above the room: the cable, events, the menu of the campaign."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from greatgame.scenario.naming import when
from greatgame.text import Text
from greatgame.ui.kit import (
    SMALL,
    Button,
    Column,
    FigureLabel,
    Icon,
    Label,
    Modal,
    Panel,
    Rich,
    Row,
    Rule,
    Spacer,
    Ui,
    Widget,
    Wrap,
)
from greatgame.ui.kit.choices import Item
from greatgame.ui.kit.widget import Size
from greatgame.ui.kit.words import Span, sentence
from greatgame.ui.orders.live import price_row
from greatgame.views.cable import CableItem, GoalItem, alerts, cable
from greatgame.views.events import ChoiceCard, EventCard, event_cards
from greatgame.views.figures import Figure

if TYPE_CHECKING:
    from greatgame.ui.room.screen import RoomScreen

Act = Callable[[], None]
MOST_ALERTS = 4
CABLE, BRIEF = 680, 860
"""Widths of the cards, in units: the brief has more to say, in the height of the smallest window."""
GOAL, MARGIN = 266, 20
"""Width of a goal, and what is left free of it before the next one, in units: three of them fill a brief."""


def closing(room: RoomScreen, act: Act) -> Act:
    """Close the card on top, then do something."""

    def deed() -> None:
        room.ui.pop()
        act()

    return deed


def cable_card(room: RoomScreen, everything: bool = False) -> Widget:
    """The news of the last turn, the events of this one, and what calls for attention: the gravest, or everything."""
    ui, news = room.ui, cable(room.readings)
    parts: list[Widget] = [_notice(ui, words, number) for number, words in enumerate(news.table)]
    if news.briefing:
        parts.append(Rich((Span(ui.tell(news.briefing)),)))
        parts.append(Rich(ui.say("room-briefing-hint"), ink="muted", size=15))
    if news.goals:
        end = room.session.scenario.quarter(room.session.scenario.turns - 1)
        words = ui.say("room-brief-goals", quarter=ui.tell(when(end)))
        parts += [
            Rule(),
            Label(words, size=SMALL, bold=True, ink="accent"),
            Wrap([_Goal(ui, goal) for goal in news.goals], gap=2),
        ]
    parts += [_headline(room, item) for item in news.items]
    events = event_cards(room.readings)
    if events:
        parts += [Rule(), Label(ui.say("room-this-turn"), size=SMALL, bold=True, ink="accent")]
        parts += [_event_row(room, card) for card in events]
    found = [alert for alert in alerts(room.readings) if not alert.target.startswith("event:")]
    lines = found if everything else found[:MOST_ALERTS]
    if lines:
        parts += [Rule(), Label(ui.say("room-attention"), size=SMALL, bold=True, ink="accent")]
        for alert in lines:
            mark = Icon("triangle-alert" if alert.urgent else "info", ink="text")
            line = Row([mark, Rich((Span(ui.tell(alert.text)),), size=15).growing()], gap=8)
            parts.append(Item(line, closing(room, _follow(room, alert.target)), pad=5, name=alert.target))
    if len(lines) < len(found):
        rest = Label(ui.say("room-attention-more", count=len(found) - len(lines)), size=15, ink="accent")
        parts.append(Item(rest, closing(room, room.show_alerts), pad=5, name="more alerts"))
    actions = [Button(ui.say("room-to-work"), lambda: ui.pop(), kind="primary", icon="check", name="first")]
    if room.session.strategy is not None:
        actions.insert(0, Button(ui.say("watch-again"), closing(room, room.watch), icon="play", name="watch"))
    title = ui.say("room-cable", quarter=ui.tell(news.quarter)) if news.items else ui.say("room-welcome")
    return Modal(title, parts, width=BRIEF if news.briefing else CABLE, icon="newspaper", actions=actions, name="cable")


class _Goal(Row):
    """A goal: where its figure stands, and what it shall reach; as wide as any other, so that they stand in columns."""

    def __init__(self, ui: Ui, goal: GoalItem) -> None:
        title = ui.tell(goal.figure.title)
        super().__init__(
            [
                Label(title, size=15).growing(),
                FigureLabel(goal.figure, size=15, unit=False, name=f"goal {title}"),
                Icon("chevron-right", size=14, ink="muted"),
                Label(ui.tell(goal.wanted), size=15, bold=True, ink="accent"),
                Spacer(MARGIN),
            ],
            gap=6,
        )

    def size(self, ui: Ui, width: int) -> Size:
        wide = min(ui.px(GOAL), width)
        return wide, super().size(ui, wide)[1]


def _notice(ui: Ui, words: Text, number: int) -> Widget:
    """Who else gives orders."""
    return Row([Icon("info"), Rich((Span(ui.tell(words)),), size=15, name=f"table {number}").growing()], gap=8)


def _follow(room: RoomScreen, target: str) -> Act:
    return lambda: room.follow(target)


def _headline(room: RoomScreen, item: CableItem) -> Widget:
    """What moved, by how much, why."""
    ui, ink = room.ui, "gain" if item.good else "loss"
    mark = "trending-up" if (item.figure.change or 0.0) > 0 else "trending-down"
    head = Row(
        [
            Icon(mark, size=20, ink=ink),
            Rich((Span(ui.tell(item.title), bold=True),)).growing(),
            FigureLabel(item.change, unit=item.change.unit != item.figure.unit, ink=ink, name=f"moved {item.target}"),
            Icon("chevron-right", size=14, ink="muted"),
            FigureLabel(item.figure, size=18, name=f"news {item.target}"),
        ],
        gap=8,
    )
    words = ui.say("room-good-news" if item.good else "room-bad-news")
    why = Rich((Span(f"{words} ", ink=ink), Span(sentence(ui.tell(item.why)))), size=15)
    return Item(Column([head, why], gap=2), closing(room, _follow(room, item.target)), name=item.target)


def _event_row(room: RoomScreen, card: EventCard) -> Widget:
    ui = room.ui
    line: list[Widget] = [
        Icon("zap" if card.mine else "megaphone", size=18, ink="warning" if card.mine else "muted"),
        Rich((Span(ui.tell(card.name), bold=card.mine),)).growing(),
    ]
    if card.mine:
        line.append(Label(ui.say("room-your-answer"), size=SMALL, ink="warning"))
    line.append(Icon("chevron-right", size=16, ink="muted"))
    return Item(Row(line, gap=8), closing(room, lambda: room.show_event(card.id)), pad=5, name=f"event {card.id}")


def event_modal(room: RoomScreen, card: EventCard) -> Widget:
    """An event with its answers."""
    ui = room.ui
    parts: list[Widget] = [Rich((Span(ui.tell(card.text)),))]
    if card.effects:
        parts.append(_effects(room, "room-at-once", card.effects))
    if card.choices:
        key = "room-you-answer" if card.mine else "room-they-answer"
        who = "" if card.actor_name is None else ui.tell(card.actor_name)
        parts += [Rule(), Label(ui.say(key, who=who), bold=True, ink="accent", size=15)]
        parts += [_choice(room, card, choice) for choice in card.choices]
    if card.mine:
        parts.append(Rich(ui.say("room-silence"), size=SMALL, ink="muted"))
    close = Button(ui.say("kit-close"), lambda: ui.pop(), name="close")
    return Modal(ui.tell(card.name), parts, width=660, icon="zap", actions=[close], name="event")


def _effects(room: RoomScreen, key: str, effects: tuple[Figure, ...]) -> Widget:
    """Changes side by side: what is changed, and by how much."""
    chips: list[Widget] = [Label(room.ui.say(key), size=SMALL, ink="muted")]
    for number, figure in enumerate(effects):
        label = Label(room.ui.tell(figure.title), size=15)
        value = FigureLabel(figure, size=15, name=f"{key} {number} {figure.title}")
        chips.append(Row([label, value], gap=5))
        chips.append(Spacer(4))
    return Wrap(chips, gap=6)


def _choice(room: RoomScreen, card: EventCard, choice: ChoiceCard) -> Widget:
    ui = room.ui
    marked: list[Widget] = [Icon("check")] if choice.queued else []
    head = [*marked, Rich((Span(ui.tell(choice.name), bold=True),)).growing()]
    if choice.price is not None:
        head.append(price_row(ui, choice.price))
    parts: list[Widget] = [Row(head, gap=6)]
    if choice.effects:
        parts.append(_effects(room, "room-does", choice.effects))
    content = Panel(parts, gap=4, pad=10, ground="raised")
    if choice.order is None:
        return content
    return Item(content, _answer(room, card, choice), chosen=choice.queued, pad=3, name=f"choice {choice.id}")


def _answer(room: RoomScreen, card: EventCard, choice: ChoiceCard) -> Act:
    """Give an answer in place of the one that is queued."""

    def deed() -> None:
        room.ui.pop()
        taken = [other.order for other in card.choices if other.queued and other.order is not None]
        room.change_orders(taken, None if choice.queued else choice.order)

    return deed
