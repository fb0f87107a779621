"""Cards 1 to 4: result, timeline, ledger, luck."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from greatgame.lab.afterwards import Afterwards
from greatgame.session import Session
from greatgame.ui.debrief.charts import BarRow, Bars, Histogram, Mark, Way, waterfall_rows
from greatgame.ui.kit import (
    SMALL,
    Button,
    Column,
    FigureLabel,
    Icon,
    Item,
    Label,
    LineChart,
    Panel,
    Rich,
    Row,
    Rule,
    Scroll,
    Series,
    Spacer,
    Span,
    Ui,
    Widget,
    Wrap,
)
from greatgame.ui.screen import low, narrow
from greatgame.views.debrief import course as views_course
from greatgame.views.debrief import ledger as views_ledger
from greatgame.views.debrief import luck as views_luck
from greatgame.views.debrief import result as views_result
from greatgame.views.figures import Figure
from greatgame.views.predictions import predictions

if TYPE_CHECKING:
    from greatgame.views.debrief.course import Course, Moment, Turning
    from greatgame.views.debrief.luck import Beside, LuckCard

WAY, WAY_LOW = 210, 130
"""Heights of the timeline, usually and where there is little height."""


def said(text: str, size: int = 16, ink: str = "text", bold: bool = False) -> Rich:
    """A text of the engine as it stands: marks in it mean nothing."""
    return Rich((Span(text, bold=bold),), size=size, ink=ink)


def told(ui: Ui, text: str, size: int = 16, ink: str = "text", bold: bool = False) -> Rich:
    """A text of a view in the language of the window."""
    return said(ui.tell(text), size, ink, bold)


def side_by_side(ui: Ui, left: Widget, right: Widget, share: float = 0.5) -> Widget:
    """Two parts beside each other, or one below the other where the window is narrow."""
    if narrow(ui):
        return Scroll(Column([left, right], gap=12), name="narrow")
    return Row([left.growing(share), right.growing(1.0 - share)], gap=12, middle=False)


def waiting(ui: Ui) -> Widget:
    """What stands where numbers are still being worked out."""
    middle = Row([Spacer(), Icon("clock"), Label(ui.say("debrief-waiting"), ink="muted"), Spacer()], gap=10)
    return Column([Spacer(), middle, Spacer()]).growing()


def line(label: Widget, figure: Figure, size: int = 16, change: bool = False) -> Row:
    """A figure after its label."""
    return Row([label.growing(), FigureLabel(figure, align="right", size=size, change=change)], gap=12)


# 1


def result(ui: Ui, session: Session, found: Afterwards | None) -> Widget:
    """The result against targets."""
    card = views_result.result(session, found)
    left: list[Widget] = [
        told(ui, card.heading, 15, "muted"),
        Row(
            [
                FigureLabel(card.total, size=46, unit=False, name="total"),
                Label(ui.say("debrief-of-hundred"), size=18, ink="muted"),
            ],
            gap=12,
        ),
        told(ui, card.sentence, 17),
        line(Label(ui.tell(card.goals.title)), card.goals, 18),
    ]
    if card.idle is not None:
        left.append(Row([told(ui, card.idle.title).growing(), FigureLabel(card.idle, align="right", size=18)], gap=12))
    foretold = _predicted(ui, session)
    # Predictions may be many: they scroll, and take the place of the chart that the second card has larger.
    below = Scroll(Column(foretold, gap=12), name="foretold") if foretold else _score_so_far(ui, session, card.total)
    left += [below.growing(), Rich(ui.say("debrief-result-hint"), size=SMALL, ink="muted")]
    lines: list[Widget] = [Label(ui.say("debrief-targets"), size=SMALL, bold=True, ink="accent")]
    for row in card.lines:
        mark = Icon("circle-check", ink="gain") if row.reached else Icon("circle", ink="muted")
        mark.tip = ui.say("debrief-reached" if row.reached else "debrief-not-reached")
        bars = Bars(
            [
                BarRow(figure.title, figure, 0.0, figure.value, (0.0, 100.0), _reaching(figure, goal), goal=goal)
                for figure, goal in zip(row.pillars, row.goals, strict=True)
            ]
        )
        parts: list[Widget] = [Row([mark, Label(ui.tell(row.label), bold=True)], gap=10), bars]
        if row.beside:
            parts.append(Row([Spacer(), *(piece for figure in row.beside for piece in _beside(ui, figure))], gap=8))
        lines.append(Column(parts, gap=2))
    targets = Panel([Scroll(Column(lines, gap=12), name="targets")], pad=18)
    return side_by_side(ui, Panel(left, gap=16, pad=22), targets, 0.42)


def _score_so_far(ui: Ui, session: Session, total: Figure) -> Widget:
    """The score turn by turn, small; the second card has it large."""
    scores = [views_course.score_after(session, record) for record in session.history]
    quarters = [record.quarter for record in session.history]
    reads = [f"{quarter}: {score.text}" for quarter, score in zip(quarters, scores, strict=True)]
    line = Series(ui.tell(total.title), [score.value for score in scores])
    goal = session.scenario.total_goal
    return LineChart(
        quarters,
        [line],
        reads=reads,
        threshold=goal,
        threshold_name=ui.say("orders-goal-line", level=goal),
        high=130,
        figure=total,
        name="score",
    )


def _predicted(ui: Ui, session: Session) -> list[Widget]:
    """How good the player's predictions were, where there were any."""
    card = predictions(session)
    if card.score is None or card.model is None:
        return []
    return [
        Rule(),
        Label(ui.say("debrief-predictions"), size=SMALL, bold=True, ink="accent"),
        line(Label(ui.say("debrief-predictions-yours")), card.score),
        line(Label(ui.say("debrief-predictions-futures")), card.model),
        *(line(told(ui, row.share.title, 15, "muted"), row.share, 15) for row in card.calibration),
    ]


