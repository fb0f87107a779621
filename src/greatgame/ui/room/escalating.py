"""The escalation card: a challenged move, and four ways to answer with their odds and stakes."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from greatgame.text import joined
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
    Ui,
    Widget,
    Wrap,
)
from greatgame.ui.kit.choices import Item
from greatgame.ui.kit.widget import Size
from greatgame.ui.kit.words import Span, sentence
from greatgame.ui.orders.deciding import Deciding, deciding
from greatgame.ui.orders.live import WAYS, Live, price_row
from greatgame.ui.orders.queue import Sparing
from greatgame.ui.room.pictures import Badge
from greatgame.views.escalation import INSIST, TOGETHER, TRADE, YIELD, Answer, Challenge
from greatgame.views.outlook import ChanceRow, PreviewView

if TYPE_CHECKING:
    from greatgame.ui.room.screen import RoomScreen

ICONS: Mapping[str, str] = MappingProxyType(
    {INSIST: "trending-up", TRADE: "handshake", TOGETHER: "users", YIELD: "undo-2"}
)
"""Way to answer -> icon."""
CHANCES, MINDS, SURE = 2, 3, 99.5
"""Most odds and most stakes that an answer tells, and per cent from which something is no question."""
LINE, LEADING, GAP = 20, 2, 10
"""Units of a line of odds, between two lines, and between two odds."""
ROOMY = 660
"""Units of width from which all odds of an answer stand in one line."""


def escalation_card(room: RoomScreen, found: Challenge, done: Callable[[], None]) -> Widget:
    """The card; ``done`` follows when it is closed."""
    ui, beat = room.ui, found.beat
    mark = Badge(room.place_of(str(beat.actor)), beat.letter, tip=ui.tell(beat.actor_name))
    what = Rich((Span(sentence(ui.tell(found.text))),)).growing()
    head: list[Widget] = [Row([mark, what], gap=8)]
    stake = Rich((Span(ui.tell(found.stake.title)),), size=15).growing()
    figure = FigureLabel(found.stake, size=15, name="stake")
    head.append(Row([Label(ui.say("room-at-stake"), size=SMALL, ink="muted"), stake, figure], gap=8))
    card: Modal

    def close() -> None:
        ui.pop(card)
        done()

    def choose(answer: Answer) -> None:
        ui.pop(card)
        _give(room, found, answer)
        done()

    answers = Answers(deciding(room.app), found, choose)
    later = Button(ui.say("room-decide-later"), close, name="later")
    card = Modal(ui.tell(found.title), [*head, answers], width=760, icon="swords", actions=[later], name="escalation")
    card.on_close = done
    return card


def _give(room: RoomScreen, found: Challenge, answer: Answer) -> None:
    """Queue what answers, in place of what answered before; backing down takes out what presses on."""
    others = (other for other in found.answers if other.stance != answer.stance)
    taken = [other.order for other in others if other.queued and other.order is not None]
    before = [row.order for row in room.session.queue]
    if answer.stance == YIELD:
        room.change_orders([*taken, *found.queued])
    elif answer.order is not None:
        room.change_orders(taken, None if answer.queued else answer.order)
    _tell(room, before, answer)


def _tell(room: RoomScreen, before: Sequence[str], answer: Answer) -> None:
    """Say in passing what has come into the queue, or gone: the queue lies behind the news that follow."""
    ui, after = room.ui, [row.order for row in room.session.queue]
    come, gone = ([order for order in one if order not in other] for one, other in ((after, before), (before, after)))
    if come:
        names = joined([room.book.name(order) for order in come])
        ui.toast(ui.say("room-answer-in", orders=ui.tell(names)), icon="check")
    elif gone:
        names = joined([room.book.name(order) for order in gone])
        ui.toast(ui.say("room-answer-out", orders=ui.tell(names)), icon="x")
    elif answer.stance == YIELD:
        ui.toast(ui.say("room-answer-none"))


class Answers(Live):
    """The four answers; odds and stakes come in while they are worked out beside the window."""

    def __init__(self, desk: Deciding, found: Challenge, choose: Callable[[Answer], None]) -> None:
        super().__init__(name="answers")
        self.desk, self.found, self.choose = desk, found, choose

    def state(self, ui: Ui) -> Hashable:
        return self.desk.version

    def build(self, ui: Ui) -> Widget:
        return Column([self._answer(ui, answer) for answer in self.found.answers], gap=6)

    def _answer(self, ui: Ui, answer: Answer) -> Widget:
        able = not answer.failing
        ink = "text" if able else "faint"
        head: list[Widget] = [
            Icon(ICONS[answer.stance], size=18, ink="accent" if able else "faint"),
            Label(ui.tell(answer.name), bold=True, ink=ink),
        ]
        words = answer.order_name or answer.text
        head.append(Rich((Span(ui.tell(words)),), size=15, ink="muted" if able else "faint").growing())
        if answer.queued:
            head.append(Icon("check", tip=ui.say("room-queued")))
        if answer.price is not None:
            head.append(price_row(ui, answer.price))
        lines: list[Widget] = [Row(head, gap=8)]
        lines += [Rich((Span(ui.tell(reason)),), size=SMALL, ink="warning") for reason in answer.failing]
        if able and answer.order is not None:
            lines.append(Kept(self._outlook(ui, answer, answer.order)))
        if answer.stance == YIELD and any(other.order and not other.failing for other in self.found.answers):
            lines.append(Kept(self._without(ui), alone=True))
        content = Panel(lines, gap=4, pad=9, ground="raised")
        if not able:
            return content
        return Item(content, lambda: self.choose(answer), chosen=answer.queued, pad=3, name=f"answer {answer.stance}",
                    tip=ui.tell(answer.text))  # fmt: skip

    def _preview(self, answer: Answer) -> PreviewView | str | None:
        """What an answer would do, with the odds of what the challenge is about, whatever its order is about."""
        if answer.order is None:
            return None
        kind, _, name = self.found.subject.partition(":")
        apart = kind == "project" and name not in answer.order.split("/")
        return self.desk.preview(answer.order, project=name if apart else "")

    def _outlook(self, ui: Ui, answer: Answer, order: str) -> list[Widget]:
        """Odds and stakes of an order."""
        known = self._preview(answer)
        if known is None:
            return [Rich(ui.say("room-odds-soon"), size=SMALL, ink="muted")]
        if isinstance(known, str):
            return [Rich((Span(ui.tell(known)),), size=SMALL, ink="muted")]
        words = ui.say("room-ahead", quarter=ui.tell(known.horizon))
        ahead = _pair(ui, words, FigureLabel(known.ahead, size=15, name=f"ahead {order}"))
        return [ahead, Wrap(_odds(ui, order, known), gap=GAP), *_minds(ui, order, known)]

    def _without(self, ui: Ui) -> list[Widget]:
        """The odds if nothing is done, as the previews of the other answers have them."""
        for answer in self.found.answers:
            known = None if answer.failing else self._preview(answer)
            rows = _uncertain(known) if isinstance(known, PreviewView) else []
            if rows:
                odds = [FigureLabel(row.without, size=15, ink="chance", name=f"idle {row.title}") for row in rows]
                return [
                    Wrap([_pair(ui, ui.tell(row.brief), odd) for row, odd in zip(rows, odds, strict=True)], gap=GAP)
                ]
        return []


class Kept(Widget):
    """Room for the odds and stakes of an answer, as much before they are known as afterwards.

    So nothing that can be clicked moves when they come.  With ``alone`` it is for odds without what else is told.
    """

    def __init__(self, lines: Sequence[Widget], *, alone: bool = False) -> None:
        super().__init__()
        self.alone = alone
        self.children = [Column(lines, gap=LEADING)]

    def size(self, ui: Ui, width: int) -> Size:
        beside = width >= ui.px(ROOMY)
        odds = ui.px(LINE) if beside else CHANCES * ui.px(LINE) + (CHANCES - 1) * ui.px(GAP)
        return width, odds if self.alone else odds + 2 * (ui.px(LINE) + ui.px(LEADING))


def _uncertain(known: PreviewView) -> list[ChanceRow]:
    """What an order makes more or less likely, without what is sure."""
    return [row for row in known.chances if row.without.value or row.odds.value < SURE][:CHANCES]


def _odds(ui: Ui, order: str, known: PreviewView) -> list[Widget]:
    found: list[Widget] = []
    for number, row in enumerate(_uncertain(known)):
        odds = FigureLabel(row.odds, size=15, ink="chance", name=f"odds {number} {order}")
        found.append(_pair(ui, ui.tell(row.brief), odds))
    return found


def _pair(ui: Ui, words: str, figure: Widget) -> Widget:
    return Row([Label(words, size=SMALL, ink="muted"), figure], gap=5)


def _minds(ui: Ui, order: str, known: PreviewView) -> list[Widget]:
    """Who minds it, or likes it, and by how much; those that the line has no room for are in its tip."""
    if not known.minded:
        return [Label(ui.say("room-minds-none"), size=SMALL, ink="muted")]
    rows = [(ui.tell(mind.row.title), ui.tell(mind.row.late.text)) for mind in known.minded]
    tip = "\n".join(ui.say("orders-told", name=name, value=value) for name, value in rows)
    label = Label(ui.say("room-minds"), size=SMALL, ink="muted", tip=tip)
    chips: list[Widget] = []
    for number, mind in enumerate(known.minded[:MINDS]):
        ink = WAYS[mind.row.way]
        value = FigureLabel(mind.row.late, size=SMALL, ink=ink, unit=False, name=f"mind {number} {order}")
        chips.append(_pair(ui, ui.tell(mind.row.title), value))
    return [Sparing([label, *chips], chips[::-1], gap=GAP)]
