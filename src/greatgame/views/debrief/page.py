"""The debrief as a report to keep: blocks that are written as one page of HTML or as a PDF (:mod:`greatgame.leaf`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from greatgame import __version__
from greatgame.lab.afterwards import Afterwards
from greatgame.leaf import Bar, Bars, Block, Bullets, Curve, Grid, Heading, Leaf, Paragraph
from greatgame.messages import Messages
from greatgame.session import Session
from greatgame.text import joined
from greatgame.views.debrief.assumptions import assumptions
from greatgame.views.debrief.course import Course, Moment, Turning, course
from greatgame.views.debrief.luck import luck
from greatgame.views.debrief.result import result
from greatgame.views.debrief.theirs import theirs
from greatgame.views.figures import Figure
from greatgame.views.predictions import predictions

WHOLE = 100.0
"""Points at which a bar is full."""


def report(session: Session, messages: Messages, found: Afterwards | None = None) -> Leaf:
    """The whole report in the language of the messages; what is not known yet is left out."""
    return _Report(session, messages, found).leaf()


class _Report:
    """A report being written."""

    def __init__(self, session: Session, messages: Messages, found: Afterwards | None) -> None:
        self.session, self.say, self.found = session, messages, found

    def leaf(self) -> Leaf:
        way = course(self.session, self.found)
        title = self.tell(result(self.session, self.found).heading)
        blocks = [
            Heading(title, 1),
            *self._result(),
            *self._predictions(),
            *self._turnings(way),
            *self._luck(),
            *self._theirs(),
            *self._hold(),
            *self._course(way),
            self._foot(),
        ]
        return Leaf("report", title, self.say.language, blocks=blocks)

    def tell(self, text: str) -> str:
        return self.say.tell(text)

    def number(self, figure: Figure) -> str:
        """A figure with its unit."""
        return f"{self.tell(figure.text)} {self.tell(figure.unit)}".strip()

    def heading(self, key: str) -> Heading:
        """A message as a heading, without the number that it has as a card."""
        return Heading(self.say(key).lstrip("0123456789 "))

    def figures(self, figures: Iterable[Figure]) -> Grid:
        """Figures by name, one a line."""
        rows = [[self.tell(figure.title), self.number(figure)] for figure in figures]
        return Grid(["", ""], rows, [3, 1], right=frozenset({1}))

    # The cards

    def _result(self) -> list[Block]:
        card = result(self.session, self.found)
        rows = []
        for line in card.lines:
            for number, figure in enumerate(line.pillars):
                group = f"{'✓' if line.reached else '○'} {self.tell(line.label)}" if not number else ""
                share = figure.value / WHOLE
                rows.append(Bar(self.tell(figure.title), self.number(figure), share, group))
        reached, missed = self.say("debrief-reached"), self.say("debrief-not-reached")
        return [
            Paragraph(self.number(card.total), "figure"),
            self.figures([card.goals, *([card.idle] if card.idle is not None else [])]),
            self.heading("debrief-targets"),
            Paragraph(f"✓ {reached}  ○ {missed}", "note"),
            Bars(rows),
        ]

    def _predictions(self) -> list[Block]:
        card = predictions(self.session)
        if card.score is None or card.model is None:
            return []
        return [self.heading("debrief-predictions"), self.figures((card.score, card.model))]

    def _turnings(self, card: Course) -> list[Block]:
        if not card.known:
            return []
        found: list[Block] = []
        if card.strategy is not None:
            words = self.say("debrief-gaps-beside", strategy=self.tell(card.strategy))
            found = [self.heading("debrief-gaps"), Paragraph(words, "note")]
            for row in card.gaps:
                head = [self.tell(row.quarter), self.number(row.widened)]
                reasons = [[self.tell(reason.text), self.number(reason.effect)] for reason in row.reasons]
                found.append(Grid(head, reasons, [5, 1], right=frozenset({1})))
        found.append(self.heading("debrief-turning"))
        for key, turns in (("debrief-best", card.best), ("debrief-costly", card.costly)):
            if turns:
                rows = [self._turning(row) for row in turns]
                found.append(Grid([self.say(key), "", ""], rows, [5, 1, 1.4], right=frozenset({2})))
        return found

    def _turning(self, row: Turning) -> list[str]:
        return [self.tell(row.text), self.tell(row.quarter), self.number(row.effect)]

    def _course(self, card: Course) -> list[Block]:
        first, last = card.moments[0], card.moments[-1]
        curve = Curve(
            [moment.total.value for moment in card.moments],
            (first.total.text, last.total.text),
            (self.tell(first.quarter), self.tell(last.quarter)),
            goal := self.session.scenario.total_goal,
            self.say("orders-goal-line", level=goal),
        )
        return [
            self.heading("debrief-tab-course"),
            curve,
            *(b for moment in card.moments for b in self._moment(moment)),
        ]

    def _moment(self, moment: Moment) -> Iterator[Block]:
        """One turn: what happened, and what was ordered."""
        yield Heading(self.tell(moment.quarter), 3, self.number(moment.total))
        if moment.events:
            yield Paragraph(self.tell(joined(moment.events, "; ")), "plain", self.say("debrief-events"))
        if moment.kinds:
            yield Paragraph(self.say("debrief-orders"), "note")
            yield Bullets([self.tell(kind) for kind in moment.kinds])

    def _luck(self) -> list[Block]:
        card = luck(self.session, self.found) if self.found is not None else None
        if card is None:
            return []
        parts: list[Block] = [
            self.heading("debrief-tab-luck"),
            Paragraph(self.tell(card.sentence)),
            self.figures((card.result, card.mean, card.luck, card.beaten, card.refused)),
        ]
        if card.beside:
            heads = ["", *map(self.say, ("debrief-their-mean", "debrief-worth", "debrief-worth-here"))]
            rows = [
                [self.tell(row.name), *map(self.number, (row.mean, row.decisions, row.own_luck))] for row in card.beside
            ]
            parts.append(Grid(heads, rows, [3, 1.5, 1.5, 1.5], right=frozenset({1, 2, 3})))
        return parts

    def _theirs(self) -> list[Block]:
        rows = [
            [self.tell(row.name), *map(self.number, (row.before, row.after, row.change))]
            for row in theirs(self.session)
        ]
        heads = [self.say(key) for key in ("debrief-who", "debrief-before", "debrief-after", "debrief-got")]
        return [
            self.heading("debrief-tab-theirs"),
            Paragraph(self.say("debrief-theirs-hint"), "note"),
            Grid(heads, rows, [3, 1.5, 1.5, 1.5], right=frozenset({1, 2, 3})),
        ]

    def _hold(self) -> list[Block]:
        card = assumptions(self.session, self.found) if self.found is not None else None
        if card is None or not card.rows:
            return []
        rows = [[self.tell(row.label), self.tell(row.verdict), self.number(row.usual)] for row in card.rows]
        return [
            self.heading("debrief-tab-hold"),
            Paragraph(self.say("debrief-page-hold"), "note"),
            Grid(["", "", ""], rows, [3, 4, 1.5], right=frozenset({2}), small=True),
        ]

    def _foot(self) -> Paragraph:
        scenario, session = self.session.scenario, self.session
        words = self.say(
            "debrief-page-foot",
            version=__version__,
            scenario=scenario.id,
            hash=scenario.hash,
            seed=str(session.seed),
            digest=session.digest,
        )
        return Paragraph(words, "note")