def _beside(ui: Ui, figure: Figure) -> list[Widget]:
    return [Label(ui.tell(figure.title), size=SMALL, ink="muted"), FigureLabel(figure, size=15)]


def _reaching(figure: Figure, goal: float) -> str:
    return "gain" if figure.value >= goal else "loss"


# 2


def course(
    ui: Ui,
    session: Session,
    found: Afterwards | None,
    chosen: int,
    choose: Callable[[int], None],
    replay: Callable[[int], None],
    why_not: str = "",
) -> Widget:
    """The timeline and the turning points."""
    card = views_course.course(session, found)
    moment = card.moments[chosen]
    high = WAY_LOW if low(ui) else WAY
    top = Panel([Way(card, chosen, choose, high)], pad=10).fixed(height=high + 26)
    again = Button(
        ui.say("debrief-replay-here"),
        lambda: replay(moment.turn),
        icon="undo-2",
        name="replay",
        why_not=why_not,
    )
    head = Row([Label(moment.quarter, size=18, bold=True), FigureLabel(moment.total, size=18), Spacer(), again], gap=12)
    left = Panel([head, Scroll(_moment(ui, moment), name="moment")], pad=14)
    if not card.known:
        right: Widget = Panel([waiting(ui)])
    else:
        best = _turnings(ui, ui.say("debrief-best"), card.best, choose, ui.say("debrief-none-best"))
        costly = _turnings(ui, ui.say("debrief-costly"), card.costly, choose, ui.say("debrief-none-costly"))
        parts = [*_gaps(ui, card, choose), *best, Spacer(6), *costly]
        right = Panel([Scroll(Column(parts, gap=6), name="turnings")], pad=14)
    return Column([top, side_by_side(ui, left, right, 0.44).growing()], gap=12)


def _moment(ui: Ui, moment: Moment) -> Widget:
    parts: list[Widget] = []
    for key, icon, texts in (
        ("debrief-headlines", "newspaper", moment.headlines),
        ("debrief-events", "zap", moment.events),
        ("debrief-orders", "list", moment.orders),
    ):
        if texts:
            parts.append(Label(ui.say(key), size=SMALL, bold=True, ink="accent", icon=icon))
            parts += [told(ui, text, 15) for text in texts]
    return Column(parts or [Label(ui.say("debrief-quiet"), ink="muted")], gap=5)


def _gaps(ui: Ui, card: Course, choose: Callable[[int], None]) -> list[Widget]:
    """Where a strategy under the same luck gained most, and why."""
    if card.strategy is None:
        return []
    words = ui.say("debrief-gaps-beside", strategy=ui.tell(card.strategy))
    head = Row([Label(ui.say("debrief-gaps"), size=SMALL, bold=True, ink="accent"), Spacer()], gap=8)
    parts: list[Widget] = [head, Rich(words, size=SMALL, ink="muted")]
    for row in card.gaps:
        gained = FigureLabel(row.widened, ink="loss")
        lines: list[Widget] = [Row([Label(row.quarter, size=15, bold=True).growing(), gained], gap=10)]
        for number, reason in enumerate(row.reasons):
            effect = FigureLabel(reason.effect, size=15, bold=False, unit=False, name=f"because:{row.turn}:{number}")
            lines.append(Row([told(ui, reason.text, 15).growing(), effect], gap=10, middle=False))
        name = f"gap:{row.turn}"
        parts.append(Item(Column(lines, gap=2), lambda turn=row.turn: choose(turn), name=name))  # type: ignore[misc]
    return [*parts, Spacer(6)]


