"""The debrief as one page of HTML: for any browser, for paper, with nothing to be fetched."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from greatgame import __version__
from greatgame.lab.afterwards import Afterwards
from greatgame.lab.goals import HALFWAY
from greatgame.messages import Messages
from greatgame.session import Session
from greatgame.views.debrief.assumptions import assumptions
from greatgame.views.debrief.course import Course, Turning, course
from greatgame.views.debrief.luck import luck
from greatgame.views.debrief.result import result
from greatgame.views.debrief.theirs import theirs
from greatgame.views.figures import Figure
from greatgame.views.predictions import predictions

STYLE = """
body { font: 16px/1.5 "Noto Sans", "Noto Sans JP", "Hiragino Sans", "Yu Gothic", sans-serif; color: #16202b;
  max-width: 52rem; margin: 2rem auto; padding: 0 1.2rem; }
h1 { font-size: 1.6rem; margin: 0 0 .2rem; } h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; }
table { border-collapse: collapse; width: 100%; margin: .4rem 0 1rem; }
th, td { text-align: left; padding: .25rem .6rem .25rem 0; border-bottom: 1px solid #d5dbe1; vertical-align: top; }
th { font-weight: 600; color: #52606d; font-size: .9rem; }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.big { font-size: 2.4rem; font-weight: 700; } .quiet { color: #52606d; }
.bar { display: block; height: .7rem; background: #2f6ea5; }
.track { display: inline-block; width: 12rem; margin-right: .6rem; text-align: left; vertical-align: middle;
  background: linear-gradient(90deg, #e6eaee 0 49.6%, #16202b 49.6% 50.4%, #e6eaee 50.4%); }
.small { font-size: .9rem; color: #3a4652; } svg { width: 100%; height: auto; }
footer { margin-top: 2.5rem; font-size: .85rem; color: #52606d; overflow-wrap: anywhere; }
@media print { body { margin: 0; max-width: none; font-size: 11pt; } h2 { break-after: avoid; }
  tr, section { break-inside: avoid-page; }
  .bar, .track { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
"""


def page(session: Session, messages: Messages, found: Afterwards | None = None) -> str:
    """The whole page in the language of the messages; what is not known yet is left out."""
    return _Page(session, messages, found).text()


class _Page:
    """A page being written."""

    def __init__(self, session: Session, messages: Messages, found: Afterwards | None) -> None:
        self.session, self.say, self.found = session, messages, found

    def text(self) -> str:
        first, way = result(self.session, self.found), course(self.session, self.found)
        title = escape(self.tell(first.heading))
        parts = [
            f'<!doctype html>\n<html lang="{self.say.language}"><head><meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{title}</title><style>{STYLE}</style></head><body>",
            f"<h1>{title}</h1>",
            *self._result(),
            *self._predictions(),
            *self._turnings(way),
            *self._luck(),
            *self._theirs(),
            *self._hold(),
            *self._course(way),
            self._foot(),
            "</body></html>\n",
        ]
        return "\n".join(parts)

    def tell(self, text: str) -> str:
        return self.say.tell(text)

    def number(self, figure: Figure) -> str:
        """A figure with its unit."""
        return escape(f"{self.tell(figure.text)} {self.tell(figure.unit)}".strip())

    def heading(self, key: str) -> str:
        """A message as a heading, without the number that it has as a card."""
        return f"<h2>{escape(self.say(key).lstrip('0123456789 '))}</h2>"

    def table(self, heads: Sequence[str], rows: Iterable[Sequence[str]], numbers: int = 1) -> str:
        """Rows of ready cells; the last ``numbers`` columns hold figures."""
        first = len(heads) - numbers
        kinds = ["" if place < first else ' class="n"' for place in range(len(heads))]
        head = "".join(f"<th{kind}>{escape(text)}</th>" for kind, text in zip(kinds, heads, strict=True))
        body = "".join(
            "<tr>" + "".join(f"<td{kind}>{cell}</td>" for kind, cell in zip(kinds, row, strict=True)) + "</tr>"
            for row in rows
        )
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"

    # The cards

    def _result(self) -> list[str]:
        card = result(self.session, self.found)
        rows = []
        for line in card.lines:
            mark = self.say("debrief-reached" if line.reached else "debrief-not-reached")
            label = f'<b title="{escape(mark)}">{"✓" if line.reached else "○"} {escape(self.tell(line.label))}</b>'
            for number, figure in enumerate(line.pillars):
                rows.append([label if not number else "", escape(self.tell(figure.title)), self.bar(figure)])
        lead = [card.goals, *([card.idle] if card.idle is not None else [])]
        return [
            f'<p><span class="big">{self.number(card.total)}</span></p>',
            self.table(["", ""], [[escape(self.tell(figure.title)), self.number(figure)] for figure in lead]),
            self.heading("debrief-targets"),
            self.table(["", "", ""], rows),
        ]

    def bar(self, figure: Figure) -> str:
        """A bar out of a hundred beside its figure."""
        width = max(0.0, min(100.0, figure.value))
        return f'<span class="track"><span class="bar" style="width:{width:.0f}%"></span></span> {self.number(figure)}'

    def _predictions(self) -> list[str]:
        card = predictions(self.session)
        if card.score is None or card.model is None:
            return []
        rows = [[escape(self.tell(figure.title)), self.number(figure)] for figure in (card.score, card.model)]
        return [self.heading("debrief-predictions"), self.table(["", ""], rows)]

    def _turnings(self, card: Course) -> list[str]:
        if not card.known:
            return []
        found = [self.heading("debrief-turning")]
        for key, turns in (("debrief-best", card.best), ("debrief-costly", card.costly)):
            if turns:
                found.append(self.table([self.say(key), "", ""], [self._turning(row) for row in turns]))
        return found

    def _course(self, card: Course) -> list[str]:
        rows = [
            [
                escape(moment.quarter),
                self._listed(moment.events),
                self._listed(moment.orders),
                self.number(moment.total),
            ]
            for moment in card.moments
        ]
        heads = ["", self.say("debrief-events"), self.say("debrief-orders"), ""]
        return [self.heading("debrief-tab-course"), self._line(card), self.table(heads, rows)]

    def _listed(self, texts: Sequence[str]) -> str:
        return f'<span class="small">{escape("; ".join(self.tell(text) for text in texts))}</span>'

    def _line(self, card: Course) -> str:
        """The score turn by turn as a line, first and last value named, the goal dashed."""
        values = [moment.total.value for moment in card.moments]
        low, high = min(*values, HALFWAY) - 1.0, max(*values, HALFWAY) + 1.0

        def at(place: int, value: float) -> tuple[float, float]:
            x = 60.0 + 520.0 * place / max(1, len(values) - 1)
            return x, 12.0 + 110.0 * (high - value) / (high - low)

        points = [at(place, value) for place, value in enumerate(values)]
        way = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        goal = at(0, HALFWAY)[1]
        parts = [f'<line x1="60" x2="580" y1="{goal:.1f}" y2="{goal:.1f}" stroke="#8a96a3" stroke-dasharray="4 4"/>']
        parts.append(f'<polyline points="{way}" fill="none" stroke="#2f6ea5" stroke-width="2.5"/>')
        for place, anchor, shift in ((0, "end", -8), (len(values) - 1, "start", 8)):
            (x, y), moment = points[place], card.moments[place]
            text = f'text-anchor="{anchor}" font-size="13" fill="#16202b"'
            parts.append(f'<text x="{x + shift:.1f}" y="{y + 5:.1f}" {text}>{escape(moment.total.text)}</text>')
            middle = 'text-anchor="middle" font-size="12" fill="#52606d"'
            parts.append(f'<text x="{x:.1f}" y="142" {middle}>{escape(moment.quarter)}</text>')
        return f'<svg viewBox="0 0 640 150" role="img">{"".join(parts)}</svg>'

    def _turning(self, row: Turning) -> list[str]:
        return [escape(self.tell(row.text)), escape(row.quarter), self.number(row.effect)]

    def _luck(self) -> list[str]:
        card = luck(self.session, self.found) if self.found is not None else None
        if card is None:
            return []
        figures = (card.result, card.mean, card.luck, card.beaten, card.refused)
        parts = [
            self.heading("debrief-tab-luck"),
            f"<p>{escape(self.tell(card.sentence))}</p>",
            self.table(["", ""], [[escape(self.tell(figure.title)), self.number(figure)] for figure in figures]),
        ]
        if card.beside:
            keys = ("debrief-their-mean", "debrief-worth", "debrief-worth-here")
            rows = [
                [escape(self.tell(row.name)), *map(self.number, (row.mean, row.decisions, row.own_luck))]
                for row in card.beside
            ]
            parts.append(self.table(["", *map(self.say, keys)], rows, 3))
        return parts

    def _theirs(self) -> list[str]:
        rows = [
            [escape(self.tell(row.name)), *map(self.number, (row.before, row.after, row.change))]
            for row in theirs(self.session)
        ]
        heads = [self.say(key) for key in ("debrief-who", "debrief-before", "debrief-after", "debrief-got")]
        hint = f'<p class="quiet">{escape(self.say("debrief-theirs-hint"))}</p>'
        return [self.heading("debrief-tab-theirs"), hint, self.table(heads, rows, 3)]

    def _hold(self) -> list[str]:
        card = assumptions(self.session, self.found) if self.found is not None else None
        if card is None or not card.rows:
            return []
        rows = [
            [escape(self.tell(row.label)), escape(self.tell(row.verdict)), self.number(row.usual)] for row in card.rows
        ]
        hint = f'<p class="quiet">{escape(self.say("debrief-hold-hint"))}</p>'
        return [self.heading("debrief-tab-hold"), hint, self.table(["", "", ""], rows)]

    def _foot(self) -> str:
        scenario, session = self.session.scenario, self.session
        words = self.say(
            "debrief-page-foot",
            version=__version__,
            scenario=scenario.id,
            hash=scenario.hash,
            seed=str(session.seed),
            digest=session.digest,
        )
        return f"<footer>{escape(words)}</footer>"
