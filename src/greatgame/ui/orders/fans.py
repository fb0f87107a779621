"""Fan charts: bands of futures over the turns to come, the pinned plan dashed across them."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pygame

from greatgame.lab.forecast import Band
from greatgame.ui.kit import FigureLabel, Icon, Label, Rich, Row, Ui, Widget, charts, paint
from greatgame.ui.kit.plot import name_level
from greatgame.ui.kit.theme import Colour
from greatgame.ui.kit.widget import Column, Size
from greatgame.views.figures import Figure
from greatgame.views.prospects import Fan, ForecastView, GoalRow, Plan

LEAST_SPAN = 6.0
"""Points of height that a chart has at least, so that noise does not look like news."""
DASH, PAUSE = 7.0, 5.0
BAR = 76
"""Width of a bar of probability, in units."""
STRIP, CARD = 90, 150
"""Heights of a small chart and of one with axes, in units."""
TIMES = 2
"""How many times larger a chart is drawn before it is reduced."""


class FanChart(Widget):
    """The bands of one figure: nine tenths, the middle half, and the median; the goal as a line."""

    def __init__(self, fan: Fan, *, swapped: bool) -> None:
        super().__init__(figure=fan.plans(swapped)[0].median)
        self.fan, self.swapped = fan, swapped
        self._picture: tuple[tuple[object, ...], pygame.Surface] | None = None

    def size(self, ui: Ui, width: int) -> Size:
        return width, ui.px(STRIP)

    def draw(self, ui: Ui, surface: pygame.Surface) -> None:
        key = (self.rect.size, id(ui.theme), self.swapped)
        if self._picture is None or self._picture[0] != key:
            self._picture = (
                key,
                paint.supersampled(self.rect.size, lambda fine, times: self._fine(ui, fine, times), TIMES),
            )
        paint.box(surface, self.rect, ui.theme.field, ui.px(4))
        surface.blit(self._picture[1], self.rect.topleft)
        places = _Places(self.fan, self.rect.size, ui.px(4))
        if self.fan.goal is not None and places.inside(self.fan.goal):
            level = self.rect.top + round(places.height(self.fan.goal))
            name_level(ui, surface, self.rect, level, goal_name(ui, self.fan.goal), ui.theme.accent)

    def _fine(self, ui: Ui, fine: pygame.Surface, times: int) -> None:
        first, second = (plan.band for plan in self.fan.plans(self.swapped))
        shade = ui.theme.chance if self.swapped else ui.theme.gain
        points = _Places(self.fan, fine.get_size(), ui.px(4) * times)
        for low, high, alpha in ((first.q05, first.q95, 60), (first.q25, first.q75, 110)):
            veil = pygame.Surface(fine.get_size(), pygame.SRCALPHA)
            pygame.draw.polygon(veil, (*shade, alpha), [*points.line(high), *reversed(points.line(low))])
            fine.blit(veil, (0, 0))
        if self.fan.goal is not None and points.inside(self.fan.goal):
            level = points.height(self.fan.goal)
            _dashed(fine, ui.theme.accent, [(0.0, level), (float(fine.get_width()), level)], times)
        _dashed(fine, ui.theme.text, points.line(second.q50), times)
        pygame.draw.lines(fine, shade, False, points.line(first.q50), 2 * times)


def goal_name(ui: Ui, goal: float) -> str:
    """What the level line of a chart is."""
    return ui.say("orders-goal-line", level=goal)


class _Places:
    """Where values stand in a picture."""

    def __init__(self, fan: Fan, size: tuple[int, int], pad: int) -> None:
        self.fan, self.size, self.pad = fan, size, pad
        one, other = fan.queue.band, fan.pinned.band
        lows, highs = (*one.q05, *other.q05), (*one.q95, *other.q95)
        low, high = min(lows) * fan.scale, max(highs) * fan.scale
        least = LEAST_SPAN if fan.scale == 1.0 else 0.1 * max(abs(high), 1e-9)
        if high - low < least:
            middle = (low + high) / 2.0
            low, high = middle - least / 2.0, middle + least / 2.0
        self.low, self.high = low, high

    def inside(self, value: float) -> bool:
        """Whether a value lies in the picture."""
        return self.low <= value <= self.high

    def height(self, value: float) -> float:
        """Distance from the top of a shown value."""
        share = (value - self.low) / (self.high - self.low)
        return self.size[1] - self.pad - share * (self.size[1] - 2 * self.pad)

    def line(self, values: tuple[float, ...]) -> list[tuple[float, float]]:
        """A line through values of the model's unit, one a turn; a single value is drawn level."""
        shown = [value * self.fan.scale for value in values]
        shown = shown * 2 if len(shown) == 1 else shown
        step = (self.size[0] - 2 * self.pad) / (len(shown) - 1)
        return [(self.pad + i * step, self.height(value)) for i, value in enumerate(shown)]


def _dashed(fine: pygame.Surface, colour: Colour, points: list[tuple[float, float]], times: int) -> None:
    """A dashed line through points."""
    done = 0.0
    period = (DASH + PAUSE) * times
    for begin, end in pairwise(points):
        one, other = pygame.Vector2(begin), pygame.Vector2(end)
        length = one.distance_to(other)
        at = 0.0
        while at < length:
            phase = (done + at) % period
            run = min((DASH * times - phase) if phase < DASH * times else (period - phase), length - at)
            run = max(run, 0.25)
            if phase < DASH * times:
                a, b = one.lerp(other, at / length), one.lerp(other, min(1.0, (at + run) / length))
                pygame.draw.line(fine, colour, a, b, max(1, round(1.5 * times)))
            at += run
        done += length