def _turnings(
    ui: Ui, title: str, rows: tuple[Turning, ...], choose: Callable[[int], None], nothing: str
) -> list[Widget]:
    parts: list[Widget] = [Label(title, size=SMALL, bold=True, ink="accent")]
    if not rows:
        parts.append(Label(nothing, ink="muted", size=15))
    for row in rows:
        ink = "gain" if row.effect.value > 0 else "loss"
        head = Row([told(ui, row.text, 15, bold=True).growing(), FigureLabel(row.effect, ink=ink)], gap=10)
        notes: list[Widget] = [Label(row.quarter, size=SMALL, ink="muted"), Spacer()]
        if row.usual is not None:
            notes += [
                Label(ui.say("debrief-usual"), size=SMALL, ink="muted"),
                FigureLabel(row.usual, size=15, bold=False),
            ]
        if row.later.value:
            notes += [
                Label(ui.say("debrief-later"), size=SMALL, ink="muted"),
                FigureLabel(row.later, size=15, bold=False, unit=False),
            ]
        name = f"turning:{row.orders[0]}:{row.turn}"
        parts.append(Item(Column([head, Row(notes, gap=8)], gap=2), lambda turn=row.turn: choose(turn), name=name))  # type: ignore[misc]
    return parts


# 3


def ledger(ui: Ui, session: Session, path: str, choose: Callable[[str], None]) -> Widget:
    """Any figure's way through the campaign."""
    parts: list[Widget] = []
    group = ""
    for choice in views_ledger.choices(session):
        if choice.group != group:
            group = choice.group
            parts.append(Label(ui.tell(group), size=SMALL, bold=True, ink="accent"))
        parts.append(
            Item(
                told(ui, choice.title, 15),
                lambda path=choice.path: choose(path),  # type: ignore[misc]
                chosen=choice.path == path,
                name=f"open:{choice.path}",
            )
        )
    fall = views_ledger.waterfall(session, path)
    bars = Bars(waterfall_rows(fall, ui.say("debrief-opening"), ui.say("debrief-closing")))
    head = Row([told(ui, fall.closing.title, 18, bold=True).growing(), FigureLabel(fall.closing, size=18)], gap=12)
    signs = (("trending-up", "gain", "up"), ("trending-down", "loss", "down"), ("dices", "chance", "chance"))
    named = [
        Row([Icon(icon, ink=ink), Label(ui.say(f"debrief-{key}"), size=SMALL, ink="muted")], gap=8)
        for icon, ink, key in signs
    ]
    legend = Wrap([*named, Label(ui.say("debrief-mine"), size=SMALL, bold=True)], gap=10)
    figures = Panel([Scroll(Column(parts, gap=2), name="figures")], pad=10).growing(0.34)
    steps = Panel([head, Scroll(bars, name="steps"), legend], pad=18).growing(0.66)
    return Row([figures, steps], gap=12, middle=False)


# 4


def luck(ui: Ui, session: Session, found: Afterwards | None, other: Callable[[], None]) -> Widget:
    """Luck and decisions."""
    card = views_luck.luck(session, found) if found is not None else None
    if card is None:
        return Panel([waiting(ui)])
    left = Panel(
        [
            told(ui, card.sentence, 18, bold=True),
            _replays(ui, card).growing(),
            Rich(ui.say("debrief-histogram"), size=SMALL, ink="muted"),
        ],
        pad=18,
    )
    rows: list[Widget] = [Label(ui.say("debrief-luck"), size=SMALL, bold=True, ink="accent")]
    rows += [
        line(told(ui, figure.title), figure)
        for figure in (card.result, card.mean, card.luck, card.beaten, card.refused)
    ]
    rows += [Spacer(8), Label(ui.say("debrief-decisions"), size=SMALL, bold=True, ink="accent")]
    if not card.beside:
        rows.append(Label(ui.say("debrief-waiting"), ink="muted"))
    for row in card.beside:
        rows += _strategy(ui, row)
    rows += [Spacer(8), Button(ui.say("debrief-other"), other, icon="git-branch", name="other", align="left")]
    right = Panel([Scroll(Column(rows, gap=8), name="luck")], pad=18)
    return side_by_side(ui, left, right, 0.55)


def _replays(ui: Ui, card: LuckCard) -> Widget:
    """How often the replays ended where, with the strategies' means below."""
    above = [
        Mark(card.result.value, ui.say("debrief-mark-result"), "accent"),
        Mark(card.mean.value, ui.say("debrief-mark-mean"), "muted"),
    ]
    return Histogram(card.bars, above, [Mark(row.mean.value, ui.tell(row.name)) for row in card.beside])


def _strategy(ui: Ui, row: Beside) -> list[Widget]:
    return [
        told(ui, row.name, bold=True),
        line(Label(ui.say("debrief-their-mean"), ink="muted", size=15), row.mean, 15),
        line(Label(ui.say("debrief-worth"), ink="muted", size=15), row.decisions, 15),
        line(Label(ui.say("debrief-worth-here"), ink="muted", size=15), row.own_luck, 15),
    ]