def fan_view(ui: Ui, fan: Fan, swapped: bool, *, difference: bool) -> Column:
    """A small chart with its title, the median where it ends, the range and what the plan in front makes of it."""
    chart, front = FanChart(fan, swapped=swapped).growing(), fan.plans(swapped)[0]
    return Column([_head(fan, front), chart, _foot(ui, fan, front, difference)], gap=2)


def _head(fan: Fan, front: Plan) -> Row:
    title = Label(fan.title, size=14, bold=True, elide=True).growing()
    return Row([title, FigureLabel(front.median, size=15, unit=False, name=f"fan:{fan.path}")], gap=6)


def _foot(ui: Ui, fan: Fan, front: Plan, difference: bool) -> Row:
    """The range with the unit of all that the chart says, and the difference to the other plan."""
    ends = [
        FigureLabel(figure, size=14, bold=False, ink="muted", unit=figure is front.high, name=f"fan-{name}:{fan.path}")
        for name, figure in (("low", front.low), ("high", front.high))
    ]
    foot: list[Widget] = [Row([ends[0], Label(ui.say("orders-to"), size=14, ink="muted"), ends[1]], gap=4).growing()]
    if difference:
        ink = "muted" if not fan.clear else "gain" if front.difference.value > 0 else "loss"
        foot.append(
            FigureLabel(front.difference, size=14, bold=fan.clear, ink=ink, unit=False, name=f"fan-diff:{fan.path}")
        )
    return Row(foot, gap=6)


def fan_card(ui: Ui, fan: Fan, view: ForecastView, swapped: bool) -> Column:
    """A large chart with axes: the plan in front as bands, the other one dashed."""
    plans = [_kit_fan(ui.say("orders-this-queue"), fan.queue.band, fan.scale)]
    if not view.same:
        plans.append(_kit_fan(ui.say("orders-other-plan"), fan.pinned.band, fan.scale))
    if swapped:
        plans.reverse()
    first, leading = replace(plans[0], ink="chance" if swapped else "gain"), fan.plans(swapped)[0]
    behind = [replace(plan, ink="text", dashed=True) for plan in plans[1:]]
    chart = charts.FanChart(
        [str(quarter) for quarter in view.quarters],
        [first, *behind],
        threshold=fan.goal,
        threshold_name="" if fan.goal is None else goal_name(ui, fan.goal),
        high=CARD,
        figure=leading.median,
        name=f"chart:{fan.path}",
    )
    return Column([_head(fan, leading), chart, _foot(ui, fan, leading, difference=not view.same)], gap=2)


def _kit_fan(name: str, band: Band, scale: float) -> charts.Fan:
    def shown(values: tuple[float, ...]) -> list[float]:
        return [value * scale for value in values]

    bands = ((shown(band.q05), shown(band.q95)), (shown(band.q25), shown(band.q75)))
    return charts.Fan(name, shown(band.q50), bands)


class GoalBar(Widget):
    """How likely a goal is: a bar with its interval, and a mark for the pinned plan."""

    def __init__(self, row: GoalRow, same: bool) -> None:
        super().__init__(figure=row.queue)
        self.row, self.same = row, same

    def size(self, ui: Ui, width: int) -> Size:
        return width, ui.px(12)

    def draw(self, ui: Ui, surface: pygame.Surface) -> None:
        theme, rect, row = ui.theme, self.rect, self.row

        def at(figure: Figure) -> int:
            return rect.left + round(rect.width * max(0.0, min(figure.value, 100.0)) / 100.0)

        track = pygame.Rect(rect.left, rect.top + ui.px(2), rect.width, ui.px(8))
        paint.box(surface, track, theme.field, ui.px(3), theme.line, 1)
        full = pygame.Rect(track.topleft, (max(0, at(row.queue) - rect.left), track.height))
        if full.width > 1:
            paint.box(surface, full, theme.gain, ui.px(3))
        middle, thick = track.centery, ui.px(2)
        low, high = at(row.low), at(row.high)
        surface.fill(theme.text, (low, middle - thick // 2, max(thick, high - low), thick))
        for end in (low, high):
            surface.fill(theme.text, (end - thick // 2, middle - ui.px(3), thick, ui.px(6)))
        if not self.same:
            mark = at(row.pinned)
            diamond = [(mark, rect.top), (mark + ui.px(4), middle), (mark, rect.bottom), (mark - ui.px(4), middle)]
            pygame.draw.polygon(surface, theme.accent, diamond)


def goal_row(ui: Ui, row: GoalRow, same: bool) -> Row:
    """A goal with its probability under both plans."""
    likely = FigureLabel(row.queue, size=15, align="right", name=f"goal:{row.title}").fixed(width=50)
    parts: list[Widget] = [Rich(row.title, size=15).growing(), GoalBar(row, same).fixed(width=BAR, height=12), likely]
    if not same:
        pinned = FigureLabel(
            row.pinned, size=14, bold=False, ink="muted", align="right", name=f"goal-pinned:{row.title}"
        )
        parts += [Icon("pin", size=14), pinned.fixed(width=46)]
    return Row(parts, gap=8)
